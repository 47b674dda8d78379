"""The kernel: the meaning of a simulated day again, compiled and in batches.

The engine is the definition; the kernel gives the same events, of which tests convince. It
knows tables only. Numba is loaded when something is run, not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from renkei.program.outcomes import Outcomes
    from renkei.program.program import Program
    from renkei.record.trace import Trace

__all__ = ["is_compiled", "run", "trace"]


def run(
    program: Program, *, seed: int, worlds: Sequence[int], replications: int,
    flagged: NDArray[np.bool_] | None = None, workers: int = 1,
) -> Outcomes:  # fmt: skip
    """Runs every replication of every world.

    The same bytes for any number of workers.

    Args:
        program: from ``lowering.lower``.
        seed: any integer, taken modulo 2**64.
        worlds: numbers of worlds.
        replications: runs per world, numbered from 0.
        flagged: a flag per base; a row is *touched* if one of them lies on the critical path
            of its answer.
        workers: threads.

    Raises:
        ValueError: a number is out of range, or a step was enabled too often in
            one incident.
    """
    from renkei.kernel.batch import run_batch

    return run_batch(
        program, seed=seed, worlds=worlds, replications=replications, flagged=flagged,
        workers=workers,
    )  # fmt: skip


def trace(program: Program, *, seed: int, world: int, replication: int) -> Trace:
    """The whole trace of one run, sorted."""
    from renkei.kernel.batch import trace_run

    return trace_run(program, seed=seed, world=world, replication=replication)


def is_compiled() -> bool:
    """Whether a run can begin without compiling first."""
    from renkei.kernel.compiling import is_compiled as compiled_before

    return compiled_before()
