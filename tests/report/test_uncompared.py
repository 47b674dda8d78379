"""Threads that the baseline does not know are shown, and neither ranked nor called undecided."""

from __future__ import annotations

import pytest

from renkei.cli import table
from renkei.experiments.compare import Comparison
from renkei.report.contents import Contents
from renkei.report.page import html
from tests.checks.test_transfer import STATES, STUDY
from tests.report.conftest import comparison_of

BOTH = f"{{{STATES}}}\n      hand-over: {{{STATES}}}"
ALONE = "Run, but not compared, because A is not in force there: “H”."


@pytest.fixture(scope="module")
def some() -> Comparison:
    """Both arrangements act; only one has anything to hand over."""
    return comparison_of(STUDY.replace("CASE", BOTH), worlds=2, replications=2)


def test_the_page_says_what_was_run_and_not_compared(some: Comparison) -> None:
    assert Contents(some).compared == [("act", "s")]
    page = html(some, ())
    assert ALONE in page
    assert "H, S: A is not in force, so nothing is compared." in page
    assert "H: </b>" not in page  # no answer of its own


def test_a_page_on_which_all_is_compared_says_nothing_of_it(some: Comparison) -> None:
    page = html(comparison_of(STUDY.replace("CASE", f"{{{STATES}}}"), worlds=2, replications=2), ())
    assert "Run, but not compared" not in page and "nothing is compared" not in page


def test_the_table_shows_the_times_of_those_that_run(
    some: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    table.show(some)
    _, _, alone = capsys.readouterr().out.partition("H · S\n")
    assert alone.startswith("Nothing is compared: bare is not in force here. These are:")
    rows = [line.split()[0] for line in alone.splitlines() if line.split()[:1]]
    assert "granting" in rows and "bare" not in rows


def test_the_table_of_relationships_says_how_long_they_hold(some: Comparison) -> None:
    assert "from the end of hand-over until it is recalled" in html(some, ())
