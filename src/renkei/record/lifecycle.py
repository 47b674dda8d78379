"""The legal moves of an attempt at a step: one table for engine, kernel and explorer.

Rule 1: whatever moves an attempt stands in ``MOVES``. Rule 2: this file does not know who moves
it, or when. The engine acts by it, the kernel's constants come from it, the explorer walks it,
and a test holds every trace against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from renkei.record.vocabulary import What


class Stage(IntEnum):
    """Where an attempt at a step stands."""

    IDLE = 0
    OPEN = 1
    WORKING = 2
    CONSULTING = 3
    DONE = 4
    DEAD = 5


class Input(IntEnum):
    """Where an edge stands in one incident."""

    PENDING = 0
    TAKEN = 1
    """Its word is on the way."""
    DONE = 2
    DEAD = 3


APPROVED, REFUSED = 0, 1
"""The outcomes of a decision."""

MOVES: dict[tuple[Stage, What], Stage] = {
    (Stage.IDLE, What.OPENED): Stage.OPEN,
    (Stage.IDLE, What.DEAD): Stage.DEAD,
    (Stage.OPEN, What.DEAD): Stage.DEAD,
    (Stage.OPEN, What.ENABLED): Stage.WORKING,
    (Stage.WORKING, What.ASKED): Stage.CONSULTING,
    (Stage.CONSULTING, What.ASKED): Stage.CONSULTING,
    (Stage.CONSULTING, What.ANSWERED): Stage.CONSULTING,
    (Stage.CONSULTING, What.LIMIT): Stage.CONSULTING,
    (Stage.WORKING, What.VERDICT): Stage.WORKING,
    (Stage.CONSULTING, What.VERDICT): Stage.WORKING,
    (Stage.WORKING, What.DONE): Stage.DONE,
}
"""Stage and event to the stage after it; any other pair is no move. A loop that leads back puts
the steps of its body back to IDLE, without an event of its own."""


def moved(stage: Stage, what: What) -> Stage:
    """The stage after an event.

    Raises:
        ValueError: the event is no legal move from that stage.
    """
    after = MOVES.get((stage, what))
    if after is None:
        raise ValueError(f"{what.name} is no legal move of an attempt that is {stage.name}")
    return after


def fate(stage: Stage, inputs: Iterable[Input], *, any_join: bool, back: bool) -> Stage:
    """What a step becomes now that one of its inputs is settled (rule 9).

    Args:
        stage: where its attempt stands.
        inputs: its forward inputs.
        any_join: whether it waits for any of them, rather than for all.
        back: whether the input just settled leads back; such a one takes no part in the join.

    Returns:
        WORKING if it fires, DEAD if it dies, else the stage as it was.
    """
    if stage not in (Stage.IDLE, Stage.OPEN):
        return stage
    states = list(inputs)
    if not back and states and all(s is Input.DEAD for s in states):
        return Stage.DEAD
    if stage is not Stage.OPEN:
        return stage
    settled = all(s in (Input.DONE, Input.DEAD) for s in states)
    if back or (any_join and Input.DONE in states) or (not any_join and settled):
        return Stage.WORKING
    return stage


def verdict(answers: Iterable[bool | None]) -> int | None:
    """The verdict on a decision, at the first instant at which it is certain (rule 29).

    Args:
        answers: of each post asked, yes or no, None while it is awaited. A consultation that
            was answered or whose limit struck counts as yes, a consent whose limit struck as no.

    Returns:
        APPROVED, REFUSED, or None while it is open.
    """
    given = list(answers)
    if any(a is False for a in given):
        return REFUSED
    return None if None in given else APPROVED
