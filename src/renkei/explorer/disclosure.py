"""Word released to another nation: on every path, was it reviewed before it crossed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from renkei.checks.disclosure import Crossing, Released, released
from renkei.checks.situation import Situation
from renkei.explorer import story
from renkei.explorer.change import Change
from renkei.explorer.paths import ANY_HANDS, APPROVED_WORDS, Choice, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import crosses, scripted
from renkei.explorer.search import capped
from renkei.explorer.survey import Ground, Survey
from renkei.model.guarantee import Guarantee
from renkei.record.vocabulary import What


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece of word that crosses: along an edge, or to a post that is asked and back."""

    name: str
    """Name of its site in a case."""
    source: int
    outcomes: frozenset[int]


def released_in(
    survey: Survey, name: str, guarantee: Guarantee, arrangement: str, thread: str,
    unavailable: int,
) -> list[Proof]:  # fmt: skip
    """A guarantee about word that crosses a border, in one thread: a row, or none."""
    guard = released(survey.checked.study)[name]
    declared = name in survey.checked.study.arrangements[arrangement].departs_from
    states, explored, complete, doubtful = 0, set[int](), True, ""

    def row(
        status: Status, words: str, places: tuple[str, ...] = (), replay: Replay | None = None
    ) -> list[Proof]:
        return [
            Proof(
                name, guarantee.nation, arrangement, thread, "", status, states, words, places,
                replay, declared and status is Status.BROKEN,
            )
        ]  # fmt: skip

    seen = False
    for ground in survey.grounds(arrangement, thread):
        found = _meant(ground, guard, name)
        if not found:
            continue
        seen = True
        paths = _everywhere(survey, ground)
        complete &= paths.complete
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        for word in (w for w, violates in found.items() if violates):
            way = _way(paths, word)
            if way is None:
                continue
            told, places = _told(survey, ground, word, guard, way)
            case = ground.run(survey.checked)
            for said, luck in ground.attempts(way) if case is not None else ():
                if case is not None and crosses(scripted(case, said), name, word.name, luck):
                    replay = Replay(
                        arrangement, ground.tested, ground.said, ground.facts, said,
                        luck=luck, scenario=ground.scenario,
                    )  # fmt: skip
                    return row(Status.BROKEN, told, places, replay)
            doubtful = doubtful or told
    if not seen:
        return []
    if doubtful or not complete:
        words = story.only_if(capped(survey)) if not doubtful else story.not_shown(doubtful)
        return row(Status.OPEN, words)
    return row(Status.PROVED, f"{story.EVERY_PATH.format(unavailable)}: {guarantee.title}")


def _everywhere(survey: Survey, ground: Ground) -> Paths:
    """Every path of a ground, whoever does what."""
    many, none = len(ground.views), (0,) * len(ground.situations[0].steps)
    return survey.walked(ground, [none] * many, [ANY_HANDS] * many, [()] * many)


def _meant(ground: Ground, guard: Released, name: str) -> dict[_Word, bool]:
    """Word that a guarantee is about, and whether it may violate it."""
    between = _between_states(ground, name) if isinstance(ground, Change) else frozenset()
    found: dict[_Word, bool] = {}
    for situation in ground.situations:
        for word, crossed in _words(situation):
            if any(map(guard.means, crossed)) or word.name in between:
                violates = any(map(guard.violated_by, crossed)) or word.name in between
                found[word] = found.get(word, False) or violates
    return found


def _between_states(change: Change, name: str) -> frozenset[str]:
    """Word that violates a guarantee in the states in which its sender and its receiver open
    and it is sent; these need not be the same."""
    case, placed = change.case, {number: at for at, number in enumerate(change.numbers)}
    if name not in case.legend.guarantees:
        return frozenset()
    guarantee = case.legend.guarantees.index(name)
    every = range(len(case.combinations))

    def then(*opened: int, sent: int) -> bool:
        return sent in placed and all(
            o in placed and change.follows(placed[o], placed[sent]) for o in opened
        )

    found = {
        case.legend.bases[edge.base]
        for edge in case.edges
        for a, b, sent in product(every, repeat=3)
        if then(a, b, sent=sent) and guarantee in edge.routes[a][b][sent].violations
    }
    for i, step in enumerate(case.steps):
        for opened, holding in enumerate(step.holdings):
            for asked in holding.consents:
                for sent, route in enumerate(asked.routes):
                    if then(opened, sent=sent) and route and guarantee in route.violations:
                        found.add(case.legend.bases[case.role_bases[i, asked.role]])
    return frozenset(found)


def _words(situation: Situation) -> Iterator[tuple[_Word, tuple[Crossing, ...]]]:
    """Every piece of word of a situation, and the borders that it crosses."""
    for edge in situation.edges:
        name = f"{situation.steps[edge.target].name} < {edge.after}"
        yield _Word(name, edge.source, edge.outcomes), edge.crossings
    for i, step in enumerate(situation.steps):
        for asked in step.asked:
            yield _Word(f"{step.name} ? {asked.role}", i, frozenset()), asked.crossings


def _way(paths: Paths, word: _Word) -> tuple[Choice, ...] | None:
    """Choices of a path on which the word is sent; None where there is none."""
    step = paths.situation.steps[word.source]
    for sight, way in sorted(paths.sights.items(), key=lambda s: len(s[1])):
        if sight.step != word.source:
            continue
        said = dict(story.without_openings(way)).get(step.name, "")
        if not word.outcomes and sight.what is What.ENABLED:
            return way
        if sight.what is not What.DONE:
            continue
        names = {step.outcomes[o] for o in word.outcomes}
        if said in names or (not said and (not step.decides or APPROVED_WORDS in names)):
            return way
    return None


def _told(
    survey: Survey, ground: Ground, word: _Word, guard: Released, way: tuple[Choice, ...]
) -> tuple[str, tuple[str, ...]]:
    """The story of word that crosses unreviewed, and the agreements that let it."""
    study = survey.checked.study
    under = ground.situations[0].arrangement
    free = [
        (name, a) for name, a in sorted(study.arrangements[under].agreements.items())
        if (a.from_, a.to) == (guard.from_, guard.to) and study.levels.index(a.level) > guard.above
    ]  # fmt: skip
    where = ("arrangements", under, "agreements")
    places = tuple(study.origins.find(*where, name, "level").cited for name, _ in free)
    because = ", ".join(
        f'the agreement "{name}" lets it pass up to {a.level} ({at})'
        for (name, a), at in zip(free, places, strict=True)
    )
    kind = "request and answer" if " ? " in word.name else "word"
    told = (
        f"In {ground.where(way)}: {kind} of {word.name} crosses from {guard.from_} to "
        f"{guard.to} above {study.levels[guard.above]} without a review by {guard.by}"
        f"{f': {because}' if because else ''}; {story.choices_in_words(way)}."
    )
    return told, places


def unreviewed(survey: Survey, ground: Ground, name: str) -> bool:
    """Whether word that a guarantee is about may cross without its review."""
    guard = released(survey.checked.study)[name]
    bare = [word for word, violates in _meant(ground, guard, name).items() if violates]
    if not bare:
        return False
    paths = _everywhere(survey, ground)
    return any(_way(paths, word) is not None for word in bare)
