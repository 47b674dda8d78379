"""Thousands of damaged studies, in one process: whatever stands in the files, no verb crashes.

A seed makes each damage: keys deleted, doubled or renamed, values exchanged between places or for
odd ones, lists reversed, names swapped, files cut short. What can still be read and checked is put
to the verbs that look at it.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from renkei.checks.register import CHECKS
from renkei.checks.register.check import MARK
from renkei.cli.main import main
from renkei.library import shelf
from tests.checks.checkable import IN_ORDER, bent
from tests.cli.studies import CHAINS, TWO_CAPITALS
from tests.reading.small import files

MUTANTS = {"two capitals": 500, "chains": 500, "checkable": 600, "small": 250, "us-japan": 40}
"""How many of each study."""
OF_EACH_EXAMPLE = 4
"""How many of each failing example of the register, which damages go deeper into."""

ODD = [
    "null", "true", "0", "-1", "64", "65", "1e308", "1e999", "9" * 400, "0x1F", ".nan", "''", '"',
    "[]", "{}", "[[[]]]", "{a: {b: c}}", "[null]", "~", "*x", "&x y", "!!python/none", "<<", "? ",
    "2 h", "0 min", "99 d", "100 d", "-3 h", "1e3 min", "2026-02-30 25:61", "2026-11-01 01:30",
    "rest", "JPN", "USA", "duty watch", "holder of", "a of holder of OPCON over b", "command",
    "COCOM", "OPCON", "unlimited", "always", "統合", "\u202e\u0000", "é" * 50, "\U0001f600", "NaN",
    "x\ty", "- - -", "a: b: c", "@", "`", "%", "|", "> text", "# gone", "\ufeff", "İ", "ß",
]  # fmt: skip


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def block(lines: list[str], at: int) -> int:
    """The end of the entry that begins on a line."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > indent(lines[at])):
        end += 1
    return end


def delete_block(lines: list[str], luck: random.Random) -> list[str]:
    at = luck.randrange(len(lines))
    return lines[:at] + lines[block(lines, at) :]


def delete_line(lines: list[str], luck: random.Random) -> list[str]:
    at = luck.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def double_block(lines: list[str], luck: random.Random) -> list[str]:
    at = luck.randrange(len(lines))
    end = block(lines, at)
    again = [re.sub(r"^( *)([\w-]+)", r"\1\2-2", lines[at], count=1), *lines[at + 1 : end]]
    return lines[:end] + (again if luck.random() < 0.7 else lines[at:end]) + lines[end:]


def move_block(lines: list[str], luck: random.Random) -> list[str]:
    at = luck.randrange(len(lines))
    end = block(lines, at)
    rest = lines[:at] + lines[end:]
    to = luck.randrange(len(rest) + 1)
    return rest[:to] + lines[at:end] + rest[to:]


def shift_block(lines: list[str], luck: random.Random) -> list[str]:
    at = luck.randrange(len(lines))
    end = block(lines, at)
    moved = [luck.choice(("  ", "    ")) + line for line in lines[at:end]]
    if luck.random() < 0.5:
        moved = [line.removeprefix("  ") for line in lines[at:end]]
    return lines[:at] + moved + lines[end:]


def words_of(lines: list[str]) -> list[str]:
    return sorted(set(re.findall(r"[A-Za-z][\w-]+(?: [A-Za-z][\w-]+)?", "".join(lines))))


def exchange_words(lines: list[str], luck: random.Random) -> list[str]:
    """Two names of the study, whatever they name, change places here or everywhere."""
    one, other = luck.choice(words_of(lines)), luck.choice(words_of(lines))
    text = "".join(lines)
    if luck.random() < 0.3:
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    else:
        places = [m.start() for m in re.finditer(re.escape(one), text)]
        at = luck.choice(places)
        text = text[:at] + other + text[at + len(one) :]
    return lines_of(text)


def odd_value(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    places = list(re.finditer(r"(?<=: )[^\n{\[,}\]]+|(?<=[\[,] )[^\n,\]}]+", text))
    if not places:
        return lines
    at = luck.choice(places)
    value = luck.choice(ODD) if luck.random() < 0.8 else luck.choice(places)[0]
    return lines_of(text[: at.start()] + value + text[at.end() :])


def other_value(lines: list[str], luck: random.Random) -> list[str]:
    """The value of one field stands in another."""
    text = "".join(lines)
    places = list(re.finditer(r"(?<=: )[^\n{,}]+", text))
    if not places:
        return lines
    at = luck.choice(places)
    return lines_of(text[: at.start()] + luck.choice(places)[0] + text[at.end() :])


def rename_key(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    at = luck.choice(list(re.finditer(r"[\w-]+(?=:)", text)) or list(re.finditer(r"\w+", text)))
    new = luck.choice((at[0] + "s", at[0][:-1], at[0].upper(), luck.choice(words_of(lines)), "x"))
    return lines_of(text[: at.start()] + new + text[at.end() :])


def reverse_list(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    places = list(re.finditer(r"\[([^\[\]{}\n]+)\]", text))
    if not places:
        return lines
    at = luck.choice(places)
    items = at[1].split(", ")
    changed = luck.choice((items[::-1], items * 2, items[:-1], [items]))
    new = ", ".join(map(str, changed))
    return lines_of(text[: at.start()] + f"[{new}]" + text[at.end() :])


def cut_short(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    return lines_of(text[: luck.randrange(len(text))])


def other_digits(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    places = list(re.finditer(r"\d+", text))
    if not places:
        return lines
    at = luck.choice(places)
    new = luck.choice(("0", "1", "00", "9999999", "-1", str(2**64), "0.5", "64"))
    return lines_of(text[: at.start()] + new + text[at.end() :])


def stray_character(lines: list[str], luck: random.Random) -> list[str]:
    text = "".join(lines)
    at = luck.randrange(len(text))
    return lines_of(text[:at] + luck.choice("{}[]:,#&*!|>'\"%@`\t\n\r\0\ud7ff\u2028") + text[at:])


PLAUSIBLE = {
    "type": ["command", "COCOM", "OPCON", "TACON", "ADCON", "OPCOM", "TACOM", "support", "liaison",
             "partial command", "coordinating authority", "political direction", "DIRLAUTH"],
    "scheme": ["US", "NATO", "ROK", "JPN"],
    "when": ["{readiness: calm}", "{readiness: [calm, crisis]}", "{not: {readiness: crisis}}",
             "{any: []}", "{all: [{readiness: crisis}]}", "{kind: small}", "{}"],
    "in-force": ["{readiness: crisis}", "{readiness: calm}", "{any: []}"],
    "needs": ["{authority: OPCON, over: fleet}", "{authority: political direction, over: both}"],
    "liaison-from": ["Smith", "Alpha", "Nobody"],
    "speaks-for": ["act", "[act, move]", "[]"],
    "people": ["64", "unlimited", "1", "63"],
    "hours": ["always", "office", "[]", "[{schedule: office, when: {readiness: calm}}]"],
    "within": ["0 min", "1 min", "99 d"],
    "after": ["assess", "{any: [assess, act]}", "act.refused", "[act.approved, act.refused]", "[]"],
    "precedence": ["FLASH", "ROUTINE"],
    "extends": ["parallel", "other"],
    "from": ["Smith", "Alpha", "Bravo", "Pearl", "FLASH"],
    "to": ["Smith", "Alpha", "Bravo", "Pearl"],
    "forces": ["[fleet]", "[both, wing]", "[]"],
    "nation": ["JPN", "USA"],
    "referral": ["Smith", "Alpha"],
    "granted-by": ["alarm"],
    "sent-as": ["order", "request", "report", "information"],
    "level": ["open", "secret"],
    "unless": ["{kind: small}", "{readiness: crisis}"],
    "count": ["0", "1", "3", "1000000"],
    "horizon": ["0 min", "1 min", "99 d"],
    "local": ['"2026-03-29 02:30"', '"2026-06-03 10:00+09:00"', '"0001-01-01 00:00"',
              '"9999-12-31 23:59"', '"2026-06-03 10:00-23:59"'],
    "any-hour-of-week": ['"2026-06-01"', '"2026-06-02"', '"1900-01-01"'],
    "holidays": ["JP", "US", "XX", '""'],
    "zone": ["Pacific/Apia", "Asia/Kathmandu", "UTC", "Etc/GMT+12"],
    "lapses-after": ["0 min", "1 h"],
    "law": ["lognormal", "pert", "erlang", "fixed"],
    "spread": ["0", "1", "1e9", "-1"],
    "values": ["[calm]", "[calm, calm]", "[]", "[calm, crisis, war]"],
    "loop": ["x"],
}  # fmt: skip
"""Values that a field may well have, so that the damage goes deeper than its spelling."""


def plausible_value(lines: list[str], luck: random.Random) -> list[str]:
    """A field gets another value that it might have; or one more field stands there."""
    keys = [i for i, line in enumerate(lines) if line.strip().partition(":")[0] in PLAUSIBLE]
    if keys and luck.random() < 0.6:
        at = luck.choice(keys)
        key = lines[at].strip().partition(":")[0]
        new = f"{' ' * indent(lines[at])}{key}: {luck.choice(PLAUSIBLE[key])}\n"
        return [*lines[:at], new, *lines[block(lines, at) :]]
    at = luck.randrange(len(lines))
    key = luck.choice(sorted(PLAUSIBLE))
    new = f"{' ' * indent(lines[at])}{key}: {luck.choice(PLAUSIBLE[key])}\n"
    return [*lines[:at], new, *lines[at:]]


DAMAGES: list[Callable[[list[str], random.Random], list[str]]] = [
    delete_block, delete_line, double_block, move_block, shift_block, exchange_words, odd_value,
    other_value, rename_key, reverse_list, cut_short, other_digits, stray_character,
    plausible_value,
]  # fmt: skip
GENTLE = [delete_block, double_block, exchange_words, odd_value, other_value, reverse_list,
          other_digits, plausible_value, plausible_value]  # fmt: skip
"""Damages after which a study can often still be read, so that the checks are reached."""


def studies() -> dict[str, dict[str, str]]:
    """The studies that are damaged, file by file."""
    japan = shelf.path("us-japan")
    return {
        "two capitals": {"study.yaml": TWO_CAPITALS},
        "chains": {"study.yaml": CHAINS},
        "checkable": {"study.yaml": IN_ORDER},
        "small": files(),
        **{
            f"example of {code}": {"study.yaml": bent(*c.bend).replace(MARK, "")}
            for code, c in CHECKS.items()
            if c.bend
        },
        "us-japan": {
            str(f.relative_to(japan)): f.read_text("utf-8")
            for f in sorted(japan.rglob("*"))
            if f.suffix in (".yaml", ".bib")
        },
    }


def damaged(texts: dict[str, str], luck: random.Random) -> dict[str, str]:
    """The study with one to three damages."""
    changed = dict(texts)
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        name = luck.choice(sorted(changed))
        lines = lines_of(changed[name])
        kinds = GENTLE if luck.random() < 0.75 else DAMAGES
        if len(lines) > 2 and re.search(r": ", changed[name]):
            changed[name] = "".join(luck.choice(kinds)(lines, luck))
    if luck.random() < 0.02:
        del changed[luck.choice(sorted(changed))]
    return changed


def run(*words: str) -> tuple[int, str, str]:
    """A verb's exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def put(texts: dict[str, str], folder: Path, before: set[str]) -> set[str]:
    """Writes the texts of a study over those of the last one."""
    for name in before - texts.keys():
        (folder / name).unlink()
    for name, text in texts.items():
        at = folder / name
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(text.encode("utf-8", "surrogatepass"))
    return set(texts)


def asked(document: Any, folder: Path, luck: random.Random) -> list[tuple[str, ...]]:
    """Verbs that look at what a sound mutant holds."""
    names = {k: document[k] for k in ("arrangements", "threads", "scenarios")}
    where = str(folder)
    case = ["-a", luck.choice(names["arrangements"]), "-t", luck.choice(names["threads"])]
    verbs: list[tuple[str, ...]] = [("explain", where, *case), ("trace", where, *case, "--all")]
    return [luck.choice(verbs)] if luck.random() < 0.6 else verbs


class Crashed(AssertionError):
    """A verb did what no verb may."""


def sound(words: tuple[str, ...]) -> tuple[int, Any]:
    """Runs a verb that gives JSON, and holds it to what every verb promises."""
    code, out, err = run(*words, "--json")
    if code not in (0, 1, 2):
        raise Crashed(f"exit code {code}: {words}\n{err}")
    if "Traceback" in out + err or "internal error" in out + err or "nested too deeply to" in err:
        raise Crashed(f"{words}\n{out[-500:]}\n{err[-2000:]}")
    document = json.loads(out)
    if code == 1 and not document["findings"]:
        raise Crashed(f"nothing found, and exit code 1: {words}")
    for finding in document.get("findings", []) if isinstance(document, dict) else []:
        known = CHECKS.get(finding["code"])
        if known is None or known.severity != finding["severity"]:
            raise Crashed(f"not as registered: {finding}")
    return code, document


def put_to_the_verbs(name: str, texts: dict[str, str], seeds: range, folder: Path) -> Counter[str]:
    """Damages a study once for each seed; gives how often each code was found, and soundness."""
    codes: Counter[str] = Counter()
    written: set[str] = set()
    for seed in seeds:
        luck = random.Random(f"{name} {seed}")
        written = put(damaged(texts, luck), folder, written)
        try:
            code, document = sound(("check", str(folder)))
            codes.update({f["code"] for f in document.get("findings", [])})
            if code == 0:
                codes["sound"] += 1
                _, listed = sound(("studies", str(folder)))
                for words in asked(listed["studies"][0], folder, luck):
                    sound(words)
        except Crashed as crash:
            pytest.fail(f"mutant {seed} of {name}: {crash}")
    return codes


@pytest.fixture(autouse=True)
def as_users_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RENKEI_DEBUG", raising=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_no_damage_crashes_a_verb(name: str, tmp_path: Path) -> None:
    codes = put_to_the_verbs(name, studies()[name], range(MUTANTS[name]), tmp_path)
    # The damages are worth something: many kinds of fault are found, and some studies survive.
    assert len(codes) > 12
    assert codes["sound"] > MUTANTS[name] // 25 or name == "small"  # which only reads, unharmed


@pytest.mark.slow
def test_no_damaged_example_crashes_a_verb(tmp_path: Path) -> None:
    codes: Counter[str] = Counter()
    for name, texts in studies().items():
        if name.startswith("example"):
            codes += put_to_the_verbs(name, texts, range(OF_EACH_EXAMPLE), tmp_path)
    assert len(codes) > 75


def test_there_are_more_than_two_thousand() -> None:
    examples = sum(name.startswith("example") for name in studies())
    assert sum(MUTANTS.values()) + examples * OF_EACH_EXAMPLE >= 2_000
    assert examples > 80


@pytest.mark.slow
def test_a_few_that_are_still_sound_can_be_compared(tmp_path: Path) -> None:
    """A comparison costs a hundred times as much as a check; a sample of it is enough here."""
    texts, report = studies()["two capitals"], tmp_path / "report.html"
    folder, compared = tmp_path / "study", 0
    written: set[str] = set()
    for seed in range(MUTANTS["two capitals"]):
        written = put(damaged(texts, random.Random(f"compare {seed}")), folder, written)
        if sound(("check", str(folder)))[0] == 0:
            few = ("--worlds", "2", "--replications", "2", "--report", str(report), "--force")
            sound(("compare", str(folder), *few))
            compared += 1
        if compared == 8:
            break
    assert compared == 8
