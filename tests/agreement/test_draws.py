"""The kernel's generator, laws and choices are those of ``draws``, bit by bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from renkei.checks.case import NONE
from renkei.draws.grid import KNOTS, locate
from renkei.draws.laws import Law, duration, ratio, table
from renkei.draws.threefry import threefry2x64
from renkei.engine.luck import choose as engine_choose
from renkei.kernel import luck
from renkei.kernel.layout import CONTEXT, TABLE_RECORDS, context_row

words = st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**63 - 1, 2**63, 2**64 - 1])
LAWS = (
    Law("fixed"),
    Law("lognormal", 0.8),
    Law("lognormal", 1.6),
    Law("exponential"),
    Law("erlang", 4),
    Law("hyperexponential", 9.0),
    Law("uniform", 1.0),
    Law("normal", 0.3),
    Law("pert", 0.0, 0.2, 6.0),
)


@njit
def _bits(k0: Any, k1: Any, x0: Any, x1: Any) -> Any:
    return luck.random_bits(k0, k1, luck.third_key(k0, k1), x0, x1)


@njit
def _quantile(knots: Any, u: Any) -> Any:
    return luck.quantile(knots, u)


@njit
def _duration(context: Any, estimate: Any, eased: Any, u: Any) -> Any:
    return luck.duration(context_row(context, 0), estimate, eased, u)


@njit
def _choose(context: Any, count: Any, u: Any) -> Any:
    return luck.choose(context_row(context, 0), 0, count, u)


def test_threefry_known_answers() -> None:
    """The published vectors of Random123."""
    u = np.uint64
    top = u(2**64 - 1)
    assert _bits(u(0), u(0), u(0), u(0)) == 0xF167B032C3B480BD
    assert _bits(top, top, top, top) == 0xCCDEC5C917A874B1


@given(words, words, words, words)
def test_threefry_is_that_of_draws(k0: int, k1: int, x0: int, x1: int) -> None:
    ours = int(_bits(*(np.uint64(w) for w in (k0, k1, x0, x1))))
    assert ours == threefry2x64(k0, k1, x0, x1)[0]


@given(st.sampled_from(LAWS), words)
def test_quantiles_are_those_of_draws(law: Law, u: int) -> None:
    knots = np.array(table(law), np.uint32)
    assert int(_quantile(np.uint64(knots.ctypes.data), np.uint64(u))) == ratio(table(law), u)


@pytest.mark.parametrize("u", sorted({v for k in range(65) for v in (
    2**k % 2**64, (2**k - 1) % 2**64, 2**64 - 2**k, 2**64 - 1 - 2**k) if v >= 0}))  # fmt: skip
def test_every_edge_of_the_grid(u: int) -> None:
    knots = np.arange(KNOTS, dtype=np.uint32) * np.uint32(2**20)
    index, position = locate(u)
    assert int(_quantile(np.uint64(knots.ctypes.data), np.uint64(u))) == (
        index * 2**20 + (2**20 * position >> 32)
    )


def context(law: Law, values: list[int], odds: list[int]) -> Any:
    """A context with the estimates given, and one set of odds over them."""
    c = np.zeros(1, CONTEXT)
    held = {
        "laws": np.array(table(law), np.uint32),
        "values": np.array([v % 2**64 for v in values], np.uint64),
        "always": np.array([v >> 64 for v in values], np.uint8),
        "estimates": np.zeros(len(values), TABLE_RECORDS["estimates"]),
        "odds": np.array([(o,) for o in odds], TABLE_RECORDS["odds"]),
    }
    for name, array in held.items():
        c[name] = array.ctypes.data
    held["context"] = c
    return np.uint64(c.ctypes.data), held


@given(st.sampled_from(LAWS), st.integers(0, 2**33), words, st.integers(0, 2**64) | st.none())
def test_durations_are_those_of_the_engine(
    law: Law, median: int, u: int, share: int | None
) -> None:
    c, held = context(law, [median, share or 0], [])
    expected = duration(table(law), median, u)
    if share is not None:
        expected -= (expected * (share >> 44)) >> 20
    assert held
    assert _duration(c, 0, -1 if share is None else 1, np.uint64(u)) == expected


@given(st.lists(st.integers(0, 2**64) | st.none(), min_size=1, max_size=5), words)
def test_choices_are_those_of_the_engine(thresholds: list[int | None], u: int) -> None:
    values = [t or 0 for t in thresholds]
    odds = [NONE if t is None else i for i, t in enumerate(thresholds)]
    c, held = context(Law("fixed"), values, odds)
    assert held
    expected = engine_choose([NONE if t is None else t for t in thresholds], u)
    assert _choose(c, len(odds), np.uint64(u)) == expected
