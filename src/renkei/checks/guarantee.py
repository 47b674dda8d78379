"""Guarantees in a situation: which steps are the guarded acts, and whose yes each needs.

Every yes that some guarantee names is one bit; a decision that is approved adds the bits of its
decider and of every post that consented. A bit set lies in the causal past of whatever follows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from renkei.checks.case import NONE, Case, CaseWatch
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.flow import Flow
from renkei.checks.situation import SituatedStep, Situation
from renkei.findings import Finding
from renkei.model.arrangement import Arrangement
from renkei.model.guarantee import Guarantee, Yes
from renkei.model.relationship import MEANING
from renkei.model.scenario import Scenario
from renkei.model.state import holds
from renkei.model.study import Study
from renkei.model.thread import WordKind
from renkei.record.vocabulary import What

if TYPE_CHECKING:
    from renkei.checks.cases import View
    from renkei.checks.names import Names

Wanted = Callable[[int, SituatedStep, PostName, str], bool]
"""Whether a yes at a step (its number, the step) by a post of a nation is the one meant."""
MOST_YESES = 64


@dataclass(frozen=True, slots=True)
class Watch:
    """One act that a guarantee guards."""

    guarantee: str
    step: int
    at: What
    """ENABLED: an order reaches it; VERDICT: it is approved; DONE: it is done."""
    needs: tuple[int, ...]
    """Sets of bits; of each set at least one must be in the causal past."""


def yeses(study: Study) -> tuple[Yes, ...]:
    """Every yes that a guarantee names, each once, in order; a bit each."""
    found: dict[Yes, None] = {}
    for _, guarantee in sorted(study.guarantees.items()):
        for yes in guarantee.only_after.yeses():
            if yes.standing_order is None and yes.reviewed_by is None:
                found.setdefault(yes)
    return tuple(found)


def gains(steps: Sequence[SituatedStep], wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """Per step, the bits that its approval adds."""
    found: list[int] = []
    for i, step in enumerate(steps):
        bits = 0
        if step.decides and step.post is not None:
            givers = [(step.post, step.nation)]
            givers += [(a.post, a.nation) for a in step.asked if not a.consult]
            for bit, want in enumerate(wanted):
                if any(want(i, step, post, nation) for post, nation in givers):
                    bits |= 1 << bit
        found.append(bits)
    return tuple(found)


def wanted_by(yes: Yes, view: View) -> Wanted:
    """The test of a yes in the states of a view."""
    by: PostName | None = None
    nobody = False
    if yes.by is not None:
        try:
            by = view.resolver.resolve(yes.by)
        except Unresolved:
            nobody = True

    def want(_: int, step: SituatedStep, post: PostName, nation: str) -> bool:
        return (
            not nobody
            and yes.approved in (None, step.function)
            and (by is None or post == by)
            and yes.nation in (None, nation)
        )

    return want


def watches(study: Study, view: View, situation: Situation) -> tuple[Watch, ...]:
    """Every guarded act of a situation."""
    bit = {yes: 1 << n for n, yes in enumerate(yeses(study))}
    found: list[Watch] = []
    for name, guarantee in sorted(study.guarantees.items()):
        if guarantee.threads and situation.thread not in guarantee.threads:
            continue
        for step, at in acts(study, view, situation, guarantee):
            needs = _needs(view, guarantee, situation.steps[step].function, bit)
            found.append(Watch(name, step, at, needs))
    return tuple(found)


def _needs(view: View, guarantee: Guarantee, function: str, bit: dict[Yes, int]) -> tuple[int, ...]:
    """The sets of bits that an act needs; none if a standing order is enough."""
    before = guarantee.only_after

    def stands(yes: Yes) -> bool:
        return yes.standing_order is not None and in_force(view, yes.standing_order, function)

    if before.any:
        if any(stands(y) for y in before.any):
            return ()
        return (sum({bit[y] for y in before.any if y.standing_order is None}),)
    # A standing order that is not in force leaves a need that nothing can meet.
    return tuple(0 if y.standing_order else bit[y] for y in before.all if not stands(y))


def in_force(view: View, name: str, function: str) -> bool:
    """Whether a standing order covers a function in the states of a view, on every day that
    runs of a scenario may touch."""
    order = view.arrangement.standing_orders.get(name)
    if order is None or function not in order.covers or not holds(order.when, view.states):
        return False
    last = None if order.expires is None else f"{order.expires}{'-12-31'[len(order.expires) - 4 :]}"
    return all(
        order.date <= first and (last is None or until <= last)
        for first, until in map(_days, view.study.scenarios.values())
    )


def _days(scenario: Scenario) -> tuple[str, str]:
    """First and last day that runs of a scenario may touch."""
    start = scenario.start
    text = (start.local or start.any_hour_of_week or "")[:10]
    try:
        first = date.fromisoformat(text)
    except ValueError:
        return text, text  # a finding of its own
    days = scenario.horizon // 86_400_000 + 1 + (7 if start.local is None else 0)
    return text, (first + timedelta(days=days)).isoformat()


def executing(study: Study, view: View, over: str) -> frozenset[str]:
    """Headquarters to which forces of a nation, a force or a force set are given: those at the
    lower end of a relationship that may order and names such forces."""
    if over in study.nations:
        forces = frozenset(n for n, f in study.forces.items() if f.nation == over)
    else:
        forces = view.authorities.forces((over,))
    return frozenset(
        r.to
        for _, r in view.authorities.active
        if MEANING[r.type].orders and view.authorities.forces(r.forces) & forces
    )


def check_guarantee_names(
    names: Names, g: Guarantee, functions: set[str], *where: str | int
) -> None:
    """Names that a guarantee mentions.

    Args:
        functions: every function to which some arrangement gives a right.
    """
    s = names.study
    threads = [n for n, t in s.threads.items() if not t.procedure]
    names.sources(g.source, *where)
    names.known("nation", g.nation, s.nations, *where, "nation")
    for thread in g.threads:
        names.known("thread", thread, threads, *where, "threads")
    for function in g.act.function:
        names.known("function", function, functions, *where, "act", "function")
    over = {*s.nations, *s.forces, *s.force_sets}
    names.known("force", g.act.orders_to, over, *where, "act", "orders-to")
    names.known("thread", g.act.grants, threads, *where, "act", "grants")
    if g.act.releases is not None:
        at = (*where, "act", "releases")
        names.known("nation", g.act.releases.from_, s.nations, *at, "from")
        names.known("nation", g.act.releases.to, s.nations, *at, "to")
        names.known("level", g.act.releases.above, s.levels, *at, "above")
    orders = {n for a in s.arrangements.values() for n in a.standing_orders}
    for kind, group in (("all", g.only_after.all), ("any", g.only_after.any)):
        for i, yes in enumerate(group):
            at = _written(s, *where, "only-after", kind, i)
            names.known("function", yes.approved, functions, *at, "approved")
            names.known("nation", yes.nation, s.nations, *at, "nation")
            names.known("standing order", yes.standing_order, orders, *at, "standing-order")
            names.known("nation", yes.reviewed_by, s.nations, *at, "reviewed-by")


def _written(study: Study, *path: str | int) -> tuple[str | int, ...]:
    """The path of a yes as the file has it: a plain list is what the model calls "all"."""
    *top, _, i = path
    plain = study.origins.find(*top, i) != study.origins.find(*top)
    return (*top, i) if plain else path


def check_standing_orders(names: Names, a: Arrangement, *top: str) -> None:
    """Names that an arrangement's standing orders, and what it departs from, mention."""
    functions = {r.function for r in a.rights.values()}
    for name, order in sorted(a.standing_orders.items()):
        where = (*top, "standing-orders", name)
        names.condition(order.when, {}, *where, "when")
        names.sources(order.source, *where)
        for function in order.covers:
            names.known("function", function, functions, *where, "covers")
    for guarantee in a.departs_from:
        names.known("guarantee", guarantee, names.study.guarantees, *top, "departs-from")


def check_guarantees(study: Study, view: Callable[[str, dict[str, str]], View]) -> list[Finding]:
    """Findings about the posts that guarantees, standing orders and reserved decisions name.

    A post need not exist under every arrangement; it must exist under one.

    Args:
        view: gives an arrangement in states.
    """
    first = {n: v.values[0] for n, v in study.states.items()}
    phrases: list[tuple[str, tuple[str | int, ...], tuple[str, ...]]] = []
    every = tuple(sorted(study.arrangements))
    for name, guarantee in sorted(study.guarantees.items()):
        for kind, group in (("all", guarantee.only_after.all), ("any", guarantee.only_after.any)):
            phrases += [
                (y.by, (*_written(study, "guarantees", name, "only-after", kind, i), "by"), every)
                for i, y in enumerate(group)
                if y.by is not None
            ]
    for name, reserved in sorted(study.reserved.items()):
        phrases += [
            (p, ("reserved", name, "voice", i), every) for i, p in enumerate(reserved.voice)
        ]
    for arrangement in every:
        for name, order in sorted(study.arrangements[arrangement].standing_orders.items()):
            at = ("arrangements", arrangement, "standing-orders", name, "by")
            phrases.append((order.by, at, (arrangement,)))
    found: list[Finding] = []
    for phrase, path, under in phrases:
        errors = [_unresolved(view(a, first), phrase) for a in under]
        if all(e is not None for e in errors) and errors[0] is not None:
            shown = ".".join(map(str, path[1:]))
            found.append(Finding(errors[0].code, str(errors[0]), study.origins.find(*path), shown))
    if len(yeses(study)) > MOST_YESES:
        words = f"guarantees name more than {MOST_YESES} different yeses"
        found.append(Finding("too-many-yeses", words, study.origins.find("guarantees")))
    return found


def _unresolved(view: View, phrase: str) -> Unresolved | None:
    try:
        view.resolver.resolve(phrase)
    except Unresolved as error:
        # Who holds an authority hangs on the states; a phrase that names a holder is well put.
        return None if error.code in ("no-holder", "two-holders") else error
    return None


def watch_case(
    study: Study, case: Case, views: Sequence[View], flows: Mapping[str, Flow],
    situated: Callable[[View, Flow], Situation], releases: Collection[int],
) -> Case:  # fmt: skip
    """A case that watches the study's guarantees.

    Args:
        views: one per combination of states of the case.
        flows: by thread.
        situated: gives the situation of a thread in a view.
        releases: numbers of the guarantees that are about word of the case (``disclosure``).
    """
    if not study.guarantees:
        return case
    names = tuple(sorted(study.guarantees))
    ages = [study.guarantees[n].within for n in names]
    within = [NONE if age is None else age for age in ages]
    index = {s.name: i for i, s in enumerate(case.steps)}
    wanted_yeses = yeses(study)
    gained = [[0] * len(views) for _ in case.steps]
    needs: dict[tuple[int, int, What], list[tuple[int, ...] | None]] = {}
    for c, view in enumerate(views):
        for thread in case.threads:
            situation = situated(view, flows[thread.name])
            wanted = [wanted_by(y, view) for y in wanted_yeses]
            for step, bits in zip(situation.steps, gains(situation.steps, wanted), strict=True):
                gained[index[step.name]][c] = bits
            for w in watches(study, view, situation):
                key = names.index(w.guarantee), index[situation.steps[w.step].name], w.at
                needs.setdefault(key, [None] * len(views))[c] = w.needs
    if not needs and not releases:
        return case
    return replace(
        case,
        watches=tuple(
            CaseWatch(g, s, at, tuple(n), within[g]) for (g, s, at), n in sorted(needs.items())
        ),
        gains=tuple(map(tuple, gained)),
        releases=tuple(sorted(releases)),
        legend=replace(case.legend, guarantees=names),
    )


def acts(
    study: Study, view: View, situation: Situation, guarantee: Guarantee
) -> list[tuple[int, What]]:
    """The steps of a situation that are a guarantee's act, and the event at which they are."""
    act = guarantee.act
    found: list[tuple[int, What]] = []
    forces = frozenset() if act.orders_to is None else executing(study, view, act.orders_to)
    for i, step in enumerate(situation.steps):
        if step.self_defence or step.post is None:
            continue
        if act.function:
            if step.decides and step.function in act.function:
                found.append((i, What.VERDICT))
        elif act.grants is not None:
            if step.answer and situation.thread == act.grants:
                found.append((i, What.VERDICT if step.decides else What.DONE))
        elif step.post.headquarters in forces and ordered(situation, i):
            found.append((i, What.ENABLED))
    return found


def ordered(situation: Situation, step: int) -> bool:
    """Whether an order reaches a step."""
    return any(situation.edges[e].kind is WordKind.ORDER for e in situation.incoming[step])
