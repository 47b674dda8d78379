"""Authority over a nation's forces that is not its own: how it is entered, and taken back."""

from __future__ import annotations

from renkei.checks.authority import Authorities
from renkei.checks.cases import View
from renkei.checks.combinations import states_in_force
from renkei.checks.guarantee import executing
from renkei.checks.relationship import nations_of
from renkei.checks.situation import Situation
from renkei.explorer import alone, story
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import grants, scripted
from renkei.explorer.reserved import ANYWHERE, Matter
from renkei.explorer.search import Act, Guarded, Question
from renkei.explorer.survey import Ground, Spot
from renkei.model.relationship import MEANING, Relationship
from renkei.model.state import GRANTED, holds
from renkei.model.thread import WordKind
from renkei.record.vocabulary import What


def _foreign(matter: Matter) -> list[tuple[str, Relationship]]:
    """Relationships that put the nation's forces under a headquarters not wholly its own."""
    arrangement = matter.study.arrangements[matter.arrangement]
    own = frozenset(n for n, f in matter.study.forces.items() if f.nation == matter.nation)
    return [
        (name, r)
        for name, r in sorted(arrangement.relationships.items())
        if MEANING[r.type].orders
        and nations_of(arrangement, r.from_) != {matter.nation}
        and _reached(matter, r, frozenset()) & own
    ]


def _reached(matter: Matter, r: Relationship, seen: frozenset[str]) -> frozenset[str]:
    """Forces that a relationship is about in any states: those it names; one that names none is
    about all that the nation's own chain holds below it. What is held there by a headquarters
    that is not the nation's is entered by a relationship of its own."""
    arrangement = matter.study.arrangements[matter.arrangement]
    if r.forces:
        return Authorities(matter.study, arrangement, {}).forces(r.forces)
    if r.to in seen or nations_of(arrangement, r.to) != {matter.nation}:
        return frozenset()
    below = (
        b for b in arrangement.relationships.values() if b.from_ == r.to and MEANING[b.type].orders
    )
    return frozenset().union(*(_reached(matter, b, seen | {r.to}) for b in below))


def _place_of(matter: Matter, relationship: str) -> str:
    return matter.study.origins.find(
        "arrangements", matter.arrangement, "relationships", relationship
    ).cited


def enter(matter: Matter) -> Proof:
    """Whether the nation's forces come under another's direction only after its yes."""
    foreign = _foreign(matter)
    if not foreign:
        words = f"{matter.proved}: no force of {matter.title} is under another nation's direction"
        return matter.row("enter", "", Status.PROVED, 0, words)
    states = 0
    granting = sorted({r.granted_by for _, r in foreign if r.granted_by})
    held = [(name, r) for name, r in foreign if r.granted_by is None]
    asked = [_granted(matter, thread) for thread in granting]
    asked += [_held(matter, thread, *at) for at in held for thread in matter.survey.threads()]
    for row in sorted(asked, key=lambda r: r.status is not Status.BROKEN):
        states += row.states_explored
        if row.status is not Status.PROVED:
            return row
    ways = [*granting, *(f"{r.type} of {r.from_} ({_place_of(matter, n)})" for n, r in held)]
    words = (
        f"{matter.proved}: forces of {matter.title} come under another's direction only by "
        f"{', '.join(ways)}, and only after the yes of {matter.whom()}"
    )
    places = tuple(_place_of(matter, n) for n, _ in foreign)
    thread = granting[0] if granting else ""
    return matter.row("enter", thread, Status.PROVED, states, words, places)


def _held(matter: Matter, thread: str, name: str, held: Relationship) -> Proof:
    """Whether an order over a relationship that no transfer grants reaches the nation's forces
    only after its yes to something."""

    def acts(view: View, situation: Situation) -> list[Act]:
        forces = executing(matter.study, view, matter.nation)
        ordered_by = (e for e in situation.edges if e.kind is WordKind.ORDER)
        reached = dict.fromkeys(e.target for e in ordered_by if name in e.relationships)
        steps = ((i, situation.steps[i]) for i in reached)
        return [
            Act(i, What.ENABLED, (ANYWHERE,)) for i, s in steps
            if s.post is not None and not s.self_defence and s.post.headquarters in forces
        ]  # fmt: skip

    def fails(view: View, situation: Situation, act: Guarded, past: int) -> str:
        return (
            f"though {held.type} of {held.from_} was never transferred, and no yes of "
            f"{matter.whom()} lies before it"
        )

    return matter.search(
        "enter", thread, Question(acts, matter.gains, fails, orders=True),
        f"orders over {held.type} of {held.from_} come only after the yes of {matter.whom()}",
    )  # fmt: skip


def handing_over(matter: Matter, thread: str) -> Question:
    """Whether a thread grants only with the nation's yes before its answer."""

    def acts(view: View, situation: Situation) -> list[Act]:
        return [
            Act(i, What.VERDICT if s.decides else What.DONE, (ANYWHERE,))
            for i, s in enumerate(situation.steps)
            if s.answer and s.post is not None
        ]

    def its_own(view: View, situation: Situation) -> tuple[int, ...]:
        return matter.gains(view, situation, own=thread)

    def fails(view: View, situation: Situation, act: Guarded, past: int) -> str:
        lacks = f"and no yes of {matter.whom()} to handing over lies before it"
        return lacks + matter.uncounted(view, situation, act)

    return Question(acts, its_own, fails)


def _granted(matter: Matter, thread: str) -> Proof:
    holds = f"it is granted only after the yes of {matter.whom()}"
    return matter.search("enter", thread, handing_over(matter, thread), holds)


def lending(matter: Matter) -> frozenset[str]:
    """Threads that put the nation's forces under another's direction."""
    return frozenset(r.granted_by for _, r in _foreign(matter) if r.granted_by)


def recall(matter: Matter) -> Proof:
    """Whether the nation can take its forces back with every foreign post silent."""
    foreign = _foreign(matter)
    if not foreign:
        words = f"{matter.proved}: nothing to recall"
        return matter.row("recall", "", Status.PROVED, 0, words, arises=False)
    states = 0
    used: list[str] = []
    lost_if: alone.LostIf = ()
    for granting in sorted({r.granted_by or "" for _, r in foreign}):
        recalling = sorted(
            t for t, noun in matter.study.threads.items() if granting in noun.recalls
        )
        rows = [_recalled(matter, t, granting) for t in recalling]
        states += sum(r.states_explored for r in rows)
        good = next((r for r in rows if r.status is Status.PROVED), None)
        if good is not None:
            used.append(good.thread)
            lost_if = tuple(dict.fromkeys((*lost_if, *good.lost_if)))
            continue
        if rows:
            return rows[0]
        name = next(n for n, r in foreign if (r.granted_by or "") == granting)
        return _for_good(matter, granting, name, states)
    words = (
        f"{alone.earned(lost_if, min(map(matter.followed, used)))}: {matter.title} takes its "
        "forces back by "
        f"{', '.join(used)} with every foreign post silent"
        f"{alone.lost_in_words(lost_if)}; how long it takes is simulated"
    )
    return matter.row("recall", used[0], Status.PROVED, states, words, lost_if=lost_if)


def _for_good(matter: Matter, granting: str, name: str, states: int) -> Proof:
    """No thread takes back what a relationship gives; the engine shows that it is granted."""
    at = _place_of(matter, name)
    if not granting:
        words = (
            "only if something outside the study ends it: what holds from the start puts forces "
            f"under another's direction, and no thread recalls it ({at})"
        )
        return matter.row("recall", "", Status.OPEN, states, words, (at,))
    words = (
        f"{granting} puts forces of {matter.title} under another's direction ({at}), and no "
        "thread recalls it."
    )
    for spot in matter.survey.spots(matter.arrangement, granting):
        case = spot.run(matter.checked)
        if case is not None and grants(scripted(case, ()), granting):
            replay = Replay(matter.arrangement, granting, spot.said, spot.facts, ())
            told = f"In {spot.where(())}: {words}"
            return matter.row("recall", granting, Status.BROKEN, states, told, (at,), replay)
    told = story.only_if(f"it is ever granted: {words}")
    return matter.row("recall", granting, Status.OPEN, states, told, (at,))


def _recalled(matter: Matter, thread: str, granting: str) -> Proof:
    """Whether the nation alone can bring a recalling thread to its end, wherever there is
    something to recall."""
    states = 0
    every = states_in_force(matter.study, matter.arrangement)
    left = [s for s in every if s.get(granting) == GRANTED]
    places: tuple[str, ...] = ()
    asked: list[tuple[Ground, list[alone.Event]]] = []
    for ground in matter.survey.grounds(matter.arrangement, thread):
        if all(v.states.get(granting) != GRANTED for v in ground.views):
            continue
        starts = matter.study.threads[thread].when
        if isinstance(ground, Spot) and holds(starts, ground.view.states):
            left = [s for s in left if not s.items() <= ground.states.items()]
        by_itself = alone.by_itself(matter.survey, ground, matter.nation)
        states += sum(p.states for p in by_itself)
        answers = [
            (i, What.VERDICT if s.decides else What.DONE)
            for i, s in enumerate(ground.situations[0].steps)
            if s.answer
        ]
        comes_to = alone.comes_to(by_itself)
        reached = [a for a in answers if a in comes_to]
        if not reached:
            told, places = matter.lost(ground, thread, answers[0])
            if isinstance(ground, Spot) and matter.stays_away(ground, answers[0]):
                replay = Replay(
                    matter.arrangement, thread, ground.said, ground.facts, (), matter.nation
                )
                return matter.row("recall", thread, Status.BROKEN, states, told, places, replay)
            words = story.only_if(told)
            return matter.row("recall", thread, Status.OPEN, states, words, places)
        if alone.END not in comes_to:
            words = (
                f"only if {thread} comes to its end with every foreign post silent; its answer "
                "comes, and authority is taken back at the end"
            )
            return matter.row("recall", thread, Status.OPEN, states, words)
        asked.append((ground, [*reached, alone.END]))
    if left:
        where = ", ".join(f"{n} {v}" for n, v in sorted(left[0].items()))
        words = f"only if {thread} can start wherever there is something to recall; not in {where}"
        return matter.row("recall", thread, Status.OPEN, states, words)
    lost_if = matter.lost_if(thread, asked)
    return matter.row("recall", thread, Status.PROVED, states, "", lost_if=lost_if)
