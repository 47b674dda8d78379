"""Where the time went, summed up: machinery by kind, and deliberation apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renkei.experiments.compare import Part


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Mean seconds on the critical path of one milestone.

    Attributes:
        machinery: by kind, whatever is not deliberation.
        deliberation: all political judgement, whether it decides or consents.
    """

    machinery: dict[str, float]
    deliberation: float

    @property
    def whole(self) -> float:
        """All of it."""
        return self.deliberation + sum(self.machinery.values())


def time_spent(parts: Iterable[Part]) -> TimeSpent:
    """Sums up the parts of one milestone of one case."""
    machinery: dict[str, float] = {}
    deliberation = 0.0
    for p in parts:
        if p.deliberation:
            deliberation += p.seconds
        else:
            machinery[p.kind] = machinery.get(p.kind, 0.0) + p.seconds
    return TimeSpent(machinery, deliberation)
