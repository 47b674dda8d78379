"""Seats: which post a person means, and the person's sitting in it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from renkei.checks.case import Case
from renkei.engine.day import Day
from renkei.engine.seat import Act, Turn
from renkei.exercise.decisions import Address, Decision, address_of
from renkei.exercise.options import misfit, options
from renkei.findings import Finding, FindingsError, Position, nearest


class NoSeat(Exception):
    """No post, or more than one, is meant; ``choices`` are the full names of those there are."""

    def __init__(self, words: str, choices: tuple[str, ...]) -> None:
        super().__init__(words)
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Part:
    """What a post has to do in a case.

    Attributes:
        decides, answers, works: titles of steps, in the order of their full names.
        handles: whether word on its way passes its desk or is reviewed there.
    """

    post: int
    decides: tuple[str, ...]
    answers: tuple[str, ...]
    works: tuple[str, ...]
    handles: bool


def parts(case: Case) -> tuple[Part, ...]:
    """Every post that can be played in a case, by full name, with what it has to do."""
    decides: dict[int, dict[str, None]] = defaultdict(dict)
    answers: dict[int, dict[str, None]] = defaultdict(dict)
    works: dict[int, dict[str, None]] = defaultdict(dict)
    handles: set[int] = set()
    for step in case.steps:
        name = step.title or step.name.partition("/")[2]
        for holding in step.holdings:
            (decides if step.decides else works)[holding.post][name] = None
            for asked in holding.consents:
                if any(r is not None for r in asked.routes):
                    answers[asked.post][name] = None
                for route in asked.routes:
                    if route is not None:
                        legs = (*route.segments, *route.back)
                        handles |= {s.post for s in legs if not s.transit}
    for edge in case.edges:
        for route in {id(r): r for a in edge.routes for b in a for r in b}.values():
            handles |= {s.post for s in route.segments if not s.transit}
    acting = sorted({*decides, *answers, *works, *handles}, key=lambda i: case.posts[i].name)
    return tuple(
        Part(p, tuple(decides[p]), tuple(answers[p]), tuple(works[p]), p in handles) for p in acting
    )


def find_seat(case: Case, text: str, nations: dict[str, str]) -> int:
    """The post that a person means.

    Args:
        case: the case that is played.
        text: a full name ("Kantei cabinet"), "cabinet of Kantei", or a nation and a post
            ("JPN cabinet", "Japan cabinet"), or the post alone, where only one fits.
        nations: titles of nations by their short names.

    Raises:
        NoSeat: none fits, or several do.
    """
    acting = [p.post for p in parts(case)]
    wanted = _plain(text)
    for level in (_full_names, _loose_names):
        fitting = [i for i in acting if wanted in map(_plain, level(case, i, nations))]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = tuple(case.posts[i].name for i in fitting)
            raise NoSeat(f'"{text}" may be any of: {", ".join(names)}.', names)
    names = tuple(case.posts[i].name for i in acting)
    said = {n for i in acting for f in (_full_names, _loose_names) for n in f(case, i, nations)}
    hint = nearest(text, said, most=0)
    if not hint.startswith("Did"):
        hint = nearest(text, names, most=len(names))
    words = f'no post "{text[:60]}" acts in this thread under this arrangement. {hint}'
    raise NoSeat(words, names)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _full_names(case: Case, index: int, nations: dict[str, str]) -> Iterable[str]:
    post = case.posts[index]
    yield post.name
    yield f"{post.name.removeprefix(f'{post.headquarters} ')} of {post.headquarters}"


def _loose_names(case: Case, index: int, nations: dict[str, str]) -> Iterable[str]:
    post = case.posts[index]
    short = post.name.removeprefix(f"{post.headquarters} ")
    yield short
    for nation in (post.nation, nations.get(post.nation, post.nation)):
        yield f"{nation} {short}"
        yield f"{short} of {nation}"


class BrokenOff(Exception):
    """The day ends here: the person left, or the recorded decisions are at their end."""


class Sitting:
    """A person's sitting in one post: recorded decisions first, then the person.

    Args:
        case: what is played.
        post: where the person sits.
        past: decisions already made, in order.
        person: asked when they are used up; left out, the day is then broken off.
    """

    def __init__(
        self, case: Case, post: int, past: Iterable[Decision] = (),
        person: Callable[[Day, Turn], Act] | None = None,
    ) -> None:  # fmt: skip
        self.case = case
        self.post = post
        self.made: list[tuple[Turn, Act, int]] = []
        """Every act so far: what was in hand, what was done, when (ms after the start)."""
        self._past: dict[Address, deque[Decision]] = defaultdict(deque)
        self._left = 0
        for decision in past:
            self._past[decision.address].append(decision)
            self._left += 1
        self._person = person

    def sits(self, post: int) -> bool:
        """Whether the person sits in this post."""
        return post == self.post

    def act(self, day: Day, turn: Turn) -> Act:
        """What the person does now.

        Raises:
            BrokenOff: nobody is there to say.
            FindingsError: the recorded decisions are those of another run.
        """
        if self._left:
            act = self._recorded(day, turn)
        elif self._person is None:
            raise BrokenOff
        else:
            act = self._person(day, turn)
        self.made.append((turn, act, day.now))
        return act

    def _recorded(self, day: Day, turn: Turn) -> Act:
        address = address_of(self.case, turn)
        waiting = self._past[address]
        if not waiting:
            following = min(d for ds in self._past.values() for d in ds)
            raise FindingsError([_stray(following, f"the run asks about {address.words()} first")])
        decision = waiting.popleft()
        self._left -= 1
        if decision.time_ms != day.now:
            words = f"the run comes to {address.words()} at {day.now} ms after the start"
            raise FindingsError([_stray(decision, words)])
        wrong = misfit(options(self.case, turn, day.combination), decision.act)
        if wrong:
            raise FindingsError([_stray(decision, wrong)])
        return decision.act

    def unused(self) -> list[Finding]:
        """Recorded decisions that the run never came to."""
        left = sorted(d for ds in self._past.values() for d in ds)
        return [_stray(d, "the run never comes to it") for d in left]


def _stray(decision: Decision, why: str) -> Finding:
    words = (
        f"the decision on {decision.address.words()} at {decision.time_ms} ms does not fit this "
        f"run: {why}. Replay the file as it was written, with the study as it was"
    )
    return Finding("decision-stray", words, Position(decision.file, decision.line, 1))
