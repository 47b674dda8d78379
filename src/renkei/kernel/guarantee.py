"""Guarantees watched: what lies in the causal past of each step, and acts that lack a yes.

A past is one word, a bit per yes; of the yeses whose age counts, which have the lowest bits, it
also holds when each was given last. Where nothing is watched, nothing of this is touched.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.agenda import emit
from renkei.kernel.compiling import apart, compiled, inlined
from renkei.kernel.layout import (
    attempt_row,
    edge_row,
    gain_row,
    holding_row,
    incoming_row,
    input_row,
    need_row,
    number_row,
    past_row,
    slot_row,
    step_row,
    watch_row,
    watched_step_row,
    yes_row,
)
from renkei.kernel.memory import seldom
from renkei.kernel.word import key_at
from renkei.record.lifecycle import Input
from renkei.record.vocabulary import What

U = np.uint64
AT_ENABLED, AT_VERDICT, AT_DONE = int(What.ENABLED), int(What.VERDICT), int(What.DONE)
_VIOLATED = int(What.VIOLATED)
_IN, _NOT_COMING = int(Input.DONE), int(Input.DEAD)
_ONE, _NO_YES = U(1), U(0)


@inlined
def enter(c: Any, index: Any, step: Any, by_edge: Any) -> None:
    """A step fires or dies: its past is that of its inputs."""
    if seldom(c.count_guarantees != 0):
        _enter(c, index, step, by_edge)


@apart
def _enter(c: Any, index: Any, step: Any, by_edge: Any) -> None:
    past_row(c.pasts, index * c.count_steps + step).value = _NO_YES
    if by_edge < 0:
        return
    s = step_row(c.steps, step)
    first, count = np.int64(s.in_start), np.int64(s.in_count)
    done: Any = 0
    dead: Any = 0
    for row in range(first, first + count):
        edge = np.int64(incoming_row(c.incoming, row).edge)
        state = input_row(c.inputs, index * c.count_edges + edge).state
        done += state == _IN
        dead += state == _NOT_COMING
    # A step that dies as it would open has inputs that are not settled.
    alone = edge_row(c.edges, by_edge).back or done + dead < count
    if alone or (s.any_join and done > 0):
        _unite(c, index, step, by_edge)
        return
    for row in range(first, first + count):
        _unite(c, index, step, np.int64(incoming_row(c.incoming, row).edge))


@compiled
def _unite(c: Any, index: Any, step: Any, edge: Any) -> None:
    """The past of an edge becomes part of that of a step; of a yes in both the later counts."""
    to, of = index * c.count_steps + step, index * c.count_edges + edge
    past = past_row(c.pasts, to)
    more = past_row(c.edge_pasts, of).value
    for yes in range(c.count_dated):
        if more >> U(yes) & _ONE:
            given = number_row(c.edge_past_times, of * c.count_dated + yes).value
            held = number_row(c.past_times, to * c.count_dated + yes)
            if not past.value >> U(yes) & _ONE or held.value < given:
                held.value = given
    past.value |= more


@inlined
def approve(c: Any, index: Any, step: Any) -> None:
    """A decision is approved: the yes of its decider and of every consent joins the past."""
    if seldom(c.count_guarantees != 0):
        _approve(c, index, step)


@apart
def _approve(c: Any, index: Any, step: Any) -> None:
    to = index * c.count_steps + step
    combination = np.int64(attempt_row(c.attempts, to).combination)
    more = gain_row(c.gains, step * c.combinations + combination).bits
    past_row(c.pasts, to).value |= more
    for yes in range(c.count_dated):
        if more >> U(yes) & _ONE:
            number_row(c.past_times, to * c.count_dated + yes).value = c.now


@inlined
def leave(c: Any, index: Any, step: Any, edge: Any) -> None:
    """Word, or the news that none will come, leaves a step along an edge."""
    if seldom(c.count_guarantees != 0):
        _leave(c, index, step, edge)


@apart
def _leave(c: Any, index: Any, step: Any, edge: Any) -> None:
    of, to = index * c.count_steps + step, index * c.count_edges + edge
    past_row(c.edge_pasts, to).value = past_row(c.pasts, of).value
    for yes in range(c.count_dated):
        given = number_row(c.past_times, of * c.count_dated + yes).value
        number_row(c.edge_past_times, to * c.count_dated + yes).value = given


@inlined
def watch(c: Any, index: Any, step: Any, at: Any) -> None:
    """Writes down every guarantee that an event at a step violates."""
    if seldom(c.count_guarantees != 0):
        _watch_all(c, index, step, at)


@apart
def _watch_all(c: Any, index: Any, step: Any, at: Any) -> None:
    watched = watched_step_row(c.watched_steps, step)
    first = np.int64(watched.watch_start)
    for number in range(first, first + np.int64(watched.watch_count)):
        _watch(c, index, step, at, number)


@compiled
def _watch(c: Any, index: Any, step: Any, at: Any, number: Any) -> None:
    watched = watch_row(c.watches, number)
    if watched.at != at:
        return
    place = index * c.count_steps + step
    a = attempt_row(c.attempts, place)
    combination = np.int64(a.combination)
    need = need_row(c.needs, np.int64(watched.need_start) + combination)
    past = past_row(c.pasts, place).value
    if watched.within >= 0:
        past = _young(c, place, past, watched.within)
    lacks = False
    for row in range(np.int64(need.yes_count)):
        lacks |= past & yes_row(c.yeses, np.int64(need.yes_start) + row).bits == _NO_YES
    if lacks:
        guarantee = np.int64(watched.guarantee)
        c.violated |= _ONE << U(guarantee)
        post = np.int64(holding_row(c.holdings, step * c.combinations + combination).post)
        key = key_at(step_row(c.steps, step).base, 0, np.int64(a.attempt))
        emit(c, c.rank, slot_row(c.slots, index).number, key, _VIOLATED, post, guarantee)


@compiled
def _young(c: Any, place: Any, past: Any, within: Any) -> Any:
    """The yeses of a past that are not too old; all asked for here have dates."""
    for yes in range(c.count_dated):
        if c.now - number_row(c.past_times, place * c.count_dated + yes).value > within:
            past &= ~(_ONE << U(yes))
    return past


@inlined
def book(c: Any, replication: Any) -> None:
    """Counts what a run has violated."""
    if seldom(c.violated != _NO_YES):
        _book(c, replication)


@apart
def _book(c: Any, replication: Any) -> None:
    first = c.world * c.count_guarantees
    for guarantee in range(c.count_guarantees):
        if c.violated >> U(guarantee) & _ONE:
            number_row(c.out_violated, first + guarantee).value += 1
            known = number_row(c.out_first_violated, first + guarantee)
            if replication < known.value:
                known.value = replication
