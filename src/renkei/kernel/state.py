"""The memory of one worker: packed tables, state, and the context that holds their addresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renkei.kernel.agenda import NEAR
from renkei.kernel.layout import (
    CODES,
    CONTEXT,
    FULL_AGENDA,
    FULL_ATTEMPTS,
    FULL_EVENTS,
    FULL_LEGS,
    FULL_PIECES,
    FULL_SLOTS,
    FULL_SOON,
    STATE,
    TABLE_RECORDS,
)
from renkei.kernel.shift import CLASSES
from renkei.program.program import Program
from renkei.program.tables import U8, U64
from renkei.record.attempts import TooManyAttempts

Records = NDArray[np.void]

_POOLS = {
    FULL_PIECES: "pieces",
    FULL_SLOTS: "slots",
    FULL_AGENDA: "agenda",
    FULL_SOON: "soon",
    FULL_LEGS: "legs",
    FULL_EVENTS: "events",
}
_GROWTH = 4
_MOST_PIECES = 2**31


@dataclass(frozen=True)
class Packed:
    """A program's tables, one record per row; shared by all workers, never written."""

    tables: dict[str, Records]
    laws: NDArray[np.uint32]


def pack(program: Program) -> Packed:
    """Packs a program's tables, once."""
    packed = program.memory.get("packed")
    if not isinstance(packed, Packed):
        tables = {}
        for name, dtype in TABLE_RECORDS.items():
            table = getattr(program, name)
            # One row more than needed: an address must lead somewhere.
            rows = np.zeros(len(table[0]) + 1, dtype)
            for column in table._fields:
                rows[column][:-1] = getattr(table, column)
            tables[name] = rows
        packed = Packed(tables, np.ascontiguousarray(program.laws, np.uint32))
        program.memory["packed"] = packed
    return packed


class State:
    """What one worker writes to. Not shared between threads."""

    def __init__(self, program: Program, *, seed: int, tracing: bool = False) -> None:
        self.program = program
        self.packed = pack(program)
        self.sizes = {
            "pieces": 256 + CLASSES * len(program.posts.base),
            "slots": min(program.incidents, 16) + 1,
            "agenda": 256,
            "soon": 64,
            "legs": 256,
            "events": 4096 if tracing else 1,
        }
        self._kept: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
        self.arrays: dict[str, Records] = {}
        self.contexts: Records = np.zeros(1, CONTEXT)
        c = self.contexts
        for name, rows in self.packed.tables.items():
            c[name] = rows.ctypes.data
        c["laws"] = self.packed.laws.ctypes.data
        c["seed"] = seed % 2**64
        c["answers"] = sum(1 << int(m) for m in program.answers)
        c["tracing"] = tracing
        for name in (
            "horizon", "any_hour", "state_base", "combinations", "milestones", "incidents",
        ):  # fmt: skip
            c[name] = getattr(program, name)
        counts = {
            "steps": len(program.steps.base), "edges": len(program.edges.base),
            "roles": len(program.roles.base), "posts": len(program.posts.base),
            "sources": len(program.sources.first), "changes": len(program.changes.time),
            "grants": len(program.grants.combination),
            "estimates": len(program.ranges), "bases": program.bases,
            "guarantees": program.guarantees, "dated": program.dated,
            "releases": program.releases,
        }  # fmt: skip
        self.counts = counts
        for name, count in counts.items():
            c[f"count_{name}"] = count
        self.people = int(program.posts.people.max(initial=1))
        c["people"] = self.people
        self._allocate()

    def _allocate(self) -> None:
        n, sizes = self.counts, self.sizes
        watched = sizes["slots"] * (n["guarantees"] > 0)
        rows = {
            "desks": n["posts"], "hands": n["posts"] * self.people,
            "changed": n["posts"], "pieces": sizes["pieces"], "slots": sizes["slots"],
            "attempts": sizes["slots"] * n["steps"], "asked": sizes["slots"] * n["roles"],
            "inputs": sizes["slots"] * n["edges"], "agenda": sizes["agenda"],
            "near": NEAR + sizes["soon"],
            "soon": sizes["soon"], "late": sizes["soon"],
            "pasts": watched * n["steps"], "past_times": watched * n["steps"] * n["dated"],
            "edge_pasts": watched * n["edges"],
            "edge_past_times": watched * n["edges"] * n["dated"],
            "legs": sizes["legs"], "frames": n["steps"] + 1, "events": sizes["events"],
        }  # fmt: skip
        for name, count in rows.items():
            held = self.arrays.get(name)
            if held is None or len(held) < count + 1:
                self.arrays[name] = np.zeros(count + 1, STATE[name])
            self.contexts[name] = self.arrays[name].ctypes.data
        for name, size in sizes.items():
            self.contexts[f"most_{name}"] = size

    @property
    def address(self) -> np.uint64:
        """Where the context lies."""
        return np.uint64(self.contexts.ctypes.data)

    def use(self, name: str, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> None:
        """Points the context at an array, and keeps the array alive."""
        assert array.flags.c_contiguous
        self._kept[name] = array
        self.contexts[name] = array.ctypes.data

    def use_worlds(self, worlds: U64, values: U64, always: U8, replications: int) -> None:
        """The worlds to run, and what they hold the estimates to be."""
        self.use("worlds", worlds)
        self.use("all_values", values)
        self.use("all_always", always)
        self.contexts["replications"] = replications

    def grow(self, code: int) -> None:
        """Makes the pool larger that a run has filled.

        Raises:
            TooManyAttempts: a step was enabled too often in one incident.
            MemoryError: no more pieces can be told apart.
        """
        if code % CODES == FULL_ATTEMPTS:
            raise TooManyAttempts(int(self.program.steps.base[code // CODES]))
        name = _POOLS[code]
        self.sizes[name] *= _GROWTH
        if self.sizes[name] >= _MOST_PIECES:
            raise MemoryError(f"a run needs more than {_MOST_PIECES} {name}")
        self.contexts["code"] = 0
        self._allocate()
