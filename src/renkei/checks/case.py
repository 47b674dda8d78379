"""A case: one thread under one arrangement in one scenario, with every name resolved.

Resolution happens once, here, for every combination of states and grants that a run may come to
(rules 14 to 17); engine and lowering both start from it and never look a name up again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from renkei.checks.calendar import WeeklyHours
from renkei.draws.laws import Law
from renkei.evidence.grade import Grade
from renkei.record.legend import Legend
from renkei.record.vocabulary import What

NONE = -1


class Mode(IntEnum):
    """How a piece of work, a word or an answer is treated; all but NORMAL answer *what if*."""

    NORMAL = 0
    INSTANT = 1
    """Takes no time, needs nobody."""
    AT_LIMIT = 2
    """Comes at its limit: a consent at the end of ``within``, other work after the 99th
    hundredth of its law; needs nobody."""
    SILENT = 3
    """Never comes."""


@dataclass(frozen=True, slots=True)
class CheckedEstimate:
    """An estimate ready for drawing. ``low``, ``likely``, ``high`` bound the law's median:
    ms for times, plain numbers for probabilities and shares."""

    name: str
    unit: str
    low: float
    likely: float
    high: float
    law: Law
    grade: Grade


@dataclass(frozen=True, slots=True)
class CasePost:
    """A post that the case can use."""

    name: str
    """Full name, "INDOPACOM commander"."""
    headquarters: str
    nation: str
    zone: str
    people: int
    hours: tuple[WeeklyHours, ...]
    """Per combination of states."""
    pause: bool
    reach: int
    """Estimate of the time to reach person 1, or NONE."""
    reach_from: int
    """Lowest precedence that may reach; a smaller number is more urgent."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One leg of a route: a transit, or work at a post on the way."""

    transit: bool
    estimate: int
    post: int
    """The post that works; for a transit, the post the word leaves."""
    review: bool = False
    border: bool = False
    """For a transit, whether a border is crossed."""
    where: tuple[str, ...] = ()
    """What its draws are addressed by beside incident, step and attempt."""
    violates: tuple[int, ...] = ()
    """Guarantees that word violates as it crosses a border here: on a transit as it leaves, at a
    review inside one headquarters as that is done."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a word from post to post."""

    headquarters: tuple[str, ...]
    relationships: tuple[str, ...]
    """Name of the relationship (or link, for information) of each hop."""
    segments: tuple[Segment, ...]
    inner_border: bool = False
    """A border is crossed inside one headquarters."""
    nominal_ms: int = 0
    back: tuple[Segment, ...] = ()
    """The legs of an answer, the reverse of the route."""
    answerable: bool = True
    """Whether an answer may come back that way."""
    back_inner_border: bool = False
    violates: tuple[int, ...] = ()
    """Guarantees that word violates as it is sent across a border inside one headquarters without
    any review."""
    back_violates: tuple[int, ...] = ()
    """The same for the answer."""

    @property
    def violations(self) -> frozenset[int]:
        """Guarantees that word violates somewhere on the way, or its answer on the way back."""
        legs = (*self.segments, *self.back)
        return frozenset(
            (*self.violates, *self.back_violates, *(v for s in legs for v in s.violates))
        )


@dataclass(frozen=True, slots=True)
class CaseConsent:
    """A post asked before a decision stands, in one combination of states."""

    role: str
    consult: bool
    post: int
    takes: int
    eased: int
    refuses: int
    within: int
    """Limit in ms, or NONE."""
    deliberation: bool
    routes: tuple[Route | None, ...]
    """Per combination of states at sending; None where the asked post decides itself."""
    mode: Mode = Mode.NORMAL


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a step that opens in one combination of states."""

    post: int
    consents: tuple[CaseConsent, ...] = ()
    right: str = ""


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step after inlining, with its full name ("counterstrike/recognise/cabinet")."""

    name: str
    thread: int
    base: int
    decides: bool
    takes: int
    eased: int
    refuses: int
    outcomes: tuple[str, ...]
    odds: tuple[int, ...]
    """Estimate of each outcome's probability; NONE for the rest."""
    any_join: bool
    incoming: tuple[int, ...]
    """Forward edges into it."""
    outgoing: tuple[int, ...]
    """All edges out of it, in the order of their names."""
    applies: tuple[tuple[bool, ...], ...]
    """Whether its conditions hold, per combination of states and of facts."""
    deliberation: bool
    milestone: int
    answer: bool
    holdings: tuple[Holding, ...]
    """Per combination of states at opening."""
    function: str = ""
    title: str = ""
    mode: Mode = Mode.NORMAL


@dataclass(frozen=True, slots=True)
class CaseEdge:
    """A dependence between steps."""

    base: int
    source: int
    outcomes: frozenset[int]
    target: int
    back: bool
    resets: tuple[int, ...]
    """For a back edge: the steps of the loop, to be done again."""
    routes: tuple[tuple[tuple[Route, ...], ...], ...]
    """By combination at the source's opening, at the target's opening, at sending."""
    mode: Mode = Mode.NORMAL


@dataclass(frozen=True, slots=True)
class CaseThread:
    """One thread of the case."""

    name: str
    base: int
    steps: tuple[int, ...]
    first: tuple[int, ...]
    lapses_after: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact drawn once per incident."""

    name: str
    values: tuple[str, ...]
    odds: tuple[int, ...]
    """Estimate of each value's probability; NONE for the rest."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stream of incidents."""

    name: str
    thread: int
    first: int
    """ms after the start."""
    count: int
    every: int
    facts: tuple[Fact, ...]
    fact_places: tuple[int, ...]
    """Combination index added per value index of each fact."""
    precedence: tuple[int, ...]
    """Per combination of facts."""
    number: int
    """Number of its first incident."""


@dataclass(frozen=True, slots=True)
class CaseWatch:
    """An act that a guarantee guards."""

    guarantee: int
    """Its index in the legend."""
    step: int
    at: What
    needs: tuple[tuple[int, ...] | None, ...]
    """Per combination at opening: sets of bits, of each of which one must be in the causal
    past; None where nothing is guarded."""
    within: int = NONE
    """The yes must be no older than this, ms; NONE for any age."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thread under one arrangement in one scenario, resolved."""

    arrangement: str
    scenario: str
    thread: str
    start_ms: int
    """Start, ms since the Unix epoch; for any hour of a week, that week's first hour."""
    any_hour: bool
    horizon: int
    combinations: tuple[dict[str, str], ...]
    """States, and what is granted, that runs may come to."""
    changes: tuple[tuple[int, int], ...]
    """(ms after the start, combination if nothing is granted or recalled) in order of time."""
    grants: tuple[tuple[int, ...], ...]
    """What each combination becomes by each of the changes, then by the end of an incident of
    each thread; empty where no thread of the case grants or recalls anything (rule 17)."""
    state_base: int
    posts: tuple[CasePost, ...]
    post_bases: tuple[int, ...]
    steps: tuple[CaseStep, ...]
    edges: tuple[CaseEdge, ...]
    threads: tuple[CaseThread, ...]
    sources: tuple[Source, ...]
    role_bases: dict[tuple[int, str], int]
    """Base of the site of (step, role)."""
    legend: Legend
    estimates: tuple[CheckedEstimate, ...] = field(repr=False)
    watches: tuple[CaseWatch, ...] = ()
    gains: tuple[tuple[int, ...], ...] = ()
    """Per step and combination at opening, the bits that its approval adds to the past."""
    releases: tuple[int, ...] = ()
    """Guarantees about word that crosses a border, as far as word of the case is meant; what is
    violated where stands with the legs of its routes."""

    @property
    def key(self) -> tuple[str, str, str]:
        """(arrangement, thread, scenario)."""
        return self.arrangement, self.thread, self.scenario

    @property
    def watched(self) -> tuple[int, ...]:
        """Numbers of the guarantees whose act can arise."""
        return tuple(sorted({*self.releases, *(w.guarantee for w in self.watches)}))

    @property
    def tested_incidents(self) -> frozenset[int]:
        """Numbers of the incidents of the thread under test, among whatever else goes on."""
        return frozenset(
            number
            for s in self.sources
            if self.threads[s.thread].name == self.thread
            for number in range(s.number, s.number + s.count)
        )

    def span(self) -> tuple[int, int]:
        """First and last UTC ms that any run of this case can touch, with a week to spare."""
        week = 7 * 86_400_000
        return self.start_ms - week, self.start_ms + (week if self.any_hour else 0) + (
            self.horizon + week
        )
