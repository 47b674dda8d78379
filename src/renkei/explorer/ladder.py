"""The independence ladder: what a nation can still do for itself, per reserved decision.

Rungs: *enter* (no forces under another's direction without us), *employ* (each use needs ours),
*refuse* (our no stops it), *recall* (we alone can take our forces back), *alone* (we can do it
with everybody else silent). Each is proved, broken or open; they are never added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from renkei.checks.authority import Authorities
from renkei.checks.cases import View
from renkei.checks.combinations import states_in_force
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.guarantee import executing, gains, ordered
from renkei.checks.situation import SituatedStep, Situation
from renkei.explorer import alone, story
from renkei.explorer.absence import Absences
from renkei.explorer.change import Change
from renkei.explorer.paths import Hands, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import behind, reaches, scripted, silenced
from renkei.explorer.search import Act, Guarded, Question, capped, search
from renkei.explorer.survey import Ground, Spot, Survey
from renkei.model.relationship import MEANING, Relationship
from renkei.model.state import GRANTED
from renkei.model.study import Reserved
from renkei.record.vocabulary import What

RUNGS = {
    "enter": "no forces under another's direction without its yes",
    "employ": "each use needs its yes",
    "refuse": "its no stops it",
    "recall": "it alone can take its forces back",
    "alone": "it can do it with everybody else silent",
}
"""The rungs of the independence ladder, and what each asks of a nation."""
ANYWHERE = 1
"""The bit of a yes of the nation's voice to any decision."""
OF_RESERVED = ~ANYWHERE
"""The bits of its yes to any of the reserved functions."""


def climb(survey: Survey, arrangements: Iterable[str], *, unavailable: int) -> tuple[Proof, ...]:
    """Every rung of every reserved decision under every arrangement.

    Args:
        unavailable: how many headquarters or links may be unavailable from the start. It does
            not bear on *enter*, *employ* and *refuse*, which hold for any number, since an
            absence only keeps word and work from coming; *recall* and *alone* are explored with
            them absent, and say which absence loses them.
    """
    found: list[Proof] = []
    absences = Absences(survey.checked.estimates)
    for arrangement in arrangements:
        for name, reserved in sorted(survey.checked.study.reserved.items()):
            found += _Climb(survey, arrangement, name, reserved, unavailable, absences).rows()
    return tuple(found)


class _Climb:
    def __init__(
        self, survey: Survey, arrangement: str, name: str, reserved: Reserved, unavailable: int,
        absences: Absences,
    ) -> None:  # fmt: skip
        self.survey = survey
        self.checked = survey.checked
        self.study = survey.checked.study
        self.arrangement = arrangement
        self.name = name
        self.reserved = reserved
        self.nation = reserved.nation
        self.unavailable = unavailable
        self.proved = story.EVERY_PATH.format(unavailable)
        self._voices: dict[int, frozenset[PostName]] = {}
        self.absences = absences

    def rows(self) -> list[Proof]:
        """All rungs; *employ*, *refuse* and *alone* per thread in which the decision arises."""
        found = [self._enter()]
        threads = [
            t for t in self.survey.threads()
            if any(
                s.step.function in self.reserved.functions
                for s in self.checked.flows[t].steps.values()
            )
        ]  # fmt: skip
        for thread in threads:
            found += [self._employ(thread), self._refuse(thread), self._alone(thread)]
        return [*found, self._recall()]

    # -- who speaks for the nation ---------------------------------------------------

    def _voice(self, view: View) -> Callable[[PostName, str], bool]:
        """Whether a post's yes is the nation's on this matter."""
        if not self.reserved.voice:
            return lambda post, nation: nation == self.nation
        if id(view) not in self._voices:
            posts = set()
            for phrase in self.reserved.voice:
                try:
                    posts.add(view.resolver.resolve(phrase))
                except Unresolved:
                    continue  # no such post under this arrangement: it cannot say yes
            self._voices[id(view)] = frozenset(posts)
        known = self._voices[id(view)]
        return lambda post, nation: post in known

    def _gains(self, view: View, situation: Situation, own: str = "") -> tuple[int, ...]:
        """Bit 0: the voice said yes to anything; bit 1 + n: it said yes at the n-th step.

        Args:
            own: a thread; only a yes to one of its own steps counts, not to a procedure's.
        """
        voice = self._voice(view)
        flat = self.checked.flows[situation.thread].steps

        def anywhere(_: int, step: SituatedStep, post: PostName, nation: str) -> bool:
            return voice(post, nation) and (not own or flat[step.name].path[1] == own)

        added = gains(situation.steps, [anywhere])
        return tuple(
            bits | (2 << i if bits and step.function in self.reserved.functions else 0)
            for i, (bits, step) in enumerate(zip(added, situation.steps, strict=True))
        )

    def _acts(self, view: View, situation: Situation) -> list[Act]:
        """Every use of what is reserved; each needs the voice's yes to what is used."""
        forces = executing(self.study, view, self.nation)
        found: list[Act] = []
        for i, step in enumerate(situation.steps):
            if step.self_defence or step.post is None:
                continue
            if step.decides and step.function in self.reserved.functions:
                found.append(Act(i, What.VERDICT, (2 << i,)))
            elif ordered(situation, i) and step.post.headquarters in forces:
                found.append(Act(i, What.ENABLED, (OF_RESERVED,)))
        return found

    def _row(
        self, rung: str, thread: str, status: Status, states: int, words: str,
        places: tuple[str, ...] = (), replay: Replay | None = None,
        lost_if: alone.LostIf = (),
    ) -> Proof:  # fmt: skip
        return Proof(
            rung, self.nation, self.arrangement, thread, self.name, status, states, words, places,
            replay, lost_if=lost_if,
        )  # fmt: skip

    # -- employ and refuse -----------------------------------------------------------

    def _employ(self, thread: str) -> Proof:
        def fails(view: View, situation: Situation, act: Guarded) -> str:
            lacks = f"and no yes of {self._whom()} to this lies before it"
            return lacks + self._uncounted(view, situation, act)

        return self._search(
            "employ", thread, Question(self._acts, self._gains, fails),
            f"each use needs the yes of {self._whom()}",
        )  # fmt: skip

    def _refuse(self, thread: str) -> Proof:
        def acts(view: View, situation: Situation) -> list[Act]:
            return [a._replace(needs=(0,)) for a in self._acts(view, situation)]

        def fails(view: View, situation: Situation, act: Guarded) -> str:
            says = f"although {self._whom()} says no wherever it is asked"
            return says + self._uncounted(view, situation, act)

        question = Question(
            acts, self._gains, fails, lambda view: Hands(unwilling=self._voice(view)),
            f"unwilling {self.name}",
        )  # fmt: skip
        return self._search("refuse", thread, question, f"the no of {self._whom()} stops it")

    def _whom(self) -> str:
        if not self.reserved.voice:
            return self.study.nations[self.nation].title
        return f"{self.study.nations[self.nation].title} ({', '.join(self.reserved.voice)})"

    def _search(self, rung: str, thread: str, question: Question, holds: str) -> Proof:
        """A rung that no path may break: an act without what it needs."""
        found = search(self.survey, self.arrangement, thread, question)
        if found.status is None:
            words = f"{self.proved}: under this arrangement nobody may decide it"
            return self._row(rung, thread, Status.PROVED, 0, words)
        words = found.story
        if found.status is Status.PROVED:
            words = f"{self.proved}: {holds}"
        elif found.status is Status.OPEN:
            words = story.only_if(words)
        return self._row(
            rung, thread, found.status, found.states, words, found.places, found.replay
        )

    def _uncounted(self, view: View, situation: Situation, act: Guarded) -> str:
        """A yes of the nation's own that is given to an act and is not its voice's."""
        voice = self._voice(view)
        step = situation.steps[act.step]
        own = [
            a.post.full for a in step.asked
            if not a.consult and a.nation == self.nation and not voice(a.post, a.nation)
        ]  # fmt: skip
        if act.at is not What.VERDICT or not own:
            return ""
        at = self.study.origins.find("reserved", self.name, "voice").cited
        return f" (the consent of {', '.join(own)} is not the nation's voice, {at})"

    # -- alone -----------------------------------------------------------------------

    def _alone(self, thread: str) -> Proof:
        """With every foreign post silent, the nation's own can bring about what they otherwise
        could, and its orders reach its forces."""
        states, explored = 0, set[int]()
        complete, doubtful, possible, decidable = True, "", False, False
        asked: list[tuple[Ground, list[alone.Event]]] = []
        for ground in self.survey.grounds(self.arrangement, thread):
            acts = dict.fromkeys(
                (a.step, a.at)
                for view, situation in zip(ground.views, ground.situations, strict=True)
                for a in self._acts(view, situation)
            )
            if not acts:
                continue
            together = self._together(ground)
            by_itself = alone.by_itself(self.survey, ground, self.nation)
            reached = alone.comes_to(by_itself)
            asked.append((ground, [a for a in acts if a in reached]))
            for paths in (together, *by_itself):
                complete &= paths.complete
                if id(paths) not in explored:
                    explored.add(id(paths))
                    states += paths.states
            can = alone.comes_to([together])
            decidable |= any(at is What.VERDICT for _, at in acts)
            possible |= any(a in can for a in acts)
            for act in acts:
                if act in reached or act not in can:
                    continue
                told, places = self._lost(ground, thread, act)
                if isinstance(ground, Spot) and self._stays_away(ground, act):
                    replay = Replay(
                        self.arrangement, thread, ground.said, ground.facts, (), self.nation
                    )
                    return self._row("alone", thread, Status.BROKEN, states, told, places, replay)
                doubtful = doubtful or told
        if doubtful or not complete:
            words = story.only_if(doubtful or capped(self.survey))
            return self._row("alone", thread, Status.OPEN, states, words)
        if decidable and not possible:
            words = "only if somebody can: with everybody willing it does not come about either"
            return self._row("alone", thread, Status.OPEN, states, words)
        lost_if = self._lost_if(asked)
        title = self.study.nations[self.nation].title
        words = (
            f"{alone.earned(lost_if, self.unavailable)}: with every foreign post silent, {title} "
            f"can still do it{alone.lost_in_words(lost_if)}"
        )
        if not decidable:
            words = f"{story.EVERY_PATH.format(0)}: under this arrangement nobody may decide it"
        return self._row("alone", thread, Status.PROVED, states, words, lost_if=lost_if)

    def _together(self, ground: Ground) -> Paths:
        """Every path with everybody willing."""
        many = len(ground.views)
        none = (0,) * len(ground.situations[0].steps)
        willing = Hands(willing=lambda p, n: True)
        return self.survey.walked(
            ground, [none] * many, [willing] * many, [()] * many, "all willing"
        )

    def _lost_if(self, asked: list[tuple[Ground, list[alone.Event]]]) -> alone.LostIf:
        return alone.lost_if(self.survey, self.absences, self.nation, asked, self.unavailable)

    def _lost(self, ground: Ground, thread: str, act: alone.Event) -> tuple[str, tuple[str, ...]]:
        """What a silent partner stops, and where it is waited for."""
        situation = ground.situations[0]
        step = situation.steps[act[0]]
        act_name = step.function or step.name
        if isinstance(ground, Change):
            told = (
                f'In {ground.where(())}: with every foreign post silent, "{act_name}" comes about'
            )
            return f"{told} or not: it hangs on when the states change.", ()
        waits = behind(
            act[0], lambda at: (situation.edges[e].source for e in situation.incoming[at])
        )
        missing: dict[str, None] = {}
        places: dict[str, None] = {}
        for i in sorted(waits):
            other = situation.steps[i]
            path = self.checked.flows[thread].steps[other.name].path
            if other.post is not None and other.nation != self.nation:
                missing.setdefault(f"{other.post.full} ({other.nation}) for {other.name}")
                places.setdefault(self.study.origins.find(*path).cited)
            for asked in other.asked:
                if asked.nation != self.nation and not (asked.consult and asked.limited):
                    what = "advice" if asked.consult else "consent"
                    missing.setdefault(
                        f"the {what} of {asked.post.full} ({asked.nation}) to {other.name}"
                    )
        told = (
            f'In {ground.where(())}: with every foreign post silent, "{act_name}" does not '
            f"come about; it waits for {', '.join(missing) or 'word that does not come'}."
        )
        return told, tuple(places)

    def _stays_away(self, spot: Spot, act: alone.Event) -> bool:
        """Whether the engine, with every foreign post silent, does not come to the act, and
        with everybody at work does."""
        case = spot.run(self.checked)
        if case is None:
            return False
        willing = scripted(case, ())
        quiet = silenced(willing, lambda name, nation: nation != self.nation)
        return reaches(willing, *act) and not reaches(quiet, *act)

    # -- enter and recall ------------------------------------------------------------

    def _foreign(self) -> list[tuple[str, Relationship]]:
        """Relationships that put the nation's forces under a headquarters not wholly its own."""
        arrangement = self.study.arrangements[self.arrangement]
        own = frozenset(n for n, f in self.study.forces.items() if f.nation == self.nation)
        whole = Authorities(self.study, arrangement, {})
        return [
            (name, r)
            for name, r in sorted(arrangement.relationships.items())
            if MEANING[r.type].orders
            and whole.forces(r.forces) & own
            and arrangement.headquarters[r.from_].nation != self.nation
        ]

    def _place_of(self, relationship: str) -> str:
        return self.study.origins.find(
            "arrangements", self.arrangement, "relationships", relationship
        ).cited

    def _enter(self) -> Proof:
        foreign = self._foreign()
        title = self.study.nations[self.nation].title
        if not foreign:
            words = f"{self.proved}: no force of {title} is under another nation's direction"
            return self._row("enter", "", Status.PROVED, 0, words)
        for name, r in foreign:
            if r.granted_by is None:
                at = self._place_of(name)
                words = (
                    f"{r.type} of {r.from_} over {', '.join(r.forces)} of {title} holds without "
                    f"any transfer ({at})"
                )
                return self._row("enter", "", Status.BROKEN, 0, words, (at,))
        states = 0
        granting = sorted({r.granted_by for _, r in foreign if r.granted_by})
        for thread in granting:
            row = self._granted(thread)
            states += row.states_explored
            if row.status is not Status.PROVED:
                return row
        words = (
            f"{self.proved}: forces of {title} come under another's direction only by "
            f"{', '.join(granting)}, and only after the yes of {self._whom()}"
        )
        places = tuple(self._place_of(n) for n, _ in foreign)
        return self._row("enter", granting[0], Status.PROVED, states, words, places)

    def _granted(self, thread: str) -> Proof:
        """Whether a thread grants only with the nation's yes before its answer."""

        def acts(view: View, situation: Situation) -> list[Act]:
            return [
                Act(i, What.VERDICT if s.decides else What.DONE, (ANYWHERE,))
                for i, s in enumerate(situation.steps)
                if s.answer and s.post is not None
            ]

        def its_own(view: View, situation: Situation) -> tuple[int, ...]:
            return self._gains(view, situation, own=thread)

        def fails(view: View, situation: Situation, act: Guarded) -> str:
            lacks = f"and no yes of {self._whom()} to handing over lies before it"
            return lacks + self._uncounted(view, situation, act)

        return self._search(
            "enter", thread, Question(acts, its_own, fails),
            f"it is granted only after the yes of {self._whom()}",
        )  # fmt: skip

    def _recall(self) -> Proof:
        foreign = self._foreign()
        title = self.study.nations[self.nation].title
        if not foreign:
            words = f"{self.proved}: nothing to recall"
            return self._row("recall", "", Status.PROVED, 0, words)
        states = 0
        used: list[str] = []
        lost_if: alone.LostIf = ()
        for granting in sorted({r.granted_by or "" for _, r in foreign}):
            recalling = sorted(
                t for t, noun in self.study.threads.items() if granting in noun.recalls
            )
            rows = [self._recalled(t, granting) for t in recalling]
            states += sum(r.states_explored for r in rows)
            good = next((r for r in rows if r.status is Status.PROVED), None)
            if good is not None:
                used.append(good.thread)
                lost_if = tuple(dict.fromkeys((*lost_if, *good.lost_if)))
                continue
            if rows:
                return rows[0]
            words = (
                f"nothing ends what {granting or 'holds from the start'} puts under another's "
                f"direction: no thread recalls it ({self._place_of(foreign[0][0])})"
            )
            return self._row("recall", "", Status.BROKEN, states, words)
        words = (
            f"{alone.earned(lost_if, self.unavailable)}: {title} takes its forces back by "
            f"{', '.join(used)} with every foreign post silent"
            f"{alone.lost_in_words(lost_if)}; how long it takes is simulated"
        )
        return self._row("recall", used[0], Status.PROVED, states, words, lost_if=lost_if)

    def _recalled(self, thread: str, granting: str) -> Proof:
        """Whether the nation alone can bring a recalling thread to its end, wherever there is
        something to recall."""
        states = 0
        every = states_in_force(self.study, self.arrangement)
        left = [s for s in every if s.get(granting) == GRANTED]
        places: tuple[str, ...] = ()
        asked: list[tuple[Ground, list[alone.Event]]] = []
        for ground in self.survey.grounds(self.arrangement, thread):
            if all(v.states.get(granting) != GRANTED for v in ground.views):
                continue
            if isinstance(ground, Spot):
                left = [s for s in left if not s.items() <= ground.states.items()]
            by_itself = alone.by_itself(self.survey, ground, self.nation)
            states += sum(p.states for p in by_itself)
            answers = [
                (i, What.VERDICT if s.decides else What.DONE)
                for i, s in enumerate(ground.situations[0].steps)
                if s.answer
            ]
            reached = [a for a in answers if a in alone.comes_to(by_itself)]
            if not reached:
                told, places = self._lost(ground, thread, answers[0])
                broken = isinstance(ground, Spot) and self._stays_away(ground, answers[0])
                status = Status.BROKEN if broken else Status.OPEN
                words = told if broken else story.only_if(told)
                return self._row("recall", thread, status, states, words, places)
            if any("done" not in p.ends for p in by_itself):
                words = (
                    f"only if {thread} comes to its end with every foreign post silent; its answer "
                    "comes, and authority is taken back at the end"
                )
                return self._row("recall", thread, Status.OPEN, states, words)
            asked.append((ground, reached))
        if left:
            where = ", ".join(f"{n} {v}" for n, v in sorted(left[0].items()))
            words = (
                f"only if {thread} can start wherever there is something to recall; not in {where}"
            )
            return self._row("recall", thread, Status.OPEN, states, words)
        lost_if = self._lost_if(asked)
        return self._row("recall", thread, Status.PROVED, states, "", lost_if=lost_if)
