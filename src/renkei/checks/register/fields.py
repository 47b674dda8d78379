# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Fields, arrangements that extend others, and overlays."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_FIRST = "arrangements:\n  parallel:\n    title: Parallel\n"


def _other(fields: str, more: str = "") -> tuple[tuple[str, str], ...]:
    """A second arrangement that extends the first."""
    other = f"arrangements:\n  other:\n    title: Other\n    extends: parallel\n{fields}"
    return ((_FIRST, f"{more}{other}{_FIRST.removeprefix('arrangements:')[1:]}"),)


_OVERLAYS = (
    "overlays:\n  one:\n    headquarters:\n      Alpha:\n        rank: O-9\n"
    "  two:\n    headquarters:\n      Alpha:\n        {mark}rank: O-10\n"
)

CHECKS = (
    Check(
        "missing-field", ERROR,
        "Something that is needed is not there.",
        "Nothing is guessed.",
        "Add the field.",
        (("title: A study in order\n", ""), ("study: checkable\n", "¦study: checkable\n")),
    ),
    Check(
        "unknown-field", ERROR,
        "There is no field of this name here.",
        "A field that nobody reads says nothing, whatever its author meant.",
        "Correct the name; the finding gives the nearest.",
        (("question: What is found?\n", "question: What is found?\n¦qestion: What?\n"),),
    ),
    Check(
        "bad-value", ERROR,
        "A field cannot have this value.",
        "Numbers carry units, lists are lists, and a range goes from low to high.",
        "Write what the finding asks for; renkei schema tells an editor the same.",
        (("    horizon: 4 d\n", "    ¦horizon: 4 fortnights\n"),),
    ),
    Check(
        "extends-circle", ERROR,
        "Arrangements extend one another in a circle.",
        "None of them would be whole.",
        "Let one of them extend nothing.",
        ((_FIRST,
          "arrangements:\n  left:\n    title: Left\n    ¦extends: right\n"
          "  right:\n    title: Right\n    extends: left\n"
          "  parallel:\n    title: Parallel\n"),),
    ),
    Check(
        "overrides-nothing", WARNING,
        "An arrangement says again what it inherits.",
        "It looks like a difference and is none.",
        "Take it out.",
        _other("    headquarters:\n      Alpha:\n        ¦place: Tokyo\n"),
    ),
    Check(
        "removes-nothing", ERROR,
        "An arrangement removes what it does not have.",
        "The name is wrong, and what should have gone is still there.",
        "Correct the name, or take the line out.",
        _other("    rights:\n      ¦akt: null\n"),
    ),
    Check(
        "overlay-unused", WARNING,
        "No arrangement takes in this overlay.",
        "What it says was not looked at.",
        "Add it to an arrangement's 'with', or take it out.",
        (("arrangements:\n",
          "overlays:\n  ¦rank:\n    headquarters:\n      Alpha:\n        rank: O-9\narrangements:\n"),),
    ),
    Check(
        "overlays-conflict", ERROR,
        "Two overlays of one arrangement set the same field.",
        "Which of them holds would hang on their order.",
        "Take in one of them, or let them set different fields.",
        _other("    with: [one, two]\n", _OVERLAYS.format(mark="¦")),
    ),
)  # fmt: skip
