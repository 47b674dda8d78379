"""Intervals of luck (within worlds) and of doubt (across worlds).

Arrays of values have the shape (worlds, replications); a value that never came is infinite.
Luck is resampled with one fixed table of counts, so that the same runs always give the same
interval and two arrangements are resampled alike, replication by replication.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from renkei.draws.address import digest
from renkei.draws.threefry import PARITY, ROTATIONS, ROUNDS

Floats = NDArray[np.float64]
RESAMPLES = 200
WORLD_STEP = 7
LUCK = 0.95
"""Level of the intervals of luck."""
DOUBT = 0.90
"""Share of worlds that an interval of doubt spans."""


@lru_cache(maxsize=8)
def resampling_counts(replications: int) -> NDArray[np.int16]:
    """How often each replication is taken in each resample: int16[RESAMPLES, replications]."""
    rows = np.repeat(np.arange(RESAMPLES, dtype=np.uint64), replications)
    columns = np.tile(np.arange(replications, dtype=np.uint64), RESAMPLES)
    words = _words(digest("resample"), replications, rows, columns)
    taken = ((words >> np.uint64(32)) * np.uint64(replications)) >> np.uint64(32)
    flat = np.bincount(
        (rows * np.uint64(replications) + taken).astype(np.int64), minlength=rows.size
    )
    return flat.reshape(RESAMPLES, replications).astype(np.int16)


def _words(
    key0: int, key1: int, counter0: NDArray[np.uint64], counter1: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """First words of Threefry2x64 for many counters at once; a test holds it to ``draws``."""
    keys = [np.uint64(key0), np.uint64(key1), np.uint64(key0 ^ key1 ^ PARITY)]
    with np.errstate(over="ignore"):
        x0, x1 = counter0 + keys[0], counter1 + keys[1]
        for step in range(ROUNDS):
            turn = np.uint64(ROTATIONS[step % len(ROTATIONS)])
            x0 = x0 + x1
            x1 = (x1 << turn | x1 >> (np.uint64(64) - turn)) ^ x0
            if step % 4 == 3:
                inject = step // 4 + 1
                x0 = x0 + keys[inject % 3]
                x1 = x1 + keys[(inject + 1) % 3] + np.uint64(inject)
    return x0


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends; None where the value itself is not given."""

    low: float
    high: float


def _ends(resampled: Floats) -> tuple[Floats, Floats]:
    """Ends of the luck interval along the last axis (resamples)."""
    tail = round((1 - LUCK) / 2 * RESAMPLES)
    ordered = np.sort(resampled, axis=-1)
    return ordered[..., tail], ordered[..., RESAMPLES - 1 - tail]


def quantile(values: Floats, q: float) -> Floats:
    """The smallest value that at least a share ``q`` does not exceed, along the last axis."""
    n = values.shape[-1]
    rank = max(int(np.ceil(q * n - 1e-9)) - 1, 0)
    return np.partition(values, rank, axis=-1)[..., rank]


def _rank(q: float, n: int) -> int:
    return max(int(np.ceil(q * n - 1e-9)), 1)


def resampled_quantiles(values: Floats, qs: tuple[float, ...]) -> list[Floats]:
    """Quantiles of every resample: one array [worlds, RESAMPLES] per ``q``."""
    from renkei.measures.resampling import quantile_by_world  # loads the compiler

    n = values.shape[1]
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    counts = resampling_counts(n)
    return [quantile_by_world(ordered, order, counts, _rank(q, n)) for q in qs]


def resampled_pooled_quantiles(values: Floats, qs: tuple[float, ...]) -> list[Floats]:
    """Quantiles over all runs, each world resampled within itself: [RESAMPLES] per ``q``."""
    from renkei.measures.resampling import quantile_pooled  # loads the compiler

    flat = values.ravel()
    order = np.argsort(flat, kind="stable")
    counts = resampling_counts(values.shape[1])
    return [
        quantile_pooled(flat[order], order, counts, WORLD_STEP, _rank(q, flat.size)) for q in qs
    ]


def luck_of(resampled: Floats) -> Interval:
    """The luck interval of one number from its resamples."""
    low, high = _ends(resampled)
    return Interval(float(low), float(high))


def luck_by_world(resampled: Floats) -> tuple[Floats, Floats]:
    """The luck interval of each world, from [worlds, RESAMPLES]."""
    return _ends(resampled)


def doubt_of(by_world: Floats) -> Interval:
    """The interval that holds the middle 90 % of worlds."""
    tail = (1 - DOUBT) / 2
    return Interval(float(quantile(by_world, tail)), float(quantile(by_world, 1 - tail)))


Z = 1.959963984540054


def luck_of_mean(values: Floats | NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Normal interval of each world's mean, from [worlds, replications]; NaN is left out."""
    n = np.maximum((~np.isnan(values)).sum(axis=1), 1)
    mean: Floats = np.asarray(np.nanmean(values, axis=1, dtype=np.float64))
    around = np.nansum((values - mean[:, None]) ** 2, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.where(n > 1, Z * np.sqrt(around / (n - 1) / n), np.inf)
    return mean - half, mean + half


def luck_of_share_difference(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Interval of each world's paired difference of shares (Agresti and Min 2005).

    Half a pair is added to each of the four cells, so that agreement in all runs is not
    taken for certainty.
    """
    n = a.shape[1] + 2
    more = ((a > b).sum(axis=1) + 0.5) / n
    less = ((a < b).sum(axis=1) + 0.5) / n
    half = Z * np.sqrt(np.maximum(more + less - (more - less) ** 2, 0) / n)
    return (more - less) - half, (more - less) + half
