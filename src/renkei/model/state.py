"""States of the nations (readiness, legal situation) and conditions on them.

A condition is a mapping: each entry names a state or fact and the value or values it must
have; all entries must hold. ``any``, ``all`` and ``not`` combine conditions. Nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from renkei.model.base import Names, Noun


class StateVariable(Noun):
    """One dated situation of a nation, with the finite values it may take."""

    title: str = ""
    values: Names


@dataclass(frozen=True, slots=True)
class Is:
    """The named state or fact has one of these values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; with no parts it always holds."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Is | Every | Either | Not
GRANTED, NOT_GRANTED = "granted", "not granted"
"""Values of the state of a thread that grants authority (rule 17), named as the thread is."""
ALWAYS = Every()


def parse_condition(value: object, depth: int = 0) -> Condition:
    """Reads a condition from plain data.

    Raises:
        ValueError: the data is not a condition.
    """
    if isinstance(value, Is | Every | Either | Not):
        return value
    if depth > 16:
        raise ValueError("a condition is nested more than 16 deep")
    if not isinstance(value, Mapping):
        raise ValueError("a condition is a mapping such as {USA readiness: [crisis, wartime]}")
    parts: list[Condition] = []
    for key, held in sorted(value.items(), key=lambda item: str(item[0])):
        if key == "not":
            parts.append(Not(parse_condition(held, depth + 1)))
        elif key in ("any", "all"):
            if not isinstance(held, list):
                raise ValueError(f"'{key}' in a condition takes a list of conditions")
            inner = tuple(sorted((parse_condition(h, depth + 1) for h in held), key=repr))
            parts.append(Either(inner) if key == "any" else Every(inner))
        else:
            values = [held] if isinstance(held, str) else held
            if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
                raise ValueError(f"'{key}' in a condition takes a value or a list of values")
            parts.append(Is(str(key), tuple(sorted(values))))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether a condition holds under the given states and facts."""
    match condition:
        case Is(name, wanted):
            return values.get(name) in wanted
        case Every(parts):
            return all(holds(p, values) for p in parts)
        case Either(parts):
            return any(holds(p, values) for p in parts)
        case Not(part):
            return not holds(part, values)


def names_in(condition: Condition) -> Iterator[Is]:
    """Every comparison inside a condition."""
    match condition:
        case Is():
            yield condition
        case Every(parts) | Either(parts):
            for part in parts:
                yield from names_in(part)
        case Not(part):
            yield from names_in(part)


When = Annotated[
    Condition,
    BeforeValidator(parse_condition),
    WithJsonSchema({"type": "object", "description": "states or facts and their values"}),
]
