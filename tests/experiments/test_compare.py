"""Comparisons on a small study, run by the engine: shapes, null checks, room, claims."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from renkei.checks.study import CheckedStudy, check
from renkei.experiments.claims import answer_claims
from renkei.experiments.compare import Comparison, compare
from renkei.experiments.compare import sample as run_sample
from renkei.experiments.differences import differing
from renkei.experiments.document import document
from renkei.experiments.settings import Settings
from renkei.experiments.whatif import all_instant, without
from renkei.reading.study import read_text
from renkei.runs.simulate import simulate

TEXT = (Path(__file__).parents[1] / "studies" / "four_options.yaml").read_text()
SETTINGS = Settings(worlds=6, replications=8, seed=7, by="engine")


@cache
def checked() -> CheckedStudy:
    return check(read_text({"study.yaml": TEXT}))


@cache
def comparison() -> Comparison:
    return compare(checked(), settings=SETTINGS)


def test_the_document_has_what_it_promises() -> None:
    found = document(comparison())
    assert {
        "study", "identity", "seed", "worlds", "replications", "versions", "room_to_matter",
        "results", "decomposition",
    } <= set(found)  # fmt: skip
    row = next(r for r in found["results"] if r["arrangement"] == "moved")
    assert {
        "arrangement", "thread", "scenario", "measure", "value", "unit", "luck", "doubt", "grade",
        "difference", "difference_luck", "difference_doubt", "verdict",
    } <= set(row)  # fmt: skip
    part = found["decomposition"][0]
    assert {
        "arrangement", "thread", "scenario", "milestone", "kind", "nation", "deliberation",
        "seconds",
    } <= set(part)  # fmt: skip
    assert {"share", "gain_s", "matters"} <= set(found["room_to_matter"][0])
    json.dumps(found, allow_nan=False)


def test_rank_alone_changes_nothing_at_all() -> None:
    rows = document(comparison())["results"]

    def of(name: str) -> list[dict[str, object]]:
        skipped = {"arrangement", "difference", "difference_luck", "difference_doubt", "verdict",
                   "because", "shares_of_worlds"}  # fmt: skip
        return [
            {k: v for k, v in r.items() if k not in skipped}
            for r in rows
            if r["arrangement"] == name
        ]

    assert of("rank-only") == of("separate")
    differences = [r["difference"] for r in rows if r["arrangement"] == "rank-only"]
    assert differences and set(differences) <= {0.0}


def test_a_centre_adds_no_decision_right() -> None:
    study = checked().study
    assert study.arrangements["centre"].rights == study.arrangements["separate"].rights
    for a, b in (("centre", "separate"),):
        rows = comparison().results
        yes = {
            n: [r.value for r in rows if r.arrangement == n and r.measure == "foreign-yes-needed"]
            for n in (a, b)
        }
        assert yes[a] == yes[b] and yes[a]


def test_an_arrangement_not_in_force_is_said_to_be_so_and_not_run() -> None:
    found = document(comparison())
    absent = {(r["arrangement"], r["scenario"]) for r in found["not_in_force"]}
    assert absent == {("combined", "monday-night"), ("combined", "saturday")}
    assert not [r for r in found["results"] if r["arrangement"] == "combined"]


def test_parts_sum_to_the_mean_time_of_their_milestone() -> None:
    found = document(comparison())
    for case in checked().cases:
        arrangement, thread, scenario = case.key
        sample = run_sample(case, SETTINGS)
        for index, milestone in enumerate(sample.case.legend.milestones):
            times = sample.milestone_s(index)
            parts = sum(
                p["seconds"]
                for p in found["decomposition"]
                if (p["arrangement"], p["thread"], p["scenario"], p["milestone"])
                == (arrangement, thread, scenario, milestone)
            )
            assert parts == pytest.approx(times[np.isfinite(times)].mean(), rel=1e-12)


def test_room_is_what_is_saved_when_all_that_differs_is_instant() -> None:
    base = checked().case("separate", "incident", "saturday")
    others = [
        c for c in checked().cases if c.scenario == "saturday" and c.arrangement != "separate"
    ]
    assert base is not None
    bases = differing(base, others)
    names = {base.legend.bases[b] for b in bases}
    assert "incident/inform" in names and "incident/assess" not in names
    before = simulate(base, seed=7, worlds=6, replications=8, by="engine").milestones
    after = simulate(without(base, bases), seed=7, worlds=6, replications=8, by="engine").milestones
    index = base.legend.milestones.index("acknowledged")
    gain = np.sort((before - after)[:, index])[23] / 1000
    room = next(r for r in comparison().room if r.scenario == "saturday")
    assert room.gain_s == pytest.approx(gain, rel=1e-12)
    assert room.matters


def test_where_nothing_differs_nothing_matters() -> None:
    only = compare(checked(), settings=SETTINGS, arrangements=("rank-only",))
    assert all(not r.matters and r.gain_s == 0 and r.share == 0 for r in only.room)


def test_all_instant_takes_no_time() -> None:
    case = checked().case("separate", "incident", "saturday")
    assert case is not None
    ms = simulate(all_instant(case), seed=7, worlds=2, replications=3, by="engine").milestones
    assert set(ms.ravel().tolist()) <= {0, -1}


def test_identity_is_of_what_the_study_says() -> None:
    same = check(read_text({"study.yaml": "# a comment\n" + TEXT}))
    other = check(read_text({"study.yaml": TEXT.replace("likely: 30 min", "likely: 31 min", 1)}))
    settings = Settings(worlds=2, replications=2, seed=7, by="engine")

    def identity(study: CheckedStudy) -> str:
        found = compare(study, settings=settings, scenarios=("saturday",))
        return str(document(found)["identity"])

    assert identity(same) == document(comparison())["identity"]
    assert identity(other) != document(comparison())["identity"]


def test_claims_are_answered_and_one_is_not_for_this_model() -> None:
    answered = {a.name: a for a in answer_claims(checked(), SETTINGS)}
    assert answered["rank"].verdict == "holds"
    assert answered["waits"].verdict in ("holds", "does not hold", "undecided")
    assert answered["deters"].verdict == "not something this model can say"
    assert answered["deters"].share is None
    assert {p.scenario for p in answered["time-zone"].parts} == {"monday-night", "saturday"}
