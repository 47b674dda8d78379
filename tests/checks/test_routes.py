"""Routes held against all permitted ways, found one by one without any shortest-path search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.checks.duty import PostName
from renkei.checks.study import CheckedStudy
from renkei.model.relationship import MEANING, Authority, Crossing
from renkei.model.thread import WordKind
from tests.metamorphic.worked_study import Plain, checked, headquarters, post, skeleton, time

MINUTES = (0, 1, 2, 3, 5)
DOMESTIC = ("command", "OPCON", "support", "ADCON", "political direction", "liaison")
FOREIGN = ("liaison", "coordinating authority", "joint political direction", "support by agreement")
# Rule 24's table: may it order below; is it one step up or down a chain.
ORDERS = {"command", "OPCON", "support", "political direction", "joint political direction"}
CROSSES = {"liaison", "coordinating authority", "support by agreement"}


@dataclass
class Net:
    """Headquarters with nations, ties, links, handlers and reviewers."""

    nations: list[str]
    handles: list[int | None]
    reviews: list[int | None]
    ties: list[tuple[int, int, str]]
    links: list[tuple[tuple[int, ...], int]]
    free: set[tuple[str, str]]

    def study(self) -> Plain:
        study = skeleton()
        study["estimates"] |= {f"m{m}": time(f"{m} min") for m in MINUTES}
        study["baseline"] = "a"
        houses: Plain = {}
        for i, nation in enumerate(self.nations):
            # The desk that sends and receives handles nothing; the registry handles and reviews.
            registry = post()
            if self.handles[i] is not None:
                registry["handles-word"] = f"m{self.handles[i]}"
            if self.reviews[i] is not None:
                registry["reviews-disclosure"] = f"m{self.reviews[i]}"
            houses[f"H{i}"] = headquarters(nation, "Tokyo", desk=post(), registry=registry)
        study["arrangements"]["a"] = {
            "title": "Net",
            "headquarters": houses,
            "links": {
                f"l{n}": {"between": [f"H{m}" for m in members], "transit": f"m{minutes}"}
                for n, (members, minutes) in enumerate(self.links)
            },
            "relationships": {
                f"r{n}": {"from": f"H{a}", "to": f"H{b}", "type": kind}
                | ({"scheme": "US"} if kind == "OPCON" else {})
                | ({"referral": f"H{a}"} if kind == "coordinating authority" else {})
                for n, (a, b, kind) in enumerate(self.ties)
            },
            "agreements": {
                f"{a}-{b}": {"from": a, "to": b, "level": "secret"} for a, b in self.free
            },
        }
        study["threads"]["t"] = {
            "title": "T",
            "steps": {"s": {"by": "desk of H0", "takes": "minute", "answer": True}},
        }
        return study

    # -- the oracle ------------------------------------------------------------------

    def transit(self, a: int, b: int) -> int | None:
        found = [m for members, m in self.links if a in members and b in members]
        return min(found, default=None)

    def hops(self, kind: str, at: int, phase: int) -> set[tuple[int, int]]:
        """(house, phase then): 0 going up, 1 after the crossing or going down."""
        found: set[tuple[int, int]] = set()
        if kind == "information":
            return {(h, 0) for h in range(len(self.nations)) if h != at}
        for a, b, tie in self.ties:
            if kind == "order":
                if a == at and tie in ORDERS:
                    found.add((b, 0))
            elif tie in CROSSES:
                if phase == 0 and at in (a, b):
                    found.add((b if at == a else a, 1))
            else:
                if a == at:
                    found.add((b, 1))
                if b == at and phase == 0:
                    found.add((a, 0))
        return found

    def ways(self, kind: str, start: int, end: int) -> Iterator[tuple[int, ...]]:
        def onward(way: tuple[int, ...], phase: int) -> Iterator[tuple[int, ...]]:
            if way[-1] == end:
                yield way
                return
            for to, then in self.hops(kind, way[-1], phase):
                usable = to == end or self.handles[to] is not None
                if to not in way and usable and self.transit(way[-1], to) is not None:
                    yield from onward((*way, to), max(phase, then))

        yield from onward((start,), 0)

    def cost(self, way: tuple[int, ...], level: int) -> int | None:
        """Nominal minutes of a way, or None where a review is due that nobody can make."""
        minutes = sum(self.handles[h] or 0 for h in way[1:-1])
        for a, b in pairwise(way):
            minutes += self.transit(a, b) or 0
            crossing = self.nations[a], self.nations[b]
            if crossing[0] != crossing[1] and level > 0 and crossing not in self.free:
                review = self.reviews[a]
                if review is None:
                    return None
                minutes += review
        return minutes

    def best(
        self, kind: str, start: int, end: int, level: int, *, answer: bool = False
    ) -> tuple[int, tuple[str, ...]] | None:
        """Least nominal delay, then fewest hops, then the names in order (rule 25)."""
        found = []
        for way in set(self.ways(kind, start, end)):
            cost = self.cost(way, level)
            if cost is None or (answer and self.cost(way[::-1], level) is None):
                continue
            found.append((cost, len(way), tuple(f"H{h}" for h in way)))
        if not found:
            return None
        cost, _, names = min(found)
        return cost, names


@st.composite
def nets(draw: st.DrawFn) -> Net:
    houses = draw(st.integers(2, 6))
    number = st.integers(0, houses - 1)
    nations = [draw(st.sampled_from(("JPN", "JPN", "USA"))) for _ in range(houses)]
    maybe = st.one_of(st.sampled_from(MINUTES), st.sampled_from(MINUTES), st.none())
    ties = []
    for a, b in draw(st.lists(st.tuples(number, number), min_size=1, max_size=10)):
        if a != b:
            kinds = DOMESTIC if nations[a] == nations[b] else FOREIGN
            ties.append((a, b, draw(st.sampled_from(kinds))))
    links = [
        (tuple(sorted(members)), draw(st.sampled_from(MINUTES)))
        for members in draw(st.lists(st.sets(number, min_size=2, max_size=3), max_size=8))
    ]
    pairs = st.sampled_from((("JPN", "USA"), ("USA", "JPN")))
    return Net(
        nations=nations, handles=[draw(maybe) for _ in range(houses)],
        reviews=[draw(maybe) for _ in range(houses)], ties=ties, links=links,
        free=draw(st.sets(pairs)),
    )  # fmt: skip


def desk(house: int) -> PostName:
    return PostName(f"H{house}", "desk")


@given(nets(), st.sampled_from([str(k) for k in WordKind]), st.integers(0, 1))
@settings(max_examples=300)
def test_routes_are_the_best_of_all_permitted_ways(net: Net, kind: str, level: int) -> None:
    router = checked(net.study()).view("a", {}).router
    for start in range(len(net.nations)):
        for end in range(len(net.nations)):
            if start == end:
                continue
            route = router.find(WordKind(kind), level, desk(start), desk(end))
            best = net.best(kind, start, end, level)
            assert (route is None) == (best is None), (start, end)
            if route is not None and best is not None and (kind != "request" or route.answerable):
                assert (route.nominal_ms, route.headquarters) == (best[0] * 60_000, best[1])


@given(nets(), st.integers(0, 1))
@settings(max_examples=120)
def test_a_request_goes_a_way_its_answer_can_come_back(net: Net, level: int) -> None:
    """Ways without a way back are not permitted for requests (docs/background/decisions.md)."""
    router = checked(net.study()).view("a", {}).router
    for start in range(len(net.nations)):
        for end in range(len(net.nations)):
            if start == end:
                continue
            route = router.find(WordKind.REQUEST, level, desk(start), desk(end))
            best = net.best("request", start, end, level, answer=True)
            answerable = route is not None and route.answerable
            assert answerable == (best is not None), (start, end)


def view_of(net: Net) -> CheckedStudy:
    """The net, checked."""
    return checked(net.study())


def simple(ties: list[tuple[int, int, str]], links: list[tuple[tuple[int, ...], int]]) -> Net:
    return Net(["JPN"] * 4, [1, 1, 1, 1], [None] * 4, ties, links, set())


def test_a_request_takes_a_longer_way_if_only_there_its_answer_can_come_back() -> None:
    """From H2 (USA), straight to H1 no answer could be released; over H0 it can."""
    ties = [(0, 1, "command"), (0, 2, "liaison"), (1, 2, "liaison")]
    links: list[tuple[tuple[int, ...], int]] = [((0, 1, 2), 1)]
    net = Net(["JPN", "JPN", "USA"], [1, None, None], [1, None, 1], ties, links, set())
    assert net.best("request", 2, 1, 1) == (2, ("H2", "H1"))
    assert net.best("request", 2, 1, 1, answer=True) == (4, ("H2", "H0", "H1"))
    router = view_of(net).view("a", {}).router
    route = router.find(WordKind.REQUEST, 1, desk(2), desk(1), answered=True)
    assert route is not None
    assert route.headquarters == ("H2", "H0", "H1")
    assert route.answerable


def test_fewest_hops_break_ties_of_delay() -> None:
    # H0-H1-H3: 1 + 1 (handling) + 1 = 3, and H0-H3 straight: 3.
    ties = [(0, 1, "command"), (1, 3, "command"), (0, 3, "command")]
    net = simple(ties, [((0, 1), 1), ((1, 3), 1), ((0, 3), 3)])
    route = view_of(net).view("a", {}).router.find(WordKind.ORDER, 0, desk(0), desk(3))
    assert route is not None
    assert route.headquarters == ("H0", "H3")


def test_names_break_ties_of_hops() -> None:
    ties = [(0, 2, "command"), (2, 3, "command"), (0, 1, "command"), (1, 3, "command")]
    net = simple(ties, [((0, 1, 2), 1), ((1, 2, 3), 1)])
    route = view_of(net).view("a", {}).router.find(WordKind.ORDER, 0, desk(0), desk(3))
    assert route is not None
    assert route.headquarters == ("H0", "H1", "H3")


def test_a_shorter_way_beats_fewer_hops() -> None:
    ties = [(0, 1, "command"), (1, 3, "command"), (0, 3, "command")]
    net = simple(ties, [((0, 1), 0), ((1, 3), 1), ((0, 3), 3)])
    route = view_of(net).view("a", {}).router.find(WordKind.ORDER, 0, desk(0), desk(3))
    assert route is not None
    assert route.headquarters == ("H0", "H1", "H3")


def test_at_most_one_crossing() -> None:
    ties = [(0, 1, "liaison"), (1, 2, "liaison")]
    net = simple(ties, [((0, 1), 1), ((1, 2), 1)])
    router = view_of(net).view("a", {}).router
    assert router.find(WordKind.REQUEST, 0, desk(0), desk(1)) is not None
    assert router.find(WordKind.REQUEST, 0, desk(0), desk(2)) is None
    assert router.find(WordKind.INFORMATION, 0, desk(0), desk(2)) is not None


def test_never_up_again_after_going_down_or_across() -> None:
    ties = [(0, 1, "command"), (2, 1, "command")]
    net = simple(ties, [((0, 1), 1), ((1, 2), 1)])
    router = view_of(net).view("a", {}).router
    assert router.find(WordKind.REQUEST, 0, desk(0), desk(2)) is None
    assert router.find(WordKind.REPORT, 0, desk(0), desk(2)) is None


def test_only_ways_that_can_be_asked_for_are_missed() -> None:
    """The duty and the tie to it move together, from B in calm to C in crisis.

    The second step has one input, so it opens at the instant at which its word is sent: no word is
    ever sent in crisis to B, or in calm to C. That neither has a way is no fault of the study.
    """
    study = skeleton()
    study["states"] = {"readiness": {"values": ["calm", "crisis"]}}
    study["arrangements"]["a"] = {
        "title": "A",
        "headquarters": {n: headquarters("JPN", "Tokyo", desk=post()) for n in "ABC"},
        "links": {"all": {"between": ["A", "B", "C"], "transit": "minute"}},
        "relationships": {
            "b": {"from": "B", "to": "A", "type": "command", "when": {"readiness": "calm"}},
            "c": {"from": "C", "to": "A", "type": "command", "when": {"readiness": "crisis"}},
        },
        "duties": {
            "lead": {
                "post": "desk of B",
                "when": {"readiness": "calm"},
                "otherwise": "desk of C",
            }
        },
    }
    study["threads"]["t"] = {
        "title": "T",
        "steps": {
            "one": {"by": "desk of A", "takes": "ten"},
            "two": {"by": "duty lead", "takes": "ten", "after": "one", "answer": True},
        },
    }
    study["scenarios"]["s"]["threads"]["t"] = {
        "states": {"readiness": "calm"},
        "changes": [{"after": "1 h", "set": {"readiness": "crisis"}}],
    }
    assert checked(study).cases


@pytest.mark.parametrize("kind", list(Authority))
def test_the_table_of_relationships(kind: Authority) -> None:
    """The table under rule 28, column "may it order", and "across nations"."""
    never_orders = {
        Authority.SUPPORT_BY_AGREEMENT,
        Authority.COORDINATING,
        Authority.LIAISON,
        Authority.DIRLAUTH,
        Authority.ADCON,  # administration only: docs/background/decisions.md
    }
    assert MEANING[kind].orders == (kind not in never_orders)
    crossing = {
        Authority.COORDINATING: Crossing.YES,
        Authority.LIAISON: Crossing.YES,
        Authority.DIRLAUTH: Crossing.YES,
        Authority.JOINT_POLITICAL: Crossing.YES,
        Authority.SUPPORT_BY_AGREEMENT: Crossing.BY_AGREEMENT,
        Authority.OPCON: Crossing.BY_TRANSFER,
        Authority.TACON: Crossing.BY_TRANSFER,
        Authority.OPCOM: Crossing.BY_TRANSFER,
        Authority.TACOM: Crossing.BY_TRANSFER,
    }
    assert MEANING[kind].crossing == crossing.get(kind, Crossing.NEVER)
