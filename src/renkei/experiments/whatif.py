"""What-ifs: the same case with some of its hands instant, at their limit, or silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from renkei.checks.case import Case, CaseConsent, CaseEdge, CaseStep, Holding, Mode


def altered(
    case: Case, *,
    step: Callable[[CaseStep, int], Mode] = lambda s, p: Mode.NORMAL,
    edge: Callable[[CaseEdge], Mode] = lambda e: Mode.NORMAL,
    consent: Callable[[CaseStep, CaseConsent], Mode] = lambda s, c: Mode.NORMAL,
) -> Case:  # fmt: skip
    """A case with modes set.

    Args:
        step: mode of a step, given the post that holds it at the start.
        edge: mode of a word.
        consent: mode of a request for consent or consultation.
    """

    def holding(s: CaseStep, h: Holding) -> Holding:
        return replace(h, consents=tuple(replace(c, mode=consent(s, c)) for c in h.consents))

    steps = tuple(
        replace(
            s, mode=step(s, s.holdings[0].post),
            holdings=tuple(holding(s, h) for h in s.holdings),
        )
        for s in case.steps
    )  # fmt: skip
    edges = tuple(replace(e, mode=edge(e)) for e in case.edges)
    # What never happens breaks no guarantee.
    return replace(case, steps=steps, edges=edges, watches=(), releases=())


def without(case: Case, bases: frozenset[int]) -> Case:
    """The case with everything at these bases taking no time."""

    def of(base: int) -> Mode:
        return Mode.INSTANT if base in bases else Mode.NORMAL

    def asked(step: CaseStep, consent: CaseConsent) -> Mode:
        return of(case.role_bases[by_name[step.name], consent.role])

    by_name = {s.name: i for i, s in enumerate(case.steps)}
    return altered(case, step=lambda s, _: of(s.base), edge=lambda e: of(e.base), consent=asked)


def partner_at_limit(case: Case, nation: str) -> Case:
    """Every foreign hand takes as long as it may; the nation's own hands take no time."""
    return altered(
        case,
        step=lambda s, p: _foreign(case, p, nation, Mode.AT_LIMIT, Mode.INSTANT),
        edge=lambda e: Mode.INSTANT,
        consent=lambda s, c: _foreign(case, c.post, nation, Mode.AT_LIMIT, Mode.INSTANT),
    )


def all_instant(case: Case) -> Case:
    """Every hand takes no time."""
    return altered(
        case, step=lambda s, p: Mode.INSTANT, edge=lambda e: Mode.INSTANT,
        consent=lambda s, c: Mode.INSTANT,
    )  # fmt: skip


def partner_silent(case: Case, nation: str) -> Case:
    """No foreign post ever answers a request or does a step; word still passes its relays."""
    return altered(
        case,
        step=lambda s, p: _foreign(case, p, nation, Mode.SILENT, Mode.NORMAL),
        consent=lambda s, c: _foreign(case, c.post, nation, Mode.SILENT, Mode.NORMAL),
    )


def _foreign(case: Case, post: int, nation: str, foreign: Mode, own: Mode) -> Mode:
    return own if case.posts[post].nation == nation else foreign
