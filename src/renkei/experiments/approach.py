"""The C2 approach space of a study: as designed in its files and as enacted in runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from renkei.checks.case import NONE, Case
from renkei.checks.study import CheckedStudy
from renkei.engine.day import Day
from renkei.measures.approach import density, held, spread
from renkei.record.legend import Legend
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, What, base_and_hop

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the approach space shows: in the files, or in one run."""

    decisions: dict[str, float]
    """Decisions by headquarters; one that several share counts in parts."""
    by_nation: dict[str, float]
    """The same by the nation of whoever decides or consents."""
    pairs: frozenset[Pair]
    """Headquarters between which word goes directly."""
    holds: dict[str, frozenset[str]] | None
    """Milestones by headquarters as the answer falls; None for a run without an answer."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What counts in one case, the same for the files and for the runs."""

    touched: frozenset[str]
    """Headquarters that word of the thread can touch."""
    taking_part: frozenset[str]
    """Headquarters that hold a step up to the answer or are asked at one."""
    items: frozenset[str]
    """Milestones that may come up to the answer."""


@dataclass(frozen=True, slots=True)
class Approach:
    """One dimension under one arrangement in one thread and scenario."""

    arrangement: str
    thread: str
    scenario: str
    dimension: str
    designed: float | None
    enacted: float | None
    """Of all runs together for decisions, else the mean over the runs that have it."""
    runs: int
    """How many runs that is."""
    shares: tuple[dict[str, float], dict[str, float]] | None = None
    """For decisions, the share of each nation, designed and enacted."""


def approach(
    checked: CheckedStudy, case: Case, *, seed: int = 1, runs: int = 20
) -> tuple[Approach, ...]:
    """The three dimensions of one case, designed and enacted.

    Args:
        runs: runs of the engine, each in a world of its own.
    """
    scope, designed = design(checked, case)
    traces = (Day(case, seed=seed, world=w, replication=0).run() for w in range(runs))
    enacted = [enact(trace, case) for trace in traces]
    whole = _summed(e.decisions for e in enacted)
    nations = _shares(designed.by_nation), _shares(_summed(e.by_nation for e in enacted))
    hops = [density(e.pairs, scope.touched) for e in enacted]
    told = [
        held(e.holds, scope.taking_part, scope.items) for e in enacted if e.holds is not None
    ]  # fmt: skip

    def row(
        dimension: str, plan: float | None, real: float | None, counted: int,
        shares: tuple[dict[str, float], dict[str, float]] | None = None,
    ) -> Approach:  # fmt: skip
        return Approach(
            case.arrangement, case.thread, case.scenario, dimension, plan, real, counted, shares
        )

    plan = held(designed.holds or {}, scope.taking_part, scope.items)
    return (
        row("allocation", spread(designed.decisions), spread(whole), runs, nations),
        row("interaction", density(designed.pairs, scope.touched), _mean(hops), len(hops)),
        row("information", plan, _mean(told), len(told)),
    )


def _summed(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    whole: dict[str, float] = defaultdict(float)
    for part in parts:
        for name, value in part.items():
            whole[name] += value
    return whole


def _shares(parts: Mapping[str, float]) -> dict[str, float]:
    whole = sum(parts.values())
    return {name: part / whole for name, part in sorted(parts.items())} if whole else {}


def _mean(values: Iterable[float | None]) -> float | None:
    found = [v for v in values if v is not None]
    return sum(found) / len(found) if found else None


# -- as designed ---------------------------------------------------------------------------


def design(checked: CheckedStudy, case: Case) -> tuple[Scope, Seen]:
    """What the files provide for in the states in which a case starts."""
    thread = next(t for t in case.threads if t.name == case.thread)
    mine = frozenset(thread.steps)
    home = case.legend.headquarters_of_post
    later = _after_answer(case, mine)
    voices: list[list[int]] = []
    routes: list[tuple[str, ...]] = []
    taking_part: set[str] = set()
    for index in mine:
        step, holding = case.steps[index], case.steps[index].holdings[0]
        here = {home[holding.post]}
        for consent in holding.consents:
            here.add(home[consent.post])
            routes += [r.headquarters for r in consent.routes[:1] if r is not None]
        if index not in later:
            taking_part |= here
        if step.decides:
            consenting = [c.post for c in holding.consents if not c.consult]
            voices.append([holding.post, *consenting])
    for edge in case.edges:
        if edge.source in mine and edge.routes:
            routes.append(edge.routes[0][0][0].headquarters)
    touched = frozenset(taking_part.union(*routes, {home[case.steps[i].holdings[0].post]
                                                    for i in mine}))  # fmt: skip
    used = {frozenset(hop) for way in routes for hop in pairwise(way)}
    pairs = used | {p for p in _permitted(checked, case) if p <= touched}
    items, holds = _reach(case, mine - later)
    scope = Scope(touched, frozenset(taking_part), frozenset(items))
    return scope, Seen(*_voiced(voices, case.legend), frozenset(pairs), holds)


def _voiced(
    decisions: Iterable[Sequence[int]], legend: Legend
) -> tuple[dict[str, float], dict[str, float]]:
    """Decisions by headquarters and by nation, each shared evenly by the posts that have a say."""
    found: dict[str, float] = defaultdict(float)
    nations: dict[str, float] = defaultdict(float)
    for posts in decisions:
        for post in posts:
            found[legend.headquarters_of_post[post]] += 1 / len(posts)
            nations[legend.nation_of_post[post]] += 1 / len(posts)
    return dict(found), dict(nations)


def _permitted(checked: CheckedStudy, case: Case) -> Iterator[Pair]:
    """Headquarters joined by a relationship in force and by a link."""
    view = checked.view(case.arrangement, dict(case.combinations[0]))
    linked = {
        frozenset((a, b))
        for link in view.arrangement.links.values()
        for a in link.between
        for b in link.between
        if a != b
    }
    for _, r in view.authorities.active:
        if frozenset((r.from_, r.to)) in linked:
            yield frozenset((r.from_, r.to))


def _after_answer(case: Case, mine: frozenset[int]) -> frozenset[int]:
    """Steps that can only come after the answer."""
    todo = [i for i in mine if case.steps[i].answer]
    seen: set[int] = set()
    while todo:
        at = todo.pop()
        for number in case.steps[at].outgoing:
            edge = case.edges[number]
            if not edge.back and edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return frozenset(seen)


def _reach(case: Case, steps: frozenset[int]) -> tuple[set[str], dict[str, frozenset[str]]]:
    """All milestones of steps, and those of which word could come to each headquarters."""
    home, names = case.legend.headquarters_of_post, case.legend.milestones
    own = {
        i: frozenset({names[s.milestone]}) if s.milestone >= 0 else frozenset[str]()
        for i, s in enumerate(case.steps)
    }
    before = dict.fromkeys(own, frozenset[str]())
    settled = False
    while not settled:  # loops lead back, so once through the steps is not enough
        settled = True
        for edge in case.edges:
            more = before[edge.target] | before[edge.source] | own[edge.source]
            settled &= more == before[edge.target]
            before[edge.target] = more
    items = {names[case.steps[i].milestone] for i in steps if case.steps[i].milestone >= 0}
    holds: dict[str, frozenset[str]] = {}
    for i in sorted(steps):
        holding = case.steps[i].holdings[0]
        for name, what in (
            (home[holding.post], before[i] | own[i]),
            *((home[c.post], before[i]) for c in holding.consents),
        ):
            holds[name] = holds.get(name, frozenset()) | what
    return items, holds


# -- as enacted ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Word:
    """One piece of word on its way."""

    sent: int
    at: list[str]
    """Headquarters in order."""
    hop: int = -1
    arrived: int = -1
    """ms of its last arrival; -1 while something is still to come, or if it was dropped."""


def enact(trace: Trace, case: Case) -> Seen:
    """What a run shows, from its events alone.

    Args:
        trace: of one run; the first incident of the thread under test counts.
    """
    tested, legend = case.tested_incidents, case.legend
    first = min((e.incident for e in trace if e.incident in tested), default=NONE)
    run = _Run([e for e in trace if e.incident == first], legend)
    return Seen(*_voiced(run.decisions(), legend), frozenset(run.pairs()), run.holds())


class _Run:
    def __init__(self, events: Sequence[Event], legend: Legend) -> None:
        self.legend = legend
        self.events = events
        self.words: dict[tuple[int, int, bool], _Word] = {}
        """By base, attempt and whether it is an answer."""
        self.receiver: dict[tuple[int, int], str] = {}
        """Headquarters that holds a step, or is asked, by base and attempt."""
        self.enabled: dict[int, list[int]] = defaultdict(list)
        """ms of each time a step began."""
        self.reached: dict[int, int] = {}
        """ms of the milestone of a step."""
        self._known: dict[tuple[int, int], frozenset[str]] = {}
        for event in self.events:
            self._take(event)

    def _home(self, post: int) -> str:
        return self.legend.headquarters_of_post[post]

    def _take(self, e: Event) -> None:
        base, hop = base_and_hop(e.site)
        if e.what in (What.OPENED, What.ASKED):
            self.receiver[base, e.attempt] = self._home(e.post)
        elif e.what == What.ENABLED:
            self.enabled[base].append(e.time)
        elif e.what == What.MILESTONE:
            self.reached[base] = e.time
        elif e.what == What.SENT:
            word = _Word(e.time, [self._home(e.post)], hop)
            self.words[base, e.attempt, hop >= ANSWER_HOP] = word
        else:
            self._on_the_way(e, base, hop)

    def _on_the_way(self, e: Event, base: int, hop: int) -> None:
        word = self.words.get((base, e.attempt, hop >= ANSWER_HOP))
        if word is None or hop < word.hop:
            return
        if e.what in (What.DEPARTED, What.QUEUED):
            word.at.append(self._home(e.post))
            word.hop, word.arrived = hop, -1
        elif e.what in (What.ARRIVED, What.COMPLETED) and hop == word.hop:
            word.arrived = e.time
        elif e.what in (What.DROPPED, What.GONE):
            word.arrived = -1

    def decisions(self) -> Iterator[list[int]]:
        """Of every verdict, the posts that had a say in it: who decided, who was asked to
        consent."""
        asked: dict[tuple[int, int], list[int]] = defaultdict(list)
        for e in self.events:
            if e.what == What.ASKED and not e.data:
                asked[self.legend.step_of[e.site >> HOP_BITS], e.attempt].append(e.post)
        for e in self.events:
            if e.what == What.VERDICT:
                yield [e.post, *asked[e.site >> HOP_BITS, e.attempt]]

    def _receiver(self, base: int, attempt: int, answer: bool) -> str | None:
        """Where a piece of word goes: to a step's holder, to who is asked, or back."""
        to_step = answer or self.legend.source_of[base] >= 0
        return self.receiver.get((self.legend.step_of[base] if to_step else base, attempt))

    def pairs(self) -> Iterator[Pair]:
        """Headquarters between which word went directly."""
        for (base, attempt, answer), word in self.words.items():
            last = self._receiver(base, attempt, answer) if word.arrived >= 0 else None
            for a, b in pairwise([*word.at, *([] if last is None else [last])]):
                if a != b:
                    yield frozenset((a, b))

    def holds(self) -> dict[str, frozenset[str]] | None:
        """Milestones that word had brought to each headquarters, or its own posts had reached,
        when the answer fell. Word carries what lies in the past of the step that it leaves."""
        fell = [e.time for e in self.events
                if e.what == What.MILESTONE and e.data in self.legend.answers]  # fmt: skip
        if not fell:
            return None
        end = min(fell)
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for (base, attempt, answer), word in self.words.items():
            name = self._receiver(base, attempt, answer)
            if not answer and 0 <= word.arrived <= end and name is not None:
                found[name] |= self._carried(base, word)
        for e in self.events:
            if e.what == What.DONE and e.time <= end:
                found[self._home(e.post)] |= self._after(e.site >> HOP_BITS, end)
        return dict(found)

    def _carried(self, base: int, word: _Word) -> frozenset[str]:
        source = self.legend.source_of[base]
        if source >= 0:
            return self._after(source, word.sent)
        return self._before(self.legend.step_of[base], word.sent)

    def _after(self, step: int, time: int) -> frozenset[str]:
        """What lies in the past of a step's end, as far as it has come by a time."""
        own = self.legend.milestones[self.legend.milestone_of[step]]
        came = self.reached.get(step, time + 1) <= time
        return self._before(step, time) | (frozenset({own}) if came else frozenset())

    def _before(self, step: int, time: int) -> frozenset[str]:
        begun = [t for t in self.enabled[step] if t <= time]
        if not begun:
            return frozenset()
        latest = begun[-1]
        if (step, latest) not in self._known:
            self._known[step, latest] = frozenset()  # a loop within an instant adds nothing
            found: frozenset[str] = frozenset()
            for (base, _, answer), word in list(self.words.items()):
                leads = self.legend.source_of[base] >= 0 and self.legend.step_of[base] == step
                if leads and not answer and 0 <= word.arrived <= latest:
                    found |= self._carried(base, word)
            self._known[step, latest] = found
        return self._known[step, latest]
