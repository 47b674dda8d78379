"""Forces and named sets of forces."""

from __future__ import annotations

from renkei.model.base import Flag, Names, Noun, Whole


class Force(Noun):
    """A named body of troops."""

    title: str
    nation: str
    home: str
    size: Whole | None = None
    as_of: str = ""
    source: Names = ()
    verify: Flag = False


class ForceSet(Noun):
    """A name for several forces."""

    title: str = ""
    forces: Names
