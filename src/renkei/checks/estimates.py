"""Estimates ready for drawing, and what they come from."""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.case import CheckedEstimate
from renkei.draws.laws import Law, median_from_mean, table
from renkei.findings import Finding
from renkei.model.estimate import Estimate
from renkei.model.study import Study


def checked_estimates(study: Study) -> tuple[tuple[CheckedEstimate, ...], list[Finding]]:
    """All estimates of a study, sorted by name, and what is wrong with them."""
    found: list[CheckedEstimate] = []
    findings: list[Finding] = []
    for name, estimate in sorted(study.estimates.items()):
        try:
            found.append(_checked(name, estimate))
        except ValueError as error:
            position = study.origins.find("estimates", name, "law")
            findings.append(Finding("law", str(error), position, f"estimates.{name}"))
    return tuple(found), findings


def _checked(name: str, estimate: Estimate) -> CheckedEstimate:
    law = Law(estimate.law, estimate.spread, estimate.law_low, estimate.law_high)
    low, likely, high = estimate.range()
    if estimate.unit == "time":
        table(law)
        if estimate.states == "mean":
            low, likely, high = (median_from_mean(law, int(v)) for v in (low, likely, high))
    elif estimate.law != "fixed":
        raise ValueError(f"a {estimate.unit} has no law of its own, only a range")
    return CheckedEstimate(name, estimate.unit, low, likely, high, law, estimate.grade)


Way = tuple[str, ...]
"""Estimates, each derived from the next."""


def origins(study: Study, name: str) -> dict[str, Way]:
    """Estimates that an estimate was derived from, directly or through others: each with the
    shortest way to it, which ends there; the estimate itself where it is in a circle."""
    found: dict[str, Way] = {}
    todo: list[Way] = [(name,)]
    for way in todo:
        for behind in sorted(study.estimates[way[-1]].derived_from):
            if behind not in found and behind in study.estimates:
                found[behind] = (*way[1:], behind)
                todo.append((*way, behind))
    return found


def histories_used(study: Study, name: str) -> Iterator[tuple[str, Way]]:
    """Histories that an estimate comes from, each with the way to the estimate that was drawn from
    it; no way where that is this one."""
    ways = {name: (), **{n: way for n, way in origins(study, name).items() if n != name}}
    seen: set[str] = set()
    for behind, way in ways.items():
        new = set(study.estimates[behind].histories) - seen
        seen |= new
        yield from ((history, way) for history in sorted(new))


def circles(study: Study) -> list[Way]:
    """Estimates that are derived from themselves through others: each circle once, by its first."""
    found: dict[frozenset[str], Way] = {}
    for name in sorted(study.estimates):
        way = origins(study, name).get(name)
        if way is not None:
            found.setdefault(frozenset(way), (name, *way))
    return list(found.values())
