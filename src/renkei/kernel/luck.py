"""Draws: ``draws.threefry``, ``draws.grid`` and ``draws.laws`` again, over 64-bit words."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.draws import grid, laws, threefry
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import byte_row, estimate_row, knot_row, odds_row, word_row
from renkei.kernel.memory import bits_of, seldom

U = np.uint64
_PARITY = U(threefry.PARITY)
_A, _B, _C, _D, _E, _F, _G, _H = (U(r) for r in threefry.ROTATIONS)
_64 = U(64)
_ONE, _TWO, _THREE = U(1), U(2), U(3)

_ALL = U(threefry.MASK64)
_TOP = U(63)
_CELLS = grid.CELLS
_FINEST = U(grid.FINEST_BITS)
_FINEST_INDEX = U(grid.FINEST_BITS - grid.FRACTION_BITS)
_COARSE_BITS = grid.FINEST_BITS + 5
_INNERMOST = U(1 << _COARSE_BITS - 1)
"""Where the innermost octave ends; the one before it has cells as wide."""
_LAST = grid.KNOTS - 2
_KNOTS = grid.KNOTS
_FRACTION = U(grid.FRACTION_BITS)
_FRACTION_MASK = U(2**grid.FRACTION_BITS - 1)
_SCALE = U(laws.SCALE_BITS)
_HALF = U(1 << laws.SCALE_BITS - 1)
_SHARE = U(64 - laws.SCALE_BITS)

AT_LIMIT_U = U((99 << 64) // 100)
"""The quantile that stands for the limit of work that has none of its own."""


@inlined
def _quarter(x: Any, y: Any, r0: Any, r1: Any, r2: Any, r3: Any) -> Any:
    """Four rounds."""
    x += y
    y = (y << r0 | y >> (_64 - r0)) ^ x
    x += y
    y = (y << r1 | y >> (_64 - r1)) ^ x
    x += y
    y = (y << r2 | y >> (_64 - r2)) ^ x
    x += y
    y = (y << r3 | y >> (_64 - r3)) ^ x
    return x, y


@inlined
def third_key(key0: Any, key1: Any) -> Any:
    """The third key word, which follows from the other two."""
    return key0 ^ key1 ^ _PARITY


@inlined
def random_bits(key0: Any, key1: Any, key2: Any, counter0: Any, counter1: Any) -> Any:
    """The first word of Threefry2x64 with 13 rounds."""
    x, y = counter0 + key0, counter1 + key1
    x, y = _quarter(x, y, _A, _B, _C, _D)
    x, y = x + key1, y + key2 + _ONE
    x, y = _quarter(x, y, _E, _F, _G, _H)
    x, y = x + key2, y + key0 + _TWO
    x, y = _quarter(x, y, _A, _B, _C, _D)
    x, y = x + key0, y + key1 + _THREE
    return x + y


@inlined
def quantile(knots: Any, u: Any) -> Any:
    """The quantile of 64 uniform bits in a table at an address, in 2**-20 of the median."""
    upper = u >> _TOP
    v = u ^ (_ALL * upper)
    shift = bits_of(v | _INNERMOST) - _COARSE_BITS
    index = _CELLS * shift + np.int64(v >> (_FINEST + U(shift)))
    # In the upper half both v and the position are turned round, so u itself says where.
    position = (u >> (_FINEST_INDEX + U(shift))) & _FRACTION_MASK
    if upper:
        index = _LAST - index
    low = U(knot_row(knots, index).value)
    high = U(knot_row(knots, index + 1).value)
    return low + ((high - low) * position >> _FRACTION)


@inlined
def bits(c: Any, address: Any, counter: Any) -> Any:
    """64 uniform bits for an address and a counter word in the present run."""
    return random_bits(c.seed, c.key, c.third_key, address, counter)


@compiled
def _eased(c: Any, ms: Any, eased: Any) -> Any:
    share = word_row(c.values, eased).value >> _SHARE
    share |= U(byte_row(c.always, eased).value) << _SCALE
    return ms - (ms * share >> _SCALE)


@inlined
def duration(c: Any, estimate: Any, eased: Any, u: Any) -> Any:
    """A duration in ms from 64 uniform bits, less the share that is saved."""
    law = estimate_row(c.estimates, estimate)
    ms = word_row(c.values, estimate).value
    if not law.fixed:
        ratio = quantile(c.laws + U(law.law) * U(4 * _KNOTS), u)
        ms = ms * ratio + _HALF >> _SCALE
    if seldom(eased >= 0):
        ms = _eased(c, ms, eased)
    return np.int64(ms)


@inlined
def drawn(c: Any, estimate: Any, eased: Any, address: Any, counter: Any) -> Any:
    """A duration in ms, drawn; a law without luck needs no bits."""
    u = U(0)
    if not estimate_row(c.estimates, estimate).fixed:
        u = bits(c, address, counter)
    return duration(c, estimate, eased, u)


@compiled
def happens(c: Any, estimate: Any, u: Any) -> Any:
    """Whether the event with this probability occurs."""
    return byte_row(c.always, estimate).value != 0 or u < word_row(c.values, estimate).value


@compiled
def choose(c: Any, start: Any, count: Any, u: Any) -> Any:
    """The index drawn by laying probabilities side by side; the one without takes the rest."""
    total = U(0)
    rest = count - 1
    for index in range(count):
        estimate = odds_row(c.odds, start + index).estimate
        if estimate < 0:
            rest = index
            continue
        before = total
        total += word_row(c.values, estimate).value
        # Past 2**64 everything is below the total.
        if byte_row(c.always, estimate).value or total < before or u < total:
            return index
    return rest
