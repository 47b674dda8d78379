"""What looked proved and was not: small studies, each refuted by a run or by the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from renkei.checks.study import CheckedStudy
from renkei.engine.day import Day
from renkei.explorer.amendment import Amendment
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.ladder import climb
from renkei.explorer.proof import Proof, Status
from renkei.explorer.survey import Survey
from renkei.explorer.verification import Verification
from renkei.record.vocabulary import What
from tests.explorer.test_change import CALM, data, first, made

STUDIES = Path(__file__).parents[1] / "studies"


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((STUDIES / f"{name}.yaml").read_text("utf-8"))
    return found


def proofs(checked: CheckedStudy, arrangement: str, unavailable: int = 0) -> list[Proof]:
    return list(prove_guarantees(Survey(checked), [arrangement], unavailable=unavailable))


def rungs(checked: CheckedStudy) -> dict[str, Proof]:
    return {p.name: p for p in climb(Survey(checked), ["separate"], unavailable=1)}


def violations(checked: CheckedStudy, runs: int = 20) -> int:
    return sum(
        any(e.what == What.VIOLATED for e in Day(case, seed=7, world=r, replication=r).run())
        for case in checked.cases
        for r in range(runs)
    )


@pytest.mark.parametrize("outcome", ["good", "bad"])
def test_word_on_any_outcome_is_followed(outcome: str) -> None:
    """Only one of two outcomes sends word over the border; whichever is written first."""
    study = load("guarded")
    study["guarantees"] = {"reviewed word": study["guarantees"]["reviewed word"]}
    study["arrangements"].pop("alone")
    study["arrangements"]["asked"]["relationships"] = {
        "l": {"from": "Ichigaya", "to": "Pearl", "type": "liaison"}
    }
    study["threads"] = {"incident": {"title": "Word", "steps": {
        "look": {"by": "chief of Pearl", "takes": "soon", "level": "secret",
                 "outcomes": {"bad": "half", "good": "rest"}},
        "act": {"by": "chief of Ichigaya", "takes": "soon", "after": [f"look.{outcome}"]},
        "fin": {"by": "chief of Pearl", "takes": "soon", "after": ["look"], "answer": True},
    }}}  # fmt: skip
    checked = made(study)
    assert violations(checked) > 0
    [proof] = proofs(checked, "asked")
    assert proof.status is Status.BROKEN
    assert f"incident/look comes out as {outcome}" in proof.story


def test_a_thread_that_a_scenario_begins_where_it_cannot_start_is_explored() -> None:
    """By its own *when* it starts in crisis; the scenario begins it an hour later, in calm, where
    the strike needs nobody's consent."""
    study = data()
    study["arrangements"]["only"]["rights"] = {
        "look": {"function": "look", "decides": "chief of HQ"},
        "strike-calm": {"function": "strike", "decides": "chief of HQ", "when": CALM},
        "strike-crisis": {"function": "strike", "decides": "chief of HQ",
                          "when": {"readiness": "crisis"},
                          "consent": {"c": {"of": "cabinet of HQ", "takes": "hour"}}},
    }  # fmt: skip
    study["guarantees"].pop("always")
    decide = {"does": "decide", "takes": "hour", "answer": True}
    study["threads"] = {
        "t": {"title": "T", "steps": {"look": {**decide, "function": "look"}}},
        "u": {"title": "U", "when": {"readiness": "crisis"},
              "steps": {"strike": {**decide, "function": "strike"}}},
    }  # fmt: skip
    study["scenarios"]["s"]["threads"]["t"] = {
        "states": CALM, "incidents": {"a": {"thread": "t"}, "b": {"thread": "u", "first": "1 h"}}
    }  # fmt: skip
    checked = made(study)
    assert violations(checked, 1) == 1
    assert {p.status for p in proofs(checked, "only")} == {Status.BROKEN}


def lent(after: str) -> dict[str, Any]:
    """America lends its fleet and takes it back by a thread of its own, which ends with work."""
    study = load("two_capitals")
    study["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
    study["reserved"] = {"fleet": {"nation": "USA", "functions": ["lend"]}}
    separate = study["arrangements"]["separate"]
    separate["relationships"]["loan"] = {
        "from": "Ichigaya", "to": "Pearl", "type": "OPCON", "scheme": "US", "forces": ["fleet"],
        "granted-by": "lending",
    }  # fmt: skip
    separate["links"]["direct"] = {"between": ["Ichigaya", "Pearl"], "transit": "one-minute"}
    for function in ("lend", "return"):
        separate["rights"][function] = {"function": function, "decides": "commander of Pearl"}
    decide = {"does": "decide", "takes": "half-hour", "answer": True}
    study["threads"]["lending"] = {
        "title": "A loan", "transfer-only": True, "steps": {"agree": {**decide, "function": "lend"}}
    }  # fmt: skip
    study["threads"]["returning"] = {
        "title": "Its end", "transfer-only": True, "recalls": ["lending"],
        "when": {"lending": "granted"},
        "steps": {
            "agree": {**decide, "function": "return"},
            "file": {"by": after, "takes": "half-hour", "after": "agree"},
        },
    }  # fmt: skip
    crisis = {"states": {"readiness": "crisis"}}
    study["scenarios"]["friday-night"]["threads"] |= {
        "lending": crisis, "returning": {**crisis, "granted": ["lending"]}
    }  # fmt: skip
    return study


def test_a_recall_that_waits_for_the_ally_after_its_answer_is_not_proved() -> None:
    """The forces come back when the incident is done, so what is left over counts."""
    recall = rungs(made(lent("watch of Ichigaya")))["recall"]
    assert recall.status is Status.OPEN
    assert "comes to its end" in recall.story


def test_what_is_left_over_after_the_answer_is_lost_if_unavailable() -> None:
    recall = rungs(made(lent("watch of Smith")))["recall"]
    assert recall.status is Status.PROVED
    assert recall.lost_if == (("Pearl",), ("Smith",))


def by_way_of_the_ally() -> dict[str, Any]:
    """What Japan's staff tells its unit goes by a line of its own; a slower way leads by way of
    the ally, to whom everything may pass freely."""
    study = data()
    only = study["arrangements"]["only"]
    study["nations"]["USA"] = {"title": "United States"}
    study["levels"] = ["open", "secret"]
    minute = dict.fromkeys(("low", "likely", "high"), "1 min")
    study["estimates"]["minute"] = {**study["estimates"]["hour"], "title": "A minute", **minute}
    for name, nation in (("Ally", "USA"), ("Unit", "JPN")):
        only["headquarters"][name] = {
            "title": name, "nation": nation, "place": "Tokyo", "echelon": "component",
            "posts": {"watch": {"people": 1, "hours": "always", "handles-word": "minute"}},
        }  # fmt: skip
    only["headquarters"]["HQ"]["posts"]["chief"]["handles-word"] = "minute"
    only["links"] = {
        "own": {"between": ["HQ", "Unit"], "transit": "minute"},
        "out": {"between": ["HQ", "Ally"], "transit": "hour"},
        "home": {"between": ["Ally", "Unit"], "transit": "hour"},
    }
    only["agreements"] = {
        "out": {"from": "JPN", "to": "USA", "level": "secret"},
        "back": {"from": "USA", "to": "JPN", "level": "secret"},
    }
    only["rights"] = {}
    study["threads"]["t"]["steps"] = {
        "tell": {"by": "chief of HQ", "takes": "hour", "level": "secret"},
        "read": {"by": "watch of Unit", "takes": "hour", "answer": True,
                 "after": [{"step": "tell", "sent-as": "information"}]},
    }  # fmt: skip
    study["guarantees"] = {
        "reviewed": {
            "title": "Secrets are reviewed before they go to the ally", "nation": "JPN",
            "act": {"releases": {"from": "JPN", "to": "USA", "above": "open"}},
            "only-after": [{"reviewed-by": "JPN"}], "legal-basis": "A law",
        }
    }  # fmt: skip
    first(study, CALM, None)
    return study


def test_word_that_goes_another_way_without_a_link_is_said_to_be_lost() -> None:
    study = by_way_of_the_ally()
    [proof] = proofs(made(study), "only", unavailable=1)
    assert proof.status is Status.PROVED
    assert proof.lost_if == (("own",),)
    assert proof.story.startswith("on every path of the model, with at most 0 unavailable")
    del study["arrangements"]["only"]["links"]["own"]
    checked = made(study)
    [proof] = proofs(checked, "only")
    assert proof.status is Status.BROKEN
    assert violations(checked, 1) == 1


def test_an_amended_study_is_asked_for_its_own_routes_between_states() -> None:
    """A desk that would be in one house in crisis and in another in calm: what is told in the one
    and heard in the other would pass through the ally."""
    study = load("changing_hands")
    only = study["arrangements"]["only"]
    only["headquarters"] = {
        name: {
            "title": name,
            "nation": nation,
            "place": "Tokyo",
            "echelon": "component",
            "posts": {"watch": {"people": 1, "hours": "always", "handles-word": "hour"}},
        }
        for name, nation in (("A", "USA"), ("B", "USA"), ("Ally", "JPN"))
    }
    only["links"] = {
        "a": {"between": ["A", "Ally"], "transit": "hour"},
        "b": {"between": ["Ally", "B"], "transit": "hour"},
    }
    only["agreements"] = {
        "freely": {"from": "USA", "to": "JPN", "level": "secret"},
        "back": {"from": "JPN", "to": "USA", "level": "secret"},
    }
    only["relationships"] = {
        f"{a}-{b}": {"from": a, "to": b, "type": "liaison"}
        for a, b in (("A", "Ally"), ("Ally", "B"), ("A", "B"))
    }
    desk = {"post": "watch of A", "when": {"readiness": "crisis"}, "otherwise": "watch of A"}
    only["duties"] = {"desk": desk}
    study["threads"]["t"]["steps"]["hear"]["after"] = [{"step": "tell", "sent-as": "information"}]
    path = ("arrangements", "only", "duties", "desk", "otherwise")
    moved = Amendment("alternate", "moved", "study.yaml", ((path, "watch of B"),))
    assert Verification(Survey(made(study))).against("only", (moved,)) == (
        'in t "America reviews" would no longer be proved where states change under way'
    )
    desk["otherwise"] = "watch of B"
    checked = made(study)
    [proof] = proofs(checked, "only")
    assert proof.status is Status.BROKEN
    assert "t/tell opens in readiness crisis" in proof.story, "where the scenario starts"
    assert violations(checked, 1) == 1


@pytest.mark.parametrize("named", [True, False])
def test_a_relationship_that_names_no_forces_is_about_those_held_below_it(named: bool) -> None:
    study = load("two_capitals")
    separate = study["arrangements"]["separate"]
    study["forces"] = {"unit": {"title": "Unit", "nation": "JPN", "home": "Tokyo"}}
    study["reserved"] = {"unit": {"nation": "JPN", "functions": ["act"]}}
    separate["headquarters"]["Unit"] = {
        "title": "Unit", "nation": "JPN", "place": "Tokyo", "echelon": "component",
        "posts": {"watch": {"people": 1, "hours": "always", "handles-word": "one-minute"}},
    }  # fmt: skip
    separate["links"]["u"] = {"between": ["Ichigaya", "Unit"], "transit": "one-minute"}
    separate["relationships"]["own"] = {
        "from": "Ichigaya", "to": "Unit", "type": "OPCON", "scheme": "JPN", "forces": ["unit"]
    }  # fmt: skip
    separate["relationships"]["loan"] = {
        "from": "Smith", "to": "Ichigaya", "type": "OPCON", "scheme": "US",
        "granted-by": "lending", **({"forces": ["unit"]} if named else {}),
    }  # fmt: skip
    separate["rights"]["lend"] = {"function": "lend", "decides": "commander of Pearl"}
    study["threads"]["lending"] = {
        "title": "A loan", "transfer-only": True,
        "steps": {"agree": {"does": "decide", "function": "lend", "takes": "half-hour",
                            "answer": True}},
    }  # fmt: skip
    study["scenarios"]["friday-night"]["threads"]["lending"] = {"states": {"readiness": "crisis"}}
    climbed = rungs(made(study))
    assert climbed["enter"].status is Status.BROKEN
    assert climbed["recall"].status is Status.BROKEN


def test_a_reserved_decision_can_be_asked_of_threads_that_never_take_it() -> None:
    """A raid orders the fleet and decides nothing that is reserved."""
    study = load("two_capitals")
    separate = study["arrangements"]["separate"]
    study["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
    study["reserved"] = {
        "force": {"nation": "USA", "functions": ["act"], "voice": ["commander of Pearl"]}
    }
    separate["relationships"]["fleet"]["forces"] = ["fleet"]
    separate["rights"]["act"] = {"function": "act", "decides": "commander of Pearl"}
    step = {"takes": "half-hour"}
    study["threads"]["incident"]["steps"] = {
        "act": {**step, "does": "decide", "function": "act", "answer": True}
    }
    study["threads"]["raid"] = {"title": "Raid", "steps": {
        "tell": {**step, "by": "watch of Smith"},
        "go": {**step, "by": "commander of Pearl", "answer": True,
               "after": [{"step": "tell", "sent-as": "order"}]},
    }}  # fmt: skip
    study["scenarios"]["friday-night"]["threads"]["raid"] = {"states": {"readiness": "crisis"}}
    assert rungs(made(study))["employ"].status is Status.PROVED
    study["reserved"]["force"]["threads"] = ["raid"]
    employ = [p for p in climb(Survey(made(study)), ["separate"], unavailable=1)
              if p.name == "employ"]  # fmt: skip
    assert {p.thread: p.status for p in employ} == {
        "incident": Status.PROVED, "raid": Status.BROKEN
    }  # fmt: skip


def test_an_order_between_states_is_not_called_proved() -> None:
    """In crisis a commander tells the unit, in calm a post that commands nobody; what the one
    tells in crisis is an order that the unit acts on in calm."""
    study = load("order_between")
    [proof] = proofs(made(study), "only")
    assert proof.status is Status.OPEN
    assert "whether what reaches t/go is an order" in proof.story
    climbed = {p.name: p for p in climb(Survey(made(study)), ["only"], unavailable=1)}
    assert climbed["employ"].status is Status.OPEN
    assert climbed["refuse"].status is Status.OPEN
    # Where the same post tells it in both states there is nothing to tell apart.
    del study["threads"]["t"]["steps"]["go"]["when"]
    study["arrangements"]["only"]["rights"]["task-calm"]["decides"] = "commander of Pearl"
    [proof] = proofs(made(study), "only")
    assert proof.status is Status.BROKEN


def test_a_thread_is_not_explored_in_states_in_which_it_only_goes_on() -> None:
    """By its *when* the return begins in crisis alone; that calm comes under way makes it no more
    able to begin in calm."""
    study = lent("watch of Smith")
    study["threads"]["returning"]["when"] = {
        "all": [{"lending": "granted"}, {"readiness": "crisis"}]
    }
    assert rungs(made(study))["recall"].status is Status.OPEN
    returning = study["scenarios"]["friday-night"]["threads"]["returning"]
    returning["changes"] = [{"after": "30 min", "set": CALM}]
    recall = rungs(made(study))["recall"]
    assert recall.status is Status.OPEN
    assert "readiness calm" in recall.story


def test_an_incident_begins_in_the_states_of_its_beginning() -> None:
    """It starts in crisis, where the cabinet is asked about the release; calm comes later."""
    study = data()
    rights = study["arrangements"]["only"]["rights"]
    rights["release-calm"].pop("consent")
    rights["release-crisis"]["consent"] = {"c": {"of": "cabinet of HQ", "takes": "hour"}}
    rights["strike-crisis"].pop("consent")
    study["threads"]["t"]["when"] = {"readiness": "crisis"}
    checked = made(study)
    said = {p.name: p.status for p in proofs(checked, "only")}
    assert said["yes"] is Status.PROVED
    assert violations(checked) == 0


def test_an_incident_that_is_dead_at_its_beginning_is_not_done_alone() -> None:
    study = data()
    rights = {f: {"function": f, "decides": "chief of HQ"} for f in ("release", "strike")}
    study["arrangements"]["only"]["rights"] = rights
    study["guarantees"] = {}
    study["reserved"] = {"r": {"nation": "JPN", "functions": ["strike"]}}
    study["threads"]["t"] = {"title": "T", "facts": {"kind": ["red"]}, "steps": {
        "a": {"by": "chief of HQ", "takes": "hour", "answer": True, "unless": {"kind": "red"}},
        "strike": {"does": "decide", "function": "strike", "takes": "hour"},
    }}  # fmt: skip
    first(study, CALM, None)
    study["scenarios"]["s"]["threads"]["t"]["facts"] = {"kind": {"red": "rest"}}
    alone = {p.name: p for p in climb(Survey(made(study)), ["only"], unavailable=0)}["alone"]
    assert alone.status is not Status.PROVED


def test_a_path_that_goes_round_for_ever_stops_nothing() -> None:
    """The act comes in the second lap; a run made to take it goes round until it is stopped."""
    study = data()
    study["estimates"] |= {
        "hour": {"title": "A minute", "low": "30 s", "likely": "1 min", "high": "2 min",
                 "grade": "placeholder"},
        "odds": {"title": "Again", "unit": "probability", "low": 0.2, "likely": 0.3, "high": 0.5,
                 "grade": "placeholder"},
    }  # fmt: skip
    confirm = study["guarantees"]["always"]
    confirm["only-after"], confirm["act"] = [{"approved": "confirm"}], {"function": "confirm"}
    study["arrangements"]["only"]["rights"]["confirm"] = {
        "function": "confirm", "decides": "chief of HQ"
    }  # fmt: skip
    steps = study["threads"]["t"]["steps"]
    del steps["strike"]["answer"]
    steps["strike"]["after"] = {"all": ["release", "look.again"]}
    steps["confirm"] = {
        "does": "decide", "function": "confirm", "takes": "hour", "after": "strike"
    }  # fmt: skip
    steps["look"] = {"by": "chief of HQ", "takes": "hour", "after": "confirm",
                     "outcomes": {"again": "odds", "onward": "rest"}}  # fmt: skip
    steps["end"] = {"by": "chief of HQ", "takes": "hour", "after": "look.onward", "answer": True}
    study["scenarios"]["s"]["horizon"] = "60 d"
    study["scenarios"]["s"]["threads"]["t"]["changes"] = [{"after": "59 d", "set": CALM}]
    said = {p.name: p.status for p in proofs(made(study), "only")}
    assert said["always"] is Status.PROVED
    assert said["yes"] is not Status.PROVED
