"""Why a post holds what it holds, and why a headquarters on the way only forwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from renkei.checks.cases import View
from renkei.checks.transfer import granted_in_words
from renkei.cli.wording import (
    condition_in_words,
    is_always,
    listed,
)
from renkei.model.relationship import Authority, Relationship, implies
from renkei.model.state import Not, holds

_HOLDER = re.compile(r"^.+? of holder of (?P<authority>.+?) over (?P<forces>.+)$")


@dataclass(frozen=True, slots=True)
class Reason:
    """Part of an explanation, and where it is written."""

    words: str
    at: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """An authority over forces that a thread's phrases ask for."""

    authority: Authority
    forces: str


def wanted_in(phrases: Iterable[str]) -> tuple[Wanted, ...]:
    """What authorities over which forces a thread's phrases name."""
    found = (_HOLDER.match(phrase) for phrase in phrases)
    return tuple(sorted({Wanted(Authority(m["authority"]), m["forces"]) for m in found if m}))


class Reasons:
    """Explanations under one arrangement in given states."""

    def __init__(self, view: View, wanted: tuple[Wanted, ...]) -> None:
        self._view = view
        self._wanted = wanted

    def _at(self, *path: str | int) -> str:
        return self._view.study.origins.find("arrangements", self._view.name, *path).cited

    # -- who holds it ----------------------------------------------------------------

    def holder(self, phrase: str, at: str) -> list[Reason]:
        """Why the post that a phrase means holds it.

        Args:
            phrase: "duty NAME", "POST of HEADQUARTERS" or "POST of holder of …".
            at: where the phrase is written.
        """
        if phrase.startswith("duty ") and phrase[5:] in self._view.arrangement.duties:
            return self._duty(phrase[5:])
        match = _HOLDER.match(phrase)
        if match is None:
            return [Reason(f"it is named: {phrase}", at)]
        wanted = Wanted(Authority(match["authority"]), match["forces"])
        return [Reason(f"it goes to the {phrase}", at), *self.authority(wanted)]

    def _duty(self, name: str) -> list[Reason]:
        duty = self._view.arrangement.duties[name]
        if holds(duty.when, self._view.states):
            phrase, key, state = duty.post, "post", ""
            if not is_always(duty.when):
                state = f" while {condition_in_words(duty.when)}"
        else:
            phrase, key = duty.otherwise or "", "otherwise"
            state = f" because {condition_in_words(Not(duty.when))}"
        at = self._at("duties", name, key)
        if _HOLDER.match(phrase):
            first = Reason(f'the duty "{name}" goes to the {phrase}{state}', at)
            return [first, *self.holder(phrase, at)[1:]]
        return [Reason(f'it has the duty "{name}"{state}', at)]

    def right(self, name: str) -> list[Reason]:
        """Why the decider of a right decides."""
        right = self._view.arrangement.rights[name]
        when = "" if is_always(right.when) else f" while {condition_in_words(right.when)}"
        basis = f"; legal basis: {right.legal_basis}" if right.legal_basis else ""
        at = self._at("rights", name, "decides")
        first = Reason(f'by the right "{name}"{when}, {right.decides} decides{basis}', at)
        inner = self.holder(right.decides, at)
        return [first, *(inner[1:] if len(inner) > 1 else [])]

    def authority(self, wanted: Wanted) -> list[Reason]:
        """Who holds an authority over forces, and by which relationships."""
        found = self._view.authorities.holders(wanted.authority, wanted.forces)
        if not found.lowest:
            return []
        holder = found.lowest[0]
        reasons = [
            Reason(
                f"{holder} holds {wanted.authority} over {wanted.forces}{self._through(r, wanted)} "
                f'by the relationship "{name}" with {r.to}{_granted(r)}',
                self._at("relationships", name),
            )
            for name, r in self._view.authorities.active
            if r.from_ == holder and self._covers(r, wanted)
        ]
        above = sorted(
            {
                r.from_
                for _, r in self._view.authorities.active
                if r.from_ != holder
                and self._covers(r, wanted)
                and holder in self._view.authorities.below(r.from_)
            }
        )
        if above:
            verbs = ("holds", "stands") if len(above) == 1 else ("hold", "stand")
            words = f"{listed(above)} {verbs[0]} it as well, and {verbs[1]} above: the lowest acts"
            reasons.append(Reason(words))
        return reasons

    def _through(self, r: Relationship, wanted: Wanted) -> str:
        return "" if r.type == wanted.authority else f", which {r.type} implies,"

    def _covers(self, r: Relationship, wanted: Wanted) -> bool:
        forces = self._view.authorities.forces
        overlap = forces(r.forces) & forces((wanted.forces,))
        return implies(r.type, wanted.authority) and bool(overlap)

    # -- who only forwards -----------------------------------------------------------

    def forwards(self, headquarters: str, arrived_by: str) -> Reason:
        """Why a headquarters on the way of a word only passes it on.

        Args:
            headquarters: the headquarters on the way.
            arrived_by: the relationship or link by which the word gets there.
        """
        for wanted in sorted(self._wanted, key=lambda w: not self._close(headquarters, w)):
            reason = self._holds_not(headquarters, wanted)
            if reason is not None:
                return reason
        for wanted in self._wanted:
            found = self._view.authorities.holders(wanted.authority, wanted.forces)
            if headquarters in found.lowest:
                told = f"{wanted.authority} over {wanted.forces}"
                return Reason(f"it holds {told}, but this is not its to decide or do")
        known = arrived_by in self._view.arrangement.relationships
        at = self._at("relationships" if known else "links", arrived_by)
        return Reason("it is the staff in between, and this is not its to settle", at)

    def _close(self, headquarters: str, wanted: Wanted) -> bool:
        """Whether the headquarters and the holder are of one nation."""
        found = self._view.authorities.holders(wanted.authority, wanted.forces).lowest
        every = self._view.arrangement.headquarters
        return bool(found) and every[headquarters].nation == every[found[0]].nation

    def _holds_not(self, headquarters: str, wanted: Wanted) -> Reason | None:
        """Why it has no say, where this authority is what it lacks."""
        authorities = self._view.authorities
        found = authorities.holders(wanted.authority, wanted.forces)
        holder = found.lowest[0] if found.lowest else ""
        if headquarters == holder or not self._close(headquarters, wanted):
            return None
        told = f"{wanted.authority} over {wanted.forces}"
        if holder in authorities.below(headquarters):
            return Reason(f"it stands above {holder}, which holds {told}", "")
        if headquarters in found.partial:
            return Reason(f"it holds {wanted.authority} over a part of {wanted.forces} only", "")
        every = self._view.arrangement.relationships
        own = sorted(
            (not implies(r.type, wanted.authority), name)
            for name, r in every.items()
            if r.from_ == headquarters and self._about(r, wanted)
        )
        for lesser, name in own:
            r, at = every[name], self._at("relationships", own[0][1])
            if not lesser:
                when = [] if is_always(r.when) else [f"while {condition_in_words(r.when)}"]
                when += [] if r.granted_by is None else [granted_in_words(r.granted_by)]
                only = " and ".join(when)
                return Reason(f"it holds {told} only {only}; now {holder} does", at)
            return Reason(f"it holds {r.type} over {wanted.forces}, not {wanted.authority}", at)
        if headquarters not in authorities.below(holder):
            return None
        by = next(
            name for name, r in authorities.active if r.from_ == holder and self._covers(r, wanted)
        )
        return Reason(
            f"it holds no {told} in these states; {holder} does", self._at("relationships", by)
        )

    def _about(self, r: Relationship, wanted: Wanted) -> bool:
        forces = self._view.authorities.forces
        return bool(forces(r.forces) & forces((wanted.forces,)))


def _granted(r: Relationship) -> str:
    return "" if r.granted_by is None else f", which holds {granted_in_words(r.granted_by)}"
