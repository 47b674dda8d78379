"""Continuity: which unavailability leaves nobody able to finish a thread, and what helps.

A thread can be finished if its answer is reached on some path with everybody who is there
willing. Asked of headquarters, links and posts that are unavailable from the start, one by one
and in pairs of which neither alone is enough; never of damage, and never as a ranking of sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from renkei.checks.duty import PostName
from renkei.checks.situation import Situation
from renkei.explorer.absence import (
    Absence,
    Absences,
    Block,
    Unavailable,
    blocked,
    minimal,
)
from renkei.explorer.amendment import Remedy
from renkei.explorer.paths import Sight
from renkei.explorer.remedy import Repair
from renkei.explorer.survey import Spot, Survey
from renkei.explorer.verification import Verification

TOGETHER = 2
"""Headquarters and links looked at together, at least."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a thread waits for in vain."""

    step: str
    post: str
    """Who does not act or answer; for word, who does not get it."""
    nation: str
    how: str
    """"work", "decision", "consent", "advice" or "word"."""

    def as_row(self) -> dict[str, str]:
        """For a JSON document."""
        return {"step": self.step, "post": self.post, "nation": self.nation, "how": self.how}


@dataclass(frozen=True, slots=True)
class Stop:
    """Something whose unavailability leaves nobody able to finish a thread."""

    thread: str
    arrangement: str
    unavailable: tuple[Unavailable, ...]
    states: tuple[tuple[str, str], ...]
    """States and facts in which it does; those of a scenario where one declares such."""
    combinations: tuple[int, int]
    """In how many combinations of states and facts it does, of those in which the thread can
    be finished with everything there."""
    why: tuple[Waiting, ...]
    remedy: Remedy | None
    """None: no alternate, link or delegation was found that helps."""
    refused: str = ""
    """Where there is none: what stood against one."""

    @property
    def kind(self) -> str:
        """Of what kind the unavailable is; "several" for more than one thing."""
        return self.unavailable[0].kind if len(self.unavailable) == 1 else "several"

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        return {
            "thread": self.thread,
            "arrangement": self.arrangement,
            "kind": self.kind,
            "unavailable": [u._asdict() for u in self.unavailable],
            "states": dict(self.states),
            "in_combinations": list(self.combinations),
            "why": [w.as_row() for w in self.why],
            "remedy": None if self.remedy is None else self.remedy.as_row(),
            "no_remedy_because": self.refused,
            "verified": self.remedy is not None,
        }


@dataclass(frozen=True, slots=True)
class Finishers:
    """Who is able to finish a thread without others."""

    thread: str
    arrangement: str
    states: tuple[tuple[str, str], ...]
    nations: tuple[tuple[str, tuple[Waiting, ...]], ...]
    """Each nation with what it waits for from others; nothing: it can finish alone."""
    headquarters: tuple[str, ...]
    """Headquarters that are enough: with none but these the thread is finished, and none of
    them can be left out."""

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        return {
            "thread": self.thread,
            "arrangement": self.arrangement,
            "states": dict(self.states),
            "nations": {
                nation: {"alone": not waits, "waits_for": [w.as_row() for w in waits]}
                for nation, waits in self.nations
            },
            "headquarters_enough": list(self.headquarters),
        }


@dataclass(slots=True)
class _Ground:
    """Spots of one thread under one arrangement that differ in nothing that counts here."""

    spots: list[Spot] = field(default_factory=list)
    """Their situations go as far as the answer."""

    @property
    def spot(self) -> Spot:
        """The first."""
        return self.spots[0]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.spots)


@dataclass(slots=True)
class Continuity:
    """Asks of every thread who can finish it without whom.

    Args:
        survey: explores the situations.
        most: how many headquarters and links are unavailable together, at most.
    """

    survey: Survey
    most: int = TOGETHER
    absences: Absences = field(init=False)
    verification: Verification = field(init=False)
    _grounds: dict[tuple[str, str], list[_Ground]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.absences = self.survey.absences
        self.verification = Verification(self.survey)

    # -- the questions ---------------------------------------------------------------

    def stops(self, arrangement: str, thread: str) -> list[Stop]:
        """Every smallest unavailability that leaves nobody able to finish a thread."""
        grounds = self.grounds(arrangement, thread)
        every = sum(g.count for g in grounds)
        seen: dict[Absence, list[_Ground]] = {}
        for ground in grounds:
            for absence in self._minimal(ground.spot):
                seen.setdefault(absence, []).append(ground)
        return [
            self._stop(absence, [s for g in at for s in g.spots], every)
            for absence, at in sorted(seen.items(), key=lambda s: (len(s[0]), sorted(s[0])))
        ]

    def finishers(self, arrangement: str, thread: str) -> Finishers | None:
        """Who can finish a thread alone, in the first of its combinations of states; None where
        nobody can even with everything there."""
        grounds = self.grounds(arrangement, thread)
        if not grounds:
            return None
        spot = grounds[0].spot
        nations = []
        for nation in sorted(self.survey.checked.study.nations):
            absence = frozenset(
                Unavailable("post", post.full)
                for post in self._posts(spot)
                if spot.view.router.nation(post) != nation
            )
            waits = () if self._finishes(spot, absence) else self._why(spot, absence)
            nations.append((nation, waits))
        return Finishers(
            thread, arrangement, (*spot.situation.states, *spot.facts), tuple(nations),
            self._enough(spot),
        )  # fmt: skip

    # -- situations ------------------------------------------------------------------

    def grounds(self, arrangement: str, thread: str) -> list[_Ground]:
        """The situations in which a thread can be finished, those of scenarios first."""
        if (arrangement, thread) not in self._grounds:
            self._grounds[arrangement, thread] = self._grounds_of(arrangement, thread)
        return self._grounds[arrangement, thread]

    def _grounds_of(self, arrangement: str, thread: str) -> list[_Ground]:
        found: dict[tuple[object, ...], _Ground] = {}
        short: dict[int, Situation] = {}
        for spot in self.survey.spots(arrangement, thread):
            if id(spot.situation) not in short:
                short[id(spot.situation)] = self.situation(spot)
            situation = short[id(spot.situation)]
            here = replace(spot, situation=situation, applies=situation.applies(dict(spot.facts)))
            active = tuple(name for name, _ in spot.view.authorities.active)
            key = (situation.steps, situation.edges, here.applies, active)
            found.setdefault(key, _Ground()).spots.append(here)
        return [g for g in found.values() if self._finishes(g.spot, frozenset())]

    def situation(self, spot: Spot) -> Situation:
        """A spot's situation as far as its answer."""
        return self.verification.parts.behind_answer(spot.situation)

    def explored(self, spot: Spot, blocks: Iterable[Block]) -> frozenset[Sight]:
        """What can happen in a spot with some blocked, everybody else willing."""
        return self.verification.willing(
            replace(spot, situation=blocked(spot.situation, blocks))
        )  # fmt: skip

    def finishes(self, spot: Spot, blocks: frozenset[Block]) -> bool:
        """Whether the answer is reached on some path although some is blocked."""
        return self.verification.finishes(
            replace(spot, situation=blocked(spot.situation, blocks))
        )  # fmt: skip

    def _finishes(self, spot: Spot, absence: Absence) -> bool:
        return self.finishes(spot, self.absences.blocks(spot.view, spot.situation, absence))

    def _minimal(self, spot: Spot) -> Iterator[Absence]:
        return minimal(
            lambda absence: not self._finishes(spot, absence),
            lambda absence: self.absences.needed(spot.view, spot.situation, absence),
            self.most,
        )

    # -- the answers -----------------------------------------------------------------

    def _stop(self, absence: Absence, spots: Sequence[Spot], every: int) -> Stop:
        found, spot = Repair(self, spots, absence).find(), spots[0]
        return Stop(
            thread=spot.situation.thread, arrangement=spot.situation.arrangement,
            unavailable=tuple(sorted(absence)),
            states=(*spot.situation.states, *spot.facts), combinations=(len(spots), every),
            why=self._why(spot, absence), remedy=found.remedy, refused=found.refused,
        )  # fmt: skip

    def decisive(self, spot: Spot, absence: Absence) -> list[Block]:
        """What stops a thread: each block that does so by itself; all where none does."""
        blocks = sorted(self.absences.blocks(spot.view, spot.situation, absence))
        alone = [b for b in blocks if not self.finishes(spot, frozenset({b}))]
        return alone or blocks

    def _why(self, spot: Spot, absence: Absence) -> tuple[Waiting, ...]:
        return tuple(
            waiting(spot.situation, b) for b in self.decisive(spot, absence)
        )  # fmt: skip

    def _posts(self, spot: Spot) -> list[PostName]:
        return [
            PostName(name, post)
            for name, hq in sorted(spot.view.arrangement.headquarters.items())
            for post in sorted(hq.posts)
        ]

    def _enough(self, spot: Spot) -> tuple[str, ...]:
        """Leaves out one headquarters after the other, first those that nothing needs."""
        every = sorted(spot.view.arrangement.headquarters)
        needed = self.absences.needed(spot.view, spot.situation, frozenset())
        used = {t.name for t in needed if t.kind == "headquarters"}
        left = [h for h in every if h in used]

        def enough(kept: Sequence[str]) -> bool:
            away = (Unavailable("headquarters", h) for h in every if h not in kept)
            return self._finishes(spot, frozenset(away))

        if not enough(left):
            left = every
        for name in list(left):
            fewer = [h for h in left if h != name]
            if enough(fewer):
                left = fewer
        return tuple(left)


def waiting(situation: Situation, block: Block) -> Waiting:
    """A block as what is waited for."""
    if block.kind == "word":
        edge = situation.edges[block.place]
        post = situation.steps[edge.target].post
        assert post is not None
        step = situation.steps[edge.target]
        return Waiting(step.name, post.full, step.nation, "word")
    step = situation.steps[block.place]
    if block.kind == "asked":
        asked = next(a for a in step.asked if a.role == block.role)
        how = "advice" if asked.consult else "consent"
        return Waiting(step.name, asked.post.full, asked.nation, how)
    assert step.post is not None
    return Waiting(step.name, step.post.full, step.nation, "decision" if step.decides else "work")


def examine(
    survey: Survey, arrangements: Iterable[str], *, most: int = TOGETHER
) -> tuple[tuple[Stop, ...], tuple[Finishers, ...]]:
    """Every thread under every arrangement: what stops it, and who can finish it alone."""
    continuity = Continuity(survey, most)
    stops: list[Stop] = []
    finishers: list[Finishers] = []
    for arrangement in arrangements:
        for thread in survey.threads():
            stops += continuity.stops(arrangement, thread)
            found = continuity.finishers(arrangement, thread)
            if found is not None:
                finishers.append(found)
    return tuple(stops), tuple(finishers)
