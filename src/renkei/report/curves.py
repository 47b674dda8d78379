"""Which curves are drawn, what they show, and the table behind them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from renkei.measures.intervals import Interval, doubt_of
from renkei.report.charts import Chart, Line, drawn, horizon_s, share_by
from renkei.report.contents import Cell, Contents
from renkei.report.markup import Html, figure, joined, paragraph, table, tag
from renkei.report.words import amount, between, duration, percent

Floats = NDArray[np.float64]


def best_of(c: Contents, cell: Cell) -> list[str]:
    """The group most often in time by the marked deadline, then the fastest; empty where that
    is the baseline's."""
    groups = c.alike(cell)
    best = max(groups, key=lambda g: _rank(c, g[0], cell), default=[])
    return best if groups and _rank(c, best[0], cell) > _rank(c, groups[0][0], cell) else []


def chosen(c: Contents, cell: Cell, most: int) -> list[list[str]]:
    """Groups of arrangements to draw, at most so many: the baseline, the best, and then the one
    whose curve is furthest from those already drawn."""
    groups = c.alike(cell)
    if not groups:
        return []
    first, rest = groups[0], list(groups[1:])
    found = [first]
    best = best_of(c, cell)
    if best:
        rest.remove(best)
        found.append(best)
    while rest and len(found) < most:
        far = max(rest, key=lambda g: min(_apart(c, g[0], f[0], cell) for f in found))
        rest.remove(far)
        found.append(far)
    return found


def _rank(c: Contents, arrangement: str, cell: Cell) -> tuple[float, float]:
    row = c.in_time(arrangement, cell)
    times = c.times(arrangement, cell)
    middle = float(times[(len(times) - 1) // 2]) if len(times) else np.inf
    return (row.value or 0.0) if row is not None else 0.0, -middle


def _apart(c: Contents, a: str, b: str, cell: Cell) -> float:
    """The largest distance between two curves."""
    first, second = c.times(a, cell), c.times(b, cell)
    both = np.concatenate([first, second])
    at = both[np.isfinite(both)]
    if not len(at):
        return 0.0
    return float(np.abs(share_by(first, at) - share_by(second, at)).max())


def _band(c: Contents, cell: Cell, end: float) -> tuple[Floats, Floats, Floats]:
    """Share in time by deadline, lowest and highest in nine worlds of ten, for the baseline."""
    worlds = np.sort(c.comparison.samples[c.study.baseline, *cell].answer_s(), axis=1)
    at = np.linspace(0.0, end, 48)
    shares = np.stack([share_by(w, at) for w in worlds])
    ends = [doubt_of(shares[:, i]) for i in range(len(at))]
    return at, np.array([e.low for e in ends]), np.array([e.high for e in ends])


def chart(c: Contents, cell: Cell, key: str, most: int, *, nulls: bool = True) -> Chart | None:
    """The chart of one cell; None where nothing was answered in any run.

    Args:
        nulls: whether null checks are named beside the options whose line they share.
    """
    groups = chosen(c, cell, most)
    if not nulls:
        groups = [c.without_nulls(g) for g in groups]
    whole = len(c.present(cell, nulls=nulls))
    lines = [
        Line("all" if len(g) == whole > 1 else c.letters(g), c.times(g[0], cell)) for g in groups
    ]
    if not any(np.isfinite(line.times).any() for line in lines):
        return None
    marked = c.deadline_s(cell[0])
    end = horizon_s([line.times for line in lines], marked)
    with_base = c.study.baseline in groups[0]
    return Chart(
        key=key,
        title=f"Share of runs in time: {c.thread(cell[0])}, {c.scenario(cell[1])}",
        description=finding(c, cell, groups),
        lines=tuple(lines),
        deadline_s=marked,
        band=_band(c, cell, end) if with_base else None,
    )


def finding(c: Contents, cell: Cell, groups: list[list[str]]) -> str:
    """What the curves show."""
    marked = c.deadline_s(cell[0])
    parts: list[str] = []
    for group in groups:
        row = c.in_time(group[0], cell)
        time = c.time(group[0], cell)
        if row is not None and row.value is not None:
            parts.append(f"{c.letters(group)}: {percent(row.value)}")
        elif time is not None and time.value is not None:
            parts.append(f"{c.letters(group)}: half by {duration(time.value)}")
        else:
            reached = float(np.isfinite(c.times(group[0], cell)).mean())
            parts.append(f"{c.letters(group)}: answered in {percent(reached)} of runs")
    if marked is None:
        return f"Times to the answer: {'; '.join(parts)}."
    return f"Answered within {duration(marked)} (assumed deadline): {'; '.join(parts)}."


def not_drawn(c: Contents, cell: Cell, groups: list[list[str]]) -> str:
    """Which arrangements the chart leaves out, and why."""
    drawn_ = {a for g in groups for a in g}
    left = [a for a in c.present(cell) if a not in drawn_]
    said = f" Not drawn, being nearest to a line shown: {c.letters(left)}." if left else ""
    absent = c.absent(cell)
    return f"{said} Not in force here: {c.letters(absent)}." if absent else said


def behind(c: Contents, cell: Cell) -> Html:
    """The numbers of all arrangements, drawn or not."""
    deadlines = [r.deadline_s for r in c.rows(c.study.baseline, cell, "in-time")]
    head = ["Arrangement", "Half answered by", "Nine in ten by", "Answered at all"]
    head += [f"In time at {duration(d)}" for d in deadlines if d is not None]
    rows: list[list[object]] = []
    for a in c.present(cell):
        row: list[object] = [c.named(a)]
        for measure in ("time-to-release", "time-to-release-p90", "answered"):
            r = next(iter(c.rows(a, cell, measure)), None)
            row.append(_value(r.value, r.doubt, r.unit) if r is not None else "–")
        row += [_value(r.value, r.doubt, r.unit) for r in c.rows(a, cell, "in-time")]
        rows.append(row)
    return table(
        f"{c.thread(cell[0])}, {c.scenario(cell[1])}: value, and in brackets its range in nine "
        "worlds of ten", head, rows,
    )  # fmt: skip


def _value(value: float | None, doubt: Interval | None, unit: str) -> str:
    if value is None:
        return "too few runs"
    own, ends = amount(value, unit), between(doubt, unit)
    return own if doubt is None or ends == own else f"{own} ({ends})"


def section(c: Contents) -> Html:
    """Curves for every thread and scenario."""
    groups = {cell: chosen(c, cell, 4) for cell in c.cells}
    charts = {
        cell: made for i, cell in enumerate(c.cells) if (made := chart(c, cell, f"curve{i}", 4))
    }
    drawings = dict(zip(charts, drawn(list(charts.values())), strict=True))
    parts: list[Html] = []
    for thread in c.threads:
        parts.append(tag("h3", c.thread(thread)))
        figures: list[Html] = []
        for cell in c.cells_of(thread):
            head = tag("p", tag("b", c.scenario(cell[1])), class_="small-title")
            if cell not in drawings:
                figures.append(
                    tag("div", head, paragraph("No run of any arrangement reaches the answer."))
                )
                continue
            said = joined([finding(c, cell, groups[cell]), not_drawn(c, cell, groups[cell])])
            figures.append(tag("div", head, figure(drawings[cell], said, behind(c, cell))))
        parts.append(tag("div", *figures, class_="multiples"))
    return tag(
        "section",
        tag("h2", "In time, by deadline", id="curves"),
        paragraph(
            "Each line gives the share of runs whose answer has come by a deadline. At most four "
            "lines a chart; arrangements whose runs are the same to the millisecond share one. "
            "The grey band holds the baseline’s curve in nine worlds of ten."
        ),
        *parts,
    )
