"""Headquarters, posts, people, links, disclosure, hours: what differs, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from renkei.checks.case import CasePost
from renkei.checks.cases import View
from renkei.checks.duty import PostName
from renkei.checks.presence import seat
from renkei.checks.staffing import SHIFT_RULE, totals
from renkei.cli.contrast import Pair, Sentence, Told, same_of
from renkei.cli.contrast_rights import decider, duty_holder, functions_of
from renkei.cli.doors import counted
from renkei.cli.wording import (
    about,
    hours_in_words,
    listed,
    nation_title,
    reach_in_words,
)
from renkei.model.arrangement import Arrangement
from renkei.model.headquarters import Headquarters, Post
from renkei.model.link import Link

HEADQUARTERS = "Headquarters and posts"
PEOPLE = "Seats and people"
LINKS = "Links"
DISCLOSURE = "Disclosure"
HOURS = "Hours: who can be reached when"


def _place(pair: Pair, name: str) -> str:
    noun = pair.study.places.get(name)
    return noun.title if noun is not None and noun.title else name


# -- headquarters and posts --------------------------------------------------------------


def headquarters(pair: Pair) -> Told:
    """Headquarters that appear, disappear or move, and what their posts are."""
    said: list[Sentence] = []
    old, new = pair.old.headquarters, pair.new.headquarters
    for name in sorted({*old, *new}):
        if name not in old:
            where = f"at {_place(pair, new[name].place)}"
            words = f"{_described(pair, name, new[name])} appears {where}, with {_posts(new[name])}"
            said.append(_of(pair, words, name, "new"))
        elif name not in new:
            words = f"{_described(pair, name, old[name])} disappears, with {_posts(old[name])}"
            said.append(_of(pair, words, name, "gone", before=True))
        else:
            said += [
                _of(pair, words, name, "changed", *path, before=gone)
                for words, path, gone in _changed(pair, name, old[name], new[name])
            ]
    shared = old.keys() & new.keys()
    left = len(shared - {s.data["headquarters"] for s in said})
    return Told(tuple(said), same_of("the posts of", left, len({*old, *new}), "headquarters",
                                     "headquarters"))  # fmt: skip


def _of(pair: Pair, words: str, name: str, what: str, *path: str, before: bool = False) -> Sentence:
    at = pair.at(pair.before if before else pair.after, "headquarters", name, *path)
    return pair.sentence(HEADQUARTERS, words, _always(pair), [at], what=what, headquarters=name)


def _always(pair: Pair) -> range:
    return range(len(pair.combinations))


def _described(pair: Pair, name: str, hq: Headquarters) -> str:
    nation = nation_title(pair.study, hq.nation) if hq.nation else "shared"
    japanese = f", {hq.japanese}" if hq.japanese else ""
    return f"{name} ({hq.title}{japanese}; {nation})"


def _posts(hq: Headquarters) -> str:
    seats = [f"{name} ({counted(p.people, 'seat')})" for name, p in sorted(hq.posts.items())]
    return listed(seats)


def _changed(
    pair: Pair, name: str, old: Headquarters, new: Headquarters
) -> Iterable[tuple[str, tuple[str, ...], bool]]:
    """What is said, where it is written, and whether that is in the arrangement before."""
    if old.place != new.place:
        words = f"{name} moves to {_place(pair, new.place)} (was at {_place(pair, old.place)})"
        yield words, ("place",), False
    if old.nation != new.nation:
        nations = [nation_title(pair.study, h.nation) if h.nation else "shared" for h in (new, old)]
        yield f"{name} answers for {nations[0]} (was {nations[1]})", ("nation",), False
    for post in sorted({*old.posts, *new.posts}):
        a, b = old.posts.get(post), new.posts.get(post)
        of = PostName(name, post).phrase
        if a is None and b is not None:
            yield f"{of} appears ({counted(b.people, 'seat')})", ("posts", post), False
        elif b is None and a is not None:
            yield f"{of} disappears (was {counted(a.people, 'seat')})", ("posts", post), True
        elif a is not None and b is not None:
            for words, key in _post_changed(pair, a, b):
                yield f"{of} {words}", ("posts", post, key), False


def _post_changed(pair: Pair, a: Post, b: Post) -> Iterable[tuple[str, str]]:
    if a.people != b.people:
        yield f"has {counted(b.people, 'seat')} (was {a.people})", "people"
    if a.nation != b.nation:
        nations = [nation_title(pair.study, p.nation) if p.nation else "the headquarters'"
                   for p in (b, a)]  # fmt: skip
        yield f"is of {nations[0]} (was {nations[1]})", "nation"
    for key, old, new, work in (
        ("handles-word", a.handles_word, b.handles_word, "passes word on"),
        ("reviews-disclosure", a.reviews_disclosure, b.reviews_disclosure, "reviews disclosure"),
    ):
        if old != new and old is None:
            yield f"now {work}, {_number(pair, new)}", key
        elif old != new and new is None:
            verb = work.replace("passes", "passes no").replace("reviews", "reviews no")
            yield f"{verb.replace(' on', ' on any more')} (did before)", key
        elif old != new:
            yield f"{work} in {_number(pair, new)} (was {_number(pair, old)})", key
    if a.pause != b.pause:
        when = "lays work in hand down at the end of a shift" if b.pause else "finishes what it has"
        yield f"now {when}", "pause"


def _number(pair: Pair, name: str | None) -> str:
    return next((about(e) for e in pair.checked.estimates if e.name == name), "no time")


# -- people ------------------------------------------------------------------------------


def people(pair: Pair) -> Told:
    """Seats and people more or fewer, by place and nation."""

    def look(view: View) -> dict[tuple[str, str], tuple[int, int]]:
        return totals(view)

    changes, same, every = pair.changes(look)
    by_difference: dict[tuple[str, str, int, int], list[int]] = {}
    for ((place, nation), old, new), chosen in changes.items():
        before, after = old or (0, 0), new or (0, 0)
        seats, needed = after[0] - before[0], after[1] - before[1]
        by_difference.setdefault((place, nation, seats, needed), []).extend(chosen)
    said = [
        pair.sentence(
            PEOPLE, _people(pair, place, nation, seats, needed), sorted(chosen), (),
            what="people", place=place, nation=nation, seats=seats, people=needed,
        )
        for (place, nation, seats, needed), chosen in by_difference.items()
    ]  # fmt: skip
    return Told(tuple(said), same_of("people at", same, every, "place", "places"))


def _people(pair: Pair, place: str, nation: str, seats: int, needed: int) -> str:
    amount = f"about {_more(needed, 'person', 'people')}"
    if seats == needed:
        amount = _more(needed, "person", "people")
    in_seats = f", in {_more(seats, 'seat')}" if seats else ", in the same seats"
    where = f"{_place(pair, place)} ({nation_title(pair.study, nation)})"
    return f"{amount} at {where}{in_seats}"


def _more(number: int, one: str, many: str = "") -> str:
    return f"{counted(abs(number), one, many)} {'more' if number > 0 else 'fewer'}"


def shift_rule() -> str:
    """The shift rule in one sentence."""
    return (
        f"People by the shift rule: a seat staffed at every hour of the week is about {SHIFT_RULE} "
        "people, any other seat one."
    )


# -- links and disclosure ----------------------------------------------------------------


def links(pair: Pair) -> Told:
    """Links that come, go or join others, by whom they join, whatever their names."""
    old = {n: _joins(pair.old, x) for n, x in sorted(pair.old.links.items())}
    new = {n: _joins(pair.new, x) for n, x in sorted(pair.new.links.items())}
    gone = {n for n in old if old[n] not in new.values()}
    come = {n for n in new if new[n] not in old.values()}
    said: list[Sentence] = []
    for name in sorted(gone | come):
        more: dict[str, Any] = {"link": name}
        if name in gone and name in come:
            words, what = _link_changed(pair, name, old[name], new[name]), "changed"
        elif name in come:
            members, transit = new[name]
            what = "new"
            takes = _number(pair, transit)
            words = f'new link "{name}" joins {listed(members)}, {takes} in transit'
        else:
            words, what = f'the link "{name}" between {listed(old[name][0])} goes', "gone"
        arrangement = pair.before if what == "gone" else pair.after
        at = pair.at(arrangement, "links", name)
        said.append(pair.sentence(LINKS, words, _always(pair), [at], what=what, **more))
    every = len(old.keys() | new.keys())
    return Told(tuple(said), same_of("the members of", every - len(said), every, "link"))


def _joins(arrangement: Arrangement, link: Link) -> tuple[tuple[str, ...], str]:
    return tuple(sorted(m for m in link.between if m in arrangement.headquarters)), link.transit


def _link_changed(
    pair: Pair, name: str, old: tuple[tuple[str, ...], str], new: tuple[tuple[str, ...], str]
) -> str:
    parts: list[str] = []
    if joined := sorted(set(new[0]) - set(old[0])):
        parts.append(f"joins {listed(joined)} as well")
    if left := sorted(set(old[0]) - set(new[0])):
        parts.append(f"no longer joins {listed(left)}")
    if old[1] != new[1]:
        parts.append(f"takes {_number(pair, new[1])} in transit (was {_number(pair, old[1])})")
    return f'the link "{name}" {" and ".join(parts)}'


def disclosure(pair: Pair) -> Told:
    """What one nation passes freely to another."""
    levels = pair.study.levels
    said: list[Sentence] = []
    old, new = _free(pair, pair.old), _free(pair, pair.new)
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key, ("", levels[0])), new.get(key, ("", levels[0]))
        if before[1] == after[1]:
            continue
        giver, taker = (nation_title(pair.study, n) for n in key)
        words = f"{giver} passes freely to {taker} up to {after[1]} (was {before[1]})"
        name, arrangement = (after[0], pair.after) if after[0] else (before[0], pair.before)
        at = pair.at(arrangement, "agreements", name)
        said.append(
            pair.sentence(
                DISCLOSURE, words, _always(pair), [at], what="level",
                **{"from": key[0], "to": key[1], "before": before[1], "after": after[1]},
            )
        )  # fmt: skip
    every = len(old.keys() | new.keys())
    return Told(tuple(said), same_of("disclosure in", every - len(said), every, "direction"))


def _free(pair: Pair, arrangement: Arrangement) -> dict[tuple[str, str], tuple[str, str]]:
    """(agreement, highest level) by (from, to)."""
    levels = list(pair.study.levels)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name, agreement in sorted(arrangement.agreements.items()):
        key = agreement.from_, agreement.to
        known = found.get(key)
        if known is None or levels.index(agreement.level) > levels.index(known[1]):
            found[key] = name, agreement.level
    return found


# -- hours -------------------------------------------------------------------------------


def availability(view: View, post: CasePost) -> tuple[str, str]:
    """Hours with their zone, and how the post is reached outside them."""
    hours = hours_in_words(post.hours[0])
    if hours == "around the clock":
        return hours, ""
    reached = reach_in_words(post, view.estimates)
    return (hours if hours == "never on duty" else f"{hours} ({post.zone})"), reached


def hours(pair: Pair) -> Told:
    """Posts with other hours, and decisions and duties that pass to a post with other hours."""

    def look(view: View) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for name, hq in view.arrangement.headquarters.items():
            for post in hq.posts:
                if name in pair.old.headquarters and name in pair.new.headquarters:
                    each = PostName(name, post)
                    found[each.phrase] = availability(view, seat(view, each))
        return found

    changes, same, every = pair.changes(look)
    said = [
        pair.sentence(
            HOURS, f"{post}: {_available(new, old)}", chosen, (), what="post", post=post
        )
        for (post, old, new), chosen in changes.items()
        if old is not None and new is not None
    ]  # fmt: skip
    said += _of_holders(pair)
    return Told(tuple(said), same_of("the hours of", same, every, "post"))


def _of_holders(pair: Pair) -> list[Sentence]:
    """Hours of those who take a decision or a duty over."""

    def look(view: View) -> dict[tuple[str, str], tuple[PostName, tuple[str, str]]]:
        found: dict[tuple[str, str], tuple[PostName, tuple[str, str]]] = {}
        for function in functions_of(view):
            held = decider(view, function)
            if held is not None:
                found["who decides", function] = held[2], availability(view, seat(view, held[2]))
        for duty in view.arrangement.duties:
            post = duty_holder(view, duty)
            if post is not None:
                found["who has the duty", duty] = post, availability(view, seat(view, post))
        return found

    changes, _, _ = pair.changes(look)
    chosen_by: dict[tuple[str, str, tuple[str, str], tuple[str, str]], list[int]] = {}
    for ((role, name), old, new), chosen in changes.items():
        if old is not None and new is not None and old[0] != new[0] and old[1] != new[1]:
            chosen_by.setdefault((role, name, old[1], new[1]), []).extend(chosen)
    return [
        pair.sentence(
            HOURS, f'{role} "{name}": {_available(new, old)}', sorted(chosen), (),
            what="holder", name=name,
        )
        for (role, name, old, new), chosen in chosen_by.items()
    ]  # fmt: skip


def _available(new: tuple[str, str], old: tuple[str, str]) -> str:
    """Hours and reaching after and before, only as far as they differ."""
    if new[0] == old[0]:
        return f"{new[1]}, in place of: {old[1]}"
    same = new[1] == old[1]
    after, before = ("; ".join(filter(None, x[: 1 if same else 2])) for x in (new, old))
    return f"{after}, in place of: {before}"


def ranks(pair: Pair) -> list[str]:
    """Ranks that differ, which decide nothing."""
    shared = sorted(pair.old.headquarters.keys() & pair.new.headquarters.keys())
    return [
        f"{name} {new or 'none'} (was {old or 'none'})"
        for name in shared
        if (old := pair.old.headquarters[name].rank) != (new := pair.new.headquarters[name].rank)
    ]
