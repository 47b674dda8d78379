"""What walking every path of one incident finds: sights, and the choices that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from renkei.checks.duty import PostName
from renkei.checks.situation import Situation
from renkei.record.vocabulary import What

MOST_STATES = 200_000
"""States of one situation before the search gives up and says so."""

NEVER = -2
"""On an edge: its word will not come (on this path, or not before the end)."""
PENDING = -1
_DEAD = 1

NO, LATE = "no", "no answer in time"
"""Choices of a post that is asked."""

Choice = tuple[str, str]
"""(step or step and role, what was chosen): "recognise/cabinet", "approved"."""


def done_edge(past: int) -> int:
    """The value of an edge whose word has come with a causal past."""
    return past << 1


def dead_edge(past: int) -> int:
    """The value of an edge that is dead, for reasons with a causal past."""
    return past << 1 | _DEAD


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that can happen: an event at a step, with what then lies in its past."""

    step: int
    what: What
    past: int
    outcome: int = -1
    """Of a step that is done, the number of its outcome."""
    opened: int = 0
    """The variant in which the step opened, of those alike at the step the first; 0 where the
    states do not change."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one incident stands."""

    todo: frozenset[int]
    edges: tuple[int, ...]
    """Per edge: PENDING, NEVER, or done or dead with a causal past."""
    answered: bool
    begun: int = 0
    """The combination of states in which the incident began."""
    hangs: bool = False
    """Whether some step will not come to its end."""
    cuts: tuple[int, ...] = ()
    """Pasts of deaths of the answer that are still to come: what has one of them in its own
    past does not happen."""


@dataclass(slots=True)
class Paths:
    """What exploring a situation found.

    Attributes:
        sights: each with the choices, first to last, of a path that leads to it.
        ends: how a path may end: "done", "refused", "stuck" (something is waited for that never
            comes), or "answered" with something still waited for.
        states: how many were walked.
        complete: False if the search gave up at the cap.
    """

    situation: Situation
    sights: dict[Sight, tuple[Choice, ...]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    states: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Hands:
    """Who acts, and how, where paths are narrowed.

    Attributes:
        silent: posts that never act or answer.
        willing: posts that never refuse.
        unwilling: posts that always refuse, whatever they decide or are asked to consent to.
    """

    silent: Callable[[PostName, str], bool] = lambda post, nation: False
    willing: Callable[[PostName, str], bool] = lambda post, nation: False
    unwilling: Callable[[PostName, str], bool] = lambda post, nation: False


ANY_HANDS = Hands()


@dataclass(frozen=True, slots=True)
class Variant:
    """One thread in one of the combinations of states that a path may come to.

    Attributes:
        applies: whether each step's condition holds.
        gains: bits that each step's approval adds to the past of what follows.
        hands: who stays silent, who never refuses.
        marks: anything else of each step that is to be told apart in what is seen.
    """

    situation: Situation
    applies: Sequence[bool]
    gains: Sequence[int]
    hands: Hands = ANY_HANDS
    marks: Sequence[object] = ()

    def of(self, step: int) -> tuple[object, ...]:
        """All of the variant that a step which opens in it hangs on."""
        it = self.situation.steps[step]
        people = [] if it.post is None else [(it.post, it.nation)]
        people += [(a.post, a.nation) for a in it.asked]
        hands = self.hands
        ways = tuple(
            (hands.silent(*p), hands.willing(*p), hands.unwilling(*p)) for p in people
        )  # fmt: skip
        marked = self.marks[step] if self.marks else None
        return it, ways, self.applies[step], self.gains[step], marked
