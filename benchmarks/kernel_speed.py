"""The kernel's speed, as ratios from interleaved rounds. Run: python -m benchmarks.kernel_speed

Every round times every contestant once, in turn, so that a slow moment of the machine meets
all of them; ratios are taken round by round and shown as median [least .. most]. Compilation
is left out. Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

import renkei
from benchmarks import stations, w2
from renkei.checks.study import check
from renkei.kernel.batch import run_counted
from renkei.lowering import lower
from renkei.program import Outcomes, Program
from renkei.reading.study import read, read_text
from renkei.record.vocabulary import Kind

US_JAPAN = Path(renkei.__file__).parent / "library" / "studies" / "us-japan"


def program_of(text: str) -> Program:
    """The only case of a study in one file."""
    return lower(check(read_text({"study.yaml": text})).cases[0])


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that something takes on this thread."""
    start = thread_time()
    work()
    return thread_time() - start


def elapsed(work: Callable[[], object]) -> float:
    """Seconds that something takes by the clock."""
    start = perf_counter()
    work()
    return perf_counter() - start


def shown(values: list[float], digits: int = 0) -> str:
    """Median and range."""
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:.{digits}f} [{low:.{digits}f} .. {high:.{digits}f}]"


def mean_wait_min(outcomes: Outcomes) -> float:
    """Mean time in the queue, minutes."""
    return float(outcomes.parts[:, 0, Kind.QUEUE].sum() / outcomes.reached.sum() / 60_000)


def station(rounds: int) -> None:
    """The station against SimPy, and both against the formula."""
    program = program_of(stations.STUDY)
    runs = 20
    run_counted(program, seed=1, worlds=[0], replications=1)
    per_customer: list[float] = []
    ratios: list[float] = []
    waits: list[float] = []
    for number in range(rounds):
        ours = timed(lambda: run_counted(program, seed=1, worlds=[0], replications=runs)) / runs
        theirs = timed(lambda n=number: waits.append(stations.simpy_wait(n)))  # type: ignore[misc]
        per_customer.append(ours / stations.CUSTOMERS * 1e9)
        ratios.append(theirs / ours)
    outcomes, events = run_counted(program, seed=1, worlds=[0], replications=runs)
    print(f"Station, {stations.PEOPLE} people, load {stations.LOAD}")
    print(
        f"  mean wait, min: Erlang {stations.erlang_wait():.3f}, "
        f"kernel {mean_wait_min(outcomes):.3f}, SimPy {sum(waits) / len(waits):.3f}"
    )
    print(
        f"  kernel: {shown(per_customer)} ns per customer, "
        f"{median(per_customer) * runs * stations.CUSTOMERS / events:.0f} ns per agenda event"
    )
    print(f"  times as fast as SimPy: {shown(ratios)}")


def workload_w2(rounds: int) -> None:
    """Workload W2 against the plain event list, and one thread against two."""
    program = program_of(w2.study())
    runs = 20
    run_counted(program, seed=1, worlds=[0], replications=1)
    rates: list[float] = []
    ratios: list[float] = []
    threads: list[float] = []
    sojourns: list[float] = []
    simpy_ratios: list[float] = []
    simpy_sojourns: list[float] = []
    handled = 0
    for number in range(rounds):

        def ours(workers: int = 1) -> None:
            nonlocal handled
            handled = run_counted(program, seed=1, worlds=[0], replications=runs, workers=workers)[
                1
            ]

        def reference(n: int = number) -> None:
            sojourns.extend(s for _, s in w2.Reference(n).run(w2.CASES))

        def simpy(n: int = number) -> None:
            simpy_sojourns.extend(s for _, s in w2.simpy_sojourns(n))

        one, plain, theirs = timed(ours), timed(reference), timed(simpy)
        rates.append(handled / one / 1e6)
        ratios.append(plain * runs / one)
        simpy_ratios.append(theirs * runs / one)
        threads.append(elapsed(ours) / elapsed(lambda f=ours: f(2)))  # type: ignore[misc]
    outcomes, _ = run_counted(program, seed=1, worlds=[0], replications=runs)
    times = outcomes.milestones[outcomes.milestones >= 0]
    canonical = w2.EVENTS_PER_CASE * w2.CASES * runs
    print(f"Workload W2, {w2.CASES} cases a run from an empty start")
    print(
        f"  mean sojourn, h: kernel {times.mean() / 3_600_000:.2f}, "
        f"plain event list {sum(sojourns) / len(sojourns):.2f}, "
        f"SimPy {sum(simpy_sojourns) / len(simpy_sojourns):.2f}"
    )
    print(
        f"  kernel: {shown(rates, 1)} million agenda events/s per core, "
        f"{median(rates) * canonical / handled:.1f} million canonical events/s"
    )
    print(f"  times as fast as the plain event list in Python: {shown(ratios)}")
    print(f"  times as fast as SimPy: {shown(simpy_ratios)}")
    print(f"  two threads over one: {shown(threads, 2)}")


def us_japan(rounds: int) -> None:
    """The shipped study."""
    if not (US_JAPAN / "study.yaml").exists():
        return
    cases = check(read(US_JAPAN)).cases
    chosen = {case.thread: lower(case) for case in cases}
    print("The us-japan study, one case of each thread")
    for thread, program in chosen.items():
        run_counted(program, seed=1, worlds=range(20), replications=10)
        rates: list[float] = []
        handled = 0
        for _ in range(rounds):
            start = thread_time()
            handled = run_counted(program, seed=1, worlds=range(20), replications=500)[1]
            rates.append(handled / (thread_time() - start) / 1e6)
        print(
            f"  {thread}: {shown(rates, 1)} million agenda events/s per core, "
            f"{handled / 10_000:.0f} events and {handled / 10_000 / median(rates):.1f} "
            "microseconds a run"
        )


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    station(rounds)
    workload_w2(rounds)
    us_japan(rounds)


if __name__ == "__main__":
    main()
