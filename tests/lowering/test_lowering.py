"""Programs: what lowering puts into them, and what they promise."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from renkei.checks.case import Case, Mode
from renkei.checks.schedule import calendars_of
from renkei.checks.study import check
from renkei.draws.address import digest
from renkei.engine.luck import world_value
from renkei.lowering import lower, world_values
from renkei.program import tables
from renkei.program.program import Program
from renkei.reading.study import read_text

TWO_CAPITALS = Path(__file__).parents[1] / "studies" / "two_capitals.yaml"


@cache
def case() -> Case:
    """The case of the small study."""
    text = TWO_CAPITALS.read_text("utf-8")
    wide = text.replace("low: 30 min, likely: 30 min", "low: 10 min, likely: 20 min")
    return check(read_text({"study.yaml": wide})).cases[0]


@cache
def program() -> Program:
    """Its program."""
    return lower(case())


def test_every_column_has_its_dtype_and_length() -> None:
    for name, value in vars(program()).items():
        kind = type(value)
        if kind.__module__ != tables.__name__:
            continue
        assert {column: array.dtype for column, array in value._asdict().items()} == (
            tables.dtypes(kind)
        ), name
        assert len({len(array) for array in value}) == 1, name


def test_only_the_estimates_used_are_there() -> None:
    names = [r.name for r in program().ranges]
    assert sorted(names) == sorted({"half-hour", "ten-minutes", "one-minute", "waking", "review"})
    assert len(names) == len(program().estimates.law)


def test_addresses_are_those_of_the_engine() -> None:
    step = next(i for i, s in enumerate(case().steps) if s.decides)
    assert program().steps.work_address[step] == digest("work", "incident/act")
    assert digest("consent", "incident/act", "USA commander") in program().consents.work_address
    reaching = digest("reaching", "incident/act ? USA commander", "consent", "Pearl commander", "1")
    assert reaching in program().consents.reach_address
    transit = digest("transit", "incident/act ? USA commander", "ocean", "Ichigaya", "Smith")
    assert transit in program().segments.address


def test_calendars_are_those_of_the_checks() -> None:
    p = program()
    row = 0
    for of_posts in calendars_of(case()):
        for calendar in of_posts:
            start, count = int(p.calendars.start[row]), int(p.calendars.levels[row])
            times = p.calendar_steps.time[start : start + count] + case().start_ms
            assert tuple(times.tolist()) == calendar.times
            assert tuple(p.calendar_steps.level[start : start + count].tolist()) == calendar.levels
            row += 1


def test_calendars_alike_are_stored_once() -> None:
    assert len(set(program().calendars.start.tolist())) < len(program().calendars.start)


def test_worlds_are_those_of_the_engine() -> None:
    worlds = [0, 4, 2]
    values, always = world_values(program(), 9, worlds)
    by_name = {e.name: e for e in case().estimates}
    for column, held in enumerate(program().ranges):
        for row, world in enumerate(worlds):
            whole = int(always[row, column]) << 64 | int(values[row, column])
            assert whole == world_value(by_name[held.name], 9, world)


def test_a_certain_probability_needs_the_65th_bit() -> None:
    p = replace(program(), ranges=(program().ranges[0]._replace(
        name="sure", time=False, low=1.0, likely=1.0, high=1.0),))  # fmt: skip
    values, always = world_values(p, 1, [0])
    assert (int(values[0, 0]), int(always[0, 0])) == (0, 1)


def test_the_digest_follows_what_decides_events_and_nothing_else() -> None:
    assert lower(case()).digest == program().digest
    assert lower(replace(case(), horizon=case().horizon - 1)).digest != program().digest
    assert lower(replace(case(), arrangement="another name")).digest == program().digest


def test_modes_are_kept() -> None:
    steps = tuple(replace(s, mode=Mode.AT_LIMIT) for s in case().steps)
    edges = tuple(replace(e, mode=Mode.INSTANT) for e in case().edges)
    other = lower(replace(case(), steps=steps, edges=edges))
    assert set(other.steps.mode.tolist()) == {int(Mode.AT_LIMIT)}
    assert set(other.edges.instant.tolist()) == {1}


def test_a_case_too_large_is_refused() -> None:
    source = replace(case().sources[0], count=2**27)
    with pytest.raises(ValueError, match="at most"):
        lower(replace(case(), sources=(source,)))
    source = replace(case().sources[0], count=2**20 + 1)
    with pytest.raises(ValueError, match="more than 1048576 incidents"):
        lower(replace(case(), sources=(source,)))
    names = tuple(f"m{i}" for i in range(65))
    with pytest.raises(ValueError, match="milestones"):
        lower(replace(case(), legend=replace(case().legend, milestones=names)))


def test_a_number_that_does_not_fit_its_column_is_refused() -> None:
    post = replace(case().posts[0], people=2**40)
    with pytest.raises(OverflowError):
        lower(replace(case(), posts=(post, *case().posts[1:])))


def test_tables_are_plain_arrays() -> None:
    for value in vars(program()).values():
        if type(value).__module__ == tables.__name__:
            assert all(isinstance(column, np.ndarray) for column in value)
