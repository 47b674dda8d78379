"""From what was resolved to a case: sites numbered, posts kept that are used, tables filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from renkei.checks.case import (
    NONE,
    Case,
    CaseConsent,
    CaseEdge,
    CasePost,
    CaseStep,
    CaseThread,
    CheckedEstimate,
    Fact,
    Holding,
    Route,
    Segment,
    Source,
)
from renkei.checks.duty import PostName
from renkei.checks.flow import FlatStep, Input
from renkei.checks.schedule import hours_in
from renkei.model.arrangement import Arrangement
from renkei.model.consent import Consent, Right
from renkei.model.state import holds
from renkei.model.study import Study
from renkei.record.legend import Legend
from renkei.record.vocabulary import Precedence

Held = tuple[PostName, str, Right | None]
"""Who holds a step: the post, the right's name and the right."""
Asked = tuple[str, Consent, bool, PostName, list[Route | None]]
"""Who is asked: role, what is asked, whether only consulted, the post, routes by combination."""


@dataclass(frozen=True)
class Resolved:
    """All that resolution found out about one case; lists follow ``steps`` and ``inputs``."""

    study: Study
    names: tuple[str, str, str]
    """(arrangement, scenario, thread)."""
    start_ms: int
    estimates: tuple[CheckedEstimate, ...]
    combinations: list[dict[str, str]]
    changes: list[tuple[int, int]]
    threads: list[str]
    sources: list[Source]
    steps: list[FlatStep]
    holdings: list[list[Held]]
    inputs: list[tuple[Input, int, bool]]
    """(input, index of the step it leads to, whether it leads back)."""
    routes: list[list[list[list[Route]]]]
    consents: list[list[list[Asked]]]
    fact_sets: dict[int, list[dict[str, str]]]


def post_index(arrangement: Arrangement) -> dict[str, int]:
    """Every post of an arrangement, numbered by full name."""
    names = sorted(f"{hq} {p}" for hq, h in arrangement.headquarters.items() for p in h.posts)
    return {name: i for i, name in enumerate(names)}


def edge_name(steps: list[FlatStep], item: Input, target: int) -> str:
    """The full name of an edge's site."""
    return f"{steps[target].name} < {item.name()}"


def assemble(resolved: Resolved) -> Case:
    """Puts the case together."""
    return _Assembler(resolved).case()


class _Assembler:
    def __init__(self, resolved: Resolved) -> None:
        self.r = resolved
        self.study = resolved.study
        self.names = resolved.names
        self.arrangement = self.study.arrangements[self.names[0]]
        self.scenario = self.study.scenarios[self.names[1]]
        self.flat = resolved.steps
        self.start_ms = resolved.start_ms
        self.step_index = {s.name: i for i, s in enumerate(self.flat)}
        self.estimate = {e.name: i for i, e in enumerate(resolved.estimates)}

    def index_of(self, name: str | None) -> int:
        """Number of an estimate; NONE for none."""
        return NONE if name is None else self.estimate[name]

    def case(self) -> Case:
        r = self.r
        combinations, changes, threads = r.combinations, r.changes, r.threads
        sources, holdings, inputs = r.sources, r.holdings, r.inputs
        routes, consents, fact_sets = r.routes, r.consents, r.fact_sets
        whole = post_index(self.arrangement)
        used = self._used_posts(whole, holdings, routes, consents)
        to_case = {whole[name]: i for i, name in enumerate(used)}
        self.move = _Mover(to_case)
        roles = sorted({(i, role) for i, hs in enumerate(consents) for c in hs for role, *_ in c})
        names = {
            "states": "state", **dict.fromkeys(threads, "thread"),
            **{s.name: "step" for s in self.flat},
            **{edge_name(self.flat, i, t): "edge" for i, t, _ in inputs},
            **{f"{self.flat[i].name} ? {role}": "role" for i, role in roles},
            **{f"post: {p}": "post" for p in used},
        }  # fmt: skip
        bases = {name: i for i, name in enumerate(sorted(names))}
        edge_bases = [bases[edge_name(self.flat, i, t)] for i, t, _ in inputs]
        milestones = sorted({s.milestone for s in self.flat if s.milestone is not None})
        edges = tuple(
            self._edge(item, target, back, edge_bases[n], _moved3(routes[n], self.move))
            for n, (item, target, back) in enumerate(inputs)
        )
        steps = tuple(
            self._step(i, flat, bases, edges, inputs, combinations, threads, fact_sets, milestones,
                       whole, to_case, holdings[i], consents[i])
            for i, flat in enumerate(self.flat)
        )  # fmt: skip
        case_posts = tuple(self._post(name, combinations) for name in used)
        role_bases = {(i, role): bases[f"{self.flat[i].name} ? {role}"] for i, role in roles}
        legend = self._legend(
            sorted(names), bases, steps, edges, case_posts, milestones, sources, role_bases
        )
        arrangement, scenario, thread = self.names
        case_threads = tuple(
            CaseThread(
                name=t, base=bases[t],
                steps=tuple(i for i, s in enumerate(self.flat) if s.name.startswith(f"{t}/")),
                first=tuple(
                    i for i, s in enumerate(self.flat)
                    if s.name.startswith(f"{t}/") and not s.inputs
                ),
                lapses_after=NONE if (la := self.study.threads[t].lapses_after) is None else la,
            )
            for t in threads
        )  # fmt: skip
        return Case(
            arrangement=arrangement, scenario=scenario, thread=thread, start_ms=self.start_ms,
            any_hour=self.scenario.start.any_hour_of_week is not None,
            horizon=self.scenario.horizon, combinations=tuple(combinations),
            changes=tuple(changes), state_base=bases["states"], posts=case_posts,
            post_bases=tuple(bases[f"post: {p}"] for p in used), steps=steps, edges=edges,
            threads=case_threads, sources=tuple(sources), role_bases=role_bases, legend=legend,
            estimates=r.estimates,
        )  # fmt: skip

    def _used_posts(
        self, whole: Mapping[str, int],
        holdings: list[list[Held]],
        routes: list[list[list[list[Route]]]],
        consents: list[list[list[Asked]]],
    ) -> list[str]:  # fmt: skip
        by_index = {i: name for name, i in whole.items()}
        used = {post.full for hs in holdings for post, _, _ in hs}
        ways: list[Route] = [r for e in routes for a in e for b in a for r in b]
        for hs in consents:
            for asked in hs:
                for _, _, _, post, its_routes in asked:
                    used.add(post.full)
                    ways += [r for r in its_routes if r is not None]
        for route in ways:
            used |= {by_index[s.post] for s in (*route.segments, *route.back)}
        return sorted(used)

    def _post(self, name: str, combinations: list[dict[str, str]]) -> CasePost:
        hq_name, post_name = next(
            (h, p)
            for h, hq in self.arrangement.headquarters.items()
            for p in hq.posts
            if f"{h} {p}" == name
        )
        hq = self.arrangement.headquarters[hq_name]
        post = hq.posts[post_name]
        nation = post.nation or hq.nation or ""
        reach_from = int(Precedence[post.reach.from_]) if post.reach else NONE
        return CasePost(
            name=name, headquarters=hq_name, nation=nation, zone=self.study.places[hq.place].zone,
            people=post.people,
            hours=tuple(hours_in(self.study, post, nation, c) for c in combinations),
            pause=post.pause, reach=self.index_of(post.reach.takes if post.reach else None),
            reach_from=reach_from,
        )  # fmt: skip

    def _edge(
        self, item: Input, target: int, back: bool, base: int,
        routes: tuple[tuple[tuple[Route, ...], ...], ...],
    ) -> CaseEdge:  # fmt: skip
        source = self.flat[self.step_index[item.source]]
        outcomes = source.outcomes
        which = (
            frozenset(range(len(outcomes)))
            if item.outcome is None
            else frozenset({outcomes.index(item.outcome)})
        )
        body = self.flat[target].loops.get(item, ()) if back else ()
        return CaseEdge(
            base=base, source=self.step_index[item.source], outcomes=which, target=target,
            back=back, resets=tuple(self.step_index[n] for n in body), routes=routes,
        )  # fmt: skip

    def _step(
        self, index: int, flat: FlatStep, bases: Mapping[str, int], edges: tuple[CaseEdge, ...],
        inputs: list[tuple[Input, int, bool]], combinations: list[dict[str, str]],
        threads: list[str], fact_sets: Mapping[int, list[dict[str, str]]], milestones: list[str],
        whole: Mapping[str, int], to_case: Mapping[int, int],
        holdings: list[Held],
        consents: list[list[Asked]],
    ) -> CaseStep:  # fmt: skip
        step = flat.step
        thread = threads.index(flat.name.partition("/")[0])
        facts = fact_sets.get(thread, [{}])
        odds = tuple(NONE if o == "rest" else self.index_of(o) for o in step.outcomes.values())
        return CaseStep(
            name=flat.name, thread=thread, base=bases[flat.name], decides=step.does == "decide",
            takes=self.index_of(step.takes), eased=self.index_of(step.eased_by),
            refuses=self.index_of(step.refuses), outcomes=flat.outcomes, odds=odds or (NONE,),
            any_join=flat.any_join,
            incoming=tuple(n for n, (_, t, back) in enumerate(inputs) if t == index and not back),
            outgoing=tuple(n for n, e in enumerate(edges) if e.source == index),
            applies=tuple(
                tuple(holds(flat.condition, {**c, **f}) for f in facts) for c in combinations
            ),
            deliberation=step.deliberation,
            milestone=NONE if flat.milestone is None else milestones.index(flat.milestone),
            answer=step.answer,
            holdings=tuple(
                Holding(
                    post=to_case[whole[post.full]],
                    consents=tuple(self._consent(c, whole, to_case) for c in asked),
                    right=right,
                )
                for (post, right, _), asked in zip(holdings, consents, strict=True)
            ),
            function=step.function or "", title=step.title,
        )  # fmt: skip

    def _consent(
        self, asked: Asked,
        whole: Mapping[str, int], to_case: Mapping[int, int],
    ) -> CaseConsent:  # fmt: skip
        role, consent, consult, post, routes = asked
        return CaseConsent(
            role=role, consult=consult, post=to_case[whole[post.full]],
            takes=self.index_of(consent.takes), eased=self.index_of(consent.eased_by),
            refuses=self.index_of(consent.refuses),
            within=NONE if consent.within is None else consent.within,
            deliberation=consent.deliberation,
            routes=tuple(None if r is None else self.move(r) for r in routes),
        )  # fmt: skip

    def _legend(
        self, names: list[str], bases: Mapping[str, int], steps: tuple[CaseStep, ...],
        edges: tuple[CaseEdge, ...], posts: tuple[CasePost, ...], milestones: list[str],
        sources: list[Source], role_bases: Mapping[tuple[int, str], int],
    ) -> Legend:  # fmt: skip
        step_of = [NONE] * len(names)
        source_of = [NONE] * len(names)
        deliberation = [False] * len(names)
        milestone_of = [NONE] * len(names)
        outcomes: list[tuple[str, ...]] = [()] * len(names)
        for step in steps:
            step_of[step.base] = step.base
            deliberation[step.base] = step.deliberation
            milestone_of[step.base] = step.milestone
            outcomes[step.base] = step.outcomes
            for holding in step.holdings:
                for asked in holding.consents:
                    base = role_bases[self.step_index[step.name], asked.role]
                    step_of[base] = step.base
                    deliberation[base] = asked.deliberation
        for edge in edges:
            step_of[edge.base] = steps[edge.target].base
            source_of[edge.base] = steps[edge.source].base
        return Legend(
            bases=tuple(names), step_of=tuple(step_of), source_of=tuple(source_of),
            deliberation=tuple(deliberation), milestone_of=tuple(milestone_of),
            posts=tuple(p.name for p in posts), nation_of_post=tuple(p.nation for p in posts),
            headquarters_of_post=tuple(p.headquarters for p in posts),
            milestones=tuple(milestones),
            answers=tuple(sorted({s.milestone for s in steps if s.answer})),
            incidents=tuple((s.name, o) for s in sources for o in range(s.count)),
            outcomes=tuple(outcomes),
        )  # fmt: skip


def assignments(facts: Iterable[Fact]) -> list[tuple[str, ...]]:
    """All combinations of values; the first fact varies fastest, as the places count."""
    values = [f.values for f in facts]
    return [v[::-1] for v in product(*values[::-1])]


class _Mover:
    """Renumbers the posts of routes; the same route, met again, stays the same object."""

    def __init__(self, to_case: Mapping[int, int]) -> None:
        self._to_case = to_case
        self._known: dict[int, tuple[Route, Route]] = {}

    def __call__(self, route: Route) -> Route:
        known = self._known.get(id(route))
        if known is None:
            moved = replace(route, segments=self._legs(route.segments), back=self._legs(route.back))
            known = self._known[id(route)] = route, moved
        return known[1]

    def _legs(self, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        return tuple(replace(s, post=self._to_case[s.post]) for s in segments)


def _moved3(
    routes: list[list[list[Route]]], move: _Mover
) -> tuple[tuple[tuple[Route, ...], ...], ...]:
    return tuple(tuple(tuple(move(r) for r in b) for b in a) for a in routes)
