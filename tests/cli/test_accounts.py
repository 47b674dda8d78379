"""What is told agrees with what is checked, and reads well."""

from __future__ import annotations

from typing import Any

import pytest

from renkei.checks.calendar import Shift, WeeklyHours, always, never
from renkei.checks.study import CheckedStudy, check
from renkei.checks.zones import EVERY_DAY
from renkei.cli.account import account, readable_order
from renkei.cli.wording import condition_in_words, hours_in_words, listed
from renkei.library import shelf
from renkei.model.state import parse_condition
from renkei.model.thread import WordKind
from renkei.reading import read, read_text
from tests.cli.studies import CHAINS, TWO_CAPITALS


def every_study() -> list[CheckedStudy]:
    shelved = [read(shelf.path(name)) for name in shelf.names()]
    small = [read_text({"study.yaml": text}) for text in (TWO_CAPITALS, CHAINS)]
    return [check(study) for study in (*small, *shelved)]


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


@pytest.fixture
def chains() -> CheckedStudy:
    return check(read_text({"study.yaml": CHAINS}))


def rows_of(study: CheckedStudy, scenario: str) -> dict[str, dict[str, Any]]:
    case = study.case("parallel", "ask", scenario)
    assert case is not None
    return {row["name"]: row for row in account(study, case).steps}


def line_of(text: str) -> str:
    """Where a line of the study stands, as an account cites it."""
    (number,) = (i for i, line in enumerate(CHAINS.splitlines(), 1) if text in line)
    return f"study.yaml:{number}"


def test_the_holder_changes_with_the_state_and_the_reason_says_so(chains: CheckedStudy) -> None:
    calm, crisis = (rows_of(chains, s)["ask/order"] for s in ("calm-then-crisis", "crisis"))
    assert (calm["holder"], crisis["holder"]) == ("USFJ commander", "INDOPACOM commander")
    assert 'USFJ holds OPCON over us-forces-in-japan by the relationship "home' in calm["why"]
    assert "INDOPACOM and Pentagon hold it as well, and stand above" in calm["why"]
    assert crisis["why_at"] == line_of("crisis-opcon:")
    (later,) = calm["later"]
    assert later["states"] == {"USA readiness": "crisis"}
    assert later["holder"] == "INDOPACOM commander" and not crisis["later"]


def test_a_headquarters_on_the_way_says_why_it_only_forwards(chains: CheckedStudy) -> None:
    (item,) = rows_of(chains, "crisis")["ask/examine/read"]["inputs"]
    assert item["kind"] == "information" and item["route"] == ["JJOC", "USFJ", "INDOPACOM"]
    assert [h["direction"] for h in item["hops"]] == ["link", "link"]
    (forward,) = item["forwards"]
    assert forward["why"] == (
        "it holds OPCON over us-forces-in-japan only while USA readiness is peacetime; "
        "now INDOPACOM does"
    )
    assert forward["why_at"] == line_of("home-opcon:")
    (asked,) = rows_of(chains, "calm-then-crisis")["ask/order"]["consents"]
    (forward,) = asked["request"]["forwards"]
    assert "it stands above USFJ, which holds OPCON" in forward["why"]
    assert asked["kind"] == "consult" and asked["deliberation"] and asked["within_s"] == 7200


def test_steps_of_a_procedure_carry_its_name_and_their_loop(chains: CheckedStudy) -> None:
    rows = rows_of(chains, "crisis")
    weigh = rows["ask/examine/weigh"]
    assert weigh["procedure"] == "Examining a request"
    assert weigh["again_after"] == ["ask/examine/weigh.again"]
    assert set(rows["ask/detect"]["outcomes"]) == {"real", "false"}
    assert rows["ask/note"]["waits_for"] == "any" and rows["ask/note"]["answer"]
    assert "because USA readiness is not peacetime" in rows["ask/note"]["why"]


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
