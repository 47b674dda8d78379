"""Which estimates move a result, and so how good the evidence behind it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import NONE, Case, CheckedEstimate
from renkei.checks.study import CheckedStudy
from renkei.engine.luck import world_value
from renkei.evidence.grade import Grade, worst

Floats = NDArray[np.float64]
CHANCE = 3.0
"""A rank correlation counts when it exceeds this many times its chance spread."""


@dataclass(frozen=True, slots=True)
class Driver:
    """An estimate that moves a result, with its rank correlation across worlds."""

    estimate: str
    correlation: float


def used_estimates(case: Case) -> tuple[int, ...]:
    """Every estimate a case can draw from."""
    used: set[int] = set()
    for step in case.steps:
        used |= {step.takes, step.eased, step.refuses, *step.odds}
        for holding in step.holdings:
            for c in holding.consents:
                used |= {c.takes, c.eased, c.refuses}
                for route in c.routes:
                    if route is not None:
                        used |= {s.estimate for s in (*route.segments, *route.back)}
    for edge in case.edges:
        used |= {s.estimate for a in edge.routes for b in a for r in b for s in r.segments}
    used |= {p.reach for p in case.posts}
    for source in case.sources:
        used |= {source.every, *(o for f in source.facts for o in f.odds)}
    return tuple(sorted(used - {NONE}))


@lru_cache(maxsize=4096)
def _values(estimate: CheckedEstimate, worlds: int, seed: int) -> Floats:
    return np.array([float(world_value(estimate, seed, w)) for w in range(worlds)])


@lru_cache(maxsize=4096)
def _ranks(estimate: CheckedEstimate, worlds: int, seed: int) -> Floats:
    return ranks(_values(estimate, worlds, seed))


def world_values(case: Case, worlds: int, seed: int) -> dict[str, Floats]:
    """The worlds' values of every estimate with a range, [worlds] each."""
    found: dict[str, Floats] = {}
    for index in used_estimates(case):
        e = case.estimates[index]
        if e.low < e.high:
            found[e.name] = _values(e, worlds, seed)
    return found


def ranks(values: Floats) -> Floats:
    """Ranks with ties shared, centred and scaled to length 1; all ties give zeros."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    r: Floats = middle[inverse] - middle[inverse].mean()
    length = float(np.sqrt((r**2).sum()))
    if length > 0:
        r /= length
    return r


def movers(known: dict[str, Floats], by_world: Floats) -> tuple[Driver, ...]:
    """The at most five estimates that move a figure most across worlds, beyond chance."""
    if not np.isfinite(by_world).all():
        return ()
    own = ranks(by_world)
    chance = CHANCE / np.sqrt(max(len(by_world) - 1, 1))
    found = [Driver(name, float(np.dot(own, r))) for name, r in known.items()]
    strong = [d for d in found if abs(d.correlation) > chance]
    return tuple(sorted(strong, key=lambda d: (-abs(d.correlation), d.estimate))[:5])


def grade_of(
    checked: CheckedStudy, known: dict[str, Floats], by_world: Floats, used: tuple[str, ...]
) -> tuple[Grade, tuple[Driver, ...]]:
    """The worst grade among the estimates that move a result most, and those estimates.

    Where none stands out, all that are used count.
    """
    moving = movers(known, by_world)
    names = [d.estimate for d in moving] or list(used)
    return worst([checked.study.estimates[name].grade for name in names]), moving


@dataclass(frozen=True, slots=True)
class Flip:
    """An estimate on which a verdict turns.

    Attributes:
        lower, upper: the verdict among the half of the worlds where it is lower, or higher.
    """

    estimate: str
    lower: str
    upper: str


def flips(
    known: dict[str, Floats], figure: Floats, judged: Callable[[NDArray[np.bool_]], str]
) -> tuple[Flip, ...]:
    """The estimates whose upper against lower half of worlds changes a verdict.

    Args:
        known: scaled ranks of the estimates, by world, as ``drivers`` gives them.
        figure: what the verdict is about, by world; an estimate that does not move it beyond
            chance cannot turn the verdict, however the halves happen to fall.
        judged: the verdict among some of the worlds.
    """
    found: list[Flip] = []
    if not np.isfinite(figure).all():
        return ()
    own, size = ranks(figure), ranks(np.abs(figure))
    chance = CHANCE / np.sqrt(max(len(figure) - 1, 1))
    for name, values in sorted(known.items()):
        moved = max(abs(float(np.dot(own, values))), abs(float(np.dot(size, values))))
        upper = values > np.median(values)
        if moved > chance and upper.any() and not upper.all():
            low, high = judged(~upper), judged(upper)
            if low.split(" in ")[0] != high.split(" in ")[0]:
                found.append(Flip(name, low, high))
    return tuple(found)


def drivers(case: Case, worlds: int, seed: int) -> dict[str, Floats]:
    """Scaled ranks of the worlds' values of every estimate the case can draw."""
    estimates = (case.estimates[i] for i in used_estimates(case))
    return {e.name: _ranks(e, worlds, seed) for e in estimates if e.low < e.high}
