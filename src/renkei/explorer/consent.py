"""The verdicts a decision may come to: whoever is asked says yes, says no, or says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from renkei.checks.situation import Asked, SituatedStep
from renkei.explorer.paths import LATE, NO, Choice, Hands
from renkei.record.lifecycle import REFUSED, verdict
from renkei.record.vocabulary import SILENT


def verdicts(step: SituatedStep, hands: Hands) -> Iterator[tuple[int | None, tuple[Choice, ...]]]:
    """The verdicts a decision may come to; None where it waits for ever."""
    assert step.post is not None
    if not hands.willing(step.post, step.nation):
        yield REFUSED, ((step.name, "refused"),)
    if hands.unwilling(step.post, step.nation):
        return
    answers: list[bool | None] = []
    choices: list[Choice] = []
    for asked in (a for a in step.asked if a.post != step.post):
        heard = asked.reachable and not hands.silent(asked.post, asked.nation)
        answer, words = _answer(asked, heard, hands)
        answers.append(answer)
        if words:
            choices.append((f"{step.name} ? {asked.role}", words))
        refuses = not hands.willing(asked.post, asked.nation) if heard else asked.limited
        if not asked.consult and refuses:
            yield REFUSED, ((f"{step.name} ? {asked.role}", NO if heard else LATE),)
    certain = verdict(answers)
    if certain != REFUSED:
        yield certain, tuple(choices)


def _answer(asked: Asked, heard: bool, hands: Hands) -> tuple[bool | None, str]:
    """The most favourable answer a post may give; None if it never comes."""
    if heard:
        says = asked.consult or not hands.unwilling(asked.post, asked.nation)
        return says, "" if says else NO
    if not asked.limited:
        return None, SILENT
    return asked.consult, LATE
