"""The engine's way to ask who acts: nothing changes without seats, little with them."""

from __future__ import annotations

from random import Random

import pytest

from renkei.checks.case import NONE, Case
from renkei.engine.consent import APPROVED
from renkei.engine.day import Day
from renkei.engine.seat import Act, Deed, Turn
from renkei.exercise.options import Options, options
from renkei.exercise.seat import NoSeat, find_seat
from renkei.record.fold import fold
from renkei.record.trace import Trace, in_order
from renkei.record.vocabulary import HOP_BITS, End, Kind, What
from tests.agreement.studies import text_of
from tests.exercise.people import (
    MINUTE,
    Person,
    checked,
    plain_person,
    random_person,
    seats,
    sit,
    small,
    us_japan,
)

# -- with the model's own choices nothing changes ----------------------------------------


class Follower:
    """Sits in every post and chooses what luck would have chosen."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.stops = 0

    def sits(self, post: int) -> bool:
        return True

    def act(self, day: Day, turn: Turn) -> Act:
        self.stops += 1
        choices = options(self.case, turn, day.combination)
        step = self.case.steps[choices.step]
        incident = day.incidents[turn.incident]
        where = incident.source, incident.ordinal, turn.attempt
        if choices.decides:
            bits = day.luck.u(*where, "refusal", step.name)
            refuses = step.refuses != NONE and day.luck.happens(step.refuses, bits)
            return Act(Deed.REFUSE if refuses else Deed.APPROVE)
        if turn.kind is Kind.STEP:
            bits = day.luck.u(*where, "outcome", step.name)
            outcome = step.outcomes[day.luck.choose(step.odds, bits)] if choices.outcomes else ""
            return Act(Deed.DONE, outcome=outcome)
        if turn.kind is Kind.CONSENT and not choices.consult:
            asked = next(c for c in step.holdings[turn.opened].consents if c.role == choices.role)
            bits = day.luck.u(*where, "answer", step.name, choices.role)
            refuses = asked.refuses != NONE and day.luck.happens(asked.refuses, bits)
            return Act(Deed.REFUSE if refuses else Deed.APPROVE)
        return Act(Deed.DONE)


def test_a_person_who_follows_luck_changes_no_event() -> None:
    stops = 0
    cases = [c for n in ("two_capitals", "four_options", "chains") for c in small(n).cases]
    cases += [c for c in us_japan().cases if c.scenario == "saturday-0300-tokyo"]
    for number in range(150):
        study = checked(text_of(Random(number)))
        cases += study.cases if study is not None else ()
    for case in cases:
        for replication in range(2):
            follower = Follower(case)
            numbers = {"seed": 5, "world": 1, "replication": replication}
            with_seats = Day(case, **numbers, seats=follower).run()
            assert with_seats == Day(case, **numbers).run()
            stops += follower.stops
    assert stops > 1000


# -- worked out by hand ------------------------------------------------------------------


def played(case: Case, seat: str, person: Person) -> Trace:
    post = find_seat(case, seat, {})
    return Day(case, seed=1, world=0, replication=0, seats=sit(case, post, person)).run()


def told(case: Case, trace: Trace, *whats: What) -> list[tuple[int, str, str, int]]:
    """(minutes, what, site, data) of some kinds of events."""
    return [
        (e.time // MINUTE, What(e.what).name, case.legend.name(e.site), e.data)
        for e in trace
        if e.what in whats
    ]


def two_capitals() -> Case:
    (case,) = small("two_capitals").cases
    return case


CHIEF = "chief of Ichigaya"
COURSE = (What.STARTED, What.COMPLETED, What.ASKED, What.ANSWERED, What.VERDICT, What.ENDED)
ACT, ROLE = "incident/act", "incident/act ? USA commander"
ASSESS, ACKNOWLEDGE = "incident/assess", "incident/acknowledge"


def at(course: list[tuple[int, str, str, int]], *sites: str) -> list[tuple[int, str, str, int]]:
    return [c for c in course if c[2] in sites]


def test_plain_acts_and_a_wait_by_hand() -> None:
    """Friday 23:00 in Tokyo. The watch assesses for 30 min; the chief is off duty and is reached
    for 20 min, so he starts at 50. He keeps it in hand for 45 min and then approves, which takes
    the usual 30: done at 125. The request (secret) is reviewed by the watch for 5 min, goes over
    the ocean in 1, is handled for 1 and goes to Pearl in 1: there at 133, on Saturday 01:13 in
    Tokyo, Friday 06:13 in Honolulu. The commander is reached for 20 and works for 10: 163."""
    case = two_capitals()
    waited = False

    def person(day: Day, turn: Turn, choices: Options) -> Act:
        nonlocal waited
        if not waited:
            waited = True
            return Act(Deed.WAIT, 45 * MINUTE)
        return Act(Deed.APPROVE)

    course = told(case, played(case, CHIEF, person), *COURSE)
    assert at(course, ASSESS, ACT)[:4] == [
        (0, "STARTED", ASSESS, 1),
        (30, "COMPLETED", ASSESS, 0),
        (50, "STARTED", ACT, 1),
        (125, "COMPLETED", ACT, 0),
    ]
    role = [c for c in course if c[2] == ROLE]
    assert role[0] == (125, "ASKED", ROLE, 0)
    assert role[1][:3] == (153, "STARTED", ROLE)
    assert role[2][:3] == (163, "COMPLETED", ROLE)


def test_a_time_said_stands_for_the_drawn_one() -> None:
    case = two_capitals()
    trace = played(case, CHIEF, lambda d, t, c: Act(Deed.APPROVE, 2 * MINUTE))
    assert (52, "COMPLETED", ACT, 0) in told(case, trace, *COURSE)


def test_approval_without_consent_asks_nobody() -> None:
    """Started at 50, done at 80; the verdict falls there, with nobody asked, settled by nobody.
    The watch then acknowledges for 10 min: done at 90."""
    case = two_capitals()
    trace = played(
        case, CHIEF, lambda d, t, c: Act(Deed.APPROVE, names=frozenset({"USA commander"}))
    )
    course = told(case, trace, *COURSE)
    assert at(course, ACT, ROLE, ACKNOWLEDGE, "incident") == [
        (50, "STARTED", ACT, 1),
        (80, "COMPLETED", ACT, 0),
        (80, "VERDICT", ACT, 0),
        (80, "STARTED", ACKNOWLEDGE, 1),
        (90, "ENDED", "incident", int(End.DONE)),
        (90, "COMPLETED", ACKNOWLEDGE, 0),
    ]


def test_a_question_ahead_runs_beside_the_deciders_own_work() -> None:
    """Asked at 50 instead of 80, so the answer is back 30 min sooner than without; the decider's
    own 30 min are over by then, and the verdict falls when the answer is there. Of the way to the
    verdict only what is left after his own work is consent, and the parts sum."""
    case = two_capitals()
    asked = False

    def ahead(day: Day, turn: Turn, choices: Options) -> Act:
        nonlocal asked
        if not asked:
            asked = True
            return Act(Deed.ASK, names=frozenset({"USA commander"}))
        return Act(Deed.APPROVE)

    early, usual = played(case, CHIEF, ahead), played(case, CHIEF, plain_person)
    verdicts = [told(case, t, What.VERDICT)[0][0] for t in (early, usual)]
    assert verdicts[1] - verdicts[0] == 30
    assert told(case, early, What.ASKED) == [(50, "ASKED", ROLE, 0)]
    for trace in (early, usual):
        (outcome,) = fold(trace, case.legend).outcomes
        for milestone, time in outcome.milestones.items():
            assert sum(outcome.parts[milestone].values()) == time
    assert early == in_order(early)


@pytest.mark.parametrize(("waits", "end"), [(True, End.REFUSED), (False, End.REFUSED)])
def test_a_refusal_ahead_is_final_unless_it_is_passed_over(waits: bool, end: End) -> None:
    case = two_capitals()

    class Both:
        """Sits in both posts: the commander refuses; the chief asks ahead."""

        def __init__(self, over: bool) -> None:
            self.over, self.asked, self.waited = over, False, False

        def sits(self, post: int) -> bool:
            return case.posts[post].name in ("Ichigaya chief", "Pearl commander")

        def act(self, day: Day, turn: Turn) -> Act:
            if case.posts[turn.post].name == "Pearl commander":
                return Act(Deed.REFUSE)
            if not self.asked:
                self.asked = True
                return Act(Deed.ASK, names=frozenset({"USA commander"}))
            if waits and not self.waited:
                self.waited = True
                return Act(Deed.WAIT, 10 * 60 * MINUTE)
            return Act(Deed.APPROVE, names=frozenset({"USA commander"} if self.over else ()))

    for over, expected in ((False, end), (True, End.DONE)):
        day = Day(case, seed=1, world=0, replication=0, seats=Both(over))
        trace = day.run()
        assert [e.data for e in trace if e.what == What.ENDED] == [expected]
        refused = [e for e in trace if e.what == What.ANSWERED and not e.data]
        assert len(refused) == (1 if waits or not over else 0)


def test_a_refusal_by_the_decider_asks_nobody() -> None:
    case = two_capitals()
    trace = played(case, CHIEF, lambda d, t, c: Act(Deed.REFUSE))
    assert told(case, trace, What.ASKED) == []
    done = [e for e in trace if e.what == What.DONE and case.legend.name(e.site) == ACT]
    assert [e.data for e in done] == [1 - APPROVED]


def test_waiting_past_the_horizon_leaves_the_incident_open() -> None:
    case = two_capitals()
    trace = played(case, CHIEF, lambda d, t, c: Act(Deed.WAIT, 90 * 24 * 60 * MINUTE))
    assert told(case, trace, What.ENDED) == []


def test_work_of_several_outcomes_comes_to_the_one_that_is_said() -> None:
    case = small("chains").case("parallel", "ask", "calm-then-crisis")
    assert case is not None
    for outcome in ("real", "false"):

        def say(day: Day, turn: Turn, choices: Options, outcome: str = outcome) -> Act:
            return Act(Deed.DONE, outcome=outcome if choices.outcomes else "")

        trace = played(case, "watch of JJOC", say)
        base = case.legend.bases.index("ask/detect")
        done = next(e for e in trace if e.what == What.DONE and e.site >> HOP_BITS == base)
        assert case.legend.outcomes[base][done.data] == outcome


# -- what holds whatever a person does ---------------------------------------------------


def test_whatever_is_done_the_day_ends_in_order_and_its_parts_sum() -> None:
    runs = departed = 0
    for number in range(120):
        study = checked(text_of(Random(number)))
        for case in study.cases if study is not None else ():
            for post in seats(case):
                sitting = sit(case, post, random_person(Random(number)))
                trace = Day(case, seed=2, world=0, replication=0, seats=sitting).run()
                assert trace == in_order(trace)
                runs += 1
                departed += any(a.names for _, a, _ in sitting.made)
                for outcome in fold(trace, case.legend).outcomes:
                    for milestone, time in outcome.milestones.items():
                        parts = outcome.parts[milestone].values()
                        assert sum(parts) == time and min(parts, default=0) >= 0
    assert runs > 200 and departed > 20


# -- which post is meant -----------------------------------------------------------------


NATIONS = {"JPN": "Japan", "USA": "United States"}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Kantei prime minister", "Kantei prime minister"),
        ("prime minister of Kantei", "Kantei prime minister"),
        ("JPN cabinet", "Kantei cabinet"),
        ("japan  CABINET", "Kantei cabinet"),
        ("cabinet", "Kantei cabinet"),
        ("United States president", "White House president"),
        ("commander", "INDOPACOM commander"),
    ],
)
def test_a_seat_is_found_by_what_people_call_it(text: str, post: str) -> None:
    case = us_japan().case("parallel-2024", "counterstrike", "saturday-0300-tokyo")
    assert case is not None
    assert case.posts[find_seat(case, text, NATIONS)].name == post


@pytest.mark.parametrize(
    ("text", "among"), [("JPN operations", 2), ("watch", 4), ("emperor", 30), ("", 30)]
)
def test_an_ambiguous_or_unknown_seat_gives_the_choices(text: str, among: int) -> None:
    case = us_japan().case("parallel-2024", "counterstrike", "saturday-0300-tokyo")
    assert case is not None
    with pytest.raises(NoSeat) as caught:
        find_seat(case, text, NATIONS)
    assert len(caught.value.choices) == among
