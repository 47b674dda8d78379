"""``renkei check``: every fault of a study at once, or what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    FAULTS,
    AsJson,
    FaultyStudy,
    Whole,
    WrongUsage,
    by_severity,
    check_study,
    chosen,
    command,
    counted,
    tally,
)
from renkei.cli.page import Page, document
from renkei.findings import Finding, Severity

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy
    from renkei.cli.guarantees import Proofs

USUALLY_UNAVAILABLE = 1
"""What proofs allow to be unavailable from the start, unless another number is asked."""
MOST_UNAVAILABLE = 3
"""Unavailable together, at most; more takes long and says little."""


def check(
    study: Annotated[
        str | None, Parameter(help="A study on the shelf, or a study's folder.")
    ] = None,
    /,
    *,
    guarantees: Annotated[
        bool,
        Parameter(help="Also prove guarantees, the independence ladder, and who can finish what."),
    ] = False,
    unavailable: Annotated[
        Whole | None,
        Parameter(help="With --guarantees: headquarters or links that may be unavailable from the "
                  f"start; {USUALLY_UNAVAILABLE} if left out."),
    ] = None,
    arrangement: Annotated[
        list[str] | None,
        Parameter(name=["--arrangement", "-a"], help="With --guarantees: only this one; may be "
                  "repeated."),
    ] = None,
    why: Annotated[
        str | None, Parameter(help="A finding's code, to be explained; then no study is needed.")
    ] = None,
    json: AsJson = False,
) -> int:  # fmt: skip
    """Checks a study: every fault at once, each with its file, line and column.

    Nothing is simulated. The exit code is 1 if there are errors, or a guarantee is broken that
    the arrangement does not declare to give up; warnings, notes and broken rungs leave it 0.
    With --why CODE it says what a finding's code means, why it matters and what to do.
    """
    if why is not None:
        from renkei.cli.why import explained

        return explained(why, json=json)
    if study is None:
        raise WrongUsage(
            "say which study: a name on the shelf (renkei studies) or a folder. "
            "Help: renkei check --help"
        )
    if not guarantees and (unavailable is not None or arrangement):
        option = "--unavailable" if unavailable is not None else "--arrangement"
        raise WrongUsage(
            f"{option} is for what is proved; say so: {command(study, 'check')} --guarantees "
            f"{option} …"
        )
    absent = USUALLY_UNAVAILABLE if unavailable is None else unavailable
    if not 0 <= absent <= MOST_UNAVAILABLE:
        raise WrongUsage(
            f"--unavailable counts headquarters and links: 0 to {MOST_UNAVAILABLE}. What nations "
            "can enter, employ and refuse, and the guarantees, hold for any number."
        )
    checked: CheckedStudy | None = None
    try:
        checked = check_study(study)
        findings: Sequence[Finding] = by_severity(checked.notes)
    except FaultyStudy as faulty:
        findings = faulty.findings
    proofs: Proofs | None = None
    if guarantees and checked is not None:
        from renkei.cli.guarantees import prove

        only = [chosen("arrangement", a, checked.study.arrangements) for a in arrangement or ()]
        proofs = prove(checked, unavailable=absent, arrangements=only)
    if json:
        rows = _rows(study, checked, findings)
        document(rows if proofs is None else rows | proofs.rows())
    else:
        _tell(study, checked, findings)
        if proofs is not None and checked is not None:
            from renkei.cli.guarantees import tell

            tell(checked, proofs, study)
    broken = proofs is not None and bool(proofs.broken())
    return DONE if checked is not None and not broken else FAULTS


def _sizes(checked: CheckedStudy) -> dict[str, int]:
    study = checked.study
    return {
        "arrangements": len(study.arrangements),
        "threads": sum(1 for t in study.threads.values() if not t.procedure),
        "scenarios": len(study.scenarios),
        "expectations": len(study.expectations),
        "cases": len(checked.cases),
        "not_in_force": len(checked.not_in_force),
    }


def _rows(study: str, checked: CheckedStudy | None, findings: Sequence[Finding]) -> dict[str, Any]:
    identity = None
    sizes: dict[str, int] = {}
    if checked is not None:
        from renkei.checks.identity import study_identity

        study, identity, sizes = checked.study.study, study_identity(checked.study), _sizes(checked)
    found = tally(findings)
    return {
        "study": study,
        "identity": identity,
        "findings": [f.as_row() for f in findings],
        "counts": {f"{severity}s": number for severity, number in found.items()} | sizes,
    }


def _tell(study: str, checked: CheckedStudy | None, findings: Sequence[Finding]) -> None:
    page = Page()
    for finding in findings:
        style = finding.severity if finding.severity is not Severity.NOTE else "dim"
        marked = "" if finding.severity is Severity.ERROR else f"{finding.severity}: "
        page.line(f"{marked}{finding}", hang=4, style=style)
    if findings:
        page.line()
    found = tally(findings)
    faults = f"{counted(found[Severity.ERROR], 'error')}, "
    faults += counted(found[Severity.WARNING], "warning")
    if found[Severity.NOTE]:
        faults += f", {counted(found[Severity.NOTE], 'note')}"
    if checked is None:
        page.line(f"{study}: {faults}. A study with errors is not run.", style="bold")
        page.line(f"Next: mend the errors and check again: {command(study, 'check')}")
        return
    sizes = _sizes(checked)
    holds = ", ".join(
        counted(sizes[f"{kind}s"], kind) for kind in ("arrangement", "thread", "scenario")
    )
    met = f"{counted(sizes['expectations'], 'expectation')} met; " if sizes["expectations"] else ""
    page.line(f"{checked.study.study}: {holds}; {met}{faults}", style="bold")
    if sizes["not_in_force"]:
        cases = sizes["cases"] + sizes["not_in_force"]
        page.line(
            f"Of {cases} combinations of the three, {sizes['not_in_force']} are not run, because "
            "the arrangement is not in force there."
        )
    page.line(f"Next: {command(study, 'compare')}")
