"""Known answers of queues: one post, many people, other laws, posts in a row, posts side by side.

Numbers and sources: rows V-01, V-02, V-04, V-06, V-10, V-12 and V-26 of the table of known answers.
Intervals by batch means, 99 % (see ``known_answers``). Mean service is one second.
"""

from __future__ import annotations

import numpy as np
import pytest

from renkei.record.fold import fold
from renkei.record.vocabulary import What
from tests.metamorphic.worked_study import Plain, case_of, post, time, trace_of, worked
from tests.validation.known_answers import (
    exponential,
    mean_time,
    queue_study,
    stream_study,
)

SEED = 20_261_124


@pytest.mark.parametrize(
    ("load", "count", "wait", "within"),
    [(0.5, 20_000, 1.0, 0.03), (0.8, 40_000, 4.0, 0.06), (0.9, 80_000, 9.0, 0.09)],
)
def test_one_server(load: float, count: int, wait: float, within: float) -> None:
    """V-01: M/M/1 waits load / (1 - load)."""
    found = mean_time(queue_study(count, 1, load), seed=SEED)
    assert found.holds(1 + wait, within=within), found


@pytest.mark.parametrize(
    ("servers", "wait"), [(2, 1.777778), (3, 1.078652), (5, 0.554113), (10, 0.204590)]
)
def test_many_servers(servers: int, wait: float) -> None:
    """V-02: M/M/c at load 0.8, Erlang C."""
    study = queue_study(40_000, servers, 0.8)
    found = mean_time(study, seed=SEED)
    # Gaps are whole milliseconds: at 10 servers 125 ms, exact; at 3 servers 417 for 416.67.
    exact = 1 + erlang_c_wait(servers, float_load(study) / servers, 1.0)
    assert abs(exact - 1 - wait) <= 0.005 * (1 + wait)
    assert found.holds(exact, within=0.04), found


def float_load(study: Plain) -> float:
    """The load really offered, all servers together, with its gap in whole milliseconds."""
    gap = study["estimates"]["gap"]["likely"]
    return 1000.0 / float(gap.removesuffix(" ms"))


def erlang_c(servers: int, load: float) -> float:
    """Chance of waiting with a given load per server, from the textbook sum."""
    offered = load * servers
    term, total = 1.0, 1.0
    for k in range(1, servers):
        term *= offered / k
        total += term
    last = term * offered / servers / (1 - load)
    return last / (total + last)


def erlang_c_wait(servers: int, load: float, service: float) -> float:
    """Mean wait."""
    return erlang_c(servers, load) * service / (servers * (1 - load))


@pytest.mark.parametrize(
    ("servers", "chance"), [(2, 0.711111), (3, 0.647191), (5, 0.554113), (10, 0.409180)]
)
def test_the_formula_behind_them(servers: int, chance: float) -> None:
    """V-02: the chances of waiting in the table, from the sum used here."""
    assert erlang_c(servers, 0.8) == pytest.approx(chance, abs=1e-6)


def test_chance_of_waiting() -> None:
    """V-02: with two servers 71.1 % wait. Read from traces of the engine: who is not begun at once.

    Ten replications as batches; Student's 99 % with 9 degrees of freedom: 3.25.
    """
    case = case_of(queue_study(2_500, 2, 0.8))
    shares = []
    for replication in range(10):
        queued: dict[int, int] = {}
        waited: dict[int, bool] = {}
        for e in trace_of(case, replication):
            if e.what == What.QUEUED:
                queued[e.incident] = e.time
            elif e.what == What.STARTED:
                waited[e.incident] = e.time > queued[e.incident]
        shares.append(np.mean([w for i, w in waited.items() if i > 500]))
    mean, reach = np.mean(shares), 3.25 * np.std(shares, ddof=1) / 10**0.5
    assert abs(mean - 0.711111) <= reach
    assert reach < 0.05


@pytest.mark.parametrize(
    ("service", "wait", "count", "within"),
    [
        (time("1 s"), 2.0, 40_000, 0.05),
        (time("1 s", "erlang", 2.0) | {"states": "mean"}, 3.0, 40_000, 0.06),
        (exponential("1 s"), 4.0, 40_000, 0.07),
        (time("1 s", "hyperexponential", 4.0) | {"states": "mean"}, 10.0, 80_000, 0.12),
    ],
    ids=["0", "0.5", "1", "4"],
)
def test_other_laws_of_service(service: Plain, wait: float, count: int, within: float) -> None:
    """V-04: M/G/1 at load 0.8 by squared coefficient of variation; Pollaczek-Khinchine."""
    found = mean_time(queue_study(count, 1, 0.8, service), seed=SEED)
    assert found.holds(1 + wait, within=within), found


def test_a_call_centre() -> None:
    """V-06: 48 calls a minute, one minute each, 50 agents: mean wait 20.8 s, 69.4 % wait."""
    study = stream_study(
        600_000,
        exponential("1250 ms"),
        {"serve": {"by": "desk of House", "takes": "minute-long", "answer": True}},
        desk=post(people=50),
    )
    study["estimates"]["minute-long"] = exponential("60 s")
    assert erlang_c(50, 0.96) == pytest.approx(0.694, abs=0.001)
    exact = erlang_c_wait(50, 0.96, 60.0)
    assert exact == pytest.approx(20.8, abs=0.05)
    found = mean_time(study, seed=SEED)
    assert found.holds(60 + exact, within=0.04), found


def test_posts_in_a_row() -> None:
    """V-10: tandem, 0.5 a second, rates 1 and 1.25: 1 / (1 - 0.5) + 1 / (1.25 - 0.5) = 3.3333 s."""
    study = stream_study(
        40_000,
        exponential("2 s"),
        {
            "one": {"by": "first of House", "takes": "unit"},
            "two": {"by": "second of House", "takes": "shorter", "after": "one", "answer": True},
        },
        first=post(),
        second=post(),
    )
    study["estimates"]["shorter"] = exponential("800 ms")
    assert mean_time(study, seed=SEED).holds(3.333333, within=0.03)


@pytest.mark.parametrize(("load", "time_in", "within"), [(0.5, 2.875, 0.03), (0.8, 7.0, 0.06)])
def test_posts_side_by_side(load: float, time_in: float, within: float) -> None:
    """V-26: fork and join over two M/M/1 posts: (12 - load) / 8 / (1 - load), Flatto and Hahn."""
    study = stream_study(
        40_000,
        exponential(f"{1000 / load:.0f} ms"),
        {
            "left": {"by": "left of House", "takes": "unit"},
            "right": {"by": "right of House", "takes": "unit"},
            "join": {
                "by": "join of House",
                "takes": "zero",
                "after": ["left", "right"],
                "answer": True,
            },
        },
        left=post(),
        right=post(),
        join=post(people=64),
    )
    assert mean_time(study, seed=SEED).holds(time_in, within=within)


def _area(changes: list[tuple[int, int]], until: int) -> int:
    """The integral of a count over time, from its changes."""
    area = level = last = 0
    for when, change in sorted(changes):
        area += level * (when - last)
        level, last = level + change, when
    return area + level * (until - last)


def test_littles_law_on_a_queue() -> None:
    """V-12: the number in the system, added up over time, is the sum of times in it: exactly."""
    case = case_of(queue_study(2_000, 2, 0.9))
    trace = trace_of(case)
    changes = [(e.time, 1) for e in trace if e.what == What.BEGUN]
    changes += [(e.time, -1) for e in trace if e.what == What.ENDED]
    found = fold(trace, case.legend)
    assert len(found.outcomes) == 2_000
    assert _area(changes, case.horizon) == sum(o.ended for o in found.outcomes)
    assert sum(o.ended for o in found.outcomes) == sum(o.milestones[0] for o in found.outcomes)


@pytest.mark.parametrize("replication", range(5))
def test_littles_law_at_every_post(replication: int) -> None:
    """V-12 on a study with everything: people at work over time are the load; waits are waits."""
    case = case_of(worked())
    trace = trace_of(case, replication)
    load = fold(trace, case.legend).load
    for index in range(len(case.posts)):
        here = [e for e in trace if e.post == index]
        at_work = [(e.time, 1) for e in here if e.what in (What.STARTED, What.RESUMED)]
        at_work += [(e.time, -1) for e in here if e.what in (What.PAUSED, What.COMPLETED)]
        assert sum(change for _, change in at_work) == 0
        assert _area(at_work, case.horizon) == load.get(index, 0)
        present = [(e.time, 1) for e in here if e.what == What.QUEUED]
        present += [(e.time, -1) for e in here if e.what in (What.COMPLETED, What.GONE)]
        since = {(e.incident, e.site, e.attempt): e.time for e in here if e.what == What.QUEUED}
        sojourns = sum(
            e.time - since[e.incident, e.site, e.attempt]
            for e in here
            if e.what in (What.COMPLETED, What.GONE)
        )
        assert _area(present, case.horizon) == sojourns
