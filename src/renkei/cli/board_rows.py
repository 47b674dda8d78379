"""The board as rows: clocks, posts, decisions, and the day ahead of those who decide."""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.calendar import is_holiday
from renkei.checks.case import NONE
from renkei.checks.cases import View
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.presence import Presence, hours_of_day, presence, seat
from renkei.checks.study import CheckedStudy
from renkei.checks.zones import MS_PER_DAY, clock_change, dtg, local_text, zone, zone_version
from renkei.cli.board import Asked, Row, in_force
from renkei.cli.contrast_rights import functions_of
from renkei.cli.wording import (
    about,
    hours_in_words,
    nation_title,
    place_of,
)
from renkei.model.consent import Consent
from renkei.record.vocabulary import Precedence


def rows(checked: CheckedStudy, asked: Asked) -> Row:
    """The board as one JSON document."""
    return _Board(checked, asked).row()


class _Board:
    def __init__(self, checked: CheckedStudy, asked: Asked) -> None:
        self.checked, self.study, self.asked = checked, checked.study, asked
        self.view: View = checked.view(asked.arrangement, asked.states)
        self.precedence: Precedence | None = None
        if asked.thread is not None:
            self.precedence = Precedence[self.study.threads[asked.thread].precedence]
        self._known: dict[PostName, Presence] = {}

    def row(self) -> Row:
        asked = self.asked
        head: Row = {
            "study": self.study.study,
            "arrangement": asked.arrangement,
            "scenario": asked.scenario,
            "thread": asked.thread,
            "precedence": None if self.precedence is None else self.precedence.name,
            "states": asked.states,
            "in_force": in_force(self.checked, asked),
            "at": {
                "utc_ms": asked.at_ms,
                "zulu": dtg(asked.at_ms),
                "zone": asked.zone,
                "local": {z: local_text(asked.at_ms, z) for z in self._zones()},
                "zone_data": zone_version(),
            },
        }
        if not head["in_force"]:
            return {**head, "headquarters": [], "decisions": [], "day_ahead": []}
        decisions = list(self._decisions())
        return {
            **head,
            "holidays": list(self._holidays()),
            "clock_changes": list(self._clock_changes()),
            "headquarters": [
                self._headquarters(h) for h in sorted(self.view.arrangement.headquarters)
            ],
            "decisions": decisions,
            "day_ahead": list(self._day_ahead(decisions)),
        }

    # -- clocks ----------------------------------------------------------------------

    def _zones(self) -> dict[str, list[str]]:
        """Places by zone, of the headquarters there are; and the zone asked in."""
        found: dict[str, set[str]] = {self.asked.zone: set()}
        for name, hq in self.view.arrangement.headquarters.items():
            place = place_of(self.study, self.view.arrangement, name)
            found.setdefault(self.study.places[hq.place].zone, set()).add(place)
        return {z: sorted(places) for z, places in sorted(found.items())}

    def _holidays(self) -> Iterator[Row]:
        """Nations whose offices keep a holiday at this instant, and by which zone's date."""
        where: set[tuple[str, str]] = set()
        for name, hq in self.view.arrangement.headquarters.items():
            for post in hq.posts:
                here = seat(self.view, PostName(name, post))
                where.add((here.nation, here.zone))
        for nation, zone_name in sorted(where):
            country = self.study.nations[nation].holidays
            if country is not None and is_holiday(country, self.asked.at_ms, zone_name):
                yield {"nation": nation, "zone": zone_name}

    def _clock_changes(self) -> Iterator[Row]:
        at = self.asked.at_ms
        for zone_name in self._zones():
            change = clock_change(at, at + MS_PER_DAY, zone(zone_name))
            if change is not None:
                when, by = change
                yield {"zone": zone_name, "utc_ms": when, "minutes_forward": by // 60_000}

    # -- who is there ----------------------------------------------------------------

    def _presence(self, post: PostName) -> Presence:
        if post not in self._known:
            here = seat(self.view, post)
            self._known[post] = presence(here, self.asked.at_ms, self.precedence)
        return self._known[post]

    def _headquarters(self, name: str) -> Row:
        hq = self.view.arrangement.headquarters[name]
        zone_name = self.study.places[hq.place].zone
        return {
            "name": name,
            "title": hq.title,
            "japanese": hq.japanese,
            "nation": hq.nation,
            "place": place_of(self.study, self.view.arrangement, name),
            "zone": zone_name,
            "local": local_text(self.asked.at_ms, zone_name),
            "posts": [
                {"post": post, "title": hq.posts[post].title,
                 **self._post(PostName(name, post))}
                for post in sorted(hq.posts)
            ],
        }  # fmt: skip

    def _post(self, post: PostName) -> Row:
        found = self._presence(post)
        here = found.post
        return {
            "nation": here.nation,
            "state": found.word,
            "on_duty": found.on_duty,
            "people": here.people,
            "hours": hours_in_words(here.hours[0]),
            "zone": here.zone,
            "changes_at_ms": found.until,
            "next_shift_ms": found.next_shift,
            "reach": self._reach(found),
        }

    def _reach(self, found: Presence) -> Row | None:
        """How the post is reached when nobody is on duty; None where it never is."""
        here = found.post
        if here.reach == NONE:
            return None
        estimate = self.view.estimates[here.reach]
        return {
            "about": about(estimate),
            "likely_s": round(estimate.likely / 1000),
            "low_s": round(estimate.low / 1000),
            "high_s": round(estimate.high / 1000),
            "grade": str(estimate.grade),
            "from": Precedence(here.reach_from).name,
            "reached_now": found.reachable,
        }

    # -- who decides -----------------------------------------------------------------

    def _functions(self) -> list[str]:
        """What is decided: by the thread asked for, or at all."""
        thread = self.asked.thread
        if thread is None:
            return functions_of(self.view)
        steps = self.checked.flows[thread].steps.values()
        return sorted({s.step.function for s in steps if s.step.function is not None})

    def _decisions(self) -> Iterator[Row]:
        for function in self._functions():
            row: Row = {"function": function, "decider": None, "asks": []}
            try:
                name, right = self.view.right(function)
                post = self.view.resolver.resolve(right.decides)
            except Unresolved as nobody:
                yield {**row, "why_nobody": str(nobody).rstrip(".")}
                continue
            asks = [
                *(self._asked("consent", role, c) for role, c in sorted(right.consent.items())),
                *(self._asked("consult", role, c) for role, c in sorted(right.consult.items())),
            ]
            origins = self.study.origins
            at = origins.find("arrangements", self.asked.arrangement, "rights", name).cited
            yield {**row, **self._marked(post), "right": name, "at": at, "asks": asks}

    def _asked(self, kind: str, role: str, asked: Consent) -> Row:
        try:
            post = self.view.resolver.resolve(asked.of)
        except Unresolved as nobody:
            return {"kind": kind, "role": role, "decider": None, "why_nobody": str(nobody)}
        return {"kind": kind, "role": role, **self._marked(post)}

    def _marked(self, post: PostName) -> Row:
        found = self._presence(post)
        return {
            "decider": post.phrase,
            "nation": found.post.nation,
            "nation_title": nation_title(self.study, found.post.nation),
            "state": found.word,
            "reach": self._reach(found),
            "next_shift_ms": found.next_shift,
            "zone": found.post.zone,
        }

    # -- the day ahead ---------------------------------------------------------------

    def _day_ahead(self, decisions: list[Row]) -> Iterator[Row]:
        deciders: dict[str, PostName] = {}
        for post in self._known:
            deciders[post.phrase] = post
        wanted = {d["decider"] for d in decisions} - {None}
        for name in sorted(wanted, key=lambda n: (self._known[deciders[n]].post.nation, n)):
            found = self._known[deciders[name]]
            yield {
                "post": name,
                "nation": found.post.nation,
                "zone": found.post.zone,
                "hours": hours_of_day(found, self.asked.at_ms),
            }
