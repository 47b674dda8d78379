# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Scenarios, hours and people: when it starts, in which states, who is there."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, NOTE, WARNING, Check

_START = '    start:\n      local: "2026-06-03 10:00"\n      zone: Asia/Tokyo'
_SHIFT = '      - days: Mon-Fri\n        from: "08:00"\n        to: "17:00"'
_OFFICE = "          chief:\n            people: 1\n            hours: office\n"

CHECKS = (
    Check(
        "start", ERROR,
        "A scenario's start is no date and time, lies outside 1900 to 2199, or its zone is unknown.",
        "Who is on duty where hangs on the instant.",
        "Write it like \"2026-06-06 03:00\", with the IANA zone beside it.",
        ((_START, '    ¦start:\n      local: "next Monday"\n      zone: Asia/Tokyo'),),
    ),
    Check(
        "start-gap", ERROR,
        "The start does not exist: the clock goes forward past it.",
        "In spring an hour is left out where clocks are put forward.",
        "Choose a time before or after the gap.",
        ((_START, '    ¦start:\n      local: "2026-03-08 02:30"\n      zone: America/New_York'),),
    ),
    Check(
        "start-overlap", ERROR,
        "The start exists twice: the clock goes back over it.",
        "In autumn an hour comes twice where clocks are put back; an hour decides who is asleep.",
        "Write the offset as well: \"2026-11-01 01:30-04:00\".",
        ((_START, '    ¦start:\n      local: "2026-11-01 01:30"\n      zone: America/New_York'),),
    ),
    Check(
        "start-offset-conflict", ERROR,
        "The offset written with the start is not the zone's at that time.",
        "One of the two is wrong, most often by the hour of summer time.",
        "Correct the offset or the zone; or leave the offset out.",
        ((_START, '    ¦start:\n      local: "2026-06-03 10:00+08:00"\n      zone: Asia/Tokyo'),),
    ),
    Check(
        "clock-change", NOTE,
        "A shift begins or ends where a clock is changed, or no holidays are known for a year.",
        "A boundary in a gap counts at the gap's end, one that comes twice at its first coming.",
        "Nothing, unless you meant the other hour.",
        (("    zone: Asia/Tokyo\n  Honolulu", "    zone: America/New_York\n  Honolulu"),
         ('      local: "2026-06-03 10:00"', '      local: "2026-03-06 10:00"'),
         (_SHIFT, '      - days: Sun\n        from: "02:30"\n        to: "17:00"')),
    ),
    Check(
        "unknown-zone", ERROR,
        "A place has a time zone that does not exist.",
        "Local time is told by the zone; zones are named as in the IANA database.",
        "Correct the name, for example Asia/Tokyo.",
        (("    zone: Pacific/Honolulu", "    ¦zone: Pacific/Honululu"),),
    ),
    Check(
        "schedule", ERROR,
        "A schedule is around the clock and has shifts.",
        "It can be only one of the two.",
        "Remove 'around-the-clock' or the shifts.",
        (("  office:\n    shifts:", "  ¦office:\n    around-the-clock: true\n    shifts:"),),
    ),
    Check(
        "impossible-shift", ERROR,
        "A shift has no length, or days or times that cannot be read.",
        "Nobody could keep it.",
        "Write days like Mon-Fri and times from 00:00 to 24:00.",
        ((_SHIFT, '      - ¦{days: Mon-Fri, from: "08:00", to: "08:00"}'),),
    ),
    Check(
        "no-nation", ERROR,
        "A post has no nation: neither it nor its headquarters says one.",
        "Where nations share a headquarters, each post is some nation's; borders are crossed there.",
        "Give the post 'nation'.",
        (("        title: Bravo\n        nation: JPN\n", "        title: Bravo\n"),
         ("          ops:\n", "          ¦ops:\n")),
    ),
    Check(
        "capacity-unlimited", WARNING,
        "A post has the most people a post can have, as if its capacity were without limit.",
        "Queues are where arrangements differ; a capacity that never binds must be meant.",
        "Say 'people: unlimited', or how many there are.",
        (("          ops:\n            people: 1", "          ops:\n            ¦people: 64"),),
    ),
    Check(
        "never-on-duty", WARNING,
        "A post has work to do and nobody is ever on duty there, or can be reached.",
        "Everything that waits for it waits for ever.",
        "Give it hours or 'reach', from a precedence that the thread has.",
        (("          ops:\n            people: 1\n            hours: always",
          "          ops:\n            people: 1\n            ¦hours: nobody"),
         ("schedules:\n", "schedules:\n  nobody:\n    shifts: []\n")),
    ),
    Check(
        "too-many-states", ERROR,
        "States have more than sixty-four combinations, or what is granted under an arrangement has, "
        "or a case comes to as many of both.",
        "Everything is resolved for each of them before a run.",
        "Drop a value or a state that nothing hangs on, or grant several relationships by one thread.",
        (("states:\n  readiness:\n    values: [calm, crisis]",
          "¦states:\n  readiness:\n    values: [calm, crisis]\n  other:\n    values: [v0, v1, v2, v3, "
          "v4, v5, v6, v7]\n  third:\n    values: [w0, w1, w2, w3, w4]"),
         ("        states:\n          readiness: calm",
          "        states:\n          readiness: calm\n          other: v0\n          third: w0")),
    ),
    Check(
        "state-unset", ERROR,
        "A scenario leaves a state open.",
        "Who may do what hangs on it.",
        "Say its value under 'states'.",
        (("  readiness:\n    values: [calm, crisis]",
          "  readiness:\n    values: [calm, crisis]\n  law:\n    values: [a, b]"),
         ("        states:\n          readiness: calm", "        ¦states:\n          readiness: calm")),
    ),
    Check(
        "thread-cannot-start", ERROR,
        "A scenario starts a thread in states in which, by its own 'when', it does not start.",
        "One of the two is not what was meant.",
        "Change the scenario's states, or the thread's 'when'.",
        (("    title: An alarm\n", "    title: An alarm\n    when:\n      readiness: crisis\n"),
         ("        states:\n          readiness: calm", "        ¦states:\n          readiness: calm")),
    ),
    Check(
        "out-of-force-under-way", WARNING,
        "States become such, in a scenario, that the arrangement under test is not in force in them.",
        "A run goes on under the arrangement with which it began; what another would bring from "
        "then on is not looked at.",
        "Leave the arrangement in force in those states, or let the scenario end before.",
        (("    title: Parallel\n", "    title: Parallel\n    in-force:\n      readiness: calm\n"),
         ("        changes:\n", "        ¦changes:\n")),
    ),
    Check(
        "changes-at-once", ERROR,
        "Two changes of states come at one instant.",
        "The order in which they are listed would decide which holds; no order is meant.",
        "Make them one change that sets everything.",
        (("          - after: 1 h\n",
          "          - after: 6 h\n            set: {readiness: crisis}\n"
          "          - ¦after: 360 min\n            set: {readiness: calm}\n          - after: 1 h\n"),),
    ),
    Check(
        "no-interval", ERROR,
        "Several incidents come without an interval.",
        "When the next one comes must be said.",
        "Give the stream 'every', an estimate of a time.",
        (("          main:\n            thread: alarm",
          "          ¦main:\n            count: 3\n            thread: alarm"),),
    ),
    Check(
        "facts-unused", ERROR,
        "Facts stand beside streams of incidents, where nothing reads them.",
        "With 'incidents', each stream has its own facts.",
        "Move them into the streams.",
        (("        changes:\n", "        ¦facts:\n          kind: large\n        changes:\n"),),
    ),
    Check(
        "too-many-facts", ERROR,
        "Facts of an incident have more than sixty-four combinations.",
        "Each is looked at before a run.",
        "Drop a fact or a value that nothing hangs on.",
        (("      kind: [small, large]",
          "      kind: [small, large]\n      more: [a0, a1, a2, a3, a4, a5, a6, a7]\n"
          "      most: [b0, b1, b2, b3, b4]"),
         ("                large: chance\n",
          "                large: chance\n              more: {a0: rest, a1: chance, a2: chance, "
          "a3: chance, a4: chance, a5: chance, a6: chance, a7: chance}\n"
          "              most: {b0: rest, b1: chance, b2: chance, b3: chance, b4: chance}\n"),
         ("      alarm:\n        states:", "      ¦alarm:\n        states:")),
    ),
    Check(
        "facts-differ", ERROR,
        "Streams of one thread give its facts different values.",
        "Combinations of facts are numbered once for the thread.",
        "Name all values in every stream.",
        (("          main:\n",
          "          other:\n            thread: alarm\n            facts:\n              kind: small\n"
          "          main:\n"),
         ("      alarm:\n        states:", "      ¦alarm:\n        states:")),
    ),
)  # fmt: skip
