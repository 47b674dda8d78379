"""The command line ``renkei``.

Verbs are given as import paths, so that nothing loads but the verb that is asked for.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from cyclopts import App, Group, Parameter

from renkei.cli import mishaps
from renkei.cli.doors import FaultyStudy
from renkei.cli.page import OutputError, Page, document

ANSWER, CHECK, LOOK, MAKE, PLAY = (
    Group(name, sort_key=i) for i, name in enumerate(("answer", "check", "look", "make", "play"))
)

VERBS: dict[str, tuple[Group, str]] = {
    "compare": (ANSWER, "Compare arrangements: does the choice matter, and for what?"),
    "claims": (ANSWER, "Hold the sentences of the debate against the model."),
    "check": (CHECK, "Check a study: every fault at once, with its place."),
    "diff": (CHECK, "Say what differs between two arrangements, in the field's words."),
    "explain": (LOOK, "Say who does or decides what under an arrangement, and why."),
    "trace": (LOOK, "Tell one simulated run as a story, event by event."),
    "board": (LOOK, "Say who is on duty where at one instant, and who decides what."),
    "approach": (LOOK, "Place arrangements in the C2 approach space, designed and enacted."),
    "studies": (LOOK, "List the studies on the shelf, and what is in one."),
    "new": (MAKE, "Start a study of your own, empty or as a copy."),
    "schema": (MAKE, "Print the JSON Schema of the study files, for editors."),
    "play": (PLAY, "Sit in one post of a run and decide; the model plays the others."),
}


def _version() -> str:
    from importlib.metadata import version

    return f"renkei {version('renkei')}"


def app() -> App:
    """The command line, with nothing loaded behind its verbs."""
    made = App(
        name="renkei",
        help="Check, simulate and compare the command arrangements of an alliance.\n\n"
        "A study is a name on the shelf (renkei studies) or a folder. Every verb takes --json.",
        version=_version,
        help_format="plaintext",
        group_commands=Group("more", sort_key=9),
        default_parameter=Parameter(negative=()),
        print_error=False,
        exit_on_error=False,
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for verb, (group, words) in VERBS.items():
        made.command(f"renkei.cli.{verb}:{verb}", name=verb, help=words, group=group)
    return made


def main(tokens: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        tokens: the words after "renkei"; left out, those of the process.

    Returns:
        The exit code: 0 done, 1 findings of severity error (or the system refused, or a fault
        of Renkei), 2 wrong usage, 130 interrupted.
    """
    if tokens is None:
        # A command soon ends; looking for garbage at the usual pace costs it a tenth of its time.
        gc.set_threshold(100_000, 20, 20)
    words = list(sys.argv[1:] if tokens is None else tokens)
    mishaps.prepare_streams()
    try:
        result = app()(words)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except BaseException as error:
        return _failed(error, words)


def _failed(error: BaseException, words: list[str]) -> int:
    """Says what went wrong, as well as the streams allow."""
    for name, tell in (("stderr", _tell), ("stdout", _write)):
        try:
            tell(error, words)
            getattr(sys, name).flush()
        except Exception:
            # The stream itself fails; what is left in it must not fail again at exit.
            mishaps.abandon(name)
    return mishaps.exit_code(error)


def _tell(error: BaseException, words: list[str]) -> None:
    """For people: the findings, and one line."""
    if mishaps.debugging():
        import traceback

        traceback.print_exception(error)
    page = Page(sys.stderr)
    if isinstance(error, FaultyStudy):
        for finding in error.findings:
            page.line(str(finding), hang=4, style=_style(finding.severity))
    page.line(f"renkei: {mishaps.in_words(error, words, list(VERBS))}", style="error")


def _write(error: BaseException, words: list[str]) -> None:
    """For programs: one document on standard output, where one was asked for."""
    if "--json" in words and not isinstance(error, OutputError):
        row = {"kind": mishaps.kind(error), "message": mishaps.in_words(error, words, list(VERBS))}
        found: dict[str, object] = {}
        if isinstance(error, FaultyStudy):
            found["findings"] = [f.as_row() for f in error.findings]
        document({"error": row, **found})


def _style(severity: str) -> str:
    return severity if severity in ("error", "warning") else "dim"


if __name__ == "__main__":
    sys.exit(main())
