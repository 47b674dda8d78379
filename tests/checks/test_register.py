"""The register of named checks: every code has an example that yields it alone, where it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import renkei
from renkei.checks.register import CHECKS, GROUPS
from renkei.checks.register.check import MARK, Check
from renkei.checks.study import check
from renkei.checks.zones import Kind
from renkei.findings import Finding, FindingsError
from renkei.model.base import Noun
from renkei.reading.study import read_with_notes
from tests.checks.checkable import IN_ORDER, bent
from tests.checks.long_examples import LONG
from tests.checks.page import PAGE, page

Place = tuple[str, int, set[int]]
"""File, line, and the columns of a field's name and of its value."""


def written(example: Check, folder: Path) -> Place | None:
    """Writes the failing example of a check; gives the marked place, None where none is marked."""
    texts: dict[str, str | bytes | None] = {"study.yaml": bent(*example.bend)}
    texts.update(example.files)
    if example.code in LONG:
        texts.update(LONG[example.code]())
    place: Place | None = None
    for name, text in texts.items():
        at = folder / name
        if text is None:
            at.mkdir(parents=True)
        elif isinstance(text, bytes):
            at.write_bytes(text)
        else:
            if MARK in text:
                before, after = text.split(MARK)
                scalar = re.match(r"[\w-]+: (?=[^\s\[{&])", after)
                column = len(before) - before.rfind("\n")
                columns = {column, column + (scalar.end() if scalar else 0)}
                place = name, before.count("\n") + 1, columns
                text = before + after
            at.write_text(text, encoding="utf-8")
    return place


def found(folder: Path) -> tuple[Finding, ...]:
    """Everything found in a study's folder."""
    try:
        study, notes = read_with_notes(folder)
        return check(study, warnings=notes).notes
    except FindingsError as error:
        return error.findings


def test_the_base_study_has_none(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(IN_ORDER, encoding="utf-8")
    assert found(tmp_path) == ()


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_each_code_has_an_example_that_yields_it_alone(code: str, tmp_path: Path) -> None:
    place = written(CHECKS[code], tmp_path)
    findings = found(tmp_path)
    assert {f.code for f in findings} == {code}, [str(f) for f in findings]
    assert {f.severity for f in findings} == {CHECKS[code].severity}
    if place is not None:
        file, line, columns = place
        here = [f.position for f in findings if f.position.column in columns]
        assert (file, line) in {(p.file, p.line) for p in here}, [str(f) for f in findings]
    else:
        assert code in UNMARKED


UNMARKED = {
    "unreadable": "a whole file",
    "file-too-large": "a whole file",
    "unknown-file": "a whole file",
    "not-text": "bytes, which no mark can stand in",
    "yaml-syntax": "where the parser gives up",
    "aliases-explode": "wherever the count is reached",
    "study-too-large": "wherever the count is reached",
    "route-too-long": "a study that is made",
    "no-estimates": "what is not there has no place",
    "no-sources": "what is not there has no place",
    "clock-change": "a post of any arrangement, on a date",
}
"""Examples that mark no place, and why."""


# -- nothing is emitted that is not registered ------------------------------------------------

PACKAGE = Path(renkei.__file__).parent
ROOMS = ("reading", "checks", "model")
EMITTERS = {
    "Finding",
    "_finding",
    "_report",
    "report",
    "_fail",
    "fault",
    "Unresolved",
    "_named",
    "warn",
}
HYPHENS = re.compile(r"[a-z]+(-[a-z]+)+")
NO_CODES = {"time-to-release", "break-even", "waits-on", "offset-conflict"}
"""Hyphenated words in those rooms that are measures, or part of a code."""


def written_codes() -> tuple[set[str], set[str]]:
    """Codes that stand in calls that emit; and all hyphenated words of the rooms that may."""
    emitted: set[str] = set()
    words: set[str] = set()
    for room in ROOMS:
        for file in sorted((PACKAGE / room).rglob("*.py")):
            if "register" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words |= {node.value} & {m[0] for m in [HYPHENS.fullmatch(node.value)] if m}
                elif isinstance(node, ast.Call) and node.args:
                    name = ast.unparse(node.func).rpartition(".")[2]
                    first = node.args[0]
                    kind = first.values[0] if isinstance(first, ast.JoinedStr) else first
                    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                        if name in EMITTERS and kind is first:
                            emitted.add(kind.value)
                        elif name == "known":
                            noun = kind.value.partition(" of ")[0].replace(" ", "-")
                            emitted.add(f"unknown-{noun}")
    return emitted, words


def fields() -> set[str]:
    """The names of all fields of the files, as they are written."""
    found: set[str] = set()
    todo: list[type] = [Noun]
    while todo:
        for noun in todo.pop().__subclasses__():
            todo.append(noun)
            found |= {f.alias or name for name, f in noun.model_fields.items()}
    return found


def test_every_code_in_the_source_is_registered() -> None:
    emitted, words = written_codes()
    assert len(emitted) > 70
    assert emitted - set(CHECKS) == set()
    assert words - set(CHECKS) - fields() - NO_CODES == set()
    # What the two cannot see is put together: "start-" and what is wrong with the start.
    for kind in get_args(Kind):
        assert kind == "ok" or f"start-{kind}" in CHECKS


def test_no_code_is_registered_twice() -> None:
    assert len(CHECKS) == sum(len(group) for group in GROUPS.values())


# -- its words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_each_says_what_it_means_why_and_what_to_do(code: str) -> None:
    check_ = CHECKS[code]
    for words in (check_.means, check_.why, check_.do):
        assert (words and words[0].isupper()) or words.startswith(("'", '"')), words
        assert words.endswith((".", '."', ".)")), words
        assert "  " not in words


def test_the_page_is_made_from_the_register() -> None:
    assert PAGE.read_text("utf-8") == page(), "renew it: python -m tests.checks.page"
