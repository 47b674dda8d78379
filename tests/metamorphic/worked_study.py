"""A study with a bit of everything, as plain data that a test can bend before it is read."""

from __future__ import annotations

import json
from typing import Any

from renkei.checks.case import Case
from renkei.checks.study import CheckedStudy, check
from renkei.engine.day import Day
from renkei.reading.study import read_text
from renkei.record.fold import fold
from renkei.record.legend import Legend
from renkei.record.outcome import Outcome
from renkei.record.trace import Event, Trace
from renkei.record.vocabulary import Kind, What

Plain = dict[str, Any]
"""A study as mappings, lists and texts, in the order in which it will be written."""

WEDNESDAY = "2026-06-03 10:00"
SATURDAY = "2026-06-06 03:00"
"""Saturday 03:00 in Tokyo is Friday 08:00 in Honolulu."""


def time(likely: str, law: str = "fixed", spread: float = 0.0) -> Plain:
    """An estimate of time known exactly but for its law."""
    return {
        "title": likely,
        "low": likely,
        "likely": likely,
        "high": likely,
        "law": law,
        "spread": spread,
        "grade": "placeholder",
    }


def probability(value: float) -> Plain:
    """An estimate of a probability known exactly."""
    return {
        "title": f"{value}",
        "unit": "probability",
        "low": value,
        "likely": value,
        "high": value,
        "grade": "placeholder",
    }


def post(hours: str = "always", people: int = 1, **more: Any) -> Plain:
    """A post; names of fields with underscores."""
    return {"people": people, "hours": hours} | {k.replace("_", "-"): v for k, v in more.items()}


def headquarters(nation: str, place: str, **posts: Plain) -> Plain:
    """A headquarters with its posts."""
    return {"title": "HQ", "nation": nation, "place": place, "echelon": "joint", "posts": posts}


def skeleton(start: str = WEDNESDAY, horizon: str = "7 d") -> Plain:
    """A study without arrangement or threads; one scenario that tries the thread ``t``."""
    return {
        "study": "metamorphic",
        "title": "A study to be bent",
        "question": "What changes?",
        "baseline": "a",
        "nations": {"JPN": {"title": "Japan"}, "USA": {"title": "United States"}},
        "levels": ["open", "secret"],
        "places": {
            "Tokyo": {"latitude": 35.7, "longitude": 139.7, "zone": "Asia/Tokyo"},
            "Honolulu": {"latitude": 21.4, "longitude": -157.9, "zone": "Pacific/Honolulu"},
        },
        "schedules": {
            "always": {"around-the-clock": True},
            "office": {"shifts": [{"days": "Mon-Fri", "from": "08:00", "to": "17:00"}]},
            "two-shifts": {
                "shifts": [
                    {"days": "Mon-Fri", "from": "06:00", "to": "14:00", "people": 2},
                    {"days": "Mon-Fri", "from": "14:00", "to": "22:00", "people": 1},
                ]
            },
        },
        "estimates": {"zero": time("0 min"), "minute": time("1 min"), "ten": time("10 min")},
        "arrangements": {},
        "threads": {},
        "scenarios": {
            "s": {
                "title": "S",
                "start": {"local": start, "zone": "Asia/Tokyo"},
                "horizon": horizon,
                "threads": {"t": {}},
            }
        },
    }


def worked(start: str = WEDNESDAY) -> Plain:
    """Two nations, offices and watches, consents, reviews, a loop, states and luck."""
    study = skeleton(start)
    study["states"] = {"readiness": {"values": ["calm", "crisis"]}}
    study["estimates"] |= {
        "work": time("20 min", "lognormal", 0.6),
        "brief": time("5 min", "exponential"),
        "transit": time("2 min", "lognormal", 0.4),
        "wake": time("25 min", "lognormal", 0.3),
        "review": time("15 min", "erlang", 3.0),
        "gap": time("45 min", "exponential"),
        "half": probability(0.5),
        "rarely": probability(0.15),
    }
    call = {"takes": "wake", "from": "IMMEDIATE"}
    study["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
    study["arrangements"]["a"] = {
        "title": "Two chains",
        "headquarters": {
            "Alpha": headquarters(
                "JPN",
                "Tokyo",
                watch=post(people=2, handles_word="brief", reviews_disclosure="review"),
                chief=post("office", reach=call),
                clerk=post("two-shifts", people=2, pause=True),
            ),
            "Bravo": headquarters("JPN", "Tokyo", ops=post(people=1, handles_word="brief")),
            "Smith": headquarters(
                "USA", "Honolulu", watch=post(handles_word="brief", reviews_disclosure="review")
            ),
            "Pearl": headquarters("USA", "Honolulu", commander=post("office", reach=call)),
        },
        "links": {
            "home": {"between": ["Alpha", "Bravo"], "transit": "transit"},
            "island": {"between": ["Pearl", "Smith"], "transit": "transit"},
            "ocean": {"between": ["Alpha", "Smith"], "transit": "transit"},
        },
        "relationships": {
            "home": {"from": "Alpha", "to": "Bravo", "type": "command"},
            "fleet": {
                "from": "Smith",
                "to": "Pearl",
                "type": "OPCON",
                "scheme": "US",
                "forces": ["fleet"],
            },
            "ally": {"from": "Alpha", "to": "Smith", "type": "liaison"},
        },
        "rights": {
            "act": {
                "function": "act",
                "decides": "chief of Alpha",
                "consent": {
                    "ally": {
                        "of": "commander of Pearl",
                        "takes": "work",
                        "refuses": "rarely",
                        "within": "2 d",
                        "level": "secret",
                    },
                    "own": {"of": "ops of Bravo", "takes": "brief"},
                },
                "consult": {
                    "holder": {
                        "of": "watch of holder of OPCON over fleet",
                        "takes": "brief",
                        "within": "1 h",
                    }
                },
            }
        },
        "duties": {
            "lead": {
                "post": "clerk of Alpha",
                "when": {"readiness": ["calm"]},
                "otherwise": "watch of Alpha",
            }
        },
    }
    study["threads"]["t"] = {
        "title": "T",
        "precedence": "IMMEDIATE",
        "facts": {"kind": ["small", "large"]},
        "steps": {
            "see": {"by": "ops of Bravo", "takes": "brief"},
            "assess": {
                "by": "duty lead",
                "takes": "work",
                "after": {"any": ["see", "check.again"]},
            },
            "legal": {"by": "watch of Alpha", "takes": "work", "after": "assess"},
            "more": {
                "by": "watch of Alpha",
                "takes": "work",
                "after": "assess",
                "when": {"kind": ["large"]},
            },
            "check": {
                "by": "watch of Alpha",
                "takes": "brief",
                "after": ["assess", "legal", "more"],
                "outcomes": {"again": "half", "fine": "rest"},
            },
            "act": {
                "does": "decide",
                "function": "act",
                "takes": "work",
                "after": "check.fine",
                "milestone": "decided",
            },
            "tell": {
                "by": "watch of Smith",
                "takes": "brief",
                "after": "act",
                "level": "secret",
                "milestone": "told",
            },
            "do": {"by": "ops of Bravo", "takes": "work", "after": "act", "answer": True},
        },
    }
    study["scenarios"]["s"]["threads"]["t"] = {
        "states": {"readiness": "calm"},
        "changes": [{"after": "3 h", "set": {"readiness": "crisis"}}],
        "incidents": {
            "main": {
                "thread": "t",
                "count": 6,
                "every": "gap",
                "facts": {"kind": {"small": "rest", "large": "half"}},
            }
        },
    }
    return study


def checked(study: Plain) -> CheckedStudy:
    """A study through the ordinary doors: written as text, read, checked."""
    return check(read_text({"study.yaml": json.dumps(study, ensure_ascii=False)}))


def case_of(study: Plain, arrangement: str = "a", thread: str = "t") -> Case:
    """One case of a study."""
    case = checked(study).case(arrangement, thread, "s")
    assert case is not None
    return case


def trace_of(case: Case, replication: int = 0, seed: int = 7) -> Trace:
    """A run of the engine."""
    return Day(case, seed=seed, world=0, replication=replication).run()


def outcomes_of(case: Case, replication: int = 0, seed: int = 7) -> tuple[Outcome, ...]:
    """What a run of the engine came to."""
    return fold(trace_of(case, replication, seed), case.legend).outcomes


def told(trace: Trace, legend: Legend) -> list[tuple[object, ...]]:
    """A trace with names instead of numbers, so that traces of two cases can be compared."""
    based = {What.ENABLED, What.VERDICT, What.DEAD}

    def name(e: Event) -> tuple[object, ...]:
        data: object = e.data
        if e.what in based and e.data:
            data = legend.bases[e.data - 1]
        elif e.what == What.MILESTONE:
            data = legend.milestones[e.data]
        at = legend.posts[e.post] if e.post >= 0 else ""
        where = (legend.name(e.site), e.attempt)
        return e.time, e.round, e.rank, e.incident, *where, What(e.what).name, at, data

    return [name(e) for e in trace]


def by_kind(outcome: Outcome, milestone: int) -> dict[Kind, int]:
    """Where the time of a milestone went, by kind alone."""
    found = dict.fromkeys(Kind, 0)
    for (kind, _, _), ms in outcome.parts[milestone].items():
        found[kind] += ms
    return found


def work_of(trace: Trace, legend: Legend) -> dict[tuple[int, str, int], int]:
    """Hands-on ms of every completed item, by incident, site and attempt."""
    begun: dict[tuple[int, str, int], int] = {}
    found: dict[tuple[int, str, int], int] = {}
    completed = set()
    for e in trace:
        key = e.incident, legend.name(e.site), e.attempt
        if e.what in (What.STARTED, What.RESUMED):
            begun[key] = e.time
        elif e.what in (What.PAUSED, What.COMPLETED):
            found[key] = found.get(key, 0) + e.time - begun[key]
            if e.what == What.COMPLETED:
                completed.add(key)
    return {key: ms for key, ms in found.items() if key in completed}
