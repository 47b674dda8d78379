"""What reaches the reader: text that fits the terminal, or one JSON document.

The answer goes to standard output, everything else to standard error. Text is wrapped and
coloured only on a terminal; elsewhere each sentence stays on its line.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from typing import Any, TextIO

STYLES = {"bold": "1", "dim": "2", "error": "31;1", "warning": "33"}
_NARROWEST = 40


def clean(text: str) -> str:
    """Text without characters that would steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cells(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrapped(text: str, width: int, indent: int, hang: int) -> list[str]:
    """A text in lines of at most ``width`` columns, the later ones indented by ``hang`` more."""
    lines: list[str] = []
    line, empty = " " * indent, True
    for word in text.split(" "):
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, empty = " " * (indent + hang), True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line]


class Page:
    """Text for one stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdout if stream is None else stream
        terminal = self._stream.isatty()
        dumb = os.environ.get("TERM") == "dumb"
        self._colour = terminal and not dumb and not os.environ.get("NO_COLOR")
        columns = shutil.get_terminal_size().columns
        self._width = max(_NARROWEST, columns) if terminal else 0

    def line(self, text: str = "", *, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """One paragraph.

        Args:
            text: what it says.
            indent: columns before it.
            hang: further columns before every line but its first.
            style: one of ``STYLES``.
        """
        text = clean(text)
        lines = [" " * indent + text]
        if self._width:
            lines = wrapped(text, self._width, indent, hang)
        for line in lines:
            shown = line.rstrip()
            if style and self._colour and shown:
                shown = f"\x1b[{STYLES[style]}m{shown}\x1b[0m"
            self._stream.write(f"{shown}\n")


def aside(text: str, style: str = "") -> None:
    """One line beside the answer, on standard error."""
    Page(sys.stderr).line(text, style=style)


class OutputError(OSError):
    """The document could not be written to standard output, or not all of it."""


def document(content: Any) -> None:
    """The one JSON document of a verb, on standard output.

    Raises:
        OutputError: it could not be written.
    """
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(content, indent=2, ensure_ascii=not unicode)
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        raise OutputError(error.errno, error.strerror) from None
