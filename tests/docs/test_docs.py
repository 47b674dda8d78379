"""What the documentation shows is run, and what it lists is complete."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from renkei.cli.main import VERBS
from renkei.evidence.grade import Fit, Grade
from renkei.measures.approach import DIMENSIONS
from renkei.measures.register import MEASURES
from renkei.record.vocabulary import Kind

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """The renkei commands in the shell examples of a page, in order."""
    found: list[str] = []
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            words = line.split("&&")[-1].strip()
            if re.match(r"(\.venv/bin/)?renkei ", words):
                found.append(words.removeprefix(".venv/bin/"))
    return found


def test_commands_in_the_guide_and_readme_run(tmp_path: Path) -> None:
    shown = [*commands(README), *commands(GUIDE)]
    assert len(shown) >= 6
    for command in shown:
        words = shlex.split(command)[1:]
        if words[0] == "compare":
            words += ["--quick", "--force"]
        result = subprocess.run(
            [sys.executable, "-m", "renkei.cli.main", *words],
            cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        assert result.returncode == 0, f"{command}\n{result.stderr[-2000:]}"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_in_the_reference(verb: str) -> None:
    assert f"| `{verb}" in REFERENCE


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_in_the_reference_as_it_is_registered(name: str) -> None:
    m = MEASURES[name]
    unit = m.unit
    assert f"| `{name}` | {unit} | {m.better} | {m.gamed_by} | `{m.companion}` |" in REFERENCE


@pytest.mark.parametrize("name", sorted(DIMENSIONS))
def test_every_dimension_is_in_the_reference_as_it_is_computed(name: str) -> None:
    d = DIMENSIONS[name]
    assert f"| `{name}` | {d.formula} | {d.none} | {d.all} | {d.gamed_by} |" in REFERENCE


def test_every_kind_of_time_and_grade_is_in_the_reference() -> None:
    for kind in Kind:
        assert f"| {kind.name.lower().replace('_', ' ')} |" in REFERENCE
    for word in (*Grade, *Fit):
        assert f"`{word}`" in REFERENCE


def test_companions_are_measures() -> None:
    assert {m.companion for m in MEASURES.values()} <= set(MEASURES)


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_shows_what_compare_prints(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "renkei.cli.main", "compare", "us-japan"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    printed = [" ".join(line.split()) for line in result.stdout.splitlines()]
    (block,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines():
        words = " ".join(line.split())
        assert words in printed, words
    assert result.stdout.rstrip().endswith("us-japan-report.html")


def test_the_example_is_the_report_that_the_readme_says_it_is(tmp_path: Path) -> None:
    before = README[: README.index("docs/example/us-japan.html")]
    command = commands(before)[-1]
    assert command == "renkei compare us-japan --guarantees"
    subprocess.run(
        [sys.executable, "-m", "renkei.cli.main", *shlex.split(command)[1:]],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    made = (tmp_path / "us-japan-report.html").read_text(encoding="utf-8")
    example = (ROOT / "docs" / "example" / "us-japan.html").read_text(encoding="utf-8")
    assert made == example, f"renew docs/example: {command} --report …"
