"""Changes of a study's files that a remedy consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from renkei.model.study import Study

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of the study's files."""

    kind: Literal["alternate", "delegation", "link", "limit"]
    words: str
    place: str
    """File and line of what would change, or beside which the new part would stand."""
    puts: tuple[tuple[Path, Any], ...]
    """What stands where afterwards, by path in the study."""

    @property
    def reroutes(self) -> bool:
        """Whether word may go other ways afterwards."""
        return any(path[2] in ("links", "relationships", "headquarters") for path, _ in self.puts)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together let a thread be finished; none of them can be left out."""

    changes: tuple[Amendment, ...]
    helps: tuple[int, int]
    """In how many combinations of states and facts, of those in which the absence stops the
    thread."""

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        kinds = list(dict.fromkeys(c.kind for c in self.changes))
        return {
            "kind": kinds[0] if len(kinds) == 1 else "several",
            "changes": [
                {"kind": c.kind, "words": c.words, "place": c.place} for c in self.changes
            ],
            "helps_in": list(self.helps),
        }  # fmt: skip


def applied(study: Study, changes: Sequence[Amendment]) -> Study:
    """A study with changes in place."""
    for change in changes:
        for path, value in change.puts:
            study = _put(study, path, value)
    return study


def _put(at: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    key, *rest = path
    if isinstance(at, dict):
        return {**at, key: _put(at.get(key), tuple(rest), value)}
    return at.model_copy(update={key: _put(getattr(at, key), tuple(rest), value)})
