"""Calendars of posts, per combination of states; equal calendars are stored once."""

from __future__ import annotations

from renkei.checks.case import Case
from renkei.checks.schedule import calendars_of
from renkei.lowering.columns import Rows
from renkei.program import tables as t


def lower_calendars(case: Case) -> tuple[t.Calendars, t.CalendarSteps]:
    """Calendars with times counted from the case's start."""
    rows, steps = Rows(t.Calendars), Rows(t.CalendarSteps)
    known: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    for of_posts in calendars_of(case):
        for calendar in of_posts:
            key = calendar.times, calendar.levels
            if key not in known:
                known[key] = len(steps)
                for time, level in zip(calendar.times, calendar.levels, strict=True):
                    steps.add(time=time - case.start_ms, level=level)
            rows.add(start=known[key], levels=len(calendar.times))
    return rows.table(), steps.table()
