# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Names that lead nowhere. Each finding gives the nearest name there is."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, Check

_WHY = "A name that leads nowhere would be passed over in silence, and the answer would be another."
_DO = "Correct the name, or add what it names."


def _names(code: str, means: str, *bend: tuple[str, str], why: str = _WHY, do: str = _DO) -> Check:
    return Check(code, ERROR, means, why, do, bend)


_PLACE = "        title: Bravo\n        nation: JPN\n        place: Tokyo"

CHECKS = (
    _names(
        "unknown-arrangement", "An arrangement is named that is not there.",
        ("baseline: parallel", "¦baseline: paralel"),
    ),
    _names(
        "unknown-thread", "A thread is named that is not there, or is a procedure.",
        ("deadlines:\n  alarm:", "deadlines:\n  ¦alarms:"),
    ),
    _names(
        "unknown-scenario", "A scenario is named that is not there.",
        ("    scenario: weekday", "    ¦scenario: weekdays"),
    ),
    _names(
        "unknown-milestone", "A target names a milestone that its thread does not mark.",
        ("    milestone: done\n    low", "    ¦milestone: gone\n    low"),
    ),
    _names(
        "unknown-nation", "A nation is named that is not there.",
        ("    nation: JPN\n    functions", "    ¦nation: JAP\n    functions"),
    ),
    _names(
        "unknown-holidays", "A nation keeps the holidays of a country that is not known.",
        ("  JPN:\n    title: Japan\n", "  JPN:\n    title: Japan\n    ¦holidays: JAP\n"),
        why="On whose holidays an office is shut decides who is asleep.",
        do='Write a two-letter ISO code, like "JP".',
    ),
    _names(
        "unknown-place", "A place is named that is not there.",
        ("title: Wing\n    nation: USA\n    home: Honolulu",
         "title: Wing\n    nation: USA\n    ¦home: Honululu"),
    ),
    _names(
        "unknown-headquarters", "A headquarters is named that the arrangement does not have.",
        ("        to: Smith\n        type: liaison",
         "        to: Smith\n        ¦referral: Nobody\n        type: liaison"),
        do="Correct the name; headquarters go by their name, not by an alias or title.",
    ),
    _names(
        "unknown-post", "A post is named that its headquarters does not have.",
        ("        by: ops of Bravo", "        ¦by: opps of Bravo"),
    ),
    _names(
        "unknown-force", "A force or force set is named that is not there.",
        ("        forces: [wing]", "        ¦forces: [wng]"),
    ),
    _names(
        "unknown-authority", "A phrase names an authority that there is not.",
        ("by: duty lead", "¦by: commander of holder of OPKON over fleet"),
    ),
    _names(
        "unknown-function", "A function is named that no right gives.",
        ("    functions: [act]", "    ¦functions: [akt]"),
    ),
    _names(
        "unknown-schedule", "A post keeps a schedule that is not there.",
        ("            hours: office", "            ¦hours: ofice"),
    ),
    _names(
        "unknown-level", "A level of word is named that the study does not have.",
        ("            refuses: chance", "            refuses: chance\n            ¦level: sekret"),
    ),
    _names(
        "unknown-estimate", "An estimate is named that is not there.",
        ("            refuses: chance", "            ¦refuses: chanse"),
    ),
    _names(
        "unknown-source", "A source is named that the bibliography does not have.",
        ("    source: paper\n    histories", "    ¦source: papper\n    histories"),
        why="A number whose source cannot be found has none.",
    ),
    _names(
        "unknown-state", "A state is set that the study does not have.",
        ("            set:\n              readiness: crisis",
         "            set:\n              ¦readyness: crisis"),
    ),
    _names(
        "unknown-fact", "A fact is given that no thread declares.",
        ("            facts:\n              kind:", "            facts:\n              ¦kindd:"),
    ),
    _names(
        "unknown-state-or-fact", "A condition names neither a state nor a fact.",
        ("by: duty lead", "¦when:\n          kinds: small\n        by: duty lead"),
    ),
    _names(
        "unknown-value", "A state or a fact is given a value that it cannot have.",
        ("        states:\n          readiness: calm", "        states:\n          ¦readiness: clam"),
    ),
    _names(
        "unknown-overlay", "An arrangement takes in an overlay that is not there.",
        ("  parallel:\n    title: Parallel\n",
         "  other:\n    title: Other\n    extends: parallel\n    ¦with: rank\n"
         "  parallel:\n    title: Parallel\n"),
    ),
)  # fmt: skip
