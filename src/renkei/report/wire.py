"""Wire diagrams: who stands where, who commands whom, who is only tied to whom."""

from __future__ import annotations

from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Authority, Relationship
from renkei.model.state import ALWAYS
from renkei.report.contents import Contents
from renkei.report.markup import (
    Html,
    figure,
    items,
    joined,
    label,
    paragraph,
    scroll,
    svg,
    table,
    tag,
)
from renkei.report.patterns import fill, pattern_definitions
from renkei.report.wiring import BOX_HEIGHT, BOX_WIDTH, Box, Sheet, Wire, lay_out
from renkei.report.words import condition_words, listed, plural

SHORT: dict[Authority, str] = {
    Authority.COMMAND: "CMD", Authority.PARTIAL_COMMAND: "part CMD", Authority.SUPPORT: "SUP",
    Authority.SUPPORT_BY_AGREEMENT: "SUP agr.", Authority.COORDINATING: "COORD",
    Authority.LIAISON: "LNO", Authority.POLITICAL: "POL", Authority.JOINT_POLITICAL: "joint POL",
}  # fmt: skip
_NATION_FILLS = ("slant", "upright", "grid", "back", "dense", "cross")
_LEAST = 720.0
"""The narrowest sheet that its legend fits on."""
_BROAD = 900.0
"""Wider sheets lie on their side on paper."""
_ACCENT, _INK = "#0b5d5d", "#1a1a1a"


def section(c: Contents) -> Html:
    """All diagrams, with the headquarters' names in words."""
    drawn = [a for a in c.options if c.study.arrangements[a].relationships]
    parts: list[Html] = [
        tag("h2", "The arrangements", id="arrangements"),
        _names(c),
    ]
    parts += [_arrangement(c, a, f"wire{i}") for i, a in enumerate(drawn)]
    if c.nulls:
        parts.append(tag("h3", "Null checks, not drawn"))
        parts.append(items([_null(c, a) for a in c.nulls]))
    return tag("section", *parts)


def _names(c: Contents) -> Html:
    rows: list[list[object]] = []
    seen: set[str] = set()
    for a in c.options:
        for name, hq in sorted(c.study.arrangements[a].headquarters.items()):
            if name in seen:
                continue
            seen.add(name)
            where = [b for b in c.options if name in c.study.arrangements[b].headquarters]
            every = len(where) == len(c.options)
            place = c.study.places.get(hq.place)
            rows.append([
                name, hq.title, tag("span", hq.japanese, lang="ja") if hq.japanese else "–",
                hq.nation or "shared", f"{(place.title if place else '') or hq.place}", hq.echelon,
                hq.rank or "–", "all" if every else c.letters(where),
            ])  # fmt: skip
    return table(
        "Headquarters",
        ["Short", "Name", "Japanese", "Nation", "Place", "Echelon", "Rank", "In"], rows,
    )  # fmt: skip


def _arrangement(c: Contents, a: str, key: str) -> Html:
    noun = c.study.arrangements[a]
    base = c.study.arrangements[c.study.baseline]
    sheet = lay_out(noun, list(c.study.nations))
    finding = _finding(c, a)
    words = [noun.summary, "" if a == c.study.baseline else noun.what_changes]
    words = [w for w in words if w]
    if noun.in_force != ALWAYS:
        words.append(f"In force only in {condition_words(noun.in_force)}.")
    return tag(
        "div",
        tag("h3", c.named(a)),
        paragraph(" ".join(words)) if words else "",
        figure(
            scroll(
                _drawing(c, noun, base if a != c.study.baseline else noun, sheet, key, finding),
                f"Wire diagram of {c.title(a)}",
            ),
            finding,
            _relationships(c, noun, base if a != c.study.baseline else noun),
            class_="wire",
            summary="The relationships behind",
        ),
        class_="sheet broad" if sheet.width > _BROAD else "sheet",
    )


def _finding(c: Contents, a: str) -> str:
    noun = c.study.arrangements[a]
    kinds = [MEANING[r.type].vertical for r in noun.relationships.values()]
    shown = {r.from_ for r in noun.relationships.values()}
    shown |= {r.to for r in noun.relationships.values()}
    said = (
        f"{plural(len(shown), 'headquarters', 'headquarters')}, "
        f"{plural(sum(kinds), 'tie')} of command or direction, "
        f"{len(kinds) - sum(kinds)} of coordination, liaison or agreed support."
    )
    if a == c.study.baseline:
        return f"{said} This is the baseline."
    return f"{said} {changes(c, a, c.study.baseline)}"


def changes(c: Contents, a: str, against: str) -> str:
    """What one arrangement changes against another, in words."""
    new, old = c.study.arrangements[a], c.study.arrangements[against]
    parts: list[str] = []
    added = sorted(new.headquarters.keys() - old.headquarters.keys())
    if added:
        parts.append(f"adds {listed(added)}")
    gone = sorted(old.headquarters.keys() - new.headquarters.keys())
    if gone:
        parts.append(f"removes {listed(gone)}")
    other = sorted(
        h for h in new.headquarters.keys() & old.headquarters.keys()
        if new.headquarters[h] != old.headquarters[h]
    )  # fmt: skip
    if other:
        parts.append(f"changes {listed(other)} within")
    for words, field in (
        ("relationships", "relationships"), ("rights", "rights"), ("duties", "duties"),
        ("links", "links"), ("disclosure agreements", "agreements"),
    ):  # fmt: skip
        a_map, b_map = getattr(new, field), getattr(old, field)
        count = sum(a_map.get(k) != b_map.get(k) for k in a_map.keys() | b_map.keys())
        if count:
            one = words.removesuffix("s") if words != "duties" else "duty"
            parts.append(f"changes {plural(count, one, words)}")
    return f"Against {c.letter(against)} it {listed(parts) if parts else 'changes nothing'}."


def _null(c: Contents, a: str) -> Html:
    parent = c.study.arrangements[a].extends or c.study.baseline
    against = parent if parent in c.arrangements else c.study.baseline
    words = c.study.arrangements[a].what_changes
    return joined([c.named(a), ": ", words, " ", changes(c, a, against)])


def _changed(name: str, r: Relationship, base: Arrangement) -> bool:
    old = base.relationships.get(name)
    return old is None or (old.from_, old.to, old.type, old.forces, old.when) != (
        r.from_, r.to, r.type, r.forces, r.when,
    )  # fmt: skip


def _drawing(
    c: Contents, noun: Arrangement, base: Arrangement, sheet: Sheet, key: str, finding: str
) -> Html:
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
    below = " · ".join(x for x in (hq.place, hq.rank) if x)
    parts = [
        tag("rect", x=b.x, y=b.y, width=BOX_WIDTH, height=BOX_HEIGHT, rx=3, fill="#ffffff",
            stroke=_ACCENT if new else _INK, stroke_width="2.6" if new else "1.1"),
        tag("rect", x=b.x + 1, y=b.y + 1, width=15, height=BOX_HEIGHT - 2, fill=fill(key, pattern)),
        label(b.x + 21, b.y + 14, b.name, class_="svg-strong"),
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
    return any(_changed(n, noun.relationships[n], base) for n in w.tie.relationships)


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
            kinds[f"{SHORT.get(r.type, r.type)}{'†' if r.when != ALWAYS else ''}"] = None
        words = ", ".join(kinds)
        x, y = w.words_at
        below = w.points[-1][1] < y
        level = next((n for n in range(2) if end.get((y, n), -1.0) < x), 0)
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
    spelled = [
        f"{SHORT.get(t, str(t))} = {_long(t)}" for t in Authority if t in used
    ]
    if arrows:
        spelled.append("arrow head: the subordinate of a tie that does not run downwards")
    if any(r.when != ALWAYS for r in noun.relationships.values()):
        spelled.append("† = only in some states (see the table)")
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
    parts += [
        label(x, top + 30 + 13 * n, words, class_="svg-tiny") for n, words in enumerate(rows)
    ]
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


def _relationships(c: Contents, noun: Arrangement, base: Arrangement) -> Html:
    rows: list[list[object]] = []
    for name, r in sorted(noun.relationships.items()):
        changed = "new" if name not in base.relationships else (
            "changed" if _changed(name, r, base) else "–"
        )
        rows.append([
            r.from_, r.to, f"{r.type}{f' ({r.scheme})' if r.scheme else ''}",
            ", ".join(r.forces) or "–", condition_words(r.when) or "always", changed,
            "; ".join(c.study.sources.get(k, k) for k in r.source) or "–",
        ])  # fmt: skip
    return table(
        f"Relationships: {noun.title}",
        ["From", "To", "Type (scheme)", "Forces", "When", "Against the baseline", "Source"], rows,
        row_heads=2,
    )  # fmt: skip


