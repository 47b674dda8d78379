"""``renkei compare``: does the choice of arrangement matter, by how much, and how sure is that."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    FAULTS,
    AsJson,
    StudyName,
    Whole,
    WrongUsage,
    chosen,
    command,
    load_study,
)
from renkei.cli.page import Page, aside, document

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy
    from renkei.experiments.compare import Comparison
    from renkei.experiments.guarantee import Watched
    from renkei.experiments.settings import Settings
    from renkei.explorer.proofs import Proved

MOST_WORLDS = 100_000
MOST_REPLICATIONS = 10_000
MOST_RUNS = 2_000_000
"""Runs of one case; each takes some forty bytes while its cell is compared."""


def compare(
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
    arrangement: Annotated[
        list[str] | None,
        Parameter(name=["--arrangement", "-a"], help="Only this one, beside the baseline; may be "
                  "repeated."),
    ] = None,
    thread: Annotated[
        list[str] | None, Parameter(name=["--thread", "-t"], help="Only this thread.")
    ] = None,
    scenario: Annotated[
        list[str] | None, Parameter(name=["--scenario", "-s"], help="Only this scenario.")
    ] = None,
    guarantees: Annotated[
        bool,
        Parameter(help="Also prove guarantees and the independence ladder, on every path."),
    ] = False,
    workers: Annotated[
        Whole | None, Parameter(help="Threads to run on; they change no figure.")
    ] = None,
    report: Annotated[
        Path | None, Parameter(help="Where the report goes; STUDY-report.html if left out.")
    ] = None,
    force: Annotated[bool, Parameter(help="Overwrite the report.")] = False,
    by: Annotated[str, Parameter(help='Who runs it: "kernel", or the slow "engine" that defines '
                                 "it.")] = "kernel",
    json: AsJson = False,
) -> int:  # fmt: skip
    """Compares every arrangement of a study with its baseline and writes a report.

    Each arrangement meets the same luck (common random numbers) in many worlds, each a draw of
    all the numbers nobody knows. The last line printed is the report's path. With --guarantees
    the exit code is 1 if a guarantee is broken that the arrangement does not declare to give up.
    """
    settings = settings_of(worlds, replications, seed, quick, workers, by)
    target = None if json and report is None else _target(study, report, force)
    checked = load_study(study)
    s = checked.study
    only = (
        tuple(chosen("arrangement", a, s.arrangements) for a in arrangement or ()),
        tuple(
            chosen("thread", t, [n for n, x in s.threads.items() if not x.procedure])
            for t in thread or ()
        ),
        tuple(chosen("scenario", n, s.scenarios) for n in scenario or ()),
    )
    announce_compiler(settings)
    from renkei.experiments.compare import compare as run

    progress = Progress()
    comparison = run(
        checked, settings=settings, arrangements=only[0], threads=only[1], scenarios=only[2],
        progress=progress,
    )  # fmt: skip
    proved = _prove(checked, only[0], progress) if guarantees else None
    if json:
        from renkei.experiments.document import document as written

        document(written(comparison) | ({} if proved is None else {"proofs": proved.rows()}))
    if target is not None:
        _write(study, comparison, settings, target, proved, say=not json)
    return FAULTS if proved is not None and proved.broken() else DONE


def _prove(checked: CheckedStudy, arrangements: tuple[str, ...], progress: Progress) -> Proved:
    """What holds on every path under the arrangements compared, in all their threads."""
    from renkei.cli.check import USUALLY_UNAVAILABLE
    from renkei.explorer.proofs import prove_all
    from renkei.explorer.survey import Survey

    study = checked.study
    compared = {study.baseline, *arrangements} if arrangements else set(study.arrangements)
    progress("every path, for guarantees and the independence ladder", 0, 1)
    proved = prove_all(Survey(checked), sorted(compared), unavailable=USUALLY_UNAVAILABLE)
    progress("", 1, 1)
    return proved


class Progress:
    """Shows how far a run is, on standard error, when a person looks on."""

    def __init__(self) -> None:
        import sys

        self._shown = sys.stderr.isatty()
        self._stream = sys.stderr

    def __call__(self, text: str, done: int, of: int) -> None:
        """One more case begins; after the last, the line goes."""
        if self._shown:
            line = f"\r\x1b[K{done * 100 // max(of, 1):3d} %  {text}"
            self._stream.write(line if done < of else "\r\x1b[K")
            self._stream.flush()


def announce_compiler(settings: Settings) -> None:
    """Says that the simulation will be compiled, if it has not been on this machine."""
    if settings.by != "kernel":
        return
    from renkei.kernel import is_compiled

    if not is_compiled():
        aside("compiling the simulation, once on this machine (about half a minute)…")


def settings_of(
    worlds: int | None, replications: int | None, seed: int, quick: bool, workers: int | None,
    by: str,
) -> Settings:  # fmt: skip
    w = worlds if worlds is not None else 16 if quick else 64
    r = replications if replications is not None else 20 if quick else 50
    if not 2 <= w <= MOST_WORLDS:
        raise WrongUsage(f"--worlds must be between 2 and {MOST_WORLDS}; doubt needs two at least")
    if not 2 <= r <= MOST_REPLICATIONS:
        raise WrongUsage(f"--replications must be between 2 and {MOST_REPLICATIONS}")
    if w * r > MOST_RUNS:
        raise WrongUsage(f"--worlds times --replications must not exceed {MOST_RUNS}")
    if not 0 <= seed < 2**63:
        raise WrongUsage("--seed must be between 0 and 9223372036854775807")
    if by not in ("kernel", "engine"):
        raise WrongUsage('--by is "kernel" or "engine"')
    if workers is not None and not 1 <= workers <= 256:
        raise WrongUsage("--workers must be between 1 and 256")
    from renkei.experiments.settings import Settings

    return Settings(
        worlds=w, replications=r, seed=seed, workers=workers or os.cpu_count() or 1,
        by="engine" if by == "engine" else "kernel",
    )  # fmt: skip


def _target(study: str, report: Path | None, force: bool) -> Path:
    """The report's path, refused before anything runs if it could not be written."""
    name = _name(study)
    if report is None and not force:
        # Nothing is overwritten: a further report gets a further number.
        numbered = (
            Path(f"{name}-report{n}.html") for n in ("", *(f"-{i}" for i in range(2, 1000)))
        )
        report = next((p for p in numbered if not p.exists()), None)
    target = report if report is not None else Path(f"{name}-report.html")
    if target.is_dir():
        raise WrongUsage(f'"{target}" is a folder; give the report a file name')
    if target.exists() and not force:
        raise WrongUsage(f'"{target}" exists; --force overwrites it, --report names another')
    if not target.parent.is_dir():
        raise WrongUsage(f'there is no folder "{target.parent}"')
    return target


def _name(study: str) -> str:
    """A study as typed, without the way to its folder."""
    return Path(study).resolve().name if os.sep in study else study


def _write(
    study: str, comparison: Comparison, settings: Settings, target: Path, proved: Proved | None,
    *, say: bool,
) -> None:  # fmt: skip
    from renkei.cli.table import show
    from renkei.experiments.claims import answer_claims
    from renkei.report.page import html

    claims = answer_claims(comparison.checked, settings, known=comparison.samples)
    text = html(comparison, claims=claims, proved=proved, study=_name(study))
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if say:
        show(comparison)
        _tell_violations(study, comparison)
        if proved is not None:
            _tell_proved(study, proved)
        Page().line(str(target))
    else:
        aside(str(target))


def _tell_violations(study: str, comparison: Comparison) -> None:
    """Per guarantee that a run violated, a line and the command that reopens the first such run.

    First is told a violation that the arrangement does not declare, if there is one.
    """
    found: dict[str, Watched] = {}
    for w in sorted(comparison.guarantees, key=lambda w: w.declared):
        if w.violated:
            found.setdefault(w.name, w)
    if not found:
        return
    page = Page()
    page.line("Guarantees violated in simulated runs, each with a run that shows it", style="bold")
    for name in dict.fromkeys(w.name for w in comparison.guarantees if w.violated):
        declared = ", as the arrangement declares" if found[name].declared else ""
        command = _first_run(study, found[name], comparison.settings.seed)
        page.line(f"{name}{declared}: {command}", indent=1, hang=1)
    page.line()


def _first_run(study: str, w: Watched, seed: int) -> str:
    """The shortest command that shows a guarantee's first violation."""
    import shlex

    assert w.first is not None
    words = ["renkei", "trace", study, "-a", w.arrangement, "-t", w.thread, "-s", w.scenario]
    numbers = zip(("--world", "--replication", "--seed"), (*w.first, seed), (0, 0, 1), strict=True)
    for option, number, left_out in numbers:
        if number != left_out:
            words += [option, str(number)]
    return shlex.join(words)


def _tell_proved(study: str, proved: Proved) -> None:
    """What is proved and what is not, in short; the stories stand in the report."""
    from renkei.cli.guarantees import in_short

    page = Page()
    in_short(page, proved, "On every path, without simulation")
    page.line(f"Stories and lines: in the report, or {command(study, 'check')} --guarantees")
    page.line()
