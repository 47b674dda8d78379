# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Transfer of authority: what a thread grants, until it is recalled."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, Check

_ALLY = "      ally:\n        from: Alpha\n"
_LENT = "      lent:\n        from: Alpha\n        to: Pearl\n        type: DIRLAUTH\n"
_GRANTED = (_ALLY, f"{_LENT}        granted-by: alarm\n{_ALLY}")
"""Something that the end of the thread "alarm" grants."""
_ALARM = "    title: An alarm\n"

CHECKS = (
    Check(
        "grants-nothing", ERROR,
        "A thread that only transfers authority grants and recalls nothing, or something is said "
        "to be recalled or granted that no relationship is granted by.",
        "A transfer shows in what it grants; one that grants nothing changes nothing, and would "
        "be run in vain.",
        "Say in a relationship 'granted-by' and the thread's name, or correct the name.",
        ((_ALARM, f"{_ALARM}    ¦transfer-only: true\n"),),
    ),
    Check(
        "recalls-itself", ERROR,
        "A thread recalls what it grants itself.",
        "Its end would grant and take back at once.",
        "Recall by another thread.",
        (_GRANTED, (_ALARM, f"{_ALARM}    ¦recalls: alarm\n")),
    ),
    Check(
        "procedure-grants", ERROR,
        "A procedure grants or recalls authority.",
        "Authority passes at the end of an incident; a procedure ends inside one, and its caller "
        "may still be refused.",
        "Name the thread that runs the procedure.",
        ((_ALLY, f"{_LENT}        ¦granted-by: council\n{_ALLY}"),),
    ),
    Check(
        "ambiguous-name", ERROR,
        "A thread that grants authority has the name of a state or a fact.",
        "Whether it is granted is a state named as the thread is; conditions could not tell the "
        "two apart.",
        "Give one of them another name.",
        (_GRANTED, ("      kind: [small, large]", "      kind: [small, large]\n      alarm: [true one, false one]"),
         ("              kind:\n                small: rest", "              alarm:\n                true one: rest\n                false one: chance\n              kind:\n                small: rest"),
         ("  alarm:\n    title: An alarm", "  ¦alarm:\n    title: An alarm")),
    ),
)  # fmt: skip
