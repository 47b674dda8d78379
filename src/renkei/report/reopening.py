"""The command that lets the engine show what a proof found broken."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renkei.explorer.proof import Replay


def reopen(study: str, replay: Replay) -> str:
    """The command to type, quoted for a shell.

    Args:
        study: as it is to be typed, a name on the shelf or a folder.
    """
    words = ["renkei", "trace", study, "--arrangement", replay.arrangement]
    words += ["--thread", replay.thread]
    if replay.scenario:
        words += ["--scenario", replay.scenario]
    if replay.luck:
        words += ["--world", str(replay.luck), "--replication", str(replay.luck)]
    if held := "; ".join(f"{n}={v}" for n, v in (*replay.states, *replay.facts)):
        words += ["--states", held]
    if replay.silent:
        words += ["--silent-but", replay.silent]
    words += ["--path", "; ".join(f"{name}={choice}" for name, choice in replay.choices)]
    return shlex.join(words)
