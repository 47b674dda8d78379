"""Names that must exist, units that must fit, values that must be possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import prod

from renkei.checks.calendar import holidays_are_known
from renkei.checks.estimates import Way, circles, histories_used
from renkei.checks.guarantee import check_guarantee_names, check_standing_orders
from renkei.checks.names import Names
from renkei.checks.relationship import check_relationship_names
from renkei.checks.schedule import weekly_hours
from renkei.checks.transfer import (
    MOST_COMBINATIONS,
    cannot_start,
    check_grants,
    check_transfer,
    granted_in,
)
from renkei.checks.zones import zone
from renkei.evidence.duration import words as duration
from renkei.evidence.grade import Grade
from renkei.findings import Finding, Severity
from renkei.model.arrangement import Arrangement
from renkei.model.scenario import Case
from renkei.model.thread import Step


class References(Names):
    """Walks a study and reports every name that leads nowhere."""

    def run(self, arrangements: Iterable[str] | None = None) -> list[Finding]:
        """All findings about references.

        Args:
            arrangements: look at these alone, and at nothing beside them.
        """
        if arrangements is not None:
            for name in sorted(arrangements):
                self._arrangement(name, self.study.arrangements[name])
            return self.findings
        self._study()
        for name, arrangement in sorted(self.study.arrangements.items()):
            self._arrangement(name, arrangement)
        self._threads()
        self._scenarios()
        self._evidence()
        self.no_estimates()
        self.no_sources()
        return self.findings

    # -- the study -------------------------------------------------------------------

    def _study(self) -> None:
        s = self.study
        self.known("arrangement", s.baseline, s.arrangements, "baseline")
        if prod(len(v.values) for v in s.states.values()) > MOST_COMBINATIONS:
            words = f"more than {MOST_COMBINATIONS} combinations of states"
            self.report("too-many-states", words, "states")
        for name, nation in sorted(s.nations.items()):
            try:
                if nation.holidays is not None:
                    holidays_are_known(nation.holidays)
            except ValueError as error:
                self.report("unknown-holidays", str(error), "nations", name, "holidays")
        for name, place in sorted(s.places.items()):
            self.sources(place.source, "places", name)
            try:
                zone(place.zone)
            except ValueError as error:
                self.report("unknown-zone", str(error), "places", name, "zone")
        for name, schedule in sorted(s.schedules.items()):
            self._schedule(name, schedule.around_the_clock, bool(schedule.shifts))
        for name, force in sorted(s.forces.items()):
            self.known("nation", force.nation, s.nations, "forces", name, "nation")
            self.known("place", force.home, s.places, "forces", name, "home")
            self.sources(force.source, "forces", name)
        for name, group in sorted(s.force_sets.items()):
            for member in group.forces:
                self.known("force", member, s.forces, "force-sets", name, "forces")
        threads = [n for n, t in s.threads.items() if not t.procedure]
        for name in sorted(s.deadlines):
            self.known("thread", name, threads, "deadlines", name)
        functions = {r.function for a in s.arrangements.values() for r in a.rights.values()}
        for name, reserved in sorted(s.reserved.items()):
            self.known("nation", reserved.nation, s.nations, "reserved", name, "nation")
            self.sources(reserved.source, "reserved", name)
            for function in reserved.functions:
                self.known("function", function, functions, "reserved", name, "functions")
            for thread in reserved.threads:
                self.known("thread", thread, threads, "reserved", name, "threads")
        for name, guarantee in sorted(s.guarantees.items()):
            check_guarantee_names(self, guarantee, functions, "guarantees", name)

    def _schedule(self, name: str, always: bool, shifts: bool) -> None:
        if always and shifts:
            self.report("schedule", "around the clock and shifts at once", "schedules", name)
        for i, shift in enumerate(self.study.schedules[name].shifts):
            if shift.from_ == shift.to:
                self.report(
                    "impossible-shift",
                    f"a shift from {shift.from_} to {shift.to} has no length; for a whole day "
                    "say 'around-the-clock: true' or 00:00 to 24:00",
                    "schedules", name, "shifts", i,
                )  # fmt: skip
        try:
            weekly_hours(self.study.schedules[name], 1, None)
        except ValueError as error:
            self.report("impossible-shift", str(error), "schedules", name, "shifts")

    # -- arrangements ----------------------------------------------------------------

    def _arrangement(self, name: str, a: Arrangement) -> None:
        s, top = self.study, ("arrangements", name)
        self.sources(a.source, *top)
        self.condition(a.in_force, {}, *top, "in-force", grants=False)
        if 2 ** len(granted_in(a)) > MOST_COMBINATIONS:
            words = f"more than {MOST_COMBINATIONS} combinations of what is granted"
            self.report("too-many-states", words, *top, "relationships")
        for hq_name, hq in sorted(a.headquarters.items()):
            where = (*top, "headquarters", hq_name)
            self.known("place", hq.place, s.places, *where, "place")
            self.known("nation", hq.nation, s.nations, *where, "nation")
            self.sources(hq.source, *where)
            for post_name, post in sorted(hq.posts.items()):
                at = (*where, "posts", post_name)
                self.known("nation", post.nation, s.nations, *at, "nation")
                if post.nation is None and hq.nation is None:
                    self.report("no-nation", "say which nation this post belongs to", *at)
                for i, hours in enumerate(post.hours):
                    self.known("schedule", hours.schedule, s.schedules, *at, "hours", i)
                    self.condition(hours.when, {}, *at, "hours", i)
                self.estimate(post.reach.takes if post.reach else None, "time", *at, "reach")
                self.estimate(post.handles_word, "time", *at, "handles-word")
                self.estimate(post.reviews_disclosure, "time", *at, "reviews-disclosure")
                self.sources(post.source, *at)
        for link_name, link in sorted(a.links.items()):
            where = (*top, "links", link_name)
            for member in link.between:
                self.known("headquarters", member, a.headquarters, *where, "between")
            self.estimate(link.transit, "time", *where, "transit")
            self.sources(link.source, *where)
        for rel_name, r in sorted(a.relationships.items()):
            check_relationship_names(self, a, r, *top, "relationships", rel_name)
        for agreement_name, agreement in sorted(a.agreements.items()):
            where = (*top, "agreements", agreement_name)
            self.known("nation", agreement.from_, s.nations, *where, "from")
            self.known("nation", agreement.to, s.nations, *where, "to")
            self.known("level", agreement.level, s.levels, *where, "level")
            self.sources(agreement.source, *where)
        self._rights(a, top)
        check_standing_orders(self, a, *top)

    def _rights(self, a: Arrangement, top: tuple[str, str]) -> None:
        for name, right in sorted(a.rights.items()):
            where = (*top, "rights", name)
            self.condition(right.when, {}, *where, "when")
            self.sources(right.source, *where)
            posts = {f"{p} of {h}" for h, hq in a.headquarters.items() for p in hq.posts}
            for told in right.inform:
                if " of holder of " not in told:
                    self.known("post", told, posts, *where, "inform")
            for kind, asked in (("consent", right.consent), ("consult", right.consult)):
                for role, consent in sorted(asked.items()):
                    at = (*where, kind, role)
                    self.estimate(consent.takes, "time", *at, "takes")
                    self.estimate(consent.refuses, "probability", *at, "refuses")
                    self.estimate(consent.eased_by, "share", *at, "eased-by")
                    self.known("level", consent.level, self.study.levels, *at, "level")
            both = sorted(set(right.consent) & set(right.consult))
            if both:
                self.report("asked-twice", f"{both[0]} is asked for consent and consulted", *where)
        for name, duty in sorted(a.duties.items()):
            self.condition(duty.when, {}, *top, "duties", name, "when")
            self.sources(duty.source, *top, "duties", name)

    # -- threads and scenarios -------------------------------------------------------

    def _threads(self) -> None:
        facts = {n: tuple(v) for t in self.study.threads.values() for n, v in t.facts.items()}
        for name, thread in sorted(self.study.threads.items()):
            self.sources(thread.source, "threads", name)
            check_transfer(self, name, thread)
            self.condition(thread.when, {}, "threads", name, "when")
            for step_name, step in sorted(thread.steps.items()):
                where = ("threads", name, "steps", step_name)
                if {*step_name} & {*"./<;="}:
                    words = "a step's name has no '.', '/', '<', ';' or '='"
                    self.report("step-name", words, *where)
                self.estimate(step.takes, "time", *where, "takes")
                self.estimate(step.eased_by, "share", *where, "eased-by")
                self.estimate(step.refuses, "probability", *where, "refuses")
                for outcome, odds in sorted(step.outcomes.items()):
                    if odds != "rest":
                        self.estimate(odds, "probability", *where, "outcomes", outcome)
                self.known("level", step.level, self.study.levels, *where, "level")
                self.sources(step.source, *where)
                for key, condition in (("when", step.when), ("unless", step.unless)):
                    if condition is not None:
                        self.condition(condition, facts, *where, key)

    def _scenarios(self) -> None:
        s = self.study
        threads = [n for n, t in s.threads.items() if not t.procedure]
        facts = {n: tuple(v) for t in s.threads.values() for n, v in t.facts.items()}
        for name, scenario in sorted(s.scenarios.items()):
            self.sources(scenario.source, "scenarios", name)
            for thread, case in sorted(scenario.threads.items()):
                where = ("scenarios", name, "threads", thread)
                self.known("thread", thread, threads, *where)
                self._assignment(case.states, *where, "states")
                check_grants(self, case.granted, *where, "granted")
                for late in cannot_start(s, case, thread, case.granted):
                    words = f"\"{late}\" does not start in these states, by its own 'when'"
                    self.report("thread-cannot-start", words, *where, "states")
                for variable in sorted(s.states):
                    if variable not in case.states:
                        self.report("state-unset", f'say what "{variable}" is', *where, "states")
                self._changes_at_once(case, *where, "changes")
                for i, change in enumerate(case.changes):
                    self._assignment(change.set, *where, "changes", i, "set")
                self._odds(case.facts, facts, *where, "facts")
                for stream_name, stream in sorted(case.incidents.items()):
                    at = (*where, "incidents", stream_name)
                    self.known("thread", stream.thread, threads, *at, "thread")
                    self.estimate(stream.every, "time", *at, "every")
                    self._odds(stream.facts, facts, *at, "facts")
                    if stream.count > 1 and stream.every is None:
                        self.report("no-interval", "several incidents need 'every'", *at)
                    for fact, by_value in sorted(stream.precedence_by.items()):
                        if self.known("fact", fact, facts, *at, "precedence-by", f"{fact}:"):
                            for value in sorted(by_value):
                                self.known(
                                    f'value of "{fact}"', value, facts[fact],
                                    *at, "precedence-by", fact, f"{value}:",
                                )  # fmt: skip

    def _changes_at_once(self, case: Case, *where: str | int) -> None:
        """Two changes at one instant would take effect in the order in which they are listed."""
        for i, change in enumerate(case.changes):
            if any(other.after == change.after for other in case.changes[:i]):
                self.report(
                    "changes-at-once",
                    f"two changes of states come at once, {duration(change.after)} after the "
                    "start; their order would decide. Make them one change that sets everything",
                    *where, i, "after",
                )  # fmt: skip

    def _assignment(self, states: Mapping[str, str], *where: str | int) -> None:
        for variable, value in sorted(states.items()):
            if self.known("state", variable, self.study.states, *where, variable):
                values = self.study.states[variable].values
                self.known(f'value of "{variable}"', value, values, *where, variable)

    def _odds(
        self, given: Mapping[str, Mapping[str, str]], facts: Mapping[str, tuple[str, ...]],
        *where: str | int,
    ) -> None:  # fmt: skip
        for fact, odds in sorted(given.items()):
            if not self.known("fact", fact, facts, *where, f"{fact}:"):
                continue
            for value, probability in sorted(odds.items()):
                self.known(f'value of "{fact}"', value, facts[fact], *where, fact)
                if probability != "rest":
                    self.estimate(probability, "probability", *where, fact, value)
            if sum(p == "rest" for p in odds.values()) != 1:
                self.report("outcomes", "exactly one value takes the 'rest'", *where, fact)

    # -- evidence --------------------------------------------------------------------

    def _test_history_used(self, estimate: str, history: str, way: Way) -> None:
        field, words = "histories", "draw the estimate from another history"
        if way:
            through = " and ".join(f'"{name}"' for name in way)
            field = "derived-from"
            words = (
                f'this comes from it through {through}. Draw "{way[-1]}" from another history, and '
                "derive this anew"
            )
        words = f"{history} is kept for testing; {words}"
        self.report("test-history-used", words, "estimates", estimate, field)

    def _evidence(self) -> None:
        s = self.study
        for name, estimate in sorted(s.estimates.items()):
            self.sources(estimate.source, "estimates", name)
            for other in estimate.derived_from:
                self.known("estimate", other, s.estimates, "estimates", name, "derived-from")
            for history, way in histories_used(s, name):
                if history in s.test_histories:
                    self._test_history_used(name, history, way)
            likely = estimate.range()
            wide = estimate.grade is not Grade.PLACEHOLDER or likely[0] < likely[2]
            if not wide and likely[2] > 0:
                self.report(
                    "placeholder-without-range", "nobody knows this number; give it a wide range",
                    "estimates", name, severity=Severity.WARNING,
                )  # fmt: skip
        for circle in circles(s):
            (first, second), *others = pairwise(circle)
            more = "".join(f', "{one}" from "{other}"' for one, other in others)
            self.report(
                "derived-in-a-circle", f'"{first}" is derived from "{second}"{more}',
                "estimates", first, "derived-from",
            )  # fmt: skip
        for name, target in sorted(s.targets.items()):
            at = ("targets", name)
            self.known("arrangement", target.arrangement, s.arrangements, *at, "arrangement")
            self.known("thread", target.thread, s.threads, *at, "thread")
            self.known("scenario", target.scenario, s.scenarios, *at, "scenario")
            marked = self._milestones(target.thread)
            if marked:
                self.known("milestone", target.milestone, marked, *at, "milestone")
            self.sources(target.source, *at)
        for name, claim in sorted(s.claims.items()):
            self.sources(claim.source, "claims", name)
            if claim.asks is not None:
                where = ("claims", name, "asks")
                self.known("arrangement", claim.asks.arrangement, s.arrangements, *where)
                self.known("arrangement", claim.asks.against, s.arrangements, *where)
                self.known("thread", claim.asks.thread, s.threads, *where)
                for scenario in claim.asks.scenarios:
                    self.known("scenario", scenario, s.scenarios, *where)
                self.known("estimate", claim.asks.estimate, s.estimates, *where)
                for step in claim.asks.steps:
                    names = self._steps(claim.asks.thread)
                    if names:
                        self.known("step", step, names, *where, "steps")
        for name, expectation in sorted(s.expectations.items()):
            self.sources(expectation.source, "expectations", name)
            entry = ("expectations", name)
            self.known(
                "arrangement", expectation.arrangement, s.arrangements, *entry, "arrangement"
            )
            self._assignment(expectation.states, *entry, "states")
            check_grants(self, expectation.granted, *entry, "granted")
        for key in sorted(set(s.sources) - self.used_sources):
            self.findings.append(
                Finding(
                    "source-unused", f'nothing rests on the source "{key}"',
                    s.origins.find("sources", key), key, Severity.WARNING,
                )
            )  # fmt: skip

    def _inside(self, thread: str, seen: tuple[str, ...] = ()) -> dict[str, Step]:
        """Steps of a thread and of the procedures it runs, by name as in a case."""
        found: dict[str, Step] = {}
        noun = self.study.threads.get(thread)
        for name, step in noun.steps.items() if noun and thread not in seen else ():
            found[name] = step
            if step.run is not None:
                inner = self._inside(step.run, (*seen, thread))
                found.update({f"{name}/{n}": s for n, s in inner.items()})
        return found

    def _steps(self, thread: str) -> list[str]:
        return sorted(self._inside(thread))

    def _milestones(self, thread: str) -> set[str]:
        return {
            s.milestone or name.rpartition("/")[2]
            for name, s in self._inside(thread).items()
            if s.milestone or s.answer
        }
