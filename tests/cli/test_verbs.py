"""Each verb on a small study: what it prints, its JSON, its exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renkei.cli.main import VERBS, main
from renkei.library import shelf
from tests.cli.studies import folder, with_absent

Capsys = pytest.CaptureFixture[str]
CASE = ["--arrangement", "separate", "--thread", "incident", "--scenario", "friday-night"]


@pytest.fixture
def two(tmp_path: Path) -> str:
    return str(folder(tmp_path))


def text_of(capsys: Capsys, *words: str, code: int = 0) -> str:
    assert main(words) == code
    out = capsys.readouterr().out
    assert "\x1b" not in out
    return out


def json_of(capsys: Capsys, *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


# -- help --------------------------------------------------------------------------------


def test_help_groups_the_verbs(capsys: Capsys) -> None:
    out = text_of(capsys, "--help")
    places = [out.index(f"─ {group} ─") for group in ("answer", "check", "look", "make")]
    assert places == sorted(places)
    for verb, (_, words) in VERBS.items():
        assert verb in out and words.split(":")[0] in out


def test_without_a_verb_there_is_help(capsys: Capsys) -> None:
    assert "renkei COMMAND" in text_of(capsys)


def test_version(capsys: Capsys) -> None:
    assert text_of(capsys, "--version").startswith("renkei ")


@pytest.mark.parametrize("verb", ["check", "explain", "trace", "studies", "new", "schema"])
def test_each_verb_has_help(capsys: Capsys, verb: str) -> None:
    out = text_of(capsys, verb, "--help")
    assert "--json" in out and "--no-" not in out


# -- check -------------------------------------------------------------------------------


def test_check_sums_up_and_says_what_is_next(capsys: Capsys, two: str) -> None:
    out = text_of(capsys, "check", two)
    assert "two-capitals: 1 arrangement, 1 thread, 1 scenario; 0 errors, 5 warnings" in out
    assert out.splitlines()[-1] == f"Next: renkei compare {two}"
    assert "warning: study.yaml:18:3  estimates.ten-minutes: " in out


def test_check_json(capsys: Capsys, two: str) -> None:
    found = json_of(capsys, "check", two)
    assert list(found) == ["study", "identity", "findings", "counts"]
    assert found["study"] == "two-capitals" and len(found["identity"]) == 32
    assert found["counts"] == {
        "errors": 0, "warnings": 5, "notes": 0, "arrangements": 1, "threads": 1, "scenarios": 1,
        "expectations": 0, "cases": 1, "not_in_force": 0,
    }  # fmt: skip
    assert {"code", "severity", "file", "line", "column", "path", "message"} == set(
        found["findings"][0]
    )


def test_check_prints_errors_before_warnings(capsys: Capsys, tmp_path: Path) -> None:
    from tests.cli.studies import TWO_CAPITALS

    broken = TWO_CAPITALS.replace("duty watch, takes: ten", "duty wach, takes: ten")
    out = text_of(capsys, "check", str(folder(tmp_path, broken)), code=1)
    lines = out.splitlines()
    assert lines[0].startswith("study.yaml:") and 'Did you mean "watch"?' in lines[0]
    assert all(line.startswith("warning: ") for line in lines[1:6])
    assert "1 error, 5 warnings" in out and "Next: mend" in out
    found = json_of(capsys, "check", str(tmp_path / "two"), code=1)
    assert found["identity"] is None and found["counts"]["errors"] == 1


# -- explain -----------------------------------------------------------------------------


def test_explain_tells_the_steps_in_order(capsys: Capsys, two: str) -> None:
    out = text_of(capsys, "explain", two, *CASE)
    steps = [out.index(s) for s in ("1. assess", "2. decision act", "3. acknowledge")]
    assert steps == sorted(steps)
    for part in (
        "readiness: crisis",
        "051400Z JUN 26 (Zulu)",
        "Fri 23:00 JST (UTC+09:00) in Tokyo; Fri 04:00 HST (UTC-10:00) in Honolulu",
        "Ichigaya chief decides (Japan, Tokyo).",
        'it has the duty "watch" (study.yaml:62)',
        'Needs the consent of Pearl commander (United States, Honolulu) as "USA commander"',
        "no answer within 6 h is taken as no",
        "across to Smith by coordinating authority (study.yaml:54), then down to Pearl by OPCON",
        "Smith only forwards (Smith watch",
        "Ichigaya watch reviews it for disclosure before it passes to USA",
        "off duty at the start, next on duty Mon 08:00 JST (UTC+09:00), 072300Z JUN 26",
    ):
        assert part in out


def test_explain_begins_with_what_it_comes_to(capsys: Capsys, two: str) -> None:
    lines = text_of(capsys, "explain", two, *CASE).splitlines()
    assert lines[:4] == [
        "Ichigaya chief (Japan) decides act, the last decision before the answer, acknowledge, by "
        "Ichigaya watch (Japan); no other decision stands before it.",
        "The consent of Pearl commander (United States), across a border, is needed for act.",
        "On the longest way to the answer, at likely times and with nobody waiting, word makes 4 "
        "hops between headquarters and crosses borders 2 times, requests and replies included. The "
        "answer waits for every step.",
        "",
    ]
    assert json_of(capsys, "explain", two, *CASE)["summary"]["sentences"] == lines[:3]


def test_explain_needs_no_name_where_there_is_one(capsys: Capsys, two: str) -> None:
    assert text_of(capsys, "explain", two) == text_of(capsys, "explain", two, *CASE)


def test_explain_json(capsys: Capsys, two: str) -> None:
    found = json_of(capsys, "explain", two, *CASE)
    assert [found[k] for k in ("study", "arrangement", "thread", "scenario")] == [
        "two-capitals", "separate", "incident", "friday-night"
    ]  # fmt: skip
    assert found["states"] == {"readiness": "crisis"} and found["in_force"]
    assess, act, acknowledge = found["steps"]
    assert act["does"] == "decide" and act["holder"] == "Ichigaya chief"
    assert act["why_at"].startswith("study.yaml:") and act["nation"] == "JPN"
    (asked,) = act["consents"]
    assert asked["kind"] == "consent" and asked["within_s"] == 6 * 3600
    assert asked["request"]["route"] == ["Ichigaya", "Smith", "Pearl"]
    assert asked["request"]["relationships"] == ["ally", "fleet"]
    assert asked["request"]["nominal_s"] == 8 * 60
    assert [r["post"] for r in asked["request"]["reviews"]] == ["Ichigaya watch"]
    assert [i["kind"] for i in acknowledge["inputs"]] == ["report"]
    assert assess["inputs"] == [] and acknowledge["answer"]


def test_explain_says_why_a_headquarters_only_forwards(capsys: Capsys, tmp_path: Path) -> None:
    from tests.cli.studies import TWO_CAPITALS

    text = TWO_CAPITALS.replace(
        "arrangements:\n",
        "forces:\n  fleet: {title: The fleet, nation: USA, home: Honolulu}\narrangements:\n", 1
    ).replace(
        "scheme: US}", "scheme: US, forces: [fleet]}"
    ).replace(
        "decides: chief of Ichigaya\n        consent:\n"
        "          USA commander: {of: commander of Pearl",
        "decides: chief of Ichigaya\n        consent:\n"
        "          USA commander: {of: commander of holder of TACON over fleet",
    ).replace(
        "    rights:\n",
        "      bay: {from: Pearl, to: Bay, type: OPCON, scheme: US, forces: [fleet]}\n"
        "      tie: {from: Smith, to: Bay, type: ADCON, forces: [fleet]}\n    rights:\n", 1
    ).replace(
        "    links:\n",
        "      Bay:\n        title: Bay\n        nation: USA\n        place: Honolulu\n"
        "        echelon: unit\n        posts:\n"
        "          watch: {people: 1, hours: always}\n    links:\n", 1
    )  # fmt: skip
    out = text_of(capsys, "explain", str(folder(tmp_path, text)), *CASE)
    assert "Smith only forwards (Smith watch" in out
    assert "it stands above Pearl, which holds TACON over fleet" in out


def test_explain_where_not_in_force(capsys: Capsys, tmp_path: Path) -> None:
    two = str(folder(tmp_path, with_absent()))
    words = ["explain", two, "--arrangement", "wartime"]
    out = text_of(capsys, *words)
    assert "Not in force here: it is in force only while readiness is calm" in out
    found = json_of(capsys, *words)
    assert not found["in_force"] and found["steps"] == [] and "calm" in found["why"]
    assert found["why_at"].startswith("study.yaml:")


# -- trace -------------------------------------------------------------------------------


def test_trace_tells_the_run(capsys: Capsys, two: str) -> None:
    out = text_of(capsys, "trace", two, *CASE)
    assert "+00:30:00  Fri 23:30 JST  051430Z JUN 26  Ichigaya watch finishes assess" in out
    assert "nobody is on duty" in out and "Pearl commander consents on act" in out
    assert "The answer came after 2.3 h (02:16:00)" in out
    assert len(text_of(capsys, "trace", two, *CASE, "--all")) > len(out)


def test_trace_names_what_took_long_on_the_way(capsys: Capsys, tmp_path: Path) -> None:
    """A review of 8 minutes is more than a twentieth of 2 h 22 min; 1 minute is not."""
    from tests.cli.studies import TWO_CAPITALS

    slow = TWO_CAPITALS.replace("low: 5 min, likely: 5 min, high: 5 min",
                                "low: 8 min, likely: 8 min, high: 8 min")  # fmt: skip
    out = text_of(capsys, "trace", str(folder(tmp_path, slow)), *CASE)
    told = [line for line in out.splitlines() if " review" in line and "Zulu" not in line]
    there, back = 'the request to "USA commander" on act', 'the answer of "USA commander" on act'
    assert told[:4] == [
        f"+01:20:00  Sat 00:20 JST  051520Z JUN 26  Ichigaya watch begins to review for disclosure "
        f"{there}",
        f"+01:28:00  Sat 00:28 JST  051528Z JUN 26  Ichigaya watch has reviewed for disclosure "
        f"{there}, 8 min after it came",
        f"+02:03:00  Fri 06:03 HST  051603Z JUN 26  Smith watch begins to review for disclosure "
        f"{back}",
        f"+02:11:00  Fri 06:11 HST  051611Z JUN 26  Smith watch has reviewed for disclosure "
        f"{back}, 8 min after it came",
    ]
    assert "Passing word on and reviewing it is told where it took 7 min or more" in out
    assert "passes on" not in out
    every = text_of(capsys, "trace", str(tmp_path / "two"), *CASE, "--all")
    assert f"Smith watch passes on {there}, 1 min after it came" in every


def test_trace_json(capsys: Capsys, two: str) -> None:
    found = json_of(capsys, "trace", two, *CASE, "--world", "3", "--replication", "2")
    assert (found["seed"], found["world"], found["replication"]) == (1, 3, 2)
    assert list(found["events"][0]) == [
        "time_ms", "round", "rank", "incident", "site", "attempt", "what", "post", "data"
    ]  # fmt: skip
    assert found["events"][0]["what"] == "begun"
    outcome = found["outcome"]
    assert outcome["answer_ms"] == 136 * 60_000 and outcome["end"] == "done"
    assert sum(p["ms"] for p in outcome["where_the_time_went"]) == outcome["answer_ms"]


def test_trace_where_not_in_force(capsys: Capsys, tmp_path: Path) -> None:
    two = str(folder(tmp_path, with_absent()))
    found = json_of(capsys, "trace", two, "--arrangement", "wartime")
    assert found["events"] == [] and found["outcome"] is None and not found["in_force"]
    assert "Not in force here" in text_of(capsys, "trace", two, "-a", "wartime")


# -- studies and schema ------------------------------------------------------------------


def test_studies_lists_the_shelf(capsys: Capsys) -> None:
    found = json_of(capsys, "studies")
    assert [s["name"] for s in found["studies"]] == list(shelf.names())


def test_studies_of_a_folder(capsys: Capsys, two: str) -> None:
    (row,) = json_of(capsys, "studies", two)["studies"]
    assert row["name"] == "two-capitals" and row["arrangements"] == ["separate"]
    assert row["threads"] == ["incident"] and row["scenarios"] == ["friday-night"]
    assert "separate: Separate chains (the baseline)" in text_of(capsys, "studies", two)


@pytest.mark.parametrize("part", ["study", "arrangement", "thread", "scenario", "estimate"])
def test_schema_of_each_part(capsys: Capsys, part: str) -> None:
    found = json_of(capsys, "schema", "--part", part)
    assert found["$schema"].startswith("https://json-schema.org/")
    text = json.dumps(found)
    names = {f"#/$defs/{name}" for name in found["$defs"]}
    assert {w for w in text.split('"') if w.startswith("#/$defs/")} <= names
    assert '"parts"' not in text and "origins" not in found["properties"]
    if part in ("arrangement", "thread", "scenario"):
        assert found["required"][0] == part and part in found["properties"]
    assert ("in-force" in found["properties"]) == (part == "arrangement")


def test_schema_lets_arrangements_be_partial(capsys: Capsys) -> None:
    found = json_of(capsys, "schema", "--part", "arrangement")
    assert found["required"] == ["arrangement"]
    assert all("required" not in d for d in found["$defs"].values())
    entries = found["properties"]["relationships"]["anyOf"][0]["additionalProperties"]
    assert {"type": "null"} in entries["anyOf"]


def test_schema_is_the_same_with_and_without_json(capsys: Capsys) -> None:
    assert json.loads(text_of(capsys, "schema")) == json_of(capsys, "schema")
    study = json_of(capsys, "schema")
    assert "arrangements" not in study["required"] and "overlays" in study["properties"]
