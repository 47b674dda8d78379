"""Every trace walks the table of legal moves, and the compiled side has the same constants."""

from __future__ import annotations

from collections import defaultdict

import pytest

from renkei.checks.case import Case
from renkei.engine.day import Day
from renkei.kernel import flow, piece
from renkei.record.lifecycle import APPROVED, MOVES, REFUSED, Input, Stage, fate, moved, verdict
from renkei.record.trace import Trace
from renkei.record.vocabulary import HOP_BITS, What
from tests.engine.golden_words import GOLDEN, golden_case

OF_ROLES = (What.ASKED, What.ANSWERED, What.LIMIT)
OF_STEPS = {what for _, what in MOVES} - set(OF_ROLES)


def walk(trace: Trace, case: Case) -> int:
    """Follows every attempt through the table; how many moves were made."""
    steps = {s.base: i for i, s in enumerate(case.steps)}
    roles = {base: step for (step, _), base in case.role_bases.items()}
    stages: dict[tuple[int, int], Stage] = defaultdict(lambda: Stage.IDLE)
    moves = 0
    for event in sorted(trace, key=lambda e: (e.time, e.round, e.rank, e.incident, e.what)):
        what = What(event.what)
        base = event.site >> HOP_BITS
        if what in OF_STEPS and base in steps:
            index = steps[base]
        elif what in OF_ROLES and base in roles:
            index = roles[base]
        else:
            continue
        at = event.incident, index
        if what in (What.OPENED, What.DEAD) and stages[at] in (Stage.DONE, Stage.DEAD):
            assert any(e.back and index in e.resets for e in case.edges), "only a loop begins anew"
            stages[at] = Stage.IDLE
        stages[at] = moved(stages[at], what)
        moves += 1
    return moves


@pytest.mark.parametrize("name", sorted(p.stem for p in GOLDEN.glob("*.yaml")))
def test_golden_traces_make_legal_moves_only(name: str) -> None:
    case = golden_case(name)
    assert walk(Day(case, seed=1, world=0, replication=0).run(), case) >= 2


def test_what_is_no_move_is_refused() -> None:
    with pytest.raises(ValueError, match="DONE is no legal move of an attempt that is OPEN"):
        moved(Stage.OPEN, What.DONE)


def test_the_kernel_has_the_same_constants() -> None:
    assert tuple(int(s) for s in Stage) == (
        flow.IDLE,
        piece.OPEN,
        flow.WORKING,
        flow.CONSULTING,
        flow.DONE,
        flow.DEAD,
    )
    assert tuple(int(i) for i in Input) == (flow.PENDING, flow._TAKEN, flow._IN, flow._NOT_COMING)


def test_joins() -> None:
    done, dead, pending = Input.DONE, Input.DEAD, Input.PENDING

    def of(stage: Stage, *inputs: Input, any_join: bool = False, back: bool = False) -> Stage:
        return fate(stage, inputs, any_join=any_join, back=back)

    assert of(Stage.OPEN, done, pending) is Stage.OPEN
    assert of(Stage.OPEN, done, dead) is Stage.WORKING
    assert of(Stage.OPEN, done, pending, any_join=True) is Stage.WORKING
    assert of(Stage.IDLE, dead, dead) is Stage.DEAD
    assert of(Stage.IDLE, dead, pending) is Stage.IDLE
    assert of(Stage.OPEN, pending, back=True) is Stage.WORKING
    assert of(Stage.DONE, done, done) is Stage.DONE


def test_verdicts_fall_when_they_are_certain() -> None:
    assert verdict([True, None]) is None
    assert verdict([True, True]) == APPROVED
    assert verdict([None, False]) == REFUSED
    assert verdict([]) == APPROVED
