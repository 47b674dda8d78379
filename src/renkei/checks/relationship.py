"""Authority as doctrine has it: who may hold which kind, over whose forces, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.situations import Collector, Situation
from renkei.findings import Severity
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Authority, Crossing, Relationship, Scheme
from renkei.model.study import Study

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


_HELD_ONCE = (
    (Authority.OPCON, Authority.OPCOM),
    (Authority.COCOM,),
    (Authority.COMMAND,),
)


def check_relationships(study: Study, name: str, faults: Collector) -> None:
    """What a relationship may not be, whatever the states."""
    a = study.arrangements[name]
    for key, r in sorted(a.relationships.items()):
        for code, words, field in (*_wrong(a, r), *_crossing(study, a, r)):
            severity = Severity.WARNING if code == "joint-without-transfer" else Severity.ERROR
            faults.add(code, words, name, "relationships", key, field, severity=severity)


def _wrong(a: Arrangement, r: Relationship) -> Iterator[tuple[str, str, str]]:
    if r.from_ not in a.headquarters or r.to not in a.headquarters:
        return
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


def _crossing(study: Study, a: Arrangement, r: Relationship) -> Iterator[tuple[str, str, str]]:
    """Authority over what is another nation's, or in the hands of several nations."""
    if r.from_ not in a.headquarters or r.to not in a.headquarters:
        return
    giver = nations_of(a, r.from_)
    own = a.headquarters[r.from_].nation, a.headquarters[r.to].nation
    if None not in own and own[0] != own[1]:
        return  # two national headquarters: the check of references has said it
    rule, shared = MEANING[r.type].crossing, len(giver | nations_of(a, r.to)) > 1
    foreign = sorted(
        force
        for name in r.forces
        for force in (study.force_sets[name].forces if name in study.force_sets else (name,))
        if force in study.forces and study.forces[force].nation not in giver
    )
    if rule is Crossing.NEVER and shared:
        several = r.from_ if len(giver) > 1 else r.to
        words = f'"{several}" answers for {_listed(nations_of(a, several))}'
        yield (
            "crosses-nations",
            f"{r.type} never runs from one nation to another, and {words}",
            "type",
        )
    elif rule is Crossing.NEVER and foreign:
        words = f"{foreign[0]} belongs to {study.forces[foreign[0]].nation}"
        yield (
            "crosses-nations", f"{r.type} never runs from one nation to another, and {words}",
            "forces",
        )  # fmt: skip
    elif rule is Crossing.BY_TRANSFER and not r.granted_by and shared:
        yield (
            "joint-without-transfer",
            f"{r.type} in the hands of several nations rests on a transfer by the nation whose "
            "forces they are; say which: 'granted-by'",
            "type",
        )
    elif rule is Crossing.BY_TRANSFER and not r.granted_by and foreign:
        yield (
            "no-transfer",
            f"{foreign[0]} belongs to {study.forces[foreign[0]].nation}; {r.type} over another "
            "nation's forces needs a transfer: 'granted-by'",
            "forces",
        )


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


def check_authority(study: Study, situation: Situation, faults: Collector) -> None:
    """What may not be in the states of one situation."""
    authorities = situation.view.authorities
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
                situation.arrangement, "relationships", key, "type", states=situation.states,
            )  # fmt: skip
        if r.type is Authority.COORDINATING and r.referral is not None:
            _check_referral(situation, key, r, faults)
    _check_held_twice(study, situation, faults)


def _check_referral(situation: Situation, key: str, r: Relationship, faults: Collector) -> None:
    a, referral = situation.view.arrangement, r.referral or ""
    if not {referral, r.from_, r.to} <= a.headquarters.keys():
        return
    below = _below(situation, referral)
    if len(nations_of(a, referral)) > 1 or a.headquarters[referral].nation is None:
        return
    outside = sorted({r.from_, r.to} - below)
    if outside:
        faults.add(
            "referral-not-common",
            f'"{referral}" cannot settle it for both: it is neither above '
            f'"{" and ".join(outside)}" nor a body of both nations',
            situation.arrangement, "relationships", key, "referral",
            severity=Severity.WARNING, states=situation.states,
        )  # fmt: skip


def _below(situation: Situation, headquarters: str) -> set[str]:
    """A headquarters and all that stand under it in whatever way, administration included."""
    seen, todo = {headquarters}, [headquarters]
    while todo:
        at = todo.pop()
        for _, r in situation.view.authorities.active:
            if r.from_ == at and MEANING[r.type].vertical and r.to not in seen:
                seen.add(r.to)
                todo.append(r.to)
    return seen


def _check_held_twice(study: Study, situation: Situation, faults: Collector) -> None:
    """One holder of each kind for each force; who keeps full command or COCOM while another has
    the OPCON holds another kind."""
    authorities = situation.view.authorities
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
                    situation.arrangement, "relationships", max(held[h] for h in lowest), "type",
                    states=situation.states,
                )  # fmt: skip
