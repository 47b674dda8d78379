"""Outcomes of many runs, in columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = 8
"""Kinds of time (``record.vocabulary.Kind``)."""
NEVER = 2**63 - 1
"""Instead of a replication: there is none."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What the runs of one program came to. All of it is integers, and so are its sums.

    A run's index is world offset x replications + replication; a row's is run x incidents +
    number of the incident - 1. Incidents that never began within the horizon have rows too:
    open, nothing reached.

    Attributes:
        worlds: the worlds run, in order.
        replications: runs per world.
        incidents: incidents per run.
        milestones: int64[rows, milestones], ms after the incident began, -1 never.
        end: uint8[rows], ``record.vocabulary.End``.
        handovers: uint16[rows], hops between headquarters on the answer's critical path.
        borders: uint16[rows], borders crossed on it.
        touched: bool[rows], whether it contains a flagged base.
        parts: int64[worlds, milestones, kinds, posts, 2], ms on the critical paths of the rows
            that reached the milestone, by kind, post and deliberation.
        reached: int64[worlds, milestones], such rows.
        load: int64[worlds, posts], ms of work over the world's runs.
        load_squares: int64[worlds, posts], sum over runs of (whole seconds of work) squared.
        violated: int64[worlds, guarantees], runs in which a guarantee was violated.
        first_violated: int64[worlds, guarantees], the first replication of them, ``NEVER`` if
            there is none.
    """

    worlds: tuple[int, ...]
    replications: int
    incidents: int
    milestones: NDArray[np.int64]
    end: NDArray[np.uint8]
    handovers: NDArray[np.uint16]
    borders: NDArray[np.uint16]
    touched: NDArray[np.bool_]
    parts: NDArray[np.int64]
    reached: NDArray[np.int64]
    load: NDArray[np.int64]
    load_squares: NDArray[np.int64]
    violated: NDArray[np.int64]
    first_violated: NDArray[np.int64]

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.worlds) * self.replications


def empty(
    worlds: tuple[int, ...], replications: int, incidents: int, milestones: int, posts: int,
    guarantees: int,
) -> Outcomes:  # fmt: skip
    """Outcomes in which nothing has happened yet."""
    rows = len(worlds) * replications * incidents
    return Outcomes(
        worlds=worlds,
        replications=replications,
        incidents=incidents,
        milestones=np.full((rows, milestones), -1, np.int64),
        end=np.zeros(rows, np.uint8),
        handovers=np.zeros(rows, np.uint16),
        borders=np.zeros(rows, np.uint16),
        touched=np.zeros(rows, np.bool_),
        parts=np.zeros((len(worlds), milestones, KINDS, posts, 2), np.int64),
        reached=np.zeros((len(worlds), milestones), np.int64),
        load=np.zeros((len(worlds), posts), np.int64),
        load_squares=np.zeros((len(worlds), posts), np.int64),
        violated=np.zeros((len(worlds), guarantees), np.int64),
        first_violated=np.full((len(worlds), guarantees), NEVER, np.int64),
    )
