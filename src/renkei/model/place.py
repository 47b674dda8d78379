"""Places: where headquarters are, and what time it is there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from renkei.model.base import Flag, Names, Noun, Number


class Place(Noun):
    """A place with coordinates to 0.1 degree and an IANA zone."""

    title: str = ""
    latitude: Annotated[Number, Field(ge=-90, le=90)]
    longitude: Annotated[Number, Field(ge=-180, le=180)]
    zone: str
    source: Names = ()
    verify: Flag = False


class Nation(Noun):
    """A nation, by trigraph."""

    title: str
    named: str | None = None
    """How it is named within a sentence, "the United States"; left out, as its title."""
    holidays: str | None = None
    """ISO 3166 two-letter code whose national holidays its offices keep."""


def named(nation: Nation) -> str:
    """A nation as a sentence names it."""
    return nation.named or nation.title
