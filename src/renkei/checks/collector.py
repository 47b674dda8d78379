"""A collector of findings that several arrangements inherit, and that hold in some states only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from renkei.checks.combinations import States, states_in_words
from renkei.findings import Finding, Position, Severity, listed
from renkei.model.study import Study


@dataclass(slots=True)
class _Met:
    severity: Severity
    states: dict[str, list[States]] = field(default_factory=dict)
    """Per arrangement, the states in which it was met; empty for whatever the states."""


class Collector:
    """Says once what several arrangements inherit, and in which states it was found."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._met: dict[tuple[str, str, tuple[str | int, ...]], _Met] = {}

    def add(
        self, code: str, words: str, arrangement: str, *path: str | int,
        severity: Severity = Severity.ERROR, states: Iterable[States] = (),
    ) -> None:  # fmt: skip
        """Notes a finding at a path inside an arrangement, or inside the threads."""
        met = self._met.setdefault((code, words, path), _Met(severity))
        met.states.setdefault(arrangement, []).extend(states)

    def findings(self) -> list[Finding]:
        """Everything collected; the same fault at the same place comes once."""
        origins = self._study.origins
        found: dict[tuple[str, str, Position, str], tuple[Severity, list[str]]] = {}
        for (code, words, path), met in self._met.items():
            for name, states in met.states.items():
                inside = path[:1] == ("threads",)
                position = origins.find(*(path if inside else ("arrangements", name, *path)))
                shown = states_in_words(self._study, name, states)
                said = f"{words}, {shown}" if shown else words
                key = code, said, position, ".".join(map(str, path[2 * inside :]))
                found.setdefault(key, (met.severity, []))[1].append(name)
        return [
            Finding(code, f"{words} (under {_some(names)})", position, path, severity)
            for (code, words, position, path), (severity, names) in found.items()
        ]


def _some(names: list[str]) -> str:
    shown = [f'"{n}"' for n in names]
    if len(shown) > 3:
        shown = [*shown[:2], f"{len(shown) - 2} more"]
    return listed(shown)
