"""``renkei claims``: the sentences of the debate, held against the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.compare import announce_compiler, settings_of
from renkei.cli.doors import DONE, AsJson, StudyName, Whole, load_study
from renkei.cli.page import Page, document

if TYPE_CHECKING:
    from renkei.experiments.claims import Answered


def claims(
    study: StudyName,
    /,
    *,
    worlds: Annotated[
        Whole | None, Parameter(help="Number of worlds; 64 if left out, 16 with --quick.")
    ] = None,
    replications: Annotated[
        Whole | None, Parameter(help="Runs in each world; 50 if left out, 20 with --quick.")
    ] = None,
    seed: Annotated[Whole, Parameter(help="The seed of all luck.")] = 1,
    quick: Annotated[bool, Parameter(help="A first look: 16 worlds of 20 runs.")] = False,
    workers: Annotated[
        Whole | None, Parameter(help="Threads to run on; they change no figure.")
    ] = None,
    json: AsJson = False,
) -> int:
    """Says of each claim whether it holds, in how many worlds, and what would flip it."""
    settings = settings_of(worlds, replications, seed, quick, workers, "kernel")
    checked = load_study(study)
    announce_compiler(settings)
    from renkei.experiments.claims import answer_claims

    answered = answer_claims(checked, settings)
    if json:
        from renkei.checks.identity import study_identity

        document(
            {
                "study": checked.study.study,
                "identity": study_identity(checked.study),
                "seed": settings.seed,
                "worlds": settings.worlds,
                "replications": settings.replications,
                "claims": [row(a) for a in answered],
            }
        )
        return DONE
    page = Page()
    for answer in answered:
        _tell(page, answer)
    if not answered:
        page.line(f'the study "{checked.study.study}" has no claims')
    return DONE


def row(answer: Answered) -> dict[str, Any]:
    """One claim as plain data."""
    return {
        "name": answer.name, "says": answer.says, "by": answer.by, "date": answer.date,
        "verdict": answer.verdict, "share_of_worlds": answer.share, "worlds": answer.worlds,
        "flips": list(answer.flips), "note": answer.note,
        "scenarios": [
            {
                "scenario": p.scenario, "verdict": p.verdict, "share_of_worlds": p.share,
                "because": p.because, "flips": list(p.flips), "finding": p.finding,
            }
            for p in answer.parts
        ],
    }  # fmt: skip


def _tell(page: Page, answer: Answered) -> None:
    page.line(f'"{answer.says}" ({answer.by}, {answer.date})', style="bold")
    worlds = ""
    if answer.share is not None:
        worlds = f", as claimed in {answer.share:.0%} of {answer.worlds} worlds"
    page.line(f"  {answer.verdict}{worlds}", hang=2)
    for part in answer.parts:
        page.line(f"  {part.finding}", hang=4)
    if not answer.parts and answer.note:
        page.line(f"  {answer.note}", hang=4)
    if answer.flips:
        page.line(f"  What would flip it: {', '.join(answer.flips)}", hang=4)
    page.line()
