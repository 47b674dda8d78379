"""Borders that a piece of word crosses on its way, whether it was reviewed there (rule 26), and
which guarantees it violates by crossing as it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.checks.case import NONE, Route, Segment
from renkei.checks.duty import PostName
from renkei.model.study import Study

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


@dataclass(frozen=True, slots=True)
class Released:
    """Word that a guarantee guards: what crosses from one nation to another above a level."""

    from_: str
    to: str
    above: int
    """Word of a higher level than this is meant, a number in the study's order of levels."""
    by: str
    """The nation that must have reviewed it."""
    threads: tuple[str, ...]
    """Threads whose word is meant; none: every thread's."""

    def means(self, crossing: Crossing) -> bool:
        """Whether the guarantee is about a crossing."""
        nations = crossing.from_, crossing.to
        return nations == (self.from_, self.to) and crossing.level > self.above

    def violated_by(self, crossing: Crossing) -> bool:
        """Whether a crossing is meant, and no review by the right nation lies right before it.

        Only the nation that lets word go reviews it.
        """
        reviewed = crossing.reviewed and crossing.from_ == self.by
        return self.means(crossing) and not reviewed


def released(study: Study) -> dict[str, Released]:
    """What guarantees guard as it crosses a border, by the name of the guarantee."""
    found: dict[str, Released] = {}
    for name, guarantee in sorted(study.guarantees.items()):
        release = guarantee.act.releases
        # An unknown level is a finding of its own.
        if release is not None and release.above in study.levels:
            (review,) = guarantee.only_after.yeses()
            found[name] = Released(
                release.from_, release.to, study.levels.index(release.above),
                review.reviewed_by or "", guarantee.threads,
            )  # fmt: skip
    return found


def crossings(
    view: View, route: Route, level: int, sender: PostName, receiver: PostName, *,
    answered: bool = False,
) -> tuple[Crossing, ...]:  # fmt: skip
    """Every border on a route, and on the way of its answer where there is one."""
    found = [*_along(view, route.segments, route.inner_border, level, sender, receiver)]
    if answered:
        found += _along(view, route.back, route.back_inner_border, level, receiver, sender)
    return tuple(crossing for _, crossing in found)


def _along(
    view: View, segments: tuple[Segment, ...], inner: bool, level: int, sender: PostName,
    receiver: PostName,
) -> Iterator[tuple[int, Crossing]]:  # fmt: skip
    """Each border, and the leg by which word crosses it: the transit on which it leaves; inside
    one headquarters the review there; NONE where there is none, so that it crosses as it is sent.
    """
    nation = view.router.nation
    if inner:
        leg = next((i for i, s in enumerate(segments) if s.review), NONE)
        yield leg, Crossing(nation(sender), nation(receiver), level, leg != NONE)
        return
    here = nation(sender)
    for i, segment in enumerate(segments):
        if not segment.transit:
            continue
        last = i + 1 == len(segments)
        there = nation(receiver) if last else view.router.nation_at(segments[i + 1].post)
        if segment.border:
            # A review stands in the last headquarters before the border, right before the hop.
            yield i, Crossing(here, there, level, i > 0 and segments[i - 1].review)
        here = there


class Watcher:
    """Routes of one case, told which guarantees word violates where it crosses a border.

    Attributes:
        met: numbers of the guarantees that are about some word of the case.
    """

    def __init__(self, study: Study) -> None:
        numbers = {name: number for number, name in enumerate(sorted(study.guarantees))}
        self._guards = {numbers[name]: guard for name, guard in released(study).items()}
        self._known: dict[tuple[object, ...], tuple[Route, Route]] = {}
        self.met: set[int] = set()

    def watched(
        self, view: View, thread: str, route: Route, level: int, sender: PostName,
        receiver: PostName, *, answered: bool = False,
    ) -> Route:  # fmt: skip
        """A route, watched; the same route, met again, stays the same object."""
        if not self._guards:
            return route
        key = id(route), thread, level, sender, receiver, answered
        if key not in self._known:
            guards = {
                number: guard for number, guard in self._guards.items()
                if not guard.threads or thread in guard.threads
            }  # fmt: skip
            there = _along(view, route.segments, route.inner_border, level, sender, receiver)
            segments, violates = self._judged(guards, route.segments, there)
            watched = replace(route, segments=segments, violates=violates)
            if answered:
                home = _along(view, route.back, route.back_inner_border, level, receiver, sender)
                back, violates = self._judged(guards, route.back, home)
                watched = replace(watched, back=back, back_violates=violates)
            self._known[key] = route, watched
        return self._known[key][1]

    def _judged(
        self, guards: Mapping[int, Released], legs: tuple[Segment, ...],
        crossed: Iterable[tuple[int, Crossing]],
    ) -> tuple[tuple[Segment, ...], tuple[int, ...]]:  # fmt: skip
        """Legs, each with what is violated there; and what is violated where there is no leg."""
        found = list(legs)
        inside: tuple[int, ...] = ()
        for leg, crossing in crossed:
            self.met |= {number for number, guard in guards.items() if guard.means(crossing)}
            violated = tuple(n for n, guard in guards.items() if guard.violated_by(crossing))
            if leg == NONE:
                inside = violated
            else:
                found[leg] = replace(found[leg], violates=violated)
        return tuple(found), inside
