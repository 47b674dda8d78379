"""``renkei play``: a person in one post of a run, in a terminal."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    Arrangement,
    AsJson,
    ScenarioName,
    StudyName,
    ThreadName,
    WrongUsage,
    command,
    counted,
    load_study,
)
from renkei.cli.page import Page, aside, document
from renkei.cli.recorded import (
    FaultyDecisions,
    Replication,
    Run,
    Seed,
    World,
    find_post,
    find_run,
    read_file,
)
from renkei.cli.wording import nation_title
from renkei.findings import FindingsError

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.engine.day import Day
    from renkei.engine.seat import Act, Turn
    from renkei.exercise.decisions import Decisions, Header, Log
    from renkei.exercise.seat import Sitting

HELP = (
    ("approve", "decide, or consent; the consents that are needed are then asked for"),
    ("approve --without-consent [ROLE]", "decide without asking or waiting for one role, or all; "
     "recorded as a departure"),
    ("refuse", "decide no, or withhold your consent"),
    ("done [OUTCOME]", "do the work in hand; say how it comes out where there is a choice"),
    ("answer", "give your view, when you are consulted"),
    ("... in 10 min", "after any of these: how long your work takes; left out, as luck has it"),
    ("ask", "list who may be asked"),
    ("ask NAME", "put the question to one of them now, before you decide; outside the arrangement "
     "it is recorded as a departure, and nobody in the model answers"),
    ("wait 30 min", "keep it in hand that much longer; time passes for everybody"),
    ("look", "all that has reached your post"),
    ("clock", "every clock"),
    ("quit", "leave; the decisions so far are kept and can be taken up again"),
)  # fmt: skip


def play(
    study: StudyName,
    /,
    *,
    arrangement: Arrangement = None,
    thread: ThreadName = None,
    scenario: ScenarioName = None,
    seat: Annotated[
        str | None, Parameter(help='The post you sit in: "Kantei cabinet" or "JPN cabinet".')
    ] = None,
    list_seats: Annotated[bool, Parameter(help="List the posts one can sit in, and stop.")] = False,
    world: World = None,
    replication: Replication = None,
    seed: Seed = None,
    decisions: Annotated[
        Path | None,
        Parameter(help="File of your decisions; if it is there, you go on where it ends."),
    ] = None,
    force: Annotated[bool, Parameter(help="Start the file of decisions afresh.")] = False,
    json: AsJson = False,
) -> int:
    """Puts you in one post of a run. All other posts are played by the model.

    The run stops whenever your post acts, shows what has reached it, and waits for you to type.
    What the arrangement forbids can be done, and is recorded as a departure.
    """
    checked = load_study(study)
    past = None
    if decisions is not None and decisions.exists() and not force and not list_seats:
        past = read_file(decisions)
    numbers = {"world": world, "replication": replication, "seed": seed}
    header = None if past is None else past.header
    asked = arrangement, thread, scenario
    run = find_run(checked, asked, numbers, header, str(decisions))
    if run.case is None:
        raise WrongUsage(
            f'the arrangement "{run.names[0]}" is not in force in the scenario "{run.names[2]}"; '
            f"see why: {command(study, 'explain', run.names)}"
        )
    if list_seats:
        _list_seats(checked, run.case, study, run.names, json)
        return DONE
    post = _find_seat(checked, run, seat, header, study, str(decisions))
    return _Play(study, checked, run, post, decisions, past, json).play()


# -- seats -------------------------------------------------------------------------------


def _nations(checked: CheckedStudy) -> dict[str, str]:
    return {name: n.title for name, n in checked.study.nations.items()}


def _find_seat(
    checked: CheckedStudy, run: Run, seat: str | None, header: Header | None, study: str, file: str
) -> int:
    from renkei.exercise.seat import NoSeat, find_seat, parts

    assert run.case is not None
    every = f"See them all: {command(study, 'play', run.names)} --list-seats"
    if seat is None:
        if header is not None:
            return find_post(run.case, header, file)
        names = [run.case.posts[p.post].name for p in parts(run.case)]
        raise WrongUsage(f"say which post you sit in: --seat {' | '.join(names)}. {every}")
    try:
        post = find_seat(run.case, seat, _nations(checked))
    except NoSeat as error:
        raise WrongUsage(f"{error} {every}") from None
    if header is not None and header.seat != run.case.posts[post].name:
        raise WrongUsage(
            f"--seat is {run.case.posts[post].name}, but the decisions in {file} were made in the "
            f"post {header.seat}; leave --seat out"
        )
    return post


def _list_seats(
    checked: CheckedStudy, case: Case, study: str, names: tuple[str, str, str], json: bool
) -> None:
    from renkei.exercise.seat import parts

    rows: list[dict[str, Any]] = [
        {
            "seat": case.posts[p.post].name,
            "nation": case.posts[p.post].nation,
            "decides": list(p.decides),
            "is_asked_on": list(p.answers),
            "works_on": list(p.works),
            "handles_word": p.handles,
        }
        for p in parts(case)
    ]
    if json:
        keys = ("arrangement", "thread", "scenario")
        document({"study": checked.study.study, **dict(zip(keys, names, strict=True)),
                  "seats": rows})  # fmt: skip
        return
    page = Page()
    for row in rows:
        page.line(f"{row['seat']} ({row['nation']})", style="bold")
        for key, words in (
            ("decides", "decides"),
            ("is_asked_on", "is asked on"),
            ("works_on", "does"),
        ):
            if row[key]:
                page.line(f"{words}: {'; '.join(row[key])}", indent=2, hang=2)
        if row["handles_word"]:
            page.line("passes word on, or reviews it", indent=2)
    page.line()
    example = command(study, "play", names)
    page.line(f'Next: {example} --seat "{rows[0]["seat"] if rows else ""}"')


# -- the play ----------------------------------------------------------------------------


class _Play:
    def __init__(
        self, study: str, checked: CheckedStudy, run: Run, post: int, path: Path | None,
        past: Decisions | None, json: bool,
    ) -> None:  # fmt: skip
        from renkei.cli.desk import Desk
        from renkei.engine.day import Day
        from renkei.exercise.seat import Sitting

        assert run.case is not None
        self.study, self.checked, self.run, self.post = study, checked, run, post
        self.case: Case = run.case
        self.past, self.json = past, json
        self.page = Page(sys.stderr if json else None)
        self.header = run.header(checked, self.case.posts[post].name)
        self.path = path if path is not None else _free_path(self.header)
        decisions = () if past is None else past.decisions
        self.sitting: Sitting = Sitting(self.case, post, decisions, self._person)
        self.day: Day = Day(
            self.case, seed=run.seed, world=run.world, replication=run.replication,
            seats=self.sitting,
        )  # fmt: skip
        self.desk = Desk(self.page, checked, self.case, post, self.day.start_ms)
        self.log: Log | None = None
        self.stopped = False
        """Whether the person has seen a stop in this sitting."""

    def play(self) -> int:
        from renkei.exercise.decisions import Log
        from renkei.exercise.seat import BrokenOff

        self.log = Log(self.path, 0 if self.past is None else self.past.whole_bytes)
        try:
            self._begin()
            finished = True
            try:
                while self.day.step():
                    pass
            except BrokenOff:
                finished = False
            except FindingsError as error:
                raise FaultyDecisions(str(self.path), error.findings) from None
            if finished and (left := self.sitting.unused()):
                raise FaultyDecisions(str(self.path), left)
            self._end(finished)
        except KeyboardInterrupt:
            aside("")
            aside(f"Your decisions are in {self.path}; go on with: {self._again()}")
            raise
        finally:
            self.log.close()
        return DONE

    def _again(self) -> str:
        return f"{command(self.study, 'play')} --decisions {_quoted(self.path)}"

    def _begin(self) -> None:
        assert self.log is not None
        with contextlib.suppress(AttributeError, ValueError, OSError):
            # Whatever is typed is answered with a hint, never with a fault.
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        self.desk.introduce(self._known(self.day))
        if self.past is None:
            self.log.begin(self.header)
            return
        if self.past.torn:
            aside(f"note: the last line of {self.path} was torn off while it was written; it is "
                  "left out")  # fmt: skip
        made = counted(len(self.past.decisions), "decision")
        self.page.line(f"You go on after {made} in {self.path}.")

    # -- one stop --------------------------------------------------------------------

    def _known(self, day: Day) -> Any:
        from renkei.exercise.knowledge import knowledge

        return knowledge(self.checked, self.case, self.post, day.trace(), day.now)

    def _person(self, day: Day, turn: Turn) -> Act:
        """Asks the person until an act is said, and puts it on record."""
        from renkei.exercise.options import departures, options

        choices = options(self.case, turn, day.combination)
        asked = self._just_asked(day, turn)
        self.desk.asking = asked
        if asked and self.stopped:
            planned = asked <= {c.role for c in choices.consents}
            comes = "an answer comes back as word" if planned else "the model holds no answer to it"
            self.page.line(f"The question is put; {comes}. Wait, or go on.")
        else:
            self.desk.stop(self._known(day), turn, choices)
            self.stopped = True
        act = self._typed(day, turn, choices)
        departed = departures(self.case, choices, act)
        assert self.log is not None
        self.log.add(self.case, turn, act, (day.now, day.start_ms), departed)
        for words in departed:
            self.page.line(f"Recorded as a departure: {words}.", style="warning")
        return act

    def _just_asked(self, day: Day, turn: Turn) -> frozenset[str]:
        """Whom the seat has put the question to at this instant."""
        from renkei.engine.seat import Deed

        asked: set[str] = set()
        for before, act, time in reversed(self.sitting.made):
            if before != turn or act.deed is not Deed.ASK or time != day.now:
                break
            asked |= act.names
        return frozenset(asked)

    def _typed(self, day: Day, turn: Turn, choices: Any) -> Act:
        from renkei.exercise.commands import Hint, Look, parse
        from renkei.exercise.seat import BrokenOff

        while True:
            line = self._line()
            if line is None:
                self.page.line("The input has ended.")
                raise BrokenOff
            read = parse(line, self.case, choices)
            match read:
                case Hint(words):
                    self.page.line(words)
                case Look.QUIT:
                    raise BrokenOff
                case Look.HELP:
                    for typed, words in HELP:
                        self.page.line(f"{typed}: {words}", indent=2, hang=4)
                case Look.CLOCK:
                    self.desk.clocks(day.now)
                case Look.LOOK:
                    self.desk.look(self._known(day), turn, choices, self._acts())
                case Look.ASK:
                    self._who(choices)
                case _:
                    refusal = self._against_no(day, turn, choices, read)
                    if not refusal:
                        return read
                    self.page.line(refusal)

    def _line(self) -> str | None:
        """One line typed; None when there are no more."""
        stream = sys.stderr if self.json else sys.stdout
        stream.write("> ")
        stream.flush()
        typed = sys.stdin.readline() if sys.stdin is not None else ""
        if not typed or not sys.stdin.isatty():
            # Nobody's terminal has shown what was typed.
            self.page.line(typed.rstrip("\r\n"))
        return typed or None

    def _who(self, choices: Any) -> None:
        if choices.consents:
            self.page.line("By the arrangement, asked when you approve or with ask NAME now:")
        else:
            self.page.line("The arrangement has nobody asked about this.")
        for c in choices.consents:
            kind = "consultation" if c.consult else "consent"
            self.page.line(f'"{c.role}" ({self.case.posts[c.post].name}), {kind}', indent=2)
        asked = {self.case.posts[c.post].name for c in choices.consents}
        own = self.case.posts[self.post].nation
        by_nation: dict[str, list[str]] = {}
        for post in self.case.posts:
            if post.name in choices.posts and post.name not in asked:
                by_nation.setdefault(post.nation, []).append(post.name)
        self.page.line("Outside the arrangement, as a departure, any other post of the run:")
        for nation, names in sorted(by_nation.items(), key=lambda n: n[0] != own):
            title = nation_title(self.checked.study, nation)
            self.page.line(f"{title}: {', '.join(names)}", indent=2, hang=2)

    def _against_no(self, day: Day, turn: Turn, choices: Any, act: Act) -> str:
        """An approval against a consent already withheld has to be said outright."""
        from renkei.engine.seat import Deed
        from renkei.exercise.review import withheld

        if act.deed is not Deed.APPROVE or not choices.consents:
            return ""
        said_no = withheld(self._known(day), self.case, turn, choices) - act.names
        if not said_no:
            return ""
        role = min(said_no)
        return (
            f'"{role}" has withheld its consent. To decide against it: approve --without-consent '
            f"{role}. To accept it: refuse"
        )

    def _acts(self) -> Iterator[str]:
        from renkei.exercise.review import made_by

        for made in made_by(self.case, self.sitting.made, self.day.trace()):
            yield f"{self.desk.stamp(made.time)}  {_act_in_words(self.desk, made)}"

    # -- the end ---------------------------------------------------------------------

    def _end(self, finished: bool) -> None:
        from renkei.cli.aftermath import aftermath, rows
        from renkei.record.fold import fold

        events = self.day.trace()
        folded = fold(events, self.case.legend)
        told = aftermath(self.checked, self.case, self.post, self.sitting, events, folded,
                         self.run, finished)  # fmt: skip
        self.page.line()
        told.tell(self.page, self.desk)
        if not finished:
            self.page.line(f"To go on: {self._again()}")
        else:
            replay = f"{command(self.study, 'trace')} --decisions {_quoted(self.path)}"
            self.page.line(f"To see the whole run: {replay}")
        if self.json:
            document(rows(told, self.header, self.path, self.case, self.day.start_ms, events,
                          folded))  # fmt: skip
        else:
            self.page.line(str(self.path))


def _act_in_words(desk: Any, made: Any) -> str:
    from renkei.cli.aftermath import act_in_words

    return act_in_words(desk, made)


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


def _free_path(header: Header) -> Path:
    """A name for the decisions that nothing here has."""
    words = f"{header.study} {header.thread} {header.seat}".casefold()
    stem = re.sub(r"[^\w]+", "-", words).strip("-")
    for number in range(1, 10_000):
        path = Path(f"{stem}{f'-{number}' if number > 1 else ''}.decisions.jsonl")
        if not path.exists():
            return path
    raise WrongUsage("say where your decisions go: --decisions FILE")
