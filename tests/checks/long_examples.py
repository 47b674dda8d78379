"""Failing examples that are too long to be written out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from renkei.reading.yaml_text import LARGEST_FILE
from tests.checks.checkable import bent

RELAYS = 16


def _far() -> dict[str, str]:
    """Orders from Alpha to Bravo go through many headquarters, each of which handles them."""
    names = ["Alpha", *(f"R{i:02}" for i in range(RELAYS)), "Bravo"]
    relays = "".join(
        f"      {name}:\n        title: {name}\n        nation: JPN\n        place: Tokyo\n"
        "        echelon: relay\n        posts:\n          desk:\n            people: 1\n"
        "            hours: always\n            handles-word: work\n"
        for name in names[1:-1]
    )
    pairs = list(pairwise(names))
    links = "".join(
        f"      l{i:02}:\n        between: [{a}, {b}]\n        transit: work\n"
        for i, (a, b) in enumerate(pairs)
    )
    ties = "".join(
        f"      c{i:02}:\n        from: {a}\n        to: {b}\n        type: command\n"
        for i, (a, b) in enumerate(pairs)
    )
    home = "      home:\n        from: Alpha\n        to: Bravo\n        type: command\n"
    text = bent(
        ("    links:\n      home:\n        between: [Alpha, Bravo]\n        transit: work\n",
         f"{relays}    links:\n{links}"),
        (home, ties),
        ("    chain: [Alpha, Bravo]\n", ""),
    )  # fmt: skip
    return {"study.yaml": text}


def _yeses() -> dict[str, str]:
    """More phrases for whose yes it may be than a guarantee can tell apart."""
    posts = ("watch of Alpha", "chief of Alpha", "ops of Bravo", "watch of Smith")
    held = [
        f"watch of holder of {authority} over {forces}"
        for authority in ("command", "COCOM", "OPCON", "OPCOM", "TACOM", "TACON")
        for forces in ("fleet", "wing", "both")
    ]
    asked = [
        f"      - {{{approved}by: {by}, nation: {nation}}}\n"
        for approved in ("", "approved: act, ")
        for by in (*posts, *held)
        for nation in ("JPN", "USA")
    ]
    guarantees = (
        "¦guarantees:\n  use:\n    title: Everybody agrees\n    nation: JPN\n"
        f"    act: {{function: act}}\n    only-after:\n{''.join(asked[:65])}"
        "    legal-basis: The law\n"
    )
    return {"study.yaml": bent(("deadlines:\n", f"{guarantees}deadlines:\n"))}


LONG: dict[str, Callable[[], dict[str, str]]] = {
    "file-too-large": lambda: {"places.yaml": "#" * (LARGEST_FILE + 1)},
    "study-too-large": lambda: {"places.yaml": f"places: [{'x,' * 200_001}]\n"},
    "route-too-long": _far,
    "too-many-yeses": _yeses,
}
"""Files by the code that they yield."""
