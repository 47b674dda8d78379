"""Pieces of the model in plain words: conditions, states, hours, times, estimates, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from renkei.checks.calendar import Calendar, Shift, WeeklyHours, level, next_boundary
from renkei.checks.case import NONE, CasePost, CheckedEstimate
from renkei.checks.zones import EVERY_DAY, MINUTES_PER_DAY, dtg, local_text
from renkei.evidence.duration import words as duration
from renkei.findings import listed as listed
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import Authority
from renkei.model.state import ALWAYS, Condition, Either, Every, Is, Not
from renkei.model.study import Study
from renkei.record.vocabulary import Precedence

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def lines_in_words(at: Iterable[str]) -> str:
    """Several places in files, "a.yaml:27-30, b.yaml:5 and 9"."""
    by_file: dict[str, list[int]] = {}
    for place in at:
        file, _, number = place.rpartition(":")
        by_file.setdefault(file, []).append(int(number))
    shown: list[str] = []
    for file, lines in by_file.items():
        runs: list[list[int]] = []
        for line in sorted(set(lines)):
            if runs and runs[-1][-1] == line - 1:
                runs[-1].append(line)
            else:
                runs.append([line])
        spans = [str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs]
        shown.append(f"{file}:{listed(spans)}")
    return ", ".join(shown)


def cited(text: str, at: str) -> str:
    """A sentence's part with the place where it is written."""
    return f"{text} ({at})" if at else text


# -- states ------------------------------------------------------------------------------


def state_title(study: Study, name: str) -> str:
    """A state as its readers know it."""
    variable = study.states.get(name)
    return variable.title if variable is not None and variable.title else name


def states_in_words(study: Study, states: Mapping[str, str]) -> list[str]:
    """Each state with its value: "readiness of Japan: crisis"."""
    return [f"{state_title(study, name)}: {value}" for name, value in sorted(states.items())]


def condition_in_words(condition: Condition) -> str:
    """A condition on states or facts as part of a sentence."""
    match condition:
        case Is(_, ()):
            return "never"
        case Is(name, values):
            return f"{name} is {listed(values, 'or')}"
        case Every(()):
            return "always"
        case Every(parts):
            return " and ".join(_part(p) for p in parts)
        case Either(()):
            return "never"
        case Either(parts):
            return " or ".join(_part(p) for p in parts)
        case Not(Is(name, values)):
            return f"{name} is not {listed(values, 'or')}"
        case Not(part):
            return f"not ({condition_in_words(part)})"


def _part(condition: Condition) -> str:
    text = condition_in_words(condition)
    compound = isinstance(condition, Every | Either) and len(condition.parts) > 1
    return f"({text})" if compound else text


def is_always(condition: Condition) -> bool:
    """Whether a condition asks for nothing."""
    return condition == ALWAYS


# -- authority and posts -----------------------------------------------------------------

SPELLED = {
    Authority.COCOM: "combatant command",
    Authority.OPCON: "operational control",
    Authority.TACON: "tactical control",
    Authority.OPCOM: "operational command",
    Authority.TACOM: "tactical command",
    Authority.ADCON: "administrative control",
    Authority.DIRLAUTH: "direct liaison authorized",
}


class Spelling:
    """Names of authorities, an acronym spelled out where it comes up first."""

    def __init__(self) -> None:
        self._said: set[Authority] = set()

    def __call__(self, authority: Authority) -> str:
        if authority in self._said or authority not in SPELLED:
            return str(authority)
        self._said.add(authority)
        return f"{authority} ({SPELLED[authority]})"


# -- numbers -----------------------------------------------------------------------------


def about(estimate: CheckedEstimate) -> str:
    """A time with its evidence: "about 30 min (10 min to 1.5 h, placeholder)"."""
    spread = ""
    if estimate.low != estimate.high:
        spread = f"{duration(estimate.low)} to {duration(estimate.high)}, "
    return f"about {duration(estimate.likely)} ({spread}{estimate.grade})"


def chance(estimate: CheckedEstimate) -> str:
    """A probability or share, "about 5 % (placeholder)"."""
    return f"about {estimate.likely * 100:.2g} % ({estimate.grade})"


def both_times(utc_ms: int, zone: str) -> str:
    """An instant on a local clock and as a date-time group."""
    return f"{local_text(utc_ms, zone)}, {dtg(utc_ms)}"


def clock(utc_ms: int, zone: str) -> str:
    """An instant on a local clock, short, and as a date-time group: "Mon 08:00 JST (072300Z JUN
    26)"."""
    return f"{clock_face(utc_ms, zone)} ({dtg(utc_ms)})"


def clock_face(utc_ms: int, zone: str) -> str:
    """An instant on a local clock, short: "Mon 08:00 JST"; with the offset where it has no name."""
    text = local_text(utc_ms, zone)
    day, time, *rest = text.split()
    named = bool(rest) and not rest[0].startswith("(")
    return f"{day} {time} {rest[0]}" if named else text


# -- places and posts --------------------------------------------------------------------


def place_of(study: Study, arrangement: Arrangement, headquarters: str) -> str:
    """Where a headquarters is, as its readers know it."""
    name = arrangement.headquarters[headquarters].place
    place = study.places.get(name)
    return place.title if place is not None and place.title else name


def nation_title(study: Study, nation: str) -> str:
    """A nation's name; its trigraph if it has none."""
    known = study.nations.get(nation)
    return known.title if known is not None else nation


def hours_in_words(hours: WeeklyHours) -> str:
    """Weekly hours: "Mon-Fri 08:00-17:00, not on national holidays"."""
    if not hours.shifts or all(not s.people for s in hours.shifts):
        return "never on duty"
    if all(s.days == EVERY_DAY and _whole_day(s) for s in hours.shifts):
        return "around the clock"
    shown = ", ".join(f"{_days(s.days)} {_clock(s)}" for s in hours.shifts if s.people)
    return shown + (", not on national holidays" if hours.holidays else "")


def _whole_day(shift: Shift) -> bool:
    return shift.start_minute == 0 and shift.end_minute == MINUTES_PER_DAY


def _clock(shift: Shift) -> str:
    start, end = shift.start_minute, shift.end_minute
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _days(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "daily"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_DAYS[r[0]] if len(r) == 1 else f"{_DAYS[r[0]]}-{_DAYS[r[-1]]}" for r in runs)


def duty_at(calendar: Calendar, instant: int, zone: str) -> str:
    """Whether a post is on duty at an instant, and if not, when next."""
    if level(calendar, instant):
        return "on duty at the start"
    following = next_boundary(calendar, instant)
    while following is not None and not level(calendar, following):
        following = next_boundary(calendar, following)
    if following is None:
        return "off duty at the start, and not on duty within the horizon"
    return f"off duty at the start, next on duty {both_times(following, zone)}"


def reach_in_words(post: CasePost, estimates: tuple[CheckedEstimate, ...]) -> str:
    """How the post is reached off duty."""
    if post.reach == NONE:
        return "off duty it is not reached; the work waits"
    precedence = Precedence(post.reach_from).name
    upward = precedence if precedence == "FLASH" else f"{precedence} and above"
    return f"off duty it is reached for {upward}, which takes {about(estimates[post.reach])}"
