"""What is kept of one incident: when its milestones came, and where the time went."""

from __future__ import annotations

from dataclasses import dataclass, field

from renkei.record.vocabulary import End, Kind


@dataclass(slots=True)
class Outcome:
    """One incident of one run. Times are ms after the incident began.

    Attributes:
        milestones: time of each milestone reached, by index.
        parts: per milestone, ms on its critical path by (kind, post, deliberation). The post
            is where the item was, or for transit the post the word left. They sum to the
            milestone's time exactly.
        bases: bases of the steps, edges and roles on the critical path of the first answer.
        handovers: hops between headquarters on that path.
        borders: borders crossed on it.
        violated: guarantees that it violated, by index.
    """

    incident: int
    begun: int
    end: End = End.OPEN
    ended: int = -1
    milestones: dict[int, int] = field(default_factory=dict)
    parts: dict[int, dict[tuple[Kind, int, bool], int]] = field(default_factory=dict)
    bases: frozenset[int] = frozenset()
    handovers: int = 0
    borders: int = 0
    violated: set[int] = field(default_factory=set)
