"""Word released to another nation: on every path, was it reviewed before it crossed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renkei.checks.disclosure import Crossing
from renkei.explorer import story
from renkei.explorer.paths import APPROVED_WORDS, Choice, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import crosses, scripted
from renkei.explorer.survey import Spot, Survey
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
    study = survey.checked.study
    by = guarantee.only_after.yeses()[0].reviewed_by
    above = study.levels.index(release.above)
    states, explored, seen, complete, doubtful = 0, set[int](), False, True, ""
    for spot in survey.spots(arrangement, thread):
        found = list(_words(spot, release, above, by))
        if not any(meant for _, meant, _ in found):
            continue
        seen = True
        paths = survey.explored(spot, (0,) * len(spot.situation.steps))
        complete &= paths.complete
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        for word, _, reviewed in found:
            if reviewed:
                continue
            way = _way(paths, word)
            if way is None:
                continue
            told, places = _told(survey, spot, word, release, way)
            case = survey.checked.case_in(arrangement, thread, spot.states, dict(spot.facts))
            if case is not None and crosses(scripted(case, way), word.name):
                replay = Replay(arrangement, thread, spot.said, spot.facts, way)
                declared = name in study.arrangements[arrangement].departs_from
                return [
                    Proof(
                        name, guarantee.nation, arrangement, thread, "", Status.BROKEN, states,
                        told, places, replay, declared,
                    )
                ]  # fmt: skip
            doubtful = doubtful or told
    if not seen:
        return []
    if doubtful or not complete:
        words = story.only_if(doubtful or f"more than {survey.most:,} states are explored")
        return [Proof(name, guarantee.nation, arrangement, thread, "", Status.OPEN, states, words)]
    proved = f"{story.EVERY_PATH.format(unavailable)}: {guarantee.title}{story.STATES_FIXED}"
    return [Proof(name, guarantee.nation, arrangement, thread, "", Status.PROVED, states, proved)]


def _words(
    spot: Spot, release: Release, above: int, by: str | None
) -> Iterator[tuple[_Word, bool, bool]]:
    """Word of the situation: it, whether it is meant, and whether it is reviewed as it must be."""

    def judged(crossings: tuple[Crossing, ...]) -> tuple[bool, bool]:
        meant = [
            c for c in crossings
            if (c.from_, c.to) == (release.from_, release.to) and c.level > above
        ]  # fmt: skip
        return bool(meant), all(c.reviewed and c.from_ == by for c in meant)

    situation = spot.situation
    for edge in situation.edges:
        name = f"{situation.steps[edge.target].name} < {edge.after}"
        yield _Word(name, edge.source, edge.outcomes), *judged(edge.crossings)
    for i, step in enumerate(situation.steps):
        for asked in step.asked:
            word = _Word(f"{step.name} ? {asked.role}", i, frozenset())
            yield word, *judged(asked.crossings)


def _way(paths: Paths, word: _Word) -> tuple[Choice, ...] | None:
    """Choices of a path on which the word is sent; None where there is none."""
    step = paths.situation.steps[word.source]
    for sight, found in sorted(paths.sights.items(), key=lambda s: len(paths.way_to(s[1]))):
        if sight.step != word.source:
            continue
        way = paths.way_to(found)
        said = dict(way).get(step.name, "")
        if not word.outcomes and sight.what is What.ENABLED:
            return way
        if sight.what is not What.DONE:
            continue
        names = {step.outcomes[o] for o in word.outcomes}
        if said in names or (not said and (not step.decides or APPROVED_WORDS in names)):
            return way
    return None


def _told(
    survey: Survey, spot: Spot, word: _Word, release: Release, way: tuple[Choice, ...]
) -> tuple[str, tuple[str, ...]]:
    """The story of word that crosses unreviewed, and the agreements that let it."""
    study = survey.checked.study
    arrangement = study.arrangements[spot.situation.arrangement]
    free = [
        (name, a) for name, a in sorted(arrangement.agreements.items())
        if (a.from_, a.to) == (release.from_, release.to)
    ]  # fmt: skip
    where = ("arrangements", spot.situation.arrangement, "agreements")
    places = tuple(study.origins.find(*where, name, "level").cited for name, _ in free)
    because = ", ".join(
        f'the agreement "{name}" lets it pass up to {a.level} ({at})'
        for (name, a), at in zip(free, places, strict=True)
    )
    kind = "request and answer" if " ? " in word.name else "word"
    told = (
        f"In {story.in_states(spot)}: {kind} of {word.name} crosses from {release.from_} to "
        f"{release.to} above {release.above} without a review{f': {because}' if because else ''}; "
        f"{story.choices_in_words(way)}."
    )
    return told, places


def unreviewed(survey: Survey, spot: Spot, guarantee: Guarantee) -> bool:
    """Whether word that a guarantee about releases means can cross without its review."""
    release = guarantee.act.releases
    if release is None or (guarantee.threads and spot.situation.thread not in guarantee.threads):
        return False
    by = guarantee.only_after.yeses()[0].reviewed_by
    above = survey.checked.study.levels.index(release.above)
    bare = [w for w, meant, reviewed in _words(spot, release, above, by) if meant and not reviewed]
    if not bare:
        return False
    paths = survey.explored(spot, (0,) * len(spot.situation.steps))
    return any(_way(paths, word) is not None for word in bare)
