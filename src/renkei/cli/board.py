"""``renkei board``: who is on duty where at one instant, who decides what, how each is reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    Arrangement,
    AsJson,
    ScenarioName,
    States,
    StudyName,
    ThreadName,
    WrongUsage,
    asked_once,
    chosen,
    command,
    load_study,
    tested,
)
from renkei.cli.page import Page, aside, document
from renkei.findings import nearest

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(r"([A-Za-z]+),? +(\d\d?:\d\d)")


@dataclass(frozen=True)
class Asked:
    """What the board is to show.

    Attributes:
        thread: whose decisions are shown and whose precedence calls people in; None for all.
        zone: the zone on whose clock the instant was given.
        at_ms: UTC ms.
    """

    arrangement: str
    scenario: str
    thread: str | None
    states: dict[str, str]
    zone: str
    at_ms: int


def board(
    study: StudyName,
    /,
    *,
    arrangement: Arrangement = None,
    at: Annotated[
        str | None,
        Parameter(
            help='"Saturday 03:00" in the week of the scenario, or "2026-06-06 03:00"; left out, '
            "the scenario's start."
        ),
    ] = None,
    zone: Annotated[
        str | None, Parameter(help="IANA zone of --at; left out, the scenario's.")
    ] = None,
    thread: ThreadName = None,
    scenario: ScenarioName = None,
    states: States = None,
    json: AsJson = False,
) -> int:
    """Says who is on duty where at one instant, who decides what, and how each is reached.

    The states are those of the scenario, unless --states says otherwise. With --thread, only its
    decisions are shown, and people are called in by its precedence. Nothing is simulated.
    """
    checked = load_study(study)
    a = chosen("arrangement", arrangement, checked.study.arrangements)
    asked = _asked(checked, a, at, zone, thread, scenario, states)
    from renkei.cli.board_rows import rows
    from renkei.cli.board_told import tell

    found = rows(checked, asked)
    if json:
        document(found)
    else:
        page = Page()
        tell(page, checked, asked, found)
        page.line()
        page.line(f"Next: {command(study, 'explain')} --arrangement {a} --right FUNCTION")
    return DONE


def _asked(
    checked: CheckedStudy, arrangement: str, at: str | None, zone: str | None,
    thread: str | None, scenario: str | None, states: list[str] | None,
) -> Asked:  # fmt: skip
    from renkei.checks.transfer import granted_in, variables, with_grants
    from renkei.checks.zones import resolve_local
    from renkei.model.state import holds

    study = checked.study
    threads = [n for n, t in study.threads.items() if not t.procedure]
    if thread is not None:
        chosen("thread", thread, threads)
    name = _scenario(checked, thread, scenario)
    cases = study.scenarios[name].threads
    whose = thread
    if whose is None and cases:
        in_force = study.arrangements[arrangement].in_force
        here = [t for t in sorted(cases) if holds(in_force, cases[t].states)]
        whose = (here or sorted(cases))[0]
        if len(cases) > 1 and not states:
            aside(f'states as for the thread "{whose}"; for others: --thread or --states')
    bound: dict[str, str] = {}
    if whose is not None:
        here_granted = granted_in(study.arrangements[arrangement])
        bound = with_grants(here_granted, cases[whose].states, cases[whose].granted)
    bound |= asked_once(variables(study, arrangement), states, "instant")
    start = study.scenarios[name].start
    written = start.local if start.local is not None else f"{start.any_hour_of_week} 00:00"
    at_ms = resolve_local(written, start.zone).utc_ms
    where = zone or start.zone
    if at is not None or zone is not None:
        at_ms = _instant(at, where, at_ms)
    return Asked(arrangement, name, thread, dict(sorted(bound.items())), where, at_ms)


def _scenario(checked: CheckedStudy, thread: str | None, scenario: str | None) -> str:
    """The scenario asked for; left out, the first by name that starts at one instant."""
    known = checked.study.scenarios
    tests = tested(checked.study, thread, scenario)
    if scenario is not None:
        return scenario
    fixed = [n for n in tests if known[n].start.local is not None]
    name = (fixed or tests)[0]
    if len(tests) > 1:
        others = ", ".join(n for n in tests if n != name)
        aside(f'scenario "{name}"; others, for --scenario: {others}')
    return name


def _instant(at: str | None, zone_name: str, start_ms: int) -> int:
    """The instant given as a weekday and a time, or as a date and a time.

    Raises:
        WrongUsage: it cannot be read, or a clock change skips or repeats it.
    """
    from renkei.checks.zones import resolve_local, week_of, zone

    try:
        tz = zone(zone_name)
    except ValueError as error:
        raise WrongUsage(str(error)) from None
    if at is None:
        return start_ms
    try:
        match = _WEEKDAY.fullmatch(at.strip())
        text = at
        if match is not None:
            day, time = match[1], match[2].zfill(5)
            names = [d for d in DAYS if len(day) > 2 and d.casefold().startswith(day.casefold())]
            if len(names) != 1:
                raise WrongUsage(f'no day of the week "{day}". {nearest(day, DAYS)}')
            text = f"{week_of(start_ms, tz)[DAYS.index(names[0])]} {time}"
        found = resolve_local(text, zone_name)
    except ValueError as error:
        raise WrongUsage(f'{error} Or a day of the week: "Saturday 03:00".') from None
    if found.kind != "ok":
        raise WrongUsage(found.words)
    return found.utc_ms


def in_force(checked: CheckedStudy, asked: Asked) -> bool:
    """Whether the arrangement is in force in the states asked for."""
    from renkei.model.state import holds

    return holds(checked.study.arrangements[asked.arrangement].in_force, asked.states)


Row = dict[str, Any]
