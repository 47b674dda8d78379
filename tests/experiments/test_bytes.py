"""The same answer to the byte: over runs, workers, order of the files, engine and kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import yaml

from renkei.checks.study import check
from renkei.experiments.compare import compare
from renkei.experiments.document import document
from renkei.experiments.settings import Settings
from renkei.library import shelf
from renkei.reading.ordering import CONDITIONS, UNORDERED, UNORDERED_INSIDE
from renkei.reading.study import read, read_text

STUDY = shelf.path("us-japan")


def turn(node: yaml.Node, field: str = "", parent: str = "", condition: bool = False) -> None:
    """Turns every mapping and every unordered list the other way round; scalars stay."""
    condition = condition or field in CONDITIONS
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            turn(value, key.value, field, condition)
        node.value.reverse()
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            turn(item, field, parent, condition)
        if condition or field in UNORDERED or parent in UNORDERED_INSIDE:
            node.value.reverse()


def reversed_files() -> dict[str, str]:
    """The study with every file turned round."""
    files: dict[str, str] = {}
    for path in sorted(STUDY.rglob("*")):
        text = path.read_text(encoding="utf-8") if path.suffix in (".yaml", ".bib") else ""
        if path.suffix == ".yaml":
            node = yaml.compose(text, yaml.SafeLoader)
            assert node is not None
            turn(node)
            text = yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=10_000)
        if text:
            files[str(path.relative_to(STUDY))] = text
    return files


def run(*words: str, cwd: Path) -> bytes:
    """What a command prints, in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "renkei.cli.main", *words], cwd=cwd, capture_output=True,
        check=True, timeout=300, env={**os.environ, "PYTHONHASHSEED": "random"},
    )  # fmt: skip
    return result.stdout


COMMAND = ("compare", "us-japan", "--worlds", "6", "--replications", "8", "--seed", "7", "--json")


@cache
def printed(workers: str) -> bytes:
    """The document, printed by a process with so many workers."""
    return run(*COMMAND, "--workers", workers, cwd=STUDY.parent.parent)


def test_workers_and_runs_change_no_byte(tmp_path: Path) -> None:
    assert printed("1") == printed("2")
    assert run(*COMMAND, "--workers", "2", cwd=tmp_path) == printed("1")


def test_the_order_of_the_files_changes_no_byte(tmp_path: Path) -> None:
    files = reversed_files()
    original = (STUDY / "arrangements" / "parallel-2024.yaml").read_text(encoding="utf-8")
    assert files["arrangements/parallel-2024.yaml"].split()[0] != original.split()[0]
    for name, text in files.items():
        target = tmp_path / "turned" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    words = ["turned" if w == "us-japan" else w for w in COMMAND]
    assert run(*words, cwd=tmp_path) == printed("1")


def test_engine_and_kernel_give_the_same_document() -> None:
    checked = check(read(STUDY))
    cells = {"threads": ("counterstrike",), "scenarios": ("saturday-0300-tokyo",)}
    found = [
        document(
            compare(checked, settings=Settings(worlds=2, replications=3, seed=7, by=by), **cells)  # type: ignore[arg-type]
        )
        for by in ("engine", "kernel")
    ]
    assert json.dumps(found[0]) == json.dumps(found[1])


def test_another_seed_is_another_answer() -> None:
    checked = check(read(STUDY))
    cells = {"threads": ("counterstrike",), "scenarios": ("saturday-0300-tokyo",)}
    rows = [
        document(
            compare(checked, settings=Settings(worlds=2, replications=3, seed=seed), **cells)  # type: ignore[arg-type]
        )["results"]
        for seed in (7, 8)
    ]
    assert rows[0] != rows[1]


def test_a_study_turned_round_says_the_same() -> None:
    assert read_text(reversed_files()) == read(STUDY)
