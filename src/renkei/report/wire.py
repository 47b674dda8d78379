"""Wire diagrams: who stands where, who commands whom, who is only tied to whom."""

from __future__ import annotations

from renkei.checks.transfer import granted_in_words
from renkei.model.arrangement import Arrangement
from renkei.model.relationship import MEANING, Relationship
from renkei.model.state import ALWAYS
from renkei.report.contents import Contents
from renkei.report.drawing import BROAD, changed_by, drawing
from renkei.report.markup import (
    Html,
    figure,
    items,
    joined,
    paragraph,
    scroll,
    table,
    tag,
)
from renkei.report.wiring import lay_out
from renkei.report.words import condition_words, listed, plural


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
                drawing(c, noun, base if a != c.study.baseline else noun, sheet, key, finding),
                f"Wire diagram of {c.title(a)}",
            ),
            finding,
            _relationships(c, noun, base if a != c.study.baseline else noun),
            class_="wire",
            summary="The relationships behind",
        ),
        class_="sheet broad" if sheet.width > BROAD else "sheet",
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


def _when(r: Relationship) -> str:
    words = [condition_words(r.when)] if r.when != ALWAYS else []
    if r.granted_by is not None:
        words.append(granted_in_words(r.granted_by))
    return "; ".join(words) or "always"


def _relationships(c: Contents, noun: Arrangement, base: Arrangement) -> Html:
    rows: list[list[object]] = []
    for name, r in sorted(noun.relationships.items()):
        if noun is not base and not changed_by(name, r, base):
            continue
        changed = (
            "new"
            if name not in base.relationships
            else ("changed" if changed_by(name, r, base) else "–")
        )
        rows.append([
            r.from_, r.to, f"{r.type}{f' ({r.scheme})' if r.scheme else ''}",
            ", ".join(r.forces) or "–", _when(r), changed,
            "; ".join(c.study.sources.get(k, k) for k in r.source) or "–",
        ])  # fmt: skip
    if noun is not base:
        gone = sorted(base.relationships.keys() - noun.relationships.keys())
        for name in gone:
            r = base.relationships[name]
            rows.append([r.from_, r.to, str(r.type), ", ".join(r.forces) or "–", "–", "gone", "–"])
        if not rows:
            return _relationships(c, noun, noun)
    which = "Relationships" if noun is base else "Relationships that differ from the baseline’s"
    return table(
        f"{which}: {noun.title}",
        ["From", "To", "Type (scheme)", "Forces", "When", "Against the baseline", "Source"], rows,
        row_heads=2,
    )  # fmt: skip
