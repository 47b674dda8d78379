"""Word on its way: transit, handling at headquarters between, disclosure review (24 to 26)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel import path
from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import apart, compiled, inlined
from renkei.kernel.layout import (
    inner_release_row,
    leg_release_row,
    piece_row,
    segment_row,
    slot_row,
)
from renkei.kernel.luck import drawn
from renkei.kernel.memory import lowest_bit, seldom
from renkei.kernel.piece import ATTEMPT_MASK, SITE_SHIFT, UNDERWAY, new_piece
from renkei.kernel.work import NORMAL, undertake
from renkei.record.vocabulary import Kind, Rank, What

_RANK_ARRIVAL = int(Rank.ARRIVAL)
_SENT, _DEPARTED, _VIOLATED = int(What.SENT), int(What.DEPARTED), int(What.VIOLATED)
_RELAY, _DISCLOSURE = int(Kind.RELAY), int(Kind.DISCLOSURE)
_TRANSIT = int(Kind.TRANSIT)
_HOP = 1 << 12
"""One hop further, in a key."""
U = np.uint64
_ONE = U(1)


@inlined
def key_at(base: Any, hop: Any, attempt: Any) -> Any:
    """The key of a site and attempt."""
    return np.int64(base) << SITE_SHIFT | hop << 12 | attempt


@inlined
def piece_for(c: Any, slot_index: Any, purpose: Any, ref: Any, key: Any, chain: Any) -> Any:
    """A new piece of an incident."""
    index = new_piece(c)
    slot = slot_row(c.slots, slot_index)
    piece = piece_row(c.pieces, index)
    piece.slot = slot_index
    piece.number = slot.number
    piece.precedence = slot.precedence
    piece.counter = slot.counter | U(key & ATTEMPT_MASK)
    piece.purpose = purpose
    piece.ref = ref
    piece.key = key
    piece.chain = chain
    return index


@inlined
def crossed_inside(
    c: Any, index: Any, sender: Any, inner_border: Any, route: Any, back: Any
) -> None:
    """Word has been sent: what it violates by crossing a border inside one headquarters without
    any review. It has no legs then, and is still at the site where it was sent."""
    if seldom(c.count_releases != 0 and inner_border != 0):
        _crossed_inside(c, index, sender, 2 * route + back)


@apart
def _crossed_inside(c: Any, index: Any, sender: Any, row: Any) -> None:
    piece = piece_row(c.pieces, index)
    violates = inner_release_row(c.inner_releases, row).violates
    _violate(c, piece.number, piece.key, sender, violates)


@inlined
def _crossed(c: Any, piece: Any) -> None:
    """What a piece of word violates by crossing a border on its present leg."""
    if seldom(c.count_releases != 0):
        _crossed_on_leg(c, piece)


@apart
def _crossed_on_leg(c: Any, piece: Any) -> None:
    violates = leg_release_row(c.leg_releases, piece.next_segment - 1).violates
    _violate(c, piece.number, piece.key, piece.post, violates)


@compiled
def _violate(c: Any, number: Any, key: Any, post: Any, violates: Any) -> None:
    c.violated |= violates
    while violates:
        emit(c, c.rank, number, key, _VIOLATED, post, lowest_bit(violates))
        violates &= violates - _ONE


@compiled
def send(c: Any, index: Any, sender: Any, start: Any, count: Any, inner_border: Any) -> None:
    """Starts a piece of word on its way over some legs."""
    piece = piece_row(c.pieces, index)
    emit(c, c.rank, piece.number, piece.key, _SENT, sender, inner_border)
    piece.chain = path.crossed(piece.chain, inner_border)
    piece.next_segment = start
    piece.end_segment = start + count
    if count:
        proceed(c, index)
    else:
        arrive_at(c, index, c.now)


@compiled
def arrive_at(c: Any, index: Any, time: Any) -> None:
    """Plans the arrival of a piece of word after no leg at all."""
    piece = piece_row(c.pieces, index)
    piece.where = UNDERWAY
    piece.kind = _RELAY  # anything but a transit
    plan(c, time, _RANK_ARRIVAL, piece.number, piece.key, index)


@compiled
def proceed(c: Any, index: Any) -> Any:
    """Sends a piece of word over its next leg; whether there is none left, so that it is there."""
    piece = piece_row(c.pieces, index)
    if piece.next_segment == piece.end_segment:
        return True
    segment = segment_row(c.segments, piece.next_segment)
    piece.next_segment += 1
    piece.key += _HOP
    piece.post = segment.post
    estimate = np.int64(segment.estimate)
    if segment.transit:
        border = np.int64(segment.border)
        emit(c, c.rank, piece.number, piece.key, _DEPARTED, piece.post, border)
        piece.queued = c.now
        piece.border = border
        piece.kind = _TRANSIT
        piece.where = UNDERWAY
        _crossed(c, piece)
        time = c.now + drawn(c, estimate, -1, segment.address, piece.counter)
        plan(c, time, _RANK_ARRIVAL, piece.number, piece.key, index)
        return False
    piece.kind = _DISCLOSURE if segment.review else _RELAY
    piece.reach_address = segment.reach_address
    undertake(c, index, NORMAL, estimate, -1, segment.address)
    return False


@compiled
def landed(c: Any, piece: Any) -> None:
    """Books the leg on which a piece of word has just arrived."""
    if piece.kind == _TRANSIT:
        slot = slot_row(c.slots, piece.slot)
        piece.chain = path.passed(c, slot, piece.chain, piece)


@compiled
def handled(c: Any, piece: Any) -> None:
    """Books the work on the way that has just been finished."""
    slot = slot_row(c.slots, piece.slot)
    piece.chain = path.worked(c, slot, piece.chain, piece, 0)
    _crossed(c, piece)
