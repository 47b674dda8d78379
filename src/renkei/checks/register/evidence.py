"""Evidence: what the numbers rest on."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_ESTIMATES = """\
estimates:
  work:
    title: Work
    low: 5 min
    likely: 10 min
    high: 20 min
    grade: documented
    fit: similar
    source: paper
    histories: [old-history]
  chance:
    title: Chance
    unit: probability
    low: 0.1
    likely: 0.2
    high: 0.3
    grade: placeholder
"""

CHECKS = (
    Check(
        "estimate-without-source", ERROR,
        "An estimate that is not a placeholder names neither a source nor how experts were asked.",
        "A number without a source is a placeholder and says so; that is honest. A guess dressed "
        "as a source is not.",
        "Give 'source', or 'asked', or the grade placeholder with a wide range.",
        (("  work:\n    title: Work\n", "  ¦work:\n    title: Work\n"),
         ("    fit: similar\n    source: paper\n", "    fit: similar\n")),
    ),
    Check(
        "estimate-without-fit", ERROR,
        "An estimate that is not a placeholder does not say how close the observed process is.",
        "A number measured on another process is worth less than one measured on this.",
        "Give 'fit': same process, similar or analogy.",
        (("  work:\n    title: Work\n", "  ¦work:\n    title: Work\n"),
         ("    fit: similar\n    source: paper\n", "    source: paper\n")),
    ),
    Check(
        "no-estimates", ERROR,
        "A study uses estimates and has none at all.",
        "Said once, as each use of one would be a finding and hide all others.",
        "Give each in estimates.yaml, or under 'estimates' in study.yaml.",
        ((_ESTIMATES, ""),),
    ),
    Check(
        "no-sources", ERROR,
        "A study names sources and has no bibliography at all.",
        "Said once, as each use of one would be a finding and hide all others.",
        "Give each in sources.bib, beside study.yaml.",
        (("sources:\n  paper: A paper\n", ""),),
    ),
    Check(
        "placeholder-without-range", WARNING,
        "A placeholder has no range.",
        "Nobody knows the number, so a single value claims more than is known; the doubt across "
        "worlds would come out too small.",
        "Give it a wide range, low to high.",
        (("  chance:\n", "  ¦chance:\n"),
         ("    low: 0.1\n    likely: 0.2\n    high: 0.3",
          "    low: 0.2\n    likely: 0.2\n    high: 0.2")),
    ),
    Check(
        "test-history-used", ERROR,
        "An estimate is drawn from a history that is kept for testing, or derived from an estimate "
        "that is, through however many others.",
        "What a model was fitted to cannot test it.",
        "Draw the estimate from another history, and derive anew what comes from it; or take this "
        "history out of 'test-histories' and out of the tests.",
        (("    histories: [old-history]", "    ¦histories: [kept-history]"),),
    ),
    Check(
        "derived-in-a-circle", ERROR,
        "Estimates are derived from one another in a circle.",
        "None of them rests on anything.",
        "Say under 'derived-from' only what the number was worked out from.",
        (("    histories: [old-history]", "    ¦derived-from: [work]"),),
    ),
    Check(
        "source-unused", WARNING,
        "Nothing rests on a source.",
        "It is forgotten, or what it supports does not name it.",
        "Name it where it belongs, or take it out.",
        (("  paper: A paper", "  ¦other: Another\n  paper: A paper"),),
    ),
    Check(
        "unit", ERROR,
        "An estimate of one unit stands where another is needed.",
        "A time is no probability.",
        "Name an estimate of the unit needed.",
        (("            refuses: chance", "            ¦refuses: work"),),
    ),
    Check(
        "law", ERROR,
        "An estimate's law cannot be: its spread is out of range, or it has a law and is no time.",
        "Probabilities and shares have a range alone; a law describes how long one thing takes "
        "from time to time.",
        "Correct the spread, or leave the law out.",
        (("    title: Chance\n    unit: probability",
          "    title: Chance\n    ¦law: lognormal\n    unit: probability"),),
    ),
)  # fmt: skip
