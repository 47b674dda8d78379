"""Guarantees watched in simulated runs: how often each was violated, and which run shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from renkei.checks.study import CheckedStudy
from renkei.experiments.rows import Sample
from renkei.program.outcomes import NEVER


@dataclass(frozen=True, slots=True)
class Watched:
    """One guarantee in the runs of one arrangement, thread and scenario.

    Runs without a violation prove nothing; one with it shows that the guarantee can be broken.

    Attributes:
        runs: how many were watched.
        violated: runs in which it was violated, by any incident.
        first: (world, replication) of the first of them, None if there is none.
        declared: the arrangement openly departs from the guarantee.
    """

    name: str
    nation: str
    arrangement: str
    thread: str
    scenario: str
    runs: int
    violated: int
    first: tuple[int, int] | None
    declared: bool

    @property
    def share(self) -> float:
        """Share of runs in which it was violated."""
        return self.violated / self.runs


def watched_in(checked: CheckedStudy, sample: Sample) -> Iterator[Watched]:
    """The guarantees whose act can arise in a case, with what its runs did to them."""
    case, outcomes = sample.case, sample.columns()
    study = checked.study
    for index in case.watched:
        name = case.legend.guarantees[index]
        firsts = outcomes.first_violated[:, index]
        (worlds,) = np.nonzero(firsts != NEVER)
        first = None
        if len(worlds):
            first = outcomes.worlds[int(worlds[0])], int(firsts[worlds[0]])
        yield Watched(
            name, study.guarantees[name].nation, case.arrangement, case.thread, case.scenario,
            outcomes.runs, int(outcomes.violated[:, index].sum()), first,
            name in study.arrangements[case.arrangement].departs_from,
        )  # fmt: skip
