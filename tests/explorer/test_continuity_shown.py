"""Continuity of the real study: what is known to be so, and the engine showing what is found."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import renkei
from renkei.checks.case import Case, Mode
from renkei.checks.study import CheckedStudy, check
from renkei.explorer.absence import Absences, Block
from renkei.explorer.amendment import applied
from renkei.explorer.continuity import Continuity, Finishers, Stop, examine
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.proof import Status
from renkei.explorer.replay import reaches, scripted
from renkei.explorer.survey import Survey
from renkei.reading.study import read
from renkei.record.vocabulary import What

FOLDER = Path(renkei.__file__).parent / "library" / "studies" / "us-japan"
BASELINE = "parallel-2024"


@cache
def us_japan() -> CheckedStudy:
    return check(read(FOLDER))


@cache
def found() -> tuple[tuple[Stop, ...], tuple[Finishers, ...]]:
    return examine(Survey(us_japan()), [BASELINE])


def the(thread: str, *names: str) -> Stop:
    [stop] = [
        s for s in found()[0]
        if s.thread == thread and tuple(u.name for u in s.unavailable) == names
    ]  # fmt: skip
    return stop


def test_without_the_theatre_command_the_counterstrike_waits_for_its_information() -> None:
    stop = the("counterstrike", "INDOPACOM")
    assert [(w.step, w.post, w.nation, w.how) for w in stop.why] == [
        ("counterstrike/share-information", "INDOPACOM intelligence", "USA", "work")
    ], "its consultations have limits and are passed over"
    assert stop.combinations[0] == stop.combinations[1] > 0
    assert dict(stop.states)["JPN legal situation"] == "armed attack", "a scenario's states"
    assert stop.remedy is not None
    [change] = stop.remedy.changes
    assert change.kind == "alternate" and '"information-to-ally"' in change.words
    line = (FOLDER / "arrangements" / "parallel-2024.yaml").read_text("utf-8").splitlines()
    assert change.place.startswith("arrangements/parallel-2024.yaml:")
    assert "information-to-ally:" in line[int(change.place.rpartition(":")[2]) - 1]


def test_the_diet_is_needed_only_where_its_approval_comes_before() -> None:
    stop = the("counterstrike", "Diet")
    assert dict(stop.states)["urgency-waiver"] == "not-used"
    assert stop.combinations[0] * 2 == stop.combinations[1]


def test_nobody_takes_the_cabinets_place_without_breaking_a_guarantee() -> None:
    stop = the("counterstrike", "Kantei cabinet")
    assert stop.remedy is None
    title = us_japan().study.guarantees["force after recognition"].title
    assert stop.refused == f'it would break "{title}"'


def test_the_warning_has_two_sources_and_neither_alone_stops_the_alert_on_one() -> None:
    stops = [s for s in found()[0] if s.thread == "missile-warning"]
    single = {s.unavailable[0].name: s for s in stops if s.kind == "headquarters"}
    assert dict(single["ADC"].states)["confirmation-rule"] == "double-check"
    assert dict(single["Warning Centre"].states)["confirmation-rule"] == "double-check"
    together = {tuple(u.name for u in s.unavailable): s for s in stops if s.kind == "several"}
    assert dict(together["ADC", "Warning Centre"].states)["confirmation-rule"] == "single-source"


def test_japan_alone_can_warn_and_nobody_alone_can_finish_the_rest() -> None:
    by_thread = {f.thread: dict(f.nations) for f in found()[1]}
    assert by_thread["missile-warning"]["JPN"] == ()
    assert [w.post for w in by_thread["counterstrike"]["JPN"]] == ["INDOPACOM intelligence"]
    for thread, nation in (
        ("missile-warning", "USA"), ("counterstrike", "USA"), ("disaster-relief", "JPN"),
        ("disaster-relief", "USA"),
    ):  # fmt: skip
        assert by_thread[thread][nation]


def test_what_is_enough_is_enough_and_nothing_of_it_can_be_left_out() -> None:
    """Every headquarters that by itself stops a thread in every state is among them."""
    for finishers in found()[1]:
        for stop in found()[0]:
            always = stop.combinations[0] == stop.combinations[1]
            if stop.thread == finishers.thread and stop.kind == "headquarters" and always:
                assert stop.unavailable[0].name in finishers.headquarters


def test_no_word_of_damage_and_no_order_of_sites() -> None:
    rows = [s.as_row() for s in found()[0]]
    assert not any("rank" in key or "damage" in key for row in rows for key in row)
    for thread in ("counterstrike", "disaster-relief", "missile-warning"):
        mine = [
            (u[0]["kind"], u[0]["name"])
            for u in (row["unavailable"] for row in rows if row["thread"] == thread)
            if len(u) == 1
        ]
        assert mine == sorted(mine), "by kind and name"


# -- the engine shows it --------------------------------------------------------------------


def silent(case: Case, situation_steps: list[str], blocks: frozenset[Block]) -> Case:
    """The case with what is blocked silent; word that never comes silences an all-join."""
    steps = {s.name: i for i, s in enumerate(case.steps)}
    made = list(case.steps)
    for block in blocks:
        if block.kind == "word":
            at = case.edges[block.place].target
            assert not made[at].any_join
            made[at] = replace(made[at], mode=Mode.SILENT)
            continue
        at = steps[situation_steps[block.place]]
        if block.kind == "step":
            made[at] = replace(made[at], mode=Mode.SILENT)
        else:
            holdings = tuple(
                replace(
                    h,
                    consents=tuple(
                        replace(c, mode=Mode.SILENT) if c.role == block.role else c
                        for c in h.consents
                    ),
                )
                for h in made[at].holdings
            )
            made[at] = replace(made[at], holdings=holdings)
    return replace(case, steps=tuple(made))


def answered(checked: CheckedStudy, stop: Stop, *, there: bool) -> bool:
    """Whether the engine, with everybody willing, comes to the answer.

    Args:
        there: whether everything is there; else the stop's posts are silent.
    """
    facts = {n: v for n, v in stop.states if n not in checked.study.states}
    states = {n: v for n, v in stop.states if n in checked.study.states}
    case = checked.case_in(stop.arrangement, stop.thread, states, facts)
    assert case is not None
    if not there:
        view = checked.view(stop.arrangement, states)
        situation = checked.situation(stop.arrangement, stop.thread, states)
        absences = Absences(checked.estimates)
        blocks = absences.blocks(view, situation, frozenset(stop.unavailable))
        case = silent(case, [s.name for s in situation.steps], blocks)
    [answer] = [i for i, s in enumerate(case.steps) if s.answer]
    what = What.VERDICT if case.steps[answer].decides else What.DONE
    return reaches(scripted_but_silent(case), answer, what)


def scripted_but_silent(case: Case) -> Case:
    """Everybody willing; what is silent stays silent."""
    willing = scripted(case, ())
    steps = tuple(
        replace(
            w, mode=s.mode,
            holdings=tuple(
                replace(
                    h,
                    consents=tuple(
                        replace(c, mode=o.mode)
                        for c, o in zip(h.consents, old.consents, strict=True)
                    ),
                )
                for h, old in zip(w.holdings, s.holdings, strict=True)
            ),
        )
        for w, s in zip(willing.steps, case.steps, strict=True)
    )  # fmt: skip
    return replace(willing, steps=steps)


def mended(stop: Stop) -> CheckedStudy:
    """The study with a stop's remedy in place; what the facts say of its rights is left out."""
    assert stop.remedy is not None
    bare = us_japan().study.model_copy(update={"expectations": {}})
    return check(applied(bare, stop.remedy.changes))


SAMPLE = [
    ("counterstrike", "INDOPACOM"),
    ("missile-warning", "Kantei"),
    ("counterstrike", "MOD"),
    ("counterstrike", "SDF Fleet"),
    ("counterstrike", "operations line"),
    ("counterstrike", "NSC ministers"),
    ("disaster-relief", "INDOPACOM"),
    ("disaster-relief", "State"),
    ("disaster-relief", "MOFA minister"),
    ("disaster-relief", "command net", "coordination group conference"),
    ("missile-warning", "Kantei"),
    ("missile-warning", "ADC", "Warning Centre"),
]


@pytest.mark.parametrize("names", SAMPLE, ids=" ".join)
def test_the_engine_is_stopped_too_and_with_the_remedy_is_not(names: tuple[str, ...]) -> None:
    stop = the(*names)
    assert answered(us_japan(), stop, there=True)
    assert not answered(us_japan(), stop, there=False)
    after = mended(stop)
    assert answered(after, stop, there=False), stop.remedy
    # And found again from the changed files alone, nothing is stopped any more in these states.
    states = dict(stop.states)
    continuity = Continuity(Survey(after))
    [spot] = [
        s for s in continuity.survey.spots(stop.arrangement, stop.thread)
        if {**dict(s.situation.states), **dict(s.facts)} == states
    ]  # fmt: skip
    here = replace(spot, situation=continuity.situation(spot))
    here = replace(here, applies=here.situation.applies(dict(here.facts)))
    absence = frozenset(stop.unavailable)
    blocks = continuity.absences.blocks(here.view, here.situation, absence)
    assert continuity.finishes(here, blocks)


EVERY_SO_MANY = 9
"""Remedies of the baseline of which one is put to the whole check and to every proof again."""


def test_with_a_remedy_the_whole_check_passes_and_no_guarantee_is_lost() -> None:
    """The oracle does what the search does not: it checks and proves all of the changed study."""

    def held(checked: CheckedStudy) -> set[tuple[str, str]]:
        rows = prove_guarantees(Survey(checked), [BASELINE], unavailable=1)
        return {(p.name, p.thread) for p in rows if p.status is Status.PROVED}

    remedies = {str(s.remedy): s for s in found()[0] if s.remedy is not None}
    before = held(us_japan())
    for stop in list(remedies.values())[::EVERY_SO_MANY]:
        assert before <= held(mended(stop)), stop.remedy
        assert stop.remedy is not None and stop.remedy.helps[1] == stop.combinations[0]


@pytest.mark.parametrize("kind", ["headquarters", "post"])
def test_whatever_stops_a_thread_by_silence_stops_the_engine(kind: str) -> None:
    """All stops of one kind of which no word in an any-join is a part."""
    shown = 0
    for stop in found()[0]:
        if stop.kind == kind and stop.thread != "missile-warning":
            assert not answered(us_japan(), stop, there=False), stop.unavailable
            shown += 1
    assert shown >= 20
