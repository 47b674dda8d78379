"""Arrangements with everything they extend merged in, each part keeping its place.

Mappings merge field by field, lists and conditions are replaced, ``null`` removes an entry.
An arrangement that extends nothing starts from headquarters.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from renkei.findings import Finding, Position, Severity, nearest
from renkei.reading.layout import Gathered
from renkei.reading.lineage import lineage
from renkei.reading.paths import shown_path
from renkei.reading.written import Node, Path, as_text, same

OWN = frozenset(
    {
        "title",
        "summary",
        "what-changes",
        "role",
        "in-force",
        "source",
        "verify",
        "extends",
        "with",
    }
)
"""Fields that speak of one arrangement and are never inherited."""

OVERLAY_OWN = OWN - {"role", "in-force", "extends", "with"}
"""Fields by which an overlay describes itself."""

_WHOLE = frozenset({"relationships", "rights", "duties"})
"""Sections whose entries have a condition ``when``, which is one value and never merged."""


@dataclass(slots=True)
class Merged:
    """Every arrangement, whole."""

    arrangements: dict[str, Node] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    """Arrangements that lack what a broken file or an unknown name should have given."""
    findings: list[Finding] = field(default_factory=list)


def merge_arrangements(gathered: Gathered) -> Merged:
    """Merges all arrangements; faults of ``extends`` and ``with`` become findings."""
    line_of = lineage(gathered)
    parents = line_of.parents
    merged = Merged(incomplete=line_of.incomplete, findings=line_of.findings)
    used: set[str] = set()
    for name in sorted(gathered.arrangements):
        if name in merged.arrangements:
            continue
        line = [name]
        while (parent := parents.get(line[-1])) is not None and parent not in merged.arrangements:
            line.append(parent)
        for each in reversed(line):
            merged.arrangements[each] = _whole(each, parents.get(each), gathered, merged, used)
    for name, overlay in gathered.overlays.items():
        if name not in used:
            words = f'no arrangement has "with: {as_text(name)}"; the overlay was not examined'
            merged.findings.append(
                Finding("overlay-unused", words, overlay.spot, severity=Severity.WARNING)
            )
    return merged


def _whole(
    name: str, parent: str | None, gathered: Gathered, merged: Merged, used: set[str]
) -> Node:
    entry = gathered.arrangements[name]
    if not isinstance(entry.value, dict):
        return entry
    above = merged.arrangements[parent].value if parent is not None else gathered.base
    inherited = {
        key: node
        for key, node in (above.items() if isinstance(above, dict) else ())
        if key not in OWN
    }
    own = {key: node for key, node in entry.value.items() if key in OWN}
    added = {key: node for key, node in entry.value.items() if key not in OWN}
    if parent in merged.incomplete or not isinstance(above, dict):
        merged.incomplete.add(name)
    checked = name not in merged.incomplete
    source = f'"{parent}"' if parent is not None else "headquarters.yaml"
    merging = _Merging(("arrangements", name), source, merged.findings if checked else None)
    whole = merging.merge(Node(inherited, entry.place, entry.key), Node(added, entry.place))
    for overlay, fields in _overlays(name, entry.value, gathered, merged, used):
        given = f'what "{as_text(name)}" has without the overlay "{as_text(overlay)}"'
        checked = name not in merged.incomplete
        merging = _Merging(("arrangements", name), given, merged.findings if checked else None)
        whole = merging.merge(whole, Node(fields, entry.place))
    assert isinstance(whole.value, dict), "merging two mappings gives a mapping"
    return Node(dict(sorted({**own, **whole.value}.items())), entry.place, entry.key, whole.removed)


@dataclass(slots=True)
class _Merging:
    """Merges one set of fields over another and notes where that changes nothing."""

    path: Path
    source: str
    findings: list[Finding] | None
    """None where what is inherited is not all there, so that nothing can be said of it."""

    def merge(self, inherited: Node, own: Node) -> Node:
        return self._merge(inherited, own, self.path)

    def _merge(self, inherited: Node, own: Node, path: Path) -> Node:
        assert isinstance(inherited.value, dict) and isinstance(own.value, dict), "two mappings"
        result = dict(inherited.value)
        removed = dict(inherited.removed)
        for key, node in own.value.items():
            there = result.get(key)
            here = (*path, key)
            if node.value is None:
                if there is None:
                    self._nothing("there is nothing here to remove", node, here)
                else:
                    del result[key]
                    removed[key] = node.spot
            elif there is None:
                result[key] = node if self.findings is not None else _without_nulls(node)
                removed.pop(key, None)
            elif merges(here) and isinstance(there.value, dict) and isinstance(node.value, dict):
                if not node.value:
                    self._same(there, node, here)
                result[key] = self._merge(there, node, here)
            else:
                if same(there, node):
                    self._same(there, node, here)
                result[key] = node
        return Node(dict(sorted(result.items())), inherited.place, inherited.key, removed)

    def _nothing(self, words: str, node: Node, path: Path) -> None:
        words = f"{words}; it is not in {self.source}"
        self._report("removes-nothing", words, node, path, Severity.ERROR)

    def _same(self, there: Node, node: Node, path: Path) -> None:
        words = f"this changes nothing; {self.source} says so already, at {there.spot}"
        self._report("overrides-nothing", words, node, path, Severity.WARNING)

    def _report(self, code: str, words: str, node: Node, path: Path, severity: Severity) -> None:
        if self.findings is not None:
            shown = shown_path(path, node.spot)
            self.findings.append(Finding(code, words, node.spot, shown, severity))


def _without_nulls(node: Node) -> Node:
    """What remains when every removal has nothing to remove."""
    if not isinstance(node.value, dict):
        return node
    kept = {
        name: _without_nulls(child) for name, child in node.value.items() if child.value is not None
    }
    return Node(kept, node.place, node.key)


def merges(path: Path) -> bool:
    """Whether a mapping at this path (of an arrangement) is merged field by field."""
    return not (len(path) == 5 and path[4] == "when" and path[2] in _WHOLE)


def _overlays(
    name: str, entry: dict[str, Node], gathered: Gathered, merged: Merged, used: set[str]
) -> Iterator[tuple[str, dict[str, Node]]]:
    """The overlays of one arrangement in order, each without its own description."""
    written = entry.get("with")
    if written is None:
        return
    items = written.value if isinstance(written.value, list) else [written]
    taken = _Taken()
    lost = gathered.lost("overlays")
    for item in items:
        if not isinstance(item.value, str):
            continue
        overlay = gathered.overlays.get(item.value)
        if overlay is None:
            merged.incomplete.add(name)
            if item.value not in lost and "" not in lost:
                known = nearest(item.value[:80], gathered.overlays)
                words = f'no overlay "{as_text(item.value)}". {known}'.rstrip()
                path = shown_path(("arrangements", name, "with"), item.place)
                merged.findings.append(Finding("unknown-overlay", words, item.place, path))
            continue
        used.add(item.value)
        if not isinstance(overlay.value, dict):
            words = "an overlay needs fields, like an arrangement"
            merged.findings.append(Finding("bad-value", words, overlay.spot))
            continue
        fields = {}
        for key, node in overlay.value.items():
            if key in OWN - OVERLAY_OWN:
                words = "an overlay has no such field; it belongs to an arrangement"
                merged.findings.append(Finding("unknown-field", words, node.key or node.place, key))
            elif key not in OVERLAY_OWN:
                fields[key] = node
        for where, node, other, place in taken.add(item.value, fields, ("arrangements", name)):
            words = (
                f'the overlays "{as_text(other)}" (at {place}) and "{as_text(item.value)}" both '
                "set this; an arrangement can have only one of them"
            )
            position = node.spot
            merged.incomplete.add(name)
            merged.findings.append(
                Finding("overlays-conflict", words, position, shown_path(where, position))
            )
        yield item.value, fields


class _Taken:
    """Which fields the overlays of one arrangement have set so far."""

    def __init__(self) -> None:
        self._set: dict[Path, tuple[str, Position]] = {}
        self._inside: dict[Path, tuple[str, Position]] = {}

    def add(
        self, overlay: str, fields: dict[str, Node], root: Path
    ) -> Iterator[tuple[Path, Node, str, Position]]:
        """Notes what an overlay sets; gives each field that another one has set already."""
        leaves = [leaf for key, node in fields.items() for leaf in _leaves(node, (*root, key))]
        for path, node in leaves:
            above = (self._set.get(path[:length]) for length in range(len(root) + 1, len(path) + 1))
            earlier = next((a for a in above if a is not None), None) or self._inside.get(path)
            if earlier is not None:
                yield path, node, *earlier
        for path, node in leaves:
            self._set.setdefault(path, (overlay, node.spot))
            for length in range(len(root) + 1, len(path)):
                self._inside.setdefault(path[:length], (overlay, node.spot))


def _leaves(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    if isinstance(node.value, dict) and node.value and merges(path):
        for key, child in node.value.items():
            yield from _leaves(child, (*path, key))
    else:
        yield path, node
