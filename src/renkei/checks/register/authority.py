# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Authority: who may hold which kind, over whose forces."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_LIAISON = "        to: Smith\n        type: liaison"
_REEF = (
    "    links:\n",
    "      Reef:\n        title: Reef\n        nation: USA\n        place: Honolulu\n"
    "        echelon: unit\n        posts:\n          watch:\n            people: 1\n"
    "            hours: always\n    links:\n",
)
"""One more American headquarters."""

CHECKS = (
    Check(
        "not-a-combatant-command", ERROR,
        "COCOM is held by somebody other than a U.S. combatant command, or by another scheme.",
        "Combatant command is an authority of United States law (10 U.S.C. 164) over assigned "
        "forces. No other nation's law knows it, and a body of several nations cannot hold it.",
        "Within another nation write 'command'; across nations 'OPCON' by a transfer.",
        (("      home:\n        from: Alpha\n        to: Bravo\n        type: command",
          "      home:\n        from: Alpha\n        to: Bravo\n        ¦type: COCOM"),),
    ),
    Check(
        "cocom-delegated", ERROR,
        "COCOM is handed on below a combatant command, or is said to be granted.",
        "Combatant command may not be delegated or transferred; what a combatant commander gives "
        "to a subordinate or an ally is OPCON or less (JP 1).",
        "Give OPCON, with scheme US, from the combatant command down; COCOM stays where it is.",
        (("      wing:\n        from: Smith\n        to: Pearl\n        type: OPCON\n        scheme: US\n",
          "      below:\n        from: Pearl\n        to: Reef\n        ¦type: COCOM\n"
          "      wing:\n        from: Smith\n        to: Pearl\n        type: OPCON\n        scheme: US\n"),
         _REEF),
    ),
    Check(
        "opcon-held-twice", ERROR,
        "Two headquarters hold the same kind of authority over one force in the same states, and "
        "neither is below the other.",
        "A force has one holder of operational control at a time (JP 1, unity of command). Two "
        "would each be obeyed, or neither. Who keeps full command or COCOM while another has "
        "OPCON holds another kind, and is no second holder.",
        "Give one of them its states ('when'), or divide the force.",
        (("      ally:\n        from: Alpha\n",
          "      second:\n        from: Reef\n        to: Pearl\n        ¦type: OPCON\n"
          "        scheme: US\n        forces: [fleet]\n      ally:\n        from: Alpha\n"), _REEF),
    ),
    Check(
        "crosses-nations", ERROR,
        "A kind of authority that stays within a nation runs to another nation, is over another "
        "nation's forces, or lies with a headquarters of several nations.",
        "Full command, combatant command, ADCON and political direction never leave a nation "
        "(AAP-06 full command; JP 1 ADCON): no path may make a foreign seat the last word on "
        "what a nation keeps for itself.",
        "Use coordination or liaison; or OPCON or TACON by a transfer; or, between governments, "
        "'joint political direction'.",
        ((_LIAISON, "        to: Smith\n        ¦type: command"),),
    ),
    Check(
        "no-transfer", ERROR,
        "OPCON, TACON, OPCOM or TACOM over a nation's forces lies with a headquarters that is not "
        "wholly that nation's, and says no transfer.",
        "Such authority begins with a transfer of authority: a formal, timed act by which a nation "
        "gives a stated degree of authority over named forces. Before it the relationship does "
        "not exist (AJP-3). What a combined headquarters holds it was given likewise; who gave it, "
        "and who can take it back, decides who can commit whose forces.",
        "Say in 'granted-by' which thread makes the transfer, or take the forces out.",
        ((_LIAISON, "        to: Smith\n        ¦type: OPCON\n        scheme: US"),),
    ),
    Check(
        "no-scheme", ERROR,
        "OPCON, OPCOM, TACON or TACOM does not say whose.",
        "The same word is not the same right: U.S. OPCON may reorganise a force, NATO OPCON may "
        "not employ its parts separately. Schemes do not imply one another.",
        "Add 'scheme': US, NATO, ROK or JPN.",
        (("      wing:\n        from: Smith\n        to: Pearl\n        type: OPCON\n        scheme: US",
          "      ¦wing:\n        from: Smith\n        to: Pearl\n        type: OPCON"),),
    ),
    Check(
        "no-common-referral", ERROR,
        "Coordinating authority across nations names no place where disagreement goes.",
        "Coordinating authority can require consultation and never compel agreement; what stays "
        "open goes to whoever appointed it. Across nations that needs a body of both.",
        "Name it in 'referral'.",
        (("      ally:\n        from: Alpha", "      ¦ally:\n        from: Alpha"),
         (_LIAISON, "        to: Smith\n        type: coordinating authority")),
    ),
    Check(
        "referral-not-common", WARNING,
        "The headquarters named for disagreement is neither above both sides nor a body of both "
        "nations.",
        "A referral that one side does not answer to settles nothing. Two nations may have agreed "
        "on one nation's headquarters all the same, so it is a warning.",
        "Name a headquarters above both, or one without a nation of its own.",
        ((_LIAISON,
          "        to: Smith\n        type: coordinating authority\n        ¦referral: Alpha"),),
    ),
    Check(
        "two-holders", ERROR,
        "A phrase such as 'holder of OPCON over FORCES' means two headquarters, neither below the "
        "other.",
        "The model must know one; and so must the headquarters that are to obey.",
        "Divide the forces or the states; or name the headquarters instead.",
        (("      ally:\n        from: Alpha\n",
          "      second:\n        from: Reef\n        to: Pearl\n        type: TACON\n"
          "        scheme: US\n        forces: [fleet]\n      ally:\n        from: Alpha\n"), _REEF,
         ("by: duty lead", "¦by: watch of holder of TACON over fleet")),
    ),
    Check(
        "lacks-authority", ERROR,
        "Whoever decides does not hold the authority that the act needs.",
        "A right to decide gives no authority over forces. TACON does not reach where OPCON is "
        "needed, and coordinating authority orders nothing.",
        "Let a holder of that authority decide, give it to the decider, or ask less in 'needs'.",
        (("        decides: chief of Alpha\n        consent",
          "        needs:\n          ¦authority: OPCON\n          over: fleet\n"
          "        decides: chief of Alpha\n        consent"),),
    ),
)  # fmt: skip
