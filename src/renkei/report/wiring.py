"""The layout of a wire diagram: boxes on a grid, lines in the gutters, never through a box."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING

BOX_WIDTH, BOX_HEIGHT, LEFT = 136.0, 58.0, 84.0
GAP, CHANNEL = 20.0, 6.0
LANE, EDGE = 7.0, 22.0
MOST_COLUMNS = 3
Point = tuple[float, float]
Bundle = tuple[str, bool]
"""A hub and whether its lines are of command."""


@dataclass(frozen=True, slots=True)
class Tie:
    """All relationships of one style between two headquarters; lines fan out from the hub."""

    hub: str
    """For command the superior, else the one with more such ties."""
    leaf: str
    relationships: tuple[str, ...]
    vertical: bool

    @property
    def bundle(self) -> tuple[str, bool]:
        """Ties of one hub and style share a trunk."""
        return self.hub, self.vertical


@dataclass(frozen=True, slots=True)
class Box:
    """A headquarters on the sheet."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Wire:
    """One drawn line from hub to leaf, with the place of its words at the leaf."""

    tie: Tie
    points: tuple[Point, ...]
    words_at: Point
    head: Point | None = None
    """Where the subordinate's end is, if a line of command does not run downwards."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole diagram."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    rows: tuple[tuple[str, float], ...]
    """Echelons of a row and its top."""
    nations: tuple[tuple[str, float, float], ...]
    """Nation (empty for shared), left end and right end of its columns."""
    width: float
    height: float


def ties_of(arrangement: Arrangement) -> list[Tie]:
    """Relationships gathered by pair and style, in order."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for name, r in sorted(arrangement.relationships.items()):
        known = r.from_ in arrangement.headquarters and r.to in arrangement.headquarters
        if known and r.from_ != r.to:
            vertical = MEANING[r.type].vertical
            a, b = (r.from_, r.to) if vertical else sorted((r.from_, r.to))
            found.setdefault((a, b, vertical), []).append(name)
    count = Counter(n for a, b, vertical in found if not vertical for n in (a, b))
    ties: list[Tie] = []
    for (a, b, vertical), names in found.items():
        turned = not vertical and (count[b], a) > (count[a], b)
        ties.append(Tie(b if turned else a, a if turned else b, tuple(names), vertical))
    return ties


def _levels(arrangement: Arrangement, ties: list[Tie]) -> dict[str, int]:
    """The row of each headquarters: the longest chain above it; one without a chain stands
    among those it is tied to."""
    names = sorted({n for t in ties for n in (t.hub, t.leaf)})
    level = dict.fromkeys(names, 0)
    for _ in names:
        for t in ties:
            if t.vertical and level[t.leaf] <= level[t.hub] < len(names):
                level[t.leaf] = level[t.hub] + 1
    chained = {n for t in ties if t.vertical for n in (t.hub, t.leaf)}
    for name in names:
        near = [
            level[other]
            for t in ties
            if name in (t.hub, t.leaf) and (other := t.leaf if name == t.hub else t.hub) in chained
        ]
        if name not in chained and near:
            level[name] = int(sum(near) / len(near) + 0.5)
    return level


def lay_out(arrangement: Arrangement, nations: list[str]) -> Sheet:
    """Places every headquarters that has a relationship, and leads the lines."""
    ties = ties_of(arrangement)
    level = _levels(arrangement, ties)

    def side(name: str) -> str:
        return arrangement.headquarters[name].nation or ""

    sides = [n for n in nations if any(side(h) == n for h in level)]
    if any(not side(h) for h in level):
        sides.insert((len(sides) + 1) // 2, "")
    members: dict[tuple[int, str], list[str]] = {}
    for name in level:
        members.setdefault((level[name], side(name)), []).append(name)
    columns = {
        s: max(min(MOST_COLUMNS, len(m)) for (_, own), m in members.items() if own == s)
        for s in sides
    }
    grid: dict[str, tuple[int, int]] = {}
    labels: list[str] = []
    for row in sorted(set(level.values())):
        deepest = first = 0
        for s in sides:
            own = sorted(members.get((row, s), []), key=lambda h: (_column(h, ties, grid), h))
            for index, name in enumerate(own):
                grid[name] = len(labels) + index // columns[s], first + index % columns[s]
                deepest = max(deepest, index // columns[s])
            first += columns[s]
        echelons = sorted({arrangement.headquarters[h].echelon for h in level if level[h] == row})
        labels += [", ".join(echelons)] + [""] * deepest
    return _Leader(ties, grid, labels, [(s, columns[s]) for s in sides]).sheet()


def _column(name: str, ties: list[Tie], grid: dict[str, tuple[int, int]]) -> float:
    """Mean column of those already placed that it is tied to."""
    near = [grid[t.hub][1] for t in ties if t.leaf == name and t.hub in grid]
    near += [grid[t.leaf][1] for t in ties if t.hub == name and t.leaf in grid]
    return sum(near) / len(near) if near else 99.0


class _Leader:
    """Leads lines: out of the hub, along a gutter, by a channel between columns, to the leaf."""

    def __init__(
        self, ties: list[Tie], grid: dict[str, tuple[int, int]], labels: list[str],
        sides: list[tuple[str, int]],
    ) -> None:  # fmt: skip
        self.ties, self.grid, self.labels, self.sides = ties, grid, labels, sides
        self.gap = self._gaps()
        count = sum(n for _, n in sides)
        users: dict[int, list[Bundle]] = {g: [] for g in range(count + 1)}
        for bundle, gap in self.gap.items():
            users[gap].append(bundle)
        self.x_of: list[float] = []
        self.channel: dict[Bundle, float] = {}
        x = LEFT
        for g in range(count + 1):
            for n, bundle in enumerate(users[g]):
                self.channel[bundle] = x + 7 + CHANNEL * n
            x += max(GAP, 14 + CHANNEL * max(len(users[g]) - 1, 0))
            self.x_of.append(x)
            x += BOX_WIDTH
        self.width = x - BOX_WIDTH + 4
        self.ports = self._ports()

    def _far(self, t: Tie) -> bool:
        """Whether boxes of another row stand between hub and leaf."""
        step = self.grid[t.leaf][0] - self.grid[t.hub][0]
        return step not in (-1, 0, 1)

    def _gaps(self) -> dict[Bundle, int]:
        """For each trunk the gap between columns beside its hub, on the side of most leaves."""
        leaves: dict[Bundle, list[int]] = {}
        for t in self.ties:
            if self._far(t):
                leaves.setdefault(t.bundle, []).append(self.grid[t.leaf][1])
        found: dict[Bundle, int] = {}
        for bundle, columns in leaves.items():
            own = self.grid[bundle[0]][1]
            found[bundle] = own + (1 if sum(columns) > own * len(columns) else 0)
        return found

    def _ends(self, t: Tie) -> tuple[str, str]:
        """The side of the box at which the line leaves the hub, and meets the leaf."""
        step = self.grid[t.leaf][0] - self.grid[t.hub][0]
        if step == 0:
            return "below", "below"
        return ("below", "above") if step > 0 else ("above", "below")

    def _ports(self) -> dict[tuple[object, str, str], float]:
        """Where on each side of a box a trunk leaves it or a line meets it."""
        wanted: dict[tuple[str, str], dict[object, list[int]]] = {}
        for i, t in enumerate(self.ties):
            out, into = self._ends(t)
            hub, leaf = self.grid[t.hub][1], self.grid[t.leaf][1]
            wanted.setdefault((t.hub, out), {}).setdefault(t.bundle, []).append(leaf)
            wanted.setdefault((t.leaf, into), {})[i] = [hub]
        found: dict[tuple[object, str, str], float] = {}
        for (name, edge), keys in wanted.items():
            ordered = sorted(keys, key=lambda k: (sum(keys[k]) / len(keys[k]), str(k)))
            for n, key in enumerate(ordered):
                x = self.x_of[self.grid[name][1]] + BOX_WIDTH / (len(ordered) + 1) * (n + 1)
                found[key, name, edge] = round(x, 1)
        return found

    def _runs(self, i: int, t: Tie) -> list[tuple[int, float, float]]:
        """The runs of a line along gutters: (gutter below row, from x, to x)."""
        out, into = self._ends(t)
        start, end = self.ports[t.bundle, t.hub, out], self.ports[i, t.leaf, into]
        first = self.grid[t.hub][0] - (out == "above")
        last = self.grid[t.leaf][0] - (into == "above")
        if not self._far(t):
            return [(first, start, end)]
        at = self.channel[t.bundle]
        return [(first, start, at), (last, at, end)]

    def _lanes(self) -> tuple[dict[tuple[int, Bundle], int], list[int]]:
        """A lane for each trunk in each gutter, and the number of lanes of each gutter."""
        spans: dict[tuple[int, Bundle], list[float]] = {}
        for i, t in enumerate(self.ties):
            for gutter, a, b in self._runs(i, t):
                spans.setdefault((gutter, t.bundle), []).extend((a, b))
        taken: dict[int, list[list[tuple[float, float]]]] = {}
        lane: dict[tuple[int, Bundle], int] = {}
        for key in sorted(spans, key=lambda k: (max(spans[k]) - min(spans[k]), str(k))):
            low, high = min(spans[key]) - 5, max(spans[key]) + 5
            lanes = taken.setdefault(key[0], [])
            free = (n for n, t in enumerate(lanes) if all(high < a or low > b for a, b in t))
            number = next(free, len(lanes))
            if number == len(lanes):
                lanes.append([])
            lanes[number].append((low, high))
            lane[key] = number
        return lane, [len(taken.get(g, [])) for g in range(len(self.labels))]

    def sheet(self) -> Sheet:
        """The finished sheet."""
        lane, counts = self._lanes()
        tops, y = [], 40.0
        for lanes in counts:
            tops.append(y)
            y += BOX_HEIGHT + 2 * EDGE + LANE * max(lanes - 1, 0)

        def height(gutter: int, bundle: Bundle) -> float:
            return tops[gutter] + BOX_HEIGHT + EDGE - 6 + LANE * lane[gutter, bundle]

        wires: list[Wire] = []
        for i, t in enumerate(self.ties):
            out, into = self._ends(t)
            hub_top, leaf_top = tops[self.grid[t.hub][0]], tops[self.grid[t.leaf][0]]
            runs = self._runs(i, t)
            points = [(runs[0][1], hub_top + (BOX_HEIGHT if out == "below" else 0.0))]
            for gutter, a, b in runs:
                points += [(a, height(gutter, t.bundle)), (b, height(gutter, t.bundle))]
            end = (runs[-1][2], leaf_top + (BOX_HEIGHT if into == "below" else 0.0))
            words = (end[0] + 3, end[1] + (11 if into == "below" else -5))
            head = end if t.vertical and into == "below" else None
            wires.append(Wire(t, (*points, end), words, head))
        bounds: list[tuple[str, float, float]] = []
        first = 0
        for s, count in self.sides:
            bounds.append((s, self.x_of[first], self.x_of[first + count - 1] + BOX_WIDTH))
            first += count
        boxes = tuple(Box(n, self.x_of[c], tops[r]) for n, (r, c) in self.grid.items())
        rows = tuple(zip(self.labels, tops, strict=True))
        return Sheet(boxes, tuple(wires), rows, tuple(bounds), self.width, y)
