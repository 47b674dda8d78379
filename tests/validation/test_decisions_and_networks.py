"""Known answers of consents, refusals, merges, repeats and critical paths.

Rows V-24, V-28, V-32, V-33, V-34 and V-35 of the table of known answers. Intervals by batch means,
99 % (see ``known_answers``).
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from renkei.record.vocabulary import End
from renkei.runs.simulate import simulate
from tests.metamorphic.generated_studies import Drawn, calm
from tests.metamorphic.worked_study import case_of, post, probability, time
from tests.validation.known_answers import (
    BATCHES,
    BY,
    decision,
    interval,
    mean_time,
    outcomes,
    seconds,
    stream_study,
)

SEED = 20261124


@pytest.mark.parametrize("asked", [2, 3, 4, 5, 6])
def test_consents_in_parallel(asked: int) -> None:
    """V-24: the slowest of n exponential answers takes 1 + 1/2 + ... + 1/n."""
    exact = sum(1 / k for k in range(1, asked + 1))
    found = mean_time(decision(asked, "unit", count=40_000), seed=SEED)
    assert found.holds(exact, within=0.02), found


@pytest.mark.parametrize(
    ("asked", "passes"), [(2, 0.9025), (3, 0.857375), (4, 0.814506), (6, 0.735092)]
)
def test_each_may_refuse(asked: int, passes: float) -> None:
    """V-28: n nations each agree with 95 %: 0.95 to the n."""
    count = 5_000
    found = outcomes(decision(asked, "unit", refuses=0.05, count=count), seed=SEED)
    done = (found.end == End.DONE).reshape(BATCHES, count).mean(axis=1)
    refused = (found.end == End.REFUSED).reshape(BATCHES, count).mean(axis=1)
    assert np.allclose(done + refused, 1)
    assert interval(done).holds(passes, within=0.02)


@given(calm())
@settings(max_examples=25)
def test_the_critical_path_method_exactly(drawn: Drawn) -> None:
    """V-32: with nothing uncertain, every step ends when the critical path method says."""
    case = case_of(drawn.study())
    found = simulate(case, seed=SEED, worlds=1, replications=1, by=BY)
    names = case.legend.milestones
    ends = {f"done-{i:02}": end * 60_000 for i, end in enumerate(drawn.ends())}
    assert dict(zip(names, found.milestones[0].tolist(), strict=True)) == ends


def test_pert() -> None:
    """V-33: 2 - 5 - 14 has mean 6 and deviation 2."""
    study = stream_study(
        10_000,
        time("100 s"),
        {"work": {"by": "desk of House", "takes": "pert", "answer": True}},
        desk=post(people=64),
    )
    study["estimates"]["pert"] = time("6 s", "pert") | {
        "states": "mean",
        "law-low": 0.4,
        "law-high": 2.8,
    }
    found = seconds(outcomes(study, seed=SEED))
    assert interval(found.mean(axis=1)).holds(6.0, within=0.005)
    assert interval(found.std(axis=1)).holds(2.0, within=0.01)
    assert found.min() >= 2.0
    assert found.max() <= 14.0


@pytest.mark.parametrize(
    ("median", "spread", "exact"), [("10 s", 0.2, 11.128379), ("9 s", 1 / 3, 10.993378)]
)
def test_merge_of_two_paths(median: str, spread: float, exact: float) -> None:
    """V-34: the later of N(10, 2) and N(10, 2) or N(9, 3); Clark. (Cut at 0: 0.0013 more.)"""
    study = stream_study(
        10_000,
        time("100 s"),
        {
            "left": {"by": "desk of House", "takes": "one"},
            "right": {"by": "desk of House", "takes": "two"},
            "merge": {
                "by": "desk of House",
                "takes": "zero",
                "after": ["left", "right"],
                "answer": True,
            },
        },
        desk=post(people=64),
    )
    study["estimates"] |= {
        "one": time("10 s", "normal", 0.2),
        "two": time(median, "normal", spread),
    }
    assert mean_time(study, seed=SEED).holds(exact, within=0.004)


def test_repeat_until_right() -> None:
    """V-35: wrong with 0.2, unit work: 1.25 passes, deviation the root of 0.3125."""
    study = stream_study(
        10_000,
        time("100 s"),
        {
            "begin": {"by": "desk of House", "takes": "zero"},
            "try": {
                "by": "desk of House",
                "takes": "second",
                "after": {"any": ["begin", "look.wrong"]},
            },
            "look": {
                "by": "desk of House",
                "takes": "zero",
                "after": "try",
                "outcomes": {"wrong": "wrong", "right": "rest"},
            },
            "end": {"by": "desk of House", "takes": "zero", "after": "look.right", "answer": True},
        },
        desk=post(people=64),
    )
    study["estimates"] |= {"second": time("1 s"), "wrong": probability(0.2)}
    found = seconds(outcomes(study, seed=SEED))
    assert np.array_equal(found, np.round(found))
    assert interval(found.mean(axis=1)).holds(1.25, within=0.005)
    assert interval(found.std(axis=1)).holds(sqrt(0.3125), within=0.02)
