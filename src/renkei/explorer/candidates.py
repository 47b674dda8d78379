"""Candidates for a remedy: who else could act, answer, decide, handle or review; which link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Literal

from renkei.checks.duty import PostName
from renkei.checks.flow import Flow
from renkei.checks.situation import Asked, SituatedStep, Situation
from renkei.explorer.absence import Absence, Absences, Block, Unavailable
from renkei.explorer.amendment import Amendment, Path
from renkei.explorer.entitlement import carried, entitled, others, voices
from renkei.findings import listed
from renkei.model.link import Link
from renkei.model.relationship import MEANING, Authority, Relationship, Scheme
from renkei.model.state import holds
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.checks.cases import View

MOST_TRIED = 12
"""Candidates tried for one block."""
PASSED_OVER_AFTER = 12 * 3_600_000
"""The limit put on advice, where one is the remedy; which limit does not matter to a proof."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Changes that may mend what is blocked in one situation.

    Attributes:
        absence: what is unavailable.
        flow: the whole thread, as the study of the view has it.
        origin: the same arrangement without changes; it says who is entitled.
    """

    absences: Absences
    absence: Absence
    view: View
    situation: Situation
    flow: Flow
    origin: View

    @property
    def arrangement(self) -> str:
        """Name of the arrangement."""
        return self.situation.arrangement

    def of(self, block: Block) -> Iterator[Amendment]:
        """Changes that may mend a block, the nearest first."""
        situation = self.situation
        if block.kind == "word":
            edge = situation.edges[block.place]
            sender, receiver = situation.steps[edge.source].post, situation.steps[edge.target].post
            assert sender is not None and receiver is not None and edge.kind is not None
            yield from self._ways(edge.kind, edge.level, sender, receiver, False)
            return
        step = situation.steps[block.place]
        assert step.post is not None
        if block.kind == "step":
            yield from self._holders(step, step.post)
            return
        asked = next(a for a in step.asked if a.role == block.role)
        if self._away(asked.post):
            yield from self._answerers(step, asked)
        else:
            yield from self._ways(WordKind.REQUEST, asked.level, step.post, asked.post, True)
        if asked.consult:
            yield self._limit(step, asked)

    def _away(self, post: PostName) -> bool:
        return bool(
            self.absence
            & {Unavailable("post", post.full), Unavailable("headquarters", post.headquarters)}
        )

    def _place(self, *path: str) -> str:
        study = self.view.study
        return study.origins.find(*(p.replace("_", "-") for p in path)).cited

    def _holders(self, step: SituatedStep, post: PostName) -> Iterator[Amendment]:
        """Other posts for a step: by its duty, by the right to decide, or by name."""
        view = self.view
        if step.decides:
            path: Path = ("arrangements", self.arrangement, "rights", step.right, "decides")
            basis = view.arrangement.rights[step.right].legal_basis
            ask = f" (now: {basis})" if basis else ""
            for other in self._entitled(post, step):
                words = f'{other.phrase} may decide "{step.function}" in place of '
                words += f"{post.phrase}{ask}"
                yield Amendment("delegation", words, self._place(*path), ((path, other.phrase),))
            return
        flat = self.flow.steps[step.name]
        by = flat.step.by or ""
        name = by.removeprefix("duty ")
        fit, more = self._others(post), ""
        if by.startswith("duty "):
            duty = view.arrangement.duties[name]
            which = "post" if holds(duty.when, view.states) else "otherwise"
            path = ("arrangements", self.arrangement, "duties", name, which)
            what = f'the duty "{name}"'
            fit, more = self._carriers(name, post, fit)
        else:
            path, what = (*flat.path, "by"), step.name
        for other in fit:
            words = f"{other.phrase} is alternate for {post.phrase} in {what}{more}"
            yield Amendment("alternate", words, self._place(*path), ((path, other.phrase),))

    def _carriers(
        self, duty: str, post: PostName, others: list[PostName]
    ) -> tuple[list[PostName], str]:
        """Posts that may have a duty with all that goes with it, and what that is, in words."""
        with_it = carried(self.origin, duty)
        for _, function in with_it:
            fit = entitled(self.origin, post, function)
            others = [p for p in others if p in fit]
        for voice in voices(self.origin, duty):
            others = [p for p in others if p in voice]
        said = listed(f'the {what} on "{function}"' for what, function in with_it)
        return others, f", and with it has {said}" if said else ""

    def _answerers(self, step: SituatedStep, asked: Asked) -> Iterator[Amendment]:
        """Other posts to be asked."""
        path = (*self._role(step, asked), "of")
        others = self._others(asked.post) if asked.consult else self._entitled(asked.post, step)
        # Nobody consents to, or advises on, what it decides; nor twice.
        taken = {step.post, *(a.post for a in step.asked)}
        others = [p for p in others if p not in taken]
        what = "advice" if asked.consult else "consent"
        for other in islice(others, MOST_TRIED - 1):
            words = (
                f'{other.phrase} gives the {what} on "{step.function}" in place of '
                f"{asked.post.phrase}"
            )
            yield Amendment("alternate", words, self._place(*path), ((path, other.phrase),))

    def _role(self, step: SituatedStep, asked: Asked) -> Path:
        kind = "consult" if asked.consult else "consent"
        return "arrangements", self.arrangement, "rights", step.right, kind, asked.role

    def _limit(self, step: SituatedStep, asked: Asked) -> Amendment:
        """A limit on advice, after which it is passed over."""
        role = self._role(step, asked)
        words = f'the advice of {asked.post.phrase} on "{step.function}" gets a limit'
        put = ((*role, "within"), PASSED_OVER_AFTER)
        return Amendment("limit", words, self._place(*role, "of"), (put,))

    def _others(self, post: PostName) -> list[PostName]:
        """Posts of the same nation that are there, the nearest first."""
        return [p for p in others(self.view, post) if not self._away(p)]

    def _entitled(self, post: PostName, step: SituatedStep) -> list[PostName]:
        """Posts that are there and entitled; those whose consent it has already come first."""
        fit = [p for p in entitled(self.origin, post, step.function) if not self._away(p)]
        consenting = {a.post for a in step.asked if not a.consult}
        return sorted(fit, key=lambda p: p not in consenting)

    # -- ways of word ----------------------------------------------------------------

    def _ways(
        self, kind: WordKind, level: int, sender: PostName, receiver: PostName,
        answered: bool,
    ) -> Iterator[Amendment]:  # fmt: skip
        """Somebody else who handles or reviews; a link; a link and a tie to go with it."""
        view, absences = self.view, self.absences
        nothing: Absence = frozenset()
        usual = absences.route(view, nothing, kind, level, sender, receiver, answered)
        used = absences.used(view, nothing, kind, level, sender, receiver, answered)
        if usual is None or used is None:
            yield from self._straight(view, kind, sender.headquarters, receiver.headquarters)
            return
        for thing in sorted(used & self.absence):
            if thing.kind == "post":
                yield from self._desks(thing.name)
        transits = [s.where[1] for s in usual.segments if s.transit]
        hops = list(zip(pairwise(usual.headquarters), transits, strict=True))
        links: list[tuple[Path, Any]] = []
        ties: list[tuple[Path, Any]] = []
        said: list[str] = []
        place = ""
        here = usual.headquarters[0]
        for number, ((a, b), link) in enumerate(hops):
            if Unavailable("headquarters", b) in self.absence:
                continue
            gap = a != here
            if gap or Unavailable("link", link) in self.absence:
                name = f"{here} - {b}"
                noun = Link(between=(here, b), transit=view.arrangement.links[link].transit)
                links.append((("arrangements", self.arrangement, "links", name), noun))
                place = place or self._place("arrangements", self.arrangement, "links", link)
                said.append(f"{here} and {b}")
            if gap:
                ties.append(self._tie(view, kind, here, b, usual.relationships[number]))
            here = b
        if not links:
            return
        words = f"another link between {'; and between '.join(said)}"
        yield Amendment("link", words, place, tuple(links))
        if ties and kind is not WordKind.INFORMATION:
            extra = "; ".join(_tie_in_words(r) for _, r in ties)
            ordered = kind is WordKind.ORDER
            which: Literal["delegation", "link"] = "delegation" if ordered else "link"
            yield Amendment(which, f"{words}, with {extra}", place, (*links, *ties))

    def _straight(self, view: View, kind: WordKind, a: str, b: str) -> Iterator[Amendment]:
        """A link and a liaison between two headquarters that no way joins; no order goes so."""
        lines = [(n, k) for n, k in sorted(view.arrangement.links.items()) if a in k.between]
        if kind is WordKind.ORDER or not lines:
            return
        beside, line = lines[0]
        noun = Link(between=(a, b), transit=line.transit)
        put = (("arrangements", self.arrangement, "links", f"{a} - {b}"), noun)
        tie = self._tie(view, kind, a, b, "")
        words = f"another link between {a} and {b}, with liaison between them"
        place = self._place("arrangements", self.arrangement, "links", beside)
        yield Amendment("link", words, place, (put, tie))

    def _tie(
        self, view: View, kind: WordKind, a: str, b: str, last: str
    ) -> tuple[Path, Relationship]:
        """What lets word go straight from one headquarters to another: for an order what its
        last superior holds, else liaison."""
        path = ("arrangements", self.arrangement, "relationships", f"{a} - {b}")
        if kind is WordKind.ORDER:
            held = view.arrangement.relationships[last].model_copy(update={"from_": a})
            if held.type is Authority.COCOM:  # not to be delegated; what it includes may be
                held = held.model_copy(update={"type": Authority.OPCON, "scheme": Scheme.US})
            return path, held
        return path, Relationship.model_validate({"from": a, "to": b, "type": Authority.LIAISON})

    def _desks(self, full: str) -> Iterator[Amendment]:
        """Other posts of a headquarters that could handle or review word."""
        view = self.view
        name, post = next(
            (h, full[len(h) + 1 :])
            for h, hq in sorted(view.arrangement.headquarters.items())
            if full.startswith(f"{h} ") and full[len(h) + 1 :] in hq.posts
        )
        posts = view.arrangement.headquarters[name].posts
        gone = PostName(name, post)
        for other in sorted(posts):
            desk = PostName(name, other)
            if self._away(desk) or view.router.nation(desk) != view.router.nation(gone):
                continue
            for work, does in (
                ("handles_word", "passes word on"),
                ("reviews_disclosure", "reviews disclosure"),
            ):
                takes = getattr(posts[post], work)
                if takes is None or getattr(posts[other], work) is not None:
                    continue
                path: Path = ("arrangements", self.arrangement, "headquarters", name, "posts",
                              other, work)  # fmt: skip
                words = f"{desk.phrase} {does} as alternate for {gone.phrase}"
                yield Amendment("alternate", words, self._place(*path[:-1]), ((path, takes),))


def _tie_in_words(tie: Relationship) -> str:
    if MEANING[tie.type].orders:
        return f"{tie.type} of {tie.from_} over {tie.to}"
    return f"liaison between {tie.from_} and {tie.to}"
