"""Study folders for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

TWO_CAPITALS = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text("utf-8")
CHAINS = (Path(__file__).parent / "chains.yaml").read_text("utf-8")

WARTIME = """  wartime:
    title: Wartime only
    extends: separate
    in-force: {readiness: calm}
threads:"""


def folder(at: Path, text: str = TWO_CAPITALS, name: str = "two") -> Path:
    """A study folder with that study.yaml."""
    made = at / name
    made.mkdir(parents=True)
    (made / "study.yaml").write_text(text, encoding="utf-8")
    return made


def with_absent(text: str = TWO_CAPITALS) -> str:
    """The study with an arrangement that is not in force in its scenario."""
    return text.replace("threads:", WARTIME, 1)


ARGUED = (Path(__file__).parent / "argued.yaml").read_text("utf-8")


def argued(after: str = "") -> str:
    """The study "argued" with an arrangement "after" that says these fields beside its parent."""
    lines = [f"    {line}" for line in after.splitlines()]
    made = "\n".join(["  after:", "    title: After", "    extends: before", *lines])
    return ARGUED.replace("threads:\n  attack:", f"{made}\nthreads:\n  attack:", 1)
