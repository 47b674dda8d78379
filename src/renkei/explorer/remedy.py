"""The smallest remedy for an unavailability: an alternate, a delegated right, a link, a limit.

A remedy is a change of the study's files. Each is put in place and everything is resolved and
explored again with the same things unavailable, in every combination of states in which they stop
the thread; what helps in more of them is preferred. What takes something away anywhere under the
same arrangement is no remedy. Nothing is said about whether a law or a budget allows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from renkei.checks.situation import Situation
from renkei.checks.study import CheckedStudy
from renkei.explorer.absence import Absence, Block
from renkei.explorer.amendment import Amendment, Remedy
from renkei.explorer.candidates import MOST_TRIED, Candidates
from renkei.explorer.survey import Spot
from renkei.explorer.verification import cut_off, misplaced

if TYPE_CHECKING:
    from renkei.explorer.continuity import Continuity

MOST_ROUNDS = 12
"""Blocks mended, or given up, before the search ends."""
MOST_REFUSED = 12
"""Remedies that help and are refused, before the search ends."""

Changes = tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for a remedy came to."""

    remedy: Remedy | None
    refused: str = ""
    """Where there is none: what stood against one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Combinations of states in which an absence stops a thread, as one: alike in all that a
    change may meet."""

    spot: Spot
    """Its situation goes as far as the answer."""
    whole: Situation
    aspect: int
    count: int


@dataclass(frozen=True, slots=True)
class _Trial:
    """The study with some changes in place, looked at in one place."""

    changes: Changes
    study: CheckedStudy
    whole: Situation
    spot: Spot
    """Its situation goes as far as the answer."""
    blocks: frozenset[Block]
    """What the absence keeps from happening, and what is cut off."""
    cut: frozenset[Block]
    """Word behind the answer that had a way and has none after the changes, with everything
    there."""

    @property
    def left(self) -> int:
        """How much is in the way."""
        return len(self.blocks) + sum(s.post is None for s in self.spot.situation.steps)


class Repair:
    """Looks for the remedy of one absence in one thread.

    Args:
        continuity: explores situations with absences.
        spots: all in which the absence stops the thread; the one that is told first.
        absence: what is unavailable.
    """

    def __init__(self, continuity: Continuity, spots: Sequence[Spot], absence: Absence) -> None:
        self.continuity = continuity
        self.verification = continuity.verification
        self.absence = absence
        self.arrangement = spots[0].situation.arrangement
        self.thread = spots[0].situation.thread
        self.places = self._places(spots)
        self.refused = ""
        self.aside: list[Amendment] = []
        """Changes each of which is refused by itself."""
        self._trials: dict[tuple[int, tuple[int, ...]], _Trial] = {}
        """By the identity of place and changes; they are kept with the trial."""

    def _places(self, spots: Sequence[Spot]) -> list[_Place]:
        counted: dict[tuple[int, tuple[tuple[str, str], ...]], tuple[Spot, int]] = {}
        for spot in spots:
            key = self.verification.aspect_of(spot), spot.facts
            first, count = counted.get(key, (spot, 0))
            counted[key] = first, count + 1
        checked = self.continuity.survey.checked
        found = []
        for (aspect, _), (spot, count) in counted.items():
            view = self.verification.aspects(self.arrangement)[aspect].view
            whole = checked.situation(self.arrangement, self.thread, view.states)
            here = replace(spot, view=view, situation=self.verification.parts.behind_answer(whole))
            found.append(_Place(here, whole, aspect, count))
        return found

    def find(self) -> Found:
        """Mends place after place; of what helps in as many, the fewest changes."""
        best: Changes = ()
        most = 0
        for place in self.places:
            if best and self._helps_at(place, best):
                continue
            for start in dict.fromkeys((best, ())):
                changes = self._sought(place, start)
                if changes and (helps := self._helping(changes)) > most:
                    best, most = changes, helps
                    break
        if not best:
            return Found(None, self.refused)
        return Found(Remedy(best, (most, sum(p.count for p in self.places))))

    def _helping(self, changes: Changes) -> int:
        """In how many combinations changes help."""
        return sum(p.count for p in self.places if self._helps_at(p, changes))

    def _helps_at(self, place: _Place, changes: Changes) -> bool:
        return self._helps(self._trial(place, changes))

    def _helps(self, trial: _Trial) -> bool:
        return not trial.cut and self.continuity.finishes(trial.spot, trial.blocks)

    # -- one place -------------------------------------------------------------------

    def _sought(self, place: _Place, start: Changes) -> Changes:
        """Changes that help in a place, and wherever those do that they start from, and against
        which nothing stands; none where none were found."""
        kept = [p for p in self.places if start and self._helps_at(p, start)]
        aside = [*self.aside]
        for _ in range(MOST_REFUSED):
            changes = self._mended(place, start, aside)
            changes = self._least(changes, [*kept, place])
            if not changes:
                return ()
            refusal = self.verification.against(self.arrangement, changes)
            if not refusal:
                return changes
            self.refused = self.refused or refusal
            alone = [
                c for c in changes
                if self.verification.against(self.arrangement, (c,)) == refusal
            ]  # fmt: skip
            self.aside += alone
            aside += alone or changes[-1:]
            if any(c in aside for c in start):
                return ()
        return ()

    def _least(self, changes: Changes, places: Iterable[_Place]) -> Changes:
        """Changes without those that are not needed in any of some places; none where they do
        not help in all of these."""
        places = list(places)
        if not all(self._helps_at(p, changes) for p in places):
            return ()
        for change in changes:
            fewer = tuple(c for c in changes if c is not change)
            if fewer and all(self._helps_at(p, fewer) for p in places):
                changes = fewer
        return changes

    def _mended(self, place: _Place, start: Changes, aside: Sequence[Amendment]) -> Changes:
        """Mends one block after the other, those first that stop the thread by themselves."""
        trial = self._trial(place, start)
        decisive = self.continuity.decisive(place.spot, self.absence)
        given_up: set[Block] = set()
        for _ in range(MOST_ROUNDS):
            todo = sorted(trial.blocks - given_up, key=lambda b: (b not in decisive, b))
            if self._helps(trial) or not todo:
                break
            mended = self._with_less(place, trial, todo[0], aside)
            if mended is None:
                given_up.add(todo[0])
            else:
                trial = mended
        return trial.changes

    def _with_less(
        self, place: _Place, trial: _Trial, block: Block, aside: Sequence[Amendment]
    ) -> _Trial | None:
        """The trial with the first change that leaves less in the way; else with the first that
        puts something in the way which may be mended in its turn."""
        second: _Trial | None = None
        candidates = Candidates(
            self.continuity.absences, self.absence, trial.spot.view, trial.spot.situation,
            trial.study.flows[self.thread], place.spot.view,
        )  # fmt: skip
        tried = (c for c in candidates.of(block) if c not in aside)
        for change in islice(tried, MOST_TRIED):
            better = self._trial(place, (*trial.changes, change))
            if block in better.blocks or better.left > trial.left:
                continue
            if better.left == trial.left and second is not None:
                continue
            if self._harms(place, better):
                continue
            if better.left < trial.left:
                return better
            second = better
        return second

    def _trial(self, place: _Place, changes: Changes) -> _Trial:
        key = id(place), tuple(map(id, changes))
        if key not in self._trials:
            self._trials[key] = self._tried(place, changes)
        return self._trials[key]

    def _tried(self, place: _Place, changes: Changes) -> _Trial:
        study = self.verification.amended(self.arrangement, changes)
        view = study.view(self.arrangement, place.spot.view.states)
        whole = study.situation(self.arrangement, self.thread, view.states)
        situation = self.verification.parts.behind_answer(whole)
        cut = frozenset(cut_off(place.spot.situation, situation))
        blocks = self.continuity.absences.blocks(view, situation, self.absence)
        spot = replace(place.spot, view=view, situation=situation)
        return _Trial(changes, study, whole, spot, blocks | cut, cut)

    def _harms(self, place: _Place, trial: _Trial) -> bool:
        """Whether a trial takes away here what no further change gives back."""
        before, after = place.whole, trial.whole
        said = misplaced(before, after)
        if not said and len(cut_off(before, after)) > len(trial.cut):
            said = "word beside what the answer waits for would have no way"
        said = said or self.verification.newly_broken(
            self.arrangement, place.aspect, self.thread, trial.study
        )
        self.refused = self.refused or said
        return bool(said)
