"""Critical paths: a chain of legs from each attempt back to the start of its incident (rule 35).

A chain is one word: its last leg, whether it touched a flagged base, how many hops between
headquarters and how many borders lie on it. Whatever settles something hands its chain on, so
at a milestone the path is walked back without looking anything up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import FULL_LEGS, byte_row, leg_row, mark_row, number_row, small_row
from renkei.kernel.memory import seldom
from renkei.program.outcomes import KINDS
from renkei.record.vocabulary import Kind

U = np.uint64
_LEG = U(2**32 - 1)
_TOUCHED = U(32)
_HOPS = U(33)
_MOST_HOPS = U(2**15 - 1)
_BORDERS = U(48)
_REST = U(2**64 - 2**32)
_NONE = U(0)
_ONE = U(1)
_QUEUE, _OFF_DUTY, _REACHING = int(Kind.QUEUE), int(Kind.OFF_DUTY), int(Kind.REACHING)
_TRANSIT, _CONSENT = int(Kind.TRANSIT), int(Kind.CONSENT)


@inlined
def marked(c: Any, chain: Any, base: Any) -> Any:
    """A chain that has passed a base."""
    return chain | U(byte_row(c.flags, base).value) << _TOUCHED


@inlined
def crossed(chain: Any, border: Any) -> Any:
    """A chain that has perhaps crossed a border."""
    return chain + (U(border) << _BORDERS)


@inlined
def _add(
    c: Any, slot: Any, chain: Any, kind: Any, post: Any, deliberation: Any,
    work: Any, queue: Any, off: Any, reach: Any,
) -> Any:  # fmt: skip
    if work | queue | off | reach == 0:
        return chain
    index = c.free_legs
    if not seldom(index == 0):
        leg = leg_row(c.legs, index)
        c.free_legs = np.int64(leg.next)
    else:
        index = c.used_legs
        if seldom(index >= c.most_legs):
            c.code = FULL_LEGS
            return chain
        c.used_legs = index + 1
        leg = leg_row(c.legs, index)
    leg.next = slot.first_leg
    if slot.first_leg == 0:
        slot.last_leg = index
    slot.first_leg = index
    leg.before = chain & _LEG
    leg.kind = kind
    leg.post = post
    leg.deliberation = deliberation
    leg.work = work
    leg.queue = queue
    leg.off = off
    leg.reach = reach
    return chain & _REST | U(index)


@inlined
def worked(c: Any, slot: Any, chain: Any, piece: Any, deliberation: Any) -> Any:
    """The chain after a finished piece of work."""
    waited = c.now - piece.queued - piece.total
    return _add(
        c, slot, chain, np.int64(piece.kind), piece.post, np.int64(deliberation), piece.total,
        waited - piece.off - piece.reach, piece.off, piece.reach,
    )  # fmt: skip


@compiled
def passed(c: Any, slot: Any, chain: Any, piece: Any) -> Any:
    """The chain after a transit."""
    chain = _add(c, slot, chain, _TRANSIT, piece.post, 0, c.now - piece.queued, 0, 0, 0)
    if chain >> _HOPS & _MOST_HOPS != _MOST_HOPS:
        chain += _ONE << _HOPS
    return crossed(chain, piece.border)


@compiled
def answered(c: Any, slot: Any, chain: Any, post: Any, deliberation: Any, ms: Any) -> Any:
    """The chain after a consent that a limit ended, or that came without work."""
    return _add(c, slot, chain, _CONSENT, post, np.int64(deliberation), ms, 0, 0, 0)


@inlined
def release(c: Any, slot: Any) -> None:
    """Frees the legs of an incident that is over."""
    if slot.first_leg:
        leg_row(c.legs, np.int64(slot.last_leg)).next = c.free_legs
        c.free_legs = np.int64(slot.first_leg)
        slot.first_leg = 0


@inlined
def _book(c: Any, milestone: Any, kind: Any, leg: Any, deliberation: Any, ms: Any) -> None:
    row = ((c.world * c.milestones + milestone) * KINDS + kind) * c.count_posts
    number_row(c.out_parts, (row + np.int64(leg.post)) * 2 + deliberation).value += ms


@inlined
def reach(c: Any, slot: Any, milestone: Any, chain: Any) -> None:
    """A milestone is reached: its time, and where the time went."""
    row = c.row + slot.number - 1
    number_row(c.out_milestones, row * c.milestones + milestone).value = c.now - slot.begun
    number_row(c.out_reached, c.world * c.milestones + milestone).value += 1
    index = np.int64(chain & _LEG)
    while index:
        leg = leg_row(c.legs, index)
        if leg.work:
            _book(c, milestone, np.int64(leg.kind), leg, np.int64(leg.deliberation), leg.work)
        _book(c, milestone, _QUEUE, leg, 0, leg.queue)
        if seldom(leg.off != 0):
            _book(c, milestone, _OFF_DUTY, leg, 0, leg.off)
        if seldom(leg.reach != 0):
            _book(c, milestone, _REACHING, leg, 0, leg.reach)
        index = np.int64(leg.before)
    if c.answers >> U(milestone) & _ONE:
        small_row(c.out_handovers, row).value = chain >> _HOPS & _MOST_HOPS
        small_row(c.out_borders, row).value = chain >> _BORDERS
        mark_row(c.out_touched, row).value = chain >> _TOUCHED & _ONE
