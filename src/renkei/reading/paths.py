"""How a place in the merged study is named in a finding."""

from __future__ import annotations

from renkei.findings import Position
from renkei.reading.layout import FOLDERS
from renkei.reading.ordering import CONDITIONS, is_unordered
from renkei.reading.written import Path, as_text


def shown_path(path: Path, position: Position) -> str:
    """The path within the file a reader has open: ``relationships.x.to``.

    The folder and name of an entry are left out where its file says them, and the number of
    a list item where the list has no order and is sorted on the way in.
    """
    folder = position.file.partition("/")[0]
    if len(path) >= 2 and (
        folder in FOLDERS or (path[0] == "arrangements" and folder == "headquarters.yaml")
    ):
        path = path[2:]
    shown = ""
    fields = ["", ""]
    condition = False
    for part in path:
        if isinstance(part, int):
            if not condition and not is_unordered(fields[-1], fields[-2]):
                shown += f"[{part}]"
        else:
            shown += f".{as_text(part)}" if shown else as_text(part)
            fields.append(part)
            condition = condition or part in CONDITIONS
    return shown
