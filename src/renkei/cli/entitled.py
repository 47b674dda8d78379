"""Who holds a duty or a right, why, who else could, and what if the holder cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from renkei.checks.case import CasePost
from renkei.checks.cases import View
from renkei.checks.combinations import Combinations, blocks_in_words
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.grants import acts
from renkei.checks.presence import seat
from renkei.checks.study import CheckedStudy
from renkei.checks.transfer import variables
from renkei.cli.reasons import Reasons, Wanted, wanted_in
from renkei.cli.wording import (
    about,
    chance,
    hours_in_words,
    nation_title,
    place_of,
    reach_in_words,
)
from renkei.model.consent import Consent
from renkei.model.relationship import MEANING, implies
from renkei.model.state import holds

Row = dict[str, Any]
T = TypeVar("T")

NO_SUCCESSOR = "the arrangement names no successor, and succession is not modelled yet"


def _put(found: list[tuple[Row, T]], row: Row, empty: T) -> T:
    """What is kept under an equal row; new rows are added with something empty."""
    for known, kept in found:
        if known == row:
            return kept
    found.append((row, empty))
    return empty


class Entitled:
    """One duty or right of an arrangement, in every combination of states.

    Args:
        name: the name of the duty, or the function of the right.
        duty: whether it is a duty.
        asked: the states looked at; others are left out.
    """

    def __init__(
        self, checked: CheckedStudy, arrangement: str, name: str, *, duty: bool,
        asked: dict[str, tuple[str, ...]],
    ) -> None:  # fmt: skip
        self.checked, self.study = checked, checked.study
        self.arrangement = arrangement
        self.noun = self.study.arrangements[arrangement]
        self.name, self.duty = name, duty
        self.combinations = Combinations(variables(self.study, arrangement))
        self.looked_at = [
            i
            for i, states in enumerate(self.combinations.all)
            if holds(self.noun.in_force, states)
            and all(states[n] in values for n, values in asked.items())
        ]

    def row(self) -> Row:
        """All there is to say, as part of a JSON document."""
        return {
            "name": self.name,
            "title": self._title(),
            "holders": self._holders(),
            "used_by": list(self._used_by()),
        }

    def _title(self) -> str:
        return self.noun.duties[self.name].title if self.duty else ""

    def _at(self, *path: str | int) -> str:
        return self.study.origins.find("arrangements", self.arrangement, *path).cited

    # -- who -------------------------------------------------------------------------

    def _holders(self) -> list[Row]:
        """One row for each holder and reason, with the states in which it is so."""
        found: list[tuple[Row, list[tuple[Row, list[int]]]]] = []
        for i in self.looked_at:
            view = self.checked.view(self.arrangement, self.combinations.all[i])
            who, when = self._in(view)
            _put(_put(found, who, []), when, []).append(i)
        return [
            {
                **self._states([i for _, chosen in times for i in chosen]),
                **who,
                "availability": [{**self._states(chosen), **when} for when, chosen in times],
            }
            for who, times in found
        ]

    def _states(self, chosen: list[int]) -> Row:
        blocks = self.combinations.blocks(chosen)
        states = [{k: list(v) for k, v in b.values} for b in blocks]
        return {"in": blocks_in_words(blocks), "states": states}

    def _in(self, view: View) -> tuple[Row, Row]:
        """Who holds it and why; and when the holder is there."""
        right = ""
        try:
            if self.duty:
                phrase = f"duty {self.name}"
            else:
                right, noun = view.right(self.name)
                phrase = noun.decides
            post = view.resolver.resolve(phrase)
        except Unresolved as nobody:
            return {"holder": None, "why_nobody": str(nobody).rstrip(".")}, {}
        phrases = self._phrases(view, right)
        wanted = wanted_in(phrases)
        reasons = Reasons(view, wanted)
        why = reasons.right(right) if right else reasons.holder(phrase, "")
        here = seat(view, post)
        chain = list(self._orders_above(view, post.headquarters))
        who = {
            "holder": post.phrase,
            **self._described(view, post, here),
            "reasons": [{"words": r.words, "at": r.at} for r in why],
            "grants": [row for w in wanted for row in self._grants(view, w)],
            "orders_above": chain,
            "asks": [*self._asks(view, right)] if right else [],
            "others": [*self._others(view, post, wanted, chain)],
        }
        when = {
            "hours": hours_in_words(here.hours[0]),
            "zone": here.zone,
            "if_unavailable": self._unavailable(view, here),
        }
        return who, when

    def _phrases(self, view: View, right: str) -> list[str]:
        """The phrase that names the holder in these states."""
        if right:
            return [self.noun.rights[right].decides]
        noun = self.noun.duties[self.name]
        return [noun.post if holds(noun.when, view.states) else noun.otherwise or ""]

    def _described(self, view: View, post: PostName, here: CasePost) -> Row:
        noun = view.arrangement.headquarters[post.headquarters]
        return {
            "headquarters": post.headquarters,
            "headquarters_title": noun.title,
            "post_title": noun.posts[post.post].title,
            "nation": here.nation,
            "nation_title": nation_title(self.study, here.nation),
            "place": place_of(self.study, view.arrangement, post.headquarters),
            "people": here.people,
        }

    # -- why -------------------------------------------------------------------------

    def _grants(self, view: View, wanted: Wanted) -> Iterator[Row]:
        """Every relationship that carries the authority asked for, the widest first."""
        forces = view.authorities.forces((wanted.forces,))
        widest = {"command": 0, "COCOM": 1, "OPCOM": 2, "OPCON": 3}
        carrying = [
            (widest.get(str(r.type), 4), name, r)
            for name, r in view.authorities.active
            if implies(r.type, wanted.authority)
            and forces & view.authorities.forces(r.forces)
        ]  # fmt: skip
        for _, name, r in sorted(carrying, key=lambda x: x[:2]):
            own = sorted(forces & view.authorities.forces(r.forces))
            yield {
                "from": r.from_,
                "to": r.to,
                "type": str(r.type),
                "forces": [self.study.forces[f].title for f in own],
                "at": self._at("relationships", name),
            }

    def _orders_above(self, view: View, headquarters: str) -> Iterator[Row]:
        """The relationships by which orders come down to a headquarters, from the top."""
        level, seen = [headquarters], {headquarters}
        steps: list[list[Row]] = []
        while level:
            rows: list[Row] = []
            above: list[str] = []
            for name, r in view.authorities.active:
                if r.to in level and MEANING[r.type].orders:
                    rows.append(
                        {"from": r.from_, "to": r.to, "type": str(r.type),
                         "at": self._at("relationships", name)}
                    )  # fmt: skip
                    if r.from_ not in seen:
                        above.append(r.from_)
            seen.update(above)
            steps.append(rows)
            level = above
        for rows in reversed(steps):
            yield from rows

    def _asks(self, view: View, right: str) -> Iterator[Row]:
        noun = self.noun.rights[right]
        for kind, roles in (("consent", noun.consent), ("consult", noun.consult)):
            for role, asked in sorted(roles.items()):
                yield {"kind": kind, "role": role, **self._asked(view, asked),
                       "at": self._at("rights", right, kind, role)}  # fmt: skip

    def _asked(self, view: View, asked: Consent) -> Row:
        try:
            post = view.resolver.resolve(asked.of)
        except Unresolved as nobody:
            return {"post": None, "why_nobody": str(nobody).rstrip(".")}
        here = seat(view, post)
        refuses = "" if asked.refuses is None else chance(
            view.estimates[view.estimate[asked.refuses]]
        )  # fmt: skip
        return {
            "post": post.phrase,
            "nation": here.nation,
            "nation_title": nation_title(self.study, here.nation),
            "takes": about(view.estimates[view.estimate[asked.takes]]),
            "refuses": refuses,
            "within_s": None if asked.within is None else asked.within // 1000,
            "deliberation": asked.deliberation,
        }

    # -- who else --------------------------------------------------------------------

    def _others(
        self, view: View, post: PostName, wanted: tuple[Wanted, ...], chain: list[Row]
    ) -> Iterator[Row]:
        """Headquarters that could lawfully be given it or take it, and posts of the same kind in
        headquarters above and directly below."""
        told: set[str] = {post.headquarters}
        for w in wanted:
            forces = view.authorities.forces((w.forces,))
            over = f"{w.authority} over {w.forces}"
            for h in view.authorities.holders(w.authority, w.forces).whole:
                if h not in told:
                    told.add(h)
                    yield self._other(view, h, post.post, f"its own authority includes {over}")
            gifts: dict[tuple[str, str], set[str]] = {}
            for act in acts(view):
                if act.what == "hand on" and act.authority is w.authority and act.force in forces:
                    gifts.setdefault((act.other, act.giver), set()).add(act.force)
            for (receiver, giver), given in sorted(gifts.items()):
                if given == forces and receiver not in told:
                    told.add(receiver)
                    why = f"{giver} could hand it {over}"
                    yield self._other(view, receiver, post.post, why)
        above = [row["from"] for row in chain]
        below = [
            r.to for _, r in view.authorities.active
            if r.from_ == post.headquarters and MEANING[r.type].orders
        ]  # fmt: skip
        for h, where in (*((h, "that gives it orders") for h in reversed(above)),
                         *((h, "under its orders") for h in sorted(below))):  # fmt: skip
            known = view.arrangement.headquarters.get(h)
            if h not in told and known is not None and post.post in known.posts:
                told.add(h)
                why = f"the same kind of post in a headquarters {where}"
                yield self._other(view, h, post.post, why)

    def _other(self, view: View, headquarters: str, post: str, why: str) -> Row:
        has = post in view.arrangement.headquarters[headquarters].posts
        named = PostName(headquarters, post).phrase if has else headquarters
        return {"headquarters": headquarters, "post": named if has else None, "why": why}

    # -- what if ---------------------------------------------------------------------

    def _unavailable(self, view: View, here: CasePost) -> list[str]:
        said: list[str] = []
        if here.people > 1:
            said.append(f"{here.people} people share the post; the others carry on without one")
        hours = hours_in_words(here.hours[0])
        if hours != "around the clock":
            said.append(reach_in_words(here, view.estimates))
        said.append(f"where nobody of the post can be had, nobody takes over: {NO_SUCCESSOR}")
        return said

    # -- where it matters ------------------------------------------------------------

    def _used_by(self) -> Iterator[Row]:
        """Steps of threads and procedures that name it."""
        for thread, noun in sorted(self.study.threads.items()):
            for step, s in sorted(noun.steps.items()):
                named = s.by == f"duty {self.name}" if self.duty else s.function == self.name
                if named:
                    at = self.study.origins.find("threads", thread, "steps", step).cited
                    yield {"thread": thread, "step": step, "title": s.title, "at": at}
