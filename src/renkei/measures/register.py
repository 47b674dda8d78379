"""The register of measures: direction, unit, how each can be gamed, what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        better: which way is better; "neither" for facts that are shown but not ranked.
        margin: which margin of the study applies.
    """

    name: str
    title: str
    unit: str
    better: Literal["less", "more", "neither"]
    margin: Literal["time", "share", "count"]
    gamed_by: str
    companion: str


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure(
            "time-to-release", "Time to release, median", "s", "less", "time",
            "moving work out of the thread, or behind its answer", "answered",
        ),
        Measure(
            "time-to-release-p90", "Time to release, nine in ten by", "s", "less", "time",
            "moving work out of the thread, or behind its answer", "answered",
        ),
        Measure(
            "time-to-milestone", "Time to a milestone, median", "s", "less", "time",
            "reordering steps so that the milestone comes early", "time-to-release",
        ),
        Measure(
            "in-time", "Answered by the deadline", "share", "more", "share",
            "choosing the deadline", "time-to-release",
        ),
        Measure(
            "answered", "Answered at all within the horizon", "share", "more", "share",
            "a longer horizon", "time-to-release",
        ),
        Measure(
            "foreign-yes-needed", "Foreign consents needed for reserved decisions", "count",
            "less", "count", "calling a consent a consultation", "done-anyway",
        ),
        Measure(
            "foreign-hand", "Time a foreign hand can add", "s", "less", "time",
            "leaving out limits, so that the 99th hundredth stands for them", "done-anyway",
        ),
        Measure(
            "done-anyway", "Answered with the partner silent", "share", "more", "share",
            "limits that pass the partner over", "foreign-yes-needed",
        ),
        Measure(
            "handovers", "Hops between headquarters on the way to the answer", "count", "less",
            "count", "merging headquarters on paper", "border-crossings",
        ),
        Measure(
            "border-crossings", "Borders crossed on the way to the answer", "count", "less",
            "count", "putting liaison posts on one side", "handovers",
        ),
        Measure(
            "load", "Work by post, hours a run", "h", "neither", "count",
            "work that is not modelled", "time-to-release",
        ),
    )
}  # fmt: skip
