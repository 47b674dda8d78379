"""The events of one run as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renkei.checks.case import NONE, Case
from renkei.cli.wording import states_in_words
from renkei.evidence.duration import words as duration
from renkei.explorer.story import yes_in_words
from renkei.model.state import GRANTED
from renkei.model.study import Study
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import ANSWER_HOP, HOP_BITS, End, Kind, What, base_and_hop

_CAUSES_FIRST = (
    What.STATE, What.BEGUN, What.LIMIT, What.REACH_CANCELLED, What.ARRIVED, What.DROPPED,
    What.COMPLETED, What.PAUSED, What.ANSWERED, What.VERDICT, What.DONE, What.VIOLATED,
    What.MILESTONE, What.DEAD, What.ENDED, What.GONE, What.BOUNDARY, What.ASKED, What.OPENED,
    What.SENT, What.DEPARTED, What.ENABLED, What.QUEUED, What.REACHED, What.LEFT, What.STARTED,
    What.RESUMED, What.REACHING,
)  # fmt: skip
_ORDER = {what: i for i, what in enumerate(_CAUSES_FIRST)}

MAIN = frozenset(
    {What.STATE, What.BEGUN, What.STARTED, What.RESUMED, What.PAUSED, What.COMPLETED,
     What.REACHING, What.REACHED, What.ASKED, What.ANSWERED, What.LIMIT, What.VERDICT,
     What.DONE, What.VIOLATED, What.MILESTONE, What.ENDED}
)  # fmt: skip

ENDS = {
    End.OPEN: "still open at the horizon",
    End.DONE: "done",
    End.REFUSED: "refused",
    End.LAPSED: "lapsed: the answer came too late",
}

KINDS = {
    Kind.STEP: "working on steps",
    Kind.RELAY: "handling word on its way",
    Kind.DISCLOSURE: "reviewing disclosure",
    Kind.CONSENT: "consent and consultation",
    Kind.QUEUE: "waiting behind other work",
    Kind.OFF_DUTY: "nobody on duty",
    Kind.REACHING: "reaching someone off duty",
    Kind.TRANSIT: "word in transit",
}


LONG_SHARE = 20
"""Work on the way of word is a main event where it took this part of the whole or more: 1 in 20."""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What a post on the way does with word: passing it on, or reviewing it for disclosure."""

    review: bool
    came: int
    """ms after the start."""
    done: int

    def long(self, whole: int) -> bool:
        """Whether it took a notable part of the whole."""
        return LONG_SHARE * (self.done - self.came) >= max(whole, 1)


Key = tuple[int, int, int]
"""(incident, site, attempt)."""


def on_the_way(trace: Trace) -> dict[Key, OnTheWay]:
    """The work on the way of word that was finished and of use.

    Handling stands after a transit; a review before one, or last inside a headquarters.
    """
    departed = {(e.incident, e.site, e.attempt) for e in trace if e.what == What.DEPARTED}
    came: dict[Key, int] = {}
    found: dict[Key, OnTheWay] = {}
    for e in trace:
        key = e.incident, e.site, e.attempt
        if not base_and_hop(e.site)[1]:
            continue
        if e.what == What.QUEUED:
            came[key] = e.time
        elif e.what == What.COMPLETED and not e.data and key in came:
            review = (e.incident, e.site - 1, e.attempt) not in departed
            found[key] = OnTheWay(review, came[key], e.time)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One event, told."""

    event: Event
    words: str
    post: int
    """The post on whose clock it is told."""
    main: bool


class Story:
    """Tells the events of one run of a case."""

    def __init__(self, study: Study, case: Case) -> None:
        self._study = study
        self._case = case
        self._legend = case.legend
        self._steps = {step.base: i for i, step in enumerate(case.steps)}
        self._many = len(case.legend.incidents) > 1
        self._roles = {base: role for (_, role), base in case.role_bases.items()}
        self._last = 0
        self._combination = 0

        self._on_the_way: dict[Key, OnTheWay] = {}

    def lines(self, trace: Trace, whole: int) -> Iterator[Line]:
        """Every event, told, causes before effects.

        Args:
            trace: the events of the run.
            whole: ms; work on the way of word that took a notable part of it is a main event.
        """
        self._combination = 0
        self._on_the_way = on_the_way(trace)
        self._last = next((e.post for e in trace if e.post != NONE), 0)
        for event in sorted(trace, key=_telling_order):
            what = What(event.what)
            words = self._words(what, event)
            if self._many and event.incident:
                words = f"[{self._incident(event.incident)}] {words}"
            if event.post != NONE:
                self._last = event.post
            main = what in MAIN and self._tells(what, event)
            waits = what is What.QUEUED and event.data == 0
            way = self._on_the_way.get((event.incident, event.site, event.attempt))
            if way is not None and what in (What.STARTED, What.COMPLETED):
                main = way.long(whole)
            yield Line(event, words, self._clock(event), main or waits)

    def _tells(self, what: What, e: Event) -> bool:
        """Whether a main event is worth its line; consents are told by asked and answered."""
        base = e.site >> HOP_BITS
        if what is What.COMPLETED:
            return base in self._steps and not e.data
        if what is What.DONE:
            return len(self._legend.outcomes[base]) > 1
        return what is not What.STARTED or base in self._steps

    def _clock(self, e: Event) -> int:
        return e.post if e.post != NONE else self._last

    def _incident(self, number: int) -> str:
        source, ordinal = self._legend.incidents[number - 1]
        return source if ordinal == 0 else f"{source} {ordinal + 1}"

    def _post(self, index: int) -> str:
        return self._legend.posts[index] if index != NONE else "nobody"

    # -- names -----------------------------------------------------------------------

    def _step_name(self, base: int) -> str:
        full = self._legend.bases[base]
        name = full.partition("/")[2] or full
        index = self._steps.get(base)
        title = self._case.steps[index].title if index is not None else ""
        return f"{name} ({title})" if title else name

    def about(self, site: int) -> str:
        """What a site is, in words."""
        base, hop = base_and_hop(site)
        if base in self._steps:
            return self._step_name(base)
        if base in self._roles:
            of = self._step_name(self._legend.step_of[base])
            asked = f'the request to "{self._roles[base]}" on {of}'
            if hop >= ANSWER_HOP:
                return f'the answer of "{self._roles[base]}" on {of}'
            return asked
        if self._legend.source_of[base] != NONE:
            source = self._step_name(self._legend.source_of[base])
            return f"word from {source} to {self._step_name(self._legend.step_of[base])}"
        return self._legend.bases[base]

    # -- sentences -------------------------------------------------------------------

    def _words(self, what: What, e: Event) -> str:
        post, site = self._post(e.post), self.about(e.site)
        base, hop = base_and_hop(e.site)
        way = self._on_the_way.get((e.incident, e.site, e.attempt))
        again = f" (attempt {e.attempt + 1})" if e.attempt else ""
        on_way = hop > 0
        match what:
            case What.STATE:
                return self._states(e)
            case What.BOUNDARY:
                people = "nobody is" if not e.data else f"{e.data} {'is' if e.data == 1 else 'are'}"
                return f"{post}: {people} on duty from now on"
            case What.BEGUN:
                return f"The incident begins: {site}{self._facts(e)}"
            case What.OPENED:
                return f"{site} opens; {post} holds it{again}"
            case What.ENABLED:
                return f"{site} can begin at {post}{again}"
            case What.SENT:
                return f"{post} sends {site}"
            case What.DEPARTED:
                border = ", across a border" if e.data else ""
                return f"{site} leaves {post}{border}"
            case What.ARRIVED:
                return f"{site} arrives{' at the next headquarters' if on_way else ''}"
            case What.DROPPED:
                return f"{site} is dropped: it serves nothing any more"
            case What.QUEUED if e.data == 0:
                return f"{post}: {site} waits, nobody is on duty"
            case What.QUEUED:
                return f"{post}: {site} is on the desk"
            case What.STARTED if way is not None:
                does = "to review for disclosure" if way.review else "to pass on"
                return f"{post} begins {does} {site}"
            case What.STARTED:
                return f"{post} begins {site}{again}"
            case What.PAUSED:
                return f"{post} lays down {site} until next on duty"
            case What.RESUMED:
                return f"{post} takes up {site} again"
            case What.COMPLETED if way is not None:
                did = "has reviewed for disclosure" if way.review else "passes on"
                return f"{post} {did} {site}, {duration(way.done - way.came)} after it came"
            case What.COMPLETED:
                ignored = "; nobody needs it any more" if e.data else ""
                return f"{post} finishes {site}{ignored}"
            case What.GONE:
                return f"{post}: {site} goes from the desk, it serves nothing any more"
            case What.REACHING:
                return f"{post}: someone is being reached, off duty, for {site}"
            case What.REACHED:
                return f"{post}: someone off duty has been reached for {site}"
            case What.REACH_CANCELLED:
                return f"{post}: reaching someone for {site} is called off"
            case What.LEFT:
                return f"{post}: the person reached off duty leaves"
            case _:
                return self._decisions(what, e, base, again)

    def _decisions(self, what: What, e: Event, base: int, again: str) -> str:
        post, site = self._post(e.post), self.about(e.site)
        role = self._roles.get(base, "")
        of = self._legend.step_of[base]
        step = self._step_name(of) if of != NONE else ""
        match what:
            case What.ASKED:
                whats = "consulted" if e.data else "asked for consent"
                return f'{post} is {whats} on {step}, as "{role}"'
            case What.ANSWERED:
                consult = self._consults(base)
                says = "gives its view" if consult else "consents" if e.data else "says no"
                return f'{post} {says} on {step}, as "{role}"; the answer is back'
            case What.LIMIT if role:
                return f'The limit for the answer of "{role}" on {step} strikes'
            case What.LIMIT:
                return f"The deadline of {site} strikes"
            case What.VERDICT:
                by = f', settled by "{self._roles[e.data - 1]}"' if e.data else ""
                return f"The verdict on {site} falls at {post}{by}"
            case What.DONE:
                outcomes = self._legend.outcomes[base]
                how = f": {outcomes[e.data]}" if len(outcomes) > 1 else ""
                done = "decided" if how and self._decides(base) else "done"
                return f"{site} is {done}{how}{again}"
            case What.DEAD:
                return f"{site} does not happen"
            case What.VIOLATED:
                return self._violated(e)
            case What.MILESTONE:
                answer = ", the answer" if e.data in self._legend.answers else ""
                return f'Milestone "{self._legend.milestones[e.data]}" is reached{answer}'
            case _:
                return f"The incident ends: {ENDS[End(e.data)]}"

    def _violated(self, e: Event) -> str:
        name = self._legend.guarantees[e.data]
        guarantee = self._study.guarantees[name]
        says = f"It says: {guarantee.title} ({guarantee.legal_basis})"
        release = guarantee.act.releases
        if release is None:
            post, step = self._post(e.post), self.about(e.site)
            return f'{post} violates the guarantee "{name}" at {step}. {says}'
        review = yes_in_words(guarantee.only_after.yeses()[0])
        return (
            f"{self.about(e.site)} goes from {release.from_} to {release.to} without {review}, "
            f'which violates the guarantee "{name}". {says}'
        )

    def _decides(self, base: int) -> bool:
        return self._case.steps[self._steps[base]].decides

    def _consults(self, base: int) -> bool:
        return any(
            c.consult
            for (index, role), b in self._case.role_bases.items()
            if b == base
            for holding in self._case.steps[index].holdings
            for c in holding.consents
            if c.role == role
        )

    def _states(self, e: Event) -> str:
        before, self._combination = self._combination, e.data
        states = self._case.combinations[e.data]
        if not e.incident:
            shown = "; ".join(states_in_words(self._study, states))
            return f"States change: {shown}"
        old = self._case.combinations[before]
        return "; ".join(
            f"Authority granted by {name} "
            + ("holds from now on, until it is recalled" if states[name] == GRANTED
               else "is recalled and holds no longer")
            for name in sorted(states)
            if states[name] != old[name]
        )  # fmt: skip

    def _facts(self, e: Event) -> str:
        number = self._legend.incidents[e.incident - 1][0]
        source = next(s for s in self._case.sources if s.name == number)
        facts = []
        for fact, places in zip(source.facts, source.fact_places, strict=True):
            facts.append(f"{fact.name}: {fact.values[e.data // places % len(fact.values)]}")
        return f" ({', '.join(facts)})" if facts else ""


def _telling_order(e: Event) -> tuple[int, int, int, int, int, int, int]:
    return (e.time, e.round, e.rank, _ORDER[What(e.what)], e.incident, e.site, e.attempt)
