"""Scenarios: when it starts, in which states, and what is known about the incident."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from renkei.model.base import Milliseconds, Names, Noun, Whole


class Start(Noun):
    """The instant at which a run begins."""

    local: str | None = None
    """Local date and time, "2026-06-06 03:00"."""
    any_hour_of_week: str | None = None
    """Monday of the week, "2026-06-01", any of whose 168 hours may be the start."""
    zone: str

    @model_validator(mode="after")
    def _one(self) -> Start:
        if (self.local is None) == (self.any_hour_of_week is None):
            raise ValueError("give either 'local' or 'any-hour-of-week'")
        return self


class Change(Noun):
    """States that change during a run."""

    after: Milliseconds
    set: dict[str, str]


def _odds(value: object) -> object:
    return {value: "rest"} if isinstance(value, str) else value


Odds = Annotated[
    dict[str, str], BeforeValidator(_odds), WithJsonSchema({"type": ["string", "object"]})
]
"""A fixed value, or values with the estimate of each one's probability; one may be "rest"."""


class Incidents(Noun):
    """A stream of incidents of one thread."""

    thread: str
    first: Milliseconds = 0
    count: Whole = Field(default=1, ge=1, le=1_000_000)
    every: str | None = None
    """Estimate of the time between incidents."""
    facts: dict[str, Odds] = {}
    precedence_by: dict[str, dict[str, Literal["ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"]]] = {}
    """Precedence by the value of one fact; left out, the thread's."""


class Case(Noun):
    """How one thread is put to the test in a scenario."""

    states: dict[str, str] = {}
    changes: tuple[Change, ...] = ()
    granted: Names = ()
    """Threads whose authority is granted already at the start; the others' is not."""
    facts: dict[str, Odds] = {}
    incidents: dict[str, Incidents] = {}
    """Left out: one incident of the thread, at the start."""


class Scenario(Noun):
    """A start, a horizon and the threads put to the test in it."""

    title: str
    summary: str = ""
    start: Start
    horizon: Milliseconds
    threads: dict[str, Case]
    source: Names = ()
