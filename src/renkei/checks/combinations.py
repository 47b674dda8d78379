"""Combinations of states, and the few words that say which of them are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from renkei.checks.transfer import MOST_COMBINATIONS, granted_in, variables
from renkei.findings import listed
from renkei.model.state import GRANTED, NOT_GRANTED, StateVariable, holds
from renkei.model.study import Study

States = dict[str, str]
"""A value for every state."""


@dataclass(frozen=True, slots=True)
class Block:
    """The combinations in which each named state has one of its values, whatever the others."""

    values: tuple[tuple[str, tuple[str, ...]], ...]
    """(state, values), only for states that are bound; empty for all combinations."""


class Combinations:
    """Every combination of states, and of what may be granted.

    Attributes:
        all: one value for each state, in the order of the names and the declared values.
    """

    def __init__(self, variables: Mapping[str, StateVariable]) -> None:
        self._names = sorted(variables)
        self._values = [tuple(variables[name].values) for name in self._names]
        self._tuples = list(product(*self._values))
        self.all: tuple[States, ...] = tuple(
            dict(zip(self._names, t, strict=True)) for t in self._tuples
        )

    def __len__(self) -> int:
        return len(self.all)

    def blocks(self, chosen: Iterable[int]) -> tuple[Block, ...]:
        """The fewest blocks, about, that hold exactly these combinations (given by number).

        All combinations are one block that binds nothing; none are no block.
        """
        wanted = {self._tuples[i] for i in chosen}
        left = set(wanted)
        found: list[Block] = []
        while left:
            block = max(
                (self._grown(seed, wanted) for seed in sorted(left, key=self._tuples.index)),
                key=lambda values: len(left.intersection(product(*values))),
            )
            left.difference_update(product(*block))
            found.append(self._bound(block))
        return tuple(found)

    def _grown(
        self, seed: tuple[str, ...], wanted: set[tuple[str, ...]]
    ) -> tuple[tuple[str, ...], ...]:
        block: list[tuple[str, ...]] = [(value,) for value in seed]
        for i, values in enumerate(self._values):
            for value in values:
                if value in block[i]:
                    continue
                wider = [*block]
                wider[i] = tuple(v for v in values if v == value or v in block[i])
                if wanted.issuperset(product(*wider)):
                    block = wider
        return tuple(block)

    def _bound(self, block: Sequence[tuple[str, ...]]) -> Block:
        return Block(
            tuple(
                (name, held)
                for name, held, values in zip(self._names, block, self._values, strict=True)
                if len(held) < len(values)
            )
        )


def states_in_force(study: Study, arrangement: str) -> list[States]:
    """Every combination of states in which an arrangement is in force, with everything it may be
    granted granted or not; none where there are more than the model allows."""
    noun = study.arrangements[arrangement]
    sizes = prod(len(v.values) for v in study.states.values()), 2 ** len(granted_in(noun))
    if max(sizes) > MOST_COMBINATIONS:
        return []  # a finding of its own
    every = Combinations(variables(study, arrangement)).all
    return [states for states in every if holds(noun.in_force, states)]


def became(first: Mapping[str, str], then: Mapping[str, str]) -> str:
    """What is otherwise in one combination than in another, in words; nothing where none is."""
    return ", ".join(f"{n} is {v}" for n, v in then.items() if first[n] != v)


def states_in_words(study: Study, arrangement: str, states: Sequence[States]) -> str:
    """Some combinations of an arrangement's states, as the end of a sentence; nothing where they
    are all in which it is in force."""
    if not states or all(s in states for s in states_in_force(study, arrangement)):
        return ""
    every = Combinations(variables(study, arrangement))
    return blocks_in_words(every.blocks(i for i, s in enumerate(every.all) if s in states))


def blocks_in_words(blocks: Iterable[Block]) -> str:
    """Some combinations of states: "in crisis and wartime (USA readiness)"; all of them: ""."""
    return "; also ".join(filter(None, (_block(b) for b in blocks)))


def _block(block: Block) -> str:
    by_values: dict[tuple[str, ...], list[str]] = {}
    granted: list[str] = []
    for name, values in block.values:
        if values == (GRANTED,):
            granted.append(f"once {name} is done")
        elif values == (NOT_GRANTED,):
            granted.append(f"before {name} is done, or after its recall")
        else:
            by_values.setdefault(values, []).append(name)
    said = [f"{listed(values)} ({', '.join(names)})" for values, names in by_values.items()]
    words = f"in {', with '.join(said)}" if said else ""
    return ", ".join(filter(None, (words, *granted)))
