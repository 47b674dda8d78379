"""Proofs: what was asked, what came of it, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from renkei.explorer.paths import Choice


class Status(StrEnum):
    """What is known of a guarantee or a rung."""

    PROVED = "proved"
    BROKEN = "broken"
    """The engine shows it."""
    OPEN = "open"
    """Neither: the story says what it hangs on."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What reopens a counterexample: states, facts and choices of one thread."""

    arrangement: str
    thread: str
    states: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    silent: str = ""
    """The nation all others of which stay silent; nothing for none."""
    luck: int = 0
    """Number of the world and of the replication."""
    scenario: str = ""
    """The scenario whose states change under way; nothing: they are held fixed."""

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        return {
            "arrangement": self.arrangement,
            "thread": self.thread,
            "states": dict(self.states),
            "facts": dict(self.facts),
            "choices": [list(c) for c in self.choices],
            "silent": self.silent,
            "scenario": self.scenario,
            "world": self.luck,
            "replication": self.luck,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """One guarantee or one rung, under one arrangement, in one thread."""

    name: str
    nation: str
    arrangement: str
    thread: str
    decision: str
    status: Status
    states_explored: int
    story: str
    places: tuple[str, ...] = ()
    """Where each permission used is written."""
    replay: Replay | None = None
    declared: bool = False
    """The arrangement openly departs from it."""
    arises: bool = True
    """Whether there is anything to ask about: nobody may decide it, or nothing is to be taken
    back, where not."""
    lost_if: tuple[tuple[str, ...], ...] = ()
    """Headquarters and links of which it is lost if they are unavailable (together, where there
    are several); nothing: it holds with as many unavailable as the story says."""

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        return {
            "name": self.name,
            "nation": self.nation,
            "arrangement": self.arrangement,
            "thread": self.thread,
            "decision": self.decision,
            "status": str(self.status),
            "states_explored": self.states_explored,
            "story": self.story,
            "places": list(self.places),
            "replay": None if self.replay is None else self.replay.as_row(),
            "declared": self.declared,
            "arises": self.arises,
            "lost_if_unavailable": [list(names) for names in self.lost_if],
        }
