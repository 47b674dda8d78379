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
    from renkei.experiments.timespent import time_spent as summed_up
    from renkei.report.words import KINDS

    baseline = comparison.checked.study.baseline
    sample = comparison.samples.get((baseline, room.thread, room.scenario))
    if sample is None:
        return ""
    answer = sample.case.legend.milestones[answer_index(sample.case)]
    here = (baseline, room.thread, room.scenario, answer)
    spent = summed_up(
        p
        for p in comparison.decomposition
        if (p.arrangement, p.thread, p.scenario, p.milestone) == here
    )
    whole, judged = spent.whole, spent.deliberation
    if not whole:
        return ""
    machinery = sorted(spent.machinery.items(), key=lambda s: -s[1])
    shown = [s for s in machinery if s[1] >= LEAST_SHARE * whole]
    parts = [f"{KINDS[kind].lower()} {seconds / whole:.0%}" for kind, seconds in shown]
    rest = whole - judged - sum(seconds for _, seconds in shown)
    if rest / whole >= LEAST_SHARE / 2:
        parts.append(f"all else {rest / whole:.0%}")
    apart = f"deliberation, kept apart, {judged / whole:.0%}" if judged else "no deliberation"
    return (
        f"Where the time went under {baseline}, on average {words(whole * 1000)}: "
        f"{', '.join(parts)}; {apart}."
    )
