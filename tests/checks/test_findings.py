# A table of examples reads better in long lines.
# ruff: noqa: E501
"""Findings of the checks, by small failing examples: code, place, hint.

One example for every code there is stands in the register; here are the further ways.
"""

from __future__ import annotations

import pytest

from tests.checks.checkable import IN_ORDER, bent, checked, findings_of, marked

Changes = tuple[tuple[str, str], ...]

LIAISON = "        type: liaison\n"
GRANTED = (LIAISON, "        type: liaison\n        granted-by: alarm\n")
ALARM = "    title: An alarm\n"
CASE = "      alarm:\n        states:"

# Code; changes, with the mark where the finding must point; a part of its words.
FAILING: list[tuple[str, Changes, str]] = [
    # -- names that lead nowhere
    ("unknown-arrangement", (("baseline: parallel", "¦baseline: paralel"),), '"parallel"'),
    (
        "unknown-arrangement",
        (("  quick:\n    title: Quick enough\n    arrangement: parallel",
          "  quick:\n    title: Quick enough\n    ¦arrangement: paralel"),),
        '"parallel"',
    ),
    (
        "unknown-arrangement",
        (("who-acts:\n    arrangement: parallel", "who-acts:\n    ¦arrangement: paralel"),),
        '"parallel"',
    ),
    (
        "unknown-thread",
        (("    milestone: done\n    low", "    milestone: done\n    low"),
         ("    arrangement: parallel\n    thread: alarm\n", "    arrangement: parallel\n    ¦thread: alarms\n")),
        '"alarm"',
    ),
    ("unknown-thread", (("deadlines:\n  alarm:", "deadlines:\n  ¦alarms:"),), '"alarm"'),
    ("unknown-thread", (("            thread: alarm\n", "            ¦thread: alarn\n"),), '"alarm"'),
    ("unknown-scenario", (("    scenario: weekday", "    ¦scenario: weekdays"),), '"weekday"'),
    ("unknown-nation", (("    nation: JPN\n    functions", "    ¦nation: JAP\n    functions"),), '"JPN"'),
    ("unknown-nation", (("title: Fleet\n    nation: USA", "title: Fleet\n    ¦nation: US"),), '"USA"'),
    (
        "unknown-nation",
        (("        title: Bravo\n        nation: JPN", "        title: Bravo\n        ¦nation: JPM"),),
        '"JPN"',
    ),
    ("unknown-nation", (("      freely:\n        from: JPN", "      freely:\n        ¦from: JPX"),), '"JPN"'),
    ("unknown-place", (("title: Wing\n    nation: USA\n    home: Honolulu",
                        "title: Wing\n    nation: USA\n    ¦home: Honululu"),), '"Honolulu"'),
    (
        "unknown-place",
        (("        title: Bravo\n        nation: JPN\n        place: Tokyo",
          "        title: Bravo\n        nation: JPN\n        ¦place: Tokio"),),
        '"Tokyo"',
    ),
    ("unknown-force", (("forces: [fleet, wing]", "¦forces: [fleet, wings]"),), '"wing"'),
    ("unknown-force", (("        forces: [wing]", "        ¦forces: [wng]"),), '"wing"'),
    ("unknown-function", (("    functions: [act]", "    ¦functions: [akt]"),), '"act"'),
    ("unknown-schedule", (("            hours: office", "            ¦hours: ofice"),), '"office"'),
    (
        "unknown-headquarters",
        (("        between: [Alpha, Smith]", "        ¦between: [Alpha, Smit]"),),
        '"Smith"',
    ),
    (
        "unknown-headquarters",
        (("        from: Alpha\n        to: Smith", "        from: Alpha\n        ¦to: Smiht"),),
        '"Smith"',
    ),
    ("unknown-headquarters", (("post: watch of Alpha", "¦post: watch of Alfa"),), '"Alpha"'),
    ("unknown-headquarters", (("post: watch of Alpha", "¦post: watch of ALPHA-HQ"),), '"Alpha"'),
    ("unknown-headquarters", (("        by: ops of Bravo", "        ¦by: ops of Brovo"),), '"Bravo"'),
    ("unknown-post", (("        by: ops of Bravo", "        ¦by: opps of Bravo"),), '"ops"'),
    ("unknown-post", (("        decides: chief of Alpha\n        consent",
                       "        ¦decides: chef of Alpha\n        consent"),), '"chief"'),
    ("unknown-post", (("            of: commander of Pearl", "            ¦of: comander of Pearl"),),
     '"commander"'),
    ("unknown-duty", (("by: duty lead", "¦by: duty leed"),), '"lead"'),
    ("unknown-authority", (("by: duty lead", "¦by: commander of holder of OPKON over fleet"),), '"OPCON"'),
    ("unknown-force", (("by: duty lead", "¦by: commander of holder of OPCON over fleets"),), '"fleet"'),
    ("unknown-level", (("        level: open\n", "        ¦level: opn\n"),), '"open"'),
    (
        "unknown-level",
        (("            refuses: chance", "            refuses: chance\n            ¦level: sekret"),),
        '"secret"',
    ),
    ("unknown-level", (("by: duty lead", "¦level: sekret\n        by: duty lead"),), '"secret"'),
    ("unknown-estimate", (("            refuses: chance", "            ¦refuses: chanse"),), '"chance"'),
    (
        "unknown-estimate",
        (("        between: [Smith, Pearl]\n        transit: work",
          "        between: [Smith, Pearl]\n        ¦transit: wrok"),),
        '"work"',
    ),
    ("unknown-source", (("    source: paper\n    histories", "    ¦source: papper\n    histories"),), '"paper"'),
    (
        "unknown-state",
        (("            set:\n              readiness: crisis", "            set:\n              ¦readyness: crisis"),),
        '"readiness"',
    ),
    ("unknown-value",
     (("        states:\n          readiness: calm", "        states:\n          ¦readiness: clam"),), '"calm"'),
    ("unknown-fact", (("            facts:\n              kind:", "            facts:\n              ¦kindd:"),),
     '"kind"'),
    (
        "unknown-state-or-fact",
        (("by: duty lead", "¦when:\n          kinds: small\n        by: duty lead"),),
        '"kind"',
    ),
    ("unknown-step", (("        after: assess", "        ¦after: asess"),), '"assess"'),
    ("unknown-outcome", (("after: council.adopted", "¦after: council.adoptd"),), '"council.adopted"'),
    ("unknown-outcome", (("after: council.adopted", "¦after: council"),), "council.adopted"),
    ("unknown-outcome", (("      adopted: vote.for", "      ¦adopted: vote.four"),), '"vote.for"'),
    ("unknown-procedure", (("        run: council", "        ¦run: counsel"),), '"council"'),
    ("unknown-zone", (("    zone: Pacific/Honolulu", "    ¦zone: Pacific/Honululu"),), "Pacific/Honolulu"),
    # -- what cannot be
    ("unit", (("            refuses: chance", "            ¦refuses: work"),), '"work" is a time'),
    ("unit", (("        by: ops of Bravo\n        takes: work", "        by: ops of Bravo\n        ¦takes: chance"),),
     '"chance" is a probability'),
    ("too-many-states",
     (("states:\n  readiness:\n    values: [calm, crisis]",
       "¦states:\n  readiness:\n    values: [calm, crisis]\n  other:\n    values: ["
       + ", ".join(f"v{i}" for i in range(33)) + "]"),
      ("        states:\n          readiness: calm", "        states:\n          readiness: calm\n          other: v0")),
     "more than 64"),
    ("schedule", (("  office:\n    shifts:", "  ¦office:\n    around-the-clock: true\n    shifts:"),), "at once"),
    ("impossible-shift",
     (("      - days: Mon-Fri\n        from: \"08:00\"\n        to: \"17:00\"",
       "      - ¦{days: Mon-Fri, from: \"08:00\", to: \"08:00\"}"),), "no length"),
    ("impossible-shift", (("    shifts:\n      - days: Mon-Fri", "    ¦shifts:\n      - days: Mon-Fry"),), "Fry"),
    ("no-nation",
     (("        title: Bravo\n        nation: JPN\n", "        title: Bravo\n"),
      ("          ops:\n", "          ¦ops:\n")), "which nation"),
    ("no-scheme", (("      wing:\n        from: Smith\n        to: Pearl\n        type: OPCON\n        scheme: US",
                    "      ¦wing:\n        from: Smith\n        to: Pearl\n        type: OPCON"),), "scheme"),
    ("crosses-nations",
     (("        to: Smith\n        type: liaison", "        to: Smith\n        ¦type: command"),), "never runs"),
    ("asked-twice",
     (("            refuses: chance",
       "            refuses: chance\n        consult:\n          ally:\n            of: watch of Smith\n"
       "            takes: work"),
      ("      act:\n        function: act\n        decides", "      ¦act:\n        function: act\n        decides")),
     "ally"),
    ("step-name", (("      assess:\n", "      ¦as/sess:\n"), ("after: assess", "after: as/sess")), "name"),
    ("state-unset",
     (("  readiness:\n    values: [calm, crisis]", "  readiness:\n    values: [calm, crisis]\n  law:\n    values: [a, b]"),
      ("        states:\n          readiness: calm", "        ¦states:\n          readiness: calm")), '"law"'),
    ("no-interval",
     (("          main:\n            thread: alarm", "          ¦main:\n            count: 3\n            thread: alarm"),),
     "every"),
    ("outcomes", (("        outcomes:\n          for: chance\n          against: rest",
                   "        ¦outcomes:\n          for: chance\n          against: chance"),), "rest"),
    ("outcomes", (("              kind:\n                small: rest\n", "              ¦kind:\n                small: chance\n"),),
     "rest"),
    ("law", (("    title: Chance\n    unit: probability", "    title: Chance\n    ¦law: lognormal\n    unit: probability"),),
     "no law"),
    ("test-history-used", (("    histories: [old-history]", "    ¦histories: [kept-history]"),), "kept-history"),
    ("unknown-estimate", (("    histories: [old-history]", "    ¦derived-from: [chanse]"),), '"chanse"'),
    ("start-gap",
     (("    start:\n      local: \"2026-06-03 10:00\"\n      zone: Asia/Tokyo",
       "    ¦start:\n      local: \"2026-03-08 02:30\"\n      zone: America/New_York"),), "2026"),
    ("start-overlap",
     (("    start:\n      local: \"2026-06-03 10:00\"\n      zone: Asia/Tokyo",
       "    ¦start:\n      local: \"2026-11-01 01:30\"\n      zone: America/New_York"),), "2026"),
    ("start", (("    start:\n      local: \"2026-06-03 10:00\"", "    ¦start:\n      local: \"next Monday\""),), ""),
    # -- authority that is granted
    ("unknown-thread", ((LIAISON, "        type: liaison\n        ¦granted-by: alarn\n"),), '"alarm"'),
    ("procedure-grants", ((LIAISON, "        type: liaison\n        ¦granted-by: council\n"),), "by threads"),
    ("procedure-grants", (GRANTED, ("    procedure: true\n", "    procedure: true\n    ¦recalls: alarm\n")), "ends inside"),
    ("unknown-thread", (GRANTED, (ALARM, "    title: An alarm\n    ¦recalls: alrm\n")), '"alarm"'),
    ("recalls-itself", (GRANTED, (ALARM, "    title: An alarm\n    ¦recalls: alarm\n")), "cannot take back"),
    ("grants-nothing", ((ALARM, "    title: An alarm\n    ¦recalls: alarm\n"),), '"alarm" grants nothing'),
    ("grants-nothing", ((ALARM, "    title: An alarm\n    ¦transfer-only: true\n"),), "granted-by: alarm"),
    ("grants-nothing", ((CASE, "      alarm:\n        ¦granted: alarm\n        states:"),), '"alarm" grants nothing'),
    ("unknown-thread", (GRANTED, (CASE, "      alarm:\n        ¦granted: alam\n        states:")), '"alarm"'),
    ("unknown-thread",
     (GRANTED, ("  who-acts:\n", "  who-acts:\n    ¦granted: alarmed\n")), '"alarm"'),
    ("unknown-value",
     (GRANTED, ("by: duty lead", "¦when:\n          alarm: grnted\n        by: duty lead")), '"granted"'),
    ("unknown-state-or-fact",
     (GRANTED, ("    title: Parallel\n", "    title: Parallel\n    ¦in-force:\n      alarm: granted\n")), '"alarm"'),
    ("ambiguous-name", (GRANTED, ("states:\n  readiness:", "states:\n  alarm:\n    values: [a, b]\n  readiness:"),
                        (CASE, "      alarm:\n        states:\n          alarm: a"),
                        ("  alarm:\n    title: An alarm", "  ¦alarm:\n    title: An alarm")), "state"),
    ("changes-at-once",
     (("          - after: 1 h\n",
       "          - after: 6 h\n            set: {readiness: crisis}\n"
       "          - ¦after: 360 min\n            set: {readiness: calm}\n          - after: 1 h\n"),), "6 h after the start"),
    # -- flow
    ("milestone-twice",
     (("      act:\n        does", "      act:\n        milestone: halfway\n        does"),
      ("      assess:\n", "      ¦assess:\n        milestone: halfway\n")), '"halfway"'),
    ("answer-milestone-shared",
     (("      act:\n        does", "      act:\n        milestone: done\n        does"),
      ("      do:\n", "      ¦do:\n")), '"done"'),
    ("answer-milestone-shared",
     (("        milestone: done\n        answer", "        answer"),
      ("    milestone: done\n    low", "    milestone: do\n    low"),
      ("      act:\n        does", "      act:\n        milestone: do\n        does"),
      ("      do:\n", "      ¦do:\n")), '"do"'),
    ("not-a-procedure", (("    procedure: true\n", ""), ("        run: council", "        ¦run: council"),
                         ("          for: chance\n          against: rest",
                          "          for: chance\n          against: rest\n        answer: true")), "procedure: true"),
    ("procedure-recursive",
     (("      vote:\n        by: watch of Alpha\n", "      again:\n        ¦run: council\n        after: vote.against\n"
       "      vote:\n        by: watch of Alpha\n"),), "council"),
    ("milestone-on-procedure",
     (("      council:\n        run: council\n", "      ¦council:\n        run: council\n        milestone: m\n"),),
     "inside"),
    ("procedure-entry",
     (("    steps:\n      vote:\n", "    ¦steps:\n      other:\n        by: watch of Alpha\n        takes: work\n      vote:\n"),),
     "exactly one"),
    ("repeated-input", (("        after: assess", "        ¦after: [assess, assess]"),), "twice"),
    ("answer", (("        answer: true\n", ""), ("      kind: [small, large]\n    steps:", "      kind: [small, large]\n    ¦steps:")),
     "no step"),
    ("answer", (("by: duty lead", "by: duty lead\n        answer: true"),
                ("      kind: [small, large]\n    steps:", "      kind: [small, large]\n    ¦steps:")), "more than one"),
    ("loop", (("by: duty lead", "by: duty lead\n        after: {any: [seen, do]}"),
              ("      assess:\n", "      seen:\n        by: duty lead\n        takes: work\n      assess:\n"),
              ("        milestone: done\n", "        milestone: done\n"),
              ("      do:\n", "      ¦do:\n")), "outcomes"),
    ("cycle", (("      council:\n        run: council\n",
                "      left:\n        by: watch of Alpha\n        takes: work\n        ¦after: [assess, right]\n"
                "      right:\n        by: watch of Alpha\n        takes: work\n        after: [assess, left]\n"
                "      council:\n        run: council\n"),), "alarm/left, alarm/right"),
    # -- rights and duties
    ("overlapping-rights",
     (("    duties:\n", "      act-too:\n        ¦function: act\n        decides: watch of Alpha\n    duties:\n"),),
     "act and act-too"),
    ("no-right", (("        function: act\n        takes", "        ¦function: akt\n        takes"),), '"act"'),
    ("no-right",
     (("        function: act\n        decides: chief of Alpha\n        consent",
       "        function: act\n        when:\n          readiness: calm\n        decides: chief of Alpha\n        consent"),
      ("        function: act\n        takes", "        ¦function: act\n        takes")), "states"),
    ("phrase", (("by: duty lead", "¦by: Alpha"),), "POST of HEADQUARTERS"),
    ("no-holder", (("by: duty lead", "¦by: commander of holder of COCOM over fleet"),), "nobody holds COCOM"),
    ("no-holder",
     (("post: watch of Alpha", "post: watch of Alpha\n        when:\n          readiness: calm"),
      ("by: duty lead", "¦by: duty lead")), '"lead"'),
    ("two-holders",
     (("      ally:\n        from: Alpha\n",
       "      second:\n        from: Alpha\n        to: Bravo\n        type: OPCON\n        scheme: JPN\n"
       "        forces: [fleet]\n      ally:\n        from: Alpha\n"),
      ("by: duty lead", "¦by: watch of holder of OPCON over fleet")), "Alpha and Smith"),
    # -- word
    ("no-route", (("      island:\n        between: [Smith, Pearl]", "      island:\n        between: [Smith, Bravo]"),
                  ("            of: commander of Pearl", "            ¦of: commander of Pearl")), "request"),
    ("no-route", (("        between: [Alpha, Bravo]", "        between: [Pearl, Bravo]"),
                  ("        after: act\n", "        ¦after: act\n")), "order"),
    ("no-route",
     (("            refuses: chance", "            refuses: chance\n            level: secret"),
      ("            of: commander of Pearl", "            ¦of: commander of Pearl")), ""),
    ("too-many-facts",
     (("      kind: [small, large]", "      kind: [small, large]\n      more: [" + ", ".join(f"v{i}" for i in range(33)) + "]"),
      ("                large: chance\n", "                large: chance\n              more:\n"
       + "".join(f"                v{i}: {'rest' if i == 0 else 'chance'}\n" for i in range(33))),
      ("      alarm:\n        states:", "      ¦alarm:\n        states:")), "64"),
    ("facts-differ",
     (("          main:\n", "          other:\n            thread: alarm\n            facts:\n              kind: small\n"
       "          main:\n"),
      ("      alarm:\n        states:", "      ¦alarm:\n        states:")), "different values"),
    # -- expectations
    ("expectation", (("    decides: chief of Alpha\n    consent", "    ¦decides: watch of Alpha\n    consent"),),
     "Alpha watch expected, but Alpha chief decides"),
    ("expectation", (("    consent: [commander of Pearl]", "    ¦consent: [watch of Smith]"),), "Pearl commander"),
    ("expectation", (("    chain: [Alpha, Bravo]", "    ¦chain: [Alpha, Smith]"),), "from Alpha to Smith"),
    ("expectation", (("    function: act\n    decides", "    ¦function: akt\n    decides"),), '"act"'),
    # -- warnings
    ("source-unused", (("  paper: A paper", "  ¦other: Another\n  paper: A paper"),), '"other"'),
    ("placeholder-without-range",
     (("  chance:\n", "  ¦chance:\n"), ("    low: 0.1\n    likely: 0.2\n    high: 0.3", "    low: 0.2\n    likely: 0.2\n    high: 0.2")),
     "range"),
]  # fmt: skip


def test_the_study_is_in_order() -> None:
    assert checked(IN_ORDER).notes == ()
    assert len(checked(IN_ORDER).cases) == 1


@pytest.mark.parametrize(
    ("code", "changes", "words"), FAILING, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAILING)]
)
def test_fault_is_found_where_it_stands(code: str, changes: Changes, words: str) -> None:
    text = bent(*changes)
    text, line, column = marked(text)
    found = [f for f in findings_of(text) if f.code == code]
    assert found, [str(f) for f in findings_of(text)]
    here = [f for f in found if (f.position.line, f.position.column) == (line, column)]
    assert here, f"expected at {line}:{column}, found {[str(f) for f in found]}"
    assert here[0].position.file == "study.yaml"
    assert words in here[0].words


def test_a_study_without_estimates_is_told_so_once() -> None:
    """Not at each of its uses: that would hide everything else."""
    text = IN_ORDER[: IN_ORDER.index("estimates:\n")] + IN_ORDER[IN_ORDER.index("sources:\n") :]
    found = findings_of(text.replace("by: ops of Bravo", "by: opps of Bravo"))
    assert {f.code for f in found} >= {"no-estimates", "unknown-post"}
    assert "unknown-estimate" not in {f.code for f in found}
    (said,) = [f for f in found if f.code == "no-estimates"]
    assert 'uses 2: "chance", "work"' in said.words and "estimates.yaml" in said.words
    assert said.position.file == "study.yaml"


def test_all_faults_come_at_once() -> None:
    text = bent(
        ("by: ops of Bravo", "by: opps of Bravo"),
        ("by: duty lead", "by: duty leed"),
        ("    zone: Pacific/Honolulu", "    zone: Pacific/Honululu"),
        ("            refuses: chance", "            refuses: chanse"),
    )
    assert {f.code for f in findings_of(text)} >= {
        "unknown-post",
        "unknown-duty",
        "unknown-zone",
        "unknown-estimate",
    }


UNCHECKED = {
    "precedence of a reach": ("              from: IMMEDIATE", "              from: URGENT"),
    "states of an expectation": (
        "      readiness: calm\n    function",
        "      readyness: calm\n    function",
    ),
    "value of a state in an expectation": (
        "      readiness: calm\n    function",
        "      readiness: clam\n    function",
    ),
    "fact of a precedence": (
        "            thread: alarm\n            facts",
        "            thread: alarm\n            precedence-by:\n              kind:\n                smal: FLASH\n            facts",
    ),
    "milestone of a target": ("    milestone: done\n    low", "    milestone: gone\n    low"),
    "step a claim waits on": (
        "      measure: time-to-release\n",
        "      measure: waits-on\n      steps: [nothing]\n",
    ),
    "headquarters of a chain": ("    chain: [Alpha, Bravo]", "    chain: [Alhpa, Bravo]"),
    "referral": (
        "        to: Smith\n        type: liaison",
        "        to: Smith\n        type: liaison\n        referral: Nobody",
    ),
    "who is informed": (
        "        decides: chief of Alpha\n        consent",
        "        inform: chef of Alpha\n        decides: chief of Alpha\n        consent",
    ),
}


@pytest.mark.parametrize("what", UNCHECKED)
def test_a_name_that_leads_nowhere_is_never_passed_over(what: str) -> None:
    found = findings_of(bent(UNCHECKED[what]))
    assert found, what
    assert all(f.position.line for f in found)


def test_facts_of_a_case_with_streams_are_not_passed_over() -> None:
    """Facts given beside streams of incidents say nothing about them: that must be said."""
    text = bent(
        ("        changes:\n", "        facts:\n          kind: large\n        changes:\n"),
    )
    assert findings_of(text)


DERIVED = """\
  {name}:
    title: {name}
    low: 5 min
    likely: 10 min
    high: 20 min
    grade: placeholder
    derived-from: [{others}]
"""


def derived(history: str, **others: str) -> list[tuple[str, str, str]]:
    """Findings: code, the line they point at, words; where further estimates are derived from
    others, and one of them, "work", is drawn from a history."""
    made = "".join(DERIVED.format(name=name, others=of) for name, of in others.items())
    text = bent(("    histories: [old-history]\n", f"    histories: [{history}]\n{made}"))
    lines = ["", *text.splitlines()]
    return [(f.code, lines[f.position.line].strip(), f.words) for f in findings_of(text)]


def test_a_test_history_is_used_through_however_many_estimates() -> None:
    others = {"twice": "work", "slow": "other, twice", "other": "chance"}
    kept = "kept-history is kept for testing; "
    anew = ' Draw "work" from another history, and derive this anew'
    assert sorted(derived("kept-history", **others)) == [
        ("test-history-used", "derived-from: [other, twice]",
         f'{kept}this comes from it through "twice" and "work".{anew}'),
        ("test-history-used", "derived-from: [work]",
         f'{kept}this comes from it through "work".{anew}'),
        ("test-history-used", "histories: [kept-history]",
         f"{kept}draw the estimate from another history"),
    ]  # fmt: skip
    assert derived("old-history", **others) == []


def test_estimates_derived_in_a_circle_are_found_once_and_end_nothing() -> None:
    assert derived("old-history", a="b", b="c", c="a", d="a, work", e="e") == [
        ("derived-in-a-circle", "derived-from: [b]",
         '"a" is derived from "b", "b" from "c", "c" from "a"'),
        ("derived-in-a-circle", "derived-from: [e]", '"e" is derived from "e"'),
    ]  # fmt: skip
    used = derived("kept-history", a="b, work", b="a")
    assert [line for code, line, _ in used if code == "test-history-used"] == [
        "histories: [kept-history]", "derived-from: [b, work]", "derived-from: [a]",
    ]  # fmt: skip


def test_coordination_across_nations_needs_a_common_referral() -> None:
    """The table of relationships: across nations, unresolved matters go to a two-headed referral."""
    liaison = "        to: Smith\n        type: liaison"
    text, line, _ = marked(
        bent(
            ("      ally:\n        from: Alpha", "      ¦ally:\n        from: Alpha"),
            (liaison, "        to: Smith\n        type: coordinating authority"),
        )
    )
    found = [f for f in findings_of(text) if f.code == "no-common-referral"]
    assert [f.position.line for f in found][:1] == [line] or found
    with_one = bent(
        (
            liaison,
            "        to: Smith\n        type: coordinating authority\n        referral: Alpha",
        )
    )
    assert not [f for f in findings_of(with_one) if f.code == "no-common-referral"]


def test_authority_across_nations_only_by_a_granted_transfer() -> None:
    """OPCON, TACON, OPCOM and TACOM never run from nation to nation without a transfer (rule 17)."""
    opcon = "        to: Smith\n        type: OPCON\n        scheme: US"
    text = bent(("        to: Smith\n        type: liaison", opcon))
    assert [f.path for f in findings_of(text) if f.code == "no-transfer"] == [
        "relationships.ally.type"
    ]
    granted = bent(
        ("        to: Smith\n        type: liaison", f"{opcon}\n        granted-by: alarm")
    )
    assert not [f for f in findings_of(granted) if f.code == "no-transfer"]


SHARED = ("        title: Smith\n        nation: USA\n", "        title: Smith\n")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        # Smith is shared: authority over American forces needs a transfer even there.
        (((SHARED), ("          watch:\n            people: 1\n            hours: always\n"
                     "            handles-word: work\n            reviews-disclosure: work",
                     "          watch:\n            nation: USA\n            people: 1\n"
                     "            hours: always\n            handles-word: work\n"
                     "            reviews-disclosure: work\n          guest:\n"
                     "            nation: JPN\n            people: 1\n            hours: always")),
         {"no-transfer"}),
        # A shared headquarters in which only one nation sits is wholly of that nation.
        (((SHARED), ("          watch:\n            people: 1\n            hours: always\n"
                     "            handles-word: work\n            reviews-disclosure: work",
                     "          watch:\n            nation: USA\n            people: 1\n"
                     "            hours: always\n            handles-word: work\n"
                     "            reviews-disclosure: work")), set()),
        # The forces decide, not where the one below comes from.
        ((("  wing:\n    title: Wing\n    nation: USA", "  wing:\n    title: Wing\n    nation: JPN"),),
         {"no-transfer"}),
        # Command never crosses; naming another nation's forces crosses.
        ((("        to: Bravo\n        type: command", "        to: Bravo\n        type: command\n"
           "        forces: [fleet]"),), {"crosses-nations"}),
    ],
    ids=["shared", "shared in name", "forces", "command"],
)  # fmt: skip
def test_whose_forces_decides_whether_authority_is_foreign(
    changes: Changes, codes: set[str]
) -> None:
    found = {f.code for f in findings_of(bent(*changes))}
    assert found & {"no-transfer", "crosses-nations"} == codes


@pytest.mark.parametrize(
    ("start", "shift"),
    [
        ("2026-03-06 10:00", '      - days: Sun\n        from: "02:30"'),
        ("2026-10-30 10:00", '      - days: Sun\n        from: "01:30"'),
    ],
    ids=["gap", "overlap"],
)
def test_a_shift_in_a_clock_change_is_noted(start: str, shift: str) -> None:
    """Rule 1: a boundary in a gap falls at its end, in an overlap at its first hour; both are notes."""
    text = bent(
        ("    zone: Asia/Tokyo\n  Honolulu", "    zone: America/New_York\n  Honolulu"),
        ('      local: "2026-06-03 10:00"', f'      local: "{start}"'),
        ('      - days: Mon-Fri\n        from: "08:00"', shift),
    )
    assert findings_of(text)
