"""Whatever goes wrong becomes one clear line, and never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from cyclopts import CycloptsError
from cyclopts.exceptions import UnknownCommandError

from renkei.cli.doors import FAULTS, USAGE, FaultyStudy, WrongUsage
from renkei.findings import nearest
from renkei.record.attempts import TooManyAttempts

INTERRUPTED = 130
REPORT = (
    "This is a fault of Renkei, not of your study. Please report it where you got Renkei, with "
    "the command and what RENKEI_DEBUG=1 prints before it."
)


def exit_code(error: BaseException) -> int:
    """The exit code that an error leads to."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return USAGE if isinstance(error, WrongUsage | CycloptsError) else FAULTS


def kind(error: BaseException) -> str:
    """What kind of error it is, in one word for programs."""
    if isinstance(error, WrongUsage | CycloptsError):
        return "usage"
    if isinstance(error, FaultyStudy):
        return "findings"
    if isinstance(error, TooManyAttempts):
        return "study"
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    return "system" if isinstance(error, OSError | MemoryError) else "internal"


def in_words(error: BaseException, tokens: Sequence[str], verbs: Sequence[str]) -> str:
    """One line about an error that ends a command.

    Args:
        error: what happened.
        tokens: the command line after "renkei".
        verbs: the verbs there are.
    """
    match error:
        case WrongUsage() | FaultyStudy() | TooManyAttempts():
            return _one_line(error)
        case UnknownCommandError():
            asked = next((t for t in tokens if not t.startswith("-")), "")
            return f'no verb "{asked}". {nearest(asked, verbs, most=20)} Help: renkei --help'
        case CycloptsError():
            verb = f" {tokens[0]}" if tokens and tokens[0] in verbs else ""
            return f"{_one_line(error).rstrip('.')}. Help: renkei{verb} --help"
        case KeyboardInterrupt():
            return "interrupted; nothing was left half done"
        case OSError():
            return _system(error)
        case MemoryError():
            return "there is not enough memory for this; close other programs, or make it smaller"
        case RecursionError():
            return f"something in this study is nested too deeply to be worked out. {REPORT}"
        case _:
            said = _one_line(error)
            return f"internal error ({type(error).__name__}{f': {said}' if said else ''}). {REPORT}"


def _system(error: OSError) -> str:
    where = f' "{os.fsdecode(error.filename)}"' if error.filename not in (None, "", -1) else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            reason = "the disk is full; free some space and run the command again"
        case errno.EACCES | errno.EPERM:
            reason = f"no permission{where and ' for'}{where}; choose a place you may use"
            where = ""
        case errno.EPIPE:
            reason = "whatever was reading the output stopped reading; the rest was not printed"
        case errno.EROFS:
            reason = "that disk can only be read; choose another place"
        case _:
            reason = (error.strerror or _one_line(error) or "the system refused").lower()
    return f"{reason}{where and ' (' + where.strip() + ')'}"


def _one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # the message of an error may itself fail to be made
        text = ""
    return " ".join(text.split())[:2000]


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return os.environ.get("RENKEI_DEBUG", "") not in ("", "0")


def prepare_streams() -> None:
    """Makes printing safe: no stream is missing, and no character is refused."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def abandon(stream_name: str) -> None:
    """Gives up a stream that refuses to be written, so that nothing complains at exit."""
    stream = getattr(sys, stream_name)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
        stream.flush()
    except (OSError, ValueError, AttributeError):
        setattr(sys, stream_name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
