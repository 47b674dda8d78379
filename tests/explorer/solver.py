"""A second opinion: the same question put to a solver, with instants as real numbers.

Nothing of the explorer is used. Every step has an instant at which it fires, dies and ends, every
edge one at which its word comes; an incident is cut off at its end. The explorer claims that one
order of its steps is enough and that silence adds nothing; here every order is possible and any
step may stay silent.
"""

from __future__ import annotations

import z3

from renkei.checks.situation import Situation
from renkei.record.vocabulary import What


class Model:
    """One situation as constraints.

    Args:
        applies: whether each step's condition holds.
        gains: the bit that each step's approval adds to the past, 0 for none.
    """

    def __init__(
        self, situation: Situation, applies: tuple[bool, ...], gains: tuple[int, ...]
    ) -> None:
        self.s = situation
        self.applies = applies
        self.gains = gains
        self.solver = z3.Solver()
        self.solver.set("timeout", 20_000)
        n, m = len(situation.steps), len(situation.edges)
        self.fired = [z3.Bool(f"fired{i}") for i in range(n)]
        self.died = [z3.Bool(f"died{i}") for i in range(n)]
        self.ended = [z3.Bool(f"ended{i}") for i in range(n)]
        self.outcome = [z3.Int(f"outcome{i}") for i in range(n)]
        self.at_fire = [z3.Real(f"fire{i}") for i in range(n)]
        self.at_death = [z3.Real(f"death{i}") for i in range(n)]
        self.at_end = [z3.Real(f"end{i}") for i in range(n)]
        self.come = [z3.Bool(f"come{e}") for e in range(m)]
        self.gone = [z3.Bool(f"gone{e}") for e in range(m)]
        self.at_come = [z3.Real(f"comes{e}") for e in range(m)]
        self.at_gone = [z3.Real(f"goes{e}") for e in range(m)]
        bits = range(max(gains, default=0).bit_length())
        self.before = [[z3.Bool(f"before{i}.{b}") for b in bits] for i in range(n)]
        self.after = [[z3.Bool(f"after{i}.{b}") for b in bits] for i in range(n)]
        self.along = [[z3.Bool(f"along{e}.{b}") for b in bits] for e in range(m)]
        for e in range(m):
            self._edge(e)
        for i in range(n):
            self._step(i)

    def _edge(self, e: int) -> None:
        edge, add = self.s.edges[e], self.solver.add
        source = edge.source
        taken = z3.Or([self.outcome[source] == o for o in edge.outcomes])
        add(self.come[e] == z3.And(self.ended[source], taken, edge.reachable))
        add(z3.Implies(self.come[e], self.at_come[e] > self.at_end[source]))
        # A refusal that leads nowhere ends the incident; no branch dies of it any more.
        missed = z3.And(self.ended[source], z3.Not(taken), z3.Not(self._refused_for_good(source)))
        # The death of the answer ends it as well, before anything dies of that.
        dies = z3.BoolVal(False) if self.s.steps[source].answer else self.died[source]
        add(self.gone[e] == z3.Or(dies, missed))
        add(z3.Implies(self.died[source], self.at_gone[e] == self.at_death[source]))
        add(
            z3.Implies(
                z3.And(self.ended[source], z3.Not(taken)), self.at_gone[e] == self.at_end[source]
            )
        )
        for along, after in zip(self.along[e], self.after[source], strict=True):
            add(along == after)

    def _step(self, i: int) -> None:
        step, add = self.s.steps[i], self.solver.add
        inputs = self.s.incoming[i]
        add(z3.Not(z3.And(self.fired[i], self.died[i])))
        if not inputs:
            add(self.fired[i] == self.applies[i], self.died[i] == (not self.applies[i]))
            add(self.at_fire[i] == 0, self.at_death[i] == 0)
            add(*[z3.Not(b) for b in self.before[i]])
        else:
            self._join(i, inputs)
        add(z3.Implies(self.ended[i], self.fired[i]))
        add(z3.Implies(self.ended[i], self.at_end[i] >= self.at_fire[i]))
        if step.post is None:
            add(z3.Not(self.ended[i]))
        add(self.outcome[i] >= 0, self.outcome[i] < len(step.outcomes))
        gained = z3.BoolVal(False)
        if step.decides:
            approved = self.outcome[i] == 0
            for asked in step.asked:
                if asked.post == step.post:
                    continue
                if not asked.reachable and not (asked.consult and asked.limited):
                    add(z3.Implies(self.ended[i], z3.Not(approved)))
            gained = z3.And(self.ended[i], approved)
        for b, (before, after) in enumerate(zip(self.before[i], self.after[i], strict=True)):
            adds = bool(self.gains[i] >> b & 1)
            add(after == z3.Or(before, z3.And(gained, adds)))

    def _join(self, i: int, inputs: tuple[int, ...]) -> None:
        step, add = self.s.steps[i], self.solver.add
        some = z3.Or([self.come[e] for e in inputs])
        all_gone = z3.And([self.gone[e] for e in inputs])
        settled = z3.And([z3.Or(self.come[e], self.gone[e]) for e in inputs])
        for e in inputs:
            add(z3.Implies(z3.And(all_gone, self.died[i]), self.at_death[i] >= self.at_gone[e]))
        last = [self.at_death[i] == self.at_gone[e] for e in inputs]
        add(z3.Implies(z3.And(all_gone, self.died[i]), z3.Or(last)))
        if not self.applies[i]:
            # It dies as it would open, when the first of those that lead to it ends.
            add(z3.Not(self.fired[i]), self.died[i] == z3.Or(some, all_gone))
            self._by_first(i, inputs, some, at=self.at_death[i], opening=True)
            self._union(i, inputs, z3.And(all_gone, z3.Not(some)))
            return
        add(self.died[i] == all_gone)
        self._union(i, inputs, all_gone)
        if step.any_join:
            add(self.fired[i] == some)
            self._by_first(i, inputs, some, at=self.at_fire[i], opening=False)
            return
        add(self.fired[i] == z3.And(some, settled))
        for e in inputs:
            add(z3.Implies(z3.And(self.fired[i], self.come[e]), self.at_fire[i] >= self.at_come[e]))
            add(z3.Implies(z3.And(self.fired[i], self.gone[e]), self.at_fire[i] >= self.at_gone[e]))
        ends = [z3.And(self.come[e], self.at_fire[i] == self.at_come[e]) for e in inputs]
        ends += [z3.And(self.gone[e], self.at_fire[i] == self.at_gone[e]) for e in inputs]
        add(z3.Implies(self.fired[i], z3.Or(ends)))
        self._union(i, inputs, self.fired[i])

    def _by_first(
        self, i: int, inputs: tuple[int, ...], some: z3.BoolRef, *, at: z3.ArithRef, opening: bool
    ) -> None:
        """It goes on with the input that comes first, and with its past alone."""

        def instant(e: int) -> z3.ArithRef:
            return self.at_end[self.s.edges[e].source] if opening else self.at_come[e]

        firsts = []
        for e in inputs:
            sooner = [z3.Implies(self.come[o], instant(e) <= instant(o)) for o in inputs if o != e]
            same = [b == a for b, a in zip(self.before[i], self.along[e], strict=True)]
            firsts.append(z3.And(self.come[e], at == instant(e), *sooner, *same))
        self.solver.add(z3.Implies(some, z3.Or(firsts)))

    def _union(self, i: int, inputs: tuple[int, ...], when: z3.BoolRef) -> None:
        for b, before in enumerate(self.before[i]):
            joined = z3.Or([self.along[e][b] for e in inputs])
            self.solver.add(z3.Implies(when, before == joined))

    def _refused_for_good(self, i: int) -> z3.BoolRef:
        onwards = [self.s.edges[e] for e in self.s.outgoing[i]]
        if self.s.steps[i].decides and not any(1 in e.outcomes for e in onwards):
            return z3.And(self.ended[i], self.outcome[i] == 1)
        return z3.BoolVal(False)

    def _ends_incident(self, i: int) -> list[tuple[z3.BoolRef, z3.ArithRef]]:
        """The ways in which a step ends the incident early, and when."""
        step = self.s.steps[i]
        found = [(self._refused_for_good(i), self.at_end[i])]
        if step.answer:
            found.append((self.died[i], self.at_death[i]))
        return found

    def may_see(self, step: int, what: What, missing: int) -> bool:
        """Whether an event at a step can come with none of the missing bits in its past."""
        self.solver.push()
        try:
            at = self.at_fire[step] if what is What.ENABLED else self.at_end[step]
            happens = self.fired[step] if what is What.ENABLED else self.ended[step]
            past = self.before[step] if what is What.ENABLED else self.after[step]
            self.solver.add(happens)
            if self.s.steps[step].post is None:
                return False
            if what is What.VERDICT:
                self.solver.add(self.outcome[step] == 0)
            for b, bit in enumerate(past):
                if missing >> b & 1:
                    self.solver.add(z3.Not(bit))
            for other in range(len(self.s.steps)):
                for ends, when in self._ends_incident(other):
                    self.solver.add(z3.Implies(ends, at <= when))
            answer = self.solver.check()
            assert answer != z3.unknown, "the solver gave up"
            return bool(answer == z3.sat)
        finally:
            self.solver.pop()
