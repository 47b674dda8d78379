"""Incidents: streams of them, and how each begins."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import inlined
from renkei.kernel.flow import (
    END_OPEN,
    IDLE,
    NO_CHAIN,
    NOBODY,
    PENDING,
    fire,
    open_attempt,
    perhaps_over,
)
from renkei.kernel.layout import (
    FULL_SLOTS,
    asked_row,
    attempt_row,
    fact_row,
    first_step_row,
    input_row,
    precedence_row,
    slot_row,
    source_row,
    thread_row,
)
from renkei.kernel.luck import bits, choose, drawn
from renkei.kernel.memory import seldom
from renkei.kernel.word import key_at
from renkei.record.vocabulary import Rank, What

U = np.uint64
_RANK_INCIDENT, _RANK_LIMIT = int(Rank.INCIDENT), int(Rank.LIMIT)
_BEGUN = int(What.BEGUN)
_ORDINAL = U(12)


@inlined
def plan_incident(c: Any, source: Any, ordinal: Any, time: Any) -> None:
    """Puts the next incident of a stream on the agenda."""
    stream = source_row(c.sources, source)
    base = thread_row(c.threads, np.int64(stream.thread)).base
    plan(c, time, _RANK_INCIDENT, stream.number + ordinal, key_at(base, 0, 0), source)


@inlined
def incident(c: Any, source: Any, number: Any) -> None:
    """An incident begins, and the next of its stream is planned."""
    stream = source_row(c.sources, source)
    ordinal = number - stream.number
    wait = -1
    if ordinal + 1 < stream.incidents and stream.every >= 0:
        # Drawn before it is needed: the processor goes on meanwhile.
        counter = stream.luck | U(ordinal + 1) << _ORDINAL
        wait = drawn(c, np.int64(stream.every), -1, stream.arrival_address, counter)
    _begin(c, source, ordinal)
    if wait >= 0:
        plan_incident(c, source, ordinal + 1, c.now + wait)


@inlined
def _facts(c: Any, source: Any, counter: Any) -> Any:
    """The combination of facts of an incident."""
    stream = source_row(c.sources, source)
    combination = 0
    for index in range(np.int64(stream.fact_count)):
        fact = fact_row(c.facts, np.int64(stream.fact_start) + index)
        u = bits(c, fact.address, counter)
        value = choose(c, np.int64(fact.odds_start), np.int64(fact.odds_count), u)
        combination += np.int64(fact.place) * value
    return combination


@inlined
def _new_slot(c: Any) -> Any:
    index = c.free_slots
    if not seldom(index == 0):
        c.free_slots = np.int64(slot_row(c.slots, index).next)
    else:
        index = c.used_slots
        if seldom(index >= c.most_slots):
            c.code = FULL_SLOTS
            return 0
        c.used_slots = index + 1
    first = index * c.count_steps
    for step in range(c.count_steps):
        attempt = attempt_row(c.attempts, first + step)
        attempt.attempt = -1
        attempt.waiting = 0
        attempt.stage = IDLE
    first = index * c.count_edges
    for edge in range(c.count_edges):
        input_row(c.inputs, first + edge).state = PENDING
    first = index * c.count_roles
    for role in range(c.count_roles):
        asked_row(c.asked, first + role).waiting = 0
    return index


@inlined
def _begin(c: Any, source: Any, ordinal: Any) -> None:
    stream = source_row(c.sources, source)
    index = _new_slot(c)
    slot = slot_row(c.slots, index)
    slot.number = stream.number + ordinal
    slot.begun = c.now
    slot.counter = stream.luck | U(ordinal) << _ORDINAL
    slot.reached = 0
    slot.thread = stream.thread
    slot.facts = _facts(c, source, slot.counter)
    slot.live = 0
    slot.held = 0
    slot.first_leg = 0
    slot.answered = 0
    slot.end = END_OPEN
    row = np.int64(stream.precedence_start) + slot.facts
    slot.precedence = precedence_row(c.precedences, row).precedence
    thread = thread_row(c.threads, slot.thread)
    key = key_at(thread.base, 0, 0)
    emit(c, c.rank, slot.number, key, _BEGUN, NOBODY, slot.facts)
    if seldom(thread.lapses_after >= 0):
        payload = index * (c.count_roles + 1) + c.count_roles
        plan(c, c.now + thread.lapses_after, _RANK_LIMIT, slot.number, key, payload)
    for place in range(np.int64(thread.first_count)):
        if slot.end == END_OPEN:
            row = np.int64(thread.first_start) + place
            step = np.int64(first_step_row(c.first_steps, row).step)
            if open_attempt(c, index, step, -1, NO_CHAIN):
                fire(c, index, step, -1, NO_CHAIN)
    perhaps_over(c, index)
