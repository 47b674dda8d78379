"""Dispatch: what the people of a post do next, and reaching them (rules 19 and 20)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit, plan, plan_to_close
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import desk_row, hands_row, piece_row, post_row, slot_row
from renkei.kernel.luck import drawn
from renkei.kernel.memory import lowest_bit, seldom
from renkei.kernel.piece import PAUSED, WAITING, wanted
from renkei.kernel.shift import book, mark_changed, post_key, staffed, tell_duty
from renkei.kernel.work import at_work, cancel_reach, first_waiting, gone, unqueue
from renkei.record.vocabulary import Rank, What

U = np.uint64
_RANK_DISPATCH, _RANK_REACHED = int(Rank.DISPATCH), int(Rank.REACHED)
_STARTED, _PAUSED, _RESUMED = int(What.STARTED), int(What.PAUSED), int(What.RESUMED)
_REACHING, _REACHED, _LEFT = int(What.REACHING), int(What.REACHED), int(What.LEFT)
_NOBODY = U(0)
_BIT = U(1)
_EVERYBODY = U(2**64 - 1)


@inlined
def dispatch(c: Any, post: Any) -> None:
    """Gives the people of a post what they do next."""
    desk = desk_row(c.desks, post)
    shift = staffed(c, desk, post)
    if not seldom(shift <= 0):
        desk.present = 0  # the reached person is one of the shift now
        if seldom(desk.reaching != 0):
            cancel_reach(c, desk, _RANK_DISPATCH)
        desk.called = 0
        on_duty = _EVERYBODY >> U(64 - shift)
    else:
        on_duty = _NOBODY
    if seldom(desk.working & ~on_duty != _NOBODY):
        _end_shift(c, desk, post, on_duty)
    free = on_duty & ~desk.working
    # Written without ``and`` and ``or``: one question is guessed wrong less often than three.
    while (free != _NOBODY) & ((U(desk.waiting) | desk.paused & free) != _NOBODY):
        person = lowest_bit(free)
        bit = _BIT << U(person)
        free ^= bit
        if seldom(desk.paused & bit != _NOBODY):
            _take_up(c, desk, post, person)
        elif not seldom(desk.waiting == 0):
            _start(c, desk, post, person, first_waiting(c, desk, post))
    if seldom(shift == 0):
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
    urgent = first_waiting(c, desk, post)
    if urgent and (p.reach < 0 or np.int64(piece_row(c.pieces, urgent).precedence) > p.reach_from):
        urgent = 0
    first_works = desk.working & _BIT != _NOBODY
    if desk.present:
        if first_works:
            return
        chosen = desk.called
        desk.called = 0
        if chosen == 0 or piece_row(c.pieces, chosen).where != WAITING:
            chosen = urgent
        if chosen:
            _start(c, desk, post, 0, chosen)
        else:
            plan_to_close(c, post)
        return
    if urgent and not desk.reaching and not first_works:
        _reach(c, desk, post, urgent)


@compiled
def leave(c: Any, post: Any) -> None:
    """The instant is over: the reached person leaves, unless it brought something to do."""
    desk = desk_row(c.desks, post)
    if desk.present and desk.working & _BIT == _NOBODY:
        desk.present = 0
        emit(c, _RANK_DISPATCH, 0, post_key(c, post), _LEFT, post, 0)
        tell_duty(c, desk, post, True)


@inlined
def _start(c: Any, desk: Any, post: Any, person: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    unqueue(c, desk, piece)
    book(c, piece)
    piece.person = person + 1
    desk.working |= _BIT << U(person)
    hands_row(c.hands, post * c.people + person).working = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _STARTED, post, person + 1)
    at_work(c, index, piece)


@compiled
def _take_up(c: Any, desk: Any, post: Any, person: Any) -> None:
    hands = hands_row(c.hands, post * c.people + person)
    index = np.int64(hands.paused)
    piece = piece_row(c.pieces, index)
    book(c, piece)
    slot_row(c.slots, piece.slot).held -= 1
    bit = _BIT << U(person)
    desk.paused &= ~bit
    desk.working |= bit
    hands.working = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _RESUMED, post, person + 1)
    at_work(c, index, piece)


@compiled
def _lay_down(c: Any, desk: Any, post: Any, person: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    bit = _BIT << U(person)
    desk.working &= ~bit
    done = c.now - piece.started
    piece.work -= done
    if not wanted(c, piece):
        # Its result would be ignored, so nobody takes it up again.
        gone(c, desk, index)
        return
    desk.paused |= bit
    hands_row(c.hands, post * c.people + person).paused = index
    slot_row(c.slots, piece.slot).held += 1
    desk.load += done
    piece.where = PAUSED
    piece.since = c.now
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _PAUSED, post, person + 1)


@compiled
def _reach(c: Any, desk: Any, post: Any, index: Any) -> None:
    piece = piece_row(c.pieces, index)
    desk.reaching = 1
    desk.called = index
    emit(c, _RANK_DISPATCH, piece.number, piece.key, _REACHING, post, 1)
    book(c, piece)
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
    book(c, piece)
    piece.reaching = 0
    tell_duty(c, desk, post, False)
    mark_changed(c, desk, post)
    return True
