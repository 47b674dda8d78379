"""Targets: intervals from history that steps, routes and reaching must reproduce together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renkei.checks.study import CheckedStudy
from renkei.evidence.duration import words
from renkei.experiments.rows import Sample
from renkei.experiments.settings import Settings
from renkei.measures.intervals import quantile
from renkei.model.study import Target
from renkei.runs.simulate import simulate


@dataclass(frozen=True, slots=True)
class Met:
    """A target beside what is simulated under the arrangement it was observed in.

    Attributes:
        low_s, middle_s, high_s: the 5th, 50th and 95th hundredth of all runs.
        inside: whether the recorded interval and the middle 90 % of runs meet.
    """

    name: str
    target: Target
    low_s: float
    middle_s: float
    high_s: float
    inside: bool

    def row(self) -> tuple[str, str, str, str]:
        """Title, recorded interval, simulated interval, verdict: for tables."""
        recorded = f"{words(self.target.low)} to {words(self.target.high)}"
        if self.target.low == self.target.high:
            recorded = words(self.target.low)
        simulated = (
            f"{words(self.middle_s * 1000)} ({words(self.low_s * 1000)} to "
            f"{words(self.high_s * 1000)})"
        )
        return self.target.title, recorded, simulated, "met" if self.inside else "missed"


def meet_targets(checked: CheckedStudy, settings: Settings) -> tuple[Met, ...]:
    """Every target of the study beside its simulation.

    Raises:
        KeyError: a target names a milestone that its thread does not have.
    """
    found: list[Met] = []
    for name, target in sorted(checked.study.targets.items()):
        case = checked.case(target.arrangement, target.thread, target.scenario)
        if case is None:
            continue
        if target.milestone not in case.legend.milestones:
            raise KeyError(target.milestone)
        outcomes = simulate(
            case, seed=settings.seed, worlds=settings.worlds,
            replications=settings.replications, by=settings.by, workers=settings.workers,
        )  # fmt: skip
        sample = Sample(case, outcomes, settings.worlds, settings.replications, settings.seed)
        times = sample.milestone_s(case.legend.milestones.index(target.milestone)).ravel()
        low, middle, high = (float(quantile(times, q)) for q in (0.05, 0.5, 0.95))
        inside = low * 1000 <= target.high and high * 1000 >= target.low
        found.append(Met(name, target, low, middle, high, bool(inside and np.isfinite(middle))))
    return tuple(found)
