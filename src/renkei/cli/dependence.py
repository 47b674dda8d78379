"""What each nation gives up, as a short table on the terminal: consents needed, done anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from renkei.experiments.compare import Comparison

NEEDS, ANYWAY = "foreign-yes-needed", "done-anyway"
WIDEST_UNDER, WIDEST_CONSENTS = 30, 42
Gives = tuple[str, str]
"""(foreign consents needed, answered with the partner silent)."""


def dependence(comparison: Comparison, thread: str) -> Table | None:
    """A thread's dependence over all its scenarios; None where no reserved decision is taken.

    Arrangements that give up the same share a row, the largest group as "all others".
    """
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("nation", no_wrap=True)
    table.add_column("under", max_width=WIDEST_UNDER)
    table.add_column("foreign consents needed", max_width=WIDEST_CONSENTS)
    table.add_column("done anyway", justify="right", no_wrap=True)
    for nation in sorted({r.nation or "" for r in comparison.results if r.measure == NEEDS}):
        groups: dict[Gives, list[str]] = {}
        for name, arrangement in comparison.checked.study.arrangements.items():
            gives = _gives(comparison, thread, name, nation)
            if gives is not None and arrangement.role == "option":
                groups.setdefault(gives, []).append(name)
        ordered = sorted(groups.items(), key=lambda g: (len(g[1]), g[0]))
        for gives, names in ordered:
            under = ", ".join(sorted(names))
            if len(names) > 1 and gives == ordered[-1][0]:
                under = "all others" if len(groups) > 1 else "all"
            table.add_row(nation, under, *gives)
    return table if table.row_count else None


def _gives(comparison: Comparison, thread: str, arrangement: str, nation: str) -> Gives | None:
    consents: set[str] = set()
    anyway: list[float] = []
    seen = False
    for r in comparison.results:
        if (r.arrangement, r.thread, r.nation) != (arrangement, thread, nation):
            continue
        if r.measure == NEEDS:
            seen = True
            consents.update(n for n in r.note.split("; ") if n)
        elif r.measure == ANYWAY and r.value is not None:
            anyway.append(r.value)
    if not seen:
        return None
    return _consents(consents), _shares(anyway)


def _consents(found: set[str]) -> str:
    """From "order: A" and "order: B" to "2 for order: A, B"."""
    if not found:
        return "none"
    posts: dict[str, list[str]] = {}
    for function, _, post in (text.partition(": ") for text in sorted(found)):
        posts.setdefault(function, []).append(post)
    return "; ".join(f"{len(of)} for {function}: {', '.join(of)}" for function, of in posts.items())


def _shares(values: list[float]) -> str:
    if not values:
        return "–"
    low, high = f"{min(values):.0%}", f"{max(values):.0%}"
    return low if low == high else f"{low} to {high}"
