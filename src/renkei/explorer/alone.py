"""A nation by itself: what it comes to with every foreign post silent, and what takes that away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from renkei.explorer import story
from renkei.explorer.absence import Absence, Unavailable, blocked, minimal
from renkei.explorer.change import Change, whatever_changes
from renkei.explorer.paths import Hands, Paths
from renkei.explorer.survey import Ground, Survey
from renkei.record.vocabulary import What

Event = tuple[int, What]
"""A step, and what happens there."""
END = (-1, What.ENDED)
"""That the incident comes to its end, with nothing left over."""
LostIf = tuple[tuple[str, ...], ...]
"""Names of headquarters and links that take something away if they are unavailable, together
where there are several."""


def by_itself(survey: Survey, ground: Ground, nation: str) -> tuple[Paths, ...]:
    """Every path with all foreign posts silent and the nation's own willing.

    Returns:
        One, where the states are held fixed; else one for each way in which the conditions that
        hang on them may come out, and none where those are too many.
    """
    hands = Hands(silent=lambda p, n: n != nation, willing=lambda p, n: n == nation)
    if isinstance(ground, Change):
        return whatever_changes(ground, hands, survey.most)
    none = (0,) * len(ground.situation.steps)
    return (survey.explored(ground, none, hands, f"only {nation}", surely=True),)


def comes_to(paths: Sequence[Paths]) -> frozenset[Event]:
    """What some path comes to, whichever of these explorations holds."""
    seen = [
        frozenset((s.step, s.what) for s in p.sights) | ({END} if "done" in p.ends else set())
        for p in paths
    ]
    return frozenset.intersection(*seen) if seen else frozenset()


def lost_if(
    survey: Survey, nation: str,
    asked: Iterable[tuple[Ground, Sequence[Event]]], most: int,
) -> LostIf:  # fmt: skip
    """The smallest sets of headquarters and links without which a nation by itself does not come
    to what it comes to with all of them.

    Args:
        asked: grounds, and in each what the nation comes to by itself.
        most: how many are unavailable together, at most.
    """
    found: set[Absence] = set()
    seen: set[tuple[object, ...]] = set()
    for ground, events in asked:
        active = tuple(tuple(n for n, _ in view.authorities.active) for view in ground.views)
        applies = tuple(s.applies(dict(ground.facts)) for s in ground.situations)
        shape = tuple((s.steps, s.edges) for s in ground.situations)
        key = (shape, applies, active, tuple(events))
        if not events or key in seen:
            continue
        seen.add(key)
        found |= _losing(survey, nation, ground, events, most)
    return smallest(found)


def smallest(found: Collection[Absence]) -> LostIf:
    """Absences in none of which another is included, by name."""
    least = [a for a in found if not any(other < a for other in found)]
    return tuple(
        tuple(thing.name for thing in sorted(a))
        for a in sorted(least, key=lambda a: (len(a), sorted(a)))
    )


def _losing(
    survey: Survey, nation: str, ground: Ground, events: Sequence[Event],
    most: int,
) -> set[Absence]:  # fmt: skip
    seen = tuple(zip(ground.views, ground.situations, strict=True))

    def without(absence: Absence) -> Ground:
        situations = tuple(blocked(s, survey.absences.blocks(v, s, absence)) for v, s in seen)
        if isinstance(ground, Change):
            return replace(ground, situations=situations)
        return replace(ground, situation=situations[0])

    def lost(absence: Absence) -> bool:
        here = comes_to(by_itself(survey, without(absence), nation))
        return not here.issuperset(events)

    def more(absence: Absence) -> list[Unavailable]:
        needed = frozenset[Unavailable]().union(
            *(survey.absences.needed(v, s, absence) for v, s in seen)
        )
        return [thing for thing in needed if thing.kind != "post"]

    return set(minimal(lost, more, most))


def earned(lost: LostIf, unavailable: int) -> str:
    """On every path, with as many unavailable as take nothing away."""
    fewest = min((len(names) - 1 for names in lost), default=unavailable)
    return story.EVERY_PATH.format(fewest)


def lost_in_words(lost: LostIf) -> str:
    """What takes it away, as the end of a sentence; nothing where nothing does."""
    if not lost:
        return ""
    return f"; lost if unavailable: {', '.join(' with '.join(names) for names in lost)}"
