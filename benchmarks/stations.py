"""A station with c people, Poisson arrivals and exponential work, three times: as a study, as a
plain SimPy program, and as the formula of Erlang (C) that both must meet."""

from __future__ import annotations

import math
from random import Random

PEOPLE = 4
MEAN_WORK_MIN = 10.0
LOAD = 0.8
CUSTOMERS = 20_000
"""Per run; they fill about a third of the longest horizon."""

STUDY = f"""
study: station
title: One station
question: How long does a customer wait?
baseline: only
nations: {{JPN: {{title: Japan}}}}
places: {{Here: {{latitude: 0.0, longitude: 0.0, zone: Etc/UTC}}}}
schedules: {{always: {{around-the-clock: true}}}}
estimates:
  between:
    {{title: Time between customers, low: {MEAN_WORK_MIN / PEOPLE / LOAD} min,
     likely: {MEAN_WORK_MIN / PEOPLE / LOAD} min, high: {MEAN_WORK_MIN / PEOPLE / LOAD} min,
     law: exponential, states: mean, grade: placeholder}}
  work:
    {{title: Work, low: {MEAN_WORK_MIN} min, likely: {MEAN_WORK_MIN} min,
     high: {MEAN_WORK_MIN} min, law: exponential, states: mean, grade: placeholder}}
arrangements:
  only:
    title: The only one
    headquarters:
      Station:
        title: Station
        nation: JPN
        place: Here
        echelon: joint
        posts: {{counter: {{people: {PEOPLE}, hours: always}}}}
threads:
  customer:
    title: A customer
    steps: {{serve: {{by: counter of Station, takes: work, answer: true}}}}
scenarios:
  day:
    title: A long day
    start: {{local: "2026-01-01 00:00", zone: Etc/UTC}}
    horizon: 99 d
    threads:
      customer:
        incidents: {{main: {{thread: customer, count: {CUSTOMERS}, every: between}}}}
"""


def erlang_wait() -> float:
    """The mean wait before service, in minutes."""
    offered = PEOPLE * LOAD
    terms = [offered**n / math.factorial(n) for n in range(PEOPLE + 1)]
    last = terms[PEOPLE] / (1.0 - LOAD)
    waits = last / (sum(terms[:PEOPLE]) + last)
    return waits * MEAN_WORK_MIN / (PEOPLE * (1.0 - LOAD))


def simpy_wait(seed: int, customers: int = CUSTOMERS) -> float:
    """The mean wait in one run of a plain SimPy program, in minutes."""
    import simpy

    random = Random(seed)
    environment = simpy.Environment()
    counter = simpy.Resource(environment, capacity=PEOPLE)
    waited = 0.0

    def customer():  # type: ignore[no-untyped-def]
        nonlocal waited
        came = environment.now
        with counter.request() as turn:
            yield turn
            waited += environment.now - came
            yield environment.timeout(random.expovariate(1.0 / MEAN_WORK_MIN))

    def arrivals():  # type: ignore[no-untyped-def]
        for _ in range(customers):
            environment.process(customer())
            yield environment.timeout(random.expovariate(PEOPLE * LOAD / MEAN_WORK_MIN))

    environment.process(arrivals())
    environment.run()
    return waited / customers
