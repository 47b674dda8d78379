"""From a trace to outcomes: milestones, critical paths, where every millisecond went (rule 35).

Nothing but the trace and its legend is read, so engine, kernel and live play are measured
alike.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from renkei.record.legend import Legend
from renkei.record.outcome import Outcome
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, End, Kind, What

_HOP = (1 << HOP_BITS) - 1
Part = tuple[Kind, int, bool]


@dataclass(slots=True)
class _Item:
    post: int
    queued: int
    completed: int = -1
    working: int = -1
    """Start of the work in hand, -1 while it waits."""
    parts: dict[Kind | None, int] = field(default_factory=lambda: defaultdict(int))
    """ms by state; None is work."""
    waiting_since: int = -1
    nobody: bool = False
    reaching: bool = False

    def wait_until(self, time: int) -> None:
        """Books the wait since the last change."""
        state = Kind.REACHING if self.reaching else Kind.OFF_DUTY if self.nobody else Kind.QUEUE
        self.parts[state] += time - self.waiting_since
        self.waiting_since = time


NO_ATTEMPT = -1
Key = tuple[int, int, int]
"""(incident, site, attempt)."""


class _Reader:
    def __init__(self, trace: Trace, legend: Legend) -> None:
        self.legend = legend
        self.items: dict[Key, _Item] = {}
        self.at_post: dict[int, list[_Item]] = defaultdict(list)
        self.load: dict[int, int] = defaultdict(int)
        self.seen: dict[tuple[What, int, int, int], Event] = {}
        self.ends: dict[tuple[int, int], list[Event]] = defaultdict(list)
        """How each step ended, each time, in order."""
        self.outcomes: dict[int, Outcome] = {}
        self.reached: list[Event] = []
        for event in sorted(trace, key=_meaning_order):
            self._take(event)

    def _take(self, e: Event) -> None:
        what = What(e.what)
        key = e.incident, e.site, e.attempt
        if what in (What.DONE, What.DEAD):
            # A step may die in one pass of a loop and be done in the next with one number.
            self.ends[e.incident, e.site >> HOP_BITS].append(e)
        else:
            self.seen[(what, *key)] = e
        if what is What.BEGUN:
            self.outcomes[e.incident] = Outcome(e.incident, e.time)
        elif what is What.ENDED:
            self.outcomes[e.incident].end = End(e.data)
            self.outcomes[e.incident].ended = e.time - self.outcomes[e.incident].begun
        elif what is What.MILESTONE:
            self.reached.append(e)
        elif what in (What.BOUNDARY, What.LEFT):
            self._duty(e, e.data == 0)
        else:
            self._item(what, key, e)

    def _duty(self, e: Event, nobody: bool) -> None:
        for item in self.at_post[e.post]:
            if item.waiting_since >= 0:
                item.wait_until(e.time)
            item.nobody = nobody

    def _item(self, what: What, key: Key, e: Event) -> None:
        if what is What.QUEUED:
            item = _Item(e.post, e.time, waiting_since=e.time, nobody=e.data == 0)
            self.items[key] = item
            self.at_post[e.post].append(item)
            return
        if what is What.STARTED and key not in self.items:
            self.items[key] = _Item(e.post, e.time, waiting_since=e.time)  # a what-if
        item_or_none = self.items.get(key)
        if item_or_none is None:
            return
        item = item_or_none
        if what in (What.STARTED, What.RESUMED):
            item.wait_until(e.time)
            item.waiting_since, item.working = -1, e.time
        elif what in (What.PAUSED, What.COMPLETED):
            item.parts[None] += e.time - item.working
            self.load[item.post] += e.time - item.working
            if what is What.PAUSED:
                item.waiting_since, item.working = e.time, -1
            else:
                item.completed = e.time
                self._forget(item)
        elif what is What.GONE:
            self._forget(item)
        elif what in (What.REACHING, What.REACH_CANCELLED, What.REACHED):
            item.wait_until(e.time)
            item.reaching = what is What.REACHING
            if what is What.REACHED:
                self._duty(e, nobody=False)

    def _forget(self, item: _Item) -> None:
        item.waiting_since = item.working = -1
        if item in self.at_post[item.post]:
            self.at_post[item.post].remove(item)


def _meaning_order(e: Event) -> tuple[int, int, int, int, int, int, int]:
    """Within one place of the order, cause before effect: the vocabulary's own order, but for
    what ends a wait before what begins one."""
    first = 0 if e.what in (What.REACH_CANCELLED, What.COMPLETED, What.PAUSED) else 1
    return (e.time, e.round, e.rank, first, e.what, e.incident, e.site)


class _Path:
    """Walks back along the critical path of one milestone."""

    def __init__(self, reader: _Reader, milestone: Event, begun: int) -> None:
        self.r = reader
        self.incident = milestone.incident
        self.parts: dict[Part, int] = defaultdict(int)
        self.bases: set[int] = set()
        self.handovers = 0
        self.borders = 0
        self.begun = begun
        self._step(self._end(milestone.site >> HOP_BITS, milestone))

    def _event(self, what: What, base: int, hop: int, attempt: int) -> Event | None:
        return self.r.seen.get((what, self.incident, base << HOP_BITS | hop, attempt))

    def _step(self, end: Event) -> None:
        """Back from how an attempt ended, and on to what came before, without recursion."""
        while True:
            base, attempt = end.site >> HOP_BITS, end.attempt
            self.bases.add(base)
            cause = end
            if end.what == What.DONE:
                verdict = self._event(What.VERDICT, base, 0, attempt)
                if verdict is not None and verdict.data:
                    self._answer(verdict.data - 1, attempt, verdict.time)
                enabled = self._event(What.ENABLED, base, 0, attempt)
                assert enabled is not None, "what is done has begun"
                cause = enabled
                self._work(base, 0, attempt, Kind.STEP, self.r.legend.deliberation[base])
            if cause.data == 0:
                return
            edge = cause.data - 1
            self.bases.add(edge)
            self._word(edge, 0, cause.attempt if end.what == What.DONE else NO_ATTEMPT)
            end = self._end(self.r.legend.source_of[edge], cause)

    def _end(self, base: int, cause: Event) -> Event:
        """How a step ended last before it caused something."""
        ends = [
            e for e in self.r.ends[self.incident, base] if e[:3] <= cause[:3] and e is not cause
        ]
        # A step may be done, lead back and die at once: what was done came first.
        return max(ends, key=lambda e: (e[:3], e.what == What.DONE))

    def _work(self, base: int, hop: int, attempt: int, kind: Kind, deliberation: bool) -> None:
        item = self.r.items.get((self.incident, base << HOP_BITS | hop, attempt))
        if item is None:
            return
        for state, ms in item.parts.items():
            if ms:
                part = kind if state is None else state
                self.parts[part, item.post, deliberation and state is None] += ms

    def _word(self, base: int, first_hop: int, attempt: int) -> None:
        """The way of one word, all of it."""
        sent = self._event(What.SENT, base, first_hop, attempt)
        if sent is None:
            return
        self.borders += sent.data
        hop = first_hop + 1
        while hop <= _HOP:
            departed = self._event(What.DEPARTED, base, hop, attempt)
            if departed is not None:
                arrived = self._event(What.ARRIVED, base, hop, attempt)
                if arrived is None:
                    return
                self.parts[Kind.TRANSIT, departed.post, False] += arrived.time - departed.time
                self.handovers += 1
                self.borders += departed.data
            elif (self.incident, base << HOP_BITS | hop, attempt) in self.r.items:
                self._work(base, hop, attempt, self._activity(base, hop, attempt), False)
            else:
                return
            hop += 1
            if first_hop == 0 and hop == ANSWER_HOP:
                return

    def _activity(self, base: int, hop: int, attempt: int) -> Kind:
        """Handling stands after a transit, review before one or last inside a headquarters."""
        before = hop - 1
        after_transit = self._event(What.DEPARTED, base, before, attempt) is not None
        return Kind.RELAY if after_transit else Kind.DISCLOSURE

    def _answer(self, role: int, attempt: int, until: int) -> None:
        """The consent or consultation that settled a verdict."""
        self.bases.add(role)
        asked = self._event(What.ASKED, role, 0, attempt)
        assert asked is not None, "only a role that was asked settles a verdict"
        work = self.r.items.get((self.incident, role << HOP_BITS, attempt))
        answered = self._event(What.ANSWERED, role, 0, attempt)
        deliberation = self.r.legend.deliberation[role]
        done = self._event(What.COMPLETED, self.r.legend.step_of[role], 0, attempt)
        since = asked.time if done is None else max(asked.time, done.time)
        if answered is None or work is None or since > asked.time:
            # A limit ended it, its answer was given without work, or a person asked before the
            # decider was done, whose own work then stands for the time until that: all is consent.
            self.parts[Kind.CONSENT, asked.post, deliberation] += until - since
            return
        self._word(role, 0, attempt)
        self._work(role, 0, attempt, Kind.CONSENT, deliberation)
        self._word(role, ANSWER_HOP, attempt)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a run came to."""

    outcomes: tuple[Outcome, ...]
    load: dict[int, int]
    """ms of work by post, whatever came of it."""


def fold(trace: Trace, legend: Legend) -> Folded:
    """Reads outcomes and load from a trace."""
    reader = _Reader(trace, legend)
    for event in reader.reached:
        outcome = reader.outcomes[event.incident]
        path = _Path(reader, event, outcome.begun)
        outcome.milestones[event.data] = event.time - outcome.begun
        outcome.parts[event.data] = dict(path.parts)
        if event.data in legend.answers:
            outcome.bases = frozenset(path.bases)
            outcome.handovers, outcome.borders = path.handovers, path.borders
    ordered = tuple(o for _, o in sorted(reader.outcomes.items()))
    return Folded(ordered, dict(reader.load))
