"""Changes of state: the scenario's, and authority granted and recalled by threads (14 and 17)."""

from __future__ import annotations

from renkei.engine import work
from renkei.engine.day import Day, Incident
from renkei.record.vocabulary import Rank, What, site


def plan_changes(day: Day) -> None:
    """Puts the scenario's changes of state on the agenda."""
    place = site(day.case.state_base)
    for number, (moment, combination) in enumerate(day.case.changes):

        def happen(number: int = number, combination: int = combination) -> bool:
            if day.case.grants:
                combination = day.case.grants[number][day.combination]
            _now(day, combination, by=0)
            return True

        day.plan(moment, Rank.STATE, 0, place, 0, happen)


def at_end(day: Day, incident: Incident) -> None:
    """An incident is done: what its thread grants or recalls changes in the next round, before
    all else of it (rule 17). The event bears the incident's number."""
    if not day.case.grants:
        return
    becomes = day.case.grants[len(day.case.changes) + incident.thread]

    def happen() -> bool:
        combination = becomes[day.combination]
        if combination == day.combination:
            return False
        _now(day, combination, by=incident.number)
        return True

    day.plan(day.now, Rank.STATE, incident.number, site(day.case.state_base), 0, happen)


def _now(day: Day, combination: int, by: int) -> None:
    day.combination = combination
    day.emit(Rank.STATE, by, site(day.case.state_base), 0, What.STATE, data=combination)
    for desk in day.desks:
        work.new_hours(day, desk, by)
