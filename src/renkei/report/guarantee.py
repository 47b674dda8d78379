"""Guarantees watched in simulated runs."""

from __future__ import annotations

from renkei.experiments.guarantee import Watched
from renkei.report.contents import Contents
from renkei.report.markup import Html, items, joined, paragraph, table, tag
from renkei.report.words import percent, plural

NEVER = "never"


def watched(c: Contents) -> list[Html]:
    """A short table, a row per guarantee; nothing where the study has none."""
    by_name: dict[str, list[Watched]] = {}
    for row in c.comparison.guarantees:
        by_name.setdefault(row.name, []).append(row)
    if not by_name:
        return []
    rows = [_row(c, name, found) for name, found in by_name.items()]
    head = ["Guarantee", "Nation", "Legal basis", "Watched in", "Violated"]
    return [
        tag("h3", "Guarantees watched in simulated runs"),
        table("Guarantees watched in simulated runs", head, rows),
        paragraph(
            "A run that violates a guarantee shows that it can be broken, and ",
            tag("code", "renkei trace"),
            " with that world and replication reopens it; runs without a violation prove nothing.",
        ),
    ]


def _row(c: Contents, name: str, found: list[Watched]) -> list[object]:
    guarantee = c.study.guarantees[name]
    under = [a for a in c.arrangements if any(w.arrangement == a for w in found)]
    runs = sum(w.runs for w in found)
    broken = [_violated(c, w) for w in found if w.violated]
    return [
        guarantee.title, guarantee.nation, guarantee.legal_basis,
        f"{c.letters(under)}; {plural(runs, 'run')}",
        items(broken) if broken else NEVER,
    ]  # fmt: skip


def _violated(c: Contents, w: Watched) -> Html:
    assert w.first is not None
    world, replication = w.first
    openly = " (the arrangement openly departs from it)" if w.declared else ""
    return joined(
        [
            tag("b", c.letter(w.arrangement)),
            f"{c.thread(w.thread)}, {c.scenario(w.scenario)}: in {percent(w.share)} of runs, "
            f"first in world {world}, replication {replication}{openly}",
        ],
        " ",
    )
