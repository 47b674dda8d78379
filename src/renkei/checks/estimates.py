"""Estimates ready for drawing."""

from __future__ import annotations

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
