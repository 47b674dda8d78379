"""The trace of one run: a sorted list of events, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Event(NamedTuple):
    """One event; ``time`` is in ms since the start of the run."""

    time: int
    round: int
    rank: int
    incident: int
    site: int
    attempt: int
    what: int
    post: int
    data: int


Trace = tuple[Event, ...]


def in_order(events: Iterable[Event]) -> Trace:
    """Events sorted by time, round, rank, incident, site, attempt (then by what they say)."""
    return tuple(sorted(events))
