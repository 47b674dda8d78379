# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Rights, duties and consent: who may, who must be asked, and whether they ever can answer."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_DECIDES = "        function: act\n        decides: chief of Alpha\n        consent"
_OF = "            of: commander of Pearl\n            takes: work\n            refuses: chance"
_TIE = "        to: Smith\n        type: liaison"
_STAFF = (
    "      Staff:\n        title: Staff\n        nation: JPN\n        place: Tokyo\n"
    "        echelon: staff\n        posts:\n          head:\n            people: 1\n"
    "            hours: always\n    links:\n      room:\n        between: [Alpha, Staff]\n"
    "        transit: work\n"
)
_EXPECTED = "    consent: [commander of Pearl]\n"

CHECKS = (
    Check(
        "no-right", ERROR,
        "Nobody has the right to a function that a thread decides, in states that it visits.",
        "A step nobody is entitled to is an incident that waits for ever, or an act without law.",
        "Add a right with this function, or widen its 'when'.",
        (("        function: act\n        takes", "        ¦function: akt\n        takes"),),
    ),
    Check(
        "overlapping-rights", ERROR,
        "Two rights give one function in the same states.",
        "Two may decide, each without the other: a grant must end where the next begins.",
        "Give each its states in 'when', or remove one.",
        (("    duties:\n",
          "      act-too:\n        ¦function: act\n        decides: watch of Alpha\n    duties:\n"),),
    ),
    Check(
        "no-holder", ERROR,
        "Nobody has the duty, or holds the authority, by which a step says who does it.",
        "The step would have nobody to do it.",
        "Give the duty 'otherwise', add the relationship, or name somebody else.",
        (("by: duty lead", "¦by: commander of holder of COCOM over fleet"),),
    ),
    Check(
        "no-holder-in-state", WARNING,
        "In states that no scenario visits, a duty or a phrase means nobody.",
        "The arrangement is in force there and the thread can start: the day it does, nobody acts. "
        "A right or duty whose own 'when' leaves these states out is the arrangement's word, and "
        "is not remarked upon.",
        "Say who acts in those states; or say in the thread's 'when' that it does not start there.",
        (("        type: OPCON\n        scheme: US\n        forces: [fleet]\n",
          "        type: OPCON\n        scheme: US\n        forces: [fleet]\n"
          "        when:\n          readiness: calm\n"),
         ("        changes:\n          - after: 1 h\n            set:\n"
          "              readiness: crisis\n", ""),
         ("by: duty lead", "¦by: watch of holder of OPCON over fleet")),
    ),
    Check(
        "unknown-duty", ERROR,
        "A step names a duty that the arrangement gives to nobody.",
        "A thread names duties, not headquarters; every arrangement must give each of them.",
        "Add it under 'duties', or correct the name.",
        (("by: duty lead", "¦by: duty leed"),),
    ),
    Check(
        "phrase", ERROR,
        "A phrase does not say which post is meant.",
        "Only a post acts: a headquarters is not one.",
        "Write 'duty NAME', 'POST of HEADQUARTERS' or 'POST of holder of OPCON over FORCES'.",
        (("by: duty lead", "¦by: Alpha"),),
    ),
    Check(
        "asked-twice", ERROR,
        "One role is asked for its consent and consulted about the same right.",
        "Whoever may refuse need not be consulted as well; the two have different ends.",
        "Keep it under 'consent' or under 'consult'.",
        (("            refuses: chance",
          "            refuses: chance\n        consult:\n          ally:\n"
          "            of: commander of Pearl\n            takes: work"),
         ("      act:\n        function: act\n        decides",
          "      ¦act:\n        function: act\n        decides")),
    ),
    Check(
        "coordination-approves", ERROR,
        "Within a nation, the consent of a headquarters is needed that has no more than "
        "coordinating authority over the decider.",
        "Coordinating authority may require consultation and never compel agreement: it can add a "
        "step, it can never be the approving step. (Another nation's consent is that nation's own, "
        "and no matter of coordinating authority.)",
        "Move it to 'consult'; or give that headquarters the authority by which it approves.",
        (("    links:\n", _STAFF),
         ("      ally:\n        from: Alpha",
          "      staff:\n        from: Staff\n        to: Alpha\n"
          "        type: coordinating authority\n      ally:\n        from: Alpha"),
         (_OF, "            ¦of: head of Staff\n            takes: work\n            refuses: chance"),
         (_EXPECTED, "    consent: [head of Staff]\n")),
    ),
    Check(
        "coordination-vetoes", WARNING,
        "Within a nation, the consent of a headquarters is needed that the decider coordinates.",
        "Whoever is coordinated keeps the right to disagree, and the matter then goes to the "
        "appointing authority. A right to refuse is more, and needs a ground of its own.",
        "Move it to 'consult', or give the ground for it in 'legal-basis' and live with the "
        "warning.",
        (("    links:\n", _STAFF),
         ("      ally:\n        from: Alpha",
          "      staff:\n        from: Alpha\n        to: Staff\n"
          "        type: coordinating authority\n      ally:\n        from: Alpha"),
         (_OF, "            ¦of: head of Staff\n            takes: work\n            refuses: chance"),
         (_EXPECTED, "    consent: [head of Staff]\n")),
    ),
    Check(
        "liaison-decides", ERROR,
        "A liaison officer decides or consents without a grant.",
        "A liaison officer informs, explains and speeds; the officer decides for the headquarters "
        "that sent it only where that has been granted (JP 3-33).",
        "Ask the headquarters that lent the post; or name the function in the post's 'speaks-for'.",
        (("          commander:\n            people: 1\n",
          "          commander:\n            liaison-from: Smith\n            people: 1\n"),
         (_OF, "            ¦of: commander of Pearl\n            takes: work\n"
               "            refuses: chance")),
    ),
    Check(
        "foreign-post-decides", WARNING,
        "A post of one nation in a headquarters of another decides or consents, and is not said to "
        "be lent.",
        "Whoever sits in another nation's headquarters is most often a liaison or exchange officer, "
        "who decides nothing there without a grant.",
        "Say 'liaison-from' if it is lent; leave out the headquarters' nation if nations share it.",
        (("          commander:\n            people: 1\n",
          "          commander:\n            nation: JPN\n            people: 1\n"),
         (_OF, "            ¦of: commander of Pearl\n            takes: work\n"
               "            refuses: chance")),
    ),
    Check(
        "consent-impossible", WARNING,
        "A consent can never be given: the post asked is never on duty and cannot be reached, "
        "always refuses, or has a limit shorter than the quickest way there and back.",
        "The decision can then only be refused, whatever anybody wants. It may be meant, as a "
        "question put to the model; it is a fault if it is not.",
        "Give the post hours or 'reach', a longer 'within', or an estimate that leaves room.",
        (("            refuses: chance", "            refuses: chance\n            ¦within: 1 min"),),
    ),
    Check(
        "consultation-in-vain", WARNING,
        "A consultation can never be answered before it is passed over.",
        "It costs time and brings no advice: a duty to ask on paper alone.",
        "Give the post hours or 'reach', or a longer 'within'.",
        (("            refuses: chance",
          "            refuses: chance\n        consult:\n          watch:\n"
          "            of: watch of Smith\n            takes: work\n            ¦within: 1 min"),
         (_EXPECTED, f"{_EXPECTED}    consult: [watch of Smith]\n")),
    ),
    Check(
        "expectation", ERROR,
        "The model resolves a right otherwise than the facts say.",
        "Expectations are written from sources before the arrangement, so that the arrangement "
        "can be wrong.",
        "Correct the arrangement; or the expectation, if its source says so.",
        (("    decides: chief of Alpha\n    consent", "    ¦decides: watch of Alpha\n    consent"),),
    ),
)  # fmt: skip
