"""How good the evidence is: estimates by grade, all that are used and those that drive answers."""

from __future__ import annotations

from collections import Counter

from renkei.evidence.grade import Grade
from renkei.experiments.drivers import used_estimates
from renkei.report.contents import Contents
from renkei.report.markup import Html, figure, joined, label, svg, table, tag
from renkei.report.patterns import fill, pattern_definitions
from renkei.report.words import listed, percent, plural

_ORDER = list(Grade)
_PATTERN = {
    Grade.MEASURED: "solid", Grade.EXERCISE: "dense", Grade.DOCUMENTED: "slant",
    Grade.EXPERT: "dots", Grade.PLACEHOLDER: "blank",
}  # fmt: skip


UNGRADED = (
    "Limits on waiting for an answer, hours, numbers of people and levels of word carry no grade."
)


def used(c: Contents) -> dict[str, list[str]]:
    """Every estimate the cases can draw, with the threads that do."""
    found: dict[str, dict[str, None]] = {}
    for case in c.checked.cases:
        if (case.arrangement, case.thread, case.scenario) not in c.comparison.samples:
            continue
        for index in used_estimates(case):
            found.setdefault(case.estimates[index].name, {})[case.thread] = None
    return {name: sorted(threads) for name, threads in sorted(found.items())}


def driving(c: Contents, thread: str | None = None) -> list[tuple[str, float]]:
    """Estimates that move a time or a share in time, with their largest rank correlation
    with lateness; in all threads or in one."""
    found: dict[str, float] = {}
    for cell in c.cells if thread is None else c.cells_of(thread):
        for a in c.present(cell, nulls=False):
            for r, sign in ((c.time(a, cell), 1), (c.in_time(a, cell), -1)):
                for d in r.drivers if r is not None else ():
                    if abs(d.correlation) > abs(found.get(d.estimate, 0.0)):
                        found[d.estimate] = sign * d.correlation
    return sorted(found.items(), key=lambda e: (-abs(e[1]), e[0]))


def bar(c: Contents, known: dict[str, list[str]]) -> Html:
    """The bars and their finding."""
    grades = c.study.estimates
    everything = Counter(grades[name].grade for name in known)
    moving = Counter(grades[name].grade for name, _ in driving(c))
    rows = [("Used", everything)] + ([("Driving", moving)] if moving else [])
    finding = f"{_finding(everything, moving)}{_by_thread(c)} {UNGRADED}"
    height = 20 * len(rows) + 22
    drawing: list[Html] = [pattern_definitions("grade", sorted({*_PATTERN.values()}))]
    for row, (name, counts) in enumerate(rows):
        top = 20 * row + 2
        drawing.append(label(0, top + 12, name, class_="svg-small"))
        drawing += _segments(counts, top)
    drawing.append(_legend(20 * len(rows) + 14))
    whole = svg("evidence", 460, height, "Evidence by grade", finding, *drawing, class_="evidence")
    numbers = table(
        "Estimates by grade",
        ["Grade", "Used", "Driving the answer"],
        [[g, everything[g], moving[g]] for g in _ORDER],
    )
    return figure(whole, finding, numbers, class_="bar")


def _by_thread(c: Contents) -> str:
    """Which threads are driven by placeholders alone."""
    alone = [
        f"“{c.thread(thread)}”"
        for thread in sorted({t for t, _ in c.cells})
        if (found := driving(c, thread))
        and all(c.study.estimates[n].grade is Grade.PLACEHOLDER for n, _ in found)
    ]
    return f" All that drive {listed(alone)} are placeholders." if alone else ""


def _segments(counts: Counter[Grade], top: float) -> list[Html]:
    total = sum(counts.values())
    x, parts = 52.0, list[Html]()
    for grade in _ORDER:
        if not counts[grade]:
            continue
        width = 406 * counts[grade] / total
        parts.append(
            tag("rect", x=f"{x:.1f}", y=top, width=f"{width:.1f}", height=15,
                fill=fill("grade", _PATTERN[grade]), stroke="#1a1a1a", stroke_width="0.8")
        )  # fmt: skip
        shown = str(counts[grade])
        if width > 16:
            parts.append(
                label(x + width / 2, top + 11.5, shown, class_="svg-halo", text_anchor="middle")
            )
        x += width
    return parts


def _legend(y: float) -> Html:
    parts: list[Html] = []
    for grade, x in zip(_ORDER, (52, 133, 203, 296, 357), strict=True):
        parts.append(
            tag("rect", x=x, y=y - 9, width=13, height=10, fill=fill("grade", _PATTERN[grade]),
                stroke="#1a1a1a", stroke_width="0.8")
        )  # fmt: skip
        parts.append(label(x + 17, y, str(grade), class_="svg-small"))
    return joined(parts)


def _finding(everything: Counter[Grade], moving: Counter[Grade]) -> str:
    total = sum(everything.values())
    if not total:
        return "No estimate is used."
    share = percent(everything[Grade.PLACEHOLDER] / total)
    said = f"{everything[Grade.PLACEHOLDER]} of the {plural(total, 'estimate')} used ({share}) "
    said += "are placeholders: assumptions without a public basis."
    if moving:
        names = listed([f"{n} {g}" for g in _ORDER if (n := moving[g])])
        count = sum(moving.values())
        verb = "drives" if count == 1 else "drive"
        said += f" Of the {plural(count, 'estimate')} that {verb} the answer: {names}."
    else:
        said += " No single estimate stands out as driving the answer with this many worlds."
    return said
