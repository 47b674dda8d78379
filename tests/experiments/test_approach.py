"""The approach space of two capitals, worked by hand, and what may not change it."""

from __future__ import annotations

from pathlib import Path

import pytest

import renkei
from renkei.checks.study import CheckedStudy, check
from renkei.experiments.approach import Approach, approach, design
from renkei.reading.study import read, read_text

TWO = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text("utf-8")
SHELF = Path(renkei.__file__).parent / "library" / "studies"


def checked(text: str) -> CheckedStudy:
    return check(read_text({"study.yaml": text}))


def changed(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1
    return text.replace(before, after)


def rows(text: str) -> dict[str, Approach]:
    study = checked(text)
    [case] = study.cases
    return {r.dimension: r for r in approach(study, case, runs=3)}


def both(row: Approach) -> tuple[float | None, float | None]:
    return row.designed, row.enacted


def test_two_capitals_by_hand() -> None:
    found = rows(TWO)
    # One decision, shared by the chief at Ichigaya and the commander at Pearl who consents.
    assert both(found["allocation"]) == (0.5, 0.5)
    assert found["allocation"].shares == ({"JPN": 0.5, "USA": 0.5}, {"JPN": 0.5, "USA": 0.5})
    # Ichigaya - Smith - Pearl: two of three pairs speak directly.
    assert both(found["interaction"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    # Ichigaya reaches both milestones; Pearl is asked before either.
    assert both(found["information"]) == (0.5, 0.5)
    assert {r.runs for r in found.values()} == {3}


def test_what_lies_behind_a_request_is_told_to_whoever_is_asked() -> None:
    text = changed(TWO, "takes: half-hour, level: open}",
                   "takes: half-hour, level: open, milestone: assessed}")  # fmt: skip
    # Three milestones: Ichigaya has all of them, Pearl hears of the first.
    assert both(rows(text)["information"]) == (pytest.approx(4 / 6), pytest.approx(4 / 6))


def test_advice_is_no_share_in_a_decision() -> None:
    found = rows(changed(TWO, "        consent:\n", "        consult:\n"))
    assert both(found["allocation"]) == (0, 0)
    assert both(found["information"]) == (0.5, 0.5), "who is consulted takes part"


def test_a_way_that_nothing_takes_is_designed_and_not_enacted() -> None:
    text = changed(TWO, "      ally: {from:",
                   "      direct: {from: Ichigaya, to: Pearl, type: liaison}\n"
                   "      ally: {from:")  # fmt: skip
    slow = "  whole-day: {title: A day, low: 1 d, likely: 1 d, high: 1 d, grade: placeholder}\n"
    text = changed(text, "  half-hour: {title", f"{slow}  half-hour: {{title")
    text = changed(text, "      island: {between:",
                   "      cable: {between: [Ichigaya, Pearl], transit: whole-day}\n"
                   "      island: {between:")  # fmt: skip
    # A secret answer could not come back straight, and the way would be slow.
    assert both(rows(text)["interaction"]) == (1, pytest.approx(2 / 3))


def test_a_run_without_an_answer_has_no_distribution_of_information() -> None:
    text = changed(TWO, "    horizon: 4 d", "    horizon: 20 min")
    found = rows(text)
    assert both(found["information"]) == (0.5, None) and found["information"].runs == 0
    assert both(found["allocation"]) == (0.5, None)
    assert both(found["interaction"]) == (pytest.approx(2 / 3), 0)


UNUSED = """      Misawa:
        title: Nobody asks it
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {watch: {people: 1, hours: always, handles-word: one-minute}}
      Pearl:
"""


def test_an_unused_headquarters_changes_nothing() -> None:
    text = changed(TWO, "      Pearl:\n", UNUSED)
    text = changed(text, "ocean: {between: [Ichigaya, Smith]",
                   "ocean: {between: [Ichigaya, Smith, Misawa]")  # fmt: skip
    text = changed(
        text, "      ally: {from:",
        "      spare: {from: Ichigaya, to: Misawa, type: command}\n      ally: {from:",
    )  # fmt: skip
    before, after = rows(TWO), rows(text)
    assert {d: both(r) for d, r in before.items()} == {d: both(r) for d, r in after.items()}


def test_other_names_change_nothing() -> None:
    text = TWO.replace("Smith", "Aaa").replace("Pearl", "Zzz").replace("Ichigaya", "Mmm")
    before, after = rows(TWO), rows(text)
    assert {d: both(r) for d, r in before.items()} == {d: both(r) for d, r in after.items()}


@pytest.fixture(scope="module")
def us_japan() -> CheckedStudy:
    return check(read(SHELF / "us-japan"))


def test_in_the_real_study_nothing_is_enacted_that_was_not_designed(us_japan: CheckedStudy) -> None:
    seen = 0
    for case in us_japan.cases:
        if case.scenario != "saturday-0300-tokyo":
            continue
        for row in approach(us_japan, case, runs=2):
            if row.dimension == "allocation":
                continue
            assert row.designed is not None and 0 <= row.designed <= 1
            assert row.enacted is None or 0 <= row.enacted <= row.designed + 1e-12, row
            seen += 1
    assert seen >= 30


def test_the_answer_is_known_where_it_falls(us_japan: CheckedStudy) -> None:
    case = us_japan.case("parallel-2024", "counterstrike", "saturday-0300-tokyo")
    assert case is not None
    scope, plan = design(us_japan, case)
    assert plan.holds is not None
    assert "released" in plan.holds["SDF Fleet"] and "released" not in plan.holds["Kantei"]
    assert "assessment-in-hand" not in scope.items, "it comes after the answer"
    assert {"White House", "Pentagon", "INDOPACOM"} <= scope.touched


def test_another_threads_incident_beside_it_is_not_looked_at() -> None:
    alone = rows(TWO)
    other = (
        "threads:\n  drill:\n    title: A drill\n"
        "    steps: {call: {by: duty watch, takes: one-minute, answer: true}}\n"
    )
    text = changed(TWO, "threads:\n  incident:\n    title", other + "  incident:\n    title")
    text = changed(
        text, "incident: {states: {readiness: crisis}}",
        "incident: {states: {readiness: crisis}, "
        "incidents: {a-drill: {thread: drill, first: 3 d}, the-one: {thread: incident}}}",
    )  # fmt: skip
    study = checked(text)
    case = next(c for c in study.cases if c.thread == "incident")
    found = {r.dimension: r for r in approach(study, case, runs=3)}
    assert {d: r.enacted for d, r in found.items()} == {d: r.enacted for d, r in alone.items()}
