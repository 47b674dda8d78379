"""What each nation gives up: whose yes it needs, what a foreign hand adds, what is done anyway."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from renkei.experiments.rows import Result
from renkei.model.place import named
from renkei.report.contents import Cell, Contents
from renkei.report.markup import Html, joined, paragraph, table, tag
from renkei.report.words import duration, listed, percent, percents, plural, span


@dataclass(frozen=True, slots=True)
class Given:
    """What one nation gives up under one arrangement, over all threads and scenarios."""

    consents: str
    hand: str
    anyway: str


def given(c: Contents, arrangement: str, nation: str) -> Given | None:
    """What a nation gives up; None where none of its reserved decisions is taken."""
    yes: dict[str, None] = {}
    hands: list[float] = []
    never = False
    done: list[float] = []
    seen = False
    for cell in c.compared or c.cells:
        for r in _of(c, arrangement, cell, "foreign-yes-needed", nation):
            seen = True
            yes.update(dict.fromkeys(n for n in r.note.split("; ") if n))
        for r in _of(c, arrangement, cell, "foreign-hand", nation):
            if r.value is None:
                never = True
            else:
                hands.append(r.value)
        done += [
            r.value for r in _of(c, arrangement, cell, "done-anyway", nation) if r.value is not None
        ]
    if not seen:
        return None
    hand = span(min(hands), max(hands)) if hands else "never answered"
    if never and hands:
        hand += ", or never answered"
    return Given(
        consents=_consents(list(yes)), hand="none" if hand == "0" else hand,
        anyway=percents(min(done), max(done)) if done else "–",
    )  # fmt: skip


def _of(c: Contents, arrangement: str, cell: Cell, measure: str, nation: str) -> list[Result]:
    return [r for r in c.rows(arrangement, cell, measure) if r.nation == nation]


def _consents(named: list[str]) -> str:
    if not named:
        return "none"
    return f"{len(named)}: {'; '.join(sorted(named))}"


def summary(c: Contents) -> Html:
    """The table of the first page: arrangements that give up the same share a row."""
    rows: list[list[object]] = []
    for nation in c.nations():
        groups: dict[Given, list[str]] = {}
        for a in c.options:
            found = given(c, a, nation)
            if found is not None:
                groups.setdefault(found, []).append(a)
        rows += [
            [nation, tag("b", c.letters(members), class_="whole"), g.consents, g.hand, g.anyway]
            for g, members in groups.items()
        ]
    if not rows:
        return paragraph("No reserved decision is taken in these threads.")
    compared = "" if c.compared == c.cells else " compared"
    caption = f"What each nation gives up where it decides, over all scenarios{compared}."
    return table(
        " ".join([caption, *_silent(c), *_undecided(c)]),
        ["Nation", "Under", "Foreign yes its own decisions need", "A foreign hand can add",
         "Answered with the partner silent"],
        rows, row_heads=2,
    )  # fmt: skip


def _silent(c: Contents) -> list[str]:
    """Threads that are never answered with the partner silent, and why where that is known."""
    said: dict[tuple[str, bool], list[str]] = {}
    for thread in c.compared_threads or c.threads:
        shares: dict[str, list[float | None]] = {}
        waits: dict[str, list[bool]] = {}
        for cell in c.cells_of(thread):
            for a, nation in itertools.product(c.present(cell, nulls=False), c.nations()):
                for r in _of(c, a, cell, "done-anyway", nation):
                    shares.setdefault(nation, []).append(r.value)
                    of = c.comparison.dependence[a, *cell, nation]
                    waits.setdefault(nation, []).append(of.waits)
        never = [nation for nation, values in shares.items() if not any(values)]
        if never:
            titles = [named(c.study.nations[n]) for n in never]
            whom = "" if len(never) == len(shares) else f" for {listed(titles)}"
            key = whom, all(all(waits[n]) for n in never)
            said.setdefault(key, []).append(f"“{c.thread(thread)}”")
    return [
        f"With the partner silent {listed(threads)} {'is' if len(threads) == 1 else 'are'} never "
        f"answered{whom}{_why(len(threads)) if waits else ''}."
        for (whom, waits), threads in said.items()
    ]


def _why(threads: int) -> str:
    each = "it" if threads == 1 else "each"
    return f", for {each} waits for what only the partner does"


def _undecided(c: Contents) -> list[str]:
    """Compared threads that the table is not about."""
    decided = {thread for _, thread, _, _ in c.comparison.dependence}
    left = [f"“{c.thread(t)}”" for t in c.compared_threads if t not in decided]
    return [f"Nobody takes a reserved decision in {listed(left)}."] if left else []


def detail(c: Contents) -> Html:
    """The same by thread and scenario."""
    parts: list[Html] = [tag("h2", "What each nation gives up", id="dependence")]
    reserved = [
        joined([tag("b", r.nation), f": {r.title or ', '.join(r.functions)}"])
        for r in c.study.reserved.values()
    ]
    parts.append(
        paragraph(
            "Decisions a nation keeps for itself, as the study declares them: ",
            joined(reserved, "; "),
            ". A foreign hand’s time is what all foreign answers at their "
            "limits add to all answers at once, the nation’s own work taken as no time; with the "
            "partner silent, no foreign post works or answers.",
        )
    )
    for thread in c.threads:
        rows: list[list[object]] = []
        for cell in c.cells_of(thread):
            groups: dict[tuple[str, ...], list[str]] = {}
            for a in c.present(cell, nulls=False):
                for need in c.rows(a, cell, "foreign-yes-needed"):
                    groups.setdefault(_line(c, a, cell, need), []).append(a)
            rows += [
                [c.scenario(cell[1]), nation, tag("b", c.letters(members)), *rest]
                for (nation, *rest), members in groups.items()
            ]
        if rows:
            parts.append(
                table(
                    f"Dependence: {c.thread(thread)}",
                    ["Scenario", "Nation", "Under", "Foreign yes needed",
                     "A foreign hand can add", "Answered with the partner silent"],
                    rows, row_heads=3,
                )
            )  # fmt: skip
    if len(parts) == 2:
        parts.append(paragraph("No reserved decision is taken in these threads."))
    return tag("section", *parts, class_="flow")


def _line(c: Contents, a: str, cell: Cell, need: Result) -> tuple[str, ...]:
    nation = need.nation or ""
    done = _of(c, a, cell, "done-anyway", nation)
    return (
        nation, _consents([n for n in need.note.split("; ") if n]),
        _hand(_of(c, a, cell, "foreign-hand", nation)),
        percent(done[0].value or 0.0) if done else "–",
    )  # fmt: skip


def _hand(rows: list[Result]) -> str:
    if not rows:
        return "–"
    value = rows[0].value
    if value is None:
        return "never answered"
    doubt = rows[0].doubt
    if doubt is None or value == 0:
        return duration(value)
    shown = span(doubt.low, doubt.high)
    return duration(value) if shown == duration(value) else f"{duration(value)} ({shown})"


def difference_words(c: Contents) -> list[str]:
    """For each nation, which options need more or fewer foreign consents than the baseline."""
    said: list[str] = []
    for nation in c.nations():
        own = _count(c, c.study.baseline, nation)
        for a in c.options:
            count = _count(c, a, nation)
            if count is None or own is None or a == c.study.baseline or count == own:
                continue
            more = "more" if count > own else "fewer"
            said.append(
                f"{c.letter(a)} ({c.title(a)}) makes {nation}’s reserved decisions need "
                f"{plural(abs(count - own), f'foreign consent {more}', f'foreign consents {more}')}"
                f" than {c.letter(c.study.baseline)}: a matter of rights, not of simulation."
            )
    return said


def _count(c: Contents, arrangement: str, nation: str) -> int | None:
    named: set[str] = set()
    seen = False
    for cell in c.compared or c.cells:
        for r in _of(c, arrangement, cell, "foreign-yes-needed", nation):
            seen = True
            named |= {n for n in r.note.split("; ") if n}
    return len(named) if seen else None
