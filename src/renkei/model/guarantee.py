"""Guarantees: what must hold on every path, per legal basis; standing orders that count as one."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from renkei.model.base import Flag, Milliseconds, Names, Noun
from renkei.model.state import ALWAYS, When

Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date, "2007", "2007-03" or "2007-03-23"."""


class StandingOrder(Noun):
    """A decision taken beforehand: it has an author, a date, a scope and an expiry, and counts
    as an order while it is in force."""

    title: str = ""
    by: str
    """The post that gave it: "minister of MOD"."""
    date: Day
    """When it was given."""
    covers: Names
    """Functions that may be decided under it."""
    expires: Day | None = None
    """The last day of its force; left out, until it is recalled."""
    when: When = ALWAYS
    source: Names = ()
    verify: Flag = False
    note: str = ""


class Release(Noun):
    """Word that crosses from one nation to another."""

    from_: str = Field(alias="from")
    to: str
    above: str
    """Word of a higher level than this is meant."""


class Act(Noun):
    """What is guarded: deciding a function, an order that reaches forces, a transfer of authority
    over them, or word that crosses a border. Unit self-defence is never guarded."""

    function: Names = ()
    orders_to: str | None = None
    """A nation, a force or a force set: every order that reaches a headquarters to which these
    forces are given."""
    grants: str | None = None
    """A thread that transfers authority."""
    releases: Release | None = None

    @model_validator(mode="after")
    def _one(self) -> Act:
        given = (self.function or None, self.orders_to, self.grants, self.releases)
        if sum(g is not None for g in given) != 1:
            raise ValueError("give one of 'function', 'orders-to', 'grants' and 'releases'")
        return self


class Yes(Noun):
    """A yes that must have been given: a decision approved, a consent, or a standing order."""

    approved: str | None = None
    """The function decided."""
    by: str | None = None
    """The post that decided, or gave its consent; left out, any."""
    nation: str | None = None
    """The nation of that post."""
    standing_order: str | None = None
    """A standing order of the arrangement that covers the act."""
    reviewed_by: str | None = None
    """The nation that reviewed the word, right before it crossed."""

    @model_validator(mode="after")
    def _something(self) -> Yes:
        if self.standing_order is not None or self.reviewed_by is not None:
            if self.approved or self.by or self.nation:
                raise ValueError("a standing order, or a review, stands alone")
        elif not (self.approved or self.by or self.nation):
            raise ValueError("say what was approved, by whom, or by which nation")
        return self


def _before(value: object) -> object:
    return {"all": value} if isinstance(value, list) else value


class Before(Noun):
    """The yeses that must lie in the causal past of the act: all of them, or any."""

    all: tuple[Yes, ...] = ()
    any: tuple[Yes, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Before:
        if bool(self.all) == bool(self.any):
            raise ValueError("give either 'all' or 'any', and at least one yes")
        return self

    def yeses(self) -> tuple[Yes, ...]:
        """Every yes it names."""
        return (*self.all, *self.any)


class Guarantee(Noun):
    """What must hold on every path."""

    title: str
    nation: str
    act: Act
    only_after: Annotated[
        Before, BeforeValidator(_before), WithJsonSchema({"type": ["object", "array"]})
    ] = Field()
    within: Milliseconds | None = None
    """The yes must be no older than this; time is abstract in a proof, so it is left open there
    and belongs to simulation."""
    legal_basis: str
    threads: Names = ()
    """Threads it is about; left out, all."""
    source: Names = ()
    verify: Flag = False

    @model_validator(mode="after")
    def _fits(self) -> Guarantee:
        reviews = [y for y in self.only_after.yeses() if y.reviewed_by is not None]
        if self.act.releases is None and reviews:
            raise ValueError("'reviewed-by' belongs to an act that 'releases' word")
        if self.act.releases is not None and (
            len(self.only_after.yeses()) != 1 or not reviews or self.within is not None
        ):
            raise ValueError("an act that 'releases' word needs exactly one yes, 'reviewed-by'")
        return self
