"""``renkei approach``: where arrangements lie in the C2 approach space, designed and enacted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    AsJson,
    ScenarioName,
    StudyName,
    ThreadName,
    Whole,
    WrongUsage,
    chosen,
    command,
    load_study,
)
from renkei.cli.page import Page, cells, document

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.experiments.approach import Approach

MOST_RUNS = 1000


def approach(
    study: StudyName, /, *,
    thread: ThreadName = None,
    scenario: ScenarioName = None,
    runs: Annotated[Whole, Parameter(help="Runs of each case.")] = 20,
    seed: Annotated[Whole, Parameter(help="Seed of all luck.")] = 1,
    json: AsJson = False,
) -> int:  # fmt: skip
    """Where each arrangement lies in the C2 (command and control) approach space.

    Three dimensions: allocation of decision rights, patterns of interaction, distribution of
    information; each as designed in the files and as enacted in a few runs. They describe: no
    end of a scale is better, and nothing is summed.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise WrongUsage(f"--runs is {runs}; it goes from 1 to {MOST_RUNS}")
    checked = load_study(study)
    cases = _cases(checked, thread, scenario)
    from renkei.experiments.approach import approach as measured

    rows = [row for case in cases for row in measured(checked, case, seed=seed, runs=runs)]
    if json:
        document(_rows(checked, rows, seed, runs))
    else:
        _tell(checked, rows, study, runs)
    return DONE


def _cases(checked: CheckedStudy, thread: str | None, scenario: str | None) -> list[Case]:
    """One scenario per thread: the one asked for, else the first by name."""
    study = checked.study
    tested = {t for s in study.scenarios.values() for t in s.threads}
    threads = sorted(tested) if thread is None else [chosen("thread", thread, tested)]
    if scenario is not None:
        chosen("scenario", scenario, study.scenarios)
    found: list[Case] = []
    for name in threads:
        mine = [c for c in checked.cases if c.thread == name]
        names = sorted({c.scenario for c in mine})
        wanted = scenario or (names[0] if names else "")
        found += [c for c in mine if c.scenario == wanted]
    if not found:
        raise WrongUsage("no arrangement is in force where this thread and scenario meet")
    return found


def _rows(checked: CheckedStudy, rows: Sequence[Approach], seed: int, runs: int) -> dict[str, Any]:
    from renkei.checks.identity import study_identity
    from renkei.measures.approach import DIMENSIONS

    return {
        "study": checked.study.study,
        "identity": study_identity(checked.study),
        "seed": seed,
        "runs": runs,
        "dimensions": [
            {
                "name": d.name, "title": d.title, "formula": d.formula, "0": d.none, "1": d.all,
                "gamed_by": d.gamed_by,
            }
            for d in DIMENSIONS.values()
        ],
        "rows": [
            {
                "arrangement": r.arrangement, "thread": r.thread, "scenario": r.scenario,
                "dimension": r.dimension, "designed": _rounded(r.designed),
                "enacted": _rounded(r.enacted), "runs_counted": r.runs,
                **_nations(r),
            }
            for r in rows
        ],
    }  # fmt: skip


def _nations(row: Approach) -> dict[str, Any]:
    if row.shares is None:
        return {}
    plan, real = ({n: _rounded(v) for n, v in part.items()} for part in row.shares)
    return {"by_nation": {"designed": plan, "enacted": real}}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _tell(checked: CheckedStudy, rows: Sequence[Approach], study: str, runs: int) -> None:
    from renkei.measures.approach import DIMENSIONS

    page = Page()
    page.line(checked.study.question, style="bold")
    page.line("Analytical model, public sources, not a forecast.", style="dim")
    width = max(cells(r.arrangement) for r in rows)
    for thread, scenario in dict.fromkeys((r.thread, r.scenario) for r in rows):
        here = [r for r in rows if (r.thread, r.scenario) == (thread, scenario)]
        titles = checked.study.threads[thread].title, checked.study.scenarios[scenario].title
        page.line()
        page.line(" · ".join(titles), style="bold")
        head = "".join(f"  {name:<20}" for name in DIMENSIONS)
        page.line(f"{'':<{width}}{head}".rstrip(), indent=1, style="dim")
        under = "".join(f"  {'designed':<9} {'enacted':<10}" for _ in DIMENSIONS)
        page.line(f"{'':<{width}}{under}".rstrip(), indent=1, style="dim")
        for name in dict.fromkeys(r.arrangement for r in here):
            shown = ""
            for dimension in DIMENSIONS:
                [row] = [r for r in here if (r.arrangement, r.dimension) == (name, dimension)]
                shown += f"  {_figure(row.designed):<9} {_figure(row.enacted):<10}"
            page.line(f"{name:<{width}}{shown}".rstrip(), indent=1)
        _tell_nations(page, checked, here)
    page.line()
    for d in DIMENSIONS.values():
        page.line(f"{d.title} ({d.name}): {d.formula}.", indent=1, hang=2)
        page.line(f"0: {d.none}; towards 1: {d.all}. Can be gamed by {d.gamed_by}.", indent=3)
    page.line(
        f"Designed: from the files, in the states in which the scenario starts. Enacted: the mean "
        f"of {runs} runs of the engine, each in another world. No end is better; nothing is "
        "summed.", indent=1,
    )  # fmt: skip
    page.line(f"Next: {command(study, 'compare')}")


def _tell_nations(page: Page, checked: CheckedStudy, rows: Sequence[Approach]) -> None:
    """Decisions by nation as enacted, alike arrangements in one line."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        if row.shares and row.shares[1]:
            said = ", ".join(
                f"{checked.study.nations[n].title} {share:.0%}"
                for n, share in row.shares[1].items()
            )
            grouped.setdefault(said, []).append(row.arrangement)
    for said, names in grouped.items():
        some = "" if len(grouped) == 1 else f" under {', '.join(names)}"
        page.line(f"decisions by nation{some}, enacted: {said}", indent=1, hang=2)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
