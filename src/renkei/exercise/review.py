"""After the exercise: times beside the model's, departures, and what was decided blind."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.checks.case import NONE, Case
from renkei.checks.study import CheckedStudy
from renkei.engine.day import Day
from renkei.engine.seat import Act, Deed, Turn
from renkei.exercise.knowledge import Heard, Knowledge, Told, knowledge
from renkei.exercise.options import Options, departures, options
from renkei.record.fold import Folded, fold
from renkei.record.outcome import Outcome
from renkei.record.trace import Trace
from renkei.record.vocabulary import HOP_BITS, Kind, What

RUNS = 101
"""Runs of the model alone, in the same world, that a played time is held against."""
ENOUGH = 0.9
"""A median is given only where this share of the runs reaches the milestone."""


@dataclass(frozen=True, slots=True)
class Made:
    """One act, when it was done and where it departs from the arrangement."""

    time: int
    turn: Turn
    act: Act
    departures: tuple[str, ...]
    choices: Options


@dataclass(frozen=True, slots=True)
class Time:
    """One milestone. Times are ms after the incident began, NONE for never.

    Attributes:
        same_luck: with the model in the seat, in the same run.
        median: of the model's runs, NONE where fewer than nine in ten reach it.
        reached: how many of the model's runs reach it.
    """

    milestone: str
    played: int
    same_luck: int
    median: int
    reached: int


@dataclass(frozen=True, slots=True)
class Blind:
    """A decision, and what the seat did not have when it was made.

    Attributes:
        without: roles whose answer was not in when the matter was settled.
        unknown: milestones that others had reached by then, of which no word had arrived.
    """

    made: Made
    without: tuple[str, ...]
    unknown: tuple[str, ...]


def made_by(case: Case, sitting: list[tuple[Turn, Act, int]], trace: Trace) -> tuple[Made, ...]:
    """The acts of a sitting, each with its departures."""
    found: list[Made] = []
    for turn, act, now in sitting:
        choices = options(case, turn, in_force(trace, now))
        found.append(Made(now, turn, act, departures(case, choices, act), choices))
    return tuple(found)


def in_force(trace: Trace, now: int) -> int:
    """The combination of states in force at a time."""
    return next((e.data for e in reversed(trace) if e.what == What.STATE and e.time <= now), 0)


def first_of_thread(case: Case, folded: Folded) -> Outcome | None:
    """The first incident of the thread under test."""
    tested = case.tested_incidents
    return next((o for o in folded.outcomes if o.incident in tested), None)


def times(
    case: Case, folded: Folded, *, seed: int, world: int, replication: int
) -> tuple[Time, ...]:
    """Every milestone of the first incident, as played and as the model plays it alone."""
    played = _milestones(case, folded)

    def model(r: int) -> dict[int, int]:
        day = Day(case, seed=seed, world=world, replication=r)
        return _milestones(case, fold(day.run(), case.legend))

    alone = [model(r) for r in range(RUNS)]
    same = alone[replication] if replication < RUNS else model(replication)
    rows: list[Time] = []
    for index, name in enumerate(case.legend.milestones):
        came = sorted(run[index] for run in alone if index in run)
        if not came and index not in played:
            continue
        enough = len(came) >= ENOUGH * RUNS
        # A run that never comes stands after all others.
        median = came[RUNS // 2] if enough else NONE
        rows.append(Time(name, played.get(index, NONE), same.get(index, NONE), median, len(came)))
    return tuple(sorted(rows, key=lambda t: (t.played == NONE, t.played, t.milestone)))


def _milestones(case: Case, folded: Folded) -> dict[int, int]:
    outcome = first_of_thread(case, folded)
    return {} if outcome is None else outcome.milestones


def blind(
    checked: CheckedStudy, case: Case, post: int, made: tuple[Made, ...], trace: Trace
) -> tuple[Blind, ...]:
    """Every decision of a post that was made without something."""
    found: list[Blind] = []
    end = max((e.time for e in trace), default=0)
    after = knowledge(checked, case, post, trace, end)
    for one in made:
        if one.act.deed not in (Deed.APPROVE, Deed.REFUSE):
            continue
        so_far = tuple(e for e in trace if e.time <= one.time)
        known = knowledge(checked, case, post, so_far, one.time)
        heard = {h.milestone for h in known.heard if h.incident == one.turn.incident}
        others = tuple(
            case.legend.milestones[e.data]
            for e in so_far
            if e.what == What.MILESTONE and e.incident == one.turn.incident
            and case.legend.milestones[e.data] not in heard
        )  # fmt: skip
        struck: set[str] = set()
        if one.turn.kind is Kind.STEP and one.act.deed is Deed.APPROVE:
            answered = {
                h.role for h in known.heard if h.told is Told.ANSWER and _same(h, one.turn, case)
            }
            struck = set(one.act.names) - answered
            struck |= {
                h.role for h in after.heard if h.told is Told.LIMIT and _same(h, one.turn, case)
            }
        if struck or others:
            found.append(Blind(one, tuple(sorted(struck)), others))
    return tuple(found)


def withheld(known: Knowledge, case: Case, turn: Turn, choices: Options) -> set[str]:
    """Roles whose consent is needed and known to be withheld, by their no or by their limit."""
    needed = {c.role for c in choices.consents if not c.consult}
    return {
        h.role
        for h in known.heard
        if h.role in needed and _same(h, turn, case)
        and (h.told is Told.LIMIT or (h.told is Told.ANSWER and not h.yes))
    }  # fmt: skip


def _same(heard: Heard, turn: Turn, case: Case) -> bool:
    step = case.steps[heard.step].base << HOP_BITS
    return (heard.incident, step, heard.attempt) == (turn.incident, turn.site, turn.attempt)
