"""What a person may do with the item in hand, and what of it the arrangement forbids."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.checks.case import NONE, Case, CaseConsent, CaseStep
from renkei.engine.seat import Act, Deed, Turn
from renkei.record.vocabulary import HOP_BITS, Kind


@dataclass(frozen=True, slots=True)
class Options:
    """The choices at one item.

    Attributes:
        deeds: what may be done, first the plain ways to finish.
        outcomes: names of the outcomes of work, if there are several.
        consents: whose consent or consultation the decision needs, by the arrangement.
        consult: the item is a consultation: a view is asked for, not a consent.
        step: index of the step the item is about; of the next step, for word on its way.
        role: for a request, the role asked.
        posts: full names of all posts that could be asked.
    """

    kind: Kind
    deeds: tuple[Deed, ...]
    outcomes: tuple[str, ...]
    consents: tuple[CaseConsent, ...]
    consult: bool
    step: int
    role: str
    posts: tuple[str, ...]

    @property
    def decides(self) -> bool:
        """Whether the seat decides the step, itself."""
        return self.kind is Kind.STEP and Deed.APPROVE in self.deeds


def step_index(case: Case, base: int) -> int:
    """The step with this base, NONE if it is none."""
    return next((i for i, s in enumerate(case.steps) if s.base == base), NONE)


def role_at(case: Case, base: int) -> str:
    """The role asked at this base, "" if it is none."""
    return next((role for (_, role), b in case.role_bases.items() if b == base), "")


def options(case: Case, turn: Turn, combination: int) -> Options:
    """What may be done at a turn.

    Args:
        combination: the combination of states now in force, for who can be asked.
    """
    base = turn.site >> HOP_BITS
    step_at = step_index(case, case.legend.step_of[base])
    step: CaseStep = case.steps[step_at]
    posts = tuple(p.name for p in case.posts if p.name != case.posts[turn.post].name)
    role = role_at(case, base)
    consents: tuple[CaseConsent, ...] = ()
    outcomes: tuple[str, ...] = ()
    consult = False
    deeds: tuple[Deed, ...] = (Deed.DONE,)
    if turn.kind is Kind.STEP and step.decides:
        deeds = (Deed.APPROVE, Deed.REFUSE)
        consents = tuple(
            c for c in step.holdings[turn.opened].consents if c.routes[combination] is not None
        )
    elif turn.kind is Kind.STEP:
        outcomes = step.outcomes if len(step.outcomes) > 1 else ()
    elif turn.kind is Kind.CONSENT:
        consult = any(c.consult for c in step.holdings[turn.opened].consents if c.role == role)
        deeds = (Deed.DONE,) if consult else (Deed.APPROVE, Deed.REFUSE)
    return Options(
        turn.kind, (*deeds, Deed.ASK, Deed.WAIT), outcomes, consents, consult, step_at, role, posts
    )


def misfit(choices: Options, act: Act) -> str:
    """Why an act cannot be done with this item; "" if it can."""
    if act.deed not in choices.deeds:
        return f'"{act.deed}" is nothing that can be done with it'
    if act.deed is Deed.WAIT and act.ms <= 0:
        return "waiting needs a time"
    if act.deed is Deed.DONE and choices.outcomes and act.outcome not in choices.outcomes:
        return f"it comes to one of: {', '.join(choices.outcomes)}"
    if act.outcome and act.outcome not in choices.outcomes:
        return f'there is no outcome "{act.outcome}"'
    roles = {c.role for c in choices.consents}
    if act.deed is Deed.APPROVE and not act.names <= roles:
        return f"nobody is asked as {', '.join(sorted(act.names - roles))}"
    if act.deed is Deed.ASK and (not act.names or not act.names <= {*roles, *choices.posts}):
        return "nobody is named who could be asked"
    return ""


def departures(case: Case, choices: Options, act: Act) -> tuple[str, ...]:
    """Where an act departs from what the arrangement provides for, each in one sentence."""
    title = case.steps[choices.step].title or case.steps[choices.step].name.partition("/")[2]
    if act.deed is Deed.ASK:
        roles = {c.role for c in choices.consents}
        return tuple(
            f'asked {name} about "{title}", whom the arrangement does not have asked'
            for name in sorted(act.names - roles)
        )
    if act.deed is not Deed.APPROVE:
        return ()
    return tuple(
        f'approved "{title}" without '
        f"{'consulting' if c.consult else 'the consent of'} {c.role} ({case.posts[c.post].name})"
        for c in choices.consents
        if c.role in act.names
    )
