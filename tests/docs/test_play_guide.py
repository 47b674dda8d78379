"""The play that the guide shows is played: what is typed there prints what is shown there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_play_in_the_guide_is_the_one_that_is_played(tmp_path: Path) -> None:
    (block,) = re.findall(r"```text\n(\$ renkei play .*?)```", GUIDE, re.DOTALL)
    command, _, shown = block.partition("\n")
    typed = [line[2:] for line in shown.splitlines() if line.startswith("> ")]
    assert len(typed) >= 5
    done = subprocess.run(
        [sys.executable, "-m", "renkei.cli.main", *shlex.split(command)[2:]],
        cwd=tmp_path, input="".join(f"{line}\n" for line in typed), capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    printed, at = plain(done.stdout), 0
    pieces = [plain(piece) for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    assert len(pieces) >= 3
    for piece in pieces:
        assert piece in printed[at:], piece
        at = printed.index(piece, at) + len(piece)
    assert "The run is over" in shown and "Departures from the arrangement" in shown
