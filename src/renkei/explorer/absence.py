"""What is unavailable from the start, and what that keeps from happening.

An absent headquarters has posts that act and answer nothing, and word is routed without it; an
absent link carries nothing; an absent post neither acts nor handles nor reviews word. Who holds
which right stays as it is: succession is another rule. All an absence can do to a situation is a
set of *blocks* (a step that nobody takes, a post that is asked in vain, word that has no way),
so that absences which block the same are one and are explored once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from renkei.checks.assembly import post_index
from renkei.checks.case import CheckedEstimate, Route
from renkei.checks.duty import PostName
from renkei.checks.routes import Router
from renkei.checks.situation import Asked, Situation
from renkei.model.arrangement import Arrangement
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.checks.cases import View

Kind = Literal["headquarters", "link", "post"]


class Unavailable(NamedTuple):
    """One thing that is unavailable from the start."""

    kind: Kind
    name: str
    """Of a post its full name, "INDOPACOM commander"."""


Absence = frozenset[Unavailable]


class Block(NamedTuple):
    """One thing that does not happen in a situation."""

    kind: Literal["step", "asked", "word"]
    place: int
    """Number of the step; for word, of the edge."""
    role: str = ""


@dataclass(slots=True)
class Absences:
    """What absences do to the situations of a study.

    Args:
        estimates: of the study, for the choice among ways.
    """

    estimates: tuple[CheckedEstimate, ...]
    _routers: dict[tuple[int, Absence], Router] = field(default_factory=dict)
    _used: dict[tuple[object, ...], frozenset[Unavailable] | None] = field(default_factory=dict)
    _posts: dict[int, tuple[Router, dict[int, str]]] = field(default_factory=dict)
    """Per router its posts by number; it is kept, so that no other one gets its identity."""

    def blocks(self, view: View, situation: Situation, absence: Absence) -> frozenset[Block]:
        """What an absence keeps from happening that could happen with everything there."""

        def away(post: PostName) -> bool:
            return _of(post) in absence or Unavailable("headquarters", post.headquarters) in absence

        found: set[Block] = set()
        gone = {i for i, s in enumerate(situation.steps) if s.post is None or away(s.post)}
        for i, step in enumerate(situation.steps):
            if i in gone:
                if step.post is not None:
                    found.add(Block("step", i))
                continue
            assert step.post is not None
            for asked in step.asked:
                if not in_vain_stops(asked):
                    continue
                cut = asked.reachable and not self._passes(
                    view, absence, WordKind.REQUEST, asked.level, step.post, asked.post, True
                )
                if away(asked.post) or cut:
                    found.add(Block("asked", i, asked.role))
        for n, edge in enumerate(situation.edges):
            sender, receiver = situation.steps[edge.source].post, situation.steps[edge.target].post
            if not edge.reachable or edge.source in gone or edge.target in gone:
                continue
            assert sender is not None and receiver is not None and edge.kind is not None
            if not self._passes(view, absence, edge.kind, edge.level, sender, receiver, False):
                found.add(Block("word", n))
        return frozenset(found)

    def needed(self, view: View, situation: Situation, absence: Absence) -> frozenset[Unavailable]:
        """Whatever more may have to be unavailable before something is blocked: posts that act,
        their headquarters, and all that the ways pass which are taken with an absence."""
        found: set[Unavailable] = set()
        for step in situation.steps:
            if step.post is None:
                continue
            found |= _places(step.post)
            for asked in step.asked:
                if in_vain_stops(asked):
                    found |= _places(asked.post)
                    found |= self.used(
                        view, absence, WordKind.REQUEST, asked.level, step.post, asked.post, True
                    ) or frozenset()  # fmt: skip
        for edge in situation.edges:
            sender, receiver = situation.steps[edge.source].post, situation.steps[edge.target].post
            if edge.kind is not None and sender is not None and receiver is not None:
                found |= self.used(
                    view, absence, edge.kind, edge.level, sender, receiver, False
                ) or frozenset()  # fmt: skip
        return frozenset(found) - absence

    def route(
        self, view: View, absence: Absence, kind: WordKind, level: int, sender: PostName,
        receiver: PostName, answered: bool,
    ) -> Route | None:  # fmt: skip
        """The way of a piece of word with an absence; None if none is left."""
        router = self._router(view, absence)
        return router.find(kind, level, sender, receiver, answered=answered)

    def used(
        self, view: View, absence: Absence, kind: WordKind, level: int, sender: PostName,
        receiver: PostName, answered: bool,
    ) -> frozenset[Unavailable] | None:  # fmt: skip
        """All that a piece of word passes on its way with an absence; None if there is none."""
        key = (id(view.router), absence, kind, level, sender, receiver, answered)
        if key not in self._used:
            route = self.route(view, absence, kind, level, sender, receiver, answered)
            if id(view.router) not in self._posts:
                names = {i: name for name, i in post_index(view.arrangement).items()}
                self._posts[id(view.router)] = view.router, names
            names = self._posts[id(view.router)][1]
            self._used[key] = None if route is None else frozenset(_along(route, names))
        return self._used[key]

    def _passes(
        self, view: View, absence: Absence, kind: WordKind, level: int, sender: PostName,
        receiver: PostName, answered: bool,
    ) -> bool:  # fmt: skip
        usual = self.used(view, frozenset(), kind, level, sender, receiver, answered)
        # What the usual way does not pass cannot close it.
        if usual is not None and not usual & absence:
            return True
        return self.used(view, absence, kind, level, sender, receiver, answered) is not None

    def _router(self, view: View, absence: Absence) -> Router:
        if not absence:
            return view.router
        key = id(view.router), absence
        if key not in self._routers:
            times = {e.name: int(e.likely) for e in self.estimates if e.unit == "time"}
            self._routers[key] = Router(
                view.study, thinned(view.arrangement, absence), view.authorities, nominal=times,
                estimate={e.name: i for i, e in enumerate(self.estimates)},
                post_index=post_index(view.arrangement),
            )  # fmt: skip
        return self._routers[key]


def thinned(arrangement: Arrangement, absence: Absence) -> Arrangement:
    """An arrangement in which nothing that is absent carries, handles or reviews word. Its
    headquarters and posts still have their names, so that whoever holds a duty is found."""
    away = {name for kind, name in absence if kind == "headquarters"}
    posts = {name for kind, name in absence if kind == "post"}
    links = {
        name: link.model_copy(update={"between": tuple(h for h in link.between if h not in away)})
        for name, link in arrangement.links.items()
        if Unavailable("link", name) not in absence
    }
    quiet = {"handles_word": None, "reviews_disclosure": None}
    headquarters = {
        name: hq.model_copy(
            update={
                "posts": {
                    p: post.model_copy(update=quiet) if f"{name} {p}" in posts else post
                    for p, post in hq.posts.items()
                }
            }
        )
        for name, hq in arrangement.headquarters.items()
    }
    return arrangement.model_copy(update={"links": links, "headquarters": headquarters})


def blocked(situation: Situation, blocks: Iterable[Block]) -> Situation:
    """A situation in which blocks hold: an absent post is as nobody, blocked word has no way."""
    steps, edges = list(situation.steps), list(situation.edges)
    for kind, place, role in blocks:
        if kind == "step":
            steps[place] = replace(steps[place], post=None, asked=())
        elif kind == "word":
            edges[place] = replace(edges[place], reachable=False)
        else:
            asked = tuple(
                replace(a, reachable=False) if a.role == role else a for a in steps[place].asked
            )
            steps[place] = replace(steps[place], asked=asked)
    return replace(situation, steps=tuple(steps), edges=tuple(edges))


@dataclass(slots=True)
class Parts:
    """The part of each thread that its answer waits for, loops and all."""

    _plans: dict[str, _Plan] = field(default_factory=dict)

    def behind_answer(self, situation: Situation) -> Situation:
        """A situation as far as its answer."""
        if situation.thread not in self._plans:
            self._plans[situation.thread] = _planned(situation)
        plan = self._plans[situation.thread]
        return Situation(
            situation.arrangement, situation.thread, situation.states,
            steps=tuple(situation.steps[i] for i in plan.steps),
            edges=tuple(
                replace(situation.edges[n], source=source, target=target, body=body)
                for n, source, target, body in plan.edges
            ),
            incoming=plan.incoming, back_into=plan.back_into, outgoing=plan.outgoing,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which steps and edges of a thread are kept, and their numbers afterwards."""

    steps: tuple[int, ...]
    edges: tuple[tuple[int, int, int, frozenset[int]], ...]
    """Number, then source, target and loop as numbered afterwards."""
    incoming: tuple[tuple[int, ...], ...]
    back_into: tuple[tuple[int, ...], ...]
    outgoing: tuple[tuple[int, ...], ...]


def _planned(situation: Situation) -> _Plan:
    kept: set[int] = set()
    todo = [i for i, step in enumerate(situation.steps) if step.answer]
    while todo:
        at = todo.pop()
        if at in kept:
            continue
        kept.add(at)
        for number in (*situation.incoming[at], *situation.back_into[at]):
            edge = situation.edges[number]
            todo += [edge.source, *edge.body]
    steps = sorted(kept)
    step = {old: new for new, old in enumerate(steps)}
    edges = [n for n, e in enumerate(situation.edges) if e.target in step]
    edge_at = {old: new for new, old in enumerate(edges)}

    def numbered(of: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(edge_at[n] for n in of[i] if n in edge_at) for i in steps)

    return _Plan(
        tuple(steps),
        tuple(
            (n, step[e.source], step[e.target], frozenset(step[i] for i in e.body))
            for n, e in ((n, situation.edges[n]) for n in edges)
        ),
        numbered(situation.incoming), numbered(situation.back_into), numbered(situation.outgoing),
    )  # fmt: skip


def minimal(
    stops: Callable[[Absence], bool], more: Callable[[Absence], Iterable[Unavailable]], most: int
) -> Iterator[Absence]:
    """The smallest absences that stop something, those of one thing first.

    Args:
        stops: whether it is stopped by an absence.
        more: what has to be unavailable as well, at least in part, before an absence that does
            not stop it does.
        most: things unavailable together.
    """
    found: list[Absence] = []
    frontier: list[Absence] = [frozenset()]
    for size in range(1, most + 1):
        tried: set[Absence] = set()
        left: list[Absence] = []
        for absence in frontier:
            for thing in sorted(more(absence)):
                if size > 1 and "post" in (thing.kind, *(t.kind for t in absence)):
                    continue  # posts that fail together are looked at as headquarters
                larger = absence | {thing}
                if larger in tried or any(f <= larger for f in found):
                    continue
                tried.add(larger)
                if stops(larger):
                    found.append(larger)
                    yield larger
                else:
                    left.append(larger)
        frontier = left


def _of(post: PostName) -> Unavailable:
    return Unavailable("post", post.full)


def _places(post: PostName) -> set[Unavailable]:
    return {_of(post), Unavailable("headquarters", post.headquarters)}


def in_vain_stops(asked: Asked) -> bool:
    """Whether it matters that a post is asked in vain: a consultation with a limit passes it
    over."""
    return not (asked.consult and asked.limited)


def _along(route: Route, posts: dict[int, str]) -> Iterator[Unavailable]:
    """All that a route passes: links, headquarters on the way, posts that handle or review."""
    for name in route.headquarters[1:-1]:
        yield Unavailable("headquarters", name)
    for segment in (*route.segments, *route.back):
        if segment.transit:
            yield Unavailable("link", segment.where[1])
        else:
            yield Unavailable("post", posts[segment.post])
