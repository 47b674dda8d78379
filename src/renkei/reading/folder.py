"""A study folder on disk to the texts of its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from renkei.findings import Finding, Position
from renkei.reading.layout import FOLDERS, TOP_LEVEL
from renkei.reading.yaml_text import LARGEST_FILE


class NoStudy(Exception):
    """There is no study at the given path; the message says what to do."""


@dataclass(slots=True)
class Files:
    """The texts of a study by relative name, and the files that gave none."""

    texts: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def load(path: str | os.PathLike[str]) -> Files:
    """Reads every file that belongs to a study; unreadable ones become findings.

    Raises:
        NoStudy: the path is not a folder with a study.yaml.
    """
    folder = os.fspath(path)
    if isinstance(folder, bytes):
        folder = os.fsdecode(folder)
    shown = _shown(folder)
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        raise NoStudy(
            f'There is no folder "{shown}". Give the folder of a study, '
            "or make one with: renkei new FOLDER"
        ) from None
    except NotADirectoryError:
        raise NoStudy(
            f'"{shown}" is not a folder. Give the folder that holds the study\'s study.yaml.'
        ) from None
    except (OSError, ValueError) as error:
        raise NoStudy(f'The folder "{shown}" cannot be opened: {_reason(error)}.') from None
    if "study.yaml" not in names:
        hint = (
            'Rename its "study.yml" to "study.yaml".'
            if "study.yml" in names
            else "Give the folder that holds it, or make a study with: renkei new FOLDER"
        )
        raise NoStudy(f'The folder "{shown}" is not a study: it has no study.yaml. {hint}')
    files = Files()
    for name in _study_files(folder, names, files):
        _take(folder, name, files)
    return files


def _study_files(folder: str, names: list[str], files: Files) -> Iterator[str]:
    for name in names:
        if name.startswith("."):
            continue
        if name in TOP_LEVEL or name == "sources.bib":
            yield name
        elif name in FOLDERS:
            try:
                inside = sorted(os.listdir(os.path.join(folder, name)))
            except OSError as error:
                words = f"this cannot be opened as a folder: {_reason(error)}"
                files.findings.append(Finding("unreadable", words, Position(name)))
                files.broken.add(f"{name}/")
                continue
            for item in inside:
                if not item.startswith(".") and item.endswith((".yaml", ".yml")):
                    yield f"{name}/{item}"
        elif name.endswith((".yaml", ".yml")):
            # Its text is not wanted; its name becomes a warning.
            files.texts[_shown(name)] = ""


def _take(folder: str, name: str, files: Files) -> None:
    shown = _shown(name)
    if name.endswith(".yml"):
        files.texts[shown] = ""
        return
    full = os.path.join(folder, *name.split("/"))
    code, words, place = "unreadable", "", Position(shown)
    try:
        mode = os.stat(full)
        if stat.S_ISDIR(mode.st_mode):
            words = "this is a folder; a file is needed"
        elif not stat.S_ISREG(mode.st_mode):
            words = "this is not a plain file"
        elif mode.st_size > LARGEST_FILE:
            code, words = "file-too-large", "the file is larger than 2 MiB"
        else:
            with open(full, "rb") as file:
                data = file.read(LARGEST_FILE + 1)
            files.texts[shown] = data.decode("utf-8-sig")
            return
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        code, place = "not-text", Position(shown, line, column)
        words = "this is not UTF-8 text; save the file as UTF-8"
    except (OSError, ValueError) as error:
        words = f"the file cannot be read: {_reason(error)}"
    files.findings.append(Finding(code, words, place))
    files.broken.add(shown)


def _reason(error: Exception) -> str:
    """Why the system refused, without its error number or the full path."""
    reason = error.strerror if isinstance(error, OSError) else None
    return (reason or "its name is not allowed").lower()


def _shown(name: str) -> str:
    """A file name that can be printed and kept, whatever bytes it is made of."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
