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

Where the states change under way, a step is resolved in those of its own opening (rule 16), and
each opens in any combination that can still hold then: a past also carries which can hold no
more. Branches side by side do not agree on when a change came, and word that has a way in some
combination arrives: again a little more than can happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from renkei.checks.situation import Situation
from renkei.explorer.consent import verdicts
from renkei.explorer.opening import Opening, openings, settled
from renkei.explorer.paths import (
    _DEAD,
    ANY_HANDS,
    MOST_STATES,
    NEVER,
    PENDING,
    Choice,
    Hands,
    Paths,
    Sight,
    State,
    Variant,
    dead_edge,
    done_edge,
)
from renkei.record.lifecycle import APPROVED, REFUSED, Input, Stage, fate
from renkei.record.vocabulary import FIRST, NOT_YET, SILENT, What


def explore(
    situation: Situation, applies: Sequence[bool], gains: Sequence[int], *,
    hands: Hands = ANY_HANDS, most: int = MOST_STATES, surely: bool = False,
) -> Paths:  # fmt: skip
    """Walks every path in one combination of states.

    Args:
        situation: who may do what.
        applies: whether each step's condition holds.
        gains: bits that each step's approval adds to the past of what follows.
        hands: who stays silent, who never refuses; left out, anybody may do anything.
        most: states before the search gives up.
        surely: leave out what follows where the answer dies as the incident begins, which may be
            more than can happen; for what is to be possible, not for what is to be excluded.
    """
    variant = Variant(situation, applies, gains, hands)
    return _Walk([variant], lambda a, b: True, (0,), most, surely).run()


def explore_changing(
    variants: Sequence[Variant], follows: Callable[[int, int], bool], begun: Sequence[int], *,
    most: int = MOST_STATES,
) -> Paths:  # fmt: skip
    """Walks every path while the states change.

    Args:
        variants: the thread in each combination of states that it may be in.
        follows: whether one combination can hold at some time and the other then or later.
        begun: combinations that can hold as the incident begins.
        most: states before the search gives up.
    """
    return _Walk(variants, follows, begun, most).run()


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
        self, variants: Sequence[Variant], follows: Callable[[int, int], bool],
        begun: Sequence[int], most: int, surely: bool = False,
    ) -> None:  # fmt: skip
        situation = self.s = variants[0].situation
        self.most = most
        self.surely = surely
        self.begun = begun
        self.order = order_of(situation)
        self.found = Paths(situation)
        self.seen: dict[Sight, tuple[State, tuple[Choice, ...]]] = {}
        self.at: State
        """The state that is being gone on from."""
        self.before: dict[State, tuple[State, tuple[Choice, ...]] | None] = {}
        """Every state met, with the one it was met from and what was chosen there."""
        self.applies = tuple(map(settled, zip(*(v.applies for v in variants), strict=True)))
        width = max((g for v in variants for g in v.gains), default=0).bit_length()
        self.asked_for = (1 << width) - 1
        killers = _killers(situation, self.applies)
        self.kills = tuple(
            1 << width + 2 * killers.index(i) if i in killers else 0
            for i in range(len(situation.steps))
        )
        self.all_kills = sum(self.kills)
        self.forward = tuple((n, e.target) for n, e in enumerate(situation.edges) if not e.back)
        self.all_fresh = self.all_kills << 1
        self.over = width + 2 * len(killers)
        """From this bit on a past says which combinations can hold no more."""
        self.every = (1 << len(variants)) - 1
        several = range(len(variants))
        self.gone = tuple(
            sum(1 << self.over + c for c in several if not follows(first, c)) for first in several
        )
        """By combination: bits of a past for those that can hold no more once it has held."""
        self.openings = tuple(
            openings(variants, follows, step, self.over) for step in range(len(situation.steps))
        )
        self.arrives = tuple(
            any(v.situation.edges[n].reachable for v in variants)
            for n in range(len(situation.edges))
        )

    def run(self) -> Paths:
        agenda = [
            State(
                frozenset(range(len(self.s.steps))), (PENDING,) * len(self.s.edges),
                answered=False, begun=begun,
            )
            for begun in self.begun
        ]  # fmt: skip
        self.before |= dict.fromkeys(agenda)
        while agenda:
            if self.found.states >= self.most:
                self.found.complete = False
                break
            state = self.at = agenda.pop()
            self.found.states += 1
            for after, choices in self._next(state):
                if after not in self.before:
                    self.before[after] = state, choices
                    agenda.append(after)
        # States are many, and nobody looks at them again.
        self.found.sights = {s: self._way_to(*at) for s, at in self.seen.items()}
        return self.found

    def _way_to(self, state: State, last: tuple[Choice, ...]) -> tuple[Choice, ...]:
        parts = [last]
        while (before := self.before[state]) is not None:
            state, choices = before
            parts.append(choices)
        return tuple(c for part in reversed(parts) for c in part)

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
        waiting = state.hangs or NEVER in state.edges
        if state.answered:
            self.found.ends.add("answered" if waiting else "done")
        else:
            self.found.ends.add("stuck" if waiting else "refused")

    def _take(
        self, state: State, step: int, back: int | None
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        """Everything that may become of a step whose inputs are settled."""
        inputs = (back,) if back is not None else self.s.incoming[step]
        opens = [e for e in inputs if state.edges[e] >= 0 and not _dead(state, e)]
        # It opens with the first of them, whichever that is; where none does, it only dies.
        over = [state.edges[e] >> 1 for e in opens or inputs if state.edges[e] >= 0]
        may_be = 0 if over else self.every if inputs else 1 << state.begun
        for past in over:
            may_be |= self.every & ~(past >> self.over)
        for opening in self.openings[step]:
            if opening.among & may_be:
                yield from self._opened(state, step, back, opening)

    def _opened(
        self, state: State, step: int, back: int | None, opening: Opening
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        said = opening.said
        if back is not None:
            if opening.applies:
                past = state.edges[back] >> 1
                yield from self._fired(state, step, past, said, opening, used=back)
            else:
                yield from self._died(state, step, state.edges[back] >> 1, said)
            return
        inputs = self.s.incoming[step]
        if not inputs:
            past = self.gone[state.begun]
            if opening.applies:
                yield from self._fired(state, step, past, said, opening)
            else:
                yield from self._died(state, step, past, said)
            return
        done = [e for e in inputs if state.edges[e] >= 0 and not _dead(state, e)]
        if done and not opening.applies:
            # It dies as it would open, with the past of whoever would have opened it.
            for first in _by_past(state, done):
                chosen = (*said, *self._first(first, done))
                yield from self._died(state, step, state.edges[first] >> 1, chosen)
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
                chosen = (*said, *self._first(first, done))
                yield from self._fired(state, step, state.edges[first] >> 1, chosen, opening)
        else:
            yield from self._fired(state, step, past, said, opening)

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
        self, step: int, what: What, past: int, choices: tuple[Choice, ...],
        opening: Opening, outcome: int = -1,
    ) -> None:  # fmt: skip
        sight = Sight(step, what, past & self.asked_for, outcome, opening.number)
        self.seen.setdefault(sight, (self.at, choices))

    def _fired(
        self, state: State, step: int, past: int, choices: tuple[Choice, ...],
        opening: Opening, used: int | None = None,
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:  # fmt: skip
        it = opening.step
        if any(cut & past == cut for cut in state.cuts):
            return
        if used is not None:
            edges = list(state.edges)
            edges[used] = PENDING
            state = replace(state, edges=tuple(edges))
        if it.post is None:
            yield self._never(state, step), (*choices, (it.name, "nobody is entitled"))
            return
        self._sees(step, What.ENABLED, past, choices, opening)
        past = self._carried(past) | opening.excludes
        if opening.hands.silent(it.post, it.nation):
            yield self._never(state, step), (*choices, (it.name, SILENT))
            return
        if not it.decides:
            for outcome, name in enumerate(it.outcomes):
                chosen = (*choices, (it.name, name)) if len(it.outcomes) > 1 else choices
                yield from self._done(state, step, outcome, past, chosen, opening)
            return
        for certain, words in verdicts(it, opening.hands):
            chosen = (*choices, *words)
            if certain is None:
                yield self._never(state, step), chosen
                continue
            after = past
            if certain == APPROVED:
                after |= opening.gains
                self._sees(step, What.VERDICT, after, chosen, opening)
            yield from self._done(state, step, certain, after, chosen, opening)

    def _done(
        self, state: State, step: int, outcome: int, past: int, choices: tuple[Choice, ...],
        opening: Opening,
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:  # fmt: skip
        it = self.s.steps[step]
        answers = it.answer and (not it.decides or outcome == APPROVED)
        self._sees(step, What.DONE, past, choices, opening, outcome)
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
            edges[n] = done_edge(past | kill) if self.arrives[n] else NEVER
        if not looping:
            for n, e in out:
                if n not in taken and not e.back:
                    edges[n] = dead_edge(past | kill << 1)
        yield self._settle(state, edges, todo, state.answered or answers), choices

    def _died(
        self, state: State, step: int, past: int, choices: tuple[Choice, ...]
    ) -> Iterator[tuple[State, tuple[Choice, ...]]]:
        if self.s.steps[step].answer and not state.answered:
            self.found.ends.add("refused")
            cut = self._carried(past) & self.all_kills
            # Killed at its very beginning an incident may still have begun its first steps.
            if not cut and self.surely:
                return
            cuts = _with(state.cuts, cut) if cut else state.cuts
            later = replace(state, cuts=cuts)
            yield self._never(later, step), ((self.s.steps[step].name, NOT_YET),)
            return
        edges = list(state.edges)
        for n in self.s.outgoing[step]:
            if not self.s.edges[n].back:
                edges[n] = dead_edge(past)
        yield self._settle(state, edges, set(state.todo) - {step}, state.answered), choices

    def _never(self, state: State, step: int) -> State:
        """The step does not come to an end before the incident does."""
        edges = list(state.edges)
        for n in self.s.outgoing[step]:
            if not self.s.edges[n].back:
                edges[n] = NEVER
        hanging = replace(state, hangs=True)
        return self._settle(hanging, edges, set(state.todo) - {step}, state.answered)

    def _settle(self, before: State, edges: list[int], todo: set[int], answered: bool) -> State:
        """A state with what no step can ask for any more left out, so that states meet."""
        for n, target in self.forward:
            if target not in todo and edges[n] != NEVER:
                edges[n] = PENDING
        return State(
            frozenset(todo), tuple(edges), answered, before.begun, before.hangs, before.cuts
        )


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
