"""Schedules: when a post is staffed."""

from __future__ import annotations

from pydantic import Field

from renkei.model.base import Flag, Noun, Whole
from renkei.model.state import ALWAYS, When


class Shift(Noun):
    """A weekly shift in local time; one that ends before it starts ends the next day."""

    days: str
    from_: str = Field(alias="from")
    to: str
    people: Whole | None = Field(default=None, ge=0)
    """People on this shift; left out, all the post has."""


class Schedule(Noun):
    """Named hours: around the clock, or weekly shifts."""

    title: str = ""
    around_the_clock: Flag = False
    shifts: tuple[Shift, ...] = ()
    keeps_holidays: Flag = True
    """Whether no shift starts on a national holiday of the post's nation."""


class Hours(Noun):
    """A schedule that applies while a condition holds; the first that holds counts."""

    when: When = ALWAYS
    schedule: str
