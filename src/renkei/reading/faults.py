"""Validates the merged study and tells every fault in the reader's words, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from renkei.findings import Finding, Position, nearest
from renkei.model.study import Study
from renkei.reading.fields import fields_at
from renkei.reading.paths import shown_path
from renkei.reading.written import Node, Path, WrittenOrigins, as_text

MOST_HINTS = 200
"""Names looked up for a hint in one reading; beyond that, faults come without one."""

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "entries, each with a name",
    "model_type": 'fields, written "name: value"',
    "tuple_type": "a list",
    "list_type": "a list",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}
_ADD = {
    "arrangements": "add a file arrangements/NAME.yaml",
    "threads": "add a file threads/NAME.yaml",
    "scenarios": "add a file scenarios/NAME.yaml",
}


@dataclass(slots=True)
class Lost:
    """What cannot be expected of the data, because a file or a name that gives it is broken."""

    sections: set[str] = field(default_factory=set)
    """Sections that may be missing or empty."""
    arrangements: set[str] = field(default_factory=set)
    """Arrangements in which anything may be missing."""
    whole: bool = False
    """The fields of study.yaml itself."""

    def covers(self, loc: Path) -> bool:
        """Whether a field that is missing at this path is no fault of its own."""
        if len(loc) == 1:
            return self.whole or loc[0] in self.sections
        return loc[0] == "arrangements" and loc[1] in self.arrangements


def validate(data: dict[str, Any], root: Node, lost: Lost) -> tuple[Study | None, list[Finding]]:
    """The study, or None and a finding for every fault.

    Findings may be fewer than faults, even none, where ``lost`` explains what is missing.
    """
    try:
        study = Study.model_validate(
            {**data, "origins": WrittenOrigins(root)}, by_alias=True, by_name=False
        )
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, _once(_Faults(root, lost).findings(details))
    return study, []


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each fault at each place, however many arrangements inherit it."""
    return list({(f.position, f.code, f.words): f for f in reversed(list(findings))}.values())


class _Faults:
    def __init__(self, root: Node, lost: Lost) -> None:
        self._root = root
        self._lost = lost
        self._hints = MOST_HINTS

    def findings(self, details: list[ErrorDetails]) -> Iterator[Finding]:
        wanted: dict[Path, list[str]] = {}
        for detail in details:
            kind, loc = detail["type"], detail["loc"]
            path, node = self._written(loc)
            if kind == "missing":
                yield from self._missing(loc, path, node)
            elif kind == "too_short":
                if not self._lost.covers(loc):
                    words = self._add("needs at least one entry", loc)
                    yield _finding("bad-value", words, node.spot, path)
            elif kind == "extra_forbidden":
                yield self._unknown(loc, path, node)
            elif kind in _WANTED:
                # A value of several kinds (text or number) gives one fault for each of them.
                wants = wanted.setdefault(path, [])
                if _WANTED[kind] not in wants:
                    wants.append(_WANTED[kind])
            elif "-" in kind:  # a fault the model gave a code of its own
                yield _finding(kind, detail["msg"], node.spot, path)
            else:
                yield _finding("bad-value", self._words(detail), node.spot, path)
        for path, wants in wanted.items():
            _, node = self._written(path)
            yield _finding("bad-value", _mismatch(wants, node), node.spot, path)

    def _written(self, loc: Path) -> tuple[Path, Node]:
        """The part of a location that the files have; validators and unions add more."""
        node = self._root
        path: list[str | int] = []
        for part in loc:
            child = node.child(part)
            if child is not None:
                node = child
                path.append(part)
        return tuple(path), node

    def _missing(self, loc: Path, path: Path, node: Node) -> Iterator[Finding]:
        if self._lost.covers(loc):
            return
        name = str(loc[-1])
        removed = node.removed.get(name)
        words = self._add(f"needs '{name}'", loc)
        if removed is not None:
            words += ", which is removed here"
        yield _finding("missing-field", words, removed or node.spot, path)

    def _unknown(self, loc: Path, path: Path, node: Node) -> Finding:
        name = str(loc[-1])
        hint = self._hint(name, fields_at(loc[:-1]))
        words = f"no such field. {hint}".rstrip()
        return _finding("unknown-field", words, node.key or node.place, path)

    def _words(self, detail: ErrorDetails) -> str:
        kind, context = detail["type"], detail.get("ctx", {})
        value = detail["input"]
        scalar = value if isinstance(value, str | int | float) else None
        shown = f'"{as_text(scalar)}"' if scalar is not None else "this"
        if kind == "value_error":
            words = str(context.get("error", ""))
            return words if len(words) <= 400 else f"{words[:200]} … {words[-150:]}"
        if kind in ("literal_error", "enum"):
            known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            hint = self._hint(str(scalar), known) if scalar is not None else ""
            hint = hint or f"Known: {', '.join(known)}."
            if value is None:
                return f"the value is missing. {hint}"
            return f"{shown} is not a known value. {hint}"
        if kind in _BOUNDS:
            bound, key = _BOUNDS[kind]
            limit = context.get(key)
            limit = int(limit) if isinstance(limit, float) and limit.is_integer() else limit
            return f"{shown} is outside what is allowed; it must be {bound} {limit}"
        return f"{shown} is not a value this field can have"

    def _hint(self, name: str, known: Iterable[str]) -> str:
        self._hints -= 1
        return nearest(name[:80], known) if self._hints >= 0 else ""

    def _add(self, words: str, loc: Path) -> str:
        return f"{words}: {_ADD[str(loc[0])]}" if len(loc) == 1 and loc[0] in _ADD else words


def _finding(code: str, words: str, position: Position, path: Path) -> Finding:
    return Finding(code, words, position, shown_path(path, position))


def _mismatch(wants: list[str], node: Node) -> str:
    """What a value should have been, and how to make it so."""
    value = node.value
    needed = " or ".join(wants)
    if value is None:
        return f"the value is missing; it needs {needed}"
    if isinstance(value, dict | list):
        return f"needs {needed}, not {'a list' if isinstance(value, list) else 'a mapping'}"
    if wants == ["text"] or (wants == ["a list"] and not isinstance(value, str)):
        return f'needs text; write "{as_text(value)}" in quotes'
    return f'needs {needed}, not "{as_text(value)}"'
