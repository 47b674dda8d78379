"""What a named check is."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.findings import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

MARK = "¦"
"""In an example, stands in front of what the finding points at."""


@dataclass(frozen=True, slots=True)
class Check:
    """One code that a finding may have.

    Attributes:
        means: what is wrong, or worth knowing, in one sentence.
        why: why it matters: the doctrine, the law, or what would go wrong.
        do: what to do about it.
        bend: a failing example, as (text, text instead) in a small study that is in order.
        files: for the example, further files of the study's folder and what stands in them;
            None for a folder where a file should be.
    """

    code: str
    severity: Severity
    means: str
    why: str
    do: str
    bend: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str | bytes | None], ...] = ()
