"""Simulates cases, by the compiled kernel or, slowly, by the engine itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np

from renkei.checks.case import Case
from renkei.engine.day import Day
from renkei.program.outcomes import Outcomes, empty
from renkei.record.attempts import TooManyAttempts
from renkei.record.fold import fold

By = Literal["kernel", "engine"]


def simulate(
    case: Case, *, seed: int, worlds: int, replications: int, by: By = "kernel",
    workers: int = 1, flagged: Collection[int] = (),
) -> Outcomes:  # fmt: skip
    """Runs a case in every world.

    Args:
        case: what is run.
        seed: the seed of all luck.
        worlds: number of worlds, from 0.
        replications: runs in each world.
        by: the compiled kernel, or the engine that defines it.
        workers: threads of the kernel; they change no byte.
        flagged: bases of sites; ``touched`` says whether one lies on the answer's path.

    Returns:
        Columns with one row per run, worlds first, and sums per world.

    Raises:
        TooManyAttempts: a loop goes round too often; it says which.
    """
    if by == "engine":
        return _by_engine(case, seed, worlds, replications, flagged)
    from renkei.kernel import run  # the compiler loads only when something is simulated
    from renkei.lowering import lower

    mask = np.zeros(len(case.legend.bases), np.bool_)
    mask[list(flagged)] = True
    try:
        return run(
            lower(case), seed=seed, worlds=range(worlds), replications=replications, flagged=mask,
            workers=workers,
        )  # fmt: skip
    except TooManyAttempts as error:  # the kernel knows no names
        raise TooManyAttempts(error.base, case.legend.bases[error.base], case.key) from None


def _by_engine(
    case: Case, seed: int, worlds: int, replications: int, flagged: Collection[int]
) -> Outcomes:
    legend = case.legend
    incidents = len(legend.incidents)
    out = empty(
        tuple(range(worlds)), replications, incidents, len(legend.milestones), len(case.posts)
    )
    marked = frozenset(flagged)
    for world in range(worlds):
        for replication in range(replications):
            day = Day(case, seed=seed, world=world, replication=replication)
            folded = fold(day.run(), legend)
            for post, ms in folded.load.items():
                out.load[world, post] += ms
                out.load_squares[world, post] += (ms // 1000) ** 2
            for outcome in folded.outcomes:
                row = (world * replications + replication) * incidents + outcome.incident - 1
                out.end[row] = outcome.end
                out.handovers[row], out.borders[row] = outcome.handovers, outcome.borders
                out.touched[row] = bool(outcome.bases & marked)
                for index, time in outcome.milestones.items():
                    out.milestones[row, index] = time
                    out.reached[world, index] += 1
                    for (kind, post, deliberation), ms in outcome.parts[index].items():
                        out.parts[world, index, kind, post, int(deliberation)] += ms
    return out
