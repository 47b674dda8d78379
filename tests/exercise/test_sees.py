"""A seat sees only what its post may see: every seat, through whole runs.

Three tests, each stronger than reading the code: whatever a post cannot know of is taken out of
the trace, or made wrong, and the screen stays as it is; every draw that has not landed yet is
changed, and the screen stays as it is; and two runs that differ only in what has not reached the
post show it the same screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy
from renkei.engine.day import Day
from renkei.engine.seat import Act, Turn
from renkei.exercise.options import Options
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import What
from tests.agreement.studies import text_of
from tests.exercise.people import (
    Landed,
    Person,
    checked,
    fixed,
    listening,
    noise,
    observable,
    plain_person,
    random_person,
    screen,
    seats,
    sit,
    small,
    us_japan,
)

GENERATED = 60


def generated() -> Iterator[tuple[int, CheckedStudy]]:
    """Generated studies that pass the checks, each with its number."""
    for number in range(GENERATED):
        study = checked(text_of(Random(number)))
        if study is not None:
            yield number, study


def walk(study: CheckedStudy, case: Case, post: int, person: Person, replication: int = 0) -> int:
    """Plays one seat through a run and holds every screen against what reached the post."""
    landed: list[Landed] = []
    random = Random(post)
    stops = 0

    def look_and_act(day: Day, turn: Turn, choices: Options) -> Act:
        nonlocal stops
        stops += 1
        trace = day.trace()
        shown = screen(study, case, trace, day, turn)
        known = observable(case, post, trace, landed)
        bare = tuple(e for e in trace if e in known)
        assert screen(study, case, bare, day, turn) == shown
        wrong = noise(random, case, trace, known, post)
        assert screen(study, case, wrong, day, turn) == shown
        return person(day, turn, choices)

    with listening(landed):
        day = Day(case, seed=3, world=0, replication=replication,
                  seats=sit(case, post, look_and_act))  # fmt: skip
        day.run()
    return stops


def us_japan_cases() -> Iterator[tuple[str, str]]:
    for case in us_japan().cases:
        if case.scenario == "saturday-0300-tokyo":
            yield case.arrangement, case.thread


@pytest.mark.parametrize(("arrangement", "thread"), list(us_japan_cases()))
def test_every_seat_of_us_japan(arrangement: str, thread: str) -> None:
    case = us_japan().case(arrangement, thread, "saturday-0300-tokyo")
    assert case is not None
    walked = [walk(us_japan(), case, post, random_person(Random(post), 0.15))
              for post in seats(case)]  # fmt: skip
    assert sum(1 for stops in walked if stops) >= len(walked) // 2


@pytest.mark.parametrize("name", ["two_capitals", "four_options", "chains"])
def test_every_seat_of_small_studies(name: str) -> None:
    study = small(name)
    stops = 0
    for case in study.cases:
        for post in seats(case):
            for replication in range(2):
                person = random_person(Random(replication))
                stops += walk(study, case, post, person, replication)
    assert stops > 0


def test_seats_of_generated_studies() -> None:
    stops = 0
    for number, study in generated():
        for case in study.cases:
            for post in seats(case):
                stops += walk(study, case, post, random_person(Random(number)))
    assert stops > 200


# -- draws that have not landed ----------------------------------------------------------


def screens(
    study: CheckedStudy, case: Case, post: int, person: Person, change_after: int | None = None
) -> list[tuple[int, str]]:
    """What a seat is shown, stop by stop, as (time, screen).

    Args:
        change_after: every duration that ends later than this time is drawn otherwise.
    """
    shown: list[tuple[int, str]] = []

    def look_and_act(day: Day, turn: Turn, choices: Options) -> Act:
        shown.append((day.now, screen(study, case, day.trace(), day, turn)))
        return person(day, turn, choices)

    day = Day(case, seed=3, world=0, replication=0, seats=sit(case, post, look_and_act))
    if change_after is not None:
        plain = day.luck.time

        def other(estimate: int, eased: int, u: int) -> int:
            ms = plain(estimate, eased, u)
            late = day.now + ms > change_after
            return ms if not late else ms + 1 + (u & 0xFFFFF) * 7

        day.luck.time = other  # type: ignore[method-assign]
    day.run()
    return shown


def test_no_screen_depends_on_a_time_that_is_still_to_come() -> None:
    study = us_japan()
    compared = 0
    for thread in ("counterstrike", "disaster-relief", "missile-warning"):
        case = study.case("parallel-2024", thread, "saturday-0300-tokyo")
        assert case is not None
        for post in seats(case):
            for waits in (0.0, 0.5):
                first = screens(study, case, post, random_person(Random(post), waits))
                for number, (time, _) in enumerate(first):
                    person = random_person(Random(post), waits)
                    other = screens(study, case, post, person, change_after=time)
                    assert other[: number + 1] == first[: number + 1]
                    compared += other != first
    assert compared > 60  # the other luck did change what came later


# -- twin runs ---------------------------------------------------------------------------


def course(
    study: CheckedStudy, case: Case, post: int, replication: int
) -> list[tuple[frozenset[Event], Trace, str]]:
    """Stop by stop: what reached the post, all that happened, the screen."""
    landed: list[Landed] = []
    found: list[tuple[frozenset[Event], Trace, str]] = []

    def look_and_act(day: Day, turn: Turn, choices: Options) -> Act:
        trace = day.trace()
        known = observable(case, post, trace, landed)
        seen = frozenset(_blinded(e, post) for e in known)
        found.append((seen | {_turn(turn)}, trace, screen(study, case, trace, day, turn)))
        return plain_person(day, turn, choices)

    with listening(landed):
        Day(case, seed=3, world=0, replication=replication,
            seats=sit(case, post, look_and_act)).run()  # fmt: skip
    return found


def _turn(turn: Turn) -> Event:
    return Event(-1, 0, 0, turn.incident, turn.site, turn.attempt, -1, turn.post, turn.precedence)


def _blinded(e: Event, post: int) -> Event:
    """An event as far as the post can know it: not which input fired a join, not whether its
    finished work still serves anything, not the round of an instant."""
    hidden = e.what == What.ENABLED or (e.what == What.COMPLETED and e.site & 63 == 0)
    return e._replace(round=0, data=0 if hidden else e.data)


def test_runs_that_differ_in_what_has_not_reached_a_post_look_alike_to_it() -> None:
    compared = different = 0
    for _, study in generated():
        for plain in study.cases:
            case = replace(fixed(plain), any_hour=False)
            for post in seats(case):
                first, *others = (course(study, case, post, r) for r in range(4))
                for other in others:
                    for (a, trace, shown), (b, trace_b, shown_b) in zip(first, other, strict=False):
                        if a != b:
                            break
                        assert shown == shown_b
                        compared += 1
                        different += trace != trace_b
    assert compared > 200
    assert different > 20  # the runs were not simply the same
