"""Threefry2x64 with 13 rounds: the counter-based generator behind every draw.

Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
as 1, 2, 3", SC11, 2011 (Random123). Thirteen rounds are the fewest the authors found to pass
every test; the twenty of their default are a margin that no test has asked for.

The constants are exported for the compiled kernel, which writes the same rounds again over
64-bit words; both are held to the published known answers.
"""

from __future__ import annotations

MASK64 = 0xFFFF_FFFF_FFFF_FFFF
"""All ones in 64 bits."""

PARITY = 0x1BD1_1BDA_A9FC_1A22
"""The third key word is this constant xor both key words (Threefish's key-schedule parity)."""

ROTATIONS = (16, 42, 12, 31, 16, 32, 24, 21)
"""Left rotations of the second word, by round modulo 8, in bits."""

ROUNDS = 13
"""Rounds; a key word is added before the first and after every fourth."""


def threefry2x64(key0: int, key1: int, counter0: int, counter1: int) -> tuple[int, int]:
    """Enciphers a counter under a key: two independent uniform 64-bit words.

    Args:
        key0: first key word.
        key1: second key word.
        counter0: first counter word.
        counter1: second counter word. Each of the four is taken modulo 2**64.

    Returns:
        Two integers in [0, 2**64).

    The rounds are written out because a loop over ``ROTATIONS`` takes twice as long. The
    first word is left unmasked between key additions: its low 64 bits are the same.
    """
    m = 0xFFFF_FFFF_FFFF_FFFF
    a = key0 & m
    b = key1 & m
    c = a ^ b ^ 0x1BD1_1BDA_A9FC_1A22
    x = (counter0 & m) + a & m
    y = (counter1 & m) + b & m

    x += y
    y = ((y << 16 | y >> 48) ^ x) & m
    x += y
    y = ((y << 42 | y >> 22) ^ x) & m
    x += y
    y = ((y << 12 | y >> 52) ^ x) & m
    x += y
    y = ((y << 31 | y >> 33) ^ x) & m
    x = x + b & m
    y = y + c + 1 & m

    x += y
    y = ((y << 16 | y >> 48) ^ x) & m
    x += y
    y = ((y << 32 | y >> 32) ^ x) & m
    x += y
    y = ((y << 24 | y >> 40) ^ x) & m
    x += y
    y = ((y << 21 | y >> 43) ^ x) & m
    x = x + c & m
    y = y + a + 2 & m

    x += y
    y = ((y << 16 | y >> 48) ^ x) & m
    x += y
    y = ((y << 42 | y >> 22) ^ x) & m
    x += y
    y = ((y << 12 | y >> 52) ^ x) & m
    x += y
    y = ((y << 31 | y >> 33) ^ x) & m
    x = x + a & m
    y = y + b + 3 & m

    x += y
    y = ((y << 16 | y >> 48) ^ x) & m
    return x & m, y
