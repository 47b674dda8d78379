"""Who is on duty at an instant, who may be called in, and when the next shift starts."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.checks.calendar import Calendar, build, level, next_boundary
from renkei.checks.case import NONE, CasePost
from renkei.checks.cases import View
from renkei.checks.duty import PostName
from renkei.checks.schedule import hours_in
from renkei.checks.zones import MS_PER_DAY
from renkei.record.vocabulary import Precedence

_AHEAD = 21 * MS_PER_DAY
_HOUR = MS_PER_DAY // 24


def seat(view: View, name: PostName) -> CasePost:
    """A post under an arrangement in given states, as a case of one combination has it.

    ``reach`` is the number of the estimate in the checked study.
    """
    hq = view.arrangement.headquarters[name.headquarters]
    post = hq.posts[name.post]
    nation = post.nation or hq.nation or ""
    return CasePost(
        name=name.full,
        headquarters=name.headquarters,
        nation=nation,
        zone=view.study.places[hq.place].zone,
        people=post.people,
        hours=(hours_in(view.study, post, nation, view.states),),
        pause=post.pause,
        reach=NONE if post.reach is None else view.estimate[post.reach.takes],
        reach_from=NONE if post.reach is None else int(Precedence[post.reach.from_]),
    )


@dataclass(frozen=True, slots=True)
class Presence:
    """Who of a post is there at an instant.

    Attributes:
        on_duty: people on duty.
        reachable: off duty, somebody may be called in.
        until: UTC ms of the next change of people on duty; None if none within three weeks.
        next_shift: with nobody on duty, UTC ms when somebody next is; None as above.
        calendar: people on duty over time.
    """

    post: CasePost
    on_duty: int
    reachable: bool
    until: int | None
    next_shift: int | None
    calendar: Calendar

    @property
    def word(self) -> str:
        """One of "on duty", "reach" and "nobody"."""
        return "on duty" if self.on_duty else "reach" if self.reachable else "nobody"


def presence(post: CasePost, at_ms: int, precedence: Precedence | None = None) -> Presence:
    """Who of a post is there at an instant.

    Args:
        post: the post, in the states of its first combination.
        at_ms: UTC ms.
        precedence: of the word that would call somebody in; left out, high enough.
    """
    # A day before, so that a boundary at the instant itself has taken place.
    calendar, _ = build(post.hours[0], post.zone, at_ms - MS_PER_DAY, at_ms + _AHEAD)
    now = level(calendar, at_ms)
    change = next_boundary(calendar, at_ms)
    shift = change
    while shift is not None and not level(calendar, shift):
        shift = next_boundary(calendar, shift)
    may = post.reach != NONE and (precedence is None or precedence <= post.reach_from)
    return Presence(post, now, may, change, None if now else shift, calendar)


def hours_of_day(found: Presence, from_ms: int, hours: int = 24) -> str:
    """An hour-by-hour strip: "#" on duty for the whole hour, "+" for a part of it, "~" nobody on
    duty but somebody may be called in, "." nobody at all."""
    off = "~" if found.reachable else "."
    marks: list[str] = []
    for start in range(from_ms, from_ms + hours * _HOUR, _HOUR):
        levels = [level(found.calendar, start)]
        change = next_boundary(found.calendar, start)
        while change is not None and change < start + _HOUR:
            levels.append(level(found.calendar, change))
            change = next_boundary(found.calendar, change)
        marks.append("#" if all(levels) else "+" if any(levels) else off)
    return "".join(marks)
