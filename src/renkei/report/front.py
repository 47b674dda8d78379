"""The first page: one sheet that a minister can read."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from renkei import __version__
from renkei.experiments.compare import Room
from renkei.experiments.rows import Result
from renkei.measures.verdict import ALIKE, UNDECIDED
from renkei.report import curves, dependence, evidence_bar
from renkei.report.answer import Answer, answer_thread, headline
from renkei.report.charts import drawn
from renkei.report.contents import Cell, Contents
from renkei.report.markup import Html, figure, items, joined, paragraph, table, tag
from renkei.report.words import duration, faster_words, listed, percent, plural, span

NOT_YET_JOINED = "What is joined or blind between the allies"
NOT_YET_TAKES = "What it would take"
COULD = "could matter"
STANDING_LIMITS = (
    "No weapons, targets, forces in place, plans of attack or choices of an adversary.",
    "Deterrence, acceptability and who would prevail are never computed.",
)


def page(
    c: Contents, claims: tuple[Any, ...], known: dict[str, list[str]], proved: Html | None = None
) -> Html:
    """The first page; ``proved`` is its sentence from the independence ladder."""
    answers = [answer_thread(c, t) for t in c.compared_threads or c.threads]
    return tag(
        "section",
        _head(c),
        _answers(c, answers),
        room_table(c),
        dependence.summary(c),
        joined([] if proved is None else [proved]),
        _curves(c),
        tag(
            "div",
            tag("div", _flips(c, claims), _not_yet(), class_="half"),
            tag(
                "div", tag("h2", "How good the evidence is"), evidence_bar.bar(c, known),
                _limits(c), class_="half",
            ),
            class_="halves",
        ),
        _imprint(c),
        class_="front", aria_labelledby="question",
    )  # fmt: skip


def _head(c: Contents) -> Html:
    date = f"Study of {c.study.date}. " if c.study.date else ""
    return tag(
        "header",
        paragraph(tag("span", "Renkei", class_="mark"), " ", c.study.title, class_="kicker"),
        tag("h1", c.study.question, id="question"),
        paragraph(f"{date}Analytical model, public sources, not a forecast.", class_="dateline"),
    )


def _answers(c: Contents, answers: list[Answer]) -> Html:
    said = [
        joined([tag("b", f"{c.thread(a.thread)}: ", class_="thread"), a.sentence]) for a in answers
    ]
    return tag(
        "div",
        paragraph(headline(c, answers), class_="answer"),
        items(said, class_="answers"),
        _alone(c),
        paragraph(
            "Faster is all that is known: a faster arrangement is not thereby better. ",
            joined([joined([tag("b", c.letter(a)), f" {c.title(a)}"]) for a in c.options], "; "),
            f". {c.letter(c.study.baseline)} is the baseline.",
            class_="key",
        ),
    )


def _alone(c: Contents) -> Html:
    """Threads that only options run: there is no baseline to compare them with."""
    alone = [f"“{c.thread(t)}”" for t in c.threads if t not in c.compared_threads]
    if not alone or not c.compared:
        return joined([])
    return paragraph(
        f"Run, but not compared, because {c.letter(c.study.baseline)} is not in force there: "
        f"{listed(alone)}.",
        class_="key",
    )


def room_table(c: Contents) -> Html:
    """Room to matter, by thread and scenario; scenarios of a thread that are alike share a row."""
    rows: list[list[object]] = []
    for thread in c.threads:
        alike: dict[tuple[str, ...], list[str]] = {}
        for cell in c.cells_of(thread):
            room = c.room(cell)
            if room is not None:
                alike.setdefault(_room(c, cell, room), []).append(c.scenario(cell[1]))
        title: object = c.thread(thread)
        for (touched, gain, choice, fixed), scenarios in alike.items():
            every = len(scenarios) > 1 and len(alike) == 1
            where = f"all {len(scenarios)} scenarios" if every else "; ".join(scenarios)
            shown = tag("b", choice) if choice == COULD else choice
            rows.append([title, where, touched, gain, shown, fixed])
            title = tag("span", c.thread(thread), class_="again")
    return table(
        "Room to matter: could any arrangement change the answer’s time?",
        ["Mission thread", "Scenario", "Runs touched", "Could come sooner by (9 worlds in 10)",
         "The choice", "Time no option can change"],
        rows, row_heads=2, class_="room",
    )  # fmt: skip


def _room(c: Contents, cell: Cell, room: Room) -> tuple[str, str, str, str]:
    """Runs touched, what could be gained, whether the choice could matter, and what stays."""
    answered = bool(np.isfinite(c.times(c.study.baseline, cell)).any())
    if math.isfinite(room.gain_s):
        gain = duration(room.gain_s)
        ends = span(room.gain_doubt.low, room.gain_doubt.high)
        gain = gain if ends == gain else f"{gain} ({ends})"
    else:
        gain = "from never to answered"
    return (
        percent(room.share) if answered else "–", gain,
        COULD if room.matters else "does not matter here",
        percent(room.fixed_share) if answered else "–",
    )  # fmt: skip


def _curves(c: Contents) -> Html:
    threads = c.compared_threads or c.threads
    cells = [cell for t in threads if (cell := _widest(c, t)) is not None][:3]
    charts = [
        (cell, made)
        for i, cell in enumerate(cells)
        if (made := curves.chart(c, cell, f"front{i}", 3, nulls=False)) is not None
    ]
    if not charts:
        return paragraph("No run of any arrangement reaches an answer, so no curve is drawn.")
    figures = [
        figure(
            drawing,
            joined([
                tag("b", f"{c.thread(cell[0])}, {c.scenario(cell[1])}. "),
                _lines(c, cell),
            ]),
            curves.behind(c, cell),
        )
        for (cell, _), drawing in zip(charts, drawn([m for _, m in charts]), strict=True)
    ]  # fmt: skip
    return tag(
        "div",
        tag("h2", "Answered in time, by deadline"),
        tag("div", *figures, class_="multiples"),
    )


def _widest(c: Contents, thread: str) -> Cell | None:
    """The scenario of a thread with most room to matter, among those with any answer."""
    found = [
        cell
        for cell in c.cells_of(thread)
        if any(math.isfinite(float(c.times(a, cell)[0])) for a in c.present(cell))
    ]

    def gain(cell: Cell) -> float:
        room = c.room(cell)
        return 0.0 if room is None or not math.isfinite(room.gain_s) else room.gain_s

    return max(found, key=gain, default=None)


def _lines(c: Contents, cell: Cell) -> str:
    groups = curves.chosen(c, cell, 3)
    said = curves.finding(c, cell, [c.without_nulls(g) for g in groups])
    roles = [f"{c.letters(c.without_nulls(groups[0]))} baseline"]
    best = curves.best_of(c, cell)
    roles += [
        f"{c.letters(c.without_nulls(g))} {'most often in time' if g == best else 'most different'}"
        for g in groups[1:]
    ]
    return f"{said} Lines: {', '.join(roles)}."


def _flips(c: Contents, claims: tuple[Any, ...]) -> Html:
    """The estimates on which verdicts turn; where none does, those that move the answer."""
    turned: dict[str, list[tuple[str, Result]]] = {}
    for r in c.comparison.results:
        if r.measure == "time-to-release" and not c.is_null(r.arrangement):
            for flip in r.flips:
                low, high = faster_words(flip.lower), faster_words(flip.upper)
                how = f"{low} in the half of worlds where it is lower, {high} where it is higher"
                turned.setdefault(flip.estimate, []).append((how, r))
    said: list[Html] = []
    for name, found in sorted(turned.items(), key=lambda e: (-len(e[1]), e[0]))[:3]:
        e, (how, r) = c.study.estimates[name], found[0]
        more = f", and {plural(len(found) - 1, 'other verdict')}" if len(found) > 1 else ""
        said.append(
            joined([
                tag("b", e.title), f" ({e.grade}, {e.low} to {e.high}): "
                f"{c.letter(r.arrangement)} in “{c.thread(r.thread)}”, “{c.scenario(r.scenario)}”: "
                f"{how}{more}.",
            ])
        )  # fmt: skip
    said += _rests_on(c)
    for claim in claims:
        names = getattr(claim, "flips", ())
        if names and len(said) < 5:
            titles = [
                c.study.estimates[n].title if n in c.study.estimates else str(n)
                for n in ((names,) if isinstance(names, str) else names)
            ]
            said.append(joined([f"The claim “{claim.says}” turns on: ", "; ".join(titles), "."]))
    for name, correlation in evidence_bar.driving(c)[: max(0, 3 - len(said))]:
        e = c.study.estimates[name]
        late = "later" if correlation > 0 else "sooner"
        said.append(
            joined([
                tag("b", e.title), f" ({e.grade}, {e.low} to {e.high}): the larger, the {late} the "
                "answer, though no verdict turns on it.",
            ])
        )  # fmt: skip
    body = items(said) if said else paragraph(
        f"With {plural(c.comparison.settings.worlds, 'world')}, no single assumption stands out "
        "as moving the answer. More worlds could tell."
    )  # fmt: skip
    return joined([tag("h2", "The assumptions that flip it"), body])


def _rests_on(c: Contents) -> list[Html]:
    """What the difference hangs on where a verdict on time is firm and no estimate turns it."""
    said: dict[tuple[str, str], Html] = {}
    for r in c.comparison.results:
        firm = r.verdict is not None and r.verdict.words not in (ALIKE, UNDECIDED)
        if r.measure != "time-to-release" or not firm or c.is_null(r.arrangement):
            continue
        for d in r.difference_drivers[:1]:
            e = c.study.estimates[d.estimate]
            said[r.arrangement, r.thread] = joined([
                f"{c.letter(r.arrangement)} in “{c.thread(r.thread)}”: the size of the difference "
                "rests most on ", tag("b", e.title), f" ({e.grade}, {e.low} to {e.high}).",
            ])  # fmt: skip
    return list(said.values())[:2]


def _not_yet() -> Html:
    return joined([
        paragraph(tag("b", f"{NOT_YET_JOINED}: "), "not yet modelled.", class_="notyet"),
        paragraph(tag("b", f"{NOT_YET_TAKES}: "), "not yet modelled.", class_="notyet"),
    ])  # fmt: skip


def _limits(c: Contents) -> Html:
    return paragraph(
        tag("b", "Not modelled: "), " ".join((*c.study.limits[:3], *STANDING_LIMITS)),
        " Full list ", tag("a", "in the register", href="#register"), ".", class_="notyet",
    )  # fmt: skip


def _imprint(c: Contents) -> Html:
    s, margins = c.comparison.settings, c.study.margins
    return tag(
        "footer",
        paragraph(
            f"Renkei {__version__}, seed {s.seed}, {s.worlds} worlds × {s.replications} "
            f"replications. A time difference matters beyond the larger of "
            f"{percent(margins.time_share)} and {duration(margins.time / 1000)}, a share beyond "
            f"{margins.share * 100:.0f} points. Deadlines are assumptions. Study ",
            tag("code", c.identity),
            ".",
        ),
        class_="imprint",
    )
