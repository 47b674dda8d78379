"""Whether a change of the study's files takes more than it gives, wherever it takes effect.

A right, a duty or a link that is changed for one thread in some states is used by others in
other states. So whatever is to be called a remedy is resolved and explored again in every thread
and in every combination of states of its arrangement, with everything there, and held against
what was before. Combinations that look alike are looked at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from renkei.checks.aspects import Aspect
from renkei.checks.cases import View
from renkei.checks.combinations import states_in_words
from renkei.checks.guarantee import Watch, gains, ordered, wanted_by, watches, yeses
from renkei.checks.right import found
from renkei.checks.situation import Situation, facts_of
from renkei.checks.study import CheckedStudy
from renkei.checks.transfer import idle
from renkei.explorer.absence import Block, Parts
from renkei.explorer.amendment import Amendment, applied
from renkei.explorer.disclosure import unreviewed
from renkei.explorer.entitlement import moved
from renkei.explorer.guarantee import doubtful_through_change
from renkei.explorer.ladder import each_use
from renkei.explorer.paths import ANY_HANDS, Hands, Sight
from renkei.explorer.reserved import Matter
from renkei.explorer.search import Question, lacks
from renkei.explorer.survey import Spot, Survey
from renkei.explorer.transfer import handing_over, lending
from renkei.explorer.walk import explore
from renkei.model.state import holds
from renkei.model.thread import WordKind
from renkei.record.vocabulary import What

WILLING = Hands(willing=lambda post, nation: True)
States = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Guarded:
    """What guarantees ask of a situation."""

    gains: tuple[int, ...]
    watched: tuple[Watch, ...]


@dataclass(slots=True)
class Verification:
    """Holds changed studies against what they were.

    Args:
        survey: of the study without changes.
    """

    survey: Survey
    _arrangement: str = ""
    """The arrangement whose changes are kept."""
    _amended: dict[str, CheckedStudy] = field(default_factory=dict)
    _refusals: dict[tuple[str, str], str] = field(default_factory=dict)
    _aspects: dict[str, list[Aspect]] = field(default_factory=dict)
    _aspect_of: dict[tuple[str, States], int] = field(default_factory=dict)
    _guarded: dict[tuple[str, int, str], _Guarded] = field(default_factory=dict)
    _broken: dict[tuple[str, int, str, States], frozenset[str]] = field(default_factory=dict)

    parts: Parts = field(default_factory=Parts)
    """Situations as far as their answers."""
    _seen: dict[tuple[object, ...], frozenset[Sight]] = field(default_factory=dict)

    # -- the study with changes ------------------------------------------------------

    def amended(self, arrangement: str, changes: Sequence[Amendment]) -> CheckedStudy:
        """The study with changes in place, which concern one arrangement above all."""
        checked = self.survey.checked
        if not changes:
            return checked
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._amended.clear()
        key = _key(changes)
        if key not in self._amended:
            self._amended[key] = checked.amended(
                applied(checked.study, changes), same_ways=not any(c.reroutes for c in changes)
            )
        return self._amended[key]

    def aspects(self, arrangement: str) -> list[Aspect]:
        """The combinations of states in which an arrangement is in force, alike ones together."""
        if arrangement not in self._aspects:
            self._aspects[arrangement] = self.survey.checked.aspects(arrangement)
            for number, aspect in enumerate(self._aspects[arrangement]):
                for states in aspect.states:
                    self._aspect_of[arrangement, _states(states)] = number
        return self._aspects[arrangement]

    def aspect_of(self, spot: Spot) -> int:
        """The number of the aspect in which a spot lies."""
        self.aspects(spot.situation.arrangement)
        return self._aspect_of[spot.situation.arrangement, spot.said]

    # -- the verdict -----------------------------------------------------------------

    def against(self, arrangement: str, changes: Sequence[Amendment]) -> str:
        """What stands against changes, in words; nothing where nothing does."""
        key = arrangement, _key(changes)
        if key not in self._refusals:
            after = self.amended(arrangement, changes)
            everywhere = after.study.threads is not self.survey.checked.study.threads
            # The steps of a thread are the same under every arrangement.
            where = sorted(after.study.arrangements) if everywhere else [arrangement]
            said = (
                said if name == arrangement else f"under {name}, {said}"
                for name in where
                for said in self._said_against(name, after)
            )
            self._refusals[key] = next(said, "") or _refused(after, where)
        return self._refusals[key]

    def _said_against(self, arrangement: str, after: CheckedStudy) -> Iterator[str]:
        before = self.survey.checked
        changed: set[str] = set()
        for number, aspect in enumerate(self.aspects(arrangement)):
            old, new = aspect.view, after.view(arrangement, aspect.view.states)
            if said := moved(old, new):
                yield f"{said}{self._where(aspect)}"
            for thread in self.survey.threads():
                noun = before.study.threads[thread]
                if not holds(noun.when, old.states) or idle(before.study, old.arrangement, thread):
                    continue
                was = before.situation(arrangement, thread, old.states)
                now = after.situation(arrangement, thread, new.states)
                if (was.steps, was.edges) == (now.steps, now.edges) and _asks_alike(old, new):
                    continue
                changed.add(thread)
                said = harm(was, now) or self.newly_broken(arrangement, number, thread, after)
                if said := said or self._unfinished(was, now, old, thread):
                    where = self._where(aspect)
                    yield f"in {thread}{where and f'{where},'} {said}"
        for thread in sorted(changed):
            for name in self._doubtful(arrangement, thread, after):
                yield (
                    f'in {thread} "{self._title(name)}" would no longer be proved where states '
                    "change under way"
                )

    def _where(self, aspect: Aspect) -> str:
        said = states_in_words(self.survey.checked.study, aspect.arrangement, aspect.states)
        return f" {said}" if said else ""

    def _title(self, guarantee: str) -> str:
        return self.survey.checked.study.guarantees[guarantee].title

    # -- guarantees ------------------------------------------------------------------

    def newly_broken(self, arrangement: str, aspect: int, thread: str, after: CheckedStudy) -> str:
        """A guarantee that is broken in a thread in one aspect and held there before, or that no
        longer guards an act there, in words."""
        old = self.aspects(arrangement)[aspect].view
        new = after.view(arrangement, old.states)
        was = self.survey.checked.situation(arrangement, thread, old.states)
        now = after.situation(arrangement, thread, old.states)
        if _acts_alike(was, now) and _asks_alike(old, new):
            return ""
        guards = _guards(after, new, now)
        left = {(w.guarantee, w.step, w.at) for w in guards.watched}
        for watch in self._guards(arrangement, aspect, thread, old, was).watched:
            if (watch.guarantee, watch.step, watch.at) not in left:
                step = now.steps[watch.step]
                where = "nobody" if step.post is None else step.post.headquarters
                return (
                    f'"{self._title(watch.guarantee)}" would guard {step.name} no more, as '
                    f"{where} has no such forces"
                )
        broken: set[str] = set()
        survey = Survey(after, self.survey.most)
        for facts in facts_of(after.study, after.flows[thread]):
            key = arrangement, aspect, thread, tuple(sorted(facts.items()))
            if key not in self._broken:
                held = self._guards(arrangement, aspect, thread, old, was)
                self._broken[key] = self._breaks(old, was, facts, held) | self._rungs_broken(
                    self.survey, old, was, facts
                )
            now_broken = self._breaks(new, now, facts, guards)
            now_broken |= self._rungs_broken(survey, new, now, facts)
            broken |= now_broken - self._broken[key]
        return f"it would break {min(broken)}" if broken else ""

    def _rungs_broken(
        self, survey: Survey, view: View, situation: Situation, facts: dict[str, str]
    ) -> frozenset[str]:
        """Rungs of the ladder, by name, that a path of a situation breaks: that a use needs the
        nation's yes, or that handing its forces over does."""
        spot = Spot(view, situation, tuple(sorted(facts.items())), situation.applies(facts))
        thread = situation.thread
        found: set[str] = set()
        for name, reserved in survey.checked.study.reserved.items():
            matter = Matter(survey, view.name, name, reserved, 0)
            asked: list[tuple[str, Question]] = []
            if matter.arises_in(thread):
                asked.append(("employ", each_use(matter)))
            if thread in lending(matter):
                asked.append(("enter", handing_over(matter, thread)))
            for rung, question in asked:
                gained = tuple(question.gains(view, situation))
                acts = question.acts(view, situation)
                sights = self._sights(spot, gained, ANY_HANDS, "anybody") if acts else ()
                if any(lacks(sight, act) for sight in sights for act in acts):
                    found.add(f"the rung {rung} of {name}")
        return frozenset(found)

    def _guards(
        self, arrangement: str, aspect: int, thread: str, view: View, situation: Situation
    ) -> _Guarded:
        key = arrangement, aspect, thread
        if key not in self._guarded:
            self._guarded[key] = _guards(self.survey.checked, view, situation)
        return self._guarded[key]

    def _breaks(
        self, view: View, situation: Situation, facts: dict[str, str], guarded: _Guarded
    ) -> frozenset[str]:
        spot = Spot(view, situation, tuple(sorted(facts.items())), situation.applies(facts))
        broken: set[str] = set()
        if guarded.watched:
            sights = self._sights(spot, guarded.gains, ANY_HANDS, "anybody")
            broken |= {
                f'"{self._title(w.guarantee)}"'
                for w in guarded.watched
                if any(lacks(sight, w) for sight in sights)
            }
        for name, guarantee in view.study.guarantees.items():
            meant = not guarantee.threads or situation.thread in guarantee.threads
            if guarantee.act.releases is not None and meant and unreviewed(self.survey, spot, name):
                broken.add(f'"{self._title(name)}"')
        return frozenset(broken)

    def _doubtful(self, arrangement: str, thread: str, after: CheckedStudy) -> list[str]:
        """Guarantees that may be violated where states change under way, and were not before."""
        if not self.survey.changes(arrangement, thread):
            return []
        survey = Survey(after, self.survey.most)
        return [
            name
            for name in sorted(after.study.guarantees)
            if doubtful_through_change(survey, name, arrangement, thread)
            and not doubtful_through_change(self.survey, name, arrangement, thread)
        ]

    # -- finishing -------------------------------------------------------------------

    def finishes(self, spot: Spot) -> bool:
        """Whether the answer of a situation is reached on some path with everybody willing.

        Args:
            spot: its situation goes as far as the answer.
        """
        steps = spot.situation.steps
        return any(
            steps[s.step].answer
            and s.what is (What.VERDICT if steps[s.step].decides else What.DONE)
            for s in self.willing(spot)
        )

    def willing(self, spot: Spot) -> frozenset[Sight]:
        """What can happen on any path of a spot with everybody willing."""
        none = (0,) * len(spot.situation.steps)
        return self._sights(spot, none, WILLING, "all willing")

    def _sights(
        self, spot: Spot, gained: tuple[int, ...], hands: Hands, who: str
    ) -> frozenset[Sight]:
        """What can happen in a spot; the same for all that differ only in which posts act.

        Args:
            hands: take every post for the same.
        """
        steps = tuple(
            (
                s.post is None,
                tuple(
                    (a.role, a.consult, a.limited, a.reachable, a.post == s.post) for a in s.asked
                ),
            )
            for s in spot.situation.steps
        )  # fmt: skip
        words = tuple(e.reachable for e in spot.situation.edges)
        key = (spot.situation.thread, steps, words, spot.applies, gained, who)
        if key not in self._seen:
            paths = explore(
                spot.situation, spot.applies, gained, hands=hands, most=self.survey.most
            )
            self._seen[key] = frozenset(paths.sights)
        return self._seen[key]

    def _unfinished(self, was: Situation, now: Situation, view: View, thread: str) -> str:
        old, new = self.parts.behind_answer(was), self.parts.behind_answer(now)
        if (old.steps, old.edges) == (new.steps, new.edges):
            return ""
        for facts in facts_of(view.study, self.survey.checked.flows[thread]):
            given = tuple(sorted(facts.items()))
            before = Spot(view, old, given, old.applies(facts))
            if self.finishes(before) and not self.finishes(replace(before, situation=new)):
                return "it could no longer be finished"
        return ""


def _key(changes: Sequence[Amendment]) -> str:
    return repr([c.puts for c in changes])


def _states(states: dict[str, str]) -> States:
    return tuple(sorted(states.items()))


def _guards(checked: CheckedStudy, view: View, situation: Situation) -> _Guarded:
    wanted = [wanted_by(y, view) for y in yeses(checked.study)]
    return _Guarded(gains(situation.steps, wanted), tuple(watches(checked.study, view, situation)))


def _asks_alike(old: View, new: View) -> bool:
    """Whether guarantees and rungs ask for the same yeses in two views, and for the same
    orders."""
    phrases = [y.by for y in yeses(old.study) if y.by is not None]
    phrases += [voice for reserved in old.study.reserved.values() for voice in reserved.voice]
    return old.authorities.active == new.authorities.active and all(
        found(old, phrase) == found(new, phrase) for phrase in phrases
    )


def _acts_alike(was: Situation, now: Situation) -> bool:
    """Whether two situations differ at most in which posts work that guarantees do not look at."""
    return all(
        old == new
        or (
            not old.decides
            and (old.post is None) == (new.post is None)
            and not (ordered(was, i) or ordered(now, i))
        )
        for i, (old, new) in enumerate(zip(was.steps, now.steps, strict=True))
    ) and all(
        (old.kind, old.reachable, old.crossings) == (new.kind, new.reachable, new.crossings)
        for old, new in zip(was.edges, now.edges, strict=True)
    )


def _refused(after: CheckedStudy, arrangements: Sequence[str]) -> str:
    """What the check itself would say against it."""
    refusals = after.refusals(arrangements)
    return f"the check refuses it: {refusals[0].words} [{refusals[0].code}]" if refusals else ""


# -- what works no more ------------------------------------------------------------------


def harm(before: Situation, after: Situation) -> str:
    """What worked in a whole thread with everything there and would do so no more; in words."""
    if said := misplaced(before, after):
        return said
    for block in cut_off(before, after):
        if block.kind == "word":
            return f"word to {after.steps[after.edges[block.place].target].name} would have no way"
        return f"nobody could ask {block.role} on {after.steps[block.place].name}"
    return ""


def misplaced(before: Situation, after: Situation) -> str:
    """A step that nobody or another nation would take, or an order that would be none; in words."""
    for old, new in zip(before.steps, after.steps, strict=True):
        if old.post is not None and new.post is None:
            return f"{old.name} would be left to nobody"
        if old.post is not None and old.nation != new.nation:
            return f"{old.name} would pass from {old.nation} to {new.nation or 'no nation'}"
    for was, now in zip(before.edges, after.edges, strict=True):
        if was.kind is WordKind.ORDER and now.kind is not WordKind.ORDER:
            return f"what {after.steps[now.target].name} hears would be an order no more"
    return ""


def cut_off(before: Situation, after: Situation) -> list[Block]:
    """Word that had a way and has none after a change, with everything there."""
    cut: list[Block] = []
    for n, (old, new) in enumerate(zip(before.edges, after.edges, strict=True)):
        ends = after.steps[new.source].post, after.steps[new.target].post
        if old.reachable and not new.reachable and None not in ends:
            cut.append(Block("word", n))
    for i, (was, now) in enumerate(zip(before.steps, after.steps, strict=True)):
        had = {a.role for a in was.asked if a.reachable}
        cut += [Block("asked", i, a.role) for a in now.asked if not a.reachable and a.role in had]
    return cut
