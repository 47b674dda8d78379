"""The ways word may go: least nominal delay over permitted hops (rules 24 to 26)."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from renkei.checks.authority import Authorities
from renkei.checks.case import Route, Segment
from renkei.checks.duty import PostName
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING
from renkei.model.study import Study
from renkei.model.thread import WordKind

_UP, _CROSSED, _DOWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Hop:
    to: str
    relationship: str
    phase: int


@dataclass(slots=True)
class _Map:
    """Which headquarters a hop may reach, by kind of word."""

    up: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    down: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    order: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    cross: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    linked: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)


class Router:
    """Routes under one arrangement in given states.

    Args:
        nominal: nominal ms of an estimate, by name.
        estimate: index of an estimate, by name.
        post_index: index of a post, by full name.
    """

    def __init__(
        self, study: Study, arrangement: Arrangement, authorities: Authorities, *,
        nominal: Mapping[str, int], estimate: Mapping[str, int], post_index: Mapping[str, int],
    ) -> None:  # fmt: skip
        self._study = study
        self._arrangement = arrangement
        self._nominal = nominal
        self._estimate = estimate
        self._post_index = post_index
        self._post_name = {i: name for name, i in post_index.items()}
        self._nominal_of = {estimate[name]: ms for name, ms in nominal.items()}
        self._level = {name: i for i, name in enumerate(study.levels)}
        self._free: dict[tuple[str, str], int] = {}
        for agreement in arrangement.agreements.values():
            key = agreement.from_, agreement.to
            self._free[key] = max(self._free.get(key, 0), self._level.get(agreement.level, 0))
        self._map = self._draw_map(authorities)
        self._handlers: dict[str, PostName | None] = {}
        self._known: dict[tuple[WordKind, int, PostName, PostName, bool], Route | None] = {}

    def _draw_map(self, authorities: Authorities) -> _Map:
        drawn = _Map()
        for link_name, link in sorted(self._arrangement.links.items()):
            cost = self._nominal.get(link.transit, 0), link_name
            members = [m for m in link.between if m in self._arrangement.headquarters]
            for a in members:
                here = drawn.linked.setdefault(a, {})
                for b in members:
                    if a != b:
                        here[b] = min(here.get(b, cost), cost)
        for name, r in authorities.active:
            meaning = MEANING[r.type]
            if meaning.vertical:
                drawn.down.setdefault(r.from_, []).append((r.to, name))
                drawn.up.setdefault(r.to, []).append((r.from_, name))
                if meaning.orders:
                    drawn.order.setdefault(r.from_, []).append((r.to, name))
            else:
                drawn.cross.setdefault(r.from_, []).append((r.to, name))
                drawn.cross.setdefault(r.to, []).append((r.from_, name))
        return drawn

    def find(
        self, kind: WordKind, level: int, sender: PostName, receiver: PostName, *,
        answered: bool = False,
    ) -> Route | None:  # fmt: skip
        """The route of one piece of word, or None if none is permitted.

        Args:
            answered: whether an answer must be able to come back the same way.
        """
        key = kind, level, sender, receiver, answered
        if key not in self._known:
            route = self._search(kind, level, sender, receiver, answered)
            self._known[key] = None if answered and route and not route.answerable else route
        return self._known[key]

    # -- borders and handling --------------------------------------------------------

    def nation(self, post: PostName) -> str:
        """A post's own nation."""
        hq = self._arrangement.headquarters[post.headquarters]
        return hq.posts[post.post].nation or hq.nation or ""

    def nation_at(self, post: int) -> str:
        """The nation of a post on a route, by its number there."""
        full = self._post_name[post]
        hq = next(
            h
            for h in self._arrangement.headquarters
            if full.startswith(f"{h} ")
            and full[len(h) + 1 :] in self._arrangement.headquarters[h].posts
        )
        return self.nation(PostName(hq, full[len(hq) + 1 :]))

    def _first_post(self, headquarters: str, fits: Callable[[PostName], bool]) -> PostName | None:
        names = sorted(self._arrangement.headquarters[headquarters].posts)
        return next((p for n in names if fits(p := PostName(headquarters, n))), None)

    def _handler_of(self, headquarters: str) -> PostName | None:
        if headquarters not in self._handlers:
            posts = self._arrangement.headquarters[headquarters].posts
            self._handlers[headquarters] = self._first_post(
                headquarters, lambda p: posts[p.post].handles_word is not None
            )
        return self._handlers[headquarters]

    def _reviewer(self, headquarters: str, nation: str) -> PostName | None:
        posts = self._arrangement.headquarters[headquarters].posts
        return self._first_post(
            headquarters,
            lambda p: posts[p.post].reviews_disclosure is not None and self.nation(p) == nation,
        )

    def _review(self, level: int, here: PostName, there: PostName) -> PostName | bool:
        """The post that reviews a border crossing; True if none is due, False if it fails."""
        a, b = self.nation(here), self.nation(there)
        if a == b or level <= self._free.get((a, b), 0):
            return True
        return self._reviewer(here.headquarters, a) or False

    def _work(self, post: PostName, *, review: bool) -> Segment:
        p = self._arrangement.headquarters[post.headquarters].posts[post.post]
        name = p.reviews_disclosure if review else p.handles_word
        assert name is not None
        activity = "review" if review else "handling"
        return Segment(
            transit=False, estimate=self._estimate.get(name, 0), post=self._post_index[post.full],
            review=review, where=(activity, post.headquarters),
        )  # fmt: skip

    # -- search ----------------------------------------------------------------------

    def _hops(self, kind: WordKind, at: str, phase: int) -> Iterator[_Hop]:
        m = self._map
        if kind is WordKind.INFORMATION:
            for to, (_, link) in sorted(m.linked.get(at, {}).items()):
                yield _Hop(to, link, _UP)
            return
        if kind is WordKind.ORDER:
            for to, name in m.order.get(at, []):
                yield _Hop(to, name, _UP)
            return
        if phase == _UP:
            for to, name in m.up.get(at, []):
                yield _Hop(to, name, _UP)
            for to, name in m.cross.get(at, []):
                yield _Hop(to, name, _CROSSED)
        for to, name in m.down.get(at, []):
            yield _Hop(to, name, _DOWN)

    def _search(
        self, kind: WordKind, level: int, sender: PostName, receiver: PostName, answered: bool
    ) -> Route | None:
        goal = receiver.headquarters
        if sender.headquarters == goal:
            return self._route((sender, receiver), (goal,), (), level)
        arrangement = self._arrangement
        start = (0, 0, (sender.headquarters,), (), _UP, (sender,))
        agenda: list[
            tuple[int, int, tuple[str, ...], tuple[str, ...], int, tuple[PostName, ...]]
        ] = [start]
        done: set[tuple[str, int]] = set()
        while agenda:
            cost, hops, way, names, phase, posts = heapq.heappop(agenda)
            at = way[-1]
            if at == goal:
                return self._route(posts, way, names, level)
            if (at, phase) in done:
                continue
            done.add((at, phase))
            for hop in self._hops(kind, at, phase):
                if hop.to in way or hop.to not in arrangement.headquarters:
                    continue
                link = self._map.linked.get(at, {}).get(hop.to)
                there = receiver if hop.to == goal else self._handler_of(hop.to)
                if link is None or there is None:
                    continue
                review = self._review(level, posts[-1], there)
                if review is False or (answered and self._review(level, there, posts[-1]) is False):
                    continue
                more = link[0]
                if isinstance(review, PostName):
                    more += self._nominal_work(review, review=True)
                if hop.to != goal:
                    more += self._nominal_work(there, review=False)
                heapq.heappush(
                    agenda,
                    (
                        cost + more, hops + 1, (*way, hop.to), (*names, hop.relationship),
                        hop.phase, (*posts, there),
                    ),
                )  # fmt: skip
        return None

    def _nominal_work(self, post: PostName, *, review: bool) -> int:
        p = self._arrangement.headquarters[post.headquarters].posts[post.post]
        name = p.reviews_disclosure if review else p.handles_word
        return self._nominal.get(name or "", 0)

    def _route(
        self, posts: tuple[PostName, ...], way: tuple[str, ...], names: tuple[str, ...], level: int
    ) -> Route | None:
        legs = self._legs(posts, way, level)
        back = self._legs(posts[::-1], way[::-1], level)
        if legs is None:
            return None
        inner = len(way) == 1 and self.nation(posts[0]) != self.nation(posts[-1])
        return Route(
            headquarters=way, relationships=names, segments=legs, inner_border=inner,
            nominal_ms=sum(self._nominal_of.get(s.estimate, 0) for s in legs),
            back=back or (), answerable=back is not None, back_inner_border=inner,
        )  # fmt: skip

    def _legs(
        self, posts: tuple[PostName, ...], way: tuple[str, ...], level: int
    ) -> tuple[Segment, ...] | None:
        legs: list[Segment] = []
        for i, (here, there) in enumerate(pairwise(posts)):
            if i > 0:
                legs.append(self._work(here, review=False))
            review = self._review(level, here, there)
            if review is False:
                return None
            if isinstance(review, PostName):
                legs.append(self._work(review, review=True))
            if len(way) > 1:
                _, link = self._map.linked[way[i]][way[i + 1]]
                legs.append(
                    Segment(
                        transit=True,
                        estimate=self._estimate.get(self._arrangement.links[link].transit, 0),
                        post=self._post_index[here.full],
                        border=self.nation(here) != self.nation(there),
                        where=("transit", link, way[i], way[i + 1]),
                    )
                )
        return tuple(legs)
