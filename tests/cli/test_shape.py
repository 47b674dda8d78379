"""What holds for the output of every verb: streams, width, colour, weight."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from renkei.cli.page import Page, cells, clean, wrapped
from tests.cli.studies import folder

HEAVY = ("numba", "llvmlite", "numpy", "vl_convert", "pydantic", "yaml", "rich")


def loaded(words: list[str], modules: tuple[str, ...], before: str = "") -> list[str]:
    program = (
        f"{before}import sys\nfrom renkei.cli.main import main\n"
        f"code = main({words!r})\n"
        f"print(*sorted(set({modules!r}) & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].split()


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys, renkei.cli.main\nprint(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == []
    assert set(loaded(["--help"], HEAVY)) <= {"rich"}


LIGHT = [
    ["check"],
    ["diff", "separate", "separate"],
    ["explain"],
    ["explain", "--duty", "watch"],
    ["explain", "--right", "act"],
    ["trace"],
    ["trace", "--all"],
    ["board"],
    ["studies"],
]


@pytest.mark.parametrize("words", LIGHT, ids=" ".join)
def test_light_verbs_never_load_the_compiler(words: list[str], tmp_path: Path) -> None:
    two = str(folder(tmp_path))
    heavy = ("numba", "llvmlite", "numpy", "vl_convert", "rich.console")
    assert loaded([words[0], two, *words[1:]], heavy) == []


def test_playing_loads_neither_the_compiler_nor_plotting(tmp_path: Path) -> None:
    two = str(folder(tmp_path))
    file = str(tmp_path / "d.jsonl")
    typed = "import io, sys; sys.stdin = io.StringIO('approve\\n')\n"
    words = ["play", two, "--seat", "chief", "--decisions", file]
    assert loaded(words, ("numba", "llvmlite", "numpy", "vl_convert"), typed) == []
    words = ["trace", two, "--decisions", file]
    assert loaded(words, ("numba", "llvmlite", "numpy", "vl_convert")) == []


@pytest.mark.parametrize(("asked", "there"), [([], []), (["--guarantees"], ["renkei.explorer"])])
def test_comparing_loads_the_explorer_only_to_prove(
    asked: list[str], there: list[str], tmp_path: Path
) -> None:
    two, report = str(folder(tmp_path)), str(tmp_path / "r.html")
    few = ["--worlds", "2", "--replications", "2", "--by", "engine", "--report", report]
    assert loaded(["compare", two, *few, *asked], ("renkei.explorer",)) == there


@pytest.mark.parametrize("words", [*LIGHT, ["play", "--list-seats"]], ids=" ".join)
def test_standard_output_carries_only_json(words: list[str], tmp_path: Path) -> None:
    two = str(folder(tmp_path))
    command = [sys.executable, "-m", "renkei.cli.main", words[0], two, *words[1:], "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0
    json.loads(done.stdout)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


TEXT = "INDOPACOM holds OPCON over us-forces-in-japan 統合作戦司令部 by the relationship " * 3


@pytest.mark.parametrize("columns", ["10", "40", "80", "200"])
def test_text_fits_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    Page(terminal).line(TEXT, indent=4, hang=2)
    lines = terminal.getvalue().splitlines()
    assert max(map(cells, lines)) <= max(40, int(columns))
    assert " ".join(line.strip() for line in lines) == TEXT.strip()


def test_a_pipe_gets_one_line() -> None:
    pipe = io.StringIO()
    Page(pipe).line(TEXT, indent=2, style="bold")
    assert pipe.getvalue() == f"  {TEXT.strip()}\n"


@pytest.mark.parametrize(
    ("name", "value", "coloured"),
    [("NO_COLOR", "", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)],
)
def test_colour_only_where_wanted(
    name: str, value: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(name, value)
    terminal = Terminal()
    Page(terminal).line("x", style="error")
    assert ("\x1b" in terminal.getvalue()) == coloured


def test_nothing_in_a_study_steers_the_terminal() -> None:
    assert clean("a\x1b[31mb\x07\u202e") == "a\\x1b[31mb\\x07\\u202e"
    assert wrapped("", 40, 2, 2) == ["  "]
