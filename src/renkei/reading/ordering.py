"""One order for everything whose order means nothing, so that no result can hang on it.

Mappings are sorted by name. Lists are sorted where the name they stand under is in
``UNORDERED``; a test holds the two tables against the fields of the model.
"""

from __future__ import annotations

import json

from renkei.evidence.duration import milliseconds
from renkei.reading.written import Node

UNORDERED: dict[str, str] = {
    "after": "all of them are waited for",
    "aliases": "each stands for the same headquarters",
    "all": "every input or condition holds",
    "any": "one input or condition holds",
    "at": "deadlines, by length",
    "between": "members of a network",
    "consent": "expected consents",
    "consult": "expected consultations",
    "covers": "a set",
    "departs-from": "a set",
    "derived-from": "a set",
    "forces": "a set",
    "function": "each of them is the act",
    "functions": "a set",
    "granted": "a set",
    "histories": "a set",
    "inform": "all are told at once",
    "recalls": "all are taken back at once",
    "scenarios": "a set",
    "shifts": "each names its days and hours",
    "source": "a set",
    "speaks-for": "a set",
    "steps": "a set",
    "test-histories": "a set",
    "threads": "a set",
    "voice": "the yes of each counts",
}
"""Lists without an order, by the field they stand under, and why."""

UNORDERED_INSIDE: dict[str, str] = {
    "results": "step outcomes that each give the result",
}
"""Fields that hold unordered lists under names of the author's choice."""

CONDITIONS = frozenset({"when", "unless", "in-force"})
"""Fields that hold a condition, in which no list has an order."""

ORDERED: dict[str, str] = {
    "chain": "from the one that decides down to the one that executes",
    "changes": "as the author tells the story",
    "facts": "values in the order they are shown",
    "hours": "the first that holds counts",
    "levels": "lowest first",
    "limits": "sentences in reading order",
    "values": "values in the order they are shown",
    "with": "overlays are applied in this order",
}
"""Lists that keep the order in which they were written, and why."""


def put_in_order(node: Node, field: str = "", parent: str = "", condition: bool = False) -> None:
    """Sorts a value read from a file, and everything inside it, in place."""
    value = node.value
    if isinstance(value, dict):
        node.value = dict(sorted(value.items()))
        for name, child in value.items():
            if isinstance(child.value, dict | list):
                put_in_order(child, name, field, condition or name in CONDITIONS)
    elif isinstance(value, list):
        for child in value:
            if isinstance(child.value, dict | list):
                put_in_order(child, field, parent, condition)
        if condition or is_unordered(field, parent):
            node.value = sorted(value, key=_length if field == "at" else _order)


def is_unordered(field: str, parent: str = "") -> bool:
    """Whether the items of a list have no order, so that their numbers mean nothing."""
    return field in UNORDERED or parent in UNORDERED_INSIDE


def _order(node: Node) -> tuple[str, str]:
    """Steps by name, whether written as a name or as a mapping; all else by its text."""
    value = node.value
    step = value.get("step") if isinstance(value, dict) else None
    first = step.value if step is not None and isinstance(step.value, str) else value
    return (first if isinstance(first, str) else "", _canonical(node))


def _length(node: Node) -> tuple[int, str]:
    try:
        return (milliseconds(node.value), _canonical(node))
    except ValueError:
        return (-1, _canonical(node))


def _canonical(node: Node) -> str:
    return json.dumps(_bare(node), ensure_ascii=True, sort_keys=True)


def _bare(node: Node) -> object:
    value = node.value
    if isinstance(value, dict):
        return {name: _bare(child) for name, child in value.items()}
    if isinstance(value, list):
        return [_bare(child) for child in value]
    return value
