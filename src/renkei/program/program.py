"""The program: all tables of one case, and what the kernel must know beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from renkei.program import tables as t
from renkei.program.tables import I64, U32

MOST_BASES = 1 << 14
"""A site (base and 64 hops) and an attempt (12 bits) share 32 bits of the kernel's keys."""
MOST_INCIDENTS = (1 << 27) - 1
"""The number of an incident takes 27 bits of the kernel's keys."""
MOST_MILESTONES = 64
"""The kernel keeps those reached as bits of one word."""
MOST_GUARANTEES = 64
"""The kernel keeps those violated as bits of one word."""
MOST_YESES = 64
"""The kernel keeps those given as bits of one word."""


class Range(NamedTuple):
    """The range of one estimate's median (ms, or a plain number), as drawn per world."""

    name: str
    time: bool
    low: float
    likely: float
    high: float


@dataclass(frozen=True, eq=False)
class Program:
    """One case in flat tables.

    Attributes:
        horizon: ms after the start; an event exactly then still occurs.
        any_hour: whether each run starts at its own hour of the week.
        state_base: base of the site of the states.
        bases, combinations, milestones, incidents: how many there are.
        guarantees: how many are watched or might be; 0 where nothing is watched.
        releases: how many of them are about word that crosses a border.
        dated: the bits below this one are yeses whose age counts.
        answers: [answers] milestones that are answers of their threads.
        laws: [laws, knots] uint32 quantile tables, 2**-20 of the median.
        ranges: of the estimates, in the order of ``estimates``.
    """

    horizon: int
    any_hour: bool
    state_base: int
    bases: int
    combinations: int
    milestones: int
    incidents: int
    guarantees: int
    releases: int
    dated: int
    answers: I64
    laws: U32
    ranges: tuple[Range, ...]
    steps: t.Steps
    incoming: t.Incoming
    outgoing: t.Outgoing
    applies: t.Applies
    holdings: t.Holdings
    consents: t.Consents
    consent_routes: t.ConsentRoutes
    roles: t.Roles
    edges: t.Edges
    edge_routes: t.EdgeRoutes
    reset_steps: t.ResetSteps
    reset_edges: t.ResetEdges
    routes: t.Routes
    segments: t.Segments
    threads: t.Threads
    first_steps: t.FirstSteps
    sources: t.Sources
    facts: t.Facts
    precedences: t.Precedences
    odds: t.Odds
    posts: t.Posts
    calendars: t.Calendars
    calendar_steps: t.CalendarSteps
    changes: t.Changes
    grants: t.Grants
    gains: t.Gains
    watched_steps: t.WatchedSteps
    watches: t.Watches
    needs: t.Needs
    yeses: t.Yeses
    leg_releases: t.LegReleases
    inner_releases: t.InnerReleases
    estimates: t.Estimates
    memory: dict[str, object] = field(default_factory=dict, repr=False)
    """What the kernel keeps with a program between runs; no part of what it says."""

    @property
    def digest(self) -> str:
        """64 hexadecimal digits over everything that decides a run's events."""
        whole = blake2b(digest_size=32)
        for name in sorted(self.__dataclass_fields__):
            value = getattr(self, name)
            if name == "memory":
                continue
            parts = value if isinstance(value, tuple) and name != "ranges" else (value,)
            for part in parts:
                data = part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode()
                whole.update(f"{name}:{len(data)}:".encode())
                whole.update(data)
        return whole.hexdigest()
