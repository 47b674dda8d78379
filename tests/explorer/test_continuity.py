"""Continuity, worked by hand on two capitals: a watch that assesses, a chief who decides with the
consent of a commander across the ocean, reached through one relay, and the watch again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.checks.study import CheckedStudy, check
from renkei.explorer.absence import Absence, Absences, Block, Unavailable, blocked, minimal
from renkei.explorer.continuity import Continuity, Finishers, Stop, examine
from renkei.explorer.ladder import climb
from renkei.explorer.paths import Paths
from renkei.explorer.proof import Status
from renkei.explorer.survey import Survey
from renkei.explorer.walk import explore
from renkei.reading.study import read_text
from tests.explorer.situations import situations

TWO = (Path(__file__).parents[1] / "studies" / "two_capitals.yaml").read_text("utf-8")
SECOND_WAY = TWO.replace(
    "      Pearl:\n",
    """      Yokota:
        title: Headquarters in Japan
        nation: USA
        place: Tokyo
        echelon: sub-unified
        posts:
          watch: {people: 1, hours: always, handles-word: one-minute, reviews-disclosure: review}
      Pearl:
""",
).replace(
    "      fleet: {from: Smith,",
    """      second: {from: Yokota, to: Pearl, type: OPCON, scheme: US}
      neighbour: {from: Ichigaya, to: Yokota, type: liaison}
      fleet: {from: Smith,""",
).replace(
    "      island: {between:",
    """      kanto: {between: [Ichigaya, Yokota], transit: one-minute}
      cable: {between: [Yokota, Pearl], transit: one-minute}
      island: {between:""",
)  # fmt: skip
OPEN = TWO.replace(", level: secret}", "}")


def changed(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1
    return text.replace(before, after)


def examined(text: str) -> tuple[list[Stop], Finishers]:
    stops, [finishers] = examine(Survey(check(read_text({"study.yaml": text}))), ["separate"])
    return list(stops), finishers


def named(stops: Iterable[Stop], kind: str) -> list[str]:
    return [" + ".join(u.name for u in s.unavailable) for s in stops if s.kind == kind]


def the(stops: Iterable[Stop], *names: str) -> Stop:
    [stop] = [s for s in stops if tuple(u.name for u in s.unavailable) == names]
    return stop


def line(text: str, passage: str) -> str:
    assert text.count(passage) == 1
    return f"study.yaml:{text[: text.index(passage)].count(chr(10)) + 1}"


def test_a_relay_that_is_the_only_way_stops_it_and_so_does_everything_on_the_way() -> None:
    stops, _ = examined(TWO)
    assert named(stops, "headquarters") == ["Ichigaya", "Pearl", "Smith"]
    assert named(stops, "link") == ["island", "ocean"]
    # The relay's watch passes word on and reviews the answer; Ichigaya's reviews the request.
    assert named(stops, "post") == [
        "Ichigaya chief", "Ichigaya watch", "Pearl commander", "Smith watch"
    ]  # fmt: skip
    assert named(stops, "several") == []
    why = the(stops, "Smith").why
    assert [(w.step, w.post, w.nation, w.how) for w in why] == [
        ("incident/act", "Pearl commander", "USA", "consent")
    ]
    assert dict(the(stops, "Smith").states) == {"readiness": "calm"} or (
        dict(the(stops, "Smith").states) == {"readiness": "crisis"}
    )
    assert the(stops, "Smith").combinations == (2, 2)


def test_of_two_parallel_ways_neither_stops_it_and_both_together_do() -> None:
    stops, _ = examined(SECOND_WAY)
    assert named(stops, "headquarters") == ["Ichigaya", "Pearl"]
    assert named(stops, "link") == []
    assert named(stops, "post") == ["Ichigaya chief", "Ichigaya watch", "Pearl commander"]
    # One thing of either way: relay, line to it, line from it.
    assert sorted(named(stops, "several")) == sorted(
        " + ".join(sorted((a, b), key=lambda n: (n[0].islower(), n)))
        for a in ("Smith", "ocean", "island")
        for b in ("Yokota", "kanto", "cable")
    )


def test_a_consultation_with_a_limit_is_passed_over_and_one_without_is_not() -> None:
    asked = changed(TWO, "        consent:\n", "        consult:\n")
    stops, finishers = examined(asked)
    assert named(stops, "headquarters") == ["Ichigaya"]
    assert named(stops, "link") == []
    assert dict(finishers.nations)["JPN"] == ()
    assert finishers.headquarters == ("Ichigaya",)
    stops, finishers = examined(changed(asked, ", within: 6 h", ""))
    assert named(stops, "headquarters") == ["Ichigaya", "Pearl", "Smith"]
    assert [w.how for w in dict(finishers.nations)["JPN"]] == ["advice"]


def test_a_consent_of_an_absent_post_stops_it_with_a_limit_and_without() -> None:
    for text in (TWO, changed(TWO, ", within: 6 h", "")):
        stops, finishers = examined(text)
        assert [w.how for w in the(stops, "Pearl commander").why] == ["consent"]
        assert [w.post for w in dict(finishers.nations)["JPN"]] == ["Pearl commander"]
        assert finishers.headquarters == ("Ichigaya", "Pearl", "Smith")


def test_limits_count_as_remedies_for_advice() -> None:
    asked = changed(changed(TWO, "        consent:\n", "        consult:\n"), ", within: 6 h", "")
    stops, _ = examined(asked)
    stop = the(stops, "Pearl")
    assert stop.remedy is not None
    # A watch does not advise in a commander's place; one who decides something does.
    assert [c.kind for c in stop.remedy.changes] == ["limit"]
    assert stop.remedy.changes[0].writes == (
        'rights: {act: {consult: {USA commander: {within: "720 min"}}}}',
    )
    other = "      other: {function: other, decides: watch of Smith}\n    duties:\n"
    asked = changed(asked, "    duties:\n", other)
    stops, _ = examined(asked)
    stop = the(stops, "Pearl")
    assert stop.remedy is not None
    # The watch at Smith is nearest; it can be reached and its answer reviewed.
    assert [(c.kind, c.words) for c in stop.remedy.changes] == [
        ("alternate", 'watch of Smith gives the advice on "act" in place of commander of Pearl')
    ]
    assert stop.remedy.changes[0].place == line(asked, "        consult:\n").replace(
        str(asked[: asked.index("        consult:\n")].count("\n") + 1),
        str(asked[: asked.index("        consult:\n")].count("\n") + 2),
    )
    both = the(stops, "Smith")
    assert both.remedy is not None and [c.kind for c in both.remedy.changes] == ["limit"]


def test_an_alternate_takes_the_duty_and_what_only_the_absent_post_could_do() -> None:
    stops, _ = examined(TWO)
    stop = the(stops, "Ichigaya watch")
    assert stop.remedy is not None
    assert [(c.kind, c.words) for c in stop.remedy.changes] == [
        ("alternate", "chief of Ichigaya reviews disclosure as alternate for watch of Ichigaya"),
        ("alternate", 'chief of Ichigaya is alternate for watch of Ichigaya in the duty "watch"'),
    ]
    assert stop.remedy.changes[1].place == line(TWO, "      watch: {post: watch of Ichigaya}")


def test_a_second_link_is_the_remedy_for_a_link_and_an_unreviewed_bypass_is_none() -> None:
    stops, _ = examined(TWO)
    ocean = the(stops, "ocean").remedy
    assert ocean is not None
    assert [(c.kind, c.words, c.place) for c in ocean.changes] == [
        ("link", "another link between Ichigaya and Smith",
         line(TWO, "      ocean: {between: [Ichigaya, Smith]")),
    ]  # fmt: skip
    # Past the relay nobody reviews the secret answer; an open one may come straight back.
    assert the(stops, "Smith").remedy is None
    stops, _ = examined(OPEN)
    bypass = the(stops, "Smith").remedy
    assert bypass is not None
    assert [c.words for c in bypass.changes] == [
        "another link between Ichigaya and Pearl, with liaison between Ichigaya and Pearl"
    ]


def test_a_right_is_not_moved_where_that_breaks_a_guarantee() -> None:
    deputy = changed(
        TWO,
        "          chief: {",
        "          deputy: {people: 1, hours: always}\n          chief: {",
    )
    deputy = changed(
        deputy, "    duties:\n",
        "      plan: {function: plan, decides: deputy of Ichigaya}\n    duties:\n",
    )  # fmt: skip
    stops, _ = examined(deputy)
    moved = the(stops, "Ichigaya chief").remedy
    assert moved is not None and [c.kind for c in moved.changes] == ["delegation"]
    assert moved.changes[0].words.startswith('deputy of Ichigaya may decide "act" in place of')
    guarded = changed(
        deputy, "arrangements:\n  separate:",
        """guarantees:
  the chief's yes:
    title: Acts only on the chief's own decision
    nation: JPN
    act: {function: act}
    only-after: {all: [{approved: act, by: chief of Ichigaya}]}
    legal-basis: a law
arrangements:
  separate:""",
    )  # fmt: skip
    stops, _ = examined(guarded)
    stop = the(stops, "Ichigaya chief")
    assert stop.remedy is None and stop.refused == (
        'it would break "Acts only on the chief\'s own decision"'
    )


def test_a_remedy_leaves_advice_that_is_only_passed_over_a_way() -> None:
    """A deputy elsewhere may decide; whose request would cross twice and needs another way."""
    text = changed(OPEN, "        consent:\n", "        consult:\n")
    text = changed(
        text, "      Pearl:\n",
        """      Naha:
        title: Southern headquarters
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {deputy: {people: 1, hours: always}}
      Pearl:
""",
    )  # fmt: skip
    text = changed(
        text, "      fleet: {from: Smith,",
        "      south: {from: Ichigaya, to: Naha, type: liaison}\n      fleet: {from: Smith,",
    )  # fmt: skip
    text = changed(
        text, "      island: {between:",
        "      south line: {between: [Ichigaya, Naha], transit: one-minute}\n"
        "      island: {between:",
    )  # fmt: skip
    text = changed(
        text, "    duties:\n",
        "      plan: {function: plan, decides: deputy of Naha}\n    duties:\n",
    )  # fmt: skip
    stops, _ = examined(text)
    remedy = the(stops, "Ichigaya chief").remedy
    assert remedy is not None
    assert [c.words for c in remedy.changes] == [
        'deputy of Naha may decide "act" in place of chief of Ichigaya',
        "another link between Naha and Pearl, with liaison between them",
    ]


def test_who_is_needed_in_some_states_only_is_said_to_be() -> None:
    somewhere = changed(
        TWO, "act: {does: decide, function: act, takes: half-hour, after: assess, milestone",
        "call: {by: watch of Smith, takes: half-hour, after: assess, when: {readiness: crisis}}\n"
        "      act: {does: decide, function: act, takes: half-hour, after: [assess, call], "
        "milestone",
    )  # fmt: skip
    text = changed(somewhere, "        consent:\n", "        consult:\n")
    stops, _ = examined(text)
    stop = the(stops, "Smith")
    assert stop.combinations == (1, 2) and dict(stop.states) == {"readiness": "crisis"}
    assert the(stops, "Ichigaya").combinations == (2, 2)


RESERVED = """reserved:
  acting: {nation: JPN, functions: [act]}
arrangements:
  separate:"""


def test_the_rung_alone_says_which_absence_loses_it() -> None:
    text = changed(TWO, "        consent:\n", "        consult:\n")
    text = changed(text, "arrangements:\n  separate:", RESERVED)
    for most, earned, lost in ((0, 0, ()), (1, 0, (("Ichigaya",),)), (2, 0, (("Ichigaya",),))):
        found = climb(Survey(check(read_text({"study.yaml": text}))), ["separate"],
                      unavailable=most)  # fmt: skip
        [row] = [p for p in found if p.name == "alone"]
        assert row.status is Status.PROVED and row.lost_if == lost
        assert f"with at most {earned} unavailable" in row.story
        assert row.story.endswith("; lost if unavailable: Ichigaya") is bool(lost)


def test_with_two_ways_the_rung_alone_outlives_one_absence() -> None:
    text = changed(TWO, "        consent:\n", "        consult:\n")
    text = changed(text, "arrangements:\n  separate:", RESERVED)
    # Either of two posts far apart may bring it to the chief; each comes by its own line.
    far = """      Naha:
        title: Southern headquarters
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {watch: {people: 1, hours: always}}
      Misawa:
        title: Northern headquarters
        nation: JPN
        place: Tokyo
        echelon: component
        posts: {watch: {people: 1, hours: always}}
      Smith:
"""
    text = changed(text, "      Smith:\n", far)
    text = changed(
        text, "      fleet: {from: Smith,",
        "      south: {from: Ichigaya, to: Naha, type: command}\n"
        "      north: {from: Ichigaya, to: Misawa, type: command}\n      fleet: {from: Smith,",
    )  # fmt: skip
    text = changed(
        text, "      island: {between:",
        "      south line: {between: [Ichigaya, Naha], transit: one-minute}\n"
        "      north line: {between: [Ichigaya, Misawa], transit: one-minute}\n"
        "      island: {between:",
    )  # fmt: skip
    text = changed(
        text, "assess: {by: duty watch, takes: half-hour, level: open}",
        "see: {by: watch of Naha, takes: half-hour}\n"
        "      hear: {by: watch of Misawa, takes: half-hour}",
    )  # fmt: skip
    text = changed(text, "after: assess, milestone", "after: {any: [see, hear]}, milestone")
    found = climb(Survey(check(read_text({"study.yaml": text}))), ["separate"], unavailable=2)
    [row] = [p for p in found if p.name == "alone"]
    assert row.lost_if[0] == ("Ichigaya",)
    assert set(row.lost_if[1:]) == {
        ("Misawa", "Naha"), ("Misawa", "south line"), ("Naha", "north line"),
        ("north line", "south line"),
    }  # fmt: skip
    assert "lost if unavailable: Ichigaya, Misawa with Naha" in row.story


def test_the_smallest_sets_are_all_found_and_none_contains_another() -> None:
    a, b, c, d = (Unavailable("link", n) for n in "abcd")
    cuts: set[Absence] = {frozenset({a}), frozenset({b, c}), frozenset({b, d, c})}

    def stops(absence: Absence) -> bool:
        return any(cut <= absence for cut in cuts)

    found = list(minimal(stops, lambda absence: {a, b, c, d} - absence, 3))
    assert found == [frozenset({a}), frozenset({b, c})]


# -- an absence finds nothing that was not found without it -------------------------------


@settings(max_examples=300)
@given(situations(), st.data())
def test_whatever_is_blocked_nothing_new_happens_and_no_yes_is_missing_that_was_there(
    made: tuple[object, ...], data: st.DataObject
) -> None:
    situation, applies, gains = made
    every = [Block("step", i) for i, s in enumerate(situation.steps) if s.post is not None]
    every += [Block("word", n) for n in range(len(situation.edges))]
    every += [
        Block("asked", i, a.role) for i, s in enumerate(situation.steps) for a in s.asked
    ]  # fmt: skip
    chosen = data.draw(st.sets(st.sampled_from(every), max_size=3)) if every else set()
    gone = {b.place for b in chosen if b.kind == "step"}
    chosen = {b for b in chosen if b.kind != "asked" or b.place not in gone}
    whole = explore(situation, applies, gains)
    part = explore(blocked(situation, chosen), applies, gains)
    covered(whole, part)


def covered(whole: Paths, part: Paths) -> None:
    """Each sight of a part is one of the whole, with no more in its past."""
    for sight in part.sights:
        assert any(
            (s.step, s.what) == (sight.step, sight.what) and not s.past & ~sight.past
            for s in whole.sights
        ), sight


def test_no_single_absence_adds_a_sight_to_the_small_study() -> None:
    checked: CheckedStudy = check(read_text({"study.yaml": SECOND_WAY}))
    survey = Survey(checked)
    absences = Absences(checked.estimates)
    for spot in survey.spots("separate", "incident"):
        gains = tuple(1 << i for i in range(len(spot.situation.steps)))
        whole = survey.explored(spot, gains)
        for thing in absences.needed(spot.view, spot.situation, frozenset()):
            blocks = absences.blocks(spot.view, spot.situation, frozenset({thing}))
            covered(whole, explore(blocked(spot.situation, blocks), spot.applies, gains))


def test_absences_that_block_the_same_are_explored_once() -> None:
    survey = Survey(check(read_text({"study.yaml": TWO})))
    continuity = Continuity(survey)
    [ground] = continuity.grounds("separate", "incident")
    assert ground.count == 2, "calm and crisis differ in nothing here"
    explored = [
        continuity.explored(
            ground.spot,
            continuity.absences.blocks(
                ground.spot.view, ground.spot.situation, frozenset({Unavailable(kind, name)})
            ),
        )
        for kind, name in (("headquarters", "Smith"), ("link", "ocean"), ("link", "island"),
                           ("headquarters", "Pearl"), ("post", "Pearl commander"))
    ]  # fmt: skip
    assert all(paths is explored[0] for paths in explored)
