"""Many runs: chunks over threads, results by index, sums of integers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from renkei.kernel.compiling import mark_compiled
from renkei.kernel.day import run_days, trace_days
from renkei.kernel.state import State
from renkei.program.outcomes import KINDS, NEVER, Outcomes, empty
from renkei.program.program import Program
from renkei.program.tables import U8, U64
from renkei.program.worlds import world_values
from renkei.record.trace import Event, Trace, in_order

CHUNKS_PER_WORKER = 8
_SUMS = ("parts", "reached", "load", "load_squares", "violated")
MOST_SUMS = 4_000_000
"""Numbers that one chunk may hold in sums of its own."""


@dataclass(frozen=True)
class _Task:
    program: Program
    outcomes: Outcomes
    worlds: U64
    values: U64
    always: U8
    flags: U8
    seed: int


def run_batch(
    program: Program, *, seed: int, worlds: Sequence[int], replications: int,
    flagged: NDArray[np.bool_] | None, workers: int,
) -> Outcomes:  # fmt: skip
    """See ``renkei.kernel.run``."""
    return run_counted(
        program, seed=seed, worlds=worlds, replications=replications, flagged=flagged,
        workers=workers,
    )[0]  # fmt: skip


def run_counted(
    program: Program, *, seed: int, worlds: Sequence[int], replications: int,
    flagged: NDArray[np.bool_] | None = None, workers: int = 1,
) -> tuple[Outcomes, int]:  # fmt: skip
    """Outcomes, and how many agenda events it took to get them."""
    if any(not 0 <= world < 2**32 for world in worlds) or not 0 <= replications < 2**32:
        raise ValueError("worlds and replications are numbered from 0 to 2**32 - 2")
    if flagged is not None and len(flagged) != program.bases:
        raise ValueError(f"flags are one per base: {program.bases}, not {len(flagged)}")
    values, always = world_values(program, seed, worlds)
    task = _Task(
        program=program,
        outcomes=empty(
            tuple(worlds), replications, program.incidents, program.milestones,
            len(program.posts.base), program.guarantees,
        ),
        worlds=np.array(worlds, np.uint64), values=values, always=always,
        flags=_flags(program, flagged), seed=seed,
    )  # fmt: skip
    runs = len(worlds) * replications
    if not runs:
        return task.outcomes, 0
    ranges = iter(_chunks(program, runs, replications, workers))
    lock = Lock()

    def work() -> int:
        state = _state(task)
        while True:
            with lock:
                chunk = next(ranges, None)
            if chunk is None:
                return int(state.contexts["handled"][0])
            _run_chunk(task, state, *chunk, lock)

    if workers <= 1:
        return task.outcomes, work()
    handled = [_pool(workers).submit(work) for _ in range(workers)]
    return task.outcomes, sum(h.result() for h in handled)


@cache
def _pool(workers: int) -> ThreadPoolExecutor:
    """Threads are kept: a comparison runs some hundred cases, each for milliseconds."""
    return ThreadPoolExecutor(workers, thread_name_prefix="renkei-kernel")


def _flags(program: Program, flagged: NDArray[np.bool_] | None) -> U8:
    flags = np.zeros(program.bases + 1, np.uint8)
    if flagged is not None:
        flags[:-1] = flagged
    return flags


def _state(task: _Task) -> State:
    state = State(task.program, seed=task.seed)
    state.use_worlds(task.worlds, task.values, task.always, task.outcomes.replications)
    state.use("flags", task.flags)
    for name in ("milestones", "end", "handovers", "borders", "touched"):
        state.use(f"out_{name}", getattr(task.outcomes, name))
    return state


def _chunks(program: Program, runs: int, replications: int, workers: int) -> list[tuple[int, int]]:
    """Ranges of runs: enough for every worker, none with too many sums of its own."""
    count = 1 if workers <= 1 else workers * CHUNKS_PER_WORKER
    per_world = max(1, program.milestones * KINDS * len(program.posts.base) * 2)
    most = max(1, MOST_SUMS // per_world) * replications
    size = max(1, min(-(-runs // count), most))
    return [(first, min(first + size, runs)) for first in range(0, runs, size)]


def _run_chunk(task: _Task, state: State, first: int, last: int, lock: Lock) -> None:
    outcomes = task.outcomes
    start = first // outcomes.replications
    stop = (last - 1) // outcomes.replications + 1
    while True:
        sums = {n: np.zeros_like(getattr(outcomes, n)[start:stop]) for n in _SUMS}
        sums["first_violated"] = np.full_like(outcomes.first_violated[start:stop], NEVER)
        for name, array in sums.items():
            state.use(f"out_{name}", array)
        state.contexts["first_world"] = start
        before = int(state.contexts["handled"][0])
        code = run_days(state.address, first, last)
        mark_compiled_once()
        if code == 0:
            break
        # Rows are written again by the same runs; sums begin anew.
        state.contexts["handled"] = before
        _clear_rows(outcomes, first, last)
        state.grow(code)
    with lock:
        for name in _SUMS:
            getattr(outcomes, name)[start:stop] += sums[name]
        known = outcomes.first_violated[start:stop]
        np.minimum(known, sums["first_violated"], out=known)


def _clear_rows(outcomes: Outcomes, first: int, last: int) -> None:
    rows = slice(first * outcomes.incidents, last * outcomes.incidents)
    outcomes.milestones[rows] = -1
    for name in ("end", "handovers", "borders", "touched"):
        getattr(outcomes, name)[rows] = 0


def trace_run(program: Program, *, seed: int, world: int, replication: int) -> Trace:
    """See ``renkei.kernel.trace``."""
    # The run asked for is the last of its world, and the only one taken.
    outcomes = empty(
        (world,), 1, program.incidents, program.milestones, len(program.posts.base),
        program.guarantees,
    )  # fmt: skip
    values, always = world_values(program, seed, [world])
    state = State(program, seed=seed, tracing=True)
    worlds = np.array([world], np.uint64)
    state.use_worlds(worlds, values, always, replication + 1)
    state.use("flags", _flags(program, None))
    per_run = program.incidents
    for name in ("milestones", "end", "handovers", "borders", "touched"):
        array = getattr(outcomes, name)
        state.use(f"out_{name}", array)
        # Rows are counted from run 0; only this run's are there.
        state.contexts[f"out_{name}"] -= np.uint64(replication * per_run * array[:1].nbytes)
    for name in (*_SUMS, "first_violated"):
        state.use(f"out_{name}", getattr(outcomes, name))
    while code := trace_days(state.address, replication, replication + 1):
        state.grow(code)
    count = int(state.contexts["used_events"][0])
    return in_order(Event(*row) for row in state.arrays["events"][:count].tolist())


_marked = False


def mark_compiled_once() -> None:
    """Notes, once a process, that the kernel is compiled."""
    global _marked
    if not _marked:
        _marked = True
        mark_compiled()
