"""The quantiles of each shape of law, at the tail probabilities of the grid.

Each function takes a shape's parameters and gives a ``Ladder``. Values are in a unit that the
shape chooses (its mean, its mode, the median of its parent); ``laws`` divides by the median.
Where a law has an end the outermost value is that end, else the quantile at ``grid.TAIL``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from renkei.draws.exact import (
    LN2,
    climb,
    exp,
    log,
    log_gamma,
    normal_density,
    normal_quantile,
    normal_tail,
)
from renkei.draws.grid import HALF, TAIL, TAILS


@dataclass(frozen=True, slots=True)
class Ladder:
    """Quantiles of a law from both ends inwards, and its mean, in one unit.

    Attributes:
        lower: ``HALF`` + 1 values; the quantile at each of ``grid.TAILS``, rising.
        upper: ``HALF`` + 1 values; the value exceeded with each of ``grid.TAILS``, falling.
        mean: the mean in closed form, of the law itself and not of its table.
    """

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    mean: float

    @property
    def median(self) -> float:
        """The law's median."""
        return self.lower[HALF]


_CUT = (TAIL, *TAILS[1:])  # tail probabilities of a side without an end
_Z = tuple(-normal_quantile(p) for p in _CUT)  # of the standard normal law, from 6.2 to 0


def lognormal(sigma: float) -> Ladder:
    """The lognormal law with median 1; sigma is the deviation of its logarithm."""
    upper = tuple(exp(sigma * z) for z in _Z)
    return Ladder(tuple(1.0 / value for value in upper), upper, exp(0.5 * sigma * sigma))


def exponential() -> Ladder:
    """The exponential law with mean 1, median ln 2."""
    lower = (*(-log(1.0 - p) for p in TAILS[:HALF]), LN2)
    return Ladder(lower, (*(-log(p) for p in _CUT[:HALF]), LN2), 1.0)


def uniform(half_width: float) -> Ladder:
    """The uniform law around 1."""
    lower = tuple(1.0 - half_width * (1.0 - 2.0 * p) for p in TAILS)
    return Ladder(lower, tuple(1.0 + half_width * (1.0 - 2.0 * p) for p in TAILS), 1.0)


def normal(deviation: float) -> Ladder:
    """The normal law around 1, given that it is above 0 (truncated, not clipped at 0).

    The cut moves the median up: by 3e-3 at a deviation of 0.4, by 1e-11 at 0.15.
    """
    if deviation == 0.0:
        return uniform(0.0)
    below = normal_tail(1.0 / deviation)
    kept = 1.0 - below
    inner = (1.0 + deviation * normal_quantile(below + p * kept) for p in TAILS[1:])
    upper = tuple(1.0 - deviation * normal_quantile(p * kept) for p in _CUT)
    mean = 1.0 + deviation * normal_density(1.0 / deviation) / kept
    return Ladder((0.0, *inner), upper, mean)


def erlang(stages: int) -> Ladder:
    """The sum of exponential stages of mean 1 each.

    Both tails are sums of positive terms, so nothing cancels. The lower tail is solved in the
    logarithm of the value, where its logarithm is concave; the upper in the value itself.
    """
    log_factorial = log_gamma(float(stages))  # of stages - 1

    def lower_tail(t: float) -> tuple[float, float]:
        x = exp(t)
        total = term = 1.0
        n = stages
        while term > 1e-17 * total:
            n += 1
            term *= x / n
            total += term
        peak = stages * t - x - log_factorial
        return peak + log(total / stages), stages / total

    def upper_tail(x: float) -> tuple[float, float]:
        total = term = 1.0
        for n in range(stages - 1, 0, -1):
            term *= n / x
            total += term
        peak = (stages - 1) * log(x) - x - log_factorial
        return -(peak + log(total)), 1.0 / total

    logs = _inwards_out(lower_tail, log, TAILS[1:], log(float(stages)))
    lower = (0.0, *(exp(t) for t in logs))
    upper = _inwards_out(upper_tail, lambda p: -log(p), _CUT, lower[HALF])
    return Ladder(lower, upper, float(stages))


def hyperexponential(scv: float) -> Ladder:
    """A mixture of two exponential laws with balanced means; mean 1.

    Source: W. Whitt, "Approximating a point process by a renewal process, I", Operations
    Research 30, 1982: with balanced means each phase carries half of the mean. The logarithm
    of the upper tail is convex, so Newton's method from the inside never overshoots.

    Args:
        scv: squared coefficient of variation, at least 1.
    """
    # the chance of the long phase, (1 - sqrt(ratio)) / 2, written so that nothing cancels
    ratio = (scv - 1.0) / (scv + 1.0)
    long = 0.5 * (1.0 - ratio) / (1.0 + sqrt(ratio))
    short = 1.0 - long

    def upper_tail(x: float) -> tuple[float, float]:
        fast = short * exp(-2.0 * short * x)
        slow = long * exp(-2.0 * long * x)
        both = fast + slow
        return -log(both), 2.0 * (short * fast + long * slow) / both

    x = 0.0
    lower = [x]
    for p in TAILS[1:]:
        x = climb(upper_tail, -log(1.0 - p), x)
        lower.append(x)
    return Ladder(tuple(lower), _inwards_out(upper_tail, lambda p: -log(p), _CUT, x), 1.0)


def pert(low: float, high: float) -> Ladder:
    """The beta law on [low, high] with the classical PERT moments, in units of its mode 1.

    Mean (low + 4 + high) / 6 and deviation (high - low) / 6 after D. G. Malcolm et al.,
    Operations Research 7, 1959. These two fix the law; its own mode is then only near 1.
    """
    width = high - low
    mean = (low + 4.0 + high) / 6.0
    share = (mean - low) / width
    total = 36.0 * share * (1.0 - share) - 1.0
    near, far = share * total, (1.0 - share) * total
    lower = (low + width * x for x in _beta(near, far))
    upper = (high - width * x for x in _beta(far, near))
    return Ladder(tuple(lower), tuple(upper), mean)


def _beta(near: float, far: float) -> tuple[float, ...]:
    """Lower quantiles on [0, 1] of the beta law with these exponents, from 0 to the median."""
    log_scale = log_gamma(near + far) - log_gamma(near) - log_gamma(far)

    def lower_tail(t: float) -> tuple[float, float]:
        x = exp(t)
        total = term = 1.0
        n = 0
        while term > 1e-17 * total:
            term *= (near + far + n) / (near + 1.0 + n) * x
            n += 1
            total += term
        height = near * t + far * log(1.0 - x) + log_scale + log(total / near)
        return height, near / ((1.0 - x) * total)

    start = log(near / (near + far))
    logs = _inwards_out(lower_tail, log, TAILS[1:], start)
    return (0.0, *(exp(t) for t in logs))


def _inwards_out(
    tail: Callable[[float], tuple[float, float]],
    target: Callable[[float], float],
    probabilities: tuple[float, ...],
    start: float,
) -> tuple[float, ...]:
    """Solves for each probability, from the median outwards, each from its neighbour's place."""
    x = start
    found = []
    for p in reversed(probabilities):
        x = climb(tail, target(p), x)
        found.append(x)
    return tuple(reversed(found))
