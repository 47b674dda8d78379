"""Shifts: who is on duty, when that changes, and what waiting pieces learn of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import (
    calendar_row,
    calendar_step_row,
    changed_row,
    desk_row,
    hands_row,
    piece_row,
    post_row,
)
from renkei.kernel.memory import lowest_bit, seldom
from renkei.kernel.piece import SITE_SHIFT
from renkei.record.vocabulary import Rank, What

U = np.uint64
CLASSES = 4
"""Precedences, each with a queue of its own at every post."""
NEVER_YET = -(2**62)
"""Before all instants: the level is not known."""
_FOREVER = 2**62
_RANK_STATE, _RANK_BOUNDARY = int(Rank.STATE), int(Rank.BOUNDARY)
_BOUNDARY = int(What.BOUNDARY)
_NOBODY = U(0)
_BIT = U(1)


@inlined
def queue_of(post: Any, precedence: Any) -> Any:
    """The row of pieces that stands for the end of a queue, before its first and after its last
    piece."""
    return 1 + post * CLASSES + precedence


@inlined
def book(c: Any, piece: Any) -> None:
    """Books the wait since the last change; what is booked to neither is queueing."""
    if seldom(piece.reaching != 0):
        piece.reach += c.now - piece.since
    elif seldom(piece.nobody != 0):
        piece.off += c.now - piece.since
    piece.since = c.now


@compiled
def tell_duty(c: Any, desk: Any, post: Any, nobody: Any) -> None:
    """Everything at a post learns whether anybody is on duty: what waits now, and what is in
    hand, should it be laid down."""
    if desk.waiting:
        for precedence in range(CLASSES):
            if desk.waiting >> precedence & 1:
                queue = queue_of(post, precedence)
                index = np.int64(piece_row(c.pieces, queue).next)
                while index != queue:
                    piece = piece_row(c.pieces, index)
                    book(c, piece)
                    piece.nobody = nobody
                    index = np.int64(piece.next)
    people = desk.paused | desk.working
    while people:
        person = lowest_bit(people)
        bit = people & (~people + _BIT)
        people ^= bit
        hands = hands_row(c.hands, post * c.people + person)
        if desk.paused & bit:
            piece = piece_row(c.pieces, np.int64(hands.paused))
            book(c, piece)
            piece.nobody = nobody
        if desk.working & bit:
            piece_row(c.pieces, np.int64(hands.working)).nobody = nobody


@compiled
def _look_up(c: Any, desk: Any, post: Any) -> None:
    """Finds the level at this instant and how long it lasts."""
    time = c.now + c.offset
    calendar = calendar_row(c.calendars, c.combination * c.count_posts + post)
    start, count = np.int64(calendar.start), np.int64(calendar.levels)
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


@inlined
def staffed(c: Any, desk: Any, post: Any) -> Any:
    """People of the shift on duty at this instant."""
    if seldom(c.now + c.offset >= desk.until):
        _look_up(c, desk, post)
    return desk.level


@inlined
def mark_changed(c: Any, desk: Any, post: Any) -> None:
    """Puts a post on the list of those to be dispatched at the end of the round."""
    if not seldom(desk.changed != 0):
        desk.changed = 1
        changed_row(c.changed, c.used_changed).value = post
        c.used_changed += 1


@inlined
def post_key(c: Any, post: Any) -> Any:
    return np.int64(post_row(c.posts, post).base) << SITE_SHIFT


@inlined
def watch_boundaries(c: Any, desk: Any, post: Any) -> None:
    """A post with anything in it takes every boundary of its hours. Its level is known."""
    if not seldom(desk.boundary < 0):
        return
    if desk.until == _FOREVER:
        desk.boundary = _FOREVER
        return
    desk.boundary = desk.until - c.offset
    plan(c, desk.boundary, _RANK_BOUNDARY, 0, post_key(c, post), post)


@compiled
def _busy(desk: Any) -> Any:
    return desk.waiting != 0 or (desk.working | desk.paused) != _NOBODY


@compiled
def boundary(c: Any, post: Any) -> Any:
    """A boundary of a post's hours; whether it meant anything."""
    desk = desk_row(c.desks, post)
    if desk.boundary != c.now:
        return False
    desk.boundary = -1
    if not _busy(desk):
        return False
    _level_changed(c, desk, post, _RANK_BOUNDARY, 0)
    return True


@compiled
def _level_changed(c: Any, desk: Any, post: Any, rank: Any, number: Any) -> None:
    level = staffed(c, desk, post)
    if rank == _RANK_STATE and desk.present:
        level = max(level, 1)  # a reached person stays on duty whatever the states
    emit(c, rank, number, post_key(c, post), _BOUNDARY, post, level)
    tell_duty(c, desk, post, level == 0)
    mark_changed(c, desk, post)
    watch_boundaries(c, desk, post)


@compiled
def new_hours(c: Any, number: Any) -> None:
    """The states changed, and with them perhaps the hours of posts; by the end of an incident,
    or by the scenario (0)."""
    for post in range(c.count_posts):
        desk = desk_row(c.desks, post)
        desk.boundary = -1
        desk.until = NEVER_YET
        desk.cursor = -1
        if _busy(desk):
            _level_changed(c, desk, post, _RANK_STATE, number)
