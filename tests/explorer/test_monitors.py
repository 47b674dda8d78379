"""What is proved is never violated by a run, and what a run violates is not called proved."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy, check
from renkei.engine.day import Day
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.paths import MOST_STATES
from renkei.explorer.proof import Status
from renkei.explorer.survey import Survey
from renkei.library import shelf
from renkei.reading.study import read
from renkei.record.vocabulary import HOP_BITS, What
from tests.agreement.studies import study_texts
from tests.agreement.test_agreement import checked

STUDIES_BY_HAND = Path(__file__).parents[1] / "studies"
CHANGING = (STUDIES_BY_HAND / "changing_states.yaml").read_text("utf-8")
HANDS = (STUDIES_BY_HAND / "changing_hands.yaml").read_text("utf-8")
STUDIES = max(60, int(os.environ.get("RENKEI_AGREEMENT_STUDIES", "0")) // 2)
RUNS = 3
Row = tuple[str, str, str]
"""(guarantee, arrangement, thread)."""


def violated(case: Case) -> set[Row]:
    """What some runs of a case violate, by the thread of the act."""
    found: set[Row] = set()
    for run in range(RUNS):
        for e in Day(case, seed=7, world=run, replication=run).run():
            if e.what == What.VIOLATED:
                thread = case.legend.bases[e.site >> HOP_BITS].partition("/")[0]
                found.add((case.legend.guarantees[e.data], case.arrangement, thread))
    return found


def statuses(study: CheckedStudy, most: int = 5_000) -> dict[Row, Status]:
    """What the explorer says, walking so many states of a situation at most."""
    survey = Survey(study, most=most)
    proofs = prove_guarantees(survey, study.study.arrangements, unavailable=0)
    return {(p.name, p.arrangement, p.thread): p.status for p in proofs}


def test_no_run_of_a_generated_study_violates_what_is_proved() -> None:
    seen: Counter[str] = Counter()

    @settings(
        max_examples=STUDIES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                               HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(study_texts)
    def each(text: str) -> None:
        study = checked(text)
        assume(study is not None)
        assert study is not None
        if not any(case.watched for case in study.cases):
            return
        said = statuses(study)
        of_word = {n for n, g in study.study.guarantees.items() if g.act.releases is not None}
        seen.update(f"{status}" for status in said.values())
        seen.update(f"word, {status}" for (name, *_), status in said.items() if name in of_word)
        for case in study.cases:
            for row in violated(case):
                assert row in said, f"{row} is violated, and the explorer knows no such act"
                assert said[row] is not Status.PROVED, f"{row} is proved, and violated by a run"
                seen[f"violated, {said[row]}"] += 1
                seen[f"word, violated, {said[row]}"] += row[0] in of_word

    each()
    # Each of these says something only if it happens.
    assert min(seen["proved"], seen["broken"], seen["violated, broken"]) > STUDIES // 10, seen
    word = ("word, proved", "word, broken", "word, violated, broken")
    assert min(seen[key] for key in word) > STUDIES // 20, seen


def test_states_that_change_between_the_yes_and_the_act_are_no_proof() -> None:
    """In calm the first decision brings the cabinet's yes, in crisis the second: in either state
    alone the act has it, and where the state changes in between it has not."""
    study = checked(CHANGING)
    assert study is not None
    (case,) = study.cases
    assert violated(case) == {("yes", "only", "t")}
    proofs = prove_guarantees(Survey(study), ["only"], unavailable=0)
    said = {p.name: p for p in proofs}
    assert said["yes"].status is Status.BROKEN
    assert said["always"].status is Status.PROVED

    still = checked(CHANGING.replace("changes:", "changes: [] #"))
    assert still is not None
    assert violated(still.cases[0]) == set()
    assert statuses(still)["yes", "only", "t"] is Status.PROVED


def test_word_between_states_is_watched_and_not_called_proved() -> None:
    """In either state alone the desk is one nation's and no word crosses a border."""
    study = checked(HANDS)
    assert study is not None
    assert violated(study.cases[0]) == {("reviewed", "only", "t")}
    assert statuses(study) == {("reviewed", "only", "t"): Status.BROKEN}

    still = checked(HANDS.replace("changes:", "changes: [] #"))
    assert still is not None
    assert (violated(still.cases[0]), still.cases[0].watched) == (set(), ())
    assert set(statuses(still).values()) == {Status.PROVED}


def test_no_run_of_the_shipped_study_violates_what_is_proved() -> None:
    study = check(read(shelf.path("us-japan")))
    said = statuses(study, most=MOST_STATES)
    found = {row for case in study.cases for row in violated(case)}
    assert {row: said.get(row) for row in found if said.get(row) in (None, Status.PROVED)} == {}
    assert {name for name, _, _ in said} == set(study.study.guarantees)
