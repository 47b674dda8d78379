"""``renkei new``: a study of one's own, from a copy or from a small example."""

from __future__ import annotations

import contextlib
import json as json_text
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from renkei.cli.doors import DONE, AsJson, WrongUsage, command, find_study
from renkei.cli.example import EXAMPLE
from renkei.cli.page import Page, document
from renkei.library import shelf

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OWN_NAME = re.compile(
    rb"""^study[ \t]*:[ \t]*("[^"\n]*"|'[^'\n]*'|[^\s#][^\n#]*?)(?=[ \t]*(?:#|\r?$))""", re.M
)
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off"}


def new(
    name: Annotated[str, Parameter(help="The folder to make; its last part names the study.")],
    /,
    *,
    from_: Annotated[
        str | None,
        Parameter(name="--from", help="A study to copy; left out, a small example with comments."),
    ] = None,
    force: Annotated[
        bool, Parameter(help="Set an existing folder of that name aside instead of refusing.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Starts a study: a copy of another with --from, or a small example to change.

    The folder appears complete or not at all.
    """
    target = Path(name)
    own = Path(os.path.abspath(target)).name
    _refuse(target, own, from_, force)
    files = _copied(find_study(from_), own) if from_ is not None else _example(own)
    aside = _put(target, files)
    if json:
        set_aside = None if aside is None else str(aside)
        document({"study": own, "folder": str(target), "files": sorted(files), "aside": set_aside})
        return DONE
    page = Page()
    page.line(f'The study "{own}" is in the folder {target}.')
    if aside is not None:
        page.line(f"What was there before is now in {aside}.")
    page.line(f"Next: {command(name, 'check')}")
    return DONE


def _refuse(target: Path, own: str, source: str | None, force: bool) -> None:
    if not own or not own.isprintable():
        raise WrongUsage("give the new study a name, which becomes its folder's name")
    if source is None and str(target) in shelf.names():
        raise WrongUsage(
            f'"{own}" is a study on the shelf. For a copy of it: renkei new my-{own} --from {own}'
        )
    if target.is_symlink() or (os.path.lexists(target) and not target.is_dir()):
        raise WrongUsage(f'"{target}" exists and is not a folder; give another name')
    if target.is_dir() and any(target.iterdir()) and not force:
        raise WrongUsage(
            f'the folder "{target}" is not empty. Give another name, or --force to set it aside'
        )
    parent = Path(os.path.abspath(target)).parent
    if not parent.is_dir():
        raise WrongUsage(f'there is no folder "{parent}" to make "{own}" in')


# -- what goes in ------------------------------------------------------------------------


def _yaml_name(own: str) -> str:
    plain = _PLAIN_NAME.fullmatch(own) and own.lower() not in _RESERVED
    return own if plain else json_text.dumps(own, ensure_ascii=False)


def _example(own: str) -> dict[str, bytes]:
    named = EXAMPLE.replace("study: example", f"study: {_yaml_name(own)}", 1)
    return {"study.yaml": named.encode()}


def _copied(source: Path, own: str) -> dict[str, bytes]:
    """Every file of a study by relative name, with the study's name changed."""
    if not (source / "study.yaml").is_file():
        raise WrongUsage(f'"{source}" is not a study: it has no study.yaml')
    files: dict[str, bytes] = {}
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(n for n in folders if not n.startswith((".", "__")))
        for each in sorted(n for n in names if not n.startswith(".")):
            path = Path(folder, each)
            if path.is_file():
                files[path.relative_to(source).as_posix()] = path.read_bytes()
    line = f"study: {_yaml_name(own)}".encode()
    renamed, found = _OWN_NAME.subn(lambda _: line, files["study.yaml"], count=1)
    if not found:
        raise WrongUsage(f'"{source}" has no line "study: NAME" in its study.yaml to change')
    files["study.yaml"] = renamed
    return files


# -- putting it there --------------------------------------------------------------------


def _put(target: Path, files: dict[str, bytes]) -> Path | None:
    """Writes the files beside the target and moves them there in one step.

    Returns:
        Where a folder that stood there before was set aside, if there was one.
    """
    whole = Path(os.path.abspath(target))
    workshop = Path(tempfile.mkdtemp(prefix=f".{whole.name[:40]}-", dir=whole.parent))
    made = workshop / "study"
    try:
        made.mkdir()
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        aside = _make_room(whole)
        try:
            made.rename(whole)
        except BaseException:
            if aside is not None:
                aside.rename(whole)
            raise
        return None if aside is None else target.with_name(aside.name)
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(workshop)


def _make_room(whole: Path) -> Path | None:
    """Takes an empty folder away, or sets a full one aside under a free name."""
    if not whole.exists():
        return None
    if not any(whole.iterdir()):
        whole.rmdir()
        return None
    number = 1
    while os.path.lexists(aside := whole.with_name(f"{whole.name}.before-{number}")):
        number += 1
    whole.rename(aside)
    return aside
