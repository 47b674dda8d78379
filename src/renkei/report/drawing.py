"""Draws one wire diagram: boxes with trigraph and pattern, lines with words, a legend always."""

from __future__ import annotations

from renkei.model.arrangement import Arrangement
from renkei.model.relationship import Authority, Relationship
from renkei.model.state import ALWAYS
from renkei.report.contents import Contents
from renkei.report.markup import Html, joined, label, svg, tag
from renkei.report.patterns import fill, pattern_definitions
from renkei.report.wiring import BOX_HEIGHT, BOX_WIDTH, Box, Sheet, Wire

SHORT: dict[Authority, str] = {
    Authority.COMMAND: "CMD", Authority.PARTIAL_COMMAND: "part CMD", Authority.SUPPORT: "SUP",
    Authority.SUPPORT_BY_AGREEMENT: "SUP agr.", Authority.COORDINATING: "COORD",
    Authority.LIAISON: "LNO", Authority.POLITICAL: "POL", Authority.JOINT_POLITICAL: "joint POL",
}  # fmt: skip
_NATION_FILLS = ("slant", "upright", "grid", "back", "dense", "cross")
_LEAST = 720.0
"""The narrowest sheet that its legend fits on."""
BROAD = 900.0
"""Wider sheets lie on their side on paper."""
_ACCENT, _INK = "#0b5d5d", "#1a1a1a"


def changed_by(name: str, r: Relationship, base: Arrangement) -> bool:
    """Whether a relationship is new or other than the baseline's of that name."""
    old = base.relationships.get(name)
    return old is None or (old.from_, old.to, old.type, old.forces, old.when, old.granted_by) != (
        r.from_, r.to, r.type, r.forces, r.when, r.granted_by,
    )  # fmt: skip


def holds_at_times(r: Relationship) -> bool:
    """Whether a relationship holds in some states only, or only while it is granted."""
    return r.when != ALWAYS or r.granted_by is not None


def drawing(
    c: Contents, noun: Arrangement, base: Arrangement, sheet: Sheet, key: str, finding: str
) -> Html:
    """The diagram; what is not as in ``base`` is drawn heavy."""
    nations = [n for n, _, _ in sheet.nations if n]
    order = list(c.study.nations)
    fills = {n: _NATION_FILLS[order.index(n) % len(_NATION_FILLS)] for n in nations}
    parts: list[Html] = [pattern_definitions(key, sorted({*fills.values(), "dots"}))]
    for nation, left, right in sheet.nations:
        title = c.study.nations[nation].title if nation else "Shared"
        words = f"{title} ({nation})" if nation else title
        middle = (left + right) / 2
        parts.append(label(middle, 16, words, class_="svg-strong", text_anchor="middle"))
    for echelon, top in sheet.rows:
        for n, line in enumerate(_cut(echelon, 13, 5)):
            parts.append(label(2, top + 14 + 12 * n, line, class_="svg-small"))
    lines = [(_is_changed(w, noun, base), w) for w in sheet.wires]
    parts += [_line(w, changed) for changed, w in sorted(lines, key=lambda e: e[0])]
    parts += [_box(key, noun, base, b, fills) for b in sheet.boxes]
    parts += _line_words(sheet.wires, noun)
    width = max(sheet.width, _LEAST)
    arrows = any(w.head for w in sheet.wires)
    legend, height = _legend(noun, key, fills, sheet.height, width, arrows)
    return svg(
        key, width, sheet.height + height, f"Wire diagram: {noun.title}", finding, *parts,
        legend, class_="wide",
    )  # fmt: skip


def _box(key: str, noun: Arrangement, base: Arrangement, b: Box, fills: dict[str, str]) -> Html:
    hq = noun.headquarters[b.name]
    new = b.name not in base.headquarters
    pattern = fills.get(hq.nation or "", "dots")
    nations = sorted({p.nation for p in hq.posts.values() if p.nation}) if not hq.nation else []
    trigraph = hq.nation or "+".join(nations)
    squeezed = len(b.name) > 14
    below = " · ".join(x for x in (hq.place, hq.rank) if x)
    parts = [
        tag("rect", x=b.x, y=b.y, width=BOX_WIDTH, height=BOX_HEIGHT, rx=3, fill="#ffffff",
            stroke=_ACCENT if new else _INK, stroke_width="2.6" if new else "1.1"),
        tag("rect", x=b.x + 1, y=b.y + 1, width=15, height=BOX_HEIGHT - 2, fill=fill(key, pattern)),
        label(b.x + 21, b.y + 14, b.name, class_="svg-strong",
              textLength=BOX_WIDTH - 26 if squeezed else None,
              lengthAdjust="spacingAndGlyphs" if squeezed else None),
        label(0, 0, trigraph, class_="svg-tiny svg-halo", text_anchor="middle",
              transform=f"translate({b.x + 12:g} {b.y + BOX_HEIGHT / 2:g}) rotate(-90)"),
    ]  # fmt: skip
    parts += [
        label(b.x + 21, b.y + 27 + 11.5 * n, line, class_="svg-tiny")
        for n, line in enumerate(_cut(hq.title, 19, 2))
    ]
    parts.append(label(b.x + 21, b.y + 52, f"{below}{' · new' if new else ''}", class_="svg-quiet"))
    return tag("g", *parts)


def _is_changed(w: Wire, noun: Arrangement, base: Arrangement) -> bool:
    return any(changed_by(n, noun.relationships[n], base) for n in w.tie.relationships)


def _line(w: Wire, changed: bool) -> Html:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in w.points)
    colour = _ACCENT if changed else _INK
    line = tag(
        "path", d=path, fill="none", stroke=colour, stroke_width="2.6" if changed else "1.2",
        stroke_dasharray=None if w.tie.vertical else "5 4",
    )  # fmt: skip
    if w.head is None:
        return line
    x, y = w.head
    return joined([line, tag("path", d=f"M{x:g} {y:g}l-4 8h8z", fill=colour)])


def _line_words(wires: tuple[Wire, ...], noun: Arrangement) -> list[Html]:
    """The words at the lines' ends; where two would overlap, the second moves aside."""
    parts: list[Html] = []
    end: dict[tuple[float, int], float] = {}
    for w in sorted(wires, key=lambda w: (w.words_at[1], w.words_at[0])):
        kinds: dict[str, None] = {}
        for name in w.tie.relationships:
            r = noun.relationships[name]
            kinds[f"{SHORT.get(r.type, r.type)}{'†' if holds_at_times(r) else ''}"] = None
        words = ", ".join(kinds)
        x, y = w.words_at
        below = w.points[-1][1] < y
        level = next((n for n in range(3) if end.get((y, n), -1.0) < x), 0)
        end[y, level] = x + 6.3 * len(words) + 3
        shown = y + 10.5 * level * (1 if below else -1)
        parts.append(label(x, shown, words, class_="svg-tiny svg-halo"))
    return parts


def _legend(
    noun: Arrangement, key: str, fills: dict[str, str], top: float, width: float, arrows: bool
) -> tuple[Html, float]:
    used = {r.type for r in noun.relationships.values()}
    lines = [
        ("solid", "solid: command or direction"),
        ("dashed", "dashed: coordination, liaison, agreed support"),
        ("new", "heavy: new or changed against the baseline"),
    ]
    spelled = [f"{SHORT.get(t, str(t))} = {_long(t)}" for t in Authority if t in used]
    if arrows:
        spelled.append("arrow head: the subordinate of a tie that does not run downwards")
    if any(holds_at_times(r) for r in noun.relationships.values()):
        spelled.append("† = only in some states, or once granted (see the table)")
    parts: list[Html] = []
    y = top + 8
    for kind, words in lines:
        parts.append(_sample(kind, y))
        parts.append(label(44, y + 4, words, class_="svg-small"))
        y += 16
    x = 330.0
    for n, (nation, pattern) in enumerate(fills.items()):
        parts.append(
            tag("rect", x=x + 80 * n, y=top + 3, width=12, height=12, fill=fill(key, pattern),
                stroke=_INK, stroke_width="0.8")
        )  # fmt: skip
        parts.append(label(x + 80 * n + 17, top + 12.5, nation, class_="svg-small"))
    rows = _wrapped("; ".join(spelled), int((width - x) / 6.4))
    parts += [label(x, top + 30 + 13 * n, words, class_="svg-tiny") for n, words in enumerate(rows)]
    return joined(parts), max(64.0, 34.0 + 13 * len(rows))


def _sample(kind: str, y: float) -> Html:
    return tag(
        "line", x1=4, y1=y, x2=38, y2=y, stroke=_ACCENT if kind == "new" else _INK,
        stroke_width="2.6" if kind == "new" else "1.2",
        stroke_dasharray="5 4" if kind == "dashed" else None,
    )  # fmt: skip


def _long(kind: Authority) -> str:
    return {
        Authority.COCOM: "combatant command authority", Authority.OPCON: "operational control",
        Authority.TACON: "tactical control", Authority.OPCOM: "operational command",
        Authority.TACOM: "tactical command", Authority.ADCON: "administrative control",
        Authority.DIRLAUTH: "direct liaison authorized", Authority.LIAISON: "liaison",
    }.get(kind, str(kind))  # fmt: skip


def _cut(words: str, most: int, lines: int) -> list[str]:
    """Wrapped, with a sign where lines are left out."""
    found = _wrapped(words, most)
    return found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1]} …"]


def _wrapped(words: str, most: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
