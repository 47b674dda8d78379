"""A trace in words a person can check, and back: how golden traces are written.

One line per event: time (h:mm, "+n" for round n), what, site, @post, data. Columns stand two or
more spaces apart. ``[2]`` before a site is the incident, left out for the first; ``(attempt 1)``
after it the attempt, left out for attempt 0; before states and posts, the incident at whose end
something was granted or recalled. Lines that begin with ``path`` say where the time of
a milestone went (rule 35). Everything after ``#`` is for the reader.
"""

from __future__ import annotations

import re
from pathlib import Path

from renkei.checks.case import Case
from renkei.checks.study import check
from renkei.engine.day import Day
from renkei.reading.study import read_text
from renkei.record.fold import fold
from renkei.record.legend import Legend
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import End, Rank, What

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(p.stem for p in GOLDEN.glob("*.yaml"))
_NO_INCIDENT = {What.STATE, What.BOUNDARY, What.LEFT}


def golden_case(name: str) -> Case:
    """The one case of a golden study."""
    head = (GOLDEN / "common" / "head.yaml").read_text()
    files = {
        "study.yaml": head + (GOLDEN / f"{name}.yaml").read_text(),
        "estimates.yaml": (GOLDEN / "common" / "estimates.yaml").read_text(),
    }
    (case,) = check(read_text(files)).cases
    return case


def run(case: Case) -> Trace:
    """The trace of a study in which nothing is drawn."""
    return Day(case, seed=7, world=0, replication=0).run()


def clock(ms: int) -> str:
    """h:mm, with seconds and milliseconds only where there are any."""
    minutes, rest = divmod(ms, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    text = f"{minutes // 60}:{minutes % 60:02}"
    if rest:
        text += f":{seconds:02}"
    return f"{text}.{thousandths:03}" if thousandths else text


def _data(e: Event, legend: Legend) -> str:
    what = What(e.what)
    base = legend.bases[e.data - 1] if e.data else ""
    match what:
        case What.BOUNDARY | What.QUEUED:
            return f"on duty {e.data}"
        case What.BEGUN:
            return f"facts {e.data}" if e.data else ""
        case What.OPENED:
            return f"states {e.data}" if e.data else ""
        case What.STATE:
            return f"states {e.data}"
        case What.ENABLED | What.DEAD:
            return f"by {base}" if base else "first"
        case What.SENT | What.DEPARTED:
            return "border" if e.data else ""
        case What.STARTED | What.PAUSED | What.RESUMED:
            return f"person {e.data}"
        case What.COMPLETED:
            return "ignored" if e.data else ""
        case What.ASKED:
            return "consultation" if e.data else ""
        case What.ANSWERED:
            return "yes" if e.data else "no"
        case What.VERDICT:
            return f"settled by {base or 'none'}"
        case What.DONE:
            return legend.outcomes[e.site >> 6][e.data]
        case What.MILESTONE:
            return legend.milestones[e.data]
        case What.ENDED:
            return End(e.data).name.lower()
        case What.VIOLATED:
            return legend.guarantees[e.data]
        case _:
            return ""


def line(e: Event, legend: Legend) -> str:
    """One event in words."""
    what = What(e.what)
    when = clock(e.time) + (f"+{e.round}" if e.round else "")
    where = legend.name(e.site)
    if what in _NO_INCIDENT:
        assert e.incident == 0 or (what is not What.LEFT and e.rank == Rank.STATE)
        where = f"[{e.incident}] {where}" if e.incident else where
    elif e.incident != 1:
        where = f"[{e.incident}] {where}"
    if e.attempt:
        where += f" (attempt {e.attempt})"
    post = f"@{legend.posts[e.post]}" if e.post >= 0 else ""
    words = (when, what.name.lower().replace("_", " "), where, post, _data(e, legend))
    return "  ".join(w for w in words if w)


def events_in_words(trace: Trace, legend: Legend) -> list[str]:
    """Every event, in the order of the trace."""
    return [line(e, legend) for e in trace]


def paths_in_words(trace: Trace, legend: Legend) -> list[str]:
    """Where the time of every milestone went."""
    found = []
    for outcome in fold(trace, legend).outcomes:
        for index, time in outcome.milestones.items():
            parts = sorted(
                f"{clock(ms)} {kind.name.lower().replace('_', ' ')} @{legend.posts[post]}"
                + (" (deliberation)" if deliberation else "")
                for (kind, post, deliberation), ms in outcome.parts[index].items()
            )
            who = f"[{outcome.incident}] " if outcome.incident != 1 else ""
            where = " + ".join(parts) or "nothing"
            found.append(f"path  {who}{legend.milestones[index]}  {clock(time)} = {where}")
    return sorted(found)


def expected(name: str) -> tuple[list[str], list[str]]:
    """The events and the paths written by hand, in one spelling."""
    events, paths = [], []
    for raw in (GOLDEN / f"{name}.txt").read_text().splitlines():
        text = re.split(r"\s*#", raw, maxsplit=1)[0].strip()
        if not text:
            continue
        text = re.sub(r"\s{2,}", "  ", text)
        if text.startswith("path"):
            head, _, parts = text.partition(" = ")
            paths.append(f"{head} = {' + '.join(sorted(parts.split(' + ')))}")
        else:
            events.append(text)
    return events, sorted(paths)


def in_rounds(events: list[str]) -> list[str]:
    """Sorted within each round: the hand's order inside one round is for the reader."""

    def key(text: str) -> tuple[int, int, str]:
        when = text.split("  ", 1)[0]
        time, _, number = when.partition("+")
        hours, minutes, *rest = time.split(":")
        seconds = float(rest[0]) if rest else 0.0
        ms = int(hours) * 3_600_000 + int(minutes) * 60_000 + round(seconds * 1000)
        return ms, int(number or 0), text

    return sorted(events, key=key)
