"""Whatever is asked and whatever stands in the files: clear words, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from renkei.cli import check as check_room
from renkei.cli.main import main
from tests.cli.studies import TWO_CAPITALS, folder

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path)
    return tmp_path


USAGE = {
    "no verb": (["chek", "two"], 'Did you mean "check"?'),
    "no option": (["check", "two", "--jsn"], "--json"),
    "no study": (["check"], "renkei check --help"),
    "unknown study": (["check", "us-japn"], "renkei studies"),
    "unknown folder": (["check", "no/such"], 'no folder "no/such"'),
    "empty name": (["check", ""], ""),
    "a file": (["check", "two/study.yaml"], "not a folder"),
    "no study.yaml": (["check", "."], "no study.yaml"),
    "unknown arrangement": (["explain", "two", "-a", "seperate"], 'Did you mean "separate"?'),
    "unknown thread": (["explain", "two", "-t", "incidents"], 'Did you mean "incident"?'),
    "unknown scenario": (["trace", "two", "-s", "friday"], 'Did you mean "friday-night"?'),
    "unknown part": (["schema", "--part", "studies"], "study"),
    "a broken number": (["trace", "two", "--world", "3.5"], "whole number"),
    "no world": (["trace", "two", "--world", "-1"], "goes from 0"),
    "a large replication": (["trace", "two", "--replication", "4294967295"], "4294967294"),
    "too many digits": (["trace", "two", "--seed", "9" * 5000], "whole number"),
    "one word too many": (["check", "two", "three"], "three"),
    "a nul": (["check", "a\0b"], "no study"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage(case: str, capsys: Capsys) -> None:
    words, hint = USAGE[case]
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == "" and hint in told.err and "Traceback" not in told.err
    assert main([*words, "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["kind"] == "usage"


def deep(brackets: int) -> str:
    return f"study: x\ntitle: {'[' * brackets}{']' * brackets}\n"


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    return "\n".join(lines)


def edited(old: str, new: str) -> str:
    assert old in TWO_CAPITALS
    return TWO_CAPITALS.replace(old, new)


TEXTS: dict[str, str | bytes] = {
    "empty": "",
    "a list": "- a\n- b\n",
    "binary": bytes(range(256)) * 8,
    "not UTF-8": "study: é".encode("latin-1"),
    "deep nesting": deep(5000),
    "exploding aliases": bomb(),
    "python tags": "study: !!python/object/apply:os.system ['echo hacked > hacked']\n",
    "two documents": "study: a\n---\nstudy: b\n",
    "same key twice": "study: a\nstudy: b\n",
    "terminal codes": 'study: "\\e[31mred"\nbaselin: x\n',
    "steps in a circle": edited("takes: half-hour, level: open", "takes: half-hour, after: act"),
    "extends in a circle": edited("title: Separate chains", "title: S\n    extends: separate"),
    "impossible shift": edited('from: "08:00", to: "17:00"', 'from: "25:00", to: "17:61"'),
    "unknown zone": edited("Asia/Tokyo}", "Asia/Tokio}"),
    "start that does not exist": edited("2026-06-05 23:00", "2026-02-30 23:00"),
    "very long horizon": edited("horizon: 4 d", "horizon: 99999999 d"),
}


@pytest.mark.parametrize("verb", ["check", "explain", "trace", "studies"])
@pytest.mark.parametrize("case", TEXTS)
def test_bad_files(case: str, verb: str, here: Path, capsys: Capsys) -> None:
    text = TEXTS[case]
    (here / "two" / "study.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    code = main([verb, "two"])
    told = capsys.readouterr()
    said = told.out if verb == "check" else told.err
    if code == 0:  # nothing but names was asked for
        assert verb == "studies"
    else:
        assert code == 1 and "study.yaml" in said and "[" in said
    assert "Traceback" not in said and "\x1b" not in said
    assert not (here / "hacked").exists() and not (here / "two" / "hacked").exists()
    assert main([verb, "two", "--json"]) == code
    document = json.loads(capsys.readouterr().out)
    assert code == 0 or document["findings"]


def test_a_folder_where_a_file_should_be(here: Path, capsys: Capsys) -> None:
    (here / "two" / "estimates.yaml").mkdir()
    assert main(["check", "two"]) == 1
    assert "a file is needed" in capsys.readouterr().out


FAULTS: dict[str, tuple[Callable[[], BaseException], int, str]] = {
    "internal": (lambda: RuntimeError("boo\nhoo"), 1, "This is a fault of Renkei"),
    "key": (lambda: KeyError("x"), 1, "internal error (KeyError"),
    "memory": (MemoryError, 1, "not enough memory"),
    "recursion": (lambda: RecursionError("deep"), 1, "nested too deeply"),
    "interrupt": (KeyboardInterrupt, 130, "interrupted"),
    "permission": (lambda: PermissionError(13, "Permission denied", "x.yaml"), 1, '"x.yaml"'),
    "full": (lambda: OSError(28, "No space left on device"), 1, "the disk is full"),
    "unnamed": (lambda: OSError("odd"), 1, "odd"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_every_fault_is_one_line(
    case: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, code, words = FAULTS[case]

    def fail(*_: object) -> None:
        raise make()

    monkeypatch.delenv("RENKEI_DEBUG", raising=False)
    monkeypatch.setattr(check_room, "check_study", fail)
    assert main(["check", "two"]) == code
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1 and words in told.err
    assert main(["check", "two", "--json"]) == code
    assert json.loads(capsys.readouterr().out)["error"]["message"]
    monkeypatch.setenv("RENKEI_DEBUG", "1")
    assert main(["check", "two"]) == code
    assert "Traceback" in capsys.readouterr().err


def run(*words: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "renkei.cli.main", *words]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(command, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words", [["--help"], ["check", "two"], ["trace", "two", "--json"], ["schema"]]
)
def test_a_full_disk_behind_the_output(words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*words, stdout=full)
        assert done.returncode == 1
        assert done.stderr.decode().splitlines()[-1].startswith("renkei: the disk is full")
        assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr
        both = run(*words, stdout=full, stderr=full)
        assert both.returncode == 1


def test_a_reader_that_goes_away() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = run("schema", stdout=write)
    finally:
        os.close(write)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and b"stopped reading" in done.stderr


def test_a_narrow_stream_takes_every_character(here: Path) -> None:
    text = TWO_CAPITALS.replace("title: Joint headquarters", "title: 統合作戦司令部")
    (here / "two" / "study.yaml").write_text(text, encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for more in ([], ["--json"]):
        done = run("explain", "two", *more, env=env)
        assert done.returncode == 0 and done.stdout.isascii()
        if more:
            told = json.loads(done.stdout)["headquarters"]["Ichigaya"]
            assert told["title"] == "統合作戦司令部"


def looping(takes: str, again: str) -> str:
    """The study with a first step that leads back to itself."""
    numbers = "title: A number, grade: placeholder"
    return (
        edited("{by: duty watch, takes: half-hour, level: open}",
               "{by: duty watch, takes: tick, after: [assess.again], "
               "outcomes: {again: again, on: rest}}")
        .replace("after: assess,", "after: assess.on,")
        .replace("horizon: 4 d", "horizon: 9 d")
        .replace("estimates:\n", "estimates:\n"
                 f"  tick: {{{numbers}, low: {takes}, likely: {takes}, high: {takes}}}\n"
                 f"  again: {{{numbers}, unit: probability, low: {again}, likely: {again}, "
                 f"high: {again}}}\n")
    )  # fmt: skip


@pytest.mark.parametrize("takes", ["0 min", "1 min"])
@pytest.mark.parametrize("verb", [["trace"], ["compare", "--quick"],
                                  ["compare", "--by", "engine", "--quick"]])  # fmt: skip
def test_a_loop_left_too_rarely_is_one_clear_error(
    takes: str, verb: list[str], here: Path, capsys: Capsys
) -> None:
    """The study's fault, by the step's name, and nobody is asked to report it."""
    (here / "two" / "study.yaml").write_text(looping(takes, "1.0"), "utf-8")
    assert main([verb[0], "two", *verb[1:]]) == 1
    told = capsys.readouterr()
    *_, last = told.err.splitlines()
    assert last.startswith(
        'renkei: incident under separate in friday-night: the step "incident/assess" was begun '
        "more than 4,096 times"
    )
    assert "fault of Renkei" not in last and "Traceback" not in told.err
    assert main([verb[0], "two", *verb[1:], "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "study"
    assert not list(here.glob("*.html*"))


def test_a_loop_left_often_enough_is_none(here: Path, capsys: Capsys) -> None:
    (here / "two" / "study.yaml").write_text(looping("1 min", "0.99"), "utf-8")
    assert main(["trace", "two"]) == 0
