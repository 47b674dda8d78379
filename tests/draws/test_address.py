"""Addresses: stable, injective where packed, and loud about collisions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.draws import address
from renkei.draws.address import (
    check_collisions,
    check_collisions32,
    counter,
    digest,
    digest32,
    replication_key,
    uniform,
)
from renkei.draws.threefry import threefry2x64


def test_digests_never_change() -> None:
    # Committed: if these change, every recorded result changes.
    assert digest("step", "通報", "work") == DIGEST
    assert digest32("missile-warning") == DIGEST32
    assert uniform(2026, 3, 14, digest("step", "work"), counter(digest32("a"), 1, 0)) == UNIFORM


DIGEST = 16178674012106579432
DIGEST32 = 4285283115
UNIFORM = 2537512523560396958


def test_a_digest_knows_where_its_parts_end() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


@pytest.mark.parametrize("parts", [(), ("a\x1fb",), ("a", "\x1f")])
def test_a_name_that_could_be_misread_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="part"):
        digest(*parts)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**20 - 1), st.integers(0, 2**12 - 1))
def test_a_counter_gives_its_parts_back(source: int, ordinal: int, attempt: int) -> None:
    word = counter(source, ordinal, attempt)
    assert 0 <= word < 2**64
    assert (word >> 32, word >> 12 & 0xFFFFF, word & 0xFFF) == (source, ordinal, attempt)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ((2**32, 0, 0), "source"),
        ((-1, 0, 0), "source"),
        ((0, 2**20, 0), "ordinal"),
        ((0, -1, 0), "ordinal"),
        ((0, 0, 2**12), "attempt"),
        ((0, 0, -1), "attempt"),
    ],
)
def test_a_counter_out_of_range_is_refused(parts: tuple[int, int, int], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        counter(*parts)


def test_the_last_replication_is_reserved_for_worlds() -> None:
    assert replication_key(3, 2**32 - 2) == 3 << 32 | 2**32 - 2
    with pytest.raises(ValueError, match="replication"):
        replication_key(3, 2**32 - 1)
    with pytest.raises(ValueError, match="world"):
        replication_key(2**32, 0)


def test_a_uniform_number_is_the_first_word_under_seed_and_replication() -> None:
    expected = threefry2x64(2**64 - 5, 7 << 32 | 9, 11, 13)[0]
    assert uniform(-5, 7, 9, 11, 13) == expected
    assert uniform(2**64 - 5, 7, 9, 11, 13) == expected


def test_colliding_names_are_both_named(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [("step", "a"), ("step", "b"), ("step", "a")]
    check_collisions(names)
    monkeypatch.setattr(address, "digest", lambda *parts: 7)
    check_collisions([("step", "a"), ("step", "a")])
    with pytest.raises(ValueError, match=r"'step / a' and 'step / b'.*64-bit"):
        check_collisions(names)


def test_colliding_sources_are_both_named() -> None:
    # A real pair, found by trying numbers.
    held: dict[int, str] = {}
    for n in range(1_000_000):
        name = f"source-{n}"
        other = held.setdefault(digest32(name), name)
        if other != name:
            break
    else:
        pytest.fail("no two of a million names share 32 bits: the digest is not a digest")
    check_collisions32([other, "elsewhere", other])
    with pytest.raises(ValueError, match=f"'{other}' and '{name}'.*32-bit"):
        check_collisions32([other, "elsewhere", name])


def test_uniform_numbers_are_uniform_and_neighbours_independent() -> None:
    n = 4_000
    draws = [uniform(1, 0, 0, digest("step", str(k % 50)), k // 50) / 2**64 for k in range(n)]
    bins = [0] * 20
    for value in draws:
        bins[int(value * 20)] += 1
    chi_square = sum((count - n / 20) ** 2 / (n / 20) for count in bins)
    assert chi_square < 43.8  # exceeded once in a thousand seeds; this seed is fixed
    centred = [value - 0.5 for value in draws]
    together = sum(a * b for a, b in pairwise(centred)) / n * 12
    assert abs(together) < 4 / n**0.5
