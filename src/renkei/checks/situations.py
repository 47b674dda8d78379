"""Situations: the combinations of states in which an arrangement looks the same.

Many checks ask what holds in *every* combination of states in which an arrangement is in force,
not only in those a scenario visits. Most combinations look alike: the same relationships, rights
and duties hold. One view stands for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod

from renkei.checks.cases import Builder, View
from renkei.findings import Finding, Position, Severity
from renkei.model.state import Condition, holds, names_in
from renkei.model.study import Study

MOST_COMBINATIONS = 64
"""More than the model allows are a finding of their own, and nothing more is said about them."""

States = dict[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """One arrangement in the combinations of states in which it looks the same."""

    arrangement: str
    view: View
    states: tuple[States, ...]
    """All of them, in order; the view was made for one of them."""


def combinations(study: Study) -> list[States]:
    """Every combination of states, in order; none where there are more than the model allows."""
    names = sorted(study.states)
    if prod(len(study.states[n].values) for n in names) > MOST_COMBINATIONS:
        return []
    values = (study.states[n].values for n in names)
    return [dict(zip(names, each, strict=True)) for each in product(*values)]


def situations(study: Study, builder: Builder, arrangement: str) -> list[Situation]:
    """What an arrangement looks like wherever it is in force; views already made are used."""
    a = study.arrangements[arrangement]
    conditions = dict.fromkeys(
        [r.when for r in a.relationships.values()]
        + [r.when for r in a.rights.values()]
        + [d.when for d in a.duties.values()]
        + [t.when for t in study.threads.values() if not t.procedure]
    )
    alike: dict[tuple[bool, ...], list[States]] = {}
    for states in combinations(study):
        if holds(a.in_force, states):
            looks = tuple(holds(c, states) for c in conditions)
            alike.setdefault(looks, []).append(states)
    return [
        Situation(
            arrangement,
            builder.view(arrangement, next((s for s in same if builder.viewed(arrangement, s)),
                                           same[0])),
            tuple(same),
        )
        for same in alike.values()
    ]  # fmt: skip


def possible(
    condition: Condition, states: Mapping[str, str], facts: Mapping[str, Iterable[str]]
) -> bool:
    """Whether a condition can hold in these states, whatever the facts turn out to be."""
    named = sorted({part.name for part in names_in(condition) if part.name in facts})
    if prod(len(list(facts[n])) for n in named) > MOST_COMBINATIONS:
        return True
    return any(
        holds(condition, {**states, **dict(zip(named, values, strict=True))})
        for values in product(*(facts[n] for n in named))
    )


def in_words(study: Study, states: Iterable[States]) -> str:
    """Combinations of states as the end of a sentence: "in JPN readiness crisis or wartime".

    Variables that take all their values are left out; nothing is left of "in every state".
    """
    found = list(states)
    taken = {n: [v for v in study.states[n].values if any(s[n] == v for s in found)]
             for n in sorted(study.states)}  # fmt: skip
    if len(found) == prod(len(values) for values in taken.values()):
        parts = [
            f"{name} {' or '.join(values)}"
            for name, values in taken.items()
            if len(values) < len(study.states[name].values)
        ]
        return f"in {' with '.join(parts)}" if parts else ""
    shown = [", ".join(f"{n} {v}" for n, v in s.items()) for s in found[:3]]
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    return f"in {'; '.join(shown)}{more}"


@dataclass(slots=True)
class _Met:
    severity: Severity
    states: dict[str, list[States]] = field(default_factory=dict)
    """Per arrangement, the states in which it was met; empty for whatever the states."""


class Collector:
    """Says once what several arrangements inherit, and in which states it was found."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._combinations = combinations(study)
        self._met: dict[tuple[str, str, tuple[str | int, ...]], _Met] = {}

    def add(
        self, code: str, words: str, arrangement: str, *path: str | int,
        severity: Severity = Severity.ERROR, states: Iterable[States] = (),
    ) -> None:  # fmt: skip
        """Notes a finding at a path inside an arrangement, or inside the threads."""
        met = self._met.setdefault((code, words, path), _Met(severity))
        met.states.setdefault(arrangement, []).extend(states)

    def findings(self) -> list[Finding]:
        """Everything collected; the same fault at the same place comes once."""
        origins = self._study.origins
        found: dict[tuple[str, str, Position, str], tuple[Severity, list[str]]] = {}
        for (code, words, path), met in self._met.items():
            for name, states in met.states.items():
                inside = path[:1] == ("threads",)
                position = origins.find(*(path if inside else ("arrangements", name, *path)))
                shown = "" if self._everywhere(name, states) else in_words(self._study, states)
                said = f"{words}, {shown}" if shown else words
                key = code, said, position, ".".join(map(str, path[2 * inside :]))
                found.setdefault(key, (met.severity, []))[1].append(name)
        return [
            Finding(code, f"{words} (under {_listed(names)})", position, path, severity)
            for (code, words, position, path), (severity, names) in found.items()
        ]

    def _everywhere(self, arrangement: str, states: list[States]) -> bool:
        """Whether these are all the states in which the arrangement is in force, or none named."""
        a = self._study.arrangements[arrangement]
        return not states or all(s in states for s in self._combinations if holds(a.in_force, s))


def _listed(names: list[str]) -> str:
    shown = [f'"{n}"' for n in names]
    if len(shown) > 3:
        return f"{', '.join(shown[:2])} and {len(shown) - 2} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
