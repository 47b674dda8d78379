"""Word released to another nation: on every path, was it reviewed before it crossed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from renkei.checks.cases import View
from renkei.checks.disclosure import Crossing, Released, crossings, released
from renkei.checks.duty import PostName
from renkei.checks.situation import Situation
from renkei.explorer import alone, story
from renkei.explorer.absence import Absence, Unavailable, minimal
from renkei.explorer.change import Change
from renkei.explorer.paths import ANY_HANDS, Choice, Paths
from renkei.explorer.proof import Proof, Replay, Status
from renkei.explorer.replay import crosses, scripted
from renkei.explorer.search import MOST_SHOWN, capped
from renkei.explorer.survey import Ground, Survey
from renkei.model.guarantee import Guarantee
from renkei.model.thread import WordKind
from renkei.record.vocabulary import What

_Sent = tuple[WordKind, int, PostName, PostName, bool]
"""Kind and level of a piece of word, sender, receiver, and whether it is answered."""


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
        status: Status, words: str, places: tuple[str, ...] = (), replay: Replay | None = None,
        lost_if: alone.LostIf = (),
    ) -> list[Proof]:  # fmt: skip
        return [
            Proof(
                name, guarantee.nation, arrangement, thread, "", status, states, words, places,
                replay, declared and status is Status.BROKEN, lost_if=lost_if,
            )
        ]  # fmt: skip

    seen = False
    most = survey.followed(arrangement, thread, unavailable)
    lost: set[Absence] = set()
    for ground in survey.grounds(arrangement, thread):
        found = _meant(ground, guard, name)
        lost |= _crossing_without(survey, ground, guard, most)
        if not found:
            continue
        seen = True
        paths = _everywhere(survey, ground)
        complete &= paths.complete
        if id(paths) not in explored:
            explored.add(id(paths))
            states += paths.states
        for word, opened in ((w, o) for w, o in found.items() if o):
            for way in islice(_ways(paths, word, opened), MOST_SHOWN):
                told, places = _told(survey, ground, word, guard, way)
                replay = _shown(survey, ground, name, word, way)
                if replay is not None:
                    return row(Status.BROKEN, told, places, replay)
                doubtful = doubtful or told
    if not seen and not lost:
        return []
    if doubtful or not complete:
        words = story.only_if(capped(survey)) if not doubtful else story.not_shown(doubtful)
        return row(Status.OPEN, words)
    names = alone.smallest(lost)
    words = f"{alone.earned(names, most)}: {guarantee.title}{alone.lost_in_words(names)}"
    return row(Status.PROVED, words, lost_if=names)


def _shown(
    survey: Survey, ground: Ground, name: str, word: _Word, way: tuple[Choice, ...]
) -> Replay | None:
    """A replay in which the engine lets word cross as it must not."""
    case = ground.run(survey.checked)
    if case is None:
        return None
    for said, luck in ground.attempts(way):
        if crosses(scripted(case, said), name, word.name, luck):
            return Replay(
                case.arrangement, ground.tested, ground.said, ground.facts, said,
                luck=luck, scenario=ground.scenario,
            )  # fmt: skip
    return None


def _crossing_without(survey: Survey, ground: Ground, guard: Released, most: int) -> set[Absence]:
    """The smallest sets of headquarters and links without which some word, sent another way,
    crosses as it must not. Sender and receiver open in the same states here."""
    found: set[Absence] = set()
    for view, situation in zip(ground.views, ground.situations, strict=True):
        for word in dict.fromkeys(_sent(situation)):
            found |= _without(survey, view, guard, most, word)
    return found


def _without(survey: Survey, view: View, guard: Released, most: int, word: _Sent) -> set[Absence]:
    kind, level, sender, receiver, answered = word
    if level <= guard.above:
        return set()

    def bare(absence: Absence) -> bool:
        way = survey.absences.route(view, absence, kind, level, sender, receiver, answered)
        if way is None:
            return False
        crossed = crossings(view, way, level, sender, receiver, answered=answered)
        return any(map(guard.violated_by, crossed))

    def used(absence: Absence) -> list[Unavailable]:
        passed = survey.absences.used(view, absence, kind, level, sender, receiver, answered)
        return [thing for thing in passed or () if thing.kind != "post" and thing not in absence]

    return set(minimal(bare, used, most))


def _sent(situation: Situation) -> Iterator[_Sent]:
    """Every piece of word of a situation, with its sender and its receiver."""
    for edge in situation.edges:
        sender, receiver = situation.steps[edge.source].post, situation.steps[edge.target].post
        if edge.kind is not None and sender is not None and receiver is not None:
            yield edge.kind, edge.level, sender, receiver, False
    for step in situation.steps:
        for asked in step.asked:
            if step.post is not None and asked.post != step.post:
                yield WordKind.REQUEST, asked.level, step.post, asked.post, True


def _everywhere(survey: Survey, ground: Ground) -> Paths:
    """Every path of a ground, whoever does what; combinations of states are told apart."""
    steps = len(ground.situations[0].steps)
    many = range(len(ground.views))
    return survey.walked(
        ground, [(0,) * steps for _ in many], [ANY_HANDS for _ in many],
        [(n,) * steps for n in many],
    )  # fmt: skip


def _meant(ground: Ground, guard: Released, name: str) -> dict[_Word, frozenset[int]]:
    """Word that a guarantee is about, and the combinations in which its sender opens where it
    may violate it."""
    between = _between_states(ground, name) if isinstance(ground, Change) else None
    found: dict[_Word, frozenset[int]] = {}
    for number, situation in enumerate(ground.situations):
        for word, crossed in _words(situation):
            opened = between.get(word.name, frozenset()) if between is not None else frozenset()
            if between is None and any(map(guard.violated_by, crossed)):
                opened = frozenset({number})
            if opened or any(map(guard.means, crossed)):
                found[word] = found.get(word, frozenset()) | opened
    return found


def _between_states(change: Change, name: str) -> dict[str, frozenset[int]]:
    """Word that violates a guarantee in the states in which its sender and its receiver open
    and it is sent, which need not be the same; with those in which its sender opens."""
    case, placed = change.case, {number: at for at, number in enumerate(change.numbers)}
    if name not in case.legend.guarantees:
        return {}
    guarantee = case.legend.guarantees.index(name)
    every = range(len(case.combinations))
    found: dict[str, set[int]] = {}

    def put(base: int, opened: int, *others: int, sent: int) -> None:
        met = all(o in placed for o in (opened, *others, sent))
        if met and all(change.follows(placed[o], placed[sent]) for o in (opened, *others)):
            found.setdefault(case.legend.bases[base], set()).add(placed[opened])

    for edge in case.edges:
        for a, b, sent in product(every, repeat=3):
            if guarantee in edge.routes[a][b][sent].violations:
                put(edge.base, a, b, sent=sent)
    for i, step in enumerate(case.steps):
        for opened, holding in enumerate(step.holdings):
            for asked in holding.consents:
                for sent, route in enumerate(asked.routes):
                    if route and guarantee in route.violations:
                        put(case.role_bases[i, asked.role], opened, sent=sent)
    return {word: frozenset(opened) for word, opened in found.items()}


def _words(situation: Situation) -> Iterator[tuple[_Word, tuple[Crossing, ...]]]:
    """Every piece of word of a situation, and the borders that it crosses."""
    for edge in situation.edges:
        name = f"{situation.steps[edge.target].name} < {edge.after}"
        yield _Word(name, edge.source, edge.outcomes), edge.crossings
    for i, step in enumerate(situation.steps):
        for asked in step.asked:
            yield _Word(f"{step.name} ? {asked.role}", i, frozenset()), asked.crossings


def _ways(paths: Paths, word: _Word, opened: frozenset[int]) -> Iterator[tuple[Choice, ...]]:
    """Choices of paths on which word is sent by a step that opened in one of some combinations,
    the shortest first."""
    for sight, way in sorted(paths.sights.items(), key=lambda s: len(s[1])):
        if sight.step != word.source or sight.opened not in opened:
            continue
        # Who is asked is asked as the step begins; along an edge goes what it came out as.
        asks = not word.outcomes and sight.what is What.ENABLED
        if asks or (sight.what is What.DONE and sight.outcome in word.outcomes):
            yield way


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
    bare = {word: opened for word, opened in _meant(ground, guard, name).items() if opened}
    if not bare:
        return False
    paths = _everywhere(survey, ground)
    return any(any(True for _ in _ways(paths, word, opened)) for word, opened in bare.items())
