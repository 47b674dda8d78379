"""The flow of a thread: incidents, openings, joins, branches, loops and ends (rules 8 to 13)."""

from __future__ import annotations

from renkei.checks.case import NONE, CaseEdge, CaseStep, Mode, Source
from renkei.engine import consent, guarantee, seat, transfer
from renkei.engine.day import Day, Incident, Item
from renkei.engine.word import Word
from renkei.engine.work import undertake, withdraw
from renkei.record.attempts import MOST_ATTEMPTS, TooManyAttempts
from renkei.record.lifecycle import APPROVED, REFUSED, Input, Stage, fate
from renkei.record.vocabulary import End, Kind, Rank, What, site

# -- incidents ---------------------------------------------------------------------------


def plan_incident(day: Day, source: int, ordinal: int, time: int) -> None:
    """Puts the next incident of a stream on the agenda."""
    stream = day.case.sources[source]
    number = stream.number + ordinal
    place = site(day.case.threads[stream.thread].base)

    def happen() -> bool:
        _begin(day, source, ordinal)
        if ordinal + 1 < stream.count and stream.every != NONE:
            u = day.luck.u(source, ordinal + 1, 0, "arrival")
            plan_incident(day, source, ordinal + 1, day.now + day.luck.time(stream.every, NONE, u))
        return True

    day.plan(time, Rank.INCIDENT, number, place, 0, happen)


def draw_facts(day: Day, source: int, ordinal: int, stream: Source) -> int:
    """The combination of facts of an incident."""
    combination = 0
    for fact, places in zip(stream.facts, stream.fact_places, strict=True):
        u = day.luck.u(source, ordinal, 0, "fact", fact.name)
        combination += places * day.luck.choose(fact.odds, u)
    return combination


def _begin(day: Day, source: int, ordinal: int) -> None:
    stream = day.case.sources[source]
    facts = draw_facts(day, source, ordinal, stream)
    incident = Incident(
        number=stream.number + ordinal, source=source, ordinal=ordinal, thread=stream.thread,
        facts=facts, precedence=stream.precedence[facts],
    )  # fmt: skip
    day.incidents[incident.number] = incident
    thread = day.case.threads[stream.thread]
    place = site(thread.base)
    day.emit(Rank.INCIDENT, incident.number, place, 0, What.BEGUN, data=facts)
    if thread.lapses_after != NONE:

        def lapse() -> bool:
            if incident.end is not End.OPEN or incident.answered:
                return False
            day.emit(Rank.LIMIT, incident.number, place, 0, What.LIMIT)
            end(day, incident, End.LAPSED)
            return True

        day.plan(day.now + thread.lapses_after, Rank.LIMIT, incident.number, place, 0, lapse)
    for index in thread.first:
        if incident.end is End.OPEN and open_attempt(day, incident, index, NONE):
            _fire(day, incident, index, NONE)
    _perhaps_over(day, incident)


def end(day: Day, incident: Incident, how: End) -> None:
    """Ends an incident; what waits for it goes, what is in hand finishes unheeded (rule 13)."""
    incident.end = how
    thread = day.case.threads[incident.thread]
    day.emit(day.rank, incident.number, site(thread.base), 0, What.ENDED, data=int(how))
    withdraw(day, lambda item: item.incident is incident)
    if how is End.DONE:
        transfer.at_end(day, incident)


def _perhaps_over(day: Day, incident: Incident) -> None:
    if incident.end is End.OPEN and incident.live == 0:
        end(day, incident, End.DONE if incident.answered else End.REFUSED)


# -- attempts ----------------------------------------------------------------------------


def open_attempt(day: Day, incident: Incident, index: int, by_edge: int) -> bool:
    """Opens an attempt: holder, right, consents and routes are resolved now, once (rule 16).

    Returns:
        False if a condition forbids the step, which is then dead.

    Raises:
        TooManyAttempts: a loop has led back to it too often.
    """
    step = day.case.steps[index]
    if not step.applies[day.combination][incident.facts]:
        _die(day, incident, index, by_edge)
        return False
    incident.attempts[index] = incident.attempts.get(index, -1) + 1
    if incident.attempts[index] >= MOST_ATTEMPTS:
        raise TooManyAttempts(step.base, step.name, day.case.key)
    incident.stages[index] = Stage.OPEN
    incident.combinations[index] = day.combination
    incident.live += 1
    day.emit(
        day.rank, incident.number, site(step.base), incident.attempts[index], What.OPENED,
        step.holdings[day.combination].post, day.combination,
    )  # fmt: skip
    return True


def holder(day: Day, incident: Incident, index: int) -> int:
    """The post that holds the current attempt at a step."""
    return day.case.steps[index].holdings[incident.combinations[index]].post


def _fire(day: Day, incident: Incident, index: int, by_edge: int) -> None:
    step = day.case.steps[index]
    attempt = incident.attempts[index]
    incident.stages[index] = Stage.WORKING
    post = holder(day, incident, index)
    base = 0 if by_edge == NONE else day.case.edges[by_edge].base + 1
    day.emit(day.rank, incident.number, site(step.base), attempt, What.ENABLED, post, base)
    guarantee.enter(day, incident, index, by_edge)
    guarantee.watch(day, incident, index, What.ENABLED)

    def then() -> None:
        _worked(day, incident, index)

    item = Item(
        incident=incident, site=site(step.base), attempt=attempt, kind=Kind.STEP, post=post,
        arrived=day.now, work=0, activity="step", then=then,
        ignored=lambda: incident.end is not End.OPEN,
    )  # fmt: skip
    undertake(
        day, item, mode=step.mode, estimate=step.takes, eased=step.eased,
        address=("work", step.name),
    )  # fmt: skip


def _worked(day: Day, incident: Incident, index: int) -> None:
    step = day.case.steps[index]
    u = day.luck.u
    attempt = incident.attempts[index]
    act = seat.act_on(day, incident.number, site(step.base), attempt)
    if not step.decides:
        outcome = 0
        if act is not None:
            outcome = step.outcomes.index(act.outcome) if act.outcome else 0
        elif len(step.outcomes) > 1:
            bits = u(incident.source, incident.ordinal, attempt, "outcome", step.name)
            outcome = day.luck.choose(step.odds, bits)
        complete(day, incident, index, outcome)
        return
    if act is not None:
        if act.deed is seat.Deed.REFUSE:
            consent.verdict(day, incident, index, REFUSED, None)
        else:
            consent.ask(day, incident, index, act.names)
        return
    if step.refuses != NONE:
        bits = u(incident.source, incident.ordinal, attempt, "refusal", step.name)
        if day.luck.happens(step.refuses, bits):
            consent.verdict(day, incident, index, REFUSED, None)
            return
    consent.ask(day, incident, index)


def complete(day: Day, incident: Incident, index: int, outcome: int) -> None:
    """A step is done with an outcome: milestones, then the edges out of it."""
    step = day.case.steps[index]
    attempt = incident.attempts[index]
    place = site(step.base)
    incident.stages[index] = Stage.DONE
    day.emit(
        day.rank, incident.number, place, attempt, What.DONE, holder(day, incident, index), outcome
    )
    guarantee.watch(day, incident, index, What.DONE)
    reached = not step.decides or outcome == APPROVED
    if reached and step.milestone != NONE and step.milestone not in incident.reached:
        incident.reached.add(step.milestone)
        day.emit(day.rank, incident.number, place, attempt, What.MILESTONE, data=step.milestone)
        incident.answered |= step.answer
    edges = [day.case.edges[e] for e in step.outgoing]
    taken = [(e, n) for e, n in zip(edges, step.outgoing, strict=True) if outcome in e.outcomes]
    refused = step.decides and outcome == REFUSED
    if refused and not taken:
        incident.live -= 1
        end(day, incident, End.REFUSED)
        return
    _leave(day, incident, step, edges, taken)
    incident.live -= 1
    _perhaps_over(day, incident)


def _leave(
    day: Day, incident: Incident, step: CaseStep,
    edges: list[CaseEdge], taken: list[tuple[CaseEdge, int]],
) -> None:  # fmt: skip
    looping = [n for e, n in taken if e.back]
    for edge, number in taken:
        if edge.back:
            _again(day, incident, edge)
        if incident.end is End.OPEN:
            _send(day, incident, edge, number)
    if looping:
        return  # the other branches are decided by a later attempt
    for edge, number in zip(edges, step.outgoing, strict=True):
        if not edge.back and (edge, number) not in taken and incident.end is End.OPEN:
            _dead_input(day, incident, edge, number)


def _again(day: Day, incident: Incident, edge: CaseEdge) -> None:
    """Clears a loop so that its steps can be done again."""
    body = set(edge.resets)
    for index in edge.resets:
        incident.stages[index] = Stage.IDLE
        for number in day.case.steps[index].incoming:
            if day.case.edges[number].source in body:
                incident.inputs[number] = Input.PENDING


def _send(day: Day, incident: Incident, edge: CaseEdge, number: int) -> None:
    target = edge.target
    stage = incident.stages.get(target, Stage.IDLE)
    incident.inputs[number] = Input.TAKEN
    guarantee.leave(day, incident, edge.source, number)
    combination_from = incident.combinations[edge.source]
    sender = holder(day, incident, edge.source)
    if stage is Stage.IDLE:
        if not open_attempt(day, incident, target, number):
            return
    elif stage is not Stage.OPEN:
        incident.inputs[number] = Input.DONE
        return
    attempt = incident.attempts[target]
    route = edge.routes[combination_from][incident.combinations[target]][day.combination]

    def wanted() -> bool:
        return (
            incident.end is End.OPEN
            and incident.attempts[target] == attempt
            and incident.stages[target] is Stage.OPEN
        )

    def arrive() -> None:
        incident.inputs[number] = Input.DONE
        _settle(day, incident, target, number)

    instant = edge.mode is Mode.INSTANT
    word = Word(
        day, incident, base=edge.base, first_hop=0, attempt=attempt,
        segments=() if instant else route.segments, wanted=wanted, arrive=arrive,
    )  # fmt: skip
    if instant:
        word.send(sender, False, ())
    else:
        word.send(sender, route.inner_border, route.violates)


def _dead_input(day: Day, incident: Incident, edge: CaseEdge, number: int) -> None:
    incident.inputs[number] = Input.DEAD
    guarantee.leave(day, incident, edge.source, number)
    _settle(day, incident, edge.target, number)


def _settle(day: Day, incident: Incident, index: int, number: int) -> None:
    """An input of a step is done or dead: perhaps the step fires, perhaps it dies."""
    step = day.case.steps[index]
    stage = incident.stages.get(index, Stage.IDLE)
    now = fate(
        stage, [incident.inputs.get(e, Input.PENDING) for e in step.incoming],
        any_join=step.any_join, back=day.case.edges[number].back,
    )  # fmt: skip
    if now is stage:
        return
    if now is Stage.DEAD:
        _die(day, incident, index, number)
    else:
        _fire(day, incident, index, number)


def _die(day: Day, incident: Incident, index: int, by_edge: int) -> None:
    step = day.case.steps[index]
    incident.stages[index] = Stage.DEAD
    base = 0 if by_edge == NONE else day.case.edges[by_edge].base + 1
    attempt = incident.attempts.get(index, -1) + 1
    guarantee.enter(day, incident, index, by_edge)
    day.emit(day.rank, incident.number, site(step.base), attempt, What.DEAD, data=base)
    if step.answer and not incident.answered:
        end(day, incident, End.REFUSED)
        return
    for number in step.outgoing:
        edge = day.case.edges[number]
        if not edge.back and incident.end is End.OPEN:
            _dead_input(day, incident, edge, number)
