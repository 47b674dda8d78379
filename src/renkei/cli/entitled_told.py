"""A duty or a right, told to people."""

from __future__ import annotations

from typing import Any

from renkei.cli.doors import command
from renkei.cli.entitled import Entitled
from renkei.cli.page import Page
from renkei.cli.wording import SPELLED, cited, condition_in_words, is_always, listed
from renkei.evidence.duration import words as duration

Row = dict[str, Any]


def tell(page: Page, found: Entitled, study: str) -> None:
    """Prints it: holders by states, why, who else, what if; where it is used."""
    row = found.row()
    kind = "The duty" if found.duty else "The right to decide"
    title = f": {row['title']}" if row["title"] else ""
    page.line(f'{kind} "{found.name}"{title}', style="bold")
    page.line(f"under {found.noun.title} ({found.arrangement})")
    if not is_always(found.noun.in_force):
        page.line(f"In force only while {condition_in_words(found.noun.in_force)}.")
    if not row["holders"]:
        page.line("It is not in force in the states asked for.")
    spelled = _Spelled()
    for held in row["holders"]:
        page.line()
        _holder(page, found, held, spelled)
    page.line()
    uses = [cited(f"{u['thread']}/{u['step']}", u["at"]) for u in row["used_by"]]
    page.line(f"Named by: {listed(uses) or 'no step of any thread'}.", hang=2)
    page.line(f"Next: {command(study, 'board')} --arrangement {found.arrangement}")


class _Spelled:
    """Spells acronyms of authorities out where they come up first in a text."""

    def __init__(self) -> None:
        self._left = {str(a): words for a, words in SPELLED.items()}

    def __call__(self, text: str) -> str:
        for acronym in list(self._left):
            if acronym in text.split():
                words = self._left.pop(acronym)
                text = text.replace(acronym, f"{acronym} ({words})", 1)
        return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _holder(page: Page, found: Entitled, held: Row, spelled: _Spelled) -> None:
    states = f", {held['in']}" if held["in"] else ", in all states"
    if held["holder"] is None:
        page.line(f"Nobody{states}: {held['why_nobody']}.", hang=2, style="bold")
        return
    does = "has it" if found.duty else "decides"
    page.line(f"{_capital(held['holder'])} {does}{states}", hang=2, style="bold")
    title = f", {held['post_title']}" if held["post_title"] else ""
    page.line(
        f"{held['headquarters']} is {held['headquarters_title']}; "
        f"the post{title} is of {held['nation_title']} and sits at {held['place']}.",
        indent=2, hang=2,
    )  # fmt: skip
    granted = {g["at"] for g in held["grants"]}
    why = [r for r in held["reasons"] if r["at"] not in granted]
    reasons = "; ".join(cited(r["words"], r["at"]) for r in why)
    page.line(spelled(f"Why: {reasons}."), indent=2, hang=2)
    if held["grants"]:
        page.line("The chain of grants, the widest first:", indent=2)
        for g in held["grants"]:
            over = f"{g['from']} has {g['type']} over {listed(g['forces'])}, through {g['to']}"
            page.line(f"- {spelled(cited(over, g['at']))}", indent=2, hang=2)
    if held["orders_above"]:
        page.line("Orders come down to it:", indent=2)
        for o in held["orders_above"]:
            told = cited(f"{o['from']} to {o['to']} by {o['type']}", o["at"])
            page.line(f"- {spelled(told)}", indent=2, hang=2)
    else:
        page.line("No headquarters gives it orders.", indent=2)
    for asked in held["asks"]:
        page.line(_asked(asked), indent=2, hang=2)
    if not found.duty and not held["asks"]:
        page.line("It needs nobody's consent and consults nobody.", indent=2)
    page.line(
        "Who else could, by a lawful order and not by the arrangement as it stands:", indent=2
    )
    by_why: dict[tuple[str, bool], list[str]] = {}
    for other in held["others"]:
        key = other["why"], other["post"] is None
        by_why.setdefault(key, []).append(other["post"] or other["headquarters"])
    for (reason, lacking), names in by_why.items():
        kind = held["holder"].removesuffix(f" of {held['headquarters']}")
        none = f', but no post "{kind}" there' if lacking else ""
        page.line(f"- {spelled(f'{listed(names)}: {reason}{none}')}", indent=2, hang=2)
    if not held["others"]:
        page.line("- nobody on its chain", indent=2)
    several = len(held["availability"]) > 1
    for when in held["availability"]:
        lead = when["in"] if several else ""
        page.line(f"{_hours(when, lead)}", indent=2, hang=2)
        page.line(f"If it is unavailable: {'; '.join(when['if_unavailable'])}.", indent=4, hang=2)


def _hours(when: Row, lead: str) -> str:
    zone = "" if when["hours"] == "around the clock" else f" ({when['zone']})"
    said = f"on duty {when['hours']}{zone}".replace("on duty never", "never")
    said = f"{lead}: {said}" if lead else said
    return f"{said[0].upper()}{said[1:]}."


def _asked(asked: Row) -> str:
    must = "Consults" if asked["kind"] == "consult" else "Needs the consent of"
    if asked["post"] is None:
        return cited(f'{must} "{asked["role"]}": nobody, {asked["why_nobody"]}', asked["at"]) + "."
    late = "passed over" if asked["kind"] == "consult" else "taken as no"
    limit = asked["within_s"]
    within = "" if limit is None else f"; no answer within {duration(limit * 1000)} is {late}"
    judged = ", a political judgement" if asked["deliberation"] else ""
    no = f", and the answer is no with {asked['refuses']}" if asked["refuses"] else ""
    who = f'{must} {asked["post"]} ({asked["nation_title"]}) as "{asked["role"]}"'
    return f"{cited(who, asked['at'])}; answering takes {asked['takes']}{judged}{no}{within}."
