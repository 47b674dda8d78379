"""The two inner loops of luck, compiled: quantiles of resamples given as counts.

Kept apart so that nothing that only names measures loads the compiler.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _by_world(ordered, order, counts, rank, out):  # type: ignore[no-untyped-def]
    for world in range(ordered.shape[0]):
        for row in range(counts.shape[0]):
            running = 0
            for i in range(ordered.shape[1]):
                running += counts[row, order[world, i]]
                if running >= rank:
                    out[world, row] = ordered[world, i]
                    break


@njit(cache=True, nogil=True)
def _pooled(ordered, order, counts, replications, step, rank, out):  # type: ignore[no-untyped-def]
    rows = counts.shape[0]
    for row in range(rows):
        running = 0
        for i in range(ordered.shape[0]):
            world = order[i] // replications
            running += counts[(row + world * step) % rows, order[i] % replications]
            if running >= rank:
                out[row] = ordered[i]
                break


def quantile_by_world(
    ordered: Floats, order: NDArray[np.int64], counts: NDArray[np.int16], rank: int
) -> Floats:
    """The value of this rank in every resample of every world: [worlds, resamples].

    Args:
        ordered: [worlds, replications], ascending.
        order: the replication behind each value.
        counts: [resamples, replications], how often each is taken.
        rank: from 1.
    """
    out = np.empty((ordered.shape[0], counts.shape[0]))
    _by_world(ordered, order, counts, rank, out)
    return out


def quantile_pooled(
    ordered: Floats, order: NDArray[np.int64], counts: NDArray[np.int16], step: int, rank: int
) -> Floats:
    """The value of this rank over all worlds, each resampled within itself: [resamples].

    Args:
        ordered: [worlds * replications], ascending.
        order: index of the run behind each value, worlds first.
        counts: [resamples, replications].
        step: rows by which each world is shifted against the one before, so that no two
            worlds are resampled alike in one resample.
        rank: from 1.
    """
    out = np.empty(counts.shape[0])
    _pooled(ordered, order, counts, counts.shape[1], step, rank, out)
    return out
