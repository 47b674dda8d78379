# Examples are lines of a study, and read better whole.
# ruff: noqa: E501
"""Threads: what waits for what."""

from __future__ import annotations

from renkei.checks.register.check import ERROR, WARNING, Check

_RUN = "      council:\n        run: council\n"

CHECKS = (
    Check(
        "answer", ERROR,
        "A thread marks no step as its answer, or more than one.",
        "Time to release runs to the answer; without one nothing is ever done.",
        "Mark one step with 'answer: true'.",
        (("        milestone: done\n        answer: true\n", "        milestone: done\n"),
         ("      kind: [small, large]\n    steps:", "      kind: [small, large]\n    ¦steps:")),
    ),
    Check(
        "cycle", ERROR,
        "Steps wait for one another.",
        "None of them could ever begin. A loop is led back by one outcome of a step inside it.",
        "Take out one of the inputs, or lead back by an outcome.",
        ((_RUN,
          "      left:\n        by: watch of Alpha\n        takes: work\n        ¦after: [assess, right]\n"
          "      right:\n        by: watch of Alpha\n        takes: work\n        after: [assess, left]\n"
          + _RUN),),
    ),
    Check(
        "loop", ERROR,
        "A loop cannot be told from what goes on beside it.",
        "A branch may lead back only to a step that all of it depends on, with nothing else live "
        "in between; else the same step would be at work twice.",
        "Lead back by an outcome of its own, and start nothing inside the loop that goes on outside.",
        (("by: duty lead", "by: duty lead\n        after: {any: [seen, again]}"),
         ("      assess:\n", "      seen:\n        by: duty lead\n        takes: work\n"
          "      ¦again:\n        by: duty lead\n        takes: work\n        after: assess\n"
          "      assess:\n")),
    ),
    Check(
        "repeated-input", ERROR,
        "A step waits for the same input twice.",
        "One of them is likely meant to be another.",
        "Remove or correct one.",
        (("        after: assess", "        ¦after: [assess, assess]"),),
    ),
    Check(
        "outcomes", ERROR,
        "Of several outcomes, or values of a fact, not exactly one takes the rest.",
        "The shares must add up to one in every world; only a rest makes them.",
        "Give one of them 'rest'.",
        (("        outcomes:\n          for: chance\n          against: rest",
          "        ¦outcomes:\n          for: chance\n          against: chance"),),
    ),
    Check(
        "answer-milestone-shared", ERROR,
        "Another step marks the milestone of the answer.",
        "Whichever is done first would reach it, and the answer's time would be another step's.",
        "Give the other step a milestone of its own.",
        (("      do:\n", "      ¦do:\n"), ("      assess:\n", "      assess:\n        milestone: done\n")),
    ),
    Check(
        "outcome-name", ERROR,
        "An outcome is called 'silent', 'not yet', 'first …' or 'opens in …', or has a ';' or '='.",
        "The paths of proofs are written in these words and signs; a run could not be made to take "
        "one that is called so.",
        "Give it another name.",
        (("        outcomes:\n          for: chance\n          against: rest",
          "        outcomes:\n          ¦silent: chance\n          against: rest"),
         ("vote.for", "vote.silent")),
    ),
    Check(
        "step-name", ERROR,
        "A step's name has a '.', '/', '<', ';' or '=' in it.",
        "These join a step's name with its outcome, its procedure, its input or what is chosen in it.",
        "Use words and hyphens.",
        (("      assess:\n", "      ¦as/sess:\n"), ("after: assess", "after: as/sess")),
    ),
    Check(
        "unknown-step", ERROR,
        "A step, or a claim, names a step that is not there.",
        "What waits for nothing known never begins.",
        "Correct the name.",
        (("        after: assess", "        ¦after: asess"),),
    ),
    Check(
        "unknown-outcome", ERROR,
        "An input or a result names an outcome that its step does not have, or a procedure without "
        "saying which result.",
        "A decision has the outcomes approved and refused, work those it lists.",
        "Correct the name; write 'STEP.OUTCOME'.",
        (("after: council.adopted", "¦after: council.adoptd"),),
    ),
    Check(
        "unknown-procedure", ERROR,
        "A step runs a procedure that is not there.",
        "A procedure is a thread with 'procedure: true'.",
        "Correct the name, or add the procedure.",
        (("        run: council\n        after: assess\n",
          "        run: council\n        after: assess\n      other:\n        ¦run: counsel\n"
          "        after: assess\n"),),
    ),
    Check(
        "not-a-procedure", ERROR,
        "A step runs a thread that is no procedure.",
        "Only a procedure has results on which the caller can wait.",
        "Say 'procedure: true' there, or run another.",
        (("        run: council\n        after: assess\n",
          "        run: council\n        after: assess\n      other:\n        ¦run: watching\n"
          "        after: assess\n"),
         ("threads:\n  council:\n",
          "threads:\n  watching:\n    title: Watching\n    steps:\n      look:\n"
          "        by: watch of Alpha\n        takes: work\n        answer: true\n  council:\n")),
    ),
    Check(
        "procedure-recursive", ERROR,
        "A procedure runs itself, directly or through another.",
        "Procedures are written out where they run; this one would have no end.",
        "Break the circle.",
        (("      vote:\n        by: watch of Alpha\n",
          "      again:\n        ¦run: council\n        after: vote.against\n"
          "      vote:\n        by: watch of Alpha\n"),),
    ),
    Check(
        "procedure-entry", ERROR,
        "A procedure does not begin with exactly one step.",
        "What its caller waits for leads into its first step.",
        "Give 'after' to all steps but one.",
        (("    steps:\n      vote:\n",
          "    ¦steps:\n      other:\n        by: watch of Alpha\n        takes: work\n      vote:\n"),),
    ),
    Check(
        "milestone-twice", WARNING,
        "Two steps of a thread mark one milestone.",
        "The first that is done reaches it, whichever that is, and times would be of now one, now "
        "the other. Where only one of them can happen, that is what is meant.",
        "Give each a name of its own, unless only one of them can happen.",
        (("      act:\n        does", "      act:\n        milestone: halfway\n        does"),
         ("      assess:\n", "      ¦assess:\n        milestone: halfway\n")),
    ),
    Check(
        "milestone-on-procedure", ERROR,
        "A step that runs a procedure is marked as a milestone or answer.",
        "It has no work of its own and ends in one of several results.",
        "Put the mark on a step inside the procedure.",
        ((_RUN, "      ¦council:\n        run: council\n        milestone: m\n"),),
    ),
)  # fmt: skip
