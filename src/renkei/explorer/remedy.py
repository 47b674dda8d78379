"""The smallest remedy for an unavailability: an alternate, a delegated right, a link, a limit.

A remedy is a change of the study's files. Each is put in place and everything is resolved and
explored again with the same things unavailable; what does not help then is no remedy, nor is a
right that moves so that a guarantee is broken which held before. Nothing is said about whether
a law or a budget allows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Literal

from renkei.checks.cases import View
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.flow import Flow, flatten
from renkei.checks.guarantee import gains, wanted_by, watches, yeses
from renkei.checks.situation import Asked, SituatedStep, Situation, situate
from renkei.explorer import story
from renkei.explorer.absence import Absence, Block, Unavailable, behind_answer
from renkei.explorer.guarantee import violations
from renkei.model.link import Link
from renkei.model.relationship import MEANING, Authority, Relationship
from renkei.model.state import holds
from renkei.model.study import Study
from renkei.model.thread import WordKind

if TYPE_CHECKING:
    from renkei.explorer.continuity import Continuity
    from renkei.explorer.survey import Spot

MOST_TRIED = 12
"""Candidates tried for one block."""
MOST_ROUNDS = 12
"""Blocks mended, or given up, before the search ends."""
PASSED_OVER_AFTER = 12 * 3_600_000
"""The limit put on advice, where one is the remedy; which limit does not matter to a proof."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the study's files."""

    kind: Literal["alternate", "delegation", "link", "limit"]
    words: str
    place: str
    """File and line of what would change, or beside which the new part would stand."""
    puts: tuple[tuple[Path, Any], ...]
    """What stands where afterwards, by path in the study."""

    @property
    def reroutes(self) -> bool:
        """Whether word may go other ways afterwards."""
        return any(path[2] in ("links", "relationships", "headquarters") for path, _ in self.puts)

    @property
    def moves_a_right(self) -> bool:
        """Whether another post decides or consents afterwards."""
        return any(path[2] == "rights" and path[-1] in ("decides", "of") for path, _ in self.puts)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together let a thread be finished; none of them can be left out."""

    changes: tuple[Change, ...]

    def as_row(self) -> dict[str, Any]:
        """For a JSON document."""
        kinds = list(dict.fromkeys(c.kind for c in self.changes))
        return {
            "kind": kinds[0] if len(kinds) == 1 else "several",
            "changes": [
                {"kind": c.kind, "words": c.words, "place": c.place} for c in self.changes
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for a remedy came to."""

    remedy: Remedy | None
    refused: str = ""
    """Where there is none: the title of a guarantee that stood against one."""


def applied(study: Study, changes: Sequence[Change]) -> Study:
    """A study with changes in place."""
    for change in changes:
        for path, value in change.puts:
            study = _put(study, path, value)
    return study


def _put(at: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    key, *rest = path
    if isinstance(at, dict):
        return {**at, key: _put(at.get(key), tuple(rest), value)}
    return at.model_copy(update={key: _put(getattr(at, key), tuple(rest), value)})


@dataclass(frozen=True, slots=True)
class _Trial:
    """The study with some changes in place."""

    changes: tuple[Change, ...]
    study: Study
    spot: Spot
    blocks: frozenset[Block]
    """What the absence keeps from happening, and word that has no way any more."""

    @property
    def left(self) -> int:
        """How much is in the way."""
        return len(self.blocks) + sum(s.post is None for s in self.spot.situation.steps)


class Repair:
    """Looks for the remedy of one absence in one situation.

    Args:
        continuity: explores situations with absences.
        spot: in which the absence stops the thread.
        absence: what is unavailable.
    """

    def __init__(self, continuity: Continuity, spot: Spot, absence: Absence) -> None:
        self.continuity = continuity
        self.spot = spot
        self.absence = absence
        self.checked = continuity.survey.checked
        self.arrangement = spot.situation.arrangement
        self.thread = spot.situation.thread
        self.refused = ""

    def find(self) -> Found:
        """Mends one block after the other, those first that stop the thread by themselves; then
        leaves out again what is not needed."""
        trial = self._trial(())
        first = self.continuity.decisive(self.spot, self.absence)
        given_up: set[Block] = set()
        for _ in range(MOST_ROUNDS):
            todo = sorted(trial.blocks - given_up, key=lambda b: (b not in first, b))
            if self._helps(trial) or not todo:
                break
            mended = self._mended(trial, todo[0])
            if mended is None:
                given_up.add(todo[0])
            else:
                trial = mended
        if not self._helps(trial):
            return Found(None, self.refused)
        for change in trial.changes:
            fewer = self._trial(tuple(c for c in trial.changes if c is not change))
            if self._helps(fewer):
                trial = fewer
        return Found(Remedy(trial.changes))

    def _helps(self, trial: _Trial) -> bool:
        return self.continuity.finishes(trial.spot, trial.blocks)

    def _mended(self, trial: _Trial, block: Block) -> _Trial | None:
        """The trial with the first change that leaves less in the way; else with the first that
        puts something in the way which may be mended in its turn."""
        second: _Trial | None = None
        for change in islice(self._candidates(trial, block), MOST_TRIED):
            better = self._trial((*trial.changes, change))
            if block in better.blocks or better.left > trial.left:
                continue
            if better.left == trial.left and second is not None:
                continue
            if change.moves_a_right and (broken := self._newly_broken(better)):
                self.refused = self.refused or self.checked.study.guarantees[broken].title
                continue
            if better.left < trial.left:
                return better
            second = better
        return second

    def _trial(self, changes: tuple[Change, ...]) -> _Trial:
        study = applied(self.checked.study, changes)
        if not changes:
            view, situation = self.spot.view, self.spot.situation
        else:
            view = View(
                study, self.arrangement, study.arrangements[self.arrangement], self.spot.view.states,
                self.checked.estimates,
            )  # fmt: skip
            if not any(c.reroutes for c in changes):
                view.router = self.spot.view.router
            situation = situate(study, behind_answer(self._flow(study)), view)
        blocks = self.continuity.absences.blocks(view, situation, self.absence)
        blocks |= _cut_off(self.spot.situation, situation)
        return _Trial(changes, study, replace(self.spot, view=view, situation=situation), blocks)

    def _newly_broken(self, trial: _Trial) -> str:
        """A guarantee that a trial breaks in this situation and that held before; else nothing."""
        known = self.continuity.broken
        key = (self.arrangement, self.thread, self.spot.situation.states, self.spot.facts)
        if key not in known:
            known[key] = self._broken(self._trial(()))
        return min(self._broken(trial) - known[key], default="")

    def _flow(self, study: Study) -> Flow:
        if study.threads is self.checked.study.threads:
            return self.checked.flows[self.thread]
        return flatten(study, self.thread)

    def _broken(self, trial: _Trial) -> frozenset[str]:
        study, view = trial.study, trial.spot.view
        whole = situate(study, self._flow(study), view)
        added = gains(whole.steps, [wanted_by(y, view) for y in yeses(study)])
        spot = replace(
            trial.spot, situation=whole, applies=whole.applies(dict(trial.spot.facts))
        )  # fmt: skip
        paths = self.continuity.survey.explored(spot, added)
        found = violations(paths, list(watches(study, view, whole)))
        return frozenset(watch.guarantee for watch, _ in found)

    # -- candidates ------------------------------------------------------------------

    def _candidates(self, trial: _Trial, block: Block) -> Iterator[Change]:
        situation = trial.spot.situation
        if block.kind == "word":
            edge = situation.edges[block.place]
            sender, receiver = situation.steps[edge.source].post, situation.steps[edge.target].post
            assert sender is not None and receiver is not None and edge.kind is not None
            yield from self._ways(trial, edge.kind, edge.level, sender, receiver, False)
            return
        step = situation.steps[block.place]
        assert step.post is not None
        if block.kind == "step":
            yield from self._holders(trial, step, step.post)
            return
        asked = next(a for a in step.asked if a.role == block.role)
        if self._away(asked.post):
            yield from self._answerers(trial, step, asked)
        else:
            yield from self._ways(
                trial, WordKind.REQUEST, asked.level, step.post, asked.post, True
            )  # fmt: skip

    def _away(self, post: PostName) -> bool:
        return bool(
            self.absence
            & {Unavailable("post", post.full), Unavailable("headquarters", post.headquarters)}
        )

    def _place(self, *path: str) -> str:
        study = self.checked.study
        return story.place(study.origins.find(*(p.replace("_", "-") for p in path)))

    def _holders(self, trial: _Trial, step: SituatedStep, post: PostName) -> Iterator[Change]:
        """Other posts for a step: by its duty, by the right to decide, or by name."""
        study, view = trial.study, trial.spot.view
        if step.decides:
            path: Path = ("arrangements", self.arrangement, "rights", step.right, "decides")
            basis = view.arrangement.rights[step.right].legal_basis
            ask = f" (now: {basis})" if basis else ""
            for other in self._entitled(trial, post, step.function):
                words = (
                    f'{_phrase(other)} may decide "{step.function}" in place of {_phrase(post)}{ask}'
                )
                yield Change("delegation", words, self._place(*path), ((path, _phrase(other)),))
            return
        flat = self._flow(study).steps[step.name]
        by = flat.step.by or ""
        name = by.removeprefix("duty ")
        if by.startswith("duty "):
            duty = view.arrangement.duties[name]
            which = "post" if holds(duty.when, view.states) else "otherwise"
            path = ("arrangements", self.arrangement, "duties", name, which)
            what = f'the duty "{name}"'
        else:
            path, what = (*flat.path, "by"), step.name
        for other in self._others(trial, post):
            words = f"{_phrase(other)} is alternate for {_phrase(post)} in {what}"
            yield Change("alternate", words, self._place(*path), ((path, _phrase(other)),))

    def _answerers(self, trial: _Trial, step: SituatedStep, asked: Asked) -> Iterator[Change]:
        """Other posts to be asked; for advice also a limit, after which it is passed over."""
        kind = "consult" if asked.consult else "consent"
        role: Path = ("arrangements", self.arrangement, "rights", step.right, kind, asked.role)
        path = (*role, "of")
        others = (
            self._others(trial, asked.post)
            if asked.consult
            else self._entitled(trial, asked.post, step.function)
        )
        what = "advice" if asked.consult else "consent"
        for other in islice(others, MOST_TRIED - 1):
            words = (
                f"{_phrase(other)} gives the {what} on \"{step.function}\" in place of "
                f"{_phrase(asked.post)}"
            )
            yield Change("alternate", words, self._place(*path), ((path, _phrase(other)),))
        if asked.consult:
            words = f'the advice of {_phrase(asked.post)} on "{step.function}" gets a limit'
            put = ((*role, "within"), PASSED_OVER_AFTER)
            yield Change("limit", words, self._place(*path), (put,))

    def _others(self, trial: _Trial, post: PostName) -> list[PostName]:
        """Posts of the same nation that are there: near in the chain first, of the same name,
        with the most people."""
        view = trial.spot.view
        nation = view.router.nation(post)
        near = _nearness(view, post.headquarters)
        found = [
            PostName(name, p)
            for name, hq in sorted(view.arrangement.headquarters.items())
            for p in sorted(hq.posts)
        ]
        return sorted(
            (
                p for p in found
                if p != post and not self._away(p) and view.router.nation(p) == nation
            ),
            key=lambda p: (
                p.headquarters not in near, p.post != post.post, near.get(p.headquarters, FAR),
                -view.arrangement.headquarters[p.headquarters].posts[p.post].people, p.full,
            ),
        )  # fmt: skip

    def _entitled(self, trial: _Trial, post: PostName, function: str) -> list[PostName]:
        """Posts of the same nation, in the same headquarters or next to it, that decide or
        consent to something already; where the decision is reserved, those of the same chain
        with a voice in it."""
        view = trial.spot.view
        near = _nearness(view, post.headquarters)
        phrases = [
            phrase
            for right in view.arrangement.rights.values()
            if holds(right.when, view.states)
            for phrase in (right.decides, *(c.of for c in right.consent.values()))
        ]
        nation = view.router.nation(post)
        far = TIED
        for reserved in self.checked.study.reserved.values():
            if function in reserved.functions and reserved.nation == nation and reserved.voice:
                phrases, far = list(reserved.voice), BELOW
        known: set[PostName] = set()
        for phrase in phrases:
            try:
                known.add(view.resolver.resolve(phrase))
            except Unresolved:
                continue  # nobody in these states
        return [
            p for p in self._others(trial, post)
            if p in known and near.get(p.headquarters, FAR) <= far
        ]  # fmt: skip

    # -- ways of word ----------------------------------------------------------------

    def _ways(
        self, trial: _Trial, kind: WordKind, level: int, sender: PostName, receiver: PostName,
        answered: bool,
    ) -> Iterator[Change]:  # fmt: skip
        """Somebody else who handles or reviews; a link; a link and a tie to go with it."""
        view, absences = trial.spot.view, self.continuity.absences
        nothing: Absence = frozenset()
        usual = absences.route(view, nothing, kind, level, sender, receiver, answered)
        used = absences.used(view, nothing, kind, level, sender, receiver, answered)
        if usual is None or used is None:
            yield from self._straight(view, kind, sender.headquarters, receiver.headquarters)
            return
        for thing in sorted(used & self.absence):
            if thing.kind == "post":
                yield from self._desks(trial, thing.name)
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
        yield Change("link", words, place, tuple(links))
        if ties and kind is not WordKind.INFORMATION:
            extra = "; ".join(f"{r.type} of {r.from_} over {r.to}" if MEANING[r.type].orders
                              else f"liaison between {r.from_} and {r.to}" for _, r in ties)  # fmt: skip
            which: Literal["delegation", "link"] = "delegation" if kind is WordKind.ORDER else "link"
            yield Change(which, f"{words}, with {extra}", place, (*links, *ties))

    def _straight(self, view: View, kind: WordKind, a: str, b: str) -> Iterator[Change]:
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
        yield Change("link", words, place, (put, tie))

    def _tie(
        self, view: View, kind: WordKind, a: str, b: str, last: str
    ) -> tuple[Path, Relationship]:
        """What lets word go straight from one headquarters to another: for an order what its
        last superior holds, else liaison."""
        path = ("arrangements", self.arrangement, "relationships", f"{a} - {b}")
        if kind is WordKind.ORDER:
            held = view.arrangement.relationships[last]
            return path, held.model_copy(update={"from_": a})
        return path, Relationship.model_validate({"from": a, "to": b, "type": Authority.LIAISON})

    def _desks(self, trial: _Trial, full: str) -> Iterator[Change]:
        """Other posts of a headquarters that could handle or review word."""
        view = trial.spot.view
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
                words = f"{_phrase(desk)} {does} as alternate for {_phrase(gone)}"
                yield Change("alternate", words, self._place(*path[:-1]), ((path, takes),))


def _phrase(post: PostName) -> str:
    """A post as the files name it: "commander of INDOPACOM"."""
    return f"{post.post} of {post.headquarters}"


SELF, ABOVE, BELOW, TIED, FAR = range(5)


def _nearness(view: View, headquarters: str) -> dict[str, int]:
    """Headquarters by how near they are: itself, above, below, tied to it."""
    found = {headquarters: SELF}

    def put(name: str, near: int) -> None:
        found[name] = min(near, found.get(name, FAR))

    for _, r in view.authorities.active:
        vertical = MEANING[r.type].vertical
        if r.to == headquarters:
            put(r.from_, ABOVE if vertical else TIED)
        if r.from_ == headquarters:
            put(r.to, BELOW if vertical else TIED)
    return found


def _cut_off(before: Situation, after: Situation) -> set[Block]:
    """Word that had a way and has none after a change, with everything there."""
    found: set[Block] = set()
    for n, (old, new) in enumerate(zip(before.edges, after.edges, strict=True)):
        ends = after.steps[new.source].post, after.steps[new.target].post
        if old.reachable and not new.reachable and None not in ends:
            found.add(Block("word", n))
    for i, step in enumerate(after.steps):
        found |= {Block("asked", i, a.role) for a in step.asked if not a.reachable}
    return found
