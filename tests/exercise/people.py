"""Persons for tests, and an account of what reached a post that shares no code with Renkei's.

What word arrived where is taken from the engine as it happens, by listening at
``Word``, and not from the trace.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy, check
from renkei.cli.desk import Desk
from renkei.cli.page import Page
from renkei.draws.laws import Law
from renkei.engine import word as engine_word
from renkei.engine.day import Day
from renkei.engine.seat import Act, Deed, Turn
from renkei.exercise.knowledge import knowledge
from renkei.exercise.options import Options, options
from renkei.exercise.seat import Sitting, parts
from renkei.findings import FindingsError
from renkei.library import shelf
from renkei.reading.study import read, read_text
from renkei.record.trace import Event, Trace, in_order
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, What

MINUTE = 60_000
STUDIES = Path(__file__).parents[1] / "studies"
GOLDEN = Path(__file__).parents[1] / "engine" / "golden"
CHAINS = Path(__file__).parents[1] / "cli" / "chains.yaml"


@cache
def us_japan() -> CheckedStudy:
    return check(read(shelf.path("us-japan")))


@cache
def small(name: str) -> CheckedStudy:
    path = CHAINS if name == "chains" else STUDIES / f"{name}.yaml"
    return check(read_text({"study.yaml": path.read_text("utf-8")}))


def checked(text: str) -> CheckedStudy | None:
    """The study of a text, or None if the checks refuse it."""
    try:
        return check(read_text({"study.yaml": text}))
    except FindingsError:
        return None


def seats(case: Case) -> list[int]:
    """Every post that acts in a case."""
    return [p.post for p in parts(case)]


def fixed(case: Case) -> Case:
    """The case with certain times; only what happens is left to luck."""
    law = Law("fixed", 0)
    sure = tuple(
        e if e.unit != "time" else replace(e, low=e.likely, high=e.likely, law=law)
        for e in case.estimates
    )
    return replace(case, estimates=sure)


# -- persons -----------------------------------------------------------------------------

Person = Callable[[Day, Turn, Options], Act]


def random_person(random: Random, waits: float = 0.3) -> Person:
    """Somebody who does anything that can be done."""

    def act(day: Day, turn: Turn, choices: Options) -> Act:
        if random.random() < waits:
            if random.random() < 0.5:
                return Act(Deed.WAIT, random.choice((1, MINUTE, 40 * MINUTE, 9 * 60 * MINUTE)))
            names = [*(c.role for c in choices.consents)] * 3 + list(choices.posts[:2])
            if names:
                return Act(Deed.ASK, names=frozenset({random.choice(names)}))
        ms = random.choice((-1, -1, 0, 7 * MINUTE))
        deed = choices.deeds[0]
        if Deed.REFUSE in choices.deeds and random.random() < 0.2:
            deed = Deed.REFUSE
        outcome = random.choice(choices.outcomes) if choices.outcomes else ""
        roles = [c.role for c in choices.consents]
        without = random.sample(roles, random.randint(0, len(roles)))
        over = frozenset(without if deed is Deed.APPROVE and random.random() < 0.4 else ())
        return Act(deed, ms, outcome, over)

    return act


def plain_person(day: Day, turn: Turn, choices: Options) -> Act:
    """Somebody who does what is expected, at once."""
    outcomes = choices.outcomes
    # Another outcome each time, or a loop would never end.
    return Act(choices.deeds[0], outcome=outcomes[turn.attempt % len(outcomes)] if outcomes else "")


def sit(case: Case, post: int, person: Person) -> Sitting:
    """A sitting of a person in a post."""
    return Sitting(
        case, post, (), lambda day, turn: person(day, turn, options(case, turn, day.combination))
    )


# -- screens -----------------------------------------------------------------------------


def screen(study: CheckedStudy, case: Case, trace: Trace, day: Day, turn: Turn) -> str:
    """All that a seat can be shown at a turn: the stop and everything behind *look*."""
    out = io.StringIO()
    desk = Desk(Page(out), study, case, turn.post, day.start_ms)
    known = knowledge(study, case, turn.post, trace, day.now)
    choices = options(case, turn, day.combination)
    desk.introduce(known)
    desk.stop(known, turn, choices)
    desk.look(known, turn, choices, ())
    return out.getvalue()


# -- what reached a post, listened for in the engine -------------------------------------


@dataclass(frozen=True)
class Landed:
    """A word that was there: base and attempt of its site, and the event that ended its way."""

    incident: int
    base: int
    attempt: int
    time: int
    first_hop: int


@contextmanager
def listening(landed: list[Landed]) -> Iterator[None]:
    """Hears every word of the engine when it is there."""
    plain = engine_word.Word.__init__

    def heard(self, day, incident, **rest):  # type: ignore[no-untyped-def]
        arrive = rest["arrive"]

        def and_say() -> None:
            landed.append(
                Landed(incident.number, rest["base"], rest["attempt"], day.now, rest["first_hop"])
            )
            arrive()

        plain(self, day, incident, **{**rest, "arrive": and_say})

    engine_word.Word.__init__ = heard  # type: ignore[method-assign]
    try:
        yield
    finally:
        engine_word.Word.__init__ = plain  # type: ignore[method-assign]


AT_DESK = {
    What.QUEUED, What.STARTED, What.PAUSED, What.RESUMED, What.COMPLETED, What.GONE, What.REACHING,
    What.REACHED, What.REACH_CANCELLED, What.BOUNDARY, What.LEFT, What.ENABLED, What.VERDICT,
}  # fmt: skip


def observable(case: Case, post: int, trace: Trace, landed: list[Landed]) -> set[Event]:
    """The events a post may know of: its desk; word and requests that landed there, with what
    they carry; the course of its own steps; states."""
    by_base = {s.base: s for s in case.steps}
    edges = {e.base: e for e in case.edges}
    found = {e for e in trace if e.what == What.STATE}
    found |= {e for e in trace if e.post == post and e.what in AT_DESK}

    def at(what: What, incident: int, base: int, attempt: int | None = None) -> list[Event]:
        return [
            e for e in trace
            if e.what == what and e.incident == incident and e.site >> HOP_BITS == base
            and (attempt is None or e.attempt == attempt)
        ]  # fmt: skip

    def holder(incident: int, base: int, attempt: int) -> int:
        return at(What.OPENED, incident, base, attempt)[0].post

    for word in landed:
        if word.base not in edges:
            continue
        edge = edges[word.base]
        target, source = case.steps[edge.target].base, case.steps[edge.source].base
        if holder(word.incident, target, word.attempt) != post:
            continue
        (sent,) = at(What.SENT, word.incident, word.base, word.attempt)
        done = [e for e in at(What.DONE, word.incident, source) if e[:3] <= sent[:3]][-1]
        found |= {sent, done, *at(What.OPENED, word.incident, target, word.attempt)}
        found |= set(at(What.OPENED, word.incident, source, done.attempt))
        ends = [
            e for e in trace
            if e.what in (What.ARRIVED, What.COMPLETED) and e.incident == word.incident
            and e.site >> HOP_BITS == word.base and e.attempt == word.attempt
            and e.time <= word.time
        ]  # fmt: skip
        found.add(max(ends, key=lambda e: e.site))
    queued = [e for e in trace if e.post == post and e.what == What.QUEUED]
    for item in queued:
        base, hop = item.site >> HOP_BITS, item.site & 63
        about = case.legend.step_of[base]
        if hop or base not in by_base:
            found |= set(at(What.OPENED, item.incident, about, item.attempt))
            found |= set(at(What.ASKED, item.incident, base, item.attempt))
            sends = at(What.SENT, item.incident, base, item.attempt)
            answer = hop > ANSWER_HOP
            found |= {e for e in sends if answer or e.site & 63 < ANSWER_HOP}
        else:
            found |= set(at(What.OPENED, item.incident, base, item.attempt))
            found |= {
                e for e in trace
                if e.incident == item.incident and e.attempt == item.attempt
                and e.site & 63 == 0 and case.legend.step_of[e.site >> HOP_BITS] == base
                and e.site >> HOP_BITS not in edges
                and (e.what in (What.ASKED, What.ANSWERED, What.LIMIT, What.MILESTONE, What.DONE,
                                What.SENT))
            }  # fmt: skip
            # The answer is on its way below a hop of its own.
            found |= {
                e for e in trace
                if e.what == What.ANSWERED and e.incident == item.incident
                and e.attempt == item.attempt
                and case.legend.step_of[e.site >> HOP_BITS] == base
            }  # fmt: skip
    return found


def noise(random: Random, case: Case, trace: Trace, known: set[Event], post: int) -> Trace:
    """The trace with everything that the post cannot know made wrong."""
    made: list[Event] = []
    last = max((e.time for e in trace), default=0)
    for e in trace:
        if e in known:
            # Which input fired a join, and whether finished work still serves anything, is hidden.
            hidden = e.what == What.ENABLED or (e.what == What.COMPLETED and not e.site & 63)
            made.append(e._replace(data=random.choice((0, 1))) if hidden else e)
            continue
        if random.random() < 0.3:
            continue
        others = [i for i in range(len(case.posts)) if i != post] or [-1]
        time = random.randint(0, last)
        data = random.choice((0, 1))
        # What would be known if it were at this post may not be put there.
        where = random.choice(others) if e.post >= 0 else e.post
        if e.what == What.STATE:
            continue
        made.append(e._replace(time=time, post=where, data=data))
    return in_order(made)
