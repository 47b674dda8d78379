"""The shelf, and every study on it through every light verb."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renkei.cli.main import main
from renkei.library import shelf
from renkei.reading import read

Capsys = pytest.CaptureFixture[str]
NAMES = shelf.names()


def test_unknown_names_are_refused() -> None:
    for name in ("no-such-study", "", "..", "../library"):
        with pytest.raises(KeyError):
            shelf.path(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_study_on_the_shelf_carries_its_own_name(name: str) -> None:
    assert read(shelf.path(name)).study == name


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_no_error(name: str, capsys: Capsys) -> None:
    assert main(["check", name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["study"] == name and found["counts"]["errors"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_case_can_be_explained_and_traced(name: str, capsys: Capsys) -> None:
    main(["studies", name, "--json"])
    (row,) = json.loads(capsys.readouterr().out)["studies"]
    for thread in row["threads"]:
        for arrangement in (row["arrangements"][0], row["baseline"]):
            for verb in ("explain", "trace"):
                words = [verb, name, "--arrangement", arrangement, "--thread", thread]
                assert main(words) == 0, words
                assert capsys.readouterr().out
                assert main([*words, "--json"]) == 0
                assert json.loads(capsys.readouterr().out)["thread"] == thread


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_checks_as_well(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--from", name]) == 0
    capsys.readouterr()
    assert main(["check", "mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["study"] == "mine"
    assert main(["new", name]) == 2
    assert f"renkei new my-{name} --from {name}" in capsys.readouterr().err
    assert main(["new", name, "--from", name]) == 0
    capsys.readouterr()
    assert main(["check", name]) == 0
    assert "is the folder here" in capsys.readouterr().err
