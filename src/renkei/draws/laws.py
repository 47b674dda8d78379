"""Laws of duration as tables of integers: no floating-point operation decides an event.

A law is a *shape relative to its median*. Its table holds quantiles in units of 2**-20 of the
median, and the median of a world multiplies what is read from it. So there is one table per
shape, not one per estimate and world, and all tables of a study (6 KB each) stay close to the
processor. Reading is a look-up and a linear interpolation in integers: monotone in u, and
continuous to one unit.

What the table changes: within a cell the quantile is a chord, up to 0.2 % above a convex
quantile, and up to 0.03 % of the mean over all cells; beyond a tail probability of 2**-28 it
is a straight line to the law's end or to the quantile at 2**-31; above ``MOST_RATIO`` it is
cut, and laws whose mean that would move by more than 0.2 % are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import isfinite
from typing import Literal

from renkei.draws import shapes
from renkei.draws.grid import CELLS, FRACTION_BITS, HALF, KNOTS, OCTAVES, TAILS, locate

__all__ = [
    "CELLS",
    "FRACTION_BITS",
    "KNOTS",
    "LONGEST_MEDIAN_MS",
    "MOST_RATIO",
    "OCTAVES",
    "SCALE_BITS",
    "SHAPES",
    "Law",
    "duration",
    "median_from_mean",
    "median_over",
    "ratio",
    "table",
]

SCALE_BITS = 20
"""A ratio is in units of 2**-20 of the median."""

MOST_RATIO = 2**30 - 1
"""No knot is higher: just under 1,024 times the median."""

LONGEST_MEDIAN_MS = 2**33
"""Longest median, about 99 days: its product with ``MOST_RATIO`` fits into 63 bits, and no
duration reaches 2**43 ms."""

MOST_STAGES = 1_000
"""Most stages of an Erlang law; with more it is a normal law, and slow to build."""

SHAPES = (
    "fixed",
    "lognormal",
    "exponential",
    "erlang",
    "hyperexponential",
    "uniform",
    "normal",
    "pert",
)
"""The shapes a law may have."""

_ONE = 1 << SCALE_BITS
_ROUND = 1 << SCALE_BITS - 1
_CUT_TAIL = 2.0**-16  # a law may reach MOST_RATIO at most this often


@dataclass(frozen=True, slots=True)
class Law:
    """A shape relative to its median.

    Attributes:
        shape: one of ``SHAPES``.
        spread: without unit; ``lognormal``: deviation of the natural logarithm, at least 0;
            ``erlang``: number of stages, a whole number from 1 to 1,000;
            ``hyperexponential``: squared coefficient of variation, at least 1 (two phases,
            balanced means); ``uniform``: half width over the median, 0 to 1; ``normal``:
            deviation over the median of the whole law, 0 to 1, before it is truncated at 0;
            0 for ``fixed``, ``exponential`` and ``pert``.
        low: lowest value over the mode, 0 to 1; ``pert`` only.
        high: highest value over the mode, at least 1; ``pert`` only.

    Raises:
        ValueError: the shape is unknown or a number lies outside its range.
    """

    shape: str
    spread: float = 0.0
    low: float = 0.0
    high: float = 0.0

    def __post_init__(self) -> None:
        fault = _fault(self.shape, self.spread, self.low, self.high)
        if fault:
            raise ValueError(fault)


@cache
def table(law: Law) -> tuple[int, ...]:
    """The quantile table of a law.

    Returns:
        ``KNOTS`` integers that never fall, in units of 2**-20 of the median, each within half
        a unit of the quantile; the middle one is 2**20.

    Raises:
        ValueError: the law exceeds 1,024 times its median more than once in 65,536 draws.
            (Refused above a spread of about 1.66 for lognormal, 56 for hyperexponential.)
    """
    ladder = _ladder(law)
    if ladder.upper[TAILS.index(_CUT_TAIL)] * _ONE > ladder.median * MOST_RATIO:
        raise ValueError(
            f"a {law.shape} law with spread {law.spread:g} exceeds 1,024 times its median "
            "more than once in 65,536 draws; lower its spread"
        )
    values = (*ladder.lower[:HALF], ladder.median, *reversed(ladder.upper[:HALF]))
    knots = (min(int(value / ladder.median * _ONE + 0.5), MOST_RATIO) for value in values)
    return tuple(accumulate(knots, max))


def ratio(table: tuple[int, ...], u: int) -> int:
    """The quantile of a uniform number, in units of 2**-20 of the median.

    Args:
        table: from ``table``.
        u: integer in [0, 2**64).
    """
    index, position = locate(u)
    knot = table[index]
    return knot + ((table[index + 1] - knot) * position >> FRACTION_BITS)


def duration(table: tuple[int, ...], median_ms: int, u: int) -> int:
    """A duration in milliseconds, rounded to the nearest; never negative, 0 for a median of 0.

    Args:
        table: from ``table``.
        median_ms: the law's median in this world, from 0 to ``LONGEST_MEDIAN_MS``.
        u: integer in [0, 2**64).

    Raises:
        ValueError: the median lies outside its range.
    """
    _check_median(median_ms)
    return (median_ms * ratio(table, u) + _ROUND) >> SCALE_BITS


def median_over(law: Law, of: Literal["mean", "mode"] = "mode") -> float:
    """The law's median over its mean, or over the mode of a ``pert`` law.

    Multiplies a mean or a mode that somebody states, to give the median the table wants.

    Raises:
        ValueError: the mode of a law other than ``pert`` is asked for.
    """
    ladder = _ladder(law)
    if of == "mean":
        return ladder.median / ladder.mean
    if law.shape != "pert":
        raise ValueError(f"only a pert law is stated over its mode, not a {law.shape} law")
    return ladder.median


def median_from_mean(law: Law, mean_ms: int) -> int:
    """The median, in milliseconds, of the law that has this mean.

    Args:
        law: the law.
        mean_ms: its mean in milliseconds, at least 0.

    Raises:
        ValueError: the mean is negative, or the median is longer than ``LONGEST_MEDIAN_MS``.
    """
    median_ms = int(mean_ms * median_over(law, "mean") + 0.5) if mean_ms >= 0 else mean_ms
    _check_median(median_ms)
    return median_ms


@cache
def _ladder(law: Law) -> shapes.Ladder:
    if law.shape == "lognormal":
        return shapes.lognormal(law.spread)
    if law.shape == "exponential":
        return shapes.exponential()
    if law.shape == "erlang":
        return shapes.erlang(int(law.spread))
    if law.shape == "hyperexponential":
        return shapes.hyperexponential(law.spread)
    if law.shape == "normal":
        return shapes.normal(law.spread)
    if law.shape == "pert":
        return shapes.pert(law.low, law.high)
    return shapes.uniform(law.spread)  # and fixed, which has no spread


def _fault(shape: str, spread: float, low: float, high: float) -> str:
    """What is wrong with a law, in a sentence; empty if nothing is."""
    if shape not in SHAPES:
        return f"there is no law '{shape}'; there are {', '.join(SHAPES)}"
    if not all(isfinite(number) for number in (spread, low, high)):
        return f"the numbers of a {shape} law must be finite"
    if shape == "pert":
        if spread:
            return "a pert law has low and high, not a spread"
        if not (0 <= low <= 1 <= high and low < high):
            return (
                f"a pert law needs 0 <= low <= 1 <= high over its mode and low < high, "
                f"not low {low:g} and high {high:g}"
            )
        return ""
    if low or high:
        return f"a {shape} law has no low and high; only a pert law has"
    if shape in ("fixed", "exponential") and spread:
        return f"a law that is {shape} has no spread"
    if shape == "lognormal" and spread < 0:
        return f"the spread of a lognormal law is at least 0, not {spread:g}"
    if shape == "erlang" and (spread != int(spread) or not 1 <= spread <= MOST_STAGES):
        return f"the spread of an erlang law is its stages, 1 to {MOST_STAGES}, not {spread:g}"
    if shape == "hyperexponential" and spread < 1:
        return (
            "the spread of a hyperexponential law is its squared coefficient of variation, "
            f"at least 1, not {spread:g}"
        )
    if shape in ("uniform", "normal") and not 0 <= spread <= 1:
        return f"the spread of a {shape} law is a share of its median, 0 to 1, not {spread:g}"
    return ""


def _check_median(median_ms: int) -> None:
    if not 0 <= median_ms <= LONGEST_MEDIAN_MS:
        raise ValueError(f"the median is {median_ms} ms; it must be from 0 to 2**33 (99 days)")
