# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Word: whether it may go, and whether it arrives."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

CHECKS = (
    Check(
        "no-route", ERROR,
        "No permitted way leads from sender to reader, in states that a scenario visits.",
        "Orders go down command alone; requests and reports go up, across once, and down; "
        "information by any link that disclosure allows. Above the agreed level a post must "
        "review what crosses a border. ADCON, coordination and liaison carry no orders.",
        "Add the relationship, the link, a post that 'handles-word' or 'reviews-disclosure'; or "
        "say with 'sent-as' what kind of word it is.",
        (("      home:\n        between: [Alpha, Bravo]", "      home:\n        between: [Pearl, Bravo]"),
         ("        after: act\n", "        ¦after: act\n")),
    ),
    Check(
        "no-route-in-state", WARNING,
        "In states that no scenario visits, word cannot reach its reader.",
        "The arrangement is in force there, the thread can start and everyone in it is entitled: "
        "the day it does, the word stays where it is.",
        "Add what is missing in those states; or say in the thread's 'when' that it does not start "
        "there.",
        (("        from: Alpha\n        to: Bravo\n        type: command\n",
          "        from: Alpha\n        to: Bravo\n        type: command\n"
          "        when:\n          readiness: calm\n"),
         ("        changes:\n          - after: 1 h\n            set:\n"
          "              readiness: crisis\n", ""),
         ("        after: act\n", "        ¦after: act\n")),
    ),
    Check(
        "route-too-long", ERROR,
        "A way has more than thirty legs.",
        "The trace numbers the legs of a word and of its answer within one place.",
        "Leave out headquarters that only pass word on.",
    ),
)  # fmt: skip
