"""The quantiles and moments of each shape against SciPy and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from scipy import optimize, stats

from renkei.draws.grid import KNOTS, TAILS
from renkei.draws.laws import MOST_RATIO, Law, median_over, ratio, table
from tests.draws.some_laws import LAWS, PERT, name

ONE = 2**20

each_law = pytest.mark.parametrize("law", LAWS, ids=name)

Tail = Callable[[float], float]


def scipy_quantiles(law: Law) -> tuple[Tail, Tail]:
    """SciPy's lower and upper quantiles, in a unit of its own."""
    if law.shape == "fixed" or (law.spread == law.high == 0 and law.shape != "exponential"):
        return (lambda p: 1.0), (lambda p: 1.0)
    if law.shape == "hyperexponential":
        return scipy_hyperexponential(law.spread)
    if law.shape == "lognormal":
        frozen = stats.lognorm(law.spread)
    elif law.shape == "exponential":
        frozen = stats.expon()
    elif law.shape == "erlang":
        frozen = stats.gamma(law.spread)
    elif law.shape == "uniform":
        frozen = stats.uniform(1 - law.spread, 2 * law.spread)
    elif law.shape == "normal":
        frozen = stats.truncnorm(-1 / law.spread, math.inf, loc=1, scale=law.spread)
    else:
        mean = (law.low + 4 + law.high) / 6
        share = (mean - law.low) / (law.high - law.low)
        total = share * (1 - share) * 36 - 1
        frozen = stats.beta(
            share * total, (1 - share) * total, loc=law.low, scale=law.high - law.low
        )
    return (lambda p: float(frozen.ppf(p))), (lambda p: float(frozen.isf(p)))


def scipy_hyperexponential(scv: float) -> tuple[Tail, Tail]:
    short = (1 + math.sqrt((scv - 1) / (scv + 1))) / 2
    long = 1 - short

    def above(x: float) -> float:
        return short * math.exp(-2 * short * x) + long * math.exp(-2 * long * x)

    def below(x: float) -> float:
        return -short * math.expm1(-2 * short * x) - long * math.expm1(-2 * long * x)

    def solve(tail: Tail, p: float) -> float:
        found = optimize.brentq(lambda x: tail(x) / p - 1, 0, 1e5, xtol=1e-15, rtol=1e-14)
        return float(found)

    return (lambda p: solve(below, p)), (lambda p: solve(above, p))


@each_law
def test_knots_are_the_quantiles_rounded(law: Law) -> None:
    knots = table(law)
    lower, upper = scipy_quantiles(law)
    median = lower(0.5)
    assert len(knots) == KNOTS
    assert knots[KNOTS // 2] == ONE
    for index, p in enumerate(TAILS[1:], start=1):
        # Half a unit of rounding, and SciPy's own error.
        assert knots[index] == pytest.approx(lower(p) / median * ONE, abs=0.501, rel=2e-10)
        expected = min(upper(p) / median * ONE, MOST_RATIO)
        assert knots[-1 - index] == pytest.approx(expected, abs=0.501, rel=2e-10)


@each_law
def test_quantiles_between_the_knots(law: Law) -> None:
    # A chord over a cell of width h at tail probability p errs by at most h**2 |Q''| / 8, where
    # h / p <= 1/16 and p**2 |Q''| <= 4 Q for these laws (worst: lognormal, sigma 1.5): 2e-3 of Q.
    # Near 0 what counts is rounding: half a unit at a knot, and up to one in between.
    knots = table(law)
    lower, upper = scipy_quantiles(law)
    median = lower(0.5)
    for step in range(77):
        p = 2.0 ** -(1 + step / 4)  # from 1/2 to 2**-20
        u = int(p * 2**64)
        expected = lower(p) / median * ONE
        assert ratio(knots, u) == pytest.approx(expected, rel=2e-3, abs=1.5)
        expected = min(upper(p) / median * ONE, MOST_RATIO)
        assert ratio(knots, 2**64 - 1 - u) == pytest.approx(expected, rel=2e-3, abs=1.5)


def moments(law: Law) -> tuple[float, float]:
    """Mean and deviation of the table over the median, by exact integration of its chords."""
    knots = table(law)
    half = [Fraction(b) - Fraction(a) for a, b in pairwise(TAILS)]
    widths = half + half[::-1]
    assert sum(widths) == 1
    first = second = Fraction(0)
    for width, a, b in zip(widths, knots, knots[1:], strict=False):
        first += width * (a + b) / 2
        second += width * (a * a + a * b + b * b) / 3
    return float(first) / ONE, math.sqrt(second - first * first) / ONE


NORMAL_08 = stats.truncnorm(-1 / 0.8, math.inf, loc=1, scale=0.8)


# Chords lie above a convex quantile, so a table's mean is a little high: for the exponential
# law by the sum over octaves of h**2 / 12 [Q'], 1e-4.
@pytest.mark.parametrize(
    ("law", "mean_over_median", "close"),
    [
        (Law("fixed"), 1.0, 1e-12),
        (Law("exponential"), 1 / math.log(2), 2e-4),
        (Law("lognormal", 0.3), math.exp(0.3**2 / 2), 2e-4),
        (Law("lognormal", 0.8), math.exp(0.8**2 / 2), 2e-4),
        (Law("lognormal", 1.2), math.exp(1.2**2 / 2), 2e-4),
        (Law("lognormal", 1.66), math.exp(1.66**2 / 2), 2e-3),  # cut at 1,024 times the median
        (Law("erlang", 3), 3 / 2.674060313754, 2e-4),
        (Law("erlang", 40), 40 / 39.6671641637, 1e-5),
        (Law("hyperexponential", 4), 1 / scipy_hyperexponential(4)[0](0.5), 3e-4),
        (Law("hyperexponential", 56), 1 / scipy_hyperexponential(56)[0](0.5), 2e-3),  # cut too
        (Law("uniform", 0.5), 1.0, 1e-9),
        (Law("normal", 0.2), 1.0, 1e-5),
        (Law("normal", 0.8), NORMAL_08.mean() / NORMAL_08.median(), 1e-4),
    ],
    ids=lambda value: name(value) if isinstance(value, Law) else "",
)
def test_means(law: Law, mean_over_median: float, close: float) -> None:
    assert moments(law)[0] == pytest.approx(mean_over_median, rel=close)
    # The closed form behind a stated mean; the medians above are written to 12 digits.
    assert median_over(law, "mean") * mean_over_median == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(
    ("law", "deviation_over_mean"),
    [
        (Law("exponential"), 1.0),
        (Law("erlang", 4), 0.5),
        (Law("hyperexponential", 4), 2.0),
        (Law("uniform", 0.6), 0.6 / math.sqrt(3)),
        (Law("normal", 0.2), 0.2),
        (Law("lognormal", 0.8), math.sqrt(math.exp(0.64) - 1)),
    ],
    ids=lambda value: name(value) if isinstance(value, Law) else "",
)
def test_deviations(law: Law, deviation_over_mean: float) -> None:
    mean, deviation = moments(law)
    assert deviation / mean == pytest.approx(deviation_over_mean, rel=1e-3)


def test_pert_2_5_14_has_mean_6_and_deviation_2() -> None:
    mean, deviation = moments(PERT)
    median = 5 * median_over(PERT)
    assert mean * median == pytest.approx(6, rel=1e-3)
    assert deviation * median == pytest.approx(2, rel=1e-3)
    assert table(PERT)[0] / ONE * median == pytest.approx(2, rel=1e-5)
    assert table(PERT)[-1] / ONE * median == pytest.approx(14, rel=1e-5)
