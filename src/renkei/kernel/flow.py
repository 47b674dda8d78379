"""The flow of a thread: openings, joins, branches, loops and ends (rules 8 to 13)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel import guarantee, path
from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import (
    CODES,
    FULL_ATTEMPTS,
    applies_row,
    attempt_row,
    edge_route_row,
    edge_row,
    frame_row,
    holding_row,
    incoming_row,
    input_row,
    mark_row,
    outgoing_row,
    piece_row,
    reset_edge_row,
    reset_step_row,
    route_row,
    slot_row,
    step_row,
    thread_row,
)
from renkei.kernel.memory import seldom
from renkei.kernel.piece import ATTEMPT_MASK, EDGE, OPEN, STEP
from renkei.kernel.word import crossed_inside, key_at, piece_for, send
from renkei.kernel.work import undertake, withdraw
from renkei.record.lifecycle import APPROVED, REFUSED, Input, Stage
from renkei.record.vocabulary import End, Kind, Rank, What

U = np.uint64
IDLE, WORKING, CONSULTING = int(Stage.IDLE), int(Stage.WORKING), int(Stage.CONSULTING)
DONE, DEAD = int(Stage.DONE), int(Stage.DEAD)
PENDING, _TAKEN = int(Input.PENDING), int(Input.TAKEN)
_IN, _NOT_COMING = int(Input.DONE), int(Input.DEAD)
NOBODY = -1

_ENDED, _OPENED = int(What.ENDED), int(What.OPENED)
_ENABLED, _DONE, _DEAD = int(What.ENABLED), int(What.DONE), int(What.DEAD)
_MILESTONE = int(What.MILESTONE)
END_OPEN, END_DONE = int(End.OPEN), int(End.DONE)
END_REFUSED = int(End.REFUSED)
_KIND_STEP, _RANK_STATE = int(Kind.STEP), int(Rank.STATE)
_ONE = U(1)
NO_CHAIN = U(0)


# -- ends ---------------------------------------------------------------------------------


@inlined
def end(c: Any, index: Any, how: Any) -> None:
    """Ends an incident; what waits for it goes, what is in hand finishes unheeded (rule 13)."""
    slot = slot_row(c.slots, index)
    slot.end = how
    key = key_at(thread_row(c.threads, slot.thread).base, 0, 0)
    emit(c, c.rank, slot.number, key, _ENDED, NOBODY, how)
    mark_row(c.out_end, c.row + slot.number - 1).value = how
    withdraw(c, index, -1)
    if seldom(c.count_grants != 0 and how == END_DONE):
        # What the thread grants or recalls changes in the next round, before all else of it.
        plan(c, c.now, _RANK_STATE, slot.number, key, c.count_changes + slot.thread)
    path.release(c, slot)
    # Nothing begins before the present event is done with, so the slot may be given back now;
    # whatever still refers to the incident finds another number in it, or its end.
    slot.next = c.free_slots
    c.free_slots = index


@inlined
def perhaps_over(c: Any, index: Any) -> None:
    """Ends an incident in which nothing is live any more."""
    slot = slot_row(c.slots, index)
    if slot.end == END_OPEN and slot.live == 0:
        end(c, index, END_DONE if slot.answered else END_REFUSED)


# -- attempts ------------------------------------------------------------------------------


@inlined
def holding_of(c: Any, index: Any, step: Any) -> Any:
    """The row of the holding of the current attempt at a step."""
    combination = np.int64(attempt_row(c.attempts, index * c.count_steps + step).combination)
    return step * c.combinations + combination


@inlined
def holder(c: Any, index: Any, step: Any) -> Any:
    """The post that holds the current attempt at a step."""
    return np.int64(holding_row(c.holdings, holding_of(c, index, step)).post)


@inlined
def open_attempt(c: Any, index: Any, step: Any, by_edge: Any, chain: Any) -> Any:
    """Opens an attempt (rule 16); False if a condition forbids the step, which is then dead."""
    s = step_row(c.steps, step)
    slot = slot_row(c.slots, index)
    row = np.int64(s.applies_start) + c.combination * np.int64(s.facts) + slot.facts
    if seldom(not applies_row(c.applies, row).holds):
        _die(c, index, step, by_edge, chain)
        return False
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.attempt += 1
    if seldom(a.attempt > ATTEMPT_MASK):
        c.code = FULL_ATTEMPTS + CODES * step
        a.attempt = 0
    a.stage = OPEN
    a.combination = c.combination
    slot.live += 1
    post = np.int64(holding_row(c.holdings, step * c.combinations + c.combination).post)
    key = key_at(s.base, 0, np.int64(a.attempt))
    emit(c, c.rank, slot.number, key, _OPENED, post, c.combination)
    return True


@inlined
def _cause(c: Any, by_edge: Any) -> Any:
    """An edge as the data of an event: its base + 1, or 0."""
    return np.int64(edge_row(c.edges, by_edge).base) + 1 if by_edge >= 0 else 0


@inlined
def _through(c: Any, chain: Any, step: Any, by_edge: Any) -> Any:
    """A chain that has come to a step by an edge."""
    if by_edge >= 0:
        chain = path.marked(c, chain, edge_row(c.edges, by_edge).base)
    return path.marked(c, chain, step_row(c.steps, step).base)


@inlined
def fire(c: Any, index: Any, step: Any, by_edge: Any, chain: Any) -> None:
    """An attempt is enabled, and its work given to the post that holds it."""
    s = step_row(c.steps, step)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.stage = WORKING
    a.chain = _through(c, chain, step, by_edge)
    holding = holding_row(c.holdings, holding_of(c, index, step))
    key = key_at(s.base, 0, np.int64(a.attempt))
    number = slot_row(c.slots, index).number
    emit(c, c.rank, number, key, _ENABLED, np.int64(holding.post), _cause(c, by_edge))
    guarantee.enter(c, index, step, by_edge)
    guarantee.watch(c, index, step, guarantee.AT_ENABLED)
    made = piece_for(c, index, STEP, step, key, NO_CHAIN)
    piece = piece_row(c.pieces, made)
    piece.post = holding.post
    piece.kind = _KIND_STEP
    piece.reach_address = holding.reach_address
    undertake(c, made, np.int64(s.mode), np.int64(s.takes), np.int64(s.eased), s.work_address)


@inlined
def complete(c: Any, index: Any, step: Any, outcome: Any) -> None:
    """A step is done with an outcome: milestones, then the edges out of it."""
    s = step_row(c.steps, step)
    slot = slot_row(c.slots, index)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.stage = DONE
    key = key_at(s.base, 0, np.int64(a.attempt))
    emit(c, c.rank, slot.number, key, _DONE, holder(c, index, step), outcome)
    guarantee.watch(c, index, step, guarantee.AT_DONE)
    milestone = np.int64(s.milestone)
    if milestone >= 0 and (not s.decides or outcome == APPROVED):
        bit = _ONE << U(milestone)
        if not slot.reached & bit:
            slot.reached |= bit
            emit(c, c.rank, slot.number, key, _MILESTONE, NOBODY, milestone)
            slot.answered |= s.answer
            path.reach(c, slot, milestone, a.chain)
    first, last = np.int64(s.out_start), np.int64(s.out_start) + np.int64(s.out_count)
    taken = 0
    looping = False
    for row in range(first, last):
        e = edge_row(c.edges, np.int64(outgoing_row(c.outgoing, row).edge))
        if e.outcomes >> U(outcome) & _ONE:
            taken += 1
            looping |= e.back != 0
    if s.decides and outcome == REFUSED and taken == 0:
        slot.live -= 1
        end(c, index, END_REFUSED)
        return
    chain = a.chain
    for row in range(first, last):
        edge = np.int64(outgoing_row(c.outgoing, row).edge)
        e = edge_row(c.edges, edge)
        if e.outcomes >> U(outcome) & _ONE:
            if e.back:
                _again(c, index, edge)
            if slot.end == END_OPEN:
                _send(c, index, edge, chain)
    if not looping and taken < last - first:
        for row in range(first, last):
            edge = np.int64(outgoing_row(c.outgoing, row).edge)
            e = edge_row(c.edges, edge)
            if not e.back and not e.outcomes >> U(outcome) & _ONE and slot.end == END_OPEN:
                _dead_input(c, index, edge, chain)
    slot.live -= 1
    perhaps_over(c, index)


@compiled
def _again(c: Any, index: Any, edge: Any) -> None:
    """Clears a loop so that its steps can be done again."""
    e = edge_row(c.edges, edge)
    for row in range(np.int64(e.reset_step_count)):
        step = np.int64(reset_step_row(c.reset_steps, np.int64(e.reset_step_start) + row).step)
        attempt_row(c.attempts, index * c.count_steps + step).stage = IDLE
    for row in range(np.int64(e.reset_edge_count)):
        inside = np.int64(reset_edge_row(c.reset_edges, np.int64(e.reset_edge_start) + row).edge)
        input_row(c.inputs, index * c.count_edges + inside).state = PENDING


@compiled
def _send(c: Any, index: Any, edge: Any, chain: Any) -> None:
    e = edge_row(c.edges, edge)
    source, target = np.int64(e.source), np.int64(e.target)
    from_ = attempt_row(c.attempts, index * c.count_steps + source)
    to = attempt_row(c.attempts, index * c.count_steps + target)
    at_source = np.int64(from_.combination)
    input_ = input_row(c.inputs, index * c.count_edges + edge)
    input_.state = _TAKEN
    guarantee.leave(c, index, source, edge)
    sender = holder(c, index, source)
    if to.stage == IDLE:
        if not open_attempt(c, index, target, edge, chain):
            return
    elif to.stage != OPEN:
        input_.state = _IN
        return
    row = (at_source * c.combinations + np.int64(to.combination)) * c.combinations + c.combination
    number = np.int64(edge_route_row(c.edge_routes, np.int64(e.route_start) + row).route)
    route = route_row(c.routes, number)
    count: Any = np.int64(route.legs)
    inner: Any = np.int64(route.inner_border)
    if e.instant:
        count, inner = 0, 0
    key = key_at(e.base, 0, np.int64(to.attempt))
    made = piece_for(c, index, EDGE, edge, key, chain)
    send(c, made, sender, np.int64(route.start), count, inner)
    crossed_inside(c, made, sender, inner, number, 0)


@compiled
def edge_arrives(c: Any, index: Any, edge: Any, chain: Any) -> None:
    """The word of an edge is there."""
    input_row(c.inputs, index * c.count_edges + edge).state = _IN
    _settled(c, index, edge, chain)


@compiled
def _dead_input(c: Any, index: Any, edge: Any, chain: Any) -> None:
    input_row(c.inputs, index * c.count_edges + edge).state = _NOT_COMING
    guarantee.leave(c, index, np.int64(edge_row(c.edges, edge).source), edge)
    _settled(c, index, edge, chain)


@compiled
def _settled(c: Any, index: Any, edge: Any, chain: Any) -> None:
    """An input of a step is done or dead: perhaps the step fires, perhaps it dies."""
    what = _verdict_of_inputs(c, index, edge)
    step = np.int64(edge_row(c.edges, edge).target)
    if what == WORKING:
        fire(c, index, step, edge, chain)
    elif what == DEAD:
        _die(c, index, step, edge, chain)


@compiled
def _verdict_of_inputs(c: Any, index: Any, edge: Any) -> Any:
    """What a step becomes now that one of its inputs is settled: working, dead, or idle for as
    it was."""
    e = edge_row(c.edges, edge)
    step = np.int64(e.target)
    s = step_row(c.steps, step)
    stage = attempt_row(c.attempts, index * c.count_steps + step).stage
    if stage != IDLE and stage != OPEN:
        return IDLE
    count: Any = np.int64(s.in_count)
    done: Any = 0
    dead: Any = 0
    for row in range(count):
        incoming = np.int64(incoming_row(c.incoming, np.int64(s.in_start) + row).edge)
        state = input_row(c.inputs, index * c.count_edges + incoming).state
        done += state == _IN
        dead += state == _NOT_COMING
    if not e.back and count > 0 and dead == count:
        return DEAD
    if stage == OPEN:
        if e.back:
            return WORKING
        if s.any_join:
            return WORKING if done > 0 else IDLE
        if done + dead == count:
            return WORKING
    return IDLE


@compiled
def _perish(c: Any, index: Any, step: Any, by_edge: Any, chain: Any) -> None:
    s = step_row(c.steps, step)
    slot = slot_row(c.slots, index)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.stage = DEAD
    a.chain = _through(c, chain, step, by_edge)
    guarantee.enter(c, index, step, by_edge)
    key = key_at(s.base, 0, (np.int64(a.attempt) + 1) & ATTEMPT_MASK)
    emit(c, c.rank, slot.number, key, _DEAD, NOBODY, _cause(c, by_edge))
    if s.answer and not slot.answered:
        end(c, index, END_REFUSED)


@compiled
def _die(c: Any, index: Any, step: Any, by_edge: Any, chain: Any) -> None:
    """A step dies, and with it, depth first, whatever had only it to wait for."""
    slot = slot_row(c.slots, index)
    _perish(c, index, step, by_edge, chain)
    depth = 0
    frame_row(c.frames, 0).step = step
    frame_row(c.frames, 0).place = 0
    while depth >= 0 and slot.end == END_OPEN:
        frame = frame_row(c.frames, depth)
        at = np.int64(frame.step)
        s = step_row(c.steps, at)
        if frame.place >= s.out_count:
            depth -= 1
            continue
        row = np.int64(s.out_start) + np.int64(frame.place)
        frame.place += 1
        edge = np.int64(outgoing_row(c.outgoing, row).edge)
        e = edge_row(c.edges, edge)
        if e.back:
            continue
        input_row(c.inputs, index * c.count_edges + edge).state = _NOT_COMING
        guarantee.leave(c, index, at, edge)
        what = _verdict_of_inputs(c, index, edge)
        target = np.int64(e.target)
        chain = attempt_row(c.attempts, index * c.count_steps + at).chain
        if what == WORKING:
            fire(c, index, target, edge, chain)
        elif what == DEAD:
            _perish(c, index, target, edge, chain)
            depth += 1
            frame_row(c.frames, depth).step = target
            frame_row(c.frames, depth).place = 0
