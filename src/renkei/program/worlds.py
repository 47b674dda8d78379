"""What each world holds the estimates of a program to be (rule 7)."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from renkei.draws.worlds import median_in_world, probability_in_world
from renkei.program.program import Program, Range
from renkei.program.tables import U8, U64

MOST_KEPT = 4_000_000
"""Values kept in memory, so that the cases of one study draw each estimate once."""

_kept: dict[tuple[Range, int], dict[int, int]] = {}
_count = 0
_lock = Lock()


def world_values(program: Program, seed: int, worlds: Sequence[int]) -> tuple[U64, U8]:
    """The estimates of a program in some worlds.

    Returns:
        uint64[worlds, estimates]: medians in ms, or thresholds for 64 uniform bits; and
        uint8[worlds, estimates]: 1 where a threshold is 2**64, which 64 bits cannot hold (the
        value is 0 then).
    """
    values = np.zeros((len(worlds), len(program.ranges)), np.uint64)
    always = np.zeros(values.shape, np.uint8)
    for column, estimate in enumerate(program.ranges):
        if estimate.low == estimate.high:
            drawn = [_value(estimate, seed, 0)] * len(worlds)
        else:
            drawn = _values(estimate, seed, worlds)
        values[:, column] = [v & (2**64 - 1) for v in drawn]
        always[:, column] = [v >> 64 for v in drawn]
    return values, always


def _values(estimate: Range, seed: int, worlds: Sequence[int]) -> list[int]:
    global _count
    with _lock:
        if _count > MOST_KEPT:
            _kept.clear()
            _count = 0
        known = _kept.setdefault((estimate, seed), {})
    missing = [w for w in worlds if w not in known]
    for world in missing:
        known[world] = _value(estimate, seed, world)
    _count += len(missing)
    return [known[w] for w in worlds]


def _value(estimate: Range, seed: int, world: int) -> int:
    name, time, low, likely, high = estimate
    if time:
        return median_in_world(seed, world, name, int(low), int(likely), int(high))
    return probability_in_world(seed, world, name, low, likely, high)
