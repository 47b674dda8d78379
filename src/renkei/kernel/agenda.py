"""The agenda: what happens next, in the one total order (rules 2 and 3); and the trace.

An entry is two words: (time, rank, incident) and (site, attempt, what it is about). Of the
entries of later instants the next few lie in a sorted list, which beats a heap while it is
short, the others in a heap; those of the present instant in a short sorted list, to be taken
in the next round; limits of the present instant in another, to be taken last, and after them what
closes the instant.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.compiling import compiled, inlined
from renkei.kernel.layout import FULL_AGENDA, FULL_EVENTS, FULL_SOON, agenda_row, event_row
from renkei.kernel.memory import comes_before, seldom
from renkei.record.vocabulary import Rank

U = np.uint64
RANK_LIMIT = int(Rank.LIMIT)
LIMIT_KEY = 7
"""The rank of a limit in a key: after all else of its instant."""
NEAR = 48
"""Entries of the near list at most."""
NOTHING = U(2**64 - 1)
"""Later than everything."""
SOON = U(LIMIT_KEY << 27)
"""After the first words of all entries of the next round."""
_TIME = U(30)
_RANK = U(27)
_NUMBER = U(2**27 - 1)
_RANKS = U(7)
_RANK_WIDTH = U(3)
_KEY = U(32)
_PAYLOAD = U(2**32 - 1)


@inlined
def time_of(first: Any) -> Any:
    """The time in the first word of an entry."""
    return np.int64(first >> _TIME)


@inlined
def rank_of(first: Any) -> Any:
    """The rank in the first word; ``LIMIT_KEY`` for a limit."""
    return np.int64(first >> _RANK & _RANKS)


@inlined
def number_of(first: Any) -> Any:
    """The incident in the first word."""
    return np.int64(first & _NUMBER)


@inlined
def key_of(second: Any) -> Any:
    """Site and attempt in the second word."""
    return np.int64(second >> _KEY)


@inlined
def payload_of(second: Any) -> Any:
    """What the entry is about."""
    return np.int64(second & _PAYLOAD)


@inlined
def limits_of(first: Any) -> Any:
    """What the first words of limits of the same instant have in common."""
    return (first >> _TIME << _RANK_WIDTH | _RANKS) << _RANK


@inlined
def plan(c: Any, time: Any, rank: Any, number: Any, key: Any, payload: Any) -> None:
    """Puts an event on the agenda; beyond the horizon nothing occurs."""
    if time > c.horizon:
        return
    second = U(key) << _KEY | U(payload)
    if seldom(time == c.now and c.begun):
        if rank == RANK_LIMIT:
            # Late limits go by the round in which they were planned, then by incident.
            first = U(c.round) << _TIME | U(number)
            c.used_late = _into(c, c.late, c.used_late, first, second)
        else:
            first = U(rank) << _RANK | U(number)
            c.used_soon = _into(c, c.soon, c.used_soon, first, second)
        return
    if rank == RANK_LIMIT:
        rank = LIMIT_KEY
    _push(c, U(time) << _TIME | U(rank) << _RANK | U(number), second)


@compiled
def plan_to_close(c: Any, payload: Any) -> None:
    """Plans something for the end of this instant, when nothing else of it is left."""
    c.used_late = _into(c, c.late, c.used_late, NOTHING, U(payload))


@compiled
def _into(c: Any, rows: Any, used: Any, first: Any, second: Any) -> Any:
    """Inserts into a short sorted list, the first to be taken at its front."""
    if seldom(used >= c.most_soon):
        c.code = FULL_SOON
        return used
    place = used
    while place > 0:
        before = agenda_row(rows, place - 1)
        if comes_before(before.first, before.second, first, second):
            break
        here = agenda_row(rows, place)
        here.first = before.first
        here.second = before.second
        place -= 1
    here = agenda_row(rows, place)
    here.first = first
    here.second = second
    return used + 1


@compiled
def drop_late(c: Any) -> None:
    """Takes the first late limit off its list."""
    c.used_late -= 1
    for place in range(c.used_late):
        here, after = agenda_row(c.late, place), agenda_row(c.late, place + 1)
        here.first = after.first
        here.second = after.second


@compiled
def clear_agenda(c: Any) -> None:
    """Nothing is planned."""
    c.used_near, c.used_agenda, c.used_soon, c.used_late = 0, 0, 0, 0
    agenda_row(c.near, 0).first = NOTHING


@inlined
def _push(c: Any, first: Any, second: Any) -> None:
    """Into the near list if it comes before all of the heap; when the list is full, what is
    last there gives way to the heap."""
    used = c.used_near
    far = agenda_row(c.near, 0)
    if seldom(not comes_before(first, second, far.first, far.second)):
        _push_far(c, first, second)
        return
    if seldom(used >= NEAR):
        last = agenda_row(c.near, 1)
        if not comes_before(first, second, last.first, last.second):
            _push_far(c, first, second)
            return
        _push_far(c, last.first, last.second)
        for place in range(1, used):
            here, after = agenda_row(c.near, place), agenda_row(c.near, place + 1)
            here.first = after.first
            here.second = after.second
        used -= 1
    c.used_near = used + 1
    here = agenda_row(c.near, used + 1)
    before = agenda_row(c.near, used)
    # Row 0, the first of the heap, comes after whatever is put here.
    while comes_before(before.first, before.second, first, second):
        here.first = before.first
        here.second = before.second
        used -= 1
        here = before
        before = agenda_row(c.near, used)
    here.first = first
    here.second = second


@compiled
def take_soon(c: Any) -> None:
    """Puts the entries of the next round of this instant before all others.

    Their first words hold no time, so they come before whatever is planned meanwhile.
    """
    count, used = c.used_soon, c.used_near
    for place in range(count):
        here, entry = agenda_row(c.near, used + count - place), agenda_row(c.soon, place)
        here.first = entry.first
        here.second = entry.second
    c.used_near = used + count
    c.used_soon = 0


@inlined
def next_entry(c: Any) -> Any:
    """The next entry of the agenda; its first word is ``NOTHING`` if there is none.

    Every entry of the near list comes before every one of the heap.
    """
    return agenda_row(c.near, c.used_near)


@inlined
def drop_next(c: Any) -> None:
    """Takes the next entry off the agenda."""
    used = c.used_near
    if seldom(used == 0):
        _drop_far(c)
        _show_far(c)
        return
    c.used_near = used - 1


@compiled
def _show_far(c: Any) -> None:
    """Row 0 of the near list says what comes first in the heap."""
    shown, top = agenda_row(c.near, 0), agenda_row(c.agenda, 0)
    shown.first = top.first if c.used_agenda else NOTHING
    shown.second = top.second


@compiled
def _push_far(c: Any, first: Any, second: Any) -> None:
    """Into the heap."""
    place = c.used_agenda
    if seldom(place >= c.most_agenda):
        c.code = FULL_AGENDA
        return
    c.used_agenda = place + 1
    rows = c.agenda
    while place > 0:
        above = place - 1 >> 1
        row = agenda_row(rows, above)
        if comes_before(row.first, row.second, first, second):
            break
        here = agenda_row(rows, place)
        here.first = row.first
        here.second = row.second
        place = above
    here = agenda_row(rows, place)
    here.first = first
    here.second = second
    _show_far(c)


@compiled
def _drop_far(c: Any) -> None:
    count = c.used_agenda - 1
    c.used_agenda = count
    if count == 0:
        return
    rows = c.agenda
    last = agenda_row(rows, count)
    first, second = last.first, last.second
    place = 0
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        row = agenda_row(rows, below)
        if below + 1 < count:
            other = agenda_row(rows, below + 1)
            if comes_before(other.first, other.second, row.first, row.second):
                row = other
                below += 1
        if comes_before(first, second, row.first, row.second):
            break
        here = agenda_row(rows, place)
        here.first = row.first
        here.second = row.second
        place = below
    here = agenda_row(rows, place)
    here.first = first
    here.second = second


@inlined
def emit(c: Any, rank: Any, number: Any, key: Any, what: Any, post: Any, data: Any) -> None:
    """Writes one event, if a trace is wanted."""
    if c.tracing:
        _write(c, rank, number, key, what, post, data)


@compiled
def _write(c: Any, rank: Any, number: Any, key: Any, what: Any, post: Any, data: Any) -> None:
    if c.used_events >= c.most_events:
        c.code = FULL_EVENTS
        return
    e = event_row(c.events, c.used_events)
    c.used_events += 1
    e.time = c.now
    e.round = c.round
    e.rank = rank
    e.incident = number
    e.site = key >> 12
    e.attempt = key & 4095
    e.what = what
    e.post = post
    e.data = data
