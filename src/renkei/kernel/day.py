"""Days: every round of every run, in the one total order."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.draws.worlds import HOURS_OF_WEEK
from renkei.kernel.agenda import (
    LIMIT_KEY,
    NOTHING,
    drop_next,
    emit,
    key_of,
    next_entry,
    number_of,
    payload_of,
    plan,
    rank_of,
    time_of,
)
from renkei.kernel.compiling import compiled, entry
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
    desk_row,
    grant_row,
    knot_row,
    number_row,
    piece_row,
    queue_row,
    slot_row,
    source_row,
    word_row,
)
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
from renkei.kernel.shift import CLASSES, NEVER_YET, boundary, mark_changed, new_hours
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


@compiled
def _completion(c: Any, index: Any, number: Any, key: Any) -> Any:
    """A piece of work is finished; whether the entry still meant anything."""
    piece = piece_row(c.pieces, index)
    stale = piece.where != WORKING or piece.finish != c.now
    if stale or piece.key != key or piece.number != number:
        return False
    desk = desk_row(c.desks, piece.post)
    if piece.person:
        desk.working &= ~(_BIT << U(np.int64(piece.person) - 1))
        mark_changed(c, desk, piece.post)
    desk.load += c.now - piece.started
    ignored = not wanted(c, piece)
    emit(c, _COMPLETION, number, key, _COMPLETED, piece.post, 1 if ignored else 0)
    if ignored:
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
    if c.count_grants:
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


@compiled
def _happen(c: Any, rank: Any, number: Any, second: Any) -> Any:
    """One entry of the agenda; whether it still meant anything."""
    key, payload = key_of(second), payload_of(second)
    c.rank = rank
    c.handled += 1
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


@compiled
def _close_round(c: Any, happened: Any) -> None:
    """Dispatches the posts that changed; each minds only itself, so their order is free."""
    c.rank = _DISPATCH
    count = c.used_changed
    for place in range(count):
        post = np.int64(knot_row(c.changed, place).value)
        dispatch(c, post)
        desk_row(c.desks, post).changed = 0
    c.used_changed = 0
    if happened:
        c.round += 1


@compiled
def _soon(c: Any) -> None:
    """The next round of this instant."""
    rows, count = c.soon, c.used_soon
    c.soon, c.coming = c.coming, c.soon
    c.used_soon = 0
    happened = False
    for place in range(count):
        row = agenda_row(rows, place)
        first, second = row.first, row.second
        happened |= _happen(c, rank_of(first), number_of(first), second)
        if c.code:
            return
    _close_round(c, happened)


@compiled
def _instant(c: Any) -> None:
    """Everything of one instant, round by round; limits only when nothing else is left, and
    after them what closes it."""
    time = time_of(next_entry(c).first)
    c.now = time
    c.round = 0
    happened = False
    while True:
        row = next_entry(c)
        first, second = row.first, row.second
        rank = rank_of(first)
        if time_of(first) != time or rank == LIMIT_KEY:
            break
        drop_next(c)
        happened |= _happen(c, rank, number_of(first), second)
        if c.code:
            return
    _close_round(c, happened)
    while c.code == 0:
        if c.used_soon:
            _soon(c)
            continue
        row = next_entry(c)
        if time_of(row.first) == time:
            first, second = row.first, row.second
            drop_next(c)
        elif c.used_late:
            row = agenda_row(c.late, 0)
            first, second = row.first, row.second
            if first == NOTHING:
                _close(c)
                return
            c.used_late -= 1
            for place in range(c.used_late):
                here, after = agenda_row(c.late, place), agenda_row(c.late, place + 1)
                here.first = after.first
                here.second = after.second
        else:
            return
        _close_round(c, _happen(c, _LIMIT, number_of(first), second))


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
            queue = queue_row(c.queues, post * CLASSES + precedence)
            queue.first = 0
            queue.last = 0
    c.used_pieces, c.used_slots, c.used_legs = 1, 1, 1
    c.free_pieces, c.free_slots, c.free_legs = 0, 0, 0
    c.used_near, c.used_agenda, c.used_soon, c.used_late = 0, 0, 0, 0
    c.used_changed, c.used_events = 0, 0
    c.now, c.round, c.combination, c.begun = 0, 0, 0, 0
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


@entry
def run_days(contexts: Any, first: Any, last: Any) -> Any:
    """Runs number ``first`` to ``last`` - 1; a code other than 0 names the pool that was full."""
    c = contexts[0]
    for run in range(first, last):
        offset = run // c.replications
        replication = run - offset * c.replications
        world = word_row(c.worlds, offset).value
        c.world = offset - c.first_world
        c.key = world << _WORLD | U(replication)
        c.values = c.all_values + U(8 * offset * c.count_estimates)
        c.always = c.all_always + U(offset * c.count_estimates)
        c.row = run * c.incidents
        c.offset = 0
        if c.any_hour:
            c.offset = (replication * 101 + np.int64(world) * 53) % _HOURS * _HOUR
        _open(c)
        while next_entry(c).first != NOTHING and c.code == 0:
            _instant(c)
        if c.code:
            return c.code
        _book_load(c)
    return 0
