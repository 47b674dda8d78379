"""Work at posts: queues, and what is taken out of them (rules 13 and 19)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import desk_row, hands_row, piece_row, slot_row
from renkei.kernel.luck import AT_LIMIT_U, drawn, duration
from renkei.kernel.memory import lowest_bit, seldom
from renkei.kernel.piece import SITE_SHIFT, WAITING, WORKING, free_piece
from renkei.kernel.shift import CLASSES, book, mark_changed, queue_of, staffed, watch_boundaries
from renkei.record.vocabulary import Rank, What

U = np.uint64
NORMAL, INSTANT, AT_LIMIT, SILENT = range(4)
"""Modes, as in ``program.tables``."""
_RANK_COMPLETION = int(Rank.COMPLETION)
_QUEUED, _STARTED, _GONE = int(What.QUEUED), int(What.STARTED), int(What.GONE)
_REACH_CANCELLED = int(What.REACH_CANCELLED)
_BIT = U(1)


@inlined
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
    # Ordered by arrival, incident, site and attempt: only arrivals of this instant can differ.
    after: Any = queue_of(post, precedence)
    before: Any = np.int64(piece_row(c.pieces, after).previous)
    while True:
        other = piece_row(c.pieces, before)
        if seldom(other.queued == c.now) and (
            other.number > piece.number or (other.number == piece.number and other.key > piece.key)
        ):
            after = before
            before = np.int64(other.previous)
        else:
            break
    piece.previous = before
    piece.next = after
    piece_row(c.pieces, before).next = index
    piece_row(c.pieces, after).previous = index
    desk.waiting |= 1 << precedence
    slot_row(c.slots, piece.slot).held += 1
    mark_changed(c, desk, post)
    watch_boundaries(c, desk, post)


@inlined
def unqueue(c: Any, desk: Any, piece: Any) -> None:
    """Takes a piece out of its queue."""
    before, after = np.int64(piece.previous), np.int64(piece.next)
    piece_row(c.pieces, before).next = after
    piece_row(c.pieces, after).previous = before
    # Both are the end of the queue when nothing is left in it.
    desk.waiting &= ~(np.int64(before == after) << np.int64(piece.precedence))
    slot_row(c.slots, piece.slot).held -= 1


@inlined
def first_waiting(c: Any, desk: Any, post: Any) -> Any:
    """The piece at the head of a post's queue, 0 for none."""
    if desk.waiting == 0:
        return 0
    queue = queue_of(post, lowest_bit(U(desk.waiting)))
    return np.int64(piece_row(c.pieces, queue).next)


@inlined
def at_work(c: Any, index: Any, piece: Any) -> None:
    """Work on a piece begins, or goes on."""
    piece.where = WORKING
    piece.started = c.now
    piece.finish = c.now + piece.work
    plan(c, piece.finish, _RANK_COMPLETION, piece.number, piece.key, index)


@inlined
def undertake(c: Any, index: Any, mode: Any, estimate: Any, eased: Any, address: Any) -> None:
    """Gives a piece to its post; in a *what if*, its work needs nobody."""
    piece = piece_row(c.pieces, index)
    if seldom(mode == SILENT):
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
    at_work(c, index, piece)


@compiled
def cancel_reach(c: Any, desk: Any, rank: Any) -> None:
    """Nobody is reached any more."""
    index = desk.called
    desk.reaching = 0
    desk.called = 0
    if index:
        piece = piece_row(c.pieces, index)
        emit(c, rank, piece.number, piece.key, _REACH_CANCELLED, piece.post, 0)
        book(c, piece)
        piece.reaching = 0


@compiled
def gone(c: Any, desk: Any, index: Any) -> None:
    """A piece leaves unserved."""
    piece = piece_row(c.pieces, index)
    emit(c, c.rank, piece.number, piece.key, _GONE, piece.post, 0)
    if desk.called == index:
        if desk.reaching:
            cancel_reach(c, desk, c.rank)
        desk.called = 0
    mark_changed(c, desk, piece.post)
    free_piece(c, index)


@inlined
def withdraw(c: Any, slot_index: Any, base: Any) -> None:
    """Queued and laid-down pieces of an incident go, without cost (rule 13); ``base`` -1: all,
    else those of one role."""
    if seldom(slot_row(c.slots, slot_index).held != 0):
        _withdraw(c, slot_index, base)


@compiled
def _withdraw(c: Any, slot_index: Any, base: Any) -> None:
    slot = slot_row(c.slots, slot_index)
    for post in range(c.count_posts):
        desk = desk_row(c.desks, post)
        if desk.waiting:
            for precedence in range(CLASSES):
                queue = queue_of(post, precedence)
                index = np.int64(piece_row(c.pieces, queue).next)
                while index != queue:
                    piece = piece_row(c.pieces, index)
                    after = np.int64(piece.next)
                    if piece.slot == slot_index and (base < 0 or piece.key >> SITE_SHIFT == base):
                        unqueue(c, desk, piece)
                        gone(c, desk, index)
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
                gone(c, desk, index)
        if slot.held == 0:
            return
