"""A survey: every situation of a study, explored once, for every question that is put to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renkei.checks.case import Case
from renkei.checks.cases import View
from renkei.checks.combinations import states_in_force
from renkei.checks.situation import Situation, facts_of
from renkei.checks.study import CheckedStudy
from renkei.checks.transfer import granted_in
from renkei.explorer import change as changed
from renkei.explorer.absence import Absences
from renkei.explorer.change import Change
from renkei.explorer.paths import ANY_HANDS, MOST_STATES, Choice, Hands, Paths
from renkei.explorer.walk import explore
from renkei.model.state import ALWAYS, holds


@dataclass(frozen=True, slots=True)
class Spot:
    """One thread under one arrangement in one combination of states, with one set of facts."""

    view: View
    situation: Situation
    facts: tuple[tuple[str, str], ...]
    applies: tuple[bool, ...]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The states that bear on this arrangement: what it is never granted is left out."""
        bears = {*self.view.study.states, *granted_in(self.view.arrangement)}
        return tuple((n, v) for n, v in self.situation.states if n in bears)

    @property
    def views(self) -> tuple[View, ...]:
        """Its one view."""
        return (self.view,)

    @property
    def situations(self) -> tuple[Situation, ...]:
        """Its one situation."""
        return (self.situation,)

    @property
    def tested(self) -> str:
        """The thread that is put to the test."""
        return self.situation.thread

    @property
    def scenario(self) -> str:
        """A scenario that changes states under way: none."""
        return ""

    def run(self, checked: CheckedStudy) -> Case | None:
        """A case in these states and with these facts."""
        s = self.situation
        return checked.case_in(s.arrangement, s.thread, self.states, dict(self.facts))

    def seen_in(self, combination: int) -> int | None:
        """What is granted at the end of the incident changes nothing in it."""
        return 0

    def attempts(self, choices: Sequence[Choice]) -> Iterator[tuple[tuple[Choice, ...], int]]:
        """Ways in which a run may be made to take the choices of a path, and its luck."""
        yield tuple(choices), 0

    def where(self, choices: Sequence[Choice]) -> str:
        """ "USA readiness wartime, JPN readiness wartime"; "any state" where there is none."""
        said = ", ".join(f"{name} {value}" for name, value in (*self.said, *self.facts))
        return said or "any state"

    @property
    def states(self) -> dict[str, str]:
        """The states, and what is granted."""
        return dict(self.situation.states)


Ground = Spot | Change
"""A thread in states held fixed, or in a scenario in which they change under way."""


@dataclass(slots=True)
class Survey:
    """Explores the situations of a study; alike ones once.

    Args:
        checked: the study.
        most: states of one situation before the search gives up.
    """

    checked: CheckedStudy
    most: int = MOST_STATES
    absences: Absences = field(init=False)
    """What absences do to its situations."""
    _explored: dict[tuple[object, ...], Paths] = field(default_factory=dict)
    _spots: dict[tuple[str, str], tuple[Spot, ...]] = field(default_factory=dict)
    _changes: dict[tuple[str, str], tuple[Change, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.absences = Absences(self.checked.estimates)

    def threads(self) -> tuple[str, ...]:
        """Every thread that is no procedure."""
        return tuple(sorted(self.checked.flows))

    def spots(self, arrangement: str, thread: str) -> tuple[Spot, ...]:
        """Every situation of a thread under an arrangement, in the states in which it is in force
        and the thread can start."""
        key = arrangement, thread
        if key not in self._spots:
            self._spots[key] = tuple(self._spots_of(arrangement, thread))
        return self._spots[key]

    def _spots_of(self, arrangement: str, thread: str) -> Iterator[Spot]:
        study = self.checked.study
        facts = facts_of(study, self.checked.flows[thread])
        tested = [s.threads[thread].states for s in study.scenarios.values() if thread in s.threads]

        def unfamiliar(states: dict[str, str]) -> bool:
            return not any(t.items() <= states.items() for t in tested)

        met = self._begun(arrangement, thread) if study.threads[thread].when != ALWAYS else ()
        # What a scenario puts to the test comes first, so that stories are told of it.
        for states in sorted(states_in_force(study, arrangement), key=unfamiliar):
            view = self.checked.view(arrangement, states)
            starts = holds(study.threads[thread].when, view.states)
            # A scenario may begin an incident although its thread cannot start there.
            if not starts and not any(m.items() <= view.states.items() for m in met):
                continue
            situation = self.checked.situation(arrangement, thread, states)
            for f in facts:
                yield Spot(view, situation, tuple(sorted(f.items())), situation.applies(f))

    def _begun(self, arrangement: str, thread: str) -> list[dict[str, str]]:
        """Every combination of states in which a scenario begins an incident of a thread."""
        found: list[dict[str, str]] = []
        for case in self.checked.cases:
            if case.arrangement == arrangement and any(t.name == thread for t in case.threads):
                visits = changed.visits_of(self.checked, case)
                found += [c for n, c in enumerate(case.combinations) if visits.begins(thread, n)]
        return found

    def changes(self, arrangement: str, thread: str) -> tuple[Change, ...]:
        """Every case in which states may change while an incident of a thread is under way."""
        key = arrangement, thread
        if key not in self._changes:
            self._changes[key] = tuple(changed.changes(self, arrangement, thread))
        return self._changes[key]

    def followed(self, arrangement: str, thread: str, unavailable: int) -> int:
        """How many may be unavailable in what hangs on ways of word: none where states change
        under way, since word between states is not followed with something absent."""
        return 0 if self.changes(arrangement, thread) else unavailable

    def grounds(self, arrangement: str, thread: str) -> Iterator[Ground]:
        """Everything that a thread may be in: states held fixed, then states that change."""
        yield from self.spots(arrangement, thread)
        yield from self.changes(arrangement, thread)

    def walked(
        self, ground: Ground, gains: Sequence[Sequence[int]], hands: Sequence[Hands],
        marks: Sequence[Sequence[object]], who: str = "",
    ) -> Paths:  # fmt: skip
        """Every path of a ground; the same object where nothing differs that counts.

        Args:
            gains, hands, marks: of each of its combinations, as for ``paths.Variant``.
            who: names the hands, so that what was explored with them is known again.
        """
        if isinstance(ground, Spot):
            return self.explored(ground, gains[0], hands[0], who)
        return self._explored_changing(ground, gains, hands, marks, who)

    def _explored_changing(
        self, change: Change, gains: Sequence[Sequence[int]], hands: Sequence[Hands],
        marks: Sequence[Sequence[object]], who: str,
    ) -> Paths:  # fmt: skip
        key = (change, tuple(map(tuple, gains)), tuple(map(tuple, marks)), who)
        if key not in self._explored:
            self._explored[key] = changed.explored(change, gains, hands, marks, self.most)
        return self._explored[key]

    def explored(
        self, spot: Spot, gains: Sequence[int], hands: Hands = ANY_HANDS, who: str = "",
        surely: bool = False,
    ) -> Paths:  # fmt: skip
        """Every path of a spot; the same object for spots that differ in nothing that counts.

        Args:
            gains: bits that each step's approval adds to the past.
            hands: who stays silent, who never refuses.
            who: names the hands, so that what was explored with them is known again.
            surely: as ``walk.explore`` has it.
        """
        key = (_shape(spot.situation), spot.applies, tuple(gains), who, surely)
        if key not in self._explored:
            self._explored[key] = explore(
                spot.situation, spot.applies, gains, hands=hands, most=self.most, surely=surely
            )
        return self._explored[key]


def _shape(situation: Situation) -> tuple[object, ...]:
    """All of a situation that its paths hang on."""
    return (
        situation.thread,
        tuple((s.post, s.nation, s.asked) for s in situation.steps),
        tuple((e.kind, e.reachable) for e in situation.edges),
    )
