"""The register of named checks: every code has an example that yields it alone, where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renkei.checks.register import CHECKS
from renkei.checks.register.check import MARK, Check
from renkei.checks.study import check
from renkei.findings import Finding, FindingsError
from renkei.reading.study import read_with_notes
from tests.checks.checkable import IN_ORDER, bent
from tests.checks.long_examples import LONG

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
    "clock-change": "a post of any arrangement, on a date",
}
"""Examples that mark no place, and why."""
