"""Every path of one incident through a situation, time left abstract.

A path is followed in one fixed order of its steps, whatever their order in time: branches are
independent until a join, so the causal past of a step does not hang on which branch was quicker.
Three things do, and are followed both ways: which input an any-join takes first; that what ends
the incident may come before or after anything beside it; and that a limit may strike before or
after the answer. A state is what is still to be done and what lies on the edges into it; states
met again are not walked again.

The death of an answer ends the incident at the instant of whatever kills it, so nothing comes of
what would have that in its past, but for what a branch that dies at that very instant lets begin.
To know, every step that can kill the answer has two bits of its own in the pasts, above those of
the caller: one that word has carried on, one that only dead branches have. Where a step with
several inputs is forbidden by its condition, it dies with the first of them that would open it;
here any of them may be the first, and an incident that dies as it begins may go on: a little
more than can happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from renkei.checks.situation import Asked, SituatedStep, Situation
from renkei.explorer.paths import (
    _DEAD,
    ANY_HANDS,
    FIRST,
    LATE,
    MOST_STATES,
    NEVER,
    NO,
    NOT_YET,
    PENDING,
    SILENT,
    Choice,
    Hands,
    Paths,
    Sight,
    State,
    dead_edge,
    done_edge,
)
from renkei.record.lifecycle import APPROVED, REFUSED, Input, Stage, fate, verdict
from renkei.record.vocabulary import What


def explore(
    situation: Situation, applies: Sequence[bool | None], gains: Sequence[int | tuple[int, ...]],
    *, hands: Hands = ANY_HANDS, most: int = MOST_STATES,
) -> Paths:  # fmt: skip
    """Walks every path.

    Args:
        situation: who may do what.
        applies: whether each step's condition holds; None if it may or may not.
        gains: bits that each step's approval adds to the past of what follows; several where
            it may add any of them.
        hands: who stays silent, who never refuses; left out, anybody may do anything.
        most: states before the search gives up.
    """
    return _Walk(situation, applies, gains, hands, most).run()


def order_of(situation: Situation) -> tuple[int, ...]:
    """The steps in an order in which every forward edge leads onwards."""
    left = set(range(len(situation.steps)))
    order: list[int] = []
    while left:
        free = sorted(
            i for i in left
            if not any(situation.edges[e].source in left for e in situation.incoming[i])
        )  # fmt: skip
        if not free:
            raise ValueError("the steps wait for one another")
        order += free
        left -= set(free)
    return tuple(order)


class _Walk:
    def __init__(
        self, situation: Situation, applies: Sequence[bool | None],
        gains: Sequence[int | tuple[int, ...]], hands: Hands, most: int,
    ) -> None:  # fmt: skip
        self.s = situation
        self.applies = applies
        self.gains = tuple((g,) if isinstance(g, int) else g for g in gains)
        self.hands = hands
        self.most = most
        self.order = order_of(situation)
        self.found = Paths(situation)
        width = max((g for of in self.gains for g in of), default=0).bit_length()
        self.asked_for = (1 << width) - 1
        killers = _killers(situation, applies)
        self.kills = tuple(
            1 << width + 2 * killers.index(i) if i in killers else 0
            for i in range(len(situation.steps))
        )
        self.all_kills = sum(self.kills)
        self.forward = tuple((n, e.target) for n, e in enumerate(situation.edges) if not e.back)
        self.all_fresh = self.all_kills << 1

    def run(self) -> Paths:
        start = State(
            frozenset(range(len(self.s.steps))), (PENDING,) * len(self.s.edges), answered=False
        )
        self.found._before[start] = None
        agenda = [start]
        while agenda:
            if self.found.states >= self.most:
                self.found.complete = False
                break
            state = agenda.pop()
            self.found.states += 1
            for after, choices in self._next(state):
                if after not in self.found._before:
                    self.found._before[after] = state, choices
                    agenda.append(after)
        return self.found

    # -- what is next ----------------------------------------------------------------

    def _next(self, state: State) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        ready: list[tuple[bool, int, int | None]] = []
        for step in self.order:
            if step not in state.todo:
                continue
            back = next(
                (e for e in self.s.back_into[step] if state.edges[e] >= 0 and not _dead(state, e)),
                None,
            )
            if back is None and any(state.edges[e] == PENDING for e in self.s.incoming[step]):
                continue
            dies = back is None and self._dies(state, step)
            ready.append((dies, step, back))
            if dies:
                break
        if not ready:
            self._end(state)
            return
        # Death takes no time, so it goes before whatever else could be next.
        dies, step, back = ready[-1] if ready[-1][0] else ready[0]
        yield from self._take(state, step, back)

    def _dies(self, state: State, step: int) -> bool:
        inputs = self.s.incoming[step]
        if self.applies[step] is False:
            return all(state.edges[e] != NEVER for e in inputs)
        return bool(inputs) and all(state.edges[e] >= 0 and _dead(state, e) for e in inputs)

    def _end(self, state: State) -> None:
        waiting = NEVER in state.edges
        if state.answered:
            self.found.ends.add("answered" if waiting else "done")
        else:
            self.found.ends.add("stuck" if waiting else "refused")

    def _take(
        self, state: State, step: int, back: int | None
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        """Everything that may become of a step whose inputs are settled."""
        may_apply, may_not = self.applies[step] is not False, not self.applies[step]
        if back is not None:
            yield from self._fired(state, step, state.edges[back] >> 1, (), used=back)
            if may_not:
                yield from self._died(state, step, state.edges[back] >> 1, ())
            return
        inputs = self.s.incoming[step]
        if not inputs:
            yield from self._fired(state, step, 0, ()) if may_apply else ()
            yield from self._died(state, step, 0, ()) if may_not else ()
            return
        done = [e for e in inputs if state.edges[e] >= 0 and not _dead(state, e)]
        if done and may_not:
            # It dies as it would open, with the past of whoever would have opened it.
            for first in _by_past(state, done):
                chosen = self._first(first, done)
                yield from self._died(state, step, state.edges[first] >> 1, chosen)
            if not may_apply:
                return
        past = 0
        for e in inputs:
            past |= state.edges[e] >> 1 if state.edges[e] >= 0 else 0
        becomes = fate(
            Stage.OPEN if done else Stage.IDLE, [_input(state.edges[e]) for e in inputs],
            any_join=self.s.steps[step].any_join, back=False,
        )  # fmt: skip
        if becomes is Stage.DEAD:
            yield from self._died(state, step, past, ())
        elif becomes is not Stage.WORKING:
            yield self._never(state, step), ()
        elif self.s.steps[step].any_join:
            for first in _by_past(state, done):
                chosen = self._first(first, done)
                yield from self._fired(state, step, state.edges[first] >> 1, chosen)
        else:
            yield from self._fired(state, step, past, ())

    def _first(self, edge: int, of: Sequence[int]) -> tuple[Choice, ...]:
        if len(of) < 2:
            return ()
        e = self.s.edges[edge]
        return ((self.s.steps[e.target].name, f"{FIRST}{self.s.steps[e.source].name}"),)

    # -- what becomes of a step ------------------------------------------------------

    def _carried(self, past: int) -> int:
        """A past in which everything has been carried on."""
        return past & ~self.all_fresh | (past & self.all_fresh) >> 1

    def _sees(
        self, state: State, step: int, what: What, past: int, choices: tuple[Choice, ...]
    ) -> None:
        self.found.sights.setdefault(Sight(step, what, past & self.asked_for), (state, choices))

    def _fired(
        self, state: State, step: int, past: int, choices: tuple[Choice, ...],
        used: int | None = None,
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:  # fmt: skip
        it = self.s.steps[step]
        if any(cut & past == cut for cut in state.cuts):
            return
        if used is not None:
            edges = list(state.edges)
            edges[used] = PENDING
            state = State(state.todo, tuple(edges), state.answered, state.cuts)
        if it.post is None:
            yield self._never(state, step), (*choices, (it.name, "nobody is entitled"))
            return
        self._sees(state, step, What.ENABLED, past, choices)
        past = self._carried(past)
        if self.hands.silent(it.post, it.nation):
            yield self._never(state, step), (*choices, (it.name, SILENT))
            return
        if not it.decides:
            for outcome, name in enumerate(it.outcomes):
                chosen = (*choices, (it.name, name)) if len(it.outcomes) > 1 else choices
                yield from self._done(state, step, outcome, past, chosen)
            return
        for certain, words in self._verdicts(it):
            chosen = (*choices, *words)
            if certain is None:
                yield self._never(state, step), chosen
                continue
            for more in self.gains[step] if certain == APPROVED else (0,):
                after = past | more
                if certain == APPROVED:
                    self._sees(state, step, What.VERDICT, after, chosen)
                yield from self._done(state, step, certain, after, chosen)

    def _verdicts(self, step: SituatedStep) -> Iterator[tuple[int | None, tuple[Choice, ...]]]:
        """The verdicts a decision may come to; None where it waits for ever."""
        assert step.post is not None
        willing = self.hands.willing(step.post, step.nation)
        if not willing:
            yield REFUSED, ((step.name, "refused"),)
        if self.hands.unwilling(step.post, step.nation):
            return
        others = [a for a in step.asked if a.post != step.post]
        answers: list[bool | None] = []
        choices: list[Choice] = []
        for asked in others:
            answer, words = self._answer(asked)
            answers.append(answer)
            if words:
                choices.append((f"{step.name} ? {asked.role}", words))
            if not asked.consult and self._may_refuse(asked):
                how = NO if self._heard(asked) else LATE
                yield REFUSED, ((f"{step.name} ? {asked.role}", how),)
        certain = verdict(answers)
        if certain != REFUSED:
            yield certain, tuple(choices)

    def _answer(self, asked: Asked) -> tuple[bool | None, str]:
        """The most favourable answer a post may give; None if it never comes."""
        if self._heard(asked):
            says = asked.consult or not self.hands.unwilling(asked.post, asked.nation)
            return says, "" if says else NO
        if not asked.limited:
            return None, SILENT
        return asked.consult, LATE

    def _heard(self, asked: Asked) -> bool:
        return asked.reachable and not self.hands.silent(asked.post, asked.nation)

    def _may_refuse(self, asked: Asked) -> bool:
        if not self._heard(asked):
            return asked.limited
        return not self.hands.willing(asked.post, asked.nation)

    def _done(
        self, state: State, step: int, outcome: int, past: int, choices: tuple[Choice, ...]
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        it = self.s.steps[step]
        answers = it.answer and (not it.decides or outcome == APPROVED)
        self._sees(state, step, What.DONE, past, choices)
        out = [(n, self.s.edges[n]) for n in self.s.outgoing[step]]
        taken = [n for n, e in out if outcome in e.outcomes]
        if it.decides and outcome == REFUSED and not taken:
            self.found.ends.add("refused")
            # What runs beside it may come before the refusal.
            yield self._never(state, step), ((it.name, NOT_YET),)
            return
        kill = self.kills[step]
        edges = list(state.edges)
        todo = set(state.todo) - {step}
        looping = False
        for n in taken:
            e = self.s.edges[n]
            if e.back:
                looping = True
                todo |= e.body
                for inner, other in enumerate(self.s.edges):
                    if other.source in e.body and other.target in e.body:
                        edges[inner] = PENDING
            edges[n] = done_edge(past | kill) if e.reachable else NEVER
        if not looping:
            for n, e in out:
                if n not in taken and not e.back:
                    edges[n] = dead_edge(past | kill << 1)
        yield self._settle(edges, todo, state.answered or answers, state.cuts), choices

    def _died(
        self, state: State, step: int, past: int, choices: tuple[Choice, ...]
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        if self.s.steps[step].answer and not state.answered:
            self.found.ends.add("refused")
            cut = self._carried(past) & self.all_kills
            # Killed at its very beginning an incident may still have begun its first steps.
            cuts = _with(state.cuts, cut) if cut else state.cuts
            later = State(state.todo, state.edges, state.answered, cuts)
            yield self._never(later, step), ((self.s.steps[step].name, NOT_YET),)
            return
        edges = list(state.edges)
        for n in self.s.outgoing[step]:
            if not self.s.edges[n].back:
                edges[n] = dead_edge(past)
        yield self._settle(edges, set(state.todo) - {step}, state.answered, state.cuts), choices

    def _never(self, state: State, step: int) -> State:
        """The step does not come to an end before the incident does."""
        edges = list(state.edges)
        for n in self.s.outgoing[step]:
            if not self.s.edges[n].back:
                edges[n] = NEVER
        return self._settle(edges, set(state.todo) - {step}, state.answered, state.cuts)

    def _settle(
        self, edges: list[int], todo: set[int], answered: bool, cuts: tuple[int, ...]
    ) -> State:
        """A state with what no step can ask for any more left out, so that states meet."""
        for n, target in self.forward:
            if target not in todo and edges[n] != NEVER:
                edges[n] = PENDING
        return State(frozenset(todo), tuple(edges), answered, cuts)


def _with(cuts: tuple[int, ...], cut: int) -> tuple[int, ...]:
    """Cuts with one more; those that another one includes are left out."""
    if any(c & cut == c for c in cuts):
        return cuts
    return tuple(sorted((*(c for c in cuts if c & cut != cut), cut)))


def _killers(situation: Situation, applies: Sequence[bool | None]) -> tuple[int, ...]:
    """Steps by whose end the answer may die: a branch not taken, or a condition that forbids,
    on a way to it."""
    towards: set[int] = set()
    todo = [i for i, s in enumerate(situation.steps) if s.answer]
    while todo:
        at = todo.pop()
        if at not in towards:
            towards.add(at)
            todo += [situation.edges[e].source for e in situation.incoming[at]]
    return tuple(
        sorted(
            {
                e.source
                for e in situation.edges
                if not e.back
                and e.target in towards
                and (
                    len(e.outcomes) < len(situation.steps[e.source].outcomes)
                    or not applies[e.target]
                )
            }
        )
    )


def _dead(state: State, edge: int) -> bool:
    return bool(state.edges[edge] & _DEAD)


def _input(value: int) -> Input:
    if value < 0:
        return Input.PENDING
    return Input.DEAD if value & _DEAD else Input.DONE


def _by_past(state: State, edges: Sequence[int]) -> list[int]:
    """Edges that differ in their past; of those alike the first stands for all."""
    found: dict[int, int] = {}
    for e in edges:
        found.setdefault(state.edges[e], e)
    return list(found.values())
