"""States that change while an incident is under way, in proofs: known answers worked out by hand.

One study: a release and a strike; Japan's cabinet is asked in one of two states, or the chief
acts in one of them alone, so that each state by itself holds what their mixture does not.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from renkei.checks.study import CheckedStudy, check
from renkei.cli.guarantees import reopen
from renkei.cli.main import main
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.ladder import climb
from renkei.explorer.proof import Proof, Status
from renkei.explorer.survey import Survey
from renkei.reading.study import read_text

CALM, CRISIS = {"readiness": "calm"}, {"readiness": "crisis"}
PATH = Path(__file__).parents[1] / "studies" / "changing_states.yaml"


def data() -> dict[str, Any]:
    """In calm the cabinet is asked about the release, in crisis about the strike; the scenario
    goes from crisis to calm after half an hour, and each decision takes an hour."""
    found: dict[str, Any] = yaml.safe_load(PATH.read_text("utf-8"))
    return found


def made(study: dict[str, Any]) -> CheckedStudy:
    return check(read_text({"study.yaml": yaml.safe_dump(study, sort_keys=False)}))


def first(study: dict[str, Any], states: dict[str, str], then: dict[str, str] | None) -> None:
    """The states a scenario begins with, and what they become after half an hour."""
    case = study["scenarios"]["s"]["threads"]["t"]
    case["states"] = states
    case["changes"] = [] if then is None else [{"after": "30 min", "set": then}]


def guarantees(study: dict[str, Any]) -> dict[str, Proof]:
    proofs = prove_guarantees(Survey(made(study)), ["only"], unavailable=0)
    return {p.name: p for p in proofs}


def rungs(study: dict[str, Any]) -> dict[str, Proof]:
    return {p.name: p for p in climb(Survey(made(study)), ["only"], unavailable=0)}


def test_the_order_of_the_states_matters() -> None:
    """From crisis to calm nobody asks the cabinet; from calm to crisis it is asked twice."""
    study = data()
    broken = guarantees(study)["yes"]
    assert broken.status is Status.BROKEN
    assert "t/release opens in readiness crisis, t/strike opens in readiness calm" in broken.story
    first(study, CALM, CRISIS)
    assert guarantees(study)["yes"].status is Status.PROVED
    first(study, CRISIS, None)
    assert guarantees(study)["yes"].status is Status.PROVED


def test_what_the_engine_cannot_show_in_time_is_open() -> None:
    """The states change in the scenario only once the strike has been decided."""
    study = data()
    study["scenarios"]["s"]["threads"]["t"]["changes"] = [{"after": "5 h", "set": CALM}]
    proof = guarantees(study)["yes"]
    assert proof.status is Status.OPEN
    assert proof.story.startswith(
        "only if a run comes to what none of those tried did. In scenario s"
    )


def unlikely(study: dict[str, Any]) -> None:
    """The release takes as long as luck has it; the states change late."""
    study["estimates"]["long"] = {
        "title": "Long", "low": "1 h", "likely": "4 h", "high": "12 h",
        "grade": "placeholder",
    }  # fmt: skip
    study["threads"]["t"]["steps"]["release"]["takes"] = "long"
    study["scenarios"]["s"]["threads"]["t"]["changes"] = [{"after": "9 h", "set": CALM}]


def test_a_guarantee_that_needs_several_yeses_names_those_that_are_missing() -> None:
    study = data()
    study["guarantees"]["yes"]["only-after"] = [{"approved": "release"}, {"by": "cabinet of HQ"}]
    broken = guarantees(study)["yes"]
    assert broken.status is Status.BROKEN
    assert "without a yes by cabinet of HQ before it" in broken.story
    assert "approval of" not in broken.story


@pytest.mark.parametrize("lucky", [False, True])
def test_a_counterexample_is_reopened_in_its_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lucky: bool
) -> None:
    study = data()
    if lucky:
        unlikely(study)
    (tmp_path / "study.yaml").write_text(yaml.safe_dump(study, sort_keys=False), "utf-8")
    replay = guarantees(study)["yes"].replay
    assert replay is not None
    assert replay.scenario == "s"
    assert (replay.luck > 0) == lucky, "the first run shows it, or it takes some luck"
    words = shlex.split(reopen(str(tmp_path), replay))[1:]
    assert "--scenario" in words
    assert main([*words, "--json"]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    assert [e["site"] for e in events if e["what"] == "violated"] == ["t/strike"]


def force(study: dict[str, Any]) -> None:
    """In crisis the chief orders a unit that Japan's cabinet must have said yes to; in calm he
    drills it without asking anybody, and gives it no orders."""
    only = study["arrangements"]["only"]
    study["forces"] = {"unit": {"title": "A unit", "nation": "JPN", "home": "Tokyo"}}
    only["headquarters"]["Unit"] = {
        "title": "Unit", "nation": "JPN", "place": "Tokyo", "echelon": "component",
        "posts": {"watch": {"people": 1, "hours": "always", "handles-word": "hour"}},
    }  # fmt: skip
    only["relationships"] = {
        "orders": {"from": "HQ", "to": "Unit", "type": "OPCON", "scheme": "JPN",
                   "forces": ["unit"], "when": CRISIS},
        "talks": {"from": "HQ", "to": "Unit", "type": "liaison"},
    }  # fmt: skip
    only["links"] = {"line": {"between": ["HQ", "Unit"], "transit": "hour"}}
    only["rights"] = {
        "drill": {"function": "drill", "decides": "chief of HQ"},
        "strike": {"function": "strike", "decides": "chief of HQ",
                   "consent": {"c": {"of": "cabinet of HQ", "takes": "hour"}}},
    }  # fmt: skip
    study["threads"]["t"]["steps"] = {
        "drill": {"does": "decide", "function": "drill", "takes": "hour", "when": CALM},
        "strike": {"does": "decide", "function": "strike", "takes": "hour", "when": CRISIS},
        "act": {"does": "work", "by": "watch of Unit", "takes": "hour",
                "after": {"any": ["drill", "strike"]}, "answer": True},
    }  # fmt: skip
    study["guarantees"] = {}
    study["reserved"] = {
        "force": {"nation": "JPN", "functions": ["strike"], "voice": ["cabinet of HQ"]}
    }


def test_a_rung_holds_in_either_state_and_not_through_the_change() -> None:
    """The drill was approved in calm; its word reaches the unit as an order once crisis has
    come, and no yes of the cabinet lies before it."""
    study = data()
    force(study)
    first(study, CALM, CRISIS)
    climbed = rungs(study)
    for rung in ("employ", "refuse"):
        assert climbed[rung].status is Status.BROKEN, rung
        assert "t/act opens in readiness crisis" in climbed[rung].story
        assert climbed[rung].replay is not None
        assert climbed[rung].replay.scenario == "s"
    for states in (CALM, CRISIS):
        first(study, states, None)
        climbed = rungs(study)
        assert climbed["employ"].status is Status.PROVED
        assert climbed["refuse"].status is Status.PROVED


def test_alone_is_open_where_it_hangs_on_when_the_states_change() -> None:
    """In crisis the strike follows one way, in calm another; each is Japan's own. If the first
    is judged in calm and the second in crisis neither is gone."""
    study = data()
    rights = study["arrangements"]["only"]["rights"]
    rights.clear()
    rights |= {f: {"function": f, "decides": "chief of HQ"} for f in ("release", "strike")}
    study["reserved"] = {"force": {"nation": "JPN", "functions": ["strike"]}}
    study["guarantees"] = {}
    work = {"does": "work", "by": "chief of HQ", "takes": "hour"}
    study["threads"]["t"]["steps"] = {
        "long": work,
        "crisis-way": {**work, "when": CRISIS},
        "calm-way": {**work, "when": CALM, "after": "long"},
        "strike": {"does": "decide", "function": "strike", "takes": "hour",
                   "after": {"any": ["crisis-way", "calm-way"]}, "answer": True},
    }  # fmt: skip
    first(study, CALM, CRISIS)
    alone = rungs(study)["alone"]
    assert alone.status is Status.OPEN
    assert "it hangs on when the states change" in alone.story
    for states in (CALM, CRISIS):
        first(study, states, None)
        assert rungs(study)["alone"].status is Status.PROVED
    # Where both ways are open in both states, the change takes nothing away.
    for way in ("crisis-way", "calm-way"):
        del study["threads"]["t"]["steps"][way]["when"]
    first(study, CALM, CRISIS)
    assert rungs(study)["alone"].status is Status.PROVED


def test_word_that_is_sent_in_one_state_and_read_in_another() -> None:
    """In calm a Japanese desk reads what is told, in crisis an American one; it is told in calm
    alone, so that in neither state by itself anything crosses."""
    study = data()
    only = study["arrangements"]["only"]
    study["nations"]["USA"] = {"title": "United States"}
    study["levels"] = ["open", "secret"]
    only["headquarters"]["Ally"] = {
        "title": "Ally", "nation": "USA", "place": "Tokyo", "echelon": "component",
        "posts": {"watch": {"people": 1, "hours": "always"}},
    }  # fmt: skip
    only["links"] = {"line": {"between": ["HQ", "Ally"], "transit": "hour"}}
    only["agreements"] = {"free": {"from": "JPN", "to": "USA", "level": "secret"}}
    only["relationships"] = {"talks": {"from": "HQ", "to": "Ally", "type": "liaison"}}
    only["duties"] = {
        "reading": {"post": "cabinet of HQ", "when": CALM, "otherwise": "watch of Ally"}
    }
    only["rights"] = {}
    study["threads"]["t"]["steps"] = {
        "tell": {"does": "work", "by": "chief of HQ", "takes": "hour", "level": "secret",
                 "when": CALM},
        "read": {"does": "work", "by": "duty reading", "takes": "hour", "after": "tell",
                 "answer": True},
    }  # fmt: skip
    study["guarantees"] = {
        "reviewed": {
            "title": "Secrets are reviewed before they go to the ally", "nation": "JPN",
            "act": {"releases": {"from": "JPN", "to": "USA", "above": "open"}},
            "only-after": [{"reviewed-by": "JPN"}], "legal-basis": "A law",
        }
    }  # fmt: skip
    first(study, CALM, CRISIS)
    proof = guarantees(study)["reviewed"]
    assert proof.status is Status.BROKEN, proof.story
    assert proof.replay is not None
    assert proof.replay.scenario == "s"
    for states in (CALM, CRISIS):
        first(study, states, None)
        assert guarantees(study)["reviewed"].status is Status.PROVED
