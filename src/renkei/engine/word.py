"""Word on its way: transit, handling at headquarters between, disclosure review (24 to 26)."""

from __future__ import annotations

from collections.abc import Callable

from renkei.checks.case import NONE, Mode, Segment
from renkei.engine import guarantee
from renkei.engine.day import Day, Incident, Item
from renkei.engine.work import undertake
from renkei.record.vocabulary import Kind, Rank, What, site


class Word:
    """A piece of word between two posts of one incident.

    Args:
        base: base of its site, an edge or a role.
        first_hop: the number before that of its first hop.
        wanted: whether it still serves anything.
        arrive: what happens when it is there.
    """

    def __init__(
        self, day: Day, incident: Incident, *, base: int, first_hop: int, attempt: int,
        segments: tuple[Segment, ...], wanted: Callable[[], bool], arrive: Callable[[], None],
    ) -> None:  # fmt: skip
        self._day = day
        self._incident = incident
        self._base = base
        self._first_hop = first_hop
        self._attempt = attempt
        self._segments = segments
        self._wanted = wanted
        self._arrive = arrive
        self._next = 0

    def send(self, sender: int, inner_border: bool, violates: tuple[int, ...]) -> None:
        """Starts it on its way.

        Args:
            inner_border: whether it crosses a border inside one headquarters.
            violates: guarantees that it violates by that, where no review comes first.
        """
        place = site(self._base, self._first_hop)
        self._emit(self._day.rank, place, What.SENT, sender, int(inner_border))
        self._cross(place, sender, violates)
        if self._segments:
            self._proceed()
        else:
            self._plan_arrival(place, self._day.now)

    def send_after(self, sender: int, wait: int) -> None:
        """Sends it so that it is there after a given time, whatever lies between."""
        place = site(self._base, self._first_hop)
        self._emit(self._day.rank, place, What.SENT, sender)
        self._plan_arrival(place, self._day.now + wait)

    def _emit(self, rank: Rank, place: int, what: What, post: int = NONE, data: int = 0) -> None:
        self._day.emit(rank, self._incident.number, place, self._attempt, what, post, data)

    def _cross(self, place: int, post: int, violates: tuple[int, ...]) -> None:
        guarantee.cross(self._day, self._incident, place, self._attempt, post, violates)

    def _proceed(self) -> None:
        day = self._day
        if self._next == len(self._segments):
            self._arrive()
            return
        segment = self._segments[self._next]
        self._next += 1
        place = site(self._base, self._first_hop + self._next)
        base_name = day.case.legend.bases[self._base]
        address = (segment.where[0], base_name, *segment.where[1:])
        if segment.transit:
            u = day.luck.u(self._incident.source, self._incident.ordinal, self._attempt, *address)
            self._emit(day.rank, place, What.DEPARTED, segment.post, int(segment.border))
            self._cross(place, segment.post, segment.violates)
            self._plan_arrival(place, day.now + day.luck.time(segment.estimate, NONE, u))
            return

        def then() -> None:
            self._cross(place, segment.post, segment.violates)
            self._proceed()

        item = Item(
            incident=self._incident, site=place, attempt=self._attempt,
            kind=Kind.DISCLOSURE if segment.review else Kind.RELAY,
            post=segment.post, arrived=day.now, work=0, activity=segment.where[0],
            then=then, ignored=lambda: not self._wanted(),
        )  # fmt: skip
        undertake(
            day, item, mode=Mode.NORMAL, estimate=segment.estimate, eased=NONE, address=address
        )

    def _plan_arrival(self, place: int, time: int) -> None:
        def happen() -> bool:
            if not self._wanted():
                self._emit(Rank.ARRIVAL, place, What.DROPPED)
                return True
            self._emit(Rank.ARRIVAL, place, What.ARRIVED)
            self._proceed()
            return True

        self._day.plan(time, Rank.ARRIVAL, self._incident.number, place, self._attempt, happen)
