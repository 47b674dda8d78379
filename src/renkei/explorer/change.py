"""States that change while an incident is under way: each step opens in those of its own time.

A scenario may change the states in mid-course, and a thread what is granted; each step is then
resolved in the states of its own opening (rule 16).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from renkei.checks.case import Case
from renkei.checks.cases import View
from renkei.checks.situation import SituatedStep, Situation, facts_of
from renkei.checks.transfer import Visits, incidents_of, visits
from renkei.checks.word import kind_of
from renkei.explorer import story
from renkei.explorer.paths import Choice, Hands, Paths, Variant
from renkei.explorer.walk import explore, explore_changing
from renkei.model.thread import WordKind
from renkei.record.vocabulary import FIRST, OPENS

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy
    from renkei.explorer.survey import Survey

MOST_LUCKS = 32
"""Runs in which a path through a change is looked for."""
MOST_CONDITIONS = 6
"""Conditions that hang on the states and are tried both ways."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One thread of a case whose states may change under way, with one set of facts."""

    case: Case
    thread: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]
    """Of the case's combinations those that an incident of the thread may be in."""
    views: tuple[View, ...]
    situations: tuple[Situation, ...]
    reached: frozenset[tuple[int, int]]
    """Places in these: the one can hold at some time, and the other then or later."""
    begun: tuple[int, ...]
    """Places of those that can hold as an incident begins."""

    @property
    def scenario(self) -> str:
        """The scenario that changes the states, or in which they are changed."""
        return self.case.scenario

    @property
    def tested(self) -> str:
        """The thread that the scenario puts to the test; an incident of another may go on too."""
        return self.case.thread

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """States held fixed: none."""
        return ()

    def run(self, checked: CheckedStudy) -> Case | None:
        """The case of the scenario in which the incident has these facts."""
        return self.case

    def seen_in(self, combination: int) -> int | None:
        """The place here of one of the combinations of the case's runs."""
        return self.numbers.index(combination) if combination in self.numbers else None

    def attempts(self, choices: Sequence[Choice]) -> Iterator[tuple[tuple[Choice, ...], int]]:
        """Ways in which a run may be made to take the choices of a path, and its luck.

        In which states each step opens time decides, and luck with it; hurrying what is to come
        first may be too quick for it.
        """
        told = story.without_openings(choices)
        own_time = tuple(c for c in told if not c[1].startswith(FIRST))
        for luck in range(MOST_LUCKS):
            for way in dict.fromkeys((told, own_time)):
                yield way, luck

    def where(self, choices: Sequence[Choice]) -> str:
        """Where a path is, and in which states its steps open as far as that matters."""
        opened = {
            step: self.views[int(choice.removeprefix(OPENS))].states
            for step, choice in choices
            if choice.startswith(OPENS)
        }
        said = ", ".join(
            f"{step} opens in {', '.join(f'{n} {states[n]}' for n in self.differing)}"
            for step, states in opened.items()
        )
        parts = [f"scenario {self.scenario}, where states change under way"]
        parts += [f"{name} {value}" for name, value in self.facts]
        return f"{', '.join(parts)}{f' ({said})' if said else ''}"

    @property
    def differing(self) -> tuple[str, ...]:
        """The states that change."""
        first = self.views[0].states
        return tuple(n for n in sorted(first) if any(v.states[n] != first[n] for v in self.views))

    def follows(self, first: int, then: int) -> bool:
        """Whether one combination can hold at some time and the other then or later."""
        return (first, then) in self.reached


def visits_of(checked: CheckedStudy, case: Case) -> Visits:
    """The combinations that the runs of a case may come to, and in which order."""
    noun = checked.study.scenarios[case.scenario].threads[case.thread]
    arrangement = checked.study.arrangements[case.arrangement]
    return visits(checked.study, arrangement, noun, incidents_of(noun, case.thread))


def changes(survey: Survey, arrangement: str, thread: str) -> Iterator[Change]:
    """Every case in which states may change while an incident of a thread is under way."""
    checked = survey.checked
    seen: set[tuple[object, ...]] = set()
    for case in checked.cases:
        known = case.arrangement == arrangement and any(t.name == thread for t in case.threads)
        if not known or len(case.combinations) < 2:
            continue
        met = visits_of(checked, case)
        numbers = tuple(n for n in range(len(case.combinations)) if met.meets(thread, n))
        if len(numbers) < 2:
            continue
        views = tuple(checked.view(arrangement, case.combinations[n]) for n in numbers)
        situations = tuple(
            checked.situation(arrangement, thread, case.combinations[n]) for n in numbers
        )
        reached = frozenset(
            (a, b)
            for a, b in product(range(len(numbers)), repeat=2)
            if met.follows(thread, numbers[a], numbers[b])
        )
        begun = tuple(at for at, n in enumerate(numbers) if met.begins(thread, n))
        for facts in facts_of(checked.study, checked.flows[thread]):
            held = tuple(sorted(facts.items()))
            key = situations, reached, begun, held
            if key not in seen:
                seen.add(key)
                # A study with changes keeps the cases of the one without; its own hangs on them.
                own = checked.case_with(case, facts) or case
                yield Change(own, thread, held, numbers, views, situations, reached, begun)


def orders_between(checked: CheckedStudy, change: Change) -> tuple[str, ...]:
    """Steps to which word goes as an order from whoever its sender was in other states, and not
    from whoever it would be in the receiver's own; or the other way round."""
    flat = checked.flows[change.thread].steps
    found: dict[str, None] = {}
    for number, edge in enumerate(change.situations[0].edges):
        names = (change.situations[0].steps[i].name for i in (edge.source, edge.target))
        source, target = (flat[n] for n in names)
        inputs = (*target.inputs, *target.back_inputs)
        item = next(i for i in inputs if i.name() == edge.after)
        for a, b in product(range(len(change.views)), repeat=2):
            sender = change.situations[a].steps[edge.source].post
            here = change.situations[b]
            receiver = here.steps[edge.target].post
            if sender is None or receiver is None or a == b:
                continue
            kind = kind_of(change.views[b], item, source, target, sender, receiver)
            if (kind is WordKind.ORDER) != (here.edges[number].kind is WordKind.ORDER):
                found.setdefault(target.name)
    return tuple(found)


def explored(
    change: Change, gains: Sequence[Sequence[int]], hands: Sequence[Hands],
    marks: Sequence[Sequence[object]], most: int,
) -> Paths:  # fmt: skip
    """Every path through a change.

    Args:
        gains, hands, marks: one for each combination.
    """
    variants = [
        Variant(situation, situation.applies(dict(change.facts)), added, who, marked)
        for situation, added, who, marked in zip(
            change.situations, gains, hands, marks, strict=True
        )
    ]
    return explore_changing(variants, change.follows, change.begun, most=most)


def whatever_changes(change: Change, hands: Hands, most: int) -> tuple[Paths, ...]:
    """Paths that can be followed to their ends whenever the states change.

    Each step is taken as the worst of what it can be: nobody acts if in some combination nobody
    may, everybody is asked whom it may have to ask, word has a way only where it always has one,
    and a loop is not entered again. A condition that hangs on the states holds in some of these
    and not in others; what is to be relied on must be in them all.

    Returns:
        Nothing where too many conditions hang on the states.
    """
    facts = dict(change.facts)
    every = tuple(zip(*(s.applies(facts) for s in change.situations), strict=True))
    either = [i for i, applies in enumerate(every) if len(set(applies)) > 1]
    if len(either) > MOST_CONDITIONS:
        return ()
    first = change.situations[0]
    steps = tuple(
        _worst([s.steps[i] for s in change.situations], hands) for i in range(len(first.steps))
    )
    edges = tuple(
        replace(e, reachable=not e.back and all(s.edges[n].reachable for s in change.situations))
        for n, e in enumerate(first.edges)
    )
    worst = replace(first, steps=steps, edges=edges)
    found: list[Paths] = []
    for chosen in product((True, False), repeat=len(either)):
        said = dict(zip(either, chosen, strict=True))
        applies = [said.get(i, of[0]) for i, of in enumerate(every)]
        found.append(
            explore(worst, applies, (0,) * len(steps), hands=hands, most=most, surely=True)
        )
    return tuple(found)


def _worst(of: Sequence[SituatedStep], hands: Hands) -> SituatedStep:
    """A step as what it can be at its worst."""

    def idle(step: SituatedStep) -> bool:
        return step.post is None or hands.silent(step.post, step.nation)

    asked = {
        (a.post, a.nation, a.consult, a.limited, a.reachable): a
        for step in of
        for a in step.asked
        if a.post != step.post
    }
    taken = next(filter(idle, of), of[0])
    roles = tuple(replace(a, role=f"{a.role} {n}") for n, a in enumerate(asked.values()))
    return replace(taken, asked=() if taken.post is None else roles)
