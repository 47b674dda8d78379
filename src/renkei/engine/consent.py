"""Decisions: consents and consultations in parallel, limits, the verdict (rule 29)."""

from __future__ import annotations

from renkei.checks.case import NONE, CaseConsent, Mode, Route
from renkei.engine import flow, guarantee, seat
from renkei.engine.day import Day, Incident, Item
from renkei.engine.luck import AT_LIMIT_U
from renkei.engine.word import Word
from renkei.engine.work import undertake, withdraw
from renkei.record.lifecycle import APPROVED, REFUSED, Stage
from renkei.record.lifecycle import verdict as certain_verdict
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, End, Kind, Rank, What, site


def ask(day: Day, incident: Incident, index: int, without: frozenset[str] = frozenset()) -> None:
    """Sends every request for consent or consultation; with none open, the verdict falls.

    Args:
        without: roles that a person in the decider's post passes over.
    """
    step = day.case.steps[index]
    attempt = incident.attempts[index]
    incident.stages[index] = Stage.CONSULTING
    holding = step.holdings[incident.combinations[index]]
    others = [
        c
        for c in holding.consents
        if c.routes[day.combination] is not None and c.role not in without
    ]
    incident.passed_over[index] = bool(without)
    for role in without:
        _give_up(day, incident, index, role)
    early = {c.role: incident.ahead.get((index, attempt, c.role)) for c in others}
    said_no = [role for role, yes in early.items() if yes is False]
    if said_no:
        verdict(day, incident, index, REFUSED, said_no[0])
        return
    unasked = [
        c for c in others if early[c.role] is None and (index, c.role) not in incident.waiting
    ]
    for asked in unasked:
        incident.waiting[index, asked.role] = "asked"
    if not any(step == index for step, _ in incident.waiting):
        verdict(day, incident, index, APPROVED, None)
        return
    for asked in unasked:
        route = asked.routes[day.combination]
        assert route is not None
        request(day, incident, index, asked, route)


def _give_up(day: Day, incident: Incident, index: int, role: str) -> None:
    """What was asked of a role is not waited for any more."""
    if incident.waiting.pop((index, role), None) is not None:
        base = day.case.role_bases[index, role]
        withdraw(day, lambda i: i.incident is incident and i.site >> HOP_BITS == base)


def request(day: Day, incident: Incident, index: int, asked: CaseConsent, route: Route) -> None:
    """Sends one request for consent or consultation."""
    incident.waiting[index, asked.role] = "asked"
    step = day.case.steps[index]
    attempt = incident.attempts[index]
    base = day.case.role_bases[index, asked.role]
    decider = flow.holder(day, incident, index)
    place = site(base)
    day.emit(day.rank, incident.number, place, attempt, What.ASKED, asked.post, int(asked.consult))

    def wanted() -> bool:
        return (
            incident.end is End.OPEN
            and incident.attempts[index] == attempt
            and (index, asked.role) in incident.waiting
        )

    def answered() -> None:
        yes = True
        act = seat.act_on(day, incident.number, place, attempt)
        if act is not None:
            yes = asked.consult or act.deed is not seat.Deed.REFUSE
        elif asked.refuses != NONE:
            bits = day.luck.u(
                incident.source, incident.ordinal, attempt, "answer", step.name, asked.role
            )
            yes = asked.consult or not day.luck.happens(asked.refuses, bits)
        _answer(day, incident, index, asked, yes)

    if asked.within != NONE:

        def limit() -> bool:
            if not wanted():
                return False
            day.emit(Rank.LIMIT, incident.number, place, attempt, What.LIMIT)
            _close(day, incident, index, asked, yes=asked.consult)
            return True

        day.plan(day.now + asked.within, Rank.LIMIT, incident.number, place, attempt, limit)

    if asked.mode is Mode.SILENT:
        return
    if asked.mode is not Mode.NORMAL:
        wait = 0
        if asked.mode is Mode.AT_LIMIT:
            wait = asked.within
            if wait == NONE:
                wait = day.luck.time(asked.takes, asked.eased, AT_LIMIT_U)
        direct = Word(
            day, incident, base=base, first_hop=ANSWER_HOP, attempt=attempt, segments=(),
            wanted=wanted, arrive=answered,
        )  # fmt: skip
        direct.send_after(asked.post, wait)
        return

    def work() -> None:
        item = Item(
            incident=incident, site=place, attempt=attempt, kind=Kind.CONSENT, post=asked.post,
            arrived=day.now, work=0, activity="consent", then=back, ignored=lambda: not wanted(),
        )  # fmt: skip
        undertake(
            day, item, mode=Mode.NORMAL, estimate=asked.takes, eased=asked.eased,
            address=("consent", step.name, asked.role),
        )  # fmt: skip

    def back() -> None:
        answer = Word(
            day, incident, base=base, first_hop=ANSWER_HOP, attempt=attempt,
            segments=route.back, wanted=wanted, arrive=answered,
        )  # fmt: skip
        answer.send(asked.post, route.back_inner_border, route.back_violates)

    request = Word(
        day, incident, base=base, first_hop=0, attempt=attempt, segments=route.segments,
        wanted=wanted, arrive=work,
    )  # fmt: skip
    request.send(decider, route.inner_border, route.violates)


def _answer(day: Day, incident: Incident, index: int, asked: CaseConsent, yes: bool) -> None:
    base = day.case.role_bases[index, asked.role]
    attempt = incident.attempts[index]
    day.emit(day.rank, incident.number, site(base), attempt, What.ANSWERED, asked.post, int(yes))
    _close(day, incident, index, asked, yes=yes)


def _close(day: Day, incident: Incident, index: int, asked: CaseConsent, *, yes: bool) -> None:
    """One request is settled; perhaps the verdict is certain now."""
    _give_up(day, incident, index, asked.role)
    if incident.stages[index] is not Stage.CONSULTING:
        incident.ahead[index, incident.attempts[index], asked.role] = yes
        return
    awaited = [None for step, _ in incident.waiting if step == index]
    certain = certain_verdict([yes, *awaited])
    if certain is not None:
        verdict(day, incident, index, certain, asked.role)


def verdict(day: Day, incident: Incident, index: int, outcome: int, role: str | None) -> None:
    """The verdict falls, at the first instant at which it is certain."""
    step = day.case.steps[index]
    for asked in [asked for at, asked in incident.waiting if at == index]:
        _give_up(day, incident, index, asked)
    settled_by = 0 if role is None else day.case.role_bases[index, role] + 1
    day.emit(
        day.rank, incident.number, site(step.base), incident.attempts[index], What.VERDICT,
        flow.holder(day, incident, index), settled_by,
    )  # fmt: skip
    if outcome == APPROVED:
        guarantee.approve(day, incident, index)
        guarantee.watch(day, incident, index, What.VERDICT)
    flow.complete(day, incident, index, outcome)
