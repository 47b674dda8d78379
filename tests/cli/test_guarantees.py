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


def reopened(capsys: Capsys, *words: str) -> str:
    assert main(words) == 0
    return " ".join(capsys.readouterr().out.split())


def test_compare_names_for_each_guarantee_a_run_that_trace_reopens(
    guarded: str, capsys: Capsys
) -> None:
    """A run for each: in the first of one, another need not be violated."""
    assert main(["compare", f"./{guarded}", *RUNS]) == 0
    lines = capsys.readouterr().out.splitlines()
    start = lines.index("Guarantees violated in simulated runs, each with a run that shows it")
    told: dict[str, str] = {}
    for line in lines[start + 1 : lines.index("", start)]:
        name, _, command = line.strip().partition(": ")
        told[name] = command
    names = [name.removesuffix(", as the arrangement declares") for name in told]
    assert names == ["after recognition", "after the ally", "fresh", "reviewed word"]
    assert "after the ally, as the arrangement declares" in told
    for name, command in zip(names, told.values(), strict=True):
        typed = shlex.split(command)
        assert typed[0] == "renkei" and "0" not in typed, "what may be left out is left out"
        assert main([*typed[1:], "--json"]) == 0
        assert name in json.loads(capsys.readouterr().out)["outcome"]["violated"]
    story = reopened(capsys, *shlex.split(told["after recognition"])[1:])
    assert (
        'Ichigaya chief violates the guarantee "after recognition" at act. It says: Nobody acts '
        "but after the cabinet's recognition (A law made up)" in story
    )


def test_the_document_names_the_first_run(guarded: str, capsys: Capsys) -> None:
    rows = json.loads(reopened(capsys, "compare", f"./{guarded}", *RUNS, "--json"))["guarantees"]
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
    ) in reopened(capsys, *words)
    document = json.loads(reopened(capsys, *words, "--json"))
    assert "reviewed word" in document["outcome"]["violated"]
    crossed = [(e["site"], e["post"]) for e in document["events"] if e["what"] == "violated"]
    assert ("incident/act ? ally hop 33", "Pearl chief") in crossed


def test_without_a_violation_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = GUARDED.replace("refuses: half", "").replace("within: 10 min,", "")
    study = folder(tmp_path, kept.replace("takes: soon, level: secret", "takes: soon"))
    assert "violated" not in reopened(capsys, "compare", f"./{study.name}", *RUNS, "-a", "asked")


def test_compare_proves_what_check_proves(guarded: str, capsys: Capsys) -> None:
    """The same rows in the document, the same exit code for a broken guarantee."""
    assert main(["check", f"./{guarded}", "--guarantees", "--json"]) == 1
    checked = json.loads(capsys.readouterr().out)
    assert main(["compare", f"./{guarded}", *RUNS, "--guarantees", "--json"]) == 1
    compared = json.loads(capsys.readouterr().out)
    assert compared["proofs"] == {key: checked[key] for key in ("guarantees", "ladder")}
    assert len(compared["proofs"]["guarantees"]) == 12
    assert main(["compare", f"./{guarded}", *RUNS, "--json"]) == 0
    assert "proofs" not in json.loads(capsys.readouterr().out)


def test_only_the_arrangements_compared_are_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    """Asked alone, with a recognition that must lie before the act, nothing is broken."""
    monkeypatch.chdir(tmp_path)
    text = GUARDED.replace("any: [recognise.approved, recognise.refused]", "all: [recognise]")
    text = text.replace("to: JPN, above: open", "to: JPN, above: secret")
    folder(tmp_path, text, "sound")
    words = ["compare", "./sound", *RUNS, "--guarantees"]
    assert main([*words, "-a", "asked", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["proofs"]["guarantees"]
    assert {r["arrangement"] for r in rows} == {"asked"}
    assert main(words) == 0, "a departure that is declared is no fault"
    out = capsys.readouterr().out
    told = " ".join(out.split())
    assert "On every path, without simulation" in told
    assert "after the ally: broken under alone, as declared" in told
    assert out.splitlines()[-1] == "sound-report.html"
    assert "Guarantees on every path" in Path("sound-report.html").read_text("utf-8")


def test_a_broken_guarantee_still_has_its_report(guarded: str, capsys: Capsys) -> None:
    assert main(["compare", f"./{guarded}", *RUNS, "--guarantees"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "guarded-report.html"
    page = Path("guarded-report.html").read_text("utf-8")
    assert str(Path.cwd()) not in page, "no way to a folder gets into a report"
    assert "renkei trace guarded --arrangement" in page
