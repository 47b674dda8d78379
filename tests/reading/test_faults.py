"""Every fault at once, at its exact place, in the reader's words."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from renkei.findings import FindingsError, Severity
from renkei.model.study import Study
from renkei.reading import NoStudy, read_text, read_text_with_notes
from renkei.reading.fields import fields_at
from tests.reading.small import codes, edited, files, findings, lines

PARALLEL = "arrangements/parallel.yaml"
CENTRE = "arrangements/centre.yaml"


def test_the_small_study_has_no_faults() -> None:
    study, notes = read_text_with_notes(files())
    assert notes == () and study.study == "small"


def test_six_faults_in_one_file_are_six_findings() -> None:
    texts = edited(
        PARALLEL,
        ("title: Parallel commands", "title: 2024"),
        ("to: JJOC", "too: JJOC"),
        ("coordinating authority", "coordnating authority"),
        ("agreements:", "agrements:"),
        ("refuses: saying-no", "refuses: [x]"),
    )
    assert lines(texts) == [
        f'{PARALLEL}:2:8  title: needs text; write "2024" in quotes  [bad-value]',
        f"{PARALLEL}:7:3  relationships.ties: needs 'to'  [missing-field]",
        f'{PARALLEL}:9:5  relationships.ties.too: no such field. Did you mean "to"?  '
        "[unknown-field]",
        f'{PARALLEL}:10:11  relationships.ties.type: "coordnating authority" is not a known value. '
        'Did you mean "coordinating authority"?  [bad-value]',
        f'{PARALLEL}:14:1  agrements: no such field. Did you mean "agreements"?  [unknown-field]',
        f"{PARALLEL}:21:50  rights.order.consent.ally.refuses: needs text, not a list  [bad-value]",
    ]


def test_faults_of_all_files_come_together_in_order() -> None:
    texts = edited("places.yaml", ("latitude: 21.3", "latitude: 121.3"))
    texts["threads/warning.yaml"] = texts["threads/warning.yaml"].replace("FLASH", "flash")
    texts["estimates.yaml"] = texts["estimates.yaml"].replace("low: 10 min", "low: 2 h")
    texts["sources.bib"] += "@book{,title={x}}\n"
    texts["forces.yaml"] = "forces: ["
    assert lines(texts) == [
        "estimates.yaml:3:3  estimates.reaching: the range must be low <= likely <= high  "
        "[bad-value]",
        "forces.yaml:2:1  a value is missing here; is a bracket not closed, or a comma too many?  "
        "[yaml-syntax]",
        'places.yaml:2:24  places.Honolulu.latitude: "121.3" is outside what is allowed; it must '
        "be at most 90  [bad-value]",
        'sources.bib:3:1  "@book" has no key  [broken-source]',
        'threads/warning.yaml:3:13  precedence: "flash" is not a known value. Did you mean "FLASH"?'
        "  [bad-value]",
    ]


CASES = [
    ("scenarios/weekend.yaml", "horizon: 3 d", "horizon: fast", "4:10 bad-value", "'45 min'"),
    ("scenarios/weekend.yaml", "after: 2 h", "after: 20", "9:17 bad-value", "not a duration"),
    ("scenarios/weekend.yaml", "horizon: 3 d", "horizon:", "4:1 bad-value", "not a duration"),
    (
        "scenarios/weekend.yaml",
        "local: 2026-06-06 03:00, ",
        "",
        "3:1 bad-value",
        "give either 'local' or 'any-hour-of-week'",
    ),
    ("threads/warning.yaml", "sent-as: report", "sent-as: raport", "13:46 bad-value", '"report"'),
    ("threads/warning.yaml", "after: see}", "after: 3}", "8:49 bad-value", "fields"),
    (
        "threads/warning.yaml",
        '{real: "no"}',
        "{real: {a: 1}}",
        "14:5 bad-value",
        "'real' in a condi",
    ),
    ("threads/warning.yaml", "answer: true", "answer: perhaps", "15:13 bad-value", "true or false"),
    (
        "threads/warning.yaml",
        "takes: passing, outcomes: {seen: rest}",
        "outcomes: {seen: rest}",
        "7:3 bad-value",
        "a step needs 'takes'",
    ),
    ("headquarters.yaml", "people: 3", "people: 0", "9:23 bad-value", "at least 1"),
    ("headquarters.yaml", "people: 3", "people: 3.5", "9:23 bad-value", "a whole number"),
    ("headquarters.yaml", "people: 4", "people: lots", "22:23 bad-value", 'number, not "lots"'),
    ("headquarters.yaml", "{schedule: office}", "{}", "14:13 missing-field", "needs 'schedule'"),
    ("headquarters.yaml", "aliases: [JOC, J-JOC]", "aliases: {a: b}", "4:5 bad-value", "a list"),
    ("headquarters.yaml", "aliases: [JOC, J-JOC]", "aliases: [JOC, [x]]", "4:20 bad-value", "text"),
    ("headquarters.yaml", "aliases: [JOC, J-JOC]", "aliases: 010", "4:14 bad-value", "quotes"),
    ("headquarters.yaml", "handles-word", "handles_word", "9:41 unknown-field", '"handles-word"'),
    ("headquarters.yaml", "links:", "link:", "23:1 unknown-field", '"links"'),
    ("estimates.yaml", "grade: documented", "grade: documentd", "8:12 bad-value", '"documented"'),
    ("estimates.yaml", "low: 0,", "low: [1],", "12:41 bad-value", "text or a number, not a list"),
    ("estimates.yaml", "high: 0.5", "high: 5", "12:3 bad-value", "lies between 0 and 1"),
    ("places.yaml", "Tokyo: {", "Osaka: null\n  Tokyo: {", "3:3 bad-value", "the value is missing"),
    ("places.yaml", "zone: Asia/Tokyo", "zone: null", "3:45 bad-value", "the value is missing"),
    ("study.yaml", "title: A small study\n", "", "1:1 missing-field", "needs 'title'"),
    ("study.yaml", "limits:", "limts:", "22:1 unknown-field", 'Did you mean "limits"?'),
    ("study.yaml", "title: A small study", "in_force: x", "2:1 unknown-field", "no such field"),
    ("study.yaml", "limits:\n  - No weapons.\n  - An", "limits: An", "22:9 bad-value", "a list"),
    ("claims.yaml", "date: 2026-01", "date: 2026", "5:11 bad-value", 'write "2026" in quotes'),
    (CENTRE, "title: A coordination centre\n", "", "1:1 missing-field", "needs 'title'"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), CASES)
def test_one_fault_gives_one_finding(file: str, old: str, new: str, where: str, words: str) -> None:
    texts = edited(file, (old, new))
    found = [f for f in findings(texts) if f.code != "missing-field" or "missing" in where]
    assert [f"{f.position} {f.code}" for f in found] == [f"{file}:{where}"]
    assert words in found[0].words


def test_no_words_of_the_machinery_reach_the_reader() -> None:
    for file, old, new, *_ in CASES:
        for line in lines(edited(file, (old, new))):
            for jargon in ("http", "pydantic", "Input should", "valid ", "instance", "__", "dict"):
                assert jargon not in line


def test_an_inherited_fault_is_told_once_where_it_was_written() -> None:
    texts = edited(PARALLEL, ("type: coord", "typ: coord"))
    assert codes(texts) == [f"{PARALLEL}:7:3 missing-field", f"{PARALLEL}:10:5 unknown-field"]
    texts = edited("headquarters.yaml", ("echelon: joint", "echelon: [joint]"))
    assert lines(texts) == [
        "headquarters.yaml:7:5  headquarters.JJOC.echelon: needs text, not a list  [bad-value]"
    ]


def test_a_fault_of_an_overlay_is_told_in_the_overlay() -> None:
    texts = edited("overlays/rank.yaml", ("{rank: O-10}", "{rnak: O-10}"))
    assert lines(texts) == [
        'overlays/rank.yaml:3:11  headquarters.PACOM.rnak: no such field. Did you mean "rank"?  '
        "[unknown-field]"
    ]


def test_a_study_in_one_file_names_the_whole_path() -> None:
    text = """\
study: one
title: One
question: Why?
baseline: a
nations: {JPN: {title: Japan}}
arrangements: {a: {title: A, rights: {r: {function: f}}}}
threads: {t: {title: T, steps: {s: {by: x, takes: y, after: [q]}}}}
scenarios: {s: {title: S, start: {local: x, zone: y}, horizon: 1 h, threads: {t: {}}}}
"""
    assert lines({"study.yaml": text}) == [
        "study.yaml:6:39  arrangements.a.rights.r: needs 'decides'  [missing-field]"
    ]
    study = read_text({"study.yaml": text.replace("function: f", "function: f, decides: d")})
    assert study.arrangements["a"].rights["r"].decides == "d"


def test_an_almost_empty_study_says_what_it_needs() -> None:
    assert [f.words for f in findings({"study.yaml": "study: x\n"})] == [
        "needs 'arrangements': add a file arrangements/NAME.yaml",
        "needs 'baseline'",
        "needs 'nations'",
        "needs 'question'",
        "needs 'scenarios': add a file scenarios/NAME.yaml",
        "needs 'threads': add a file threads/NAME.yaml",
        "needs 'title'",
    ]
    with pytest.raises(NoStudy, match=r"no study\.yaml"):
        read_text({"places.yaml": "places: {}"})


@pytest.mark.parametrize(
    "file",
    [*(f for f in files() if f.endswith(".yaml"))],
)
def test_a_broken_file_causes_no_further_findings(file: str) -> None:
    texts = files()
    texts[file] = "a: ["
    expected = [f"{file}:2:1 yaml-syntax"]
    assert [c for c in codes(texts) if "overlay-unused" not in c] == expected


def test_a_missing_field_that_was_removed_is_told_where_it_was_removed() -> None:
    texts = edited(CENTRE, ("ties: {to: CENTRE}", "ties: {to: null}"))
    assert lines(texts) == [
        f"{CENTRE}:15:10  relationships.ties: needs 'to', which is removed here  [missing-field]"
    ]


def test_errors_carry_warnings_along() -> None:
    texts = files(palces="x: 1")
    study, notes = read_text_with_notes(texts)
    assert study.title and [n.severity for n in notes] == [Severity.WARNING]
    texts["places.yaml"] = ""
    with pytest.raises(FindingsError) as caught:
        read_text(texts)
    assert [f.code for f in caught.value.findings] == ["unknown-file", "empty-file"]


def test_fields_are_found_in_every_corner_of_the_model() -> None:
    assert "from" in fields_at(("arrangements", "a", "relationships", "r"))
    assert "schedule" in fields_at(
        ("arrangements", "a", "headquarters", "h", "posts", "p", "hours", 0)
    )
    assert "sent-as" in fields_at(("threads", "t", "steps", "s", "after", "all", 0))
    assert "people" in fields_at(("schedules", "s", "shifts", 3))
    assert "estimates" in fields_at(()) and "origins" not in fields_at(())
    assert issubclass(Study, BaseModel) and fields_at(("title",)) == []


def test_many_faults_take_no_long_time() -> None:
    texts = files()
    texts["forces.yaml"] = "forces:\n" + "".join(
        f"  f{i}: {{titel: x, nation: USA, hom: y}}\n" for i in range(3000)
    )
    assert len(findings(texts)) == 12_000
