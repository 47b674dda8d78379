"""Arrangements: who exists, how they relate, who holds which right and duty."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from renkei.model.base import Flag, Names, Noun
from renkei.model.consent import Duty, Right
from renkei.model.disclosure import Agreement
from renkei.model.guarantee import StandingOrder
from renkei.model.headquarters import Headquarters
from renkei.model.link import Link
from renkei.model.relationship import Relationship
from renkei.model.state import ALWAYS, When


class Arrangement(Noun):
    """A whole arrangement, after everything it extends has been merged in."""

    title: str
    summary: str = ""
    extends: str | None = None
    with_: Names = Field(default=(), alias="with")
    role: Literal["option", "null check"] = "option"
    """A null check is an arrangement that ought to change nothing; it is shown apart."""
    in_force: When = ALWAYS
    """The states in which it is in force; elsewhere it is reported so and not simulated."""
    what_changes: str = ""
    headquarters: dict[str, Headquarters] = {}
    links: dict[str, Link] = {}
    relationships: dict[str, Relationship] = {}
    agreements: dict[str, Agreement] = {}
    rights: dict[str, Right] = {}
    duties: dict[str, Duty] = {}
    standing_orders: dict[str, StandingOrder] = {}
    departs_from: Names = ()
    """Guarantees of the study that this arrangement openly gives up; shown broken, not a fault."""
    source: Names = ()
    verify: Flag = False
