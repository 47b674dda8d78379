"""What every verb does first: find its study, check it, find a name in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

from renkei.cli.page import aside
from renkei.findings import Finding, FindingsError, Severity, nearest
from renkei.library import shelf

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.model.state import StateVariable
    from renkei.model.study import Study

DONE, FAULTS, USAGE = 0, 1, 2


class WrongUsage(Exception):
    """The command asks for something that does not exist; the message says what does."""


class FaultyStudy(Exception):
    """A study has findings of severity error."""

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        super().__init__(f'the study "{name}" has errors')
        self.name = name
        self.findings = by_severity(findings)


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the errors first and the notes last, each kind in its order."""
    order = list(Severity)
    return tuple(sorted(findings, key=lambda f: order.index(f.severity)))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 error", "3 errors"."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def tally(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    found = [f.severity for f in findings]
    return {severity: found.count(severity) for severity in Severity}


# -- the study ---------------------------------------------------------------------------


def find_study(study: str) -> Path:
    """The folder of a study given by its name on the shelf or by its folder.

    Raises:
        WrongUsage: there is no such study.
    """
    here = Path(study)
    on_shelf = study in shelf.names()
    if on_shelf and (here / "study.yaml").is_file():
        aside(f'note: "{study}" is the folder here, not the study of that name on the shelf')
        return here
    if on_shelf:
        return shelf.path(study)
    plain = study not in ("", ".", "..") and os.sep not in study and "/" not in study
    if plain and not os.path.lexists(here):
        hint = nearest(study, shelf.names())
        raise WrongUsage(
            f'there is no study "{study}" on the shelf, and no folder of that name here. '
            f"{hint}{' ' if hint else ''}See what there is with: renkei studies"
        )
    return here


def load_study(study: str) -> CheckedStudy:
    """Reads and checks a study; says on standard error if there are warnings.

    Raises:
        WrongUsage: there is no such study.
        FaultyStudy: it has errors.
    """
    checked = check_study(study)
    warnings = tally(checked.notes)[Severity.WARNING]
    if warnings:
        aside(f"{study}: {counted(warnings, 'warning')}; to see them: {command(study, 'check')}")
    return checked


def check_study(study: str) -> CheckedStudy:
    """Reads and checks a study, without a word.

    Raises:
        WrongUsage: there is no such study.
        FaultyStudy: it has errors.
    """
    folder = find_study(study)
    from renkei.checks.study import check
    from renkei.reading.folder import NoStudy
    from renkei.reading.study import read_with_notes

    try:
        read, notes = read_with_notes(folder)
        return check(read, warnings=notes)
    except NoStudy as error:
        raise WrongUsage(str(error)) from None
    except FindingsError as error:
        raise FaultyStudy(study, error.findings) from None


# -- names in it -------------------------------------------------------------------------


def chosen(kind: str, name: str | None, known: Iterable[str]) -> str:
    """A name that the user gave, if it exists; the only one there is, if none was given.

    Raises:
        WrongUsage: it does not exist, or none was given and there are several.
    """
    choices = sorted(known)
    if name is None and len(choices) == 1:
        return choices[0]
    if name is None:
        raise WrongUsage(f"say which {kind}: --{kind} {' | '.join(choices)}")
    if name not in choices:
        raise WrongUsage(f'no {kind} "{name}". {nearest(name, choices)}')
    return name


def find_case(
    checked: CheckedStudy, arrangement: str | None, thread: str | None, scenario: str | None
) -> tuple[tuple[str, str, str], Case | None]:
    """The case asked for by its three names, and the case itself.

    A scenario may be left out: then it is the first, by name, in which the thread is put to
    the test and the arrangement is in force.

    Returns:
        (arrangement, thread, scenario), and the case; None where the arrangement is not in
        force.

    Raises:
        WrongUsage: a name is unknown, or the scenario does not test the thread.
    """
    study = checked.study
    asked = {
        "arrangement": (arrangement, list(study.arrangements)),
        "thread": (thread, [n for n, t in study.threads.items() if not t.procedure]),
    }
    missing = [
        f"--{kind} {' | '.join(sorted(known))}"
        for kind, (name, known) in asked.items()
        if name is None and len(known) > 1
    ]
    if missing:
        raise WrongUsage(f"say which: {'; '.join(missing)}")
    a = chosen("arrangement", *asked["arrangement"])
    t = chosen("thread", *asked["thread"])
    tests = tested(study, t, scenario)
    if scenario is not None:
        return (a, t, scenario), checked.case(a, t, scenario)
    here = [n for n in tests if checked.case(a, t, n) is not None]
    s = (here or tests)[0]
    if len(tests) > 1:
        others = ", ".join(n for n in tests if n != s)
        aside(f'scenario "{s}"; others with this thread, for --scenario: {others}')
    return (a, t, s), checked.case(a, t, s)


def tested(study: Study, thread: str | None, scenario: str | None) -> list[str]:
    """The scenarios that put a thread to the test, by name; all of them if there is no thread.

    Raises:
        WrongUsage: there is none, or the one asked for is unknown or not among them.
    """
    tests = sorted(n for n, s in study.scenarios.items() if thread is None or thread in s.threads)
    if scenario is not None and chosen("scenario", scenario, study.scenarios) not in tests:
        hint = f"These do: {', '.join(tests)}." if tests else "No scenario does."
        raise WrongUsage(f'the scenario "{scenario}" does not test the thread "{thread}". {hint}')
    if not tests:
        raise WrongUsage(f'no scenario puts the thread "{thread}" to the test')
    return tests


def asked_states(
    known_states: Mapping[str, StateVariable], given: Sequence[str] | None
) -> dict[str, tuple[str, ...]]:
    """States that the user bound: "USA readiness=crisis,wartime; JPN readiness=crisis".

    Args:
        known_states: from ``checks.transfer.variables``; what is granted is a state as well.

    Raises:
        WrongUsage: a state or a value is unknown, or the text cannot be read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in (p.strip() for text in given or () for p in text.split(";")):
        if not part:
            continue
        name, equals, values = (x.strip() for x in part.partition("="))
        if not equals:
            raise WrongUsage(
                f'"{part}" is no state and value; write --states "NAME=VALUE; NAME=VALUE,VALUE"'
            )
        if name not in known_states:
            hint = nearest(name, known_states) or "This study declares none."
            raise WrongUsage(f'no state "{name}". {hint}')
        known = known_states[name].values
        wanted = tuple(v.strip() for v in values.split(","))
        for value in wanted:
            if value not in known:
                raise WrongUsage(f'"{name}" is never "{value}". {nearest(value, known)}')
        found[name] = wanted
    return found


def asked_once(
    known_states: Mapping[str, StateVariable], given: Sequence[str] | None, what: str
) -> dict[str, str]:
    """States that the user bound for something that has one value of each: an instant, a run.

    Raises:
        WrongUsage: as ``asked_states``; or a state is given several values.
    """
    found = asked_states(known_states, given)
    for state, values in found.items():
        if len(values) > 1:
            raise WrongUsage(f'one {what} has one "{state}"; give one value')
    return {state: values[0] for state, values in found.items()}


def command(study: str, verb: str, names: tuple[str, str, str] | None = None) -> str:
    """A command to type next, quoted for a shell."""
    import shlex

    words = ["renkei", verb, study]
    if names is not None:
        for option, name in zip(("--arrangement", "--thread", "--scenario"), names, strict=True):
            words += [option, name]
    return shlex.join(words)


# -- parameters --------------------------------------------------------------------------


def _whole(type_: object, tokens: Sequence[Token]) -> int:
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f'"{tokens[0].value[:40]}" is not a whole number') from None


Whole = Annotated[int, Parameter(converter=_whole)]
"""A whole number as a parameter; "3.5" is refused, not rounded."""

StudyName = Annotated[str, Parameter(help="A study on the shelf, or a study's folder.")]
AsJson = Annotated[
    bool, Parameter(name="--json", help="One JSON document on standard output.", negative=())
]
Arrangement = Annotated[
    str | None, Parameter(name=["--arrangement", "-a"], help="Name of the arrangement.")
]
ThreadName = Annotated[str | None, Parameter(name=["--thread", "-t"], help="Name of the thread.")]
ScenarioName = Annotated[
    str | None,
    Parameter(name=["--scenario", "-s"], help="Name of the scenario; left out, the first by name."),
]
States = Annotated[
    list[str] | None,
    Parameter(
        name="--states",
        help='Only these states: "USA readiness=crisis,wartime; JPN readiness=crisis".',
        consume_multiple=False,
    ),
]
