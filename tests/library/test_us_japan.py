"""The shelf study: what its README shows is what it gives; its evidence keeps the house rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from renkei.checks.study import CheckedStudy, check
from renkei.evidence.grade import Grade
from renkei.library import shelf
from renkei.reading.study import read, read_with_notes
from tests.library.targets_table import lines


@cache
def checked() -> CheckedStudy:
    return check(read(shelf.path("us-japan")))


def test_nothing_is_found() -> None:
    study, notes = read_with_notes(shelf.path("us-japan"))
    assert notes == ()
    assert check(study).notes == ()


def test_the_seven_arrangements_three_threads_and_three_scenarios_are_there() -> None:
    s = checked().study
    assert set(s.arrangements) == {
        "parallel-2024", "joint-operations-command", "four-star-rank-only",
        "four-star-crisis-opcon", "bilateral-coordination-centre", "fleet-task-force-forward",
        "combined-command",
    }  # fmt: skip
    assert s.baseline == "parallel-2024"
    assert {n for n, t in s.threads.items() if not t.procedure} == {
        "counterstrike", "missile-warning", "disaster-relief",
    }  # fmt: skip
    assert set(s.scenarios) == {"weekday-morning", "saturday-0300-tokyo", "any-hour"}
    readiness = {"counterstrike": "wartime", "missile-warning": "crisis",
                 "disaster-relief": "peacetime"}  # fmt: skip
    for scenario in s.scenarios.values():
        assert {t: c.states["JPN readiness"] for t, c in scenario.threads.items()} == readiness


def test_rank_alone_is_its_parent_but_for_the_rank() -> None:
    s = checked().study
    child, parent = s.arrangements["four-star-rank-only"], None
    assert child.role == "null check" and child.extends is not None
    parent = s.arrangements[child.extends]
    for part in ("links", "relationships", "agreements", "rights", "duties"):
        assert getattr(child, part) == getattr(parent, part)
    for name, hq in child.headquarters.items():
        assert hq.model_copy(update={"rank": None, "note": "", "source": ()}) == (
            parent.headquarters[name].model_copy(update={"rank": None, "note": "", "source": ()})
        )
    assert child.headquarters["USFJ"].rank == "O-10" != parent.headquarters["USFJ"].rank


def test_the_centre_adds_no_right() -> None:
    s = checked().study
    centre = s.arrangements["bilateral-coordination-centre"]
    assert centre.extends is not None
    assert centre.rights == s.arrangements[centre.extends].rights


def test_rank_parity_is_zero_everywhere_and_a_placeholder() -> None:
    e = checked().study.estimates["rank-parity"]
    assert e.range() == (0.0, 0.0, 0.0) and e.grade is Grade.PLACEHOLDER


def test_every_arrangement_has_an_expectation_with_a_source() -> None:
    s = checked().study
    assert {e.arrangement for e in s.expectations.values()} == set(s.arrangements)
    assert all(e.source for e in s.expectations.values())


@pytest.mark.parametrize("name", sorted(read(shelf.path("us-japan")).estimates))
def test_estimates_keep_the_rules_of_evidence(name: str) -> None:
    s = checked().study
    e = s.estimates[name]
    low, _, high = e.range()
    if e.grade is Grade.PLACEHOLDER and name != "rank-parity":
        wide = high >= 3 * low if e.unit == "time" else high - low >= 0.05
        assert wide, "a placeholder has a wide range"
        assert not e.histories
    if e.grade is Grade.EXPERT:
        assert e.asked
    if e.grade in (Grade.MEASURED, Grade.DOCUMENTED):
        assert e.source and e.fit
    assert not set(e.histories) & set(s.test_histories)


def test_the_readme_shows_each_target_beside_what_is_simulated() -> None:
    readme = (shelf.path("us-japan") / "README.md").read_text(encoding="utf-8")
    for line in lines(checked()):
        assert line in readme


def test_what_was_put_in_is_said_to_every_reader() -> None:
    """Placeholders were changed after a first run: the study's README and the report say it."""
    readme = " ".join((shelf.path("us-japan") / "README.md").read_text("utf-8").split())
    (limit,) = [x for x in checked().study.limits if "put in, not found" in x]
    for text in (readme, limit):
        assert "a dozen placeholders of the counterstrike thread" in text
        assert "the national path with the Diet outlasts the allied one" in text
    example = Path(__file__).parents[2] / "docs" / "example" / "us-japan.html"
    page = example.read_text("utf-8")
    limitations = page[page.index(">Limitations<") : page.index(">Assumptions<")]
    assert limit in limitations
