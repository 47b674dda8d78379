"""One simulated day: the agenda, the order of events, and what is going on.

The rooms beside this file hold the moves: ``work`` (posts, queues, reaching), ``word``
(routes and borders), ``flow`` (joins, branches, ends) and ``consent`` (decisions).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from renkei.checks.calendar import Calendar
from renkei.checks.case import NONE, Case
from renkei.checks.schedule import calendars_of
from renkei.draws.worlds import start_hour
from renkei.engine.luck import Luck
from renkei.record.trace import Event, Trace, in_order
from renkei.record.vocabulary import End, Kind, Rank, What, site

HOUR = 3_600_000
_LIMITS, _CLOSING = 1, 2
_TURNS = {Rank.LIMIT: _LIMITS, Rank.DISPATCH: _CLOSING}
"""What of an instant has its turn after everything else, by rank: limits one at a time, then what
closes the instant, in one round."""


class Stage(IntEnum):
    """Where an attempt at a step stands."""

    IDLE = 0
    OPEN = 1
    WORKING = 2
    CONSULTING = 3
    DONE = 4
    DEAD = 5


class Input(IntEnum):
    """Where an edge stands in one incident."""

    PENDING = 0
    TAKEN = 1
    DONE = 2
    DEAD = 3


@dataclass(slots=True, eq=False)
class Item:
    """Something a post has to do."""

    incident: Incident
    site: int
    attempt: int
    kind: Kind
    post: int
    arrived: int
    work: int
    """Hands-on ms still to do."""
    activity: str
    then: Callable[[], None]
    person: int = NONE
    started: int = NONE
    version: int = 0
    gone: bool = False
    ignored: Callable[[], bool] = lambda: False

    def order(self) -> tuple[int, int, int, int, int]:
        """The place in a queue (rule 19)."""
        return (
            self.incident.precedence,
            self.arrived,
            self.incident.number,
            self.site,
            self.attempt,
        )


@dataclass(slots=True, eq=False)
class Incident:
    """One passage through a thread."""

    number: int
    source: int
    ordinal: int
    thread: int
    facts: int
    precedence: int
    attempts: dict[int, int] = field(default_factory=dict)
    stages: dict[int, Stage] = field(default_factory=dict)
    combinations: dict[int, int] = field(default_factory=dict)
    """The combination of states in which the current attempt of a step opened."""
    inputs: dict[int, Input] = field(default_factory=dict)
    waiting: dict[tuple[int, str], str] = field(default_factory=dict)
    """Roles asked and not settled, by (step, role)."""
    reached: set[int] = field(default_factory=set)
    """Milestones reached."""
    answered: bool = False
    live: int = 0
    end: End = End.OPEN


@dataclass(slots=True, eq=False)
class Desk:
    """A post at work."""

    index: int
    queue: list[Item] = field(default_factory=list)
    working: dict[int, Item] = field(default_factory=dict)
    paused: dict[int, Item] = field(default_factory=dict)
    present: bool = False
    """Person 1 has been reached and counts as on duty."""
    called: Item | None = None
    """The item for which someone is being reached, or has just been."""
    reaching: bool = False
    reach_version: int = 0
    boundary_pending: bool = False
    boundary_version: int = 0

    def busy(self) -> bool:
        """Whether anything waits, is in work or is laid down here."""
        return bool(self.queue or self.working or self.paused)


class Day:
    """One run of one case. ``run`` gives its trace; ``step`` takes one round at a time.

    Args:
        case: what is simulated.
        seed, world, replication: whose luck it has.
    """

    def __init__(self, case: Case, *, seed: int, world: int, replication: int) -> None:
        self.case = case
        self.luck = Luck(case, seed, world, replication)
        hour = start_hour(world, replication) if case.any_hour else 0
        self.start_ms = case.start_ms + hour * HOUR
        self.now = 0
        self.round = 0
        self.combination = 0
        self.incidents: dict[int, Incident] = {}
        self.desks = [Desk(i) for i in range(len(case.posts))]
        self.changed: set[int] = set()
        self._calendars: tuple[tuple[Calendar, ...], ...] = calendars_of(case)
        self._events: list[Event] = []
        self._agenda: list[
            tuple[int, int, int, int, int, int, int, int, Callable[[], bool], Rank]
        ] = []
        self._serial = 0
        self._open()

    def _open(self) -> None:
        for moment, combination in self.case.changes:
            self.plan(
                moment, Rank.STATE, 0, site(self.case.state_base), 0, self._change(combination)
            )
        for index, source in enumerate(self.case.sources):
            flow.plan_incident(self, index, 0, source.first)

    # -- the agenda ------------------------------------------------------------------

    def plan(
        self,
        time: int,
        rank: Rank,
        incident: int,
        place: int,
        attempt: int,
        happen: Callable[[], bool],
    ) -> None:
        """Puts an event on the agenda; ``happen`` says whether it still meant anything."""
        turn = _TURNS.get(rank, 0)
        soon = time == self.now and self._events_begun() and turn != _CLOSING
        round_ = self.round + 1 if soon else 0
        self._serial += 1
        entry = (
            time, turn, round_, int(rank), incident, place, attempt, self._serial, happen, rank,
        )  # fmt: skip
        heapq.heappush(self._agenda, entry)

    def _events_begun(self) -> bool:
        return self._processing

    _processing = False

    def emit(
        self, rank: Rank, incident: int, place: int, attempt: int, what: What,
        post: int = NONE, data: int = 0,
    ) -> None:  # fmt: skip
        """Writes one event into the trace."""
        self._events.append(
            Event(self.now, self.round, int(rank), incident, place, attempt, int(what), post, data)
        )

    def step(self) -> bool:
        """Takes one round: all events of it in order, then the posts that changed.

        When nothing else of an instant is left and a reached person leaves, that is a last round.

        Returns:
            Whether anything is left within the horizon.
        """
        if not self._agenda or self._agenda[0][0] > self.case.horizon:
            return False
        time, turn, round_ = self._agenda[0][:3]
        if time != self.now or not self._processing:
            self.now, self.round = time, 0
        self._processing = True
        happened = False
        while self._agenda and self._agenda[0][:3] == (time, turn, round_):
            *_, happen, rank = heapq.heappop(self._agenda)
            self.rank = rank
            happened |= happen()
            if turn == _LIMITS:
                break
        self.rank = Rank.DISPATCH
        for index in sorted(self.changed, key=lambda i: self.case.posts[i].name):
            work.dispatch(self, self.desks[index])
        self.changed.clear()
        if happened:
            self.round += 1
        return True

    rank = Rank.INCIDENT
    """Rank of the event being processed."""

    def run(self) -> Trace:
        """The whole day's trace."""
        while self.step():
            pass
        return in_order(self._events)

    def trace(self) -> Trace:
        """The trace so far."""
        return in_order(self._events)

    # -- states and clocks -----------------------------------------------------------

    def _change(self, combination: int) -> Callable[[], bool]:
        def happen() -> bool:
            self.combination = combination
            self.emit(Rank.STATE, 0, site(self.case.state_base), 0, What.STATE, data=combination)
            for desk in self.desks:
                work.new_hours(self, desk)
            return True

        return happen

    def calendar(self, post: int) -> Calendar:
        """The hours of a post in the present states."""
        return self._calendars[self.combination][post]


# The moves know the day and the day starts them, so they are brought in last.
from renkei.engine import flow, work  # noqa: E402
