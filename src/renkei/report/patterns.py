"""Fills told apart by pattern first and by hue second, so that grey print works."""

from __future__ import annotations

from collections.abc import Iterable

from renkei.report.markup import Html, joined, tag

FILLS: dict[str, tuple[str, str, str]] = {
    # name: background, ink, what is drawn on an 8 by 8 tile
    "blank": ("#ffffff", "#1a1a1a", ""),
    "solid": ("#8fb8b3", "#1a1a1a", ""),
    "pale": ("#e9e4d8", "#1a1a1a", ""),
    "dense": ("#cfe0dc", "#33605c", "M0 2H8M0 6H8"),
    "slant": ("#efe6cf", "#7a5a12", "M-2 2L2 -2M0 8L8 0M6 10L10 6"),
    "back": ("#e6dbe6", "#6d2f63", "M-2 6L2 10M0 0L8 8M6 -2L10 2"),
    "dots": ("#f3f1ea", "#595959", "M1 2h2M5 6h2"),
    "upright": ("#dfe6d6", "#4c6130", "M2 0V8M6 0V8"),
    "grid": ("#f0dfd3", "#8a4b00", "M0 4H8M4 0V8"),
    "cross": ("#e3e3e3", "#3d3d3d", "M0 0L8 8M0 8L8 0"),
    "steel": ("#b9b9b9", "#1a1a1a", ""),
}


def pattern_definitions(key: str, names: Iterable[str]) -> Html:
    """The patterns of one drawing; ``key`` keeps their ids apart from other drawings'."""
    return tag("defs", *(_pattern(f"{key}-{n}", *FILLS[n]) for n in names if FILLS[n][2]))


def _pattern(key: str, background: str, ink: str, path: str) -> Html:
    return tag(
        "pattern",
        joined([
            tag("rect", width=8, height=8, fill=background),
            tag("path", d=path, stroke=ink, stroke_width="1.1", fill="none"),
        ]),
        id=key, width=8, height=8, patternUnits="userSpaceOnUse",
    )  # fmt: skip


def fill(key: str, name: str) -> str:
    """What to fill with in the drawing of that key."""
    return f"url(#{key}-{name})" if FILLS[name][2] else FILLS[name][0]
