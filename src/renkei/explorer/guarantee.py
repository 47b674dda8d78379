"""Guarantees proved or broken: on every path, is the yes in the causal past of the act?"""

from __future__ import annotations

from collections.abc import Iterable

from renkei.checks.cases import View
from renkei.checks.guarantee import gains, in_force, wanted_by, watches, yeses
from renkei.checks.situation import Situation
from renkei.explorer import story
from renkei.explorer.disclosure import released_in, unreviewed
from renkei.explorer.proof import Proof, Status
from renkei.explorer.search import Guarded, Question, fails_in, search
from renkei.explorer.survey import Survey
from renkei.model.guarantee import Guarantee
from renkei.model.study import Study


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
            most = unavailable
            if guarantee.act.releases is not None:
                most = min(survey.followed(arrangement, t, most) for t in survey.threads())
            found += rows or [_never(survey, name, guarantee, arrangement, most)]
    return tuple(found)


def _never(
    survey: Survey, name: str, guarantee: Guarantee, arrangement: str, unavailable: int
) -> Proof:
    words = f"{story.EVERY_PATH.format(unavailable)}: the act never arises under this arrangement"
    return Proof(name, guarantee.nation, arrangement, "", "", Status.PROVED, 0, words, arises=False)


def _in_thread(
    survey: Survey, name: str, guarantee: Guarantee, arrangement: str, thread: str,
    unavailable: int,
) -> list[Proof]:  # fmt: skip
    study = survey.checked.study
    found = search(survey, arrangement, thread, _question(study, name))
    if found.status is None:
        return []
    every_path = story.EVERY_PATH.format(unavailable)
    status, words = found.status, found.story
    if status is Status.PROVED and guarantee.within is not None:
        status = Status.OPEN
        words = (
            f"only if the yes is no older than the guarantee allows, which is a matter of time and "
            f"of simulation; that the yes is given is proved {every_path}"
        )
    elif status is Status.PROVED:
        words = f"{every_path}: {guarantee.title}"
    declared = status is Status.BROKEN and name in study.arrangements[arrangement].departs_from
    return [
        Proof(
            name, guarantee.nation, arrangement, thread, "", status, found.states, words,
            found.places, found.replay, declared,
        )
    ]  # fmt: skip


def _question(study: Study, name: str) -> Question:
    """What a guarantee that is not about released word asks of a thread."""
    named = yeses(study)
    before = study.guarantees[name].only_after
    bits = {yes: 1 << n for n, yes in enumerate(named)}

    def fails(view: View, situation: Situation, act: Guarded, past: int) -> str:
        if before.any:
            return f"without {' or '.join(map(story.yes_in_words, before.any))} before it"
        function = situation.steps[act.step].function
        lacks = [
            y for y in before.all
            if not (
                in_force(view, y.standing_order, function) if y.standing_order
                else past & bits[y]
            )
        ]  # fmt: skip
        return f"without {' and '.join(map(story.yes_in_words, lacks))} before it"

    return Question(
        acts=lambda view, situation: [
            w for w in watches(study, view, situation) if w.guarantee == name
        ],
        gains=lambda view, situation: gains(situation.steps, [wanted_by(y, view) for y in named]),
        fails=fails,
        orders=study.guarantees[name].act.orders_to is not None,
    )


def doubtful_through_change(survey: Survey, name: str, arrangement: str, thread: str) -> bool:
    """Whether a guarantee may be violated in a thread where states change under way."""
    study = survey.checked.study
    guarantee = study.guarantees[name]
    if guarantee.threads and thread not in guarantee.threads:
        return False
    changes = survey.changes(arrangement, thread)
    if guarantee.act.releases is not None:
        return any(unreviewed(survey, change, name) for change in changes)
    question = _question(study, name)
    return any(fails_in(survey, change, question) for change in changes)
