"""``renkei diff``: what differs between two arrangements, in the field's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from renkei.cli.doors import (
    DONE,
    AsJson,
    States,
    StudyName,
    asked_states,
    chosen,
    command,
    load_study,
)
from renkei.cli.page import Page, document

if TYPE_CHECKING:
    from renkei.cli.contrast import Pair, Told

NO_DIFFERENCE = "No difference that the model sees."


def diff(
    study: StudyName,
    before: Annotated[str, Parameter(help="The arrangement to start from.")],
    after: Annotated[str, Parameter(help="The arrangement compared with it.")],
    /,
    *,
    states: States = None,
    json: AsJson = False,
) -> int:
    """Says what differs between two arrangements: who decides, who is asked, who holds what.

    Every right, duty and authority is resolved under both, in every combination of states in
    which both are in force; names of rights, roles, relationships and links are no difference.
    Nothing is simulated.
    """
    checked = load_study(study)
    for name in (before, after):
        chosen("arrangement", name, checked.study.arrangements)
    from renkei.checks.transfer import variables

    asked = asked_states(variables(checked.study, before, after), states)
    from renkei.cli.contrast import Pair

    pair = Pair(checked, before, after, asked)
    groups = _groups(pair)
    if json:
        document(_rows(pair, groups))
    else:
        _tell(pair, groups)
        if pair.shared:
            page = Page()
            page.line()
            page.line(f"Next: {command(study, 'compare')}")
    return DONE


def _groups(pair: Pair) -> dict[str, Told]:
    """What there is to say, by heading."""
    from renkei.cli import contrast_forces as forces
    from renkei.cli import contrast_places as places
    from renkei.cli import contrast_rights as rights

    found = {
        rights.DECIDES: rights.deciding(pair),
        rights.CONSENT: rights.asking(pair),
    }
    found[forces.OVER], told = forces.over_forces(pair)
    found[forces.STEP] = forces.one_step(pair)
    found[rights.DUTIES] = rights.duties(pair)
    found[places.HEADQUARTERS] = places.headquarters(pair)
    found[places.PEOPLE] = places.people(pair)
    found[forces.TIES] = forces.relationships(pair, told)
    found[places.LINKS] = places.links(pair)
    found[places.DISCLOSURE] = places.disclosure(pair)
    found[places.HOURS] = places.hours(pair)
    return found


def _rows(pair: Pair, groups: dict[str, Told]) -> dict[str, Any]:
    from renkei.cli.contrast_places import ranks

    return {
        "study": pair.study.study,
        "before": pair.before,
        "after": pair.after,
        "states": _compared_in(pair)[1],
        "differences": [s.row() for told in groups.values() for s in told.sentences],
        "same": [told.same for told in groups.values() if told.same],
        "not_seen": [f"rank of {words}" for words in ranks(pair)],
    }


def _compared_in(pair: Pair) -> tuple[str, list[dict[str, list[str]]]]:
    """The states compared, in words and as blocks."""
    from renkei.checks.combinations import blocks_in_words

    blocks = pair.combinations.blocks(pair.shared)
    return blocks_in_words(blocks), [{k: list(v) for k, v in b.values} for b in blocks]


def _tell(pair: Pair, groups: dict[str, Told]) -> None:
    from renkei.cli.contrast_places import PEOPLE, ranks, shift_rule
    from renkei.cli.wording import condition_in_words, is_always, listed

    page = Page()
    page.line(f"From {pair.old.title} ({pair.before})", style="bold")
    page.line(f"to {pair.new.title} ({pair.after})", style="bold")
    for name, noun in ((pair.before, pair.old), (pair.after, pair.new)):
        if not is_always(noun.in_force):
            at = pair.at(name, "in-force")
            page.line(f"{name} is in force only while {condition_in_words(noun.in_force)} ({at}).")
    if not pair.shared:
        page.line("There are no such states in which both are in force; nothing is compared.")
        return
    where = _compared_in(pair)[0]
    page.line(f"Compared {where or 'in all combinations of states'}.")
    sentences = [s for told in groups.values() for s in told.sentences]
    for group, told in groups.items():
        if not told.sentences:
            continue
        page.line()
        page.line(group, style="bold")
        for sentence in told.sentences:
            page.line(sentence.text(), indent=2, hang=2)
        if group == PEOPLE:
            page.line(shift_rule(), indent=2, hang=2, style="dim")
    page.line()
    if not sentences:
        page.line(NO_DIFFERENCE, style="bold")
    if differ := ranks(pair):
        only = "Only a rank differs" if not sentences else "A rank differs as well"
        page.line(f"{only}, and a rank decides nothing: {listed(differ)}.")
    if sentences:
        same = [told.same for told in groups.values() if told.same]
        page.line(f"The same: {'; '.join(same) or 'nothing'}.", hang=2)
