"""``explain --duty`` and ``--right``: who, why, who else, and what if."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renkei.cli.main import main
from tests.cli.studies import CHAINS, argued, folder

Capsys = pytest.CaptureFixture[str]


def explained(capsys: Capsys, *words: str) -> Any:
    assert main(["explain", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def text_of(capsys: Capsys, *words: str) -> str:
    assert main(["explain", *words]) == 0
    return capsys.readouterr().out


def line_of(text: str, study: str) -> str:
    (number,) = (i for i, line in enumerate(study.splitlines(), 1) if text in line)
    return f"study.yaml:{number}"


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(folder(tmp_path, argued()))


def test_a_right_by_authority_shows_the_chain_of_grants(capsys: Capsys, study: str) -> None:
    found = explained(capsys, study, "-a", "before", "--right", "sail")
    (held,) = found["holders"]
    assert (held["in"], held["holder"], held["nation"]) == ("", "commander of Fleet", "USA")
    text = argued()
    assert [(g["from"], g["type"], g["to"], g["at"]) for g in held["grants"]] == [
        ("Theatre", "COCOM", "Fleet", line_of("theatre-fleet:", text)),
        ("Fleet", "OPCON", "Ship", line_of("fleet-ship:", text)),
    ]
    assert held["grants"][0]["forces"] == ["The fleet", "The marines"]
    assert [(o["from"], o["to"], o["type"]) for o in held["orders_above"]] == [
        ("Theatre", "Fleet", "COCOM")
    ]
    assert held["asks"] == [] and [u["step"] for u in found["used_by"]] == ["sail"]


def test_who_else_could_hold_it(capsys: Capsys, study: str) -> None:
    (held,) = explained(capsys, study, "-a", "before", "--right", "sail")["holders"]
    assert [(o["headquarters"], o["post"], o["why"]) for o in held["others"]] == [
        ("Theatre", "commander of Theatre", "its own authority includes OPCON over both"),
        ("Forward", "commander of Forward", "Theatre could hand it OPCON over both"),
        ("Ship", None, "Fleet could hand it OPCON over both"),
    ]
    out = text_of(capsys, study, "-a", "before", "--right", "sail")
    assert '- Ship: Fleet could hand it OPCON over both, but no post "commander" there' in out


def test_posts_of_the_same_kind_on_the_chain(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(
        "relationships: {staff-flotilla: {from: JSO, to: Flotilla, type: partial command, "
        "scheme: JPN, forces: [destroyers]}}\n"
        "duties: {planning: {post: watch of JSO}, extra: {post: operations of JSO}}"
    )
    study = str(folder(tmp_path, text))
    (watch,) = explained(capsys, study, "-a", "after", "--duty", "planning")["holders"]
    assert [(o["post"], o["why"]) for o in watch["others"]] == [
        ("watch of MOD", "the same kind of post in a headquarters that gives it orders")
    ]
    (staff,) = explained(capsys, study, "-a", "after", "--duty", "extra")["holders"]
    assert [(o["post"], o["why"]) for o in staff["others"]] == [
        ("operations of Flotilla", "the same kind of post in a headquarters under its orders")
    ]


def test_states_in_which_the_holder_differs(capsys: Capsys, tmp_path: Path) -> None:
    chains = str(folder(tmp_path, CHAINS))
    calm, crisis = explained(capsys, chains, "--right", "order the wing")["holders"]
    assert (calm["in"], calm["holder"]) == ("in peacetime (USA readiness)", "commander of USFJ")
    assert (crisis["in"], crisis["holder"]) == (
        "in crisis (USA readiness)", "commander of INDOPACOM"
    )  # fmt: skip
    assert calm["asks"][0] == {
        "kind": "consult",
        "role": "secretary",
        "post": "secretary of Pentagon",
        "nation": "USA",
        "nation_title": "United States",
        "takes": "about 10 min (5 min to 30 min, placeholder)",
        "refuses": "",
        "within_s": 7200,
        "deliberation": True,
        "at": line_of("secretary: {of:", CHAINS),
    }
    (one,) = explained(
        capsys, chains, "--right", "order the wing", "--states", "USA readiness=crisis"
    )["holders"]
    assert one["holder"] == "commander of INDOPACOM"
    otherwise, now = explained(capsys, chains, "--duty", "liaison")["holders"][::-1]
    assert (now["holder"], otherwise["holder"]) == ("watch of USFJ", "watch of INDOPACOM")
    assert "because USA readiness is not peacetime" in otherwise["reasons"][0]["words"]


def test_states_in_which_nobody_decides(capsys: Capsys, study: str) -> None:
    nobody, held = explained(capsys, study, "-a", "before", "--function", "strike")["holders"]
    assert nobody["holder"] is None and nobody["in"] == "in normal (law)"
    assert "nobody has the right" in nobody["why_nobody"]
    assert held["in"] == "in armed attack (law)" and held["holder"] == "minister of MOD"
    out = text_of(capsys, study, "-a", "before", "--right", "strike")
    assert "Nobody, in normal (law): nobody has the right to" in out and ".." not in out
    assert (
        'Consults commander of Fleet (United States) as "ally" '
        f"({line_of('ally: {of:', argued())}); answering takes about 10 min (5 min to 30 min, "
        "placeholder); no answer within 6 h is passed over."
    ) in out


def test_what_if_the_holder_cannot_be_had(capsys: Capsys, study: str) -> None:
    out = text_of(capsys, study, "-a", "before", "--right", "strike")
    assert (
        "On duty Mon-Fri 08:00-17:00, not on national holidays (Asia/Tokyo).\n"
        "    If it is unavailable: off duty it is reached for IMMEDIATE and above, which takes "
        "about 10 min (5 min to 30 min, placeholder); where nobody of the post can be had, "
        "nobody takes over: the arrangement names no successor, and succession is not modelled yet."
    ) in out
    shared = text_of(capsys, study, "-a", "before", "--duty", "planning")
    assert "If it is unavailable: 3 people share the post; the others carry on without" in shared
    assert "off duty it is not reached; the work waits" in shared


def test_hours_that_differ_by_state_stand_below_one_holder(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(
        "headquarters: {MOD: {posts: {minister: {hours: [{when: {readiness: wartime}, "
        "schedule: always}, {schedule: office}]}}}}"
    )
    found = explained(
        capsys, str(folder(tmp_path, text)), "-a", "after", "--right", "strike",
        "--states", "law=armed attack",
    )  # fmt: skip
    (held,) = found["holders"]
    assert [(a["in"], a["hours"]) for a in held["availability"]] == [
        (
            "in armed attack (law), with peacetime and crisis (readiness)",
            "Mon-Fri 08:00-17:00, not on national holidays",
        ),
        ("in armed attack (law), with wartime (readiness)", "around the clock"),
    ]


def test_a_right_may_be_named_by_its_function_or_its_name(capsys: Capsys) -> None:
    words = ["us-japan", "-a", "parallel-2024", "--right"]
    by_name = explained(capsys, *words, "counterstrike")
    assert by_name == explained(capsys, *words, "order counterstrike")
    assert by_name["name"] == "order counterstrike" and by_name["kind"] == "right"


def test_the_chain_from_combatant_command_to_operational_control(capsys: Capsys) -> None:
    found = explained(
        capsys, "us-japan", "-a", "four-star-crisis-opcon", "--right",
        "designate the relief headquarters",
    )  # fmt: skip
    (held,) = found["holders"]
    assert held["in"] == "in crisis and wartime (USA readiness)"
    assert held["holder"] == "commander of USFJ"
    assert [g["type"] for g in held["grants"]] == ["COCOM"] * 4 + ["OPCON"] * 4
    assert {g["from"] for g in held["grants"][:4]} == {"INDOPACOM"}
    assert held["grants"][4]["at"] == "arrangements/four-star-crisis-opcon.yaml:28"
    assert [o["from"] for o in held["orders_above"]] == ["White House", "Pentagon", "INDOPACOM"]
    assert held["others"][0]["post"] == "commander of INDOPACOM"
    out = text_of(
        capsys, "us-japan", "-a", "four-star-crisis-opcon", "--right",
        "designate the relief headquarters",
    )  # fmt: skip
    assert out.count("OPCON (operational control)") == 1
    assert "INDOPACOM holds it as well, and stands above: the lowest acts" in out


def test_every_duty_and_right_on_the_shelf_can_be_explained(capsys: Capsys) -> None:
    from renkei.cli.doors import check_study
    from renkei.cli.entitled import Entitled

    checked = check_study("us-japan")
    for name, noun in checked.study.arrangements.items():
        wanted = [(d, True) for d in noun.duties]
        wanted += [(r.function, False) for r in noun.rights.values()]
        for each, duty in wanted[:: 1 if name == "combined-command" else 6]:
            row = Entitled(checked, name, each, duty=duty, asked={}).row()
            held = [h for h in row["holders"] if h["holder"] is not None]
            assert held, each
            for h in held:
                assert h["reasons"] and all(r["at"] or "lowest" in r["words"] for r in h["reasons"])
                assert h["availability"] and h["orders_above"] is not None


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--duty", "planing"], 'no duty "planing". Did you mean "planning"?'),
        (["--right", "strke"], 'no function "strke". Did you mean "strike"?'),
        (["--duty", "planning", "--right", "sail"], "one thing at a time"),
        (["--duty", "planning", "--thread", "attack"], "one thing at a time"),
        (["--thread", "attack", "--states", "law=normal"], "--states goes with --duty"),
        (["--duty", "planning", "--states", "law=norml"], 'Did you mean "normal"?'),
    ],
)
def test_wrong_names_give_the_nearest(
    words: list[str], hint: str, capsys: Capsys, study: str
) -> None:
    assert main(["explain", study, "-a", "before", *words]) == 2
    assert hint in capsys.readouterr().err
