"""The terminal's table: where the time went, and what each nation gives up, by hand."""

from __future__ import annotations

import pytest

from renkei.checks.study import check
from renkei.cli.table import matters, show
from renkei.experiments.compare import Room, compare
from renkei.experiments.settings import Settings
from renkei.measures.intervals import Interval
from renkei.reading import read_text
from tests.cli.studies import TWO_CAPITALS

FREE = """  free:
    title: No consent of the ally
    extends: separate
    rights: {act: {consent: null}}
threads:"""
RESERVED = """reserved:
  japan: {nation: JPN, functions: [act]}
arrangements:"""


def printed(capsys: pytest.CaptureFixture[str], text: str) -> list[str]:
    checked = check(read_text({"study.yaml": text}))
    show(compare(checked, settings=Settings(worlds=2, replications=2, by="engine")))
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_where_the_time_went_and_what_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    """136 minutes: 70 of steps, 2 x 20 of reaching, 10 of consent, 2 x 5 of review, 4 of transit, 2
    of passing on. With the partner silent the consent's limit refuses."""
    text = TWO_CAPITALS.replace("threads:", FREE, 1).replace("arrangements:", RESERVED, 1)
    lines = printed(capsys, text)
    spent = next(i for i, line in enumerate(lines) if line.startswith("Where the time went"))
    assert " ".join(lines[spent : spent + 2]) == (
        "Where the time went under separate, on average 2.3 h: work 51%, reaching someone 29%, "
        "consent and consultation 7%, disclosure review 7%, in transit 3%, passing word on 1%; "
        "no deliberation."
    )
    gives = lines.index("One incident · what each nation gives up, over these scenarios")
    assert lines[gives + 5 : gives + 7] == [
        "JPN separate 1 for act: Pearl commander 0%",
        "JPN free none 100%",
    ]
    assert all(len(line) <= 100 for line in lines[gives:])


def test_deliberation_is_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """The decision's 30 of 136 minutes are deliberation, the other steps' 40 are not."""
    text = TWO_CAPITALS.replace("{does: decide,", "{does: decide, deliberation: true,")
    out = " ".join(printed(capsys, text))
    assert "work 29%, reaching someone 29%" in out or "reaching someone 29%, work 29%" in out
    assert "deliberation, kept apart, 22%." in out
    assert "gives up" not in out, "no nation reserves a decision"


@pytest.mark.parametrize(
    ("gain_s", "says"),
    [
        (0.4, "were everything that differs instant, the answer would come no sooner."),
        (120.0, "the answer would come about 2 min sooner, less than the margin of 15 min."),
    ],
)
def test_a_gain_of_nothing_is_not_called_about_nothing(gain_s: float, says: str) -> None:
    room = Room("t", "s", 0.5, gain_s, Interval(gain_s, gain_s), 900.0, 1.0, False, 0.9, True, 1)
    assert matters(room).endswith(says)
