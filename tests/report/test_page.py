"""The file as text: self-contained, escaped, ordered, the same every time."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from renkei.experiments.compare import Comparison
from renkei.explorer.proofs import Proved
from renkei.report.page import html
from tests.report.conftest import CLAIM, comparison_of

VOID = {"meta", "br", "rect", "line", "path", "circle", "polygon"}


class Tree(HTMLParser):
    """What the tests ask of the page: elements with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self.open), data))


@pytest.fixture(scope="module")
def tree(page: str) -> Tree:
    return Tree(page)


def test_every_element_is_closed_where_it_should(tree: Tree) -> None:
    assert tree.faults == []
    assert tree.open == []


def test_nothing_is_fetched_from_anywhere(page: str, tree: Tree) -> None:
    links = [a["href"] for _, a in tree.elements if a.get("href")]
    assert links and all(str(link).startswith("#") for link in links)
    assert not [t for t, a in tree.elements if "src" in a or t in ("script", "link", "iframe")]
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in page
    assert set(re.findall(r"url\((.)", page)) <= {"#"}


def test_every_link_leads_to_a_place_in_the_page(tree: Tree) -> None:
    ids = [a["id"] for _, a in tree.elements if "id" in a]
    assert len(ids) == len(set(ids)), "ids are unique"
    assert {str(a["href"])[1:] for t, a in tree.elements if t == "a"} <= set(ids)


def test_every_pattern_that_a_drawing_fills_with_is_defined(page: str, tree: Tree) -> None:
    ids = {a["id"] for _, a in tree.elements if "id" in a}
    assert set(re.findall(r"url\(#([\w-]+)\)", page)) <= ids


def test_headings_step_down_one_at_a_time(tree: Tree) -> None:
    levels = [int(t[1]) for t, _ in tree.elements if re.fullmatch(r"h[1-6]", t)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_every_figure_says_what_it_finds_and_shows_what_is_behind(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) > 10
    for figure in figures:
        caption = re.search(r"<figcaption>(.*?)</figcaption>", figure, re.DOTALL)
        assert caption and len(re.sub("<[^>]*>", "", caption[1])) > 20
        assert "<details>" in figure and "<table" in figure
        assert re.search(r'<svg[^>]*role="img"[^>]*aria-labelledby="', figure)


def test_every_drawing_is_named_and_described(page: str) -> None:
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        named = re.search(r'aria-labelledby="([\w-]+) ([\w-]+)"', drawing)
        assert named
        assert f'<title id="{named[1]}">' in drawing and f'<desc id="{named[2]}">' in drawing
        assert "<text" in drawing, "text stays text"


def test_every_table_has_a_caption_and_heads_with_scope(page: str) -> None:
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        assert "<caption>" in table
        assert all(re.search(r'scope="(col|row)"', th) for th in re.findall(r"<th\b[^>]*>", table))


def test_japanese_is_marked_as_japanese(page: str) -> None:
    body = re.sub(r"<(style|title|desc)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    bare = re.sub(r'<span lang="ja">.*?</span>', "", body, flags=re.DOTALL)
    assert "首相官邸" in page
    assert re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", bare) == []


def test_what_the_study_says_is_escaped(page: str) -> None:
    assert "&lt;not&gt;" in page and "<not>" not in page
    assert "&lt;public part&gt; &amp; annexes" in page
    assert "&lt;b&gt;halve" in page


def test_the_same_comparison_gives_the_same_bytes(
    comparison: Comparison, proved: Proved, page: str
) -> None:
    assert html(comparison, (CLAIM,), proved=proved) == page


def test_no_identity_of_the_machine_or_the_day_gets_in(page: str) -> None:
    assert str(Path.home()) not in page
    assert "2026-06-01" in page, "the date is the study's"


def test_the_first_page_keeps_its_order(page: str) -> None:
    front = page[page.index('class="front"') : page.index('class="contents"')]
    wanted = [
        "Does it matter who commands", "not a forecast", 'class="answer"', "Room to matter",
        "What each nation gives up", 'class="ladder"', "Answered in time, by deadline",
        "How good the evidence is",
        "Not modelled", "seed 1, 4 worlds × 5 replications",
    ]  # fmt: skip
    places = [front.index(w) for w in wanted]
    assert places == sorted(places)
    for words in ("assumptions that flip it", "joined or blind", "What it would take"):
        assert words in front
    assert front.count("not yet modelled") == 2


@pytest.mark.parametrize("word", ["deter ", "deters", "would have changed", "victory", "optimal"])
def test_it_never_claims_what_was_not_modelled(page: str, word: str) -> None:
    assert word not in page.lower()


def test_better_is_not_said_where_only_faster_is_known(page: str) -> None:
    bare = re.sub("<[^>]*>", " ", page)
    assert "is better" not in bare
    assert re.findall(r"better in (?:nearly all|most) worlds", bare) == []


def test_what_carries_no_grade_is_said_beside_the_grades(page: str) -> None:
    """In the evidence of the first page, and in the register."""
    evidence = page[page.index("How good the evidence is") : page.index('class="imprint"')]
    assert "numbers of people and levels of word carry no grade" in evidence
    limitations = page[page.index(">Limitations<") : page.index(">Assumptions<")]
    assert "working hours, numbers of people and levels of word are assumptions" in limitations
    assert "they carry no grade" in limitations


def test_null_checks_stand_apart(page: str) -> None:
    assert "equals A in every run, as a null check must" in page
    assert "Null checks (arrangements that ought to change nothing)" in page


def test_what_is_not_in_force_is_said_and_not_shown_as_zero(page: str) -> None:
    assert "Not in force here, so not simulated" in page


def test_a_small_study_without_rights_deadlines_or_options_has_a_page() -> None:
    text = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text("utf-8")
    page = html(comparison_of(text, worlds=2, replications=2))
    assert "nothing is compared with the baseline" in page
    assert Tree(page).faults == []


def test_the_front_charts_name_no_null_check(page: str) -> None:
    """It is explained further down only, and shares the baseline's line."""
    front = page[page.index('<section class="front"') : page.index('id="options"')]
    charts = front[front.index("Answered in time, by deadline") :]
    captions = re.findall(r"Lines: [^<]*baseline", charts)
    assert captions and not any("N1" in caption for caption in captions)
    assert not re.search(r">[^<]*N1[^<]*</text>", charts)
