"""The tables of a program: one NamedTuple of columns per concept, no objects, nothing nested.

Every column's annotation is its dtype; its docstring gives its shape in brackets and its unit.
``-1`` stands for none. A pair of columns ``x_start`` and ``x_count`` is a range of rows of
another table. The kernel packs the columns of a table into one record per row, so that what
is read together lies together; it takes the dtypes from here.

Letters in shapes: S steps, E edges, C combinations of states, P posts, T threads.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]


class Steps(NamedTuple):
    """The steps of all threads."""

    work_address: U64
    """[S] address of the draw of its work."""
    outcome_address: U64
    """[S] address of the draw of its outcome."""
    refusal_address: U64
    """[S] address of the draw whether the decider refuses."""
    base: U32
    """[S] base of its site."""
    takes: I32
    """[S] number of the estimate of its work."""
    eased: I32
    """[S] number of the estimate of the share saved, or -1."""
    refuses: I32
    """[S] number of the estimate of the decider's refusal, or -1."""
    milestone: I32
    """[S] index of its milestone, or -1."""
    odds_start: U32
    """[S] first row of ``Odds``."""
    odds_count: U32
    """[S] outcomes."""
    in_start: U32
    """[S] first row of ``Incoming``."""
    in_count: U32
    """[S] forward edges into it."""
    out_start: U32
    """[S] first row of ``Outgoing``."""
    out_count: U32
    """[S] edges out of it."""
    applies_start: U32
    """[S] first row of ``Applies``; then combination of states x ``facts`` + facts."""
    facts: U32
    """[S] combinations of facts of its thread."""
    decides: U8
    """[S] 1 for a decision."""
    any_join: U8
    """[S] 1 if any input fires it, 0 if all must be there."""
    answer: U8
    """[S] 1 for the answer of its thread."""
    deliberation: U8
    """[S] 1 if its work is a political judgement."""
    mode: U8
    """[S] 0 normal, 1 instant, 2 at its limit, 3 silent."""


class Incoming(NamedTuple):
    """Forward edges into steps."""

    edge: U32
    """[E] number of an edge."""


class Outgoing(NamedTuple):
    """Edges out of steps, in the order of their names."""

    edge: U32
    """[E] number of an edge."""


class Applies(NamedTuple):
    """Whether the conditions of steps hold."""

    holds: U8
    """[sum over steps of C x facts] 1 if they hold."""


class Holdings(NamedTuple):
    """Who holds a step that opens in one combination of states; row = step x C + combination."""

    reach_address: U64
    """[S x C] address of the draw of reaching somebody for it."""
    post: U32
    """[S x C] post that holds it."""
    consent_start: U32
    """[S x C] first row of ``Consents``."""
    consent_count: U32
    """[S x C] posts asked."""


class Consents(NamedTuple):
    """Posts asked for consent or consulted, per holding."""

    work_address: U64
    """[n] address of the draw of the work of answering."""
    answer_address: U64
    """[n] address of the draw of the answer."""
    reach_address: U64
    """[n] address of the draw of reaching somebody for it."""
    within: I64
    """[n] ms from the sending to the limit, or -1."""
    role: U32
    """[n] row of ``Roles``."""
    post: U32
    """[n] post asked."""
    takes: I32
    """[n] number of the estimate of the work."""
    eased: I32
    """[n] number of the estimate of the share saved, or -1."""
    refuses: I32
    """[n] number of the estimate of a refusal, or -1."""
    route_start: U32
    """[n] first row of ``ConsentRoutes``; then the combination of states at sending."""
    consult: U8
    """[n] 1 for a consultation."""
    mode: U8
    """[n] as for steps."""


class ConsentRoutes(NamedTuple):
    """The way of a request, per consent and combination of states."""

    route: I32
    """[n x C] row of ``Routes``; -1 where the asked post decides itself."""


class Roles(NamedTuple):
    """Sites of consents: one per step and role."""

    base: U32
    """[n] base of its site."""
    step: U32
    """[n] the step that asks."""
    deliberation: U8
    """[n] 1 if answering is a political judgement."""


class Edges(NamedTuple):
    """Dependences between steps."""

    outcomes: U64
    """[E] bit per outcome of the source that takes it."""
    base: U32
    """[E] base of its site."""
    source: U32
    """[E] step it comes from."""
    target: U32
    """[E] step it leads to."""
    route_start: U32
    """[E] first row of ``EdgeRoutes``; then (at the source's opening x C + at the target's
    opening) x C + at sending."""
    reset_step_start: U32
    """[E] first row of ``ResetSteps``."""
    reset_step_count: U32
    """[E] for a back edge, steps to be done again."""
    reset_edge_start: U32
    """[E] first row of ``ResetEdges``."""
    reset_edge_count: U32
    """[E] for a back edge, edges inside the loop."""
    back: U8
    """[E] 1 if it leads back."""
    instant: U8
    """[E] 1 if its word takes no time."""


class EdgeRoutes(NamedTuple):
    """The way of a word along an edge."""

    route: U32
    """[E x C x C x C] row of ``Routes``."""


class ResetSteps(NamedTuple):
    """Steps of loops."""

    step: U32
    """[n] number of a step."""


class ResetEdges(NamedTuple):
    """Forward edges inside loops."""

    edge: U32
    """[n] number of an edge."""


class Routes(NamedTuple):
    """Ways of word. Addresses hold the name of the edge or role, so each has its own routes."""

    start: U32
    """[n] first row of ``Segments``."""
    legs: U32
    """[n] legs."""
    back_start: U32
    """[n] first row of ``Segments`` for the answer."""
    back_legs: U32
    """[n] legs of the answer."""
    inner_border: U8
    """[n] 1 if a border is crossed inside one headquarters."""
    back_inner_border: U8
    """[n] the same for the answer."""


class Segments(NamedTuple):
    """Legs of routes: a transit, or work at a post on the way."""

    address: U64
    """[n] address of the draw of its time."""
    reach_address: U64
    """[n] for work, address of the draw of reaching somebody for it."""
    estimate: I32
    """[n] number of the estimate of its time."""
    post: U32
    """[n] post that works; for a transit, the post the word leaves."""
    transit: U8
    """[n] 1 for a transit."""
    review: U8
    """[n] 1 for a disclosure review, 0 for handling."""
    border: U8
    """[n] 1 for a transit across a border."""


class Threads(NamedTuple):
    """Threads."""

    lapses_after: I64
    """[T] ms without an answer after which an incident lapses, or -1."""
    base: U32
    """[T] base of its site."""
    first_start: U32
    """[T] first row of ``FirstSteps``."""
    first_count: U32
    """[T] steps without inputs."""


class FirstSteps(NamedTuple):
    """Steps without inputs, by thread."""

    step: U32
    """[n] number of a step."""


class Sources(NamedTuple):
    """Streams of incidents."""

    first: I64
    """[n] ms after the start of its first incident."""
    arrival_address: U64
    """[n] address of the draw of the time between incidents."""
    luck: U64
    """[n] digest of its name in the high half of a counter word."""
    incidents: I64
    """[n] incidents at most."""
    number: I64
    """[n] number of its first incident."""
    thread: U32
    """[n] row of ``Threads``."""
    every: I32
    """[n] number of the estimate of the time between incidents, or -1."""
    fact_start: U32
    """[n] first row of ``Facts``."""
    fact_count: U32
    """[n] facts drawn per incident."""
    precedence_start: U32
    """[n] first row of ``Precedences``; then the combination of facts."""


class Facts(NamedTuple):
    """Facts drawn once per incident."""

    address: U64
    """[n] address of the draw."""
    odds_start: U32
    """[n] first row of ``Odds``."""
    odds_count: U32
    """[n] values."""
    place: U32
    """[n] combination index added per value index."""


class Precedences(NamedTuple):
    """Precedence of incidents by combination of facts."""

    precedence: U8
    """[n] 0 FLASH to 3 ROUTINE."""


class Odds(NamedTuple):
    """Probabilities laid side by side."""

    estimate: I32
    """[n] number of the estimate of a probability; -1 takes the rest."""


class Posts(NamedTuple):
    """Posts."""

    base: U32
    """[P] base of its site."""
    people: U32
    """[P] people, 1 to 64."""
    reach: I32
    """[P] number of the estimate of the time to reach person 1, or -1."""
    reach_from: I32
    """[P] lowest precedence that may reach (0 FLASH to 3 ROUTINE), or -1."""
    pause: U8
    """[P] 1 if work in hand is laid down at the end of a shift."""


class Calendars(NamedTuple):
    """Hours of posts; row = combination of states x P + post."""

    start: U32
    """[C x P] first row of ``CalendarSteps``."""
    levels: U32
    """[C x P] levels."""


class CalendarSteps(NamedTuple):
    """Levels of calendars."""

    time: I64
    """[n] ms after the case's start (an hour of the week is added by the run)."""
    level: U32
    """[n] people on duty from then on, before the post's own number limits it."""


class Changes(NamedTuple):
    """Changes of states during a run, in order of time."""

    time: I64
    """[n] ms after the start."""
    combination: U32
    """[n] combination of states from then on, if nothing is granted or recalled."""


class Grants(NamedTuple):
    """What becomes of each combination; no rows where no thread grants or recalls authority.

    First by each of the ``Changes``, then by the end of an incident of each thread; row =
    (change, or changes + thread) x C + combination before.
    """

    combination: U32
    """[(changes + T) x C] combination after."""


class Gains(NamedTuple):
    """Yeses that the approval of a step adds to a past; no rows where nothing is watched.

    Row = step x C + combination at opening.
    """

    bits: U64
    """[S x C] a bit per yes that some guarantee names."""


class WatchedSteps(NamedTuple):
    """Which guarantees watch a step; no rows where nothing is watched."""

    watch_start: U32
    """[S] first row of ``Watches``."""
    watch_count: U32
    """[S] acts watched there."""


class Watches(NamedTuple):
    """Acts that guarantees guard, by step."""

    within: I64
    """[n] ms that a yes may be old, or -1 for any age."""
    guarantee: U32
    """[n] index of the guarantee."""
    need_start: U32
    """[n] first row of ``Needs``; then the combination of states at the step's opening."""
    at: U8
    """[n] the event that is the act (``record.vocabulary.What``)."""


class Needs(NamedTuple):
    """What an act needs, per watch and combination of states."""

    yes_start: U32
    """[n x C] first row of ``Yeses``."""
    yes_count: I32
    """[n x C] rows of ``Yeses``; -1 where nothing is guarded."""


class Yeses(NamedTuple):
    """Yeses of which one must lie in the past."""

    bits: U64
    """[n] a bit per yes; none for a yes that nobody can give."""


class LegReleases(NamedTuple):
    """What word violates as it crosses a border on a leg; row = row of ``Segments``, no rows where
    no word is watched."""

    violates: U64
    """[n] a bit per guarantee."""


class InnerReleases(NamedTuple):
    """What word violates as it crosses a border inside one headquarters without any review; row =
    2 x row of ``Routes``, + 1 for the answer; no rows where no word is watched."""

    violates: U64
    """[2 x n] a bit per guarantee."""


class Estimates(NamedTuple):
    """Estimates that the case uses."""

    law: U32
    """[n] row of the table of laws; 0 for probabilities and shares."""
    fixed: U8
    """[n] 1 if every draw gives the median."""


@cache
def dtypes(table: type) -> dict[str, np.dtype[np.generic]]:
    """The dtype of every column of a table, read from its annotations."""
    hints = get_type_hints(table)
    return {name: np.dtype(get_args(get_args(hints[name])[1])[0]) for name in hints}
