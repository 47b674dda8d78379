"""Charts of shares in time over deadlines, drawn by Vega-Lite without a browser."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.report.markup import Html, plain

Floats = NDArray[np.float64]
INK, QUIET, GRID, PAPER = "#1a1a1a", "#595959", "#e2e2e2", "#ffffff"
LINES = (
    (INK, [1, 0]),
    ("#0b5d5d", [7, 3]),
    ("#8a4b00", [2, 2]),
    ("#6d2f63", [9, 3, 2, 3]),
)
"""Colour and dash of each line; the dash alone tells them apart."""
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
POINTS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: sorted seconds to the answer over all runs, infinite where it never came."""

    label: str
    times: Floats


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves of one thread in one scenario."""

    key: str
    title: str
    description: str
    lines: tuple[Line, ...]
    deadline_s: float | None
    band: tuple[Floats, Floats, Floats] | None = None
    """Seconds, and the lowest and highest share in nine worlds of ten, for the first line."""
    width: int = 214
    height: int = 150


def share_by(times: Floats, at: Floats) -> Floats:
    """Share of sorted times that are not above each deadline."""
    return np.searchsorted(times, at, side="right") / max(len(times), 1)


def horizon_s(lines: Sequence[Floats], deadline_s: float | None) -> float:
    """Where the axis of deadlines ends: nearly all answers and the marked deadline are in."""
    ends = [deadline_s * 1.4] if deadline_s else []
    for times in lines:
        finite = times[np.isfinite(times)]
        if len(finite):
            ends.append(float(finite[int(0.97 * (len(finite) - 1))]) * 1.05)
    return max(ends, default=3600.0)


def unit_of(seconds: float) -> tuple[float, str]:
    """Size in seconds and name of the axis unit."""
    if seconds > 4 * 86_400:
        return 86_400.0, "days"
    if seconds > 5_400:
        return 3_600.0, "hours"
    return 60.0, "minutes"


def _dodged(
    wanted: list[float], half: list[float], gap: float, low: float, high: float
) -> list[float]:
    """Places as near as can be to those wanted, no two nearer than a gap; the sooner on top."""
    order = sorted(range(len(wanted)), key=lambda i: (round(wanted[i], 2), -half[i], -i))
    placed = [0.0] * len(wanted)
    last = low - gap
    for i in order:
        last = placed[i] = max(wanted[i], last + gap)
    over = max(0.0, last - high)
    last = math.inf
    for i in reversed(order):
        placed[i] = min(placed[i] - (over if placed[i] > high else 0.0), last - gap, high)
        last = placed[i]
    return placed


def _spec(chart: Chart) -> dict[str, Any]:
    end = horizon_s([line.times for line in chart.lines], chart.deadline_s)
    size, unit = unit_of(end)
    at = np.linspace(0.0, end, POINTS)
    ends = [float(share_by(line.times, at[-1:])[0]) for line in chart.lines]
    half = [float(line.times[(len(line.times) - 1) // 2]) for line in chart.lines]
    heights = _dodged(ends, half, 14 / chart.height, 0.0, 1.02)
    x = {"field": "x", "type": "quantitative", "scale": {"domain": [0, end / size], "nice": False},
         "axis": {"title": f"Deadline, {unit} after the start", "tickCount": 5}}  # fmt: skip
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, 1]},
         "axis": {"title": "Share of runs in time", "format": "%",
                  "values": [0, 0.25, 0.5, 0.75, 1]}}  # fmt: skip
    layers: list[dict[str, Any]] = []
    if chart.band is not None:
        seconds, low, high = chart.band
        values = [
            {"x": round(s / size, 4), "y": round(a, 4), "z": round(b, 4)}
            for s, a, b in zip(seconds.tolist(), low.tolist(), high.tolist(), strict=True)
            if s <= end
        ]
        layers.append({
            "data": {"values": values}, "mark": {"type": "area", "color": "#d9d9d9", "clip": True},
            "encoding": {"x": x, "y": y, "y2": {"field": "z"}},
        })  # fmt: skip
    if chart.deadline_s is not None:
        mark = chart.deadline_s / size
        right = mark > 0.6 * end / size
        layers.append({
            "data": {"values": [{"x": mark}]},
            "mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": x},
        })  # fmt: skip
        layers.append({
            "data": {"values": [{"x": mark, "t": "deadline (assumed)"}]},
            "mark": {"type": "text", "color": QUIET, "fontSize": 10.5, "y": -7,
                     "align": "right" if right else "left"},
            "encoding": {"x": x, "text": {"field": "t"}},
        })  # fmt: skip
    for line, (colour, dash) in zip(chart.lines, LINES, strict=False):
        shares = share_by(line.times, at)
        values = [
            {"x": round(s / size, 4), "y": round(p, 4)}
            for s, p in zip(at.tolist(), shares.tolist(), strict=True)
        ]
        layers.append({
            "data": {"values": values},
            "mark": {"type": "line", "color": colour, "strokeDash": dash, "strokeWidth": 1.8},
            "encoding": {"x": x, "y": y},
        })  # fmt: skip
    for line, height, (colour, dash) in zip(chart.lines, heights, LINES, strict=False):
        data = {"values": [{"y": height, "t": line.label}]}
        layers.append({
            "data": data,
            "mark": {"type": "rule", "color": colour, "strokeDash": dash, "strokeWidth": 1.8},
            "encoding": {"x": {"value": chart.width + 4}, "x2": {"value": chart.width + 26},
                         "y": y},
        })  # fmt: skip
        layers.append({
            "data": data,
            "mark": {"type": "text", "align": "left", "color": colour, "fontSize": 11,
                     "fontWeight": "bold"},
            "encoding": {"x": {"value": chart.width + 30}, "y": y, "text": {"field": "t"}},
        })  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": chart.width, "height": chart.height, "layer": layers,
        # Browsers draw a bold letter up to a pixel wider than Vega reckons.
        "padding": {"left": 4, "top": 4, "bottom": 4,
                    "right": 4 + max(len(line.label) for line in chart.lines)},
        "config": {
            "aria": False, "font": FONT, "background": PAPER,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "titleColor": INK, "gridColor": GRID, "labelFontSize": 10.5,
                     "titleFontSize": 10.5, "titleFontWeight": "normal", "domainColor": QUIET,
                     "tickColor": QUIET},
        },
    }  # fmt: skip


_OPENING = re.compile(r"<svg[^>]*>")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_ROLE = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_ID = re.compile(r'(id="|url\(#)([\w-]+)')


def drawn(charts: Sequence[Chart]) -> list[Html]:
    """The charts as inline drawings."""
    import vl_convert  # loads a JavaScript engine, so only when something is drawn

    return [_inline(chart, vl_convert.vegalite_to_svg(_spec(chart))) for chart in charts]


def _inline(chart: Chart, drawing: str) -> Html:
    opening = _OPENING.search(drawing)
    size = _SIZE.search(drawing)
    assert opening is not None and size is not None, "Vega draws an SVG with its size"
    numbers: dict[str, int] = {}  # Vega counts on from chart to chart; every page counts anew

    def own(found: re.Match[str]) -> str:
        return f"{found[1]}{chart.key}-{numbers.setdefault(found[2], len(numbers))}"

    inner = _ID.sub(own, _ROLE.sub("", drawing[opening.end() :]))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[1]} {size[2]}" '
        f'width="{size[1]}" height="{size[2]}" role="img" class="chart" '
        f'aria-labelledby="{chart.key}-t {chart.key}-d">'
        f'<title id="{chart.key}-t">{plain(chart.title)}</title>'
        f'<desc id="{chart.key}-d">{plain(chart.description)}</desc>'
    )
    return Html(head + inner)
