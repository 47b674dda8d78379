"""Authority over forces, rights one step away, relationships: what differs, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from renkei.checks.cases import View
from renkei.checks.grants import Act, acts
from renkei.cli.contrast import Pair, Sentence, Told, same_of
from renkei.cli.wording import listed
from renkei.model.relationship import Authority, Relationship, Scheme, implies

OVER = "Authority over forces"
STEP = "Rights one step away"
TIES = "Relationships"

STRONGEST_FIRST = (
    Authority.COMMAND, Authority.COCOM, Authority.OPCOM, Authority.OPCON, Authority.TACOM,
    Authority.TACON, Authority.PARTIAL_COMMAND,
)  # fmt: skip

Holders = tuple[tuple[str, Authority], ...]
"""Each holder with the authority by which it holds what is asked."""


# -- authority over forces ---------------------------------------------------------------


def holders_now(view: View, authority: Authority, force: str) -> Holders:
    """Who holds an authority over a force, and by what."""
    found = view.authorities.holders(authority, force).lowest
    return tuple((h, _by(view, h, authority, force)) for h in found)


def _by(view: View, headquarters: str, authority: Authority, force: str) -> Authority:
    """The least authority by which it holds another."""
    types = [r.type for _, r in grants(view, headquarters, authority, force)]
    return max(types, key=STRONGEST_FIRST.index, default=authority)


def grants(
    view: View, headquarters: str, authority: Authority, force: str
) -> list[tuple[str, Relationship]]:
    """The relationships by which a headquarters holds an authority over a force.

    One that names no forces is about all that the headquarters below holds.
    """
    forces = view.authorities.forces
    own = [
        (name, r)
        for name, r in view.authorities.active
        if r.from_ == headquarters and implies(r.type, authority)
    ]
    return [x for x in own if force in forces(x[1].forces)] or [x for x in own if not x[1].forces]


def _held_by_name(pair: Pair) -> list[tuple[Authority, str]]:
    """What authorities are written over which forces, under either arrangement."""
    found: set[tuple[Authority, str]] = set()
    for i in pair.shared:
        for view in pair.views(i):
            for _, r in view.authorities.active:
                if r.type in STRONGEST_FIRST:
                    found |= {(r.type, f) for f in view.authorities.forces(r.forces)}
    return sorted(found, key=lambda x: (x[1], STRONGEST_FIRST.index(x[0])))


@dataclass(frozen=True, slots=True)
class _Move:
    authority: Authority
    old: Holders
    new: Holders
    chosen: tuple[int, ...]
    narrowed: bool
    """Nobody holds it, but the relationships that gave it are there and no longer name them."""


def over_forces(pair: Pair) -> tuple[Told, set[tuple[str, Authority, str]]]:
    """Authority over forces that moves, comes or goes.

    Returns:
        What is told, and (headquarters, authority, force) that the sentences account for, so
        that the relationships need not say them again.
    """
    written = _held_by_name(pair)

    def look(view: View) -> dict[tuple[str, Authority], Holders]:
        return {(f, a): held for a, f in written if (held := holders_now(view, a, f))}

    changes, _, _ = pair.changes(look)
    told: set[tuple[str, Authority, str]] = set()
    forces: dict[_Move, list[str]] = {}
    ties: dict[_Move, list[tuple[str, Relationship]]] = {}
    moved: dict[str, list[tuple[set[str], set[str], set[int]]]] = {}
    ordered = sorted(changes.items(), key=lambda c: (c[0][0][0], STRONGEST_FIRST.index(c[0][0][1])))
    for ((force, authority), old, new), chosen in ordered:
        before, after = old or (), new or ()
        was, now = {h for h, _ in before}, {h for h, _ in after}
        if was == now:
            continue  # only the word by which it is held differs; the relationships say so
        for h, by in (*before, *after):
            told |= {(h, by, force), (h, authority, force)}
        wider = moved.setdefault(force, [])
        if any((was, now) == (a, b) and when.issuperset(chosen) for a, b, when in wider):
            continue  # a wider authority said it
        wider.append((was, now, set(chosen)))
        kept = [] if after else _kept(pair, authority, force, chosen)
        move = _Move(authority, before, after, tuple(chosen), bool(kept))
        forces.setdefault(move, []).append(force)
        ties.setdefault(move, []).extend(kept)
    said = [
        _narrowed(pair, move, names, ties[move]) if move.narrowed else _moved(pair, move, names)
        for move, names in forces.items()
    ]  # fmt: skip
    differ = {f for names in forces.values() for f in names}
    held = {f for _, f in written}
    same = same_of("authority over", len(held - differ), len(held), "force")
    return Told(tuple(said), same), told


def _moved(pair: Pair, move: _Move, forces: list[str]) -> Sentence:
    old_view, new_view = pair.views(move.chosen[0])
    over = f"{pair.spell(move.authority)} over {titles(pair, forces)}"
    gone, come = _named(move, move.old), _named(move, move.new)
    before, after = {h for h, _ in move.old}, {h for h, _ in move.new}
    neither = ", neither above the other," if len(after) > 1 else ""
    if not after:
        words = f"nobody holds {over} any more (was {listed(gone)})"
    elif not before:
        words = f"{listed(come)} now holds {over}, which nobody held"
    elif before < after:
        extra = [n for n, (h, _) in zip(come, move.new, strict=True) if h not in before]
        words = f"{listed(extra)} now holds {over} beside {listed(gone)}{neither}"
    elif after < before:
        less = [n for n, (h, _) in zip(gone, move.old, strict=True) if h not in after]
        words = f"{listed(less)} no longer holds {over}, and {listed(come)} alone does"
    else:
        words = f"{over} moves from {listed(gone)} to {listed(come)}{neither}"
    at = [
        pair.study.origins.find("arrangements", view.name, "relationships", name).cited
        for view, holders in ((new_view, move.new), (old_view, move.old if not after else ()))
        for h, _ in holders
        for force in forces
        for name, _ in grants(view, h, move.authority, force)
        if h not in before or view is old_view
    ]
    return pair.sentence(
        OVER, words, move.chosen, at, what="authority", authority=str(move.authority),
        forces=forces, before=sorted(before), after=sorted(after),
    )  # fmt: skip


def _kept(
    pair: Pair, authority: Authority, force: str, chosen: Sequence[int]
) -> list[tuple[str, Relationship]]:
    """The relationships afterwards that gave an authority over a force before, and are still
    there between the same two headquarters without naming it; none if any of them is gone."""
    found: dict[str, Relationship] = {}
    for i in chosen:
        old, new = pair.views(i)
        for h, by in holders_now(old, authority, force):
            for _, was in grants(old, h, authority, force):
                same = [
                    (name, r) for name, r in new.authorities.active
                    if (r.from_, r.to, r.type) == (was.from_, was.to, was.type)
                ]  # fmt: skip
                if not same or by != authority:
                    return []
                found.update(same)
    return list(found.items())


def _narrowed(
    pair: Pair, move: _Move, forces: list[str], ties: list[tuple[str, Relationship]]
) -> Sentence:
    """An authority that stays between the headquarters and reaches forces no longer."""
    below = list(dict.fromkeys(r.to for _, r in ties))
    words = (
        f"{listed(h for h, _ in move.old)} keeps {pair.spell(move.authority)} over "
        f"{listed(below)}, but no longer reaches {titles(pair, forces)} by it"
    )
    for authority in STRONGEST_FIRST:
        there = {holders_now(pair.views(i)[1], authority, f) for i in move.chosen for f in forces}
        if len(there) == 1 and (held := there.pop()):
            them = "them" if len(forces) > 1 else "it"
            words += f": {pair.spell(authority)} over {them} lies with {listed(h for h, _ in held)}"
            break
    at = [pair.at(pair.after, "relationships", name) for name, _ in ties]
    return pair.sentence(
        OVER, words, move.chosen, at, what="authority", authority=str(move.authority),
        forces=forces, before=sorted(h for h, _ in move.old), after=[], kept_over=below,
    )  # fmt: skip


def _named(move: _Move, holders: Holders) -> list[str]:
    """Holders, each with the authority that includes what is asked where that is another."""
    return [h if a == move.authority else f"{h} (by {a})" for h, a in holders]


def titles(pair: Pair, forces: Sequence[str]) -> str:
    """Forces by their titles."""
    return listed(pair.study.forces[f].title for f in forces)


# -- one step away -----------------------------------------------------------------------


def one_step(pair: Pair) -> Told:
    """Acts that could lawfully be done under the one arrangement and not under the other.

    Told are every new taking back, and every handing on to a headquarters that neither had the
    authority nor could be given it by anybody under the other arrangement.
    """
    found: dict[tuple[bool, Act], list[int]] = {}
    every: set[Act] = set()
    differ: set[Act] = set()
    for i in pair.shared:
        old, new = pair.views(i)
        before, after = acts(old), acts(new)
        every |= before | after
        differ |= before ^ after
        for act in sorted(after - before):
            if act.what == "take back" or not _near(old, before, act):
                found.setdefault((True, act), []).append(i)
        for act in sorted(before - after):
            if not _near(new, after, act):
                found.setdefault((False, act), []).append(i)
    by_act: dict[tuple[bool, str, str, Authority, str, tuple[int, ...]], list[str]] = {}
    for (now, act), chosen in found.items():
        one = now, act.giver, act.what, act.authority, act.other, tuple(chosen)
        by_act.setdefault(one, []).append(act.force)
    by_others: dict[tuple[object, ...], list[str]] = {}
    for (now, giver, what, authority, other, when), forces in by_act.items():
        whole = now, giver, what, authority, when, tuple(sorted(forces))
        by_others.setdefault(whole, []).append(other)
    said = [_act(pair, key, sorted(others)) for key, others in by_others.items()]
    said.sort(key=lambda s: (not s.data["now"], s.words))
    left = len(every) - len(differ)
    return Told(tuple(said), same_of("", left, len(every), "lawful act on authority",
                                     "lawful acts on authority"))  # fmt: skip


def _near(view: View, possible: Iterable[Act], act: Act) -> bool:
    """Whether whoever gains by an act holds the authority anyway, or could gain it otherwise."""
    gains = _gainer(act)
    over = act.authority, act.force
    if any(_gainer(a) == gains and (a.authority, a.force) == over for a in possible):
        return True
    if act.authority is Authority.PARTIAL_COMMAND:
        return any(
            r.from_ == gains and r.type is act.authority
            and act.force in view.authorities.forces(r.forces)
            for _, r in view.authorities.active
        )  # fmt: skip
    return gains in view.authorities.holders(act.authority, act.force).whole


def _gainer(act: Act) -> str:
    return act.other if act.what == "hand on" else act.giver


def _act(pair: Pair, key: tuple[object, ...], others: list[str]) -> Sentence:
    new, giver, what, authority, chosen, forces = key
    assert isinstance(authority, Authority) and isinstance(chosen, tuple)
    assert isinstance(forces, tuple) and isinstance(giver, str)
    over = f"{pair.spell(authority)} over {titles(pair, forces)}"
    may = "could now" if new else "could no longer"
    if what == "hand on":
        words = f"{giver} {may} hand {over} on to {listed(others, 'or')}"
    else:
        words = f"{giver} {may} take {over} back from {listed(others)}"
    view = pair.views(chosen[0])[1 if new else 0]
    at = [
        pair.study.origins.find("arrangements", view.name, "relationships", name).cited
        for force in forces
        for name, _ in grants(view, giver, _root(authority), force)
    ]
    return pair.sentence(
        STEP, words, chosen, at, what=what, now=bool(new), by=giver, authority=str(authority),
        forces=list(forces), others=others,
    )  # fmt: skip


def _root(authority: Authority) -> Authority:
    """What its giver must hold."""
    return Authority.COMMAND if authority is Authority.PARTIAL_COMMAND else authority


# -- relationships -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tie:
    """A relationship by what it means, whatever its name."""

    from_: str
    to: str
    type: Authority
    scheme: Scheme | None
    forces: tuple[str, ...]
    referral: str
    granted_by: str


def _ties(view: View) -> dict[_Tie, bool]:
    return dict.fromkeys((tie(view, r) for _, r in view.authorities.active), True)


def tie(view: View, r: Relationship) -> _Tie:
    """What a relationship means; liaison has no direction."""
    first, second = r.from_, r.to
    if r.type is Authority.LIAISON:
        first, second = sorted((first, second))
    forces = tuple(sorted(view.authorities.forces(r.forces)))
    return _Tie(first, second, r.type, r.scheme, forces, r.referral or "", str(r.granted_by or ""))


def relationships(pair: Pair, told: set[tuple[str, Authority, str]]) -> Told:
    """Relationships that come, go or change, by meaning; not those already accounted for."""
    changes, same, every = pair.changes(_ties)
    come: dict[tuple[_Tie, tuple[int, ...]], bool] = {}
    gone: dict[tuple[_Tie, tuple[int, ...]], bool] = {}
    for (each, _, new), states in changes.items():
        (come if new else gone)[each, tuple(states)] = True
    said: list[Sentence] = []
    for old, chosen in list(gone):
        twin = next(
            (
                new for new, when in come
                if when == chosen and (new.from_, new.to) == (old.from_, old.to)
            ),
            None,
        )  # fmt: skip
        if twin is not None:
            del gone[old, chosen], come[twin, chosen]
            bare = not twin.forces and twin == replace(old, forces=())
            same_type = old.type == twin.type
            if not (_known(old, told) and (_known(twin, told) or bare) and same_type):
                said.append(_changed(pair, old, twin, chosen))
    for ties, word in ((come, True), (gone, False)):
        rows: dict[tuple[object, ...], list[_Tie]] = {}
        for each, chosen in ties:
            if not _known(each, told):
                key = each.from_, each.type, each.referral, each.granted_by, chosen
                rows.setdefault(key, []).append(each)
        said += [_listed(pair, several, word, key[-1]) for key, several in rows.items()]
    return Told(tuple(said), same_of("", same, every, "relationship"))


def _known(each: _Tie, told: set[tuple[str, Authority, str]]) -> bool:
    return bool(each.forces) and all((each.from_, each.type, f) in told for f in each.forces)


def _changed(pair: Pair, old: _Tie, new: _Tie, chosen: tuple[int, ...]) -> Sentence:
    between = f"{new.from_} {_PREPOSITION.get(new.type, 'over')} {new.to}"
    if old.type != new.type:
        words = f"{between}: {pair.spell(new.type)} in place of {pair.spell(old.type)}"
        key = "type"
    else:
        parts = []
        key = "forces" if old.forces != new.forces else "referral"
        if old.forces != new.forces:
            names = [titles(pair, t.forces) if t.forces else "no forces" for t in (new, old)]
            parts.append(f"names {names[0]} (named {names[1]})")
        if old.referral != new.referral:
            parts.append(
                f"unresolved matters go to {new.referral or 'nobody'} "
                f"(went to {old.referral or 'nobody'})"
            )
        if old.scheme != new.scheme:
            parts.append(f"by the scheme {new.scheme} (was {old.scheme})")
        if old.granted_by != new.granted_by:
            parts.append(
                f"granted by {new.granted_by or 'nothing'} (was {old.granted_by or 'nothing'})"
            )
        words = f"{pair.spell(new.type)} of {between}: {' and '.join(parts)}"
    at = _tie_lines(pair, [new], True, chosen, key)
    return pair.sentence(
        TIES, words, chosen, at, what="changed", type=str(new.type), headquarters=new.from_,
        others=[new.to],
    )  # fmt: skip


_PREPOSITION = {
    Authority.COORDINATING: "with", Authority.LIAISON: "and", Authority.DIRLAUTH: "with",
    Authority.SUPPORT: "to", Authority.SUPPORT_BY_AGREEMENT: "to",
}  # fmt: skip


def _listed(pair: Pair, several: list[_Tie], new: bool, chosen: object) -> Sentence:
    assert isinstance(chosen, tuple)
    one, others = several[0], sorted({t.to for t in several})
    what, names = pair.spell(one.type), listed(others)
    match one.type:
        case Authority.LIAISON:
            verb = "liaison begins" if new else "liaison ends"
            each = "each of " if len(others) > 1 else ""
            words = f"{verb} between {one.from_} and {each}{names}"
        case Authority.POLITICAL | Authority.JOINT_POLITICAL:
            verb = "now gives" if new else "no longer gives"
            words = f"{one.from_} {verb} {what} to {names}"
        case _:
            verb = "gains" if new else "no longer has"
            words = f"{one.from_} {verb} {what} {_PREPOSITION.get(one.type, 'over')} {names}"
    if one.referral and new:
        words += f"; unresolved matters go to {one.referral}"
    if one.granted_by and new:
        words += f"; granted by {one.granted_by}"
    at = _tie_lines(pair, several, new, chosen)
    return pair.sentence(
        TIES, words, chosen, at, what="new" if new else "gone", type=str(one.type),
        headquarters=one.from_, others=others,
    )  # fmt: skip


def _tie_lines(
    pair: Pair, ties: list[_Tie], new: bool, chosen: tuple[int, ...], *key: str
) -> list[str]:
    view = pair.views(chosen[0])[1 if new else 0]
    return [
        pair.study.origins.find("arrangements", view.name, "relationships", name, *key).cited
        for each in ties
        for name, r in view.authorities.active
        if tie(view, r) == each
    ]
