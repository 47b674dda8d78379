"""Guarantees as tables: what an approval adds to a past, and what each guarded act needs."""

from __future__ import annotations

from renkei.checks.case import NONE, Case
from renkei.lowering.columns import Rows
from renkei.program import tables as t
from renkei.program.program import MOST_GUARANTEES, MOST_YESES

_Tables = tuple[t.Gains, t.WatchedSteps, t.Watches, t.Needs, t.Yeses]


class GuaranteeTables:
    """Everything that is watched.

    Attributes:
        guarantees: how many the case knows; 0 where nothing is watched.
        releases: how many of them are about word that crosses a border.
        dated: the yeses whose age counts come first, below this bit.

    Raises:
        ValueError: there are more than 64 guarantees, or more than 64 yeses.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self.guarantees = len(case.legend.guarantees) if case.watched else 0
        self.releases = len(case.releases)
        bits = [bit for of_step in case.gains for bit in of_step]
        needed = [(w, need) for w in case.watches for needs in w.needs for need in needs or ()]
        width = max([*bits, *(need for _, need in needed), 0]).bit_length()
        if self.guarantees > MOST_GUARANTEES or width > MOST_YESES:
            raise ValueError(
                f"a case holds at most {MOST_GUARANTEES} guarantees, {MOST_YESES} yeses"
            )
        dated = 0
        for watch, need in needed:
            dated |= need if watch.within != NONE else 0
        self.dated = dated.bit_count()
        every = range(width)
        order = [b for b in every if dated >> b & 1] + [b for b in every if not dated >> b & 1]
        self._place = {bit: place for place, bit in enumerate(order)}

    def _bits(self, bits: int) -> int:
        return sum(1 << place for bit, place in self._place.items() if bits >> bit & 1)

    def tables(self) -> _Tables:
        """The finished tables."""
        case = self._case
        gains, steps, watches = Rows(t.Gains), Rows(t.WatchedSteps), Rows(t.Watches)
        needs, yeses = Rows(t.Needs), Rows(t.Yeses)
        for index in range(len(case.steps)) if case.watched else ():
            for bits in case.gains[index]:
                gains.add(bits=self._bits(bits))
            here = [w for w in case.watches if w.step == index]
            steps.add(watch_start=len(watches), watch_count=len(here))
            for watch in here:
                watches.add(
                    within=watch.within, guarantee=watch.guarantee, need_start=len(needs),
                    at=int(watch.at),
                )  # fmt: skip
                for sets in watch.needs:
                    count = NONE if sets is None else len(sets)
                    needs.add(yes_start=len(yeses), yes_count=count)
                    for bits in sets or ():
                        yeses.add(bits=self._bits(bits))
        return gains.table(), steps.table(), watches.table(), needs.table(), yeses.table()
