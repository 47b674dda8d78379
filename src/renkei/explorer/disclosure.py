"""Word released to another nation: on every path, was it reviewed before it crossed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renkei.checks.disclosure import Crossing, Released, released
from renkei.explorer import story
from renkei.explorer.paths import APPROVED_WORDS, Choice, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import crosses, scripted
from renkei.explorer.survey import Spot, Survey
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
    study = survey.checked.study
    guard = released(study)[name]
    states, explored, seen, complete, doubtful = 0, set[int](), False, True, ""
    for spot in survey.spots(arrangement, thread):
        found = list(_words(spot, guard))
        if not any(meant for _, meant, _ in found):
            continue
        seen = True
        paths = survey.explored(spot, (0,) * len(spot.situation.steps))
        complete &= paths.complete
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        for word, _, violates in found:
            if not violates:
                continue
            way = _way(paths, word)
            if way is None:
                continue
            told, places = _told(survey, spot, word, guard, way)
            case = survey.checked.case_in(arrangement, thread, spot.states, dict(spot.facts))
            if case is not None and crosses(scripted(case, way), name, word.name):
                replay = Replay(arrangement, thread, spot.said, spot.facts, way)
                declared = name in study.arrangements[arrangement].departs_from
                return [
                    Proof(
                        name, guarantee.nation, arrangement, thread, "", Status.BROKEN, states,
                        told, places, replay, declared,
                    )
                ]  # fmt: skip
            doubtful = doubtful or told
    scenario = "" if doubtful else _between_states(survey, name, arrangement, thread)
    if scenario:
        seen, doubtful = True, (
            f"States, or what is granted, change while the incident is under way, as they may in "
            f"{scenario}: word goes from hands that have it in the one to hands that have it in "
            "the other"
        )  # fmt: skip
    if not seen:
        return []
    if doubtful or not complete:
        words = story.only_if(doubtful or f"more than {survey.most:,} states are explored")
        return [Proof(name, guarantee.nation, arrangement, thread, "", Status.OPEN, states, words)]
    proved = f"{story.EVERY_PATH.format(unavailable)}: {guarantee.title}"
    return [Proof(name, guarantee.nation, arrangement, thread, "", Status.PROVED, states, proved)]


def _between_states(survey: Survey, name: str, arrangement: str, thread: str) -> str:
    """A scenario that changes states under way, and in which word of a thread would violate a
    guarantee, whatever the states in which its sender and its receiver open; "" for none."""
    for case in survey.checked.cases:
        if case.arrangement != arrangement or len(case.combinations) < 2 or not case.releases:
            continue
        number = case.legend.guarantees.index(name)
        of_thread = [s for s in case.steps if case.threads[s.thread].name == thread]
        bases = {s.base for s in of_thread}
        ways = [
            route for edge in case.edges if case.steps[edge.target].base in bases
            for at_source in edge.routes for at_target in at_source for route in at_target
        ]  # fmt: skip
        asked = [c for step in of_thread for h in step.holdings for c in h.consents]
        ways += [route for consent in asked for route in consent.routes if route is not None]
        if any(number in way.violations for way in ways):
            return case.scenario
    return ""


def _words(spot: Spot, guard: Released) -> Iterator[tuple[_Word, bool, bool]]:
    """Word of the situation: it, whether it is meant, and whether it violates the guarantee."""

    def judged(crossings: tuple[Crossing, ...]) -> tuple[bool, bool]:
        return any(map(guard.means, crossings)), any(map(guard.violated_by, crossings))

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
    survey: Survey, spot: Spot, word: _Word, guard: Released, way: tuple[Choice, ...]
) -> tuple[str, tuple[str, ...]]:
    """The story of word that crosses unreviewed, and the agreements that let it."""
    study = survey.checked.study
    arrangement = study.arrangements[spot.situation.arrangement]
    free = [
        (name, a) for name, a in sorted(arrangement.agreements.items())
        if (a.from_, a.to) == (guard.from_, guard.to) and study.levels.index(a.level) > guard.above
    ]  # fmt: skip
    where = ("arrangements", spot.situation.arrangement, "agreements")
    places = tuple(study.origins.find(*where, name, "level").cited for name, _ in free)
    because = ", ".join(
        f'the agreement "{name}" lets it pass up to {a.level} ({at})'
        for (name, a), at in zip(free, places, strict=True)
    )
    kind = "request and answer" if " ? " in word.name else "word"
    told = (
        f"In {story.in_states(spot)}: {kind} of {word.name} crosses from {guard.from_} to "
        f"{guard.to} above {study.levels[guard.above]} without a review by {guard.by}"
        f"{f': {because}' if because else ''}; {story.choices_in_words(way)}."
    )
    return told, places
