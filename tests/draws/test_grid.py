"""The grid: fine in both tails, monotone, continuous, symmetric."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from renkei.draws.grid import CELLS, HALF, KNOTS, OCTAVES, TAILS, locate

WORDS = st.integers(0, 2**64 - 1)
# Half of the examples near an end or near an octave's edge, where mistakes live.
EDGES = st.builds(
    lambda k, d, up: min(max((2**64 - 2**k if up else 2**k) + d, 0), 2**64 - 1),
    st.integers(0, 64),
    st.integers(-3, 3),
    st.booleans(),
)


def place(u: int) -> int:
    index, position = locate(u)
    assert 0 <= index < KNOTS - 1
    assert 0 <= position < 2**32
    return index << 32 | position


@given(WORDS | EDGES, WORDS | EDGES)
def test_places_never_fall(u: int, other: int) -> None:
    low, high = sorted((u, other))
    assert place(low) <= place(high)


@given((WORDS | EDGES).filter(lambda u: u < 2**64 - 1))
def test_neighbours_are_at_most_one_place_apart(u: int) -> None:
    assert place(u + 1) - place(u) in (0, 1)


@given(WORDS | EDGES)
def test_both_halves_are_alike(u: int) -> None:
    assert place(u) + place(2**64 - 1 - u) == (KNOTS - 1 << 32) - 1


@given(st.integers(0, HALF - 1))
def test_each_knot_stands_at_its_tail_probability(index: int) -> None:
    u = int(TAILS[index] * 2**64)
    assert locate(u) == (index, 0)
    if index:
        assert locate(u - 1) == (index - 1, 2**32 - 1)


def test_octaves_halve_and_their_cells_are_equal() -> None:
    assert TAILS[HALF] == 0.5
    assert TAILS[0] == 0.0
    for octave in range(OCTAVES - 1):
        start = HALF - CELLS * (octave + 1)
        edges = TAILS[start : start + CELLS + 1]
        assert edges[0] == 2.0 ** -(octave + 2)
        assert edges[-1] == 2.0 ** -(octave + 1)
        assert {b - a for a, b in pairwise(edges)} == {edges[0] / CELLS}
    assert TAILS[1] == 2.0**-28


def test_the_ends_and_the_middle() -> None:
    assert locate(0) == (0, 0)
    assert locate(2**63 - 1) == (HALF - 1, 2**32 - 1)
    assert locate(2**63) == (HALF, 0)
    assert locate(2**64 - 1) == (KNOTS - 2, 2**32 - 1)
