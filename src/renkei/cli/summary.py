"""What an account comes to, in a few sentences: who decides, who must agree, how far word goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from renkei.checks.case import Case, CaseConsent, CaseEdge, Segment
from renkei.cli.wording import listed, nation_title
from renkei.model.study import Study

MOST_NAMES = 6
"""Names in a row at most."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the end of a step: nominal ms, hops between headquarters, borders crossed."""

    ms: float = 0
    hops: int = 0
    borders: int = 0

    def then(self, other: Way) -> Way:
        """This way, and the other after it."""
        return Way(self.ms + other.ms, self.hops + other.hops, self.borders + other.borders)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the answer hangs on, in the states at the start.

    Attributes:
        answer: name of the step that is the answer.
        decisions: the decisions that the answer may wait for, the last one last.
        consents: (decision, post asked) where the post may refuse.
        way: the nominally longest way to the answer.
        most_borders: crossed on any way to the answer.
        aside: steps that the answer does not wait for.
    """

    answer: str
    decisions: tuple[str, ...]
    consents: tuple[tuple[str, str], ...]
    way: Way
    most_borders: int
    aside: tuple[str, ...]
    sentences: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """The summary as part of a JSON document."""
        return {
            "sentences": list(self.sentences),
            "answer": self.answer,
            "decisions": list(self.decisions),
            "consents": [{"decision": d, "of": of} for d, of in self.consents],
            "hops": self.way.hops,
            "borders": self.way.borders,
            "most_borders": self.most_borders,
            "not_waited_for": list(self.aside),
        }


def summary(study: Study, case: Case, order: Iterable[int]) -> Summary:
    """The summary of a case.

    Args:
        order: its thread's steps, each after all that it waits for.
    """
    return _Summing(study, case, order).sum()


class _Summing:
    def __init__(self, study: Study, case: Case, order: Iterable[int]) -> None:
        self.study = study
        self.case = case
        self.order = [i for i in order if any(case.steps[i].applies[0])]
        self.before: dict[int, list[CaseEdge]] = {
            i: [e for e in case.edges if e.target == i and not e.back and e.source in self.order]
            for i in self.order
        }

    def sum(self) -> Summary:
        steps = self.case.steps
        answer = next((i for i in self.order if steps[i].answer), self.order[-1])
        waited = self._waited(answer)
        decisions = [i for i in self.order if i in waited and steps[i].decides]
        aside = tuple(self._name(i) for i in self.order if i not in waited)
        way = self._ways(lambda w: w.ms)[answer]
        most = self._ways(lambda w: w.borders)[answer].borders
        asked = [(i, c) for i in decisions for c in steps[i].holdings[0].consents]
        sentences = (
            self._who(answer, decisions),
            self._whose(decisions, asked),
            self._far(way, most, aside),
        )
        return Summary(
            steps[answer].name, tuple(steps[i].name for i in decisions),
            tuple((steps[i].name, self.case.posts[c.post].name) for i, c in asked
                  if not c.consult and self._elsewhere(i, c)),
            way, most, aside, sentences,
        )  # fmt: skip

    def _waited(self, answer: int) -> set[int]:
        found, new = {answer}, [answer]
        while new:
            new = [e.source for i in new for e in self.before[i] if e.source not in found]
            found |= set(new)
        return found

    # -- how far ---------------------------------------------------------------------

    def _ways(self, by: Callable[[Way], float]) -> dict[int, Way]:
        """The longest way to the end of each step, all numbers at their likely values."""
        done: dict[int, Way] = {}
        for index in self.order:
            step = self.case.steps[index]
            arrivals = []
            for edge in self.before[index]:
                route = edge.routes[0][0][0]
                word = self._word(route.segments, route.inner_border)
                arrivals.append(done[edge.source].then(word))
            first = min if step.any_join else max
            way = first(arrivals, key=by, default=Way())
            way = way.then(Way(self.case.estimates[step.takes].likely))
            asked = [self._asking(c) for c in step.holdings[0].consents]
            done[index] = way.then(max(asked, key=by, default=Way()))
        return done

    def _asking(self, asked: CaseConsent) -> Way:
        route = asked.routes[0]
        if route is None:
            return Way()
        there = self._word(route.segments, route.inner_border)
        work = Way(self.case.estimates[asked.takes].likely)
        return there.then(work).then(self._word(route.back, route.back_inner_border))

    def _word(self, segments: Iterable[Segment], inner_border: bool) -> Way:
        way = Way(borders=int(inner_border))
        for s in segments:
            ms = self.case.estimates[s.estimate].likely
            way = way.then(Way(ms, int(s.transit), int(s.border)))
        return way

    # -- sentences -------------------------------------------------------------------

    def _name(self, index: int) -> str:
        return self.case.steps[index].name.partition("/")[2]

    def _post(self, index: int) -> str:
        post = self.case.posts[index]
        return f"{post.name} ({nation_title(self.study, post.nation)})"

    def _holder(self, index: int) -> int:
        return self.case.steps[index].holdings[0].post

    def _elsewhere(self, index: int, asked: CaseConsent) -> bool:
        return asked.post != self._holder(index)

    def _foreign(self, index: int, asked: CaseConsent) -> bool:
        posts = self.case.posts
        return posts[asked.post].nation != posts[self._holder(index)].nation

    def _who(self, answer: int, decisions: list[int]) -> str:
        end = f"the answer, {self._name(answer)}, by {self._post(self._holder(answer))}"
        if not decisions:
            return f"No decision stands before {end}."
        last = decisions[-1]
        who = f"{self._post(self._holder(last))} decides {self._name(last)}"
        if last == answer:
            said = f"{who}, which is the answer"
        else:
            said = f"{who}, the last decision before {end}"
        if len(decisions) == 1:
            return f"{said}; no other decision stands before it."
        others = dict.fromkeys(self.case.posts[self._holder(i)].name for i in decisions[:-1])
        number = len(decisions) - 1
        stand = "decision stands" if number == 1 else "decisions stand"
        return f"{said}; {number} other {stand} before it, by {listed(others)}."

    def _whose(self, decisions: list[int], asked: list[tuple[int, CaseConsent]]) -> str:
        if not decisions:
            return "Nobody's consent is needed."
        needs = []
        for index in decisions:
            of = [c for i, c in asked if i == index and not c.consult and self._elsewhere(i, c)]
            whom = [
                f"of {self._post(c.post)}"
                + (", across a border," if self._foreign(index, c) else "")
                for c in of
            ]
            if whom:
                needs.append(f"the consent {listed(whom)} is needed for {self._name(index)}")
        said = "; ".join(needs) or "nobody's consent is needed"
        if needs and "across a border" not in said:
            said += ", none across a border"
        abroad = [i for i, c in asked if c.consult and self._foreign(i, c)]
        if abroad:
            names = listed(self._name(i) for i in dict.fromkeys(abroad))
            said += f"; posts across a border are consulted, without a right to refuse, on {names}"
        return f"{said[0].upper()}{said[1:]}."

    def _far(self, way: Way, most: int, aside: tuple[str, ...]) -> str:
        hops = "1 hop" if way.hops == 1 else f"{way.hops} hops"
        times = {0: "no border", 1: "a border once"}.get(
            way.borders, f"borders {way.borders} times"
        )
        more = f" (on another way, up to {most} times)" if most > way.borders else ""
        said = (
            "On the longest way to the answer, at likely times and with nobody waiting, word makes "
            f"{hops} between headquarters and crosses {times}{more}, requests and replies included"
        )
        if not aside:
            return f"{said}. The answer waits for every step."
        return f"{said}. The answer does not depend on {self._wait(aside)}."

    def _wait(self, aside: tuple[str, ...]) -> str:
        """The steps not waited for, whole procedures by their name."""
        tops = [name.partition("/")[0] for name in aside]
        needed = [self._name(i) for i in self.order if self._name(i) not in aside]
        whole = {t for t in tops if not any(n.partition("/")[0] == t for n in needed)}
        names = list(
            dict.fromkeys(t if t in whole else n for n, t in zip(aside, tops, strict=True))
        )
        if len(names) > MOST_NAMES:
            names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} other steps"]
        return f"{listed(names)}, which can wait"
