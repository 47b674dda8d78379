"""The one JSON document of a comparison."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import renkei
from renkei.checks.identity import study_identity
from renkei.checks.zones import zone_version
from renkei.experiments.compare import Comparison, Part, Room
from renkei.experiments.guarantee import Watched
from renkei.experiments.rows import Result
from renkei.measures.intervals import Interval
from renkei.measures.verdict import Verdict
from renkei.record.identity import identity

DIGITS = 6
"""Significant digits; far more than the evidence carries, few enough to stay readable."""


def versions() -> dict[str, str]:
    """Versions of everything whose change could change an answer."""
    return {
        "renkei": renkei.__version__,
        "tzdata": zone_version(),
        "holidays": version("holidays"),
    }


def document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data: figures to six digits, ``null`` where none is given."""
    checked, settings = comparison.checked, comparison.settings
    study = study_identity(checked.study)
    return {
        "study": checked.study.study,
        "identity": study,
        "run": identity(
            [
                study,
                settings.seed,
                settings.worlds,
                settings.replications,
                versions(),
                sorted(comparison.samples),
            ]
        ),
        "seed": settings.seed,
        "worlds": settings.worlds,
        "replications": settings.replications,
        "versions": versions(),
        "baseline": checked.study.baseline,
        "margins": {
            "time_share": checked.study.margins.time_share,
            "time_s": checked.study.margins.time / 1000,
            "share": checked.study.margins.share,
            "count": checked.study.margins.count,
        },
        "room_to_matter": [_room(r) for r in comparison.room],
        "results": [result_row(r) for r in comparison.results],
        "decomposition": [_part(p) for p in comparison.decomposition],
        "guarantees": [watched_row(w) for w in comparison.guarantees],
        "not_in_force": [
            {"arrangement": a, "thread": t, "scenario": s} for a, t, s in checked.not_in_force
        ],
        "null_checks": [
            n for n, a in sorted(checked.study.arrangements.items()) if a.role == "null check"
        ],
    }


def figure(value: float | None) -> float | None:
    """A number to six significant digits; ``None`` for what never comes."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    return float(f"{value:.{DIGITS}g}")


def _ends(interval: Interval | None) -> list[float | None] | None:
    return None if interval is None else [figure(interval.low), figure(interval.high)]


def _verdict(verdict: Verdict | None) -> str | None:
    return None if verdict is None else verdict.words


def result_row(r: Result) -> dict[str, Any]:
    """One row of ``results``."""
    row: dict[str, Any] = {
        "arrangement": r.arrangement, "thread": r.thread, "scenario": r.scenario,
        "measure": r.measure, "value": figure(r.value), "unit": r.unit, "luck": _ends(r.luck),
        "doubt": _ends(r.doubt), "grade": str(r.grade), "difference": figure(r.difference),
        "difference_luck": _ends(r.difference_luck), "difference_doubt": _ends(r.difference_doubt),
        "verdict": _verdict(r.verdict), "because": r.verdict.because if r.verdict else None,
    }  # fmt: skip
    if r.verdict:
        row["shares_of_worlds"] = {
            "better": figure(r.verdict.better),
            "worse": figure(r.verdict.worse),
            "alike": figure(r.verdict.alike),
        }
    for key in ("milestone", "nation", "deadline_s", "post"):
        if getattr(r, key) is not None:
            row[key] = getattr(r, key)
    if r.flips:
        row["flips"] = [
            {"estimate": f.estimate, "lower": f.lower, "upper": f.upper} for f in r.flips
        ]
    if r.note:
        row["note"] = r.note
    return row


def watched_row(w: Watched) -> dict[str, Any]:
    """One row of ``guarantees``."""
    first = None if w.first is None else {"world": w.first[0], "replication": w.first[1]}
    return {
        "name": w.name, "nation": w.nation, "arrangement": w.arrangement, "thread": w.thread,
        "scenario": w.scenario, "runs": w.runs, "violated": w.violated, "share": figure(w.share),
        "first": first, "declared": w.declared,
    }  # fmt: skip


def _room(r: Room) -> dict[str, Any]:
    return {
        "thread": r.thread, "scenario": r.scenario, "share": figure(r.share),
        "gain_s": figure(r.gain_s), "gain_doubt": _ends(r.gain_doubt),
        "margin_s": figure(r.margin_s), "worlds_below_margin": figure(r.share_of_worlds_below),
        "matters": r.matters, "enough": r.enough,
        "share_no_arrangement_changes": figure(r.fixed_share),
    }  # fmt: skip


def _part(p: Part) -> dict[str, Any]:
    return {
        "arrangement": p.arrangement, "thread": p.thread, "scenario": p.scenario,
        "milestone": p.milestone, "kind": p.kind, "nation": p.nation,
        "headquarters": p.headquarters, "deliberation": p.deliberation,
        "seconds": p.seconds,
    }  # fmt: skip
