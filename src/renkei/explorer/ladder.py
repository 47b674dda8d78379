"""The independence ladder: what a nation can still do for itself, per reserved decision.

Rungs: *enter* (no forces under another's direction without us), *employ* (each use needs ours),
*refuse* (our no stops it), *recall* (we alone can take our forces back), *alone* (we can do it
with everybody else silent). Each is proved, broken or open; they are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renkei.checks.cases import View
from renkei.checks.situation import Situation
from renkei.explorer import alone, story
from renkei.explorer.paths import Hands, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.reserved import Matter
from renkei.explorer.search import Act, Guarded, Question, capped
from renkei.explorer.survey import Ground, Spot, Survey
from renkei.explorer.transfer import enter, recall
from renkei.record.vocabulary import What

RUNGS = {
    "enter": "no forces under another's direction without its yes",
    "employ": "each use needs its yes",
    "refuse": "its no stops it",
    "recall": "it alone can take its forces back",
    "alone": "it can do it with everybody else silent",
}
"""The rungs of the independence ladder, and what each asks of a nation."""


def climb(survey: Survey, arrangements: Iterable[str], *, unavailable: int) -> tuple[Proof, ...]:
    """Every rung of every reserved decision under every arrangement.

    Args:
        unavailable: how many headquarters or links may be unavailable from the start. It does
            not bear on *enter*, *employ* and *refuse*, which hold for any number, since an
            absence only keeps word and work from coming; *recall* and *alone* are explored with
            them absent, and say which absence loses them.
    """
    found: list[Proof] = []
    for arrangement in arrangements:
        for name, reserved in sorted(survey.checked.study.reserved.items()):
            matter = Matter(survey, arrangement, name, reserved, unavailable)
            found += [enter(matter), *_in_threads(matter), recall(matter)]
    return tuple(found)


def _in_threads(matter: Matter) -> Iterator[Proof]:
    """*Employ*, *refuse* and *alone* in every thread in which the decision arises."""
    for thread in matter.survey.threads():
        if matter.arises_in(thread):
            yield from (_employ(matter, thread), _refuse(matter, thread), _alone(matter, thread))


def each_use(matter: Matter) -> Question:
    """Whether each use needs the nation's yes."""

    def fails(view: View, situation: Situation, act: Guarded, past: int) -> str:
        lacks = f"and no yes of {matter.whom()} to this lies before it"
        return lacks + matter.uncounted(view, situation, act)

    return Question(matter.acts, matter.gains, fails, orders=True)


def _employ(matter: Matter, thread: str) -> Proof:
    holds = f"each use needs the yes of {matter.whom()}"
    return matter.search("employ", thread, each_use(matter), holds)


def _refuse(matter: Matter, thread: str) -> Proof:
    def acts(view: View, situation: Situation) -> list[Act]:
        return [a._replace(needs=(0,)) for a in matter.acts(view, situation)]

    def fails(view: View, situation: Situation, act: Guarded, past: int) -> str:
        says = f"although {matter.whom()} says no wherever it is asked"
        return says + matter.uncounted(view, situation, act)

    question = Question(
        acts, matter.gains, fails, True, lambda view: Hands(unwilling=matter.voice(view)),
        f"unwilling {matter.name}",
    )  # fmt: skip
    return matter.search("refuse", thread, question, f"the no of {matter.whom()} stops it")


def _alone(matter: Matter, thread: str) -> Proof:
    """With every foreign post silent, the nation's own can bring about what they otherwise
    could, and its orders reach its forces."""
    states, explored = 0, set[int]()
    complete, doubtful, possible, decidable = True, "", False, False
    asked: list[tuple[Ground, list[alone.Event]]] = []
    for ground in matter.survey.grounds(matter.arrangement, thread):
        acts = dict.fromkeys(
            (a.step, a.at)
            for view, situation in zip(ground.views, ground.situations, strict=True)
            for a in matter.acts(view, situation)
        )
        if not acts:
            continue
        together = _together(matter, ground)
        by_itself = alone.by_itself(matter.survey, ground, matter.nation)
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
            told, places = matter.lost(ground, thread, act)
            if isinstance(ground, Spot) and matter.stays_away(ground, act):
                replay = Replay(
                    matter.arrangement, thread, ground.said, ground.facts, (), matter.nation
                )
                return matter.row("alone", thread, Status.BROKEN, states, told, places, replay)
            doubtful = doubtful or told
    if doubtful or not complete:
        words = story.only_if(doubtful or capped(matter.survey))
        return matter.row("alone", thread, Status.OPEN, states, words)
    if decidable and not possible:
        words = "only if somebody can: with everybody willing it does not come about either"
        return matter.row("alone", thread, Status.OPEN, states, words)
    lost_if = matter.lost_if(thread, asked)
    words = (
        f"{alone.earned(lost_if, matter.followed(thread))}: with every foreign post silent, "
        f"{matter.title} can still do it{alone.lost_in_words(lost_if)}"
    )
    if not decidable:
        words = f"{story.EVERY_PATH.format(0)}: under this arrangement nobody may decide it"
    return matter.row(
        "alone", thread, Status.PROVED, states, words, lost_if=lost_if, arises=decidable
    )


def _together(matter: Matter, ground: Ground) -> Paths:
    """Every path with everybody willing."""
    many = len(ground.views)
    none = (0,) * len(ground.situations[0].steps)
    willing = Hands(willing=lambda p, n: True)
    return matter.survey.walked(ground, [none] * many, [willing] * many, [()] * many, "all willing")
