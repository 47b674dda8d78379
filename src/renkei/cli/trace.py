"""``renkei trace``: one simulated run as a readable story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    Arrangement,
    AsJson,
    ScenarioName,
    States,
    StudyName,
    ThreadName,
    WrongUsage,
    command,
    load_study,
)
from renkei.cli.page import Page, document
from renkei.cli.recorded import Replay, Replication, Run, Seed, World, find_run, read_file
from renkei.model.place import named

if TYPE_CHECKING:
    from renkei.checks.case import Case
    from renkei.checks.study import CheckedStudy
    from renkei.record.fold import Folded
    from renkei.record.outcome import Outcome
    from renkei.record.trace import Event, Trace


def trace(
    study: StudyName,
    /,
    *,
    arrangement: Arrangement = None,
    thread: ThreadName = None,
    scenario: ScenarioName = None,
    world: World = None,
    replication: Replication = None,
    seed: Seed = None,
    decisions: Annotated[
        Path | None,
        Parameter(help="Decisions of a person (renkei play); they say which run it is."),
    ] = None,
    states: States = None,
    path: Annotated[
        str | None,
        Parameter(help="A path of a proof (check --guarantees): 'STEP=CHOICE; STEP=CHOICE'."),
    ] = None,
    silent_but: Annotated[
        str | None, Parameter(help="With --path: the nation all others of which stay silent.")
    ] = None,
    every: Annotated[bool, Parameter(name="--all", help="Every event, not the main ones.")] = False,
    json: AsJson = False,
) -> int:
    """Tells one simulated run as a story: what happened when, and where the time went.

    The run is one of many possible ones; --world and --replication pick another. The same
    numbers give the same luck under every arrangement.
    """
    checked = load_study(study)
    past = None if decisions is None else read_file(decisions)
    header = None if past is None else past.header
    numbers = {"world": world, "replication": replication, "seed": seed}
    asked = arrangement, thread, scenario
    if path is not None or states or silent_but is not None:
        if past is not None:
            raise WrongUsage("a path names its own run: leave out decisions")
        from renkei.cli.replayed import reopen

        reopened = reopen(checked, asked, states, path, silent_but)
        run = Run(*reopened, seed or 0, world or 0, replication or 0)
    else:
        run = find_run(checked, asked, numbers, header, str(decisions))
    names, case = run.names, run.case
    head = {
        "study": checked.study.study,
        **dict(zip(("arrangement", "thread", "scenario"), names, strict=True)),
        "seed": run.seed,
        "world": run.world,
        "replication": run.replication,
        "in_force": case is not None,
    }
    if case is None:
        _not_in_force(checked, names, head, json)
        return DONE
    from renkei.record.fold import fold

    replay = Replay(case, run, past, str(decisions))
    events = replay.events
    folded = fold(events, case.legend)
    if json:
        document(head | replay.rows() | run_rows(case, replay.start_ms, events, folded))
        return DONE
    page = Page()
    whole = _whole(case, events, folded)
    _tell(page, checked, case, replay.start_ms, events, whole, every, replay.seat)
    if replay.finished:
        _end(page, checked, case, events, folded)
    replay.tell(page)
    page.line()
    if silent_but is not None:
        nation = named(checked.study.nations[silent_but])
        page.line(
            f"In this run every post that is not of {nation} is silent, though it handles word; of "
            "the others everybody is willing whom the path does not name."
        )
    elif path is not None:
        page.line("This run takes the path given; everybody it does not name is willing.")
    page.line(
        f"This is world {run.world}, replication {run.replication}, seed {run.seed}: one run of "
        "many."
    )
    then = "compare" if path is None else "check"
    page.line(f"Next: {command(study, then)}{'' if path is None else ' --guarantees'}")
    return DONE


def _not_in_force(
    checked: CheckedStudy, names: tuple[str, str, str], head: dict[str, Any], json: bool
) -> None:
    from renkei.cli.explain import not_here, why_not_in_force

    if json:
        why, at = why_not_in_force(checked, names)
        document({**head, "why": why, "why_at": at, "events": [], "outcome": None})
    else:
        not_here(Page(), checked, names)


# -- JSON --------------------------------------------------------------------------------


def run_rows(case: Case, start_ms: int, events: Trace, folded: Folded) -> dict[str, Any]:
    """A run for a JSON document: its events, and what its incidents came to."""
    from renkei.checks.zones import dtg
    from renkei.exercise.review import first_of_thread
    from renkei.record.vocabulary import Rank, What

    legend = case.legend
    rows = [
        {
            "time_ms": e.time,
            "round": e.round,
            "rank": Rank(e.rank).name.lower(),
            "incident": e.incident,
            "site": legend.name(e.site),
            "attempt": e.attempt,
            "what": What(e.what).name.lower(),
            "post": None if e.post < 0 else legend.posts[e.post],
            "data": e.data,
        }
        for e in events
    ]
    outcomes = [_outcome_row(case, o) for o in folded.outcomes]
    told = first_of_thread(case, folded)
    return {
        "start": {"utc_ms": start_ms, "zulu": dtg(start_ms)},
        "events": rows,
        "outcome": None if told is None else _outcome_row(case, told),
        "incidents": outcomes,
    }


def _outcome_row(case: Case, outcome: Outcome) -> dict[str, Any]:
    legend = case.legend
    source, ordinal = legend.incidents[outcome.incident - 1]
    answer = _answer(case, outcome)
    return {
        "incident": outcome.incident,
        "source": source,
        "ordinal": ordinal,
        "begun_ms": outcome.begun,
        "end": outcome.end.name.lower(),
        "ended_ms": None if outcome.ended < 0 else outcome.ended,
        "answer_ms": None if answer is None else outcome.milestones[answer],
        "milestones": {legend.milestones[i]: ms for i, ms in sorted(outcome.milestones.items())},
        "where_the_time_went": [
            {
                "kind": kind.name.lower(),
                "post": legend.posts[post],
                "deliberation": judged,
                "ms": ms,
            }
            for (kind, post, judged), ms in _largest(outcome, answer)
        ],
        "handovers": outcome.handovers,
        "borders": outcome.borders,
        "violated": [legend.guarantees[g] for g in sorted(outcome.violated)],
    }


def _answer(case: Case, outcome: Outcome) -> int | None:
    return next((a for a in case.legend.answers if a in outcome.milestones), None)


def _largest(outcome: Outcome, answer: int | None) -> list[tuple[Any, int]]:
    if answer is None:
        return []
    parts = outcome.parts[answer].items()
    return sorted(parts, key=lambda p: (-p[1], p[0]))


def _whole(case: Case, events: Trace, folded: Folded) -> int:
    """ms from the incident to its answer; without one, to the last event."""
    from renkei.exercise.review import first_of_thread

    told = first_of_thread(case, folded)
    answer = None if told is None else _answer(case, told)
    if told is not None and answer is not None:
        return told.milestones[answer]
    return events[-1].time if events else 0


# -- the story ---------------------------------------------------------------------------


def _tell(
    page: Page, checked: CheckedStudy, case: Case, start_ms: int, events: Trace, whole: int,
    every: bool, seat: str,
) -> None:  # fmt: skip
    from renkei.checks.zones import dtg, local_text
    from renkei.cli.account import headquarters_of
    from renkei.cli.head import tell_head
    from renkei.cli.story import LONG_SHARE, Story
    from renkei.evidence.duration import words as duration

    arrangement = checked.study.arrangements[case.arrangement]
    used = headquarters_of(checked.study, arrangement, {p.headquarters for p in case.posts})
    tell_head(page, checked, case, used, start_ms)
    page.line()
    for line in Story(checked.study, case).lines(events, whole):
        if not (every or line.main):
            continue
        at = start_ms + line.event.time
        zone = case.posts[line.post].zone
        clock = local_text(at, zone).rpartition(" (")[0] or local_text(at, zone)
        stamp = f"{elapsed(line.event.time):>9}  {clock:<14} {dtg(at)}"
        yours = " (your post)" if case.posts[line.post].name == seat else ""
        page.line(f"{stamp}  {line.words}{yours}", hang=len(stamp) + 2)
    if not every:
        page.line()
        least = duration(whole // LONG_SHARE)
        told = "Only main events are told"
        if least != "0":
            told = f"Passing word on and reviewing it is told where it took {least} or more"
            told += f", 1/{LONG_SHARE} of the whole"
        page.line(f"{told}; --all tells every event.")


def elapsed(ms: int) -> str:
    """Time since the start as days and a clock: "+1d 02:05:09"."""
    seconds = ms // 1000
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"+{days}d {clock}" if days else f"+{clock}"


def _end(page: Page, checked: CheckedStudy, case: Case, events: Trace, folded: Folded) -> None:
    from renkei.cli.story import ENDS, KINDS
    from renkei.cli.waited import still_waited_for
    from renkei.evidence.duration import words as duration
    from renkei.exercise.review import first_of_thread
    from renkei.record.vocabulary import End

    page.line()
    outcome = first_of_thread(case, folded)
    if outcome is None:
        page.line("The incident did not begin within the horizon.", style="bold")
        return
    answer = _answer(case, outcome)
    if answer is None:
        page.line(f"There was no answer: the incident is {ENDS[outcome.end]}.", style="bold")
        if outcome.end is End.OPEN:
            _waits(page, checked, case, still_waited_for(case, events, outcome.incident))
        return
    whole = outcome.milestones[answer]
    page.line(
        f"The answer came after {duration(whole)} ({elapsed(whole)[1:]}). Where the time went, on "
        "the way that decided when it came:",
        style="bold",
    )
    for (kind, post, judged), ms in _largest(outcome, answer):
        share = f"{100 * ms / whole:.0f} %" if whole else ""
        judgement = ", a political judgement" if judged else ""
        page.line(
            f"{duration(ms):>8} {share:>5}  {KINDS[kind]}: {case.legend.posts[post]}{judgement}",
            indent=2, hang=16,
        )  # fmt: skip
    page.line(
        f"{outcome.handovers} handovers between headquarters, {outcome.borders} crossings of a "
        "border on that way.",
        indent=2,
    )


def _waits(page: Page, checked: CheckedStudy, case: Case, waited: Sequence[Event]) -> None:
    from renkei.cli.story import Story
    from renkei.record.vocabulary import HOP_BITS, What

    story = Story(checked.study, case)
    if waited:
        page.line("Still waited for:")
    for e in waited:
        post = case.legend.posts[e.post]
        about = story.about(e.site)
        if e.what == What.ASKED:
            what = "view" if e.data else "consent"
            step = story.about(case.legend.step_of[e.site >> HOP_BITS] << HOP_BITS)
            about = f"its {what} on {step}"
        page.line(f"{post}: {about}", indent=2, hang=2)
