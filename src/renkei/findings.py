"""A finding: what is wrong, where, in the reader's words, and what to do about it.

Every room reports faults as findings, all at once; :class:`FindingsError` is the one
exception that carries them upwards.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Severity(StrEnum):
    """How much a finding matters: an error stops the study, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the study; line and column count from 1, 0 means unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def cited(self) -> str:
        """As cited: "arrangements/a.yaml:88"; empty if unknown."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or note, with its place, its path in the study and a stable code."""

    code: str
    words: str
    position: Position = field(default_factory=Position)
    path: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.position}  " if self.position.file else ""
        path = f"{self.path}: " if self.path else ""
        return f"{where}{path}{self.words}  [{self.code}]"

    def as_row(self) -> dict[str, str | int]:
        """The finding as one row of a JSON document."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.position.file,
            "line": self.position.line,
            "column": self.position.column,
            "path": self.path,
            "message": self.words,
            "page": page_of(self.code),
        }


def page_of(code: str) -> str:
    """Where the documentation says what a code means, why it matters and what to do."""
    return f"docs/checks.md#{code}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without repeats, by file, line, column and code."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda f: (f.position.file, f.position.line, f.position.column, f.code, f.words),
        )
    )


class FindingsError(Exception):
    """The study has findings of severity *error*; all of them are in ``findings``."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(str(f) for f in self.findings))


def nearest(name: str, known: Iterable[str], *, most: int = 8) -> str:
    """A hint for an unknown name: the nearest known one, else what there is to choose from.

    Returns an empty string when nothing is known.
    """
    return _nearest(name, tuple(sorted(set(known))), most)


@lru_cache(maxsize=4096)
def _nearest(name: str, choices: tuple[str, ...], most: int) -> str:
    if not choices:
        return ""
    folded = {c.casefold(): c for c in reversed(choices)}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{folded[close[0]]}"?'
    shown = ", ".join(choices[:most])
    return f"Known: {shown}{', …' if len(choices) > most else ''}."


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Several things in a row: "a, b and c"."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


class Origins:
    """Where each part of a study was written, by its path in the merged study.

    A path is a tuple of keys and list indexes, for example
    ``("arrangements", "parallel-2024", "rights", "us-order", "decides")``.
    """

    def __init__(self, positions: dict[tuple[str | int, ...], Position] | None = None) -> None:
        self._positions = dict(positions or {})

    def find(self, *path: str | int) -> Position:
        """The position of a path, or of its nearest parent that has one."""
        for length in range(len(path), -1, -1):
            position = self._positions.get(path[:length])
            if position is not None:
                return position
        return Position()
