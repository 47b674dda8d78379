"""Memory: beyond 64 bytes a run, it does not grow with replications."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import resource, sys
from renkei.checks.study import check
from renkei.experiments.compare import compare
from renkei.experiments.settings import Settings
from renkei.library import shelf
from renkei.reading.study import read
checked = check(read(shelf.path("us-japan")))
compare(checked, settings=Settings(worlds=8, replications=int(sys.argv[1]), workers=2))
print(len(checked.cases), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(replications: int) -> tuple[int, int]:
    """(cases, peak memory in bytes) of a comparison in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(replications)], capture_output=True, text=True,
        check=True, timeout=300,
    )  # fmt: skip
    cases, kilobytes = result.stdout.split()
    return int(cases), int(kilobytes) * 1024


def test_memory_grows_by_less_than_64_bytes_a_run() -> None:
    few, many = 50, 1_650
    cases, small = peak(few)
    _, large = peak(many)
    runs = (many - few) * 8 * cases
    assert (large - small) / runs < 64
