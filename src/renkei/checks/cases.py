"""Puts cases together: every duty, right, consent and route resolved, or a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from renkei.checks.assembly import (
    Asked,
    Held,
    Resolved,
    assemble,
    assignments,
    edge_name,
    post_index,
)
from renkei.checks.authority import Authorities
from renkei.checks.case import (
    NONE,
    Case,
    CheckedEstimate,
    Fact,
    Route,
    Source,
)
from renkei.checks.combinations import became
from renkei.checks.disclosure import Watcher
from renkei.checks.duty import Resolver, Unresolved
from renkei.checks.flow import FlatStep, Flow, Input
from renkei.checks.guarantee import watch_case
from renkei.checks.routes import Router
from renkei.checks.situation import Situation, declared_facts, level_of, situate
from renkei.checks.transfer import MOST_COMBINATIONS, granting, incidents_of, visits
from renkei.checks.word import kind_of, no_request, no_way
from renkei.findings import Finding, nearest
from renkei.model.arrangement import Arrangement
from renkei.model.consent import Right
from renkei.model.scenario import Case as CaseNoun
from renkei.model.scenario import Incidents, Odds, Scenario
from renkei.model.state import NOT_GRANTED, holds
from renkei.model.study import Study
from renkei.model.thread import WordKind
from renkei.record.vocabulary import Precedence

LONGEST_ROUTE = 30
"""Legs; request and answer share the 63 hops below one site."""


Ways = dict[tuple[str, tuple[str, ...]], tuple[Authorities, Router]]
"""By arrangement and the names of the relationships in force: the states change no other ways."""


class View:
    """One arrangement in one combination of states.

    Args:
        ways: of the same arrangements, to be used and added to.
    """

    def __init__(
        self, study: Study, name: str, arrangement: Arrangement, states: dict[str, str],
        estimates: tuple[CheckedEstimate, ...], ways: Ways,
    ) -> None:  # fmt: skip
        self.study = study
        self.name = name
        self.arrangement = arrangement
        self.states = states
        self.estimates = estimates
        index = self.estimate = {e.name: i for i, e in enumerate(estimates)}
        authorities = Authorities(study, arrangement, states)
        key = name, tuple(relationship for relationship, _ in authorities.active)
        if key not in ways:
            nominal = {e.name: int(e.likely) for e in estimates if e.unit == "time"}
            ways[key] = authorities, Router(
                study, arrangement, authorities, nominal=nominal, estimate=index,
                post_index=post_index(arrangement),
            )  # fmt: skip
        self.authorities, self.router = ways[key]
        self.resolver = Resolver(study, arrangement, states, self.authorities)
        self._active = key[1]
        self._rights: dict[str, tuple[str, Right]] = {}

    def looks(self, flow: Flow) -> tuple[object, ...]:
        """All by which the states bear on who does what in a thread and which ways word has."""
        functions, phrases = flow.names
        held = [
            (holds(r.when, self.states), r)
            for r in self.arrangement.rights.values()
            if r.function in functions
        ]
        named = {*phrases}
        for _, r in held:
            named |= {r.decides, *(c.of for c in (*r.consent.values(), *r.consult.values()))}
        return (
            self._active,
            tuple(now for now, _ in held),
            tuple(
                holds(d.when, self.states)
                for name, d in self.arrangement.duties.items()
                if f"duty {name}" in named
            ),
        )

    def right(self, function: str) -> tuple[str, Right]:
        """The right on a function in these states.

        Raises:
            Unresolved: none, or more than one.
        """
        if function not in self._rights:
            self._rights[function] = self._right(function)
        return self._rights[function]

    def _right(self, function: str) -> tuple[str, Right]:
        found = [
            (name, r)
            for name, r in sorted(self.arrangement.rights.items())
            if r.function == function and holds(r.when, self.states)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = " and ".join(n for n, _ in found)
            raise Unresolved("overlapping-rights", f'{names} both give "{function}"')
        known = {r.function for r in self.arrangement.rights.values()}
        hint = nearest(function, known) if function not in known else "None holds in these states."
        raise Unresolved("no-right", f'nobody has the right to "{function}". {hint}')


class Builder:
    """Builds the cases of a study, collecting findings instead of stopping.

    Args:
        like: of a study that differs in nothing but who holds which right and duty; what is
            the same in both is taken from it.
    """

    def __init__(
        self, study: Study, flows: Mapping[str, Flow], estimates: tuple[CheckedEstimate, ...],
        like: Builder | None = None,
    ) -> None:  # fmt: skip
        self.study = study
        self.flows = flows
        self.estimates = estimates
        self.estimate = {e.name: i for i, e in enumerate(estimates)}
        self.findings: list[Finding] = []
        self.resolve_only = False
        """Look for faults only; names that other checks found wrong may be missing."""
        self._ungranted: dict[str, str] = (
            dict.fromkeys(sorted(granting(study)), NOT_GRANTED) if like is None else like._ungranted
        )
        self._views: dict[tuple[str, tuple[tuple[str, str], ...]], View] = {}
        self._like = like
        self._ways: Ways = {} if like is None else like._ways
        self._situations: dict[tuple[str, tuple[tuple[str, str], ...], str], Situation] = {}
        self._alike: dict[tuple[object, ...], Situation] = {}
        """By what the states bear on, and thread."""

    def complete(self, states: Mapping[str, str]) -> dict[str, str]:
        """States, and whether whatever may be granted is; what they leave out is not."""
        return {**self._ungranted, **states}

    def view(self, arrangement: str, states: dict[str, str]) -> View:
        """An arrangement in a combination of states; what they leave out is not granted."""
        states = self.complete(states)
        key = arrangement, tuple(sorted(states.items()))
        if key not in self._views:
            self._views[key] = View(
                self.study, arrangement, self.study.arrangements[arrangement], states,
                self.estimates, self._ways,
            )  # fmt: skip
        return self._views[key]

    def situated(self, view: View, flow: Flow) -> Situation:
        """A thread in the states of a view, as far as it can be resolved."""
        states = tuple(sorted(view.states.items()))
        key = view.name, states, flow.thread
        if key not in self._situations:
            alike = view.name, view.looks(flow), flow.thread
            if alike not in self._alike:
                self._alike[alike] = situate(self.study, flow, view, self._before(view, flow))
            self._situations[key] = replace(self._alike[alike], states=states)
        return self._situations[key]

    def _before(self, view: View, flow: Flow) -> Situation | None:
        """The same situation of the study that this one is like."""
        like = self._like
        if like is None or like.flows.get(flow.thread) is not flow:
            return None
        return like.situated(like.view(view.name, view.states), flow)

    def viewed(self, arrangement: str, states: dict[str, str]) -> bool:
        """Whether the view of an arrangement in a combination of states has been made."""
        return (arrangement, tuple(sorted(self.complete(states).items()))) in self._views

    def report(self, code: str, words: str, *path: str | int, about: str = "") -> None:
        """Adds a finding at a path of the study."""
        shown = ".".join(str(p) for p in path[2:]) or ".".join(str(p) for p in path)
        self.findings.append(
            Finding(code, f"{words}{about}", self.study.origins.find(*path), shown)
        )

    def index_of(self, estimate: str | None) -> int:
        """Number of an estimate; NONE for none. Unknown names are found elsewhere."""
        return NONE if estimate is None else self.estimate.get(estimate, NONE)

    # -- one case --------------------------------------------------------------------

    def build(
        self, arrangement: str, scenario: str, thread: str, start_ms: int,
        noun: CaseNoun | None = None,
    ) -> Case | None:  # fmt: skip
        """The case, or None with findings.

        Args:
            noun: how the thread is put to the test; left out, as the scenario says.
        """
        return _CaseBuilder(self, arrangement, scenario, thread, start_ms, noun).build()


class _CaseBuilder:
    def __init__(
        self, builder: Builder, arrangement: str, scenario: str, thread: str, start_ms: int,
        noun: CaseNoun | None,
    ) -> None:  # fmt: skip
        self.b = builder
        self.study = builder.study
        self.names = arrangement, scenario, thread
        self.arrangement = self.study.arrangements[arrangement]
        self.scenario: Scenario = self.study.scenarios[scenario]
        self.noun = self.scenario.threads[thread] if noun is None else noun
        self.start_ms = start_ms
        self.watcher = Watcher(self.study)
        self.faults = 0

    def build(self) -> Case | None:
        arrangement, scenario, thread = self.names
        incidents = incidents_of(self.noun, thread)
        self.visits = visits(self.study, self.arrangement, self.noun, incidents)
        if len(self.visits.combinations) > MOST_COMBINATIONS:
            self._fail(
                "too-many-states",
                f"more than {MOST_COMBINATIONS} combinations of states and of what is granted",
                "scenarios", scenario, "threads", thread,
            )  # fmt: skip
            return None
        self.views = [self.b.view(arrangement, c) for c in self.visits.combinations]
        threads = sorted({i.thread for i in incidents.values()})
        if self.noun.incidents and self.noun.facts:
            self._fail(
                "facts-unused",
                "with 'incidents' given, facts belong to each stream, not beside them",
                "scenarios", scenario, "threads", thread, "facts",
            )  # fmt: skip
        flat = [s for t in threads for s in self.b.flows[t].steps.values()]
        self.flat = sorted(flat, key=lambda s: s.name)
        self.step_index = {s.name: i for i, s in enumerate(self.flat)}
        holdings = [self._holdings(s) for s in self.flat]
        sources = self._sources(incidents, threads)
        if any(h is None for hs in holdings for h in hs) or sources is None or self.faults:
            return None
        sure = [[h for h in hs if h is not None] for hs in holdings]
        inputs = [
            (item, target, back)
            for target, step in enumerate(self.flat)
            for back, items in ((False, step.inputs), (True, step.back_inputs))
            for item in items
        ]
        inputs.sort(key=lambda e: edge_name(self.flat, e[0], e[1]))
        routes = [self._edge_routes(item, target, sure) for item, target, _ in inputs]
        consents = [self._all_consents(hs, i) for i, hs in enumerate(sure)]
        if self.faults or self.b.resolve_only:
            return None
        resolved = Resolved(
            study=self.study, names=self.names, start_ms=self.start_ms,
            estimates=self.b.estimates, visits=self.visits,
            states=[view.states for view in self.views], threads=threads, sources=sources,
            steps=self.flat, holdings=sure, inputs=inputs, routes=routes, consents=consents,
            fact_sets=self._fact_sets(sources),
        )  # fmt: skip
        if self.faults:
            return None
        return watch_case(
            self.study, assemble(resolved), self.views, self.b.flows, self.b.situated,
            self.watcher.met,
        )  # fmt: skip

    # -- who -------------------------------------------------------------------------

    def _fail(self, code: str, words: str, *path: str | int, number: int = 0) -> None:
        """A fault of the case; where it lies in what states become, it says so.

        Args:
            number: of the combination in which it lies.
        """
        self.faults += 1
        where = f'under "{self.names[0]}"'
        first, here = self.visits.combinations[0], self.visits.combinations[number]
        if now := became(first, here):
            where += f', in "{self.names[1]}" once {now}'
        self.b.report(code, words, *path, about=f" ({where})")

    def _holdings(self, flat: FlatStep) -> list[Held | None]:
        found: list[Held | None] = []
        for number, view in enumerate(self.views):
            if not self.visits.meets(_thread_of(flat), number):
                found.append(found[0])  # no run comes to this
                continue
            try:
                if flat.step.does == "decide":
                    name, right = view.right(flat.step.function or "")
                    try:
                        post = view.resolver.resolve(right.decides)
                    except Unresolved as error:
                        self._fail(
                            error.code, str(error), "arrangements", self.names[0], "rights", name,
                            "decides", number=number,
                        )  # fmt: skip
                        found.append(None)
                        continue
                    found.append((post, name, right))
                else:
                    found.append((view.resolver.resolve(flat.step.by or ""), "", None))
            except Unresolved as error:
                key = "function" if flat.step.does == "decide" else "by"
                where: tuple[str, ...] = (*flat.path, key)
                if error.duty:
                    where = ("arrangements", self.names[0], "duties", *error.duty)
                found.append(None)
                said = error.code == "overlapping-rights"  # with the rights, for all states at once
                if said and holds(self.arrangement.in_force, view.states):
                    self.faults += 1
                else:
                    self._fail(error.code, str(error), *where, number=number)
        return found

    def _all_consents(self, holdings: list[Held], step: int) -> list[list[Asked]]:
        """Who is asked, per combination; where no run comes to it, as in the first."""
        found: list[list[Asked]] = []
        for opened, holding in enumerate(holdings):
            met = self.visits.meets(_thread_of(self.flat[step]), opened)
            found.append(self._consents(holding, step, opened) if met else found[0])
        return found

    def _consents(self, holding: Held, step: int, opened: int) -> list[Asked]:
        """Who is asked is settled when the attempt opens; the way, when it is sent."""
        decider, right_name, right = holding
        found: list[Asked] = []
        if right is None:
            return found
        thread = _thread_of(self.flat[step])
        where = ("arrangements", self.names[0], "rights", right_name)
        asked = [(r, c, False) for r, c in right.consent.items()]
        asked += [(r, c, True) for r, c in right.consult.items()]
        for role, consent, consult in sorted(asked, key=lambda a: a[0]):
            at = (*where, "consult" if consult else "consent", role, "of")
            try:
                post = self.views[opened].resolver.resolve(consent.of)
            except Unresolved as error:
                self._fail(error.code, str(error), *at)
                continue
            level = level_of(self.study, consent.level or self.flat[step].step.level)
            routes: list[Route | None] = []
            for sending, view in enumerate(self.views):
                route: Route | None = None
                if post != decider and self.visits.follows(thread, opened, sending):
                    route = view.router.find(WordKind.REQUEST, level, decider, post, answered=True)
                    if route is None:
                        self._fail("no-route", no_request(view, level, decider, post), *at)
                    elif len(route.segments) > LONGEST_ROUTE:
                        self._fail("route-too-long", "a route of more than 30 legs", *at)
                    if route is not None:
                        route = self.watcher.watched(
                            view, thread, route, level, decider, post, answered=True
                        )
                routes.append(route)
            found.append((role, consent, consult, post, routes))
        return found

    # -- word ------------------------------------------------------------------------

    def _edge_routes(
        self, item: Input, target: int, holdings: list[list[Held]]
    ) -> list[list[list[Route]]]:
        source = self.step_index[item.source]
        level = level_of(self.study, item.level or self.flat[source].step.level)
        count = len(self.views)
        found: dict[tuple[int, int, int], Route] = {}
        thread = _thread_of(self.flat[target])
        alone = len(self.flat[target].inputs) + len(self.flat[target].back_inputs) == 1
        for a, b, sending in product(range(count), repeat=3):
            if alone and b != sending:
                continue  # a step with one input opens as its word is sent
            if not all(self.visits.follows(thread, opened, sending) for opened in (a, b)):
                continue  # no run comes to this
            sender, receiver = holdings[source][a][0], holdings[target][b][0]
            view = self.views[sending]
            kind = kind_of(view, item, self.flat[source], self.flat[target], sender, receiver)
            route = view.router.find(kind, level, sender, receiver)
            if route is None:
                words = no_way(kind, sender, receiver, item.name())
                self._fail("no-route", words, *self.flat[target].path, "after")
                continue
            if len(route.segments) > LONGEST_ROUTE:
                self._fail(
                    "route-too-long", "a route of more than 30 legs",
                    *self.flat[target].path, "after",
                )  # fmt: skip
            found[a, b, sending] = self.watcher.watched(
                view, thread, route, level, sender, receiver
            )
        if not found:
            return []
        anyone = next(iter(found.values()))
        return [
            [[found.get((a, b, c), anyone) for c in range(count)] for b in range(count)]
            for a in range(count)
        ]

    # -- incidents -------------------------------------------------------------------

    def _odds(self, odds: Odds) -> tuple[tuple[str, ...], tuple[int, ...]]:
        values = tuple(sorted(odds))
        return values, tuple(
            NONE if odds[v] == "rest" else self.b.index_of(odds[v]) for v in values
        )

    def _sources(
        self, incidents: Mapping[str, Incidents], threads: list[str]
    ) -> list[Source] | None:
        sources: list[Source] = []
        number = 1
        for name, stream in sorted(incidents.items()):
            declared = declared_facts(self.study, self.b.flows[stream.thread])
            facts: list[Fact] = []
            for fact, values in sorted(declared.items()):
                given = stream.facts.get(fact) or {values[0]: "rest"}
                known, odds = self._odds(given)
                facts.append(Fact(fact, known, odds))
            places: list[int] = []
            count = 1
            for f in facts:
                places.append(count)
                count *= len(f.values)
            if count > 64:
                self._fail("too-many-facts", "more than 64 combinations of facts",
                           "scenarios", self.names[1], "threads", self.names[2])  # fmt: skip
                return None
            precedence = [
                self._precedence(stream, dict(zip([f.name for f in facts], values, strict=True)))
                for values in assignments(facts)
            ]
            sources.append(
                Source(
                    name=name,
                    thread=threads.index(stream.thread),
                    first=stream.first,
                    count=stream.count,
                    every=self.b.index_of(stream.every),
                    facts=tuple(facts),
                    fact_places=tuple(places),
                    precedence=tuple(precedence),
                    number=number,
                )
            )
            number += stream.count
        return sources

    def _precedence(self, stream: Incidents, facts: Mapping[str, str]) -> int:
        for fact, by_value in sorted(stream.precedence_by.items()):
            if facts.get(fact) in by_value:
                return int(Precedence[by_value[facts[fact]]])
        return int(Precedence[self.study.threads[stream.thread].precedence])

    def _fact_sets(self, sources: list[Source]) -> dict[int, list[dict[str, str]]]:
        """Per thread, the combinations of facts in order; streams of one thread share them."""
        sets: dict[int, list[dict[str, str]]] = {}
        for source in sources:
            names = [f.name for f in source.facts]
            found = [dict(zip(names, v, strict=True)) for v in assignments(source.facts)]
            known = sets.setdefault(source.thread, found)
            if known != found:
                self._fail(
                    "facts-differ",
                    "streams of one thread give its facts different values; name all of them",
                    "scenarios", self.names[1], "threads", self.names[2],
                )  # fmt: skip
        return sets


def _thread_of(flat: FlatStep) -> str:
    """The thread of the case that a step belongs to, inside whatever procedure."""
    return flat.name.partition("/")[0]
