"""Changes of a study's files that a remedy consists of."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from renkei.model.base import Noun
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
    def writes(self) -> tuple[str, ...]:
        """What to write in the arrangement, or in the thread: lines of YAML that merge with what
        is there."""
        return tuple(_flow(_nested(path[2:], value)) for path, value in self.puts)

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
                {"kind": c.kind, "words": c.words, "place": c.place, "writes": list(c.writes)}
                for c in self.changes
            ],
            "helps_in": list(self.helps),
        }  # fmt: skip


def _nested(path: Path, value: Any) -> dict[str, Any]:
    inner = value
    if isinstance(value, Noun):
        # What is copied was sourced where it stands; here it is a proposal.
        inner = value.model_dump(
            mode="json", by_alias=True, exclude_defaults=True,
            exclude={"title", "source", "verify", "note"},
        )  # fmt: skip
    elif isinstance(value, int):
        inner = f"{value // 60_000} min"
    for key in reversed(path):
        inner = {key.replace("_", "-"): inner}
    return dict(inner)


def _flow(value: Any) -> str:
    """Plain data as YAML on one line; at the top without its braces."""

    def put(at: Any) -> str:
        if isinstance(at, dict):
            return f"{{{', '.join(f'{put(k)}: {put(v)}' for k, v in at.items())}}}"
        if isinstance(at, list | tuple):
            return f"[{', '.join(map(put, at))}]"
        text = str(at)
        plain = re.fullmatch(r"[A-Za-z][\w /().'-]*", text) and text.lower() not in _SAID
        return text if plain else json.dumps(text, ensure_ascii=False)

    return put(value)[1:-1]


_SAID = {"true", "false", "null", "yes", "no", "on", "off"}


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
