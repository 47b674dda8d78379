"""The study: a question, what is compared to answer it, and what the numbers rest on."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from renkei.findings import Origins
from renkei.model.arrangement import Arrangement
from renkei.model.base import Flag, Milliseconds, Names, Noun, Number, Share
from renkei.model.estimate import Estimate
from renkei.model.force import Force, ForceSet
from renkei.model.guarantee import Guarantee
from renkei.model.place import Nation, Place
from renkei.model.scenario import Scenario
from renkei.model.schedule import Schedule
from renkei.model.state import StateVariable
from renkei.model.thread import Thread


class Margins(Noun):
    """How large a difference must be to matter. Declared before running."""

    time_share: Share = 0.10
    time: Milliseconds = 300_000
    """A time difference matters beyond the larger of the two."""
    share: Share = 0.05
    count: Number = 1.0


class Reserved(Noun):
    """A decision a nation keeps for itself."""

    nation: str
    functions: Names
    title: str = ""
    voice: Names = ()
    """Posts whose yes is the nation's on this matter; left out, every post of the nation."""
    threads: Names = ()
    """Threads to ask it of as well, though none of its functions is decided there: an order that
    reaches the nation's forces in one of them is a use."""
    source: Names = ()


class Deadline(Noun):
    """Deadlines at which the answer of a thread is looked at. Assumptions, marked as such."""

    at: tuple[Milliseconds, ...]
    marked: Milliseconds
    """The one drawn on the curves."""
    note: str = ""


class Target(Noun):
    """An interval from history that the model must reproduce where it was observed."""

    title: str
    arrangement: str
    thread: str
    scenario: str
    milestone: str
    low: Milliseconds
    high: Milliseconds
    history: str
    source: Names = ()
    via: Literal["press"] | None = None
    verify: Flag = False
    reasoned: Flag = False
    """Whether the interval is the compilers' reasoning and no record."""
    note: str = ""


class Expectation(Noun):
    """What the facts say about one right, written before the arrangement."""

    arrangement: str
    states: dict[str, str] = {}
    granted: Names = ()
    """Threads whose authority is granted."""
    function: str
    decides: str
    consent: Names = ()
    consult: Names = ()
    chain: Names = ()
    """Headquarters in order, from the one that decides down to the one that executes."""
    source: Names
    verify: Flag = False
    note: str = ""


class Ask(Noun):
    """What a claim asks of the model."""

    measure: Literal["time-to-release", "break-even", "waits-on"]
    thread: str
    scenarios: Names
    arrangement: str
    against: str | None = None
    """The arrangement compared with; left out, the baseline."""
    expect: Literal["better", "no difference that matters", "on the critical path"]
    estimate: str | None = None
    """For a break-even: the estimate that is varied."""
    steps: Names = ()
    """For waiting: the steps whose time counts."""


class Claim(Noun):
    """A sentence of the debate, by whom, when, and what it asks of the model."""

    says: str
    by: str
    """An office or institute, not a person."""
    date: str
    source: Names
    asks: Ask | None = None
    """Left out: nothing this model can say."""
    why_not: str = ""


class Study(Noun):
    """A whole study as read, before it is checked."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    study: str
    title: str
    question: str
    date: str = ""
    baseline: str
    nations: dict[str, Nation]
    states: dict[str, StateVariable] = {}
    levels: Names = ("open",)
    """Levels of word, lowest first."""
    margins: Margins = Margins()
    deadlines: dict[str, Deadline] = {}
    reserved: dict[str, Reserved] = {}
    guarantees: dict[str, Guarantee] = {}
    schedules: dict[str, Schedule] = {}
    limits: tuple[str, ...] = ()
    """What this study does not model, in sentences for its readers."""
    places: dict[str, Place] = {}
    forces: dict[str, Force] = {}
    force_sets: dict[str, ForceSet] = {}
    estimates: dict[str, Estimate] = {}
    expectations: dict[str, Expectation] = {}
    targets: dict[str, Target] = {}
    claims: dict[str, Claim] = {}
    test_histories: Names = ()
    """Histories kept for testing; no estimate may be drawn from them, nor from an estimate that
    is."""
    arrangements: dict[str, Arrangement] = Field(min_length=1)
    threads: dict[str, Thread] = Field(min_length=1)
    scenarios: dict[str, Scenario] = Field(min_length=1)
    sources: dict[str, str] = {}
    """Titles of the sources, by key, from sources.bib."""
    origins: SkipJsonSchema[Origins] = Field(default_factory=Origins, exclude=True, repr=False)
    """Where each part was written; not part of what the study says."""
