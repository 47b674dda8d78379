"""Text to plain data: YAML 1.2, exact places, and every form that is refused."""

from __future__ import annotations

import json
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from renkei.reading import yaml_text
from renkei.reading.written import Node, Plainer
from renkei.reading.yaml_text import LARGEST_FILE, read_yaml


def value(text: str) -> object:
    node, faults = read_yaml(text, "f.yaml")
    assert node is not None and faults == []
    return Plainer().plain(node)


def faults(text: str) -> list[str]:
    return [f"{f.position} {f.code}" for f in read_yaml(text, "f.yaml")[1]]


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "Python":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    return str(request.param)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2026-06-06", "2026-06-06"),
        ("2026-06-06 03:00", "2026-06-06 03:00"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1.2.3", "1.2.3"),
        ("tRUE", "tRUE"),
        ("45 min", "45 min"),
        ("010", 10),
        ("-0", 0),
        ("+3", 3),
        ("0o17", 15),
        ("0xFF", 255),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-157.9", -157.9),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("", None),
        ('"010"', "010"),
        ("'true'", "true"),
        ('""', ""),
        ("!!str 010", "010"),
        ("!!str", ""),
        ("!!int 0o17", 15),
        ("!!float 3", 3.0),
        ("! 3", "3"),
        ("&mark NO", "NO"),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(
    parser: str, written: str, meant: object
) -> None:
    read = value(f"a: {written}\n")
    assert read == {"a": meant} and type(read["a"]) is type(meant)  # type: ignore[index]


def test_names_are_text_as_written() -> None:
    text = "2024: a\n010: b\ntrue: c\n~: d\nNO: e\n'<<': f\n? plain\n: g\n&k key: h\n"
    assert value(text) == {
        "2024": "a",
        "010": "b",
        "true": "c",
        "~": "d",
        "NO": "e",
        "<<": "f",
        "plain": "g",
        "key": "h",
    }


def test_aliases_stand_for_what_they_mark_at_their_own_place() -> None:
    node, found = read_yaml("a: &x [1, 2]\nb: *x\n? &k word\n: *x\n", "f.yaml")
    assert found == [] and node is not None and isinstance(node.value, dict)
    assert Plainer().plain(node) == {"a": [1, 2], "b": [1, 2], "word": [1, 2]}
    assert str(node.value["b"].place) == "f.yaml:2:4"
    assert str(node.value["b"].value[0].place) == "f.yaml:1:8"  # type: ignore[index,union-attr]


def test_places_count_characters_not_bytes() -> None:
    node, _ = read_yaml("\n日本: {東京: 連携, b: [1, x]}\n", "f.yaml")
    assert isinstance(node, Node) and isinstance(node.value, dict)
    inner = node.value["日本"].value
    assert isinstance(inner, dict) and isinstance(inner["b"].value, list)
    assert str(inner["東京"].place) == "f.yaml:2:10"
    assert str(inner["b"].key) == "f.yaml:2:14"
    assert str(inner["b"].value[1].place) == "f.yaml:2:21"


REFUSED = [
    ("a: [1,\nb: 2", ["f.yaml:3:1 yaml-syntax"]),
    ("a: b: c", ["f.yaml:1:5 yaml-syntax"]),
    ("a:\n\tb: 1", ["f.yaml:2:1 yaml-syntax"]),
    ("a: @x", ["f.yaml:1:4 yaml-syntax"]),
    ("%TAG !a! x\n" * 100_000, ["f.yaml:1:1 yaml-syntax"]),
    ("a: 1\n---\nb: 2", ["f.yaml:2:1 several-documents"]),
    ("", ["f.yaml:1:1 empty-file"]),
    ("# only a remark\n", ["f.yaml:1:1 empty-file"]),
    ("---\n...\n", ["f.yaml:1:1 empty-file"]),
    ("null", ["f.yaml:1:1 empty-file"]),
    ("a: 1\nb\x00: 2", ["f.yaml:2:2 not-text"]),
    ("a: \x07", ["f.yaml:1:4 not-text"]),
    ("a: 日\ud800", ["f.yaml:1:5 not-text"]),
    ("a: 1\nb: 2\na: 3\n", ["f.yaml:3:1 duplicate-key"]),
    ("2024: 1\n'2024': 2\n", ["f.yaml:2:1 duplicate-key"]),
    (
        "a: {b: 1, b: {b: 1, c: 2, b: 3}}",
        ["f.yaml:1:11 duplicate-key", "f.yaml:1:27 duplicate-key"],
    ),
    ("<<: {a: 1}\nb: 2", ["f.yaml:1:1 merge-key"]),
    ("? [a]\n: 1\n{b: 1}: 2\n", ["f.yaml:1:3 bad-key", "f.yaml:3:1 bad-key"]),
    ("a: &x [1]\n*x : 2", ["f.yaml:2:1 bad-key"]),
    ("a: !foo 1", ["f.yaml:1:4 tag-not-allowed"]),
    ("a: !!python/object/apply:os.system [x]", ["f.yaml:1:4 tag-not-allowed"]),
    ("!!python/name:x a: 1", ["f.yaml:1:1 tag-not-allowed"]),
    ("a: !!timestamp 2026-06-06", ["f.yaml:1:4 tag-not-allowed"]),
    ("a: !!map [1]\nb: !!set {x}", ["f.yaml:1:4 tag-not-allowed", "f.yaml:2:4 tag-not-allowed"]),
    ("%TAG !! tag:elsewhere,1:\n---\na: !!str 1", ["f.yaml:3:4 tag-not-allowed"]),
    ("a: !!int x\nb: !!bool yes", ["f.yaml:1:4 bad-value", "f.yaml:2:4 bad-value"]),
    ("a: 9223372036854775808", ["f.yaml:1:4 number-out-of-range"]),
    ("a: " + "9" * 5000, ["f.yaml:1:4 number-out-of-range"]),
    (
        "a: [.inf, -.INF, .NaN, 1e999]",
        [f"f.yaml:1:{c} number-out-of-range" for c in (5, 11, 18, 24)],
    ),
    ("a: *x", ["f.yaml:1:4 unknown-alias"]),
    ("a: &x [1, *x]", ["f.yaml:1:11 recursive-alias"]),
    ("a: &x {b: {c: *x}}", ["f.yaml:1:15 recursive-alias"]),
    ("[" * 100_000, ["f.yaml:1:65 nested-too-deep"]),
    ("[" * 65 + "]" * 65, ["f.yaml:1:65 nested-too-deep"]),
    ("{a: " * 100_000, ["f.yaml:1:257 nested-too-deep"]),
    ("- " * 100_000, ["f.yaml:1:129 nested-too-deep"]),
    ("a" * (LARGEST_FILE + 1), ["f.yaml file-too-large"]),
    ("é" * (LARGEST_FILE // 2 + 1), ["f.yaml file-too-large"]),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=[repr(t[:20]) for t, _ in REFUSED])
def test_what_is_refused_and_where(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=[repr(t[:20]) for t, _ in REFUSED])
def test_the_slow_parser_refuses_the_same(
    text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert {f.split()[-1] for f in faults(text)} == {e.split()[-1] for e in expected}


def test_sixty_four_deep_is_not_too_deep() -> None:
    assert faults("[" * 64 + "]" * 64) == []


def test_exploding_aliases_are_found_before_they_explode() -> None:
    text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        text += f"{two}: &{two} [{','.join([f'*{one}'] * 10)}]\n"
    assert faults(text) == ["f.yaml:6:8 aliases-explode"]


def test_aliases_cannot_build_depth_out_of_shallow_parts() -> None:
    text = "y0: &a0 " + "[" * 40 + "]" * 40 + "\n"
    for i in range(1, 200):
        text += f"y{i}: &a{i} " + "[" * 40 + f"*a{i - 1}" + "]" * 40 + "\n"
    assert faults(text) == ["f.yaml:2:49 nested-too-deep"]


def test_more_values_than_a_study_may_have() -> None:
    assert faults("[" + "a," * 200_001 + "]")[0].endswith("study-too-large")


def test_faults_before_a_syntax_error_are_told_as_well() -> None:
    assert faults("a: 1\na: 2\nb: !foo 3\nc: [") == [
        "f.yaml:2:1 duplicate-key",
        "f.yaml:3:4 tag-not-allowed",
        "f.yaml:5:1 yaml-syntax",
    ]


def test_syntax_errors_are_in_plain_words() -> None:
    _, found = read_yaml("title: Japan: the study\n", "study.yaml")
    assert [str(f) for f in found] == [
        'study.yaml:1:13  a ":" stands here where no field can begin; check the indentation, or '
        "put the text in quotes if the colon belongs to it  [yaml-syntax]"
    ]


SCALARS = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=8)
DATA = st.recursive(
    SCALARS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5), DATA, min_size=1, max_size=4))
def test_json_comes_back_as_it_went(data: dict[str, object]) -> None:
    text = json.dumps(data)
    node, found = read_yaml(text, "f.yaml")
    if "\\ud" in text.lower() or "\\u0000" in text:  # JSON writes these as escapes YAML refuses
        return
    assert found == [] and node is not None
    assert _close(Plainer().plain(node), data)


def _close(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_close(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_close, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(float(one), float(other))  # type: ignore[arg-type]
    return one == other and type(one) is type(other)


@given(st.text() | st.text(alphabet="abc:-[]{}&*!,?|>'\"%@#~ \n\t0.1"))
def test_any_text_gives_a_value_or_a_reason(text: str) -> None:
    node, found = read_yaml(text, "f.yaml")
    assert node is not None or found
    assert all(f.position.file == "f.yaml" and f.words for f in found)
