"""The table of targets in a study's README, made from a run. Run it to see the table afresh:

.venv/bin/python -m tests.library.targets_table
"""

from __future__ import annotations

from renkei.checks.study import CheckedStudy, check
from renkei.experiments.settings import Settings
from renkei.experiments.targets import meet_targets
from renkei.library import shelf
from renkei.reading.study import read

SETTINGS = Settings(worlds=64, replications=50, seed=1, workers=2)


def lines(checked: CheckedStudy) -> list[str]:
    """One row per target: recorded beside simulated."""
    tests = checked.study.test_histories
    found = ["| target | recorded | kind | simulated | |", "|---|---|---|---|---|"]
    for met in meet_targets(checked, SETTINGS):
        title, recorded, simulated, verdict = met.row()
        kind = "test" if met.target.history in tests else "calibration"
        kind = "reasoned" if met.target.reasoned else kind
        found.append(
            f"| {met.target.history}: {title} | {recorded} | {kind} | {simulated} | {verdict} |"
        )
    return found


if __name__ == "__main__":
    print("\n".join(lines(check(read(shelf.path("us-japan"))))))
