"""Worlds: one draw of every estimate from its range, the same for all arrangements.

A world's draws use the key of ``RESERVED_REPLICATION``, which no replication has, and the
name of the estimate alone; so adding or dropping an estimate moves no other.

Floating point appears once per world and estimate, before any event, and only with the
operations of ``exact``: the integers handed on are the same on every machine.
"""

from __future__ import annotations

from math import sqrt

from renkei.draws.address import RESERVED_REPLICATION, digest
from renkei.draws.exact import exp, log
from renkei.draws.laws import LONGEST_MEDIAN_MS
from renkei.draws.threefry import MASK64, threefry2x64

HOURS_OF_WEEK = 168
"""Hours of a week."""

_DOMAIN = "world"
_END = 2**64


def world_uniform(seed: int, world: int, estimate_name: str) -> int:
    """The uniform number of one estimate in one world: an integer in [0, 2**64).

    Args:
        seed: any integer, taken modulo 2**64.
        world: number of the world, in [0, 2**32).
        estimate_name: full name of the estimate.

    Raises:
        ValueError: the world lies outside its range, or the name holds the separator.
    """
    if not 0 <= world < 2**32:
        raise ValueError(f"the world is {world}; it must be from 0 to {2**32 - 1}")
    key = world << 32 | RESERVED_REPLICATION
    return threefry2x64(seed & MASK64, key, digest(_DOMAIN, estimate_name), 0)[0]


def triangle(u: int, low: float, likely: float, high: float) -> float:
    """The quantile of the triangle law on [low, high] with its peak at likely.

    Args:
        u: integer in [0, 2**64), read as the probability (u + 1/2) / 2**64.
        low: lowest value.
        likely: the mode; may equal either end.
        high: highest value; equal to low, the law is that one value.

    Returns:
        A value in [low, high] that never falls as u rises.

    Raises:
        ValueError: not low <= likely <= high.
    """
    if not low <= likely <= high:
        raise ValueError(f"a range needs low <= likely <= high, not {low}, {likely}, {high}")
    if low == high:
        return low
    width = high - low
    below = (2 * u + 1) / (2 * _END)
    if below * width < likely - low:
        return min(low + sqrt(below * width * (likely - low)), likely)
    above = (2 * (_END - u) - 1) / (2 * _END)
    return max(high - sqrt(above * width * (high - likely)), likely)


def median_in_world(
    seed: int, world: int, name: str, low_ms: int, likely_ms: int, high_ms: int
) -> int:
    """The median of an estimate of time in one world, in milliseconds.

    From the triangle on the logarithmic scale, since a factor too long is as likely as a
    factor too short. If low is 0, which has no logarithm, from the triangle on the linear
    scale. If low equals high, exactly that.

    Args:
        seed: any integer.
        world: number of the world.
        name: full name of the estimate.
        low_ms: lowest median, at least 0.
        likely_ms: likeliest median.
        high_ms: highest median, at most 2**33 ms.

    Raises:
        ValueError: not 0 <= low <= likely <= high <= 2**33.
    """
    if not 0 <= low_ms <= likely_ms <= high_ms <= LONGEST_MEDIAN_MS:
        raise ValueError(
            f"'{name}' needs 0 <= low <= likely <= high <= 2**33 ms (99 days), "
            f"not {low_ms}, {likely_ms}, {high_ms}"
        )
    if low_ms == high_ms:
        return low_ms
    u = world_uniform(seed, world, name)
    if low_ms == 0:
        value = triangle(u, 0.0, float(likely_ms), float(high_ms))
    else:
        value = exp(triangle(u, log(float(low_ms)), log(float(likely_ms)), log(float(high_ms))))
    return int(value + 0.5)


def probability_in_world(
    seed: int, world: int, name: str, low: float, likely: float, high: float
) -> int:
    """The probability of an event in one world, as a threshold for a uniform number.

    From the triangle on the linear scale.

    Returns:
        An integer in [0, 2**64]: the event happens if a uniform number is below it. 0 is
        never; 2**64, which a 64-bit word cannot hold, is always.

    Raises:
        ValueError: not 0 <= low <= likely <= high <= 1.
    """
    if not 0 <= low <= likely <= high <= 1:
        raise ValueError(
            f"'{name}' needs 0 <= low <= likely <= high <= 1, not {low}, {likely}, {high}"
        )
    return int(triangle(world_uniform(seed, world, name), low, likely, high) * _END)


def start_hour(world: int, replication: int) -> int:
    """The hour of the week, 0 to 167, at which one replication of one world starts.

    Depends on (world, replication) alone, so it is the same for every arrangement and every
    seed. 101 and 53 share no factor with 168: any 168 replications of a world, and any 168
    worlds at one replication, meet every hour once, so starts spread evenly over the week.
    """
    return (replication * 101 + world * 53) % HOURS_OF_WEEK
