"""Golden traces: one per mechanism, worked out by hand from the meaning, minute by minute.

A golden trace is never recorded from a program. Where one fails, the engine is wrong, or the
arithmetic in the text file is; the file shows the arithmetic.
"""

from __future__ import annotations

import pytest

from renkei.record.fold import fold
from renkei.record.trace import in_order
from tests.engine.golden_words import (
    GOLDEN,
    NAMES,
    events_in_words,
    expected,
    golden_case,
    in_rounds,
    paths_in_words,
    run,
)


@pytest.mark.parametrize("name", NAMES)
def test_trace_is_the_one_worked_out_by_hand(name: str) -> None:
    case = golden_case(name)
    trace = run(case)
    events, paths = expected(name)
    assert in_rounds(events_in_words(trace, case.legend)) == in_rounds(events)
    assert [p for p in paths_in_words(trace, case.legend) if paths] == paths


@pytest.mark.parametrize("name", NAMES)
def test_trace_is_sorted_and_its_paths_sum(name: str) -> None:
    case = golden_case(name)
    trace = run(case)
    assert trace == in_order(trace)
    for outcome in fold(trace, case.legend).outcomes:
        for milestone, time in outcome.milestones.items():
            assert sum(outcome.parts[milestone].values()) == time


def test_every_golden_study_has_its_text() -> None:
    assert NAMES
    assert sorted(p.stem for p in GOLDEN.glob("*.txt")) == NAMES
