"""The generator against the known answers published with Random123."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.draws.threefry import MASK64, PARITY, ROTATIONS, ROUNDS, threefry2x64

ONES = 0xFFFFFFFFFFFFFFFF
WORDS = st.integers(0, MASK64)

# Random123's kat_vectors, lines "threefry2x64 13": counter, key, answer.
KNOWN = [
    ((0, 0), (0, 0), (0xF167B032C3B480BD, 0xE91F9FEE4B7A6FB5)),
    ((ONES, ONES), (ONES, ONES), (0xCCDEC5C917A874B1, 0x4DF53ABCA26CEB01)),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344),
        (0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0xC3AAC71561042993, 0x3FE7AE8801AFF316),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(
    counter: tuple[int, int], key: tuple[int, int], answer: tuple[int, int]
) -> None:
    assert threefry2x64(*key, *counter) == answer


@given(WORDS, WORDS, WORDS, WORDS)
def test_exported_constants_are_those_of_the_written_out_rounds(
    key0: int, key1: int, counter0: int, counter1: int
) -> None:
    keys = (key0, key1, key0 ^ key1 ^ PARITY)
    x, y = (counter0 + key0) & MASK64, (counter1 + key1) & MASK64
    for n in range(ROUNDS):
        x = (x + y) & MASK64
        turn = ROTATIONS[n % 8]
        y = ((y << turn | y >> 64 - turn) & MASK64) ^ x
        if n % 4 == 3:
            step = n // 4 + 1
            x = (x + keys[step % 3]) & MASK64
            y = (y + keys[(step + 1) % 3] + step) & MASK64
    assert threefry2x64(key0, key1, counter0, counter1) == (x, y)


@given(WORDS, WORDS)
def test_words_are_taken_modulo_two_to_the_64(a: int, b: int) -> None:
    over = 1 << 64
    assert threefry2x64(a + over, b - over, a - over, b + over) == threefry2x64(a, b, a, b)
