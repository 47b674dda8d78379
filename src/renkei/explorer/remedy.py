"""The smallest remedy for an unavailability: an alternate, a delegated right, a link, a limit.

A remedy is a change of the study's files. Each is put in place and everything is resolved and
explored again with the same things unavailable; what does not help then is no remedy, nor is a
right that moves so that a guarantee is broken which held before. Nothing is said about whether
a law or a budget allows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from renkei.checks.cases import View
from renkei.checks.flow import Flow, flatten
from renkei.checks.guarantee import gains, wanted_by, watches, yeses
from renkei.checks.situation import Situation, situate
from renkei.explorer.absence import Absence, Block, behind_answer
from renkei.explorer.amendment import Amendment, Remedy, applied
from renkei.explorer.candidates import MOST_TRIED, Candidates
from renkei.explorer.search import lacking
from renkei.model.study import Study
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.explorer.continuity import Continuity
    from renkei.explorer.survey import Spot

MOST_ROUNDS = 12
"""Blocks mended, or given up, before the search ends."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for a remedy came to."""

    remedy: Remedy | None
    refused: str = ""
    """Where there is none: the title of a guarantee that stood against one."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """The study with some changes in place."""

    changes: tuple[Amendment, ...]
    study: Study
    spot: Spot
    blocks: frozenset[Block]
    """What the absence keeps from happening, and what is cut off."""
    cut: frozenset[Block]
    """Word that had a way and has none after the changes, with everything there."""

    @property
    def left(self) -> int:
        """How much is in the way."""
        return len(self.blocks) + sum(s.post is None for s in self.spot.situation.steps)


class Repair:
    """Looks for the remedy of one absence in one situation.

    Args:
        continuity: explores situations with absences.
        spot: in which the absence stops the thread.
        absence: what is unavailable.
    """

    def __init__(self, continuity: Continuity, spot: Spot, absence: Absence) -> None:
        self.continuity = continuity
        self.spot = spot
        self.absence = absence
        self.checked = continuity.survey.checked
        self.arrangement = spot.situation.arrangement
        self.thread = spot.situation.thread
        self.refused = ""

    def find(self) -> Found:
        """Mends one block after the other, those first that stop the thread by themselves; then
        leaves out again what is not needed."""
        trial = self._trial(())
        first = self.continuity.decisive(self.spot, self.absence)
        given_up: set[Block] = set()
        for _ in range(MOST_ROUNDS):
            todo = sorted(trial.blocks - given_up, key=lambda b: (b not in first, b))
            if self._helps(trial) or not todo:
                break
            mended = self._mended(trial, todo[0])
            if mended is None:
                given_up.add(todo[0])
            else:
                trial = mended
        if not self._helps(trial):
            return Found(None, self.refused)
        for change in trial.changes:
            fewer = self._trial(tuple(c for c in trial.changes if c is not change))
            if self._helps(fewer):
                trial = fewer
        return Found(Remedy(trial.changes))

    def _helps(self, trial: _Trial) -> bool:
        return not trial.cut and self.continuity.finishes(trial.spot, trial.blocks)

    def _mended(self, trial: _Trial, block: Block) -> _Trial | None:
        """The trial with the first change that leaves less in the way; else with the first that
        puts something in the way which may be mended in its turn."""
        second: _Trial | None = None
        candidates = Candidates(
            self.continuity.absences, self.absence, trial.spot.view, trial.spot.situation,
            self._flow(trial.study),
        )  # fmt: skip
        for change in islice(candidates.of(block), MOST_TRIED):
            better = self._trial((*trial.changes, change))
            if block in better.blocks or better.left > trial.left or _unordered(trial, better):
                continue
            if better.left == trial.left and second is not None:
                continue
            if self._harms(better):
                continue
            if change.moves_a_right and (broken := self._newly_broken(better)):
                self.refused = self.refused or self.checked.study.guarantees[broken].title
                continue
            if better.left < trial.left:
                return better
            second = better
        return second

    def _trial(self, changes: tuple[Amendment, ...]) -> _Trial:
        study = applied(self.checked.study, changes)
        if not changes:
            view, situation = self.spot.view, self.spot.situation
        else:
            view = View(
                study, self.arrangement, study.arrangements[self.arrangement],
                self.spot.view.states, self.checked.estimates,
                None if any(c.reroutes for c in changes) else self.spot.view.router,
            )  # fmt: skip
            situation = situate(study, behind_answer(self._flow(study)), view)
        blocks = self.continuity.absences.blocks(view, situation, self.absence)
        cut = _cut_off(self.spot.situation, situation)
        spot = replace(self.spot, view=view, situation=situation)
        return _Trial(changes, study, spot, blocks | cut, cut)

    def _harms(self, trial: _Trial) -> bool:
        """Whether something behind the answer, which worked, does so no more."""
        before = self.checked.situation(self.arrangement, self.thread, self.spot.states)
        after = situate(trial.study, self._flow(trial.study), trial.spot.view)
        here = {s.name for s in trial.spot.situation.steps}
        cut = (
            after.edges[b.place].target if b.kind == "word" else b.place
            for b in _cut_off(before, after)
        )
        return any(after.steps[place].name not in here for place in cut) or any(
            new.post is None and old.post is not None
            for old, new in zip(before.steps, after.steps, strict=True)
        )

    def _newly_broken(self, trial: _Trial) -> str:
        """A guarantee that a trial breaks in this situation and that held before; else nothing."""
        known = self.continuity.broken
        key = (self.arrangement, self.thread, self.spot.situation.states, self.spot.facts)
        if key not in known:
            known[key] = self._broken(self._trial(()))
        return min(self._broken(trial) - known[key], default="")

    def _flow(self, study: Study) -> Flow:
        if study.threads is self.checked.study.threads:
            return self.checked.flows[self.thread]
        return flatten(study, self.thread)

    def _broken(self, trial: _Trial) -> frozenset[str]:
        study, view = trial.study, trial.spot.view
        whole = situate(study, self._flow(study), view)
        added = gains(whole.steps, [wanted_by(y, view) for y in yeses(study)])
        spot = replace(
            trial.spot, situation=whole, applies=whole.applies(dict(trial.spot.facts))
        )  # fmt: skip
        paths = self.continuity.survey.explored(spot, added)
        found = lacking(paths, [watches(study, view, whole)])
        return frozenset(watch.guarantee for watch, _ in found)


def _unordered(before: _Trial, after: _Trial) -> bool:
    """Whether something that was an order is one no more."""
    both = zip(before.spot.situation.edges, after.spot.situation.edges, strict=True)
    return any(
        old.kind is WordKind.ORDER and new.kind not in (WordKind.ORDER, None) for old, new in both
    )


def _cut_off(before: Situation, after: Situation) -> frozenset[Block]:
    """Word that had a way and has none after a change, with everything there."""
    found: set[Block] = set()
    for n, (old, new) in enumerate(zip(before.edges, after.edges, strict=True)):
        ends = after.steps[new.source].post, after.steps[new.target].post
        if old.reachable and not new.reachable and None not in ends:
            found.add(Block("word", n))
    for i, (was, now) in enumerate(zip(before.steps, after.steps, strict=True)):
        had = {a.role for a in was.asked if a.reachable}
        found |= {Block("asked", i, a.role) for a in now.asked if not a.reachable and a.role in had}
    return frozenset(found)
