"""Faults planted in the real study are found, with the line of the permission that lets them."""

from __future__ import annotations

from pathlib import Path

import pytest

import renkei
from renkei.checks.study import CheckedStudy, check
from renkei.explorer.guarantee import prove_guarantees
from renkei.explorer.ladder import climb
from renkei.explorer.proof import Proof, Status
from renkei.explorer.survey import Survey
from renkei.findings import FindingsError
from renkei.reading.study import read_text

FOLDER = Path(renkei.__file__).parent / "library" / "studies" / "us-japan"


def files() -> dict[str, str]:
    return {
        str(p.relative_to(FOLDER)): p.read_text(encoding="utf-8")
        for p in sorted(FOLDER.rglob("*"))
        if p.suffix in (".yaml", ".bib")
    }


def planted(file: str, before: str, after: str) -> tuple[dict[str, str], int]:
    """The study with one passage changed, and the first line that changed."""
    texts = files()
    assert texts[file].count(before) == 1, f"{file} no longer says: {before}"
    line = texts[file][: texts[file].index(before)].count("\n") + 1
    same = 0
    for old, new in zip(before.splitlines(), after.splitlines(), strict=False):
        if old != new:
            break
        same += 1
    texts[file] = texts[file].replace(before, after)
    return texts, line + same


def proofs(texts: dict[str, str], name: str, arrangement: str) -> list[Proof]:
    checked: CheckedStudy = check(read_text(texts))
    found = prove_guarantees(Survey(checked), [arrangement], unavailable=1)
    return [p for p in found if p.name == name]


def rungs(texts: dict[str, str], name: str, arrangement: str) -> list[Proof]:
    found = climb(Survey(check(read_text(texts))), [arrangement], unavailable=1)
    return [p for p in found if p.name == name]


ORDER = "  warning-centre-usfj: {from: Warning Centre, to: USFJ, type: DIRLAUTH, source: fps09}\n"
ORDER_OVER_FLEET = (
    "  usfj-fleet: {from: USFJ, to: SDF Fleet, type: OPCON, scheme: US, "
    "forces: [self-defense-fleet], source: usfj}\n"
)


def test_an_american_order_over_japanese_units_needs_a_transfer() -> None:
    texts, line = planted("arrangements/parallel-2024.yaml", ORDER, ORDER + ORDER_OVER_FLEET)
    with pytest.raises(FindingsError) as raised:
        check(read_text(texts))
    found = {(f.code, f.position.file, f.position.line) for f in raised.value.findings}
    assert ("no-transfer", "arrangements/parallel-2024.yaml", line) in found


def test_a_removed_recognition_breaks_the_guarantee_and_is_replayed() -> None:
    texts, _ = planted(
        "threads/counterstrike.yaml",
        "    after: [recognise.approved, leaders, divide-tasks]\n",
        "    after: [leaders, divide-tasks]\n",
    )
    [proof] = proofs(texts, "force after recognition", "parallel-2024")
    assert proof.status is Status.BROKEN
    assert proof.replay is not None and proof.replay.thread == "counterstrike"
    right = line_of(
        texts, "arrangements/parallel-2024.yaml", "    decides: minister of MOD\n    con"
    )
    assert proof.places == (f"arrangements/parallel-2024.yaml:{right}",)
    assert 'MOD minister (JPN) approves "order counterstrike"' in proof.story


def test_a_cabinet_that_is_not_asked_breaks_the_guarantee() -> None:
    texts, _ = planted(
        "threads/national-recognition.yaml",
        "    after: response-plan\n",
        "    after: brief\n",
    )
    [proof] = proofs(texts, "force after recognition", "joint-operations-command")
    assert proof.status is Status.PROVED, "the Cabinet may recognise sooner; it still does"
    texts, _ = planted(
        "threads/national-recognition.yaml",
        "    after: [cabinet, diet]\n",
        "    after: response-plan\n",
    )
    [proof] = proofs(texts, "force after recognition", "joint-operations-command")
    assert proof.status is Status.BROKEN
    assert "recognise the situation" in proof.story


def test_a_disclosure_shortcut_is_found_with_the_agreement_that_makes_it() -> None:
    before = "from: USA, to: JPN, level: official"
    texts, line = planted(
        "arrangements/parallel-2024.yaml", before, before.replace("official", "special")
    )
    found = [
        p for p in proofs(texts, "American information after American review", "parallel-2024")
        if p.status is Status.BROKEN
    ]  # fmt: skip
    assert found
    assert all(p.places == (f"arrangements/parallel-2024.yaml:{line}",) for p in found)
    assert "crosses from USA to JPN above official without a review" in found[0].story


def test_the_minister_passed_over_is_found() -> None:
    """An order to Japan's fleet that no Japanese post has given its yes to."""
    texts, _ = planted(
        "threads/counterstrike.yaml",
        "    after: [recognise.approved, leaders, divide-tasks]\n",
        "    after: attribute\n",
    )
    baseline, combined = "arrangements/parallel-2024.yaml", "arrangements/combined-command.yaml"
    texts[baseline] = texts[baseline].replace(
        "    decides: minister of MOD\n    consent:\n      Prime Minister:",
        "    decides: chief of JSO\n    consult:\n      Prime Minister:",
    )
    texts[combined] = texts[combined].replace("      Prime Minister: null\n", "")
    texts["expectations.yaml"] = "expectations: {}\n"
    found = proofs(texts, "Japanese forces on their government's order", "parallel-2024")
    broken = [p for p in found if p.status is Status.BROKEN]
    assert [p.thread for p in broken] == ["counterstrike"]
    assert "an order reaches SDF Fleet operations (JPN)" in broken[0].story


def test_nothing_is_broken_that_was_not_planted() -> None:
    checked = check(read_text(files()))
    arrangements = sorted(checked.study.arrangements)
    for proof in prove_guarantees(Survey(checked), arrangements, unavailable=1):
        assert proof.status is Status.PROVED or proof.declared, proof


def test_separate_chains_prove_employ_for_both_nations() -> None:
    for arrangement in ("parallel-2024", "joint-operations-command", "four-star-crisis-opcon"):
        found = rungs(files(), "employ", arrangement)
        assert {p.nation for p in found} == {"JPN", "USA"}
        assert all(p.status is Status.PROVED for p in found), arrangement
        assert all(p.story.startswith("on every path of the model, with at most") for p in found)


def test_a_combined_command_breaks_employ_for_japan_with_a_replayed_story() -> None:
    found = [p for p in rungs(files(), "employ", "combined-command") if p.nation == "JPN"]
    by_thread = {(p.decision, p.thread): p.status for p in found}
    assert by_thread["Japan use of force", "counterstrike"] is Status.BROKEN
    assert by_thread["tasks of Japanese forces", "counterstrike"] is Status.BROKEN
    assert by_thread["Japan hand over and recall", "transfer-of-authority"] is Status.PROVED
    force = next(
        p for p in found if (p.decision, p.thread) == ("Japan use of force", "counterstrike")
    )
    assert force.replay is not None
    assert dict(force.replay.states)["JPN readiness"] == "wartime"
    assert 'Combined Command commander (USA) approves "order counterstrike"' in force.story


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        ("enter", "only by transfer-of-authority, and only after the yes of"),
        ("recall", "takes its forces back by recall-"),
    ],
)
def test_a_combined_command_is_entered_and_left_by_each_nation_itself(
    rung: str, words: str
) -> None:
    found = rungs(files(), rung, "combined-command")
    assert {p.nation for p in found} == {"JPN", "USA"}
    for proof in found:
        assert proof.status is Status.PROVED, proof
        assert words in proof.story


def test_a_transfer_without_the_premier_breaks_enter() -> None:
    """Japan's forces handed over on the committee's word alone."""
    function = "    function: hand over Japanese forces\n    decides: "
    texts, _ = planted(
        "arrangements/combined-command.yaml",
        f"{function}prime minister of Kantei\n",
        f"{function}american chair of Military Committee\n",
    )
    texts["expectations.yaml"] = "expectations: {}\n"
    found = {p.decision: p for p in rungs(texts, "enter", "combined-command") if p.nation == "JPN"}
    broken = found["Japan use of force"]
    assert (broken.status, broken.thread) == (Status.BROKEN, "transfer-of-authority")
    assert broken.replay is not None
    assert "to handing over lies before it" in broken.story
    # Where any Japanese post speaks for Japan, the Japanese chair's consent is its yes.
    assert found["tasks of Japanese forces"].status is Status.PROVED


def line_of(texts: dict[str, str], file: str, passage: str) -> int:
    assert texts[file].count(passage) == 1
    return texts[file][: texts[file].index(passage)].count("\n") + 1
