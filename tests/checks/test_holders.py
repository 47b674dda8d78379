"""Who holds an authority over forces (rule 15), who has a duty, and what the facts expect."""

from __future__ import annotations

from typing import Any

import pytest

from renkei.checks.authority import Authorities
from renkei.checks.duty import Resolver, Unresolved
from renkei.findings import FindingsError
from tests.metamorphic.worked_study import Plain, checked, headquarters, post, skeleton

Tie = tuple[str, str, str, str | None, list[str]]
"""(from, to, type, scheme, forces)."""


def chains(*ties: Tie, when: dict[int, Any] | None = None) -> Plain:
    """A study of headquarters A to E, each with a desk, and two forces."""
    study = skeleton()
    study["states"] = {"readiness": {"values": ["calm", "crisis"]}}
    study["forces"] = {
        name: {"title": name, "nation": "USA", "home": "Tokyo"} for name in ("fleet", "wing")
    }
    study["force-sets"] = {"both": {"forces": ["fleet", "wing"]}}
    names = "ABCDE"
    relationships: Plain = {"base": {"from": "A", "to": "E", "type": "command"}}
    for i, (above, below, kind, scheme, forces) in enumerate(ties):
        tie: Plain = {"from": above, "to": below, "type": kind, "forces": forces}
        if scheme:
            tie["scheme"] = scheme
        if when and i in when:
            tie["when"] = when[i]
        relationships[f"r{i}"] = tie
    study["arrangements"]["a"] = {
        "title": "A",
        "headquarters": {n: headquarters("USA", "Tokyo", desk=post()) for n in names},
        "links": {"all": {"between": list(names), "transit": "minute"}},
        "relationships": relationships,
    }
    study["threads"]["t"] = {
        "title": "T",
        "steps": {"s": {"by": "desk of A", "takes": "minute", "answer": True}},
    }
    study["scenarios"]["s"]["threads"]["t"] = {"states": {"readiness": "calm"}}
    return study


def holder(study: Plain, phrase: str, readiness: str = "calm") -> str:
    """The headquarters that a phrase means."""
    whole = checked(study).study
    arrangement = whole.arrangements["a"]
    states = {"readiness": readiness}
    authorities = Authorities(whole, arrangement, states)
    return Resolver(whole, arrangement, states, authorities).resolve(phrase).headquarters


def refused(study: Plain, phrase: str, readiness: str = "calm") -> str:
    """The code with which a phrase is refused."""
    with pytest.raises(Unresolved) as caught:
        holder(study, phrase, readiness)
    return caught.value.code


def test_the_lowest_holder_counts() -> None:
    study = chains(
        ("A", "B", "OPCON", "US", ["both"]),
        ("B", "C", "OPCON", "US", ["both"]),
        ("C", "D", "OPCON", "US", ["fleet"]),
    )
    assert holder(study, "desk of holder of OPCON over both") == "B"
    assert holder(study, "desk of holder of OPCON over fleet") == "C"
    assert holder(study, "desk of holder of OPCON over wing") == "B"


@pytest.mark.parametrize(
    ("held", "scheme", "wanted"),
    [
        ("command", None, "COCOM"),
        ("command", None, "TACON"),
        ("COCOM", None, "OPCON"),
        ("COCOM", None, "TACON"),
        ("OPCON", "US", "TACON"),
        ("OPCOM", "NATO", "OPCON"),
        ("OPCOM", "NATO", "TACOM"),
        ("OPCOM", "NATO", "TACON"),
        ("TACOM", "NATO", "TACON"),
        ("OPCON", "NATO", "TACON"),
    ],
)
def test_authority_that_implies_another(held: str, scheme: str | None, wanted: str) -> None:
    study = chains(("A", "B", held, scheme, ["fleet"]))
    assert holder(study, f"desk of holder of {wanted} over fleet") == "A"


@pytest.mark.parametrize(
    ("held", "scheme", "wanted"),
    [
        ("COCOM", None, "command"),
        ("OPCON", "US", "COCOM"),
        ("TACON", "US", "OPCON"),
        ("TACOM", "NATO", "OPCON"),
        ("OPCON", "NATO", "TACOM"),
        ("ADCON", None, "TACON"),
        ("support", None, "TACON"),
        ("coordinating authority", None, "TACON"),
        ("liaison", None, "TACON"),
        ("partial command", None, "OPCON"),
    ],
)
def test_authority_that_does_not_imply_another(held: str, scheme: str | None, wanted: str) -> None:
    study = chains(("A", "B", held, scheme, ["fleet"]))
    assert refused(study, f"desk of holder of {wanted} over fleet") == "no-holder"


def test_nobody_holds_it_over_all() -> None:
    study = chains(("A", "B", "OPCON", "US", ["fleet"]), ("C", "D", "OPCON", "US", ["wing"]))
    assert refused(study, "desk of holder of OPCON over both") == "no-holder"
    with pytest.raises(Unresolved, match="A, C over some"):
        holder(study, "desk of holder of OPCON over both")


def test_two_holders_neither_below_the_other() -> None:
    study = chains(("A", "B", "OPCON", "US", ["fleet"]), ("C", "D", "COCOM", "US", ["fleet"]))
    assert refused(study, "desk of holder of OPCON over fleet") == "two-holders"


def test_the_holder_follows_the_states() -> None:
    study = chains(
        ("A", "B", "OPCON", "US", ["fleet"]),
        ("C", "D", "OPCON", "US", ["fleet"]),
        when={0: {"readiness": "calm"}, 1: {"readiness": "crisis"}},
    )
    assert holder(study, "desk of holder of OPCON over fleet") == "A"
    assert holder(study, "desk of holder of OPCON over fleet", "crisis") == "C"


def test_a_chain_of_the_authority_covers_what_its_links_cover() -> None:
    """Rule 15 asks for the headquarters whose *chain* of R covers the forces.

    A has OPCON of B and of C; B has it of the fleet's headquarters, C of the wing's. So A's chain
    covers both, and A is the lowest that does; over the fleet alone the lowest is B.
    """
    study = chains(
        ("A", "B", "OPCON", "US", []),
        ("A", "C", "OPCON", "US", []),
        ("B", "D", "OPCON", "US", ["fleet"]),
        ("C", "D", "OPCON", "US", ["wing"]),
    )
    assert holder(study, "desk of holder of OPCON over fleet") == "B"
    assert holder(study, "desk of holder of OPCON over both") == "A"


def test_an_authority_of_another_scheme_implies_nothing() -> None:
    """Rule 15: "none across schemes": two schemes do not add up to one holder."""
    study = chains(("A", "B", "OPCOM", "NATO", ["fleet"]), ("C", "D", "OPCON", "US", ["wing"]))
    assert refused(study, "desk of holder of OPCON over both") == "no-holder"


def test_duties_follow_the_states() -> None:
    study = chains()
    study["arrangements"]["a"]["duties"] = {
        "lead": {
            "post": "desk of A",
            "when": {"readiness": "calm"},
            "otherwise": "desk of B",
        },
        "calm-only": {"post": "desk of C", "when": {"readiness": "calm"}},
    }
    assert holder(study, "duty lead") == "A"
    assert holder(study, "duty lead", "crisis") == "B"
    assert holder(study, "duty calm-only") == "C"
    assert refused(study, "duty calm-only", "crisis") == "no-holder"


def expecting(**expected: Any) -> Plain:
    study = chains(("A", "B", "OPCON", "US", ["fleet"]), ("B", "C", "command", None, []))
    study["arrangements"]["a"]["rights"] = {
        "act-in-calm": {
            "function": "act",
            "when": {"readiness": "calm"},
            "decides": "desk of holder of OPCON over fleet",
            "consent": {"c": {"of": "desk of D", "takes": "minute"}},
            "consult": {"d": {"of": "desk of E", "takes": "minute"}},
        },
        "act-in-crisis": {
            "function": "act",
            "when": {"readiness": "crisis"},
            "decides": "desk of B",
        },
    }
    study["sources"] = {"paper": "A paper"}
    study["expectations"] = {
        "e": {"arrangement": "a", "function": "act", "source": "paper", **expected}
    }
    return study


CALM: Plain = {"decides": "desk of A", "consent": "desk of D", "consult": ["desk of E"]}


def test_expectations_that_hold() -> None:
    calm: Plain = {"states": {"readiness": "calm"}, "chain": ["A", "B", "C"], **CALM}
    assert checked(expecting(**calm)).cases
    crisis: Plain = {"states": {"readiness": "crisis"}, "decides": "desk of B"}
    assert checked(expecting(**crisis)).cases


@pytest.mark.parametrize(
    "wrong",
    [
        {"decides": "desk of B", "consent": "desk of D", "consult": "desk of E"},
        {"decides": "desk of A", "consult": "desk of E"},
        {"decides": "desk of A", "consent": "desk of D"},
        {"decides": "desk of A", "consent": ["desk of D", "desk of B"], "consult": "desk of E"},
        {**CALM, "chain": ["A", "C"]},
        {**CALM, "chain": ["C", "B"]},
        {"states": {"readiness": "crisis"}, "decides": "desk of A"},
    ],
)  # fmt: skip
def test_expectations_that_fail(wrong: Plain) -> None:
    with pytest.raises(FindingsError) as caught:
        checked(expecting(**wrong))
    assert {f.code for f in caught.value.findings if f.severity == "error"} == {"expectation"}
