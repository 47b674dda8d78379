"""Decisions as data: written line by line, read back, torn, damaged, of another run."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from renkei.checks.case import Case
from renkei.engine.day import Day
from renkei.engine.seat import Act, Turn
from renkei.exercise import decisions as room
from renkei.exercise.decisions import Header, Log, other_run, read_decisions
from renkei.exercise.options import departures, options
from renkei.exercise.seat import BrokenOff, Sitting
from renkei.findings import FindingsError
from renkei.record.trace import Trace
from tests.agreement.studies import text_of
from tests.exercise.people import checked, random_person, seats, small, us_japan

HEADER = Header("two-capitals", "1f", "separate", "incident", "friday-night", 1, 0, 0, "a post")
NUMBERS = {"seed": 1, "world": 0, "replication": 0}


def play(case: Case, post: int, path: Path, seed: int = 0) -> Trace:
    """A run with a random person, put on record."""
    log = Log(path)
    log.begin(replace(HEADER, seat=case.posts[post].name))
    person = random_person(Random(seed))

    def act(day: Day, turn: Turn) -> Act:
        choices = options(case, turn, day.combination)
        done = person(day, turn, choices)
        log.add(case, turn, done, (day.now, day.start_ms), departures(case, choices, done))
        return done

    day = Day(case, **NUMBERS, seats=Sitting(case, post, (), act))
    trace = day.run()
    log.close()
    return trace


def replay(case: Case, post: int, path: Path) -> Trace:
    sitting = Sitting(case, post, read_decisions(path).decisions)
    day = Day(case, **NUMBERS, seats=sitting)
    try:
        day.run()
    except BrokenOff:
        pass
    else:
        assert sitting.unused() == []
    return day.trace()


def test_what_is_recorded_replays_to_the_same_events(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    cases = [c for n in ("two_capitals", "four_options", "chains") for c in small(n).cases]
    cases += [c for c in us_japan().cases if c.scenario == "any-hour"]
    for number in range(60):
        study = checked(text_of(Random(number)))
        cases += study.cases if study is not None else ()
    acts = 0
    for case in cases:
        for post in seats(case):
            trace = play(case, post, path, post)
            assert replay(case, post, path) == trace
            acts += len(read_decisions(path).decisions)
    assert acts > 1000


SEED = 1


def first_played(path: Path) -> tuple[Case, int]:
    """A record with several decisions."""
    case = us_japan().case("parallel-2024", "counterstrike", "saturday-0300-tokyo")
    assert case is not None
    post = [p.name for p in case.posts].index("JSO chief")
    play(case, post, path, SEED)
    assert len(read_decisions(path).decisions) >= 3
    return case, post


def test_every_line_is_on_the_disk_before_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.jsonl"
    synced: list[int] = []
    plain = os.fsync

    def fsync(number: int) -> None:
        plain(number)
        synced.append(path.read_bytes().count(b"\n"))

    monkeypatch.setattr(room.os, "fsync", fsync)
    first_played(path)
    assert synced == list(range(1, path.read_bytes().count(b"\n") + 1))


def test_a_file_cut_anywhere_loses_at_most_one_line(tmp_path: Path) -> None:
    path, cut = tmp_path / "d.jsonl", tmp_path / "cut.jsonl"
    case, post = first_played(path)
    whole = path.read_bytes()
    every = read_decisions(path).decisions
    first = whole.index(b"\n") + 1
    full = replay(case, post, path)
    for end in range(first, len(whole) + 1, 7):
        cut.write_bytes(whole[:end])
        read = read_decisions(cut)
        assert read.whole_bytes == whole.rfind(b"\n", 0, end) + 1
        assert read.torn == (whole[end - 1 : end] != b"\n")
        kept = whole[:end].count(b"\n") - 1
        assert [d.act for d in read.decisions] == [d.act for d in every[:kept]]
        assert set(replay(case, post, cut)) <= set(full)
    for end in range(first):
        cut.write_bytes(whole[:end])
        with pytest.raises(FindingsError, match="decisions-unreadable"):
            read_decisions(cut)


def test_a_log_goes_on_after_its_last_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    first_played(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"time_ms": 12')
    read = read_decisions(path)
    assert read.torn
    log = Log(path, read.whole_bytes)
    log.close()
    assert path.read_bytes() == whole


GOOD = {
    "time_ms": 1, "source": "main", "ordinal": 0, "item": "a/b", "hop": 0, "attempt": 0,
    "post": "p", "act": "approve",
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "JSON object"),
        ("[1]", "JSON object"),
        ("\ud800", "JSON object"),
        ("[" * 100_000, "JSON object"),
        (json.dumps({**GOOD, "act": "dance"}), "approve"),
        (json.dumps({**GOOD, "act": 3}), '"act"'),
        (json.dumps({**GOOD, "time_ms": -1}), '"time_ms"'),
        (json.dumps({**GOOD, "time_ms": True}), '"time_ms"'),
        (json.dumps({**GOOD, "time_ms": 10**30}), '"time_ms"'),
        (json.dumps({**GOOD, "without": "all"}), '"without"'),
        (json.dumps({**GOOD, "act": "wait"}), '"wait_ms"'),
        (json.dumps({k: v for k, v in GOOD.items() if k != "post"}), '"post"'),
    ],
)
def test_a_damaged_line_is_named(line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    log = Log(path)
    log.begin(HEADER)
    log.close()
    with path.open("ab") as file:
        file.write(json.dumps(GOOD).encode() + b"\n")
        file.write(line.encode("utf-8", "surrogatepass") + b"\n")
    with pytest.raises(FindingsError) as caught:
        read_decisions(path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.position.line) == ("decision-unreadable", 3)
    assert words in finding.words


@pytest.mark.parametrize(
    "first", ["{}", "a,b,c", '{"renkei": "decisions", "format": 2}', '{"renkei": "decisions"}']
)
def test_another_kind_of_file_is_refused(first: str, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"{first}\n{json.dumps(GOOD)}\n")
    with pytest.raises(FindingsError, match="decisions-unreadable"):
        read_decisions(path)


def test_another_run_is_told_apart() -> None:
    assert other_run(HEADER, HEADER, "f") == []
    (finding,) = other_run(HEADER, replace(HEADER, identity="2e"), "f")
    assert finding.code == "decisions-of-another-study" and "changed since" in finding.words
    found = other_run(HEADER, replace(HEADER, study="other", seed=4), "f")
    assert {f.code for f in found} == {"decisions-of-another-study", "decisions-of-another-run"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"time_ms": 1}, "ms after the start"),
        ({"post": "JSO watch"}, "first"),
        ({"act": "done"}, "nothing that can be done"),
        ({"act": "approve", "without": ["nobody"]}, "nobody is asked as"),
    ],
)
def test_decisions_that_do_not_fit_are_named(
    change: dict[str, object], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "d.jsonl"
    case, post = first_played(path)
    lines = path.read_bytes().splitlines()
    rows = [json.loads(line) for line in lines]
    decided = (i for i, r in enumerate(rows) if r.get("kind") == "step" and "wait_ms" not in r)
    number = next(decided)
    lines[number] = json.dumps({**rows[number], **change}).encode()
    path.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(FindingsError) as caught:
        replay(case, post, path)
    (finding,) = caught.value.findings
    assert finding.code == "decision-stray"
    assert words in finding.words


def test_decisions_the_run_never_comes_to_are_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    case, post = first_played(path)
    row = json.loads(path.read_bytes().splitlines()[-1])
    row |= {"attempt": 9}
    with path.open("ab") as file:
        file.write(json.dumps(row).encode() + b"\n")
    sitting = Sitting(case, post, read_decisions(path).decisions)
    Day(case, **NUMBERS, seats=sitting).run()
    (finding,) = sitting.unused()
    assert finding.code == "decision-stray" and "never comes" in finding.words
