"""Engine and kernel, two writings of one meaning, give the same events on generated studies.

``RENKEI_AGREEMENT_STUDIES=20000`` in the environment runs as many instead of 300.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from renkei import kernel
from renkei.checks.case import Case, Mode
from renkei.checks.study import CheckedStudy, check
from renkei.findings import FindingsError
from renkei.lowering import lower
from renkei.program import Outcomes
from renkei.reading.study import read, read_text
from renkei.record.vocabulary import What
from tests.agreement.studies import study_texts, text_of
from tests.agreement.twins import Seen, agree
from tests.engine.golden_words import NAMES, golden_case

STUDIES = int(os.environ.get("RENKEI_AGREEMENT_STUDIES", "300"))
US_JAPAN = Path(kernel.__file__).parents[1] / "library" / "studies" / "us-japan"
TWO_CAPITALS = Path(__file__).parents[1] / "studies" / "two_capitals.yaml"

generated = settings(
    max_examples=STUDIES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.filter_too_much],
)  # fmt: skip


def checked(text: str) -> CheckedStudy | None:
    """The study of a text, or None if the checks refuse it."""
    try:
        return check(read_text({"study.yaml": text}))
    except FindingsError:
        return None


def test_two_capitals_agree() -> None:
    study = checked(TWO_CAPITALS.read_text("utf-8"))
    assert study is not None
    for case in study.cases:
        agree(case, replications=3)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_worked_out_by_hand_agrees(name: str) -> None:
    agree(golden_case(name), replications=1)


def test_generated_studies_agree() -> None:
    seen = Seen()
    refused = 0

    @generated
    @given(study_texts)
    def each(text: str) -> None:
        nonlocal refused
        study = checked(text)
        refused += study is None
        assume(study is not None)
        assert study is not None
        for case in study.cases:
            agree(case, seen=seen)

    each()
    assert seen.cases >= STUDIES
    assert refused <= 0.1 * seen.cases, "the generator says too much that the checks refuse"
    _has_everything(seen)


def _has_everything(seen: Seen) -> None:
    """Nothing that can happen has become rare in the corpus, or the test would prove nothing."""
    asked_for = {what.name for what in What}
    asked_for |= {
        "ENDED DONE", "ENDED REFUSED", "ENDED LAPSED", "OPEN", "IGNORED", "ATTEMPT 2", "REFUSAL",
        "SECOND PERSON", "LATE ROUND", "DEAD BY EDGE", "LIMIT OF ROLE", "LIMIT OF THREAD",
        "BORDER", "SECOND INCIDENT", "GRANT OR RECALL", "NEW HOURS BY GRANT",
        "VIOLATED AT VERDICT", "VIOLATED AT ENABLED", "VIOLATED AT DONE", "YES TOO OLD",
        "VIOLATED AT DEPARTED", "VIOLATED AT SENT", "VIOLATED AT COMPLETED",
    }  # fmt: skip
    least = max(3, seen.runs // 100)
    rare = {name: seen.whats[name] for name in sorted(asked_for) if seen.whats[name] < least}
    assert not rare
    assert seen.events > 20 * seen.runs


def test_agreement_survives_what_ifs() -> None:
    """Work, word and answers that are instant, at their limit or silent."""
    modes = set()

    @settings(generated, max_examples=max(1, STUDIES // 5))
    @given(study_texts, st.randoms(use_true_random=False))
    def each(text: str, random: Random) -> None:
        study = checked(text)
        assume(study is not None)
        assert study is not None
        for case in study.cases:
            other = what_if(case, random)
            modes.update(s.mode for s in other.steps)
            agree(other, replications=1)

    each()
    assert modes == set(Mode)


def what_if(case: Case, random: Random) -> Case:
    """The case with some modes other than normal."""

    def some() -> Mode:
        return random.choice((Mode.NORMAL, Mode.NORMAL, *Mode))

    steps = tuple(
        replace(
            step, mode=some(),
            holdings=tuple(
                replace(h, consents=tuple(replace(c, mode=some()) for c in h.consents))
                for h in step.holdings
            ),
        )
        for step in case.steps
    )  # fmt: skip
    return replace(case, steps=steps, edges=tuple(replace(e, mode=some()) for e in case.edges))


def test_the_shipped_study_agrees() -> None:
    cases = check(read(US_JAPAN)).cases
    for case in cases[:: max(1, len(cases) // 7)]:
        agree(case)


# -- workers ---------------------------------------------------------------------------------


@cache
def crowded() -> Case:
    """A generated case with several incidents at once, in which something is reached."""
    for seed in range(100):
        study = checked(text_of(Random(seed)))
        if study is None or len(study.cases[0].legend.incidents) <= 6:
            continue
        tried = kernel.run(lower(study.cases[0]), seed=1, worlds=[0], replications=9)
        if tried.milestones.max() >= 0:
            return study.cases[0]
    raise AssertionError("no such study among the first hundred")


def same(one: Outcomes, other: Outcomes) -> bool:
    """Whether two outcomes are the same to the byte."""
    fields = ("milestones", "end", "handovers", "borders", "touched", "parts", "reached", "load",
              "load_squares", "violated", "first_violated")  # fmt: skip
    pairs = [(getattr(one, name), getattr(other, name)) for name in fields]
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


def test_the_same_bytes_for_any_number_of_workers() -> None:
    program = lower(crowded())
    worlds = [3, 1, 8]
    one = kernel.run(program, seed=1, worlds=worlds, replications=37)
    for workers in (2, 3):
        other = kernel.run(program, seed=1, worlds=worlds, replications=37, workers=workers)
        assert same(one, other)


def test_a_run_does_not_depend_on_the_others() -> None:
    program = lower(crowded())
    many = kernel.run(program, seed=1, worlds=range(4), replications=5)
    alone = kernel.run(program, seed=1, worlds=[2], replications=5)
    rows = slice(2 * 5 * program.incidents, 3 * 5 * program.incidents)
    assert np.array_equal(many.milestones[rows], alone.milestones)
    assert np.array_equal(many.parts[2], alone.parts[0])
    assert np.array_equal(many.load_squares[2], alone.load_squares[0])


def test_seeds_differ_and_wrap() -> None:
    program = lower(crowded())
    runs = [kernel.run(program, seed=s, worlds=[0], replications=9) for s in (1, 2, 1 + 2**64)]
    assert not same(runs[0], runs[1])
    assert same(runs[0], runs[2])


def test_refuses_numbers_out_of_range() -> None:
    program = lower(crowded())
    with pytest.raises(ValueError, match="numbered"):
        kernel.run(program, seed=1, worlds=[2**32], replications=1)
    with pytest.raises(ValueError, match="one per base"):
        kernel.run(program, seed=1, worlds=[0], replications=1, flagged=np.zeros(1, np.bool_))


def test_nothing_to_run_is_no_runs() -> None:
    program = lower(crowded())
    outcomes = kernel.run(program, seed=1, worlds=[], replications=5)
    assert outcomes.runs == 0
    assert outcomes.milestones.shape == (0, program.milestones)
