"""What is said of a silent partner: thread by thread, and only where it is so."""

from __future__ import annotations

import re

import pytest

from renkei.checks.study import check
from renkei.experiments.compare import Comparison
from renkei.experiments.dependence import waits_for_partner
from renkei.reading import read_text
from renkei.report.contents import Contents
from renkei.report.dependence import summary
from tests.report.conftest import HERE, comparison_of

TWO_ALLIES = (HERE / "two_allies.yaml").read_text("utf-8")


def caption(comparison: Comparison) -> str:
    shown = re.search(r"<caption>(.*?)</caption>", summary(Contents(comparison)), re.DOTALL)
    assert shown is not None
    return shown[1]


def test_each_thread_is_spoken_of_for_itself(comparison: Comparison) -> None:
    """Japan's answer at sea comes after the ally's two hours for advice. American forces move only
    once Japan's watch has asked. The warning is Japan's alone and decides nothing reserved."""
    assert caption(comparison) == (
        "What each nation gives up where it decides, over all scenarios. "
        "With the partner silent “Relief after an earthquake” is never answered, for it waits for "
        "what only the partner does. Nobody takes a reserved decision in “Warning of the public”."
    )


def test_no_reason_is_given_that_is_not_the_reason() -> None:
    """Japan does all the work; with the ally silent its consent's limit refuses."""
    text = TWO_ALLIES.replace(
        "        consult:\n          ally: {of: commander of holder of OPCON over "
        "us-forces-in-japan, takes: consenting, within: 2 h, level: secret}",
        "        consent:\n          ally: {of: commander of holder of OPCON over "
        "us-forces-in-japan, takes: consenting, within: 2 h, level: secret}",
        1,
    ).replace("        consult: null\n", "", 1)
    said = caption(comparison_of(text, worlds=2, replications=2))
    assert "With the partner silent “Answer to an incident at sea” is never answered." in said
    assert "“Relief after an earthquake” is never answered, for it waits" in said


ACT = "act: {title: Decide to act,"
ALLY = "listen: {by: watch of USFJ, takes: assessing, level: open}\n      "


@pytest.mark.parametrize(
    ("step", "joins", "waits"),
    [
        ("", "assess", False),
        (ALLY, "[assess, listen]", True),
        (ALLY, "{any: [assess, listen]}", False),
        (ALLY.replace("level: open", "level: open, when: {USA readiness: crisis}"),
         "[assess, listen]", False),
    ],
)  # fmt: skip
def test_what_is_waited_for(step: str, joins: str, waits: bool) -> None:
    """The ally's watch listens too: needed by an all-join, not by an any-join or where it may be
    left out."""
    text = TWO_ALLIES.replace(ACT, step + ACT).replace("after: assess,", f"after: {joins},")
    case = check(read_text({"study.yaml": text})).case("separate", "incident", "weekday")
    assert case is not None
    assert waits_for_partner(case, "JPN") is waits
    assert waits_for_partner(case, "USA"), "Japan acknowledges"
