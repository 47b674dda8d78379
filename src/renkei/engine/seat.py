"""People in posts: where a seated post starts an item, a person says what becomes of it.

The engine asks through :class:`Seats` and knows nothing of terminals or files. A seat changes
how long its own work takes and what comes of it, never anybody's luck; with no seats nothing
changes, event for event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from renkei.checks.case import NONE
from renkei.engine import consent
from renkei.engine.day import Day, Item
from renkei.record.lifecycle import Stage
from renkei.record.vocabulary import HOP_BITS, End, Kind, Rank, site


class Deed(StrEnum):
    """What a person does with the item in hand."""

    WAIT = "wait"
    """Keeps it in hand for a while, then is asked again."""
    ASK = "ask"
    """Puts the question to somebody now, before deciding; takes no time."""
    DONE = "done"
    """Does the work, or answers a consultation."""
    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a person.

    Attributes:
        deed: what is done.
        ms: for *wait*, how long; else the hands-on time in place of the drawn one, or NONE.
        outcome: for work with several outcomes, the name of the one it comes to.
        names: for *ask*, the role asked (another name moves nothing); for *approve*, the roles
            passed over, whose answer is neither asked for nor waited for.
    """

    deed: Deed
    ms: int = NONE
    outcome: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """The item in hand, as numbers of the case.

    Attributes:
        opened: the combination of states in which the step it is about opened.
    """

    incident: int
    site: int
    attempt: int
    kind: Kind
    post: int
    precedence: int
    opened: int


class Seats(Protocol):
    """Who acts where."""

    def sits(self, post: int) -> bool:
        """Whether a person sits in this post."""

    def act(self, day: Day, turn: Turn) -> Act:
        """What that person does now. May raise, to break the day off."""


def ask_person(day: Day, item: Item) -> None:
    """Asks the person who has an item in hand, until it is kept for a while or done with."""
    assert day.seats is not None
    item.due = False
    incident, about = item.incident, day.case.legend.step_of[item.site >> HOP_BITS]
    step = next(i for i, s in enumerate(day.case.steps) if s.base == about)
    turn = Turn(
        incident.number, item.site, item.attempt, item.kind, item.post, incident.precedence,
        incident.combinations[step],
    )  # fmt: skip
    while True:
        act = day.seats.act(day, turn)
        if act.deed is Deed.WAIT:
            item.held, item.work = True, max(act.ms, 0)
            return
        if act.deed is not Deed.ASK:
            break
        for role in sorted(act.names):
            _ask_ahead(day, item, role)
    item.held = False
    item.work = item.drawn if act.ms == NONE else act.ms
    day.acts[item.incident.number, item.site, item.attempt] = act


def act_on(day: Day, incident: int, place: int, attempt: int) -> Act | None:
    """What a person said is to come of an item; None if the model played it."""
    return day.acts.get((incident, place, attempt))


def _ask_ahead(day: Day, item: Item, role: str) -> None:
    """Sends a request before the decider is done; in the next round, as dispatch sends nothing."""
    incident, attempt = item.incident, item.attempt
    index = next((i for i, s in enumerate(day.case.steps) if site(s.base) == item.site), NONE)
    if index == NONE or (index, role) not in day.case.role_bases:
        return
    holding = day.case.steps[index].holdings[incident.combinations[index]]
    asked = next((c for c in holding.consents if c.role == role), None)
    if asked is None:
        return

    def happen() -> bool:
        route = asked.routes[day.combination]
        known = (index, role) in incident.waiting or (index, attempt, role) in incident.ahead
        working = incident.stages[index] is Stage.WORKING and incident.attempts[index] == attempt
        if route is None or known or not working or incident.end is not End.OPEN:
            return False
        consent.request(day, incident, index, asked, route)
        return True

    place = site(day.case.role_bases[index, role])
    day.plan(day.now, Rank.COMPLETION, incident.number, place, attempt, happen)
