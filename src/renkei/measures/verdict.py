"""Verdicts: better, worse, alike or not known, by how many worlds say so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEARLY_ALL = 0.95
MOST = 0.75

BETTER_NEARLY_ALL = "better in nearly all worlds"
BETTER_MOST = "better in most worlds"
WORSE_NEARLY_ALL = "worse in nearly all worlds"
WORSE_MOST = "worse in most worlds"
ALIKE = "no difference that matters"
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, why it is undecided if it is, and the shares of worlds behind it."""

    words: str
    because: str | None
    better: float
    worse: float
    alike: float


def decide(
    difference: Floats, low: Floats, high: Floats, margin: Floats, *, less_is_better: bool
) -> Verdict:
    """The verdict on an arrangement against the baseline.

    Args:
        difference: per world, the arrangement's value less the baseline's.
        low, high: per world, its interval of luck.
        margin: per world, the difference that matters.
        less_is_better: the measure's direction.
    """
    if not less_is_better:
        difference, low, high = -difference, -high, -low
    better = high < -margin
    worse = low > margin
    alike = (low >= -margin) & (high <= margin)
    words = _words(better, worse, alike)
    because = None
    if words == UNDECIDED:
        # Were luck nothing, would the worlds agree?
        sure = _words(difference < -margin, difference > margin, np.abs(difference) <= margin)
        because = "worlds" if sure == UNDECIDED else "luck"
    return Verdict(words, because, float(better.mean()), float(worse.mean()), float(alike.mean()))


def _words(better: NDArray[np.bool_], worse: NDArray[np.bool_], alike: NDArray[np.bool_]) -> str:
    for share, nearly_all, most in (
        (better.mean(), BETTER_NEARLY_ALL, BETTER_MOST),
        (worse.mean(), WORSE_NEARLY_ALL, WORSE_MOST),
    ):
        if share >= NEARLY_ALL:
            return nearly_all
        if share >= MOST:
            return most
    return ALIKE if alike.mean() >= NEARLY_ALL else UNDECIDED
