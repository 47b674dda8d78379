"""``renkei studies``: what is on the shelf, and what is in a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    FAULTS,
    AsJson,
    FaultyStudy,
    WrongUsage,
    command,
    counted,
    find_study,
    tally,
)
from renkei.cli.page import Page, document
from renkei.findings import FindingsError, Severity
from renkei.library import shelf

if TYPE_CHECKING:
    from renkei.model.study import Study


def studies(
    name: Annotated[
        str | None, Parameter(help="A study on the shelf, or a study's folder; left out, all.")
    ] = None,
    /,
    *,
    json: AsJson = False,
) -> int:
    """Lists the studies that come with Renkei; with a NAME, what is in that study."""
    if name is not None:
        study = _read(name)
        if json:
            document({"studies": [_row(study)]})
        else:
            _tell(Page(), name, study)
        return DONE
    found = [_on_shelf(each) for each in shelf.names()]
    if json:
        document({"studies": found})
    else:
        _list(Page(), found)
    return FAULTS if any("errors" in row for row in found) else DONE


def _read(name: str) -> Study:
    folder = find_study(name)
    from renkei.reading.folder import NoStudy
    from renkei.reading.study import read

    try:
        return read(folder)
    except NoStudy as error:
        raise WrongUsage(str(error)) from None
    except FindingsError as error:
        raise FaultyStudy(name, error.findings) from None


def _on_shelf(name: str) -> dict[str, Any]:
    from renkei.reading.study import read

    try:
        return _row(read(shelf.path(name)), name)
    except FindingsError as error:
        empty: dict[str, Any] = {"arrangements": [], "threads": [], "scenarios": []}
        errors = tally(error.findings)[Severity.ERROR]
        return {"name": name, "title": "", "question": "", **empty, "errors": errors}


def _row(study: Study, name: str = "") -> dict[str, Any]:
    return {
        "name": name or study.study,
        "title": study.title,
        "question": study.question,
        "baseline": study.baseline,
        "arrangements": sorted(study.arrangements),
        "threads": sorted(n for n, t in study.threads.items() if not t.procedure),
        "scenarios": sorted(study.scenarios),
    }


def _list(page: Page, rows: list[dict[str, Any]]) -> None:
    if not rows:
        page.line("There are no studies on the shelf. Start one with: renkei new NAME")
        return
    for row in rows:
        if "errors" in row:
            errors = counted(row["errors"], "error")
            again = command(row["name"], "check")
            page.line(f"{row['name']}: cannot be read, {errors}; see {again}", style="error")
            continue
        page.line(f"{row['name']}: {row['title']}", hang=2, style="bold")
        page.line(row["question"], indent=2)
        sizes = (counted(len(row[f"{k}s"]), k) for k in ("arrangement", "thread", "scenario"))
        page.line(", ".join(sizes), indent=2)
    page.line()
    page.line(f"Next: {command(rows[0]['name'], 'studies')}")


def _tell(page: Page, name: str, study: Study) -> None:
    page.line(f"{study.study}: {study.title}", hang=2, style="bold")
    page.line(study.question)
    titles = {n: a.title for n, a in study.arrangements.items()}
    titles[study.baseline] = f"{titles.get(study.baseline, '')} (the baseline)"
    for title, rows in (
        ("Arrangements", titles),
        ("Threads", {n: t.title for n, t in study.threads.items() if not t.procedure}),
        ("Scenarios", {n: s.title for n, s in study.scenarios.items()}),
    ):
        page.line()
        page.line(f"{title}:", style="bold")
        for each, words in sorted(rows.items()):
            page.line(f"{each}: {words}", indent=2, hang=4)
    page.line()
    page.line(f"Next: {command(name, 'check')}, then {command(name, 'compare')}")
