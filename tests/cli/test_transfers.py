"""Authority that is granted and recalled, told in sentences (rule 17)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renkei.cli.main import main
from tests.cli.studies import folder

Capsys = pytest.CaptureFixture[str]
GOLDEN = Path(__file__).parents[1] / "engine" / "golden"


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    """A fleet handed over to an ally in the study of the golden trace."""
    return golden(tmp_path, "transfer-grant")


def golden(tmp_path: Path, name: str) -> Path:
    """The study of a golden trace as a folder."""
    common = GOLDEN / "common"
    text = (common / "head.yaml").read_text() + (GOLDEN / f"{name}.yaml").read_text()
    made = folder(tmp_path, text)
    (made / "estimates.yaml").write_text((common / "estimates.yaml").read_text())
    return made


def told(verb: str, study: Path, capsys: Capsys, *more: str) -> str:
    assert main([verb, str(study), "--thread", "t", *more]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_explain_says_what_a_thread_grants(handed: Path, capsys: Capsys) -> None:
    words = told("explain", handed, capsys)
    assert "transfer: not granted" in words
    assert "From the end of transfer on these relationships hold until recalled: theirs." in words
    granted = words[words.index("If it opens when transfer granted: Bravo chief") :]
    assert (
        'by the relationship "theirs" with Fleet, which holds from the end of transfer until it '
        "is recalled" in granted
    )
    rows = json.loads(told("explain", handed, capsys, "--json"))
    assert rows["transfers"] == [{"thread": "transfer", "grants": ["theirs"], "recalls": []}]
    assert rows["granted"] == []


def test_trace_says_when_authority_is_granted(handed: Path, capsys: Capsys) -> None:
    assert "Authority granted by transfer holds from now on, until it is recalled" in told(
        "trace", handed, capsys
    )


def test_trace_says_when_authority_is_recalled(tmp_path: Path, capsys: Capsys) -> None:
    made = golden(tmp_path, "transfer-recall")
    words = told("trace", made, capsys)
    assert "[a] Authority granted by transfer is recalled and holds no longer" in words
    words = told("explain", made, capsys)
    assert "From the end of recall on these relationships hold no more: theirs." in words


def test_a_thread_that_finds_nothing_to_transfer_is_not_run(handed: Path, capsys: Capsys) -> None:
    file = handed / "study.yaml"
    file.write_text(
        file.read_text()
        .replace("transfer: {title: Transfer,", "transfer: {title: Transfer, transfer-only: true,")
        .replace("arrangements:\n", "arrangements:\n  b: {extends: a, title: B, relationships: "
                 "{theirs: null, ours: {when: {}}}}\n", 1)
    )  # fmt: skip
    words = told("explain", handed, capsys, "--arrangement", "b")
    assert "Not in force here: transfer only transfers authority, and b grants none by it" in words
    assert told("explain", handed, capsys, "--arrangement", "a")
