"""What an account comes to: decisions, consents, hops, borders, and what can wait."""

from __future__ import annotations

from renkei.checks.study import CheckedStudy, check
from renkei.cli.account import account
from renkei.cli.summary import Summary, Way
from renkei.library import shelf
from renkei.reading import read, read_text
from tests.cli.studies import CHAINS


def of(checked: CheckedStudy, *names: str) -> Summary:
    case = checked.case(*names)
    assert case is not None
    return account(checked, case).summary


def test_chains_by_hand() -> None:
    """JJOC detects; USFJ passes it to Honolulu (2 hops, 1 border), which reads, weighs, decides and
    asks the Pentagon (1 hop, 1 back): 10 + 1 + 10 + 1 + 10 + 10 + 10 + 1 + 10 + 1 + 10 minutes."""
    found = of(check(read_text({"study.yaml": CHAINS})), "parallel", "ask", "crisis")
    assert found.way == Way(ms=74 * 60_000, hops=4, borders=1)
    assert found.most_borders == 1
    assert found.decisions == ("ask/order",)
    assert (found.consents, found.aside) == ((), ())
    who, whose, far = found.sentences
    assert who.startswith("INDOPACOM commander (United States) decides order, the last decision")
    assert whose == "Nobody's consent is needed."
    assert far.endswith("The answer waits for every step.")


def test_consents_and_what_can_wait_in_the_shipped_study() -> None:
    checked = check(read(shelf.path("us-japan")))
    found = of(checked, "combined-command", "counterstrike", "weekday-morning")
    assert found.consents == (
        ("counterstrike/order", "Military Committee japanese chair"),
        ("counterstrike/order", "Military Committee american chair"),
    )
    assert found.decisions[-1] == "counterstrike/order"
    assert "counterstrike/us-decision/president" not in found.decisions
    assert "damage-assessment" in found.aside
    assert found.most_borders >= found.way.borders
    _, whose, far = found.sentences
    assert "Military Committee japanese chair (Japan), across a border, and of" in whose
    # A procedure of which nothing is waited for goes by its own name.
    assert "does not depend on us-decision, damage-assessment," in far


def test_long_lists_are_cut_and_no_decision_is_said() -> None:
    checked = check(read(shelf.path("us-japan")))
    found = of(checked, "parallel-2024", "missile-warning", "weekday-morning")
    who, whose, far = found.sentences
    assert who == "No decision stands before the answer, public-alert, by FDMA watch (Japan)."
    assert whose == "Nobody's consent is needed."
    assert len(found.aside) == 14
    assert far.endswith(
        "inform-head, first-instruction, council, leaders, us-command-informed and 7 other steps, "
        "which can wait."
    )
