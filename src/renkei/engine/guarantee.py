"""Guarantees watched: what lies in the causal past of each step, acts that lack a yes, and word
that crosses a border without the review it needs.

A past holds the yeses given, each a bit that some guarantee names (``checks.guarantee``), and
when it was given last. A study without guarantees carries none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.checks.case import NONE
from renkei.record.lifecycle import Input
from renkei.record.vocabulary import What, site

if TYPE_CHECKING:
    from renkei.engine.day import Day, Incident

Past = dict[int, int]
"""By number of a bit, the time at which the yes was given last."""


def past_of_inputs(day: Day, incident: Incident, index: int, by_edge: int) -> Past:
    """What lies in the past of a step that fires or dies by an edge: of an all-join the pasts of
    all its settled inputs, else that of the edge alone."""
    if by_edge == NONE:
        return {}
    step = day.case.steps[index]
    settled = [e for e in step.incoming if incident.inputs.get(e) in (Input.DONE, Input.DEAD)]
    # A step that dies as it would open has inputs that are not settled.
    alone = day.case.edges[by_edge].back or len(settled) < len(step.incoming)
    if alone or (step.any_join and any(incident.inputs[e] is Input.DONE for e in settled)):
        return incident.edge_past[by_edge]
    past: Past = {}
    for e in settled:
        for bit, time in incident.edge_past[e].items():
            past[bit] = max(time, past.get(bit, time))
    return past


def enter(day: Day, incident: Incident, index: int, by_edge: int) -> None:
    """A step fires or dies: its past is that of its inputs."""
    if day.case.watches:
        incident.past[index] = past_of_inputs(day, incident, index, by_edge)


def approve(day: Day, incident: Incident, index: int) -> None:
    """A decision is approved: the yes of its decider and of every consent joins the past.

    Where a person passed somebody over, the approval is nobody's yes.
    """
    if day.case.watches and not incident.passed_over.get(index):
        bits = day.case.gains[index][incident.combinations[index]]
        given = {bit: day.now for bit in range(bits.bit_length()) if bits >> bit & 1}
        incident.past[index] = {**incident.past[index], **given}


def leave(day: Day, incident: Incident, index: int, number: int) -> None:
    """Word, or the news that none will come, leaves a step along an edge."""
    if day.case.watches:
        incident.edge_past[number] = incident.past[index]


def watch(day: Day, incident: Incident, index: int, at: What) -> None:
    """Writes down every guarantee that an event at a step violates."""
    for watched in day.case.watches:
        if watched.step != index or watched.at is not at:
            continue
        needs = watched.needs[incident.combinations[index]]
        if needs is None:
            continue
        since = -1 if watched.within == NONE else day.now - watched.within
        young = sum(1 << bit for bit, time in incident.past[index].items() if time >= since)
        if any(not young & need for need in needs):
            step = day.case.steps[index]
            post = step.holdings[incident.combinations[index]].post
            day.emit(
                day.rank, incident.number, site(step.base), incident.attempts[index],
                What.VIOLATED, post, watched.guarantee,
            )  # fmt: skip


def cross(
    day: Day, incident: Incident, place: int, attempt: int, post: int, violates: tuple[int, ...]
) -> None:
    """Word leaves a post for another nation: writes down every guarantee that this violates.

    It has crossed then, whatever becomes of it on its way.
    """
    for number in violates if day.case.releases else ():
        day.emit(day.rank, incident.number, place, attempt, What.VIOLATED, post, number)
