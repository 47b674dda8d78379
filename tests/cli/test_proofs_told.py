"""Proofs in words: each status with its arrangements, threads named, what an absence takes away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renkei.checks.study import check
from renkei.cli.guarantees import Proofs, in_short, tell
from renkei.cli.main import main
from renkei.cli.page import Page
from renkei.explorer.proof import Proof, Status
from renkei.reading.study import read
from tests.cli.studies import argued, folder

Capsys = pytest.CaptureFixture[str]
KEPT = ("a", "b", "c", "d")


def proof(
    name: str, arrangement: str, status: Status, *, thread: str = "", decision: str = "",
    lost_if: tuple[tuple[str, ...], ...] = (),
) -> Proof:  # fmt: skip
    return Proof(
        name, "JPN", arrangement, thread, decision, status, 1, f"story of {name}", lost_if=lost_if
    )


def lines(capsys: Capsys) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_every_status_of_a_guarantee_is_said(capsys: Capsys) -> None:
    """Broken under one arrangement hides no open one, and the shorter list is named."""
    of = {"a": Status.BROKEN, "b": Status.OPEN, "c": Status.OPEN, "d": Status.OPEN}
    guarantees = tuple(proof("orders only", a, s) for a, s in of.items())
    proved = tuple(proof("reviews", a, Status.PROVED) for a in KEPT)
    in_short(Page(), Proofs((*guarantees, *proved), ()))
    assert lines(capsys)[1:] == [
        "1 of 2 guarantees proved under every arrangement.",
        "orders only: broken under a; open under every arrangement but a",
    ]


def test_a_rung_says_in_which_thread_it_stands(capsys: Capsys, tmp_path: Path) -> None:
    ladder = (
        proof("alone", "before", Status.BROKEN, thread="enter it", decision="force"),
        proof("alone", "before", Status.PROVED, thread="leave it", decision="force",
              lost_if=(("MOD",), ("net", "line"))),
        proof("recall", "before", Status.PROVED, thread="leave it", decision="force"),
        proof("recall", "before", Status.PROVED, thread="leave it", decision="tasks"),
    )  # fmt: skip
    checked = check(read(folder(tmp_path, argued())))
    tell(checked, Proofs((), ladder, unavailable=2), "argued")
    told = lines(capsys)
    assert "alone: broken in enter it under before, for force" in told
    assert "alone: broken in enter it under before; proved in leave it under before" in told
    assert "Asked only of before; of no other arrangement is anything said." in told
    start = told.index("Lost if unavailable from the start (up to 2 together)")
    assert told[start + 1 : start + 3] == [
        "alone: MOD, net with line (in leave it under before, for force)",
        "recall: nothing (in leave it under before, for force; tasks)",
    ]
    assert "force: alone, broken in enter it under before" in told
    tell(checked, Proofs((), ladder, unavailable=0), "argued")
    assert not any(line.startswith("Lost if") for line in lines(capsys))


def test_only_the_arrangements_asked_for_are_proved(capsys: Capsys, tmp_path: Path) -> None:
    study = str(folder(tmp_path, argued()))
    for asked in (["before"], ["after", "before"]):
        words = [w for a in asked for w in ("-a", a)]
        assert main(["check", study, "--guarantees", *words, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        for part in ("ladder", "able_alone"):
            assert {row["arrangement"] for row in found[part]} == set(asked)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--unavailable", "2"], "--guarantees --unavailable"),
        (["-a", "before"], "--guarantees --arrangement"),
        (["--guarantees", "-a", "befor"], 'Did you mean "before"?'),
    ],
)
def test_what_asks_for_proofs_is_not_ignored(
    capsys: Capsys, tmp_path: Path, words: list[str], says: str
) -> None:
    assert main(["check", str(folder(tmp_path, argued())), *words]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
