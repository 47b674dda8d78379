"""The answer in one sentence, from room to matter and verdicts; never more than they say."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from renkei.experiments.rows import ENOUGH, Result
from renkei.measures.verdict import ALIKE, UNDECIDED
from renkei.report.contents import Cell, Contents
from renkei.report.words import duration, listed, percent, plural, signed, span, verdict_words

Kind = Literal["matters", "does not matter here", "depends", "undecided", "none in time", "all do"]
FEW = 0.5
"""An arrangement whose share in time is below this does not meet the deadline."""
SAID: dict[Kind, str] = {
    "matters": "matters",
    "does not matter here": "does not matter here",
    "depends": "depends",
    "undecided": "undecided",
    "none in time": "no option meets the deadline in even half of the runs",
    "all do": "all options meet the deadline",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of one thread, or of one thread in one scenario."""

    thread: str
    scenario: str | None
    kind: Kind
    sentence: str


def answer_thread(c: Contents, thread: str) -> Answer:
    """The answer for a thread over all scenarios that put it to the test."""
    found = [answer_cell(c, cell) for cell in c.cells_of(thread)]
    kinds = Counter(a.kind for a in found)
    if len(kinds) == 1:
        kind = found[0].kind
        if len(found) == 1:
            said = found[0].sentence
            if kind in ("none in time", "all do"):
                said = f"{SAID[kind].capitalize()}. {said}"
            return Answer(thread, found[0].scenario, kind, said)
        everywhere = f"in all {len(found)} scenarios"
        if kind == "does not matter here":
            return Answer(thread, None, kind, f"{_no_room(c, c.cells_of(thread))}, {everywhere}.")
        lead = max(found, key=lambda a: _weight(c, (thread, a.scenario or ""), kind))
        shown = c.scenario(lead.scenario or "")
        return Answer(
            thread, None, kind, f"{SAID[kind].capitalize()} {everywhere}. In “{shown}”: "
            f"{_small(lead.sentence)}",
        )  # fmt: skip
    where_by = {
        kind: [f"“{c.scenario(a.scenario or '')}”" for a in found if a.kind == kind]
        for kind in kinds
    }
    parts = [f"{SAID[kind]} for {listed(titles)}" for kind, titles in where_by.items()]
    telling = next((a for a in found if a.kind == "matters"), None)
    more = ""
    if telling:
        more = f" In “{c.scenario(telling.scenario or '')}”: {_small(telling.sentence)}"
    none_shown = f"No option is shown to be faster or slower than {c.letter(c.study.baseline)}. "
    undecided = {"depends", "undecided"} & set(kinds)
    lead_in = none_shown if undecided and not shown_by_time(c, thread) else ""
    return Answer(
        thread, None, "depends", f"{lead_in}Depends on the scenario: {'; '.join(parts)}.{more}"
    )


def shown_by_time(c: Contents, thread: str) -> bool:
    """Whether any option differs from the baseline in time, anywhere in a thread."""
    found = [
        r for cell in c.cells_of(thread) for a in c.present(cell, nulls=False)
        if (r := c.time(a, cell)) is not None and r.verdict is not None
    ]  # fmt: skip
    return any(r.verdict.words not in (ALIKE, UNDECIDED) for r in found if r.verdict)


def answer_cell(c: Contents, cell: Cell) -> Answer:
    """The answer for one thread in one scenario."""
    kind, sentence = _answer(c, cell)
    return Answer(cell[0], cell[1], kind, sentence)


def _answer(c: Contents, cell: Cell) -> tuple[Kind, str]:
    room = c.room(cell)
    options = [a for a in c.present(cell, nulls=False) if a != c.study.baseline]
    if not options:
        return "undecided", "Undecided, because nothing is compared with the baseline here."
    if room is not None and not room.matters:
        return "does not matter here", f"{_no_room(c, [cell])}."
    late = _deadline(c, cell)
    if late is not None:
        return late
    decided = [r for a in options for r in _decisive(c, a, cell)]
    firm = [r for r in decided if r.verdict and r.verdict.words not in (ALIKE, UNDECIDED)]
    if firm:
        return "matters", _matters(c, firm)
    open_ = [r for r in decided if r.verdict and r.verdict.words == UNDECIDED]
    if not open_:
        if not decided:
            return "undecided", (
                "Undecided, because too few runs reach the answer for times to be compared."
            )
        most = f" (at most {duration(room.gain_s)} could be gained)" if room else ""
        return "does not matter here", (
            "Among the options compared the choice makes no difference that matters, "
            f"though in principle an arrangement could{most}."
        )
    return _undecided(c, open_)


def _decisive(c: Contents, arrangement: str, cell: Cell) -> list[Result]:
    rows = (c.time(arrangement, cell), c.in_time(arrangement, cell))
    return [r for r in rows if r is not None and r.verdict is not None]


def _deadline(c: Contents, cell: Cell) -> tuple[Kind, str] | None:
    marked = c.deadline_s(cell[0])
    rows = [r for a in c.present(cell, nulls=False) if (r := c.in_time(a, cell)) is not None]
    shares = {r.arrangement: r.value for r in rows if r.value is not None}
    if marked is None or not shares:
        return None
    limit = f"{duration(marked)} (an assumption)"
    if max(shares.values()) < FEW:
        best = max(shares, key=lambda a: (shares[a], a == c.study.baseline))
        top = shares[best]
        tail = (
            "no run of any option is answered"
            if top == 0
            else f"at most {percent(top)} of runs are answered, under {c.letter(best)} "
            f"({c.title(best)})"
        )
        return "none in time", f"Within {limit}, {tail}.{_also(c, cell)}"
    if min(shares.values()) >= ENOUGH:
        least = percent(min(shares.values()))
        return "all do", (
            f"Within {limit}, every option answers in at least {least} of runs.{_also(c, cell)}"
        )
    return None


def _also(c: Contents, cell: Cell) -> str:
    """What is known of the time, though it decides nothing at this deadline."""
    rows = [
        r
        for a in c.present(cell, nulls=False)
        if (r := c.time(a, cell)) is not None
        and r.verdict is not None
        and r.verdict.words not in (ALIKE, UNDECIDED)
    ]
    return f" {_matters(c, rows)}" if rows else ""


def _matters(c: Contents, firm: list[Result]) -> str:
    lead = max(firm, key=_strength)
    base = c.letter(c.study.baseline)
    words = verdict_words(lead.measure, lead.verdict)
    by = ""
    if lead.difference is not None and math.isfinite(lead.difference):
        by = f", by about {signed(lead.difference, lead.unit).lstrip('+−')}"
        if lead.difference_doubt is not None:
            ends = sorted(abs(x) for x in (lead.difference_doubt.low, lead.difference_doubt.high))
            same = lead.difference_doubt.low * lead.difference_doubt.high >= 0
            if lead.unit == "s" and same and all(map(math.isfinite, ends)):
                by += f" ({span(*ends)} in nine worlds of ten)"
    others = len({r.arrangement for r in firm} - {lead.arrangement})
    also = "differs" if others == 1 else "differ"
    rest = f" {plural(others, 'other option')} also {also} from {base}." if others else ""
    return (
        f"{c.letter(lead.arrangement)} ({c.title(lead.arrangement)}) is {words} than {base}{by}."
        f"{rest}"
    )


def _strength(r: Result) -> tuple[bool, float, float]:
    assert r.verdict is not None
    finite = r.difference is not None and math.isfinite(r.difference)
    size = abs(r.difference) if finite and r.difference is not None else 0.0
    return r.unit == "s", max(r.verdict.better, r.verdict.worse), size


def _undecided(c: Contents, rows: list[Result]) -> tuple[Kind, str]:
    because = {r.verdict.because for r in rows if r.verdict}
    if "worlds" in because:
        moving = Counter(d.estimate for r in rows for d in r.difference_drivers)
        names = [c.study.estimates[e].title for e, _ in moving.most_common(2)]
        if names:
            return "depends", (
                f"Depends on {listed([f'“{n}”' for n in names])}: the worlds disagree, and "
                f"{'this estimate moves' if len(names) == 1 else 'these estimates move'} the "
                "difference between the options most."
            )
        return "undecided", (
            "Undecided, because the worlds disagree: within what the evidence allows, the "
            "options come out on either side of the margin."
        )
    return "undecided", "Undecided, because of luck: more runs could tell the options apart."


def _no_room(c: Contents, cells: list[Cell]) -> str:
    rooms = [r for cell in cells if (r := c.room(cell)) is not None]
    gains = [r.gain_s for r in rooms if math.isfinite(r.gain_s)]
    if not gains or max(gains) <= 0:
        return "Does not matter here: the options differ in nothing that the answer waits for"
    below = min(r.share_of_worlds_below for r in rooms)
    gain = duration(max(gains))
    how = "no sooner" if gain == "0" else f"{gain} sooner at most"
    return (
        f"Does not matter here: if all that the options differ in took no time, the answer "
        f"would come {how}, below the margin in "
        f"{percent(below)} of worlds"
    )


def _weight(c: Contents, cell: Cell, kind: Kind) -> float:
    """How telling a cell is: the best share in time where all are late, else room to matter."""
    if kind == "none in time":
        rows = (c.in_time(a, cell) for a in c.present(cell, nulls=False))
        return max((r.value or 0.0 for r in rows if r is not None), default=0.0)
    room = c.room(cell)
    return 0.0 if room is None or not math.isfinite(room.gain_s) else room.gain_s


def _small(sentence: str) -> str:
    """A sentence to stand after a colon."""
    first = sentence.split(" ", 1)[0]
    return sentence if first.isupper() else sentence[0].lower() + sentence[1:]


def headline(c: Contents, answers: list[Answer]) -> str:
    """One sentence over all threads."""
    kinds: dict[Kind, list[str]] = {}
    for a in answers:
        kinds.setdefault(a.kind, []).append(c.thread(a.thread))
    if len(kinds) == 1:
        (kind,) = kinds
        over = "" if len(answers) == 1 else f" for all {len(answers)} mission threads"
        return f"{_whole(kind)}{over}."
    said: dict[str, list[str]] = {}
    for a in answers:
        words = _part(a.kind)
        if a.kind in ("depends", "undecided") and not shown_by_time(c, a.thread):
            words = "no option is shown to be faster"
        said.setdefault(words, []).append(f"“{c.thread(a.thread)}”")
    parts = [f"{words} for {listed(threads)}" for words, threads in said.items()]
    return f"It depends on the task: {'; '.join(parts)}."


def _whole(kind: Kind) -> str:
    return {
        "matters": "The choice of arrangement matters",
        "does not matter here": "The choice of arrangement does not matter here",
        "depends": "Whether the choice matters depends on the scenario",
        "undecided": "Undecided",
        "none in time": "No option meets the deadline",
        "all do": "All options meet the deadline",
    }[kind]


def _part(kind: Kind) -> str:
    return {
        "matters": "the choice matters",
        "does not matter here": "the choice does not matter",
        "depends": "it depends on the scenario",
        "undecided": "it is undecided",
        "none in time": "no option meets the deadline",
        "all do": "all options meet the deadline",
    }[kind]
