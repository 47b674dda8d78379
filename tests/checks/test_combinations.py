"""Combinations of states, in the fewest words that are still exact."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from renkei.checks.combinations import Combinations, blocks_in_words
from renkei.cli.wording import lines_in_words
from renkei.model.state import StateVariable

TWO = {
    "readiness": StateVariable(values=("peacetime", "crisis", "wartime")),
    "law": StateVariable(values=("normal", "attack")),
}


def words(*wanted: tuple[str, str]) -> str:
    """The words for combinations given as (law, readiness)."""
    c = Combinations(TWO)
    chosen = [i for i, s in enumerate(c.all) if (s["law"], s["readiness"]) in wanted]
    assert len(chosen) == len(wanted)
    return blocks_in_words(c.blocks(chosen))


ALL = list(product(("normal", "attack"), ("peacetime", "crisis", "wartime")))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (ALL, ""),
        ([], ""),
        ([("attack", r) for _, r in ALL[:3]], "in attack (law)"),
        ([p for p in ALL if p[1] != "peacetime"], "in crisis and wartime (readiness)"),
        ([("attack", "crisis")], "in attack (law), with crisis (readiness)"),
        (
            [p for p in ALL if p != ("normal", "peacetime")],
            "in crisis and wartime (readiness); also in attack (law)",
        ),
        (
            [("normal", "peacetime"), ("attack", "wartime")],
            "in normal (law), with peacetime (readiness); also in attack (law), with wartime "
            "(readiness)",
        ),
    ],
)
def test_in_words(wanted: list[tuple[str, str]], said: str) -> None:
    assert words(*wanted) == said


def test_states_that_have_the_same_values_are_named_together() -> None:
    c = Combinations({n: StateVariable(values=("calm", "war")) for n in ("JPN", "USA")})
    chosen = [i for i, s in enumerate(c.all) if set(s.values()) == {"war"}]
    assert blocks_in_words(c.blocks(chosen)) == "in war (JPN, USA)"


def test_blocks_hold_exactly_what_was_chosen() -> None:
    c = Combinations(TWO)
    numbers = range(len(c))
    for chosen in chain.from_iterable(combinations(numbers, n) for n in range(len(c) + 1)):
        held = {
            i
            for i in numbers
            for block in c.blocks(chosen)
            if all(c.all[i][name] in values for name, values in block.values)
        }
        assert held == set(chosen)


def test_without_states_there_is_one_combination() -> None:
    c = Combinations({})
    assert c.all == ({},) and blocks_in_words(c.blocks([0])) == ""


def test_lines_of_one_file_stand_together() -> None:
    at = ["a.yaml:9", "a.yaml:3", "b.yaml:1", "a.yaml:4", "a.yaml:3", "a.yaml:5"]
    assert lines_in_words(at) == "a.yaml:3-5 and 9, b.yaml:1"
    assert lines_in_words([]) == ""
