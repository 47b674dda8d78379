"""Rights one step away: the lawful acts by which authority over forces may pass.

One act of one commander; no treaty, no transfer between nations:

* *hand on*: whoever holds an authority may give what it includes, as far as that may be
  delegated, to a headquarters of the forces' own nation directly under its orders;
* *take back*: whoever holds an authority may take up again what a headquarters under its orders
  has of it; the holder of command or COCOM, whoever has it.

Command and COCOM are never handed on, only what they include. A Japanese minister's command
includes no other scheme's OPCON; by order it places units under another's partial command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from renkei.checks.cases import View
from renkei.model.relationship import MEANING, Authority, Scheme

DELEGABLE = (Authority.OPCON, Authority.TACOM, Authority.TACON)
"""What may be handed on, the widest first."""

KEEPS = (Authority.COMMAND, Authority.COCOM)
"""What its holder never gives away, so that what was given may always be taken back."""


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One lawful act.

    Attributes:
        giver: the headquarters that acts.
        what: hand on, or take back.
        authority: what passes.
        force: over which force.
        other: to whom it is handed, or from whom it is taken.
    """

    giver: str
    what: Literal["hand on", "take back"]
    authority: Authority
    force: str
    other: str


def acts(view: View) -> frozenset[Act]:
    """Every lawful act that would move an authority over a force in these states.

    An act that moves a lesser authority just as a wider one moves is left out.
    """
    types = {r.type for _, r in view.authorities.active}
    spoken = [
        a for a in DELEGABLE if a is not Authority.TACOM or types & {a, Authority.OPCOM}
    ]  # fmt: skip
    found: set[Act] = set()
    for force in sorted(view.study.forces):
        told: set[tuple[str, str, str]] = set()
        for authority in spoken:
            for act in sorted(_over(view, force, authority)):
                key = act.giver, act.what, act.other
                if key not in told:
                    found.add(act)
                told.add(key)
        found |= _japanese(view, force)
    return frozenset(found)


def _over(view: View, force: str, authority: Authority) -> set[Act]:
    authorities = view.authorities
    holders = authorities.holders(authority, force)
    found: set[Act] = set()
    for giver in holders.whole:
        if not _commands(view, giver, force, (Authority.COMMAND,), Scheme.JPN):
            found |= {
                Act(giver, "hand on", authority, force, to)
                for to in _under(view, giver, force)
                if to not in holders.lowest
            }
        keeps = _commands(view, giver, force, KEEPS)
        found |= {
            Act(giver, "take back", authority, force, other)
            for other in holders.lowest
            if other != giver and (keeps or other in authorities.below(giver))
        }
    return found


def _japanese(view: View, force: str) -> set[Act]:
    """Acts of a Japanese minister on partial command over a force."""
    partial = {
        r.from_
        for _, r in view.authorities.active
        if r.type is Authority.PARTIAL_COMMAND and force in view.authorities.forces(r.forces)
    }
    found: set[Act] = set()
    for giver in sorted({r.from_ for _, r in view.authorities.active}):
        if not _commands(view, giver, force, (Authority.COMMAND,), Scheme.JPN):
            continue
        found |= {
            Act(giver, "hand on", Authority.PARTIAL_COMMAND, force, to)
            for to in _under(view, giver, force)
            if to not in partial
        }
        found |= {
            Act(giver, "take back", Authority.PARTIAL_COMMAND, force, other) for other in partial
        }
    return found


def _under(view: View, giver: str, force: str) -> set[str]:
    """Headquarters of the force's nation directly under a headquarters' orders."""
    nation = view.study.forces[force].nation
    return {
        r.to
        for _, r in view.authorities.active
        if r.from_ == giver
        and MEANING[r.type].orders
        and view.arrangement.headquarters[r.to].nation == nation
    }


def _commands(
    view: View, headquarters: str, force: str, types: tuple[Authority, ...],
    scheme: Scheme | None = None,
) -> bool:  # fmt: skip
    """Whether a headquarters holds one of these authorities over a force, by name."""
    return any(
        r.from_ == headquarters
        and r.type in types
        and (scheme is None or r.scheme is scheme)
        and force in view.authorities.forces(r.forces)
        for _, r in view.authorities.active
    )
