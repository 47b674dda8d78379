"""Arrangements extend one another: what comes out, and where each part was written."""

from __future__ import annotations

import pickle

import pytest

from renkei.findings import Origins
from renkei.model.state import Is
from tests.reading.small import codes, edited, files, findings, lines, study

PARALLEL = "arrangements/parallel.yaml"
CENTRE = "arrangements/centre.yaml"


def plus(text: str, file: str = CENTRE) -> dict[str, str]:
    texts = files()
    texts[file] += text
    return texts


def test_entries_merge_field_by_field_lists_are_replaced_null_removes() -> None:
    whole = study(files())
    parallel, centre = whole.arrangements["parallel"], whole.arrangements["centre"]
    assert set(parallel.headquarters) == {"JJOC", "PACOM"}
    assert set(centre.headquarters) == {"JJOC", "PACOM", "CENTRE"}
    assert centre.links["phone"].between == ("CENTRE", "JJOC", "PACOM")
    assert centre.links["phone"].transit == "passing"
    assert centre.relationships["ties"].to == "CENTRE"
    assert centre.relationships["ties"].from_ == "PACOM"
    assert parallel.relationships["ties"].to == "JJOC"
    assert centre.rights["order"].consent == {} and "ally" in parallel.rights["order"].consent
    assert centre.duties == parallel.duties
    assert centre.headquarters["PACOM"].rank == "O-10"
    assert parallel.headquarters["PACOM"].rank is None


def test_what_speaks_of_one_arrangement_is_not_inherited() -> None:
    texts = edited(PARALLEL, ("role: null check", "role: null check\nsource: [a]\nverify: true"))
    texts[PARALLEL] += "in-force: {JPN situation: armed attack}\n"
    centre = study(texts).arrangements["centre"]
    assert (centre.title, centre.summary, centre.what_changes) == ("A coordination centre", "", "")
    assert centre.role == "option" and centre.source == () and not centre.verify
    assert not isinstance(centre.in_force, Is)
    assert centre.extends == "parallel" and centre.with_ == ("rank",)


def test_a_condition_is_one_value_and_replaced() -> None:
    texts = edited(CENTRE, ("ties: {to: CENTRE}", "ties: {when: {USA readiness: crisis}}"))
    assert study(texts).arrangements["centre"].relationships["ties"].when == Is(
        "USA readiness", ("crisis",)
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("relationships", "ties", "to"), f"{CENTRE}:15:14"),
        (("relationships", "ties", "to:"), f"{CENTRE}:15:10"),
        (("relationships", "ties", "from"), f"{PARALLEL}:8:11"),
        (("relationships", "ties"), f"{PARALLEL}:7:3"),
        (("relationships", "ties", "no such"), f"{PARALLEL}:7:3"),
        (("relationships", "ties", "no such:"), f"{PARALLEL}:7:3"),
        (("relationships", "tie"), f"{CENTRE}:16:3"),
        (("links", "phone", "between"), f"{CENTRE}:13:11"),
        (("links", "phone", "between", 0), f"{CENTRE}:13:34"),
        (("links", "phone", "between", 7), f"{CENTRE}:13:11"),
        (("links", "phone", "transit"), "headquarters.yaml:24:44"),
        (("headquarters", "PACOM", "rank"), "overlays/rank.yaml:3:17"),
        (("headquarters", "JJOC", "posts", "watch", "people"), "headquarters.yaml:9:23"),
        ((), f"{CENTRE}:1:1"),
    ],
)
def test_every_part_knows_where_it_was_written(path: tuple[str | int, ...], place: str) -> None:
    origins = study(files()).origins
    assert str(origins.find("arrangements", "centre", *path)) == place


def test_origins_of_the_rest_of_the_study() -> None:
    origins = study(files()).origins
    assert str(origins.find("places", "Tokyo", "zone")) == "places.yaml:3:51"
    assert str(origins.find("sources", "hearing")) == "sources.bib:2:1"
    assert str(origins.find("deadlines", "answer", "at", 0)) == "study.yaml:13:22"
    assert str(origins.find("deadlines", "answer", "at", 2)) == "study.yaml:13:30"
    assert str(origins.find("no such")) == "study.yaml:1:1"


def test_origins_travel_and_do_not_make_studies_differ() -> None:
    whole = study(files())
    again = pickle.loads(pickle.dumps(whole))
    assert again == whole and again.origins.find("places") == whole.origins.find("places")
    assert whole.origins == Origins() and hash(whole.origins) == hash(again.origins)


def test_setting_what_is_already_so_is_a_warning() -> None:
    texts = plus("agreements: {sharing: {level: secret}}\n")
    assert lines(texts) == [
        f'{CENTRE}:21:31  agreements.sharing.level: this changes nothing; "parallel" says so '
        f"already, at {PARALLEL}:15:40  [overrides-nothing]"
    ]
    assert str(findings(texts)[0].severity) == "warning"
    texts = plus(
        "headquarters: {JJOC: {place: Tokyo, aliases: [J-JOC, JOC]}}\nlinks: {}\n", PARALLEL
    )
    assert codes(texts) == [
        f"{PARALLEL}:25:30 overrides-nothing",
        f"{PARALLEL}:25:37 overrides-nothing",
        f"{PARALLEL}:26:1 overrides-nothing",
    ]


def test_a_number_and_the_same_digits_as_text_are_not_the_same() -> None:
    texts = plus('headquarters: {PACOM: {posts: {watch: {people: "4"}}}}\n', PARALLEL)
    assert "overrides-nothing" not in " ".join(codes(texts))


def test_removing_what_is_not_there_is_an_error() -> None:
    texts = plus("agreements: {other: null}\nduties: {warn: {otherwise: null}}\n")
    assert lines(texts) == [
        f"{CENTRE}:21:14  agreements.other: there is nothing here to remove; it is not in "
        '"parallel"  [removes-nothing]',
        f"{CENTRE}:22:17  duties.warn.otherwise: there is nothing here to remove; it is not in "
        '"parallel"  [removes-nothing]',
    ]
    assert {str(f.severity) for f in findings(texts)} == {"error"}


def test_extending_what_does_not_exist() -> None:
    texts = edited(CENTRE, ("extends: parallel", "extends: paralel"))
    assert lines(texts) == [
        f'{CENTRE}:3:10  extends: no arrangement "paralel". Did you mean "parallel"?  '
        "[unknown-arrangement]"
    ]


def test_extending_in_a_circle_is_told_once() -> None:
    texts = plus("extends: centre\n", PARALLEL)
    texts["arrangements/later.yaml"] = "arrangement: later\ntitle: Later\nextends: centre\n"
    assert lines(texts) == [
        f"{CENTRE}:3:10  extends: arrangements extend each other in a circle: "
        '"centre" extends "parallel" extends "centre"  [extends-circle]'
    ]
    assert codes(plus("extends: parallel\n", PARALLEL)) == [f"{PARALLEL}:25:10 extends-circle"]


def test_a_long_line_of_arrangements_is_no_trouble() -> None:
    texts = files()
    before = "parallel"
    for i in range(1500):
        texts[f"arrangements/a{i}.yaml"] = (
            f"arrangement: a{i}\ntitle: A\nextends: {before}\nduties: {{warn: {{title: t{i}}}}}\n"
        )
        before = f"a{i}"
    whole = study(texts)
    assert whole.arrangements["a1499"].duties["warn"].title == "t1499"


def test_overlays_apply_in_order_after_the_arrangement() -> None:
    texts = edited(CENTRE, ("with: [rank]", "with: [rank, staff]"))
    texts["overlays/staff.yaml"] = (
        "overlay: staff\ntitle: A staff\nheadquarters: {CENTRE: {rank: O-7}, STAFF: {title: S, "
        "place: Tokyo, echelon: staff, nation: JPN, posts: {watch: {people: 1, hours: always}}}}\n"
    )
    centre = study(texts).arrangements["centre"]
    assert centre.headquarters["CENTRE"].rank == "O-7" and "STAFF" in centre.headquarters
    assert centre.title == "A coordination centre" and centre.with_ == ("rank", "staff")


def test_two_overlays_that_set_one_field() -> None:
    texts = edited(CENTRE, ("with: [rank]", "with: [rank, b, c]"))
    texts["overlays/b.yaml"] = "overlay: b\nheadquarters: {PACOM: {rank: O-9}, JJOC: null}\n"
    texts["overlays/c.yaml"] = "overlay: c\nheadquarters: {JJOC: {rank: O-9}}\n"
    assert lines(texts) == [
        'overlays/b.yaml:2:30  headquarters.PACOM.rank: the overlays "rank" (at '
        'overlays/rank.yaml:3:17) and "b" both set this; an arrangement can have only one of them'
        "  [overlays-conflict]",
        'overlays/c.yaml:2:29  headquarters.JJOC.rank: the overlays "b" (at overlays/b.yaml:2:36) '
        'and "c" both set this; an arrangement can have only one of them  [overlays-conflict]',
    ]


def test_other_faults_of_overlays() -> None:
    texts = edited(CENTRE, ("with: [rank]", "with: [rnak]"))
    assert codes(texts) == [
        f"{CENTRE}:4:8 unknown-overlay",
        "overlays/rank.yaml:1:1 overlay-unused",
    ]
    texts = edited("overlays/rank.yaml", ("overlay: rank", "overlay: rank\nextends: parallel"))
    assert codes(texts) == ["overlays/rank.yaml:2:1 unknown-field"]
    texts = edited(CENTRE, ("with: [rank]", "with: rank"))
    assert study(texts).arrangements["centre"].headquarters["PACOM"].rank == "O-10"


def test_a_huge_merged_study_is_refused_before_it_is_unfolded() -> None:
    texts = files()
    texts[PARALLEL] += "agreements2: {x: [" + "a, " * 5000 + "a]}\n"
    for i in range(250):
        texts[f"arrangements/a{i}.yaml"] = f"arrangement: a{i}\ntitle: A\nextends: parallel\n"
    assert codes(texts) == ["study.yaml study-too-large"]
