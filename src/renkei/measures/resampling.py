"""The two inner loops of luck, compiled: quantiles of resamples given as counts.

Kept apart so that nothing that only names measures loads the compiler.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _by_world(ordered, order, taken, rank, running, out):  # type: ignore[no-untyped-def]
    for world in range(ordered.shape[0]):
        running[:] = 0
        missing = running.shape[0]
        for i in range(ordered.shape[1]):
            row = taken[order[world, i]]
            for k in range(running.shape[0]):
                before = running[k]
                running[k] = before + row[k]
                if before < rank <= running[k]:
                    out[world, k] = ordered[world, i]
                    missing -= 1
            if missing == 0:
                break


@njit(cache=True, nogil=True)
def _pooled(ordered, world, replication, taken, step, rank, running, out):  # type: ignore[no-untyped-def]
    running[:] = 0
    rows = running.shape[0]
    missing = rows
    for i in range(ordered.shape[0]):
        row = taken[replication[i]]
        shift = (world[i] * step) % rows
        for k in range(rows):
            before = running[k]
            at = k + shift
            if at >= rows:
                at -= rows
            running[k] = before + row[at]
            if before < rank <= running[k]:
                out[k] = ordered[i]
                missing -= 1
        if missing == 0:
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
    _by_world(ordered, order, _by_replication(counts), rank, _zeros(counts), out)
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
            worlds fewer than 200 apart are resampled alike in one resample.
        rank: from 1.
    """
    out = np.empty(counts.shape[0])
    world, replication = np.divmod(order, counts.shape[1])
    taken = _by_replication(counts)
    _pooled(ordered, world, replication, taken, step, rank, _zeros(counts), out)
    return out


def _by_replication(counts: NDArray[np.int16]) -> NDArray[np.int32]:
    return np.ascontiguousarray(counts.T, np.int32)


def _zeros(counts: NDArray[np.int16]) -> NDArray[np.int32]:
    return np.zeros(counts.shape[0], np.int32)
