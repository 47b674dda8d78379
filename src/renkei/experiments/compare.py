"""Compares the arrangements of a study: does the choice matter, by how much, how sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy
from renkei.experiments.dependence import Dependence, dependence
from renkei.experiments.differences import differing
from renkei.experiments.guarantee import Watched, watched_in
from renkei.experiments.rows import ENOUGH, Result, Sample, rows_of, time_margin
from renkei.experiments.settings import Settings
from renkei.experiments.whatif import without
from renkei.measures.intervals import Interval, doubt_of, quantile
from renkei.record.vocabulary import Kind
from renkei.runs.simulate import simulate

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
"""(arrangement, thread, scenario)."""


@dataclass(frozen=True, slots=True)
class Room:
    """Room to matter for one thread in one scenario."""

    thread: str
    scenario: str
    share: float
    """Share of the baseline's answers with something the arrangements differ in on the path."""
    gain_s: float
    """Median of how much sooner the answer would come if all of that took no time."""
    gain_doubt: Interval
    margin_s: float
    share_of_worlds_below: float
    matters: bool
    fixed_share: float
    """Share of the time to release that no compared arrangement can change."""
    enough: bool
    """Whether nine runs in ten are answered under the baseline; otherwise room cannot be told,
    and ``matters`` claims nothing by being true."""
    compared: int
    """Number of options compared with the baseline here."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of where the time went: mean seconds over the runs that reached a milestone."""

    arrangement: str
    thread: str
    scenario: str
    milestone: str
    kind: str
    nation: str
    headquarters: str
    deliberation: bool
    seconds: float


@dataclass(frozen=True)
class Comparison:
    """A whole comparison; ``document`` in ``experiments.document`` writes it as JSON."""

    checked: CheckedStudy
    settings: Settings
    results: tuple[Result, ...]
    room: tuple[Room, ...]
    decomposition: tuple[Part, ...]
    samples: dict[Key, Sample] = field(repr=False)
    dependence: dict[tuple[str, str, str, str], Dependence] = field(repr=False)
    """By arrangement, thread, scenario, nation."""
    guarantees: tuple[Watched, ...] = ()

    def result(self, arrangement: str, thread: str, scenario: str, measure: str) -> Result | None:
        """The first row with these keys."""
        for r in self.results:
            if (r.arrangement, r.thread, r.scenario, r.measure) == (
                arrangement, thread, scenario, measure,
            ):  # fmt: skip
                return r
        return None


Progress = Callable[[str, int, int], None]


def compare(
    checked: CheckedStudy, *, settings: Settings, arrangements: tuple[str, ...] = (),
    threads: tuple[str, ...] = (), scenarios: tuple[str, ...] = (),
    progress: Progress = lambda text, done, of: None,
) -> Comparison:  # fmt: skip
    """Runs every case and compares each arrangement with the baseline.

    Args:
        arrangements, threads, scenarios: only these; empty means all. The baseline is always
            among the arrangements.
    """
    cases = [
        c
        for c in checked.cases
        if (not arrangements or c.arrangement in (*arrangements, checked.study.baseline))
        and (not threads or c.thread in threads)
        and (not scenarios or c.scenario in scenarios)
    ]
    cells = sorted({(c.thread, c.scenario) for c in cases})
    kept: dict[Key, Sample] = {}
    depends: dict[tuple[str, str, str, str], Dependence] = {}
    results: list[Result] = []
    rooms: list[Room] = []
    parts: list[Part] = []
    watched: list[Watched] = []
    # One thread and scenario at a time, so that the columns of the others can be let go.
    for number, (thread, scenario) in enumerate(cells):
        progress(f"{thread} · {scenario}", number, len(cells))
        here = [c for c in cases if (c.thread, c.scenario) == (thread, scenario)]
        samples = {c.key: sample(c, settings, flagged=_where(checked, c, here)) for c in here}
        for case in here:
            for nation, found in dependence(checked, case, settings).items():
                depends[(*case.key, nation)] = found
        rooms += _rooms(checked, samples, settings)
        results += rows_of(checked, samples, depends)
        parts += [p for s in samples.values() for p in _parts(s)]
        watched += [w for s in samples.values() for w in watched_in(checked, s)]
        kept.update({key: s.slim() for key, s in samples.items()})
    progress("", len(cells), len(cells))
    order = {c.key: i for i, c in enumerate(cases)}
    results.sort(key=lambda r: order[r.arrangement, r.thread, r.scenario])
    parts.sort(key=lambda p: order[p.arrangement, p.thread, p.scenario])
    watched.sort(key=lambda w: (w.name, order[w.arrangement, w.thread, w.scenario]))
    return Comparison(
        checked, settings, tuple(results), tuple(rooms), tuple(parts), kept, depends,
        tuple(watched),
    )  # fmt: skip


def sample(case: Case, settings: Settings, *, flagged: frozenset[int] = frozenset()) -> Sample:
    """Runs one case."""
    outcomes = simulate(
        case, seed=settings.seed, worlds=settings.worlds, replications=settings.replications,
        by=settings.by, workers=settings.workers, flagged=flagged,
    )  # fmt: skip
    return Sample(case, outcomes, settings.worlds, settings.replications, settings.seed)


# -- room to matter ------------------------------------------------------------------------


def _where(checked: CheckedStudy, case: Case, cases: list[Case]) -> frozenset[int]:
    """For the baseline, what is not the same in all options compared; for others, nothing."""
    study = checked.study
    if case.arrangement != study.baseline:
        return frozenset()
    options = [
        c
        for c in cases
        if c.arrangement != study.baseline and study.arrangements[c.arrangement].role == "option"
    ]
    return differing(case, options)


def _rooms(checked: CheckedStudy, samples: dict[Key, Sample], settings: Settings) -> list[Room]:
    """Room to matter in one thread and scenario, if the baseline is in force there."""
    cases = [s.case for s in samples.values()]
    found: list[Room] = []
    for marked in samples.values():
        if marked.case.arrangement == checked.study.baseline:
            bases = _where(checked, marked.case, cases)
            freed = sample(without(marked.case, bases), settings)
            found.append(_room(checked, marked.case, marked, freed, len(cases) - 1))
    return found


def _room(checked: CheckedStudy, base: Case, marked: Sample, freed: Sample, compared: int) -> Room:
    before, after = marked.answer_s(), freed.answer_s()
    both = np.isfinite(before) | np.isfinite(after)
    with np.errstate(invalid="ignore"):
        gain = np.where(both, before - after, 0.0)
    gain = np.where(np.isnan(gain), 0.0, gain)
    by_world = quantile(gain, 0.5)
    margins = time_margin(checked, quantile(before, 0.5))
    below = float((by_world < margins).mean())
    answered = np.isfinite(before)
    touched = marked.of_first(marked.columns().touched)
    enough = bool(answered.mean() >= ENOUGH)
    share = float(touched[answered].mean()) if answered.any() else 0.0
    finite = np.isfinite(before) & np.isfinite(after) & (before > 0)
    fixed = float(np.median(after[finite] / before[finite])) if finite.any() else 1.0
    median_margin = float(np.median(margins))
    return Room(
        thread=base.thread, scenario=base.scenario, share=share,
        gain_s=float(quantile(gain.ravel(), 0.5)), gain_doubt=doubt_of(by_world),
        margin_s=median_margin, share_of_worlds_below=below, matters=below < 0.95 or not enough,
        fixed_share=fixed, enough=enough, compared=compared,
    )  # fmt: skip


# -- where the time went ---------------------------------------------------------------------


def _parts(sampled: Sample) -> list[Part]:
    case, outcomes = sampled.case, sampled.columns()
    sums = outcomes.parts.sum(axis=0)
    reached = outcomes.reached.sum(axis=0)
    found: dict[tuple[str, str, str, str, bool], int] = {}
    for m, kind, post, deliberation in zip(*np.nonzero(sums), strict=True):
        p = case.posts[int(post)]
        key = (
            case.legend.milestones[int(m)], Kind(int(kind)).name.lower().replace("_", " "),
            p.nation, p.headquarters, bool(deliberation),
        )  # fmt: skip
        found[key] = found.get(key, 0) + int(sums[m, kind, post, deliberation])
    return [
        Part(
            case.arrangement, case.thread, case.scenario, milestone, kind, nation, headquarters,
            deliberation,
            found[milestone, kind, nation, headquarters, deliberation]
            / 1000
            / int(reached[case.legend.milestones.index(milestone)]),
        )
        for milestone, kind, nation, headquarters, deliberation in sorted(found)
    ]  # fmt: skip
