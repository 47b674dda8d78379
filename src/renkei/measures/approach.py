"""The C2 approach space: allocation of decision rights, patterns of interaction, distribution
of information (NATO SAS-050 and SAS-065, after Alberts and Hayes).

Three numbers between 0 and 1, each computed the same way from what the files provide for
(*designed*) and from what happened in runs (*enacted*). They describe; neither end is better, and
nothing is summed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the approach space."""

    name: str
    title: str
    formula: str
    none: str
    """What 0 means."""
    all: str
    """What lies towards 1."""
    gamed_by: str


DIMENSIONS: dict[str, Dimension] = {
    d.name: d
    for d in (
        Dimension(
            "allocation",
            "Allocation of decision rights",
            "1 - sum over headquarters of p^2, p being a headquarters' share of the decisions; one "
            "decision is shared evenly by who decides and all whose consent it needs",
            "one headquarters decides everything",
            "each decision at another headquarters",
            "splitting one headquarters into two on paper; consents that are never withheld",
        ),
        Dimension(
            "interaction",
            "Patterns of interaction",
            "pairs of headquarters with a direct hop, by all pairs of the headquarters that the "
            "thread's word can touch",
            "no two speak directly",
            "every two speak directly",
            "links and liaison that nothing is sent over",
        ),
        Dimension(
            "information",
            "Distribution of information",
            "mean share of the thread's milestones up to its answer that word has brought to a "
            "headquarters with a part in it, as the answer falls",
            "nobody is told of anything",
            "everybody knows of everything",
            "copying everybody in; milestones of little weight",
        ),
    )
}


def spread(shares: Mapping[str, float]) -> float | None:
    """How spread decisions are: the probability that two, drawn with replacement, belong to
    different headquarters (1 less the Herfindahl index; Blau's index). In [0, 1).

    Args:
        shares: decisions, or parts of them, by headquarters.

    Returns:
        None where there is no decision.
    """
    whole = sum(shares.values())
    if whole <= 0:
        return None
    return 1.0 - sum((part / whole) ** 2 for _, part in sorted(shares.items()))


def density(pairs: Set[frozenset[str]], among: Collection[str]) -> float | None:
    """The density of a graph: pairs joined, by all pairs. In [0, 1].

    Args:
        pairs: headquarters that are joined, two by two.
        among: the headquarters; pairs with others do not count.

    Returns:
        None with fewer than two headquarters.
    """
    names = frozenset(among)
    if len(names) < 2:
        return None
    joined = sum(1 for pair in pairs if len(pair) == 2 and pair <= names)
    return joined / (len(names) * (len(names) - 1) / 2)


def held(
    holds: Mapping[str, Set[str]], by: Collection[str], items: Collection[str]
) -> float | None:
    """The mean share of items that headquarters hold. In [0, 1].

    Args:
        holds: items by headquarters; those not named hold none.
        by: the headquarters that count.
        items: the items that count.

    Returns:
        None without headquarters or items.
    """
    wanted, names = frozenset(items), frozenset(by)
    if not wanted or not names:
        return None
    found = sum(len(wanted & holds.get(name, frozenset())) for name in names)
    return found / (len(wanted) * len(names))
