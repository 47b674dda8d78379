"""What has reached a post: word that arrived there, its own desk and acts, and no more.

Read from the trace alone. The trace is kept by somebody who sees everything; here every event
that the post cannot know of yet is left out. A request is known when it arrives and not when it
is sent, an outcome when word of it arrives, and whether work still serves anything never.
States in force, clocks and the arrangement are known to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from renkei.checks.case import NONE, Case, Route
from renkei.checks.flow import FlatStep
from renkei.checks.study import CheckedStudy
from renkei.exercise.options import role_at, step_index
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, What, base_and_hop, site


class Told(StrEnum):
    """What kind of thing reached the post."""

    WORD = "word"
    """Word of a step that is done, for a step of this post."""
    REQUEST = "request"
    """A request for this post's consent, or to be consulted."""
    PASSING = "passing"
    """Word on its way that this post handles or reviews."""
    ANSWER = "answer"
    """The answer to this post's own request."""
    LIMIT = "limit"
    """The limit for that answer struck."""
    ASKED = "asked"
    """This post's own request went out."""
    DECIDED = "decided"
    """The verdict on this post's own decision."""
    FINISHED = "finished"
    """This post's own item is finished."""
    MILESTONE = "milestone"
    """A milestone reached by this post's own step."""
    GONE = "gone"
    """An item went from this post's desk: it serves nothing any more."""
    PAUSED = "paused"
    REACHED = "reached"
    """Somebody of this post was reached off duty."""
    STATES = "states"
    """Other states are in force; known to everybody."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that reached the post.

    Attributes:
        time: when, ms after the start of the run.
        step: index of the step it is about, or NONE.
        other: the other post: sender of word, decider who asks, post that answers; or NONE.
        role: for requests and answers.
        sent: when word or request was sent, or NONE.
        level: level of the word, "" if it has none.
        outcome: name of the outcome that word tells of, "" if there is only one.
        yes: of an answer.
        consult: whether a request is a consultation.
        receiver: of passing word, the post it goes to.
        milestone: name of the milestone that came with it, "" for none.
        combination: of a change of states.
    """

    time: int
    told: Told
    incident: int = 0
    base: int = NONE
    attempt: int = 0
    step: int = NONE
    other: int = NONE
    role: str = ""
    sent: int = NONE
    level: str = ""
    outcome: str = ""
    yes: bool = True
    consult: bool = False
    receiver: int = NONE
    milestone: str = ""
    combination: int = NONE


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item on the post's desk."""

    incident: int
    site: int
    attempt: int
    since: int
    state: str
    """"waits", "in hand" or "laid down"."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that reached a post up to now."""

    post: int
    now: int
    combination: int
    heard: tuple[Heard, ...]
    desk: tuple[Waiting, ...]


def knowledge(checked: CheckedStudy, case: Case, post: int, trace: Trace, now: int) -> Knowledge:
    """What a post knows.

    Args:
        post: index of the post.
        trace: all that happened so far.
        now: ms after the start of the run.
    """
    return _Reader(checked, case, post, trace).read(now)


class _Reader:
    def __init__(self, checked: CheckedStudy, case: Case, post: int, trace: Trace) -> None:
        self.checked = checked
        self.case = case
        self.post = post
        self.trace = trace
        self.edges = {e.base: e for e in case.edges}
        self.at: dict[tuple[What, int, int, int], Event] = {}
        """The last event of a kind at an incident, site and attempt."""
        self.combination = 0

    def read(self, now: int) -> Knowledge:
        heard: list[Heard] = []
        desk: dict[tuple[int, int, int], Waiting] = {}
        for event in sorted(self.trace, key=_cause_first):
            self.at[What(event.what), event.incident, event.site, event.attempt] = event
            if event.what == What.STATE:
                self.combination = event.data
            heard += self._heard(What(event.what), event)
            if event.post == self.post and event.incident:
                self._desk(What(event.what), event, desk)
        shown = tuple(sorted(desk.values(), key=lambda w: (w.since, w.incident, w.site)))
        return Knowledge(self.post, now, self.combination, tuple(heard), shown)

    # -- the desk --------------------------------------------------------------------

    def _desk(self, what: What, e: Event, desk: dict[tuple[int, int, int], Waiting]) -> None:
        key = e.incident, e.site, e.attempt
        since = desk[key].since if key in desk else e.time
        match what:
            case What.QUEUED:
                desk[key] = Waiting(*key, since, "waits")
            case What.STARTED | What.RESUMED:
                desk[key] = Waiting(*key, since, "in hand")
            case What.PAUSED:
                desk[key] = Waiting(*key, since, "laid down")
            case What.COMPLETED | What.GONE:
                desk.pop(key, None)

    # -- what reaches the post -------------------------------------------------------

    def _heard(self, what: What, e: Event) -> Iterator[Heard]:
        base = e.site >> HOP_BITS
        if what is What.STATE:
            yield Heard(e.time, Told.STATES, combination=e.data)
        elif what in (What.ARRIVED, What.COMPLETED) and base in self.edges:
            yield from self._word(what, e)
        if e.post == self.post and e.incident:
            yield from self._own(what, e)
        elif what in (What.ANSWERED, What.LIMIT, What.MILESTONE):
            yield from self._of_own_step(what, e)

    def _word(self, what: What, e: Event) -> Iterator[Heard]:
        """Word of a step that is done, if this is its arrival and it is for this post."""
        edge = self.edges[e.site >> HOP_BITS]
        target = self.case.steps[edge.target]
        opened = self.at.get((What.OPENED, e.incident, site(target.base), e.attempt))
        sent = self.at.get((What.SENT, e.incident, site(edge.base), e.attempt))
        if opened is None or opened.post != self.post or sent is None:
            return
        done = self._done(edge.source, sent)
        if done is None:
            return
        from_opened = self._opened(edge.source, done)
        sending = self._in_force(sent)
        route = edge.routes[from_opened][opened.data][sending]
        if not _last(route, what, e):
            return
        source = self.case.steps[edge.source]
        outcomes = self.case.legend.outcomes[source.base]
        yield Heard(
            e.time, Told.WORD, e.incident, edge.base, e.attempt, edge.source, sent.post,
            sent=sent.time, level=self._level_of_edge(edge.base),
            outcome=outcomes[done.data] if len(outcomes) > 1 else "",
            milestone=self._milestone(edge.source, done),
        )  # fmt: skip

    def _done(self, step: int, sent: Event) -> Event | None:
        """How the step ended that a word tells of: word goes at the instant it is done. None in
        a trace that does not hold its end."""
        base = site(self.case.steps[step].base)
        return max(
            (e for (w, i, s, _), e in self.at.items()
             if w is What.DONE and i == sent.incident and s == base and e[:3] <= sent[:3]),
            key=lambda e: e[:3], default=None,
        )  # fmt: skip

    def _opened(self, step: int, done: Event) -> int:
        base = site(self.case.steps[step].base)
        return self.at[What.OPENED, done.incident, base, done.attempt].data

    def _in_force(self, sent: Event) -> int:
        states = [e for e in self.trace if e.what == What.STATE and e[:3] <= sent[:3]]
        return max(states, key=lambda e: e[:3]).data if states else 0

    def _milestone(self, step: int, done: Event) -> str:
        index = self.case.steps[step].milestone
        reached = not self.case.steps[step].decides or done.data == 0
        return self.case.legend.milestones[index] if index != NONE and reached else ""

    def _own(self, what: What, e: Event) -> Iterator[Heard]:
        """What happens at this post itself."""
        base, hop = base_and_hop(e.site)
        step = step_index(self.case, self.case.legend.step_of[base])
        role = role_at(self.case, base)
        place = e.incident, base, e.attempt, step
        match what:
            case What.QUEUED if role and hop == 0:
                asked = self.at[What.ASKED, e.incident, site(base), e.attempt]
                sent = self.at[What.SENT, e.incident, site(base), e.attempt]
                yield Heard(
                    e.time, Told.REQUEST, *place, sent.post, role, asked.time,
                    self._level_of_role(e, step, role), consult=bool(asked.data),
                )  # fmt: skip
            case What.QUEUED if hop:
                yield self._passing(e)
            case What.COMPLETED if hop == 0:
                yield Heard(e.time, Told.FINISHED, *place, role=role)
            case What.SENT if role and hop == 0:
                asked = self.at[What.ASKED, e.incident, site(base), e.attempt]
                yield Heard(e.time, Told.ASKED, *place, asked.post, role, consult=bool(asked.data))
            case What.VERDICT:
                done = self.at.get((What.DONE, e.incident, e.site, e.attempt))
                settled = role_at(self.case, e.data - 1) if e.data else ""
                outcomes = self.case.legend.outcomes[base]
                outcome = outcomes[done.data] if done is not None else ""
                yield Heard(e.time, Told.DECIDED, *place, role=settled, outcome=outcome)
            case What.GONE:
                yield Heard(e.time, Told.GONE, *place, role=role)
            case What.PAUSED:
                yield Heard(e.time, Told.PAUSED, *place, role=role)
            case What.REACHED:
                yield Heard(e.time, Told.REACHED, *place, role=role)

    def _passing(self, e: Event) -> Heard:
        """Word that this post handles or reviews: from whom, to whom, about what."""
        base, hop = base_and_hop(e.site)
        answer = hop > ANSWER_HOP
        first = site(base, ANSWER_HOP if answer else 0)
        sent = self.at[What.SENT, e.incident, first, e.attempt]
        role = role_at(self.case, base)
        if role:
            asked = self.at[What.ASKED, e.incident, site(base), e.attempt]
            asker = self.at[What.SENT, e.incident, site(base), e.attempt].post
            receiver = asker if answer else asked.post
            about = step_index(self.case, self.case.legend.step_of[base])
            level = self._level_of_role(e, about, role)
        else:
            edge = self.edges[base]
            about = edge.source
            opened = self.at[
                What.OPENED, e.incident, site(self.case.steps[edge.target].base), e.attempt
            ]
            receiver, level = opened.post, self._level_of_edge(base)
        return Heard(
            e.time, Told.PASSING, e.incident, base, e.attempt, about, sent.post, role, sent.time,
            level, receiver=receiver, yes=not answer,
        )  # fmt: skip

    def _of_own_step(self, what: What, e: Event) -> Iterator[Heard]:
        """What reaches the holder of a step about that step."""
        base = e.site >> HOP_BITS
        step = step_index(self.case, self.case.legend.step_of[base])
        if step == NONE:
            return
        opened = self.at.get((What.OPENED, e.incident, site(self.case.steps[step].base), e.attempt))
        if opened is None or opened.post != self.post:
            return
        role = role_at(self.case, base)
        place = e.incident, base, e.attempt, step
        if what is What.ANSWERED:
            asked = self.at[What.ASKED, e.incident, e.site, e.attempt]
            level = self._level_of_role(e, step, role)
            yield Heard(
                e.time, Told.ANSWER, *place, e.post, role, level=level, yes=bool(e.data),
                consult=bool(asked.data),
            )  # fmt: skip
        elif what is What.LIMIT and role:
            yield Heard(e.time, Told.LIMIT, *place, role=role)
        elif what is What.MILESTONE:
            name = self.case.legend.milestones[e.data]
            yield Heard(e.time, Told.MILESTONE, *place, milestone=name)

    # -- levels ----------------------------------------------------------------------

    def _level(self, *written: str | None) -> str:
        levels = self.checked.study.levels
        found = next((w for w in written if w is not None), None)
        return found if found is not None else levels[0] if levels else ""

    def _level_of_edge(self, base: int) -> str:
        edge = self.edges[base]
        target, source = self.case.steps[edge.target], self.case.steps[edge.source]
        steps = self._flat(edge.target)
        name = self.case.legend.bases[base].partition(" < ")[2]
        flat = steps[target.name]
        written = [i.level for i in (*flat.inputs, *flat.back_inputs) if i.name() == name]
        return self._level(*written, steps[source.name].step.level)

    def _level_of_role(self, e: Event, step: int, role: str) -> str:
        """Level of a request for consent or consultation, and of its answer."""
        own = self.case.steps[step]
        opened = self.at[What.OPENED, e.incident, site(own.base), e.attempt].data
        arrangement = self.checked.study.arrangements[self.case.arrangement]
        right = arrangement.rights[own.holdings[opened].right]
        asked = right.consent.get(role) or right.consult.get(role)
        written = None if asked is None else asked.level
        return self._level(written, self._flat(step)[own.name].step.level)

    def _flat(self, step: int) -> Mapping[str, FlatStep]:
        thread = self.case.threads[self.case.steps[step].thread].name
        return self.checked.flows[thread].steps


def _last(route: Route, what: What, e: Event) -> bool:
    """Whether an event is the arrival of a word at the end of its route."""
    _, hop = base_and_hop(e.site)
    if hop != len(route.segments):
        return False
    works = bool(route.segments) and not route.segments[-1].transit
    return (what is What.COMPLETED and not e.data) if works else what is What.ARRIVED


_ORDER = (
    What.STATE, What.BEGUN, What.COMPLETED, What.ARRIVED, What.ASKED, What.LIMIT, What.ANSWERED,
    What.OPENED, What.DONE, What.VERDICT, What.MILESTONE, What.SENT,
)  # fmt: skip


def _cause_first(e: Event) -> tuple[int, ...]:
    """Within one place of the order, what others refer to comes first."""
    first = _ORDER.index(What(e.what)) if e.what in _ORDER else len(_ORDER)
    return (e.time, e.round, e.rank, first, *e[3:])
