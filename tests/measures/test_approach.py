"""The three formulas of the approach space: worked cases, bounds, and what must not change them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.measures.approach import DIMENSIONS, density, held, spread

NAMES = st.sampled_from([f"HQ{i}" for i in range(8)])
SHARES = st.dictionaries(NAMES, st.floats(0, 50), max_size=8)
PAIRS = st.frozensets(st.frozensets(NAMES, min_size=1, max_size=3), max_size=12)
ITEMS = st.sampled_from("abcdef")
HOLDS = st.dictionaries(NAMES, st.frozensets(ITEMS), max_size=8)


def pair(a: str, b: str) -> frozenset[str]:
    return frozenset((a, b))


def test_spread_by_hand() -> None:
    assert spread({"A": 3}) == 0
    assert spread({"A": 1, "B": 1}) == 0.5
    assert spread({"A": 2, "B": 1, "C": 1}) == pytest.approx(1 - (1 / 4 + 1 / 16 + 1 / 16))
    assert spread({"A": 5, "B": 0}) == 0
    assert spread({}) is None and spread({"A": 0}) is None


def test_density_by_hand() -> None:
    line = {pair("A", "B"), pair("B", "C")}
    assert density(line, "ABC") == pytest.approx(2 / 3)
    assert density({*line, pair("A", "C")}, "ABC") == 1
    assert density(line, "ABCD") == pytest.approx(2 / 6)
    assert density({pair("A", "Z")}, "AB") == 0, "pairs with others do not count"
    assert density(line, "A") is None


def test_held_by_hand() -> None:
    holds = {"A": {"x", "y"}, "B": {"y"}, "Z": {"x", "y"}}
    assert held(holds, ["A", "B"], ["x", "y"]) == pytest.approx(3 / 4)
    assert held(holds, ["A", "B", "C"], ["x", "y"]) == pytest.approx(3 / 6)
    assert held(holds, ["A"], ["y", "w"]) == 0.5
    assert held(holds, [], ["x"]) is None and held(holds, ["A"], []) is None


@given(SHARES, PAIRS, HOLDS)
def test_all_lie_between_0_and_1(
    shares: dict[str, float], pairs: frozenset[frozenset[str]], holds: dict[str, frozenset[str]]
) -> None:
    among = sorted({n for p in pairs for n in p})
    for value in (spread(shares), density(pairs, among), held(holds, sorted(holds), "abcdef")):
        assert value is None or -1e-12 <= value <= 1


@given(SHARES, PAIRS, HOLDS, st.permutations(range(8)))
def test_other_names_change_nothing(
    shares: dict[str, float], pairs: frozenset[frozenset[str]], holds: dict[str, frozenset[str]],
    order: list[int],
) -> None:  # fmt: skip
    new = {f"HQ{i}": f"HQ{order[i]}" for i in range(8)}
    among = sorted({n for p in pairs for n in p})
    assert spread({new[n]: v for n, v in shares.items()}) == pytest.approx(spread(shares))
    renamed = frozenset(frozenset(new[n] for n in p) for p in pairs)
    assert density(renamed, [new[n] for n in among]) == density(pairs, among)
    told = {new[n]: v for n, v in holds.items()}
    assert held(told, [new[n] for n in holds], "abc") == held(holds, sorted(holds), "abc")


@given(SHARES)
def test_a_headquarters_without_decisions_does_not_spread_them(shares: dict[str, float]) -> None:
    assert spread({**shares, "unused": 0}) == spread(shares)


def test_each_says_what_its_ends_are_and_how_it_is_gamed() -> None:
    assert list(DIMENSIONS) == ["allocation", "interaction", "information"]
    for d in DIMENSIONS.values():
        assert d.title and d.formula and d.none and d.all and d.gamed_by
