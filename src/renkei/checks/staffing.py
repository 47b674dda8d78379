"""Seats and people: what it takes to staff posts, by the shift rule."""

from __future__ import annotations

from renkei.checks.calendar import WeeklyHours
from renkei.checks.cases import View
from renkei.checks.duty import PostName
from renkei.checks.presence import seat
from renkei.checks.zones import MINUTES_PER_DAY

SHIFT_RULE = 5
"""People it takes to keep one seat staffed at every hour of the week, leave and illness included:
168 hours at about 34 worked in a week."""

_WEEK = 7 * MINUTES_PER_DAY


def people_needed(hours: WeeklyHours, people: int) -> int:
    """People for a post by the shift rule: five for a seat that is staffed at every hour, one
    for any other."""
    never_empty = min(_least(hours), people)
    return people + (SHIFT_RULE - 1) * never_empty


def _least(hours: WeeklyHours) -> int:
    """The fewest seats staffed at any minute of any week."""
    if hours.holidays is not None:
        return 0  # on a holiday no shift starts
    changes: dict[int, int] = {}
    present = 0
    for shift in hours.shifts:
        length = (shift.end_minute - shift.start_minute) % MINUTES_PER_DAY or MINUTES_PER_DAY
        for day in shift.days:
            start = day * MINUTES_PER_DAY + shift.start_minute
            end = start + length
            changes[start] = changes.get(start, 0) + shift.people
            changes[end % _WEEK] = changes.get(end % _WEEK, 0) - shift.people
            present += shift.people if end >= _WEEK else 0
    levels: list[int] = [] if 0 in changes else [present]
    for minute in sorted(changes):
        present += changes[minute]
        levels.append(present)
    return min(levels, default=0)


def totals(view: View) -> dict[tuple[str, str], tuple[int, int]]:
    """(seats, people by the shift rule) by (place, nation)."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for name, hq in view.arrangement.headquarters.items():
        for post in hq.posts:
            here = seat(view, PostName(name, post))
            key = hq.place, here.nation
            seats, people = found.get(key, (0, 0))
            needed = people_needed(here.hours[0], here.people)
            found[key] = seats + here.people, people + needed
    return found
