"""Zone arithmetic: wall clocks, instants, and the hours that a clock skips or repeats.

An instant is UTC in whole milliseconds since the Unix epoch. A *wall reading* is what a local
clock shows, counted in milliseconds as if that clock ran on UTC. Zone data come from the pinned
``tzdata`` package alone, never from the machine, so every machine gets the same answer.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Literal
from zoneinfo import ZoneInfo

MS_PER_MINUTE = 60_000
MS_PER_DAY = 86_400_000
MINUTES_PER_DAY = 1440
EVERY_DAY = frozenset(range(7))

Reading = Literal["ok", "gap", "overlap"]
"""How often a zone's clock shows a wall reading: once, never, twice."""

Kind = Literal["ok", "gap", "overlap", "offset-conflict"]
"""What :func:`resolve_local` found."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WALL_EPOCH = datetime(1970, 1, 1)  # without a zone: a wall reading
_MS = timedelta(milliseconds=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(?:(Z)|([+-])(\d\d):?(\d\d))?", re.ASCII
)
_CLOCK = re.compile(r"(\d\d):(\d\d)", re.ASCII)
_NEARLY_CLOCK = re.compile(r"(\d{1,2})[:.hH]?(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class LocalInstant:
    """A written local time, as an instant; nothing is guessed without saying so in ``kind``."""

    utc_ms: int
    """UTC ms. ``ok``: the instant; ``gap``: the gap's end; ``overlap``: the first occurrence;
    ``offset-conflict``: the instant by the written offset."""
    kind: Kind
    instants: tuple[int, ...]
    """UTC ms by the zone alone: both for an overlap, the gap's end for a gap, else one. With
    kind ``ok`` and a written offset, only the instant with that offset."""
    words: str = ""
    """One sentence for a finding; empty when ``kind`` is ``ok``."""


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones of the pinned zone data."""
    return frozenset(_data("zones").decode("ascii").split())


@cache
def zone_version() -> str:
    """The release of the zone data in use, such as "2026a"."""
    return str(importlib.import_module("tzdata").IANA_VERSION)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name, from the pinned zone data.

    Args:
        name: an IANA name, "Asia/Tokyo".

    Raises:
        ValueError: there is no such zone; the sentence names the nearest ones.
    """
    if name not in zone_names():
        raise ValueError(f'Unknown time zone "{name}".{_nearest_zones(name)}')
    return ZoneInfo.from_file(BytesIO(_data("zoneinfo", *name.split("/"))), key=name)


def _data(*path: str) -> bytes:
    from importlib.resources import files  # slow to import, and not every command asks the time

    return files("tzdata").joinpath(*path).read_bytes()


def _nearest_zones(name: str) -> str:
    import difflib

    known: dict[str, str] = {}
    for full in sorted(zone_names(), key=lambda n: (n.count("/") != 1, n)):
        known.setdefault(full.casefold(), full)
        known.setdefault(full.rpartition("/")[2].casefold(), full)
    asked = name.casefold().replace(" ", "_")
    close = difflib.get_close_matches(asked, known, n=3, cutoff=0.7)
    if not close:
        return ' Zones are written like "Asia/Tokyo".'
    names = dict.fromkeys(f'"{known[c]}"' for c in close)
    return f" Did you mean {' or '.join(names)}?"


def utc_offset(utc_ms: int, tz: ZoneInfo) -> int:
    """The zone's offset from UTC at an instant (UTC ms), in ms; positive east of Greenwich."""
    return _offset(_at(utc_ms, tz))


def wall_reading(utc_ms: int, tz: ZoneInfo) -> int:
    """What the zone's clock shows at an instant (UTC ms), as a wall reading in ms."""
    return utc_ms + utc_offset(utc_ms, tz)


def resolve_wall(wall_ms: int, tz: ZoneInfo) -> tuple[Reading, tuple[int, ...]]:
    """The instants at which the zone's clock shows a wall reading.

    Args:
        wall_ms: the wall reading, in ms.
        tz: the zone.

    Returns:
        How often the clock shows it, and UTC ms: one instant, both instants of an overlap in
        order, or the end of the gap that skips it.
    """
    naive = _WALL_EPOCH + wall_ms * _MS
    early = _offset(naive.replace(tzinfo=tz))
    late = _offset(naive.replace(tzinfo=tz, fold=1))
    if early == late:
        return "ok", (wall_ms - early,)
    if early > late:
        return "overlap", (wall_ms - early, wall_ms - late)
    # The clock is put forward in (wall - late, wall - early].
    return "gap", (_change_in(wall_ms - late, wall_ms - early, tz),)


def resolve_local(text: str, zone_name: str) -> LocalInstant:
    """A written local date and time, as an instant.

    Args:
        text: "2026-06-06 03:00", with or without seconds or an offset: "2026-06-06T03:00+09:00".
        zone_name: the IANA name of the zone.

    Raises:
        ValueError: the zone is unknown, or the text is not a date and time.
    """
    tz = zone(zone_name)
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is not a local time; write it like "2026-06-06 03:00".')
    date, clock, zulu, sign, hours, minutes = match.groups()
    try:
        naive = datetime.fromisoformat(f"{date}T{clock}")
    except ValueError:
        if clock.startswith("24:00"):
            reason = 'write "00:00" of the next day'
        else:
            reason = 'write it like "2026-06-06 03:00"'
        raise ValueError(f'"{text}" is not in the calendar or on the clock; {reason}.') from None
    wall = (naive - _WALL_EPOCH) // _MS
    reading, instants = resolve_wall(wall, tz)
    written: int | None = 0 if zulu else None
    if sign:
        if int(hours) > 23 or int(minutes) > 59:
            raise ValueError(f'"{text}" has no possible offset; write it like "+09:00".')
        written = (int(hours) * 60 + int(minutes)) * MS_PER_MINUTE * (-1 if sign == "-" else 1)
    shown = f"{date} {clock}"
    if reading == "gap":
        words = (
            f"{shown} does not exist in {zone_name}: the clock goes forward past it, "
            f"to {local_text(instants[0], zone_name)}."
        )
        return LocalInstant(instants[0], "gap", instants, words)
    if written is not None:
        if wall - written in instants:
            return LocalInstant(wall - written, "ok", (wall - written,))
        said = " or ".join(_offset_text(wall - t) for t in instants)
        words = (
            f"{shown} is written with offset {_offset_text(written)}, "
            f"but {zone_name} is at {said} then (zone data {zone_version()})."
        )
        return LocalInstant(wall - written, "offset-conflict", instants, words)
    if reading == "overlap":
        both = " and ".join(local_text(t, zone_name) for t in instants)
        words = f"{shown} exists twice in {zone_name}: {both}; write the offset as well."
        return LocalInstant(instants[0], "overlap", instants, words)
    return LocalInstant(instants[0], "ok", instants)


def clock_change(start_ms: int, end_ms: int, tz: ZoneInfo) -> tuple[int, int] | None:
    """The first change of a zone's clock after an instant, up to another.

    Args:
        start_ms: UTC ms.
        end_ms: UTC ms, not more than some weeks later.
        tz: the zone.

    Returns:
        UTC ms of the change, and by how many ms the clock goes forward (negative: back); None
        if it does not change.
    """
    for before in range(start_ms, end_ms, MS_PER_DAY):
        after = min(before + MS_PER_DAY, end_ms)
        early, late = utc_offset(before, tz), utc_offset(after, tz)
        if early == late:
            continue
        return _change_in(before, after, tz), late - early
    return None


def _change_in(before: int, after: int, tz: ZoneInfo) -> int:
    """The first ms with another offset than at ``before``; there is one in (before, after]."""
    early = utc_offset(before, tz)
    while after - before > 1:
        middle = (before + after) // 2
        if utc_offset(middle, tz) == early:
            before = middle
        else:
            after = middle
    return after


def week_of(utc_ms: int, tz: ZoneInfo) -> tuple[str, ...]:
    """The dates, Monday to Sunday, of the week that a zone's clock is in at an instant."""
    day = wall_reading(utc_ms, tz) // MS_PER_DAY
    monday = day - (day + 3) % 7  # 1970-01-01 was a Thursday
    return tuple((_WALL_EPOCH + timedelta(days=monday + i)).date().isoformat() for i in range(7))


def parse_days(text: str) -> frozenset[int]:
    """The days of a week as written: "Mon-Fri", "Tue", "Sat,Sun", "Fri-Mon", "daily".

    Returns:
        Days, 0 for Monday.

    Raises:
        ValueError: the text names no days; the sentence gives the right spelling.
    """
    if text.strip() == "daily":
        return EVERY_DAY
    days: set[int] = set()
    for part in text.split(","):
        first, hyphen, last = (piece.strip() for piece in part.partition("-"))
        low = _day(first, text)
        if not hyphen:
            days.add(low)
            continue
        span = (_day(last, text) - low) % 7
        if not span:
            raise ValueError(
                f'"{text}" goes from a day to itself; write "{first}" for the day, '
                '"daily" for the whole week.'
            )
        days.update((low + i) % 7 for i in range(span + 1))
    return frozenset(days)


def _day(name: str, text: str) -> int:
    if name in _DAYS:
        return _DAYS.index(name)
    short = name[:3].capitalize()
    if name.casefold() == "daily":
        hint = 'write "daily"' + ("" if text.strip() == name else " on its own")
    elif short in _DAYS and name.isalpha():
        hint = f'write "{short}"'
    else:
        hint = 'write days like "Mon-Fri", "Tue", "Sat,Sun" or "daily"'
    shown = f'"{name}"' if name else "An empty place"
    where = f' in "{text}"' if text != name else ""
    raise ValueError(f"{shown}{where} is not a day of the week; {hint}.")


def parse_clock(text: str) -> int:
    """A time of day as written, "08:00", in minutes after midnight; "24:00" is 1440.

    Raises:
        ValueError: the text is no time of day; the sentence gives the right spelling.
    """
    match = _CLOCK.fullmatch(text)
    minutes = _minutes(match)
    if minutes is None:
        nearly = _minutes(_NEARLY_CLOCK.fullmatch(text.strip()))
        hint = "08:00" if nearly is None else f"{nearly // 60:02}:{nearly % 60:02}"
        raise ValueError(f'"{text}" is not a time of day from 00:00 to 24:00; write "{hint}".')
    return minutes


def _minutes(match: re.Match[str] | None) -> int | None:
    if match is None or int(match[2]) > 59:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= MINUTES_PER_DAY else None


def dtg(utc_ms: int) -> str:
    """The date-time group of an instant (UTC ms) in Zulu, "051800Z JUN 26"; cut to the minute."""
    at = _at(utc_ms)
    return f"{at.day:02}{at.hour:02}{at.minute:02}Z {_MONTHS[at.month - 1]} {at.year % 100:02}"


def local_text(utc_ms: int, zone_name: str) -> str:
    """An instant (UTC ms) on the zone's clock, "Sat 03:00 JST (UTC+09:00)"; cut to the minute.

    Raises:
        ValueError: the zone is unknown.
    """
    at = _at(utc_ms, zone(zone_name))
    shown = f"{_DAYS[at.weekday()]} {at.hour:02}:{at.minute:02}"
    short = at.tzname() or ""
    if short == "UTC":
        return f"{shown} UTC"
    named = f" {short}" if short.isalpha() else ""
    return f"{shown}{named} (UTC{_offset_text(_offset(at))})"


def _at(utc_ms: int, tz: ZoneInfo | None = None) -> datetime:
    at = _EPOCH + utc_ms * _MS
    return at.astimezone(tz) if tz else at


def _offset(at: datetime) -> int:
    offset = at.utcoffset()
    return offset // _MS if offset else 0


def _offset_text(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    minutes, seconds = divmod(abs(offset) // 1000, 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}{tail}"
