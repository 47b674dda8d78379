"""What must not change, and what must change only so: relations between two runs."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from renkei.experiments.dependence import dependence
from renkei.experiments.settings import Settings
from renkei.record.vocabulary import Kind
from tests.metamorphic.worked_study import (
    SATURDAY,
    WEDNESDAY,
    Plain,
    by_kind,
    case_of,
    checked,
    headquarters,
    outcomes_of,
    post,
    probability,
    skeleton,
    time,
    told,
    trace_of,
    work_of,
    worked,
)

REPLICATIONS = range(5)
WAITS = (Kind.OFF_DUTY, Kind.REACHING, Kind.QUEUE)

# -- (a) order means nothing -----------------------------------------------------------

UNORDERED = {"after", "all", "any", "between", "forces", "shifts", "steps", "functions"}
"""Lists in which the meaning has no order; conditions' values are another."""


def reversed_everywhere(value: Any, field: str = "", *, condition: bool = False) -> Any:
    """Every mapping, and every list without an order, back to front."""
    if isinstance(value, dict):
        return {
            k: reversed_everywhere(v, k, condition=condition or k in ("when", "unless"))
            for k, v in reversed(value.items())
        }
    if isinstance(value, list):
        items = [reversed_everywhere(v, field, condition=condition) for v in value]
        return items[::-1] if condition or field in UNORDERED else items
    return value


@pytest.mark.parametrize("start", [WEDNESDAY, SATURDAY])
def test_reversing_the_files_changes_no_byte(start: str) -> None:
    study = worked(start)
    study["arrangements"]["a"]["rights"]["act"]["when"] = {"readiness": ["crisis", "calm"]}
    turned = reversed_everywhere(study)
    assert list(turned) == list(study)[::-1]
    one, two = case_of(study), case_of(turned)
    assert one.legend == two.legend
    for replication in REPLICATIONS:
        assert trace_of(one, replication) == trace_of(two, replication)


# -- (b) an unused headquarters --------------------------------------------------------


def test_an_unused_headquarters_changes_no_byte() -> None:
    study = worked()
    more = copy.deepcopy(study)
    a = more["arrangements"]["a"]
    # Its name comes first, it has a link that is quick, a superior and an ally; it passes no word.
    a["headquarters"]["Aardvark"] = headquarters("JPN", "Tokyo", watch=post(people=3))
    a["links"]["aside"] = {"between": ["Aardvark", "Alpha", "Bravo"], "transit": "work"}
    a["relationships"]["aside"] = {"from": "Alpha", "to": "Aardvark", "type": "command"}
    one, two = case_of(study), case_of(more)
    assert one.legend == two.legend
    for replication in REPLICATIONS:
        assert trace_of(one, replication) == trace_of(two, replication)


# -- (c) a duty moved ------------------------------------------------------------------


def duty_at(house: str, *, hours: str = "office", transit: str = "zero") -> Plain:
    """Reports go to a coordinating duty at Smith or Yokota, and from there to the decider."""
    study = worked()
    study["scenarios"]["s"]["threads"]["t"]["changes"] = []
    call = {"takes": "wake", "from": "IMMEDIATE"}
    a = study["arrangements"]["a"]
    for name, place in (("Camp-Smith", "Honolulu"), ("Yokota", "Tokyo")):
        a["headquarters"][name] = headquarters("USA", place, desk=post(hours, reach=call))
        a["relationships"][name] = {
            "from": "Alpha",
            "to": name,
            "type": "coordinating authority",
            "referral": "Alpha",
        }
        a["links"][name] = {"between": ["Alpha", name], "transit": transit}
    a["duties"]["coordination"] = {"post": f"desk of {house}"}
    steps = study["threads"]["t"]["steps"]
    steps["coordinate"] = {"by": "duty coordination", "takes": "work", "after": "check.fine"}
    steps["act"]["after"] = "coordinate"
    return study


def test_moving_a_duty_with_zero_delays_changes_nothing_but_the_post() -> None:
    smith, yokota = (case_of(duty_at(house, hours="always")) for house in ("Camp-Smith", "Yokota"))
    for replication in REPLICATIONS:
        here = told(trace_of(smith, replication), smith.legend)
        there = told(trace_of(yokota, replication), yokota.legend)
        moved = [
            tuple(w.replace("Camp-Smith", "Yokota") if isinstance(w, str) else w for w in event)
            for event in here
        ]
        assert any("Camp-Smith" in str(event) for event in here)
        assert sorted(moved) == sorted(there)


def test_moving_a_duty_with_identical_office_hours_changes_nothing_but_the_post() -> None:
    """Identical schedules: Yokota keeps the same instants because its place is given that zone.

    How long reaching takes belongs to the person who is reached (rule 5), so it is fixed here.
    """
    one, two = duty_at("Camp-Smith"), duty_at("Yokota")
    two["arrangements"]["a"]["headquarters"]["Yokota"]["place"] = "Honolulu"
    for study in (one, two):
        study["estimates"]["wake"] = time("25 min")
    smith, yokota = case_of(one), case_of(two)
    for replication in REPLICATIONS:
        here = told(trace_of(smith, replication), smith.legend)
        there = told(trace_of(yokota, replication), yokota.legend)
        moved = [
            tuple(w.replace("Camp-Smith", "Yokota") if isinstance(w, str) else w for w in event)
            for event in here
        ]
        assert sorted(moved) == sorted(there)


def test_a_moved_duty_keeps_its_work_draws() -> None:
    """(k) Common random numbers: other hours, other delays, the same work."""
    smith, yokota = (case_of(duty_at(h, transit="transit")) for h in ("Camp-Smith", "Yokota"))
    moved = 0
    for replication in REPLICATIONS:
        here = work_of(trace_of(smith, replication), smith.legend)
        there = work_of(trace_of(yokota, replication), yokota.legend)
        for key in here.keys() & there.keys():
            if " hop " not in key[1]:
                assert here[key] == there[key], key
                moved += key[1] == "t/coordinate"
    assert moved >= 20


# -- (d) zones -------------------------------------------------------------------------


def chain(start: str) -> Plain:
    """One step after another, one incident, so that nothing overtakes anything."""
    study = worked(start)
    study["threads"]["t"]["steps"] = {
        "see": {"by": "ops of Bravo", "takes": "brief"},
        "share": {"by": "watch of Smith", "takes": "brief", "after": "see"},
        "plan": {"by": "commander of Pearl", "takes": "work", "after": "share"},
        "act": {
            "does": "decide",
            "function": "act",
            "takes": "work",
            "after": "plan",
            "answer": True,
        },
    }
    right = study["arrangements"]["a"]["rights"]["act"]
    right["decides"], right["consult"] = "watch of Alpha", {}
    right["consent"] = {"ally": {"of": "commander of Pearl", "takes": "work", "level": "secret"}}
    study["scenarios"]["s"]["threads"]["t"] = {"states": {"readiness": "calm"}}
    return study


@pytest.mark.parametrize("start", [WEDNESDAY, SATURDAY])
def test_a_zone_moves_only_waiting(start: str) -> None:
    there = chain(start)
    here = copy.deepcopy(there)
    here["places"]["Honolulu"]["zone"] = "Asia/Tokyo"
    added = []
    for replication in range(10):
        (far,) = outcomes_of(case_of(there), replication)
        (near,) = outcomes_of(case_of(here), replication)
        one, two = by_kind(far, 0), by_kind(near, 0)
        for kind in set(Kind) - set(WAITS):
            assert one[kind] == two[kind]
        waits = sum(two[k] for k in WAITS) - sum(one[k] for k in WAITS)
        assert near.milestones[0] - far.milestones[0] == waits
        added.append(waits)
    if start == SATURDAY:
        assert all(wait > 0 for wait in added)
    else:
        assert any(wait != 0 for wait in added)


# -- (e) everyone on duty --------------------------------------------------------------


def everyone_on_duty(study: Plain) -> Plain:
    for house in study["arrangements"]["a"]["headquarters"].values():
        for its_post in house["posts"].values():
            its_post["hours"] = "always"
    return study


def test_with_everyone_on_duty_every_hour_is_alike() -> None:
    wednesday = case_of(everyone_on_duty(worked(WEDNESDAY)))
    saturday = case_of(everyone_on_duty(worked(SATURDAY)))
    for replication in REPLICATIONS:
        assert trace_of(wednesday, replication) == trace_of(saturday, replication)
    assert trace_of(case_of(worked(WEDNESDAY))) != trace_of(case_of(worked(SATURDAY)))


# -- (f) agreements --------------------------------------------------------------------


def test_an_agreement_on_every_level_takes_disclosure_to_zero() -> None:
    study = worked()
    free = copy.deepcopy(study)
    free["arrangements"]["a"]["agreements"] = {
        "out": {"from": "JPN", "to": "USA", "level": "secret"},
        "back": {"from": "USA", "to": "JPN", "level": "secret"},
    }

    def disclosure(plain: Plain) -> int:
        case = case_of(plain)
        return sum(
            by_kind(outcome, milestone)[Kind.DISCLOSURE]
            for replication in REPLICATIONS
            for outcome in outcomes_of(case, replication)
            for milestone in outcome.milestones
        )

    assert disclosure(study) > 0  # every review says yes, and still takes its time
    assert disclosure(free) == 0


def test_an_agreement_frees_one_direction_only() -> None:
    study = chain(WEDNESDAY)
    study["arrangements"]["a"]["agreements"] = {
        "out": {"from": "JPN", "to": "USA", "level": "secret"}
    }
    case = case_of(study)
    (outcome,) = outcomes_of(case)
    reviewing = {
        case.legend.posts[who]
        for (kind, who, _), ms in outcome.parts[0].items()
        if kind is Kind.DISCLOSURE and ms
    }
    assert reviewing == {"Smith watch"}


# -- (g) a step in two -----------------------------------------------------------------


def roomy(study: Plain) -> Plain:
    study = everyone_on_duty(study)
    for house in study["arrangements"]["a"]["headquarters"].values():
        for its_post in house["posts"].values():
            its_post["people"] = 64
    return study


def test_splitting_a_step_of_fixed_duration_changes_no_time() -> None:
    whole = roomy(worked())
    whole["estimates"] |= {f"m{m}": time(f"{m} min") for m in (8, 12, 20)}
    steps = whole["threads"]["t"]["steps"]
    steps["plan"] = {"by": "watch of Alpha", "takes": "m20", "after": "check.fine"}
    steps["act"]["after"] = "plan"
    split = copy.deepcopy(whole)
    steps = split["threads"]["t"]["steps"]
    steps["plan"]["takes"] = "m8"
    steps["plan-b"] = {"by": "watch of Alpha", "takes": "m12", "after": "plan"}
    steps["act"]["after"] = "plan-b"
    one, two = case_of(whole), case_of(split)
    for replication in REPLICATIONS:
        before, after = outcomes_of(one, replication), outcomes_of(two, replication)
        assert [(o.begun, o.end, o.ended, o.milestones, o.parts) for o in before] == [
            (o.begun, o.end, o.ended, o.milestones, o.parts) for o in after
        ]
        assert any(o.milestones for o in before)


# -- (l) dependence --------------------------------------------------------------------


def reserved(cabinet: str) -> Plain:
    """Japan's cabinet decides; an ally must agree, and the ally's own step is waited for."""
    study = skeleton(SATURDAY, "4 d")
    study["estimates"] |= {
        "work": time("20 min", "lognormal", 0.5),
        "cabinet": time(cabinet, "lognormal", 0.3),
        "rarely": probability(0.2),
    }
    call = {"takes": "work", "from": "IMMEDIATE"}
    study["reserved"] = {"employ": {"nation": "JPN", "functions": ["employ"]}}
    study["arrangements"]["a"] = {
        "title": "A",
        "headquarters": {
            "Kantei": headquarters("JPN", "Tokyo", cabinet=post("office", reach=call)),
            "Smith": headquarters("USA", "Honolulu", commander=post("office", reach=call)),
        },
        "links": {"ocean": {"between": ["Kantei", "Smith"], "transit": "minute"}},
        "relationships": {"ally": {"from": "Kantei", "to": "Smith", "type": "liaison"}},
        "rights": {
            "employ": {
                "function": "employ",
                "decides": "cabinet of Kantei",
                "consent": {"ally": {"of": "commander of Smith", "takes": "work", "within": "5 h"}},
            }
        },
    }
    study["threads"]["t"] = {
        "title": "T",
        "precedence": "IMMEDIATE",
        "steps": {
            "warn": {"by": "commander of Smith", "takes": "work"},
            "see": {"by": "cabinet of Kantei", "takes": "work"},
            "employ": {
                "does": "decide",
                "function": "employ",
                "takes": "cabinet",
                "after": {"any": ["warn", "see"]},
                "deliberation": True,
            },
            "alone": {"by": "cabinet of Kantei", "takes": "work", "after": "employ.refused"},
            "end": {
                "by": "cabinet of Kantei",
                "takes": "work",
                "after": {"any": ["employ", "alone"]},
                "answer": True,
            },
        },
    }
    return study


@pytest.mark.parametrize("later", ["2 h", "20 h", "3 d"])
def test_delaying_ones_own_cabinet_never_lowers_dependence(later: str) -> None:
    """A nation does not look less dependent by being slow itself."""
    settings = Settings(by="engine", worlds=2, replications=3)

    def of(cabinet: str) -> Any:
        study = checked(reserved(cabinet))
        return dependence(study, study.cases[0], settings)["JPN"]

    quick, slow = of("30 min"), of(later)
    assert slow.decisions == quick.decisions == ("employ",)
    assert set(slow.consents) >= set(quick.consents) == {"employ: Smith commander"}
    assert (slow.hand_s >= quick.hand_s).all()
    assert (slow.anyway <= quick.anyway).all()
    assert (quick.hand_s > 0).all()


# -- (j) sums, where a branch inside a loop is dead at one pass and alive at another -------


def test_parts_sum_in_a_loop_with_a_branch_that_comes_and_goes() -> None:
    study = skeleton()
    study["estimates"] |= {"half": probability(0.5), "work": time("20 min", "lognormal", 0.6)}
    study["arrangements"]["a"] = {
        "title": "A",
        "headquarters": {"House": headquarters("JPN", "Tokyo", desk=post(people=64))},
    }
    desk = {"by": "desk of House", "takes": "work"}
    study["threads"]["t"] = {
        "title": "T",
        "steps": {
            "start": desk,
            "try": desk
            | {
                "after": {"any": ["start", "check.again"]},
                "outcomes": {"hard": "half", "easy": "rest"},
            },
            "extra": desk | {"after": "try.hard"},
            "plain": desk | {"after": "try.easy"},
            "check": desk
            | {
                "after": ["extra", "plain"],
                "outcomes": {"again": "half", "fine": "rest"},
            },
            "end": desk | {"after": "check.fine", "answer": True},
        },
    }
    study["scenarios"]["s"]["threads"]["t"] = {
        "incidents": {"main": {"thread": "t", "count": 100, "every": "ten"}}
    }
    case = case_of(study)
    for outcome in outcomes_of(case):
        (ms,) = outcome.milestones.values()
        (parts,) = outcome.parts.values()
        assert sum(parts.values()) == ms
