"""All that is proved of a study at once: its guarantees and its independence ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.ladder import climb
from renkei.explorer.proof import Proof, Status
from renkei.explorer.survey import Survey

WORST_FIRST = (Status.BROKEN, Status.OPEN, Status.PROVED)


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found of guarantees and rungs, a row per arrangement and, mostly, thread."""

    guarantees: tuple[Proof, ...]
    ladder: tuple[Proof, ...]

    def broken(self) -> tuple[Proof, ...]:
        """Broken guarantees that no arrangement declares to give up: the study's faults."""
        return tuple(p for p in self.guarantees if p.status is Status.BROKEN and not p.declared)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """For a JSON document."""
        return {
            "guarantees": [p.as_row() for p in self.guarantees],
            "ladder": [p.as_row() for p in self.ladder],
        }


def prove_all(survey: Survey, arrangements: Sequence[str], *, unavailable: int) -> Proved:
    """Explores every path of every thread under these arrangements, in every state."""
    return Proved(
        prove_guarantees(survey, arrangements, unavailable=unavailable),
        climb(survey, arrangements, unavailable=unavailable),
    )


def worst(rows: Sequence[Proof]) -> list[Proof]:
    """The rows, of several threads, with the worst status among them."""
    lowest = min((p.status for p in rows), key=WORST_FIRST.index)
    return [p for p in rows if p.status is lowest]
