"""``check --guarantees`` tells who can finish what, in text and as a document."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from renkei.checks.study import check
from renkei.cli.continuity import tell_continuity
from renkei.cli.main import main
from renkei.cli.page import Page
from renkei.explorer.continuity import examine
from renkei.explorer.survey import Survey
from renkei.reading.study import read
from tests.cli.studies import folder

Capsys = pytest.CaptureFixture[str]


def test_the_document_has_a_row_per_smallest_unavailability(capsys: Capsys, tmp_path: Path) -> None:
    assert main(["check", str(folder(tmp_path)), "--guarantees", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found)[-4:] == ["guarantees", "ladder", "continuity", "able_alone"]
    [smith] = [
        r for r in found["continuity"]
        if r["unavailable"] == [{"kind": "headquarters", "name": "Smith"}]
    ]  # fmt: skip
    assert smith == {
        "thread": "incident", "arrangement": "separate", "kind": "headquarters",
        "unavailable": [{"kind": "headquarters", "name": "Smith"}],
        "states": {"readiness": "crisis"}, "in_combinations": [2, 2],
        "why": [
            {"step": "incident/act", "post": "Pearl commander", "nation": "USA", "how": "consent"}
        ],
        "remedy": None, "no_remedy_because": "", "verified": False,
    }  # fmt: skip
    [ocean] = [r for r in found["continuity"] if r["unavailable"][0]["name"] == "ocean"]
    assert ocean["verified"] and ocean["remedy"]["kind"] == "link"
    assert ocean["remedy"]["helps_in"] == [2, 2] == ocean["in_combinations"]
    [able] = found["able_alone"]
    assert able["nations"]["JPN"]["alone"] is False
    assert able["headquarters_enough"] == ["Ichigaya", "Pearl", "Smith"]


def test_the_text_says_it_once_for_all_arrangements(capsys: Capsys, tmp_path: Path) -> None:
    assert main(["check", str(folder(tmp_path)), "--guarantees"]) == 0
    out = capsys.readouterr().out
    told = out[out.index("Continuity:") :].splitlines()
    assert "   headquarters, under every arrangement: Ichigaya, Pearl, Smith" in told
    assert "   links, under every arrangement: island, ocean" in told
    assert "   Japan alone is not; it waits for Pearl commander" in told
    assert "     without ocean: another link between Ichigaya and Smith (study.yaml:50)" in told, (
        told
    )
    assert any(
        line.startswith("     without Smith: nothing found; waited for: Pearl commander to consent")
        for line in told
    )
    assert "damage" not in " ".join(told[3:]) and "destroy" not in out


def test_the_text_says_what_stood_against_a_remedy_and_where_one_helps_only_in_part(
    tmp_path: Path,
) -> None:
    checked = check(read(folder(tmp_path)))
    stops, finishers = examine(Survey(checked), ["separate"])
    made = []
    for stop in stops:
        if stop.remedy is None:
            made.append(replace(stop, refused="it would break a law"))
        else:
            made.append(replace(stop, remedy=replace(stop.remedy, helps=(1, 2))))
    told = io.StringIO()
    tell_continuity(Page(told), checked, made, finishers)
    lines = told.getvalue().splitlines()
    partly = "another link between Ichigaya and Smith (study.yaml:50); helps only in 1 of 2"
    assert f"     without ocean: {partly} combinations of states" in lines
    refused = "     without Smith: nothing found: it would break a law; waited for: Pearl commander"
    assert any(line.startswith(refused) for line in lines)


@pytest.mark.parametrize("number", ["-1", "4", "x"])
def test_unavailable_goes_from_0_to_3(capsys: Capsys, tmp_path: Path, number: str) -> None:
    words = ["check", str(folder(tmp_path)), "--guarantees", "--unavailable", number]
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err
