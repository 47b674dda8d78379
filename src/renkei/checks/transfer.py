"""Transfers of authority: what the end of a thread grants, until it is recalled (rule 17).

A thread that some relationship is granted by is a state of its own, named as the thread is,
with the values *granted* and *not granted*. It changes when incidents end, at times that
nobody knows beforehand, so a case visits more combinations than its scenario's changes name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.model.arrangement import Arrangement
from renkei.model.scenario import Case as CaseNoun
from renkei.model.scenario import Incidents
from renkei.model.state import GRANTED, NOT_GRANTED, StateVariable, holds
from renkei.model.study import Study
from renkei.model.thread import Thread

if TYPE_CHECKING:
    from renkei.checks.names import Names

MOST_COMBINATIONS = 64
"""Combinations of states and grants that one case may visit (rule 14)."""


def granting(study: Study) -> frozenset[str]:
    """Every thread that grants something under some arrangement."""
    return frozenset().union(*(granted_in(a) for a in study.arrangements.values()))


def granted_in(arrangement: Arrangement) -> frozenset[str]:
    """The threads by which an arrangement's relationships are granted."""
    given = (r.granted_by for r in arrangement.relationships.values())
    return frozenset(g for g in given if g is not None)


def granted_in_words(thread: str) -> str:
    """How long a relationship holds that a thread grants."""
    return f"from the end of {thread} until it is recalled"


def variables(study: Study, *arrangements: str) -> dict[str, StateVariable]:
    """The states of a study, and whether what these arrangements may be granted is granted."""
    granting = sorted(frozenset().union(*(granted_in(study.arrangements[a]) for a in arrangements)))
    grants = {t: StateVariable(values=(NOT_GRANTED, GRANTED)) for t in granting}
    return {**study.states, **grants}


def with_grants(
    here: Iterable[str], states: Mapping[str, str], granted: Iterable[str]
) -> dict[str, str]:
    """States and, for every thread that grants anything here, whether it is granted."""
    grants = {t: GRANTED if t in granted else NOT_GRANTED for t in here}
    return dict(sorted({**states, **grants}.items()))


def nothing_to_transfer(study: Study, arrangement: Arrangement, noun: CaseNoun, name: str) -> str:
    """The first thread of a case that only transfers authority, where this arrangement has
    none for it to grant or recall; else nothing."""
    for thread in sorted({i.thread for i in noun.incidents.values()} or {name}):
        if idle(study, arrangement, thread):
            return thread
    return ""


def idle(study: Study, arrangement: Arrangement, thread: str) -> bool:
    """Whether a thread only transfers authority, and under this arrangement has none to grant or
    recall."""
    noun = study.threads.get(thread)
    if noun is None or not noun.transfer_only:
        return False
    return not granted_in(arrangement) & {thread, *noun.recalls}


def cannot_start(study: Study, case: CaseNoun, name: str, granted: Iterable[str]) -> list[str]:
    """The threads with which a case begins though, by their own *when*, they do not start there.

    Args:
        name: the thread that the case puts to the test.
        granted: threads that have granted what they grant.
    """
    begin = {i.thread for i in case.incidents.values() if i.first == 0}
    states = with_grants(granting(study), case.states, granted)
    return [
        thread
        for thread in sorted(begin if case.incidents else {name})
        if thread in study.threads and not holds(study.threads[thread].when, states)
    ]


# -- names -------------------------------------------------------------------------------


def check_transfer(names: Names, name: str, thread: Thread) -> None:
    """What is wrong with the authority that a thread grants or recalls."""
    where = ("threads", name)
    check_grants(names, thread.recalls, *where, "recalls")
    if name in thread.recalls:
        words = "a thread cannot take back what it grants"
        names.report("recalls-itself", words, *where, "recalls")
    if thread.procedure and (thread.recalls or thread.transfer_only):
        key = "recalls" if thread.recalls else "transfer-only"
        words = "a procedure ends inside a thread; only that can recall"
        names.report("procedure-grants", words, *where, key)
    if thread.transfer_only and not thread.recalls and name not in names.granting:
        words = f'nothing is recalled here and no relationship has "granted-by: {name}"'
        names.report("grants-nothing", words, *where, "transfer-only")
    facts = {fact for noun in names.study.threads.values() for fact in noun.facts}
    if name in names.granting and name in {*names.study.states, *facts}:
        words = "it grants authority, so its name is that of a state; a state or fact has it too"
        names.report("ambiguous-name", words, *where)


def check_grants(names: Names, threads: Iterable[str], *path: str | int) -> None:
    """Whether something is granted by threads that are to be recalled, or have ended at the
    start."""
    for thread in threads:
        if can_grant(names, thread, *path) and thread not in names.granting:
            words = f'"{thread}" grants nothing; a relationship says so by "granted-by: {thread}"'
            names.report("grants-nothing", words, *path)


def can_grant(names: Names, thread: str | None, *path: str | int) -> bool:
    """Whether a thread is there that can end and so grant something."""
    if thread is None or not names.known("thread", thread, names.study.threads, *path):
        return False
    if names.study.threads[thread].procedure:
        words = (
            f'"{thread}" is a procedure, which ends inside a thread; authority is granted and '
            "recalled by threads"
        )
        names.report("procedure-grants", words, *path)
        return False
    return True


# -- what a case comes to ----------------------------------------------------------------


def incidents_of(noun: CaseNoun, thread: str) -> Mapping[str, Incidents]:
    """The streams of incidents of a case; one incident of its thread where it names none."""
    return noun.incidents or {"main": Incidents(thread=thread, facts=noun.facts)}


@dataclass(frozen=True)
class Visits:
    """The combinations of states and grants that the runs of a case may come to."""

    combinations: list[dict[str, str]]
    """The start first, then as the scenario changes, then what grants make of them."""
    changes: list[tuple[int, int]]
    """The scenario's changes: ms after the start, combination if nothing is granted meanwhile."""
    grants: tuple[tuple[int, ...], ...]
    """What each combination becomes by each change of the scenario, then by the end of an
    incident of each thread of the case; empty where no incident grants or recalls."""
    _reached: Mapping[str, frozenset[tuple[int, int]]]
    _begun: Mapping[str, frozenset[int]]

    def begins(self, thread: str, combination: int) -> bool:
        """Whether a combination can hold as an incident of a thread begins."""
        return combination in self._begun[thread]

    def follows(self, thread: str, first: int, then: int) -> bool:
        """Whether, as an incident of a thread goes on, one combination can hold at some time and
        the other then or later."""
        return (first, then) in self._reached[thread]

    def meets(self, thread: str, combination: int) -> bool:
        """Whether a combination can hold while an incident of a thread goes on."""
        return (combination, combination) in self._reached[thread]


Node = tuple[int, frozenset[str]]
"""Changes of the scenario that have happened, and what is granted."""


def visits(
    study: Study, arrangement: Arrangement, noun: CaseNoun, incidents: Mapping[str, Incidents]
) -> Visits:
    """Follows every order in which changes and grants can come."""
    return _Walk(study, arrangement, noun, incidents).visits()


class _Walk:
    def __init__(
        self, study: Study, arrangement: Arrangement, noun: CaseNoun,
        incidents: Mapping[str, Incidents],
    ) -> None:  # fmt: skip
        self._changes = sorted(noun.changes, key=lambda c: c.after)
        self._states = [dict(noun.states)]
        for change in self._changes:
            self._states.append({**self._states[-1], **change.set})
        self._streams = tuple(incidents.values())
        self._here = granted_in(arrangement)
        self._start = frozenset(noun.granted) & self._here
        self._threads = sorted({i.thread for i in incidents.values()})
        self._first = {
            t: min(i.first for i in incidents.values() if i.thread == t) for t in self._threads
        }
        counts = {t: sum(i.count for i in incidents.values() if i.thread == t) for t in self._first}
        self._single = {t for t, count in counts.items() if count == 1}
        self._recalls = {t: self._here & {*study.threads[t].recalls} for t in self._threads}
        self._transfers = any(t in self._here or self._recalls[t] for t in self._threads)

    def _after(self, granted: frozenset[str], thread: str) -> frozenset[str]:
        """What is granted after an incident of a thread is done."""
        return (granted - self._recalls[thread]) | (self._here & {thread})

    def _combination(self, node: Node) -> dict[str, str]:
        return with_grants(self._here, self._states[node[0]], node[1])

    def _next(self, node: Node, still: str) -> list[Node]:
        """What can come next, while an incident goes on that is the only one of its thread. No
        incident ends before the first of its thread begins."""
        place, granted = node
        until = None if place == len(self._changes) else self._changes[place].after
        since = self._changes[place - 1].after if place else 0
        found = [] if until is None else [(place + 1, granted)]
        for thread in self._threads:
            if thread == still:
                continue
            if until is None or max(since, self._first[thread]) < until:
                found.append((place, self._after(granted, thread)))
        return [n for n in found if n != node]

    def visits(self) -> Visits:
        chain = [(place, self._start) for place in range(len(self._states))]
        below = self._all_below("")
        others = sorted(set(below) - set(chain), key=lambda n: (n[0], sorted(n[1])))
        combinations: list[dict[str, str]] = []
        number: dict[Node, int] = {}
        for node in [*chain, *others]:
            combination = self._combination(node)
            if combination not in combinations:
                combinations.append(combination)
            number[node] = combinations.index(combination)
        return Visits(
            combinations=combinations,
            changes=[
                (change.after, number[place, self._start])
                for place, change in enumerate(self._changes, 1)
            ],
            grants=self._grants(combinations) if self._transfers else (),
            _reached={
                thread: frozenset(
                    (number[first], number[then])
                    for first, after in (
                        self._all_below(thread) if thread in self._single else below
                    ).items()
                    for then in after
                )
                for thread in self._threads
            },
            _begun={
                thread: frozenset(number[n] for n in below if self._may_begin(thread, n[0]))
                for thread in self._threads
            },
        )  # fmt: skip

    def _may_begin(self, thread: str, place: int) -> bool:
        """Whether an incident may begin after so many changes: the first of a stream at its time,
        further ones any time later. What changes at that very instant has changed before."""
        return any(
            place == before or (place > before and stream.count > 1)
            for stream in self._streams
            if stream.thread == thread
            for before in [sum(c.after <= stream.first for c in self._changes)]
        )

    def _all_below(self, still: str) -> dict[Node, set[Node]]:
        """For all that can come, what can come after it."""
        return {node: self._below(node, still) for node in self._below((0, self._start), still)}

    def _below(self, node: Node, still: str) -> set[Node]:
        """A node and all that can come after it."""
        seen, todo = {node}, [node]
        while todo:
            for following in self._next(todo.pop(), still):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return seen

    def _grants(self, combinations: list[dict[str, str]]) -> tuple[tuple[int, ...], ...]:
        def row(turned: list[dict[str, str]]) -> tuple[int, ...]:
            # What no run comes to stays what it is.
            return tuple(
                combinations.index(c) if c in combinations else place
                for place, c in enumerate(turned)
            )

        rows = [row([{**c, **change.set} for c in combinations]) for change in self._changes]
        for thread in self._threads:
            now = [frozenset(t for t in self._here if c[t] == GRANTED) for c in combinations]
            rows.append(
                row([
                    with_grants(self._here, c, self._after(granted, thread))
                    for c, granted in zip(combinations, now, strict=True)
                ])
            )  # fmt: skip
        return tuple(rows)
