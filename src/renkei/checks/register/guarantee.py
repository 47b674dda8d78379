# Examples are lines of a study, and read better whole.
"""Guarantees: what they name."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, Check

_USE = (
    "deadlines:\n",
    "guarantees:\n  use:\n    title: It acts under an order in force\n    nation: JPN\n"
    "    act: {function: act}\n    only-after: [{¦standing-order: ordr}]\n"
    "    legal-basis: The law\ndeadlines:\n",
)

CHECKS = (
    Check(
        "unknown-guarantee", ERROR,
        "An arrangement is said to depart from a guarantee that is not there.",
        "What an arrangement gives up must be said of what the study demands, or a broken "
        "guarantee would pass for a declared one.",
        "Correct the name, or add the guarantee.",
        (("    title: Parallel\n", "    title: Parallel\n    ¦departs-from: [nothing]\n"),),
    ),
    Check(
        "unknown-standing-order", ERROR,
        "A guarantee counts on a standing order that no arrangement has.",
        "A standing order is a decision with author, date, scope and expiry; one that is not "
        "written down allows nothing.",
        "Correct the name, or add it under 'standing-orders' of an arrangement.",
        (_USE,),
    ),
    Check(
        "too-many-yeses", ERROR,
        "The guarantees of a study name more than sixty-four different yeses.",
        "Each is one bit of what lies in an event's past.",
        "Name fewer; one yes that several guarantees name counts once.",
    ),
)  # fmt: skip
