"""Work at posts: queues, shifts, laying down and resuming, reaching people (rules 19, 20)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import compiled
from renkei.kernel.layout import (
    FULL_PIECES,
    asked_row,
    attempt_row,
    calendar_row,
    calendar_step_row,
    consent_row,
    desk_row,
    edge_row,
    hands_row,
    knot_row,
    piece_row,
    post_row,
    queue_row,
    role_row,
    slot_row,
)
from renkei.kernel.luck import AT_LIMIT_U, drawn, duration
from renkei.kernel.memory import lowest_bit
from renkei.record.vocabulary import HOP_BITS, End, Rank, What

U = np.uint64
STEP, EDGE, REQUEST, CONSENT, ANSWER, DIRECT = range(6)
"""What a piece is for: a step's work, an edge's word, a request, its work, its answer, or an
answer that comes without either."""
FREE, WAITING, WORKING, PAUSED, UNDERWAY = range(5)
"""Where a piece is."""
OPEN = 1
"""Stage of an attempt that waits for its inputs (``flow``)."""
NORMAL, INSTANT, AT_LIMIT, SILENT = range(4)

_RANK_STATE, _RANK_BOUNDARY = int(Rank.STATE), int(Rank.BOUNDARY)
_RANK_COMPLETION, _RANK_REACHED = int(Rank.COMPLETION), int(Rank.REACHED)
_RANK_DISPATCH = int(Rank.DISPATCH)
_QUEUED, _STARTED, _PAUSED = int(What.QUEUED), int(What.STARTED), int(What.PAUSED)
_RESUMED, _GONE, _BOUNDARY = int(What.RESUMED), int(What.GONE), int(What.BOUNDARY)
_REACHING, _REACHED = int(What.REACHING), int(What.REACHED)
_REACH_CANCELLED, _LEFT = int(What.REACH_CANCELLED), int(What.LEFT)
_END_OPEN = int(End.OPEN)

CLASSES = 4
"""Precedences."""
SITE_SHIFT = HOP_BITS + 12
"""From a key to its base: hop and attempt lie below."""
ATTEMPT_MASK = 4095
NEVER_YET = -(2**62)
_FOREVER = 2**62
_NO_BITS = U(0)
_BIT = U(1)
_EVERYBODY = U(2**64 - 1)


# -- pieces --------------------------------------------------------------------------------


@compiled
def new_piece(c: Any) -> Any:
    """A free piece; 0, which is nobody's, if the pool is full."""
    index = c.free_pieces
    if index:
        c.free_pieces = np.int64(piece_row(c.pieces, index).next)
        return index
    index = c.used_pieces
    if index >= c.most_pieces:
        c.code = FULL_PIECES
        return 0
    c.used_pieces = index + 1
    return index


@compiled
def free_piece(c: Any, index: Any) -> None:
    """Gives a piece back."""
    piece = piece_row(c.pieces, index)
    piece.where = FREE
    piece.next = c.free_pieces
    c.free_pieces = index


@compiled
def wanted(c: Any, piece: Any) -> Any:
    """Whether a piece still serves anything."""
    slot = slot_row(c.slots, piece.slot)
    if slot.number != piece.number or slot.end != _END_OPEN:
        return False
    if piece.purpose == STEP:
        return True
    attempt = piece.key & ATTEMPT_MASK
    if piece.purpose == EDGE:
        target = np.int64(edge_row(c.edges, piece.ref).target)
        a = attempt_row(c.attempts, piece.slot * c.count_steps + target)
        return a.attempt == attempt and a.stage == OPEN
    role = np.int64(consent_row(c.consents, piece.ref).role)
    step = np.int64(role_row(c.roles, role).step)
    a = attempt_row(c.attempts, piece.slot * c.count_steps + step)
    asked = asked_row(c.asked, piece.slot * c.count_roles + role)
    return a.attempt == attempt and asked.waiting != 0


# -- shifts --------------------------------------------------------------------------------


@compiled
def _look_up(c: Any, desk: Any, post: Any) -> None:
    """Finds the level at this instant and how long it lasts."""
    time = c.now + c.offset
    calendar = calendar_row(c.calendars, c.combination * c.count_posts + post)
    start, count = np.int64(calendar.start), np.int64(calendar.count)
    low = desk.cursor
    if low < 0:
        low, high = 0, count
        while high - low > 1:
            middle = low + high >> 1
            if calendar_step_row(c.calendar_steps, start + middle).time <= time:
                low = middle
            else:
                high = middle
    while low + 1 < count and calendar_step_row(c.calendar_steps, start + low + 1).time <= time:
        low += 1
    desk.cursor = low
    level = np.int64(calendar_step_row(c.calendar_steps, start + low).level)
    desk.level = min(level, np.int64(post_row(c.posts, post).people))
    if low + 1 < count:
        desk.until = calendar_step_row(c.calendar_steps, start + low + 1).time
    else:
        desk.until = _FOREVER


@compiled
def staffed(c: Any, desk: Any, post: Any) -> Any:
    """People of the shift on duty at this instant."""
    if c.now + c.offset >= desk.until:
        _look_up(c, desk, post)
    return desk.level


@compiled
def mark_changed(c: Any, desk: Any, post: Any) -> None:
    """Puts a post on the list of those to be dispatched at the end of the round."""
    if not desk.changed:
        desk.changed = 1
        knot_row(c.changed, c.used_changed).value = post
        c.used_changed += 1


@compiled
def _post_key(c: Any, post: Any) -> Any:
    return np.int64(post_row(c.posts, post).base) << SITE_SHIFT


@compiled
def _watch_boundaries(c: Any, desk: Any, post: Any) -> None:
    """A post with anything in it takes every boundary of its hours."""
    if desk.boundary >= 0:
        return
    staffed(c, desk, post)
    if desk.until == _FOREVER:
        return
    desk.boundary = desk.until - c.offset
    plan(c, desk.boundary, _RANK_BOUNDARY, 0, _post_key(c, post), post)


@compiled
def _busy(desk: Any) -> Any:
    return desk.waiting != 0 or (desk.working | desk.paused) != _NO_BITS


@compiled
def boundary(c: Any, post: Any) -> Any:
    """A boundary of a post's hours; whether it meant anything."""
    desk = desk_row(c.desks, post)
    if desk.boundary != c.now:
        return False
    desk.boundary = -1
    if not _busy(desk):
        return False
    _level_changed(c, desk, post, _RANK_BOUNDARY)
    return True


@compiled
def _level_changed(c: Any, desk: Any, post: Any, rank: Any) -> None:
    level = staffed(c, desk, post)
    emit(c, rank, 0, _post_key(c, post), _BOUNDARY, post, level)
    _duty(c, desk, post, level == 0)
    mark_changed(c, desk, post)
    _watch_boundaries(c, desk, post)


@compiled
def new_hours(c: Any) -> None:
    """The states changed, and with them perhaps the hours of posts."""
    for post in range(c.count_posts):
        desk = desk_row(c.desks, post)
        desk.boundary = -1
        desk.until = NEVER_YET
        desk.cursor = -1
        if _busy(desk):
            _level_changed(c, desk, post, _RANK_STATE)


# -- waits ---------------------------------------------------------------------------------


@compiled
def _book(c: Any, piece: Any) -> None:
    """Books the wait since the last change; what is booked to neither is queueing."""
    if piece.reaching:
        piece.reach += c.now - piece.since
    elif piece.nobody:
        piece.off += c.now - piece.since
    piece.since = c.now


@compiled
def _duty(c: Any, desk: Any, post: Any, nobody: Any) -> None:
    """Everything that waits at a post learns whether anybody is on duty."""
    if desk.waiting:
        for precedence in range(CLASSES):
            if desk.waiting >> precedence & 1:
                index = np.int64(queue_row(c.queues, post * CLASSES + precedence).first)
                while index:
                    piece = piece_row(c.pieces, index)
                    _book(c, piece)
                    piece.nobody = nobody
                    index = np.int64(piece.next)
    people = desk.paused
    while people:
        person = lowest_bit(people)
        people &= people - _BIT
        piece = piece_row(c.pieces, np.int64(hands_row(c.hands, post * c.people + person).paused))
        _book(c, piece)
        piece.nobody = nobody


# -- queues --------------------------------------------------------------------------------


@compiled
def _enqueue(c: Any, index: Any) -> None:
    """A piece arrives at its post."""
    piece = piece_row(c.pieces, index)
    post = piece.post
    desk = desk_row(c.desks, post)
    level = max(staffed(c, desk, post), np.int64(desk.present))
    emit(c, c.rank, piece.number, piece.key, _QUEUED, post, level)
    piece.where = WAITING
    piece.queued = c.now
    piece.since = c.now
    piece.off = 0
    piece.reach = 0
    piece.nobody = level == 0
    piece.reaching = 0
    precedence = np.int64(piece.precedence)
    queue = queue_row(c.queues, post * CLASSES + precedence)
    # Ordered by arrival, incident, site and attempt: only arrivals of this instant can differ.
    before = np.int64(queue.last)
    after = 0
    while before:
        other = piece_row(c.pieces, before)
        if other.queued != c.now or other.number < piece.number or (
            other.number == piece.number and other.key <= piece.key
        ):
            break
        after = before
        before = np.int64(other.previous)
    piece.previous = before
    piece.next = after
    if before:
        piece_row(c.pieces, before).next = index
    else:
        queue.first = index
    if after:
        piece_row(c.pieces, after).previous = index
    else:
        queue.last = index
    desk.waiting |= 1 << precedence
    slot_row(c.slots, piece.slot).held += 1
    mark_changed(c, desk, post)
    _watch_boundaries(c, desk, post)


@compiled
def _unqueue(c: Any, desk: Any, piece: Any) -> None:
    precedence = np.int64(piece.precedence)
    queue = queue_row(c.queues, piece.post * CLASSES + precedence)
    before, after = np.int64(piece.previous), np.int64(piece.next)
    if before:
        piece_row(c.pieces, before).next = after
    else:
        queue.first = after
    if after:
        piece_row(c.pieces, after).previous = before
    else:
        queue.last = before
    if queue.first == 0:
        desk.waiting &= ~(1 << precedence)
    slot_row(c.slots, piece.slot).held -= 1


@compiled
def _first(c: Any, desk: Any, post: Any) -> Any:
    """The piece at the head of a post's queue, 0 for none."""
    if desk.waiting == 0:
        return 0
    return np.int64(queue_row(c.queues, post * CLASSES + lowest_bit(U(desk.waiting))).first)


@compiled
def undertake(c: Any, index: Any, mode: Any, estimate: Any, eased: Any, address: Any) -> None:
    """Gives a piece to its post; in a *what if*, its work needs nobody."""
    piece = piece_row(c.pieces, index)
    if mode == SILENT:
        free_piece(c, index)
        return
    if mode == NORMAL:
        piece.work = drawn(c, estimate, eased, address, piece.counter)
        piece.total = piece.work
        _enqueue(c, index)
        return
    piece.work = 0
    if mode == AT_LIMIT:
        piece.work = duration(c, estimate, eased, AT_LIMIT_U)
    piece.total = piece.work
    piece.queued = c.now
    piece.off = 0
    piece.reach = 0
    piece.person = 0
    emit(c, c.rank, piece.number, piece.key, _STARTED, piece.post, 0)
    _at_work(c, index, piece)


@compiled
def _gone(c: Any, desk: Any, index: Any) -> None:
    """A piece leaves unserved."""
    piece = piece_row(c.pieces, index)
    emit(c, c.rank, piece.number, piece.key, _GONE, piece.post, 0)
    if desk.called == index:
        if desk.reaching:
            _cancel_reach(c, desk, c.rank)
        desk.called = 0
    mark_changed(c, desk, piece.post)
    free_piece(c, index)


@compiled
def withdraw(c: Any, slot_index: Any, base: Any) -> None:
    """Queued and laid-down pieces of an incident go, without cost (rule 13); ``base`` -1: all,
    else those of one role."""
    slot = slot_row(c.slots, slot_index)
    if slot.held == 0:
        return
    for post in range(c.count_posts):
        desk = desk_row(c.desks, post)
        if desk.waiting:
            for precedence in range(CLASSES):
                index = np.int64(queue_row(c.queues, post * CLASSES + precedence).first)
                while index:
                    piece = piece_row(c.pieces, index)
                    after = np.int64(piece.next)
                    if piece.slot == slot_index and (base < 0 or piece.key >> SITE_SHIFT == base):
                        _unqueue(c, desk, piece)
                        _gone(c, desk, index)
                    index = after
        people = desk.paused
        while people:
            person = lowest_bit(people)
            people &= people - _BIT
            index = np.int64(hands_row(c.hands, post * c.people + person).paused)
            piece = piece_row(c.pieces, index)
            if piece.slot == slot_index and (base < 0 or piece.key >> SITE_SHIFT == base):
                desk.paused &= ~(_BIT << U(person))
                slot.held -= 1
                _gone(c, desk, index)
        if slot.held == 0:
            return


# -- dispatch ------------------------------------------------------------------------------


@compiled
def dispatch(c: Any, post: Any) -> None:
    """Gives the people of a post what they do next."""
    desk = desk_row(c.desks, post)
    shift = staffed(c, desk, post)
    if shift > 0:
        desk.present = 0  # the reached person is one of the shift now
        if desk.reaching:
            _cancel_reach(c, desk, _RANK_DISPATCH)
        desk.called = 0
    on_duty = _EVERYBODY >> U(64 - shift) if shift > 0 else _NO_BITS
    if desk.working & ~on_duty:
        _end_shift(c, desk, post, on_duty)
    free = on_duty & ~desk.working
    while free and (desk.waiting != 0 or desk.paused & free != _NO_BITS):
        person = lowest_bit(free)
        bit = _BIT << U(person)
        free ^= bit
        if desk.paused & bit:
            _take_up(c, desk, post, person)
        elif desk.waiting:
            _start(c, desk, post, person, _first(c, desk, post))
    if shift == 0:
        _night(c, desk, post)


@compiled
def _end_shift(c: Any, desk: Any, post: Any, on_duty: Any) -> None:
    p = post_row(c.posts, post)
    if not p.pause:
        return
    people = desk.working & ~on_duty
    while people:
        person = lowest_bit(people)
        people &= people - _BIT
        index = np.int64(hands_row(c.hands, post * c.people + person).working)
        if p.reach < 0 or np.int64(piece_row(c.pieces, index).precedence) > p.reach_from:
            _lay_down(c, desk, post, person, index)


@compiled
def _night(c: Any, desk: Any, post: Any) -> None:
    """Nobody of the shift is on duty."""
    p = post_row(c.posts, post)
    urgent = _first(c, desk, post)
    if urgent and (
        p.reach < 0 or np.int64(piece_row(c.pieces, urgent).precedence) > p.reach_from
    ):
        urgent = 0
    first_works = desk.working & _BIT != _NO_BITS
    if desk.present:
        if first_works:
            return
        chosen = desk.called
        desk.called = 0
        if chosen == 0 or piece_row(c.pieces, chosen).where != WAITING:
            chosen = urgent
        if chosen:
            _start(c, desk, post, 0, chosen)
            return
        desk.present = 0
        emit(c, _RANK_DISPATCH, 0, _post_key(c, post), _LEFT, post, 0)
        _duty(c, desk, post, True)
    if urgent and not desk.reaching and not first_works:
        _reach(c, desk, post, urgent)


@compiled
def _start(c: Any, desk: Any, post: Any, person: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    _unqueue(c, desk, piece)
    _book(c, piece)
    piece.person = person + 1
    desk.working |= _BIT << U(person)
    hands_row(c.hands, post * c.people + person).working = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _STARTED, post, person + 1)
    _at_work(c, index, piece)


@compiled
def _take_up(c: Any, desk: Any, post: Any, person: Any) -> None:
    hands = hands_row(c.hands, post * c.people + person)
    index = np.int64(hands.paused)
    piece = piece_row(c.pieces, index)
    _book(c, piece)
    slot_row(c.slots, piece.slot).held -= 1
    bit = _BIT << U(person)
    desk.paused &= ~bit
    desk.working |= bit
    hands.working = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _RESUMED, post, person + 1)
    _at_work(c, index, piece)


@compiled
def _lay_down(c: Any, desk: Any, post: Any, person: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    bit = _BIT << U(person)
    desk.working &= ~bit
    done = c.now - piece.started
    piece.work -= done
    if not wanted(c, piece):
        # Its result would be ignored, so nobody takes it up again.
        _gone(c, desk, index)
        return
    desk.paused |= bit
    hands_row(c.hands, post * c.people + person).paused = index
    slot_row(c.slots, piece.slot).held += 1
    desk.load += done
    piece.where = PAUSED
    piece.since = c.now
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _PAUSED, post, person + 1)


@compiled
def _at_work(c: Any, index: Any, piece: Any) -> None:
    piece.where = WORKING
    piece.started = c.now
    piece.finish = c.now + piece.work
    plan(c, piece.finish, _RANK_COMPLETION, piece.number, piece.key, index)


# -- reaching ------------------------------------------------------------------------------


@compiled
def _reach(c: Any, desk: Any, post: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    desk.reaching = 1
    desk.called = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _REACHING, post, 1)
    _book(c, piece)
    piece.reaching = 1
    estimate = np.int64(post_row(c.posts, post).reach)
    desk.reach_end = c.now + drawn(c, estimate, -1, piece.reach_address, piece.counter)
    plan(c, desk.reach_end, _RANK_REACHED, piece.number, piece.key, post)


@compiled
def reached(c: Any, post: Any, number: Any, key: Any) -> Any:
    """Somebody has been reached; whether it meant anything."""
    desk = desk_row(c.desks, post)
    if not desk.reaching or desk.reach_end != c.now:
        return False
    piece = piece_row(c.pieces, desk.called)
    if piece.number != number or piece.key != key:
        return False
    desk.reaching = 0
    desk.present = 1
    emit(c, _RANK_REACHED, number, key, _REACHED, post, 1)
    _book(c, piece)
    piece.reaching = 0
    _duty(c, desk, post, False)
    mark_changed(c, desk, post)
    return True


@compiled
def _cancel_reach(c: Any, desk: Any, rank: Any) -> None:
    index = desk.called
    desk.reaching = 0
    desk.called = 0
    if index:
        piece = piece_row(c.pieces, index)
        emit(c, rank, piece.number, piece.key, _REACH_CANCELLED, piece.post, 0)
        _book(c, piece)
        piece.reaching = 0
