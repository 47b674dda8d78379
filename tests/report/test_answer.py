"""The answer sentence: what it says follows from room, verdicts and deadlines alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from renkei.experiments.compare import Comparison
from renkei.experiments.drivers import Driver
from renkei.experiments.rows import Result
from renkei.measures.intervals import Interval
from renkei.measures.verdict import ALIKE, BETTER_MOST, UNDECIDED, Verdict
from renkei.report.answer import Answer, answer_cell, answer_thread, headline
from renkei.report.contents import Contents

CELL = ("incident", "weekday")


def told(
    comparison: Comparison, *, matters: bool = True, in_time: float = 0.7,
    words: str = ALIKE, because: str | None = None, drivers: tuple[Driver, ...] = (),
    gain_s: float = 120.0,
) -> Answer:  # fmt: skip
    """The answer for one cell in which every option has the same verdict on its time."""

    def changed(r: Result) -> Result:
        if (r.thread, r.scenario) != CELL:
            return r
        base = r.arrangement == comparison.checked.study.baseline
        if r.measure == "in-time":
            return replace(r, value=in_time, verdict=None)
        if r.measure == "time-to-release":
            verdict = None if base else Verdict(words, because, 0.8, 0.0, 0.2)
            return replace(
                r, value=7200.0, verdict=verdict, difference_drivers=drivers,
                difference=None if base else -3600.0,
                difference_doubt=None if base else Interval(-5400.0, -1800.0),
            )  # fmt: skip
        return r

    room = tuple(
        replace(x, matters=matters, gain_s=gain_s, share_of_worlds_below=0.0 if matters else 1.0)
        if (x.thread, x.scenario) == CELL
        else x
        for x in comparison.room
    )
    results = tuple(changed(r) for r in comparison.results)
    return answer_cell(Contents(replace(comparison, results=results, room=room)), CELL)


@pytest.mark.parametrize(
    ("given", "kind", "part"),
    [
        ({"matters": False}, "does not matter here", "2 min sooner at most, below the margin"),
        ({"matters": False, "gain_s": 0.4}, "does not matter here", "would come no sooner, below"),
        ({"in_time": 0.2}, "none in time", "at most 20 % of runs are answered"),
        ({"in_time": 0.95}, "all do", "every option answers in at least 95 % of runs"),
        ({"words": BETTER_MOST}, "matters", "is faster in most worlds than A, by about"),
        ({}, "does not matter here", "no difference that matters"),
        ({"words": UNDECIDED, "because": "luck"}, "undecided", "more runs could tell"),
        ({"words": UNDECIDED, "because": "worlds"}, "undecided", "the worlds disagree"),
        (
            {"words": UNDECIDED, "because": "worlds", "drivers": (Driver("review", 0.9),)},
            "depends", "Depends on “A disclosure review”",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_answer(
    comparison: Comparison, given: dict[str, Any], kind: str, part: str
) -> None:
    answer = told(comparison, **given)
    assert answer.kind == kind
    assert part in answer.sentence.replace("\u00a0", " ")
    assert answer.sentence[0].isupper() and answer.sentence.endswith(".")


def test_a_thread_with_other_answers_in_other_scenarios_depends_on_the_scenario(
    comparison: Comparison,
) -> None:
    room = tuple(
        replace(x, matters=x.scenario == "weekday") if x.thread == "incident" else x
        for x in comparison.room
    )
    answer = answer_thread(Contents(replace(comparison, room=room)), "incident")
    assert answer.kind == "depends"
    assert answer.sentence.startswith("Depends on the scenario:")
    assert "does not matter here for “Any hour of a week in June” and" in answer.sentence


def test_the_headline_names_the_duties_where_their_answers_differ(comparison: Comparison) -> None:
    c = Contents(comparison)
    answers = [Answer("incident", None, "matters", ""), Answer("relief", None, "undecided", "")]
    assert headline(c, answers) == (
        "It depends on the task: the choice matters for “Answer to an incident at sea”; "
        "no option is shown to be faster for “Relief after an earthquake”."
    )
    assert headline(c, answers[:1]) == "The choice of arrangement matters."
