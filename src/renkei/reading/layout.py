"""Which file of a study holds what, and the whole put together under one root."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from renkei.findings import Finding, Position, Severity, nearest
from renkei.reading.bibliography import read_bibliography
from renkei.reading.ordering import put_in_order
from renkei.reading.written import MOST_VALUES, Node, as_text, spelled
from renkei.reading.yaml_text import LARGEST_FILE, read_yaml
from renkei.reading.yaml_words import unprintable

TOP_LEVEL: dict[str, tuple[str, ...]] = {
    "study.yaml": (),
    "places.yaml": ("places",),
    "headquarters.yaml": ("headquarters", "links"),
    "forces.yaml": ("forces", "force-sets"),
    "estimates.yaml": ("estimates",),
    "expectations.yaml": ("expectations",),
    "claims.yaml": ("claims",),
    "targets.yaml": ("targets",),
}
"""Files of a study and the fields they may hold; study.yaml may hold them all."""

FOLDERS: dict[str, str] = {
    "arrangements": "arrangement",
    "overlays": "overlay",
    "scenarios": "scenario",
    "threads": "thread",
}
"""Folders of a study, and the field by which each file in one says its name."""


@dataclass(slots=True)
class Gathered:
    """Everything a study's files say, before arrangements are merged."""

    root: Node
    """The study's own fields and every section but ``arrangements``."""
    base: dict[str, Node] = field(default_factory=dict)
    """``headquarters`` and ``links`` that every arrangement starts from."""
    arrangements: dict[str, Node] = field(default_factory=dict)
    overlays: dict[str, Node] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Files that could not be read; a folder's name with a slash stands for all its files."""
    findings: list[Finding] = field(default_factory=list)

    def lost(self, folder: str) -> set[str]:
        """Names that files of a folder would have given, had they been readable."""
        start = f"{folder}/"
        return {
            name.removeprefix(start).removesuffix(".yaml")
            for name in self.broken
            if name.startswith(start)
        }


def gather(files: Mapping[str, str], broken: AbstractSet[str] = frozenset()) -> Gathered:
    """Reads every file and puts the parts together; unknown files become warnings."""
    gathered = Gathered(Node({}, Position("study.yaml", 1, 1)), broken=set(broken))
    sections: dict[str, Node] = {}
    values = 0
    for name in sorted(files, key=lambda n: (n != "study.yaml", n)):
        folder, _, item = name.rpartition("/")
        if name == "sources.bib":
            _bibliography(files[name], sections, gathered)
            continue
        known = name in TOP_LEVEL or (folder in FOLDERS and item.endswith(".yaml"))
        if not known:
            _unknown(name, folder, gathered)
            continue
        node, findings = read_yaml(files[name], name, most_values=MOST_VALUES - values)
        gathered.findings += findings
        if node is None:
            gathered.broken.add(name)
            continue
        if not isinstance(node.value, dict):
            words = 'the file needs fields, written "name: value"'
            gathered.findings.append(Finding("bad-value", words, node.place))
            gathered.broken.add(name)
            continue
        values += _count(node)
        put_in_order(node)
        if name == "study.yaml":
            gathered.root = node
            sections = node.value
        elif folder:
            _named(node, node.value, folder, item.removesuffix(".yaml"), sections, gathered)
        else:
            _fields(node.value, name, sections, gathered)
    _sort_out(sections, gathered)
    return gathered


def _count(node: Node) -> int:
    value = node.value
    if isinstance(value, dict):
        return 1 + sum(map(_count, value.values()))
    return 1 + sum(map(_count, value)) if isinstance(value, list) else 1


def _unknown(name: str, folder: str, gathered: Gathered) -> None:
    """Warns of a file that looks as if it belonged to the study and does not."""
    if not name.endswith((".yaml", ".yml")) or (folder and folder not in FOLDERS):
        return
    if name.endswith(".yml"):
        words = 'this file is not read; its name would have to end in ".yaml"'
    else:
        words = f"no study has a file of this name; it is not read. {nearest(name, TOP_LEVEL)}"
    gathered.findings.append(
        Finding("unknown-file", words, Position(name), severity=Severity.WARNING)
    )


def _bibliography(text: str, sections: dict[str, Node], gathered: Gathered) -> None:
    place = Position("sources.bib")
    if len(text) > LARGEST_FILE:
        words = "the file is larger than 2 MiB"
        gathered.findings.append(Finding("file-too-large", words, place))
    elif "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        gathered.findings.append(unprintable("sources.bib", text))
    else:
        titles, findings = read_bibliography(text)
        gathered.findings += findings
        _join("sources", titles, sections, gathered)


def _fields(
    fields: dict[str, Node], name: str, sections: dict[str, Node], gathered: Gathered
) -> None:
    allowed = TOP_LEVEL[name]
    for key, node in fields.items():
        if key in allowed:
            _join(key, node, sections, gathered)
        else:
            words = f"no such field in this file. {nearest(key[:80], allowed)}"
            gathered.findings.append(
                Finding("unknown-field", words, node.key or node.place, as_text(key))
            )


def _named(
    node: Node,
    fields: dict[str, Node],
    folder: str,
    stem: str,
    sections: dict[str, Node],
    gathered: Gathered,
) -> None:
    """Takes in one file of a folder, which says its own name."""
    own = _own_name(folder, fields)
    if own is None:
        words = f"needs '{FOLDERS[folder]}: {stem}', the name of the file"
        gathered.findings.append(Finding("missing-field", words, node.place))
    entry = Node(fields, node.place, own.key if own is not None else None)
    if stem == "":
        words = 'a file needs a name before ".yaml"'
        gathered.findings.append(Finding("wrong-name", words, node.place))
        return
    _check_name(own, stem, f'the file is called "{as_text(stem)}.yaml"', gathered)
    _join(folder, Node({stem: entry}, node.place), sections, gathered)


def _own_name(folder: str, fields: dict[str, Node]) -> Node | None:
    """Takes the name out of the fields of an entry; an overlay may call itself an arrangement."""
    own = fields.pop(FOLDERS[folder], None)
    if own is None and folder == "overlays":
        own = fields.pop("arrangement", None)
    return own


def _check_name(own: Node | None, name: str, otherwise: str, gathered: Gathered) -> None:
    if own is None or (not isinstance(own.value, dict | list) and spelled(own.value) == name):
        return
    said = "a collection" if isinstance(own.value, dict | list) else f'"{as_text(own.value)}"'
    gathered.findings.append(
        Finding("wrong-name", f"the name given here is {said}, but {otherwise}", own.spot)
    )


def _join(section: str, node: Node, sections: dict[str, Node], gathered: Gathered) -> None:
    """Adds the entries of one section to those already there."""
    there = sections.get(section)
    if there is None:
        sections[section] = node
        return
    if not isinstance(node.value, dict) or not isinstance(there.value, dict):
        odd = there if isinstance(node.value, dict) else node
        sections[section] = node if odd is there else there
        words = "needs entries, each with a name, because another file gives entries as well"
        gathered.findings.append(Finding("bad-value", words, odd.spot, section))
        return
    joined = dict(there.value)
    for name, entry in node.value.items():
        if name in joined:
            words = f'"{as_text(name)}" is given a second time; the first is at {joined[name].spot}'
            path = f"{section}.{as_text(name)}"
            gathered.findings.append(Finding("given-twice", words, entry.spot, path))
        else:
            joined[name] = entry
    sections[section] = Node(dict(sorted(joined.items())), there.place, there.key)


def _sort_out(sections: dict[str, Node], gathered: Gathered) -> None:
    """Divides the sections into the study's own, the base, arrangements and overlays."""
    for folder in FOLDERS:
        entries = sections.get(folder)
        if entries is None or not isinstance(entries.value, dict):
            continue
        for name, entry in entries.value.items():
            if isinstance(entry.value, dict):
                own = _own_name(folder, entry.value)
                _check_name(own, name, f'the entry is called "{as_text(name)}"', gathered)
    for name in ("headquarters", "links", "overlays", "origins"):
        node = sections.pop(name, None)
        if node is None:
            continue
        if name == "origins":
            words = "no such field"
            gathered.findings.append(Finding("unknown-field", words, node.spot, name))
        elif not isinstance(node.value, dict):
            words = "needs entries, each with a name"
            gathered.findings.append(Finding("bad-value", words, node.spot, name))
        elif name == "overlays":
            gathered.overlays = node.value
        else:
            gathered.base[name] = node
    arrangements = sections.get("arrangements")
    if arrangements is not None and isinstance(arrangements.value, dict):
        gathered.arrangements = arrangements.value
    gathered.root.value = dict(sorted(sections.items()))
