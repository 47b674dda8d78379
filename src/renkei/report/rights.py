"""The decision-rights matrix: functions by posts; decide, consent, consult, inform."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.checks.cases import View
from renkei.checks.duty import Unresolved
from renkei.model.consent import Right
from renkei.report.contents import Contents
from renkei.report.markup import Html, joined, paragraph, table, tag
from renkei.report.words import listed, states_words

ORDER = "DCKI"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Marks by (function, post), and functions nobody may decide."""

    marks: tuple[tuple[str, str, str], ...]
    """(function, post, letters), sorted."""
    nobody: tuple[str, ...]


def matrix(c: Contents, arrangement: str, states: dict[str, str]) -> Matrix:
    """Who decides, consents, is consulted and informed, in given states."""
    view = c.checked.view(arrangement, states)
    marks: dict[tuple[str, str], set[str]] = {}
    nobody: list[str] = []
    functions = sorted({r.function for r in view.arrangement.rights.values()})
    for function in functions:
        try:
            _, right = view.right(function)
            decider = view.resolver.resolve(right.decides).full
        except Unresolved:
            nobody.append(function)
            continue
        marks.setdefault((function, decider), set()).add("D")
        _asked(view, function, right, marks)
    found = tuple(
        (function, post, "".join(sorted(letters, key=ORDER.index)))
        for (function, post), letters in sorted(marks.items())
    )
    return Matrix(found, tuple(nobody))


def _asked(view: View, function: str, right: Right, marks: dict[tuple[str, str], set[str]]) -> None:
    asked = [("C", x.of) for x in right.consent.values()]
    asked += [("K", x.of) for x in right.consult.values()]
    asked += [("I", phrase) for phrase in right.inform]
    for letter, phrase in asked:
        try:
            post = view.resolver.resolve(phrase).full
        except Unresolved:
            continue
        marks.setdefault((function, post), set()).add(letter)


def states_used(c: Contents, arrangement: str) -> list[dict[str, str]]:
    """Every combination of states that the arrangement's cases visit."""
    found: list[dict[str, str]] = []
    for case in c.checked.cases:
        if case.arrangement == arrangement and case.key in c.comparison.samples:
            found += [s for s in case.combinations if s not in found]
    return sorted(found, key=lambda s: sorted(s.items()))


def grouped(c: Contents) -> dict[Matrix, dict[str, list[dict[str, str]]]]:
    """Matrices that are the same, with the arrangements and states they hold for."""
    groups: dict[Matrix, dict[str, list[dict[str, str]]]] = {}
    for a in c.arrangements:
        for states in states_used(c, a):
            groups.setdefault(matrix(c, a, states), {}).setdefault(a, []).append(states)
    return groups


def same_rights(c: Contents, arrangement: str) -> bool:
    """Whether an arrangement's matrix is the baseline's in all states that both visit."""
    shared = [
        (states, own)
        for states in states_used(c, arrangement)
        if (own := _of_baseline(c, states)) is not None
    ]
    return bool(shared) and all(
        matrix(c, arrangement, states) == matrix(c, c.study.baseline, own) for states, own in shared
    )


def _of_baseline(c: Contents, states: dict[str, str]) -> dict[str, str] | None:
    """The baseline's states that are the same but for what only the other may be granted."""
    return next(
        (own for own in states_used(c, c.study.baseline) if own.items() <= states.items()), None
    )


def section(c: Contents) -> Html:
    """The baseline's matrices in full; elsewhere the functions that differ from it."""
    parts: list[Html] = [
        tag("h2", "Who decides what", id="rights"),
        paragraph(
            tag("b", "D"),
            " decides, ",
            tag("b", "C"),
            " consents (may refuse), ",
            tag("b", "K"),
            " is consulted (must be asked, cannot refuse), ",
            tag("b", "I"),
            " is informed. Arrangements and states with the same rights share one table; the "
            "baseline is shown in full, the others where they differ from it.",
        ),
    ]
    groups = grouped(c)
    if not any(m.marks for m in groups):
        parts.append(paragraph("The arrangements of this study state no rights."))
    for m, holders in groups.items():
        if m.marks or m.nobody:
            parts.append(_table(c, m, holders))
    return tag("section", *parts, class_="flow")


def _table(c: Contents, m: Matrix, holders: dict[str, list[dict[str, str]]]) -> Html:
    base = c.study.baseline
    functions = sorted({f for f, _, _ in m.marks})
    caption = _holders(c, holders)
    if base not in holders:
        every = [s for combinations in holders.values() for s in combinations]
        known = [same for s in every if (same := _of_baseline(c, s)) is not None]
        if known:
            own = matrix(c, base, known[0])
            functions = [f for f in functions if _of(m, f) != _of(own, f)]
            caption = joined([caption, ", where it differs from ", tag("b", c.letter(base))])
    if not functions:
        return paragraph(caption, ": only in what nobody may decide.")
    posts = sorted({post for f, post, _ in m.marks if f in functions})
    cells = {(f, p): letters for f, p, letters in m.marks}
    rows: list[list[object]] = [
        [f, *(tag("b", x) if (x := cells.get((f, p), "")) else "" for p in posts)]
        for f in functions
    ]
    heads = [tag("span", p) for p in posts]
    shown = table(caption, ["Function", *heads], rows, class_="matrix")
    if not m.nobody or base not in holders:
        return shown
    nobody = paragraph(f"Nobody decides in these states: {listed(list(m.nobody))}.", class_="start")
    return joined([shown, nobody])


def _of(m: Matrix, function: str) -> list[tuple[str, str]]:
    return [(p, letters) for f, p, letters in m.marks if f == function]


def _holders(c: Contents, holders: dict[str, list[dict[str, str]]]) -> Html:
    """Which arrangements, in which states."""
    by_states: dict[str, list[str]] = {}
    for a, combinations in holders.items():
        whole = len(combinations) == len(states_used(c, a))
        words = (
            "in all states used" if whole and len(combinations) > 1
            else " or ".join(f"({states_words(s)})" for s in combinations)
        )  # fmt: skip
        by_states.setdefault(words, []).append(a)
    said = [
        joined([joined([c.named(a) for a in members], ", "), f" {words}"])
        for words, members in by_states.items()
    ]
    return joined(said, "; ")
