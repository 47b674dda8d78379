"""sources.bib to titles by key: a small reader of BibTeX that keeps going after a broken entry."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from renkei.findings import Finding, Position, Severity
from renkei.reading.written import Node, as_text

_ENTRY = re.compile(r"@[ \t]*([A-Za-z]+)[ \t\r\n]*([{(])")
_BRACE_OR_ENTRY = re.compile(r"[{}()]|^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,{}()=\"#%]+)\s*(?:,|\Z)")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w.:+-]*)\s*=\s*")
_BARE = re.compile(r"[\w.:+/-]+")
_JOINED = re.compile(r"\s*#\s*")
_COMMA = re.compile(r"\s*(?:,|\Z)")
_NOTHING = re.compile(r"[\s,]*")
_MARK = re.compile(r'[{}"]')
_ACCENT = re.compile(r"\\([\"'`^~=.])\s*\{?\\?([A-Za-z])\}?")
_ACCENTS = dict(zip("\"'`^~=.", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307", strict=True))


class _Broken(Exception):
    """An entry cannot be read on; carries words and the offset in the text."""

    def __init__(self, words: str, at: int) -> None:
        super().__init__(words)
        self.words = words
        self.at = at


def read_bibliography(text: str, file: str = "sources.bib") -> tuple[Node, list[Finding]]:
    """Titles by key, and a finding for every entry that is broken, repeated or has no title."""
    starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def place(at: int) -> Position:
        line = bisect_right(starts, at)
        return Position(file, line, at - starts[line - 1] + 1)

    titles: dict[str, Node] = {}
    findings: list[Finding] = []
    macros: dict[str, str] = {}
    at = 0
    while (entry := _ENTRY.search(text, at)) is not None:
        kind = entry[1].lower()
        end, closed = _end(text, entry.end(), entry[2])
        at = end
        if kind in ("comment", "preamble"):
            continue
        here = place(entry.start())
        if not closed:
            findings.append(Finding("broken-source", f'"@{kind}" is not closed', here))
        stop = end - 1 if closed else end
        if kind == "string":
            try:
                macros.update(_fields(text, entry.end(), stop, macros))
            except _Broken as broken:
                findings.append(Finding("broken-source", broken.words, place(broken.at)))
            continue
        key = _KEY.match(text, entry.end(), stop)
        if key is None:
            findings.append(Finding("broken-source", f'"@{kind}" has no key', here))
            continue
        name = key[1]
        fields: dict[str, str] = {}
        try:
            fields = _fields(text, key.end(), stop, macros)
        except _Broken as broken:
            if closed:
                findings.append(
                    Finding("broken-source", broken.words, place(broken.at), as_text(name))
                )
        else:
            if closed and not fields.get("title"):
                words = "has no title; its key is shown instead"
                findings.append(
                    Finding("source-without-title", words, here, as_text(name), Severity.WARNING)
                )
        if name in titles:
            words = f"this source is given a second time; the first is at {titles[name].place}"
            findings.append(Finding("given-twice", words, here, as_text(name)))
            continue
        titles[name] = Node(fields.get("title") or name, here, here)
    return Node(dict(sorted(titles.items())), Position(file, 1, 1)), findings


def _end(text: str, start: int, opener: str) -> tuple[int, bool]:
    """The offset after the closing brace; or, where there is none, of the next entry."""
    closer = "}" if opener == "{" else ")"
    depth = 0
    for found in _BRACE_OR_ENTRY.finditer(text, start):
        what = found[0]
        if what == closer and depth == 0:
            return found.end(), True
        if what == "{":
            depth += 1
        elif what == "}":
            depth = max(0, depth - 1)
        elif "@" in what:
            return found.start(), False
    return len(text), False


def _fields(text: str, at: int, stop: int, macros: dict[str, str]) -> dict[str, str]:
    """The fields of one entry, which ends at ``stop``; names in lower case.

    Raises:
        _Broken: where no field with a value stands.
    """
    fields: dict[str, str] = {}
    while (field := _FIELD.match(text, at, stop)) is not None:
        part, at = _value(text, field.end(), stop, macros)
        parts = [part]
        while (joined := _JOINED.match(text, at, stop)) is not None:
            part, at = _value(text, joined.end(), stop, macros)
            parts.append(part)
        fields.setdefault(field[1].lower(), _readable("".join(parts)))
        comma = _COMMA.match(text, at, stop)
        if comma is None:
            raise _Broken(f'a "," is missing after the field "{as_text(field[1])}"', at)
        at = comma.end()
    rest = _NOTHING.match(text, at, stop)
    if rest is not None and rest.end() < stop:
        raise _Broken("no field with a value stands here", rest.end())
    return fields


def _value(text: str, at: int, stop: int, macros: dict[str, str]) -> tuple[str, int]:
    opener = text[at] if at < stop else ""
    if opener in ("{", '"'):
        depth = 0
        for found in _MARK.finditer(text, at + 1, stop):
            if depth == 0 and found[0] == ("}" if opener == "{" else '"'):
                return text[at + 1 : found.start()], found.end()
            depth += {"{": 1, "}": -1, '"': 0}[found[0]]
        raise _Broken("this value is not closed", at)
    bare = _BARE.match(text, at, stop)
    if bare is None:
        raise _Broken("a value is missing here", at)
    return macros.get(bare[0].lower(), bare[0]), bare.end()


def _readable(value: str) -> str:
    """A field without the marks of TeX."""
    text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", m[2] + _ACCENTS[m[1]]), value)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text)
    text = re.sub(r"\\[A-Za-z]+\s*", "", text)
    text = text.replace("~", " ").replace("---", "—").replace("--", "–")
    return " ".join(re.sub(r"[{}]", "", text).split())
