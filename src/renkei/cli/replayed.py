"""A path of a proof, reopened: the run in which everybody does what the path says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renkei.cli.doors import WrongUsage, asked_once, chosen, tested
from renkei.findings import nearest

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.explorer.paths import Choice
    from renkei.model.state import StateVariable


def reopen(
    checked: CheckedStudy, asked: tuple[str | None, str | None, str | None],
    states: Sequence[str] | None, path: str | None, silent_but: str | None,
) -> tuple[tuple[str, str, str], Case]:  # fmt: skip
    """The names and the case in which the path is taken, from the words that a proof gives.

    Args:
        asked: arrangement, thread and scenario. With a scenario the states are as it has them,
            and change as it changes them; without one they are held fixed.
        states: "NAME=VALUE; NAME=VALUE"; states, what is granted, and facts of the incident;
            with a scenario only facts. What is left out is as in the first scenario of the
            thread, or in the one asked for.
        path: "STEP=CHOICE; STEP ? ROLE=CHOICE"; whoever is left out is willing.
        silent_but: a nation all others of which stay silent.

    Raises:
        WrongUsage: a name is unknown, or nobody may do some step in these states.
    """
    from renkei.explorer.replay import scripted, silenced

    study = checked.study
    arrangement = chosen("arrangement", asked[0], study.arrangements)
    thread = chosen("thread", asked[1], checked.flows)
    if asked[2] is None:
        case = _held(checked, arrangement, thread, states)
    else:
        case = _in_scenario(checked, arrangement, thread, asked[2], states)
    if case is None:
        raise WrongUsage(
            "there is no run in these states: some step can be taken by nobody, or some word "
            "cannot arrive"
        )
    case = scripted(case, _choices(case, path or ""))
    if silent_but is not None:
        nation = chosen("nation", silent_but, study.nations)
        case = silenced(case, lambda _, other: other != nation)
    return (arrangement, thread, case.scenario), case


def _held(
    checked: CheckedStudy, arrangement: str, thread: str, states: Sequence[str] | None
) -> Case | None:
    """The case in states that are held fixed."""
    from renkei.checks.transfer import granted_in, variables, with_grants

    study = checked.study
    declared = _facts(checked, thread)
    known = {**variables(study, arrangement), **declared}
    held = {name: v.values[0] for name, v in known.items()}
    for _, scenario in sorted(study.scenarios.items(), reverse=True):
        if thread in scenario.threads:
            noun_case = scenario.threads[thread]
            granting = granted_in(study.arrangements[arrangement])
            held |= with_grants(granting, noun_case.states, noun_case.granted)
    held |= asked_once(known, states, "run")
    facts = {name: held.pop(name) for name in declared}
    return checked.case_in(arrangement, thread, held, facts)


def _in_scenario(
    checked: CheckedStudy, arrangement: str, thread: str, scenario: str,
    states: Sequence[str] | None,
) -> Case | None:  # fmt: skip
    """The case of a scenario, with its changes."""
    tested(checked.study, thread, scenario)
    case = checked.case(arrangement, thread, scenario)
    if case is None:
        return None
    facts: dict[str, StateVariable] = {}
    for each in case.threads:
        facts |= _facts(checked, each.name)
    return checked.case_with(case, asked_once(facts, states, "run"))


def _facts(checked: CheckedStudy, thread: str) -> dict[str, StateVariable]:
    from renkei.checks.situation import declared_facts
    from renkei.model.state import StateVariable

    declared = declared_facts(checked.study, checked.flows[thread])
    return {name: StateVariable(values=values) for name, values in declared.items()}


def _choices(case: Case, text: str) -> tuple[Choice, ...]:
    """The choices in a text.

    Raises:
        WrongUsage: a step, a role or a choice is unknown.
    """
    from renkei.explorer.paths import LATE, NO
    from renkei.record.vocabulary import FIRST, NOT_YET, SILENT

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
