"""Calendars and zones against a minute-by-minute walk of the zone data, and known answers."""

from __future__ import annotations

import importlib.resources
import itertools
import shutil
import subprocess
import sys
import zoneinfo
from bisect import bisect_right
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from renkei.checks import zones
from renkei.checks.calendar import (
    Calendar,
    Shift,
    WeeklyHours,
    always,
    build,
    dtg,
    level,
    local_text,
    never,
    next_boundary,
    off_until,
    parse_clock,
    parse_days,
    resolve_local,
    shared_minutes,
    zone,
    zone_version,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def utc(text: str) -> int:
    """UTC ms of an ISO date and time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


def office(start: int, end: int, holidays: str | None = None) -> WeeklyHours:
    """One person, Monday to Friday, between two whole hours."""
    return WeeklyHours((Shift(WEEKDAYS, start * 60, end * 60, 1),), holidays)


# --- The oracle: every UTC minute, read on the local clock -----------------------------------
#
# A shift covers a minute if the local clock, at that minute, reads between its start and its
# end on a day of the shift that is no holiday, or on the day before for an overnight shift.
#
# * In a gap that reading already means the rule: the clock never shows the skipped readings,
#   so a boundary among them takes effect at the first minute after them.
# * In an overlap the plain reading would set people off and on duty twice. The rule is "at its
#   first occurrence". It is the same reading on a clock that never runs back: through the
#   second pass it holds the latest time it has shown (``held``). Outside second passes held and
#   plain readings are equal, so `test_plain_clock` compares every minute but those, and
#   `test_held_clock` all minutes.

HOLIDAYS = {
    "JP": """2025-01-01 2025-01-13 2025-02-11 2025-02-23 2025-02-24 2025-03-20 2025-04-29
        2025-05-03 2025-05-04 2025-05-05 2025-05-06 2025-07-21 2025-08-11 2025-09-15 2025-09-23
        2025-10-13 2025-11-03 2025-11-23 2025-11-24 2026-01-01 2026-01-12 2026-02-11 2026-02-23
        2026-03-20 2026-04-29 2026-05-03 2026-05-04 2026-05-05 2026-05-06 2026-07-20 2026-08-11
        2026-09-21 2026-09-22 2026-09-23 2026-10-12 2026-11-03 2026-11-23 2027-01-01""".split(),
    "US": """2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01
        2025-10-13 2025-11-11 2025-11-27 2025-12-25 2026-01-01 2026-01-19 2026-02-16 2026-05-25
        2026-06-19 2026-07-03 2026-07-04 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25
        2027-01-01""".split(),
}
"""As the two governments publish them, so that the library is checked as well."""

MOMENTS = (
    # Both clock changes of a year, then holidays, then stranger changes of the clock.
    ("America/New_York", "2025-03-09 07:00"),
    ("America/New_York", "2025-11-02 06:00"),
    ("Europe/Brussels", "2025-03-30 01:00"),
    ("Europe/Brussels", "2026-10-25 01:00"),
    ("Australia/Sydney", "2025-04-05 16:00"),
    ("Australia/Sydney", "2025-10-04 16:00"),
    ("Australia/Lord_Howe", "2025-04-05 15:00"),
    ("Australia/Lord_Howe", "2025-10-04 15:30"),
    ("Asia/Tokyo", "2026-05-05 00:00"),
    ("Pacific/Honolulu", "2026-11-26 12:00"),
    ("Asia/Seoul", "2025-12-31 15:00"),
    ("Asia/Kathmandu", "2026-01-01 00:00"),
    ("UTC", "2026-07-04 00:00"),
    ("America/Havana", "2025-03-09 05:00"),  # midnight does not exist
    ("America/Havana", "2025-11-02 05:00"),  # midnight to 01:00 exists twice
    ("America/St_Johns", "2006-10-29 02:31"),  # 00:01 back to 23:01 of the day before
    ("Pacific/Apia", "2011-12-30 10:00"),  # a whole day does not exist
)


@cache
def own_zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone, loaded without the code under test."""
    with importlib.resources.files("tzdata.zoneinfo").joinpath(name).open("rb") as data:
        return zoneinfo.ZoneInfo.from_file(data)


@cache
def walk(name: str, first: int, count: int) -> tuple[tuple[int, int, bool], ...]:
    """For UTC minutes from first: plain reading, held reading, whether in a second pass."""
    tz = own_zone(name)
    rows: list[tuple[int, int, bool]] = []
    held = -(10**12)
    for minute in range(first - 2 * 1440, first + count):  # held needs the days before
        local = datetime.fromtimestamp(minute * 60, tz)
        reading = local.toordinal() * 1440 + local.hour * 60 + local.minute
        held = max(held, reading)
        rows.append((reading, held, local.fold == 1))
    return tuple(rows[2 * 1440 :])


def covered(hours: WeeklyHours, readings: list[int]) -> list[int]:
    """The level at each reading of the clock."""
    kept = {date.fromisoformat(d).toordinal() for d in HOLIDAYS.get(hours.holidays or "", [])}
    levels = []
    for reading in readings:
        today, minute = divmod(reading, 1440)
        people = 0
        for shift in hours.shifts:
            overnight = shift.end_minute <= shift.start_minute
            for day in (today, today - 1):
                if (day - 1) % 7 not in shift.days or day in kept:
                    continue
                if day == today:
                    on = shift.start_minute <= minute and (overnight or minute < shift.end_minute)
                else:
                    on = overnight and minute < shift.end_minute
                people += shift.people if on else 0
        levels.append(people)
    return levels


def by_minute(cal: Calendar) -> list[int]:
    """The calendar's level in each minute; its boundaries must be whole minutes."""
    assert all((t - cal.start) % MINUTE == 0 for t in cal.times)
    return [cal.levels[bisect_right(cal.times, t) - 1] for t in range(cal.start, cal.end, MINUTE)]


MINUTES = st.one_of(
    st.integers(0, 1439), st.sampled_from((0, 1, 60, 90, 119, 120, 121, 150, 179, 180, 1381, 1400))
)


@st.composite
def weekly_hours(draw: st.DrawFn) -> WeeklyHours:
    """Up to three shifts, many with boundaries at the hours at which clocks change."""
    shifts = tuple(
        Shift(
            draw(st.frozensets(st.integers(0, 6), min_size=1)),
            draw(MINUTES),
            draw(st.one_of(MINUTES, st.just(1440))),
            draw(st.integers(1, 3)),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    return WeeklyHours(shifts, draw(st.sampled_from((None, None, "JP", "US"))))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[WeeklyHours, str, int]:
    """Hours, zone, and the UTC minute at which a week starts that holds a moment of the list."""
    name, moment = draw(st.sampled_from(MOMENTS))
    hours = draw(weekly_hours())
    if moment < "2025":
        hours = WeeklyHours(hours.shifts)
    before = draw(st.sampled_from((0, 1, 20, 45, 59, 1441, 3 * 1440, 6 * 1440)))
    return hours, name, utc(moment) // MINUTE - before


NIGHT = WeeklyHours((Shift(frozenset((6,)), 90, 150, 1), Shift(frozenset((5,)), 1320, 150, 2)))


@settings(max_examples=120, deadline=None)
@given(weeks())
@example((NIGHT, "America/New_York", utc("2025-11-01") // MINUTE))
def test_held_clock(case: tuple[WeeklyHours, str, int]) -> None:
    hours, name, first = case
    cal, _ = build(hours, name, first * MINUTE, first * MINUTE + WEEK)
    rows = walk(name, first, 7 * 1440)
    assert by_minute(cal) == covered(hours, [held for _, held, _ in rows])


@settings(max_examples=120, deadline=None)
@given(weeks())
@example((NIGHT, "America/New_York", utc("2025-11-01") // MINUTE))
def test_plain_clock(case: tuple[WeeklyHours, str, int]) -> None:
    hours, name, first = case
    cal, _ = build(hours, name, first * MINUTE, first * MINUTE + WEEK)
    rows = walk(name, first, 7 * 1440)
    expected = covered(hours, [reading for reading, _, _ in rows])
    once = [i for i, (_, _, second_pass) in enumerate(rows) if not second_pass]
    levels = by_minute(cal)
    assert [levels[i] for i in once] == [expected[i] for i in once]


@settings(max_examples=100, deadline=None)
@given(weeks(), st.lists(st.integers(0, WEEK), min_size=1, max_size=20))
def test_questions_to_a_calendar(case: tuple[WeeklyHours, str, int], at: list[int]) -> None:
    hours, name, first = case
    cal, _ = build(hours, name, first * MINUTE, first * MINUTE + WEEK)
    assert cal.times[0] == cal.start
    assert cal.times[-1] <= cal.end
    assert all(a < b for a, b in zip(cal.times, cal.times[1:], strict=False))
    assert all(a != b for a, b in zip(cal.levels, cal.levels[1:], strict=False))
    assert len(cal.times) == len(cal.levels) == len(cal.off)
    levels = by_minute(cal)
    for t in at:
        minute, rest = divmod(t, MINUTE)
        now = levels[min(minute, len(levels) - 1)]
        if t < WEEK:
            assert level(cal, cal.start + t) == now
        off = levels[:minute].count(0) * MINUTE + (rest if now == 0 else 0)
        assert off_until(cal, cal.start + t) == off
        after = next_boundary(cal, cal.start + t)
        assert after == min((b for b in cal.times if b > cal.start + t), default=None)


def test_outside_and_at_the_ends() -> None:
    start = utc("2026-06-01")  # a Monday
    cal, _ = build(office(8, 16), "UTC", start, start + 8 * HOUR)
    assert (level(cal, start), level(cal, start + 8 * HOUR - 1)) == (0, 0)
    assert level(cal, cal.end) == 1, "an event exactly at the horizon still occurs"
    assert next_boundary(cal, start) == cal.end
    assert next_boundary(cal, cal.end) is None
    assert off_until(cal, cal.end) == 8 * HOUR
    for t in (start - 1, cal.end + 1):
        for ask in (level, next_boundary, off_until):
            with pytest.raises(ValueError, match="outside the calendar"):
                ask(cal, t)
    with pytest.raises(ValueError, match="ends after it starts"):
        build(office(8, 16), "UTC", start, start)


def test_around_the_clock_and_never() -> None:
    for name, moment in MOMENTS:
        start = utc(moment) - 3 * DAY
        cal, notes = build(always(4), name, start, start + WEEK)
        assert (cal.times, cal.levels, cal.off, notes) == ((start,), (4,), (0,), ())
        day = Shift(EVERY_DAY, 450, 450, 4)  # start == end: 24 hours
        assert build(WeeklyHours((day,)), name, start, start + WEEK)[0] == cal
        cal, notes = build(never(), name, start, start + WEEK)
        assert (cal.times, cal.levels, cal.off, notes) == ((start,), (0,), (0,), ())
        assert off_until(cal, start + WEEK) == WEEK


def test_shifts_add_up_and_hand_over() -> None:
    start = utc("2026-06-01")
    hours = WeeklyHours(
        (
            Shift(EVERY_DAY, 0, 720, 2),
            Shift(EVERY_DAY, 720, 0, 2),  # takes over: no boundary
            Shift(frozenset((0,)), 660, 780, 3),
        )
    )
    cal, _ = build(hours, "UTC", start, start + DAY)
    assert cal.times == (start, start + 11 * HOUR, start + 13 * HOUR)
    assert cal.levels == (2, 5, 2)


# --- Gap and overlap, by hand -----------------------------------------------------------------


def clock(utc_ms: int) -> str:
    """The time of day in UTC."""
    return f"{datetime.fromtimestamp(utc_ms / 1000, UTC):%H:%M}"


def on_duty(start: str, end: str, zone_name: str, day: str) -> tuple[list[str], tuple[str, ...]]:
    """On-duty spans (UTC clock) of one shift on one date, and the notes."""
    when = date.fromisoformat(day)
    hours = WeeklyHours(
        (Shift(frozenset((when.weekday(),)), parse_clock(start), parse_clock(end), 1),)
    )
    middle = utc(f"{day} 12:00")
    cal, notes = build(hours, zone_name, middle - 2 * DAY, middle + 2 * DAY)
    assert all(x != y for x, y in zip(cal.levels, cal.levels[1:], strict=False)), "merged"
    spans = zip(cal.times, cal.times[1:], cal.levels, strict=False)
    return [f"{clock(a)}-{clock(b)}" for a, b, now in spans if now], notes


@pytest.mark.parametrize(
    ("start", "end", "spans", "notes"),
    [
        ("02:30", "09:00", ["07:00-13:00"], 1),  # starts in the gap: at its end, 03:00 EDT
        ("01:00", "02:30", ["06:00-07:00"], 1),  # ends in the gap: at its end
        ("02:00", "04:00", ["07:00-08:00"], 1),  # 02:00 itself does not exist
        ("01:00", "03:00", ["06:00-07:00"], 0),  # 03:00 does: it is the gap's end
        ("02:10", "02:50", [], 2),  # wholly in the gap: nobody comes
        ("01:59", "03:01", ["06:59-07:01"], 0),
    ],
)
def test_gap(start: str, end: str, spans: list[str], notes: int) -> None:
    found, said = on_duty(start, end, "America/New_York", "2025-03-09")
    assert (found, len(said)) == (spans, notes)


@pytest.mark.parametrize(
    ("start", "end", "spans", "notes"),
    [
        ("01:30", "09:00", ["05:30-14:00"], 1),  # from the first 01:30, through the second
        ("00:00", "01:30", ["04:00-05:30"], 1),  # until the first 01:30; the second is off
        ("01:15", "01:45", ["05:15-05:45"], 2),  # once, not twice
        ("01:00", "02:00", ["05:00-07:00"], 1),  # 01:00 exists twice, 02:00 once: two hours
        ("00:59", "02:00", ["04:59-07:00"], 0),
    ],
)
def test_overlap(start: str, end: str, spans: list[str], notes: int) -> None:
    found, said = on_duty(start, end, "America/New_York", "2025-11-02")
    assert (found, len(said)) == (spans, notes)


def test_notes_in_words() -> None:
    assert on_duty("02:30", "09:00", "America/New_York", "2025-03-09")[1] == (
        "The shift boundary 02:30 on 2025-03-09 in America/New_York falls in a clock gap; "
        "it counts at the gap's end, Sun 03:00 EDT (UTC-04:00).",
    )
    assert on_duty("01:30", "09:00", "America/New_York", "2025-11-02")[1] == (
        "The shift boundary 01:30 on 2025-11-02 in America/New_York occurs twice; "
        "it counts at its first occurrence, Sun 01:30 EDT (UTC-04:00).",
    )


def test_notes_only_of_the_calendars_own_days() -> None:
    hours = WeeklyHours((Shift(frozenset((6,)), 150, 540, 1),))
    gap = utc("2025-03-09 07:00")
    spans = ((gap - DAY, gap - 1), (gap - HOUR, gap), (gap, gap + DAY), (gap + 1, gap + DAY))
    assert [len(build(hours, "America/New_York", a, b)[1]) for a, b in spans] == [0, 1, 1, 0]
    after, _ = build(hours, "America/New_York", gap + 1, gap + DAY)
    assert after.levels[0] == 1


def test_a_calendar_that_ends_after_a_midnight_that_will_come_again() -> None:
    # St John's went from 00:01 back to 23:01; at the second 23:10 Sunday's shift is on already.
    hours = WeeklyHours((Shift(frozenset((6,)), 0, 480, 1),))
    end = utc("2006-10-29 02:40")
    cal, notes = build(hours, "America/St_Johns", end - DAY, end)
    assert (cal.times[1:], cal.levels, len(notes)) == ((utc("2006-10-29 02:30"),), (0, 1), 1)


def test_half_hour_change() -> None:
    # Lord Howe puts its clock forward by 30 minutes only, from 02:00 to 02:30.
    found, notes = on_duty("02:15", "03:00", "Australia/Lord_Howe", "2025-10-05")
    assert (found, len(notes)) == (["15:30-16:00"], 1)


# --- Holidays ---------------------------------------------------------------------------------


def test_tokyo_is_closed_in_golden_week() -> None:
    start = resolve_local("2026-05-04 00:00", "Asia/Tokyo").utc_ms
    open_days = [
        i
        for i in range(5)
        if level(
            build(office(8, 17, "JP"), "Asia/Tokyo", start, start + WEEK)[0],
            start + i * DAY + 10 * HOUR,
        )
    ]
    assert open_days == [3, 4], "Monday 4 to Wednesday 6 May 2026 are holidays"
    plain, _ = build(office(8, 17), "Asia/Tokyo", start, start + WEEK)
    assert level(plain, start + 10 * HOUR) == 1


def test_thanksgiving_and_the_night_before() -> None:
    hours = WeeklyHours((Shift(EVERY_DAY, 1200, 480, 1),), "US")  # 20:00 to 08:00
    thursday = resolve_local("2026-11-26 00:00", "America/New_York").utc_ms
    cal, _ = build(hours, "America/New_York", thursday - DAY, thursday + 3 * DAY)
    assert level(cal, thursday + 7 * HOUR) == 1, "the shift that began on Wednesday is finished"
    assert level(cal, thursday + 22 * HOUR) == 0, "none starts on the holiday"
    assert level(cal, thursday + 31 * HOUR) == 0, "nor does its second half happen on Friday"
    assert level(cal, thursday + 46 * HOUR) == 1


def test_holidays_that_are_not_known() -> None:
    start = utc("2026-06-01")
    with pytest.raises(ValueError, match=r'country "Nippon".*two-letter ISO code like "JP"'):
        build(office(8, 17, "Nippon"), "Asia/Tokyo", start, start + WEEK)
    _, notes = build(office(8, 17, "JP"), "Asia/Tokyo", utc("1941-12-01"), utc("1941-12-09"))
    assert notes == ("No national holidays of JP are known for 1941; none are kept.",)


# --- Known answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closing", "answer", "rounded"),
    [
        (16, Fraction(4 * 16**2 + 64**2, 336), 15.2381),
        (17, Fraction(4 * 225 + 63**2, 336), 14.4911),
    ],
)
def test_v15_wait_for_the_next_open_minute(closing: int, answer: Fraction, rounded: float) -> None:
    """An arrival at a random instant of a week waits sum(gap^2) / (2 * 168 h) on average."""
    start = utc("2026-06-01 08:00")  # Monday's opening, so that no gap crosses the ends
    cal, _ = build(office(8, closing), "UTC", start, start + WEEK)
    off = [*cal.off, off_until(cal, cal.end)]
    gaps = [Fraction(b - a, HOUR) for a, b in itertools.pairwise(off) if b > a]
    assert len(gaps) == 5
    mean = sum(g**2 for g in gaps) / (2 * 168)
    assert mean == answer
    assert round(float(mean), 4) == rounded


V18 = [
    (("Asia/Tokyo", "Pacific/Honolulu"), 16, 16),
    (("Asia/Tokyo", "America/New_York"), 0, 0),
    (("Pacific/Honolulu", "America/New_York"), 20, 15),
    (("Asia/Tokyo", "Europe/Brussels"), 5, 10),
    (("America/New_York", "Europe/Brussels"), 15, 15),
    (("Asia/Tokyo", "Asia/Seoul"), 45, 45),
    (("Asia/Tokyo", "Australia/Sydney"), 35, 40),
    (("Asia/Tokyo", "Pacific/Honolulu", "America/New_York"), 0, 0),
]


@pytest.mark.parametrize(("names", "winter", "summer"), V18)
def test_v18_shared_hours(names: tuple[str, ...], winter: int, summer: int) -> None:
    places = [(office(8, 17), name) for name in names]
    assert shared_minutes(places, utc("2025-01-13")) == winter * 60
    assert shared_minutes(places, utc("2025-07-14")) == summer * 60


def test_shared_minutes_need_a_place() -> None:
    assert shared_minutes([(always(1), "UTC")], 0) == 7 * 1440
    with pytest.raises(ValueError, match="at least one place"):
        shared_minutes([], 0)


def test_v20_a_fixed_washington_call_moves_in_tokyo() -> None:
    seen = [
        local_text(resolve_local(f"{day} 08:00", "America/New_York").utc_ms, "Asia/Tokyo")
        for day in ("2025-03-06", "2025-03-13")
    ]
    assert seen == ["Thu 22:00 JST (UTC+09:00)", "Thu 21:00 JST (UTC+09:00)"]


def test_v21_a_day_of_23_hours() -> None:
    before = resolve_local("2025-03-08 08:00", "America/New_York")
    after = resolve_local("2025-03-09 08:00", "America/New_York")
    assert after.utc_ms - before.utc_ms == 23 * HOUR


def test_v22_what_does_not_exist_or_exists_twice() -> None:
    gap = resolve_local("2025-03-09 02:30", "America/New_York")
    assert (gap.kind, gap.instants, gap.utc_ms) == (
        "gap",
        (utc("2025-03-09 07:00"),),
        utc("2025-03-09 07:00"),
    )
    assert gap.words == (
        "2025-03-09 02:30 does not exist in America/New_York: "
        "the clock goes forward past it, to Sun 03:00 EDT (UTC-04:00)."
    )
    twice = resolve_local("2025-11-02 01:30", "America/New_York")
    assert (twice.kind, twice.instants, twice.utc_ms) == (
        "overlap",
        (utc("2025-11-02 05:30"), utc("2025-11-02 06:30")),
        utc("2025-11-02 05:30"),
    )
    assert "Sun 01:30 EDT (UTC-04:00) and Sun 01:30 EST (UTC-05:00)" in twice.words


def test_v22_a_written_offset_settles_it() -> None:
    first = resolve_local("2025-11-02 01:30-04:00", "America/New_York")
    second = resolve_local("2025-11-02T01:30-05:00", "America/New_York")
    assert (first.kind, first.utc_ms) == ("ok", utc("2025-11-02 05:30"))
    assert (second.kind, second.utc_ms) == ("ok", utc("2025-11-02 06:30"))
    assert resolve_local("2025-03-09 02:30-05:00", "America/New_York").kind == "gap"


def test_v23_oslo_1940() -> None:
    written = {
        offset: resolve_local(f"1940-04-09T01:00{offset}", "Europe/Oslo")
        for offset in ("+01:00", "+02:00")
    }
    assert sorted(r.kind for r in written.values()) == ["offset-conflict", "ok"]
    wrong = next(r for r in written.values() if r.kind != "ok")
    right = next(r for r in written.values() if r.kind == "ok")
    assert wrong.instants == (right.utc_ms,)
    assert abs(wrong.utc_ms - right.utc_ms) == HOUR
    # With this release of the zone data, Oslo's clock follows Berlin's.
    assert wrong.words == (
        "1940-04-09 01:00 is written with offset +01:00, but Europe/Oslo is at +02:00 then "
        f"(zone data {zone_version()})."
    )


# --- Reading and writing times ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zone_name", "at"),
    [
        ("2026-06-06 03:00", "Asia/Tokyo", "2026-06-05 18:00"),
        ("2026-06-06T03:00+09:00", "Asia/Tokyo", "2026-06-05 18:00"),
        ("2026-06-06 03:00:30 +0900", "Asia/Tokyo", "2026-06-05 18:00:30"),
        ("2026-06-06T03:00Z", "UTC", "2026-06-06 03:00"),
        ("2026-01-01 00:00", "Asia/Kathmandu", "2025-12-31 18:15"),
    ],
)
def test_local_times(text: str, zone_name: str, at: str) -> None:
    found = resolve_local(text, zone_name)
    assert (found.kind, found.utc_ms, found.instants) == ("ok", utc(at), (utc(at),))
    assert not found.words


def test_zulu_where_a_local_time_is_due() -> None:
    found = resolve_local("2026-06-06T03:00Z", "Asia/Tokyo")
    assert (found.kind, found.utc_ms) == ("offset-conflict", utc("2026-06-06 03:00"))
    assert found.instants == (utc("2026-06-05 18:00"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6 June 2026", 'write it like "2026-06-06 03:00"'),
        ("2026-06-06", "is not a local time"),
        ("2026-02-30 03:00", "is not in the calendar"),
        ("2026-06-06 24:00", 'write "00:00" of the next day'),
        ("2026-06-06 03:00+25:00", "no possible offset"),
    ],
)
def test_unreadable_local_times(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        resolve_local(text, "Asia/Tokyo")


def test_date_time_group_and_local_text() -> None:
    at = utc("2026-06-05 18:00:59")
    assert dtg(at) == "051800Z JUN 26"
    assert dtg(utc("2026-06-06 03:00")) == "060300Z JUN 26"
    assert local_text(at, "Asia/Tokyo") == "Sat 03:00 JST (UTC+09:00)"
    assert local_text(at, "Pacific/Honolulu") == "Fri 08:00 HST (UTC-10:00)"
    assert local_text(at, "Asia/Kathmandu") == "Fri 23:45 (UTC+05:45)"
    assert local_text(at, "UTC") == "Fri 18:00 UTC"
    assert local_text(utc("1880-01-01 00:00"), "Asia/Tokyo") == "Thu 09:18 LMT (UTC+09:18:59)"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Tue", {1}),
        ("Sat,Sun", {5, 6}),
        ("Mon-Wed,Fri", {0, 1, 2, 4}),
        ("Mon - Wed, Fri", {0, 1, 2, 4}),
        ("Fri-Mon", {4, 5, 6, 0}),
        ("daily", set(range(7))),
    ],
)
def test_days(text: str, days: set[int]) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Monday", '"Monday" is not a day of the week; write "Mon"'),
        ("mon-fri", '"mon" in "mon-fri" is not a day of the week; write "Mon"'),
        ("Mon,", 'An empty place in "Mon,"'),
        ("", "An empty place"),
        ("Mon–Fri", 'write days like "Mon-Fri"'),
        ("weekdays", 'write days like "Mon-Fri"'),
        ("Mon-Wed-Fri", 'write days like "Mon-Fri"'),
        ("Daily", 'write "daily"'),
        ("Mon,daily", 'write "daily" on its own'),
        ("Tue-Tue", 'write "Tue" for the day'),
    ],
)
def test_days_misspelt(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_days(text)


def test_clock() -> None:
    assert [parse_clock(t) for t in ("00:00", "08:05", "23:59", "24:00")] == [0, 485, 1439, 1440]


@pytest.mark.parametrize(
    ("text", "hint"),
    [("8:00", "08:00"), ("17.30", "17:30"), ("0800", "08:00"), ("24:01", "08:00"), ("8", "08:00")],
)
def test_clock_misspelt(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=f'write "{hint}"'):
        parse_clock(text)


@pytest.mark.parametrize(
    ("days", "start", "end", "people"),
    [({7}, 0, 60, 1), ({0}, 1440, 60, 1), ({0}, 0, 1441, 1), ({0}, 0, 60, -1)],
)
def test_shifts_out_of_range(days: set[int], start: int, end: int, people: int) -> None:
    with pytest.raises(ValueError, match="shift"):
        Shift(frozenset(days), start, end, people)


# --- Where the zone data come from ------------------------------------------------------------


def test_unknown_zones() -> None:
    with pytest.raises(ValueError, match=r'zone "Asia/Tokio".*"Asia/Tokyo"'):
        zone("Asia/Tokio")
    with pytest.raises(ValueError, match='"America/New_York"'):
        zone("New York")
    for name in ("../zones", "", "JST", "/Asia/Tokyo", "Asia"):
        with pytest.raises(ValueError, match="Unknown time zone"):
            zone(name)


def test_the_machines_own_zone_data_are_never_read(tmp_path: Path) -> None:
    data = importlib.resources.files("tzdata.zoneinfo").joinpath("Etc", "UTC")
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Tokyo").write_bytes(data.read_bytes())
    found = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    zone.cache_clear()
    try:
        assert zones.utc_offset(0, zoneinfo.ZoneInfo("Asia/Tokyo")) == 0, "the trap works"
        assert zones.utc_offset(0, zone("Asia/Tokyo")) == 9 * HOUR
    finally:
        zoneinfo.reset_tzpath(to=found)
        zoneinfo.ZoneInfo.clear_cache()
        zone.cache_clear()
        shutil.rmtree(tmp_path)


def test_every_zone_loads() -> None:
    for name in zones.zone_names():
        assert zone(name).key == name
    assert zone("Asia/Tokyo") is zone("Asia/Tokyo")
    assert zone_version()[:2] == "20"


def test_import_stays_light() -> None:
    code = (
        "import sys, renkei.checks.calendar as c; c.build(c.always(1), 'Asia/Tokyo', 0, 1);"
        "print([m for m in ('holidays', 'numpy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
