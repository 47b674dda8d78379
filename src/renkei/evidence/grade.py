"""Grades of evidence: where a number comes from and how well it fits its use."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """Where a number comes from, best first."""

    MEASURED = "measured"
    EXERCISE = "exercise"
    DOCUMENTED = "documented"
    EXPERT = "expert"
    PLACEHOLDER = "placeholder"


class Fit(StrEnum):
    """How close the observed process is to the one it is used for, best first."""

    SAME_PROCESS = "same process"
    SIMILAR = "similar"
    ANALOGY = "analogy"


def worst(grades: list[Grade]) -> Grade:
    """The worst of several grades; a result is no better than what it rests on."""
    order = list(Grade)
    return max(grades, key=order.index, default=Grade.PLACEHOLDER)
