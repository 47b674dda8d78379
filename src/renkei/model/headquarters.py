"""Headquarters and their posts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from renkei.model.base import Flag, Names, Noun, Whole
from renkei.model.schedule import Hours


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
    people: Whole = Field(ge=1, le=64)
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
    source: Names = ()


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
