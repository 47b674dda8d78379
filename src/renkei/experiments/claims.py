"""Claims of the debate, put to the model: holds, does not, undecided, or not for this model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import NONE, Case
from renkei.checks.study import CheckedStudy
from renkei.experiments.compare import sample
from renkei.experiments.drivers import drivers, flips
from renkei.experiments.rows import Sample, time_margin
from renkei.experiments.settings import Settings
from renkei.measures import verdict as verdicts
from renkei.measures.intervals import luck_by_world, quantile, resampled_quantiles
from renkei.model.study import Ask

Floats = NDArray[np.float64]
HOLDS = "holds"
DOES_NOT = "does not hold"
UNDECIDED = "undecided"
NOT_THIS = "not something this model can say"


@dataclass(frozen=True, slots=True)
class Part:
    """A claim in one scenario."""

    scenario: str
    verdict: str
    share: float
    """Share of worlds in which it holds."""
    because: str | None
    flips: tuple[str, ...]
    """Estimates whose upper against lower half of worlds changes the verdict."""
    finding: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model says of a claim."""

    name: str
    says: str
    by: str
    date: str
    verdict: str
    share: float | None
    worlds: int
    flips: tuple[str, ...]
    note: str
    parts: tuple[Part, ...] = ()


Known = Mapping[tuple[str, str, str], Sample]
"""Samples already run, by arrangement, thread and scenario."""


@dataclass(frozen=True)
class _Court:
    """What claims are put to."""

    checked: CheckedStudy
    settings: Settings
    known: Known

    def answers(self, case: Case) -> Floats:
        """[worlds, replications] seconds to the answer of an unaltered case."""
        known = self.known.get(case.key)
        return known.answer_s() if known is not None else sample(case, self.settings).answer_s()


def answer_claims(
    checked: CheckedStudy, settings: Settings, *, known: Known | None = None
) -> tuple[Answered, ...]:
    """Every claim of the study, answered.

    Args:
        known: samples already run with the same settings, so that they need not run again.
    """
    court = _Court(checked, settings, known or {})
    return tuple(_answer(court, name) for name in sorted(checked.study.claims))


def _answer(court: _Court, name: str) -> Answered:
    checked, settings = court.checked, court.settings
    claim = checked.study.claims[name]
    ask = claim.asks
    if ask is None:
        return Answered(
            name, claim.says, claim.by, claim.date, NOT_THIS, None, settings.worlds, (),
            claim.why_not,
        )  # fmt: skip
    put = {
        "time-to-release": _faster, "break-even": _break_even, "waits-on": _waits_on
    }[ask.measure]  # fmt: skip
    parts: list[Part] = []
    for scenario in ask.scenarios:
        part = put(court, ask, scenario)
        if part is not None:
            parts.append(part)
    if not parts:
        words = "the arrangement is not in force in any of these scenarios"
        return Answered(
            name, claim.says, claim.by, claim.date, NOT_THIS, None, settings.worlds, (), words
        )
    said = {p.verdict for p in parts}
    verdict = said.pop() if len(said) == 1 else UNDECIDED
    flips = tuple(sorted({f for p in parts for f in p.flips}))
    share = float(np.mean([p.share for p in parts]))
    note = " ".join(p.finding for p in parts)
    if len({p.verdict for p in parts}) > 1:
        note = "It depends on the scenario. " + note
    return Answered(
        name, claim.says, claim.by, claim.date, verdict, share, settings.worlds, flips, note,
        tuple(parts),
    )  # fmt: skip


def _pair(checked: CheckedStudy, ask: Ask, scenario: str) -> tuple[Case, Case] | None:
    one = checked.case(ask.arrangement, ask.thread, scenario)
    other = checked.case(ask.against or checked.study.baseline, ask.thread, scenario)
    return None if one is None or other is None else (one, other)


@dataclass(frozen=True, slots=True)
class _Contrast:
    difference: Floats
    low: Floats
    high: Floats
    margin: Floats

    def verdict(self, which: NDArray[np.bool_]) -> verdicts.Verdict:
        return verdicts.decide(
            self.difference[which], self.low[which], self.high[which], self.margin[which],
            less_is_better=True,
        )  # fmt: skip


def _contrast(checked: CheckedStudy, one: Floats, other: Floats) -> _Contrast:
    """Per world, the median of one less that of the other, with luck."""
    (a,), (b,) = resampled_quantiles(one, (0.5,)), resampled_quantiles(other, (0.5,))
    with np.errstate(invalid="ignore"):
        resampled = np.nan_to_num(a - b, nan=0.0, posinf=np.inf, neginf=-np.inf)
        middle = quantile(one, 0.5) - quantile(other, 0.5)
    low, high = luck_by_world(resampled)
    base = quantile(other, 0.5)
    difference = np.where(np.isnan(middle), 0.0, middle)
    return _Contrast(difference, low, high, time_margin(checked, base))


def _as_claimed(words: str, expect: str) -> str:
    faster = words in (verdicts.BETTER_NEARLY_ALL, verdicts.BETTER_MOST)
    if expect == "better":
        if faster:
            return HOLDS
        return UNDECIDED if words == verdicts.UNDECIDED else DOES_NOT
    if words == verdicts.UNDECIDED:
        return UNDECIDED
    return HOLDS if words == verdicts.ALIKE else DOES_NOT


class _Again:
    """The verdict among some of the worlds."""

    def __init__(self, contrast: _Contrast, expect: str) -> None:
        self._contrast = contrast
        self._expect = expect

    def __call__(self, which: NDArray[np.bool_]) -> str:
        return _as_claimed(self._contrast.verdict(which).words, self._expect)


def _flips(
    cases: tuple[Case, ...], settings: Settings, figure: Floats,
    again: Callable[[NDArray[np.bool_]], str],
) -> tuple[str, ...]:  # fmt: skip
    """Estimates of any of the cases whose upper and lower half of worlds differ in verdict."""
    known: dict[str, Floats] = {}
    for case in cases:
        known.update(drivers(case, settings.worlds, settings.seed))
    return tuple(f.estimate for f in flips(known, figure, again))


def _faster(court: _Court, ask: Ask, scenario: str) -> Part | None:
    checked, settings = court.checked, court.settings
    pair = _pair(checked, ask, scenario)
    if pair is None:
        return None
    one, other = (court.answers(c) for c in pair)
    contrast = _contrast(checked, one, other)
    every = np.ones(settings.worlds, np.bool_)
    verdict = contrast.verdict(every)
    again = _Again(contrast, ask.expect)
    said = again(every)
    share = verdict.better if ask.expect == "better" else verdict.alike
    gain = -float(np.median(contrast.difference)) / 60
    title = checked.study.scenarios[scenario].title
    against = ask.against or checked.study.baseline
    finding = (
        f"{title}: {ask.arrangement} against {against}: {verdict.words} "
        f"({share:.0%} of {settings.worlds} worlds as claimed; "
        f"in the middle world the answer comes {abs(gain):.0f} min "
        f"{'sooner' if gain >= 0 else 'later'})."
    )
    return Part(
        scenario, said, share, verdict.because,
        _flips(pair, settings, contrast.difference, again), finding,
    )  # fmt: skip


def _with_share(case: Case, estimate: str, share: float) -> Case:
    """The case with one share estimate held at a value in every world."""
    estimates = tuple(
        replace(e, low=share, likely=share, high=share) if e.name == estimate else e
        for e in case.estimates
    )
    return replace(case, estimates=estimates)


def _break_even(court: _Court, ask: Ask, scenario: str) -> Part | None:
    checked, settings = court.checked, court.settings
    pair = _pair(checked, ask, scenario)
    if pair is None or ask.estimate is None:
        return None
    other = court.answers(pair[1])
    every = np.ones(settings.worlds, np.bool_)

    def contrast_at(tenths: int) -> _Contrast:
        altered = _with_share(pair[0], ask.estimate or "", tenths / 10)
        same = tenths == 0 and not checked.study.estimates[ask.estimate or ""].range()[2]
        one = court.answers(pair[0]) if same else sample(altered, settings).answer_s()
        return _contrast(checked, one, other)

    now = contrast_at(0)
    verdict = now.verdict(every)
    said = _Again(now, ask.expect)(every)

    def stands_at(tenths: int) -> bool:
        """Whether the verdict is still the same; too few runs to tell changes nothing."""
        there = contrast_at(tenths).verdict(every)
        return there.because == "luck" or _as_claimed(there.words, ask.expect) == said

    flip: float | None = None
    if verdict.words == verdicts.ALIKE:
        # From alike, saving time can only lead to faster: the one change is bracketed.
        if not stands_at(10):
            stands, turned = 0, 10
            while turned - stands > 1:
                middle = (stands + turned) // 2
                stands, turned = (middle, turned) if stands_at(middle) else (stands, middle)
            flip = turned / 10
    else:
        flip = next((t / 10 for t in range(1, 11) if not stands_at(t)), None)
    title = checked.study.scenarios[scenario].title
    if not _eased(pair[0], ask.estimate):
        finding = f"{title}: nothing in this thread is eased by {ask.estimate}."
    elif flip is None:
        finding = f"{title}: were it all of the time it eases, the verdict would still stand."
    else:
        finding = (
            f"{title}: the verdict changes once {ask.estimate} is about {flip:.0%} of the time "
            "it eases."
        )
    share = verdict.better if ask.expect == "better" else verdict.alike
    return Part(
        scenario, said, share, now.verdict(every).because,
        (ask.estimate,) if flip is not None else (), finding,
    )  # fmt: skip


def _eased(case: Case, estimate: str) -> bool:
    index = next((i for i, e in enumerate(case.estimates) if e.name == estimate), NONE)
    asked = [c for s in case.steps for h in s.holdings for c in h.consents]
    return any(s.eased == index for s in case.steps) or any(c.eased == index for c in asked)


def _waits_on(court: _Court, ask: Ask, scenario: str) -> Part | None:
    checked, settings = court.checked, court.settings
    case = checked.case(ask.arrangement, ask.thread, scenario)
    if case is None:
        return None
    bases = frozenset(
        s.base for s in case.steps if s.name.removeprefix(f"{case.thread}/") in ask.steps
    ) | frozenset(
        e.base
        for e in case.edges
        if case.steps[e.target].name.removeprefix(f"{case.thread}/") in ask.steps
    )
    sampled = sample(case, settings, flagged=bases)
    answered = np.isfinite(sampled.answer_s())
    touched = sampled.columns().touched.reshape(answered.shape) & answered
    by_world = touched.sum(axis=1) / np.maximum(answered.sum(axis=1), 1)

    def said_of(which: NDArray[np.bool_]) -> str:
        yes = float((by_world[which] > 0.5).mean())
        if yes >= verdicts.MOST:
            return HOLDS
        return DOES_NOT if yes <= 1 - verdicts.MOST else UNDECIDED

    every = np.ones(settings.worlds, np.bool_)
    said = said_of(every)
    turning = _flips((case,), settings, by_world, said_of)
    share = float((by_world > 0.5).mean())
    total = float(touched.sum() / max(answered.sum(), 1))
    title = checked.study.scenarios[scenario].title
    finding = (
        f"{title}: on the critical path in {total:.0%} of answered runs, and in most runs of "
        f"{share:.0%} of worlds."
    )
    because = "worlds" if said == UNDECIDED else None
    return Part(scenario, said, share, because, turning, finding)
