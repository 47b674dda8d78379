"""``check --guarantees`` tells who can finish what, in text and as a document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renkei.cli.main import main
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


@pytest.mark.parametrize("number", ["-1", "4", "x"])
def test_unavailable_goes_from_0_to_3(capsys: Capsys, tmp_path: Path, number: str) -> None:
    words = ["check", str(folder(tmp_path)), "--guarantees", "--unavailable", number]
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err
