"""Who may take another post's place: who is near, who is entitled to a decision or a consent.

A remedy may not say who is entitled: it goes by what the study says without it. So whatever
moves a decision, a consent or the voice of a nation to another post (a right, a duty that a right
names, a relationship that makes another headquarters the holder) is held against the same rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.cases import View
from renkei.checks.duty import PostName
from renkei.checks.right import found
from renkei.model.consent import Right
from renkei.model.relationship import MEANING
from renkei.model.state import holds

SELF, ABOVE, BELOW, TIED, FAR = range(5)


def nearness(view: View, headquarters: str) -> dict[str, int]:
    """Headquarters by how near they are: itself, above, below, tied to it."""
    near = {headquarters: SELF}

    def put(name: str, how: int) -> None:
        near[name] = min(how, near.get(name, FAR))

    for _, r in view.authorities.active:
        vertical = MEANING[r.type].vertical
        if r.to == headquarters:
            put(r.from_, ABOVE if vertical else TIED)
        if r.from_ == headquarters:
            put(r.to, BELOW if vertical else TIED)
    return near


def others(view: View, post: PostName) -> list[PostName]:
    """Posts of the same nation: near in the chain first, of the same name, with the most people.

    Whoever decides, consents or advises on anything is a principal: only another one may take its
    place, not a watch.
    """
    nation = view.router.nation(post)
    principals = {
        found(view, phrase)
        for right in view.arrangement.rights.values()
        if holds(right.when, view.states)
        for _, phrase in given(right)
    }
    near = nearness(view, post.headquarters)
    every = [
        PostName(name, p)
        for name, hq in sorted(view.arrangement.headquarters.items())
        for p in sorted(hq.posts)
    ]
    return sorted(
        (
            p for p in every
            if p != post and view.router.nation(p) == nation
            and (post not in principals or p in principals)
        ),
        key=lambda p: (
            p.headquarters not in near, p.post != post.post, near.get(p.headquarters, FAR),
            -view.arrangement.headquarters[p.headquarters].posts[p.post].people, p.full,
        ),
    )  # fmt: skip


def entitled(view: View, post: PostName, function: str) -> list[PostName]:
    """Posts that may decide or consent to a function in a post's place: of the same nation, in the
    same headquarters or next to it, that decide or consent to something already; where the
    decision is reserved, those of the same chain with a voice in it."""
    near = nearness(view, post.headquarters)
    phrases = [
        phrase
        for right in view.arrangement.rights.values()
        if holds(right.when, view.states)
        for phrase in (right.decides, *(c.of for c in right.consent.values()))
    ]
    far = TIED
    nation = view.router.nation(post)
    for reserved in view.study.reserved.values():
        if function in reserved.functions and reserved.nation == nation and reserved.voice:
            phrases, far = list(reserved.voice), BELOW
    known = {found(view, phrase) for phrase in phrases}
    return [
        p for p in others(view, post) if p in known and near.get(p.headquarters, FAR) <= far
    ]  # fmt: skip


def given(right: Right) -> Iterator[tuple[str, str]]:
    """What a right gives to whom: "decision", "consent" or "advice", with each phrase."""
    yield "decision", right.decides
    for _, consent in sorted(right.consent.items()):
        yield "consent", consent.of
    for _, consent in sorted(right.consult.items()):
        yield "advice", consent.of


def carried(view: View, duty: str) -> list[tuple[str, str]]:
    """The decisions and consents that go with a duty in the states of a view: which of the two,
    and the function."""
    return [
        (what, right.function)
        for _, right in sorted(view.arrangement.rights.items())
        if holds(right.when, view.states)
        for what, phrase in given(right)
        if phrase == f"duty {duty}" and what != "advice"
    ]


def voices(view: View, duty: str) -> list[set[PostName | None]]:
    """The posts that are a nation's voice in each decision in which a duty is one of them."""
    return [
        {found(view, phrase) for phrase in reserved.voice}
        for _, reserved in sorted(view.study.reserved.items())
        if f"duty {duty}" in reserved.voice
    ]


def moved(before: View, after: View) -> str:
    """What passes to a post that is not entitled to it, as far as the study without the changes
    says; nothing where all stays in the right hands.

    Args:
        before, after: the same arrangement in the same states, without changes and with them.
    """
    for name, right in sorted(before.arrangement.rights.items()):
        if not holds(right.when, before.states):
            continue
        pairs = zip(given(right), given(after.arrangement.rights[name]), strict=True)
        for (what, phrase), (_, now) in pairs:
            old, new = found(before, phrase), found(after, now)
            if old == new:
                continue
            which = f'the {what} on "{right.function}"'
            if old is None or new is None:
                return f"{which} would pass from {_name(old)} to {_name(new)}"
            fit = others(before, old) if what == "advice" else entitled(before, old, right.function)
            if new not in fit:
                return f"{which} would pass to {new.phrase}, which is not entitled to it"
    for name, reserved in sorted(before.study.reserved.items()):
        had = {found(before, phrase) for phrase in reserved.voice} - {None}
        for phrase in reserved.voice:
            voice = found(after, phrase)
            if voice != found(before, phrase) and voice not in had:
                return (
                    f'the voice of {reserved.nation} in "{reserved.title or name}" would pass to '
                    f"{_name(voice)}"
                )
    return ""


def _name(post: PostName | None) -> str:
    return "nobody" if post is None else post.phrase
