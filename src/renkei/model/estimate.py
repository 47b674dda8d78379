"""Estimates: numbers with unit, range, law, grade and source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from renkei.evidence.duration import milliseconds
from renkei.evidence.grade import Fit, Grade
from renkei.model.base import Flag, Names, Noun, Number


def _named(code: str, lacks: str) -> PydanticCustomError:
    """A fault with a code of its own; Pydantic's own kinds of fault have no hyphen."""
    words = f"an estimate that is not a placeholder {lacks}"
    return PydanticCustomError(code, words)


class Estimate(Noun):
    """A number nobody knows exactly: low, likely and high of its median, and a law around it.

    Durations are written with a unit ("20 min"), probabilities and shares as numbers from 0
    to 1. A duration is hands-on work or time in transit, never an end-to-end interval.
    """

    title: str
    unit: Literal["time", "probability", "share"] = "time"
    low: str | Number
    likely: str | Number
    high: str | Number
    law: Literal[
        "fixed",
        "lognormal",
        "exponential",
        "erlang",
        "hyperexponential",
        "uniform",
        "normal",
        "pert",
    ] = "fixed"
    spread: Annotated[Number, Field(ge=0)] = 0.0
    """The law's spread: sigma of the logarithm (lognormal), stages (erlang), squared coefficient
    of variation (hyperexponential), half width (uniform) or deviation (normal) over the median."""
    law_low: Annotated[Number, Field(ge=0)] = 0.0
    law_high: Annotated[Number, Field(ge=0)] = 0.0
    """For the law pert: lowest and highest value over the mode."""
    states: Literal["median", "mean"] = "median"
    """Whether low, likely and high state the law's median or its mean."""
    grade: Grade
    fit: Fit | None = None
    source: Names = ()
    histories: Names = ()
    """Identifiers of the recorded histories it was drawn from."""
    derived_from: Names = ()
    """Other estimates that it was derived from; it comes from their histories too. A run draws
    each by itself all the same."""
    via: Literal["press"] | None = None
    verify: Flag = False
    asked: str = ""
    """For expert estimates: how many, when, how asked."""
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Estimate:
        low, likely, high = self.range()
        if not low <= likely <= high:
            raise ValueError("the range must be low <= likely <= high")
        if self.unit != "time" and not (low >= 0 and high <= 1):
            raise ValueError(f"a {self.unit} lies between 0 and 1")
        if self.grade is not Grade.PLACEHOLDER and not self.source and not self.asked:
            raise _named("estimate-without-source", "needs a source")
        if self.grade is not Grade.PLACEHOLDER and self.fit is None:
            raise _named("estimate-without-fit", "needs a fit")
        return self

    def range(self) -> tuple[float, float, float]:
        """Low, likely and high: milliseconds for times, plain numbers otherwise."""
        if self.unit == "time":
            return milliseconds(self.low), milliseconds(self.likely), milliseconds(self.high)
        values = (self.low, self.likely, self.high)
        if any(isinstance(v, str) for v in values):
            raise ValueError(f"a {self.unit} is a plain number from 0 to 1")
        return float(self.low), float(self.likely), float(self.high)
