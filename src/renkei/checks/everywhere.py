"""Word that cannot reach its reader, in the states that no scenario visits.

Cases find it where a scenario goes. Here every other combination of states is looked at in which
the arrangement is in force, the thread can start, and each of its steps that can come about there
has somebody entitled to it. Where a right or a duty is not given in some states, that
is the arrangement's own word, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from renkei.checks.case import Case
from renkei.checks.cases import View, with_article
from renkei.checks.duty import PostName, Unresolved
from renkei.checks.flow import FlatStep, Flow
from renkei.checks.situations import Collector, Situation, States, possible
from renkei.checks.word import kind_of
from renkei.findings import Severity
from renkei.model.state import holds
from renkei.model.study import Study
from renkei.model.thread import WordKind


def visited(study: Study, cases: Iterable[Case]) -> dict[tuple[str, str], list[States]]:
    """The combinations of states that scenarios visit, by arrangement and thread."""
    found: dict[tuple[str, str], list[States]] = {}
    for case in cases:
        for thread in case.threads:
            found.setdefault((case.arrangement, thread.name), []).extend(
                {n: states[n] for n in study.states} for states in case.combinations
            )
    return found


def check_word(
    study: Study, situation: Situation, flow: Flow, seen: list[States], faults: Collector
) -> None:
    """Whether a thread's word arrives in one situation.

    Args:
        seen: states in which scenarios put the thread to the test under the arrangement.
    """
    if holds(study.threads[flow.thread].when, situation.view.states) and not any(
        s in seen for s in situation.states
    ):
        _Thread(study, situation, flow, faults).check()


class _Thread:
    def __init__(self, study: Study, situation: Situation, flow: Flow, faults: Collector) -> None:
        self.study = study
        self.situation = situation
        self.view: View = situation.view
        self.flow = flow
        self.faults = faults

    def check(self) -> None:
        steps = self._live()
        holders = self._holders(steps)
        if holders is None:
            return
        for name, step in steps.items():
            for item in (*step.inputs, *step.back_inputs):
                if item.source not in steps:
                    continue
                source, sender = steps[item.source], holders[item.source]
                kind = kind_of(self.view, item, source, step, sender, holders[name])
                level = self._level(item.level or source.step.level)
                if self.view.router.find(kind, level, sender, holders[name]) is None:
                    self._warn(
                        "no-route-in-state",
                        f"no permitted way for {with_article(kind)} from {sender.full} to "
                        f'{holders[name].full} after "{item.name()}"',
                        *step.path, "after",
                    )  # fmt: skip
            if step.step.does == "decide":
                self._consents(step, holders[name])

    # -- what comes about ------------------------------------------------------------

    def _live(self) -> dict[str, FlatStep]:
        """The steps that can come about in these states."""
        facts = {n: v for t in self.study.threads.values() for n, v in t.facts.items()}
        live = {
            name: step
            for name, step in self.flow.steps.items()
            if possible(step.condition, self.view.states, facts)
        }
        while True:
            dead = [
                name
                for name, step in live.items()
                if step.inputs and not any(i.source in live for i in step.inputs)
            ]
            if not dead:
                return live
            for name in dead:
                del live[name]

    def _holders(self, steps: dict[str, FlatStep]) -> dict[str, PostName] | None:
        """Who holds each step; None where somebody lacks the right or the duty."""
        found: dict[str, PostName] = {}
        entitled = True
        for name, flat in steps.items():
            path: tuple[str, ...] = (*flat.path, "by")
            phrase = flat.step.by or ""
            if flat.step.does == "decide":
                function = flat.step.function or ""
                try:
                    right, noun = self.view.right(function)
                except Unresolved:
                    entitled = False
                    continue
                path, phrase = ("rights", right, "decides"), noun.decides
            post = self._post(phrase, *path)
            if post is None:
                entitled = False
            else:
                found[name] = post
        return found if entitled else None

    def _post(self, phrase: str, *path: str) -> PostName | None:
        try:
            return self.view.resolver.resolve(phrase)
        except Unresolved as error:
            duty = self.view.arrangement.duties.get(phrase.removeprefix("duty "))
            given = duty is None or duty.otherwise is not None or holds(
                duty.when, self.view.states
            )  # fmt: skip
            where = ("duties", *error.duty) if error.duty else path
            if given:
                self._warn("no-holder-in-state", str(error), *where)
            return None

    # -- word ------------------------------------------------------------------------

    def _consents(self, step: FlatStep, decider: PostName) -> None:
        name, right = self.view.right(step.step.function or "")
        asked = [("consent", r, c) for r, c in sorted(right.consent.items())]
        asked += [("consult", r, c) for r, c in sorted(right.consult.items())]
        for key, role, consent in asked:
            where = "rights", name, key, role, "of"
            post = self._post(consent.of, *where)
            if post is None or post == decider:
                continue
            level = self._level(consent.level or step.step.level)
            find = self.view.router.find
            if find(WordKind.REQUEST, level, decider, post, answered=True) is None:
                one_way = find(WordKind.REQUEST, level, decider, post) is not None
                words = f"no permitted way for a request from {decider.full} to {post.full}"
                if one_way:
                    words = f"no answer can come back from {post.full} to {decider.full}"
                self._warn("no-route-in-state", words, *where)

    def _level(self, level: str | None) -> int:
        levels = self.study.levels
        return levels.index(level) if level in levels else 0

    def _warn(self, code: str, words: str, *path: str) -> None:
        self.faults.add(
            code, words, self.situation.arrangement, *path,
            severity=Severity.WARNING, states=self.situation.states,
        )  # fmt: skip
