"""The shelf: studies that come with Renkei, by name."""

from __future__ import annotations

from pathlib import Path


def _root() -> Path:
    from importlib.resources import files  # slow to import, and not every command needs the shelf

    return Path(str(files("renkei.library") / "studies"))


def names() -> tuple[str, ...]:
    """Names of the studies on the shelf, sorted."""
    try:
        found = list(_root().iterdir())
    except OSError:
        return ()
    return tuple(sorted(p.name for p in found if (p / "study.yaml").is_file()))


def path(name: str) -> Path:
    """The folder of a study on the shelf.

    Raises:
        KeyError: there is no study of that name on the shelf.
    """
    if name not in names():
        raise KeyError(name)
    return _root() / name
