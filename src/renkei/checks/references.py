"""Names that must exist, units that must fit, values that must be possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from renkei.checks.schedule import weekly_hours
from renkei.checks.zones import zone
from renkei.evidence.duration import words as duration
from renkei.evidence.grade import Grade
from renkei.findings import Finding, Severity, nearest
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Authority, Crossing, Relationship
from renkei.model.scenario import Case
from renkei.model.state import Condition, names_in
from renkei.model.study import Study
from renkei.model.thread import Step

_SCHEMED = {Authority.OPCON, Authority.TACON, Authority.OPCOM, Authority.TACOM}


class References:
    """Walks a study and reports every name that leads nowhere."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.findings: list[Finding] = []
        self.used_sources: set[str] = set()
        self.missing_estimates: set[str] = set()
        """Asked for where the study has no estimates at all."""

    def run(self) -> list[Finding]:
        """All findings about references."""
        self._study()
        for name, arrangement in sorted(self.study.arrangements.items()):
            self._arrangement(name, arrangement)
        self._threads()
        self._scenarios()
        self._evidence()
        self._no_estimates()
        return self.findings

    # -- helpers ---------------------------------------------------------------------

    def _report(
        self, code: str, words: str, *path: str | int, severity: Severity = Severity.ERROR
    ) -> None:
        parts = [str(p).removesuffix(":") for p in path]
        shown = ".".join(parts[2:]) or ".".join(parts)
        position = self.study.origins.find(*path)
        self.findings.append(Finding(code, words, position, shown, severity))

    def _known(self, kind: str, name: str | None, known: Iterable[str], *path: str | int) -> bool:
        if name is None or name in known:
            return True
        if kind == "estimate" and not self.study.estimates:
            self.missing_estimates.add(name)
            return False
        code = "unknown-" + kind.partition(" of ")[0].replace(" ", "-")
        self._report(code, f'no {kind} "{name}". {nearest(name, known)}', *path)
        return False

    def _estimate(self, name: str | None, unit: str, *path: str | int) -> None:
        if name is None or not self._known("estimate", name, self.study.estimates, *path):
            return
        found = self.study.estimates[name].unit
        if found != unit and not (unit == "share" and found == "probability"):
            self._report("unit", f'"{name}" is a {found}; a {unit} is needed here', *path)

    def _condition(
        self, condition: Condition, facts: Mapping[str, Iterable[str]], *path: str | int
    ) -> None:
        known: dict[str, tuple[str, ...]] = {
            **{n: tuple(v.values) for n, v in self.study.states.items()},
            **{n: tuple(v) for n, v in facts.items()},
        }
        for part in names_in(condition):
            if not self._known("state or fact", part.name, known, *path):
                continue
            for value in part.values:
                self._known(f'value of "{part.name}"', value, known[part.name], *path)

    def _sources(self, keys: Iterable[str], *path: str | int) -> None:
        for key in keys:
            self.used_sources.add(key)
            self._known("source", key, self.study.sources, *path, "source")

    # -- the study -------------------------------------------------------------------

    def _study(self) -> None:
        s = self.study
        self._known("arrangement", s.baseline, s.arrangements, "baseline")
        if prod(len(v.values) for v in s.states.values()) > 64:
            self._report("too-many-states", "more than 64 combinations of states", "states")
        for name, place in sorted(s.places.items()):
            self._sources(place.source, "places", name)
            try:
                zone(place.zone)
            except ValueError as error:
                self._report("unknown-zone", str(error), "places", name, "zone")
        for name, schedule in sorted(s.schedules.items()):
            self._schedule(name, schedule.around_the_clock, bool(schedule.shifts))
        for name, force in sorted(s.forces.items()):
            self._known("nation", force.nation, s.nations, "forces", name, "nation")
            self._known("place", force.home, s.places, "forces", name, "home")
            self._sources(force.source, "forces", name)
        for name, group in sorted(s.force_sets.items()):
            for member in group.forces:
                self._known("force", member, s.forces, "force-sets", name, "forces")
        threads = [n for n, t in s.threads.items() if not t.procedure]
        for name in sorted(s.deadlines):
            self._known("thread", name, threads, "deadlines", name)
        functions = {r.function for a in s.arrangements.values() for r in a.rights.values()}
        for name, reserved in sorted(s.reserved.items()):
            self._known("nation", reserved.nation, s.nations, "reserved", name, "nation")
            self._sources(reserved.source, "reserved", name)
            for function in reserved.functions:
                self._known("function", function, functions, "reserved", name, "functions")

    def _schedule(self, name: str, always: bool, shifts: bool) -> None:
        if always and shifts:
            self._report("schedule", "around the clock and shifts at once", "schedules", name)
        for i, shift in enumerate(self.study.schedules[name].shifts):
            if shift.from_ == shift.to:
                self._report(
                    "impossible-shift",
                    f"a shift from {shift.from_} to {shift.to} has no length; for a whole day "
                    "say 'around-the-clock: true' or 00:00 to 24:00",
                    "schedules", name, "shifts", i,
                )  # fmt: skip
        try:
            weekly_hours(self.study.schedules[name], 1, None)
        except ValueError as error:
            self._report("impossible-shift", str(error), "schedules", name, "shifts")

    # -- arrangements ----------------------------------------------------------------

    def _arrangement(self, name: str, a: Arrangement) -> None:
        s, top = self.study, ("arrangements", name)
        self._sources(a.source, *top)
        self._condition(a.in_force, {}, *top, "in-force")
        for hq_name, hq in sorted(a.headquarters.items()):
            where = (*top, "headquarters", hq_name)
            self._known("place", hq.place, s.places, *where, "place")
            self._known("nation", hq.nation, s.nations, *where, "nation")
            self._sources(hq.source, *where)
            for post_name, post in sorted(hq.posts.items()):
                at = (*where, "posts", post_name)
                self._known("nation", post.nation, s.nations, *at, "nation")
                if post.nation is None and hq.nation is None:
                    self._report("no-nation", "say which nation this post belongs to", *at)
                for i, hours in enumerate(post.hours):
                    self._known("schedule", hours.schedule, s.schedules, *at, "hours", i)
                    self._condition(hours.when, {}, *at, "hours", i)
                self._estimate(post.reach.takes if post.reach else None, "time", *at, "reach")
                self._estimate(post.handles_word, "time", *at, "handles-word")
                self._estimate(post.reviews_disclosure, "time", *at, "reviews-disclosure")
                self._sources(post.source, *at)
        for link_name, link in sorted(a.links.items()):
            where = (*top, "links", link_name)
            for member in link.between:
                self._known("headquarters", member, a.headquarters, *where, "between")
            self._estimate(link.transit, "time", *where, "transit")
            self._sources(link.source, *where)
        for rel_name, r in sorted(a.relationships.items()):
            self._relationship(a, r, *top, "relationships", rel_name)
        for agreement_name, agreement in sorted(a.agreements.items()):
            where = (*top, "agreements", agreement_name)
            self._known("nation", agreement.from_, s.nations, *where, "from")
            self._known("nation", agreement.to, s.nations, *where, "to")
            self._known("level", agreement.level, s.levels, *where, "level")
            self._sources(agreement.source, *where)
        self._rights(a, top)

    def _relationship(self, a: Arrangement, r: Relationship, *where: str) -> None:
        self._known("headquarters", r.from_, a.headquarters, *where, "from")
        self._known("headquarters", r.to, a.headquarters, *where, "to")
        self._condition(r.when, {}, *where, "when")
        self._sources(r.source, *where)
        known = {*self.study.forces, *self.study.force_sets}
        for force in r.forces:
            self._known("force", force, known, *where, "forces")
        if r.type in _SCHEMED and r.scheme is None:
            self._report(
                "no-scheme", f"say whose {r.type} this is: scheme US, NATO, ROK or JPN", *where
            )
        self._known("headquarters", r.referral, a.headquarters, *where, "referral")
        ends = [a.headquarters.get(h) for h in (r.from_, r.to)]
        nations = [h.nation for h in ends if h is not None and h.nation is not None]
        crosses = len(set(nations)) > 1
        if crosses and MEANING[r.type].crossing is Crossing.NEVER:
            self._report(
                "crosses-nations", f"{r.type} never runs from one nation to another", *where, "type"
            )
        if crosses and MEANING[r.type].crossing is Crossing.BY_TRANSFER and not r.granted_by:
            self._report(
                "no-transfer",
                f"{r.type} over another nation's forces needs a transfer: 'granted-by'",
                *where, "type",
            )  # fmt: skip
        if crosses and r.type is Authority.COORDINATING and r.referral is None:
            self._report(
                "no-common-referral",
                "say in 'referral' where the two nations take what they cannot agree on", *where,
            )  # fmt: skip

    def _rights(self, a: Arrangement, top: tuple[str, str]) -> None:
        for name, right in sorted(a.rights.items()):
            where = (*top, "rights", name)
            self._condition(right.when, {}, *where, "when")
            self._sources(right.source, *where)
            posts = {f"{p} of {h}" for h, hq in a.headquarters.items() for p in hq.posts}
            for told in right.inform:
                if " of holder of " not in told:
                    self._known("post", told, posts, *where, "inform")
            for kind, asked in (("consent", right.consent), ("consult", right.consult)):
                for role, consent in sorted(asked.items()):
                    at = (*where, kind, role)
                    self._estimate(consent.takes, "time", *at, "takes")
                    self._estimate(consent.refuses, "probability", *at, "refuses")
                    self._estimate(consent.eased_by, "share", *at, "eased-by")
                    self._known("level", consent.level, self.study.levels, *at, "level")
            both = sorted(set(right.consent) & set(right.consult))
            if both:
                self._report("asked-twice", f"{both[0]} is asked for consent and consulted", *where)
        for name, duty in sorted(a.duties.items()):
            self._condition(duty.when, {}, *top, "duties", name, "when")
            self._sources(duty.source, *top, "duties", name)

    # -- threads and scenarios -------------------------------------------------------

    def _threads(self) -> None:
        facts = {n: tuple(v) for t in self.study.threads.values() for n, v in t.facts.items()}
        for name, thread in sorted(self.study.threads.items()):
            self._sources(thread.source, "threads", name)
            for step_name, step in sorted(thread.steps.items()):
                where = ("threads", name, "steps", step_name)
                if "." in step_name or "/" in step_name or "<" in step_name:
                    self._report("step-name", "a step's name has no '.', '/' or '<'", *where)
                self._estimate(step.takes, "time", *where, "takes")
                self._estimate(step.eased_by, "share", *where, "eased-by")
                self._estimate(step.refuses, "probability", *where, "refuses")
                for outcome, odds in sorted(step.outcomes.items()):
                    if odds != "rest":
                        self._estimate(odds, "probability", *where, "outcomes", outcome)
                self._known("level", step.level, self.study.levels, *where, "level")
                self._sources(step.source, *where)
                for key, condition in (("when", step.when), ("unless", step.unless)):
                    if condition is not None:
                        self._condition(condition, facts, *where, key)

    def _scenarios(self) -> None:
        s = self.study
        threads = [n for n, t in s.threads.items() if not t.procedure]
        facts = {n: tuple(v) for t in s.threads.values() for n, v in t.facts.items()}
        for name, scenario in sorted(s.scenarios.items()):
            self._sources(scenario.source, "scenarios", name)
            for thread, case in sorted(scenario.threads.items()):
                where = ("scenarios", name, "threads", thread)
                self._known("thread", thread, threads, *where)
                self._assignment(case.states, *where, "states")
                for variable in sorted(s.states):
                    if variable not in case.states:
                        self._report("state-unset", f'say what "{variable}" is', *where, "states")
                self._changes_at_once(case, *where, "changes")
                for i, change in enumerate(case.changes):
                    self._assignment(change.set, *where, "changes", i, "set")
                self._odds(case.facts, facts, *where, "facts")
                for stream_name, stream in sorted(case.incidents.items()):
                    at = (*where, "incidents", stream_name)
                    self._known("thread", stream.thread, threads, *at, "thread")
                    self._estimate(stream.every, "time", *at, "every")
                    self._odds(stream.facts, facts, *at, "facts")
                    if stream.count > 1 and stream.every is None:
                        self._report("no-interval", "several incidents need 'every'", *at)
                    for fact, by_value in sorted(stream.precedence_by.items()):
                        if self._known("fact", fact, facts, *at, "precedence-by", f"{fact}:"):
                            for value in sorted(by_value):
                                self._known(
                                    f'value of "{fact}"', value, facts[fact],
                                    *at, "precedence-by", fact, f"{value}:",
                                )  # fmt: skip

    def _changes_at_once(self, case: Case, *where: str | int) -> None:
        """Two changes at one instant would take effect in the order in which they are listed."""
        for i, change in enumerate(case.changes):
            if any(other.after == change.after for other in case.changes[:i]):
                self._report(
                    "changes-at-once",
                    f"two changes of states come at once, {duration(change.after)} after the "
                    "start; their order would decide. Make them one change that sets everything",
                    *where, i, "after",
                )  # fmt: skip

    def _assignment(self, states: Mapping[str, str], *where: str | int) -> None:
        for variable, value in sorted(states.items()):
            if self._known("state", variable, self.study.states, *where, variable):
                values = self.study.states[variable].values
                self._known(f'value of "{variable}"', value, values, *where, variable)

    def _odds(
        self, given: Mapping[str, Mapping[str, str]], facts: Mapping[str, tuple[str, ...]],
        *where: str | int,
    ) -> None:  # fmt: skip
        for fact, odds in sorted(given.items()):
            if not self._known("fact", fact, facts, *where, f"{fact}:"):
                continue
            for value, probability in sorted(odds.items()):
                self._known(f'value of "{fact}"', value, facts[fact], *where, fact)
                if probability != "rest":
                    self._estimate(probability, "probability", *where, fact, value)
            if sum(p == "rest" for p in odds.values()) != 1:
                self._report("outcomes", "exactly one value takes the 'rest'", *where, fact)

    def _no_estimates(self) -> None:
        """Said once, not at every use."""
        if self.missing_estimates:
            names = sorted(self.missing_estimates)
            few = ", ".join(f'"{n}"' for n in names[:3]) + (", …" if len(names) > 3 else "")
            self._report(
                "no-estimates",
                f"the study has no estimates, but uses {len(names)}: {few}. Give each in "
                "estimates.yaml, or under 'estimates' in study.yaml, with unit, low, likely, high "
                "and grade",
                "estimates",
            )  # fmt: skip

    # -- evidence --------------------------------------------------------------------

    def _evidence(self) -> None:
        s = self.study
        for name, estimate in sorted(s.estimates.items()):
            self._sources(estimate.source, "estimates", name)
            for history in estimate.histories:
                if history in s.test_histories:
                    self._report(
                        "test-history-used",
                        f"{history} is kept for testing; draw the estimate from another history",
                        "estimates", name, "histories",
                    )  # fmt: skip
            likely = estimate.range()
            wide = estimate.grade is not Grade.PLACEHOLDER or likely[0] < likely[2]
            if not wide and likely[2] > 0:
                self._report(
                    "placeholder-without-range", "nobody knows this number; give it a wide range",
                    "estimates", name, severity=Severity.WARNING,
                )  # fmt: skip
        for name, target in sorted(s.targets.items()):
            at = ("targets", name)
            self._known("arrangement", target.arrangement, s.arrangements, *at, "arrangement")
            self._known("thread", target.thread, s.threads, *at, "thread")
            self._known("scenario", target.scenario, s.scenarios, *at, "scenario")
            marked = self._milestones(target.thread)
            if marked:
                self._known("milestone", target.milestone, marked, *at, "milestone")
            self._sources(target.source, *at)
        for name, claim in sorted(s.claims.items()):
            self._sources(claim.source, "claims", name)
            if claim.asks is not None:
                where = ("claims", name, "asks")
                self._known("arrangement", claim.asks.arrangement, s.arrangements, *where)
                self._known("arrangement", claim.asks.against, s.arrangements, *where)
                self._known("thread", claim.asks.thread, s.threads, *where)
                for scenario in claim.asks.scenarios:
                    self._known("scenario", scenario, s.scenarios, *where)
                self._known("estimate", claim.asks.estimate, s.estimates, *where)
                for step in claim.asks.steps:
                    names = self._steps(claim.asks.thread)
                    if names:
                        self._known("step", step, names, *where, "steps")
        for name, expectation in sorted(s.expectations.items()):
            self._sources(expectation.source, "expectations", name)
            entry = ("expectations", name)
            self._known(
                "arrangement", expectation.arrangement, s.arrangements, *entry, "arrangement"
            )
            self._assignment(expectation.states, *entry, "states")
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
