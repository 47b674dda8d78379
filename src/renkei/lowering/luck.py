"""Addresses and estimates: names become 64-bit digests, estimates the numbers of laws."""

from __future__ import annotations

import numpy as np

from renkei.checks.case import NONE, Case
from renkei.draws.address import check_collisions, digest
from renkei.draws.laws import Law, table
from renkei.lowering.columns import Rows
from renkei.program import tables as t
from renkei.program.program import Range
from renkei.program.tables import U32


class Addresses:
    """Digests of the names of draws; no two names of a program may share one."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], int] = {}

    def of(self, *name: str) -> int:
        """The address of a draw."""
        if name not in self._names:
            self._names[name] = digest(*name)
        return self._names[name]

    def check(self) -> None:
        """Raises ValueError if two names share an address."""
        check_collisions(self._names)


class Estimates:
    """The estimates that a case uses, numbered in the order of their use."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._numbers: dict[int, int] = {}
        self._laws: dict[Law, int] = {Law("fixed"): 0}
        self._rows = Rows(t.Estimates)
        self.ranges: list[Range] = []

    def number(self, estimate: int) -> int:
        """The program's number of a case's estimate; NONE stays NONE."""
        if estimate == NONE:
            return NONE
        if estimate not in self._numbers:
            e = self._case.estimates[estimate]
            law = self._laws.setdefault(e.law, len(self._laws))
            # A knot of the median everywhere is a law without luck.
            fixed = set(table(e.law)) == {1 << 20}
            self._numbers[estimate] = self._rows.add(law=law, fixed=fixed)
            self.ranges.append(Range(e.name, e.unit == "time", e.low, e.likely, e.high))
        return self._numbers[estimate]

    def table(self) -> t.Estimates:
        """The finished table."""
        return self._rows.table()

    def laws(self) -> U32:
        """The quantile tables of all laws used."""
        return np.array([table(law) for law in self._laws], np.uint32)
