"""What the report is about: a comparison, indexed, with a letter for each arrangement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from renkei.checks.identity import study_identity
from renkei.checks.zones import dtg, local_text
from renkei.experiments.compare import Comparison, Part, Room
from renkei.experiments.dependence import answer_index
from renkei.experiments.rows import Result, Sample
from renkei.model.study import Study
from renkei.report.markup import Html, joined, tag
from renkei.report.words import duration

Cell = tuple[str, str]
"""(thread, scenario)."""


class Contents:
    """A comparison as the report's parts ask for it."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.checked = comparison.checked
        self.study: Study = comparison.checked.study
        there = {key[0] for key in comparison.samples} | {
            a for a, _, _ in self.checked.not_in_force
        }
        baseline = self.study.baseline
        ordered = [baseline, *(a for a in self.study.arrangements if a != baseline)]
        named = [a for a in ordered if a in there]
        self.options = [a for a in named if a == baseline or not self.is_null(a)]
        self.nulls = [a for a in named if a not in self.options]
        self.arrangements = [*self.options, *self.nulls]
        self._letters = {a: _letter(i) for i, a in enumerate(self.options)}
        self._letters |= {a: f"N{i + 1}" for i, a in enumerate(self.nulls)}
        self.cells: list[Cell] = sorted({(t, s) for _, t, s in comparison.samples})
        self.threads = list(dict.fromkeys(t for t, _ in self.cells))
        self.compared = [x for x in self.cells if (baseline, *x) in comparison.samples]
        """The cells with something to compare with; the others are shown and not ranked."""
        self.compared_threads = list(dict.fromkeys(t for t, _ in self.compared))
        self.identity = study_identity(self.study)
        self._parts: dict[tuple[str, str, str, str], list[Part]] = {}
        for p in comparison.decomposition:
            where = p.arrangement, p.thread, p.scenario, p.milestone
            self._parts.setdefault(where, []).append(p)
        self._alike: dict[tuple[Cell, bool], list[list[str]]] = {}
        self._rows: dict[tuple[str, str, str, str], list[Result]] = {}
        for r in comparison.results:
            key = r.arrangement, r.thread, r.scenario, r.measure
            self._rows.setdefault(key, []).append(r)

    # -- names -------------------------------------------------------------------------

    def is_null(self, arrangement: str) -> bool:
        """Whether an arrangement is a null check."""
        return self.study.arrangements[arrangement].role == "null check"

    def letter(self, arrangement: str) -> str:
        """The letter: "A" for the baseline, "B" and on for options, "N1" and on for null checks."""
        return self._letters[arrangement]

    def title(self, arrangement: str) -> str:
        """The arrangement's own title."""
        return self.study.arrangements[arrangement].title

    def named(self, arrangement: str) -> Html:
        """Letter and title."""
        return joined([tag("b", self.letter(arrangement)), self.title(arrangement)], " ")

    def without_nulls(self, group: list[str]) -> list[str]:
        """A group's options; its null checks only where there is nothing else in it."""
        return [a for a in group if not self.is_null(a)] or group

    def letters(self, arrangements: list[str]) -> str:
        """Letters in a row, "A, C–F, N1"; runs are shortened."""
        places = [self.arrangements.index(a) for a in arrangements]
        runs: list[list[int]] = []
        for p in sorted(places):
            kind = self.is_null(self.arrangements[p])
            if runs and runs[-1][-1] == p - 1 and kind == self.is_null(self.arrangements[p - 1]):
                runs[-1].append(p)
            else:
                runs.append([p])
        shown: list[str] = []
        for run in runs:
            names = [self.letter(self.arrangements[p]) for p in run]
            shown += [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names
        return ", ".join(shown)

    def thread(self, name: str) -> str:
        """A thread's title."""
        return self.study.threads[name].title

    def scenario(self, name: str) -> str:
        """A scenario's title."""
        return self.study.scenarios[name].title

    def started(self, scenario: str) -> str:
        """When a scenario starts, in local time and in Zulu."""
        case = next(c for c in self.checked.cases if c.scenario == scenario)
        zone = self.study.scenarios[scenario].start.zone
        shown = f"{local_text(case.start_ms, zone)}, {dtg(case.start_ms)}"
        return f"any hour of the week from {shown}" if case.any_hour else shown

    # -- numbers -----------------------------------------------------------------------

    def rows(self, arrangement: str, cell: Cell, measure: str) -> list[Result]:
        """All rows of one measure."""
        return self._rows.get((arrangement, *cell, measure), [])

    def time(self, arrangement: str, cell: Cell) -> Result | None:
        """The median time to release."""
        return next(iter(self.rows(arrangement, cell, "time-to-release")), None)

    def in_time(self, arrangement: str, cell: Cell) -> Result | None:
        """The share in time at the marked deadline."""
        marked = self.deadline_s(cell[0])
        found = (r for r in self.rows(arrangement, cell, "in-time") if r.deadline_s == marked)
        return next(found, None)

    def deadline_s(self, thread: str) -> float | None:
        """The marked deadline of a thread, in seconds."""
        deadline = self.study.deadlines.get(thread)
        return None if deadline is None else deadline.marked / 1000

    def deadline_words(self, thread: str) -> str:
        """The marked deadline in words."""
        seconds = self.deadline_s(thread)
        return "no deadline" if seconds is None else duration(seconds)

    def sample(self, arrangement: str, cell: Cell) -> Sample | None:
        """The runs of an arrangement in a cell; None where it is not in force."""
        return self.comparison.samples.get((arrangement, *cell))

    def parts(self, arrangement: str, cell: Cell) -> list[Part]:
        """Where the time to the answer went."""
        case = self.comparison.samples[arrangement, *cell].case
        answer = case.legend.milestones[answer_index(case)]
        return self._parts.get((arrangement, *cell, answer), [])

    def present(self, cell: Cell, *, nulls: bool = True) -> list[str]:
        """The arrangements simulated in a cell, baseline first."""
        among = self.arrangements if nulls else self.options
        return [a for a in among if (a, *cell) in self.comparison.samples]

    def absent(self, cell: Cell) -> list[str]:
        """The arrangements not in force in a cell."""
        return [a for a in self.arrangements if (a, *cell) in self.checked.not_in_force]

    def times(self, arrangement: str, cell: Cell) -> NDArray[np.float64]:
        """Seconds to the answer in every run, in order; infinite where it never came."""
        if (arrangement, cell) not in self._sorted:
            found = self.comparison.samples[arrangement, *cell].answer_s().ravel()
            self._sorted[arrangement, cell] = np.sort(found)
        return self._sorted[arrangement, cell]

    @cached_property
    def _sorted(self) -> dict[tuple[str, Cell], NDArray[np.float64]]:
        return {}

    def alike(self, cell: Cell, *, nulls: bool = True) -> list[list[str]]:
        """Arrangements in groups whose answers come at the same instant in every run."""
        if (cell, nulls) in self._alike:
            return self._alike[cell, nulls]
        groups: list[list[str]] = []
        for a in self.present(cell, nulls=nulls):
            own = self.comparison.samples[a, *cell].answer_s()
            for group in groups:
                if np.array_equal(self.comparison.samples[group[0], *cell].answer_s(), own):
                    group.append(a)
                    break
            else:
                groups.append([a])
        self._alike[cell, nulls] = groups
        return groups

    def room(self, cell: Cell) -> Room | None:
        """Room to matter in a cell."""
        found = (r for r in self.comparison.room if (r.thread, r.scenario) == cell)
        return next(found, None)

    def cells_of(self, thread: str) -> list[Cell]:
        """The cells of one thread."""
        return [c for c in self.cells if c[0] == thread]

    def nations(self) -> Iterator[str]:
        """Nations with reserved decisions, in the study's order."""
        reserved = {r.nation for r in self.study.reserved.values()}
        return (n for n in self.study.nations if n in reserved)


def _letter(index: int) -> str:
    return chr(65 + index) if index < 26 else f"{_letter(index // 26 - 1)}{chr(65 + index % 26)}"
