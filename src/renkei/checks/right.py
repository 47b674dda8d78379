"""Rights: whether they overlap, and whether who decides is entitled to the act."""

from __future__ import annotations

from collections import Counter

from renkei.checks.aspects import Aspect
from renkei.checks.authority import Authorities
from renkei.checks.cases import View
from renkei.checks.collector import Collector
from renkei.checks.duty import PostName, Unresolved
from renkei.findings import Severity, nearest
from renkei.model.consent import Needs, Right
from renkei.model.relationship import MEANING, Authority, Scheme, implies
from renkei.model.state import holds
from renkei.model.study import Study

_POLITICAL = frozenset({Authority.POLITICAL, Authority.JOINT_POLITICAL})


def check_rights(study: Study, aspect: Aspect, faults: Collector) -> None:
    """What is wrong with the rights of one aspect."""
    view, name = aspect.view, aspect.arrangement
    held = {k: r for k, r in sorted(view.arrangement.rights.items()) if holds(r.when, view.states)}
    times = Counter(r.function for r in held.values())
    for function in sorted(f for f, n in times.items() if n > 1):
        keys = [k for k, r in held.items() if r.function == function]
        faults.add(
            "overlapping-rights", f'{" and ".join(keys)} both give "{function}"',
            name, "rights", keys[-1], "function", states=aspect.states,
        )  # fmt: skip
    for key, right in held.items():
        decider = found(view, right.decides)
        if decider is not None:
            _check_liaison(aspect, key, right, decider, faults)
            if right.needs is not None:
                _check_needs(study, aspect, key, right.needs, decider, faults)


def found(view: View, phrase: str) -> PostName | None:
    """The post a phrase means; None where others have to say that it means none."""
    try:
        return view.resolver.resolve(phrase)
    except Unresolved:
        return None


# -- liaison -----------------------------------------------------------------------------


def _check_liaison(
    aspect: Aspect, key: str, right: Right, decider: PostName, faults: Collector
) -> None:
    _speaks(aspect, key, right, decider, "decides", faults, "decides")
    for role, consent in sorted(right.consent.items()):
        asked = found(aspect.view, consent.of)
        if asked is not None:
            _speaks(aspect, key, right, asked, "consents to", faults, "consent", role, "of")


def _lent(
    aspect: Aspect, key: str, right: Right, who: PostName, does: str, faults: Collector,
    *where: str,
) -> None:  # fmt: skip
    """A post of one nation inside a headquarters of another that decides: perhaps it is lent, and
    nobody has said so."""
    house = aspect.view.arrangement.headquarters[who.headquarters]
    nation = house.posts[who.post].nation
    if nation is None or house.nation is None or nation == house.nation:
        return
    faults.add(
        "foreign-post-decides",
        f'{who.phrase} is of {nation} in a headquarters of {house.nation}, and {does} '
        f'"{right.function}"; if it is lent, say so with "liaison-from"',
        aspect.arrangement, "rights", key, *where, severity=Severity.WARNING,
    )  # fmt: skip


def _speaks(
    aspect: Aspect, key: str, right: Right, who: PostName, does: str, faults: Collector,
    *where: str,
) -> None:  # fmt: skip
    post = aspect.view.arrangement.headquarters[who.headquarters].posts[who.post]
    if post.liaison_from is None:
        _lent(aspect, key, right, who, does, faults, *where)
        return
    if right.function in post.speaks_for:
        return
    granted = ", ".join(f'"{f}"' for f in post.speaks_for) or "nothing"
    faults.add(
        "liaison-decides",
        f'{who.full} is a liaison officer of {post.liaison_from} and {does} "{right.function}"; it '
        f"may speak for {granted}. Ask {post.liaison_from}, or grant it in 'speaks-for'",
        aspect.arrangement, "rights", key, *where,
    )  # fmt: skip


# -- the authority an act needs ----------------------------------------------------------


def _check_needs(
    study: Study, aspect: Aspect, key: str, needs: Needs, decider: PostName,
    faults: Collector,
) -> None:  # fmt: skip
    if needs.over not in study.forces and needs.over not in study.force_sets:
        known = {*study.forces, *study.force_sets}
        faults.add(
            "unknown-force", f'no force "{needs.over}". {nearest(needs.over, known)}',
            aspect.arrangement, "rights", key, "needs", "over",
        )  # fmt: skip
        return
    authorities, here = aspect.view.authorities, decider.headquarters
    wanted = authorities.forces((needs.over,))
    missing = sorted(wanted - forces_under(authorities, here, needs.authority, needs.scheme))
    if not missing:
        return
    scheme = f" ({needs.scheme})" if needs.scheme else ""
    words = (
        f"{decider.full} decides, but {here} holds no {needs.authority}{scheme} over "
        f"{', '.join(missing)}"
    )
    ties = [
        r.to
        for _, r in authorities.active
        if r.type is Authority.COORDINATING
        and r.from_ == here
        and not _at(r.to, authorities).isdisjoint(missing)
    ]
    if ties:
        words += f"; its coordinating authority over {ties[0]} may require consultation, no more"
    faults.add(
        "lacks-authority", words, aspect.arrangement, "rights", key, "needs", "authority",
        states=aspect.states,
    )  # fmt: skip


def _at(headquarters: str, authorities: Authorities) -> set[str]:
    """Forces that somebody's authority says are at a headquarters."""
    return {
        f
        for _, r in authorities.active
        if r.to == headquarters and MEANING[r.type].orders
        for f in authorities.forces(r.forces)
    }


def forces_under(
    authorities: Authorities, headquarters: str, authority: Authority, scheme: Scheme | None
) -> set[str]:
    """The forces over which a headquarters holds an authority, or one that implies it.

    Schemes do not mix (rule 15): where one is named, a relationship of another scheme gives
    nothing. Political direction is over whatever the headquarters below it command.
    """
    if authority in _POLITICAL:
        mine = {headquarters, *authorities.below(headquarters)}
        return {
            f
            for _, r in authorities.active
            if r.from_ in mine and implies(r.type, Authority.OPCON)
            for f in authorities.forces(r.forces)
        }
    forces: set[str] = set()
    seen = {headquarters}
    todo = [headquarters]
    while todo:
        at = todo.pop()
        for _, r in authorities.active:
            if r.from_ != at or not implies(r.type, authority):
                continue
            own = r.scheme or (Scheme.US if r.type is Authority.COCOM else None)
            if scheme is not None and own is not None and own is not scheme:
                continue
            if r.forces:
                forces |= authorities.forces(r.forces)
            elif r.to not in seen:
                seen.add(r.to)
                todo.append(r.to)
    return forces
