"""The way from a folder, or from texts in memory, to a study."""

from __future__ import annotations

import os
from collections.abc import Mapping

from renkei.findings import Finding, FindingsError, Position, Severity, in_order
from renkei.model.study import Study
from renkei.reading.faults import Lost, validate
from renkei.reading.folder import Files, NoStudy, load
from renkei.reading.layout import FOLDERS, TOP_LEVEL, gather
from renkei.reading.merging import merge_arrangements
from renkei.reading.written import MOST_MERGED, Node, Plainer, TooLarge


def read(path: str | os.PathLike[str]) -> Study:
    """Reads a study folder.

    Raises:
        NoStudy: the path is not a folder with a study.yaml.
        FindingsError: the study has faults; all of them are in it.
    """
    return read_with_notes(path)[0]


def read_with_notes(path: str | os.PathLike[str]) -> tuple[Study, tuple[Finding, ...]]:
    """Reads a study folder, and gives the warnings as well.

    Raises:
        NoStudy: the path is not a folder with a study.yaml.
        FindingsError: the study has faults; all of them, and the warnings, are in it.
    """
    return _study(load(path))


def read_text(files: Mapping[str, str]) -> Study:
    """Reads a study from texts by relative file name, such as ``arrangements/a.yaml``.

    Raises:
        NoStudy: there is no study.yaml among them.
        FindingsError: the study has faults; all of them are in it.
    """
    return read_text_with_notes(files)[0]


def read_text_with_notes(files: Mapping[str, str]) -> tuple[Study, tuple[Finding, ...]]:
    """Reads a study from texts by relative file name, and gives the warnings as well.

    Raises:
        NoStudy: there is no study.yaml among them.
        FindingsError: the study has faults; all of them, and the warnings, are in it.
    """
    if "study.yaml" not in files:
        raise NoStudy("These files are not a study: there is no study.yaml among them.")
    # A byte order mark at the very beginning is tolerated, as it is in files on disk.
    return _study(Files({name: text.removeprefix("\ufeff") for name, text in files.items()}))


def _study(files: Files) -> tuple[Study, tuple[Finding, ...]]:
    gathered = gather(files.texts, files.broken)
    merged = merge_arrangements(gathered)
    findings = [*files.findings, *gathered.findings, *merged.findings]
    root = gathered.root
    assert isinstance(root.value, dict), "gathering gives a mapping"
    section = root.value.get("arrangements")
    if section is not None and isinstance(section.value, dict):
        whole = Node(dict(sorted(merged.arrangements.items())), section.place, section.key)
        root.value["arrangements"] = whole
    study: Study | None = None
    try:
        data = Plainer().plain(root)
    except TooLarge:
        words = f"with every arrangement merged, the study has more than {MOST_MERGED} values"
        findings.append(Finding("study-too-large", words, Position("study.yaml")))
    else:
        assert isinstance(data, dict), "a mapping becomes a mapping"
        study, faults = validate(data, root, _lost(gathered.broken, merged.incomplete))
        findings += faults
    ordered = in_order(findings)
    if study is None or any(f.severity is Severity.ERROR for f in ordered):
        raise FindingsError(ordered)
    return study, ordered


def _lost(broken: set[str], incomplete: set[str]) -> Lost:
    sections = {folder for folder in FOLDERS if any(b.startswith(f"{folder}/") for b in broken)}
    sections.update(name for file in broken for name in TOP_LEVEL.get(file, ()))
    return Lost(sections, incomplete, whole="study.yaml" in broken)
