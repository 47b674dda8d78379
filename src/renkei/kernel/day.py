"""Days: every round of every run, in the one total order."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.draws.worlds import HOURS_OF_WEEK
from renkei.kernel import guarantee
from renkei.kernel.agenda import (
    NOTHING,
    SOON,
    clear_agenda,
    drop_late,
    drop_next,
    emit,
    key_of,
    limits_of,
    next_entry,
    number_of,
    payload_of,
    plan,
    rank_of,
    take_soon,
    time_of,
)
from renkei.kernel.compiling import compiled, entry, inlined
from renkei.kernel.consent import (
    answer_arrives,
    consent_worked,
    request_arrives,
    role_limit,
    step_worked,
)
from renkei.kernel.dispatch import dispatch, leave, reached
from renkei.kernel.flow import END_OPEN, edge_arrives, end
from renkei.kernel.incident import incident, plan_incident
from renkei.kernel.layout import (
    agenda_row,
    change_row,
    changed_row,
    context_row,
    desk_row,
    grant_row,
    number_row,
    piece_row,
    slot_row,
    source_row,
    traced_row,
    word_row,
)
from renkei.kernel.luck import third_key
from renkei.kernel.memory import seldom
from renkei.kernel.piece import (
    ATTEMPT_MASK,
    CONSENT,
    DIRECT,
    EDGE,
    REQUEST,
    SITE_SHIFT,
    STEP,
    WORKING,
    free_piece,
    wanted,
)
from renkei.kernel.shift import CLASSES, NEVER_YET, boundary, mark_changed, new_hours, queue_of
from renkei.kernel.word import handled, landed, proceed
from renkei.record.vocabulary import End, Rank, What

U = np.uint64
_STATE, _BOUNDARY, _COMPLETION = int(Rank.STATE), int(Rank.BOUNDARY), int(Rank.COMPLETION)
_ARRIVAL, _REACHED, _LIMIT = int(Rank.ARRIVAL), int(Rank.REACHED), int(Rank.LIMIT)
_INCIDENT, _DISPATCH = int(Rank.INCIDENT), int(Rank.DISPATCH)
_COMPLETED, _ARRIVED, _DROPPED = int(What.COMPLETED), int(What.ARRIVED), int(What.DROPPED)
_STATE_NOW, _LIMIT_STRIKES = int(What.STATE), int(What.LIMIT)
_LAPSED = int(End.LAPSED)
_HOURS = HOURS_OF_WEEK
_HOUR = 3_600_000
_WORLD = U(32)
_BIT = U(1)
_NO_VIOLATION = U(0)
_NONE = U(0)
_SECOND = 1000


# -- what happens --------------------------------------------------------------------------


@compiled
def _there(c: Any, index: Any) -> None:
    """A piece of word has come to its end."""
    piece = piece_row(c.pieces, index)
    slot, ref, chain = piece.slot, piece.ref, piece.chain
    if piece.purpose == REQUEST:
        request_arrives(c, index)
        return
    purpose = piece.purpose
    attempt = piece.key & ATTEMPT_MASK
    free_piece(c, index)
    if purpose == EDGE:
        edge_arrives(c, slot, ref, chain)
    else:
        answer_arrives(c, slot, ref, attempt, purpose == DIRECT, chain)


@inlined
def _completion(c: Any, index: Any, number: Any, key: Any) -> Any:
    """A piece of work is finished; whether the entry still meant anything."""
    piece = piece_row(c.pieces, index)
    stale = piece.where != WORKING or piece.finish != c.now
    if seldom(stale or piece.key != key or piece.number != number):
        return False
    desk = desk_row(c.desks, piece.post)
    if not seldom(piece.person == 0):
        desk.working &= ~(_BIT << U(np.int64(piece.person) - 1))
        mark_changed(c, desk, piece.post)
    desk.load += c.now - piece.started
    ignored = not wanted(c, piece)
    emit(c, _COMPLETION, number, key, _COMPLETED, piece.post, 1 if ignored else 0)
    if seldom(ignored):
        free_piece(c, index)
    elif piece.purpose == STEP:
        free_piece(c, index)  # its fields stay until something new is made of it
        step_worked(c, piece.slot, piece.ref, piece)
    elif piece.purpose == CONSENT:
        consent_worked(c, index)
    else:
        handled(c, piece)
        if proceed(c, index):
            _there(c, index)
    return True


@compiled
def _arrival(c: Any, index: Any, number: Any, key: Any) -> None:
    piece = piece_row(c.pieces, index)
    if not wanted(c, piece):
        emit(c, _ARRIVAL, number, key, _DROPPED, -1, 0)
        free_piece(c, index)
        return
    emit(c, _ARRIVAL, number, key, _ARRIVED, -1, 0)
    landed(c, piece)
    if proceed(c, index):
        _there(c, index)


@compiled
def _lapse(c: Any, index: Any, number: Any, key: Any) -> Any:
    slot = slot_row(c.slots, index)
    if slot.number != number or slot.end != END_OPEN or slot.answered:
        return False
    emit(c, _LIMIT, number, key, _LIMIT_STRIKES, -1, 0)
    end(c, index, _LAPSED)
    return True


@compiled
def _limit(c: Any, number: Any, key: Any, payload: Any) -> Any:
    each = c.count_roles + 1
    slot = payload // each
    role = payload - slot * each
    if role == c.count_roles:
        return _lapse(c, slot, number, key)
    return role_limit(c, slot, role, number, key)


@compiled
def _change(c: Any, index: Any, number: Any) -> Any:
    """The scenario changes states, or the end of an incident what is granted; whether it does."""
    combination: Any = 0
    if seldom(c.count_grants != 0):
        row = index * c.combinations + c.combination
        combination = np.int64(grant_row(c.grants, row).combination)
        if number and combination == c.combination:
            return False
    else:
        combination = np.int64(change_row(c.changes, index).combination)
    c.combination = combination
    emit(c, _STATE, number, c.state_base << SITE_SHIFT, _STATE_NOW, -1, combination)
    new_hours(c, number)
    return True


@inlined
def _happen(c: Any, rank: Any, number: Any, second: Any) -> Any:
    """One entry of the agenda; whether it still meant anything."""
    key, payload = key_of(second), payload_of(second)
    if c.tracing:
        c.rank = rank
    if rank == _COMPLETION:
        return _completion(c, payload, number, key)
    if rank == _ARRIVAL:
        _arrival(c, payload, number, key)
        return True
    if rank == _INCIDENT:
        incident(c, payload, number)
        return True
    if rank == _BOUNDARY:
        return boundary(c, payload)
    if rank == _REACHED:
        return reached(c, payload, number, key)
    if rank == _LIMIT:
        return _limit(c, number, key, payload)
    return _change(c, payload, number)


# -- rounds --------------------------------------------------------------------------------


@inlined
def _close_round(c: Any) -> None:
    """Dispatches the posts that changed; each minds only itself, so their order is free."""
    if c.tracing:
        c.rank = _DISPATCH
    count = c.used_changed
    for place in range(count):
        post = np.int64(changed_row(c.changed, place).value)
        dispatch(c, post)
        desk_row(c.desks, post).changed = 0
    c.used_changed = 0


@inlined
def _play(c: Any) -> None:
    """One run: instant by instant, each round by round, limits when nothing else is left, and
    after them what closes the instant."""
    now = -1
    before = _NONE  # what the agenda holds before this belongs to the present round
    while True:
        row = next_entry(c)
        first, second = row.first, row.second
        rank = rank_of(first)
        if first < before:
            drop_next(c)
        else:
            _close_round(c)
            before = _NONE
            row = next_entry(c)
            first, second = row.first, row.second
            rank = _LIMIT
            if seldom((c.used_soon | c.used_late) != 0 or time_of(first) == now):
                c.round += c.happened
                c.happened = 0
                if c.used_soon:
                    take_soon(c)
                    before = SOON
                    continue
                if time_of(first) == now:
                    drop_next(c)
                else:
                    row = agenda_row(c.late, 0)
                    first, second = row.first, row.second
                    if first == NOTHING:
                        _close(c)
                        continue
                    drop_late(c)
            elif seldom(first == NOTHING):
                break
            else:
                now = time_of(first)
                c.now = now
                c.round = 0
                c.happened = 0
                if first < limits_of(first):
                    before = limits_of(first)
                    rank = rank_of(first)
                drop_next(c)
        c.handled += 1
        if _happen(c, rank, number_of(first), second):
            c.happened = 1
        if seldom(c.code != 0):
            break


@compiled
def _close(c: Any) -> None:
    """Closes an instant: nothing else of it is left, and nothing comes of this."""
    for place in range(c.used_late):
        leave(c, np.int64(agenda_row(c.late, place).second))
    c.used_late = 0


# -- runs ----------------------------------------------------------------------------------


@compiled
def _open(c: Any) -> None:
    """Clears the state and puts the first events on the agenda."""
    for post in range(c.count_posts):
        desk = desk_row(c.desks, post)
        desk.until = NEVER_YET
        desk.cursor = -1
        desk.boundary = -1
        desk.working = 0
        desk.paused = 0
        desk.load = 0
        desk.called = 0
        desk.waiting = 0
        desk.present = 0
        desk.reaching = 0
        desk.changed = 0
        for precedence in range(CLASSES):
            end_of_queue = queue_of(post, precedence)
            piece = piece_row(c.pieces, end_of_queue)
            piece.next = end_of_queue
            piece.previous = end_of_queue
            piece.queued = -1
    c.used_pieces, c.used_slots, c.used_legs = 1 + c.count_posts * CLASSES, 1, 1
    c.free_pieces, c.free_slots, c.free_legs = 0, 0, 0
    clear_agenda(c)
    c.used_changed, c.used_events = 0, 0
    c.now, c.round, c.combination, c.begun, c.happened = 0, 0, 0, 0, 0
    c.violated = _NO_VIOLATION
    for index in range(c.count_changes):
        change = change_row(c.changes, index)
        # Changes of one instant come in the order of their list, so it stands in the key.
        plan(c, change.time, _STATE, 0, index, index)
    for index in range(c.count_sources):
        plan_incident(c, index, 0, source_row(c.sources, index).first)
    c.begun = 1


@compiled
def _book_load(c: Any) -> None:
    first = c.world * c.count_posts
    for post in range(c.count_posts):
        load = desk_row(c.desks, post).load
        if load:
            number_row(c.out_load, first + post).value += load
            seconds = load // _SECOND
            number_row(c.out_load_squares, first + post).value += seconds * seconds


@compiled
def _runs(c: Any, first: Any, last: Any) -> Any:
    for run in range(first, last):
        offset = run // c.replications
        replication = run - offset * c.replications
        world = word_row(c.worlds, offset).value
        c.world = offset - c.first_world
        c.key = world << _WORLD | U(replication)
        c.third_key = third_key(c.seed, c.key)
        c.values = c.all_values + U(8 * offset * c.count_estimates)
        c.always = c.all_always + U(offset * c.count_estimates)
        c.row = run * c.incidents
        c.offset = 0
        if c.any_hour:
            c.offset = (replication * 101 + np.int64(world) * 53) % _HOURS * _HOUR
        _open(c)
        _play(c)
        if c.code:
            return c.code
        _book_load(c)
        guarantee.book(c, replication)
    return 0


@entry
def run_days(context: Any, first: Any, last: Any) -> Any:
    """For the context at an address, runs number ``first`` to ``last`` - 1; a code other than 0
    names the pool that was full."""
    return _runs(context_row(context, 0), first, last)


@entry
def trace_days(context: Any, first: Any, last: Any) -> Any:
    """The same, with a trace: compiled apart, so that runs without one need not ask."""
    return _runs(traced_row(context, 0), first, last)
