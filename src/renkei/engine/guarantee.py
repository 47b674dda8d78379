"""Guarantees watched: what lies in the causal past of each step, and acts that lack a yes.

The past is a set of bits, one per yes that some guarantee names (``checks.guarantee``). A study
without guarantees carries none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.checks.case import NONE
from renkei.record.lifecycle import Input
from renkei.record.vocabulary import What, site

if TYPE_CHECKING:
    from renkei.engine.day import Day, Incident


def past_of_inputs(day: Day, incident: Incident, index: int, by_edge: int) -> int:
    """What lies in the past of a step that fires or dies by an edge: of an all-join the pasts of
    all its settled inputs, else that of the edge alone."""
    if by_edge == NONE:
        return 0
    step = day.case.steps[index]
    settled = [e for e in step.incoming if incident.inputs.get(e) in (Input.DONE, Input.DEAD)]
    alone = day.case.edges[by_edge].back or len(settled) < len(step.incoming)
    if alone or (step.any_join and any(incident.inputs[e] is Input.DONE for e in settled)):
        return incident.edge_past[by_edge]
    past = 0
    for e in settled:
        past |= incident.edge_past[e]
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
        incident.past[index] |= day.case.gains[index][incident.combinations[index]]


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
        if needs is not None and any(not incident.past[index] & need for need in needs):
            step = day.case.steps[index]
            post = step.holdings[incident.combinations[index]].post
            day.emit(
                day.rank, incident.number, site(step.base), incident.attempts[index],
                What.VIOLATED, post, watched.guarantee,
            )  # fmt: skip
