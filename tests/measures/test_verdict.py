"""Verdicts: what so many worlds come to."""

from __future__ import annotations

import numpy as np
import pytest

from renkei.measures import verdict as v


def decide(worlds: list[tuple[float, float, float]], margin: float = 1.0) -> v.Verdict:
    d, low, high = (np.array(x) for x in zip(*worlds, strict=True))
    return v.decide(d, low, high, np.full(len(d), margin), less_is_better=True)


FASTER, SLOWER = (-5.0, -6.0, -4.0), (5.0, 4.0, 6.0)
ALIKE, UNCLEAR_FASTER = (0.0, -0.5, 0.5), (-3.0, -6.0, 0.0)


@pytest.mark.parametrize(
    ("worlds", "words", "because"),
    [
        ([FASTER] * 20, "better in nearly all worlds", None),
        ([FASTER] * 19 + [SLOWER], "better in nearly all worlds", None),
        ([FASTER] * 15 + [SLOWER] * 5, "better in most worlds", None),
        ([SLOWER] * 20, "worse in nearly all worlds", None),
        ([SLOWER] * 16 + [ALIKE] * 4, "worse in most worlds", None),
        ([ALIKE] * 19 + [FASTER], "no difference that matters", None),
        ([ALIKE] * 18 + [FASTER] * 2, "undecided", "worlds"),
        ([FASTER] * 10 + [SLOWER] * 10, "undecided", "worlds"),
        ([FASTER] * 10 + [UNCLEAR_FASTER] * 10, "undecided", "luck"),
        ([UNCLEAR_FASTER] * 20, "undecided", "luck"),
    ],
)
def test_verdict(worlds: list[tuple[float, float, float]], words: str, because: str | None) -> None:
    found = decide(worlds)
    assert (found.words, found.because) == (words, because)


def test_more_is_better_turns_it_round() -> None:
    d = np.full(20, 0.3)
    found = v.decide(d, d - 0.1, d + 0.1, np.full(20, 0.05), less_is_better=False)
    assert found.words == "better in nearly all worlds"


def test_no_number_of_runs_turns_worlds_that_disagree_into_a_winner() -> None:
    exact = [(-5.0, -5.0, -5.0)] * 12 + [(5.0, 5.0, 5.0)] * 8
    assert decide(exact).words == "undecided"
    assert decide(exact).because == "worlds"


def test_what_lies_on_the_margin_is_alike() -> None:
    assert decide([(1.0, 1.0, 1.0)] * 20).words == "no difference that matters"
