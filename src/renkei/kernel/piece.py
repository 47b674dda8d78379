"""Pieces of work and of word: where they come from, and whether anybody still wants them."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.compiling import inlined
from renkei.kernel.layout import (
    FULL_PIECES,
    asked_row,
    attempt_row,
    consent_row,
    edge_row,
    piece_row,
    role_row,
    slot_row,
)
from renkei.kernel.memory import seldom
from renkei.record.lifecycle import Stage
from renkei.record.vocabulary import HOP_BITS, End

STEP, EDGE, REQUEST, CONSENT, ANSWER, DIRECT = range(6)
"""What a piece is for: a step's work, an edge's word, a request, its work, its answer, or an
answer that comes without either."""
FREE, WAITING, WORKING, PAUSED, UNDERWAY = range(5)
"""Where a piece is."""
OPEN = int(Stage.OPEN)
"""Stage of an attempt that waits for its inputs (``flow``)."""
SITE_SHIFT = HOP_BITS + 12
"""From a key to its base: hop and attempt lie below."""
ATTEMPT_MASK = 4095
_END_OPEN = int(End.OPEN)


@inlined
def new_piece(c: Any) -> Any:
    """A free piece; 0, which is nobody's, if the pool is full."""
    index = c.free_pieces
    if not seldom(index == 0):
        c.free_pieces = np.int64(piece_row(c.pieces, index).next)
        return index
    index = c.used_pieces
    if seldom(index >= c.most_pieces):
        c.code = FULL_PIECES
        return 0
    c.used_pieces = index + 1
    return index


@inlined
def free_piece(c: Any, index: Any) -> None:
    """Gives a piece back."""
    piece = piece_row(c.pieces, index)
    piece.where = FREE
    piece.next = c.free_pieces
    c.free_pieces = index


@inlined
def wanted(c: Any, piece: Any) -> Any:
    """Whether a piece still serves anything."""
    slot = slot_row(c.slots, piece.slot)
    if seldom(slot.number != piece.number or slot.end != _END_OPEN):
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
