"""Relationships between headquarters: typed authority, by scheme."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from renkei.model.base import Flag, Names, Noun
from renkei.model.state import ALWAYS, When


class Authority(StrEnum):
    """What kind of authority a relationship carries."""

    COMMAND = "command"
    COCOM = "COCOM"
    OPCON = "OPCON"
    TACON = "TACON"
    OPCOM = "OPCOM"
    TACOM = "TACOM"
    PARTIAL_COMMAND = "partial command"
    SUPPORT = "support"
    SUPPORT_BY_AGREEMENT = "support by agreement"
    ADCON = "ADCON"
    COORDINATING = "coordinating authority"
    LIAISON = "liaison"
    DIRLAUTH = "DIRLAUTH"
    POLITICAL = "political direction"
    JOINT_POLITICAL = "joint political direction"


class Scheme(StrEnum):
    """Whose doctrine gives the word its meaning."""

    US = "US"
    NATO = "NATO"
    ROK = "ROK"
    JPN = "JPN"


class Crossing(StrEnum):
    """Whether a kind of authority may run between nations."""

    NEVER = "never"
    BY_TRANSFER = "only by a granted transfer"
    BY_AGREEMENT = "by named agreement"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one kind of authority allows."""

    orders: bool
    """Operational orders may go down it."""
    vertical: bool
    """It is one step up or down a chain; otherwise it is a crossing between chains."""
    crossing: Crossing
    implies: tuple[Authority, ...] = ()


MEANING: dict[Authority, Meaning] = {
    Authority.COMMAND: Meaning(True, True, Crossing.NEVER, (Authority.COCOM,)),
    Authority.COCOM: Meaning(True, True, Crossing.NEVER, (Authority.OPCON,)),
    Authority.OPCON: Meaning(True, True, Crossing.BY_TRANSFER, (Authority.TACON,)),
    Authority.TACON: Meaning(True, True, Crossing.BY_TRANSFER),
    Authority.OPCOM: Meaning(True, True, Crossing.BY_TRANSFER, (Authority.OPCON, Authority.TACOM)),
    Authority.TACOM: Meaning(True, True, Crossing.BY_TRANSFER, (Authority.TACON,)),
    Authority.PARTIAL_COMMAND: Meaning(True, True, Crossing.NEVER),
    Authority.SUPPORT: Meaning(True, True, Crossing.NEVER),
    Authority.SUPPORT_BY_AGREEMENT: Meaning(False, False, Crossing.BY_AGREEMENT),
    # ADCON carries administration, not the orders of an operation, so no operational
    # order goes down it; requests and reports do.
    Authority.ADCON: Meaning(False, True, Crossing.NEVER),
    Authority.COORDINATING: Meaning(False, False, Crossing.YES),
    Authority.LIAISON: Meaning(False, False, Crossing.YES),
    Authority.DIRLAUTH: Meaning(False, False, Crossing.YES),
    Authority.POLITICAL: Meaning(True, True, Crossing.NEVER),
    Authority.JOINT_POLITICAL: Meaning(True, True, Crossing.YES),
}


def implies(held: Authority, wanted: Authority) -> bool:
    """Whether holding one kind of authority includes the other (within one scheme)."""
    return held == wanted or any(implies(i, wanted) for i in MEANING[held].implies)


class Relationship(Noun):
    """One headquarters' authority over, or tie to, another."""

    from_: str = Field(alias="from")
    to: str
    type: Authority
    scheme: Scheme | None = None
    """Needed for OPCON, OPCOM, TACON and TACOM, whose meaning differs by doctrine."""
    forces: Names = ()
    """Forces or force sets it is about."""
    when: When = ALWAYS
    granted_by: str | None = None
    """The thread that grants it, for example a transfer of authority: it holds from that
    thread's end until a thread that recalls it ends."""
    referral: str | None = None
    """For coordinating authority: where unresolved matters go."""
    source: Names = ()
    verify: Flag = False
    note: str = ""
