"""``renkei new``: whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from renkei.cli.main import main
from tests.cli.studies import TWO_CAPITALS, folder

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_is_valid_and_explained(capsys: Capsys) -> None:
    assert main(["new", "mine"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Next: renkei check mine"
    assert main(["check", "mine"]) == 0
    assert "mine: 2 arrangements, 1 thread, 2 scenarios; 0 errors, 0 warnings" in (
        capsys.readouterr().out
    )
    text = Path("mine/study.yaml").read_text("utf-8")
    assert "study: mine\n" in text and text.count("#") > 15
    for arrangement in ("ministry-decides", "watch-decides"):
        assert main(["trace", "mine", "-a", arrangement]) == 0
        assert "The answer came after" in capsys.readouterr().out


def test_a_copy_keeps_its_comments(here: Path, capsys: Capsys) -> None:
    text = TWO_CAPITALS.replace("study: two-capitals", 'study: "two-capitals"  # its name')
    folder(here, text)
    (here / "two" / "README.md").write_text("About it.", "utf-8")
    assert main(["new", "mine", "--from", "two"]) == 0
    copy = (here / "mine" / "study.yaml").read_text("utf-8")
    assert copy == text.replace('"two-capitals"', "mine")
    assert (here / "mine" / "README.md").read_text("utf-8") == "About it."
    capsys.readouterr()
    assert main(["studies", "mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["studies"][0]["name"] == "mine"


@pytest.mark.parametrize("name", ["2024", "no", "a b", "横田", "x: y", "-x.y", "it's", 'q"q'])
def test_odd_names_stay_names(name: str, capsys: Capsys) -> None:
    assert main(["new", "--", name]) == 0
    capsys.readouterr()
    assert main(["check", "--json", "--", name]) == 0
    assert json.loads(capsys.readouterr().out)["study"] == name


def test_a_full_folder_is_refused_or_set_aside(here: Path, capsys: Capsys) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "kept").write_text("x", "utf-8")
    assert main(["new", "mine"]) == 2
    assert "--force" in capsys.readouterr().err
    assert sorted(os.listdir("mine")) == ["kept"]
    assert main(["new", "mine", "--force"]) == 0
    assert os.listdir("mine") == ["study.yaml"]
    assert os.listdir("mine.before-1") == ["kept"]
    assert main(["new", "mine", "--force", "--json"]) == 0
    assert sorted(os.listdir()) == ["mine", "mine.before-1", "mine.before-2"]


def test_an_empty_folder_is_taken(here: Path) -> None:
    (here / "mine").mkdir()
    assert main(["new", "mine"]) == 0
    assert os.listdir() == ["mine"]


def test_a_file_or_link_in_the_way(here: Path, capsys: Capsys) -> None:
    (here / "mine").write_text("x", "utf-8")
    assert main(["new", "mine", "--force"]) == 2
    (here / "link").symlink_to(here / "nowhere")
    assert main(["new", "link", "--force"]) == 2
    assert main(["new", "no/such/place"]) == 2
    assert main(["new", "copy", "--from", "nothing"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert sorted(os.listdir()) == ["link", "mine"]


@pytest.mark.parametrize("stage", ["fsync", "rename", "interrupt"])
def test_nothing_half_written_stays(
    here: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (here / "mine").mkdir()
    (here / "mine" / "kept").write_text("x", "utf-8")
    rename = Path.rename
    if stage == "rename":
        monkeypatch.setattr(
            Path, "rename", lambda a, b: full() if a.name == "study" else rename(a, b)
        )
    else:
        monkeypatch.setattr(os, "fsync", full if stage == "fsync" else interrupted)
    assert main(["new", "mine", "--force"]) == (130 if stage == "interrupt" else 1)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert ("interrupted" if stage == "interrupt" else "the disk is full") in said
    assert os.listdir() == ["mine"] and os.listdir("mine") == ["kept"]
