"""The words a trace is written in, the same for engine, kernel, live play and proof."""

from __future__ import annotations

from enum import IntEnum


class Rank(IntEnum):
    """The order of events within a round (rule 2); dispatch closes a round (rule 3)."""

    STATE = 0
    BOUNDARY = 1
    COMPLETION = 2
    ARRIVAL = 3
    REACHED = 4
    LIMIT = 5
    INCIDENT = 6
    DISPATCH = 7


class What(IntEnum):
    """What an event says. The comment gives its site, its post and its data."""

    STATE = 0  # states; none; index of the combination of states now in force
    BOUNDARY = 1  # post; that post; people on duty from now on
    BEGUN = 2  # thread; none; index of the combination of facts drawn for the incident
    OPENED = 3  # step; the post that holds it; index of the combination of states
    ENABLED = 4  # step; its post; base of the edge that fired it + 1, 0 for a first step
    SENT = 5  # edge or role; sender's post; 1 if a border is crossed inside one headquarters
    DEPARTED = 6  # hop of word; the post it leaves; 1 if it crosses a border
    ARRIVED = 7  # hop of word; none; 0
    DROPPED = 8  # hop of word whose purpose is gone; none; 0
    QUEUED = 9  # item; its post; people on duty at that instant
    STARTED = 10  # item; its post; number of the person
    PAUSED = 11  # item; its post; number of the person
    RESUMED = 12  # item; its post; number of the person
    COMPLETED = 13  # item; its post; 1 if its result is ignored
    GONE = 14  # item taken out of the queue unserved; its post; 0
    REACHING = 15  # item for which someone is being reached; its post; 1
    REACHED = 16  # the same item; its post; 1
    REACH_CANCELLED = 17  # the same item; its post; 0
    ASKED = 18  # role; the post asked; 1 for a consultation
    ANSWERED = 19  # role; the post asked; 1 yes, 0 no
    LIMIT = 20  # role whose limit strikes, or thread whose deadline does; none; 0
    VERDICT = 21  # step; its post; base of the role that settled it + 1, 0 for none
    DONE = 22  # step; its post; index of the outcome
    DEAD = 23  # step; none; base of the edge by which it died + 1, 0 for a first step
    MILESTONE = 24  # step; none; index of the milestone
    ENDED = 25  # thread; none; End
    LEFT = 26  # post whose reached person leaves; that post; 0
    VIOLATED = 27  # step or word; its post, or the post word leaves; index of the guarantee


class End(IntEnum):
    """How an incident ends (rule 12)."""

    OPEN = 0
    DONE = 1
    REFUSED = 2
    LAPSED = 3


class Precedence(IntEnum):
    """Precedence of word and work; the smaller goes first."""

    FLASH = 0
    IMMEDIATE = 1
    PRIORITY = 2
    ROUTINE = 3


class Kind(IntEnum):
    """Where a millisecond went, as published (rule 35)."""

    STEP = 0
    RELAY = 1
    DISCLOSURE = 2
    CONSENT = 3
    QUEUE = 4
    OFF_DUTY = 5
    REACHING = 6
    TRANSIT = 7


HOP_BITS = 6
"""A site is a base (step, edge, role, post or thread, numbered by name) and a hop below it."""
ANSWER_HOP = 32
"""Hops of a request count from 1, hops of its answer from here."""


def site(base: int, hop: int = 0) -> int:
    """The number of a site."""
    return base << HOP_BITS | hop


def base_and_hop(site: int) -> tuple[int, int]:
    """What a site is made of."""
    return site >> HOP_BITS, site & (1 << HOP_BITS) - 1


SILENT = "silent"
"""In a path: a post that does not act or answer."""
NOT_YET = "not yet"
"""In a path: the step has not come to its end when what matters happens."""
FIRST = "first "
"""In a path a choice begins so where a step goes on with what comes first; that step follows."""
OPENS = "opens in "
"""In a path a choice begins so where it matters in which states a step opens."""


def means_a_path(outcome: str) -> bool:
    """Whether the name of an outcome would be read as something else in a path."""
    return (
        outcome in (SILENT, NOT_YET)
        or outcome.startswith((FIRST, OPENS))
        or bool({*outcome} & {";", "="})
    )
