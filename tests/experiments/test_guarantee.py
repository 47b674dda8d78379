"""Guarantees watched in the runs of a comparison."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from renkei.checks.study import CheckedStudy, check
from renkei.engine.day import Day
from renkei.experiments.compare import Comparison, compare
from renkei.experiments.document import document
from renkei.experiments.guarantee import Watched
from renkei.experiments.settings import Settings
from renkei.experiments.whatif import all_instant
from renkei.reading.study import read_text
from renkei.record.fold import fold
from renkei.runs.simulate import By

TEXT = (Path(__file__).parents[1] / "studies" / "guarded.yaml").read_text("utf-8")
WORLDS, REPLICATIONS, SEED = 5, 12, 3
RUNS = WORLDS * REPLICATIONS


@cache
def checked() -> CheckedStudy:
    return check(read_text({"study.yaml": TEXT}))


@cache
def comparison(by: By) -> Comparison:
    settings = Settings(worlds=WORLDS, replications=REPLICATIONS, seed=SEED, by=by)
    return compare(checked(), settings=settings)


def row(name: str, arrangement: str) -> Watched:
    found = [
        w for w in comparison("kernel").guarantees if (w.name, w.arrangement) == (name, arrangement)
    ]
    assert len(found) == 1
    return found[0]


def test_engine_and_kernel_watch_alike() -> None:
    assert comparison("engine").guarantees == comparison("kernel").guarantees
    rows = document(comparison("kernel"))["guarantees"]
    assert rows == document(comparison("engine"))["guarantees"]
    assert set(rows[0]) == {
        "name", "nation", "arrangement", "thread", "scenario", "runs", "violated", "share",
        "first", "declared",
    }  # fmt: skip


def test_a_row_for_each_guarantee_whose_act_can_arise() -> None:
    names = ("after recognition", "after the ally", "fresh", "under the order")
    found = [(w.name, w.arrangement) for w in comparison("kernel").guarantees]
    every = [(n, a) for n in names for a in ("alone", "asked")]
    # Where nobody is asked no word crosses the border.
    assert found == [*every[:-2], ("reviewed word", "asked"), *every[-2:]]
    assert {w.runs for w in comparison("kernel").guarantees} == {RUNS}


def test_what_cannot_be_violated_is_not_and_what_must_be_is() -> None:
    assert (row("under the order", "asked").violated, row("under the order", "asked").first) == (
        0, None,
    )  # fmt: skip
    assert row("after the ally", "asked").violated == 0
    always = row("after the ally", "alone")
    assert (always.violated, always.share, always.first) == (RUNS, 1.0, (0, 0))
    assert always.declared and not row("after the ally", "asked").declared
    word = row("reviewed word", "asked")
    assert (word.nation, word.violated, word.first) == ("USA", RUNS, (0, 0))


@pytest.mark.parametrize("name", ["after recognition", "fresh"])
@pytest.mark.parametrize("arrangement", ["asked", "alone"])
def test_chance_decides_and_the_first_run_shows_it_again(name: str, arrangement: str) -> None:
    w = row(name, arrangement)
    case = checked().case(arrangement, "incident", "s")
    assert case is not None
    index = case.legend.guarantees.index(name)
    shown = [
        (world, replication)
        for world in range(WORLDS)
        for replication in range(REPLICATIONS)
        if index
        in fold(
            Day(case, seed=SEED, world=world, replication=replication).run(), case.legend
        ).violated
    ]
    assert 0 < w.violated < RUNS or (name, arrangement) == ("fresh", "asked")
    assert (w.violated, w.first) == (len(shown), shown[0] if shown else None)


def test_a_yes_may_be_too_old() -> None:
    # The ally's own consent is fresh when the act is approved; the recognition often is not.
    assert row("fresh", "asked").violated == 0
    assert row("fresh", "alone").violated > row("after recognition", "alone").violated


def test_what_never_happens_is_not_watched() -> None:
    case = checked().case("alone", "incident", "s")
    assert case is not None and case.watches
    assert all_instant(case).watches == ()
    case = checked().case("asked", "incident", "s")
    assert case is not None and case.releases
    assert all_instant(case).watched == ()


def test_a_study_without_guarantees_has_no_rows() -> None:
    start = TEXT.index("guarantees:\n")
    bare = TEXT[:start] + TEXT[TEXT.index("arrangements:\n") :]
    bare = bare.replace("    departs-from: [after the ally]\n", "")
    settings = Settings(worlds=2, replications=2, by="engine")
    found = document(compare(check(read_text({"study.yaml": bare})), settings=settings))
    assert found["guarantees"] == []
