"""A remedy is one wherever it takes effect: known answers, worked by hand on two capitals."""

from __future__ import annotations

from typing import Any

import yaml

from renkei.checks.study import check
from renkei.explorer.amendment import Amendment
from renkei.explorer.continuity import Stop, examine
from renkei.explorer.survey import Survey
from renkei.explorer.verification import Verification
from renkei.model.link import Link
from renkei.model.relationship import Relationship
from renkei.reading.study import read_text
from tests.explorer import test_change as change
from tests.explorer.test_continuity import TWO, changed, examined, the
from tests.explorer.test_sound import by_way_of_the_ally

DEPUTY = changed(
    changed(
        TWO,
        "          chief: {",
        "          deputy: {people: 1, hours: always}\n          chief: {",
    ),
    "    duties:\n",
    "      plan: {function: plan, decides: deputy of Ichigaya}\n    duties:\n",
)
"""A second post that decides something already, so that the chief's rights may pass to it."""


def guarded(text: str, only_after: str, *, act: str = "act") -> str:
    return changed(
        text, "arrangements:\n  separate:",
        f"""guarantees:
  yes of the chief:
    title: The chief says yes
    nation: JPN
    act: {{function: {act}}}
    only-after: {only_after}
    legal-basis: a law
arrangements:
  separate:""",
    )  # fmt: skip


def chief_away(text: str) -> Stop:
    return the(examined(text)[0], "Ichigaya chief")


def words(stop: Stop) -> list[str]:
    return [] if stop.remedy is None else [c.words for c in stop.remedy.changes]


# -- in other states and other threads -------------------------------------------------------


def strike(when: str) -> str:
    """In some states the decision is followed by another that needs the chief's."""
    text = changed(
        DEPUTY, "      acknowledge:",
        "      strike: {does: decide, function: strike, takes: half-hour, after: act, "
        f"when: {{readiness: {when}}}}}\n      acknowledge:",
    )  # fmt: skip
    text = changed(
        text, "    duties:\n",
        "      strike: {function: strike, decides: watch of Ichigaya}\n    duties:\n",
    )  # fmt: skip
    return guarded(text, "{all: [{approved: act, by: chief of Ichigaya}]}", act="strike")


def test_what_helps_in_one_state_and_breaks_a_guarantee_in_another_is_no_remedy() -> None:
    without = chief_away(DEPUTY)
    assert words(without) == [
        'deputy of Ichigaya may decide "act" in place of chief of Ichigaya'
    ] and without.remedy is not None and without.remedy.helps == (2, 2)  # fmt: skip
    stop = chief_away(strike("calm"))
    assert dict(stop.states) == {"readiness": "crisis"}, "told in the scenario's state"
    assert stop.remedy is None
    assert stop.refused == 'in incident in calm (readiness), it would break "The chief says yes"'
    assert chief_away(strike("crisis")).remedy is None


SECOND_THREAD = """  drill:
    title: A drill
    precedence: IMMEDIATE
    steps:
      call: {by: duty watch, takes: half-hour}
      act: {does: decide, function: act, takes: half-hour, after: call, answer: true}
scenarios:
"""


def test_a_guarantee_of_another_thread_stands_against_a_remedy() -> None:
    text = changed(DEPUTY, "scenarios:\n", SECOND_THREAD)
    text = guarded(text, "{all: [{approved: act, by: chief of Ichigaya}]}")
    text = changed(text, "    act: {function: act}\n", "    act: {function: act}\n"
                   "    threads: [drill]\n")  # fmt: skip
    stop = the([s for s in _all_stops(text) if s.thread == "incident"], "Ichigaya chief")
    assert stop.remedy is None
    assert stop.refused == 'in drill it would break "The chief says yes"'


def _all_stops(text: str) -> list[Stop]:
    return list(examine(Survey(check(read_text({"study.yaml": text}))), ["separate"])[0])


SOUTH = changed(
    changed(
        changed(TWO, "      Smith:\n", """      Naha:
        title: Southern headquarters
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {lookout: {people: 1, hours: always}, aide: {people: 1, hours: always}}
      Smith:
"""),
        "      fleet: {from: Smith,",
        "      south: {from: Ichigaya, to: Naha, type: command}\n      fleet: {from: Smith,",
    ),
    "      island: {between:",
    "      south line: {between: [Ichigaya, Naha], transit: one-minute}\n"
    "      island: {between:",
)  # fmt: skip
"""A headquarters in the south, which has a lookout and his aide."""

NORTH = """      Misawa:
        title: Northern headquarters
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {aide: {people: 1, hours: always}}
      Smith:
"""

TOLD = """  tell:
    title: Someone in the south is told
    precedence: IMMEDIATE
    steps:
      ask: {by: aide of Naha, takes: half-hour}
      look: {by: duty look, takes: half-hour, after: [{step: ask, sent-as: order}], answer: true}
scenarios:
"""


def test_word_of_another_thread_that_would_lose_its_way_stands_against_a_remedy() -> None:
    """Nothing in the south gives orders to who is above it."""
    text = changed(SOUTH, "assess: {by: duty watch,", "assess: {by: duty look,")
    text = changed(text, "      watch: {post: watch of Ichigaya}",
                   "      watch: {post: watch of Ichigaya}\n"
                   "      look: {post: lookout of Naha}")  # fmt: skip
    text = changed(text, ", aide: {people: 1, hours: always}", "")
    text = changed(text, "      Smith:\n", NORTH)
    text = changed(text, "      fleet: {from: Smith,",
                   "      below: {from: Misawa, to: Naha, type: command}\n"
                   "      fleet: {from: Smith,")  # fmt: skip
    text = changed(text, "      island: {between:",
                   "      north line: {between: [Misawa, Naha], transit: one-minute}\n"
                   "      island: {between:")  # fmt: skip
    stop = the(examined(text)[0], "Naha lookout")
    assert words(stop)[0].startswith("chief of Ichigaya is alternate for lookout of Naha")
    other = changed(text, "scenarios:\n", TOLD.replace("aide of Naha", "aide of Misawa"))
    stop = the([s for s in _all_stops(other) if s.thread == "incident"], "Naha lookout")
    assert words(stop)[0].startswith("aide of Misawa is alternate for lookout of Naha")


def test_an_act_is_not_taken_out_of_the_reach_of_a_guarantee() -> None:
    """The order may be carried out by the aide, whose headquarters has the force, and not by the
    chief's own."""
    text = changed(SOUTH, "    duties:\n",
                   "    duties:\n      carry out: {post: lookout of Naha}\n")  # fmt: skip
    text = changed(text, "acknowledge: {by: duty watch", "acknowledge: {by: duty carry out")
    text = changed(text, "to: Naha, type: command}", "to: Naha, type: command, forces: [guard]}")
    text = changed(
        text, "arrangements:\n  separate:",
        """forces:
  guard: {title: A guard, nation: JPN, home: Tokyo}
guarantees:
  ordered:
    title: The guard acts on a decision of the chief
    nation: JPN
    act: {orders-to: JPN}
    only-after: [{approved: act, by: chief of Ichigaya}]
    legal-basis: a law
arrangements:
  separate:""",
    )  # fmt: skip
    here = 'in the duty "carry out"'
    assert words(the(examined(text)[0], "Naha lookout")) == [
        f"aide of Naha is alternate for lookout of Naha {here}"
    ]
    text = changed(text, "      Smith:\n", NORTH)
    text = changed(text, "      south: {", "      north: {from: Ichigaya, to: Misawa, type: "
                   "command}\n      south: {")  # fmt: skip
    text = changed(text, "      south line:", "      north line: {between: [Ichigaya, Misawa], "
                   "transit: one-minute}\n      south line:")  # fmt: skip
    verification = Verification(Survey(check(read_text({"study.yaml": text}))))
    path = ("arrangements", "separate", "duties", "carry out", "post")
    assert verification.against("separate", (moved(path, "aide of Naha"),)) == ""
    assert verification.against("separate", (moved(path, "aide of Misawa"),)) == (
        'in incident "The guard acts on a decision of the chief" would guard incident/acknowledge '
        "no more, as Misawa has no such forces"
    )


def moved(path: tuple[str, ...], to: object) -> Amendment:
    return Amendment("alternate", "another takes it", "", ((path, to),))


# -- what moves with a duty ------------------------------------------------------------------


def by_duty(text: str) -> str:
    """The chief decides by a duty, by which also another step is done."""
    text = changed(text, "decides: chief of Ichigaya", "decides: duty head")
    text = changed(text, "      watch: {post: watch of Ichigaya}",
                   "      watch: {post: watch of Ichigaya}\n"
                   "      head: {post: chief of Ichigaya}")  # fmt: skip
    text = changed(text, "      act: {does", "      prepare: {by: duty head, takes: half-hour, "
                   "after: assess}\n      act: {does")  # fmt: skip
    return changed(text, "after: assess, milestone", "after: prepare, milestone")


def test_a_duty_that_carries_a_right_passes_only_to_who_is_entitled_to_that_right() -> None:
    stop = chief_away(by_duty(TWO))
    assert stop.remedy is None, "the watch decides and consents to nothing"
    assert words(chief_away(by_duty(DEPUTY))) == [
        'deputy of Ichigaya is alternate for chief of Ichigaya in the duty "head", and with it has '
        'the decision on "act"'
    ]


def test_a_guarantee_stands_against_a_duty_that_carries_a_right() -> None:
    text = guarded(by_duty(DEPUTY), "{all: [{approved: act, by: chief of Ichigaya}]}")
    stop = chief_away(text)
    assert stop.remedy is None
    assert stop.refused == 'it would break "The chief says yes"'


def test_a_duty_that_is_the_voice_of_a_nation_passes_only_to_another_voice() -> None:
    text = by_duty(DEPUTY)
    voice = changed(
        text, "arrangements:\n  separate:",
        "reserved:\n  acting: {nation: JPN, functions: [act], voice: [duty head]}\n"
        "arrangements:\n  separate:",
    )  # fmt: skip
    assert chief_away(voice).remedy is None
    two = changed(voice, "voice: [duty head]", "voice: [duty head, deputy of Ichigaya]")
    assert words(chief_away(two)) == words(chief_away(text))


def test_who_holds_an_authority_after_a_new_relationship_has_to_be_entitled_too() -> None:
    text = changed(
        TWO, "    duties:\n",
        "      task: {function: task, decides: commander of holder of OPCON over fleet}\n"
        "    duties:\n",
    )  # fmt: skip
    text = changed(text, "arrangements:\n  separate:",
                   "forces:\n  fleet: {title: A fleet, nation: USA, home: Honolulu, size: 1}\n"
                   "arrangements:\n  separate:")  # fmt: skip
    text = changed(
        text, "      Pearl:\n",
        """      Point:
        title: Point headquarters
        nation: USA
        place: Honolulu
        echelon: component
        posts: {commander: {people: 1, hours: always}}
      Pearl:
""",
    )  # fmt: skip
    text = changed(
        text, "      fleet: {from: Smith, to: Pearl, type: OPCON, scheme: US}",
        "      fleet: {from: Smith, to: Pearl, type: OPCON, scheme: US}\n"
        "      held: {from: Pearl, to: Point, type: OPCON, scheme: US, forces: [fleet]}",
    )  # fmt: skip
    verification = Verification(Survey(check(read_text({"study.yaml": text}))))
    tie = Relationship.model_validate(
        {"from": "Point", "to": "Smith", "type": "OPCON", "scheme": "US", "forces": ["fleet"]}
    )
    path = ("arrangements", "separate", "relationships", "Point - Smith")
    assert verification.against("separate", (moved(path, tie),)).startswith(
        'the decision on "task" would pass '
    )
    path = ("arrangements", "separate", "duties", "watch", "post")
    assert verification.against("separate", (moved(path, "chief of Ichigaya"),)) == ""


# -- helping in some of the states ------------------------------------------------------------

TWO_RIGHTS = changed(
    DEPUTY, "      plan: {function: plan",
    "      act in calm: {function: act, when: {readiness: calm}, decides: chief of Ichigaya}\n"
    "      plan: {function: plan",
).replace(
    "        function: act\n", "        function: act\n        when: {readiness: crisis}\n"
)  # fmt: skip


def test_a_remedy_that_helps_in_more_states_is_preferred() -> None:
    stop = chief_away(TWO_RIGHTS)
    assert stop.remedy is not None and stop.remedy.helps == (2, 2)
    assert [c.kind for c in stop.remedy.changes] == ["delegation", "delegation"]
    assert stop.remedy.as_row()["helps_in"] == [2, 2]


def test_a_remedy_that_helps_in_some_states_only_says_so() -> None:
    text = guarded(
        TWO_RIGHTS,
        "{any: [{approved: act, by: chief of Ichigaya}, {standing-order: leave}]}",
    )
    text = changed(
        text, "    duties:\n",
        "    standing-orders:\n"
        '      leave: {by: chief of Ichigaya, date: "2020", covers: [act], '
        "when: {readiness: crisis}}\n    duties:\n",
    )  # fmt: skip
    stop = chief_away(text)
    assert stop.remedy is not None and stop.remedy.helps == (1, 2)
    assert stop.combinations == (2, 2)
    assert words(stop) == ['deputy of Ichigaya may decide "act" in place of chief of Ichigaya']


# -- what the check refuses --------------------------------------------------------------------


def test_what_the_check_would_refuse_is_no_remedy_and_the_next_is_tried() -> None:
    """The deputy is a liaison officer of Smith, who may speak on plans and on nothing else."""
    liaison = changed(
        DEPUTY, "deputy: {people: 1, hours: always}",
        "deputy: {people: 1, hours: always, liaison-from: Smith, speaks-for: [plan]}",
    )  # fmt: skip
    stop = chief_away(liaison)
    assert stop.remedy is None
    assert stop.refused.startswith("the check refuses it: Ichigaya deputy is a liaison officer")
    assert "[liaison-decides]" in stop.refused
    second = changed(
        liaison, "          chief: {",
        "          second: {people: 1, hours: always}\n          chief: {",
    )  # fmt: skip
    second = changed(second, "    duties:\n", "      review: {function: review, decides: second of "
                     "Ichigaya}\n    duties:\n")  # fmt: skip
    assert words(chief_away(second)) == [
        'second of Ichigaya may decide "act" in place of chief of Ichigaya'
    ]


def test_a_step_that_names_its_post_is_the_same_under_every_arrangement() -> None:
    """Where the alternate does not exist elsewhere, nobody would take the step there."""
    text = changed(SOUTH, "assess: {by: duty watch,", "assess: {by: lookout of Naha,")
    stop = the(examined(text)[0], "Naha lookout")
    assert words(stop) == ["aide of Naha is alternate for lookout of Naha in incident/assess"]
    other = changed(
        text, "threads:\n  incident:",
        """  without:
    title: Without the aide
    extends: separate
    headquarters: {Naha: {posts: {aide: null}}}
threads:
  incident:""",
    )  # fmt: skip
    stop = the(_all_stops(other), "Naha lookout")
    assert words(stop) == ["chief of Ichigaya is alternate for lookout of Naha in incident/assess"]


# -- where states change under way, and where word goes ---------------------------------------


def test_what_would_no_longer_hold_through_a_change_of_states_is_no_remedy() -> None:
    """From calm to crisis the cabinet is asked in calm on the release and in crisis on the
    strike. Exchanged for the deputy each state by itself still has its yes; a release in calm
    followed by a strike in crisis has none."""
    study = change.data()
    only = study["arrangements"]["only"]
    only["headquarters"]["HQ"]["posts"]["deputy"] = {"people": 1, "hours": "always"}
    for right in only["rights"].values():
        right.setdefault("consent", {"c": {"of": "deputy of HQ", "takes": "hour"}})
    change.first(study, change.CALM, change.CRISIS)
    verification = Verification(Survey(change.made(study)))
    assert verification.against("only", ()) == ""
    exchanged = Amendment(
        "delegation", "exchanged", "study.yaml", tuple(
            (("arrangements", "only", "rights", name, "consent", "c", "of"), f"{post} of HQ")
            for name, post in (
                ("release-calm", "deputy"), ("release-crisis", "cabinet"),
                ("strike-calm", "cabinet"), ("strike-crisis", "deputy"),
            )
        ),
    )  # fmt: skip
    assert verification.against("only", (exchanged,)) == (
        'in t "The cabinet said yes" would no longer be proved where states change under way'
    )


def test_word_that_would_go_through_the_ally_unreviewed_stands_against_a_link() -> None:
    """What Japan's staff tells its unit goes by a slow line of its own; quicker lines by way of
    the ally would take it over the border, where an agreement lets it pass freely."""
    study = by_way_of_the_ally()
    study["arrangements"]["only"]["links"] = {"own": {"between": ["HQ", "Unit"], "transit": "hour"}}
    verification = Verification(Survey(change.made(study)))
    lines = tuple(
        (
            ("arrangements", "only", "links", f"{a} - {b}"),
            Link(between=(a, b), transit="minute"),
        )
        for a, b in (("HQ", "Ally"), ("Ally", "Unit"))
    )
    assert verification.against("only", (Amendment("link", "lines", "study.yaml", lines),)) == (
        'in t it would break "Secrets are reviewed before they go to the ally"'
    )
    quiet = (Amendment("link", "line", "study.yaml", lines[:1]),)
    assert verification.against("only", quiet) == ""


# -- what to write ------------------------------------------------------------------------------


def test_a_remedy_is_written_as_it_says_and_helps() -> None:
    """What a remedy says to write, laid over the arrangement, ends what it was for."""
    stop = chief_away(DEPUTY)
    assert stop.remedy is not None
    study = yaml.safe_load(DEPUTY)
    over: dict[str, Any] = {"extends": "separate", "title": "With the remedy"}
    for changed_part in stop.remedy.changes:
        for written in changed_part.writes:
            over |= yaml.safe_load(written)
    study["arrangements"]["mended"] = over
    checked = check(read_text({"study.yaml": yaml.safe_dump(study, sort_keys=False)}))
    stops = examine(Survey(checked), ["mended"])[0]
    assert not [s for s in stops if s.unavailable[0].name == "Ichigaya chief"]


def test_a_new_line_is_written_whole() -> None:
    link = Link(between=("5AF", "HQ"), transit="minute")
    path = ("arrangements", "only", "links", "5AF - HQ")
    assert Amendment("link", "a line", "study.yaml", ((path, link),)).writes == (
        'links: {"5AF - HQ": {between: ["5AF", HQ], transit: minute}}',
    )


def test_whoever_decides_does_not_consent_in_anothers_place() -> None:
    """The deputy decides; nobody else of the chief's house is entitled to consent to it."""
    text = changed(DEPUTY, "decides: chief of Ichigaya", "decides: deputy of Ichigaya")
    text = changed(
        text, "          USA commander:",
        "          chief: {of: chief of Ichigaya, takes: ten-minutes}\n          USA commander:",
    )  # fmt: skip
    assert chief_away(text).remedy is None


def test_a_remedy_that_breaks_a_rung_is_none() -> None:
    """The deputy decides something; were the loan his to give, it would lack the commander's
    yes, which is the nation's."""
    study = yaml.safe_load(TWO)
    study["forces"] = {"fleet": {"title": "Fleet", "nation": "USA", "home": "Honolulu"}}
    study["reserved"] = {
        "fleet": {"nation": "USA", "functions": ["strike"], "voice": ["commander of Pearl"]}
    }
    separate = study["arrangements"]["separate"]
    posts = separate["headquarters"]["Pearl"]["posts"]
    posts["deputy"] = {"people": 1, "hours": "always"}
    separate["relationships"]["loan"] = {
        "from": "Ichigaya", "to": "Pearl", "type": "OPCON", "scheme": "US", "forces": ["fleet"],
        "granted-by": "lending",
    }  # fmt: skip
    separate["links"]["direct"] = {"between": ["Ichigaya", "Pearl"], "transit": "one-minute"}
    for function, post in (("lend", "commander"), ("plan", "deputy"), ("strike", "commander")):
        separate["rights"][function] = {"function": function, "decides": f"{post} of Pearl"}
    agree = {"does": "decide", "function": "lend", "takes": "half-hour", "answer": True}
    lending = {"title": "A loan", "transfer-only": True, "steps": {"agree": agree}}
    study["threads"]["lending"] = lending
    study["scenarios"]["friday-night"]["threads"]["lending"] = {"states": {"readiness": "crisis"}}
    stops = _all_stops(yaml.safe_dump(study, sort_keys=False))
    stop = the([s for s in stops if s.thread == "lending"], "Pearl commander")
    assert stop.remedy is None
    assert stop.refused == "it would break the rung enter of fleet"
