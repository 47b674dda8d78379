"""The grid of a quantile table: where a uniform number falls between the knots.

The grid is fine in both tails. Let v be the distance of u from the nearer end of [0, 2**64),
so v < 2**63. Octave k holds the v from 2**(62-k) up to 2**(63-k), the innermost octave
(k = ``OCTAVES`` - 1) everything from 0 up to 2**40; each octave has ``CELLS`` equal cells. As
with floating-point numbers and their subnormal range, the two innermost octaves have cells of
one width, so one shift serves all.

The compiled kernel writes ``locate`` again over 64-bit words.
"""

from __future__ import annotations

OCTAVES = 24
"""Octaves in each half."""

CELLS = 16
"""Equal cells in each octave."""

HALF = OCTAVES * CELLS
"""Cells in each half; also the index of the median's knot."""

KNOTS = 2 * HALF + 1
"""Knots of a table, from the lowest value to the highest."""

FRACTION_BITS = 32
"""Bits of the position within a cell."""

FINEST_BITS = 63 - (OCTAVES - 1) - 4
"""A cell of the innermost octave is 2**36 wide, out of 2**64."""

TAIL = 2.0**-31
"""Tail probability at which a law without an end is cut: the outermost knot.

The outermost cell holds a tail probability of 2**-28. For an exponential tail its mean is
right when the cell ends at e**-2 of that; the nearest power of two is an eighth.
"""

_TOP = 2**63
_MASK64 = 2**64 - 1
_MASK_FRACTION = 2**FRACTION_BITS - 1


def locate(u: int) -> tuple[int, int]:
    """The cell of a uniform number, and its position within the cell.

    Args:
        u: integer in [0, 2**64).

    Returns:
        The index of the knot below, in [0, ``KNOTS`` - 1), and the position between that knot
        and the next, in units of 2**-32 of the cell. Both rise with u: read as one number
        ``index * 2**32 + position`` they never fall, and never jump by more than one.
    """
    upper = u >= _TOP
    v = u ^ _MASK64 if upper else u
    shift = max(v.bit_length() - FINEST_BITS - 5, 0)
    index = CELLS * shift + (v >> FINEST_BITS + shift)
    position = v >> FINEST_BITS - FRACTION_BITS + shift & _MASK_FRACTION
    if upper:
        return KNOTS - 2 - index, position ^ _MASK_FRACTION
    return index, position


def _distance(index: int) -> int:
    shift = max(index // CELLS - 1, 0)
    return index - CELLS * shift << FINEST_BITS + shift


TAILS: tuple[float, ...] = tuple(_distance(index) * 2.0**-64 for index in range(HALF + 1))
"""Tail probability at each knot from an end (0.0) to the median (0.5); every one is exact."""
