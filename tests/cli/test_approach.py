"""``renkei approach``: a table with its formulas, or a document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renkei.cli.main import main
from renkei.measures.approach import DIMENSIONS
from tests.cli.studies import folder

Capsys = pytest.CaptureFixture[str]


def test_the_table_prints_the_formulas_with_the_numbers(capsys: Capsys, tmp_path: Path) -> None:
    assert main(["approach", str(folder(tmp_path)), "--runs", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert " separate  0.50      0.50        0.67      0.67        0.50      0.50" in lines
    assert " decisions by nation, enacted: Japan 50%, United States 50%" in lines
    for d in DIMENSIONS.values():
        assert f" {d.title} ({d.name}): {d.formula}." in lines
        assert any(d.gamed_by in line for line in lines)
    assert any("No end is better; nothing is summed." in line for line in lines)


def test_the_document(capsys: Capsys, tmp_path: Path) -> None:
    assert main(["approach", str(folder(tmp_path)), "--runs", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["study", "identity", "seed", "runs", "dimensions", "rows"]
    assert [d["name"] for d in found["dimensions"]] == list(DIMENSIONS)
    allocation, interaction, information = found["rows"]
    assert allocation == {
        "arrangement": "separate", "thread": "incident", "scenario": "friday-night",
        "dimension": "allocation", "designed": 0.5, "enacted": 0.5, "runs_counted": 2,
        "by_nation": {
            "designed": {"JPN": 0.5, "USA": 0.5}, "enacted": {"JPN": 0.5, "USA": 0.5},
        },
    }  # fmt: skip
    assert interaction["designed"] == 0.666667 and information["enacted"] == 0.5


@pytest.mark.parametrize(
    "words", [["--runs", "0"], ["--runs", "1001"], ["--thread", "none"], ["--scenario", "none"]]
)
def test_what_there_is_not_is_said(capsys: Capsys, tmp_path: Path, words: list[str]) -> None:
    assert main(["approach", str(folder(tmp_path)), *words]) == 2
    assert "Traceback" not in capsys.readouterr().err
