"""``board``: who is there at an instant, by clocks, holidays and states worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renkei.checks.zones import resolve_local
from renkei.cli.main import main
from renkei.cli.page import cells
from tests.cli.studies import argued, folder

Capsys = pytest.CaptureFixture[str]
SHORT = "about 10 min (5 min to 30 min, placeholder)"
JAPAN = ["us-japan", "-a", "parallel-2024"]


def board(capsys: Capsys, *words: str) -> Any:
    assert main(["board", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def text_of(capsys: Capsys, *words: str) -> str:
    assert main(["board", *words]) == 0
    return capsys.readouterr().out


def post(found: Any, headquarters: str, name: str) -> Any:
    (hq,) = [h for h in found["headquarters"] if h["name"] == headquarters]
    (row,) = [p for p in hq["posts"] if p["post"] == name]
    return row


def at(text: str, zone: str) -> int:
    return resolve_local(text, zone).utc_ms


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(folder(tmp_path, argued()))


# -- Saturday, 03:00 in Tokyo ------------------------------------------------------------


def test_saturday_night_in_tokyo(capsys: Capsys, study: str) -> None:
    found = board(capsys, study, "-a", "before", "-t", "attack")
    assert found["at"]["zulu"] == "051800Z JUN 26" and found["scenario"] == "war"
    assert found["at"]["local"]["Pacific/Honolulu"] == "Fri 08:00 HST (UTC-10:00)"
    assert found["states"] == {"law": "armed attack", "readiness": "wartime"}
    minister = post(found, "MOD", "minister")
    assert (minister["state"], minister["on_duty"]) == ("reach", 0)
    assert minister["next_shift_ms"] == at("2026-06-08 08:00", "Asia/Tokyo")
    assert minister["reach"] == {
        "about": SHORT, "likely_s": 600, "low_s": 300, "high_s": 1800, "grade": "placeholder",
        "from": "IMMEDIATE", "reached_now": True,
    }  # fmt: skip
    theatre = post(found, "Theatre", "commander")
    assert theatre["state"] == "on duty"  # Friday 08:00 in Hawaii, the shift has just begun
    assert theatre["changes_at_ms"] == at("2026-06-05 17:00", "Pacific/Honolulu")
    assert post(found, "JSO", "operations")["state"] == "nobody"
    (strike,) = found["decisions"]
    assert (strike["function"], strike["decider"]) == ("strike", "minister of MOD")
    assert strike["state"] == "reach" and strike["asks"][0]["state"] == "on duty"
    (ahead,) = found["day_ahead"]
    assert (ahead["post"], ahead["hours"]) == ("minister of MOD", "~" * 24)


def test_in_words(capsys: Capsys, study: str) -> None:
    out = text_of(capsys, study, "-a", "before", "-t", "attack")
    for line in (
        "It is Sat 03:00 JST (051800Z JUN 26) by the clock of Asia/Tokyo",
        "States: law: armed attack; readiness: wartime.",
        "Off duty, people are reached for An attack (IMMEDIATE).",
        "  Fri 08:00 HST    Camp Smith, Oahu",
        f"    reach    minister 1: {SHORT}, for IMMEDIATE and above; next shift Mon 08:00 JST "
        "(072300Z JUN 26)",
        "    nobody   operations 3: not reached; next shift Mon 08:00 JST (072300Z JUN 26)",
        "    on duty  commander 1: until Fri 17:00 HST (060300Z JUN 26)",
        "    on duty  watch 2: around the clock",
        f'  reach    "strike": minister of MOD (Japan), {SHORT} (study.yaml:107)',
        "    on duty  consulting commander of Fleet (United States)",
        "  minister of MOD  ~~~~~~~~~~~~~~~~~~~~~~~~  reach",
        "  Zulu             18:00 00:00 06:00 12:00 ",
        "  # on duty   + for a part of the hour   ~ off duty, can be reached   . nobody",
    ):
        assert line.rstrip() in out.splitlines(), line


def test_precedence_decides_who_is_reached(capsys: Capsys, study: str) -> None:
    words = [study, "-a", "before", "--states", "law=armed attack; readiness=wartime"]
    sunday = ["--at", "2026-06-07 12:00", "--zone", "Pacific/Honolulu"]
    every = board(capsys, *words, *sunday)
    assert post(every, "Theatre", "commander")["state"] == "reach"
    attack = board(capsys, *words, *sunday, "-t", "attack")  # IMMEDIATE does not reach for FLASH
    assert post(attack, "Theatre", "commander")["state"] == "nobody"
    assert not post(attack, "Theatre", "commander")["reach"]["reached_now"]
    routine = text_of(capsys, *words, "-t", "routine")
    assert "nobody   minister 1: reached only for IMMEDIATE and above; next shift" in routine


def test_decisions_that_nobody_may_take_now(capsys: Capsys, study: str) -> None:
    out = text_of(capsys, study, "-a", "before", "--states", "law=normal")
    assert '  nobody   may, in these states, decide "strike"' in out.splitlines()
    assert '"sail": commander of Fleet (United States)' in out


def test_a_post_of_which_a_part_is_on_duty(capsys: Capsys, tmp_path: Path) -> None:
    text = argued(
        "headquarters: {MOD: {posts: {watch: {people: 5, hours: late}}}}"
    ).replace(
        "schedules:\n",
        "schedules:\n  late: {shifts: [{days: daily, from: '00:00', to: '12:00', people: 2}]}\n",
    )  # fmt: skip
    out = text_of(capsys, str(folder(tmp_path, text)), "-a", "after", "-t", "attack")
    # Holidays apart, the night shift goes on until noon.
    assert "    on duty  watch 2 of 5: until Sat 12:00 JST (060300Z JUN 26)" in out.splitlines()


# -- the instant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "zulu"),
    [
        (["--at", "Saturday 03:00"], "051800Z JUN 26"),
        (["--at", "sat 3:00"], "051800Z JUN 26"),
        (["--at", "Monday, 00:00"], "311500Z MAY 26"),
        (["--at", "Friday 08:00", "--zone", "Pacific/Honolulu"], "051800Z JUN 26"),
        (["--at", "2026-12-24 23:30"], "241430Z DEC 26"),
        (["--at", "2026-06-06T03:00+09:00"], "051800Z JUN 26"),
        (["--zone", "UTC"], "051800Z JUN 26"),
    ],
)
def test_the_instant(words: list[str], zulu: str, capsys: Capsys, study: str) -> None:
    assert board(capsys, study, "-a", "before", *words)["at"]["zulu"] == zulu


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--at", "Saterday 03:00"], 'no day of the week "Saterday". Did you mean "Saturday"?'),
        (["--at", "S 03:00"], 'no day of the week "S"'),
        (["--at", "Saturday 25:00"], "is not in the calendar or on the clock"),
        (["--at", "noon"], 'Or a day of the week: "Saturday 03:00".'),
        (["--at", "2026-02-30 03:00"], "is not in the calendar"),
        (["--at", "2026-06-06 03:00", "--zone", "Asia/Tokio"], 'Did you mean "Asia/Tokyo" or'),
        (["--zone", "Tokyo"], 'Did you mean "Asia/Tokyo"?'),
        (["--at", "2026-03-08 02:30", "--zone", "America/New_York"], "does not exist in"),
        (["--at", "2026-11-01 01:30", "--zone", "America/New_York"], "exists twice in"),
        (["--states", "law=normal,armed attack"], 'one instant has one "law"'),
        (["--states", "lew=normal"], 'no state "lew". Did you mean "law"?'),
        (["-t", "atack"], 'no thread "atack". Did you mean "attack"?'),
        (["-s", "wars"], 'no scenario "wars". Did you mean "war"?'),
    ],
)
def test_wrong_instants_and_names(words: list[str], hint: str, capsys: Capsys, study: str) -> None:
    assert main(["board", study, "-a", "before", *words]) == 2
    assert hint in capsys.readouterr().err


def test_an_hour_that_exists_twice_may_be_said_with_its_offset(capsys: Capsys, study: str) -> None:
    zone = ["--zone", "America/New_York", "--at"]
    early = board(capsys, study, "-a", "before", *zone, "2026-11-01 01:30-04:00")
    late = board(capsys, study, "-a", "before", *zone, "2026-11-01 01:30-05:00")
    assert (early["at"]["zulu"], late["at"]["zulu"]) == ("010530Z NOV 26", "010630Z NOV 26")


# -- clock changes and holidays ----------------------------------------------------------

MARCH = ["--zone", "America/New_York", "--at", "2026-03-08 01:30"]


def test_the_night_on_which_washington_loses_an_hour(capsys: Capsys) -> None:
    """01:30 EST is 0630Z. At 0700Z the clock goes to 03:00 EDT, so that the shift that begins at
    07:00 begins at 1100Z, four and a half hours later and not five and a half."""
    found = board(capsys, *JAPAN, "-t", "counterstrike", *MARCH)
    assert found["at"]["zulu"] == "080630Z MAR 26"
    assert found["clock_changes"] == [
        {
            "zone": zone,
            "utc_ms": at(f"2026-03-08 {hour}:00", "UTC"),
            "minutes_forward": 60,
        }
        for zone, hour in (("America/Denver", "09"), ("America/New_York", "07"))
    ]
    president = post(found, "White House", "president")
    assert president["state"] == "reach"
    assert president["next_shift_ms"] == at("2026-03-08 11:00", "UTC")
    (ahead,) = [d for d in found["day_ahead"] if d["post"] == "president of White House"]
    # 0630Z to 1100Z off; 1100Z to 0200Z on, 15 h, of which the first and last hour half.
    assert ahead["hours"] == "~~~~+" + "#" * 14 + "+" + "~~~~"
    out = text_of(capsys, *JAPAN, "-t", "counterstrike", *MARCH)
    assert (
        "  The clock of America/New_York goes forward by 60 min, to Sun 03:00 EDT (080700Z MAR 26)."
    ) in out.splitlines()
    ruler = next(x for x in out.splitlines() if x.startswith("  America/New_York "))
    assert ruler.split()[1:] == ["01:30", "08:30", "14:30", "20:30"]


def test_the_night_on_which_washington_gains_an_hour(capsys: Capsys) -> None:
    """Sunday 00:30 EDT is 0430Z; on Monday 08:00 EST is 1300Z."""
    words = ["--zone", "America/New_York", "--at", "2026-11-01 00:30", "-t", "disaster-relief"]
    found = board(capsys, *JAPAN, *words)
    assert [c["minutes_forward"] for c in found["clock_changes"]] == [-60, -60]
    president = post(found, "White House", "president")
    assert president["next_shift_ms"] == at("2026-11-02 13:00", "UTC")


def test_golden_week_empties_one_side_only(capsys: Capsys) -> None:
    """Monday, 4 May 2026, is Greenery Day; the 5th and the 6th (in place of Sunday the 3rd) are
    holidays too, so that Tokyo's offices open on Thursday the 7th."""
    found = board(capsys, *JAPAN, "-t", "disaster-relief", "--at", "2026-05-04 10:00")
    assert found["holidays"] == [{"nation": "JPN", "zone": "Asia/Tokyo"}]
    minister = post(found, "MOD", "minister")
    assert minister["state"] == "reach"
    assert minister["next_shift_ms"] == at("2026-05-07 08:00", "Asia/Tokyo")
    assert post(found, "USFJ", "commander")["state"] == "on duty"  # keeps American holidays
    coordination = next(h for h in found["headquarters"] if h["name"] == "BOCC")
    assert [(p["nation"], p["state"]) for p in coordination["posts"]] == [
        ("USA", "on duty"), ("JPN", "reach")
    ]  # fmt: skip
    out = text_of(capsys, *JAPAN, "-t", "disaster-relief", "--at", "2026-05-04 10:00")
    assert "  A national holiday of Japan today in Asia/Tokyo." in out.splitlines()


def test_a_holiday_is_kept_by_the_date_of_the_place(capsys: Capsys) -> None:
    """Thanksgiving, Thursday 26 November 2026, has begun in Washington and not in Hawaii."""
    words = ["--zone", "America/New_York", "--at", "2026-11-26 01:00", "-t", "disaster-relief"]
    holidays = board(capsys, *JAPAN, *words)["holidays"]
    zones = {(h["nation"], h["zone"]) for h in holidays}
    assert ("USA", "America/New_York") in zones and ("USA", "Asia/Tokyo") in zones
    assert ("USA", "Pacific/Honolulu") not in zones


# -- the real study ----------------------------------------------------------------------


def test_without_a_thread_the_first_in_force_gives_the_states(capsys: Capsys) -> None:
    assert main(["board", "us-japan", "-a", "combined-command", "--json"]) == 0
    streams = capsys.readouterr()
    found = json.loads(streams.out)
    assert found["in_force"] and found["states"]["JPN readiness"] == "wartime"
    assert 'states as for the thread "counterstrike"' in streams.err
    assert 'scenario "saturday-0300-tokyo"' in streams.err
    (strike,) = [d for d in found["decisions"] if d["function"] == "order counterstrike"]
    assert strike["decider"] == "commander of Combined Command"
    assert {a["decider"] for a in strike["asks"]} == {
        "japanese chair of Military Committee", "american chair of Military Committee"
    }  # fmt: skip


def test_where_it_is_not_in_force(capsys: Capsys) -> None:
    words = ["us-japan", "-a", "combined-command", "-t", "disaster-relief"]
    found = board(capsys, *words)
    assert not found["in_force"] and found["headquarters"] == [] and found["decisions"] == []
    out = text_of(capsys, *words)
    assert "Not in force here: it is in force only while JPN readiness is crisis or wartime" in out


def test_a_scenario_without_threads_binds_no_states(capsys: Capsys, tmp_path: Path) -> None:
    text = argued() + (
        '  empty: {title: E, start: {local: "2026-06-06 03:00", zone: Asia/Tokyo}, horizon: 1 d, '
        "threads: {}}\n"
    )
    found = board(capsys, str(folder(tmp_path, text)), "-a", "before", "-s", "empty")
    assert found["states"] == {} and post(found, "MOD", "watch")["state"] == "on duty"


def test_any_hour_starts_with_its_week(capsys: Capsys) -> None:
    found = board(capsys, *JAPAN, "-s", "any-hour", "-t", "missile-warning")
    assert found["at"]["local"]["Asia/Tokyo"] == "Mon 00:00 JST (UTC+09:00)"
    at_noon = board(capsys, *JAPAN, "-s", "any-hour", "--at", "Wednesday 12:00")
    assert at_noon["at"]["zulu"] == "030300Z JUN 26"


def test_everybody_is_on_the_board_once(capsys: Capsys) -> None:
    from renkei.cli.doors import check_study

    found = board(capsys, *JAPAN)
    noun = check_study("us-japan").study.arrangements["parallel-2024"]
    assert {h["name"]: {p["post"] for p in h["posts"]} for h in found["headquarters"]} == {
        name: set(hq.posts) for name, hq in noun.headquarters.items()
    }
    assert {d["function"] for d in found["decisions"]} == {
        r.function for r in noun.rights.values()
    }  # fmt: skip


@pytest.mark.parametrize("columns", [80, 100])
def test_it_fits_the_terminal(
    columns: int, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["board", *JAPAN]) == 0
    lines = terminal.getvalue().splitlines()
    assert max(map(cells, lines)) <= columns
    strips = [x for x in lines if x.rstrip().endswith(("reach", "on duty")) and "#" in x]
    assert len(strips) >= 10  # each strip and its words on one line
