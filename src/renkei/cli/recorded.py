"""The run that a file of decisions belongs to, for the verbs that play and replay it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import FaultyStudy, Whole, WrongUsage, counted, find_case
from renkei.findings import FindingsError

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.cli.page import Page
    from renkei.exercise.decisions import Decisions, Header
    from renkei.record.trace import Trace

World = Annotated[Whole | None, Parameter(help="Which draw of the estimates; left out, 0.")]
Replication = Annotated[Whole | None, Parameter(help="Which run in that world; left out, 0.")]
Seed = Annotated[Whole | None, Parameter(help="Seed of all luck; left out, 1.")]


class FaultyDecisions(FaultyStudy):
    """A file of decisions has findings of severity error."""

    def __str__(self) -> str:
        return f"the decisions in {self.name} cannot be replayed here"


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as asked for or as recorded."""

    names: tuple[str, str, str]
    """Arrangement, thread, scenario."""
    case: Case | None
    seed: int
    world: int
    replication: int

    def header(self, checked: CheckedStudy, seat: str) -> Header:
        """The first line of a file of its decisions."""
        from renkei.checks.identity import study_identity
        from renkei.exercise.decisions import Header

        return Header(
            checked.study.study, study_identity(checked.study), *self.names, self.seed, self.world,
            self.replication, seat,
        )  # fmt: skip


def read_file(path: Path) -> Decisions:
    """The decisions in a file.

    Raises:
        WrongUsage: there is no such file.
        FaultyDecisions: it holds something else, or is damaged.
    """
    from renkei.exercise.decisions import read_decisions

    try:
        return read_decisions(path)
    except (FileNotFoundError, IsADirectoryError):
        raise WrongUsage(f'there is no file of decisions "{path}"') from None
    except FindingsError as error:
        raise FaultyDecisions(str(path), error.findings) from None


def find_run(
    checked: CheckedStudy, asked: tuple[str | None, str | None, str | None],
    numbers: dict[str, int | None], header: Header | None, file: str = "",
) -> Run:  # fmt: skip
    """The run asked for; what is left out comes from the decisions' header, if there is one.

    Raises:
        WrongUsage: a name or a number is wrong, or contradicts the decisions.
        FaultyDecisions: the decisions were made with another study.
    """
    ends = {"world": 2**32, "replication": 2**32 - 1, "seed": 2**63}
    for name, value in numbers.items():
        if value is not None and not 0 <= value < ends[name]:
            raise WrongUsage(f"--{name} is {value}; it goes from 0 to {ends[name] - 1}")
    if header is not None:
        _same_study(checked, header, file)
        given: dict[str, object] = dict(
            zip(("arrangement", "thread", "scenario"), asked, strict=True)
        )
        for name, said in {**given, **numbers}.items():
            recorded = getattr(header, name)
            if said is not None and said != recorded:
                raise WrongUsage(
                    f"--{name} is {said}, but the decisions in {file} were made with {recorded}; "
                    f"leave --{name} out"
                )
        names, case = find_case(checked, header.arrangement, header.thread, header.scenario)
        return Run(names, case, header.seed, header.world, header.replication)
    names, case = find_case(checked, *asked)
    default = {"seed": 1, "world": 0, "replication": 0}
    chosen = {n: d if numbers[n] is None else numbers[n] or 0 for n, d in default.items()}
    return Run(names, case, chosen["seed"], chosen["world"], chosen["replication"])


def _same_study(checked: CheckedStudy, header: Header, file: str) -> None:
    from dataclasses import replace

    from renkei.checks.identity import study_identity
    from renkei.exercise.decisions import other_run

    here = replace(header, study=checked.study.study, identity=study_identity(checked.study))
    if findings := other_run(header, here, file):
        raise FaultyDecisions(file, findings)


def find_post(case: Case, header: Header, file: str) -> int:
    """The post that the decisions were made in.

    Raises:
        FaultyDecisions: it does not act in this case.
    """
    from renkei.findings import Finding, Position, nearest

    names = [p.name for p in case.posts]
    if header.seat not in names:
        words = f'there is no post "{header.seat}" in this run. {nearest(header.seat, names)}'
        finding = Finding("decisions-of-another-run", words, Position(file, 1, 1))
        raise FaultyDecisions(file, [finding])
    return names.index(header.seat)


class Replay:
    """One run of a case, with the decisions of a person if there are any.

    Raises:
        FaultyDecisions: the decisions do not fit the run.
    """

    def __init__(self, case: Case, run: Run, past: Decisions | None, file: str) -> None:
        from renkei.engine.day import Day
        from renkei.exercise.review import made_by
        from renkei.exercise.seat import BrokenOff, Sitting

        sitting = None
        if past is not None:
            sitting = Sitting(case, find_post(case, past.header, file), past.decisions)
        day = Day(case, seed=run.seed, world=run.world, replication=run.replication, seats=sitting)
        self.past, self.file, self.start_ms = past, file, day.start_ms
        self.finished = True
        try:
            while day.step():
                pass
            if sitting is not None and (left := sitting.unused()):
                raise FaultyDecisions(file, left)
        except BrokenOff:
            self.finished = False
        except FindingsError as error:
            raise FaultyDecisions(file, error.findings) from None
        self.events: Trace = day.trace()
        self.departures: tuple[tuple[int, str], ...] = ()
        if sitting is not None:
            made = made_by(case, sitting.made, self.events)
            self.departures = tuple((m.time, words) for m in made for words in m.departures)

    @property
    def seat(self) -> str:
        """The post that a person played; nothing without decisions."""
        return "" if self.past is None else self.past.header.seat

    def rows(self) -> dict[str, Any]:
        """What a JSON document says of the decisions; nothing without any."""
        if self.past is None:
            return {}
        departures = [{"time_ms": t, "departure": words} for t, words in self.departures]
        return {
            "seat": self.past.header.seat,
            "decisions": self.file,
            "finished": self.finished,
            "departures": departures,
        }

    def tell(self, page: Page) -> None:
        """The person's part, in words."""
        if self.past is None:
            return
        page.line()
        made = counted(len(self.past.decisions), "decision")
        page.line(f"With {made} made in the post {self.past.header.seat}, from {self.file}.")
        if self.past.torn:
            page.line(
                "The last line of that file was torn off while it was written; it is left out."
            )
        for _, words in self.departures:
            page.line(f"Departure from the arrangement: {words}.", indent=2, hang=2)
        if not self.finished:
            page.line("The decisions end here, and with them the story.")
