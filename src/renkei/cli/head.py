"""The head of an account or a story: question of states, start, clocks, headquarters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy
from renkei.checks.zones import dtg, local_text, zone_version
from renkei.cli.page import Page
from renkei.cli.wording import listed, nation_title, states_in_words
from renkei.evidence.duration import words as duration
from renkei.model.study import Study


def start_row(study: Study, case: Case, headquarters: Mapping[str, Mapping[str, Any]]) -> Any:
    """The start of a case for a JSON document."""
    return {
        "utc_ms": case.start_ms,
        "zulu": dtg(case.start_ms),
        "any_hour_of_week": case.any_hour,
        "local": {zone: local_text(case.start_ms, zone) for zone in _zones(headquarters)},
        "zone_data": zone_version(),
    }


def _zones(headquarters: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Places by zone."""
    zones: dict[str, set[str]] = {}
    for row in headquarters.values():
        zones.setdefault(row["zone"], set()).add(row["place"])
    return {zone: sorted(places) for zone, places in sorted(zones.items())}


def tell_head(
    page: Page, checked: CheckedStudy, case: Case,
    headquarters: Mapping[str, Mapping[str, Any]], start_ms: int | None = None,
) -> None:  # fmt: skip
    """What is told, in which states, from when on.

    Args:
        start_ms: the start of one run, UTC ms; left out, that of the case.
    """
    study = checked.study
    thread, arrangement = study.threads[case.thread], study.arrangements[case.arrangement]
    page.line(f"{thread.title} ({case.thread})", style="bold")
    page.line(f"under {arrangement.title} ({case.arrangement})")
    page.line(f"in {study.scenarios[case.scenario].title} ({case.scenario})")
    page.line()
    states = states_in_words(study, case.combinations[0])
    if states:
        page.line(f"States at the start: {'; '.join(states)}.", hang=2)
    for transfer in transfers(study, case):
        page.line(_transfer_words(transfer), hang=2)
    for after, combination in case.changes:
        changed = {
            k: v
            for k, v in case.combinations[combination].items()
            if case.combinations[0].get(k) != v
        }
        shown = "; ".join(states_in_words(study, changed)) or "as at the start"
        page.line(f"After {duration(after)}: {shown}.", hang=2)
    start = case.start_ms if start_ms is None else start_ms
    clocks = [
        f"{local_text(start, zone)} in {listed(places)}"
        for zone, places in _zones(headquarters).items()
    ]
    if case.any_hour and start_ms is None:
        page.line(
            f"Start: any hour of the week that begins {dtg(start)} (Zulu): "
            f"{'; '.join(clocks)}.", hang=2
        )  # fmt: skip
    else:
        page.line(f"Start: {dtg(start)} (Zulu): {'; '.join(clocks)}.", hang=2)


def tell_headquarters(
    page: Page, study: Study, headquarters: Mapping[str, Mapping[str, Any]]
) -> None:
    """Who takes part, with every short name spelled out."""
    page.line("Headquarters:")
    for name, row in headquarters.items():
        japanese = f", {row['japanese']}" if row["japanese"] else ""
        nation = f", {nation_title(study, row['nation'])}" if row["nation"] else ", shared"
        page.line(f"{name}: {row['title']}{japanese}{nation}, {row['place']}", indent=2, hang=4)


def transfers(study: Study, case: Case) -> list[dict[str, Any]]:
    """What the end of each thread of a case grants and recalls, by name of relationship."""
    arrangement = study.arrangements[case.arrangement]

    def granted_by(*threads: str) -> list[str]:
        every = sorted(arrangement.relationships.items())
        return [name for name, r in every if r.granted_by in threads]

    rows = [
        {
            "thread": thread.name,
            "grants": granted_by(thread.name),
            "recalls": granted_by(*study.threads[thread.name].recalls),
        }
        for thread in case.threads
    ]
    return [row for row in rows if row["grants"] or row["recalls"]]


def _transfer_words(row: dict[str, Any]) -> str:
    said = []
    if row["grants"]:
        said.append(f"these relationships hold until recalled: {listed(row['grants'])}")
    if row["recalls"]:
        said.append(f"these relationships hold no more: {listed(row['recalls'])}")
    return f"From the end of {row['thread']} on {'; '.join(said)}."
