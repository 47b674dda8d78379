"""What a proof breaks is reopened by the command that it prints, and seen there."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from renkei.cli.doors import check_study
from renkei.cli.guarantees import Proofs, prove, tell
from renkei.cli.main import main
from renkei.report.reopening import reopen

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def proofs() -> Proofs:
    return prove(check_study("us-japan"), unavailable=0)


def rows(proofs: Proofs) -> list[Any]:
    everything = (*proofs.guarantees, *proofs.ladder)
    return [p for p in everything if p.replay is not None]


def test_every_story_is_reopened(proofs: Proofs, capsys: Capsys) -> None:
    told = {(p.replay, p.name): p for p in rows(proofs)}
    assert len(told) >= 10
    for proof in told.values():
        words = shlex.split(reopen("us-japan", proof.replay))[1:]
        assert main([*words, "--json"]) == 0, words
        events = json.loads(capsys.readouterr().out)["events"]
        silent = [
            e for e in events
            if e["what"] == "started" and proof.replay.silent
            and not e["post"].startswith(tuple(OWN[proof.replay.silent]))
        ]  # fmt: skip
        # Only the handling of word goes on where the partner is silent.
        assert all(" hop " in e["site"] for e in silent), proof


OWN = {
    "JPN": ("Kantei", "NSC", "MOD", "JSO", "JJOC", "GCC", "SDF Fleet", "ADC", "MOFA", "FDMA",
            "Diet", "ACG", "BOCC", "CCC", "BIAC", "SCC", "Military Committee", "Combined Command",
            "Coordination Centre"),
    "USA": ("White House", "Pentagon", "State", "Embassy Tokyo", "INDOPACOM", "PACFLT", "PACAF",
            "MARFORPAC", "USARPAC", "USFJ", "7F", "5AF", "III MEF", "USARJ", "Task Force",
            "Warning Centre", "BJOCC", "Combined Command", "Military Committee", "BIAC",
            "Coordination Centre"),
}  # fmt: skip
"""Headquarters with posts of a nation; shared ones have both."""


def test_a_broken_guarantee_is_said_where_it_breaks(proofs: Proofs, capsys: Capsys) -> None:
    [broken] = [p for p in proofs.guarantees if p.status == "broken"]
    words = shlex.split(reopen("us-japan", broken.replay))[1:]
    assert main([*words, "--json"]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    violated = [e for e in events if e["what"] == "violated"]
    assert [e["site"] for e in violated] == ["counterstrike/order"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "This run takes the path given; everybody it does not name is willing." in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--path", "counterstrike/ordr=refused"], 'Did you mean "counterstrike/order"?'),
        (["--path", "counterstrike/order=maybe"], 'cannot be "maybe"'),
        (["--path", "counterstrike/order"], "is no choice"),
        (["--path", "", "--states", "USA readiness=war"], 'is never "war"'),
        (["--path", "", "--silent-but", "JAP"], 'Did you mean "JPN"?'),
        (["--path", "", "--scenario", "saturday"], 'no scenario "saturday"'),
        (["--path", "", "--scenario", "any-hour", "--states", "USA readiness=crisis"], "USA"),
        (["--path", "", "--states", "JPN legal situation=normal"], "there is no run"),
    ],
)
def test_wrong_words_are_said(capsys: Capsys, words: list[str], says: str) -> None:
    start = ["trace", "us-japan", "-a", "parallel-2024", "-t", "counterstrike"]
    assert main([*start, *words]) == 2
    assert says in capsys.readouterr().err


def test_a_refusal_on_the_path_is_taken(capsys: Capsys) -> None:
    words = ["trace", "us-japan", "-a", "parallel-2024", "-t", "counterstrike"]
    assert main([*words, "--path", "counterstrike/recognise/cabinet=refused", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["outcome"]["end"] == "refused"


def test_the_text_says_first_in_short_what_is_not_proved(
    proofs: Proofs, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(check_study("us-japan"), proofs, "us-japan")
    told = " ".join(capsys.readouterr().out.split())
    short = told[told.index("In short") : told.index("Guarantees American")]
    assert "6 of 7 guarantees proved under every arrangement." in short
    assert (
        "counterstrike by Japan's own government: broken under combined-command, as declared"
        in short
    )
    every = {(p.nation, p.decision, p.arrangement, p.name) for p in proofs.ladder}
    cells = {(p.nation, p.decision, p.arrangement, p.name) for p in proofs.ladder if p.arises}
    less = {
        (p.nation, p.decision, p.arrangement, p.name) for p in proofs.ladder if p.status != "proved"
    }
    assert less <= cells
    assert f"{len(cells) - len(less)} of {len(cells)} rungs" in short
    assert f"; {len(every) - len(cells)} do not arise." in short
    assert (
        "employ: broken in counterstrike under combined-command, for Japan use of force; "
        "tasks of Japanese forces" in short
    )
    # What is broken is the transfer; beside it stands that the recall is proved.
    assert "alone: broken in transfer-of-authority under combined-command, for Japan hand" in short
    assert "alone: broken in counterstrike under every arrangement, for Japan use of force" in short
    assert (
        "alone: broken in transfer-of-authority under combined-command; proved in "
        "recall-of-authority under combined-command" in told
    )
    assert (
        "Japan use of force: alone, open in transfer-of-authority under bilateral-coordination"
        in told
    )
    assert not any(f"{rung}:" in short for rung in ("enter", "refuse", "recall"))


ATTACK = (
    "JPN legal situation=armed attack; JPN readiness=wartime; USA readiness=wartime; "
    "urgency-waiver=used"
)


def waited_for(capsys: Capsys, *words: str) -> tuple[list[str], str]:
    """What stands below "Still waited for", and the whole text."""
    assert main(["trace", "us-japan", *words]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    found: list[str] = []
    if "Still waited for:" in lines:
        start = lines.index("Still waited for:") + 1
        found = [line.strip() for line in lines[start : lines.index("", start)]]
    return found, " ".join(out.split())


def test_without_an_answer_it_is_said_who_is_waited_for(capsys: Capsys) -> None:
    """As the proofs say of the same silence: the watch of the Joint Staff, who is to attribute."""
    words = ["-a", "parallel-2024", "-t", "counterstrike", "--states", ATTACK, "--path", ""]
    found, told = waited_for(capsys, *words, "--silent-but", "USA")
    assert found == ["JSO watch: attribute (Confirm and attribute the attack)"]
    assert (
        "every post that is not of the United States is silent, though it handles word; of the "
        "others everybody is willing" in told
    )
    assert "everybody it does not name is willing" not in told
    assert "took 0" not in told and "Only main events are told; --all" in told
    # Those who were consulted in vain are waited for no more: their limits struck.
    found, told = waited_for(capsys, *words, "--silent-but", "JPN")
    assert found == [
        "INDOPACOM operations: us-decision/assess (Assess and recommend)",
        "INDOPACOM intelligence: share-information (The ally assembles and releases information)",
    ]
    assert told.count("The limit for the answer") == 4
    # With everybody willing there is an answer, and nothing is waited for.
    assert waited_for(capsys, *words)[0] == []


def test_whoever_does_not_answer_is_waited_for(capsys: Capsys) -> None:
    path = "transfer-of-authority/declare ? United States=silent"
    words = ["-a", "combined-command", "-t", "transfer-of-authority", "--path", path]
    found, _ = waited_for(capsys, *words)
    assert found == [
        "Military Committee american chair: its consent on declare (The committee declares the "
        "agreed level)"
    ]
