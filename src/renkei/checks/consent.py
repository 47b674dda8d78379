"""Consent: who may be asked for one, and whether the answer can ever be yes in time."""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.aspects import Aspect
from renkei.checks.case import NONE, Case, CaseConsent, CheckedEstimate, Route
from renkei.checks.collector import Collector
from renkei.checks.right import found
from renkei.draws.laws import SCALE_BITS, table
from renkei.evidence.duration import words as duration
from renkei.findings import Severity
from renkei.model.relationship import Authority
from renkei.model.state import holds

_OPENS_A_WAY = frozenset({Authority.LIAISON, Authority.DIRLAUTH})
"""Ties that carry word and give no authority of their own."""


def check_consents(aspect: Aspect, faults: Collector) -> None:
    """Whether coordinating authority is made to approve or to veto, within one nation.

    Between nations a consent is a nation's own, and no matter of coordinating authority.
    """
    view = aspect.view
    for key, right in sorted(view.arrangement.rights.items()):
        decider = found(view, right.decides) if holds(right.when, view.states) else None
        if decider is None:
            continue
        for role, consent in sorted(right.consent.items()):
            asked = found(view, consent.of)
            if asked is None or view.router.nation(asked) != view.router.nation(decider):
                continue
            tie = _coordinating(aspect, asked.headquarters, decider.headquarters)
            if tie is None:
                continue
            code, severity = "coordination-vetoes", Severity.WARNING
            words = f"{asked.headquarters} is only coordinated by {decider.headquarters}"
            if tie == asked.headquarters:
                code, severity = "coordination-approves", Severity.ERROR
                words = (
                    f"{asked.headquarters} has only coordinating authority over "
                    f"{decider.headquarters}"
                )
            faults.add(
                code,
                f'{words}, yet "{right.function}" needs the consent of {asked.full}; '
                "make it a consultation ('consult')",
                aspect.arrangement, "rights", key, "consent", role, "of",
                severity=severity, states=aspect.states,
            )  # fmt: skip


def _coordinating(aspect: Aspect, asked: str, decider: str) -> str | None:
    """Which of two headquarters has coordinating authority, where that is all that ties them."""
    authorities = aspect.view.authorities
    if (
        asked == decider
        or decider in authorities.below(asked)
        or asked in authorities.below(decider)
    ):
        return None
    ties = [r for _, r in authorities.active if {r.from_, r.to} == {asked, decider}]
    over = [r.from_ for r in ties if r.type is Authority.COORDINATING]
    if not over or any(r.type not in _OPENS_A_WAY | {Authority.COORDINATING} for r in ties):
        return None
    return asked if asked in over else decider


# -- whether it can be given -------------------------------------------------------------


def check_answers(case: Case, faults: Collector) -> None:
    """Whether what is asked in a case can be answered, and whether its people ever come."""
    absent = {i: why for i in range(len(case.posts)) if (why := _absent(case, i))}
    working: set[int] = set()
    for step in case.steps:
        for holding in step.holdings:
            working.add(holding.post)
            for consent in holding.consents:
                at = "rights", holding.right, "consult" if consent.consult else "consent"
                where = (*at, consent.role)
                for words, field in _unanswerable(case, consent, absent):
                    faults.add(
                        "consultation-in-vain" if consent.consult else "consent-impossible",
                        words, case.arrangement, *where, field, severity=Severity.WARNING,
                    )  # fmt: skip
    working |= set(_on_the_way(case))
    for post, why in sorted(absent.items()):
        if post in working:
            p = case.posts[post]
            name = p.name.removeprefix(p.headquarters).strip()
            faults.add(
                "never-on-duty", f"{p.name} has work to do and is never on duty{why}",
                case.arrangement, "headquarters", p.headquarters, "posts", name, "hours",
                severity=Severity.WARNING,
            )  # fmt: skip


def _on_the_way(case: Case) -> Iterator[int]:
    """Posts that handle or review word on the routes of a case."""
    routes: list[Route | None] = [r for e in case.edges for a in e.routes for b in a for r in b]
    routes += [
        r for s in case.steps for h in s.holdings for consent in h.consents for r in consent.routes
    ]
    for route in routes:
        if route is not None:
            yield from (s.post for s in (*route.segments, *route.back) if not s.transit)


def _absent(case: Case, post: int) -> str:
    """Why nobody ever works at a post in a case; empty where somebody does."""
    p = case.posts[post]
    if any(shift.people for hours in p.hours for shift in hours.shifts):
        return ""
    if p.reach == NONE:
        return ", and cannot be reached: give it hours or 'reach'"
    if any(precedence <= p.reach_from for s in case.sources for precedence in s.precedence):
        return ""
    return ", and reaching it needs a higher precedence: see 'reach', 'from'"


def _unanswerable(
    case: Case, consent: CaseConsent, absent: dict[int, str]
) -> Iterator[tuple[str, str]]:
    """Why no yes, or no advice, ever comes: words and the field to blame."""
    routes = [r for r in consent.routes if r is not None]
    if not routes:
        return
    name = case.posts[consent.post].name
    kind = "advice" if consent.consult else "consent"
    if consent.post in absent:
        yield f"{name} can never give its {kind}: it is never on duty{absent[consent.post]}", "of"
    if consent.refuses != NONE and case.estimates[consent.refuses].low >= 1:
        yield f"{name} can never give its {kind}: it always refuses", "refuses"
    if consent.within == NONE:
        return
    shortest = min(_least(case, r) for r in routes)
    takes = least(case.estimates[consent.takes])
    if consent.eased != NONE:
        takes *= 1 - case.estimates[consent.eased].high
    if shortest + takes > consent.within:
        yield (
            f"{name} can never give its {kind} in time: asking, answering and the way back take at "
            f"least {duration(shortest + takes)}, and the limit is {duration(consent.within)}",
            "within",
        )


def _least(case: Case, route: Route) -> float:
    return sum(least(case.estimates[s.estimate]) for s in (*route.segments, *route.back))


def least(estimate: CheckedEstimate) -> float:
    """The least that an estimate of a time can come to in any world and draw, in ms."""
    return float(estimate.low * table(estimate.law)[0] / 2**SCALE_BITS)
