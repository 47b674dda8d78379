"""Mission threads: what has to be done for one kind of incident, whoever does it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from renkei.model.base import Flag, Milliseconds, Names, Noun
from renkei.model.state import ALWAYS, When


class WordKind(StrEnum):
    """What a piece of word is, which decides the ways it may go."""

    ORDER = "order"
    REQUEST = "request"
    REPORT = "report"
    INFORMATION = "information"


class Edge(Noun):
    """One input of a step: an earlier step, or one outcome of it ("decide.approved")."""

    step: str
    sent_as: WordKind | None = None
    level: str | None = None


def _edges(value: object) -> object:
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        return [{"step": v} if isinstance(v, str) else v for v in value]
    return value


Edges = Annotated[
    tuple[Edge, ...], BeforeValidator(_edges), WithJsonSchema({"type": ["string", "array"]})
]


class After(Noun):
    """What a step waits for."""

    all: Edges = ()
    any: Edges = ()

    @model_validator(mode="after")
    def _one_kind(self) -> After:
        if bool(self.all) == bool(self.any):
            raise ValueError("give either 'all' or 'any' inputs, and at least one")
        return self


def _after(value: object) -> object:
    return {"all": value} if isinstance(value, str | list) else value


class Step(Noun):
    """A piece of work, a decision, or a procedure run in its place."""

    title: str = ""
    does: Literal["work", "decide"] = "work"
    by: str | None = None
    """Who works: "duty NAME", "POST of HEADQUARTERS", "POST of holder of OPCON over FORCES"."""
    function: str | None = None
    """What is decided; the arrangement's right says by whom."""
    run: str | None = None
    """A procedure inlined here; such a step has no work of its own."""
    takes: str | None = None
    """Estimate of the hands-on work."""
    eased_by: str | None = None
    """Estimate of a share of the work that is saved."""
    refuses: str | None = None
    """Estimate of the probability that the decider says no."""
    outcomes: dict[str, str] = {}
    """Outcomes of work and the estimate of each one's probability; one may be "rest"."""
    after: Annotated[
        After | None,
        BeforeValidator(_after),
        WithJsonSchema({"type": ["string", "array", "object"]}),
    ] = None
    when: When | None = None
    unless: When | None = None
    level: str | None = None
    """Level of the word it sends; left out, the lowest."""
    deliberation: Flag = False
    milestone: str | None = None
    answer: Flag = False
    self_defence: Flag = False
    """Unit self-defence: never gated by a guarantee; reported after."""
    source: Names = ()
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Step:
        if self.run is not None:
            extra = [n for n in ("by", "function", "takes", "refuses") if getattr(self, n)]
            if extra or self.outcomes:
                raise ValueError("a step that runs a procedure has no work of its own")
            return self
        if self.takes is None:
            raise ValueError("a step needs 'takes', the estimate of its hands-on work")
        if self.does == "decide":
            if self.function is None or self.by is not None:
                raise ValueError("a decision names its 'function'; the right says who decides")
            if self.outcomes:
                raise ValueError("a decision has the outcomes approved and refused, no others")
        elif self.by is None:
            raise ValueError("a step of work needs 'by', who does it")
        elif self.refuses is not None or self.function is not None:
            raise ValueError("'refuses' and 'function' belong to decisions; add 'does: decide'")
        return self


class Thread(Noun):
    """A mission thread, or a procedure that threads may run."""

    title: str
    summary: str = ""
    precedence: Literal["ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"] = "ROUTINE"
    procedure: Flag = False
    when: When = ALWAYS
    """The states in which it can start; not for a procedure, which starts where it is run."""
    results: dict[str, Names] = {}
    """For a procedure: each result and the step outcomes that give it."""
    recalls: Names = ()
    """Threads whose grants end when this one is done: it takes back the authority that
    relationships have by their ``granted-by``."""
    transfer_only: Flag = False
    """Whether it does nothing but grant or recall authority; it is not in force under an
    arrangement in which there is nothing for it to grant or recall."""
    lapses_after: Milliseconds | None = None
    """After this time without an answer the incident lapses."""
    facts: dict[str, Names] = {}
    """Facts its conditions may name, each with its values."""
    steps: dict[str, Step] = Field(min_length=1)
    source: Names = ()

    @model_validator(mode="after")
    def _started(self) -> Thread:
        if self.procedure and self.when != ALWAYS:
            raise ValueError(
                "a procedure starts where it is run; say 'when' at the step that runs it"
            )
        return self
