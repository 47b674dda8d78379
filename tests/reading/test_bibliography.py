"""sources.bib: titles by key, and going on after what is broken."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from renkei.reading.bibliography import read_bibliography


def titles(text: str) -> dict[str, object]:
    node, _ = read_bibliography(text)
    assert isinstance(node.value, dict)
    return {key: title.value for key, title in node.value.items()}


def faults(text: str) -> list[str]:
    return [f"{f.position.line}:{f.position.column} {f.code}" for f in read_bibliography(text)[1]]


def test_entries_as_people_write_them() -> None:
    text = r"""
Some remark outside, with an address someone@example.org, is no entry.
@comment{ignored {entirely}}
@string{mod = {Ministry of Defense}}
@preamble{"x"}
@book{white-paper:2025, title = {Defense of {Japan}
  2025}, year = 2025, month = jan }
@Misc ( hearing , title = "Hearing {"} \& notes~-- part" , author = {A, B}, )
@TechReport{joined, TITLE = mod # { report} # " 1", note = {title = {no}}}
@article{accents, title = {M\"uller, Caf\'{e}, \emph{na\"{\i}ve}}}
"""
    assert titles(text) == {
        "white-paper:2025": "Defense of Japan 2025",
        "hearing": 'Hearing " & notes – part',
        "joined": "Ministry of Defense report 1",
        "accents": "Müller, Café, naïve",
    }
    assert faults(text) == []


def test_broken_entries_are_told_and_the_rest_is_read() -> None:
    text = """@book{a, title={x}}
@book{a, title={y}}
@misc{, title={z}}
@misc{c,
  year = 2000,
  title {x}
}
@misc{d, author={q}}
@misc{e, title={un
@misc{f, title="un}
@misc{g, year=2000 title={x}}
@misc{h, title=}
@misc{i, title={I}}
"""
    assert faults(text) == [
        "2:1 given-twice",
        "3:1 broken-source",
        "6:3 broken-source",
        "8:1 source-without-title",
        "9:1 broken-source",
        "10:16 broken-source",
        "11:19 broken-source",
        "12:16 broken-source",
    ]
    assert list(titles(text)) == list("acdefghi") and titles(text)["i"] == "I"


def test_places_are_those_of_the_entries() -> None:
    node, _ = read_bibliography("\n  @misc{a, title={A}}\n")
    assert isinstance(node.value, dict)
    assert str(node.value["a"].spot) == "sources.bib:2:3"


@given(st.text(alphabet='@{}()",=#\\ \nabctile', max_size=80) | st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read_bibliography(text)


def test_a_large_broken_file_takes_no_long_time() -> None:
    begun = time.perf_counter()
    for text in (
        "@a{b, title={x\n" * 50_000,
        "@a{" * 200_000,
        "{" * 10**6,
        "\n" * 10**6,
        "@ " * 10**6,
    ):
        read_bibliography(text)
    read_bibliography("@a{b, c = {" + "{" * 10**6)
    read_bibliography("@a{b" + ", c = d" * 200_000 + "}")
    read_bibliography("@a{b," + " " * 10**6 + "}")
    assert time.perf_counter() - begun < 20
