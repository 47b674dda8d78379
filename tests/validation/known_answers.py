"""Small studies with known answers, run through the ordinary doors, and intervals around results.

A result is judged by batch means: every world is one batch, independent of the others since its
luck has another key; all estimates are exactly known, so worlds differ by luck alone. The first
fifth of each stream is left out as warm-up. The interval is Student's, 99 %, and must hold the
known answer. Seeds are fixed, so a test passes always or never.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from renkei.checks.case import Case
from renkei.program.outcomes import Outcomes
from renkei.runs.simulate import simulate
from tests.metamorphic.worked_study import Plain, case_of, headquarters, post, skeleton, time

BY: Literal["kernel", "engine"] = "engine" if os.environ.get("RENKEI_BY") == "engine" else "kernel"
"""Set RENKEI_BY=engine to look for faults without the kernel, slowly."""

BATCHES = 20
WARM_UP = 0.2
CONFIDENCE = 0.99
SECOND = 1_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A 99 % interval of a mean, by batch means."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def half_width(self) -> float:
        """Half of its width."""
        return (self.high - self.low) / 2

    def holds(self, value: float, *, within: float) -> bool:
        """Whether it holds the known answer and is no wider than a share of it either way."""
        return value in self and self.half_width <= within * abs(value)


def interval(batch_means: Floats) -> Interval:
    """Student's interval from the means of independent batches."""
    assert np.isfinite(batch_means).all()
    mean, n = float(batch_means.mean()), len(batch_means)
    spread = float(batch_means.std(ddof=1)) / n**0.5
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) * spread
    return Interval(mean - reach, mean + reach)


def exponential(mean: str) -> Plain:
    """An exponential law with a given mean."""
    return time(mean, "exponential") | {"states": "mean"}


def stream_study(count: int, gap: Plain, steps: Plain, **posts: Plain) -> Plain:
    """A stream of incidents of one thread through posts of one headquarters."""
    study = skeleton(horizon="90 d")
    study["estimates"] |= {"gap": gap, "unit": exponential("1 s")}
    study["arrangements"]["a"] = {
        "title": "A",
        "headquarters": {"House": headquarters("JPN", "Tokyo", **posts)},
    }
    study["threads"]["t"] = {"title": "T", "steps": steps}
    study["scenarios"]["s"]["threads"]["t"] = {
        "incidents": {"main": {"thread": "t", "count": count, "every": "gap"}}
    }
    return study


def queue_study(count: int, servers: int, load: float, service: Plain | None = None) -> Plain:
    """Incidents arriving at random at a post: load per server, mean service one second."""
    gap_ms = SECOND / (load * servers)
    study = stream_study(
        count,
        exponential(f"{gap_ms:.0f} ms"),
        {"serve": {"by": "desk of House", "takes": "service", "answer": True}},
        desk=post(people=servers),
    )
    study["estimates"]["service"] = service or exponential("1 s")
    return study


def outcomes(study: Plain | Case, *, seed: int, replications: int = 1) -> Outcomes:
    """A study's one case, run in as many worlds as there are batches."""
    case = study if isinstance(study, Case) else case_of(study)
    return simulate(case, seed=seed, worlds=BATCHES, replications=replications, by=BY)


def seconds(found: Outcomes, milestone: int = 0) -> Floats:
    """[batches, incidents] seconds to a milestone, without the warm-up; all must be reached."""
    by_batch = found.milestones[:, milestone].reshape(BATCHES, -1)
    kept = by_batch[:, int(by_batch.shape[1] * WARM_UP) :]
    assert (kept >= 0).all(), "every incident of the stream is answered before the horizon"
    result: Floats = kept / SECOND
    return result


def mean_time(study: Plain, *, seed: int, milestone: int = 0) -> Interval:
    """Interval of the mean time to a milestone, in seconds."""
    return interval(seconds(outcomes(study, seed=seed), milestone).mean(axis=1))


def decision(asked: int, takes: str, refuses: float | None = None, **more: Any) -> Plain:
    """A stream of decisions, none of which gets in another's way, with consents in parallel."""
    steps = {"act": {"does": "decide", "function": "act", "takes": "zero", "answer": True}}
    posts = {f"p{i}": post(people=64) for i in range(asked)}
    study = stream_study(more["count"], time("100 s"), steps, chief=post(people=64), **posts)
    if refuses is not None:
        study["estimates"]["refuses"] = {
            "title": "Refuses",
            "unit": "probability",
            "low": refuses,
            "likely": refuses,
            "high": refuses,
            "grade": "placeholder",
        }
    consent: Plain = {"takes": takes} | ({} if refuses is None else {"refuses": "refuses"})
    study["arrangements"]["a"]["rights"] = {
        "act": {
            "function": "act",
            "decides": "chief of House",
            "consent": {f"c{i}": {"of": f"p{i} of House", **consent} for i in range(asked)},
        }
    }
    return study
