"""Headquarters and their posts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from renkei.model.base import Flag, Names, Noun, Whole
from renkei.model.schedule import Hours

MOST_PEOPLE = 64


def _hours(value: object) -> object:
    return [{"schedule": value}] if isinstance(value, str) else value


class Reach(Noun):
    """How a post is reached when nobody is on duty."""

    takes: str
    """Estimate of the time until the person is at work."""
    from_: Literal["ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"] = Field(
        default="IMMEDIATE", alias="from"
    )
    """The lowest precedence that may call people in."""


class Post(Noun):
    """A staffed part of a headquarters."""

    title: str = ""
    people: Annotated[
        Whole,
        Field(ge=1, le=MOST_PEOPLE),
        WithJsonSchema(
            {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE},
                       {"const": "unlimited"}]}
        ),
    ]  # fmt: skip
    """How many work there at most; "unlimited" where its capacity is meant never to bind, which
    stands for the most a post can have."""
    unlimited: SkipJsonSchema[Flag] = False
    """Whether "people: unlimited" was said; never written itself."""
    hours: Annotated[
        tuple[Hours, ...], BeforeValidator(_hours), WithJsonSchema({"type": ["string", "array"]})
    ]
    nation: str | None = None
    """Its own nation; left out, the headquarters'."""
    reach: Reach | None = None
    pause: Flag = False
    """Whether work in hand is laid down at the end of a shift and kept."""
    handles_word: str | None = None
    """Estimate of the work of passing word on; a post without it passes none."""
    reviews_disclosure: str | None = None
    """Estimate of the work of one disclosure review; a post without it reviews nothing."""
    liaison_from: str | None = None
    """For a liaison officer: the headquarters that lent this post; it informs and explains, and
    decides nothing unless 'speaks-for' says so."""
    speaks_for: Names = ()
    """Functions in which a liaison officer may decide or consent for the headquarters that lent
    the post."""
    source: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _unlimited(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("people") == "unlimited":
            return {**data, "people": MOST_PEOPLE, "unlimited": True}
        return data

    @model_validator(mode="after")
    def _lent(self) -> Post:
        if self.speaks_for and self.liaison_from is None:
            raise ValueError("a post that 'speaks-for' others says whose: add 'liaison-from'")
        return self


class Headquarters(Noun):
    """A headquarters, where it is and who it answers for."""

    title: str
    japanese: str | None = None
    aliases: Names = ()
    nation: str | None = None
    """Left out where several nations share it; then every post names its own."""
    place: str
    echelon: str
    rank: str | None = None
    """Rank of the commander, for example O-10. It decides nothing."""
    posts: dict[str, Post]
    source: Names = ()
    verify: Flag = False
    note: str = ""
