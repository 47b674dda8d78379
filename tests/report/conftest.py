"""One comparison and one page for all tests of the report, and the system's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from renkei.checks.study import check
from renkei.experiments.compare import Comparison, compare
from renkei.experiments.settings import Settings
from renkei.explorer.proofs import Proved, prove_all
from renkei.explorer.survey import Survey
from renkei.reading import read_text
from renkei.report.page import html

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HERE = Path(__file__).parent

CLAIM = SimpleNamespace(
    name="faster", says="A four-star in Japan would <b>halve</b> the time", by="An institute",
    date="2024-04-10", verdict="undecided", share=0.4, worlds=4,
    flips=("A disclosure review",), note="asked of the saturday-night scenario",
)  # fmt: skip


def comparison_of(text: str, **settings: Any) -> Comparison:
    checked = check(read_text({"study.yaml": text}))
    return compare(checked, settings=Settings(by="engine", **settings))


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    text = (HERE / "two_allies.yaml").read_text("utf-8")
    return comparison_of(text, worlds=4, replications=5)


def proved_of(comparison: Comparison) -> Proved:
    """Of every arrangement of its study."""
    checked = comparison.checked
    return prove_all(Survey(checked), sorted(checked.study.arrangements), unavailable=1)


@pytest.fixture(scope="session")
def proved(comparison: Comparison) -> Proved:
    return proved_of(comparison)


@pytest.fixture(scope="session")
def page(comparison: Comparison, proved: Proved) -> str:
    return html(comparison, (CLAIM,), proved=proved)


@pytest.fixture(scope="session")
def file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page, "utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
