"""Decisions: consents and consultations in parallel, limits, the verdict (rule 29)."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel import guarantee, path
from renkei.kernel.agenda import emit, plan
from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.flow import (
    CONSULTING,
    END_OPEN,
    complete,
    holder,
    holding_of,
)
from renkei.kernel.layout import (
    asked_row,
    attempt_row,
    consent_route_row,
    consent_row,
    holding_row,
    piece_row,
    role_row,
    route_row,
    slot_row,
    step_row,
)
from renkei.kernel.luck import AT_LIMIT_U, bits, choose, duration, happens
from renkei.kernel.piece import ANSWER, ATTEMPT_MASK, CONSENT, DIRECT, REQUEST
from renkei.kernel.word import arrive_at, crossed_inside, key_at, piece_for, send
from renkei.kernel.work import AT_LIMIT, NORMAL, SILENT, undertake, withdraw
from renkei.record.lifecycle import APPROVED, REFUSED
from renkei.record.vocabulary import ANSWER_HOP, Kind, Rank, What

U = np.uint64
_RANK_LIMIT = int(Rank.LIMIT)
_ASKED, _ANSWERED, _SENT = int(What.ASKED), int(What.ANSWERED), int(What.SENT)
_LIMIT, _VERDICT = int(What.LIMIT), int(What.VERDICT)
_KIND_CONSENT = int(Kind.CONSENT)
_NO_CHAIN = U(0)


@inlined
def step_worked(c: Any, index: Any, step: Any, piece: Any) -> None:
    """The work of a step is finished: its outcome, or the consents a decision needs."""
    s = step_row(c.steps, step)
    slot = slot_row(c.slots, index)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.chain = path.worked(c, slot, a.chain, piece, s.deliberation)
    if not s.decides:
        outcome = 0
        if s.odds_count > 1:
            u = bits(c, s.outcome_address, slot.counter | U(a.attempt))
            outcome = choose(c, np.int64(s.odds_start), np.int64(s.odds_count), u)
        complete(c, index, step, outcome)
        return
    refuses = np.int64(s.refuses)
    counter = slot.counter | U(a.attempt)
    if refuses >= 0 and happens(c, refuses, bits(c, s.refusal_address, counter)):
        _verdict(c, index, step, REFUSED, -1, a.chain)
        return
    _ask(c, index, step)


@compiled
def _ask(c: Any, index: Any, step: Any) -> None:
    """Sends every request for consent or consultation; with none open, the verdict falls."""
    a = attempt_row(c.attempts, index * c.count_steps + step)
    a.stage = CONSULTING
    holding = holding_row(c.holdings, holding_of(c, index, step))
    first = np.int64(holding.consent_start)
    last = first + np.int64(holding.consent_count)
    others = 0
    for number in range(first, last):
        consent = consent_row(c.consents, number)
        if _route_of(c, consent) >= 0:
            others += 1
            asked = asked_row(c.asked, index * c.count_roles + np.int64(consent.role))
            if not asked.waiting:
                a.waiting += 1
            asked.waiting = 1
            asked.consent = number
            asked.time = c.now
    if others == 0:
        _verdict(c, index, step, APPROVED, -1, a.chain)
        return
    for number in range(first, last):
        route = _route_of(c, consent_row(c.consents, number))
        if route >= 0:
            _request(c, index, step, number, route)


@compiled
def _route_of(c: Any, consent: Any) -> Any:
    row = np.int64(consent.route_start) + c.combination
    return np.int64(consent_route_row(c.consent_routes, row).route)


@compiled
def _request(c: Any, index: Any, step: Any, number: Any, route: Any) -> None:
    consent = consent_row(c.consents, number)
    role = np.int64(consent.role)
    slot = slot_row(c.slots, index)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    attempt = np.int64(a.attempt)
    base = np.int64(role_row(c.roles, role).base)
    key = key_at(base, 0, attempt)
    post = np.int64(consent.post)
    emit(c, c.rank, slot.number, key, _ASKED, post, np.int64(consent.consult))
    if consent.within >= 0:
        payload = index * (c.count_roles + 1) + role
        plan(c, c.now + consent.within, _RANK_LIMIT, slot.number, key, payload)
    if consent.mode == SILENT:
        return
    if consent.mode != NORMAL:
        wait = 0
        if consent.mode == AT_LIMIT:
            wait = consent.within
            if wait < 0:
                wait = duration(c, np.int64(consent.takes), np.int64(consent.eased), AT_LIMIT_U)
        key = key_at(base, ANSWER_HOP, attempt)
        made = piece_for(c, index, DIRECT, number, key, _NO_CHAIN)
        emit(c, c.rank, slot.number, key, _SENT, post, 0)
        piece = piece_row(c.pieces, made)
        piece.next_segment = 0
        piece.end_segment = 0
        arrive_at(c, made, c.now + wait)
        return
    way = route_row(c.routes, route)
    made = piece_for(c, index, REQUEST, number, key, path.marked(c, a.chain, base))
    # The answer returns by the reverse of this route, whatever changes meanwhile (rule 25).
    piece_row(c.pieces, made).route = route
    sender = holder(c, index, step)
    inner = np.int64(way.inner_border)
    send(c, made, sender, np.int64(way.start), np.int64(way.legs), inner)
    crossed_inside(c, made, sender, inner, route, 0)


@compiled
def request_arrives(c: Any, index: Any) -> None:
    """A request is there: the post asked gets its work."""
    piece = piece_row(c.pieces, index)
    consent = consent_row(c.consents, piece.ref)
    base = np.int64(role_row(c.roles, np.int64(consent.role)).base)
    piece.purpose = CONSENT
    piece.key = key_at(base, 0, piece.key & ATTEMPT_MASK)
    piece.post = consent.post
    piece.kind = _KIND_CONSENT
    piece.reach_address = consent.reach_address
    takes, eased = np.int64(consent.takes), np.int64(consent.eased)
    undertake(c, index, NORMAL, takes, eased, consent.work_address)


@compiled
def consent_worked(c: Any, index: Any) -> None:
    """The work of answering is done: the answer goes back."""
    piece = piece_row(c.pieces, index)
    consent = consent_row(c.consents, piece.ref)
    role = role_row(c.roles, np.int64(consent.role))
    slot = slot_row(c.slots, piece.slot)
    piece.chain = path.worked(c, slot, piece.chain, piece, role.deliberation)
    piece.purpose = ANSWER
    piece.key = key_at(role.base, ANSWER_HOP, piece.key & ATTEMPT_MASK)
    way = route_row(c.routes, piece.route)
    inner = np.int64(way.back_inner_border)
    post = np.int64(consent.post)
    send(c, index, post, np.int64(way.back_start), np.int64(way.back_legs), inner)
    crossed_inside(c, index, post, inner, piece.route, 1)


@compiled
def answer_arrives(c: Any, index: Any, number: Any, attempt: Any, direct: Any, chain: Any) -> None:
    """An answer is there."""
    consent = consent_row(c.consents, number)
    role = role_row(c.roles, np.int64(consent.role))
    step = np.int64(role.step)
    slot = slot_row(c.slots, index)
    yes = True
    refuses = np.int64(consent.refuses)
    if refuses >= 0 and not consent.consult:
        u = bits(c, consent.answer_address, slot.counter | U(attempt))
        yes = not happens(c, refuses, u)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    key = key_at(role.base, 0, np.int64(a.attempt))
    emit(c, c.rank, slot.number, key, _ANSWERED, np.int64(consent.post), 1 if yes else 0)
    if direct:
        chain = _without_work(c, index, number)
    _close(c, index, np.int64(consent.role), yes, chain)


@compiled
def _without_work(c: Any, index: Any, number: Any) -> Any:
    """The chain of a consent that a limit ended, or that came without work."""
    consent = consent_row(c.consents, number)
    role = role_row(c.roles, np.int64(consent.role))
    a = attempt_row(c.attempts, index * c.count_steps + np.int64(role.step))
    asked = asked_row(c.asked, index * c.count_roles + np.int64(consent.role))
    chain = path.marked(c, a.chain, role.base)
    slot = slot_row(c.slots, index)
    post = np.int64(consent.post)
    return path.answered(c, slot, chain, post, role.deliberation, c.now - asked.time)


@compiled
def role_limit(c: Any, index: Any, role: Any, number: Any, key: Any) -> Any:
    """The limit of an answer strikes; whether it was still awaited."""
    slot = slot_row(c.slots, index)
    if slot.number != number or slot.end != END_OPEN:
        return False
    step = np.int64(role_row(c.roles, role).step)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    asked = asked_row(c.asked, index * c.count_roles + role)
    if a.attempt != key & ATTEMPT_MASK or not asked.waiting:
        return False
    emit(c, c.rank, number, key, _LIMIT, -1, 0)
    consent = np.int64(asked.consent)
    yes = consent_row(c.consents, consent).consult != 0
    _close(c, index, role, yes, _without_work(c, index, consent))
    return True


@compiled
def _close(c: Any, index: Any, role: Any, yes: Any, chain: Any) -> None:
    """One request is settled; perhaps the verdict is certain now."""
    step = np.int64(role_row(c.roles, role).step)
    a = attempt_row(c.attempts, index * c.count_steps + step)
    asked_row(c.asked, index * c.count_roles + role).waiting = 0
    a.waiting -= 1
    withdraw(c, index, np.int64(role_row(c.roles, role).base))
    if not yes:
        _verdict(c, index, step, REFUSED, role, chain)
    elif a.waiting == 0:
        _verdict(c, index, step, APPROVED, role, chain)


@compiled
def _verdict(c: Any, index: Any, step: Any, outcome: Any, role: Any, chain: Any) -> None:
    """The verdict falls, at the first instant at which it is certain."""
    a = attempt_row(c.attempts, index * c.count_steps + step)
    if a.waiting:
        for other in range(c.count_roles):
            asked = asked_row(c.asked, index * c.count_roles + other)
            r = role_row(c.roles, other)
            if asked.waiting and r.step == step:
                asked.waiting = 0
                withdraw(c, index, np.int64(r.base))
        a.waiting = 0
    settled_by = np.int64(role_row(c.roles, role).base) + 1 if role >= 0 else 0
    a.chain = chain
    key = key_at(step_row(c.steps, step).base, 0, np.int64(a.attempt))
    number = slot_row(c.slots, index).number
    emit(c, c.rank, number, key, _VERDICT, holder(c, index, step), settled_by)
    if outcome == APPROVED:
        guarantee.approve(c, index, step)
        guarantee.watch(c, index, step, guarantee.AT_VERDICT)
    complete(c, index, step, outcome)
