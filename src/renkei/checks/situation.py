"""A situation: one thread under one arrangement in one combination of states, as far as it goes.

A case demands that every name leads somewhere; a situation says where it does not. Nobody may
be entitled to a step in some state, or word may have no way to its reader: that is a result, not
a fault, as long as no scenario asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from renkei.checks.disclosure import Crossing, crossings
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.flow import FlatStep, Flow, Input
from renkei.checks.word import kind_of
from renkei.model.consent import Consent
from renkei.model.state import Condition, holds
from renkei.model.study import Study
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.checks.cases import View


@dataclass(frozen=True, slots=True)
class Asked:
    """A post asked for its consent, or consulted."""

    role: str
    post: PostName
    nation: str
    consult: bool
    limited: bool
    """Whether its answer is waited for only so long."""
    reachable: bool
    """Whether the request can reach it and its answer come back."""
    crossings: tuple[Crossing, ...] = ()
    """Borders that request and answer cross."""
    level: int = 0
    """Level of the word, a number in the study's order of levels."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """Why nobody may take a step."""

    words: str
    at: tuple[str, ...]
    """Where that is written: inside the arrangement, or from "threads" on."""
    meant: bool
    """Whether the arrangement itself leaves it open, by the *when* of a right or duty."""


@dataclass(frozen=True, slots=True)
class SituatedStep:
    """A step and who may take it."""

    name: str
    decides: bool
    function: str
    outcomes: tuple[str, ...]
    any_join: bool
    answer: bool
    self_defence: bool
    post: PostName | None
    """None where nobody is entitled to it."""
    nation: str
    right: str
    asked: tuple[Asked, ...]
    condition: Condition
    nobody: Nobody | None = None


@dataclass(frozen=True, slots=True)
class SituatedEdge:
    """A dependence between steps, and the word that goes along it."""

    source: int
    target: int
    after: str
    """As the thread names it: "act", "act.refused"."""
    outcomes: frozenset[int]
    back: bool
    body: frozenset[int]
    """For a back edge: the steps of its loop."""
    kind: WordKind | None
    relationships: tuple[str, ...]
    headquarters: tuple[str, ...]
    reachable: bool
    crossings: tuple[Crossing, ...] = ()
    """Borders that its word crosses."""
    level: int = 0
    """Level of its word, a number in the study's order of levels."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One thread under one arrangement in one combination of states."""

    arrangement: str
    thread: str
    states: tuple[tuple[str, str], ...]
    steps: tuple[SituatedStep, ...]
    edges: tuple[SituatedEdge, ...]
    incoming: tuple[tuple[int, ...], ...]
    """Forward edges into each step."""
    back_into: tuple[tuple[int, ...], ...]
    outgoing: tuple[tuple[int, ...], ...]
    """All edges out of each step, in the order of their names."""

    def applies(self, facts: Mapping[str, str]) -> tuple[bool, ...]:
        """Whether each step's condition holds, given the facts of an incident."""
        values = {**dict(self.states), **facts}
        return tuple(holds(s.condition, values) for s in self.steps)


def situate(study: Study, flow: Flow, view: View, like: Situation | None = None) -> Situation:
    """Resolves a thread in the states of a view.

    Args:
        like: the same where others hold a right or a duty, and all else is as here: word
            between the same posts is taken from it.
    """
    flat = sorted(flow.steps.values(), key=lambda s: s.name)
    index = {s.name: i for i, s in enumerate(flat)}
    steps = tuple(_step(study, s, view) for s in flat)
    found: list[tuple[str, SituatedEdge]] = []
    known = {} if like is None else {f"{steps[e.target].name} < {e.after}": e for e in like.edges}
    for target, step in enumerate(flat):
        for back, items in ((False, step.inputs), (True, step.back_inputs)):
            for item in items:
                name = f"{step.name} < {item.name()}"
                source = index[item.source]
                edge = None
                if like and _both(steps, source, target) == _both(like.steps, source, target):
                    edge = known[name]
                found.append(
                    (name, edge or _edge(study, view, flat, steps, index, item, target, back))
                )
    edges = tuple(e for _, e in sorted(found, key=lambda f: f[0]))
    every = range(len(steps))
    return Situation(
        arrangement=view.name, thread=flow.thread, states=tuple(sorted(view.states.items())),
        steps=steps, edges=edges,
        incoming=tuple(
            tuple(n for n, e in enumerate(edges) if e.target == i and not e.back) for i in every
        ),
        back_into=tuple(
            tuple(n for n, e in enumerate(edges) if e.target == i and e.back) for i in every
        ),
        outgoing=tuple(tuple(n for n, e in enumerate(edges) if e.source == i) for i in every),
    )  # fmt: skip


def _both(steps: Sequence[SituatedStep], source: int, target: int) -> tuple[PostName | None, ...]:
    return steps[source].post, steps[target].post


def declared_facts(study: Study, flow: Flow) -> dict[str, tuple[str, ...]]:
    """The facts that a thread and the procedures inside it declare, each with its values."""
    declared: dict[str, tuple[str, ...]] = {}
    for name in sorted({flow.thread, *(s.path[1] for s in flow.steps.values())}):
        declared.update(study.threads[name].facts)
    return declared


def facts_of(study: Study, flow: Flow) -> list[dict[str, str]]:
    """Every combination of the facts that an incident of a thread may have."""
    declared = declared_facts(study, flow)
    names = sorted(declared)
    return [dict(zip(names, v, strict=True)) for v in product(*(declared[n] for n in names))]


def level_of(study: Study, level: str | None) -> int:
    """The number of a level of word; the lowest if none is said."""
    return study.levels.index(level) if level in study.levels else 0


def _step(study: Study, flat: FlatStep, view: View) -> SituatedStep:
    step = flat.step
    decides = step.does == "decide"
    post: PostName | None = None
    nobody: Nobody | None = None
    right_name, phrase = "", step.by or ""
    where: tuple[str, ...] = (*flat.path, "by")
    asked: list[Asked] = []
    try:
        if decides:
            phrase, where = "", (*flat.path, "function")
            right_name, right = view.right(step.function or "")
            phrase, where = right.decides, ("rights", right_name, "decides")
        post = decider = view.resolver.resolve(phrase)
        if decides:
            both = [(r, c, False) for r, c in right.consent.items()]
            both += [(r, c, True) for r, c in right.consult.items()]
            for role, consent, consult in sorted(both, key=lambda b: b[0]):
                key = "consult" if consult else "consent"
                phrase, where = consent.of, ("rights", right_name, key, role, "of")
                of = view.resolver.resolve(phrase)
                level = level_of(study, consent.level or step.level)
                asked.append(_asked(view, role, decider, of, consult, consent, level))
    except Unresolved as error:
        post, asked = None, []
        nobody = _nobody(view, phrase, error, where)
    return SituatedStep(
        name=flat.name, decides=decides, function=step.function or "", outcomes=flat.outcomes,
        any_join=flat.any_join, answer=step.answer, self_defence=step.self_defence, post=post,
        nation="" if post is None else view.router.nation(post), right=right_name,
        asked=tuple(asked), condition=flat.condition, nobody=nobody,
    )  # fmt: skip


def _asked(
    view: View, role: str, decider: PostName, of: PostName, consult: bool, consent: Consent,
    level: int,
) -> Asked:  # fmt: skip
    way = None
    if of != decider:
        way = view.router.find(WordKind.REQUEST, level, decider, of, answered=True)
    return Asked(
        role=role, post=of, nation=view.router.nation(of), consult=consult,
        limited=consent.within is not None, reachable=of == decider or way is not None,
        crossings=(
            () if way is None else crossings(view, way, level, decider, of, answered=True)
        ),
        level=level,
    )  # fmt: skip


def _nobody(view: View, phrase: str, error: Unresolved, where: tuple[str, ...]) -> Nobody:
    duty = view.arrangement.duties.get(phrase.removeprefix("duty "))
    given = duty is None or duty.otherwise is not None or holds(duty.when, view.states)
    at = ("duties", *error.duty) if error.duty else where
    # A function to which no right, or more than one, is given here has no phrase to resolve.
    return Nobody(str(error), at, meant=not phrase or not given)


def _edge(
    study: Study, view: View, flat: list[FlatStep], steps: tuple[SituatedStep, ...],
    index: Mapping[str, int], item: Input, target: int, back: bool,
) -> SituatedEdge:  # fmt: skip
    source = index[item.source]
    names = flat[source].outcomes
    outcomes = (
        frozenset(range(len(names)))
        if item.outcome is None
        else frozenset({names.index(item.outcome)})
    )
    sender, receiver = steps[source].post, steps[target].post
    kind, route = None, None
    crossed: tuple[Crossing, ...] = ()
    level = level_of(study, item.level or flat[source].step.level)
    if sender is not None and receiver is not None:
        kind = kind_of(view, item, flat[source], flat[target], sender, receiver)
        route = view.router.find(kind, level, sender, receiver)
        if route is not None:
            crossed = crossings(view, route, level, sender, receiver)
    body = flat[target].loops.get(item, ()) if back else ()
    return SituatedEdge(
        source=source, target=target, after=item.name(), outcomes=outcomes, back=back,
        body=frozenset(index[n] for n in body), kind=kind,
        relationships=() if route is None else route.relationships,
        headquarters=() if route is None else route.headquarters,
        reachable=route is not None, crossings=crossed, level=level,
    )  # fmt: skip
