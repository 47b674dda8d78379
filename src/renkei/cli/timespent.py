"""Where the time went, in one sentence of the terminal's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.evidence.duration import words

if TYPE_CHECKING:
    from renkei.experiments.compare import Comparison, Room

LEAST_SHARE = 0.01
"""What is less than this share of the whole is summed up as "all else"."""


def time_spent(comparison: Comparison, room: Room) -> str:
    """The baseline's mean time to the answer by kind, deliberation apart; empty if none came."""
    from renkei.experiments.dependence import answer_index
    from renkei.report.words import KINDS

    baseline = comparison.checked.study.baseline
    sample = comparison.samples.get((baseline, room.thread, room.scenario))
    if sample is None:
        return ""
    answer = sample.case.legend.milestones[answer_index(sample.case)]
    kinds: dict[str, float] = {}
    judged = 0.0
    for p in comparison.decomposition:
        here = p.arrangement, p.thread, p.scenario, p.milestone
        if here != (baseline, room.thread, room.scenario, answer):
            continue
        if p.deliberation:
            judged += p.seconds
        else:
            kinds[p.kind] = kinds.get(p.kind, 0.0) + p.seconds
    whole = judged + sum(kinds.values())
    if not whole:
        return ""
    shown = sorted((s for s in kinds.items() if s[1] >= LEAST_SHARE * whole), key=lambda s: -s[1])
    parts = [f"{KINDS[kind].lower()} {seconds / whole:.0%}" for kind, seconds in shown]
    rest = whole - judged - sum(seconds for _, seconds in shown)
    if rest / whole >= LEAST_SHARE / 2:
        parts.append(f"all else {rest / whole:.0%}")
    apart = f"deliberation, kept apart, {judged / whole:.0%}" if judged else "no deliberation"
    return (
        f"Where the time went under {baseline}, on average {words(whole * 1000)}: "
        f"{', '.join(parts)}; {apart}."
    )
