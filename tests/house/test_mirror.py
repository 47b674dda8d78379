"""A concept's files carry its word in every room of the meaning, or a reason stands here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from renkei.model.concepts import CONCEPTS, Concept

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "renkei"
ROOMS = ("checks", "lowering", "engine", "kernel")

NO_CONCEPT = {
    "__init__": "the room's door",
    "base": "what all nouns share",
    "concepts": "the list itself",
    "study": "the whole that holds the concepts, with its question, margins, claims and targets",
}
"""Files of the model that are no concept."""

ONCE = "checks resolves it once, for every combination of states; the case holds what comes of it"
# (concept, room) -> why the room has no file of it. A file named here must exist in that room.
HAS_NONE_BECAUSE: dict[tuple[str, str], str] = {
    ("arrangement", "checks"): "it is the whole that cases.py resolves, part by part",
    **{("arrangement", room): ONCE for room in ("lowering", "engine", "kernel")},
    ("consent", "lowering"): "holders and consents are columns of a step, in case.py",
    ("disclosure", "checks"): "a review is a leg of a route, in routes.py",
    **{("disclosure", r): "a review is a leg of a word's way, in word.py"
       for r in ("lowering", "engine", "kernel")},
    ("force", "checks"): "it is what authority is over, in authority.py",
    **{("force", room): ONCE for room in ("lowering", "engine", "kernel")},
    ("headquarters", "checks"): "a phrase leads to a post in duty.py; its numbers go into case.py",
    ("headquarters", "lowering"): "a post is a row, in case.py",
    **{("place", room): "only the zone of its clock matters to a day, and that is in the calendars"
       for room in ("lowering", "engine", "kernel")},
    **{("relationship", room): ONCE for room in ("lowering", "engine", "kernel")},
    ("scenario", "checks"): "start and streams are resolved with their case, in cases.py",
    ("scenario", "lowering"): "a stream of incidents is a row, in case.py",
    ("scenario", "engine"): "an incident begins a flow, in flow.py",
    ("schedule", "engine"): "a shift's end moves the queue and is told with it, in work.py",
    ("state", "checks"): "cases.py resolves everything once per combination of states",
    ("state", "lowering"): "a change of states is a row, in case.py",
    ("state", "engine"): "a change of states is one event of the agenda, in day.py",
    ("state", "kernel"): "a change of states is one entry of the agenda, in day.py",
    ("thread", "lowering"): "steps and edges are rows, in case.py",
}  # fmt: skip

ANOTHER_SENSE = {("state", "kernel"): "kernel/state.py is the memory of one worker"}
"""Files that carry a concept's word and mean something else by it."""


def files(concept: Concept, room: str) -> list[str]:
    """The files of a concept in a room."""
    if (concept.word, room) in ANOTHER_SENSE:
        return []
    return [w for w in (concept.word, *concept.also) if (PACKAGE / room / f"{w}.py").is_file()]


def missing(concepts: Iterable[Concept]) -> list[tuple[str, str]]:
    """Rooms without a file of a concept and without a reason."""
    return [
        (c.word, room)
        for c in concepts
        for room in ROOMS
        if not files(c, room) and (c.word, room) not in HAS_NONE_BECAUSE
    ]


def test_every_noun_of_the_model_is_a_concept() -> None:
    nouns = {path.stem for path in (PACKAGE / "model").glob("*.py")}
    assert nouns - NO_CONCEPT.keys() == {c.word for c in CONCEPTS}
    assert NO_CONCEPT.keys() <= nouns
    assert len({c.word for c in CONCEPTS}) == len(CONCEPTS)


def test_every_concept_has_its_file_in_every_room_or_a_reason() -> None:
    assert missing(CONCEPTS) == [], "give it a file of its word there, or a reason in this table"


def test_a_new_concept_without_its_rooms_is_noticed() -> None:
    board = Concept("board", "a body that sits at fixed times")
    assert missing((*CONCEPTS, board)) == [("board", room) for room in ROOMS]


@pytest.mark.parametrize("key", sorted(HAS_NONE_BECAUSE))
def test_every_reason_is_needed_and_true(key: tuple[str, str]) -> None:
    word, room = key
    (concept,) = [c for c in CONCEPTS if c.word == word]
    assert room in ROOMS
    assert files(concept, room) == [], "it has a file there now: take the reason out"
    named = re.findall(r"\b(\w+\.py)\b", HAS_NONE_BECAUSE[key])
    assert all((PACKAGE / room / name).is_file() for name in named), "the reason names no such file"
    assert len(HAS_NONE_BECAUSE[key].split()) > 4


def test_every_further_word_is_used_and_belongs_to_one_concept() -> None:
    also = [w for c in CONCEPTS for w in c.also]
    assert len(set(also)) == len(also)
    unused = [w for w in also if not any((PACKAGE / r / f"{w}.py").is_file() for r in ROOMS)]
    assert unused == []
    assert all((PACKAGE / room / f"{word}.py").is_file() for word, room in ANOTHER_SENSE)
