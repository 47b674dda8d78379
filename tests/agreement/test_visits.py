"""What the checks hold for impossible never happens: no run meets a combination, or an order of
two, that was not resolved. Engine and kernel share those tables, so their agreement shows nothing
of it."""

from __future__ import annotations

from random import Random

from renkei.checks.case import Case
from renkei.checks.transfer import Visits, visits
from renkei.engine.day import Day
from renkei.model.study import Study
from renkei.record.trace import Trace
from renkei.record.vocabulary import HOP_BITS, What
from tests.agreement.studies import text_of
from tests.agreement.test_agreement import checked

STUDIES = 150


def visits_of(study: Study, case: Case) -> Visits:
    noun = study.scenarios[case.scenario].threads[case.thread]
    return visits(study, study.arrangements[case.arrangement], noun, noun.incidents)


def met(case: Case, trace: Trace) -> set[tuple[str, int, int]]:
    """(thread, combination in which something opened, combination in which it sent or opened)."""
    found: set[tuple[str, int, int]] = set()
    opened: dict[tuple[int, int], int] = {}
    present = 0
    for e in trace:
        base = case.legend.step_of[e.site >> HOP_BITS]
        if e.what == What.STATE:
            present = e.data
        elif e.what == What.OPENED:
            assert e.data == present, "the trace tells the states in the order of the meaning"
            opened[e.incident, base] = e.data
        if e.what in (What.OPENED, What.SENT, What.ASKED):
            thread = case.legend.bases[base].partition("/")[0]
            source = case.legend.source_of[e.site >> HOP_BITS]
            for step in {base, source} - {-1}:
                found.add((thread, opened[e.incident, step], present))
    return found


def test_no_run_comes_to_what_was_not_resolved() -> None:
    several = pruned = 0
    for seed in range(STUDIES):
        study = checked(text_of(Random(seed)))
        for case in study.cases if study is not None else ():
            assert study is not None
            known = visits_of(study.study, case)
            several += len(case.combinations) > 1
            for world in range(3):
                trace = Day(case, seed=7, world=world, replication=0).run()
                for thread, first, then in met(case, trace):
                    assert known.follows(thread, first, then)
            every = range(len(case.combinations))
            pruned += any(
                not known.follows(t.name, a, b) for t in case.threads for a in every for b in every
            )
    assert several > STUDIES // 3
    assert pruned > STUDIES // 20, "where all can follow all, nothing is shown"
