"""The page in the system's Chromium: accessible, narrow, on one sheet, with every sign shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from renkei.report.style import CSS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_file() -> Path:
    """Where axe-core lies; the tests fail, with what to do, where it does not."""
    named = os.environ.get("RENKEI_AXE")
    path = Path(named) if named else ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.fail(
            f"no axe-core at {path}: run `npm install --no-save axe-core` in the repository, or "
            "set RENKEI_AXE to an axe.min.js"
        )
    return path


def opened(browser: Any, file: Path, width: int, *, media: str = "screen") -> Any:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.emulate_media(media=media)
    tab.goto(file.as_uri())
    return tab


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(browser: Any, file: Path, width: int) -> None:
    tab = opened(browser, file, width)
    # What is folded away is read as well.
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tab.add_script_tag(path=str(axe_file()))
    found = tab.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        RULES,
    )
    tab.close()
    serious = [
        (v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_itself_never_scrolls_sideways(browser: Any, file: Path, width: int) -> None:
    tab = opened(browser, file, width)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_a_drawing_shows_every_nation_without_scrolling(browser: Any) -> None:
    """On a usual screen; those of the study that the documentation shows are the widest."""
    tab = opened(browser, ROOT / "docs" / "example" / "us-japan.html", 1280)
    style = f"<style>{CSS}</style>"  # as reports have it now
    tab.evaluate("s => document.head.insertAdjacentHTML('beforeend', s)", style)
    found = tab.evaluate(
        "[...document.querySelectorAll('.wire .scroll')].map(s => [s.scrollWidth - s.clientWidth,"
        "s.getBoundingClientRect().left >= 0, s.getBoundingClientRect().right <= innerWidth])"
    )
    assert len(found) >= 6 and all(row == [0, True, True] for row in found)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    tab.close()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_what_is_not_proved_stands_out_in_grey_as_well(
    browser: Any, file: Path, media: str
) -> None:
    tab = opened(browser, file, 1280, media=media)
    found = tab.evaluate(
        """() => [...document.querySelectorAll('.rungs td')].filter(
          td => /proved|broken|open/.test(td.textContent)).map(td => [
            /broken|open/.test(td.textContent), getComputedStyle(td).backgroundColor,
            getComputedStyle(td).printColorAdjust, td.querySelector('b') !== null])"""
    )
    tab.close()
    grey, plain = "rgb(226, 226, 226)", "rgba(0, 0, 0, 0)"
    assert {less for less, *_ in found} == {True, False}
    for less, background, adjust, bold in found:
        assert background == (grey if less else plain) and bold == less
        assert not less or adjust == "exact"


def test_it_asks_for_nothing_but_itself(browser: Any, file: Path) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    tab.wait_for_load_state("load")
    assert asked == [file.as_uri()]
    tab.close()


@pytest.mark.parametrize("example", [False, True])
def test_the_first_page_is_one_sheet_of_paper(browser: Any, file: Path, example: bool) -> None:
    """Also that of the report that the documentation shows."""
    file = ROOT / "docs" / "example" / "us-japan.html" if example else file
    # A4 less the margins of @page, at 96 dots an inch.
    tab = opened(browser, file, round(180 / 25.4 * 96), media="print")
    height = tab.evaluate("document.querySelector('.front').getBoundingClientRect().height")
    tab.close()
    assert height <= (297 - 13 - 14) / 25.4 * 96


def test_what_is_folded_away_is_open_on_paper(browser: Any, file: Path) -> None:
    tab = opened(browser, file, 680, media="print")
    heights = tab.evaluate(
        "[...document.querySelectorAll('#register, #options')].flatMap(h => [...h.parentElement"
        ".querySelectorAll('details table')]).map(t => t.getBoundingClientRect().height)"
    )
    tab.close()
    assert heights and min(heights) > 10


def test_every_japanese_sign_is_shown(browser: Any, file: Path) -> None:
    """A sign that no font has is drawn as the same box as one that cannot exist."""
    tab = opened(browser, file, 1280)
    missing = tab.evaluate(
        """() => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 48;
          const pen = canvas.getContext('2d', {willReadFrequently: true});
          const drawn = (sign, family) => {
            pen.clearRect(0, 0, 48, 48);
            pen.font = `32px ${family}`;
            pen.fillText(sign, 4, 36);
            return Array.from(pen.getImageData(0, 0, 48, 48).data).join();
          };
          const lost = new Set();
          for (const span of document.querySelectorAll('[lang=ja]')) {
            const family = getComputedStyle(span).fontFamily;
            const box = drawn('\\u{10FFFD}', family);
            for (const sign of span.textContent)
              if (drawn(sign, family) === box) lost.add(sign);
          }
          return [document.querySelectorAll('[lang=ja]').length, [...lost]];
        }"""
    )
    tab.close()
    assert missing[0] > 5
    assert missing[1] == []


def test_words_in_drawings_stay_inside_them(browser: Any, file: Path) -> None:
    tab = opened(browser, file, 1280)
    outside = tab.evaluate(
        """() => [...document.querySelectorAll('svg')].flatMap(svg => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter(text => {
            const at = text.getBoundingClientRect();
            return at.width && (at.left < frame.left - 2 || at.right > frame.right + 2
              || at.top < frame.top - 2 || at.bottom > frame.bottom + 2);
          }).map(text => text.textContent);
        })"""
    )
    tab.close()
    assert outside == []


CAPTIONS = """() => [...document.querySelectorAll('.scroll > table > caption')].map(caption => {
  const frame = caption.closest('.scroll');
  const seen = left => {
    frame.scrollLeft = left;
    const text = document.createRange();
    text.selectNodeContents(caption);
    const lines = [...text.getClientRects()].filter(r => r.width);
    const edge = frame.getBoundingClientRect();
    return {
      left: Math.min(...lines.map(r => r.left)) - edge.left,
      right: edge.right - Math.max(...lines.map(r => r.right)),
    };
  };
  const before = seen(0), after = seen(frame.scrollWidth);
  return {
    words: caption.textContent.slice(0, 60), wide: frame.scrollWidth > frame.clientWidth,
    moved: frame.scrollLeft, left: Math.min(before.left, after.left),
    right: Math.min(before.right, after.right),
    narrower: caption.parentElement.clientWidth - caption.getBoundingClientRect().width,
    limited: !!caption.closest('.matrix'),
  };
})"""


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_captions_are_read_whole_however_far_a_table_is_scrolled(
    browser: Any, file: Path, width: int
) -> None:
    tab = opened(browser, file, width)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    captions = tab.evaluate(CAPTIONS)
    tab.close()
    scrolled = [c for c in captions if c["wide"] and c["moved"] > 10]
    assert len(scrolled) > (20 if width < 1280 else 0), "tables are wider than their frames"
    cut = [c["words"] for c in captions if c["left"] < -0.5 or c["right"] < -0.5]
    assert cut == []


@pytest.mark.parametrize(("width", "media"), [(1280, "screen"), (680, "print")])
def test_where_a_table_fits_its_caption_is_as_wide_as_it(
    browser: Any, file: Path, width: int, media: str
) -> None:
    tab = opened(browser, file, width, media=media)
    captions = [c for c in tab.evaluate(CAPTIONS) if not c["wide"] and not c["limited"]]
    tab.close()
    assert len(captions) > 10
    assert [c["words"] for c in captions if abs(c["narrower"]) > 1] == []
