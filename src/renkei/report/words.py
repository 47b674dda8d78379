"""Numbers in words: as precise as the evidence, and no more."""

from __future__ import annotations

import math

from renkei.evidence.duration import words as duration_words
from renkei.findings import listed as listed
from renkei.measures.intervals import Interval
from renkei.measures.register import MEASURES
from renkei.measures.verdict import ALIKE, UNDECIDED, Verdict
from renkei.model.state import Condition, Either, Every, Is, Not

SPACE = "\u00a0"
"""Between a number and its unit, where no line may break."""
KINDS = {
    "step": "Work",
    "consent": "Consent and consultation",
    "relay": "Passing word on",
    "disclosure": "Disclosure review",
    "transit": "In transit",
    "queue": "Waiting in a queue",
    "off duty": "Nobody on duty",
    "reaching": "Reaching someone",
}
_MORE_LESS = {
    "in-time": ("more often in time", "less often in time"),
    "answered": ("answered more often", "answered less often"),
    "foreign-yes-needed": ("fewer", "more"),
    "foreign-hand": ("adds less", "adds more"),
    "done-anyway": ("more often", "less often"),
    "handovers": ("fewer", "more"),
    "border-crossings": ("fewer", "more"),
}


def duration(seconds: float) -> str:
    """A duration, "6 h"; "never" for one that does not end."""
    if not math.isfinite(seconds):
        return "never"
    return duration_words(seconds * 1000).replace(" ", SPACE).replace("-", "−")


def span(low: float, high: float) -> str:
    """An interval of durations, "5–9 h"."""
    a, b = duration(low), duration(high)
    if a == b:
        return a
    first, _, unit = a.partition(SPACE)
    if unit and unit == b.partition(SPACE)[2] and "−" not in a + b:
        return f"{first}–{b}"
    return f"{a} to {b}"


def percent(share: float) -> str:
    """A share in whole per cent; what is not all or none is never shown as such."""
    if 0 < share < 0.005:
        return f"under 1{SPACE}%"
    if 0.995 <= share < 1:
        return f"over 99{SPACE}%"
    return f"{share * 100:.0f}{SPACE}%"


def percents(low: float, high: float) -> str:
    """An interval of shares, "40–55 %"."""
    a, b = percent(low), percent(high)
    if a == b:
        return a
    if a[0].isdigit() and b[0].isdigit():
        return f"{a.removesuffix(f'{SPACE}%')}–{b}"
    return f"{a} to {b}"


def number(value: float) -> str:
    """A plain number, two figures where it is not whole."""
    return f"{value:.1f}".removesuffix(".0")


def amount(value: float | None, unit: str) -> str:
    """A value with its unit."""
    if value is None:
        return "–"
    match unit:
        case "s":
            return duration(value)
        case "h":
            return duration(value * 3600)
        case "share":
            return percent(value)
        case _:
            return number(value)


def signed(value: float | None, unit: str) -> str:
    """A difference with its sign."""
    if value is None:
        return "–"
    if unit == "share":
        points = value * 100
        if abs(points) < 0.5:
            return f"0{SPACE}points"
        return f"{'+' if points > 0 else '−'}{abs(points):.0f}{SPACE}points"
    if unit == "s" and 0 < abs(value) < 60:
        return f"<{SPACE}1{SPACE}min"
    shown = amount(abs(value), unit)
    if shown == "0":
        return "0"
    return f"{'+' if value > 0 else '−'}{shown}"


def between(interval: Interval | None, unit: str) -> str:
    """An interval with its unit."""
    if interval is None:
        return "–"
    match unit:
        case "s":
            return span(interval.low, interval.high)
        case "h":
            return span(interval.low * 3600, interval.high * 3600)
        case "share":
            return percents(interval.low, interval.high)
        case _:
            a, b = number(interval.low), number(interval.high)
            return a if a == b else f"{a}–{b}"


def signed_between(interval: Interval | None, unit: str) -> str:
    """An interval of differences."""
    if interval is None:
        return "–"
    a, b = signed(interval.low, unit), signed(interval.high, unit)
    if a == b:
        return a
    return f"{a.removesuffix(f'{SPACE}points')} to {b}"


def verdict_words(measure: str, verdict: Verdict | None) -> str:
    """A verdict that claims no more than its measure knows: faster, not better."""
    if verdict is None:
        return "–"
    if verdict.words in (ALIKE, UNDECIDED):
        why = {"luck": "more runs could tell", "worlds": "the worlds disagree"}
        because = f": {why[verdict.because]}" if verdict.because in why else ""
        return f"{verdict.words}{because}"
    good, bad = _MORE_LESS.get(measure, ("faster", "slower"))
    if MEASURES[measure].unit not in ("s", "share", "count"):
        good, bad = "less", "more"
    kind, _, rest = verdict.words.partition(" ")
    return f"{good if kind == 'better' else bad} {rest}"


def faster_words(verdict: str) -> str:
    """The words of a verdict on time: faster and slower, not better and worse."""
    return verdict.replace("better", "faster").replace("worse", "slower")


def condition_words(condition: Condition) -> str:
    """A condition on states, "USA readiness: crisis or wartime"; empty where it always holds."""
    match condition:
        case Is(name, values):
            return f"{name}: {listed(list(values), 'or')}"
        case Every(parts):
            return "; ".join(condition_words(p) for p in parts)
        case Either(parts):
            return " or ".join(condition_words(p) for p in parts)
        case Not(part):
            return f"not ({condition_words(part)})"


def states_words(states: dict[str, str]) -> str:
    """Values of states, "USA readiness: crisis"."""
    return "; ".join(f"{name}: {value}" for name, value in states.items()) or "no states used"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 world", "2 worlds"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
