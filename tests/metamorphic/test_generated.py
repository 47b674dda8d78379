"""What must hold for every study: exact critical paths, sums, and order among arrangements."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.record.fold import fold
from renkei.record.vocabulary import End, What
from tests.metamorphic.generated_studies import MINUTES, Drawn, busy, calm, looping
from tests.metamorphic.worked_study import Plain, case_of, outcomes_of, trace_of

MINUTE = 60_000


@given(calm())
@settings(max_examples=100)
def test_calm_thread_lasts_exactly_its_critical_path(drawn: Drawn) -> None:
    """V-32 as well: with nothing uncertain the end is the end of the critical path method."""
    case = case_of(drawn.study())
    (outcome,) = outcomes_of(case)
    names = case.legend.milestones
    found = {names[i]: ms for i, ms in outcome.milestones.items()}
    assert found == {f"done-{i:02}": end * MINUTE for i, end in enumerate(drawn.ends())}
    assert outcome.end is End.DONE


@given(calm(), st.data())
@settings(max_examples=100)
def test_more_links_within_a_nation_are_never_slower(drawn: Drawn, data: st.DataObject) -> None:
    study = drawn.study()
    before = outcomes_of(case_of(study))[0].milestones
    houses = st.integers(0, drawn.houses - 1)
    more = data.draw(st.lists(st.tuples(houses, houses, st.sampled_from(MINUTES)), max_size=4))
    links = study["arrangements"]["a"]["links"]
    for n, (a, b, minutes) in enumerate(more):
        if a != b:
            links[f"extra-{n}"] = {"between": [f"H{a}", f"H{b}"], "transit": f"m{minutes}"}
    after = outcomes_of(case_of(study))[0].milestones
    assert after.keys() == before.keys()
    assert all(after[m] <= before[m] for m in before)


@given(busy(), st.integers(0, 3))
@settings(max_examples=100)
def test_parts_of_every_milestone_sum_to_its_time(study: Plain, replication: int) -> None:
    case = case_of(study)
    for outcome in outcomes_of(case, replication):
        for milestone, time in outcome.milestones.items():
            parts = outcome.parts[milestone]
            assert sum(parts.values()) == time
            assert all(ms >= 0 for ms in parts.values())


@given(looping(), st.integers(0, 3))
@settings(max_examples=100)
def test_parts_sum_when_all_is_done_again(study: Plain, replication: int) -> None:
    case = case_of(study)
    for outcome in outcomes_of(case, replication):
        for milestone, time in outcome.milestones.items():
            assert sum(outcome.parts[milestone].values()) == time


@given(busy(), st.integers(0, 3))
@settings(max_examples=100)
def test_every_item_lives_a_lawful_life(study: Plain, replication: int) -> None:
    """Queued once; then started, or gone; never more at work than people; nothing after the end."""
    case = case_of(study)
    trace = trace_of(case, replication)
    state: dict[tuple[int, int, int], str] = {}
    at_work: dict[int, set[int]] = {}
    person_of: dict[tuple[int, int, int], int] = {}
    ended: set[int] = set()
    lawful = {
        What.QUEUED: ({""}, "waits"),
        What.STARTED: ({"waits"}, "works"),
        What.PAUSED: ({"works"}, "laid down"),
        What.RESUMED: ({"laid down"}, "works"),
        What.COMPLETED: ({"works"}, "done"),
        What.GONE: ({"waits", "laid down", "works"}, "gone"),
    }
    # Inside one round the trace is sorted by place and not by cause: take ends before beginnings.
    order = [
        What.QUEUED, What.COMPLETED, What.PAUSED, What.GONE, What.RESUMED, What.STARTED,
    ]  # fmt: skip
    events = [e for e in trace if e.what in lawful]
    for e in sorted(events, key=lambda e: (e.time, e.round, order.index(What(e.what)))):
        key = e.incident, e.site, e.attempt
        allowed, then = lawful[What(e.what)]
        assert state.get(key, "") in allowed, (e, state.get(key))
        state[key] = then
        people = at_work.setdefault(e.post, set())
        if e.what in (What.STARTED, What.RESUMED):
            assert 1 <= e.data <= case.posts[e.post].people
            assert e.data not in people
            people.add(e.data)
            person_of[key] = e.data
        elif e.what in (What.COMPLETED, What.PAUSED):
            people.discard(person_of.pop(key))
    for e in trace:
        if e.what == What.ENDED:
            assert e.incident not in ended
            ended.add(e.incident)
    folded = fold(trace, case.legend)
    for outcome in folded.outcomes:
        answered = any(i in outcome.milestones for i in case.legend.answers)
        assert (outcome.end is End.DONE) <= answered
        if outcome.end is End.LAPSED:
            assert not answered
