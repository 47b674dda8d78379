"""A path of a proof, reopened: the run in which everybody does what the path says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.cli.doors import WrongUsage, asked_states, chosen
from renkei.findings import nearest

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.explorer.paths import Choice


@dataclass(frozen=True, slots=True)
class Reopened:
    """A run of a path."""

    names: tuple[str, str, str]
    case: Case
    states: dict[str, str]
    choices: tuple[Choice, ...]
    silent_but: str | None


def reopen(
    checked: CheckedStudy, asked: tuple[str | None, str | None], states: Sequence[str] | None,
    path: str | None, silent_but: str | None,
) -> Reopened:  # fmt: skip
    """The case in which the path is taken, from the words that a proof gives for it.

    Args:
        asked: arrangement and thread.
        states: "NAME=VALUE; NAME=VALUE"; states, what is granted, and facts of the incident.
            What is left out is as in the first scenario of the thread.
        path: "STEP=CHOICE; STEP ? ROLE=CHOICE"; whoever is left out is willing.
        silent_but: a nation all others of which stay silent.

    Raises:
        WrongUsage: a name is unknown, or nobody may do some step in these states.
    """
    from renkei.checks.transfer import granted_in, variables, with_grants
    from renkei.explorer.replay import scripted, silenced
    from renkei.model.state import StateVariable

    study = checked.study
    arrangement = chosen("arrangement", asked[0], study.arrangements)
    thread = chosen("thread", asked[1], checked.flows)
    declared = {
        name: StateVariable(values=values)
        for noun in sorted({thread, *(s.path[1] for s in checked.flows[thread].steps.values())})
        for name, values in study.threads[noun].facts.items()
    }
    known = {**variables(study, arrangement), **declared}
    held = {name: v.values[0] for name, v in known.items()}
    for _, scenario in sorted(study.scenarios.items(), reverse=True):
        if thread in scenario.threads:
            noun_case = scenario.threads[thread]
            granting = granted_in(study.arrangements[arrangement])
            held |= with_grants(granting, noun_case.states, noun_case.granted)
    for name, values in asked_states(known, states).items():
        if len(values) > 1:
            raise WrongUsage(f'one run has one "{name}"; give one value')
        held[name] = values[0]
    facts = {name: held.pop(name) for name in declared}
    case = checked.case_in(arrangement, thread, held, facts)
    if case is None:
        raise WrongUsage(
            "there is no run in these states: some step can be taken by nobody, or some word "
            "cannot arrive"
        )
    choices = _choices(case, path or "")
    case = scripted(case, choices)
    if silent_but is not None:
        nation = chosen("nation", silent_but, study.nations)
        case = silenced(case, lambda _, other: other != nation)
    names = arrangement, thread, case.scenario
    return Reopened(names, case, {**held, **facts}, choices, silent_but)


def _choices(case: Case, text: str) -> tuple[Choice, ...]:
    """The choices in a text.

    Raises:
        WrongUsage: a step, a role or a choice is unknown.
    """
    from renkei.explorer.paths import FIRST, LATE, NO, NOT_YET, SILENT

    steps = {s.name: s for s in case.steps}
    roles = {f"{case.steps[i].name} ? {role}" for i, role in case.role_bases}
    found: list[Choice] = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, equals, choice = (x.strip() for x in part.rpartition("="))
        if not equals:
            raise WrongUsage(f'"{part}" is no choice; write --path "STEP=CHOICE; STEP=CHOICE"')
        if name in steps:
            own = ("approved", "refused") if steps[name].decides else steps[name].outcomes
            edges = [case.edges[e] for e in steps[name].incoming]
            firsts = [f"{FIRST}{case.steps[e.source].name}" for e in edges]
            allowed = [*own, SILENT, NOT_YET, *firsts]
        elif name in roles:
            allowed = [NO, LATE, SILENT]
        else:
            raise WrongUsage(f'no step or role "{name}". {nearest(name, [*steps, *roles])}')
        if choice not in allowed:
            raise WrongUsage(f'"{name}" cannot be "{choice}". {nearest(choice, allowed)}')
        found.append((name, choice))
    return tuple(found)
