"""The check of a whole study: a CheckedStudy, or every finding at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from renkei.checks.aspects import Aspect, aspects
from renkei.checks.case import Case, CheckedEstimate
from renkei.checks.cases import Builder, View
from renkei.checks.combinations import became
from renkei.checks.doctrine import doctrine
from renkei.checks.estimates import checked_estimates
from renkei.checks.expectations import check_expectations
from renkei.checks.flow import Flow, flatten
from renkei.checks.guarantee import check_guarantees
from renkei.checks.references import References
from renkei.checks.schedule import clock_notes
from renkei.checks.situation import Situation, declared_facts
from renkei.checks.transfer import cannot_start, granted_in, incidents_of, nothing_to_transfer
from renkei.checks.zones import resolve_local
from renkei.findings import Finding, FindingsError, Position, Severity, in_order
from renkei.model.scenario import Case as CaseNoun
from renkei.model.scenario import Incidents, Scenario
from renkei.model.state import GRANTED, holds
from renkei.model.study import Study

YEARS = range(1900, 2200)
"""Years in which a scenario may start; calendars and holidays end somewhere."""


@dataclass(frozen=True)
class CheckedStudy:
    """A study in which every name leads somewhere; nothing later accepts less.

    Attributes:
        cases: every thread under every arrangement in every scenario where it is in force,
            in the order arrangement, thread, scenario.
        not_in_force: (arrangement, thread, scenario) where the arrangement is not in force, or
            grants nothing that a thread of the scenario could transfer, or without which it
            cannot start.
        notes: warnings and notes.
    """

    study: Study
    estimates: tuple[CheckedEstimate, ...]
    cases: tuple[Case, ...]
    not_in_force: tuple[tuple[str, str, str], ...]
    notes: tuple[Finding, ...]
    flows: dict[str, Flow] = field(repr=False)
    _builder: Builder = field(repr=False)

    def case(self, arrangement: str, thread: str, scenario: str) -> Case | None:
        """One case; None where the arrangement is not in force.

        Raises:
            KeyError: the scenario does not put this thread to the test.
        """
        key = arrangement, thread, scenario
        for case in self.cases:
            if case.key == key:
                return case
        if key in self.not_in_force:
            return None
        raise KeyError(key)

    def situation(self, arrangement: str, thread: str, states: dict[str, str]) -> Situation:
        """A thread under an arrangement in given states, as far as it can be resolved."""
        return self._builder.situated(self.view(arrangement, states), self.flows[thread])

    def case_in(
        self, arrangement: str, thread: str, states: dict[str, str], facts: dict[str, str]
    ) -> Case | None:
        """One case in states, grants and facts that need not be a scenario's.

        They do not change but by what the thread itself grants or recalls.

        It starts when the first scenario of the thread does, or the first of all.

        Returns:
            None where some step can be taken by nobody, or some word cannot arrive.
        """
        scenarios = sorted(
            self.study.scenarios.items(),
            key=lambda s: (thread not in s[1].threads, s[1].start.local is None, s[0]),
        )
        name, scenario = scenarios[0]
        start = _start(self.study, name, scenario, [])
        if start is None:
            return None
        grants = granted_in(self.study.arrangements[arrangement])
        noun = CaseNoun(
            states={n: v for n, v in states.items() if n in self.study.states},
            granted=tuple(sorted(g for g in grants if states.get(g) == GRANTED)),
            facts={f: {v: "rest"} for f, v in facts.items()},
        )
        return self._built(arrangement, name, thread, start, noun)

    def case_with(self, case: Case, facts: dict[str, str]) -> Case | None:
        """A case of a scenario in which incidents have given facts, as far as their threads
        declare them."""
        noun = self.study.scenarios[case.scenario].threads[case.thread]
        incidents: dict[str, Incidents] = {}
        for name, stream in incidents_of(noun, case.thread).items():
            declared = declared_facts(self.study, self.flows[stream.thread])
            given = {f: {v: "rest"} for f, v in facts.items() if f in declared}
            incidents[name] = stream.model_copy(update={"facts": {**stream.facts, **given}})
        return self._built(
            case.arrangement, case.scenario, case.thread, case.start_ms,
            noun.model_copy(update={"incidents": incidents, "facts": {}}),
        )  # fmt: skip

    def _built(
        self, arrangement: str, scenario: str, thread: str, start_ms: int, noun: CaseNoun
    ) -> Case | None:
        """A case as it is put; its findings, if it has any, are left out."""
        found = len(self._builder.findings)
        case = self._builder.build(arrangement, scenario, thread, start_ms, noun)
        del self._builder.findings[found:]
        return case

    def view(self, arrangement: str, states: dict[str, str]) -> View:
        """Who holds what under an arrangement in given states."""
        return self._builder.view(arrangement, dict(sorted(states.items())))

    def aspects(self, arrangement: str) -> list[Aspect]:
        """The combinations of states in which an arrangement is in force, alike ones together."""
        return aspects(self.study, self._builder, arrangement, self.flows)

    def amended(self, study: Study, *, same_ways: bool) -> CheckedStudy:
        """The study with changes that add no state and no condition; see ``refusals``.

        Args:
            study: with the changes in place.
            same_ways: whether word goes the ways that it went before.

        Returns:
            A study whose situations and views are those after the changes. Its cases and notes
            are still those before: of the cases only which combinations they visit holds.
        """
        flows = self.flows
        if study.threads is not self.study.threads:
            flows = {name: flatten(study, name) for name in flows}
        builder = Builder(study, flows, self.estimates, self._builder if same_ways else None)
        return replace(self, study=study, flows=flows, _builder=builder)

    def refusals(self, arrangements: Collection[str]) -> tuple[Finding, ...]:
        """What the check finds of severity error in an amended study, under some arrangements.

        Names, doctrine, and every case resolved as far as it goes. Expectations are left out:
        they say what held before the changes.
        """
        found = References(self.study).run(arrangements)
        found += [f for flow in self.flows.values() for f in flow.findings]
        builder = self._builder
        before, builder.resolve_only = len(builder.findings), True
        for arrangement in sorted(arrangements):
            alike: list[tuple[str, CaseNoun]] = []  # whenever a scenario starts
            for scenario, s in sorted(self.study.scenarios.items()):
                for thread, noun in sorted(s.threads.items()):
                    runs = _runs(self.study, arrangement, thread, noun)
                    if runs and (thread, noun) not in alike:
                        alike.append((thread, noun))
                        builder.build(arrangement, scenario, thread, 0)
        found += doctrine(self.study, builder, self.flows, (), arrangements)
        found += builder.findings[before:]
        del builder.findings[before:]
        builder.resolve_only = False
        return in_order(f for f in found if f.severity is Severity.ERROR)


def check(study: Study, *, warnings: tuple[Finding, ...] = ()) -> CheckedStudy:
    """Checks a study.

    Args:
        study: the study as read.
        warnings: findings that reading left, to be carried on.

    Raises:
        FindingsError: there are findings of severity error; it carries all findings.
    """
    findings = [*warnings, *References(study).run()]
    estimates, faults = checked_estimates(study)
    findings += faults
    threads = sorted(n for n, t in study.threads.items() if not t.procedure)
    flows = {name: flatten(study, name) for name in threads}
    for flow in flows.values():
        findings += flow.findings
    starts = {name: _start(study, name, s, findings) for name, s in study.scenarios.items()}
    builder = Builder(study, flows, estimates)
    builder.resolve_only = _errors(findings)
    cases: list[Case] = []
    absent: list[tuple[str, str, str]] = []
    if not any(f.severity is Severity.ERROR for flow in flows.values() for f in flow.findings):
        _build(study, builder, starts, cases, absent)
    findings += builder.findings
    findings += doctrine(study, builder, flows, cases, study.arrangements)
    if not _errors(findings):
        findings += check_guarantees(study, builder.view)
    if not _errors(findings):
        findings += check_expectations(study, builder)
    if _errors(findings):
        raise FindingsError(findings)
    findings += _out_of_force(study, cases)
    findings += [
        Finding("clock-change", note, Position(), post, Severity.NOTE)
        for case in cases
        for post, notes in clock_notes(case).items()
        for note in notes
    ]
    return CheckedStudy(
        study, estimates, tuple(cases), tuple(absent), in_order(findings), flows, builder
    )


def _out_of_force(study: Study, cases: list[Case]) -> list[Finding]:
    """Cases whose states become such that the arrangement is not in force in them."""
    found: dict[tuple[str, str, str], Finding] = {}
    for case in cases:
        for states in case.combinations:
            if not holds(study.arrangements[case.arrangement].in_force, states):
                words = (
                    f'once {became(case.combinations[0], states)}, "{case.arrangement}" is no '
                    "longer in force; runs go on under it all the same"
                )
                path = ("scenarios", case.scenario, "threads", case.thread, "changes")
                found.setdefault(
                    case.key,
                    Finding(
                        "out-of-force-under-way", words, study.origins.find(*path),
                        ".".join(path[1:]), Severity.WARNING,
                    ),
                )  # fmt: skip
    return list(found.values())


def _errors(findings: list[Finding]) -> bool:
    return any(f.severity is Severity.ERROR for f in findings)


def _build(
    study: Study, builder: Builder, starts: dict[str, int | None], cases: list[Case],
    absent: list[tuple[str, str, str]],
) -> None:  # fmt: skip
    for arrangement in sorted(study.arrangements):
        for thread in sorted({t for s in study.scenarios.values() for t in s.threads}):
            for scenario, s in sorted(study.scenarios.items()):
                start = starts[scenario]
                noun = s.threads.get(thread)
                if noun is None or start is None or thread not in builder.flows:
                    continue
                needed = [i.thread for i in noun.incidents.values()]
                if any(t not in builder.flows for t in needed):
                    continue
                if not _runs(study, arrangement, thread, noun):
                    absent.append((arrangement, thread, scenario))
                    continue
                case = builder.build(arrangement, scenario, thread, start)
                if case is not None:
                    cases.append(case)


def _runs(study: Study, arrangement: str, thread: str, noun: CaseNoun) -> bool:
    """Whether an arrangement is in force in a case, and its threads have something to do there."""
    a = study.arrangements[arrangement]
    idle = nothing_to_transfer(study, a, noun, thread) or cannot_start(
        study, noun, thread, {*noun.granted} & granted_in(a)
    )
    return not idle and holds(a.in_force, noun.states)


def _start(study: Study, name: str, scenario: Scenario, findings: list[Finding]) -> int | None:
    """The start in UTC ms, or None with a finding."""
    start = scenario.start
    text = start.local if start.local is not None else f"{start.any_hour_of_week} 00:00"
    position = study.origins.find("scenarios", name, "start")
    try:
        if text[:4].isascii() and text[:4].isdigit() and int(text[:4]) not in YEARS:
            raise ValueError(f'"{text}" is not between {YEARS[0]} and {YEARS[-1]}.')
        instant = resolve_local(text, start.zone)
    except ValueError as error:
        findings.append(Finding("start", str(error), position, f"{name}.start"))
        return None
    if instant.kind != "ok":
        findings.append(Finding(f"start-{instant.kind}", instant.words, position, f"{name}.start"))
        return None
    return instant.utc_ms
