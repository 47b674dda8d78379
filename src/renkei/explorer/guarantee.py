"""Guarantees proved or broken: on every path, is the yes in the causal past of the act?"""

from __future__ import annotations

from collections.abc import Iterable

from renkei.checks.guarantee import Watch, gains, wanted_by, watches, yeses
from renkei.explorer import story
from renkei.explorer.change import may_violate
from renkei.explorer.disclosure import released_in
from renkei.explorer.paths import Paths, Sight
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import violates
from renkei.explorer.survey import Survey
from renkei.model.guarantee import Guarantee


def prove_guarantees(
    survey: Survey, arrangements: Iterable[str], *, unavailable: int
) -> tuple[Proof, ...]:
    """Every guarantee under every arrangement, a row per thread in which its act can arise.

    Args:
        unavailable: how many headquarters or links may be unavailable from the start. Who may
            decide does not hang on it, and whatever is unavailable only keeps word or work from
            coming; so these proofs hold for any number.
    """
    found: list[Proof] = []
    for name, guarantee in sorted(survey.checked.study.guarantees.items()):
        for arrangement in arrangements:
            prove = _in_thread if guarantee.act.releases is None else released_in
            rows = [
                row
                for thread in survey.threads()
                if not guarantee.threads or thread in guarantee.threads
                for row in prove(survey, name, guarantee, arrangement, thread, unavailable)
            ]
            found += rows or [_never(survey, name, guarantee, arrangement, unavailable)]
    return tuple(found)


def _never(
    survey: Survey, name: str, guarantee: Guarantee, arrangement: str, unavailable: int
) -> Proof:
    words = f"{story.EVERY_PATH.format(unavailable)}: the act never arises under this arrangement"
    return Proof(name, guarantee.nation, arrangement, "", "", Status.PROVED, 0, words)


def _in_thread(
    survey: Survey, name: str, guarantee: Guarantee, arrangement: str, thread: str,
    unavailable: int,
) -> list[Proof]:  # fmt: skip
    study = survey.checked.study
    explored: set[int] = set()
    states = 0
    complete, seen = True, False
    open_story = ""
    declared = name in study.arrangements[arrangement].departs_from
    named = yeses(study)
    for spot in survey.spots(arrangement, thread):
        watched = [w for w in watches(study, spot.view, spot.situation) if w.guarantee == name]
        if not watched:
            continue
        seen = True
        added = gains(spot.situation.steps, [wanted_by(y, spot.view) for y in named])
        paths = survey.explored(spot, added)
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        complete &= paths.complete
        for watch, sight in violations(paths, watched):
            choices = paths.way_to(paths.sights[sight])
            missing = _missing(guarantee)
            words, places = story.act_in_words(survey.checked, spot, sight)
            told = (
                f"In {story.in_states(spot)}: {words}, and before it lies no {missing}; "
                f"{story.choices_in_words(choices)}."
            )
            case = survey.checked.case_in(arrangement, thread, spot.states, dict(spot.facts))
            if case is not None and violates(
                case, choices, step=watch.step, at=watch.at, needs=watch.needs, gains=added
            ):
                replay = Replay(arrangement, thread, spot.said, spot.facts, choices)
                return [
                    Proof(
                        name, guarantee.nation, arrangement, thread, "", Status.BROKEN, states,
                        told, places, replay, declared,
                    )
                ]  # fmt: skip
            open_story = open_story or told
    for change in survey.changing(arrangement, thread) if not open_story else ():
        guarded = [
            w
            for view, situation in zip(change.views, change.situations, strict=True)
            for w in watches(study, view, situation)
            if w.guarantee == name
        ]
        if not guarded:
            continue
        seen = True
        states += change.paths.states
        complete &= change.paths.complete
        if may_violate(survey, change, name):
            open_story = (
                "States, or what is granted, change while the incident is under way, as they may "
                f"in {change.scenario}: the act opens in other states than what comes before it"
            )
            break
    if not seen:
        return []
    if open_story or not complete:
        words = story.only_if(open_story) if open_story else _capped(survey)
        return [Proof(name, guarantee.nation, arrangement, thread, "", Status.OPEN, states, words)]
    proved = f"{story.EVERY_PATH.format(unavailable)}: {guarantee.title}"
    if guarantee.within is not None:
        words = (
            f"only if the yes is no older than the guarantee allows, which is a matter of time and "
            f"of simulation; that the yes is given is proved {story.EVERY_PATH.format(unavailable)}"
        )
        return [Proof(name, guarantee.nation, arrangement, thread, "", Status.OPEN, states, words)]
    return [Proof(name, guarantee.nation, arrangement, thread, "", Status.PROVED, states, proved)]


def _capped(survey: Survey) -> str:
    return f"only if more than {survey.most:,} states of one situation are explored"


def violations(paths: Paths, watched: list[Watch]) -> list[tuple[Watch, Sight]]:
    """Acts without their yes, those on the shortest paths first."""
    found = [(w, sight) for w in watched for sight in paths.sights if lacks(sight, w)]
    return sorted(found, key=lambda f: (len(paths.way_to(paths.sights[f[1]])), f[1].step))


def lacks(sight: Sight, watch: Watch) -> bool:
    """Whether something that can happen is a guarded act without its yes."""
    return (
        sight.step == watch.step
        and sight.what is watch.at
        and any(not sight.past & need for need in watch.needs)
    )


def _missing(guarantee: Guarantee) -> str:
    before = guarantee.only_after
    if before.any:
        return " or ".join(map(story.yes_in_words, before.any))
    return " and ".join(map(story.yes_in_words, before.all))
