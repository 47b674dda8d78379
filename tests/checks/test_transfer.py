"""Which combinations of states and grants a case visits, and in which order (rules 14 and 17)."""

from __future__ import annotations

import pytest

from renkei.checks.study import CheckedStudy, check
from renkei.findings import FindingsError
from renkei.reading.study import read_text

STUDY = """\
study: transfers
title: Transfers
question: What is granted?
baseline: bare
nations: {JPN: {title: Japan}}
states: {readiness: {values: [calm, crisis]}}
schedules: {always: {around-the-clock: true}}
places: {Tokyo: {latitude: 35.7, longitude: 139.7, zone: Asia/Tokyo}}
estimates: {work: {title: Work, low: 5 min, likely: 10 min, high: 20 min, grade: placeholder}}
arrangements:
  bare:
    title: Nothing is granted
    headquarters:
      Alpha: &alpha
        title: Alpha
        nation: JPN
        place: Tokyo
        echelon: joint
        posts:
          chief: {people: 1, hours: always}
          deputy: {people: 1, hours: always}
      Bravo: &bravo
        {title: Bravo, nation: JPN, place: Tokyo, echelon: joint, posts: {
          chief: {people: 1, hours: always}}}
    duties:
      lead: {post: chief of Alpha, when: {hand-over: not granted}, otherwise: deputy of Alpha}
  granting:
    extends: bare
    title: Something is granted
    relationships:
      down: {from: Alpha, to: Bravo, type: command, granted-by: hand-over}
threads:
  hand-over:
    title: H
    transfer-only: true
    steps: {hand: {by: duty lead, takes: work, answer: true}}
  take-back:
    title: B
    transfer-only: true
    recalls: hand-over
    steps: {back: {by: duty lead, takes: work, answer: true}}
  act: {title: A, steps: {act: {by: duty lead, takes: work, answer: true}}}
scenarios:
  s:
    title: S
    start: {local: "2026-06-03 10:00", zone: Asia/Tokyo}
    horizon: 2 d
    threads:
      act: CASE
"""
STATES = "states: {readiness: calm}"
CHANGES = "changes: [{after: 1 h, set: {readiness: crisis}}, {after: 3 h, set: {readiness: calm}}]"


def study(case: str) -> CheckedStudy:
    return check(read_text({"study.yaml": STUDY.replace("CASE", f"{{{case}}}")}))


def visited(case: str, arrangement: str = "granting") -> list[str]:
    """The combinations of a case, each as "calm+" (granted) or "calm-" (not granted)."""
    found = study(case).case(arrangement, "act", "s")
    assert found is not None
    return [_short(c) for c in found.combinations]


def _short(combination: dict[str, str]) -> str:
    sign = {"granted": "+", "not granted": "-"}.get(combination.get("hand-over", ""), "")
    return combination["readiness"] + sign


def incidents(**streams: str) -> str:
    """Streams by thread, each with its first incident."""
    shown = [f"{t}: {{thread: {t.replace('_', '-')}, first: {at}}}" for t, at in streams.items()]
    return f"incidents: {{{', '.join(shown)}}}"


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (STATES, ["calm-"]),
        (f"{STATES}, granted: hand-over", ["calm+"]),
        (f"{STATES}, {CHANGES}", ["calm-", "crisis-"]),
        (f"{STATES}, {incidents(act='0 min', hand_over='0 min')}", ["calm-", "calm+"]),
        (f"{STATES}, {incidents(act='0 min', take_back='0 min')}", ["calm-"]),
        (f"{STATES}, granted: hand-over, {incidents(act='0 min', take_back='0 min')}",
         ["calm+", "calm-"]),
        (f"{STATES}, {CHANGES}, {incidents(act='0 min', hand_over='0 min')}",
         ["calm-", "crisis-", "calm+", "crisis+"]),
        # The handover begins in the last calm, so nothing is granted in the crisis.
        (f"{STATES}, {CHANGES}, {incidents(act='0 min', hand_over='3 h')}",
         ["calm-", "crisis-", "calm+"]),
        (f"{STATES}, {CHANGES}, {incidents(act='0 min', hand_over='179 min')}",
         ["calm-", "crisis-", "crisis+", "calm+"]),
    ],
)  # fmt: skip
def test_only_what_a_run_can_come_to_is_visited(case: str, wanted: list[str]) -> None:
    assert visited(case) == wanted


def test_an_arrangement_that_grants_nothing_has_no_grants() -> None:
    case = f"{STATES}, granted: hand-over"
    assert visited(case, "bare") == ["calm"]
    found = study(case).case("bare", "act", "s")
    assert found is not None
    assert found.grants == ()
    # "hand-over: not granted" holds there, so the chief has the duty.
    assert found.posts[found.steps[0].holdings[0].post].name == "Alpha chief"


def test_changes_and_grants_map_every_combination() -> None:
    streams = incidents(act="0 min", hand_over="0 min", take_back="0 min")
    found = study(f"{STATES}, {CHANGES}, {streams}").case("granting", "act", "s")
    assert found is not None
    names = [_short(c) for c in found.combinations]
    assert names == ["calm-", "crisis-", "calm+", "crisis+"]
    threads = [t.name for t in found.threads]
    rows = {
        what: {names[i]: names[j] for i, j in enumerate(row)}
        for what, row in zip(["crisis", "calm", *threads], found.grants, strict=True)
    }
    assert rows["crisis"] == {"calm-": "crisis-", "crisis-": "crisis-",
                              "calm+": "crisis+", "crisis+": "crisis+"}  # fmt: skip
    assert rows["hand-over"] == {"calm-": "calm+", "calm+": "calm+",
                                 "crisis-": "crisis+", "crisis+": "crisis+"}  # fmt: skip
    assert rows["take-back"] == {"calm-": "calm-", "calm+": "calm-",
                                 "crisis-": "crisis-", "crisis+": "crisis-"}  # fmt: skip
    assert rows["act"] == {name: name for name in names}
    assert found.changes == ((3_600_000, 1), (10_800_000, 0))


def test_a_thread_that_only_transfers_is_not_in_force_where_nothing_is_granted() -> None:
    both = f"hand-over: {{{STATES}}}\n      take-back: {{{STATES}}}"
    text = STUDY.replace("act: CASE", both)
    found = check(read_text({"study.yaml": text}))
    assert {c.key for c in found.cases} == {
        ("granting", "hand-over", "s"), ("granting", "take-back", "s"),
    }  # fmt: skip
    assert set(found.not_in_force) == {("bare", "hand-over", "s"), ("bare", "take-back", "s")}
    assert found.case("bare", "hand-over", "s") is None


def test_what_a_run_cannot_come_to_need_not_be_resolved() -> None:
    """Nobody has the duty once it is granted, which only matters where it can be granted."""
    nobody = ", otherwise: deputy of Alpha"
    text = STUDY.replace(nobody, "").replace("CASE", f"{{{STATES}}}")
    assert check(read_text({"study.yaml": text}))
    with pytest.raises(FindingsError, match="no-holder"):
        check(read_text({"study.yaml": text.replace(STATES, f"{STATES}, granted: hand-over")}))


def test_while_the_only_incident_of_a_thread_goes_on_its_own_end_has_not_come() -> None:
    """The last step of the handover, and what it sends, never meets what it grants; a second
    handover may."""
    text = STUDY.replace(
        "steps: {hand: {by: duty lead, takes: work, answer: true}}",
        "steps: {hand: {by: duty lead, takes: work, answer: true}, "
        "tell: {by: duty clerk, takes: work, after: hand}}",
    ).replace("      lead:", "      clerk: {post: chief of Alpha, when: {hand-over: not granted}}\n"
              "      lead:")  # fmt: skip
    once = "incidents: {a: {thread: act}, b: {thread: hand-over}}"
    case = check(read_text({"study.yaml": text.replace("CASE", f"{{{STATES}, {once}}}")})).case(
        "granting", "act", "s"
    )
    assert case is not None
    held = {s.name: [case.posts[h.post].name for h in s.holdings] for s in case.steps}
    assert held["hand-over/tell"] == ["Alpha chief", "Alpha chief"]
    assert held["act/act"] == ["Alpha chief", "Alpha deputy"]
    twice = once.replace("hand-over}", "hand-over, count: 2, every: work}")
    with pytest.raises(FindingsError, match='nobody has the duty "clerk"'):
        check(read_text({"study.yaml": text.replace("CASE", f"{{{STATES}, {twice}}}")}))


def many(count: int) -> str:
    """The study with further threads that grant something each."""
    names = [f"t{i}" for i in range(count)]
    relations = "".join(
        f"      r{t}: {{from: Alpha, to: Bravo, type: command, granted-by: {t}}}\n" for t in names
    )
    threads = "".join(
        f"  {t}: {{title: T, steps: {{do: {{by: chief of Alpha, takes: work, answer: true}}}}}}\n"
        for t in names
    )
    return STUDY.replace("    relationships:\n", f"    relationships:\n{relations}").replace(
        "scenarios:\n", f"{threads}scenarios:\n"
    )


def test_more_than_64_combinations_that_a_case_comes_to_are_a_finding() -> None:
    """Six threads grant, which is 64 combinations; and the readiness changes meanwhile."""
    streams = ", ".join(
        f"{t}: {{thread: {t}}}" for t in ("hand-over", *(f"t{i}" for i in range(5)))
    )
    case = f"{{{STATES}, {CHANGES}, incidents: {{{streams}}}}}"
    with pytest.raises(FindingsError) as error:
        check(read_text({"study.yaml": many(5).replace("CASE", case)}))
    assert {f.code for f in error.value.findings} == {"too-many-states"}
    assert all("combinations of states and of what" in f.words for f in error.value.findings)


def test_more_than_64_combinations_of_what_is_granted_are_a_finding() -> None:
    """Seven threads grant, whether or not a scenario comes to it."""
    assert check(read_text({"study.yaml": many(5).replace("CASE", f"{{{STATES}}}")}))
    with pytest.raises(FindingsError) as error:
        check(read_text({"study.yaml": many(6).replace("CASE", f"{{{STATES}}}")}))
    (found,) = error.value.findings
    assert found.code == "too-many-states" and found.path == "relationships"


WHEN = "act: {title: A, steps"


def test_a_thread_starts_only_where_it_says_it_does() -> None:
    once = STUDY.replace(WHEN, "act: {title: A, when: {hand-over: granted}, steps")
    begun = check(
        read_text({"study.yaml": once.replace("CASE", f"{{{STATES}, granted: hand-over}}")})
    )
    assert [c.key for c in begun.cases] == [("granting", "act", "s")]
    # Where nothing is granted it cannot start, whatever the scenario says.
    assert begun.not_in_force == (("bare", "act", "s"),)
    with pytest.raises(FindingsError, match="thread-cannot-start"):
        check(read_text({"study.yaml": once.replace("CASE", f"{{{STATES}}}")}))
    # One that comes later may find it granted.
    later = incidents(hand_over="0 min", act="6 h")
    assert check(read_text({"study.yaml": once.replace("CASE", f"{{{STATES}, {later}}}")}))
    both = incidents(hand_over="0 min", act="0 min")
    with pytest.raises(FindingsError, match='"act" does not start in these states'):
        check(read_text({"study.yaml": once.replace("CASE", f"{{{STATES}, {both}}}")}))


def test_a_transfer_is_not_looked_at_where_nothing_can_be_transferred() -> None:
    """Nobody could take the step under "bare", and nobody needs to."""
    text = STUDY.replace("hand: {by: duty lead", "hand: {by: clerk of Charlie").replace(
        "  granting:\n    extends: bare\n",
        "  granting:\n    extends: bare\n    headquarters: {Charlie: {title: C, nation: JPN, "
        "place: Tokyo, echelon: joint, posts: {clerk: {people: 1, hours: always}}}}\n",
    )
    checked = check(read_text({"study.yaml": text.replace("CASE", f"{{{STATES}}}")}))
    assert "no-holder-in-state" not in {f.code for f in checked.notes}
    # A thread that does more than transfer is.
    more = text.replace("    transfer-only: true\n    steps: {hand", "    steps: {hand")
    checked = check(read_text({"study.yaml": more.replace("CASE", f"{{{STATES}}}")}))
    assert [f.words for f in checked.notes if f.code == "no-holder-in-state"]
