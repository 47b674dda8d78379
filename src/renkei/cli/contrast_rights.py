"""Who decides, whose consent and consultation, which duties: what differs, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from renkei.checks.cases import View
from renkei.checks.duty import PostName, Unresolved
from renkei.cli.contrast import Pair, Sentence, Told, same_of
from renkei.cli.reasons import Reasons
from renkei.cli.wording import about, chance, nation_title
from renkei.evidence.duration import words as duration
from renkei.model.consent import Consent, Right

DECIDES = "Who decides"
CONSENT = "Whose consent and consultation"
DUTIES = "Duties"


def decider(view: View, function: str) -> tuple[str, Right, PostName] | None:
    """The right on a function and the post that decides it; None if nobody does."""
    try:
        name, right = view.right(function)
        return name, right, view.resolver.resolve(right.decides)
    except Unresolved:
        return None


def functions_of(view: View) -> list[str]:
    """Every function somebody has a right on, in some state."""
    return sorted({r.function for r in view.arrangement.rights.values()})


# -- who decides -------------------------------------------------------------------------


def deciding(pair: Pair) -> Told:
    """Rights to decide that move, come or go."""

    def look(view: View) -> dict[str, PostName]:
        found = ((f, decider(view, f)) for f in functions_of(view))
        return {f: held[2] for f, held in found if held is not None}

    changes, same, every = pair.changes(look)
    said: list[Sentence] = []
    for (function, old, new), chosen in changes.items():
        views = pair.views(chosen[0])
        reserved = _reserved(pair, function)
        if new is None and old is not None:
            was = _named(pair, views[0], old)
            words = f'nobody decides "{function}" any more (was {was}){reserved}'
            at = _lines(views[0], function)
        elif new is not None:
            was = f"was {_named(pair, views[0], old)}" if old else "nobody did before"
            words = f'{_named(pair, views[1], new)} now decides "{function}" ({was}){reserved}'
            at = _lines(views[1], function)
        else:
            continue
        said.append(
            pair.sentence(
                DECIDES, words, chosen, at, what="decider", function=function,
                before=old and old.phrase, after=new and new.phrase,
            )
        )  # fmt: skip
    return Told(tuple(said), same_of("who decides", same, every, "function"))


def _lines(view: View, function: str) -> list[str]:
    held = decider(view, function)
    return [] if held is None else [r.at for r in Reasons(view, ()).right(held[0])]


def _named(pair: Pair, view: View, post: PostName) -> str:
    """A post with its nation: "minister of MOD (Japan)"."""
    return f"{post.phrase}{pair.nation(view.router.nation(post))}"


def _reserved(pair: Pair, function: str) -> str:
    """A mark on a decision that a nation keeps for itself."""
    nations = sorted(
        {r.nation for r in pair.study.reserved.values() if function in r.functions}
    )  # fmt: skip
    if not nations:
        return ""
    titles = " and ".join(nation_title(pair.study, n) for n in nations)
    return f", which {titles} {'reserves' if len(nations) == 1 else 'reserve'},"


# -- consent and consultation ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A post asked on a function, apart from the name of its role."""

    kind: str
    post: PostName
    terms: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    function: str
    kind: str
    what: str
    """added, gone, instead, turned or terms."""
    old: _Asked | None
    new: _Asked | None


_VERB = {"consent": "consent of", "consult": "consultation of", "inform": "word to"}


def asking(pair: Pair) -> Told:
    """Consents, consultations and reports that are added, go, move or change their terms."""
    found: dict[_Change, list[int]] = {}
    functions: set[str] = set()
    for i in pair.shared:
        old, new = pair.views(i)
        for function in sorted({*functions_of(old), *functions_of(new)}):
            before, after = _asked(old, function), _asked(new, function)
            if before is None and after is None:
                continue
            functions.add(function)
            if after is not None:
                for change in _compared(function, before or {}, after):
                    found.setdefault(change, []).append(i)
    said: list[Sentence] = []
    for change, chosen in sorted(found.items(), key=lambda c: (c[0].function, str(c[0]))):
        said.append(_told(pair, change, chosen))
    differ = {change.function for change in found}
    left = len(functions - differ)
    return Told(tuple(said), same_of("whom to ask on", left, len(functions), "function"))


def _asked(view: View, function: str) -> dict[str, _Asked] | None:
    """Who is asked, by kind and role; None where nobody decides."""
    held = decider(view, function)
    if held is None:
        return None
    _, right, decides = held
    found: dict[str, _Asked] = {}
    for kind, roles in (("consent", right.consent), ("consult", right.consult)):
        for role, consent in sorted(roles.items()):
            post = _resolved(view, consent.of)
            if post is not None and post != decides:
                found[f"{kind}: {role}"] = _Asked(kind, post, _terms(consent))
    for phrase in right.inform:
        post = _resolved(view, phrase)
        if post is not None:
            found[f"inform: {phrase}"] = _Asked("inform", post, ())
    return found


def _resolved(view: View, phrase: str) -> PostName | None:
    try:
        return view.resolver.resolve(phrase)
    except Unresolved:
        return None


def _terms(c: Consent) -> tuple[object, ...]:
    return c.takes, c.refuses, c.within, c.level, c.deliberation, c.eased_by


def _compared(
    function: str, before: Mapping[str, _Asked], after: Mapping[str, _Asked]
) -> Iterator[_Change]:
    """Roles only help to pair what moved: a new name for a role is no difference."""
    gone = dict(before)
    come = dict(after)

    def drop(old: str, new: str) -> tuple[_Asked, _Asked]:
        return gone.pop(old), come.pop(new)

    def pairs(fits: str) -> list[tuple[str, str]]:
        taken: set[str] = set()
        found: list[tuple[str, str]] = []
        for old, a in gone.items():
            for new, b in come.items():
                if new in taken or not _fits(fits, old, a, new, b):
                    continue
                taken.add(new)
                found.append((old, new))
                break
        return found

    for old, new in pairs("same"):
        drop(old, new)
    for old, new in pairs("terms"):
        a, b = drop(old, new)
        yield _Change(function, b.kind, "terms", a, b)
    for old, new in pairs("turned"):
        a, b = drop(old, new)
        yield _Change(function, b.kind, "turned", a, b)
    for old, new in pairs("role"):
        a, b = drop(old, new)
        yield _Change(function, b.kind, "instead", a, b)
    for kind in _VERB:
        only_old = [r for r, a in gone.items() if a.kind == kind]
        only_new = [r for r, a in come.items() if a.kind == kind]
        if len(only_old) == len(only_new) == 1:
            a, b = drop(only_old[0], only_new[0])
            yield _Change(function, kind, "instead", a, b)
    for a in gone.values():
        yield _Change(function, a.kind, "gone", a, None)
    for b in come.values():
        yield _Change(function, b.kind, "added", None, b)


def _fits(how: str, old: str, a: _Asked, new: str, b: _Asked) -> bool:
    match how:
        case "same":
            return a == b
        case "terms":
            return (a.kind, a.post) == (b.kind, b.post)
        case "turned":
            return a.post == b.post
        case _:
            return old == new


def _told(pair: Pair, change: _Change, chosen: list[int]) -> Sentence:
    views = pair.views(chosen[0])
    function, old, new = change.function, change.old, change.new
    verb = _VERB[change.kind]
    who_old = _named(pair, views[0], old.post) if old is not None else ""
    who_new = _named(pair, views[1], new.post) if new is not None else ""
    reserved = _reserved(pair, function) if change.kind == "consent" else ""
    match change.what:
        case "added":
            words = f'{verb} {who_new} added to "{function}"{reserved}'
        case "gone":
            words = f'{verb} {who_old} no longer needed on "{function}"{reserved}'
        case "instead":
            words = f'{verb} {who_new} in place of {who_old} on "{function}"{reserved}'
        case "turned":
            assert old is not None
            was = _VERB[old.kind].split()[0]
            words = f'{verb} {who_new} in place of its {was} on "{function}"'
        case _:
            words = f'{verb} {who_new} on "{function}": {_terms_words(pair, old, new)}'
    at = _asked_lines(views[1], function, new) if new else _asked_lines(views[0], function, old)
    return pair.sentence(
        CONSENT, words, chosen, at, what=change.what, kind=change.kind, function=function,
        before=old and old.post.phrase, after=new and new.post.phrase,
    )  # fmt: skip


def _asked_lines(view: View, function: str, asked: _Asked | None) -> list[str]:
    """Where it is written that a post is asked, and why it is that post."""
    held = decider(view, function)
    if asked is None or held is None:
        return []
    name, right, _ = held
    roles = {"consent": right.consent, "consult": right.consult}.get(asked.kind, {})
    written = "arrangements", view.name, "rights", name, asked.kind
    for role, consent in sorted(roles.items()):
        if _resolved(view, consent.of) == asked.post:
            at = view.study.origins.find(*written, role).cited
            return [at, *(r.at for r in Reasons(view, ()).holder(consent.of, at))]
    return [view.study.origins.find(*written).cited]


def _terms_words(pair: Pair, old: _Asked | None, new: _Asked | None) -> str:
    assert old is not None and new is not None
    said: list[str] = []
    for name, a, b in zip(
        ("takes", "refuses", "within", "level", "deliberation", "eased"),
        old.terms, new.terms, strict=True,
    ):  # fmt: skip
        if a == b:
            continue
        if name == "within":
            limits = [f"limit {duration(x)}" if isinstance(x, int) else "no limit" for x in (b, a)]
            said.append(f"{limits[0]} (was {limits[1]})")
        elif name == "deliberation":
            said.append(f"{'now' if b else 'no longer'} a political judgement")
        elif name == "level":
            said.append(f"word of level {b or 'of the step'} (was {a or 'of the step'})")
        else:
            verb = {"takes": "answering takes", "refuses": "the answer is no with",
                    "eased": "time saved"}[name]  # fmt: skip
            said.append(f"{verb} {_number(pair, b)} (was {_number(pair, a)})")
    return "; ".join(said)


def _number(pair: Pair, name: object) -> str:
    estimate = next((e for e in pair.checked.estimates if e.name == name), None)
    if estimate is None:
        return "never"
    return about(estimate) if estimate.unit == "time" else chance(estimate)


# -- duties ------------------------------------------------------------------------------


def duty_holder(view: View, duty: str) -> PostName | None:
    """The post that has a duty in these states."""
    return _resolved(view, f"duty {duty}")


def duties(pair: Pair) -> Told:
    """Duties that move, come or go."""

    def look(view: View) -> dict[str, PostName]:
        found = ((d, duty_holder(view, d)) for d in view.arrangement.duties)
        return {d: post for d, post in found if post is not None}

    changes, same, every = pair.changes(look)
    said: list[Sentence] = []
    for (duty, old, new), chosen in changes.items():
        views = pair.views(chosen[0])
        noun = pair.new.duties.get(duty) or pair.old.duties[duty]
        named = f'{duty}, "{noun.title}"' if noun.title else duty
        if new is not None:
            was = f"was {old.phrase}" if old else "nobody had it before"
            named += "," if noun.title else ""
            words = f"the duty {named} now lies with {new.phrase} ({was})"
            at = [r.at for r in Reasons(views[1], ()).holder(f"duty {duty}", "")]
        elif old is not None:
            words = f"nobody has the duty {named} any more (was {old.phrase})"
            at = [pair.at(pair.before, "duties", duty)]
        else:
            continue
        said.append(
            pair.sentence(
                DUTIES, words, chosen, at, what="duty", duty=duty,
                before=old and old.phrase, after=new and new.phrase,
            )
        )  # fmt: skip
    return Told(tuple(said), same_of("who has", same, every, "duty", "duties"))
