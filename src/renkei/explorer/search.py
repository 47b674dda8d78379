"""A search: does a guarded act happen on some path without the yes it needs?

Asked alike of guarantees and of the rungs that no path may break: first in every combination of
states held fixed, then in every case in which the states may change under way. An act found is
broken only if the engine shows it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from renkei.checks.cases import View
from renkei.checks.situation import Situation
from renkei.explorer import story
from renkei.explorer.change import Change, orders_between
from renkei.explorer.paths import ANY_HANDS, Choice, Hands, Paths, Sight
from renkei.explorer.proof import Replay, Status
from renkei.explorer.replay import violates
from renkei.explorer.survey import Ground, Spot, Survey
from renkei.record.vocabulary import What

MOST_SHOWN = 6
"""Paths through a change that the engine is asked to show, the shortest first."""


class Guarded(Protocol):
    """An act, and what it needs."""

    @property
    def step(self) -> int:
        """Number of the step."""

    @property
    def at(self) -> What:
        """The event at the step that is the act."""

    @property
    def needs(self) -> tuple[int, ...]:
        """Sets of bits; of each set at least one must be in the causal past."""


G = TypeVar("G", bound=Guarded)


class Act(NamedTuple):
    """A use of what is reserved: a decision, or an order that reaches a nation's forces."""

    step: int
    at: What
    needs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a thread under an arrangement.

    Attributes:
        acts: every guarded act of a situation, seen in a view.
        gains: bits that each step's approval adds.
        fails: of an act, and of the bits in its past, what is missing, as half a sentence.
        orders: whether orders that reach somebody are acts.
        hands: who may do what; left out, anybody anything.
        who: names the hands.
    """

    acts: Callable[[View, Situation], Sequence[Guarded]]
    gains: Callable[[View, Situation], Sequence[int]]
    fails: Callable[[View, Situation, Guarded, int], str]
    orders: bool = False
    hands: Callable[[View], Hands] = lambda view: ANY_HANDS
    who: str = ""


@dataclass(slots=True)
class Answer:
    """What a search came to.

    Attributes:
        status: None where the act never arises.
        states: how many were explored.
        story: of the path found; where it is open, what that hangs on.
    """

    status: Status | None = None
    states: int = 0
    story: str = ""
    places: tuple[str, ...] = ()
    replay: Replay | None = None


def search(survey: Survey, arrangement: str, thread: str, question: Question) -> Answer:
    """Looks for an act without what it needs on every path of a thread."""
    return _Search(survey, arrangement, thread, question).run()


def lacking(paths: Paths, acts: Sequence[Sequence[G]]) -> list[tuple[G, Sight]]:
    """Acts without what they need, those on the shortest paths first.

    Args:
        acts: for each combination of states in which a step may open.
    """
    found = [
        (act, sight) for sight in paths.sights for act in acts[sight.opened] if lacks(sight, act)
    ]
    return sorted(found, key=lambda f: (len(paths.sights[f[1]]), f[1].step))


def lacks(sight: Sight, act: Guarded) -> bool:
    """Whether something that can happen is a guarded act without what it needs."""
    return (sight.step, sight.what) == (act.step, act.at) and any(
        not sight.past & need for need in act.needs
    )


def fails_in(survey: Survey, ground: Ground, question: Question) -> bool:
    """Whether an act may lack what it needs on some path of a ground."""
    if question.orders and isinstance(ground, Change) and orders_between(survey.checked, ground):
        return True
    acts, paths, _ = _walked(survey, ground, question)
    return paths is not None and bool(lacking(paths, acts))


def capped(survey: Survey) -> str:
    """What an exploration hangs on that gave up."""
    return f"more than {survey.most:,} states of one situation are explored"


class _Search:
    def __init__(self, survey: Survey, arrangement: str, thread: str, question: Question) -> None:
        self.survey = survey
        self.checked = survey.checked
        self.arrangement = arrangement
        self.thread = thread
        self.ask = question
        self.answer = Answer()
        self.explored: set[int] = set()
        self.complete = True

    def run(self) -> Answer:
        doubtful = ""
        for told, places, replay in self._found():
            if replay is not None:
                self._come_to(Status.BROKEN, told, places, replay)
                return self.answer
            doubtful = doubtful or told
        if doubtful:
            self._come_to(Status.OPEN, story.not_shown(doubtful))
        elif not self.complete:
            self._come_to(Status.OPEN, story.only_if(capped(self.survey)))
        return self.answer

    def _come_to(
        self, status: Status, told: str, places: tuple[str, ...] = (), replay: Replay | None = None
    ) -> None:
        self.answer.status, self.answer.story = status, told
        self.answer.places, self.answer.replay = places, replay

    def _found(self) -> Iterator[tuple[str, tuple[str, ...], Replay | None]]:
        """Acts without what they need: the story, its places, and a replay if there is one."""
        for ground in self.survey.grounds(self.arrangement, self.thread):
            if self.ask.orders and isinstance(ground, Change):
                between = orders_between(self.checked, ground)
                if between:
                    # A run writes down what it would in the receiver's states, so none can show it.
                    yield _order_in_doubt(ground, between), (), None
                    continue
            acts, paths, gains = _walked(self.survey, ground, self.ask)
            if paths is None:
                continue
            self._counts(paths)
            found = lacking(paths, acts)
            for act, sight in found if isinstance(ground, Spot) else found[:MOST_SHOWN]:
                choices = paths.sights[sight]
                seen = ground.views[sight.opened], ground.situations[sight.opened]
                told, places = self._told(ground, seen, act, sight.past, choices)
                yield told, places, self._shown(ground, act, acts, gains, choices)

    def _counts(self, paths: Paths) -> None:
        self.answer.status = Status.PROVED
        self.complete &= paths.complete
        if id(paths) not in self.explored:
            self.explored.add(id(paths))
            self.answer.states += paths.states

    def _told(
        self, ground: Ground, seen: tuple[View, Situation], act: Guarded, past: int,
        choices: Sequence[Choice],
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        words, places = story.act_in_words(self.checked, seen[1], act.step, act.at)
        told = (
            f"In {ground.where(choices)}: {words}, {self.ask.fails(*seen, act, past)}; "
            f"{story.choices_in_words(choices)}."
        )
        return told, places

    def _shown(
        self, ground: Ground, act: Guarded, acts: Sequence[Sequence[Guarded]],
        gains: Sequence[Sequence[int]], choices: Sequence[Choice],
    ) -> Replay | None:  # fmt: skip
        """A replay in which the engine comes to the act without what it needs."""
        case = ground.run(self.checked)
        if case is None:
            return None
        index = {step.name: i for i, step in enumerate(case.steps)}
        places = [index[step.name] for step in ground.situations[0].steps]
        many = len(case.combinations)
        needs: list[tuple[int, ...] | None] = [None] * many
        added = [[0] * many for _ in case.steps]
        for number in range(many):
            seen = ground.seen_in(number)
            if seen is None:
                continue
            mine = [a.needs for a in acts[seen] if (a.step, a.at) == (act.step, act.at)]
            needs[number] = tuple(n for of in mine for n in of) if mine else None
            for place, bits in zip(places, gains[seen], strict=True):
                added[place][number] = bits
        step = places[act.step]
        for said, luck in ground.attempts(choices):
            if violates(case, said, step=step, at=act.at, needs=needs, gains=added, luck=luck):
                return Replay(
                    self.arrangement, ground.tested, ground.said, ground.facts, said,
                    luck=luck, scenario=ground.scenario,
                )  # fmt: skip
        return None


def _order_in_doubt(change: Change, steps: Sequence[str]) -> str:
    return (
        f"In {change.where(())}: whether what reaches {', '.join(steps)} is an order hangs on the "
        "states in which its sender began, which are not followed there."
    )


def _walked(
    survey: Survey, ground: Ground, ask: Question
) -> tuple[list[Sequence[Guarded]], Paths | None, list[tuple[int, ...]]]:
    """Per combination the acts, every path (None where there is no act), and what is gained."""
    seen = tuple(zip(ground.views, ground.situations, strict=True))
    acts = [ask.acts(*here) for here in seen]
    if not any(acts):
        return acts, None, []
    gains = [tuple(ask.gains(*here)) for here in seen]
    hands = [ask.hands(view) for view in ground.views]
    return acts, survey.walked(ground, gains, hands, _marks(acts, gains), ask.who), gains


def _marks(
    acts: Sequence[Sequence[Guarded]], gains: Sequence[Sequence[int]]
) -> list[tuple[object, ...]]:
    """Per combination and step, the acts there and what they need."""
    return [
        tuple(
            tuple((a.at, a.needs) for a in here if a.step == step) for step in range(len(gains[0]))
        )
        for here in acts
    ]
