"""Guarantees and rungs of small studies, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from renkei.checks.situation import facts_of
from renkei.checks.study import CheckedStudy, check
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.ladder import RUNGS, climb
from renkei.explorer.paths import Sight
from renkei.explorer.proof import Proof, Status
from renkei.explorer.survey import Survey
from renkei.explorer.walk import explore
from renkei.findings import FindingsError, Severity
from renkei.reading.study import read_text
from renkei.record.vocabulary import What

BASE = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text(encoding="utf-8")
Change = Callable[[dict[str, Any]], None]


def study(*changes: Change) -> CheckedStudy:
    data = yaml.safe_load(BASE)
    for change in changes:
        change(data)
    return check(read_text({"study.yaml": yaml.safe_dump(data, sort_keys=False)}))


def guarantee(act: dict[str, Any], before: dict[str, Any], **more: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["guarantees"] = {
            "g": {
                "title": "What must hold", "nation": "JPN", "act": act, "only-after": before,
                "legal-basis": "A law", **more,
            }
        }  # fmt: skip

    return change


def steps(**given: dict[str, Any]) -> Change:
    return lambda data: data["threads"]["incident"].update(steps=given)


def right(**fields: Any) -> Change:
    return lambda data: data["arrangements"]["separate"]["rights"]["act"].update(fields)


def reserve(voice: list[str] | None = None) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["reserved"] = {"force": {"nation": "JPN", "functions": ["act"]}}
        if voice is not None:
            data["reserved"]["force"]["voice"] = voice

    return change


def proved(checked: CheckedStudy) -> Proof:
    [proof] = prove_guarantees(Survey(checked), ["separate"], unavailable=1)
    return proof


def ladder(checked: CheckedStudy) -> dict[str, Proof]:
    return {p.name: p for p in climb(Survey(checked), ["separate"], unavailable=1)}


PEARL = {"approved": "act", "by": "commander of Pearl"}


def test_a_consent_lies_before_what_it_is_given_to() -> None:
    proof = proved(study(guarantee({"function": "act"}, {"all": [PEARL]})))
    assert proof.status is Status.PROVED
    assert proof.story.startswith("on every path of the model, with at most 1 unavailable")
    # assess and act; then approved, or one of two refusals that end it; and what may come before.
    assert 3 <= proof.states_explored <= 8


def test_a_thread_is_explored_where_it_can_start() -> None:
    def asks_in_crisis(data: dict[str, Any]) -> None:
        rights = data["arrangements"]["separate"]["rights"]
        rights["act"]["when"] = {"readiness": "crisis"}
        rights["calm"] = {
            "function": "act", "decides": "chief of Ichigaya", "when": {"readiness": "calm"},
        }  # fmt: skip

    def starts(readiness: str) -> Change:
        return lambda data: data["threads"]["incident"].update(when={"readiness": readiness})

    asked = guarantee({"function": "act"}, {"all": [PEARL]})
    broken = proved(study(asks_in_crisis, asked))
    assert broken.status is Status.BROKEN and "readiness calm" in broken.story
    assert proved(study(asks_in_crisis, asked, starts("crisis"))).status is Status.PROVED


def test_being_consulted_is_no_yes() -> None:
    asked = {"of": "commander of Pearl", "takes": "ten-minutes", "within": "6 h"}
    checked = study(
        guarantee({"function": "act"}, {"all": [PEARL]}),
        right(consent={}, consult={"USA commander": asked}),
    )
    proof = proved(checked)
    assert proof.status is Status.BROKEN
    assert proof.places[0].startswith("study.yaml:")
    assert "without approval of" in proof.story and "commander of Pearl" in proof.story


def test_an_order_that_nobody_gave_reaches_a_force() -> None:
    def forces(data: dict[str, Any]) -> None:
        data["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
        data["arrangements"]["separate"]["relationships"]["fleet"]["forces"] = ["fleet"]
        data["arrangements"]["separate"]["headquarters"]["Smith"]["posts"]["commander"] = {
            "people": 1, "hours": "always",
        }  # fmt: skip
        data["arrangements"]["separate"]["rights"]["act"].update(
            decides="commander of Smith", consent={}
        )
        data["threads"]["incident"]["steps"]["acknowledge"]["by"] = "commander of Pearl"
        data["arrangements"]["separate"]["agreements"] = {
            "free": {"from": "JPN", "to": "USA", "level": "secret"}
        }

    by_smith = {"approved": "act", "by": "commander of Smith"}
    kept = guarantee({"orders-to": "USA"}, {"any": [by_smith]})
    assert proved(study(forces, kept)).status is Status.PROVED
    missed = guarantee({"orders-to": "fleet"}, {"any": [{"nation": "JPN"}]})
    proof = proved(study(forces, missed))
    assert proof.status is Status.BROKEN
    assert "an order reaches Pearl commander (USA)" in proof.story
    assert "OPCON of Smith over Pearl" in proof.story


def two_ways(join: str) -> Change:
    return steps(
        assess={"by": "duty watch", "takes": "half-hour"},
        act={"does": "decide", "function": "act", "takes": "half-hour", "after": "assess"},
        rumour={"by": "duty watch", "takes": "half-hour", "after": "assess"},
        acknowledge={
            "does": "decide", "function": "go on", "takes": "ten-minutes", "answer": True,
            "after": {join: ["act", "rumour"]},
        },
    )  # fmt: skip


def going_on(data: dict[str, Any]) -> None:
    data["arrangements"]["separate"]["rights"]["go on"] = {
        "function": "go on", "decides": "watch of Ichigaya",
    }  # fmt: skip


GO_ON_AFTER_ACT = guarantee({"function": "go on"}, {"all": [{"approved": "act"}]})


def test_a_step_that_takes_what_comes_first_may_take_the_rumour() -> None:
    proof = proved(study(two_ways("any"), going_on, GO_ON_AFTER_ACT))
    assert proof.status is Status.BROKEN
    assert proof.replay is not None
    assert dict(proof.replay.choices)["incident/acknowledge"] == "first incident/rumour" or (
        dict(proof.replay.choices)["incident/act"] == "not yet"
    )


def test_a_step_that_waits_for_all_has_all_in_its_past() -> None:
    assert proved(study(two_ways("all"), going_on, GO_ON_AFTER_ACT)).status is Status.PROVED


def test_a_loop_is_followed_until_nothing_new_comes() -> None:
    loop = steps(
        assess={"by": "duty watch", "takes": "half-hour"},
        draft={
            "by": "duty watch", "takes": "half-hour",
            "after": {"any": ["assess", "act.refused"]},
        },
        act={"does": "decide", "function": "act", "takes": "half-hour", "after": "draft"},
        acknowledge={"by": "duty watch", "takes": "ten-minutes", "after": "act", "answer": True},
    )  # fmt: skip
    checked = study(loop, guarantee({"function": "act"}, {"all": [PEARL]}))
    assert proved(checked).status is Status.PROVED
    situation = checked.situation("separate", "incident", {"readiness": "calm"})
    [facts] = facts_of(checked.study, checked.flows["incident"])
    paths = explore(situation, situation.applies(facts), [0] * len(situation.steps))
    assert paths.complete
    assert paths.ends == {"done"}, "a refusal leads back, for ever if need be"


def test_the_way_through_a_loop_is_told_from_its_beginning() -> None:
    loop = steps(
        assess={
            "by": "duty watch", "takes": "half-hour",
            "outcomes": {"sure": "rest", "unsure": "likely"},
        },
        draft={
            "does": "decide", "function": "act", "takes": "half-hour",
            "after": {"any": ["assess.unsure", "act.refused"]},
        },
        act={"does": "decide", "function": "act", "takes": "half-hour", "after": "draft"},
        acknowledge={"by": "duty watch", "takes": "ten-minutes", "after": "act", "answer": True},
    )  # fmt: skip

    def odds(data: dict[str, Any]) -> None:
        data["estimates"]["likely"] = {
            "title": "Odds", "unit": "probability", "low": 0.5, "likely": 0.5, "high": 0.5,
            "grade": "placeholder",
        }  # fmt: skip

    checked = study(loop, odds)
    situation = checked.situation("separate", "incident", {"readiness": "calm"})
    names = [s.name for s in situation.steps]
    draft = names.index("incident/draft")
    paths = explore(situation, [True] * len(names), [int(i == draft) for i in range(len(names))])
    # The draft has been approved before only where it is done again.
    way = paths.sights[Sight(draft, What.ENABLED, 1)]
    assert way[0] == ("incident/assess", "unsure")
    assert ("incident/act", "refused") in way or any(c == "no" for _, c in way)


def test_what_the_engine_cannot_show_is_open() -> None:
    """In calm nobody may decide the second act, so there is no case to run; whether the first
    one then lacks its consent cannot be shown."""
    thread = steps(
        assess={"by": "duty watch", "takes": "half-hour"},
        act={"does": "decide", "function": "act", "takes": "half-hour", "after": "assess"},
        acknowledge={
            "does": "decide", "function": "go on", "takes": "ten-minutes", "after": "act",
            "answer": True,
        },
    )  # fmt: skip

    def only_in_crisis(data: dict[str, Any]) -> None:
        data["arrangements"]["separate"]["rights"] |= {
            "go on": {
                "function": "go on", "decides": "watch of Ichigaya", "when": {"readiness": "crisis"}
            },
            "act": {
                "function": "act", "decides": "chief of Ichigaya", "when": {"readiness": "crisis"},
                "consent": {"USA": {"of": "commander of Pearl", "takes": "ten-minutes"}},
            },
            "act in calm": {
                "function": "act", "decides": "chief of Ichigaya", "when": {"readiness": "calm"}
            },
        }  # fmt: skip

    proof = proved(study(thread, only_in_crisis, guarantee({"function": "act"}, {"all": [PEARL]})))
    assert proof.status is Status.OPEN
    assert "In readiness calm: Ichigaya chief" in proof.story


def test_a_guarantee_with_a_duration_is_left_to_simulation() -> None:
    proof = proved(study(guarantee({"function": "act"}, {"all": [PEARL]}, within="2 h")))
    assert proof.status is Status.OPEN
    assert "simulation" in proof.story


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"by": "watch of Ichigaya", "date": "2007-03", "covers": ["act"]}, Status.PROVED),
        (
            {
                "by": "watch of Ichigaya", "date": "2007-03", "covers": ["act"],
                "expires": "2020-01-01",
            },
            Status.BROKEN,
        ),
        (
            {
                "by": "watch of Ichigaya", "date": "2007-03", "covers": ["act"],
                "when": {"readiness": "calm"},
            },
            Status.BROKEN,
        ),
    ],
)  # fmt: skip
def test_a_standing_order_counts_while_it_is_in_force(
    order: dict[str, Any], status: Status
) -> None:
    def give(data: dict[str, Any]) -> None:
        data["arrangements"]["separate"]["standing-orders"] = {"old": order}

    checked = study(give, guarantee({"function": "act"}, {"any": [{"standing-order": "old"}]}))
    assert proved(checked).status is status


def test_an_arrangement_may_declare_what_it_gives_up() -> None:
    def declare(data: dict[str, Any]) -> None:
        data["arrangements"]["separate"]["departs-from"] = ["g"]

    g = guarantee({"function": "act"}, {"all": [{"approved": "act", "by": "watch of Smith"}]})
    plain, declared = proved(study(g)), proved(study(g, declare))
    assert (plain.status, plain.declared) == (Status.BROKEN, False)
    assert (declared.status, declared.declared) == (Status.BROKEN, True)


def test_a_guarantee_names_what_exists() -> None:
    with pytest.raises(FindingsError) as raised:
        study(guarantee({"function": "acct"}, {"all": [{"by": "chef of Ichigaya"}]}, nation="JPP"))
    errors = {f.code for f in raised.value.findings if f.severity is Severity.ERROR}
    assert errors == {"unknown-function", "unknown-nation"}
    with pytest.raises(FindingsError) as raised:
        study(guarantee({"function": "act"}, {"all": [{"by": "chef of Ichigaya"}]}))
    [finding] = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert finding.code == "unknown-post" and 'Did you mean "chief"' in finding.words


def test_rungs_of_a_decision_that_asks_the_ally() -> None:
    rungs = ladder(study(reserve()))
    assert tuple(sorted(rungs)) == tuple(sorted(RUNGS))
    status = {name: p.status for name, p in rungs.items()}
    assert status == {
        "enter": Status.PROVED, "employ": Status.PROVED, "refuse": Status.PROVED,
        "recall": Status.PROVED, "alone": Status.BROKEN,
    }  # fmt: skip
    assert "the consent of Pearl commander (USA) to incident/act" in rungs["alone"].story
    assert rungs["alone"].replay is not None and rungs["alone"].replay.silent == "JPN"


def test_alone_holds_where_a_silent_ally_is_passed_over() -> None:
    asked = {"of": "commander of Pearl", "takes": "ten-minutes", "within": "6 h", "level": "secret"}
    rungs = ladder(study(reserve(), right(consent={}, consult={"USA commander": asked})))
    assert rungs["alone"].status is Status.PROVED
    assert "with at most 0 unavailable" in rungs["alone"].story


def test_employ_and_refuse_need_the_voice() -> None:
    """The chief decides; where only the watch speaks for Japan, his yes is not Japan's."""
    rungs = ladder(study(reserve(["watch of Ichigaya"])))
    assert rungs["employ"].status is Status.BROKEN
    assert rungs["refuse"].status is Status.BROKEN
    assert "although Japan (watch of Ichigaya) says no wherever it is asked" in (
        rungs["refuse"].story
    )


def committee(*yes: str) -> Change:
    """A committee of both nations directs the American fleet; its Japanese chair decides."""

    def joint(data: dict[str, Any]) -> None:
        data["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
        data["reserved"] = {"fleet": {"nation": "USA", "functions": ["other"]}}
        separate = data["arrangements"]["separate"]
        hours = {"people": 1, "hours": "always"}
        separate["headquarters"]["Committee"] = {
            "title": "Committee", "place": "Tokyo", "echelon": "political",
            "posts": {"chair": {**hours, "nation": "JPN"}, "member": {**hours, "nation": "USA"}},
        }  # fmt: skip
        separate["links"]["hall"] = {"between": ["Committee", "Pearl"], "transit": "one-minute"}
        separate["links"]["door"] = {"between": ["Committee", "Ichigaya"], "transit": "one-minute"}
        separate["relationships"]["joint"] = {
            "from": "Committee", "to": "Pearl", "type": "joint political direction",
            "forces": ["fleet"],
        }  # fmt: skip
        separate["relationships"]["beside"] = {
            "from": "Ichigaya",
            "to": "Committee",
            "type": "liaison",
        }
        separate["rights"]["act"] |= {"decides": "chair of Committee", "consent": {}}
        separate["rights"]["other"] = {"function": "other", "decides": "chief of Ichigaya"}
        for role in yes:
            separate["rights"]["act"]["consent"][role] = {
                "of": "member of Committee",
                "takes": "ten-minutes",
            }
        data["threads"]["incident"]["steps"]["acknowledge"]["by"] = "commander of Pearl"

    return joint


def test_an_order_over_its_forces_that_it_did_not_agree_to_breaks_enter() -> None:
    """No transfer, and the fleet is directed by a foreign chair alone: the engine shows it."""
    enter = ladder(study(committee()))["enter"]
    assert enter.status is Status.BROKEN
    assert "joint political direction of Committee was never transferred" in enter.story
    assert enter.replay is not None
    assert ladder(study(committee("member")))["enter"].status is Status.PROVED


def lent(data: dict[str, Any]) -> None:
    """The American fleet is lent to Japan once its own commander agrees."""
    data["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
    data["reserved"] = {"fleet": {"nation": "USA", "functions": ["lend"]}}
    separate = data["arrangements"]["separate"]
    separate["relationships"]["loan"] = {
        "from": "Ichigaya", "to": "Pearl", "type": "OPCON", "scheme": "US", "forces": ["fleet"],
        "granted-by": "lending",
    }  # fmt: skip
    separate["links"]["direct"] = {"between": ["Ichigaya", "Pearl"], "transit": "one-minute"}
    separate["rights"]["lend"] = {"function": "lend", "decides": "commander of Pearl"}
    work = {"does": "decide", "function": "lend", "takes": "half-hour", "answer": True}
    data["threads"]["lending"] = {
        "title": "A loan",
        "transfer-only": True,
        "steps": {"agree": work},
    }
    data["scenarios"]["friday-night"]["threads"]["lending"] = {"states": {"readiness": "crisis"}}


def returned(by: str) -> Change:
    """A thread by which the loan ends, when a post says so."""

    def taken_back(data: dict[str, Any]) -> None:
        rights = data["arrangements"]["separate"]["rights"]
        rights["return"] = {"function": "return", "decides": by}
        step = {"does": "decide", "function": "return", "takes": "half-hour", "answer": True}
        data["threads"]["returning"] = {
            "title": "The end of the loan", "transfer-only": True, "recalls": ["lending"],
            "when": {"lending": "granted"}, "steps": {"agree": step},
        }  # fmt: skip
        data["scenarios"]["friday-night"]["threads"]["returning"] = {
            "states": {"readiness": "crisis"}, "granted": ["lending"]
        }  # fmt: skip

    return taken_back


def test_what_no_thread_takes_back_breaks_recall_and_the_engine_shows_the_grant() -> None:
    recall = ladder(study(lent))["recall"]
    assert recall.status is Status.BROKEN, recall.story
    assert "no thread recalls it" in recall.story
    assert recall.replay is not None
    assert recall.replay.thread == "lending"


def test_recall_is_the_nations_own_or_hangs_on_the_ally() -> None:
    own = ladder(study(lent, returned("commander of Pearl")))["recall"]
    assert own.status is Status.PROVED, own.story
    ally = ladder(study(lent, returned("chief of Ichigaya")))["recall"]
    assert ally.status is Status.BROKEN
    assert ally.replay is not None
    assert (ally.replay.thread, ally.replay.silent) == ("returning", "USA")


def test_what_holds_from_the_start_and_nobody_ends_is_open() -> None:
    recall = ladder(study(committee("member")))["recall"]
    assert recall.status is Status.OPEN
    assert recall.story.startswith("only if something outside the study ends it")


def test_a_headquarters_shared_by_posts_of_one_nation_is_its_own() -> None:
    def shared(data: dict[str, Any]) -> None:
        data["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
        separate = data["arrangements"]["separate"]
        separate["headquarters"]["Smith"]["nation"] = None
        for post in separate["headquarters"]["Smith"]["posts"].values():
            post["nation"] = "USA"
        separate["relationships"]["fleet"]["forces"] = ["fleet"]
        data["reserved"] = {"fleet": {"nation": "USA", "functions": ["act"]}}

    rungs = ladder(study(shared))
    assert rungs["enter"].status is Status.PROVED
    assert rungs["recall"].story.endswith("nothing to recall")


def test_self_defence_is_never_an_act() -> None:
    def own(data: dict[str, Any]) -> None:
        data["threads"]["incident"]["steps"]["act"]["self-defence"] = True

    g = guarantee({"function": "act"}, {"all": [{"approved": "act", "by": "watch of Smith"}]})
    proof = proved(study(g, own))
    assert proof.status is Status.PROVED and "never arises" in proof.story


def test_every_act_that_is_seen_is_seen_by_the_engine() -> None:
    checked = study()
    situation = checked.situation("separate", "incident", {"readiness": "crisis"})
    paths = explore(situation, (True,) * 3, (0,) * 3)
    seen = {(situation.steps[s.step].name, s.what) for s in paths.sights}
    assert ("incident/act", What.VERDICT) in seen
    assert ("incident/acknowledge", What.DONE) in seen
