"""Both twins on one case: the same events, and the same outcomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from renkei import kernel
from renkei.checks.case import NONE, Case
from renkei.engine.day import Day
from renkei.lowering import lower
from renkei.program import Outcomes, Program
from renkei.program.outcomes import NEVER
from renkei.record.fold import fold
from renkei.record.outcome import Outcome
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import End, What

WORLDS = (0, 5)
"""Worlds that are run."""
_GUARDED = (
    What.VERDICT, What.DONE, What.ENABLED, What.DEPARTED, What.SENT, What.COMPLETED,
)  # fmt: skip
"""What happens where a guarantee is violated."""
FLAGGED_EVERY = 3
"""Every third base is flagged."""


@dataclass
class Seen:
    """What a corpus of traces has exercised."""

    whats: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    runs: int = 0
    events: int = 0

    def take(self, trace: Trace) -> None:
        """Counts a trace."""
        self.runs += 1
        self.events += len(trace)
        names = {What(e.what).name for e in trace}
        names |= {f"ENDED {End(e.data).name}" for e in trace if e.what == What.ENDED}
        names |= {"IGNORED" for e in trace if e.what == What.COMPLETED and e.data}
        names |= {"ATTEMPT 2" for e in trace if e.what == What.DONE and e.attempt > 0}
        names |= {"REFUSAL" for e in trace if e.what == What.ANSWERED and not e.data}
        names |= {"SECOND PERSON" for e in trace if e.what == What.STARTED and e.data > 1}
        names |= {"LATE ROUND" for e in trace if e.round > 3}
        names |= {"DEAD BY EDGE" for e in trace if e.what == What.DEAD and e.data}
        asked = {e.site for e in trace if e.what == What.ASKED}
        limits = {e.site in asked for e in trace if e.what == What.LIMIT}
        names |= {"LIMIT OF ROLE" if of_role else "LIMIT OF THREAD" for of_role in limits}
        names |= {"BORDER" for e in trace if e.what == What.DEPARTED and e.data}
        names |= {"GRANT OR RECALL" for e in trace if e.what == What.STATE and e.incident}
        names |= {"NEW HOURS BY GRANT" for e in trace if e.what == What.BOUNDARY and e.incident}
        names |= {"SECOND INCIDENT" for e in trace if e.what == What.BEGUN and e.incident > 1}
        for e in trace:
            if e.what == What.VIOLATED:
                same = {o.what for o in trace if o[:6] == e[:6]}
                names.add(f"VIOLATED AT {next(w.name for w in _GUARDED if w in same)}")
        begun = {e.incident for e in trace if e.what == What.BEGUN}
        names |= {"OPEN" for i in begun - {e.incident for e in trace if e.what == What.ENDED}}
        self.whats.update(names)


def flags(program: Program) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Some bases."""
    return np.arange(program.bases) % FLAGGED_EVERY == 0


def first_difference(engine: Trace, twin: Trace, names: tuple[str, ...]) -> str:
    """The first event in which two traces differ, in words."""
    for number, (a, b) in enumerate(zip(engine, twin, strict=False)):
        if a != b:
            before = "\n".join(shown(e, names) for e in engine[max(0, number - 8) : number])
            return f"{before}\nengine: {shown(a, names)}\nkernel: {shown(b, names)}"
    longer = engine if len(engine) > len(twin) else twin
    who = "engine" if longer is engine else "kernel"
    return f"only the {who} has {shown(longer[min(len(engine), len(twin))], names)}"


def shown(e: Event, names: tuple[str, ...]) -> str:
    """An event for people."""
    return f"{names[e.site >> 6]} hop {e.site & 63}: {What(e.what).name} {e}"


def agree(case: Case, *, seed: int = 7, seen: Seen | None = None, replications: int = 2) -> None:
    """Asserts that engine and kernel agree on some runs of a case."""
    program = lower(case)
    batch = kernel.run(
        program, seed=seed, worlds=WORLDS, replications=replications, flagged=flags(program)
    )
    check_own_laws(program, batch)
    seen = seen or Seen()
    seen.cases += 1
    for offset, world in enumerate(WORLDS):
        traces = []
        for replication in range(replications):
            engine = Day(case, seed=seed, world=world, replication=replication).run()
            twin = kernel.trace(program, seed=seed, world=world, replication=replication)
            if engine != twin:
                raise AssertionError(first_difference(engine, twin, case.legend.bases))
            seen.take(engine)
            seen.whats["YES TOO OLD"] += too_old(case, engine, seed, world, replication)
            traces.append(engine)
            _compare(case, program, batch, offset, replication, engine)
        _compare_sums(case, batch, offset, traces)


def too_old(case: Case, trace: Trace, seed: int, world: int, replication: int) -> bool:
    """Whether a guarantee was violated only because a yes was too old."""
    if not any(w.within != NONE for w in case.watches):
        return False
    ageless = replace(case, watches=tuple(replace(w, within=NONE) for w in case.watches))
    return Day(ageless, seed=seed, world=world, replication=replication).run() != trace


def _compare(
    case: Case, program: Program, batch: Outcomes, offset: int, replication: int, trace: Trace
) -> None:
    folded = fold(trace, case.legend)
    run = offset * batch.replications + replication
    rows = {o.incident: o for o in folded.outcomes}
    flagged = flags(program)
    for incident in range(1, program.incidents + 1):
        row = run * program.incidents + incident - 1
        o = rows.get(incident) or Outcome(incident, 0)
        times = [o.milestones.get(m, -1) for m in range(program.milestones)]
        assert batch.milestones[row].tolist() == times
        assert batch.end[row] == o.end
        assert (batch.handovers[row], batch.borders[row]) == (o.handovers, o.borders)
        assert batch.touched[row] == any(flagged[b] for b in o.bases)


def _compare_sums(case: Case, batch: Outcomes, offset: int, traces: list[Trace]) -> None:
    """Sums of all runs of a world against the fold of all its traces."""
    parts = np.zeros_like(batch.parts[0])
    reached = np.zeros_like(batch.reached[0])
    load = np.zeros_like(batch.load[0])
    squares = np.zeros_like(load)
    for trace in traces:
        folded = fold(trace, case.legend)
        for post, ms in folded.load.items():
            load[post] += ms
            squares[post] += (ms // 1000) ** 2
        for o in folded.outcomes:
            for milestone, split in o.parts.items():
                assert sum(split.values()) == o.milestones[milestone]
                reached[milestone] += 1
                for (kind, post, deliberation), ms in split.items():
                    parts[milestone, kind, post, int(deliberation)] += ms
    violated = np.zeros_like(batch.violated[0])
    first = np.full_like(violated, NEVER)
    for replication, trace in enumerate(traces):
        for guarantee in fold(trace, case.legend).violated:
            violated[guarantee] += 1
            first[guarantee] = min(first[guarantee], replication)
    assert np.array_equal(batch.violated[offset], violated)
    assert np.array_equal(batch.first_violated[offset], first)
    assert np.array_equal(batch.reached[offset], reached)
    assert np.array_equal(batch.load[offset], load)
    assert np.array_equal(batch.load_squares[offset], squares)
    assert np.array_equal(batch.parts[offset], parts)


def check_own_laws(program: Program, batch: Outcomes) -> None:
    """What holds of outcomes whatever the fold says: parts sum to milestones, exactly."""
    per_world = batch.milestones.reshape(len(batch.worlds), -1, program.milestones)
    assert np.array_equal(batch.reached, (per_world >= 0).sum(axis=1))
    times = np.where(per_world >= 0, per_world, 0).sum(axis=1)
    assert np.array_equal(batch.parts.sum(axis=(2, 3, 4)), times)
