"""The decisions of a person as data: JSON Lines, one object a line, names and no numbers.

The first line says which run they belong to. Every line is on the disk before the run goes on,
so that a loss of power loses at most the line being written.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from renkei.checks.case import NONE, Case
from renkei.engine.seat import Act, Deed, Turn
from renkei.findings import Finding, FindingsError, Position
from renkei.record.vocabulary import Kind, base_and_hop

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Header:
    """Which run the decisions belong to."""

    study: str
    identity: str
    arrangement: str
    thread: str
    scenario: str
    seed: int
    world: int
    replication: int
    seat: str
    """Full name of the post."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """What a decision is about, by names."""

    source: str
    ordinal: int
    item: str
    """Full name of the step, of the step and the role asked, or of the word on its way."""
    hop: int
    attempt: int
    post: str

    def words(self) -> str:
        """For people."""
        again = f", attempt {self.attempt + 1}" if self.attempt else ""
        return f'"{self.item}" at {self.post}{again}'


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One recorded act; decisions sort by where they stand in the file."""

    line: int
    address: Address = field(compare=False)
    time_ms: int = field(compare=False)
    """ms after the start of the run."""
    act: Act = field(compare=False)
    departures: tuple[str, ...] = field(default=(), compare=False)
    file: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a file holds.

    Attributes:
        whole_bytes: length of the file up to the end of its last whole line.
        torn: something after it was lost while it was written.
    """

    header: Header
    decisions: tuple[Decision, ...]
    whole_bytes: int
    torn: bool


def address_of(case: Case, turn: Turn) -> Address:
    """The address of a turn."""
    source, ordinal = case.legend.incidents[turn.incident - 1]
    base, hop = base_and_hop(turn.site)
    return Address(
        source, ordinal, case.legend.bases[base], hop, turn.attempt,
        case.posts[turn.post].name,
    )  # fmt: skip


def instant(utc_ms: int) -> str:
    """An instant (UTC ms) in ISO 8601, to the millisecond."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# -- writing -----------------------------------------------------------------------------


class Log:
    """Writes decisions as they are made.

    Args:
        path: the file.
        keep: bytes of it that stay; the rest is cut off. 0 starts it afresh.
    """

    def __init__(self, path: Path, keep: int = 0) -> None:
        self._file: BinaryIO = open(path, "r+b" if keep else "wb")  # noqa: SIM115
        self._file.truncate(keep)
        self._file.seek(keep)

    def begin(self, header: Header) -> None:
        """Writes the first line."""
        self._write({"renkei": "decisions", "format": FORMAT, **_row(header)})

    def add(
        self, case: Case, turn: Turn, act: Act, at: tuple[int, int], departures: tuple[str, ...]
    ) -> None:
        """Writes one decision.

        Args:
            at: ms after the start of the run, and the start in UTC ms.
        """
        now, start = at
        address = address_of(case, turn)
        row: dict[str, Any] = {
            "time_ms": now,
            "time": instant(start + now),
            **_row(address),
            "kind": Kind(turn.kind).name.lower(),
            "act": str(act.deed),
        }
        if act.ms != NONE:
            row["wait_ms" if act.deed is Deed.WAIT else "takes_ms"] = act.ms
        if act.outcome:
            row["outcome"] = act.outcome
        if act.names:
            row["asks" if act.deed is Deed.ASK else "without"] = sorted(act.names)
        if departures:
            row["departures"] = list(departures)
        self._write(row)

    def _write(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the file; nothing is left to be written."""
        self._file.close()


def _row(noun: Header | Address) -> dict[str, Any]:
    return {name: getattr(noun, name) for name in noun.__dataclass_fields__}


# -- reading -----------------------------------------------------------------------------


def read_decisions(path: Path) -> Decisions:
    """Reads a file of decisions; a last line that was torn off is left out.

    Raises:
        OSError: the file cannot be read.
        FindingsError: it is no file of decisions, or a line of it is damaged.
    """
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    lines = content[:whole].split(b"\n")[:-1]
    name = str(path)
    if not lines:
        words = (
            "this file holds no decisions: its first line, which says of which run, is missing. "
            "Start it afresh with --force, or name another file"
        )
        raise FindingsError([Finding("decisions-unreadable", words, Position(name, 1, 1))])
    findings: list[Finding] = []
    header: Header | None = None
    try:
        header = _header(_object(lines[0]))
    except ValueError as error:
        words = f"this is no file of decisions by renkei play: {error}"
        findings.append(Finding("decisions-unreadable", words, Position(name, 1, 1)))
    decisions: list[Decision] = []
    for number, line in enumerate(lines[1:] if header is not None else (), 2):
        try:
            decisions.append(_decision(_object(line), number, name))
        except ValueError as error:
            words = f"this line is no decision: {error}"
            findings.append(Finding("decision-unreadable", words, Position(name, number, 1)))
    if findings or header is None:
        raise FindingsError(findings)
    return Decisions(header, tuple(decisions), whole, whole < len(content))


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise ValueError("it is not a JSON object in UTF-8") from None
    if not isinstance(row, dict):
        raise ValueError("it is not a JSON object in UTF-8")
    return row


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise ValueError(f'"{key}" has to be text')
    return value


def _whole(row: dict[str, Any], key: str, default: int | None = None) -> int:
    value = row.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError(f'"{key}" has to be a whole number, 0 or more')
    return value


def _names(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError(f'"{key}" has to be a list of texts')
    return tuple(value)


def _header(row: dict[str, Any]) -> Header:
    if row.get("renkei") != "decisions":
        raise ValueError('its first line does not say "renkei": "decisions"')
    if row.get("format") != FORMAT:
        raise ValueError(f"its format is {row.get('format')!r}; this Renkei reads {FORMAT}")
    return Header(
        _text(row, "study"), _text(row, "identity"), _text(row, "arrangement"),
        _text(row, "thread"), _text(row, "scenario"), _whole(row, "seed"), _whole(row, "world"),
        _whole(row, "replication"), _text(row, "seat"),
    )  # fmt: skip


def _decision(row: dict[str, Any], line: int, file: str) -> Decision:
    try:
        deed = Deed(_text(row, "act"))
    except ValueError:
        raise ValueError(f'"act" has to be one of: {", ".join(Deed)}') from None
    waits = deed is Deed.WAIT
    ms = _whole(row, "wait_ms") if waits else _whole(row, "takes_ms") if "takes_ms" in row else NONE
    outcome = _text(row, "outcome") if "outcome" in row else ""
    names = frozenset(_names(row, "asks" if deed is Deed.ASK else "without"))
    address = Address(
        _text(row, "source"), _whole(row, "ordinal"), _text(row, "item"), _whole(row, "hop"),
        _whole(row, "attempt"), _text(row, "post"),
    )  # fmt: skip
    act = Act(deed, ms, outcome, names)
    return Decision(line, address, _whole(row, "time_ms"), act, _names(row, "departures"), file)


def other_run(header: Header, expected: Header, file: str) -> list[Finding]:
    """Where a file's decisions belong to another run than the one at hand."""
    position = Position(file, 1, 1)
    if header.study == expected.study and header.identity != expected.identity:
        words = (
            f'these decisions were made with the study "{header.study}" as it was then; it has '
            "changed since. Replay them with that version, or play anew"
        )
        return [Finding("decisions-of-another-study", words, position)]
    return [
        Finding(
            "decisions-of-another-study" if name == "study" else "decisions-of-another-run",
            f'these decisions were made with {name} "{getattr(header, name)}", not '
            f'"{getattr(expected, name)}"',
            position,
        )
        for name in Header.__dataclass_fields__
        if name != "identity" and getattr(header, name) != getattr(expected, name)
    ]
