"""Authority as doctrine has it: who may hold which kind, over whose forces, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from renkei.checks.aspects import Aspect
from renkei.checks.collector import Collector
from renkei.checks.transfer import can_grant
from renkei.findings import Severity
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Authority, Crossing, Relationship, Scheme
from renkei.model.study import Study

if TYPE_CHECKING:
    from renkei.checks.names import Names

AMERICAN = "USA"
"""The nation whose law knows combatant command."""

_MILITARY = frozenset(
    {
        Authority.COMMAND,
        Authority.COCOM,
        Authority.OPCON,
        Authority.TACON,
        Authority.OPCOM,
        Authority.TACOM,
    }
)
"""What only a headquarters below another is given; political direction is not among it."""

_SCHEMED = {Authority.OPCON, Authority.TACON, Authority.OPCOM, Authority.TACOM}
"""What differs by doctrine, so that it must be said whose it is."""

_HELD_ONCE = (
    (Authority.OPCON, Authority.OPCOM),
    (Authority.COCOM,),
    (Authority.COMMAND,),
)


def check_relationship_names(names: Names, a: Arrangement, r: Relationship, *where: str) -> None:
    """Names that a relationship mentions."""
    names.known("headquarters", r.from_, a.headquarters, *where, "from")
    names.known("headquarters", r.to, a.headquarters, *where, "to")
    names.known("headquarters", r.referral, a.headquarters, *where, "referral")
    names.condition(r.when, {}, *where, "when")
    names.sources(r.source, *where)
    known = {*names.study.forces, *names.study.force_sets}
    for force in r.forces:
        names.known("force", force, known, *where, "forces")
    if r.type in _SCHEMED and r.scheme is None:
        words = f"say whose {r.type} this is: scheme US, NATO, ROK or JPN"
        names.report("no-scheme", words, *where)
    can_grant(names, r.granted_by, *where, "granted-by")


def check_relationships(study: Study, name: str, faults: Collector) -> None:
    """What a relationship may not be, whatever the states."""
    a = study.arrangements[name]
    for key, r in sorted(a.relationships.items()):
        if {r.from_, r.to} <= a.headquarters.keys():
            for code, words, *field in (*_wrong(a, r), *_crossing(study, a, r)):
                faults.add(code, words, name, "relationships", key, *field)


def _wrong(a: Arrangement, r: Relationship) -> Iterator[tuple[str, ...]]:
    giver = nations_of(a, r.from_)
    if r.type is Authority.COCOM:
        if giver != {AMERICAN}:
            yield "not-a-combatant-command", _not_american(r, giver), "type"
        elif r.scheme not in (None, Scheme.US):
            words = f"COCOM is a word of U.S. law; it has no meaning by the scheme {r.scheme}"
            yield "not-a-combatant-command", words, "scheme"
        if r.granted_by:
            words = "COCOM cannot be transferred; what is granted is OPCON or less"
            yield "cocom-delegated", words, "granted-by"


def _crossing(study: Study, a: Arrangement, r: Relationship) -> Iterator[tuple[str, ...]]:
    """Authority over what is another nation's, or in the hands of several nations.

    A headquarters of several nations is wholly of none of them.
    """
    giver, taker = nations_of(a, r.from_), nations_of(a, r.to)
    apart = len(giver) == len(taker) == 1 and giver != taker
    foreign = [
        (force, study.forces[force].nation)
        for name in r.forces
        for force in (study.force_sets[name].forces if name in study.force_sets else (name,))
        if force in study.forces and {study.forces[force].nation} != giver
    ]
    match MEANING[r.type].crossing:
        case Crossing.NEVER:
            words = f"{r.type} never runs from one nation to another"
            if len(giver) > 1 or len(taker) > 1:
                several = r.from_ if len(giver) > 1 else r.to
                both = _listed(nations_of(a, several))
                yield "crosses-nations", f'{words}, and "{several}" answers for {both}', "type"
            elif apart:
                yield "crosses-nations", words, "type"
            elif giver and foreign:
                force, nation = min(foreign)
                yield "crosses-nations", f"{words}, and {force} belongs to {nation}", "forces"
        case Crossing.BY_TRANSFER if giver and not r.granted_by:
            which = "say in 'granted-by' which thread makes it"
            if foreign:
                force, nation = min(foreign)
                whose = f'"{r.from_}" answers for {_listed(giver)}'
                words = f"{r.type} over {force} of {nation} needs a transfer, as {whose}; {which}"
                yield "no-transfer", words, "type" if apart else "forces"
            elif apart or (not r.forces and any({nation} != giver for nation in taker)):
                words = f"{r.type} over another nation's forces needs a transfer; {which}"
                yield "no-transfer", words, "type"
        case _ if apart and r.type is Authority.COORDINATING and r.referral is None:
            words = "say in 'referral' where the two nations take what they cannot agree on"
            yield "no-common-referral", words


def nations_of(a: Arrangement, headquarters: str) -> set[str]:
    """The nations a headquarters answers for: its own, or those of the posts that share it."""
    hq = a.headquarters[headquarters]
    if hq.nation is not None:
        return {hq.nation}
    return {post.nation for post in hq.posts.values() if post.nation is not None}


def _not_american(r: Relationship, giver: set[str]) -> str:
    whose = _listed(giver) if giver else "no nation"
    return (
        f'only a U.S. combatant command holds COCOM, and "{r.from_}" answers for {whose}; '
        "within another nation write 'command', across nations 'OPCON' by a transfer"
    )


def _listed(names: set[str]) -> str:
    return " and ".join(sorted(names))


# -- in given states ---------------------------------------------------------------------


def check_authority(study: Study, aspect: Aspect, faults: Collector) -> None:
    """What may not be in the states of one aspect."""
    authorities = aspect.view.authorities
    above: dict[str, list[tuple[str, Relationship]]] = {}
    for key, r in authorities.active:
        if r.type in _MILITARY:
            above.setdefault(r.to, []).append((key, r))
    for key, r in authorities.active:
        if r.type is Authority.COCOM and r.from_ in above:
            giver, superior = above[r.from_][0]
            faults.add(
                "cocom-delegated",
                f'COCOM is not handed on: "{r.from_}" is itself under {superior.from_} by '
                f'{superior.type} ("{giver}"), so what it gives can be OPCON at most',
                aspect.arrangement, "relationships", key, "type", states=aspect.states,
            )  # fmt: skip
        if r.type is Authority.COORDINATING and r.referral is not None:
            _check_referral(aspect, key, r, faults)
    _check_held_twice(study, aspect, faults)


def _check_referral(aspect: Aspect, key: str, r: Relationship, faults: Collector) -> None:
    a, referral = aspect.view.arrangement, r.referral or ""
    if not {referral, r.from_, r.to} <= a.headquarters.keys():
        return
    below = _below(aspect, referral)
    if len(nations_of(a, referral)) > 1 or a.headquarters[referral].nation is None:
        return
    outside = sorted({r.from_, r.to} - below)
    if outside:
        faults.add(
            "referral-not-common",
            f'"{referral}" cannot settle it for both: it is neither above '
            f'"{" and ".join(outside)}" nor a body of both nations',
            aspect.arrangement, "relationships", key, "referral",
            severity=Severity.WARNING, states=aspect.states,
        )  # fmt: skip


def _below(aspect: Aspect, headquarters: str) -> set[str]:
    """A headquarters and all that stand under it in whatever way, administration included."""
    seen, todo = {headquarters}, [headquarters]
    while todo:
        at = todo.pop()
        for _, r in aspect.view.authorities.active:
            if r.from_ == at and MEANING[r.type].vertical and r.to not in seen:
                seen.add(r.to)
                todo.append(r.to)
    return seen


def _check_held_twice(study: Study, aspect: Aspect, faults: Collector) -> None:
    """One holder of each kind for each force; who keeps full command or COCOM while another has
    the OPCON holds another kind."""
    authorities = aspect.view.authorities
    for kinds in _HELD_ONCE:
        givers: dict[str, dict[str, str]] = {}
        for key, r in authorities.active:
            if r.type in kinds:
                for force in authorities.forces(r.forces):
                    givers.setdefault(force, {}).setdefault(r.from_, key)
        for force, held in sorted(givers.items()):
            lowest = sorted(h for h in held if not authorities.below(h) & held.keys() - {h})
            if len(lowest) > 1 and force in study.forces:
                faults.add(
                    "opcon-held-twice",
                    f"{' and '.join(lowest)} both hold {kinds[0]} over {force}, neither below the "
                    "other",
                    aspect.arrangement, "relationships", max(held[h] for h in lowest), "type",
                    states=aspect.states,
                )  # fmt: skip
