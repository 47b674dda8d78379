"""The rules of the house that no compiler checks: names, sizes, floors, addresses, light doors."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "renkei"

BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "misc"}

MOST_LINES = 500
# Module below src/renkei -> why it may be longer than MOST_LINES.
LONGER_BECAUSE: dict[str, str] = {}

# The patterns are put together from parts, so that this file does not match itself.
REGISTRY_HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
    "conda." + "anaconda.org",
    "proxy." + "golang.org",
    "static." + "crates.io",
)
REGISTRY = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)), re.IGNORECASE)
PACKAGE_FILE = re.compile(r"\w+:" + r"//\S+\.(?:whl|tar\.gz|tgz|crate|conda)\b", re.IGNORECASE)
# A home directory at the start of a path; "example.org/home/x" and "src/Users/x" are none.
HOME = re.compile(
    r"(?<![\w.~-])(?:/(?:home|Users)/[\w.-]+|/ro" + r"ot)/|\b[A-Za-z]:[\\/]+Users[\\/]"
)

# What the light doors must not load before a verb asks for it.
HEAVY = ("numba", "llvmlite", "numpy", "vl_convert", "pydantic")

# The engine has no clock, no luck of its own, and touches nothing outside itself.
ENGINE_MAY_NOT_IMPORT = {
    "asyncio",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "uuid",
}
ENGINE_MAY_NOT_CALL = {"open", "input", "print"}
CALENDAR_CLASSES = {"datetime", "date", "dt"}
CLOCK_READINGS = {"now", "utcnow", "today"}


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, "no modules below src/renkei"
    return found


def repository_files() -> list[Path]:
    """Every file that is committed or could be: tracked, or neither tracked nor ignored."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """The places where a pattern stands in the text files of the repository."""
    found = []
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" in content[:8192]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}  {match.group()}")
    return found


def test_no_module_is_a_drawer_for_everything() -> None:
    names = [
        (path, part.removesuffix(".py").strip("_"))
        for path in modules()
        for part in path.relative_to(PACKAGE).parts
    ]
    assert [str(path) for path, name in names if name in BANNED_NAMES] == []


def test_modules_stay_short_or_say_why_not() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in modules()
    }
    too_long = {name: n for name, n in lengths.items() if n > MOST_LINES}
    assert too_long.keys() - LONGER_BECAUSE.keys() == set(), "split it, or give a reason here"
    assert LONGER_BECAUSE.keys() - too_long.keys() == set(), "short again: take the reason out"
    assert all(reason.strip() for reason in LONGER_BECAUSE.values())


def test_no_address_of_a_registry_or_a_package_file() -> None:
    assert lines_matching(REGISTRY) == []
    assert lines_matching(PACKAGE_FILE) == []


def test_no_address_in_the_constraints_only_names_and_versions() -> None:
    pin = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+]+")
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not pin.fullmatch(line)] == []


def test_no_address_of_somebodys_home_directory() -> None:
    assert lines_matching(HOME) == []


def test_no_address_of_this_checkout() -> None:
    if len(ROOT.parts) < 3:  # "/app" also stands in honest text; "/srv/renkei" does not
        return
    assert lines_matching(re.compile(rf"(?<![\w.~/-]){re.escape(str(ROOT))}(?![\w-])")) == []


@pytest.mark.parametrize(
    ("pattern", "caught", "let_through"),
    [
        (REGISTRY, "https://" + "PyPI" + ".org/simple", "a registry of packages"),
        (PACKAGE_FILE, "https:" + "//x.org/a-1.0.whl", "unpack a-1.0.tar.gz"),
        (HOME, "in '/ho" + "me/ann/x'", "https://www.example.org/home/ann/"),
        (HOME, "/ro" + "ot/.cache", "the tree/root/branch and a/root/"),
        (HOME, "C:" + "\\Users\\ann", "src/Users/ann/"),
    ],
)
def test_the_patterns_catch_what_they_mean(
    pattern: re.Pattern[str], caught: str, let_through: str
) -> None:
    assert pattern.search(caught)
    assert not pattern.search(let_through)


def test_the_command_line_starts_light() -> None:
    program = (
        "import sys, renkei.cli.main\n"
        f"print(*sorted(set({HEAVY!r}).intersection(sys.modules)), sep=',')"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "", f"loaded by the command line's start: {run.stdout}"


def test_imports_point_down_only() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def engine_sins(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a module reads a clock, rolls dice or reaches outside itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    if name.name.partition(".")[0] in ENGINE_MAY_NOT_IMPORT:
                        yield node.lineno, f"import {name.name}"
            case ast.ImportFrom(module=str(module), level=0):
                if module.partition(".")[0] in ENGINE_MAY_NOT_IMPORT:
                    yield node.lineno, f"from {module} import …"
            case ast.Call(func=ast.Name(id=name)) if name in ENGINE_MAY_NOT_CALL:
                yield node.lineno, f"{name}()"
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in CLOCK_READINGS:
                # A method `now` of the simulation's own is fine; one of a calendar class is not.
                if ast.unparse(value).rpartition(".")[-1] in CALENDAR_CLASSES:
                    yield node.lineno, f"{ast.unparse(value)}.{name}()"


def test_the_engine_has_no_clock_and_no_io() -> None:
    sources = sorted((PACKAGE / "engine").rglob("*.py"))
    assert sources, "no modules below src/renkei/engine"
    found = [
        f"{path.relative_to(ROOT)}:{line}  {sin}"
        for path in sources
        for line, sin in engine_sins(ast.parse(path.read_text("utf-8"), str(path)))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import os.path as p",
        "from random import random",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "open('x')",
    ],
)
def test_the_engine_check_sees_each_sin(source: str) -> None:
    assert list(engine_sins(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    ["from datetime import datetime", "clock.now()", "attempt.open()", "self.now", "open = 1"],
)
def test_the_engine_check_lets_honest_words_pass(source: str) -> None:
    assert not list(engine_sins(ast.parse(source)))
