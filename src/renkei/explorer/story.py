"""Stories: a path in sentences, with the place of every permission used."""

from __future__ import annotations

from collections.abc import Sequence

from renkei.checks.situation import Situation
from renkei.checks.study import CheckedStudy
from renkei.explorer.paths import LATE, NO, Choice
from renkei.findings import Position
from renkei.model.guarantee import Yes
from renkei.model.thread import WordKind
from renkei.record.vocabulary import FIRST, NOT_YET, OPENS, SILENT, What

EVERY_PATH = "on every path of the model, with at most {} unavailable"
"""What *proved* always says."""


def not_shown(told: str) -> str:
    """The story of a path that no run tried comes to."""
    return f"only if a run comes to what none of those tried did. {told}"


def only_if(words: str) -> str:
    """What an open proof hangs on: a story of a path that the engine does not show."""
    return f"only if {words[:1].lower()}{words[1:]}"


def act_in_words(
    checked: CheckedStudy, situation: Situation, number: int, what: What
) -> tuple[str, tuple[str, ...]]:
    """What happens at a step, in a sentence, and where what permits it is written."""
    step = situation.steps[number]
    assert step.post is not None, "nobody acts where nobody is entitled"
    who = f"{step.post.full} ({step.nation})"
    if what is What.VERDICT:
        at = _right(checked, situation, step.right).cited
        return f'{who} approves "{step.function}" ({at})', (at,)
    if what is What.ENABLED:
        way, places = _order(checked, situation, number)
        return f"an order reaches {who} at {step.name}{way}", places
    at = checked.study.origins.find(*checked.flows[situation.thread].steps[step.name].path).cited
    return f"{step.name} is done by {who} ({at})", (at,)


def _right(checked: CheckedStudy, situation: Situation, right: str) -> Position:
    return checked.study.origins.find(
        "arrangements", situation.arrangement, "rights", right, "decides"
    )


def _order(checked: CheckedStudy, situation: Situation, step: int) -> tuple[str, tuple[str, ...]]:
    """The ways of the orders that reach a step."""
    ways: list[str] = []
    places: list[str] = []
    for number in situation.incoming[step]:
        edge = situation.edges[number]
        if edge.kind is not WordKind.ORDER:
            continue
        hops = []
        for name in edge.relationships:
            relationship = checked.study.arrangements[situation.arrangement].relationships[name]
            at = checked.study.origins.find(
                "arrangements", situation.arrangement, "relationships", name
            ).cited
            places.append(at)
            hops.append(
                f"{relationship.type} of {relationship.from_} over {relationship.to} ({at})"
            )
        sender = situation.steps[edge.source].post
        whose = "" if sender is None else f" from {sender.full}"
        ways.append(f"{whose} by {', then '.join(hops)}" if hops else whose)
    return (";".join(ways), tuple(places))


def without_openings(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices of a path without the states in which its steps open, which time decides."""
    return tuple(c for c in choices if not c[1].startswith(OPENS))


def choices_in_words(choices: Sequence[Choice]) -> str:
    """What was chosen on a path, in a sentence."""
    said: list[str] = []
    for name, choice in without_openings(choices):
        who, _, role = name.partition(" ? ")
        if choice == NOT_YET:
            said.append(f"{who} has not come to its end")
        elif role and choice in (LATE, SILENT):
            said.append(f"{role} gives no answer{' in time' if choice == LATE else ''} at {who}")
        elif role and choice == NO:
            said.append(f"{role} says no at {who}")
        elif choice.startswith(FIRST):
            said.append(f"{who} goes on with what comes first, {choice.removeprefix('first ')}")
        elif choice == "nobody is entitled":
            said.append(f"nobody is entitled to {who}")
        elif choice == SILENT:
            said.append(f"nothing comes of {who}")
        else:
            said.append(f"{who} comes out as {choice}")
    return "; ".join(said) if said else "everybody who is asked says yes"


def yes_in_words(yes: Yes) -> str:
    """ "approval of "order counterstrike" by minister of MOD"."""
    if yes.standing_order is not None:
        return f'the standing order "{yes.standing_order}" in force'
    if yes.reviewed_by is not None:
        return f"a review by {yes.reviewed_by}"
    what = f'approval of "{yes.approved}"' if yes.approved else "a yes"
    by = f" by {yes.by}" if yes.by else ""
    return f"{what}{by}{f' by a post of {yes.nation}' if yes.nation else ''}"
