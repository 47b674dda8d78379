"""Which file holds what: names, doubles, strangers."""

from __future__ import annotations

from renkei.findings import Severity
from tests.reading.small import codes, edited, files, findings, lines, study


def test_a_file_says_its_own_name() -> None:
    texts = files(
        arrangements__old="arrangement: new\ntitle: x\n",
        arrangements__none="title: x\n",
        arrangements__odd="arrangement: [odd]\ntitle: x\n",
        threads__warning=files()["threads/warning.yaml"].replace("thread: warning", "thread: w"),
    )
    texts["arrangements/2024.yaml"] = "arrangement: 2024\ntitle: x\n"
    assert lines(texts) == [
        "arrangements/none.yaml:1:1  needs 'arrangement: none', the name of the file  "
        "[missing-field]",
        "arrangements/odd.yaml:1:1  the name given here is a collection, but the file is called "
        '"odd.yaml"  [wrong-name]',
        'arrangements/old.yaml:1:14  the name given here is "new", but the file is called '
        '"old.yaml"  [wrong-name]',
        'threads/warning.yaml:1:9  the name given here is "w", but the file is called '
        '"warning.yaml"  [wrong-name]',
    ]


def test_an_overlay_may_call_itself_an_arrangement() -> None:
    study(edited("overlays/rank.yaml", ("overlay: rank", "arrangement: rank")))
    assert codes(edited("overlays/rank.yaml", ("overlay: rank", "arrangement: x"))) == [
        "overlays/rank.yaml:1:14 wrong-name"
    ]


def test_the_same_name_given_twice() -> None:
    texts = files()
    texts["study.yaml"] += (
        "places: {Tokyo: {latitude: 1, longitude: 1, zone: Asia/Tokyo}, Kure: {latitude: 34.2, "
        "longitude: 132.6, zone: Asia/Tokyo}}\nthreads: {warning: {title: x}}\n"
        "sources: {hearing: x}\nheadquarters: {JJOC: {title: x}}\n"
    )
    assert lines(texts) == [
        'headquarters.yaml:2:3  headquarters.JJOC: "JJOC" is given a second time; the first is at '
        "study.yaml:28:16  [given-twice]",
        'places.yaml:3:3  places.Tokyo: "Tokyo" is given a second time; the first is at '
        "study.yaml:25:10  [given-twice]",
        'sources.bib:2:1  sources.hearing: "hearing" is given a second time; the first is at '
        "study.yaml:27:20  [given-twice]",
        "study.yaml:26:11  threads.warning: needs 'steps'  [missing-field]",
        "study.yaml:28:16  arrangements.centre.headquarters.JJOC: needs 'echelon'  [missing-field]",
        "study.yaml:28:16  arrangements.centre.headquarters.JJOC: needs 'place'  [missing-field]",
        "study.yaml:28:16  arrangements.centre.headquarters.JJOC: needs 'posts'  [missing-field]",
        'threads/warning.yaml:1:1  threads.warning: "warning" is given a second time; the first is '
        "at study.yaml:26:11  [given-twice]",
    ]


def test_entries_of_study_yaml_and_of_a_file_come_together() -> None:
    texts = files()
    texts["study.yaml"] += (
        "places: {Kure: {latitude: 34.2, longitude: 132.6, zone: Asia/Tokyo}}\n"
        "overlays: {unused: {overlay: unused}}\nlinks: {radio: {between: [JJOC], transit: x}}\n"
    )
    assert codes(texts) == ["study.yaml:26:12 overlay-unused"]
    texts["arrangements/centre.yaml"] = texts["arrangements/centre.yaml"].replace(
        "[rank]", "[rank, unused]"
    )
    whole = study(texts)
    assert list(whole.places) == ["Honolulu", "Kure", "Tokyo"]
    assert set(whole.arrangements["parallel"].links) == {"phone", "radio"}


def test_fields_that_a_file_does_not_have() -> None:
    texts = files()
    texts["places.yaml"] += "nations: {}\nplace: 1\n"
    texts["study.yaml"] += "origins: 3\n"
    assert lines(texts) == [
        "places.yaml:4:1  nations: no such field in this file. Known: places.  [unknown-field]",
        'places.yaml:5:1  place: no such field in this file. Did you mean "places"?  '
        "[unknown-field]",
        "study.yaml:25:10  origins: no such field  [unknown-field]",
    ]


def test_a_section_that_is_no_mapping() -> None:
    texts = files()
    texts["study.yaml"] += "places: [Tokyo]\narrangements: no\n"
    texts["headquarters.yaml"] = "headquarters: [x]\nlinks:\n"
    texts["claims.yaml"] = "claims: x\n"
    texts["targets.yaml"] = "- x\n"
    texts["overlays/rank.yaml"] = "just text"
    assert [c for c in codes(texts) if "missing-field" not in c] == [
        "claims.yaml:1:9 bad-value",
        "headquarters.yaml:1:1 bad-value",
        "headquarters.yaml:2:1 bad-value",
        "overlays/rank.yaml:1:1 bad-value",
        "study.yaml:25:1 bad-value",
        "study.yaml:26:15 bad-value",
        "targets.yaml:1:1 bad-value",
    ]


def test_strangers_are_warned_of_and_others_left_alone() -> None:
    texts = files()
    texts |= {
        "palces.yaml": "]",
        "threads/x.yml": "]",
        "README.md": "]",
        "timelines/2024.yaml": "]",
        "arrangements/old/x.yaml": "]",
        "notes.txt": "]",
    }
    assert lines(texts) == [
        'palces.yaml  no study has a file of this name; it is not read. Did you mean "places.yaml"?'
        "  [unknown-file]",
        'threads/x.yml  this file is not read; its name would have to end in ".yaml"  '
        "[unknown-file]",
    ]
    assert {f.severity for f in findings(texts)} == {Severity.WARNING}


def test_all_files_but_the_study_may_be_missing() -> None:
    texts = files()
    for name in ("forces.yaml", "claims.yaml", "targets.yaml", "sources.bib", "expectations.yaml"):
        del texts[name]
    whole = study(texts)
    assert whole.claims == {} and whole.sources == {}
    del texts["threads/warning.yaml"]
    assert lines(texts) == [
        "study.yaml:1:1  needs 'threads': add a file threads/NAME.yaml  [missing-field]"
    ]


def test_two_hundred_thousand_values_are_the_most_of_all_files_together() -> None:
    texts = files()
    texts["claims.yaml"] = "x: [" + "a," * 150_000 + "]"
    texts["targets.yaml"] = "x: [" + "a," * 150_000 + "]"
    first, second = codes(texts)
    assert first == "claims.yaml:1:1 unknown-field"
    assert second.startswith("targets.yaml:1:") and second.endswith(" study-too-large")
