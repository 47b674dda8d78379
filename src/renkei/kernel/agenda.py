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

from renkei.kernel.compiling import compiled
from renkei.kernel.layout import FULL_AGENDA, FULL_EVENTS, FULL_SOON, agenda_row, event_row
from renkei.record.vocabulary import Rank

U = np.uint64
RANK_LIMIT = int(Rank.LIMIT)
LIMIT_KEY = 7
"""The rank of a limit in a key: after all else of its instant."""
NEAR = 48
"""Entries of the near list at most."""
NOTHING = U(2**64 - 1)
"""Later than everything."""
_TIME = U(30)
_RANK = U(27)
_NUMBER = U(2**27 - 1)
_RANKS = U(7)
_KEY = U(32)
_PAYLOAD = U(2**32 - 1)


@compiled
def time_of(first: Any) -> Any:
    """The time in the first word of an entry."""
    return np.int64(first >> _TIME)


@compiled
def rank_of(first: Any) -> Any:
    """The rank in the first word; ``LIMIT_KEY`` for a limit."""
    return np.int64(first >> _RANK & _RANKS)


@compiled
def number_of(first: Any) -> Any:
    """The incident in the first word."""
    return np.int64(first & _NUMBER)


@compiled
def key_of(second: Any) -> Any:
    """Site and attempt in the second word."""
    return np.int64(second >> _KEY)


@compiled
def payload_of(second: Any) -> Any:
    """What the entry is about."""
    return np.int64(second & _PAYLOAD)


@compiled
def plan(c: Any, time: Any, rank: Any, number: Any, key: Any, payload: Any) -> None:
    """Puts an event on the agenda; beyond the horizon nothing occurs."""
    if time > c.horizon:
        return
    second = U(key) << _KEY | U(payload)
    if time == c.now and c.begun:
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
    if used >= c.most_soon:
        c.code = FULL_SOON
        return used
    place = used
    while place > 0:
        before = agenda_row(rows, place - 1)
        if before.first < first or (before.first == first and before.second <= second):
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
def _push(c: Any, first: Any, second: Any) -> None:
    """Into the near list if it comes before all of the heap; when the list is full, what is
    last there gives way to the heap."""
    if c.used_agenda:
        top = agenda_row(c.agenda, 0)
        if top.first < first or (top.first == first and top.second <= second):
            _push_far(c, first, second)
            return
    used = c.used_near
    if used >= NEAR:
        last = agenda_row(c.near, 0)
        if last.first < first or (last.first == first and last.second <= second):
            _push_far(c, first, second)
            return
        _push_far(c, last.first, last.second)
        used -= 1
        for place in range(used):
            here, after = agenda_row(c.near, place), agenda_row(c.near, place + 1)
            here.first = after.first
            here.second = after.second
    place = used
    while place > 0:
        before = agenda_row(c.near, place - 1)
        if before.first > first or (before.first == first and before.second >= second):
            break
        here = agenda_row(c.near, place)
        here.first = before.first
        here.second = before.second
        place -= 1
    here = agenda_row(c.near, place)
    here.first = first
    here.second = second
    c.used_near = used + 1


@compiled
def next_entry(c: Any) -> Any:
    """The next entry of the agenda; its first word is ``NOTHING`` if there is none.

    Every entry of the near list comes before every one of the heap.
    """
    used = c.used_near
    if used:
        return agenda_row(c.near, used - 1)
    row = agenda_row(c.agenda, 0)
    if c.used_agenda == 0:
        row.first = NOTHING
    return row


@compiled
def drop_next(c: Any) -> None:
    """Takes the next entry off the agenda."""
    if c.used_near:
        c.used_near -= 1
    else:
        _drop_far(c)


@compiled
def _push_far(c: Any, first: Any, second: Any) -> None:
    """Into the heap."""
    place = c.used_agenda
    if place >= c.most_agenda:
        c.code = FULL_AGENDA
        return
    c.used_agenda = place + 1
    rows = c.agenda
    while place > 0:
        above = place - 1 >> 1
        row = agenda_row(rows, above)
        if row.first < first or (row.first == first and row.second <= second):
            break
        here = agenda_row(rows, place)
        here.first = row.first
        here.second = row.second
        place = above
    here = agenda_row(rows, place)
    here.first = first
    here.second = second


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
            if other.first < row.first or (other.first == row.first and other.second < row.second):
                row = other
                below += 1
        if first < row.first or (first == row.first and second <= row.second):
            break
        here = agenda_row(rows, place)
        here.first = row.first
        here.second = row.second
        place = below
    here = agenda_row(rows, place)
    here.first = first
    here.second = second


@compiled
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
