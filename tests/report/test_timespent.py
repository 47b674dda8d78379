"""The share that is deliberation: one number, in the report and on the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renkei.cli.table import show
from renkei.experiments.compare import Comparison
from renkei.report.page import html
from tests.report.conftest import comparison_of

TWO_CAPITALS = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def judged() -> Comparison:
    """Of 136 minutes two steps' 30 each are deliberation, and so are the 10 of the consent."""
    text = TWO_CAPITALS.replace("{does: decide,", "{does: decide, deliberation: true,")
    text = text.replace("assess: {by:", "assess: {deliberation: true, by:")
    text = text.replace("within: 6 h,", "within: 6 h, deliberation: true,")
    return comparison_of(text, worlds=2, replications=2)


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).replace("\u00a0", " ").split())


def test_report_and_terminal_say_the_same_share(
    judged: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    show(judged)
    assert "deliberation, kept apart, 51%." in plain(capsys.readouterr().out)
    words = plain(html(judged))
    assert "most of the time goes to deliberation (51 %) and reaching someone (29 %)." in words
    assert "Deliberation: deciding" in words and "Deliberation: consenting" in words
    # The figures behind add up to it: 60 and 10 of 136 minutes.
    assert sorted(re.findall(r"deliberation (1 h|\d+ min)", words)) == ["1 h", "10 min"]
