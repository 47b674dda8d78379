"""A nation by itself: what it comes to with every foreign post silent, and what takes that away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from renkei.explorer import story
from renkei.explorer.absence import Absence, Absences, Unavailable, blocked, minimal
from renkei.explorer.paths import Hands, Paths
from renkei.explorer.survey import Spot, Survey
from renkei.record.vocabulary import What

Event = tuple[int, What]
"""A step, and what happens there."""
LostIf = tuple[tuple[str, ...], ...]
"""Names of headquarters and links that take something away if they are unavailable, together
where there are several."""


def by_itself(survey: Survey, spot: Spot, nation: str) -> Paths:
    """Every path with all foreign posts silent and the nation's own willing."""
    hands = Hands(silent=lambda p, n: n != nation, willing=lambda p, n: n == nation)
    none = (0,) * len(spot.situation.steps)
    return survey.explored(spot, none, hands, f"only {nation}")


def lost_if(
    survey: Survey, absences: Absences, nation: str,
    asked: Iterable[tuple[Spot, Sequence[Event]]], most: int,
) -> LostIf:  # fmt: skip
    """The smallest sets of headquarters and links without which a nation by itself does not come
    to what it comes to with all of them.

    Args:
        asked: situations, and in each what the nation comes to by itself.
        most: how many are unavailable together, at most.
    """
    found: set[Absence] = set()
    seen: set[tuple[object, ...]] = set()
    for spot, events in asked:
        situation = spot.situation
        active = tuple(name for name, _ in spot.view.authorities.active)
        key = (situation.steps, situation.edges, spot.applies, active, tuple(events))
        if not events or key in seen:
            continue
        seen.add(key)
        found |= _losing(survey, absences, nation, spot, events, most)
    smallest = [a for a in found if not any(other < a for other in found)]
    return tuple(
        tuple(thing.name for thing in sorted(a))
        for a in sorted(smallest, key=lambda a: (len(a), sorted(a)))
    )


def _losing(
    survey: Survey, absences: Absences, nation: str, spot: Spot, events: Sequence[Event], most: int
) -> set[Absence]:
    def lost(absence: Absence) -> bool:
        blocks = absences.blocks(spot.view, spot.situation, absence)
        here = replace(spot, situation=blocked(spot.situation, blocks))
        seen = {(s.step, s.what) for s in by_itself(survey, here, nation).sights}
        return not seen.issuperset(events)

    def more(absence: Absence) -> list[Unavailable]:
        needed = absences.needed(spot.view, spot.situation, absence)
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
