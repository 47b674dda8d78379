"""The layout of a wire diagram: boxes on a grid, lines in the gutters, never through a box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING

BOX_WIDTH, BOX_HEIGHT, GAP, LEFT = 150.0, 58.0, 26.0, 84.0
LANE, EDGE = 8.0, 24.0
MOST_COLUMNS = 3
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tie:
    """All relationships of one style from one headquarters to another."""

    upper: str
    lower: str
    relationships: tuple[str, ...]
    vertical: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A headquarters on the sheet."""

    name: str
    row: int
    column: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Wire:
    """One drawn line, with the place of its words at the lower end."""

    tie: Tie
    points: tuple[Point, ...]
    words_at: Point
    head: Point | None = None
    """Where the subordinate's end is, if the line of command does not run downwards."""


@dataclass(slots=True)
class Sheet:
    """A whole diagram."""

    boxes: dict[str, Box]
    wires: list[Wire]
    rows: list[tuple[str, float]]
    """Echelon and the top of its row."""
    nations: list[tuple[str, float, float]]
    """Nation (empty for shared), left end and right end of its columns."""
    width: float
    height: float


@dataclass(slots=True)
class _Lanes:
    """Who runs where in one gutter."""

    spans: list[list[tuple[float, float]]] = field(default_factory=list)
    lane_of: dict[object, int] = field(default_factory=dict)

    def take(self, key: object, low: float, high: float) -> None:
        """Gives a run the first lane that is free over its whole length."""
        for index, taken in enumerate(self.spans):
            if all(high + 6 < a or low - 6 > b for a, b in taken):
                taken.append((low, high))
                self.lane_of[key] = index
                return
        self.lane_of[key] = len(self.spans)
        self.spans.append([(low, high)])


def ties_of(arrangement: Arrangement) -> list[Tie]:
    """Relationships gathered by pair and style, in order."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for name, r in sorted(arrangement.relationships.items()):
        known = r.from_ in arrangement.headquarters and r.to in arrangement.headquarters
        if known and r.from_ != r.to:
            found.setdefault((r.from_, r.to, MEANING[r.type].vertical), []).append(name)
    return [Tie(a, b, tuple(names), vertical) for (a, b, vertical), names in found.items()]


def _depths(names: Iterable[str], ties: list[Tie]) -> dict[str, int]:
    """Length of the longest chain above each headquarters."""
    depth = dict.fromkeys(names, 0)
    for _ in depth:
        changed = False
        for t in ties:
            if t.vertical and depth[t.lower] < depth[t.upper] + 1 <= len(depth):
                depth[t.lower] = depth[t.upper] + 1
                changed = True
        if not changed:
            break
    return depth


def echelons_of(arrangements: Iterable[Arrangement]) -> list[str]:
    """Echelons from the top, by the mean length of the chains above their headquarters in all
    the arrangements, so that the rows keep their order from sheet to sheet."""
    found: dict[str, list[int]] = {}
    for arrangement in arrangements:
        ties = [t for t in ties_of(arrangement) if t.vertical]
        depth = _depths(sorted({n for t in ties for n in (t.upper, t.lower)}), ties)
        for name, length in depth.items():
            found.setdefault(arrangement.headquarters[name].echelon, []).append(length)
    return sorted(found, key=lambda e: (sum(found[e]) / len(found[e]), e))


def _rows(
    arrangement: Arrangement, names: list[str], order: list[str]
) -> list[tuple[str, list[str]]]:
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(arrangement.headquarters[name].echelon, []).append(name)
    known = {e: i for i, e in enumerate(order)}
    return [(e, members[e]) for e in sorted(members, key=lambda e: (known.get(e, 99), e))]


def _side(arrangement: Arrangement, name: str) -> str:
    return arrangement.headquarters[name].nation or ""


def lay_out(arrangement: Arrangement, nations: list[str], order: list[str]) -> Sheet:
    """Places every headquarters that has a relationship, and leads the lines."""
    ties = ties_of(arrangement)
    names = sorted({n for t in ties for n in (t.upper, t.lower)})
    sides = [n for n in nations if any(_side(arrangement, h) == n for h in names)]
    if any(not _side(arrangement, h) for h in names):
        sides.insert((len(sides) + 1) // 2, "")
    echelons = _rows(arrangement, names, order)
    columns = {
        s: max(
            min(MOST_COLUMNS, sum(_side(arrangement, h) == s for h in members))
            for _, members in echelons
        )
        for s in sides
    }
    grid: dict[str, tuple[int, int]] = {}
    labels: list[str] = []
    for echelon, members in echelons:
        deepest = 0
        first = 0
        for s in sides:
            own = sorted(
                (h for h in members if _side(arrangement, h) == s),
                key=lambda h: (_parent_column(h, ties, grid), h),
            )
            width = columns[s]
            for index, name in enumerate(own):
                grid[name] = len(labels) + index // width, first + index % width
                deepest = max(deepest, index // width)
            first += width
        labels += [echelon] + [""] * deepest
    return _lines(grid, labels, ties, [(s, columns[s]) for s in sides])


def _parent_column(name: str, ties: list[Tie], grid: dict[str, tuple[int, int]]) -> float:
    above = [grid[t.upper][1] for t in ties if t.lower == name and t.upper in grid]
    return sum(above) / len(above) if above else 99.0


def _lines(
    grid: dict[str, tuple[int, int]], labels: list[str], ties: list[Tie],
    sides: list[tuple[str, int]],
) -> Sheet:  # fmt: skip
    x_of = [LEFT + c * (BOX_WIDTH + GAP) for c in range(sum(n for _, n in sides))]
    ends = [_by_height(t, grid) for t in ties]
    ports = _ports(ends, grid, x_of)
    lanes = [_Lanes() for _ in labels]
    channel: dict[tuple[int, int], float] = {}
    used: dict[int, int] = {}
    for i, (high, low, same) in enumerate(ends):
        (top, _), (bottom, column) = grid[high], grid[low]
        start, end = ports[i, "high"], ports[i, "low"]
        if same or bottom == top + 1:
            lanes[top].take(_trunk(i, ties, high, same), *sorted((start, end)))
            continue
        gap = column if start <= end else column + 1
        count = used[gap] = used.get(gap, 0) + 1
        at = LEFT + gap * (BOX_WIDTH + GAP) - GAP / 2 + (count // 2) * 4 * (-1 if count % 2 else 1)
        channel[i, 0] = at
        lanes[top].take((i, "down"), *sorted((start, at)))
        lanes[bottom - 1].take((i, "in"), *sorted((at, end)))
    tops, y = [], 40.0
    for lane in lanes:
        tops.append(y)
        y += BOX_HEIGHT + 2 * EDGE + LANE * max(len(lane.spans) - 1, 0)
    boxes = {n: Box(n, r, c, x_of[c], tops[r]) for n, (r, c) in grid.items()}

    def lane_y(row: int, key: object) -> float:
        return tops[row] + BOX_HEIGHT + EDGE - 6 + LANE * lanes[row].lane_of[key]

    wires: list[Wire] = []
    for i, (high, low, same) in enumerate(ends):
        (top, _), (bottom, _) = grid[high], grid[low]
        start, end = ports[i, "high"], ports[i, "low"]
        first = (start, tops[top] + BOX_HEIGHT)
        last = (end, tops[bottom] + (BOX_HEIGHT if same else 0.0))
        if same or bottom == top + 1:
            across = lane_y(top, _trunk(i, ties, high, same))
            points: tuple[Point, ...] = (first, (start, across), (end, across), last)
        else:
            y1, y2, at = lane_y(top, (i, "down")), lane_y(bottom - 1, (i, "in")), channel[i, 0]
            points = (first, (start, y1), (at, y1), (at, y2), (end, y2), last)
        words = (end + 3, last[1] + 11) if same else (end + 3, last[1] - 5)
        upside = ties[i].vertical and (same or ties[i].lower == high)
        head = (last if ties[i].lower == low else first) if upside else None
        wires.append(Wire(ties[i], points, words, head))
    bounds: list[tuple[str, float, float]] = []
    first_column = 0
    for s, count in sides:
        left, right = x_of[first_column], x_of[first_column + count - 1] + BOX_WIDTH
        bounds.append((s, left, right))
        first_column += count
    rows = [(label, tops[r]) for r, label in enumerate(labels)]
    return Sheet(boxes, wires, rows, bounds, x_of[-1] + BOX_WIDTH + GAP if x_of else 0.0, y)


def _trunk(i: int, ties: list[Tie], high: str, same: bool) -> object:
    """Lines of one style down from one headquarters share a lane, like a bus."""
    return i if same else ("trunk", high, ties[i].vertical)


def _by_height(t: Tie, grid: dict[str, tuple[int, int]]) -> tuple[str, str, bool]:
    """(higher end, lower end, whether both stand in one row)."""
    up, down = grid[t.upper][0], grid[t.lower][0]
    if up == down:
        return t.upper, t.lower, True
    return (t.upper, t.lower, False) if up < down else (t.lower, t.upper, False)


def _ports(
    ends: list[tuple[str, str, bool]], grid: dict[str, tuple[int, int]], x_of: list[float]
) -> dict[tuple[int, str], float]:
    """Where on the box each line begins and ends, spread over its side without crossing."""
    below: dict[str, list[tuple[int, str, str]]] = {}
    above: dict[str, list[tuple[int, str, str]]] = {}
    for i, (high, low, same) in enumerate(ends):
        below.setdefault(high, []).append((i, "high", low))
        (below if same else above).setdefault(low, []).append((i, "low", high))
    found: dict[tuple[int, str], float] = {}
    for side in (below, above):
        for name, entries in side.items():
            ordered = sorted(entries, key=lambda e: (grid[e[2]][1], e[0]))
            for index, (i, end, _) in enumerate(ordered):
                step = BOX_WIDTH / (len(ordered) + 1)
                found[i, end] = round(x_of[grid[name][1]] + step * (index + 1), 1)
    return found
