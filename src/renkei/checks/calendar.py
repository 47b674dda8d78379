"""Duty calendars: weekly hours in a zone, as steps of a level over UTC instants.

Local boundaries are converted date by date. One that falls in a clock gap counts at the gap's
end, one in an overlap at its first occurrence: hours follow a wall clock that never runs back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from renkei.checks.zones import (
    EVERY_DAY,
    MINUTES_PER_DAY,
    MS_PER_DAY,
    MS_PER_MINUTE,
    LocalInstant,
    Reading,
    dtg,
    local_text,
    parse_clock,
    parse_days,
    resolve_local,
    resolve_wall,
    wall_reading,
    zone,
    zone_names,
    zone_version,
)
from renkei.findings import nearest

__all__ = [
    "Calendar",
    "LocalInstant",
    "Shift",
    "WeeklyHours",
    "always",
    "build",
    "dtg",
    "holidays_are_known",
    "is_holiday",
    "level",
    "local_text",
    "never",
    "next_boundary",
    "off_until",
    "parse_clock",
    "parse_days",
    "resolve_local",
    "shared_minutes",
    "zone",
    "zone_names",
    "zone_version",
]

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly shift in local time; an overnight shift belongs to the day it starts."""

    days: frozenset[int]
    """Days on which it starts; 0 is Monday."""
    start_minute: int
    """Minutes after local midnight, 0 to 1439."""
    end_minute: int
    """Minutes after local midnight, 0 to 1440; not after the start: on the next day."""
    people: int
    """How many are on duty."""

    def __post_init__(self) -> None:
        """Refuses numbers outside their range.

        Raises:
            ValueError: a day, a minute or the number of people is out of range.
        """
        if not self.days <= EVERY_DAY:
            raise ValueError("The days of a shift are 0 (Monday) to 6 (Sunday).")
        if not 0 <= self.start_minute < MINUTES_PER_DAY:
            raise ValueError("A shift starts between 00:00 and 23:59.")
        if not 0 <= self.end_minute <= MINUTES_PER_DAY:
            raise ValueError("A shift ends between 00:00 and 24:00.")
        if self.people < 0:
            raise ValueError("A shift cannot have fewer than 0 people.")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Shifts that repeat every week and add up."""

    shifts: tuple[Shift, ...]
    holidays: str | None = None
    """ISO code of the country on whose national holidays no shift starts; ``None``: none kept."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How many are on duty from ``start`` to ``end``, both included; all in UTC ms."""

    start: int
    end: int
    times: tuple[int, ...]
    """Where the level changes, ascending; the first is ``start``, the last at most ``end``."""
    levels: tuple[int, ...]
    """The level from each time until the next; neighbours differ."""
    off: tuple[int, ...]
    """Ms with nobody on duty from ``start`` until each time."""


def always(people: int) -> WeeklyHours:
    """Hours around the clock, with that many people."""
    return WeeklyHours((Shift(EVERY_DAY, 0, MINUTES_PER_DAY, people),))


def never() -> WeeklyHours:
    """Hours in which nobody is ever on duty."""
    return WeeklyHours(())


def level(cal: Calendar, t: int) -> int:
    """How many are on duty at instant t (UTC ms).

    Raises:
        ValueError: t is outside the calendar.
    """
    return cal.levels[_index(cal, t)]


def next_boundary(cal: Calendar, t: int) -> int | None:
    """The first change of level strictly after instant t, in UTC ms; ``None`` if there is none.

    Raises:
        ValueError: t is outside the calendar.
    """
    i = _index(cal, t) + 1
    return cal.times[i] if i < len(cal.times) else None


def off_until(cal: Calendar, t: int) -> int:
    """Ms with nobody on duty from the calendar's start (included) to t (UTC ms, excluded).

    Raises:
        ValueError: t is outside the calendar.
    """
    i = _index(cal, t)
    return cal.off[i] + (0 if cal.levels[i] else t - cal.times[i])


def _index(cal: Calendar, t: int) -> int:
    if not cal.start <= t <= cal.end:
        raise ValueError(f"Instant {t} is outside the calendar, {cal.start} to {cal.end} ms.")
    return bisect_right(cal.times, t) - 1


def build(
    hours: WeeklyHours, zone_name: str, start_ms: int, end_ms: int
) -> tuple[Calendar, tuple[str, ...]]:
    """The calendar of weekly hours in a zone; repeated calls are answered from memory.

    Args:
        hours: the shifts, in local time.
        zone_name: the IANA name of the zone.
        start_ms: first instant of the calendar, UTC ms.
        end_ms: last instant of the calendar, UTC ms; a change at it still counts.

    Returns:
        The calendar, and notes: boundaries that a clock change skips or repeats, and years for
        which no holidays are known.

    Raises:
        ValueError: the zone or the country is unknown, or the end is not after the start.
    """
    return _build(hours, zone_name, start_ms, end_ms)


@lru_cache(maxsize=4096)
def _build(
    hours: WeeklyHours, zone_name: str, start: int, end: int
) -> tuple[Calendar, tuple[str, ...]]:
    tz = zone(zone_name)
    if end <= start:
        raise ValueError(f"A calendar ends after it starts; {end} is not after {start} (UTC ms).")
    # A shift of the day before may run on; a clock put back past midnight has shown the next day.
    first = wall_reading(start, tz) // MS_PER_DAY - 1
    last = wall_reading(end, tz) // MS_PER_DAY + 1
    changes, notes = _wall_changes(hours, first, last)
    present = 0
    times, levels = [start], [0]
    for wall in sorted(changes):
        if not changes[wall]:
            continue  # one shift takes over from another: no boundary of the level
        reading, instants = resolve_wall(wall * MS_PER_MINUTE, tz)
        at = instants[0]
        if at > end:
            break
        present += changes[wall]
        if reading != "ok" and at >= start:
            notes.append(_clock_note(reading, wall, at, zone_name))
        if at <= times[-1]:
            levels[-1] = present
        else:
            times.append(at)
            levels.append(present)
    return _merged(start, end, times, levels), tuple(notes)


def _wall_changes(hours: WeeklyHours, first: int, last: int) -> tuple[dict[int, int], list[str]]:
    """Change of level by wall reading in minutes, for shifts of days since 1970 first to last."""
    changes: dict[int, int] = {}
    without: set[int] = set()
    for day in range(first, last + 1):
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
        shifts = [s for s in hours.shifts if weekday in s.days]
        if shifts and hours.holidays is not None:
            ordinal = day + _EPOCH_ORDINAL
            year = date.fromordinal(ordinal).year
            known = _holidays(hours.holidays, year)
            if not known:
                without.add(year)
            if ordinal in known:
                continue
        for shift in shifts:
            start = day * MINUTES_PER_DAY + shift.start_minute
            end = day * MINUTES_PER_DAY + shift.end_minute
            if shift.end_minute <= shift.start_minute:
                end += MINUTES_PER_DAY
            changes[start] = changes.get(start, 0) + shift.people
            changes[end] = changes.get(end, 0) - shift.people
    notes = [
        f"No national holidays of {hours.holidays} are known for {year}; none are kept."
        for year in sorted(without)
    ]
    return changes, notes


def _clock_note(reading: Reading, wall: int, at: int, zone_name: str) -> str:
    day, minute = divmod(wall, MINUTES_PER_DAY)
    shown = f"{minute // 60:02}:{minute % 60:02} on {date.fromordinal(day + _EPOCH_ORDINAL)}"
    if reading == "gap":
        rule = "falls in a clock gap; it counts at the gap's end"
    else:
        rule = "occurs twice; it counts at its first occurrence"
    taken = local_text(at, zone_name)
    return f"The shift boundary {shown} in {zone_name} {rule}, {taken}."


def _merged(start: int, end: int, times: Sequence[int], levels: Sequence[int]) -> Calendar:
    kept_times, kept_levels, off = [start], [levels[0]], [0]
    for at, now in zip(times[1:], levels[1:], strict=True):
        if now == kept_levels[-1]:
            continue
        off.append(off[-1] + (0 if kept_levels[-1] else at - kept_times[-1]))
        kept_times.append(at)
        kept_levels.append(now)
    return Calendar(start, end, tuple(kept_times), tuple(kept_levels), tuple(off))


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> frozenset[int]:
    """Ordinals of a country's national holidays in a year; none when the year is not covered."""
    import holidays  # slow to import, and most calendars keep none

    try:
        found = holidays.country_holidays(country, years=year, expand=False)
    except NotImplementedError:
        hint = nearest(country, holidays.list_supported_countries(include_aliases=False))
        raise ValueError(
            f'No holidays are known for the country "{country}"; '
            f'use a two-letter ISO code like "JP". {hint}'
        ) from None
    return frozenset(day.toordinal() for day in found if day.year == year)


def is_holiday(country: str, utc_ms: int, zone_name: str) -> bool:
    """Whether it is a national holiday of a country at an instant, by a zone's clock.

    Raises:
        ValueError: the zone or the country is unknown.
    """
    ordinal = wall_reading(utc_ms, zone(zone_name)) // MS_PER_DAY + _EPOCH_ORDINAL
    return ordinal in _holidays(country, date.fromordinal(ordinal).year)


def holidays_are_known(country: str) -> None:
    """Does nothing where the holidays of a country are known.

    Raises:
        ValueError: they are not; the sentence gives the nearest code.
    """
    _holidays(country, 2026)  # any year will do


def shared_minutes(places: Sequence[tuple[WeeklyHours, str]], week_start_ms: int) -> int:
    """Minutes in which every place is on duty, in the 168 hours from an instant.

    Args:
        places: hours and zone of each place.
        week_start_ms: start of the week, UTC ms.

    Returns:
        Whole minutes; a rest below one minute is dropped.

    Raises:
        ValueError: there is no place, or a zone or country is unknown.
    """
    if not places:
        raise ValueError("Shared hours need at least one place.")
    end = week_start_ms + 7 * MS_PER_DAY
    calendars = [build(hours, name, week_start_ms, end)[0] for hours, name in places]
    cuts = sorted({t for cal in calendars for t in cal.times} | {end})
    shared = sum(
        after - before
        for before, after in pairwise(cuts)
        if all(level(cal, before) for cal in calendars)
    )
    return shared // MS_PER_MINUTE
