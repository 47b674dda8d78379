"""Workload W2, twice: as a study, and as a plain event list in Python.

Half a case an hour, day and night, one in five urgent. A0, then A1, A2 and A3 side by side,
A4, A5, with probability 0.15 back to A4; then A6 and A7 beside A8 and A9; A10, A11. Eight
pools; two have office hours in the west, two in the east, which never overlap. Work is
lognormal with a coefficient of variation of 0.8, drawn afresh at each visit; urgent first,
nobody is interrupted; what is unfinished at the end of a shift is kept by its server.
13.353 events per case: one arrival and 12.353 completions.
"""

from __future__ import annotations

import heapq
import math
from itertools import count
from random import Random

POOLS = (3, 4, 2, 1, 3, 2, 2, 2)
"""Servers of each pool."""
HOURS = (None, None, None, None, (8, 16), (8, 16), (0, 8), (0, 8))
"""Hours of each pool on weekdays, UTC; none: day and night."""
ACTIVITIES = (
    (0, 2.4), (1, 3.2), (2, 1.4), (4, 0.45), (3, 1.1), (5, 0.52),
    (1, 2.2), (6, 0.62), (4, 0.45), (7, 0.61), (2, 1.2), (0, 1.6),
)  # fmt: skip
"""Pool and mean hours of each activity."""
AGAIN = 0.15
URGENT = 0.2
BETWEEN_H = 2.0
SIGMA = math.sqrt(math.log(1.0 + 0.8**2))
EVENTS_PER_CASE = 1 + 10 + 2 / (1 - AGAIN)
WEEK, DAY, WEEKEND = 168.0, 24.0, 120.0
CASES = 900
"""Per run; the longest horizon, 99 days, holds so many with time to finish."""
AFTER = {
    1: ["a0"], 2: ["a0"], 3: ["a0"], 4: ["a1", "a2", "a3", "a5.again"], 5: ["a4"],
    6: ["a5.onward"], 7: ["a6"], 8: ["a5.onward"], 9: ["a8"], 10: ["a7", "a9"], 11: ["a10"],
}  # fmt: skip


def study(cases: int = CASES) -> str:
    """The text of the study."""
    posts = [
        f"p{pool}: {{people: {people}, pause: true, hours: {_hours_name(HOURS[pool])}}}"
        for pool, people in enumerate(POOLS)
    ]
    works = [
        f"w{n}: {{title: Work {n}, low: {mean} h, likely: {mean} h, high: {mean} h, "
        f"law: lognormal, spread: {SIGMA!r}, states: mean, grade: placeholder}}"
        for n, (_, mean) in enumerate(ACTIVITIES)
    ]
    steps = []
    for n, (pool, _) in enumerate(ACTIVITIES):
        more = f", after: [{', '.join(AFTER[n])}]" if n in AFTER else ""
        more += ", outcomes: {again: again, onward: rest}" if n == 5 else ""
        more += ", answer: true" if n == 11 else ""
        steps.append(f"a{n}: {{by: p{pool} of Office, takes: w{n}{more}}}")
    return f"""
study: w2
title: Workload W2
question: How long does a case take?
baseline: only
nations: {{JPN: {{title: Japan}}}}
places: {{Here: {{latitude: 0.0, longitude: 0.0, zone: Etc/UTC}}}}
schedules:
  always: {{around-the-clock: true}}
  west: {{shifts: [{{days: Mon-Fri, from: "08:00", to: "16:00"}}]}}
  east: {{shifts: [{{days: Mon-Fri, from: "00:00", to: "08:00"}}]}}
estimates:
  between: {{title: Between cases, low: {BETWEEN_H} h, likely: {BETWEEN_H} h, high: {BETWEEN_H} h,
            law: exponential, states: mean, grade: placeholder}}
  urgent: {{title: Urgent, unit: probability, low: {URGENT}, likely: {URGENT}, high: {URGENT},
           grade: placeholder}}
  again: {{title: Again, unit: probability, low: {AGAIN}, likely: {AGAIN}, high: {AGAIN},
          grade: placeholder}}
  {_lines(works)}
arrangements:
  only:
    title: The only one
    headquarters:
      Office:
        title: Office
        nation: JPN
        place: Here
        echelon: joint
        posts:
          {_lines(posts, 10)}
threads:
  case:
    title: A case
    facts: {{class: [urgent, routine]}}
    steps:
      {_lines(steps, 6)}
scenarios:
  year:
    title: From a Monday
    start: {{local: "2026-01-05 00:00", zone: Etc/UTC}}
    horizon: 99 d
    threads:
      case:
        incidents:
          main:
            thread: case
            count: {cases}
            every: between
            facts: {{class: {{urgent: urgent, routine: rest}}}}
            precedence-by: {{class: {{urgent: FLASH}}}}
"""


def _hours_name(hours: tuple[int, int] | None) -> str:
    return "always" if hours is None else "west" if hours[0] == 8 else "east"


def _lines(lines: list[str], indent: int = 2) -> str:
    return f"\n{' ' * indent}".join(lines)


def finish(hours: tuple[int, int] | None, now: float, work: float) -> float:
    """When work begun now, within the hours, ends."""
    if hours is None:
        return now + work
    left = DAY * (now // DAY) + hours[1] - now
    while work > left:
        work -= left
        now = opening(hours, now + left)
        left = float(hours[1] - hours[0])
    return now + work


def opening(hours: tuple[int, int], now: float) -> float:
    """The next instant, now or later, at which a shift begins."""
    day = DAY * (now // DAY)
    if now > day + hours[0]:
        day += DAY
    if day % WEEK >= WEEKEND:
        day += WEEK - day % WEEK
    return day + hours[0]


def is_open(hours: tuple[int, int] | None, now: float) -> bool:
    """Whether a shift is on."""
    if hours is None:
        return True
    return now % WEEK < WEEKEND and hours[0] <= now % DAY < hours[1]


class Reference:
    """The plain event list."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.agenda: list[tuple[float, int, int, int, int]] = []
        self.serial = count()
        self.free = list(POOLS)
        self.queues: list[list[tuple[int, int, int, int]]] = [[] for _ in POOLS]
        self.waiting: dict[tuple[int, int], int] = {}
        self.urgent: dict[int, bool] = {}
        self.begun: dict[int, float] = {}
        self.sojourns: list[tuple[bool, float]] = []
        self.now = 0.0

    def plan(self, time: float, what: int, case: int, activity: int) -> None:
        """``what``: 0 arrival, 1 completion, 2 opening of pool ``activity``."""
        heapq.heappush(self.agenda, (time, next(self.serial), what, case, activity))

    def run(self, cases: int) -> list[tuple[bool, float]]:
        """(urgent, sojourn in hours) of each case."""
        self.plan(0.0, 0, 0, 0)
        for pool, hours in enumerate(HOURS):
            if hours is not None:
                self.plan(opening(hours, 0.0), 2, 0, pool)
        while len(self.sojourns) < cases:
            self.now, _, what, case, activity = heapq.heappop(self.agenda)
            if what == 0:
                self.urgent[case] = self.random.random() < URGENT
                self.begun[case] = self.now
                self.enter(case, 0)
                if case + 1 < cases:
                    wait = self.random.expovariate(1.0 / BETWEEN_H)
                    self.plan(self.now + wait, 0, case + 1, 0)
            elif what == 2:
                hours = HOURS[activity]
                assert hours is not None
                self.plan(opening(hours, self.now + 1.0), 2, 0, activity)
                self.serve(activity)
            else:
                pool = ACTIVITIES[activity][0]
                self.free[pool] += 1
                self.done(case, activity)
                self.serve(pool)
        return self.sojourns

    def enter(self, case: int, activity: int) -> None:
        pool = ACTIVITIES[activity][0]
        item = (0 if self.urgent[case] else 1, next(self.serial), case, activity)
        heapq.heappush(self.queues[pool], item)
        self.serve(pool)

    def serve(self, pool: int) -> None:
        while self.queues[pool] and self.free[pool] and is_open(HOURS[pool], self.now):
            *_, case, activity = heapq.heappop(self.queues[pool])
            self.free[pool] -= 1
            mean = ACTIVITIES[activity][1]
            work = mean * math.exp(self.random.gauss(-SIGMA * SIGMA / 2, SIGMA))
            self.plan(finish(HOURS[pool], self.now, work), 1, case, activity)

    def join(self, case: int, at: int, inputs: int) -> bool:
        self.waiting[case, at] = self.waiting.get((case, at), 0) + 1
        return self.waiting[case, at] == inputs

    def done(self, case: int, activity: int) -> None:
        if activity == 0:
            for side in (1, 2, 3):
                self.enter(case, side)
        elif activity in (1, 2, 3):
            if self.join(case, 4, 3):
                self.enter(case, 4)
        elif activity == 5 and self.random.random() < AGAIN:
            self.enter(case, 4)
        elif activity == 5:
            self.enter(case, 6)
            self.enter(case, 8)
        elif activity in (7, 9):
            if self.join(case, 10, 2):
                self.enter(case, 10)
        elif activity == 11:
            self.sojourns.append((self.urgent[case], self.now - self.begun[case]))
        else:
            self.enter(case, activity + 1)


def simpy_sojourns(seed: int, cases: int = CASES) -> list[tuple[bool, float]]:
    """(urgent, sojourn in hours) of each case in one run of a plain SimPy program.

    SimPy knows no hours of work: outside them, requests of the highest priority keep whatever
    servers are free.
    """
    import simpy

    random = Random(seed)
    environment = simpy.Environment()
    pools = [simpy.PriorityResource(environment, capacity=people) for people in POOLS]
    sojourns: list[tuple[bool, float]] = []

    def closed(pool, hours):  # type: ignore[no-untyped-def]
        while True:
            start = opening(hours, environment.now)
            turns = [pool.request(priority=-1) for _ in range(pool.capacity)]
            if start > environment.now:
                yield environment.timeout(start - environment.now)
            for turn in turns:
                if turn.triggered:
                    pool.release(turn)
                else:
                    turn.cancel()
            yield environment.timeout(hours[1] - hours[0])

    def work(activity, priority):  # type: ignore[no-untyped-def]
        pool, mean = ACTIVITIES[activity]
        with pools[pool].request(priority=priority) as turn:
            yield turn
            ms = mean * math.exp(random.gauss(-SIGMA * SIGMA / 2, SIGMA))
            yield environment.timeout(finish(HOURS[pool], environment.now, ms) - environment.now)

    def two(first, second, priority):  # type: ignore[no-untyped-def]
        yield from work(first, priority)
        yield from work(second, priority)

    def case():  # type: ignore[no-untyped-def]
        begun = environment.now
        urgent = random.random() < URGENT
        priority = 0 if urgent else 1
        start = environment.process
        yield from work(0, priority)
        yield environment.all_of([start(work(side, priority)) for side in (1, 2, 3)])
        while True:
            yield from work(4, priority)
            yield from work(5, priority)
            if random.random() >= AGAIN:
                break
        yield environment.all_of([start(two(6, 7, priority)), start(two(8, 9, priority))])
        yield from work(10, priority)
        yield from work(11, priority)
        sojourns.append((urgent, environment.now - begun))

    def arrivals():  # type: ignore[no-untyped-def]
        for number in range(cases):
            environment.process(case())
            if number + 1 < cases:
                yield environment.timeout(random.expovariate(1.0 / BETWEEN_H))

    for pool, hours in zip(pools, HOURS, strict=True):
        if hours is not None:
            environment.process(closed(pool, hours))
    environment.process(arrivals())
    while len(sojourns) < cases:
        environment.step()
    return sojourns
