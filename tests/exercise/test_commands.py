"""What is typed: every word of the small language, and everything that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.checks.case import Case
from renkei.engine.seat import Act, Deed, Turn
from renkei.exercise.commands import Hint, Look, parse
from renkei.exercise.options import Options, departures, misfit, options
from renkei.record.vocabulary import Kind, site
from tests.exercise.people import MINUTE, us_japan


def case() -> Case:
    found = us_japan().case("parallel-2024", "counterstrike", "saturday-0300-tokyo")
    assert found is not None
    return found


def at(step: str, role: str = "") -> Options:
    """The choices at a step of the counterstrike thread, or at the request to a role on it."""
    whole = case()
    index = next(i for i, s in enumerate(whole.steps) if s.name == f"counterstrike/{step}")
    own = whole.steps[index]
    base = whole.role_bases[index, role] if role else own.base
    kind = Kind.CONSENT if role else Kind.STEP
    post = own.holdings[0].post
    return options(whole, Turn(1, site(base), 0, kind, post, 1, 0), 0)


ORDER, CONSULT, CONSENT = at("order"), at("leaders", "President"), at("order", "Prime Minister")
WORK, DIVIDE = at("plan"), at("divide-tasks")


@pytest.mark.parametrize(
    ("typed", "choices", "act"),
    [
        ("approve", ORDER, Act(Deed.APPROVE)),
        ("  APPROVE  ", ORDER, Act(Deed.APPROVE)),
        ("approve in 10 min", ORDER, Act(Deed.APPROVE, 10 * MINUTE)),
        ("approve in 0.5h", ORDER, Act(Deed.APPROVE, 30 * MINUTE)),
        ("refuse", ORDER, Act(Deed.REFUSE)),
        ("approve --without-consent", ORDER,
         Act(Deed.APPROVE, names=frozenset({"Prime Minister"}))),
        ("approve --without-consent prime minister in 2 min", ORDER,
         Act(Deed.APPROVE, 2 * MINUTE, names=frozenset({"Prime Minister"}))),
        ('approve --without-consent "United States command"', DIVIDE,
         Act(Deed.APPROVE, names=frozenset({"United States command"}))),
        ("approve", CONSENT, Act(Deed.APPROVE)),
        ("refuse in 1 d", CONSENT, Act(Deed.REFUSE, 24 * 60 * MINUTE)),
        ("answer", CONSULT, Act(Deed.DONE)),
        ("done", WORK, Act(Deed.DONE)),
        ("wait 30 min", WORK, Act(Deed.WAIT, 30 * MINUTE)),
        ("wait for 2h", WORK, Act(Deed.WAIT, 120 * MINUTE)),
        ("ask Prime Minister", ORDER, Act(Deed.ASK, names=frozenset({"Prime Minister"}))),
        ("ask kantei prime minister", ORDER, Act(Deed.ASK, names=frozenset({"Prime Minister"}))),
        ("ask JSO chief", ORDER, Act(Deed.ASK, names=frozenset({"JSO chief"}))),
    ],
)  # fmt: skip
def test_what_is_typed_is_done(typed: str, choices: Options, act: Act) -> None:
    assert parse(typed, case(), choices) == act
    assert misfit(choices, act) == ""


@pytest.mark.parametrize(
    ("typed", "choices", "words"),
    [
        ("", ORDER, "approve | refuse | ask"),
        ("aprove", ORDER, 'Did you mean "approve"?'),
        ("approve please", ORDER, '"please" after approve means nothing'),
        ("approve in 10", ORDER, "means nothing"),
        ("approve in 10 parsecs", ORDER, "with a unit"),
        ("approve --without-consent parliament", ORDER, "Nobody is asked as"),
        ("approve --without-consent", at("recognise/mobilise"), "needs nobody's consent"),
        ("approve --without-consent", CONSENT, "needs nobody's consent"),
        ("refuse", CONSULT, "no veto"),
        ("refuse", WORK, "nothing that can be done"),
        ("done", ORDER, "nothing that can be done"),
        ("done twice", WORK, "no outcome"),
        ("wait", ORDER, "wait 30 min"),
        ("wait 30", ORDER, "wait 30 min"),
        ("wait 0 min", ORDER, "some time"),
        ("wait 99999 d", ORDER, "That is too long; nothing lasts more than 99 d"),
        ("done in 99999 d", WORK, "That is too long; nothing lasts more than 99 d"),
        ("answer", ORDER, '"answer" is nothing that can be done with it'),
        ("ask the emperor", ORDER, "nobody"),
        ("release", ORDER, "no command here"),
    ],
)
def test_what_is_not_understood_gets_a_hint(typed: str, choices: Options, words: str) -> None:
    read = parse(typed, case(), choices)
    assert isinstance(read, Hint)
    assert words in read.words


@pytest.mark.parametrize("word", ["help", "look", "clock", "ask", "quit", "exit", "?"])
def test_looking_is_no_act(word: str) -> None:
    assert isinstance(parse(word, case(), ORDER), Look)


WORDS = st.one_of(
    st.sampled_from(["approve", "refuse", "done", "ask", "wait", "in", "10 min",
                     "--without-consent", "Prime Minister", '"', "'", "JSO chief",
                     "look", "answer", "for", "9"]),
    st.text(max_size=12),
)  # fmt: skip


@given(st.lists(WORDS, max_size=6).map(" ".join),
       st.sampled_from([ORDER, CONSULT, CONSENT, WORK, DIVIDE]))  # fmt: skip
def test_anything_typed_is_an_act_that_can_be_done_or_a_look_or_a_hint(
    typed: str, choices: Options
) -> None:
    read = parse(typed, case(), choices)
    if isinstance(read, Act):
        assert misfit(choices, read) == ""
    else:
        assert isinstance(read, Look | Hint)


def test_departures_are_named() -> None:
    over = Act(Deed.APPROVE, names=frozenset({"Prime Minister"}))
    assert departures(case(), ORDER, over) == (
        'approved "The government orders" without the consent of Prime Minister '
        "(Kantei prime minister)",
    )
    past = Act(Deed.APPROVE, names=frozenset({"United States command"}))
    assert "without consulting United States command" in departures(case(), DIVIDE, past)[0]
    outside = Act(Deed.ASK, names=frozenset({"JSO chief"}))
    assert "whom the arrangement does not have asked" in departures(case(), ORDER, outside)[0]
    assert departures(case(), ORDER, Act(Deed.ASK, names=frozenset({"Prime Minister"}))) == ()
    assert departures(case(), ORDER, Act(Deed.APPROVE)) == ()
