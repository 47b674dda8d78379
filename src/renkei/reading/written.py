"""Values as they were written: plain data in which every part knows its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from renkei.findings import Origins, Position

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = Scalar | list["Plain"] | dict[str, "Plain"]
Path: TypeAlias = tuple[str | int, ...]

MOST_VALUES = 200_000
"""Most values one study may be written with, aliases counted as often as they are used."""
MOST_MERGED = 1_000_000
"""Most values a study may have once every arrangement is merged."""


@dataclass(slots=True, eq=False)
class Node:
    """One value: where it starts, and where the name is under which it stands."""

    value: Scalar | list[Node] | dict[str, Node]
    place: Position
    key: Position | None = None
    """Place of the name in the mapping; None for list items and whole files."""
    removed: dict[str, Position] = field(default_factory=dict)
    """For a merged mapping: where an inherited entry was removed by ``null``."""

    @property
    def spot(self) -> Position:
        """What to point at: a scalar itself; a collection or an empty value by its name."""
        if self.key is not None and (self.value is None or isinstance(self.value, dict | list)):
            return self.key
        return self.place

    def child(self, part: str | int) -> Node | None:
        """The entry of a mapping or the item of a list, where there is one."""
        value = self.value
        if isinstance(value, dict) and isinstance(part, str):
            return value.get(part)
        if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
            return value[part]
        return None


class TooLarge(Exception):
    """The merged study has more than ``MOST_MERGED`` values."""


class Plainer:
    """Turns nodes into plain data, and refuses to unfold more than ``MOST_MERGED`` values."""

    def __init__(self) -> None:
        self._left = MOST_MERGED

    def plain(self, node: Node) -> Plain:
        """The data without places.

        Raises:
            TooLarge: more values than a study may have.
        """
        value = node.value
        if isinstance(value, dict):
            self._take(len(value))
            return {name: self.plain(child) for name, child in value.items()}
        if isinstance(value, list):
            self._take(len(value))
            return [self.plain(child) for child in value]
        return value

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise TooLarge


def same(one: Node, other: Node) -> bool:
    """Whether two values say the same: ``1`` and ``true`` and ``1.0`` do not."""
    a, b = one.value, other.value
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(child, b[name]) for name, child in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def spelled(value: Scalar) -> str:
    """A scalar as YAML 1.2 spells it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def as_text(value: Scalar, most: int = 60) -> str:
    """A scalar for a message: on one line, and cut where it is long."""
    text = spelled(value)
    text = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else " " for c in text)


class WrittenOrigins(Origins):
    """Finds places in the merged study by walking it, so that reading costs nothing extra.

    ``find("arrangements", name, "relationships", "x", "to")`` is the place of the value, in the
    file of the arrangement that wrote it last; for a collection, the place of its name. A colon
    after the last part, as in ``"to:"``, asks for the place of the name itself.
    """

    def __init__(self, root: Node) -> None:
        super().__init__()
        self._root = root

    def find(self, *path: str | int) -> Position:
        """The position of a path, or of its nearest parent that has one."""
        node = self._root
        for part in path:
            child = node.child(part)
            if child is None:
                named = node.child(str(part)[:-1]) if str(part).endswith(":") else None
                return node.spot if named is None else named.key or named.place
            node = child
        return node.spot

    def __eq__(self, other: object) -> bool:
        """Places are not part of what a study says, so they never make two studies differ."""
        return isinstance(other, Origins)

    def __hash__(self) -> int:
        return hash(Origins)
