"""What lies where: the records of tables and state, and the context that finds them."""

from __future__ import annotations

import numpy as np

from renkei.kernel.memory import rows_of
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
    "estimates": t.Estimates,
}
"""Tables of a program, by their name in it and in the context."""


def record(*fields: tuple[str, str]) -> np.dtype[np.void]:
    """A record with fields in their natural alignment."""
    return np.dtype(list(fields), align=True)


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
QUEUE = record(("first", "u4"), ("last", "u4"))  # per post and precedence
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
    ("source", "i8"),
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
    "queues": QUEUE,
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
    "coming": AGENDA,
    "late": AGENDA,
    "legs": LEG,
    "frames": FRAME,
    "events": EVENT,
}
"""State of one run, by its name in the context."""

CONTEXT = record(
    *((name, "u8") for name in (*TABLES, *STATE)),
    ("laws", "u8"),
    ("flags", "u8"),  # address of a byte per base
    ("answers", "u8"),  # bit per milestone that is an answer
    ("worlds", "u8"),  # address of the worlds' numbers
    ("values", "u8"),  # address of the world's values of estimates
    ("always", "u8"),
    ("all_values", "u8"),
    ("all_always", "u8"),
    ("seed", "u8"),
    ("key", "u8"),  # world and replication
    *((f"out_{name}", "u8") for name in (
        "milestones", "end", "handovers", "borders", "touched", "parts", "reached", "load",
        "load_squares",
    )),
    *((name, "i8") for name in (
        "horizon", "any_hour", "state_base", "combinations", "milestones", "incidents",
        "replications", "first_world",
        "count_steps", "count_edges", "count_roles", "count_posts", "count_sources",
        "count_changes", "count_grants", "count_estimates", "count_bases", "people",
        "most_pieces", "most_slots", "most_agenda", "most_soon", "most_legs", "most_events",
        "tracing", "now", "offset", "round", "rank", "begun", "combination", "row", "world",
        "used_pieces", "used_slots", "used_legs", "free_pieces", "free_slots", "free_legs",
        "used_near", "used_agenda", "used_soon", "used_late", "used_changed", "used_events",
        "code", "handled",
    )),
)  # fmt: skip
"""The context. ``code`` says which pool was too small, ``handled`` counts agenda events."""

step_row = rows_of(TABLE_RECORDS["steps"])
incoming_row = rows_of(TABLE_RECORDS["incoming"])
outgoing_row = rows_of(TABLE_RECORDS["outgoing"])
applies_row = rows_of(TABLE_RECORDS["applies"])
holding_row = rows_of(TABLE_RECORDS["holdings"])
consent_row = rows_of(TABLE_RECORDS["consents"])
consent_route_row = rows_of(TABLE_RECORDS["consent_routes"])
role_row = rows_of(TABLE_RECORDS["roles"])
edge_row = rows_of(TABLE_RECORDS["edges"])
edge_route_row = rows_of(TABLE_RECORDS["edge_routes"])
reset_step_row = rows_of(TABLE_RECORDS["reset_steps"])
reset_edge_row = rows_of(TABLE_RECORDS["reset_edges"])
route_row = rows_of(TABLE_RECORDS["routes"])
segment_row = rows_of(TABLE_RECORDS["segments"])
thread_row = rows_of(TABLE_RECORDS["threads"])
first_step_row = rows_of(TABLE_RECORDS["first_steps"])
source_row = rows_of(TABLE_RECORDS["sources"])
fact_row = rows_of(TABLE_RECORDS["facts"])
precedence_row = rows_of(TABLE_RECORDS["precedences"])
odds_row = rows_of(TABLE_RECORDS["odds"])
post_row = rows_of(TABLE_RECORDS["posts"])
calendar_row = rows_of(TABLE_RECORDS["calendars"])
calendar_step_row = rows_of(TABLE_RECORDS["calendar_steps"])
change_row = rows_of(TABLE_RECORDS["changes"])
grant_row = rows_of(TABLE_RECORDS["grants"])
estimate_row = rows_of(TABLE_RECORDS["estimates"])
desk_row = rows_of(DESK)
queue_row = rows_of(QUEUE)
hands_row = rows_of(HANDS)
piece_row = rows_of(PIECE)
slot_row = rows_of(SLOT)
attempt_row = rows_of(ATTEMPT)
asked_row = rows_of(ASKED)
input_row = rows_of(INPUT)
agenda_row = rows_of(AGENDA)
leg_row = rows_of(LEG)
frame_row = rows_of(FRAME)
event_row = rows_of(EVENT)
word_row = rows_of(WORD64)
number_row = rows_of(NUMBER)
small_row = rows_of(SMALL)
byte_row = rows_of(BYTE)
knot_row = rows_of(KNOT)

# Codes of ``CONTEXT.code``: the pool that was too small.
FULL_PIECES, FULL_SLOTS, FULL_AGENDA, FULL_SOON, FULL_LEGS, FULL_EVENTS, FULL_ATTEMPTS = range(1, 8)
CODES = 8
"""To the last of them, the number of the step is added, times this."""
