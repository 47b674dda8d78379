# A table of examples reads better in long lines.
# ruff: noqa: E501
"""Checks of doctrine: further ways to fail, and what is in order and must not be remarked upon."""

from __future__ import annotations

import pytest

from renkei.checks.study import check
from renkei.reading.study import read_text
from tests.checks.checkable import bent, findings_of, marked

Changes = tuple[tuple[str, str], ...]

LIAISON = "        to: Smith\n        type: liaison"
HOME = "        from: Alpha\n        to: Bravo\n        type: command"
ASKED = "            of: commander of Pearl\n            takes: work\n            refuses: chance"
DECIDES = "        decides: chief of Alpha\n        consent"
CHANGES = (
    "        changes:\n          - after: 1 h\n            set:\n              readiness: crisis\n"
)
CALM = "\n        when:\n          readiness: calm"
JOINT = (
    ("        nation: USA\n        place: Honolulu\n        echelon: theatre\n        posts:\n",
     "        place: Honolulu\n        echelon: theatre\n        posts:\n"
     "          guest:\n            nation: JPN\n            people: 1\n            hours: always\n"),
    ("            handles-word: work\n            reviews-disclosure: work",
     "            nation: USA\n            handles-word: work\n            reviews-disclosure: work"),
)  # fmt: skip
"""Smith, in which both nations sit."""
FLEET = "        scheme: US\n        forces: [fleet]"
BEFORE_DRILL = "\n        when:\n          drill: not granted"
DRILL = (
    ("      ally:\n        from: Alpha\n",
     "      lent:\n        from: Alpha\n        to: Pearl\n        type: DIRLAUTH\n        granted-by: drill\n"
     "      ally:\n        from: Alpha\n"),
    ("threads:\n  council:\n",
     "threads:\n  drill:\n    title: A drill\n    transfer-only: true\n    steps:\n      do:\n"
     "        by: watch of Alpha\n        takes: work\n        answer: true\n  council:\n"),
)  # fmt: skip
"""A thread whose end grants something."""
PEARL = "          commander:\n            people: 1\n            hours: always"
WING = (
    "      wing:\n        from: Smith\n        to: Pearl\n        type: OPCON\n        scheme: US"
)

FAILING: list[tuple[str, Changes, str]] = [
    ("not-a-combatant-command", ((WING, WING.replace("type: OPCON\n        scheme: US", "type: COCOM\n        ¦scheme: NATO")),), "U.S. law"),
    ("cocom-delegated", ((WING, WING.replace("type: OPCON", "type: COCOM\n        ¦granted-by: alarm")),), "cannot be transferred"),
    ("crosses-nations", ((HOME, HOME + "\n        ¦forces: [fleet]"),), "fleet belongs to USA"),
    ("crosses-nations", (*JOINT, (WING, WING.replace("type: OPCON\n        scheme: US", "¦type: ADCON"))), "JPN and USA"),
    ("crosses-nations", (*JOINT, (WING, WING.replace("type: OPCON\n        scheme: US", "¦type: command"))), "JPN and USA"),
    ("no-transfer", ((HOME, HOME.replace("command", "OPCON\n        scheme: JPN\n        ¦forces: [fleet]")),), "over fleet of USA"),
    ("no-common-referral", ((LIAISON, LIAISON.replace("liaison", "coordinating authority")),), "referral"),
    ("lacks-authority", ((DECIDES, f"        needs:\n          ¦authority: OPCON\n          over: both\n{DECIDES}"),), "fleet, wing"),
    ("lacks-authority", ((DECIDES, "        needs:\n          ¦authority: OPCON\n          over: wing\n          scheme: NATO\n"
                          + DECIDES.replace("chief of Alpha", "watch of Smith")),), "OPCON (NATO)"),
    ("lacks-authority", ((DECIDES, f"        needs:\n          ¦authority: OPCON\n          over: fleet\n{DECIDES}"),
                         (LIAISON, "        to: Pearl\n        type: coordinating authority\n        referral: Smith")),
     "coordinating authority over Pearl may require consultation, no more"),
    ("unknown-force", ((DECIDES, f"        needs:\n          authority: OPCON\n          ¦over: fleets\n{DECIDES}"),), '"fleet"'),
    ("unknown-headquarters", ((PEARL, f"          commander:\n            ¦liaison-from: Smit\n{PEARL[21:]}"),), '"Smith"'),
    ("unknown-function", ((PEARL, f"          commander:\n            liaison-from: Smith\n            ¦speaks-for: [akt]\n{PEARL[21:]}"),), '"act"'),
    ("bad-value", ((PEARL, f"          ¦commander:\n            speaks-for: [act]\n{PEARL[21:]}"),), "liaison-from"),
    ("bad-value", (("    procedure: true\n", "    procedure: true\n    when:\n      readiness: calm\n"), ("threads:\n  council:\n", "threads:\n  ¦council:\n")), "at the step that runs it"),
    ("liaison-decides", (("          chief:\n            people: 1", "          chief:\n            liaison-from: Bravo\n            people: 1"),
                         (DECIDES, DECIDES.replace("decides", "¦decides"))), "Bravo"),
    ("consent-impossible", ((PEARL, PEARL.replace("always", "nobody")), ("schedules:\n", "schedules:\n  nobody:\n    shifts: []\n"),
                            (ASKED, "¦".join((ASKED[:12], ASKED[12:])))), "never on duty, and cannot be reached"),
    ("consent-impossible", ((PEARL, PEARL.replace("always", "nobody") + "\n            reach:\n              takes: work\n              from: FLASH"),
                            ("schedules:\n", "schedules:\n  nobody:\n    shifts: []\n"), (ASKED, "¦".join((ASKED[:12], ASKED[12:])))), "higher precedence"),
    ("consent-impossible", (("            refuses: chance", "            ¦refuses: surely"),
                            ("  chance:\n", "  surely:\n    title: Surely\n    unit: probability\n    low: 1\n    likely: 1\n    high: 1\n    grade: expert\n    fit: similar\n    asked: me\n  chance:\n")), "always refuses"),
    ("never-on-duty", (("          watch:\n            people: 1\n            hours: always\n            handles-word: work\n            reviews-disclosure: work",
                        "          watch:\n            people: 1\n            ¦hours: nobody\n            handles-word: work\n            reviews-disclosure: work"),
                       ("schedules:\n", "schedules:\n  nobody:\n    shifts: []\n")), "Smith watch"),
    ("overlapping-rights", ((DECIDES, DECIDES.replace("        decides", "        when:\n          readiness: calm\n        decides")),
                            (CHANGES, ""),
                            ("    duties:\n", "      other:\n        ¦function: act\n        decides: chief of Alpha\n      third:\n        function: act\n        when:\n          readiness: crisis\n        decides: chief of Alpha\n    duties:\n")), "act and other"),
    ("start", (('"2026-06-03 10:00"', '"0001-01-01 00:00"'),), "between 1900 and 2199"),
    ("start", (('"2026-06-03 10:00"', '"9999-12-31 23:59"'),), "between 1900 and 2199"),
    ("opcon-held-twice", (*DRILL, ("    relationships:\n", "    relationships:\n      second:\n        from: Alpha\n        to: Pearl\n        ¦type: OPCON\n"
                           "        scheme: JPN\n        forces: [fleet]\n        granted-by: drill\n")), "Alpha and Smith both hold OPCON over fleet, neither below the other, once drill is done"),
    # Nobody drills in the scenario, so no case comes to what the drill grants.
    ("no-route-in-state", (*DRILL, (HOME, HOME + BEFORE_DRILL), ("        after: act\n", "        ¦after: act\n")), "once drill is done"),
    ("no-holder-in-state", (*DRILL, ("        post: watch of Alpha\n", "        ¦post: watch of holder of OPCON over fleet\n"),
                            (FLEET, FLEET + BEFORE_DRILL)), "once drill is done"),
    # In the crisis alone nothing is sent to Bravo, and both look alike but for that.
    ("no-route-in-state", (("    values: [calm, crisis]", "    values: [calm, crisis, war]"), (HOME, HOME + CALM), (CHANGES, ""),
                           ("        after: act\n", "        ¦after: act\n        when:\n          readiness: [calm, war]\n")), "in war (readiness)"),
    ("no-route-in-state", (("        from: Alpha\n        to: Smith\n        type: liaison", "        from: Alpha\n        to: Smith\n        type: liaison" + CALM),
                           (CHANGES, ""), (ASKED, "¦".join((ASKED[:12], ASKED[12:])))), "in crisis (readiness)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "words"), FAILING, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAILING)])  # fmt: skip
def test_further_ways_to_fail(code: str, changes: Changes, words: str) -> None:
    text, line = (bent(*changes), 0)
    if "¦" in text:
        text, line, _ = marked(text)
    found = [f for f in findings_of(text) if f.code == code]
    assert found, [str(f) for f in findings_of(text)]
    assert not line or line in {f.position.line for f in found}, [str(f) for f in found]
    assert any(words in f.words for f in found), [str(f) for f in found]


IN_ORDER: dict[str, Changes] = {
    "another nation's consent, though only coordination ties the two": (
        (LIAISON, "        to: Pearl\n        type: coordinating authority\n        referral: Nobody"),
        ("      Pearl:\n", "      Nobody:\n        title: Both\n        place: Tokyo\n        echelon: committee\n        posts:\n          a:\n            nation: JPN\n            people: 1\n            hours: always\n          b:\n            nation: USA\n            people: 1\n            hours: always\n      Pearl:\n"),
        ("        between: [Alpha, Smith]", "        between: [Alpha, Smith, Pearl]"),
    ),
    "a liaison officer with a grant": (
        (PEARL, f"          commander:\n            liaison-from: Smith\n            speaks-for: [act]\n{PEARL[21:]}"),
    ),
    "full command kept while another has the operational control": (
        ("    relationships:\n", "    relationships:\n      full:\n        from: Pearl\n        to: Reef\n        type: command\n        forces: [fleet]\n"),
        ("    links:\n", "      Reef:\n        title: Reef\n        nation: USA\n        place: Honolulu\n        echelon: unit\n        posts:\n          desk:\n            people: 1\n            hours: always\n    links:\n"),
    ),
    "the authority that an act needs, by what implies it": (
        (DECIDES, "        needs:\n          authority: TACON\n          over: both\n          scheme: US\n" + DECIDES.replace("chief of Alpha", "watch of Smith")),
        ("    decides: chief of Alpha\n    consent", "    decides: watch of Smith\n    consent"),
        ("    chain: [Alpha, Bravo]\n", ""),
        ("        after: act\n", "        after: [{step: act, sent-as: request}]\n"),
    ),
    "political direction over what is commanded below": (
        (HOME, HOME.replace("command", "political direction")),
        ("    relationships:\n", "    relationships:\n      under:\n        from: Bravo\n        to: Base\n        type: command\n        forces: [guard]\n"),
        ("    links:\n", "      Base:\n        title: Base\n        nation: JPN\n        place: Tokyo\n        echelon: unit\n        posts:\n          desk:\n            people: 1\n            hours: always\n    links:\n"),
        ("forces:\n  fleet:", "forces:\n  guard:\n    title: Guard\n    nation: JPN\n    home: Tokyo\n  fleet:"),
        (DECIDES, f"        needs:\n          authority: political direction\n          over: guard\n{DECIDES}"),
    ),
    "capacity said to be unlimited": (
        ("          ops:\n            people: 1", "          ops:\n            people: unlimited"),
    ),
    "a thread that does not start where its word would not go": (
        (HOME, HOME + CALM), (CHANGES, ""),
        ("    title: An alarm\n", "    title: An alarm\n    when:\n      readiness: calm\n"),
    ),
    "a thread that does not start once something is granted": (
        *DRILL, (HOME, HOME + BEFORE_DRILL),
        ("    title: An alarm\n", "    title: An alarm\n    when:\n      drill: not granted\n"),
    ),
    "a duty that its own 'when' leaves out once something is granted": (
        *DRILL, ("        post: watch of Alpha\n", "        post: watch of Alpha" + BEFORE_DRILL + "\n"),
    ),
    "a right that its own 'when' leaves out": (
        (DECIDES, DECIDES.replace("        decides", "        when:\n          readiness: calm\n        decides")), (HOME, HOME + CALM), (CHANGES, ""),
    ),
    "an arrangement that is in force where it works": (
        (HOME, HOME + CALM), (CHANGES, ""),
        ("    title: Parallel\n    headquarters", "    title: Parallel\n    in-force:\n      readiness: calm\n    headquarters"),
    ),
    "a start with the zone's own offset": (
        ('local: "2026-06-03 10:00"', 'local: "2026-06-03 10:00+09:00"'),
    ),
    "an hour that comes twice, with its offset": (
        ('local: "2026-06-03 10:00"\n      zone: Asia/Tokyo', 'local: "2026-11-01 01:30-05:00"\n      zone: America/New_York'),
    ),
    "a limit that leaves just time enough": (
        ("            refuses: chance", "            refuses: chance\n            within: 2 d"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_ORDER)
def test_what_is_in_order_is_not_remarked_upon(case: str) -> None:
    assert [str(f) for f in findings_of(bent(*IN_ORDER[case]))] == []


def test_the_least_time_of_a_consent_is_the_least_there_can_be() -> None:
    """Asked over two links with one headquarters between: 3 legs there, 3 back, and the answer;
    every estimate is at least 5 minutes, so the least is 35."""
    late = findings_of(bent(("            refuses: chance", "            refuses: chance\n            within: 34 min")))  # fmt: skip
    assert "at least 35 min, and the limit is 34 min" in late[0].words
    assert findings_of(bent(("            refuses: chance", "            refuses: chance\n            within: 35 min"))) == ()  # fmt: skip


def test_what_arrangements_inherit_is_said_once() -> None:
    other = "arrangements:\n  b:\n    title: B\n    extends: parallel\n  parallel:\n"
    text = bent(("arrangements:\n  parallel:\n", other), ("          ops:\n            people: 1", "          ops:\n            people: 64"))  # fmt: skip
    (found,) = findings_of(text)
    assert found.words.endswith('(under "b" and "parallel")')


def test_unlimited_is_the_most_a_post_can_have() -> None:
    text = bent(("          ops:\n            people: 1", "          ops:\n            people: unlimited"))  # fmt: skip
    study = check(read_text({"study.yaml": text}))
    (post,) = [p for p in study.cases[0].posts if p.name == "Bravo ops"]
    assert post.people == 64
