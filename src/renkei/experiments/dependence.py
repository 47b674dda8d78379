"""Dependence: what each nation needs of the other before its reserved decisions stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import Case
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
    """

    decisions: tuple[str, ...]
    consents: tuple[str, ...]
    hand_s: Floats
    anyway: NDArray[np.bool_]


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
            np.isfinite(silent),
        )  # fmt: skip
    return found


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
