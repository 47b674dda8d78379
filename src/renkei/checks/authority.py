"""Who holds which authority over which forces, in given states (rule 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Authority, Relationship, implies
from renkei.model.state import GRANTED, holds
from renkei.model.study import Study


@dataclass(frozen=True, slots=True)
class Holders:
    """The lowest holders found: exactly one is what a study needs."""

    lowest: tuple[str, ...]
    partial: tuple[str, ...]
    """Headquarters that hold the authority over some of the forces only."""
    whole: tuple[str, ...] = ()
    """All that hold it, or one that implies it, over all of the forces, the lowest among them."""


class Authorities:
    """The relationships of an arrangement that hold in given states."""

    def __init__(self, study: Study, arrangement: Arrangement, states: Mapping[str, str]) -> None:
        self._study = study
        self.active: list[tuple[str, Relationship]] = sorted(
            (name, r)
            for name, r in arrangement.relationships.items()
            if holds(r.when, states)
            and (r.granted_by is None or states.get(r.granted_by) == GRANTED)
        )
        self._below: dict[str, frozenset[str]] = {}
        self._holders: dict[tuple[Authority, str], Holders] = {}

    def forces(self, names: tuple[str, ...]) -> frozenset[str]:
        """The forces meant by names of forces and force sets."""
        found: set[str] = set()
        for name in names:
            force_set = self._study.force_sets.get(name)
            found.update(force_set.forces if force_set else (name,))
        return frozenset(found)

    def below(self, headquarters: str) -> frozenset[str]:
        """Every headquarters that orders from this one can reach."""
        known = self._below.get(headquarters)
        if known is None:
            seen: set[str] = set()
            todo = [headquarters]
            while todo:
                at = todo.pop()
                for _, r in self.active:
                    if r.from_ == at and MEANING[r.type].orders and r.to not in seen:
                        seen.add(r.to)
                        todo.append(r.to)
            known = self._below[headquarters] = frozenset(seen)
        return known

    def holders(self, authority: Authority, over: str) -> Holders:
        """Who holds an authority, or one that implies it, over a force or force set."""
        key = authority, over
        if key not in self._holders:
            self._holders[key] = self._find_holders(authority, over)
        return self._holders[key]

    def _find_holders(self, authority: Authority, over: str) -> Holders:
        wanted = self.forces((over,))
        held = {h: self._held(h, authority, frozenset()) for h in self._givers(authority)}
        whole = sorted(h for h, forces in held.items() if wanted <= forces)
        partial = sorted(h for h, forces in held.items() if forces & wanted and h not in whole)
        lowest = tuple(
            h for h in whole if not any(other in self.below(h) for other in whole if other != h)
        )
        return Holders(lowest, tuple(partial), tuple(whole))

    def _givers(self, authority: Authority) -> list[str]:
        return sorted({r.from_ for _, r in self.active if implies(r.type, authority)})

    def _held(self, headquarters: str, authority: Authority, seen: frozenset[str]) -> set[str]:
        """Forces a headquarters holds an authority over. A relationship is about the forces it
        names; one that names none is about all that the one below holds by that authority."""
        found: set[str] = set()
        for _, r in self.active:
            if r.from_ != headquarters or not implies(r.type, authority):
                continue
            if r.forces:
                found |= self.forces(r.forces)
            elif r.to not in seen:
                found |= self._held(r.to, authority, seen | {headquarters})
        return found

    def chain(self, top: str, bottom: str) -> tuple[str, ...]:
        """The shortest way of orders from one headquarters down to another, or nothing."""
        ways: list[tuple[str, ...]] = [(top,)]
        seen = {top}
        while ways:
            longer: list[tuple[str, ...]] = []
            for way in sorted(ways):
                if way[-1] == bottom:
                    return way
                for _, r in self.active:
                    if r.from_ == way[-1] and MEANING[r.type].orders and r.to not in seen:
                        seen.add(r.to)
                        longer.append((*way, r.to))
            ways = longer
        return ()
