"""The text table of a comparison, on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from renkei.cli.dependence import dependence
from renkei.cli.timespent import time_spent
from renkei.evidence.duration import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from renkei.experiments.compare import Comparison, Room
    from renkei.experiments.rows import Result
    from renkei.measures.intervals import Interval

WIDEST_PIPE = 120
TOO_FEW = "under 9 in 10 get there"
BECAUSE = {"worlds": "worlds disagree", "luck": "too few runs"}


def show(comparison: Comparison) -> None:
    """Prints, per thread and scenario, whether the choice matters and how each option fares."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    console = Console(
        file=sys.stdout, width=None if terminal else WIDEST_PIPE, highlight=False,
        emoji=False, markup=False,
    )  # fmt: skip
    study = comparison.checked.study
    console.print(study.question, style="bold")
    console.print("Analytical model, public sources, not a forecast.\n", style="dim")
    for number, room in enumerate(comparison.room, 1):
        thread = study.threads[room.thread].title
        scenario = study.scenarios[room.scenario].title
        console.print(f"{thread} · {scenario}", style="bold")
        console.print(matters(room))
        _show_cell(
            console, comparison, (room.thread, room.scenario), room.margin_s,
            time_spent(comparison, room),
        )  # fmt: skip
        if all(later.thread != room.thread for later in comparison.room[number:]):
            _gives_up(console, comparison, room.thread)
    for cell in _without_baseline(comparison):
        thread, scenario = study.threads[cell[0]].title, study.scenarios[cell[1]].title
        console.print(f"{thread} · {scenario}", style="bold")
        console.print(f"Nothing is compared: {study.baseline} is not in force here. These are:")
        _show_cell(console, comparison, cell, 0.0, "")


def _show_cell(
    console: Console, comparison: Comparison, cell: tuple[str, str], margin_s: float, spent: str
) -> None:
    console.print(_table(comparison, cell, margin_s))
    if spent:
        console.print(spent)
    console.print(f"Evidence behind these times: {_evidence(comparison, cell)}.", style="dim")
    console.print()


def _gives_up(console: Console, comparison: Comparison, thread: str) -> None:
    """After the last scenario of a thread."""
    table = dependence(comparison, thread)
    if table is None:
        return
    title = comparison.checked.study.threads[thread].title
    console.print(f"{title} · what each nation gives up, over these scenarios", style="bold")
    console.print("Foreign consents its reserved decisions need; answered with the partner silent.")
    console.print(table)


def _without_baseline(comparison: Comparison) -> list[tuple[str, str]]:
    """Threads in scenarios that were run, though not under the baseline."""
    told = {(room.thread, room.scenario) for room in comparison.room}
    return sorted({(thread, scenario) for _, thread, scenario in comparison.samples} - told)


def matters(room: Room) -> str:
    """Room to matter in one sentence."""
    if not room.compared:
        return "Nothing is compared with the baseline here."
    if not room.enough:
        return (
            "Fewer than nine runs in ten are answered under the baseline, so room to matter cannot "
            "be told here."
        )
    gain, low, high = room.gain_s, room.gain_doubt.low, room.gain_doubt.high
    if not room.matters and words(gain * 1000) == "0":
        return (
            "The choice does not matter here: were everything that differs instant, the answer "
            "would come no sooner."
        )
    if not room.matters:
        return (
            f"The choice does not matter here: were everything that differs instant, the answer "
            f"would come about {words(gain * 1000)} sooner, less than the margin of "
            f"{words(room.margin_s * 1000)}."
        )
    return (
        f"There is room to matter: what differs lies on the way to the answer in "
        f"{room.share:.0%} of runs, and were all of it instant, the answer would come about "
        f"{words(gain * 1000)} sooner ({spread(low, high)} in nine worlds of ten)."
    )


def spread(low: float, high: float) -> str:
    """An interval of seconds in words."""
    return f"{words(low * 1000)} to {words(high * 1000)}"


def _table(comparison: Comparison, cell: tuple[str, str], margin_s: float) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("arrangement", no_wrap=True)
    table.add_column("answer after", justify="right", no_wrap=True)
    table.add_column("in 9 worlds of 10", justify="right", no_wrap=True)
    table.add_column("difference", justify="right", no_wrap=True)
    table.add_column("verdict on time", min_width=27)
    arrangements = comparison.checked.study.arrangements
    order = sorted(arrangements, key=lambda n: (arrangements[n].role == "null check", n))
    order.sort(key=lambda n: n != comparison.checked.study.baseline)
    absent = {a for a, t, s in comparison.checked.not_in_force if (t, s) == cell}
    for name in order:
        check = " (null check)" if arrangements[name].role == "null check" else ""
        if name in absent and comparison.checked.study.baseline in absent:
            continue
        if name in absent:
            table.add_row(name, "–", "–", "–", "not in force here")
            continue
        result = comparison.result(name, *cell, "time-to-release")
        if result is not None:
            table.add_row(
                name + check,
                *_cells(result, name == comparison.checked.study.baseline, margin_s),
            )
    return table


def _cells(result: Result, baseline: bool, margin_s: float) -> tuple[str, str, str, str]:
    if result.value is None or result.doubt is None:
        return "–", "–", "–", TOO_FEW
    verdict = "the baseline" if baseline else "–"
    if result.verdict is not None:
        verdict = result.verdict.words.replace("better", "faster").replace("worse", "slower")
        if result.verdict.because:
            verdict += f": {BECAUSE[result.verdict.because]}"
    return (
        words(result.value * 1000), _spread(result.doubt), _difference(result, margin_s), verdict
    )  # fmt: skip


def _evidence(comparison: Comparison, cell: tuple[str, str]) -> str:
    """The worst grade among the estimates that move the times shown."""
    from renkei.evidence.grade import worst

    found = [
        r.grade
        for r in comparison.results
        if (r.thread, r.scenario, r.measure) == (*cell, "time-to-release")
    ]
    return f"{worst(found)} at worst, among the estimates that move them most"


def _spread(interval: Interval) -> str:
    return spread(interval.low, interval.high)


def _difference(result: Result, margin_s: float) -> str:
    if result.difference is None:
        return "–"
    if result.difference == 0:
        return "the same"
    if abs(result.difference) < margin_s / 10:
        return "about the same"
    text = words(abs(result.difference) * 1000)
    return f"{text} {'sooner' if result.difference < 0 else 'later'}"
