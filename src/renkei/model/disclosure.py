"""Agreements on what may be passed to another nation without review."""

from __future__ import annotations

from pydantic import Field

from renkei.model.base import Flag, Names, Noun


class Agreement(Noun):
    """The highest level one nation passes freely to another."""

    title: str = ""
    from_: str = Field(alias="from")
    to: str
    level: str
    source: Names = ()
    verify: Flag = False
