"""In which states a step opens, where they change while an incident is under way (rule 16)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from renkei.checks.situation import SituatedStep
from renkei.explorer.paths import Choice, Hands, Variant
from renkei.record.vocabulary import OPENS


@dataclass(frozen=True, slots=True)
class Opening:
    """Combinations of states in which a step is the same."""

    number: int
    """The first of them."""
    among: int
    """All of them, a bit each."""
    excludes: int
    """Bits of a past: what can hold no more once any of them has held."""
    step: SituatedStep
    applies: bool
    gains: int
    hands: Hands
    said: tuple[Choice, ...]
    """Nothing where the step is the same in all combinations."""


def openings(
    variants: Sequence[Variant], follows: Callable[[int, int], bool], step: int, over: int
) -> tuple[Opening, ...]:
    """Every way in which a step may open.

    Args:
        over: the bit of a past that says that the first combination can hold no more; those of
            the others follow it.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, variant in enumerate(variants):
        alike.setdefault(variant.of(step), []).append(number)
    found: list[Opening] = []
    for same in alike.values():
        v = variants[same[0]]
        gone = [c for c in range(len(variants)) if not any(follows(o, c) for o in same)]
        name = v.situation.steps[step].name
        found.append(
            Opening(
                number=same[0], among=sum(1 << c for c in same),
                excludes=sum(1 << over + c for c in gone), step=v.situation.steps[step],
                applies=v.applies[step], gains=v.gains[step], hands=v.hands,
                said=((name, f"{OPENS}{same[0]}"),) if len(alike) > 1 else (),
            )
        )  # fmt: skip
    return tuple(found)


def settled(applies: tuple[bool, ...]) -> bool | None:
    """Whether a condition holds in all combinations of states, or in none; None for some."""
    return applies[0] if len(set(applies)) == 1 else None
