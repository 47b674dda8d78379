"""Nothing hangs on the order in which a study is written."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin

from renkei.model.base import Noun
from renkei.model.study import Study
from renkei.reading.ordering import CONDITIONS, ORDERED, UNORDERED, UNORDERED_INSIDE
from tests.reading.small import backwards, codes, edited, files, findings, study


def test_reversing_every_mapping_and_unordered_list_gives_an_equal_study() -> None:
    texts = files()
    turned = backwards(texts)
    assert turned != texts
    one, other = study(texts), study(turned)
    assert one == other
    assert one.model_dump_json() == other.model_dump_json()
    assert repr(one) == repr(other)


def test_reversing_does_change_what_has_an_order() -> None:
    texts = edited("study.yaml", ("levels: [open, secret]", "levels: [secret, open]"))
    assert study(texts) != study(files())


def test_reversing_changes_no_warning() -> None:
    texts = files()
    texts["arrangements/centre.yaml"] += "agreements: {sharing: {level: secret}}\n"
    texts["arrangements/centre.yaml"] = texts["arrangements/centre.yaml"].replace(
        "ties: {to: CENTRE}", "ties: {forces: [fleet, wing]}"
    )
    one = [(f.code, f.path) for f in findings(texts)]
    assert len(one) == 2
    assert sorted(one) == sorted((f.code, f.path) for f in findings(backwards(texts)))


def test_the_order_of_the_same_set_is_no_change() -> None:
    texts = files()
    texts["arrangements/centre.yaml"] = texts["arrangements/centre.yaml"].replace(
        "ties: {to: CENTRE}", "ties: {when: {JPN situation: [armed attack, peacetime]}}"
    )
    assert codes(texts) == ["arrangements/centre.yaml:15:10 overrides-nothing"]


def test_deadlines_are_sorted_by_length() -> None:
    assert study(files()).deadlines["answer"].at == (45 * 60_000, 2 * 3_600_000, 24 * 3_600_000)


def test_inputs_of_a_step_are_sorted_by_name_however_written() -> None:
    after = study(files()).threads["warning"].steps["decide"].after
    assert after is not None and [e.step for e in after.all] == ["check", "see.seen"]


def test_every_list_of_the_model_is_in_one_of_the_tables() -> None:
    plain, inside = _lists(Study, set())
    assert plain >= {"source", "hours", "between", "all"}, "the walk found too little"
    # An input "after" is a list in the files only; the model calls it "all".
    assert plain <= UNORDERED.keys() | ORDERED.keys()
    assert inside <= UNORDERED_INSIDE.keys() | ORDERED.keys()
    assert plain | inside | {"after"} == (UNORDERED | ORDERED | UNORDERED_INSIDE).keys()
    assert not UNORDERED.keys() & ORDERED.keys()
    assert not CONDITIONS & ORDERED.keys()


def _lists(noun: type[Noun], seen: set[type]) -> tuple[set[str], set[str]]:
    """Fields of the model that hold lists, and fields that hold lists by name."""
    plain: set[str] = set()
    inside: set[str] = set()
    if noun in seen:
        return plain, inside
    seen.add(noun)
    for name, info in noun.model_fields.items():
        for kind, named in _kinds(info.annotation):
            if get_origin(kind) is tuple:
                (inside if named else plain).add(info.alias or name)
            elif isinstance(kind, type) and issubclass(kind, Noun):
                more = _lists(kind, seen)
                plain |= more[0]
                inside |= more[1]
            for inner, _ in _kinds(get_args(kind)[0]) if get_origin(kind) is tuple else ():
                if isinstance(inner, type) and issubclass(inner, Noun):
                    more = _lists(inner, seen)
                    plain |= more[0]
                    inside |= more[1]
    return plain, inside


def _kinds(kind: Any, named: bool = False) -> list[tuple[Any, bool]]:
    if get_origin(kind) is Annotated:
        return _kinds(get_args(kind)[0], named)
    if get_origin(kind) in (Union, types.UnionType):
        return [found for each in get_args(kind) for found in _kinds(each, named)]
    if get_origin(kind) is dict:
        return _kinds(get_args(kind)[1], True)
    return [(kind, named)]
