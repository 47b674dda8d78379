"""A failing example as its readers see it."""

from __future__ import annotations

import difflib
import textwrap

from renkei.checks.register.check import MARK, Check

_LONGEST = 30
"""Lines of an example that a reader will read."""


def shown(check: Check) -> str:
    """The lines that fail: "-" before what stood there, "+" before what stands there now.

    Empty where there is no example that is short enough to read.
    """
    parts = [_difference(old, new.replace(MARK, "")) for old, new in check.bend]
    for name, text in check.files:
        if text is None:
            parts.append([f"{name}: a folder"])
        elif isinstance(text, bytes):
            parts.append([f"{name}: bytes that are no text"])
        else:
            parts.append([f"{name}:", *(f"+ {x}" for x in text.replace(MARK, "").splitlines())])
    lines = [line for part in parts if part for line in (*part, "")]
    if len(lines) > _LONGEST or any(len(line) > 200 for line in lines):
        return ""
    return "\n".join(lines).rstrip()


def _difference(old: str, new: str) -> list[str]:
    """Old and new lines, without the indentation they share; nothing where they are the same."""
    if old == new:
        return []
    marked = [
        line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in " -+"
    ]
    even = textwrap.dedent("\n".join(line[2:] for line in marked)).split("\n")
    return [f"{line[0]} {rest}".rstrip() for line, rest in zip(marked, even, strict=True)]
