"""States that change while an incident is under way: every step may open in any of them.

A scenario may change the states in mid-course, and a thread what is granted; each step is then
resolved in the states of its own opening (rule 16). Here any step may open in any combination
that the runs of a case come to, whatever the others opened in: more than can happen, so what is
not found here does not happen; what is found is not called broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.checks.cases import View
from renkei.checks.guarantee import gains, wanted_by, watches, yeses
from renkei.checks.situation import SituatedStep, Situation, facts_of
from renkei.explorer.paths import Paths
from renkei.explorer.walk import explore
from renkei.record.vocabulary import What

if TYPE_CHECKING:
    from renkei.explorer.survey import Survey


@dataclass(frozen=True, slots=True)
class Changing:
    """One thread of a case whose states may change, with one set of facts."""

    scenario: str
    views: tuple[View, ...]
    situations: tuple[Situation, ...]
    paths: Paths


def changing(survey: Survey, arrangement: str, thread: str) -> tuple[Changing, ...]:
    """Every path of a thread in each case in which states may change under way."""
    checked = survey.checked
    found: dict[tuple[object, ...], Changing] = {}
    for case in checked.cases:
        known = case.arrangement == arrangement and any(t.name == thread for t in case.threads)
        if not known or len(case.combinations) < 2:
            continue
        views = tuple(checked.view(arrangement, c) for c in case.combinations)
        situations = tuple(checked.situation(arrangement, thread, c) for c in case.combinations)
        for facts in facts_of(checked.study, checked.flows[thread]):
            key = situations, tuple(sorted(facts.items()))
            if key not in found:
                paths = _explored(survey, views, situations, facts)
                found[key] = Changing(case.scenario, views, situations, paths)
    return tuple(found.values())


def _explored(
    survey: Survey, views: Sequence[View], situations: Sequence[Situation], facts: dict[str, str]
) -> Paths:
    wanted = yeses(survey.checked.study)
    added = [
        gains(situation.steps, [wanted_by(y, view) for y in wanted])
        for view, situation in zip(views, situations, strict=True)
    ]
    applies: list[bool | None] = []
    steps: list[SituatedStep] = []
    alternatives: list[tuple[int, ...]] = []
    holds = [situation.applies(facts) for situation in situations]
    for index in range(len(situations[0].steps)):
        conditions = {h[index] for h in holds}
        applies.append(conditions.pop() if len(conditions) == 1 else None)
        of = [c for c, s in enumerate(situations) if s.steps[index].post is not None]
        # Whom the decider asks hangs on the states; whether all agree is open anyway.
        steps.append(replace(situations[of[0] if of else 0].steps[index], asked=()))
        alternatives.append(tuple(dict.fromkeys(added[c][index] for c in of)) or (0,))
    edges = tuple(
        replace(edge, reachable=any(s.edges[n].reachable for s in situations))
        for n, edge in enumerate(situations[0].edges)
    )
    merged = replace(situations[0], steps=tuple(steps), edges=edges)
    return explore(merged, applies, alternatives, most=survey.most)


def may_violate(survey: Survey, change: Changing, name: str) -> bool:
    """Whether an act of a guarantee may lack its yes where the states change."""
    study = survey.checked.study
    acts: dict[tuple[int, What], set[tuple[int, ...]]] = {}
    for view, situation in zip(change.views, change.situations, strict=True):
        for watch in watches(study, view, situation):
            if watch.guarantee == name:
                acts.setdefault((watch.step, watch.at), set()).add(watch.needs)
    return any(
        not sight.past & need
        for sight in change.paths.sights
        for needs in acts.get((sight.step, sight.what), ())
        for need in needs
    )
