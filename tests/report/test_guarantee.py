"""The table of guarantees watched in simulated runs."""

from __future__ import annotations

import re
from pathlib import Path

from renkei.report.page import html
from tests.report.conftest import comparison_of

GUARDED = (Path(__file__).parents[1] / "studies" / "guarded.yaml").read_text("utf-8")
TITLE = "Guarantees watched in simulated runs"


def rows_of(page: str) -> dict[str, str]:
    """The table's rows as text, by guarantee."""
    table = page[page.index(f"<caption>{TITLE}") :]
    table = table[: table.index("</table>")]
    bare = [re.sub(r"<[^>]+>", " ", row) for row in table.split("<tr>")[2:]]
    words = [" ".join(row.replace("\u00a0", " ").split()) for row in bare]
    return {w.partition(" JPN ")[0].partition(" USA ")[0]: w for w in words}


def test_the_report_says_which_guarantees_held_and_which_run_broke_one() -> None:
    comparison = comparison_of(GUARDED, worlds=3, replications=6, seed=3)
    rows = rows_of(html(comparison))
    assert len(rows) == 5
    ally = rows["Nobody acts but after the ally&#x27;s consent"]
    assert "A treaty made up A, B; 36 runs B One incident, Wednesday morning: in 100 %" in ally
    assert "first in world 0, replication 0 (the arrangement openly departs from it)" in ally
    recognised = rows["Nobody acts but after the cabinet&#x27;s recognition"]
    w = next(w for w in comparison.guarantees if w.name == "after recognition" and w.violated)
    assert w.first is not None
    assert f"first in world {w.first[0]}, replication {w.first[1]}" in recognised
    assert "openly" not in recognised
    word = rows["America reviews its secret word"]
    assert "A rule made up A; 18 runs A One incident, Wednesday morning: in 100 %" in word
    assert rows["The act is covered by a standing order"].endswith("36 runs never")


def test_a_report_without_guarantees_has_no_such_table(page: str) -> None:
    assert TITLE not in page
