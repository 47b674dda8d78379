"""Word released to another nation: on every path, was it reviewed before it crossed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renkei.checks.disclosure import Crossing
from renkei.checks.situation import Situation
from renkei.explorer import story
from renkei.explorer.paths import ANY_HANDS, APPROVED_WORDS, Choice, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import crosses, scripted
from renkei.explorer.search import capped
from renkei.explorer.survey import Ground, Survey
from renkei.model.guarantee import Guarantee, Release
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
    release = guarantee.act.releases
    assert release is not None
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
        found = [w for s in ground.situations for w in _words(survey, s, guarantee, release)]
        if not found:
            continue
        seen = True
        many, none = len(ground.views), (0,) * len(ground.situations[0].steps)
        paths = survey.walked(ground, [none] * many, [ANY_HANDS] * many, [()] * many)
        complete &= paths.complete
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        for word in dict.fromkeys(w for w, reviewed in found if not reviewed):
            way = _way(paths, word)
            if way is None:
                continue
            told, places = _told(survey, ground, word, release, way)
            case = ground.run(survey.checked)
            for said in ground.paces(way) if case is not None else ():
                if case is not None and crosses(scripted(case, said), word.name):
                    replay = Replay(
                        arrangement, ground.tested, ground.said, ground.facts, said,
                        scenario=ground.scenario,
                    )  # fmt: skip
                    return row(Status.BROKEN, told, places, replay)
            doubtful = doubtful or told
    if not seen:
        return []
    if doubtful or not complete:
        return row(Status.OPEN, story.only_if(doubtful or capped(survey)))
    return row(Status.PROVED, f"{story.EVERY_PATH.format(unavailable)}: {guarantee.title}")


def _words(
    survey: Survey, situation: Situation, guarantee: Guarantee, release: Release
) -> Iterator[tuple[_Word, bool]]:
    """Word of a situation that is meant, and whether it is reviewed as it must be."""
    by = guarantee.only_after.yeses()[0].reviewed_by
    above = survey.checked.study.levels.index(release.above)

    def judged(word: _Word, crossings: tuple[Crossing, ...]) -> Iterator[tuple[_Word, bool]]:
        meant = [
            c for c in crossings
            if (c.from_, c.to) == (release.from_, release.to) and c.level > above
        ]  # fmt: skip
        if meant:
            yield word, all(c.reviewed and c.from_ == by for c in meant)

    for edge in situation.edges:
        name = f"{situation.steps[edge.target].name} < {edge.after}"
        yield from judged(_Word(name, edge.source, edge.outcomes), edge.crossings)
    for i, step in enumerate(situation.steps):
        for asked in step.asked:
            word = _Word(f"{step.name} ? {asked.role}", i, frozenset())
            yield from judged(word, asked.crossings)


def _way(paths: Paths, word: _Word) -> tuple[Choice, ...] | None:
    """Choices of a path on which the word is sent; None where there is none."""
    step = paths.situation.steps[word.source]
    for sight, found in sorted(paths.sights.items(), key=lambda s: len(paths.way_to(s[1]))):
        if sight.step != word.source:
            continue
        way = paths.way_to(found)
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
    survey: Survey, ground: Ground, word: _Word, release: Release, way: tuple[Choice, ...]
) -> tuple[str, tuple[str, ...]]:
    """The story of word that crosses unreviewed, and the agreements that let it."""
    study = survey.checked.study
    under = ground.situations[0].arrangement
    arrangement = study.arrangements[under]
    free = [
        (name, a) for name, a in sorted(arrangement.agreements.items())
        if (a.from_, a.to) == (release.from_, release.to)
    ]  # fmt: skip
    where = ("arrangements", under, "agreements")
    places = tuple(study.origins.find(*where, name, "level").cited for name, _ in free)
    because = ", ".join(
        f'the agreement "{name}" lets it pass up to {a.level} ({at})'
        for (name, a), at in zip(free, places, strict=True)
    )
    kind = "request and answer" if " ? " in word.name else "word"
    told = (
        f"In {ground.where(way)}: {kind} of {word.name} crosses from {release.from_} to "
        f"{release.to} above {release.above} without a review{f': {because}' if because else ''}; "
        f"{story.choices_in_words(way)}."
    )
    return told, places
