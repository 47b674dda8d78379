"""After the exercise, told: what came of it, departures, what was decided blind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renkei.checks.case import NONE, Case
from renkei.checks.study import CheckedStudy
from renkei.cli.desk import Desk
from renkei.cli.doors import counted
from renkei.cli.page import Page
from renkei.cli.recorded import Run
from renkei.cli.story import ENDS
from renkei.cli.wording import listed
from renkei.engine.seat import Act, Deed
from renkei.evidence.duration import words as duration
from renkei.exercise.decisions import Header
from renkei.exercise.review import (
    RUNS,
    Blind,
    Made,
    Time,
    blind,
    first_of_thread,
    made_by,
    times,
)
from renkei.exercise.seat import Sitting
from renkei.record.fold import Folded
from renkei.record.outcome import Outcome
from renkei.record.trace import Trace


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is told at the end; of an unfinished run, nothing that the seat may not know yet."""

    finished: bool
    made: tuple[Made, ...]
    outcome: Outcome | None
    times: tuple[Time, ...]
    blind: tuple[Blind, ...]

    def tell(self, page: Page, desk: Desk) -> None:
        """The summary for people."""
        acts = counted(len(self.made), "act")
        if not self.finished:
            page.line(f"Left before the end, after {acts}.", style="bold")
        elif self.outcome is None:
            page.line(f"The run is over, after {acts}. The incident did not begin.", style="bold")
        else:
            page.line(
                f"The run is over, after {acts}. The incident is {ENDS[self.outcome.end]}.",
                style="bold",
            )
        self._departures(page, desk)
        if self.finished:
            self._times(page)
            self._blind(page, desk)

    def _departures(self, page: Page, desk: Desk) -> None:
        departed = [(m, words) for m in self.made for words in m.departures]
        page.line("Departures from the arrangement:" if departed
                  else "No departure from the arrangement.")  # fmt: skip
        for made, words in departed:
            page.line(f"{desk.stamp(made.time)}  {words}", indent=2, hang=2)

    def _times(self, page: Page) -> None:
        if not self.times:
            return
        page.line(
            "Times after the incident began: yours; the model's in your post with the same luck; "
            f"the model's median of {RUNS} runs in this world:"
        )
        width = max(len(t.milestone) for t in self.times)
        for t in self.times:
            played, same = _or(t.played, "never"), _or(t.same_luck, "never")
            median = _or(t.median, f"only in {t.reached}")
            page.line(f"{t.milestone:<{width}}  {played:>8}  {same:>8}  {median:>8}", indent=2)

    def _blind(self, page: Page, desk: Desk) -> None:
        page.line("Decided blind:" if self.blind else "Nothing was decided blind.")
        for one in self.blind:
            parts = []
            if one.without:
                parts.append(f"without an answer from {_quoted(one.without)}")
            if one.unknown:
                unknown = _quoted(one.unknown)
                parts.append(f"reached by then, and no word of it had come: {unknown}")
            words = f"{act_in_words(desk, one.made)}; {'; '.join(parts)}"
            page.line(f"{desk.stamp(one.made.time)}  {words}", indent=2, hang=2)


def aftermath(
    checked: CheckedStudy, case: Case, post: int, sitting: Sitting, events: Trace, folded: Folded,
    run: Run, finished: bool,
) -> Aftermath:  # fmt: skip
    """What there is to say at the end."""
    made = made_by(case, sitting.made, events)
    if not finished:
        return Aftermath(False, made, None, (), ())
    compared = times(case, folded, seed=run.seed, world=run.world, replication=run.replication)
    seen = blind(checked, case, post, made, events)
    return Aftermath(True, made, first_of_thread(case, folded), compared, seen)


def act_in_words(desk: Desk, made: Made) -> str:
    """One act: "approve leaders (The leaders speak) in 5 min"."""
    return f"{_deed(made.act)} {desk.step(made.choices.step)}"


def _deed(act: Act) -> str:
    match act.deed:
        case Deed.WAIT:
            return f"wait {duration(act.ms)} with"
        case Deed.ASK:
            return f"ask {listed(sorted(act.names))} about"
        case Deed.DONE if act.outcome:
            return f"done ({act.outcome})"
        case Deed.APPROVE if act.names:
            return f"approve without {listed(sorted(act.names))}"
        case _:
            return str(act.deed)


def _quoted(names: tuple[str, ...]) -> str:
    return listed(f'"{name}"' for name in names)


def _or(ms: int, words: str) -> str:
    return words if ms == NONE else duration(ms)


def rows(
    told: Aftermath, header: Header, path: Path, case: Case, start_ms: int, events: Trace,
    folded: Folded,
) -> dict[str, Any]:  # fmt: skip
    """The document of a played run."""
    from renkei.cli.trace import run_rows

    return {
        **{n: getattr(header, n) for n in Header.__dataclass_fields__},
        "decisions": str(path),
        "finished": told.finished,
        "acts": [
            {
                "time_ms": m.time,
                "step": case.steps[m.choices.step].name,
                "role": m.choices.role or None,
                "act": str(m.act.deed),
                "departures": list(m.departures),
            }
            for m in told.made
        ],
        "times": [
            {
                "milestone": t.milestone,
                "played_ms": _null(t.played),
                "same_luck_ms": _null(t.same_luck),
                "median_ms": _null(t.median),
                "reached": t.reached,
                "of": RUNS,
            }
            for t in told.times
        ],
        "blind": [
            {
                "time_ms": b.made.time,
                "step": case.steps[b.made.choices.step].name,
                "without": list(b.without),
                "unknown": list(b.unknown),
            }
            for b in told.blind
        ],
        **run_rows(case, start_ms, events, folded),
    }


def _null(ms: int) -> int | None:
    return None if ms == NONE else ms
