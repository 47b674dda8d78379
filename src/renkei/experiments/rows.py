"""The rows of a comparison: every measure with value, luck, doubt and verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy
from renkei.evidence.grade import Grade
from renkei.experiments.dependence import Dependence, answer_index, first_incident
from renkei.experiments.drivers import (
    Driver,
    Flip,
    drivers,
    flips,
    grade_of,
    movers,
    used_estimates,
)
from renkei.measures.intervals import (
    Interval,
    doubt_of,
    luck_by_world,
    luck_of,
    luck_of_mean,
    luck_of_share_difference,
    quantile,
    resampled_pooled_quantiles,
    resampled_quantiles,
)
from renkei.measures.register import MEASURES
from renkei.measures.verdict import Verdict, decide
from renkei.program.outcomes import Outcomes

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
ENOUGH = 0.9
"""Medians and P90 are given only where this share of runs end done."""


@dataclass(frozen=True)
class Sample:
    """The runs of one case.

    Attributes:
        outcomes: all columns; None once they have been read, to keep eight bytes a run.
    """

    case: Case
    outcomes: Outcomes | None
    worlds: int
    replications: int
    seed: int
    _times: dict[int, Floats] = field(default_factory=dict, repr=False)

    def columns(self) -> Outcomes:
        """All columns, while they are kept."""
        assert self.outcomes is not None, "the columns of this sample have been let go"
        return self.outcomes

    def milestone_s(self, index: int) -> Floats:
        """[worlds, replications] seconds to a milestone, infinite where it never came."""
        if index in self._times:
            return self._times[index]
        ms = self.of_first(self.columns().milestones[:, index])
        times = np.where(ms < 0, np.inf, ms / 1000)
        if index == answer_index(self.case):
            self._times[index] = times  # the one that is asked for again and again
        return times

    def of_first(self, rows: NDArray[Any]) -> NDArray[Any]:
        """[worlds, replications] of a column, for the first incident of the thread."""
        return first_incident(self.case, rows, self.worlds)

    def answer_s(self) -> Floats:
        """[worlds, replications] seconds to the answer."""
        return self.milestone_s(answer_index(self.case))

    def slim(self) -> Sample:
        """The same with nothing but the times to the answer."""
        answer = answer_index(self.case)
        kept = {answer: self.milestone_s(answer)}
        return Sample(self.case, None, self.worlds, self.replications, self.seed, kept)


@dataclass(frozen=True, slots=True)
class Result:
    """One row: a measure of one arrangement, thread and scenario."""

    arrangement: str
    thread: str
    scenario: str
    measure: str
    value: float | None
    unit: str
    luck: Interval | None
    doubt: Interval | None
    grade: Grade
    difference: float | None = None
    difference_luck: Interval | None = None
    difference_doubt: Interval | None = None
    verdict: Verdict | None = None
    milestone: str | None = None
    nation: str | None = None
    deadline_s: float | None = None
    post: str | None = None
    note: str = ""
    drivers: tuple[Driver, ...] = ()
    """Estimates that move the value."""
    difference_drivers: tuple[Driver, ...] = ()
    """Estimates that move the difference to the baseline."""
    flips: tuple[Flip, ...] = ()
    """Estimates on which the verdict turns; given for the time to release."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One measure of one case: pooled value, per-world values and their luck."""

    value: float
    by_world: Floats
    luck: Interval
    resampled: Floats | None = None
    """[worlds, RESAMPLES], for paired differences of quantiles."""
    pooled: Floats | None = None
    """[RESAMPLES]."""
    runs: NDArray[np.bool_] | NDArray[np.float32] | None = None
    """[worlds, replications], for paired differences of shares and means; as narrow as they
    come, since they are kept for every run."""
    spread: tuple[Floats, int] | None = None
    """Per-world variance and number of runs, where single runs are not kept."""
    enough: bool = True
    note: str = ""


Label = tuple[str, str | None, str | None, float | None, str | None]
"""(measure, milestone, nation, deadline_s, post)."""


def rows_of(
    checked: CheckedStudy, samples: dict[Key, Sample],
    depends: dict[tuple[str, str, str, str], Dependence],
) -> Iterator[Result]:  # fmt: skip
    """The rows of all arrangements in one thread and scenario, the baseline among them."""
    columns = {key: dict(_columns(checked, s, depends)) for key, s in samples.items()}
    base = next((c for key, c in columns.items() if key[0] == checked.study.baseline), {})
    known = {key: drivers(s.case, s.worlds, s.seed) for key, s in samples.items()}
    of_base = next((k for key, k in known.items() if key[0] == checked.study.baseline), {})
    for key, sample in samples.items():
        # A difference may hang on what only the baseline has to do.
        both = {**of_base, **known[key]}
        used = tuple(sample.case.estimates[i].name for i in used_estimates(sample.case))
        for label, column in columns[key].items():
            row = _result(checked, sample.case, label, column, known[key], used)
            before = base.get(label)
            comparable = before is not None and column.enough and before.enough
            if before is None or not comparable or key[0] == checked.study.baseline:
                yield row
            else:
                yield _compared(checked, row, column, before, both)


def _result(
    checked: CheckedStudy, case: Case, label: Label, column: _Column, known: dict[str, Floats],
    used: tuple[str, ...],
) -> Result:  # fmt: skip
    measure, milestone, nation, deadline, post = label
    # Work by post is shown, not ranked: what drives it is not asked.
    ranked = MEASURES[measure].better != "neither"
    driving = grade_of(checked, known if ranked else {}, column.by_world, used)
    return Result(
        arrangement=case.arrangement, thread=case.thread, scenario=case.scenario, measure=measure,
        value=_given(column.value) if column.enough else None, unit=MEASURES[measure].unit,
        luck=column.luck if column.enough else None,
        doubt=doubt_of(column.by_world) if column.enough else None,
        grade=driving[0], milestone=milestone, nation=nation, deadline_s=deadline, post=post,
        note=column.note if column.enough else "fewer than nine in ten runs get there",
        drivers=driving[1],
    )  # fmt: skip


def _compared(
    checked: CheckedStudy, row: Result, column: _Column, base: _Column, known: dict[str, Floats]
) -> Result:
    difference = _minus(column.by_world, base.by_world)
    low, high = _paired_luck(column, base, difference)
    pooled = float(_minus(np.array([column.value]), np.array([base.value]))[0])
    if column.pooled is not None and base.pooled is not None:
        luck = luck_of(_minus(column.pooled, base.pooled))
    else:
        half = float(np.sqrt(np.sum(((high - low) / 2) ** 2)) / len(low))
        luck = Interval(pooled - half, pooled + half)
    measure = MEASURES[row.measure]
    verdict: Verdict | None = None
    turns: tuple[Flip, ...] = ()
    if measure.better != "neither":
        margin = _margin(checked, measure.margin, base.by_world)

        def judged(which: NDArray[np.bool_]) -> Verdict:
            return decide(
                difference[which], low[which], high[which], margin[which],
                less_is_better=measure.better == "less",
            )  # fmt: skip

        verdict = judged(np.ones(len(difference), np.bool_))
        if row.measure == "time-to-release":
            turns = flips(known, difference, lambda which: judged(which).words)
    return replace(
        row, difference=_given(pooled), difference_luck=luck,
        difference_doubt=doubt_of(difference), verdict=verdict,
        difference_drivers=movers(known, difference) if verdict else (), flips=turns,
    )  # fmt: skip


def _margin(checked: CheckedStudy, kind: str, baseline: Floats) -> Floats:
    margins = checked.study.margins
    if kind == "share":
        return np.full_like(baseline, margins.share)
    if kind == "count":
        return np.full_like(baseline, margins.count)
    return time_margin(checked, baseline)


def time_margin(checked: CheckedStudy, baseline_s: Floats) -> Floats:
    """The time difference that matters, in seconds, given the baseline's time."""
    margins = checked.study.margins
    scaled = np.where(np.isfinite(baseline_s), margins.time_share * baseline_s, 0.0)
    return np.maximum(scaled, margins.time / 1000)


def _minus(a: Floats, b: Floats) -> Floats:
    """Difference in which never less never is nothing."""
    with np.errstate(invalid="ignore"):
        difference = a - b
    return np.where(np.isnan(difference), 0.0, difference)


def _paired_luck(column: _Column, base: _Column, difference: Floats) -> tuple[Floats, Floats]:
    if column.resampled is not None and base.resampled is not None:
        return luck_by_world(_minus(column.resampled, base.resampled))
    if column.runs is not None and base.runs is not None:
        a, b = column.runs, base.runs
        if a.dtype == np.bool_:
            if np.array_equal(a, b):
                return np.zeros(len(a)), np.zeros(len(a))
            return luck_of_share_difference(a.astype(np.bool_), b.astype(np.bool_))
        return luck_of_mean(a.astype(np.float32) - b.astype(np.float32))
    if column.spread is not None and base.spread is not None:
        # Without single runs the pairing is not used: wider than need be, never narrower.
        half = 1.96 * np.sqrt(column.spread[0] / column.spread[1] + base.spread[0] / base.spread[1])
        return difference - half, difference + half
    return difference, difference


def _given(value: float) -> float | None:
    return value if np.isfinite(value) else None


# -- the measures --------------------------------------------------------------------------


def _columns(
    checked: CheckedStudy, sample: Sample, depends: dict[tuple[str, str, str, str], Dependence]
) -> Iterator[tuple[Label, _Column]]:
    case = sample.case
    answer = answer_index(case)
    times = sample.answer_s()
    half, ninety = _quantiles(times, (0.5, 0.9))
    name = case.legend.milestones[answer]
    yield ("time-to-release", name, None, None, None), half
    yield ("time-to-release-p90", name, None, None, None), ninety
    for index, milestone in enumerate(case.legend.milestones):
        if index != answer:
            (middle,) = _quantiles(sample.milestone_s(index), (0.5,))
            yield ("time-to-milestone", milestone, None, None, None), middle
    deadlines = checked.study.deadlines.get(case.thread)
    for ms in sorted({*deadlines.at, deadlines.marked} if deadlines else ()):
        seconds = ms / 1000
        yield (
            ("in-time", name, None, seconds, None),
            _share(times <= seconds),
        )
    yield ("answered", name, None, None, None), _share(np.isfinite(times))
    for (arrangement, thread, scenario, nation), d in sorted(depends.items()):
        if (arrangement, thread, scenario) != case.key:
            continue
        count = float(len(d.consents))
        flat = np.full(sample.worlds, count)
        yield (
            ("foreign-yes-needed", None, nation, None, None),
            _Column(count, flat, Interval(count, count), note="; ".join(d.consents)),
        )
        (hand,) = _quantiles(d.hand_s, (0.5,))
        yield ("foreign-hand", name, nation, None, None), hand
        yield ("done-anyway", name, nation, None, None), _share(d.anyway)
    answered = np.isfinite(times)
    for measure, values in (
        ("handovers", sample.columns().handovers), ("border-crossings", sample.columns().borders),
    ):  # fmt: skip
        yield (measure, name, None, None, None), _mean(sample.of_first(values), answered)
    for index, post in enumerate(case.posts):
        yield ("load", None, None, None, post.name), _load(sample, index)


def _quantiles(values: Floats, qs: tuple[float, ...]) -> list[_Column]:
    enough = float(np.isfinite(values).mean()) >= ENOUGH
    if not enough:
        empty = np.full(values.shape[0], np.inf)
        nothing = Interval(np.inf, np.inf)
        return [_Column(np.inf, empty, nothing, enough=False) for _ in qs]
    by_world = resampled_quantiles(values, qs)
    pooled = resampled_pooled_quantiles(values, qs)
    return [
        _Column(
            float(quantile(values.ravel(), q)), quantile(values, q), luck_of(pool),
            resampled=resampled, pooled=pool,
        )
        for q, resampled, pool in zip(qs, by_world, pooled, strict=True)
    ]  # fmt: skip


def _share(runs: NDArray[np.bool_]) -> _Column:
    worlds, n = runs.shape
    by_world = runs.mean(axis=1)
    total = worlds * n + 4
    adjusted = (runs.sum() + 2) / total
    half = 1.96 * float(np.sqrt(adjusted * (1 - adjusted) / total))
    value = float(runs.mean())
    luck = Interval(max(0.0, min(value, adjusted - half)), min(1.0, max(value, adjusted + half)))
    return _Column(value, by_world, luck, runs=runs)


def _mean(values: NDArray[np.uint16], answered: NDArray[np.bool_]) -> _Column:
    """Mean over the runs that were answered; the others say nothing of it."""
    if answered.mean() < ENOUGH or not answered.any(axis=1).all():
        nothing = np.full(len(values), np.inf)
        return _Column(np.inf, nothing, Interval(np.inf, np.inf), enough=False)
    runs = np.where(answered, values, np.nan).astype(np.float32)
    by_world: Floats = np.asarray(np.nanmean(runs, axis=1, dtype=np.float64))
    low, high = luck_of_mean(runs)
    half = float(np.sqrt(np.sum(((high - low) / 2) ** 2)) / len(low))
    value = float(by_world.mean())
    return _Column(value, by_world, Interval(value - half, value + half), runs=runs)


def _load(sample: Sample, post: int) -> _Column:
    n = sample.replications
    hours = 3_600_000
    by_world = sample.columns().load[:, post] / n / hours
    mean_s = sample.columns().load[:, post] / n / 1000
    # The squares are of whole seconds, cut; on average that loses one mean.
    squares = sample.columns().load_squares[:, post] / n + mean_s
    variance = np.maximum(squares - mean_s**2, 0.0) / 3600**2 * (n / max(n - 1, 1))
    value = float(by_world.mean())
    half = 1.96 * float(np.sqrt(np.sum(variance / n)) / sample.worlds)
    return _Column(value, by_world, Interval(value - half, value + half), spread=(variance, n))
