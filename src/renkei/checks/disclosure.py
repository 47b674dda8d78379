"""Borders that a piece of word crosses on its way, and whether it was reviewed there (rule 26)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.checks.case import Route, Segment
from renkei.checks.duty import PostName

if TYPE_CHECKING:
    from renkei.checks.cases import View


@dataclass(frozen=True, slots=True)
class Crossing:
    """One border that a piece of word crosses."""

    from_: str
    """Nation that lets it go."""
    to: str
    level: int
    """Its level, a number in the study's order of levels."""
    reviewed: bool


def crossings(
    view: View, route: Route, level: int, sender: PostName, receiver: PostName, *,
    answered: bool = False,
) -> tuple[Crossing, ...]:  # fmt: skip
    """Every border on a route, and on the way of its answer where there is one."""
    found = _along(view, route.segments, route.inner_border, level, sender, receiver)
    if answered:
        found += _along(view, route.back, route.back_inner_border, level, receiver, sender)
    return found


def _along(
    view: View, segments: tuple[Segment, ...], inner: bool, level: int, sender: PostName,
    receiver: PostName,
) -> tuple[Crossing, ...]:  # fmt: skip
    nation = view.router.nation
    if inner:
        reviewed = any(s.review for s in segments)
        return (Crossing(nation(sender), nation(receiver), level, reviewed),)
    found: list[Crossing] = []
    here = nation(sender)
    for i, segment in enumerate(segments):
        if not segment.transit:
            continue
        last = i + 1 == len(segments)
        there = nation(receiver) if last else view.router.nation_at(segments[i + 1].post)
        if segment.border:
            # A review stands in the last headquarters before the border, right before the hop.
            found.append(Crossing(here, there, level, i > 0 and segments[i - 1].review))
        here = there
    return tuple(found)
