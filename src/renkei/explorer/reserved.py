"""A reserved decision of a nation under one arrangement: whose yes it is, and what uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from renkei.checks.cases import View
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.guarantee import executing, gains, ordered
from renkei.checks.situation import SituatedStep, Situation
from renkei.checks.study import CheckedStudy
from renkei.explorer import alone, story
from renkei.explorer.change import Change
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import behind, reaches, scripted, silenced
from renkei.explorer.search import Act, Guarded, Question, search
from renkei.explorer.survey import Ground, Spot, Survey
from renkei.model.place import named
from renkei.model.study import Reserved, Study
from renkei.record.vocabulary import What

ANYWHERE = 1
"""The bit of a yes of the nation's voice to any decision."""
OF_RESERVED = ~ANYWHERE
"""The bits of its yes to any of the reserved functions."""


@dataclass
class Matter:
    """One reserved decision under one arrangement.

    Attributes:
        name: of the reserved decision.
        unavailable: how many headquarters or links may be unavailable from the start.
    """

    survey: Survey
    arrangement: str
    name: str
    reserved: Reserved
    unavailable: int
    _voices: dict[int, frozenset[PostName]] = field(default_factory=dict)

    @property
    def checked(self) -> CheckedStudy:
        """The study, checked."""
        return self.survey.checked

    @property
    def study(self) -> Study:
        """The study."""
        return self.survey.checked.study

    @property
    def nation(self) -> str:
        """Whose decision it is."""
        return self.reserved.nation

    def arises_in(self, thread: str) -> bool:
        """Whether the decision is asked about in a thread: some step takes it, or the study says
        so."""
        steps = self.checked.flows[thread].steps.values()
        functions = self.reserved.functions
        return thread in self.reserved.threads or any(
            flat.step.function in functions for flat in steps
        )

    @property
    def title(self) -> str:
        """The nation, in words."""
        return named(self.study.nations[self.nation])

    @property
    def proved(self) -> str:
        """What *proved* says."""
        return story.EVERY_PATH.format(self.unavailable)

    def voice(self, view: View) -> Callable[[PostName, str], bool]:
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

    def gains(self, view: View, situation: Situation, own: str = "") -> tuple[int, ...]:
        """Bit 0: the voice said yes to anything; bit 1 + n: it said yes at the n-th step.

        Args:
            own: a thread; only a yes to one of its own steps counts, not to a procedure's.
        """
        voice = self.voice(view)
        flat = self.checked.flows[situation.thread].steps

        def anywhere(_: int, step: SituatedStep, post: PostName, nation: str) -> bool:
            return voice(post, nation) and (not own or flat[step.name].path[1] == own)

        added = gains(situation.steps, [anywhere])
        return tuple(
            bits | (2 << i if bits and step.function in self.reserved.functions else 0)
            for i, (bits, step) in enumerate(zip(added, situation.steps, strict=True))
        )

    def acts(self, view: View, situation: Situation) -> list[Act]:
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

    def row(
        self, rung: str, thread: str, status: Status, states: int, words: str,
        places: tuple[str, ...] = (), replay: Replay | None = None,
        lost_if: alone.LostIf = (), arises: bool = True,
    ) -> Proof:  # fmt: skip
        return Proof(
            rung, self.nation, self.arrangement, thread, self.name, status, states, words, places,
            replay, arises=arises, lost_if=lost_if,
        )  # fmt: skip

    def whom(self) -> str:
        if not self.reserved.voice:
            return self.title
        return f"{self.title} ({', '.join(self.reserved.voice)})"

    def search(self, rung: str, thread: str, question: Question, holds: str) -> Proof:
        """A rung that no path may break: an act without what it needs."""
        found = search(self.survey, self.arrangement, thread, question)
        if found.status is None:
            words = f"{self.proved}: under this arrangement nobody may decide it"
            return self.row(rung, thread, Status.PROVED, 0, words, arises=False)
        words = found.story
        if found.status is Status.PROVED:
            words = f"{self.proved}: {holds}"
        return self.row(rung, thread, found.status, found.states, words, found.places, found.replay)

    def uncounted(self, view: View, situation: Situation, act: Guarded) -> str:
        """A yes of the nation's own that is given to an act and is not its voice's."""
        voice = self.voice(view)
        step = situation.steps[act.step]
        own = [
            a.post.full for a in step.asked
            if not a.consult and a.nation == self.nation and not voice(a.post, a.nation)
        ]  # fmt: skip
        if act.at is not What.VERDICT or not own:
            return ""
        at = self.study.origins.find("reserved", self.name, "voice").cited
        return f" (the consent of {', '.join(own)} is not the nation's voice, {at})"

    def followed(self, thread: str) -> int:
        """How many may be unavailable in what hangs on ways of word."""
        return self.survey.followed(self.arrangement, thread, self.unavailable)

    def lost_if(self, thread: str, asked: list[tuple[Ground, list[alone.Event]]]) -> alone.LostIf:
        return alone.lost_if(self.survey, self.nation, asked, self.followed(thread))

    def lost(self, ground: Ground, thread: str, act: alone.Event) -> tuple[str, tuple[str, ...]]:
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

    def stays_away(self, spot: Spot, act: alone.Event) -> bool:
        """Whether the engine, with every foreign post silent, does not come to the act, and
        with everybody at work does."""
        case = spot.run(self.checked)
        if case is None:
            return False
        willing = scripted(case, ())
        quiet = silenced(willing, lambda name, nation: nation != self.nation)
        return reaches(willing, *act) and not reaches(quiet, *act)
