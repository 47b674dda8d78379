"""Worlds: the triangle, its scales, and a start that favours no hour."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from renkei.draws.address import digest, uniform
from renkei.draws.worlds import (
    median_in_world,
    probability_in_world,
    start_hour,
    triangle,
    world_uniform,
)

WORDS = st.integers(0, 2**64 - 1)
GRID = [int(k / 64 * 2**64) for k in range(64)] + [2**64 - 1, 2**44, 2**64 - 2**44]


@pytest.mark.parametrize(
    ("low", "likely", "high"), [(0.0, 0.2, 1.0), (2.0, 5.0, 14.0), (1.0, 1.0, 3.0), (1, 3, 3)]
)
def test_triangle_quantiles(low: float, likely: float, high: float) -> None:
    law = stats.triang((likely - low) / (high - low), loc=low, scale=high - low)
    for u in GRID:
        expected = float(law.ppf((u + 0.5) / 2**64))
        assert triangle(u, low, likely, high) == pytest.approx(expected, rel=1e-12, abs=1e-8)


@given(WORDS, WORDS, st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted))
def test_triangle_rises_within_its_range(u: int, other: int, ends: list[float]) -> None:
    low, _, high = ends
    below, above = sorted((u, other))
    assert low <= triangle(below, *ends) <= triangle(above, *ends) <= high


def test_triangle_rises_through_its_peak() -> None:
    # Without holding each branch to its side of the peak, rounding makes one in 150 of these fall.
    for n in range(2_000):
        low, likely, high = sorted(world_uniform(n, part, "peak") / 2**61 for part in range(3))
        peak = int((likely - low) / (high - low) * 2**64)
        values = [triangle(peak + step * 1024, low, likely, high) for step in range(-4, 5)]
        assert values == sorted(values)


def test_triangle_reaches_both_ends_and_a_point() -> None:
    assert triangle(0, 1.0, 2.0, 3.0) == pytest.approx(1.0, abs=1e-9)
    assert triangle(2**64 - 1, 1.0, 2.0, 3.0) == pytest.approx(3.0, abs=1e-9)
    assert triangle(2**63, 1.0, 2.0, 3.0) == pytest.approx(2.0, abs=1e-9)
    assert triangle(12345, 0.1, 0.1, 0.1) == 0.1


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0), (1.0, float("nan"), 3.0)])
def test_a_range_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="low <= likely <= high"):
        triangle(0, *ends)


def test_worlds_share_no_draw_with_replications() -> None:
    draws = {world_uniform(5, world, "watch/read") for world in range(50)}
    draws |= {
        uniform(5, world, replication, digest("world", "watch/read"), 0)
        for world in range(50)
        for replication in range(20)
    }
    assert len(draws) == 50 + 50 * 20


def test_a_worlds_draw_depends_on_seed_world_and_name_alone() -> None:
    assert world_uniform(1, 2, "a") == world_uniform(1 + 2**64, 2, "a") == WORLD_UNIFORM
    different = {world_uniform(1, 2, "a"), world_uniform(2, 2, "a")}
    different |= {world_uniform(1, 3, "a"), world_uniform(1, 2, "b")}
    assert len(different) == 4
    with pytest.raises(ValueError, match="world"):
        world_uniform(1, 2**32, "a")


WORLD_UNIFORM = 10209641871133254127


def test_medians_follow_the_triangle_of_logarithms() -> None:
    # 1 min, 4 min, 16 min is symmetric on the logarithmic scale: half the worlds lie below 4.
    values = [median_in_world(9, w, "x", 60_000, 240_000, 960_000) for w in range(2_000)]
    assert all(60_000 <= value <= 960_000 for value in values)
    below = sum(value < 240_000 for value in values) / 2_000
    assert below == pytest.approx(0.5, abs=0.045)  # four standard errors
    quarter = sum(value < 120_000 for value in values) / 2_000
    assert quarter == pytest.approx(0.125, abs=0.03)


def test_medians_are_rounded_to_the_nearest_millisecond() -> None:
    for world in range(200):
        share = triangle(world_uniform(9, world, "x"), math.log(50), math.log(70), math.log(90))
        assert median_in_world(9, world, "x", 50, 70, 90) == round(math.exp(share))
        share = triangle(world_uniform(9, world, "x"), 0, 7, 9)
        assert median_in_world(9, world, "x", 0, 7, 9) == round(share)


def test_medians_from_zero_follow_the_triangle_itself() -> None:
    values = [median_in_world(9, w, "x", 0, 500_000, 1_000_000) for w in range(2_000)]
    assert sum(value < 500_000 for value in values) / 2_000 == pytest.approx(0.5, abs=0.045)
    assert sum(value < 250_000 for value in values) / 2_000 == pytest.approx(0.125, abs=0.03)


def test_a_range_of_one_value_is_that_value() -> None:
    for value in (0, 1, 7_777_777, 2**33):
        assert median_in_world(1, 0, "x", value, value, value) == value


@given(st.integers(0, 1000), st.lists(st.integers(0, 2**33), min_size=3, max_size=3).map(sorted))
def test_medians_stay_in_range(world: int, ends: list[int]) -> None:
    low, likely, high = ends
    assert low <= median_in_world(4, world, "x", low, likely, high) <= high


@pytest.mark.parametrize("ends", [(-1, 0, 1), (3, 2, 4), (0, 1, 2**33 + 1)])
def test_medians_out_of_range_are_refused(ends: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="'reading'"):
        median_in_world(1, 0, "reading", *ends)


def test_probabilities_are_thresholds() -> None:
    assert probability_in_world(1, 0, "p", 0, 0, 0) == 0
    assert probability_in_world(1, 0, "p", 1, 1, 1) == 2**64
    assert probability_in_world(1, 0, "p", 0.25, 0.25, 0.25) == 2**62
    shares = [probability_in_world(8, w, "p", 0.1, 0.2, 0.6) / 2**64 for w in range(2_000)]
    assert all(0.1 <= share <= 0.6 for share in shares)
    assert sum(shares) / 2_000 == pytest.approx(0.3, abs=0.01)  # the mean, within 4 errors
    with pytest.raises(ValueError, match="'p'"):
        probability_in_world(1, 0, "p", 0.5, 0.6, 1.1)


def test_start_hours_are_spread_over_the_week() -> None:
    counts = Counter(start_hour(world, rep) for world in range(64) for rep in range(50))
    assert sorted(counts) == list(range(168))
    assert min(counts.values()) >= 64 * 50 / 168 * 0.75
    assert max(counts.values()) <= 64 * 50 / 168 * 1.25
    assert len({start_hour(3, rep) for rep in range(168)}) == 168
    assert len({start_hour(world, 3) for world in range(168)}) == 168
    assert all(a != b for a, b in pairwise(start_hour(0, rep) for rep in range(50)))
