"""What is told agrees with what is checked, and reads well."""

from __future__ import annotations

import pytest

from renkei.checks.calendar import EVERY_DAY, Shift, WeeklyHours, always, never
from renkei.checks.case import NONE
from renkei.checks.study import CheckedStudy, check
from renkei.cli.account import account, readable_order
from renkei.cli.wording import condition_in_words, hours_in_words, listed
from renkei.library import shelf
from renkei.model.state import parse_condition
from renkei.model.thread import WordKind
from renkei.reading import read, read_text
from tests.cli.studies import TWO_CAPITALS


def every_study() -> list[CheckedStudy]:
    shelved = [read(shelf.path(name)) for name in shelf.names()]
    return [check(s) for s in (read_text({"study.yaml": TWO_CAPITALS}), *shelved)]


@pytest.fixture(scope="module")
def checked() -> list[CheckedStudy]:
    return every_study()


def test_the_kind_of_word_told_is_the_kind_that_was_routed(checked: list[CheckedStudy]) -> None:
    for study in checked:
        levels = study.study.levels
        for case in study.cases[::7]:
            view = study.view(case.arrangement, case.combinations[0])
            rows = {row["name"]: row for row in account(study, case).steps}
            for row in rows.values():
                for item in row["inputs"]:
                    source = next(
                        r for n, r in rows.items() if item["from"] in (n, *(f"{n}.{o}" for o in (
                            "approved", "refused", *r["outcomes"])))
                    )  # fmt: skip
                    posts = [view.resolver.resolve(_phrase(r)) for r in (source, row)]
                    routes = [
                        view.router.find(WordKind(item["kind"]), level, *posts)
                        for level in range(len(levels))
                    ]
                    assert item["route"] in [list(r.headquarters) for r in routes if r]


def _phrase(row: dict[str, str]) -> str:
    return f"{row['holder'].removeprefix(row['headquarters'] + ' ')} of {row['headquarters']}"


def test_every_step_comes_after_what_it_waits_for(checked: list[CheckedStudy]) -> None:
    for study in checked:
        for case in study.cases:
            own = [i for i, s in enumerate(case.steps) if s.thread == 0 or len(case.threads) == 1]
            order = readable_order(case, own)
            assert sorted(order) == sorted(own)
            for edge in case.edges:
                if not edge.back and edge.target in order:
                    assert order.index(edge.source) < order.index(edge.target)


def test_every_account_gives_a_holder_a_reason_and_a_place(checked: list[CheckedStudy]) -> None:
    for study in checked:
        for case in study.cases:
            for row in account(study, case).steps:
                assert row["why"] and row["why_at"] and row["holder"] and row["place"], row["name"]
                assert all(f["why"] for item in row["inputs"] for f in item["forwards"])


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({}, "always"),
        ({"x": "a"}, "x is a"),
        ({"x": ["a", "b", "c"]}, "x is a, b or c"),
        ({"x": "a", "y": "b"}, "x is a and y is b"),
        ({"not": {"x": "a"}}, "x is not a"),
        ({"any": [{"x": "b", "y": "c"}, {"x": "a"}]}, "(x is b and y is c) or x is a"),
        ({"not": {"x": "a", "y": "b"}}, "not (x is a and y is b)"),
    ],
)
def test_conditions_in_words(condition: dict[str, object], words: str) -> None:
    assert condition_in_words(parse_condition(condition)) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (always(2), "around the clock"),
        (never(), "never on duty"),
        (
            WeeklyHours((Shift(frozenset(range(5)), 510, 1050, 1),), "JP"),
            "Mon-Fri 08:30-17:30, not on national holidays",
        ),
        (
            WeeklyHours((Shift(frozenset({0, 2, 3}), 0, 60, 1), Shift(EVERY_DAY, 1200, 480, 1))),
            "Mon,Wed-Thu 00:00-01:00, daily 20:00-08:00",
        ),
    ],
)
def test_hours_in_words(hours: WeeklyHours, words: str) -> None:
    assert hours_in_words(hours) == words


def test_lists_in_words() -> None:
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c"
    ]  # fmt: skip
    assert NONE == -1
