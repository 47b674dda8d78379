"""Two arrangements side by side, in every combination of states in which both are in force."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from renkei.checks.cases import View
from renkei.checks.combinations import Block, Combinations, blocks_in_words
from renkei.checks.study import CheckedStudy
from renkei.checks.transfer import variables
from renkei.cli.doors import counted
from renkei.cli.wording import (
    Spelling,
    cited,
    lines_in_words,
    nation_title,
)
from renkei.model.state import holds

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True)
class Sentence:
    """One difference.

    Attributes:
        group: the heading it stands under.
        words: what differs, without the states.
        blocks: the states in which it does; one block that binds nothing for all of them.
        at: where what it says is written, "file:line".
        data: the same for programs.
    """

    group: str
    words: str
    blocks: tuple[Block, ...]
    at: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The whole sentence."""
        return f"{cited(self._said(), lines_in_words(self.at))}."

    def _said(self) -> str:
        states = blocks_in_words(self.blocks)
        words = self.words if states else self.words.rstrip(",")
        return f"{words[:1].upper()}{words[1:]}{states and ' '}{states}"

    def row(self) -> dict[str, Any]:
        """The sentence as part of a JSON document."""
        return {
            "group": self.group,
            "words": self._said(),
            "states": [{k: list(v) for k, v in block.values} for block in self.blocks],
            "at": list(self.at),
            **self.data,
        }


@dataclass(frozen=True)
class Told:
    """What one group has to say: the differences, and what it found the same."""

    sentences: tuple[Sentence, ...]
    same: str = ""
    """As part of a sentence: "who decides 14 of 16 functions"; empty if there is nothing."""


class Pair:
    """An arrangement *before* and one *after*, by combination of states.

    Attributes:
        shared: numbers of the combinations in which both are in force and which are asked for.
    """

    def __init__(
        self, checked: CheckedStudy, before: str, after: str,
        asked: Mapping[str, Iterable[str]] | None = None,
    ) -> None:  # fmt: skip
        self.checked = checked
        self.study = checked.study
        self.before, self.after = before, after
        self.old, self.new = (self.study.arrangements[n] for n in (before, after))
        self.combinations = Combinations(variables(self.study, before, after))
        wanted = {name: set(values) for name, values in (asked or {}).items()}
        self.shared = [
            i
            for i, states in enumerate(self.combinations.all)
            if holds(self.old.in_force, states)
            and holds(self.new.in_force, states)
            and all(states[name] in values for name, values in wanted.items())
        ]
        self.spell = Spelling()

    def views(self, combination: int) -> tuple[View, View]:
        """Both arrangements in one combination of states."""
        states = self.combinations.all[combination]
        return self.checked.view(self.before, states), self.checked.view(self.after, states)

    def changes(
        self, look: Callable[[View], Mapping[K, V]]
    ) -> tuple[dict[tuple[K, V | None, V | None], list[int]], int, int]:
        """What differs between the two, key by key.

        Args:
            look: what there is in one view, by key.

        Returns:
            (key, before, after) with the combinations in which it differs so; how many keys
            are the same in all combinations; how many there are.
        """
        found: dict[tuple[K, V | None, V | None], list[int]] = {}
        keys: set[K] = set()
        for i in self.shared:
            old, new = map(look, self.views(i))
            keys |= old.keys() | new.keys()
            for key in old.keys() | new.keys():
                if old.get(key) != new.get(key):
                    found.setdefault((key, old.get(key), new.get(key)), []).append(i)
        ordered = dict(sorted(found.items(), key=lambda item: str(item[0])))
        return ordered, len(keys) - len({key for key, _, _ in found}), len(keys)

    def sentence(
        self, group: str, words: str, chosen: Sequence[int], at: Iterable[str], **data: Any
    ) -> Sentence:
        """A sentence that holds in the chosen combinations."""
        lines = tuple(dict.fromkeys(filter(None, at)))
        return Sentence(group, words, self.combinations.blocks(chosen), lines, data)

    def at(self, arrangement: str, *path: str | int) -> str:
        """Where something of an arrangement is written."""
        return self.study.origins.find("arrangements", arrangement, *path).cited

    def nation(self, nation: str) -> str:
        """A nation in parentheses, " (United States)"; nothing for a body that several share."""
        return f" ({nation_title(self.study, nation)})" if nation else ""


def same_of(what: str, same: int, every: int, one: str, many: str = "") -> str:
    """What stays the same as part of a sentence: "who decides all 16 functions"."""
    if not same:
        return ""
    if same == every:
        whole = {1: "the one", 2: "both"}.get(every, f"all {every}")
        number = f"{whole} {one if every == 1 else many or f'{one}s'}"
    else:
        number = f"{same} of {counted(every, one, many)}"
    return f"{what} {number}".strip()
