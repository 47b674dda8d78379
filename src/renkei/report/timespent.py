"""Where the time went: one bar an arrangement, machinery and deliberation apart."""

from __future__ import annotations

from renkei.experiments.compare import Part
from renkei.experiments.timespent import TimeSpent, time_spent
from renkei.report.contents import Cell, Contents
from renkei.report.markup import Html, figure, joined, label, paragraph, svg, table, tag
from renkei.report.patterns import fill, pattern_definitions
from renkei.report.words import KINDS, duration, listed, percent

Segment = tuple[str, bool]
"""(kind, deliberation)."""
_STYLE: dict[Segment, tuple[str, str, str]] = {
    # pattern, word on the bar, words in the legend
    ("step", False): ("pale", "work", "Work"),
    ("step", True): ("back", "delib.", "Deliberation: deciding"),
    ("consent", False): ("upright", "consent", "Consent, consultation"),
    ("consent", True): ("cross", "delib.", "Deliberation: consenting"),
    ("relay", False): ("dense", "relay", "Passing word on"),
    ("disclosure", False): ("slant", "review", "Disclosure review"),
    ("transit", False): ("steel", "transit", "In transit"),
    ("queue", False): ("grid", "queue", "Waiting in a queue"),
    ("off duty", False): ("dots", "off duty", "Nobody on duty"),
    ("reaching", False): ("solid", "reach", "Reaching someone"),
}
DELIBERATION = "deliberation"
_LEFT, _WIDTH, _BAR = 64.0, 640.0, 26.0


def section(c: Contents) -> Html:
    """All bars, by thread and scenario."""
    parts: list[Html] = [
        tag("h2", "Where the time went", id="time"),
        paragraph(
            "Mean time on the critical path of the answer, over the runs that reached it; parts "
            "add up to the whole bar. Deliberation (political judgement) is kept apart from "
            "machinery (everything else)."
        ),
    ]
    for thread in c.threads:
        figures = [_figure(c, cell, f"bars{c.cells.index(cell)}") for cell in c.cells_of(thread)]
        shown = [f for f in figures if f is not None]
        parts.append(tag("h3", c.thread(thread)))
        parts += shown or [paragraph("No run of any arrangement reaches the answer.")]
    return tag("section", *parts, class_="flow")


def _sums(parts: list[Part]) -> dict[Segment, float]:
    sums: dict[Segment, float] = {}
    for p in parts:
        key = p.kind, p.deliberation
        sums[key] = sums.get(key, 0.0) + p.seconds
    return sums


def _figure(c: Contents, cell: Cell, key: str) -> Html | None:
    groups = c.alike(cell)
    sums = [(g, _sums(c.parts(g[0], cell))) for g in groups]
    sums = [(g, s) for g, s in sums if s]
    if not sums:
        return None
    longest = max(sum(s.values()) for _, s in sums)
    present = [k for k in _STYLE if any(s.get(k) for _, s in sums)]
    height = len(sums) * (_BAR + 8) + 6
    finding = _finding(c, [(g, time_spent(c.parts(g[0], cell))) for g, _ in sums])
    drawing: list[Html] = [pattern_definitions(key, sorted({_STYLE[k][0] for k in present}))]
    for row, (group, found) in enumerate(sums):
        drawing += _bar(c, key, group, found, 4 + row * (_BAR + 8), longest)
    legend, legend_height = _legend(key, present, height + 12)
    whole = svg(
        key, _WIDTH, height + legend_height + 8,
        f"Where the time went: {c.thread(cell[0])}, {c.scenario(cell[1])}", finding, *drawing,
        legend, class_="wide",
    )  # fmt: skip
    frame = tag(
        "div", whole, class_="scroll", tabindex=0, role="group",
        aria_label=f"Chart: where the time went, {c.scenario(cell[1])}, {c.thread(cell[0])}",
    )  # fmt: skip
    return tag(
        "div",
        tag("p", tag("b", c.scenario(cell[1])), class_="small-title"),
        figure(frame, finding, _table(c, cell, groups)),
        class_="cell",
    )


def _bar(
    c: Contents, key: str, group: list[str], found: dict[Segment, float], top: float, longest: float
) -> list[Html]:
    x, scale = _LEFT, (_WIDTH - _LEFT - 62) / longest
    parts = [label(0, top + 17, c.letters(group), class_="svg-strong")]
    for segment, (pattern, word, _) in _STYLE.items():
        width = found.get(segment, 0.0) * scale
        if width <= 0:
            continue
        parts.append(
            tag("rect", x=f"{x:.1f}", y=f"{top:g}", width=f"{width:.1f}", height=_BAR,
                fill=fill(key, pattern), stroke="#1a1a1a", stroke_width="0.8")
        )  # fmt: skip
        middle, whole = round(x + width / 2, 1), f"{word} {duration(found[segment])}"
        for shown in (whole, word):
            if width > 6.8 * len(shown) + 4:
                parts.append(
                    label(middle, top + 17, shown, class_="svg-halo", text_anchor="middle")
                )
                break
        x += width
    whole = duration(sum(found.values()))
    parts.append(label(round(x + 5, 1), top + 17, whole, class_="svg-small"))
    return parts


def _legend(key: str, present: list[Segment], top: float) -> tuple[Html, float]:
    parts: list[Html] = []
    columns, width = 3, _WIDTH / 3
    for index, segment in enumerate(present):
        pattern, _, words = _STYLE[segment]
        x, y = index % columns * width, top + index // columns * 19
        parts.append(
            tag("rect", x=f"{x:g}", y=f"{y:g}", width=16, height=12, fill=fill(key, pattern),
                stroke="#1a1a1a", stroke_width="0.8")
        )  # fmt: skip
        parts.append(label(x + 21, y + 10.5, words, class_="svg-small"))
    return joined(parts), 19 * ((len(present) + columns - 1) // columns) + 8


def _finding(c: Contents, spent: list[tuple[list[str], TimeSpent]]) -> str:
    group, found = spent[0]
    kinds = _kinds(found)
    largest = sorted(kinds, key=lambda k: -kinds[k])[:2]
    named = [f"{_named(k)} ({percent(kinds[k] / found.whole)})" for k in largest]
    said = f"Under {c.letters(group)} most of the time goes to {listed(named)}."
    if found.deliberation and DELIBERATION not in largest:
        said += f" Deliberation is {percent(found.deliberation / found.whole)} of it."
    if len(spent) == 1:
        return f"{said} Every arrangement spends its time alike."
    return said + _change(c, spent)


def _kinds(spent: TimeSpent) -> dict[str, float]:
    apart = {DELIBERATION: spent.deliberation} if spent.deliberation else {}
    return spent.machinery | apart


def _named(kind: str) -> str:
    return kind if kind == DELIBERATION else _STYLE[kind, False][2].lower()


def _change(c: Contents, spent: list[tuple[list[str], TimeSpent]]) -> str:
    base = _kinds(spent[0][1])
    largest: tuple[float, str] = (0.0, "")
    for group, found in spent[1:]:
        kinds = _kinds(found)
        for kind in base.keys() | kinds.keys():
            by = kinds.get(kind, 0.0) - base.get(kind, 0.0)
            words = (
                f" The largest change: {c.letters(group)} spends {duration(abs(by))} "
                f"{'more' if by > 0 else 'less'} on {_named(kind)}."
            )
            largest = max(largest, (abs(by), words))
    return largest[1]


def _table(c: Contents, cell: Cell, groups: list[list[str]]) -> Html:
    found: dict[tuple[str, str, str, bool], dict[str, float]] = {}
    for group in groups:
        for p in c.parts(group[0], cell):
            key = p.kind, p.nation, p.headquarters, p.deliberation
            found.setdefault(key, {})[group[0]] = p.seconds
    ordered = sorted(found.items(), key=lambda e: (-max(e[1].values()), e[0]))
    rows: list[list[object]] = [
        [KINDS.get(kind, kind), nation, headquarters,
         "deliberation" if deliberation else "machinery",
         *(duration(seconds[g[0]]) if g[0] in seconds else "–" for g in groups)]
        for (kind, nation, headquarters, deliberation), seconds in ordered
    ]  # fmt: skip
    return table(
        f"Mean time on the critical path: {c.thread(cell[0])}, {c.scenario(cell[1])}",
        ["Kind", "Nation", "Headquarters", "Nature", *(c.letters(g) for g in groups)],
        rows,
        row_heads=4,
    )
