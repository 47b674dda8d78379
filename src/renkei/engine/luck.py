"""The luck of one run: every draw a pure function of seed, world, replication and address."""

from __future__ import annotations

from renkei.checks.case import NONE, Case, CheckedEstimate
from renkei.draws.address import counter, digest, digest32, uniform
from renkei.draws.laws import duration, table
from renkei.draws.worlds import median_in_world, probability_in_world

AT_LIMIT_U = (99 << 64) // 100
"""The quantile that stands for the limit of work that has none of its own."""


class Luck:
    """Draws for one (seed, world, replication)."""

    def __init__(self, case: Case, seed: int, world: int, replication: int) -> None:
        self._case = case
        self._seed = seed
        self._world = world
        self._replication = replication
        self._in_world: dict[int, int] = {}
        self._sources = [digest32(s.name) for s in case.sources]

    def in_world(self, estimate: int) -> int:
        """The world's value of an estimate: a median in ms, or a threshold out of 2**64."""
        value = self._in_world.get(estimate)
        if value is None:
            e = self._case.estimates[estimate]
            value = world_value(e, self._seed, self._world)
            self._in_world[estimate] = value
        return value

    def u(self, source: int, ordinal: int, attempt: int, *address: str) -> int:
        """64 uniform bits for an address."""
        return uniform(
            self._seed,
            self._world,
            self._replication,
            digest(*address),
            counter(self._sources[source], ordinal, attempt),
        )

    def time(self, estimate: int, eased: int, u: int) -> int:
        """A duration in ms from 64 uniform bits, less the share that is saved."""
        law = table(self._case.estimates[estimate].law)
        ms = duration(law, self.in_world(estimate), u)
        if eased != NONE:
            ms -= (ms * (self.in_world(eased) >> 44)) >> 20
        return ms

    def happens(self, estimate: int, u: int) -> bool:
        """Whether the event with this probability occurs."""
        return u < self.in_world(estimate)

    def choose(self, odds: tuple[int, ...], u: int) -> int:
        """The index of the outcome drawn; NONE among the odds takes what the others leave."""
        return choose([NONE if o == NONE else self.in_world(o) for o in odds], u)


def choose(thresholds: list[int], u: int) -> int:
    """The index drawn by laying the probabilities side by side, the rest last.

    Where they exceed 1 together, the later ones are cut.
    """
    total = 0
    rest = len(thresholds) - 1
    for index, threshold in enumerate(thresholds):
        if threshold == NONE:
            rest = index
            continue
        total += threshold
        if u < total:
            return index
    return rest


def world_value(estimate: CheckedEstimate, seed: int, world: int) -> int:
    """What one world holds an estimate to be (rule 7)."""
    if estimate.unit == "time":
        return median_in_world(
            seed, world, estimate.name, int(estimate.low), int(estimate.likely), int(estimate.high)
        )
    return probability_in_world(
        seed, world, estimate.name, estimate.low, estimate.likely, estimate.high
    )
