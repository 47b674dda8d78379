"""What a run that came to no answer still waits for when it ends, from its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.record.vocabulary import HOP_BITS, What

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.cli.story import Key
    from renkei.record.trace import Event, Trace

_SETTLED = (What.DONE, What.DEAD, What.ANSWERED, What.LIMIT)


def still_waited_for(case: Case, events: Trace, incident: int) -> list[Event]:
    """Steps that could begin and are not done, and posts asked that gave no answer.

    A step that waits for those it asked is told by them. A limit that struck ends the wait for an
    answer; a step that is settled ends all it asked.
    """
    step_of = case.legend.step_of
    open_: dict[Key, Event] = {}
    for e in events:
        key = e.incident, e.site, e.attempt
        if e.incident != incident:
            continue
        if e.what in (What.ENABLED, What.ASKED):
            open_[key] = e
        elif e.what in _SETTLED:
            open_.pop(key, None)

    def asked_by(e: Event) -> Key:
        return e.incident, step_of[e.site >> HOP_BITS] << HOP_BITS, e.attempt

    asked = [e for e in open_.values() if e.what == What.ASKED]
    waiting = {asked_by(e) for e in asked}
    return [
        e
        for key, e in open_.items()
        if (asked_by(e) in open_ if e.what == What.ASKED else key not in waiting)
    ]
