"""``play`` from outside: a terminal, a pipe, the end of the input, an interruption, a replay."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from renkei.cli.main import main
from renkei.cli.page import cells
from tests.agreement.studies import text_of
from tests.cli.studies import CHAINS, TWO_CAPITALS, folder, with_absent
from tests.exercise.people import checked, seats

Capsys = pytest.CaptureFixture[str]
RENKEI = [sys.executable, "-m", "renkei.cli.main"]
COUNTERSTRIKE = ["us-japan", "-a", "parallel-2024", "-t", "counterstrike",
                 "-s", "saturday-0300-tokyo"]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def two(tmp_path: Path) -> str:
    return str(folder(tmp_path))


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def events_of(capsys: Capsys, study: str, file: str, *more: str) -> Any:
    capsys.readouterr()
    assert main(["trace", study, "--decisions", file, *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


# -- a whole play ------------------------------------------------------------------------


def test_a_pipe_plays_to_the_end_and_the_path_is_last(
    two: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "look\napprove\n")
    assert main(["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "> look" in out and "> approve" in out
    assert "Fri 23:50 JST" in out and "051450Z JUN 26" in out and "Honolulu Fri 04:50 HST" in out
    assert 'Needs the consent of "USA commander" (Pearl commander, United States)' in out
    assert "limit 6 h" in out
    assert "The run is over, after 1 act. The incident is done." in out
    assert out.splitlines()[-1] == "d.jsonl"
    rows = [json.loads(line) for line in Path("d.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["seat"] == "Ichigaya chief" and rows[0]["scenario"] == "friday-night"
    assert rows[1] | {"time_ms": 3_000_000, "act": "approve", "item": "incident/act"} == rows[1]
    assert rows[1]["time"] == "2026-06-05T14:50:00.000Z"


def test_the_replay_gives_the_same_bytes(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    script = ("ask President\nwait 30 min\napprove in 20 min\n"
              "approve\nask JSO chief\napprove\n")  # fmt: skip
    typed(monkeypatch, script)
    words = ["play", *COUNTERSTRIKE, "--seat", "JPN prime minister", "--decisions", "d.jsonl"]
    assert main([*words, "--json"]) == 0
    shown = capsys.readouterr()
    played = json.loads(shown.out)
    assert "In hand: leaders" in shown.err
    assert played["finished"] and played["decisions"] == "d.jsonl"
    assert [a["act"] for a in played["acts"]] == ["ask", "wait", "approve", "approve", "ask",
                                                  "approve"]  # fmt: skip
    assert "The question is put" in shown.err
    assert [len(a["departures"]) for a in played["acts"]] == [0, 0, 0, 0, 1, 0]
    replayed = events_of(capsys, "us-japan", "d.jsonl")
    for key in ("start", "events", "outcome", "incidents"):
        assert json.dumps(replayed[key]) == json.dumps(played[key])
    assert replayed["finished"] and len(replayed["departures"]) == 1
    main(["trace", *COUNTERSTRIKE, "--json"])
    alone = json.loads(capsys.readouterr().out)
    assert alone["events"] != played["events"]
    times = {t["milestone"]: t for t in played["times"]}
    assert times["released"]["same_luck_ms"] == alone["incidents"][0]["milestones"]["released"]
    assert times["released"]["median_ms"] > 0 and times["diet-approved"]["median_ms"] is None


def test_the_counterstrike_is_finished_with_departures_and_blind_decisions(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "approve --without-consent\n")
    assert main(["play", *COUNTERSTRIKE, "--seat", "minister of MOD"]) == 0
    out = capsys.readouterr().out
    departure = 'approved "The government orders" without the consent of Prime Minister'
    assert f"Recorded as a departure: {departure}" in out
    assert out.count(departure) == 2
    assert 'without an answer from "Prime Minister"' in out
    assert "no word of it had come" in out
    file = out.splitlines()[-1]
    assert file == "us-japan-counterstrike-mod-minister.decisions.jsonl"
    capsys.readouterr()
    assert main(["trace", "us-japan", "--decisions", file]) == 0
    assert departure in capsys.readouterr().out
    assert main(["play", *COUNTERSTRIKE, "--seat", "minister of MOD"]) == 0
    # Nothing is overwritten: the next play has a file of its own.
    assert capsys.readouterr().out.splitlines()[-1].endswith("minister-2.decisions.jsonl")


def test_a_no_that_is_known_has_to_be_passed_over_outright(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    surely = "one-minute: {title: One minute,"
    text = TWO_CAPITALS.replace(
        surely,
        "never: {title: No, unit: probability, low: 1, likely: 1, high: 1, grade: placeholder}\n"
        f"  {surely}", 1,
    )  # fmt: skip
    text = text.replace("takes: ten-minutes, within", "takes: ten-minutes, refuses: never, within")
    study = str(folder(tmp_path, text, "no"))
    typed(monkeypatch, "ask USA commander\nwait 3 h\napprove\napprove --without-consent\n")
    assert main(["play", study, "--seat", "chief"]) == 0
    out = capsys.readouterr().out
    assert '"USA commander" has withheld its consent.' in out
    assert "The incident is done." in out and "without the consent of USA commander" in out


# -- the ends of a play ------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "look\n", "quit\n", "wait 10 min\nquit\n", "approv"])
def test_the_end_of_the_input_ends_cleanly_and_can_be_taken_up(
    text: str, two: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]
    typed(monkeypatch, text)
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "Left before the end" in out and "Decided blind" not in out
    assert "decided" not in out.partition("Left before the end")[2]
    assert f"renkei play {two} --decisions d.jsonl" in out
    replayed = events_of(capsys, two, "d.jsonl")
    assert not replayed["finished"]
    typed(monkeypatch, "approve\n")
    assert main(["play", two, "--decisions", "d.jsonl"]) == 0
    assert "The run is over" in capsys.readouterr().out
    whole = events_of(capsys, two, "d.jsonl")
    assert whole["finished"] and whole["events"][: len(replayed["events"])] == replayed["events"]


def test_a_finished_play_is_shown_again_and_force_starts_afresh(
    two: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]
    typed(monkeypatch, "refuse\n")
    assert main(words) == 0
    assert "refused" in capsys.readouterr().out
    before = Path("d.jsonl").read_bytes()
    typed(monkeypatch, "")
    assert main(words) == 0
    assert "The run is over, after 1 act. The incident is refused." in capsys.readouterr().out
    assert Path("d.jsonl").read_bytes() == before
    typed(monkeypatch, "approve\n")
    assert main([*words, "--force"]) == 0
    assert "The incident is done." in capsys.readouterr().out


def test_a_torn_line_is_left_out_with_a_note(
    two: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "wait 10 min\nquit\n")
    assert main(["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]) == 0
    before = Path("d.jsonl").read_bytes()
    Path("d.jsonl").write_bytes(before + b'{"time_ms": 36000')
    capsys.readouterr()
    assert main(["trace", two, "--decisions", "d.jsonl"]) == 0
    assert "torn off" in capsys.readouterr().out
    typed(monkeypatch, "approve\n")
    assert main(["play", two, "--decisions", "d.jsonl"]) == 0
    assert "torn off" in capsys.readouterr().err
    assert Path("d.jsonl").read_bytes().startswith(before)
    assert len(Path("d.jsonl").read_bytes().splitlines()) == 3


# -- what is refused ---------------------------------------------------------------------


def test_decisions_of_another_study_are_a_finding(
    two: str, tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "approve\n")
    assert main(["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]) == 0
    chains = str(folder(tmp_path, CHAINS, "chains"))
    changed = str(folder(tmp_path, TWO_CAPITALS.replace("within: 6 h", "within: 5 h"), "changed"))
    for study in (chains, changed):
        for verb in ("trace", "play"):
            capsys.readouterr()
            assert main([verb, study, "--decisions", "d.jsonl"]) == 1
            err = capsys.readouterr().err
            assert "d.jsonl:1:1" in err and "decisions-of-another-study" in err
            assert "the decisions in d.jsonl cannot be replayed here" in err
    assert main(["trace", changed, "--decisions", "d.jsonl", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]


@pytest.mark.parametrize(
    "option", [["--seed", "2"], ["-s", "crisis"], ["--world", "1"], ["-a", "other"]]
)
def test_options_against_the_decisions_are_wrong_usage(
    option: list[str], two: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "approve\n")
    assert main(["play", two, "--seat", "JPN chief", "--decisions", "d.jsonl"]) == 0
    for verb in ("trace", "play"):
        capsys.readouterr()
        assert main([verb, two, "--decisions", "d.jsonl", *option]) == 2
        assert "leave --" in capsys.readouterr().err
    assert main(["play", two, "--decisions", "d.jsonl", "--seat", "commander"]) == 2
    assert "leave --seat out" in capsys.readouterr().err


def test_wrong_usage_says_what_there_is(two: str, tmp_path: Path, capsys: Capsys) -> None:
    for words, said in (
        (["--seat", "JPN chef"], 'Did you mean "JPN chief"?'),
        (["--seat", "watch"], "Ichigaya watch, Smith watch"),
        ([], "--seat Ichigaya chief | Ichigaya watch | Pearl commander | Smith watch"),
        (["--seat", "chief", "--world", "-1"], "it goes from 0"),
    ):
        assert main(["play", two, *words]) == 2
        assert said in capsys.readouterr().err
    assert main(["trace", two, "--decisions", "nowhere.jsonl"]) == 2
    assert "no file of decisions" in capsys.readouterr().err
    Path("damaged.jsonl").write_text("x\n")
    assert main(["play", two, "--seat", "chief", "--decisions", "damaged.jsonl"]) == 1
    assert "decisions-unreadable" in capsys.readouterr().err
    absent = str(folder(tmp_path, with_absent(), "absent"))
    assert main(["play", absent, "-a", "wartime", "--seat", "chief"]) == 2
    assert "not in force" in capsys.readouterr().err
    assert sorted(p.name for p in Path().glob("*.jsonl")) == ["damaged.jsonl"]


def test_seats_are_listed(two: str, capsys: Capsys) -> None:
    assert main(["play", two, "--list-seats"]) == 0
    out = capsys.readouterr().out
    assert "Ichigaya chief (JPN)\n  decides: act\n" in out
    assert "Pearl commander (USA)\n  is asked on: act\n" in out
    assert main(["play", two, "--list-seats", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["seats"]
    assert [r["seat"] for r in rows] == ["Ichigaya chief", "Ichigaya watch", "Pearl commander",
                                         "Smith watch"]  # fmt: skip
    assert rows[3]["handles_word"]


# -- a real terminal ---------------------------------------------------------------------


class Terminal:
    """A child on a terminal of its own, read and typed to."""

    def __init__(self, words: list[str], cwd: Path, columns: int = 80) -> None:
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            # A job in the background is born deaf to Ctrl-C; a person's terminal is not.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ |= {"COLUMNS": str(columns), "TERM": "xterm", "LINES": "24"}
            os.execv(sys.executable, [*RENKEI, *words])

    def read_until(self, text: str, limit: float = 60) -> str:
        """What comes up to some text."""
        start, end = len(self.seen), time.monotonic() + limit
        while text not in self.seen[start:]:
            ready, _, _ = select.select([self.fd], [], [], 0.2)
            if ready:
                try:
                    got = os.read(self.fd, 65536)
                except OSError:
                    got = b""
                if not got:
                    break
                self.seen += got.decode("utf-8", "replace")
            assert time.monotonic() < end, f"no {text!r} after:\n{self.seen[start:]}"
        return self.seen[start:]

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def close(self) -> int:
        self.read_until("\0 never")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def without_colour(text: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r", "").split("\n")


def test_a_terminal_plays_counterstrike_within_80_columns(tmp_path: Path) -> None:
    words = ["play", *COUNTERSTRIKE, "--seat", "JPN cabinet", "--decisions", "d.jsonl"]
    terminal = Terminal(words, tmp_path)
    first = terminal.read_until("> ")
    assert "首相官邸" in first
    terminal.type("wat\n")
    assert "Try: help" in terminal.read_until("> ")
    terminal.type("help\n")
    assert "--without-consent" in terminal.read_until("> ")
    terminal.type("clock\n")
    assert "Zulu" in terminal.read_until("> ")
    terminal.type("approve\n")
    assert terminal.close() == 0
    lines = without_colour(terminal.seen)
    assert any("The run is over" in line for line in lines)
    assert lines[-2] == "d.jsonl"
    assert [line for line in lines if cells(line) > 80] == []
    assert sum("> approve" in line for line in lines) == 1  # the terminal's own echo, no other


def test_an_interruption_keeps_the_decisions(tmp_path: Path) -> None:
    words = ["play", *COUNTERSTRIKE, "--seat", "JPN prime minister", "--decisions", "d.jsonl"]
    terminal = Terminal(words, tmp_path)
    terminal.read_until("> ")
    terminal.type("wait 10 min\n")
    terminal.read_until("> ")
    terminal.type("\x03")
    assert terminal.close() == 130
    text = " ".join("".join(without_colour(terminal.seen)).split())
    assert "Your decisions are in d.jsonl" in text and "Traceback" not in text
    assert len((tmp_path / "d.jsonl").read_bytes().splitlines()) == 2
    again = Terminal(["play", "us-japan", "--decisions", "d.jsonl"], tmp_path)
    assert "You go on after 1 decision" in " ".join(again.read_until("> ").split())
    again.type("\x04")  # the end of the input
    assert again.close() == 0
    assert "Left before the end" in again.seen


def test_being_killed_loses_no_decision(tmp_path: Path) -> None:
    words = ["play", *COUNTERSTRIKE, "--seat", "JPN prime minister", "--decisions", "d.jsonl"]
    terminal = Terminal(words, tmp_path)
    terminal.read_until("> ")
    terminal.type("wait 10 min\n")
    terminal.read_until("> ")
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.close() == -signal.SIGKILL
    done = subprocess.run([*RENKEI, "trace", "us-japan", "--decisions", "d.jsonl", "--json"],
                          cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    assert json.loads(done.stdout)["finished"] is False
    assert len((tmp_path / "d.jsonl").read_bytes().splitlines()) == 2


# -- whatever is typed -------------------------------------------------------------------

TYPED = ("approve", "refuse", "done", "answer", "ask", "wait 20 min", "wait 9 h", "look", "help",
         "clock", "approve --without-consent", "approve in 3 min", "done in 1 min", "wait", "",
         "\0\x1b[2J", "ask Nobody", "done yes", "done again", "done real",
         "appr\ud800ove")  # fmt: skip


def test_no_sequence_of_commands_crashes_and_every_log_replays(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random commands in random posts of generated studies: a clean end, and the same events."""
    acts = finished = 0
    for number in range(60):
        random = Random(number)
        text = text_of(random)
        study = checked(text)
        if study is None:
            continue
        case = study.cases[0] if study.cases else None
        if case is None:
            continue
        at = str(folder(tmp_path, text, f"study-{number}"))
        post = case.posts[random.choice(seats(case))].name
        names = [f"ask {random.choice([p.name for p in case.posts])}"]
        lines = [random.choice((*TYPED, *names)) for _ in range(random.randrange(60))]
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
        file = str(tmp_path / f"d-{number}.jsonl")
        chosen = ["-a", case.arrangement, "-t", case.thread, "-s", case.scenario]
        code = main(["play", at, *chosen, "--seat", post, "--decisions", file, "--json"])
        shown = capsys.readouterr()
        assert code == 0, shown.err
        assert "internal error" not in shown.err and "Traceback" not in shown.err
        played = json.loads(shown.out)
        replayed = events_of(capsys, at, file)
        assert replayed["events"] == played["events"]
        assert replayed["finished"] == played["finished"]
        acts += len(played["acts"])
        finished += played["finished"]
    assert acts > 100 and finished >= 5


def test_bytes_that_are_no_text_are_answered_with_a_hint(two: str, tmp_path: Path) -> None:
    bytes_typed = b"\xff\xfe\n\x80approve\napprove\n"
    done = subprocess.run([*RENKEI, "play", two, "--seat", "JPN chief"], cwd=tmp_path,
                          input=bytes_typed, capture_output=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"is no command here" in done.stdout and b"The run is over" in done.stdout


def test_a_reader_who_stops_reading_is_no_traceback(two: str, tmp_path: Path) -> None:
    child = subprocess.Popen([*RENKEI, "play", two, "--seat", "JPN chief"], cwd=tmp_path,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)  # fmt: skip
    assert child.stdout is not None and child.stdin is not None and child.stderr is not None
    child.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(b"approve\n")
        child.stdin.close()
    assert b"Traceback" not in child.stderr.read()
    assert child.wait(60) == 1
