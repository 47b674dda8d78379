"""The account of a thread under an arrangement: every step, told, in a readable order."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from renkei.checks.case import NONE, Case, CaseConsent, CaseEdge, CaseStep, Route
from renkei.checks.flow import FlatStep
from renkei.checks.schedule import calendars_of
from renkei.checks.study import CheckedStudy
from renkei.cli.reasons import Reason, Reasons, wanted_in
from renkei.cli.summary import Summary, summary
from renkei.cli.ways import way
from renkei.cli.wording import (
    about,
    chance,
    condition_in_words,
    duty_at,
    hours_in_words,
    is_always,
    nation_title,
    place_of,
    reach_in_words,
)
from renkei.model.arrangement import Arrangement
from renkei.model.study import Study
from renkei.model.thread import WordKind

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of a case.

    Attributes:
        steps: one row per step of the thread, in a readable order.
        headquarters: those that take part, by name, with title, nation and place.
        summary: what it comes to.
    """

    steps: tuple[Row, ...]
    headquarters: dict[str, Row]
    summary: Summary


def account(checked: CheckedStudy, case: Case) -> Account:
    """The account of a case, in the states at its start."""
    return _Teller(checked, case).tell()


class _Teller:
    def __init__(self, checked: CheckedStudy, case: Case) -> None:
        self.study = checked.study
        self.case = case
        self.views = [checked.view(case.arrangement, c) for c in case.combinations]
        self.arrangement = self.study.arrangements[case.arrangement]
        self.flat = checked.flows[case.thread].steps
        self.own = [
            i for i, s in enumerate(case.steps) if case.threads[s.thread].name == case.thread
        ]
        self.reasons = [Reasons(v, wanted_in(self._phrases())) for v in self.views]
        self.calendars = calendars_of(case)

    def tell(self) -> Account:
        order = readable_order(self.case, self.own)
        rows = tuple(self._step(i) for i in order)
        used = {row["headquarters"] for row in rows}
        for row in rows:
            for way_ in [*row["inputs"], *(c["request"] for c in row["consents"] if c["request"])]:
                used |= set(way_["route"])
            used |= {c["headquarters"] for c in row["consents"]}
        every = headquarters_of(self.study, self.arrangement, used)
        return Account(rows, every, summary(self.study, self.case, order))

    def _phrases(self) -> Iterator[str]:
        for index in self.own:
            step = self.case.steps[index]
            flat = self.flat[step.name]
            if flat.step.by is not None:
                yield flat.step.by
            for holding in step.holdings:
                if holding.right:
                    right = self.arrangement.rights[holding.right]
                    yield right.decides
                    yield from (c.of for c in (*right.consent.values(), *right.consult.values()))
        for duty in self.arrangement.duties.values():
            yield from (duty.post, duty.otherwise or "")

    # -- one step --------------------------------------------------------------------

    def _step(self, index: int) -> Row:
        step = self.case.steps[index]
        flat = self.flat[step.name]
        why = self._why(step, flat, 0)
        row: Row = {
            "name": step.name,
            "title": step.title,
            "does": "decide" if step.decides else "work",
            "at": self.study.origins.find(*flat.path).cited,
            "procedure": self._procedure(flat),
            "condition": "" if is_always(flat.condition) else condition_in_words(flat.condition),
            "happens": any(any(a) for a in step.applies),
            **self._holder(step, 0),
            "why": "; ".join(r.words for r in why),
            "why_at": next((r.at for r in reversed(why) if r.at), ""),
            "reasons": [{"words": r.words, "at": r.at} for r in why],
            "takes": about(self.case.estimates[step.takes]),
            "eased": "" if step.eased == NONE else chance(self.case.estimates[step.eased]),
            "refuses": "" if step.refuses == NONE else chance(self.case.estimates[step.refuses]),
            "deliberation": step.deliberation,
            "milestone": self.case.legend.milestones[step.milestone]
            if step.milestone != NONE
            else None,
            "answer": step.answer,
            "waits_for": "any" if step.any_join else "all",
            "inputs": [self._input(e) for e in self.case.edges if e.target == index and not e.back],
            "again_after": [
                self._source_name(e) for e in self.case.edges if e.target == index and e.back
            ],
            "outcomes": self._outcomes(step),
            "consents": [self._consent(step, c) for c in step.holdings[0].consents],
            "later": [*self._later(step, flat)],
        }
        return row

    def _holder(self, step: CaseStep, combination: int) -> Row:
        post = self.case.posts[step.holdings[combination].post]
        hq = self.arrangement.headquarters[post.headquarters]
        return {
            "holder": post.name,
            "post_title": hq.posts[post.name.removeprefix(f"{post.headquarters} ")].title,
            "headquarters": post.headquarters,
            "nation": post.nation,
            "nation_title": nation_title(self.study, post.nation),
            "place": place_of(self.study, self.arrangement, post.headquarters),
            "people": post.people,
            "hours": hours_in_words(post.hours[combination]),
            "zone": post.zone,
            "at_start": self._at_start(step.holdings[combination].post),
            "reached": reach_in_words(post, self.case.estimates),
        }

    def _at_start(self, post: int) -> str:
        if self.case.any_hour:
            return ""
        return duty_at(self.calendars[0][post], self.case.start_ms, self.case.posts[post].zone)

    def _why(self, step: CaseStep, flat: FlatStep, combination: int) -> list[Reason]:
        reasons = self.reasons[combination]
        if step.decides:
            return reasons.right(step.holdings[combination].right)
        at = self.study.origins.find(*flat.path, "by").cited
        return reasons.holder(flat.step.by or "", at)

    def _procedure(self, flat: FlatStep) -> str:
        thread = flat.path[1]
        if thread == self.case.thread:
            return ""
        return self.study.threads[thread].title

    def _outcomes(self, step: CaseStep) -> dict[str, str]:
        if step.decides or len(step.outcomes) == 1:
            return {}
        return {
            name: "the rest" if odds == NONE else chance(self.case.estimates[odds])
            for name, odds in zip(step.outcomes, step.odds, strict=True)
        }

    # -- word ------------------------------------------------------------------------

    def _source_name(self, edge: CaseEdge) -> str:
        return self.case.legend.bases[edge.base].partition(" < ")[2]

    def _input(self, edge: CaseEdge) -> Row:
        kind = self._kind(edge)
        route = edge.routes[0][0][0]
        told = way(
            self.case, self.views[0], self.reasons[0], route,
            by_links=kind is WordKind.INFORMATION,
        )  # fmt: skip
        return {
            "from": self._source_name(edge),
            "sender": self.case.posts[self.case.steps[edge.source].holdings[0].post].name,
            "kind": str(kind),
            **told.row(),
            "words": told.sentences(),
        }

    def _kind(self, edge: CaseEdge) -> WordKind:
        """What kind of word an edge is, by rule 24, as the check takes it."""
        target, source = self.case.steps[edge.target], self.case.steps[edge.source]
        for item in self.flat[target.name].inputs:
            if item.name() == self._source_name(edge) and item.sent_as is not None:
                return item.sent_as
        if target.decides:
            return WordKind.REQUEST
        sender = self.case.posts[source.holdings[0].post]
        receiver = self.case.posts[target.holdings[0].post]
        below = self.views[0].authorities.below(sender.headquarters)
        if source.decides and receiver.headquarters in below:
            return WordKind.ORDER
        return WordKind.REPORT if sender.nation == receiver.nation else WordKind.INFORMATION

    # -- consents --------------------------------------------------------------------

    def _consent(self, step: CaseStep, asked: CaseConsent) -> Row:
        post = self.case.posts[asked.post]
        right = step.holdings[0].right
        kind = "consult" if asked.consult else "consent"
        route: Route | None = asked.routes[0]
        told = None if route is None else way(self.case, self.views[0], self.reasons[0], route)
        written = "arrangements", self.case.arrangement, "rights", right, kind, asked.role
        return {
            "role": asked.role,
            "kind": kind,
            "holder": post.name,
            "headquarters": post.headquarters,
            "nation": post.nation,
            "nation_title": nation_title(self.study, post.nation),
            "place": place_of(self.study, self.arrangement, post.headquarters),
            "at": self.study.origins.find(*written).cited,
            "takes": about(self.case.estimates[asked.takes]),
            "refuses": "" if asked.refuses == NONE else chance(self.case.estimates[asked.refuses]),
            "within_s": None if asked.within == NONE else asked.within // 1000,
            "deliberation": asked.deliberation,
            "hours": hours_in_words(post.hours[0]),
            "zone": post.zone,
            "at_start": self._at_start(asked.post),
            "reached": reach_in_words(post, self.case.estimates),
            "request": None if told is None else {**told.row(), "words": told.sentences()},
        }

    # -- what a change of states changes ---------------------------------------------

    def _later(self, step: CaseStep, flat: FlatStep) -> Iterator[Row]:
        for combination in range(1, len(self.case.combinations)):
            holding, first = step.holdings[combination], step.holdings[0]
            roles = [c.role for c in holding.consents]
            changed = holding.post != first.post or holding.right != first.right
            if changed or roles != [c.role for c in first.consents]:
                yield {
                    "states": self.case.combinations[combination],
                    "holder": self.case.posts[holding.post].name,
                    "right": holding.right,
                    "asks": roles,
                    "why": "; ".join(r.words for r in self._why(step, flat, combination)),
                }


def headquarters_of(study: Study, arrangement: Arrangement, names: Iterable[str]) -> dict[str, Row]:
    """What there is to say of some headquarters, by name."""
    known = arrangement.headquarters
    return {
        name: {
            "title": known[name].title,
            "japanese": known[name].japanese,
            "nation": known[name].nation,
            "place": place_of(study, arrangement, name),
            "zone": study.places[known[name].place].zone,
        }
        for name in sorted(names)
    }


def readable_order(case: Case, steps: list[int]) -> list[int]:
    """Steps after all they wait for, each as soon as may be after what led to it."""
    waiting = {i: {e.source for e in case.edges if e.target == i and not e.back} for i in steps}
    followers: dict[int, list[int]] = {i: [] for i in steps}
    for target, sources in waiting.items():
        for source in sources:
            followers[source].append(target)
    order: list[int] = []
    ready = [(0, case.steps[i].name, i) for i in steps if not waiting[i]]
    heapq.heapify(ready)
    while ready:
        _, _, index = heapq.heappop(ready)
        order.append(index)
        for follower in followers[index]:
            waiting[follower].discard(index)
            if not waiting[follower]:
                heapq.heappush(ready, (-len(order), case.steps[follower].name, follower))
    return order
