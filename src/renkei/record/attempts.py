"""How often a step may be begun in one incident (rule 8), and what is said beyond that."""

from __future__ import annotations

MOST_ATTEMPTS = 4096
"""Twelve bits hold the number of an attempt, in addresses and in keys."""


class TooManyAttempts(ValueError):
    """A loop goes round so often that a step's attempts can no longer be numbered.

    Attributes:
        base: base of the step's site.
    """

    def __init__(self, base: int, step: str = "", case: tuple[str, str, str] | None = None) -> None:
        self.base = base
        called = f'the step "{step}"' if step else "a step"
        where = "{1} under {0} in {2}: ".format(*case) if case else ""
        super().__init__(
            f"{where}{called} was begun more than {MOST_ATTEMPTS:,} times in one incident, which "
            "is the most there can be. The loop that leads back to it is left too rarely: make the "
            "outcome that leads back less likely, or its steps longer"
        )
