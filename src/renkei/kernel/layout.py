"""What lies where: the records of tables and state, and the context that finds them."""

from __future__ import annotations

from typing import Any

import numpy as np

from renkei.kernel.memory import RowAt, rows_of
from renkei.program import tables as t

TABLES: dict[str, type] = {
    "steps": t.Steps,
    "incoming": t.Incoming,
    "outgoing": t.Outgoing,
    "applies": t.Applies,
    "holdings": t.Holdings,
    "consents": t.Consents,
    "consent_routes": t.ConsentRoutes,
    "roles": t.Roles,
    "edges": t.Edges,
    "edge_routes": t.EdgeRoutes,
    "reset_steps": t.ResetSteps,
    "reset_edges": t.ResetEdges,
    "routes": t.Routes,
    "segments": t.Segments,
    "threads": t.Threads,
    "first_steps": t.FirstSteps,
    "sources": t.Sources,
    "facts": t.Facts,
    "precedences": t.Precedences,
    "odds": t.Odds,
    "posts": t.Posts,
    "calendars": t.Calendars,
    "calendar_steps": t.CalendarSteps,
    "changes": t.Changes,
    "grants": t.Grants,
    "gains": t.Gains,
    "watched_steps": t.WatchedSteps,
    "watches": t.Watches,
    "needs": t.Needs,
    "yeses": t.Yeses,
    "leg_releases": t.LegReleases,
    "inner_releases": t.InnerReleases,
    "estimates": t.Estimates,
}
"""Tables of a program, by their name in it and in the context."""


def record(*fields: tuple[str, str]) -> np.dtype[np.void]:
    """A record with fields in their natural alignment, as long as a power of two, so that its
    address is a shift away."""
    plain: Any = np.dtype(list(fields), align=True)
    return np.dtype(
        {
            "names": plain.names,
            "formats": [plain.fields[n][0] for n in plain.names],
            "offsets": [plain.fields[n][1] for n in plain.names],
            "itemsize": 1 << (plain.itemsize - 1).bit_length(),
        },
        align=True,
    )


TABLE_RECORDS = {
    name: record(*((column, dtype.str) for column, dtype in t.dtypes(kind).items()))
    for name, kind in TABLES.items()
}

DESK = record(
    ("until", "i8"),  # when the level changes next, ms of the calendar; before all: not known
    ("boundary", "i8"),  # time of the boundary on the agenda, -1 none
    ("working", "u8"),  # bit per person, from bit 0 for person 1
    ("paused", "u8"),
    ("reach_end", "i8"),  # when the reach under way ends
    ("load", "i8"),  # ms of work in this run
    ("level", "i8"),  # people of the shift until then
    ("cursor", "i8"),  # row of the calendar's present level
    ("called", "i8"),  # piece for which someone is being or has just been reached
    ("waiting", "i8"),  # bit per precedence with a queue
    ("present", "u1"),  # person 1 has been reached and counts as on duty
    ("reaching", "u1"),
    ("changed", "u1"),
)
HANDS = record(("working", "u4"), ("paused", "u4"))  # per post and person
PIECE = record(  # a piece of work or of word, wherever it is
    ("chain", "u8"),  # critical path so far
    ("counter", "u8"),  # counter word of its draws
    ("reach_address", "u8"),
    ("queued", "i8"),  # when it came to its post, or left it
    ("since", "i8"),  # when its wait was last booked
    ("started", "i8"),
    ("finish", "i8"),
    ("work", "i8"),  # hands-on ms still to do
    ("total", "i8"),  # hands-on ms altogether
    ("off", "i8"),  # ms waited with nobody on duty
    ("reach", "i8"),  # ms waited for somebody being reached
    ("number", "i8"),  # of the incident
    ("slot", "i8"),
    ("key", "i8"),  # site and attempt
    ("ref", "i8"),  # step, edge or consent
    ("post", "i8"),
    ("route", "i8"),  # of a request, whose reverse its answer takes
    ("next_segment", "i8"),
    ("end_segment", "i8"),
    ("next", "u4"),  # in its queue, or in the list of free ones
    ("previous", "u4"),
    ("purpose", "u1"),
    ("where", "u1"),
    ("kind", "u1"),
    ("precedence", "u1"),
    ("person", "u1"),
    ("nobody", "u1"),
    ("reaching", "u1"),
    ("border", "u1"),
)
SLOT = record(  # an incident under way
    ("number", "i8"),
    ("begun", "i8"),
    ("counter", "u8"),  # counter word of attempt 0
    ("reached", "u8"),  # bit per milestone
    ("thread", "i8"),
    ("facts", "i8"),
    ("live", "i8"),
    ("held", "i8"),  # pieces queued or laid down
    ("first_leg", "u4"),
    ("last_leg", "u4"),
    ("next", "u4"),  # in the list of free ones
    ("precedence", "u1"),
    ("answered", "u1"),
    ("end", "u1"),
)
ATTEMPT = record(  # the current attempt at a step of an incident
    ("chain", "u8"),
    ("attempt", "i4"),  # -1 before the first
    ("waiting", "u2"),  # roles asked and not settled
    ("stage", "u1"),
    ("combination", "u1"),
)
ASKED = record(("time", "i8"), ("consent", "u4"), ("waiting", "u1"))  # a role asked
INPUT = record(("state", "u1"))  # an edge of an incident
AGENDA = record(("first", "u8"), ("second", "u8"))
LEG = record(  # of critical paths
    ("work", "i8"),
    ("queue", "i8"),
    ("off", "i8"),
    ("reach", "i8"),
    ("before", "u4"),
    ("next", "u4"),  # in the list of its incident, or of free ones
    ("post", "u4"),
    ("kind", "u1"),
    ("deliberation", "u1"),
)
FRAME = record(("step", "u4"), ("place", "u4"))
EVENT = record(*((name, "i8") for name in (
    "time", "round", "rank", "incident", "site", "attempt", "what", "post", "data",
)))  # fmt: skip
WORD64 = record(("value", "u8"))
NUMBER = record(("value", "i8"))
SMALL = record(("value", "u2"))
BYTE = record(("value", "u1"))
KNOT = record(("value", "u4"))

STATE = {
    "desks": DESK,
    "hands": HANDS,
    "changed": KNOT,
    "pieces": PIECE,
    "slots": SLOT,
    "attempts": ATTEMPT,
    "asked": ASKED,
    "inputs": INPUT,
    "near": AGENDA,
    "agenda": AGENDA,
    "soon": AGENDA,
    "late": AGENDA,
    "legs": LEG,
    "pasts": WORD64,  # yeses in the causal past of a step of an incident
    "past_times": NUMBER,  # when they were last given, per yes whose age counts
    "edge_pasts": WORD64,
    "edge_past_times": NUMBER,
    "frames": FRAME,
    "events": EVENT,
}
"""State of one run, by its name in the context."""

_GIVEN = (
    *TABLES,
    *STATE,
    "laws",
    "flags",  # address of a byte per base
    "answers",  # bit per milestone that is an answer
    "worlds",  # address of the worlds' numbers
    "all_values",
    "all_always",
    "seed",
    *(f"out_{name}" for name in (
        "milestones", "end", "handovers", "borders", "touched", "parts", "reached", "load",
        "load_squares", "violated", "first_violated",
    )),
)  # fmt: skip
_GIVEN_NUMBERS = (
    "horizon", "any_hour", "state_base", "combinations", "milestones", "incidents",
    "replications", "first_world",
    "count_steps", "count_edges", "count_roles", "count_posts", "count_sources",
    "count_changes", "count_grants", "count_estimates", "count_guarantees", "count_dated",
    "count_releases", "count_bases", "people",
    "most_pieces", "most_slots", "most_agenda", "most_soon", "most_legs", "most_events",
    "tracing",
)  # fmt: skip
CONTEXT = record(
    *((name, "u8") for name in _GIVEN),
    *((name, "i8") for name in _GIVEN_NUMBERS),
    ("values", "u8"),  # address of the world's values of estimates
    ("always", "u8"),
    ("key", "u8"),  # world and replication
    ("third_key", "u8"),
    ("violated", "u8"),  # bit per guarantee violated in this run
    *((name, "i8") for name in (
        "now", "offset", "round", "rank", "begun", "combination", "row", "world",
        "used_pieces", "used_slots", "used_legs", "free_pieces", "free_slots", "free_legs",
        "used_near", "used_agenda", "used_soon", "used_late", "used_changed", "used_events",
        "code", "handled", "happened",
    )),
)  # fmt: skip
"""The context. ``code`` says which pool was too small, ``handled`` counts agenda events."""

_CONSTANT = (*_GIVEN, *_GIVEN_NUMBERS)
context_row = rows_of("context", CONTEXT, _CONSTANT, {"tracing": 0})
traced_row = rows_of("traced context", CONTEXT, _CONSTANT, {"tracing": 1})


def _table(name: str) -> RowAt:
    """Rows of a table of the program, which is never written."""
    dtype = TABLE_RECORDS[name]
    return rows_of(name, dtype, dtype.names or ())


step_row = _table("steps")
incoming_row = _table("incoming")
outgoing_row = _table("outgoing")
applies_row = _table("applies")
holding_row = _table("holdings")
consent_row = _table("consents")
consent_route_row = _table("consent_routes")
role_row = _table("roles")
edge_row = _table("edges")
edge_route_row = _table("edge_routes")
reset_step_row = _table("reset_steps")
reset_edge_row = _table("reset_edges")
route_row = _table("routes")
segment_row = _table("segments")
thread_row = _table("threads")
first_step_row = _table("first_steps")
source_row = _table("sources")
fact_row = _table("facts")
precedence_row = _table("precedences")
odds_row = _table("odds")
post_row = _table("posts")
calendar_row = _table("calendars")
calendar_step_row = _table("calendar_steps")
change_row = _table("changes")
grant_row = _table("grants")
gain_row = _table("gains")
watched_step_row = _table("watched_steps")
watch_row = _table("watches")
need_row = _table("needs")
yes_row = _table("yeses")
leg_release_row = _table("leg_releases")
inner_release_row = _table("inner_releases")
estimate_row = _table("estimates")
desk_row = rows_of("desks", DESK)
hands_row = rows_of("hands", HANDS)
piece_row = rows_of("pieces", PIECE)
slot_row = rows_of("slots", SLOT)
attempt_row = rows_of("attempts", ATTEMPT)
asked_row = rows_of("asked", ASKED)
input_row = rows_of("inputs", INPUT)
agenda_row = rows_of("agenda", AGENDA)
leg_row = rows_of("legs", LEG)
frame_row = rows_of("frames", FRAME)
event_row = rows_of("events", EVENT)
past_row = rows_of("pasts", WORD64)
word_row = rows_of("given words", WORD64, ("value",))
number_row = rows_of("numbers", NUMBER)
small_row = rows_of("small numbers", SMALL)
byte_row = rows_of("given bytes", BYTE, ("value",))
mark_row = rows_of("bytes", BYTE)
knot_row = rows_of("knots", KNOT, ("value",))
changed_row = rows_of("changed", KNOT)

# Codes of ``CONTEXT.code``: the pool that was too small.
FULL_PIECES, FULL_SLOTS, FULL_AGENDA, FULL_SOON, FULL_LEGS, FULL_EVENTS, FULL_ATTEMPTS = range(1, 8)
CODES = 8
"""To the last of them, the number of the step is added, times this."""
