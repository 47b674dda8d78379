"""The layout of wire diagrams: no line runs through a box, boxes do not overlap."""

from __future__ import annotations

from itertools import combinations, pairwise

from renkei.experiments.compare import Comparison
from renkei.model.arrangement import Arrangement
from renkei.report.wiring import BOX_HEIGHT, BOX_WIDTH, Sheet, lay_out, ties_of


def through_a_box(sheet: Sheet) -> list[tuple[str, str]]:
    """Lines and the boxes whose inside they touch."""
    found = []
    for wire in sheet.wires:
        for (x1, y1), (x2, y2) in pairwise(wire.points):
            left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
            for b in sheet.boxes:
                apart = (
                    right <= b.x or left >= b.x + BOX_WIDTH
                    or bottom <= b.y or top >= b.y + BOX_HEIGHT
                )  # fmt: skip
                if not apart:
                    found.append((f"{wire.tie.hub} – {wire.tie.leaf}", b.name))
    return found


def sheets(comparison: Comparison) -> list[tuple[Arrangement, Sheet]]:
    study = comparison.checked.study
    return [(a, lay_out(a, list(study.nations))) for a in study.arrangements.values()]


def test_no_line_runs_through_a_box(comparison: Comparison) -> None:
    assert [through_a_box(sheet) for _, sheet in sheets(comparison)] == [[]] * 7


def test_boxes_do_not_overlap(comparison: Comparison) -> None:
    for _, sheet in sheets(comparison):
        for a, b in combinations(sheet.boxes, 2):
            assert abs(a.x - b.x) >= BOX_WIDTH or abs(a.y - b.y) >= BOX_HEIGHT


def test_every_relationship_is_drawn_once(comparison: Comparison) -> None:
    for arrangement, sheet in sheets(comparison):
        drawn = [n for wire in sheet.wires for n in wire.tie.relationships]
        assert sorted(drawn) == sorted(arrangement.relationships)


def test_superiors_stand_above_their_subordinates(comparison: Comparison) -> None:
    for arrangement, sheet in sheets(comparison):
        y = {b.name: b.y for b in sheet.boxes}
        assert all(y[t.hub] < y[t.leaf] for t in ties_of(arrangement) if t.vertical)


def test_the_shipped_study_is_drawn_without_a_line_through_a_box() -> None:
    from pathlib import Path

    from renkei.reading import read

    folder = Path(__file__).parents[2] / "src" / "renkei" / "library" / "studies" / "us-japan"
    study = read(folder)
    for arrangement in study.arrangements.values():
        assert through_a_box(lay_out(arrangement, list(study.nations))) == []
