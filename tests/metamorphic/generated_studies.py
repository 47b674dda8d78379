"""Small studies drawn by Hypothesis, and an oracle for their times that shares no code with Renkei.

With ``calm`` studies everything is fixed, everyone is on duty and nobody waits for anybody, so the
time of every step follows from the thread and the ways of word alone. ``busy`` studies have shifts,
queues, people who are called in, limits, refusals and luck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import strategies as st

from tests.metamorphic.worked_study import Plain, post, probability, skeleton, time

MINUTES = (0, 1, 2, 3, 5, 7, 11, 13, 30)


@dataclass
class Drawn:
    """A drawn study in the words of its maker, not of Renkei."""

    houses: int
    up: list[tuple[int, int, bool]]
    """(above, below, whether orders may go down it)."""
    across: list[tuple[int, int]]
    links: dict[tuple[int, int], int]
    """Minutes between two houses, the smaller number first."""
    handling: list[int]
    where: list[int]
    """House of each step."""
    takes: list[int]
    decides: list[bool]
    before: list[list[int]]
    any_join: list[bool]
    asks: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """(house, minutes) of the consents of a deciding step."""

    def transit(self, a: int, b: int) -> int | None:
        """Minutes between two houses, or None without a link."""
        return self.links.get((min(a, b), max(a, b)))

    # -- the oracle ------------------------------------------------------------------

    def ways(self, kind: str, start: int, end: int) -> Iterator[tuple[int, ...]]:
        """Every permitted way from house to house without a house twice (rule 24)."""

        def onward(way: tuple[int, ...], phase: int) -> Iterator[tuple[int, ...]]:
            at = way[-1]
            if at == end:
                yield way
                return
            hops: set[tuple[int, int]] = set()
            for above, below, orders in self.up:
                if above == at and (kind != "order" or orders):
                    hops.add((below, 2))
                if below == at and kind != "order" and phase == 0:
                    hops.add((above, 0))
            for one, two in self.across:
                if kind != "order" and phase == 0 and at in (one, two):
                    hops.add((two if at == one else one, 1))
            for to, then in hops:
                if to not in way and self.transit(at, to) is not None:
                    yield from onward((*way, to), max(phase, then))

        yield from onward((start,), 0)

    def delay(self, kind: str, start: int, end: int) -> int | None:
        """Minutes of the quickest permitted way: transits, and handling in between."""
        found = [
            sum(self.transit(a, b) or 0 for a, b in pairwise(way))
            + sum(self.handling[h] for h in way[1:-1])
            for way in self.ways(kind, start, end)
        ]
        return min(found, default=None)

    def below(self, house: int) -> set[int]:
        """Houses that orders from a house can reach, whether or not a link works."""
        found: set[int] = set()
        todo = [house]
        while todo:
            at = todo.pop()
            for above, below, orders in self.up:
                if above == at and orders and below not in found:
                    found.add(below)
                    todo.append(below)
        return found

    def kind(self, source: int, target: int) -> str:
        """What a word between two steps is (rule 24)."""
        if self.decides[target]:
            return "request"
        if self.decides[source] and self.where[target] in self.below(self.where[source]):
            return "order"
        return "report"

    def word(self, source: int, target: int) -> int | None:
        """Minutes from the end of one step to its word's arrival at another."""
        return self.delay(self.kind(source, target), self.where[source], self.where[target])

    def possible(self) -> bool:
        """Whether every word has a way."""
        words = all(
            self.word(s, t) is not None for t, inputs in enumerate(self.before) for s in inputs
        )
        return words and all(
            self.delay("request", self.where[s], house) is not None
            for s, asked in self.asks.items()
            for house, _ in asked
        )

    def ends(self) -> list[int]:
        """Minutes at which each step is done: its critical path."""
        ends: list[int] = []
        for step, inputs in enumerate(self.before):
            there = [ends[s] + (self.word(s, step) or 0) for s in inputs]
            begin = (min if self.any_join[step] else max)(there, default=0)
            asked = [
                2 * (self.delay("request", self.where[step], house) or 0) + minutes
                for house, minutes in self.asks.get(step, [])
            ]
            ends.append(begin + self.takes[step] + max(asked, default=0))
        return ends

    # -- as a study ------------------------------------------------------------------

    def study(self) -> Plain:
        """A calm study: fixed times, everybody there, nobody waits."""
        study = skeleton()
        study["estimates"] |= {f"m{m}": time(f"{m} min") for m in MINUTES}
        steps: Plain = {}
        for i, inputs in enumerate(self.before):
            step: Plain = {"takes": f"m{self.takes[i]}", "milestone": f"done-{i:02}"}
            if self.decides[i]:
                step |= {"does": "decide", "function": f"f{i}"}
            else:
                step["by"] = f"desk of H{self.where[i]}"
            if inputs:
                names = [f"s{s:02}" for s in inputs]
                step["after"] = {"any": names} if self.any_join[i] else names
            if i == len(self.before) - 1:
                step["answer"] = True
            steps[f"s{i:02}"] = step
        study["threads"]["t"] = {"title": "T", "steps": steps}
        study["arrangements"]["a"] = self.arrangement()
        return study

    def arrangement(self) -> Plain:
        """The houses, their ties and who decides."""
        return {
            "title": "Drawn",
            "headquarters": {
                f"H{h}": {
                    "title": f"H{h}",
                    "nation": "JPN",
                    "place": "Tokyo",
                    "echelon": "joint",
                    "posts": {"desk": post(people=64, handles_word=f"m{self.handling[h]}")},
                }
                for h in range(self.houses)
            },
            "links": {
                f"l{a}-{b}": {"between": [f"H{a}", f"H{b}"], "transit": f"m{m}"}
                for (a, b), m in self.links.items()
            },
            "relationships": {
                f"up{a}-{b}": {
                    "from": f"H{a}",
                    "to": f"H{b}",
                    "type": "command" if orders else "ADCON",
                }
                for a, b, orders in self.up
            }
            | {
                f"across{a}-{b}": {"from": f"H{a}", "to": f"H{b}", "type": "liaison"}
                for a, b in self.across
            },
            "rights": {
                f"r{i}": {
                    "function": f"f{i}",
                    "decides": f"desk of H{self.where[i]}",
                    "consent": {
                        f"c{n}": {"of": f"desk of H{house}", "takes": f"m{minutes}"}
                        for n, (house, minutes) in enumerate(self.asks.get(i, []))
                        if house != self.where[i]
                    },
                }
                for i, decides in enumerate(self.decides)
                if decides
            },
        }


@st.composite
def calm(draw: st.DrawFn) -> Drawn:
    """A calm study in which every word has a way."""
    minutes = st.sampled_from(MINUTES)
    houses = draw(st.integers(2, 6))
    up, links = [], {}
    for below in range(1, houses):
        above = draw(st.integers(0, below - 1))
        up.append((above, below, draw(st.integers(0, 9)) > 1))
        links[above, below] = draw(minutes)
    for _ in range(draw(st.integers(0, 3))):
        above, below = sorted(draw(st.tuples(*[st.integers(0, houses - 1)] * 2)))
        if above != below and all((above, below) != (a, b) for a, b, _ in up):
            up.append((above, below, True))  # without a link unless one is drawn
    pairs = st.tuples(st.integers(0, houses - 1), st.integers(0, houses - 1))
    across = [p for p in draw(st.lists(pairs, max_size=2, unique=True)) if p[0] != p[1]]
    for a, b in draw(st.lists(pairs, max_size=3)):
        if a != b:
            links.setdefault((min(a, b), max(a, b)), draw(minutes))
    steps = draw(st.integers(2, 7))
    where = [draw(st.integers(0, houses - 1)) for _ in range(steps)]
    before: list[list[int]] = [[]]
    for i in range(1, steps - 1):
        before.append(sorted(draw(st.sets(st.integers(0, i - 1), max_size=3))))
    leaves = [i for i in range(steps - 1) if not any(i in b for b in before)]
    before.append(leaves)
    decides = [draw(st.integers(0, 3)) == 0 for _ in range(steps)]
    drawn = Drawn(
        houses=houses, up=up, across=across, links=links,
        handling=[draw(minutes) for _ in range(houses)], where=where,
        takes=[draw(minutes) for _ in range(steps)], decides=decides, before=before,
        any_join=[draw(st.booleans()) for _ in range(steps)],
    )  # fmt: skip
    for i in range(steps):
        if decides[i]:
            asked = draw(st.lists(st.tuples(st.integers(0, houses - 1), minutes), max_size=3))
            drawn.asks[i] = [(h, m) for h, m in asked if h != where[i]]
    # A chain of orders may have no way of links or only administrative ties: then all report.
    if not drawn.possible():
        drawn.decides = [False] * steps
        drawn.asks = {}
    return drawn


def _branch(draw: st.DrawFn, steps: Plain) -> None:
    """Gives steps outcomes, and later steps one of them as their input: some branches are dead."""
    outcomes: dict[str, tuple[str, ...]] = {}
    for name, step in steps.items():
        if step.get("does") == "decide":
            outcomes[name] = ("approved", "refused")
        elif draw(st.booleans()):
            step["outcomes"] = {"yes": "perhaps", "no": "rest"}
            outcomes[name] = ("yes", "no")
    for step in steps.values():
        after = step.get("after", [])
        inputs = after["any"] if isinstance(after, dict) else after
        for i, name in enumerate(inputs):
            if name in outcomes and draw(st.booleans()):
                inputs[i] = f"{name}.{draw(st.sampled_from(outcomes[name]))}"


HOURS = ("always", "office", "two-shifts")
LAWS = (("fixed", 0.0), ("lognormal", 0.7), ("exponential", 0.0), ("erlang", 2.0))


@st.composite
def busy(draw: st.DrawFn) -> Plain:
    """A study with shifts, queues, reaches, limits, refusals and luck."""
    drawn = draw(calm())
    study = drawn.study()
    for m in MINUTES:
        law, spread = draw(st.sampled_from(LAWS))
        study["estimates"][f"m{m}"] = time(f"{m} min", law, spread)
    study["estimates"]["perhaps"] = probability(draw(st.sampled_from((0.0, 0.3, 1.0))))
    study["estimates"]["gap"] = time("20 min", "exponential")
    desks = study["arrangements"]["a"]["headquarters"]
    for house in desks.values():
        desk = house["posts"]["desk"]
        desk |= {"people": draw(st.integers(1, 3)), "hours": draw(st.sampled_from(HOURS))}
        desk["pause"] = draw(st.booleans())
        if draw(st.booleans()):
            desk["reach"] = {
                "takes": "m30",
                "from": draw(st.sampled_from(("ROUTINE", "IMMEDIATE", "FLASH"))),
            }
        if draw(st.integers(0, 3)) == 0:
            house["place"] = "Honolulu"
    for right in study["arrangements"]["a"]["rights"].values():
        for name, consent in right["consent"].items():
            if draw(st.booleans()):
                consent["within"] = f"{draw(st.sampled_from((5, 30, 600)))} min"
            if draw(st.booleans()):
                consent["refuses"] = "perhaps"
            if draw(st.integers(0, 3)) == 0:
                right.setdefault("consult", {})[f"{name}-heard"] = {
                    k: v for k, v in consent.items() if k != "refuses"
                }
    thread = study["threads"]["t"]
    _branch(draw, thread["steps"])
    thread["precedence"] = draw(st.sampled_from(("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")))
    if draw(st.booleans()):
        thread["lapses-after"] = "5 h"
    start = draw(st.sampled_from(("2026-06-03 10:00", "2026-06-05 16:30", "2026-06-06 03:00")))
    study["scenarios"]["s"]["start"]["local"] = start
    study["scenarios"]["s"]["threads"]["t"] = {
        "incidents": {"main": {"thread": "t", "count": draw(st.integers(1, 5)), "every": "gap"}}
    }
    return study


@st.composite
def looping(draw: st.DrawFn) -> Plain:
    """A busy study done again and again until a last check finds it in order."""
    study = draw(busy())
    study["estimates"] |= {"pass": time("1 min"), "wrong": probability(0.4)}
    steps = study["threads"]["t"]["steps"]
    desk = steps[min(steps)].get("by", "desk of H0")
    inner = [name for name in steps if not steps[name].get("answer")]
    for name in inner:
        step = steps[name]
        after = step.get("after")
        if after is None:
            step["after"] = ["gate"]
        elif isinstance(after, dict):
            step["after"] = after["any"]  # no any-join inside a loop
    last = next(name for name in steps if steps[name].get("answer"))
    steps["check"] = {"by": desk, "takes": "pass", "outcomes": {"again": "wrong", "fine": "rest"}}
    after = steps[last].pop("after", ["gate"])
    steps["check"]["after"] = after["any"] if isinstance(after, dict) else after
    steps[last]["after"] = "check.fine"
    steps["start"] = {"by": desk, "takes": "pass"}
    steps["gate"] = {"by": desk, "takes": "pass", "after": {"any": ["start", "check.again"]}}
    for name in inner:  # nothing may lead out of the loop but its check
        if not any(
            name == word.partition(".")[0]
            for step in steps.values()
            for word in (step.get("after") or [])
            if isinstance(step.get("after"), list)
        ):
            steps["check"]["after"] = [*steps["check"]["after"], name]
    # Between any two houses of the tree there is a way for a report, but not for every order.
    steps["check"]["after"] = [{"step": s, "sent-as": "report"} for s in steps["check"]["after"]]
    return study
