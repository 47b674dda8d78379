"""Durations as people write them ("45 min", "1.5 d"), in whole milliseconds."""

from __future__ import annotations

import re
from fractions import Fraction

UNITS_MS = {
    "ms": 1,
    "s": 1_000,
    "min": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
}
LONGEST_MS = 2**33  # about 99 days; keeps every product of a draw within 64 bits
_PATTERN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*$")


class TooLong(ValueError):
    """A duration that is one, and longer than any that Renkei holds."""


def milliseconds(text: object) -> int:
    """Reads a duration.

    Raises:
        ValueError: the text is not a number with a unit.
        TooLong: it is longer than 99 days.
    """
    if text == 0 and not isinstance(text, bool):
        return 0
    match = _PATTERN.match(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is not a duration; write for example '45 min', '2 h', '1.5 d'")
    value = Fraction(match[1]) * UNITS_MS[match[2]]
    if value > LONGEST_MS:
        raise TooLong(f"{text!r} is longer than 99 days, the longest duration Renkei holds")
    return int(value + Fraction(1, 2))


def words(ms: float) -> str:
    """A duration for people: two figures at most, since no evidence here carries more."""
    if abs(ms) == float("inf"):
        return "never"
    sign = "-" if ms < 0 else ""
    seconds = abs(ms) / 1000
    if seconds < 1:
        return "0"
    for unit, size, least in (("d", 86_400, 2.0), ("h", 3_600, 1.5), ("min", 60, 1.0)):
        amount = seconds / size
        if amount >= least or amount == 1:
            shown = f"{amount:.1f}" if amount < 9.95 and unit != "min" else f"{amount:.0f}"
            return f"{sign}{shown.removesuffix('.0')} {unit}"
    return f"{sign}{seconds:.0f} s"
