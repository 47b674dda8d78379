"""Queues with known answers: Erlang's formula, and workload W2 beside a plain event list."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import stations, w2
from renkei import kernel
from renkei.checks.study import check
from renkei.lowering import lower
from renkei.program import Program
from renkei.reading.study import read_text
from renkei.record.vocabulary import Kind
from tests.agreement.twins import agree

HOUR = 3_600_000


def program_of(text: str) -> Program:
    """The only case of a study in one file."""
    return lower(check(read_text({"study.yaml": text})).cases[0])


def test_a_station_meets_erlang() -> None:
    outcomes = kernel.run(program_of(stations.STUDY), seed=3, worlds=[0], replications=40)
    assert outcomes.reached.sum() == 40 * stations.CUSTOMERS
    waits = outcomes.parts[0, 0, Kind.QUEUE].sum() / outcomes.reached.sum() / 60_000
    assert waits == pytest.approx(stations.erlang_wait(), rel=0.02)
    busy = outcomes.load.sum() / 40 / 60_000 / stations.CUSTOMERS
    assert busy == pytest.approx(stations.MEAN_WORK_MIN, rel=0.005)


def test_w2_is_the_plain_event_list() -> None:
    runs = 60
    outcomes = kernel.run(program_of(w2.study()), seed=3, worlds=[0], replications=runs)
    times = outcomes.milestones.reshape(runs, w2.CASES)
    assert (times >= 0).all(), "every case is done by the horizon"
    ours = times.mean(axis=1) / HOUR
    plain = np.array([
        np.mean([s for _, s in w2.Reference(seed).run(w2.CASES)]) for seed in range(30)
    ])  # fmt: skip
    error = np.hypot(ours.std() / len(ours) ** 0.5, plain.std() / len(plain) ** 0.5)
    assert abs(ours.mean() - plain.mean()) < 4 * error
    assert 88 < ours.mean() < 102
    # Urgent cases go first, but nobody is interrupted.
    queued = outcomes.parts[0, 0, [Kind.QUEUE, Kind.OFF_DUTY]].sum()
    assert 0.6 < queued / outcomes.parts.sum() < 0.95


def test_a_crowd_that_overflows_every_pool_agrees() -> None:
    """Pools begin small; a run that fills one is taken again with a larger one."""
    text = stations.STUDY.replace(f"count: {stations.CUSTOMERS}", "count: 400")
    between = f"{stations.MEAN_WORK_MIN / stations.PEOPLE / stations.LOAD} min"
    agree(check(read_text({"study.yaml": text.replace(between, "0 min")})).cases[0])


def test_a_loop_that_is_never_left_is_an_error() -> None:
    text = stations.STUDY.replace("answer: true", "answer: true, after: [serve.again], "
                                  "outcomes: {again: surely, out: rest}")  # fmt: skip
    surely = "surely: {title: Surely, unit: probability, low: 1.0, likely: 1.0, high: 1.0, "
    text = text.replace("  work:\n", f"  {surely}grade: placeholder}}\n  work:\n")
    text = text.replace(f"{stations.MEAN_WORK_MIN} min", "0 min")
    with pytest.raises(ValueError, match="4,096 times"):
        kernel.run(program_of(text), seed=1, worlds=[0], replications=1)


def test_w2_agrees_with_the_engine() -> None:
    agree(check(read_text({"study.yaml": w2.study(cases=40)})).cases[0], replications=1)
