"""Replay: a path found in the abstract, run by the engine with concrete times.

What the engine does not show again is not called broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from renkei.checks.case import (
    NONE,
    Case,
    CaseConsent,
    CaseStep,
    CaseWatch,
    CheckedEstimate,
    Holding,
    Mode,
)
from renkei.draws.laws import Law
from renkei.engine.day import Day
from renkei.evidence.grade import Grade
from renkei.explorer.paths import LATE, NO, Choice
from renkei.model.state import GRANTED
from renkei.record.attempts import TooManyAttempts
from renkei.record.lifecycle import APPROVED
from renkei.record.trace import Trace
from renkei.record.vocabulary import FIRST, HOP_BITS, NOT_YET, SILENT, What, site

CERTAIN, IMPOSSIBLE = "renkei certain", "renkei impossible"


def scripted(case: Case, choices: Sequence[Choice]) -> Case:
    """The case with everybody willing but where a choice says otherwise.

    Args:
        case: a case in one combination of states.
        choices: of one path; of several about one step (in a loop) the last counts.
    """
    said = dict(choices)
    certain = len(case.estimates)
    fixed = Law("fixed", 0.0, 0.0, 0.0)
    made = tuple(
        CheckedEstimate(name, "probability", p, p, p, fixed, Grade.PLACEHOLDER)
        for name, p in ((CERTAIN, 1.0), (IMPOSSIBLE, 0.0))
    )
    hurried, held = _pace(case, said)

    def step(i: int, s: CaseStep) -> CaseStep:
        choice = said.get(s.name, "")
        odds = s.odds
        if choice in s.outcomes and not s.decides:
            odds = tuple(NONE if o == choice else certain + 1 for o in s.outcomes)
        mode = s.mode
        if choice in (SILENT, NOT_YET):
            mode = Mode.SILENT
        elif i in hurried:
            mode = Mode.INSTANT
        elif i in held:
            mode = Mode.AT_LIMIT
        return replace(
            s, mode=mode, odds=odds, refuses=certain if choice == "refused" else NONE,
            holdings=tuple(holding(s, h) for h in s.holdings),
        )  # fmt: skip

    def holding(s: CaseStep, h: Holding) -> Holding:
        return replace(h, consents=tuple(consent(s, c) for c in h.consents))

    def consent(s: CaseStep, c: CaseConsent) -> CaseConsent:
        choice = said.get(f"{s.name} ? {c.role}", "")
        mode = Mode.SILENT if choice in (LATE, SILENT) else c.mode
        return replace(c, mode=mode, refuses=certain if choice == NO else NONE)

    steps = tuple(step(i, s) for i, s in enumerate(case.steps))
    return replace(case, steps=steps, estimates=(*case.estimates, *made))


def _pace(case: Case, said: Mapping[str, str]) -> tuple[set[int], set[int]]:
    """Steps to be hurried and held so that any-joins take the input that a path takes."""
    index = {s.name: i for i, s in enumerate(case.steps)}

    def sources(at: int) -> Iterator[int]:
        return (case.edges[e].source for e in case.steps[at].incoming)

    hurried: set[int] = set()
    held: set[int] = set()
    for name, choice in said.items():
        if not choice.startswith(FIRST):
            continue
        first = behind(index[choice.removeprefix(FIRST)], sources)
        others = set(sources(index[name]))
        hurried |= first
        for other in others:
            held |= behind(other, sources)
    return hurried, held - hurried


def behind(step: int, sources: Callable[[int], Iterable[int]]) -> set[int]:
    """A step and all that lies behind it, by the steps whose word each waits for."""
    seen: set[int] = set()
    todo = [step]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += sources(at)
    return seen


def run(case: Case, luck: int = 0) -> Trace:
    """One run of a scripted case, with the luck of a world and a replication of one number."""
    day = Day(case, seed=0, world=luck, replication=luck)
    try:
        return day.run()
    except TooManyAttempts:
        # A path through a loop, made certain, may go round for ever; what happened counts.
        return day.trace()


def violates(
    case: Case, choices: Sequence[Choice], *, step: int, at: What,
    needs: Sequence[tuple[int, ...] | None], gains: Sequence[Sequence[int]], luck: int = 0,
) -> bool:  # fmt: skip
    """Whether the engine, made to take the choices, does a guarded act without its yes.

    Args:
        step, at: the act, by the number of its step in the case.
        needs: per combination in which it opens, sets of bits of each of which one must be in
            its past; None where it is no act.
        gains: per step and combination, bits that its approval adds.
        luck: number of the run; where states change under way, what is shown hangs on it.
    """
    watched = replace(
        scripted(case, choices),
        watches=(CaseWatch(0, step, at, tuple(needs)),),
        gains=tuple(map(tuple, gains)),
    )
    return any(e.what == What.VIOLATED for e in run(watched, luck))


def reaches(case: Case, step: int, what: What) -> bool:
    """Whether a run comes to an event at a step; for a verdict, to its approval."""
    place = site(case.steps[step].base)
    here = [e for e in run(case) if e.site == place]
    if what is What.VERDICT:
        return any(e.what == What.DONE and e.data == APPROVED for e in here)
    return any(e.what == what for e in here)


def grants(case: Case, thread: str) -> bool:
    """Whether a run comes to states in which a thread has granted what it grants."""
    return any(
        e.what == What.STATE and case.combinations[e.data].get(thread) == GRANTED for e in run(case)
    )


def silenced(case: Case, silent: Callable[[str, str], bool]) -> Case:
    """The case in which posts that a test of (full name, nation) names never act or answer."""

    def quiet(post: int) -> bool:
        return silent(case.posts[post].name, case.posts[post].nation)

    def asked(c: CaseConsent) -> CaseConsent:
        return replace(c, mode=Mode.SILENT) if quiet(c.post) else c

    steps = tuple(
        replace(
            s, mode=Mode.SILENT if quiet(s.holdings[0].post) else s.mode,
            holdings=tuple(
                replace(h, consents=tuple(map(asked, h.consents))) for h in s.holdings
            ),
        )
        for s in case.steps
    )  # fmt: skip
    return replace(case, steps=steps)


def crosses(case: Case, guarantee: str, name: str, luck: int = 0) -> bool:
    """Whether a run violates a guarantee by the word of a site, as it crosses a border."""
    return any(
        e.what == What.VIOLATED
        and case.legend.guarantees[e.data] == guarantee
        and case.legend.bases[e.site >> HOP_BITS] == name
        for e in run(case, luck)
    )
