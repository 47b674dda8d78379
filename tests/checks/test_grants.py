"""Rights one step away and the shift rule, against cases worked out by hand."""

from __future__ import annotations

import pytest

from renkei.checks.calendar import Shift, WeeklyHours, always, never
from renkei.checks.grants import acts
from renkei.checks.staffing import people_needed
from renkei.checks.study import check
from renkei.checks.zones import EVERY_DAY
from renkei.reading import read_text
from tests.cli.studies import argued


def told(after: str = "", states: dict[str, str] | None = None) -> list[str]:
    checked = check(read_text({"study.yaml": argued(after)}))
    view = checked.view("after", states or {"readiness": "wartime", "law": "normal"})
    return [f"{a.giver}: {a.what} {a.authority} {a.force} {a.other}" for a in sorted(acts(view))]


BASE = [
    # Japan: the minister may place the destroyers under either headquarters below him.
    "MOD: hand on partial command destroyers Flotilla",
    "MOD: hand on partial command destroyers JSO",
]
"""That hold whatever happens on the other side of the ocean."""


def american(force: str) -> list[str]:
    return [
        f"Fleet: hand on OPCON {force} Ship",
        f"Theatre: hand on OPCON {force} Forward",
        f"Theatre: take back OPCON {force} Fleet",
    ]


def test_what_the_holder_hands_on_and_the_one_above_takes_back() -> None:
    assert told() == sorted([*american("fleet"), *american("marines"), *BASE])


def test_nothing_is_handed_across_a_border() -> None:
    """An American theatre with a Japanese headquarters under its orders hands it nothing."""
    joint = "relationships: {joint: {from: Theatre, to: JSO, type: joint political direction}}"
    assert told(joint) == told()


def test_command_and_cocom_themselves_are_never_handed_on() -> None:
    assert not [a for a in told() if "COCOM" in a or " command fleet" in a]


def test_what_a_nation_gave_it_may_take_back_though_the_holder_is_not_below() -> None:
    given = (
        "headquarters: {Combined: {title: Combined, place: Tokyo, echelon: combined, posts: "
        "{watch: {nation: USA, people: 1, hours: always}}}}\n"
        "relationships: {given: {from: Combined, to: Flotilla, type: OPCON, scheme: JPN, "
        "forces: [destroyers], granted-by: routine}}"
    )
    states = {"readiness": "wartime", "law": "normal", "routine": "granted"}
    assert told(given) == told()
    new = set(told(given, states)) - set(told())
    assert new == {
        "Combined: hand on OPCON destroyers Flotilla",
        "MOD: take back OPCON destroyers Combined",
    }


def test_a_lesser_authority_that_moves_alike_is_not_said_again() -> None:
    lent = (
        "relationships: {lent: {from: Forward, to: Ship, type: TACON, scheme: US, "
        "forces: [marines]}}"
    )
    assert set(told(lent)) - set(told()) == {
        "Forward: hand on TACON marines Ship",
        "Theatre: take back TACON marines Forward",
    }


def test_the_minister_takes_partial_command_back() -> None:
    placed = (
        "relationships: {placed: {from: JSO, to: Flotilla, type: partial command, scheme: JPN, "
        "forces: [destroyers]}}"
    )
    assert set(told(placed)) ^ set(told()) == {
        "MOD: hand on partial command destroyers JSO",
        "MOD: take back partial command destroyers JSO",
    }


def _shift(start: int, end: int, people: int) -> Shift:
    return Shift(EVERY_DAY, start * 60, end * 60, people)


@pytest.mark.parametrize(
    ("hours", "people", "needed"),
    [
        (always(1), 1, 5),
        (always(4), 4, 20),
        (never(), 3, 3),
        (WeeklyHours((Shift(frozenset(range(5)), 480, 1020, 2),), "JP"), 2, 2),
        # Two watches of twelve hours: three by day, one by night; one seat is never empty.
        (WeeklyHours((_shift(8, 20, 3), _shift(20, 8, 1))), 3, 3 + 4),
        # Three of eight hours without a gap, two seats.
        (WeeklyHours((_shift(0, 8, 2), _shift(8, 16, 2), _shift(16, 24, 2))), 2, 10),
        # An hour without anybody: nobody is needed at every hour.
        (WeeklyHours((_shift(0, 12, 2), _shift(13, 24, 2))), 2, 2),
        (WeeklyHours((_shift(0, 24, 2),), "JP"), 2, 2),
    ],
)
def test_people_by_the_shift_rule(hours: WeeklyHours, people: int, needed: int) -> None:
    assert people_needed(hours, people) == needed
