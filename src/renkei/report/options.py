"""The option table: every measure with value, luck, doubt, difference, verdict and grade."""

from __future__ import annotations

from renkei.experiments.rows import Result
from renkei.measures.register import MEASURES
from renkei.report.contents import Cell, Contents
from renkei.report.markup import Html, details, joined, paragraph, table, tag
from renkei.report.words import (
    amount,
    between,
    duration,
    listed,
    signed,
    signed_between,
    verdict_words,
)

_FIRST = ("time-to-release", "in-time")
_MORE = (
    "time-to-release-p90", "in-time", "answered", "handovers", "border-crossings",
    "time-to-milestone",
)  # fmt: skip
_HEAD = (
    "Arrangement", "Value", "Luck", "Doubt", "Difference", "Doubt of it", "Verdict",
    "Worlds for / against / alike", "Grade",
)  # fmt: skip


def section(c: Contents) -> Html:
    """All options, by thread and scenario."""
    parts: list[Html] = [
        tag("h2", "Options compared", id="options"),
        paragraph(
            "Luck is the 95 % interval from replications within worlds; doubt is the range of the "
            "middle nine worlds in ten. A verdict counts the worlds whose whole interval of luck "
            "lies beyond the margin: nearly all is 95 % of worlds or more, most is 75 % or more. "
            "A share of worlds is not a probability. Every measure can be gamed, and is read with "
            "its companion beside it."
        ),
        _gaming(),
    ]
    for thread in c.threads:
        parts.append(tag("h3", c.thread(thread)))
        summary = c.study.threads[thread].summary
        if summary:
            parts.append(paragraph(summary))
        for cell in c.cells_of(thread):
            parts.append(_cell(c, cell))
    return tag("section", *parts)


def _gaming() -> Html:
    rows: list[list[object]] = [
        [m.title, {"less": "less", "more": "more", "neither": "not ranked"}[m.better], m.gamed_by,
         MEASURES[m.companion].title if m.companion in MEASURES else m.companion]
        for m in MEASURES.values()
    ]  # fmt: skip
    return details(
        "How each measure can be gamed, and what to read beside it",
        table("Measures", ["Measure", "Preferred", "Gamed by", "Read beside it"], rows),
    )


def _cell(c: Contents, cell: Cell) -> Html:
    parts: list[Html] = [tag("h4", c.scenario(cell[1])), _start(c, cell)]
    options = c.present(cell, nulls=False)
    marked = c.deadline_s(cell[0])
    body = [row for m in _FIRST for row in _measure(c, cell, m, options, (marked, None))]
    parts.append(_results(f"{c.thread(cell[0])}, {c.scenario(cell[1])}", body))
    absent = c.absent(cell)
    if absent:
        parts.append(
            paragraph(
                "Not in force here, so not simulated: ",
                joined([c.named(a) for a in absent], "; "), ".", class_="absent",
            )
        )  # fmt: skip
    parts.append(details("All other measures", _others(c, cell, options)))
    nulls = [a for a in c.present(cell) if c.is_null(a)]
    if nulls:
        rows = [
            row
            for m in ("time-to-release", "in-time")
            for row in _measure(c, cell, m, [c.study.baseline, *nulls], (marked, None))
        ]
        parts.append(
            details("Null checks (arrangements that ought to change nothing)",
                    _results("Null checks", rows))
        )  # fmt: skip
    load = _load(c, cell, options)
    if load:
        heads = ["Post", *(c.letter(a) for a in options)]
        parts.append(
            details(
                "Work by post",
                table("Work by post, mean time a run, by arrangement (not ranked)", heads, load),
            )
        )
    return tag("div", *parts, class_="cell")


def _start(c: Contents, cell: Cell) -> Html:
    case = c.study.scenarios[cell[1]].threads[cell[0]]
    states = "; ".join(f"{name}: {value}" for name, value in case.states.items())
    words = f"Starts {c.started(cell[1])}." + (f" States: {states}." if states else "")
    if case.granted:
        words += " Granted from the start, where there is authority to grant: "
        words += f"{listed(list(case.granted))}."
    deadline = c.study.deadlines.get(cell[0])
    if deadline is not None:
        words += f" Deadline looked at: {c.deadline_words(cell[0])}, an assumption."
        words += f" {deadline.note}" if deadline.note else ""
    return paragraph(words, class_="start")


def _measure(
    c: Contents, cell: Cell, measure: str, arrangements: list[str],
    deadlines: tuple[float | None, ...],
) -> list[list[object]]:  # fmt: skip
    """Rows of one measure, at these deadlines only."""
    found: dict[str, list[tuple[str, Result]]] = {}
    for a in arrangements:
        for r in c.rows(a, cell, measure):
            if measure != "in-time" or r.deadline_s in deadlines:
                found.setdefault(_title(c, cell, r), []).append((a, r))
    return [[title, *_row(c, a, r)] for title, rows in found.items() for a, r in rows]


def _title(c: Contents, cell: Cell, r: Result) -> str:
    if r.measure == "time-to-milestone":
        return f"Time to “{r.milestone}”, median"
    if r.deadline_s is None:
        return MEASURES[r.measure].title
    marked = " (the deadline marked)" if r.deadline_s == c.deadline_s(cell[0]) else ""
    return f"In time at {duration(r.deadline_s)}{marked}"


def _others(c: Contents, cell: Cell, arrangements: list[str]) -> Html:
    """The other measures, a column an arrangement: value, doubt and verdict."""
    marked = c.deadline_s(cell[0])
    found: dict[str, dict[str, Result]] = {}
    for m in _MORE:
        for a in arrangements:
            for r in c.rows(a, cell, m):
                if m != "in-time" or r.deadline_s != marked:
                    found.setdefault(_title(c, cell, r), {})[a] = r
    rows: list[list[object]] = [
        [title, *(_brief(by[a]) if a in by else "–" for a in arrangements)]
        for title, by in found.items()
    ]
    return table(
        "All other measures: value, range in nine worlds of ten, verdict against the baseline",
        ["Measure", *(c.letter(a) for a in arrangements)], rows,
    )  # fmt: skip


def _brief(r: Result) -> str:
    if r.value is None:
        return "too few runs"
    value, doubt = amount(r.value, r.unit), between(r.doubt, r.unit)
    shown = value if doubt in (value, "–") else f"{value} ({doubt})"
    return shown if r.verdict is None else f"{shown}; {verdict_words(r.measure, r.verdict)}"


def _row(c: Contents, arrangement: str, r: Result) -> list[object]:
    worlds = "–"
    if r.verdict is not None:
        shares = (r.verdict.better, r.verdict.worse, r.verdict.alike)
        worlds = " / ".join(f"{s * 100:.0f}" for s in shares) + " %"
    value = amount(r.value, r.unit) if r.value is not None else "too few runs"
    base = arrangement == c.study.baseline
    verdict = "baseline" if base else verdict_words(r.measure, r.verdict)
    return [
        c.named(arrangement), value, between(r.luck, r.unit), between(r.doubt, r.unit),
        "–" if base else signed(r.difference, r.unit),
        "–" if base else signed_between(r.difference_doubt, r.unit), verdict, worlds, r.grade,
    ]  # fmt: skip


def _results(caption: str, rows: list[list[object]]) -> Html:
    """A table whose first column is said once for the rows that share it."""
    shown: list[list[object]] = []
    last: object = None
    for row in rows:
        shown.append([row[0] if row[0] != last else tag("span", row[0], class_="again"), *row[1:]])
        last = row[0]
    return table(caption, ["Measure", *_HEAD], shown, row_heads=2, class_="results")


def _load(c: Contents, cell: Cell, arrangements: list[str]) -> list[list[object]]:
    found: dict[str, dict[str, str]] = {}
    for a in arrangements:
        for r in c.rows(a, cell, "load"):
            if r.value:
                found.setdefault(r.post or "", {})[a] = amount(r.value, r.unit)
    return [
        [post, *(shares.get(a, "–") for a in arrangements)]
        for post, shares in sorted(found.items())
    ]
