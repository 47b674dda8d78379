"""Guarantees that simulated runs violate, as the command line tells them."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest

from renkei.cli.main import main
from tests.cli.studies import folder

Capsys = pytest.CaptureFixture[str]
GUARDED = (Path(__file__).parents[1] / "studies" / "guarded.yaml").read_text("utf-8")
RUNS = ("--worlds", "3", "--replications", "6", "--seed", "3", "--by", "engine")


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return os.path.relpath(folder(tmp_path, GUARDED, "guarded"))


def told(capsys: Capsys, *words: str) -> str:
    assert main(words) == 0
    return " ".join(capsys.readouterr().out.split())


def test_compare_names_a_run_that_trace_reopens(guarded: str, capsys: Capsys) -> None:
    words = told(capsys, "compare", f"./{guarded}", *RUNS)
    broken = "after recognition, after the ally, fresh, reviewed word"
    start = words.index(f"Guarantees violated in simulated runs: {broken}. To see it happen: ")
    typed = shlex.split(words[words.index("renkei trace", start) :])
    typed = typed[1 : typed.index("--seed") + 2]
    story = told(capsys, *typed)
    assert (
        'Ichigaya chief violates the guarantee "after recognition" at act. It says: Nobody acts '
        "but after the cabinet's recognition (A law made up)" in story
    )
    document = json.loads(told(capsys, *typed, "--json"))
    assert "after recognition" in document["outcome"]["violated"]


def test_the_document_names_the_first_run(guarded: str, capsys: Capsys) -> None:
    rows = json.loads(told(capsys, "compare", f"./{guarded}", *RUNS, "--json"))["guarantees"]
    of = {(r["name"], r["arrangement"]): r for r in rows}
    assert of["after the ally", "alone"] == {
        "name": "after the ally", "nation": "USA", "arrangement": "alone", "thread": "incident",
        "scenario": "s", "runs": 18, "violated": 18, "share": 1.0,
        "first": {"world": 0, "replication": 0}, "declared": True,
    }  # fmt: skip
    assert of["after the ally", "asked"]["first"] is None


def test_word_that_crosses_unreviewed_is_told(guarded: str, capsys: Capsys) -> None:
    words = ("trace", f"./{guarded}", "-a", "asked", "-t", "incident", "--seed", "3")
    assert (
        'the answer of "ally" on act goes from USA to JPN without a review by USA, which violates '
        'the guarantee "reviewed word". It says: America reviews its secret word (A rule made up)'
    ) in told(capsys, *words)
    document = json.loads(told(capsys, *words, "--json"))
    assert "reviewed word" in document["outcome"]["violated"]
    crossed = [(e["site"], e["post"]) for e in document["events"] if e["what"] == "violated"]
    assert ("incident/act ? ally hop 33", "Pearl chief") in crossed


def test_without_a_violation_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = GUARDED.replace("refuses: half", "").replace("within: 10 min,", "")
    study = folder(tmp_path, kept.replace("takes: soon, level: secret", "takes: soon"))
    assert "violated" not in told(capsys, "compare", f"./{study.name}", *RUNS, "-a", "asked")
