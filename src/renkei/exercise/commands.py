"""What a person types, read as an act, as a wish to look, or answered with a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from renkei.checks.case import NONE, Case
from renkei.engine.seat import Act, Deed
from renkei.evidence.duration import LONGEST_MS, TooLong, milliseconds, words
from renkei.exercise.options import Options, misfit
from renkei.findings import nearest

_OPTION = re.compile(r"\s--without-consent(?:\s|$)")
_LONGEST = f"nothing lasts more than {words(LONGEST_MS)}"
_TAKES = re.compile(r"^(?P<rest>.*?)\s*\bin\s+(?P<time>\d+(?:\.\d+)?\s*[a-z]+)$")


class Look(StrEnum):
    """What is looked at without acting."""

    HELP = "help"
    LOOK = "look"
    CLOCK = "clock"
    ASK = "ask"
    """Who may be asked."""
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Hint:
    """Why nothing was done, and what to type instead."""

    words: str


_LOOKS = {
    "help": Look.HELP, "?": Look.HELP, "h": Look.HELP, "look": Look.LOOK, "clock": Look.CLOCK,
    "clocks": Look.CLOCK, "quit": Look.QUIT, "exit": Look.QUIT, "ask": Look.ASK,
}  # fmt: skip
_DEEDS = {
    "approve": Deed.APPROVE, "refuse": Deed.REFUSE, "done": Deed.DONE, "answer": Deed.DONE,
    "wait": Deed.WAIT, "ask": Deed.ASK,
}  # fmt: skip


def ways(choices: Options) -> str:
    """The commands for an item, for the line above the prompt."""
    shown = [_finish(choices)]
    if Deed.REFUSE in choices.deeds:
        shown.append("refuse")
    return " | ".join([*shown, "ask", "wait 30 min", "help"])


def _finish(choices: Options) -> str:
    if Deed.APPROVE in choices.deeds:
        return "approve"
    if choices.consult:
        return "answer"
    return " | ".join(f"done {o}" for o in choices.outcomes) or "done"


def parse(text: str, case: Case, choices: Options) -> Act | Look | Hint:
    """Reads one line.

    Args:
        choices: what may be done with the item in hand.
    """
    line = " ".join(text.split())
    verb, _, rest = line.partition(" ")
    verb = verb.casefold()
    if not line:
        return Hint(f"Type one of: {ways(choices)}")
    if verb in _LOOKS and not rest:
        return _LOOKS[verb]
    deed = _DEEDS.get(verb)
    if deed is None:
        known = [*_DEEDS, "help", "look", "clock", "quit"]
        return Hint(f'"{line[:40]}" is no command here. {nearest(verb, known)} Try: help')
    if deed is Deed.WAIT:
        return _wait(rest)
    if deed is Deed.ASK:
        return _ask(rest, case, choices)
    return _finished(deed, verb, rest, choices)


def _wait(rest: str) -> Act | Hint:
    try:
        ms = milliseconds(rest.removeprefix("for "))
    except TooLong:
        return Hint(f"That is too long; {_LONGEST}, for example: wait 30 min")
    except ValueError:
        example = f"wait {rest} min" if rest.isdecimal() else "wait 30 min"
        return Hint(f"Say how long, with a unit (s, min, h, d), for example: {example[:40]}")
    if ms <= 0:
        return Hint("Waiting needs some time, for example: wait 30 min")
    return Act(Deed.WAIT, ms)


def _ask(rest: str, case: Case, choices: Options) -> Act | Hint:
    name = rest.strip("\"'")
    by_name = {c.role.casefold(): c.role for c in choices.consents}
    by_name |= {case.posts[c.post].name.casefold(): c.role for c in choices.consents}
    for post in choices.posts:
        by_name.setdefault(post.casefold(), post)
    found = by_name.get(name.casefold())
    if found is None:
        known = [*(c.role for c in choices.consents), *choices.posts]
        return Hint(f'There is nobody "{name[:40]}" to ask. {nearest(name, known)}')
    return Act(Deed.ASK, names=frozenset({found}))


def _finished(deed: Deed, verb: str, rest: str, choices: Options) -> Act | Hint:
    ms, outcome, without = NONE, "", frozenset[str]()
    if match := _TAKES.match(rest):
        try:
            ms = milliseconds(match["time"])
        except TooLong:
            return Hint(f"That is too long; {_LONGEST}, for example: {verb} in 10 min")
        except ValueError:
            return Hint(f"Say how long the work takes with a unit, for example: {verb} in 10 min")
        rest = match["rest"]
    if deed is Deed.APPROVE and (found := _OPTION.search(f" {rest} ")):
        named = f" {rest} "[found.end() :].strip().strip("\"'")
        read = _without(named, choices)
        if isinstance(read, Hint):
            return read
        without, rest = read, f" {rest} "[: found.start()].strip()
    elif deed is Deed.DONE:
        outcome = next((o for o in choices.outcomes if o.casefold() == rest.casefold()), rest)
        rest = ""
    act = Act(deed, ms, outcome, without)
    wrong = f'"{rest[:40]}" after {verb} means nothing' if rest else misfit(choices, act)
    if wrong:
        wrong = wrong.replace(f'"{deed}"', f'"{verb}"')  # as it was typed
        reason = f"{wrong[0].upper()}{wrong[1:]}."
        if deed is Deed.REFUSE and choices.consult:
            reason = "You are consulted: you have a say and no veto."
        return Hint(f"{reason} Type one of: {ways(choices)}")
    return act


def _without(named: str, choices: Options) -> frozenset[str] | Hint:
    roles = {c.role.casefold(): c.role for c in choices.consents}
    if not roles:
        return Hint("This decision needs nobody's consent; type: approve")
    if not named:
        return frozenset(roles.values())
    if named.casefold() not in roles:
        return Hint(f'Nobody is asked as "{named[:40]}". {nearest(named, roles.values())}')
    return frozenset({roles[named.casefold()]})
