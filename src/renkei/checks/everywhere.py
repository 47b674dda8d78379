"""Word that cannot reach its reader, in the states that no scenario visits.

Cases find it where a scenario goes. Here every other combination of states is looked at in which
the arrangement is in force, the thread can start, and each of its steps that can come about there
has somebody entitled to it. Where a right or a duty is not given in some states, that
is the arrangement's own word, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

from renkei.checks.aspects import Aspect
from renkei.checks.case import Case
from renkei.checks.cases import View
from renkei.checks.collector import Collector
from renkei.checks.combinations import States
from renkei.checks.flow import Flow
from renkei.checks.situation import Situation, level_of
from renkei.checks.transfer import MOST_COMBINATIONS, idle, variables
from renkei.checks.word import no_request, no_way
from renkei.findings import Severity
from renkei.model.state import Condition, holds, names_in
from renkei.model.study import Study


def visited(study: Study, cases: Iterable[Case]) -> dict[tuple[str, str], list[States]]:
    """The combinations of states that scenarios visit, by arrangement and thread."""
    found: dict[tuple[str, str], list[States]] = {}
    for case in cases:
        names = variables(study, case.arrangement)
        for thread in case.threads:
            found.setdefault((case.arrangement, thread.name), []).extend(
                {n: states[n] for n in sorted(names)} for states in case.combinations
            )
    return found


def to_check(study: Study, aspect: Aspect, thread: str, seen: list[States]) -> bool:
    """Whether a thread can start in an aspect of an arrangement that no scenario visits.

    Args:
        seen: states in which scenarios put the thread to the test under the arrangement.
    """
    return (
        holds(study.threads[thread].when, aspect.view.states)
        and not idle(study, aspect.view.arrangement, thread)
        and not any(s in seen for s in aspect.states)
    )


def check_word(
    study: Study, aspect: Aspect, flow: Flow, situation: Situation, faults: Collector
) -> None:
    """Whether a thread's word arrives in one aspect of an arrangement."""

    def warn(code: str, words: str, *path: str) -> None:
        faults.add(
            code, words, aspect.arrangement, *path,
            severity=Severity.WARNING, states=aspect.states,
        )  # fmt: skip

    view, steps = aspect.view, situation.steps
    live = _live(study, view, situation)
    for i in sorted(live):
        nobody = steps[i].nobody
        if nobody is not None and not nobody.meant:
            warn("no-holder-in-state", nobody.words, *nobody.at)
    if any(steps[i].post is None for i in live):
        return
    for edge in situation.edges:
        sender, receiver = steps[edge.source].post, steps[edge.target].post
        if edge.reachable or not {edge.source, edge.target} <= live or edge.kind is None:
            continue
        assert sender is not None and receiver is not None
        words = no_way(edge.kind, sender, receiver, edge.after)
        warn("no-route-in-state", words, *flow.steps[steps[edge.target].name].path, "after")
    for i in sorted(live):
        step = steps[i]
        for asked in step.asked:
            if asked.reachable or step.post is None:
                continue
            key = "consult" if asked.consult else "consent"
            right = view.arrangement.rights[step.right]
            consent = (right.consult if asked.consult else right.consent)[asked.role]
            level = level_of(study, consent.level or flow.steps[step.name].step.level)
            words = no_request(view, level, step.post, asked.post)
            warn("no-route-in-state", words, "rights", step.right, key, asked.role, "of")


def _live(study: Study, view: View, situation: Situation) -> set[int]:
    """The steps that can come about in the states of a view."""
    facts = {n: v for t in study.threads.values() for n, v in t.facts.items()}
    live = {i for i, s in enumerate(situation.steps) if possible(s.condition, view.states, facts)}
    while True:
        dead = {
            i
            for i in live
            if (into := situation.incoming[i])
            and not any(situation.edges[e].source in live for e in into)
        }
        if not dead:
            return live
        live -= dead


def possible(
    condition: Condition, states: Mapping[str, str], facts: Mapping[str, Iterable[str]]
) -> bool:
    """Whether a condition can hold in these states, whatever the facts turn out to be."""
    named = sorted({part.name for part in names_in(condition) if part.name in facts})
    if prod(len(list(facts[n])) for n in named) > MOST_COMBINATIONS:
        return True
    return any(
        holds(condition, {**states, **dict(zip(named, values, strict=True))})
        for values in product(*(facts[n] for n in named))
    )
