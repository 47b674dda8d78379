"""Dependence: what each nation needs of the other before its reserved decisions stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import Case, CaseEdge
from renkei.checks.study import CheckedStudy
from renkei.experiments.settings import Settings
from renkei.experiments.whatif import partner_at_limit, partner_silent
from renkei.runs.simulate import simulate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dependence:
    """One nation's dependence in one case.

    Attributes:
        decisions: its reserved functions that the thread decides.
        consents: foreign posts whose yes these need, as "function: post".
        hand_s: [worlds, replications] seconds a foreign hand can add to the answer; infinite
            where the answer never comes.
        anyway: [worlds, replications] whether the answer comes with the partner silent.
        waits: whether on every path to the answer lies a step that a foreign post does.
    """

    decisions: tuple[str, ...]
    consents: tuple[str, ...]
    hand_s: Floats
    anyway: NDArray[np.bool_]
    waits: bool


def dependence(checked: CheckedStudy, case: Case, settings: Settings) -> dict[str, Dependence]:
    """Dependence of every nation that has a reserved decision in the thread."""
    found: dict[str, Dependence] = {}
    for nation in sorted({r.nation for r in checked.study.reserved.values()}):
        functions = {
            f for r in checked.study.reserved.values() if r.nation == nation for f in r.functions
        }
        decided = [s for s in case.steps if s.function in functions]
        if not decided:
            continue
        consents: set[str] = set()
        for step in decided:
            holding = step.holdings[0]
            if case.posts[holding.post].nation != nation:
                consents.add(f"{step.function}: {case.posts[holding.post].name}")
            for asked in holding.consents:
                if not asked.consult and case.posts[asked.post].nation != nation:
                    consents.add(f"{step.function}: {case.posts[asked.post].name}")
        few = replace(settings, replications=min(settings.replications, 10))
        # With every hand instant the answer takes no time at all, so the time at the limit is
        # the difference; a test holds this.
        hand = _answers(partner_at_limit(case, nation), few)
        silent = _answers(partner_silent(case, nation), settings)
        found[nation] = Dependence(
            tuple(sorted({s.function for s in decided})), tuple(sorted(consents)), hand,
            np.isfinite(silent), waits_for_partner(case, nation),
        )  # fmt: skip
    return found


def waits_for_partner(case: Case, nation: str) -> bool:
    """Whether the answer always waits for a step that only a foreign post does.

    What a branch may leave out is not counted; neither is a consent, whose limit may strike.
    """
    steps = case.steps

    def whole(edge: CaseEdge) -> bool:
        """Taken however its source comes out, or the incident ends."""
        source = steps[edge.source]
        left = set(range(len(source.outcomes))) - edge.outcomes
        elsewhere = {o for e in source.outgoing for o in case.edges[e].outcomes}
        return not left or (source.decides and not left & elsewhere)

    @cache
    def sure(at: int) -> bool:
        """Never left out."""
        step = steps[at]
        edges = [case.edges[e] for e in step.incoming]
        always = all(all(of) for of in step.applies)
        return always and (not edges or any(whole(e) and sure(e.source) for e in edges))

    @cache
    def needs(at: int) -> bool:
        step = steps[at]
        if all(case.posts[h.post].nation != nation for h in step.holdings):
            return True
        edges = [case.edges[e] for e in step.incoming]
        if edges and all(needs(e.source) for e in edges):
            return True
        return not step.any_join and any(
            needs(e.source) for e in edges if whole(e) and sure(e.source)
        )

    thread = next(i for i, t in enumerate(case.threads) if t.name == case.thread)
    return needs(next(i for i, s in enumerate(steps) if s.answer and s.thread == thread))


def _answers(case: Case, settings: Settings) -> Floats:
    outcomes = simulate(
        case, seed=settings.seed, worlds=settings.worlds, replications=settings.replications,
        by=settings.by, workers=settings.workers,
    )  # fmt: skip
    ms = first_incident(case, outcomes.milestones, settings.worlds)[:, :, answer_index(case)]
    return np.where(ms < 0, np.inf, ms / 1000)


def first_incident(case: Case, rows: NDArray[Any], worlds: int) -> NDArray[Any]:
    """[worlds, replications, ...] of the first incident of the case's thread in each run.

    A comparison looks at that one; other incidents are there to be in its way.
    """
    thread = next(i for i, t in enumerate(case.threads) if t.name == case.thread)
    number = next(s.number for s in case.sources if s.thread == thread)
    incidents = len(case.legend.incidents)
    return rows.reshape(worlds, -1, incidents, *rows.shape[1:])[:, :, number - 1]


def answer_index(case: Case) -> int:
    """Index of the milestone that answers the case's thread."""
    thread = next(i for i, t in enumerate(case.threads) if t.name == case.thread)
    return next(s.milestone for s in case.steps if s.answer and s.thread == thread)
