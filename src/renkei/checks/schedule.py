"""Schedules: from named hours to the calendars of the posts of a case."""

from __future__ import annotations

from functools import lru_cache

from renkei.checks.calendar import Calendar, Shift, WeeklyHours, always, build
from renkei.checks.case import Case
from renkei.checks.zones import parse_clock, parse_days
from renkei.model.headquarters import Post
from renkei.model.schedule import Schedule
from renkei.model.state import holds
from renkei.model.study import Study


def weekly_hours(schedule: Schedule, people: int, holidays: str | None) -> WeeklyHours:
    """A schedule with the people of one post.

    Raises:
        ValueError: a day or clock time cannot be read.
    """
    if schedule.around_the_clock:
        return always(people)
    shifts = tuple(
        Shift(
            days=parse_days(s.days),
            start_minute=parse_clock(s.from_),
            end_minute=parse_clock(s.to),
            people=people if s.people is None else s.people,
        )
        for s in schedule.shifts
    )
    return WeeklyHours(shifts=shifts, holidays=holidays if schedule.keeps_holidays else None)


def hours_in(study: Study, post: Post, nation: str, states: dict[str, str]) -> WeeklyHours:
    """The hours of a post in the given states; the first entry that holds counts."""
    for hours in post.hours:
        if holds(hours.when, states):
            schedule = study.schedules[hours.schedule]
            return weekly_hours(schedule, post.people, study.nations[nation].holidays)
    return WeeklyHours(shifts=())


@lru_cache(maxsize=4096)
def _built(hours: WeeklyHours, zone: str, start: int, end: int) -> tuple[Calendar, tuple[str, ...]]:
    return build(hours, zone, start, end)


def calendars_of(case: Case) -> tuple[tuple[Calendar, ...], ...]:
    """The calendar of every post, per combination of states."""
    start, end = case.span()
    return tuple(
        tuple(_built(post.hours[i], post.zone, start, end)[0] for post in case.posts)
        for i in range(len(case.combinations))
    )


def clock_notes(case: Case) -> dict[str, tuple[str, ...]]:
    """Notes on shifts whose boundary falls into a clock change, by post; empty for most."""
    start, end = case.span()
    found: dict[str, tuple[str, ...]] = {}
    for post in case.posts:
        notes = [n for hours in post.hours for n in _built(hours, post.zone, start, end)[1]]
        if notes:
            found[post.name] = tuple(dict.fromkeys(notes))
    return found
