"""``renkei check --guarantees``: what is proved on every path, and the story of what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.cli.continuity import tell_continuity
from renkei.cli.page import Page, cells
from renkei.explorer.ladder import RUNGS
from renkei.explorer.proofs import WORST_FIRST, Proved, prove_all, worst
from renkei.report.reopening import reopen

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy
    from renkei.explorer.continuity import Finishers, Stop
    from renkei.explorer.proof import Proof, Status


@dataclass(frozen=True, slots=True)
class Proofs(Proved):
    """Everything that was asked of the paths of a study."""

    continuity: tuple[Stop, ...] = ()
    able_alone: tuple[Finishers, ...] = ()

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """For the JSON document."""
        return Proved.rows(self) | {
            "continuity": [s.as_row() for s in self.continuity],
            "able_alone": [f.as_row() for f in self.able_alone],
        }


def prove(checked: CheckedStudy, *, unavailable: int) -> Proofs:
    """Explores every path of every thread under every arrangement and state."""
    from renkei.explorer.continuity import TOGETHER, examine
    from renkei.explorer.survey import Survey

    survey = Survey(checked)
    arrangements = sorted(checked.study.arrangements)
    proved = prove_all(survey, arrangements, unavailable=unavailable)
    return Proofs(
        proved.guarantees, proved.ladder,
        *examine(survey, arrangements, most=max(TOGETHER, unavailable)),
    )  # fmt: skip


def tell(checked: CheckedStudy, proofs: Proofs, study: str) -> None:
    """For people: guarantees, ladders, and the stories of all that is not proved."""
    page = Page()
    states = sum(p.states_explored for p in (*proofs.guarantees, *proofs.ladder))
    page.line()
    page.line(
        f"On every path of every thread, in every combination of states ({states:,} states "
        "explored); time is abstract, so nothing here says how long anything takes.",
    )
    page.line()
    in_short(page, proofs)
    if proofs.guarantees:
        _guarantees(page, checked, proofs.guarantees)
    _ladders(page, checked, proofs.ladder)
    _stories(page, proofs, study)
    tell_continuity(page, checked, proofs.continuity, proofs.able_alone)


def in_short(page: Page, proofs: Proved, title: str = "In short") -> None:
    """First what is not proved, by guarantee and by rung; the rest is one count."""
    page.line(title, style="bold")
    every = sorted({p.arrangement for p in (*proofs.guarantees, *proofs.ladder)})
    named = {p.name for p in proofs.guarantees}
    less = [p for p in proofs.guarantees if p.status != "proved"]
    if named:
        whole = len(named) - len({p.name for p in less})
        page.line(
            f"{whole} of {len(named)} guarantees proved under every arrangement.", indent=1, hang=1
        )
    for name in sorted({p.name for p in less}):
        mine = [p for p in less if p.name == name]
        least = worst(mine)
        declares = ", as declared" if all(p.declared for p in least) else ""
        under = _names(sorted({p.arrangement for p in least}), every)
        page.line(f"{name}: {least[0].status} under {under}{declares}", indent=2, hang=2)
    if not proofs.guarantees and not proofs.ladder:
        page.line("The study states no guarantee and reserves no decision.", indent=1)
    rows = {
        (rung, p.nation, p.decision, p.arrangement): p.status
        for rung in RUNGS
        for p in sorted(proofs.ladder, key=lambda p: WORST_FIRST.index(p.status), reverse=True)
        if p.name == rung
    }
    arises = {(p.name, p.nation, p.decision, p.arrangement) for p in proofs.ladder if p.arises}
    proved = sum(status == "proved" for key, status in rows.items() if key in arises)
    if rows:
        page.line(
            f"{proved} of {len(arises)} rungs of the independence ladder proved; "
            f"{len(rows) - len(arises)} do not arise.",
            indent=1, hang=1,
        )  # fmt: skip
    grouped: dict[tuple[str, Status, tuple[str, ...]], list[str]] = {}
    for rung, nation, decision in dict.fromkeys(key[:3] for key in rows):
        for status in WORST_FIRST[:-1]:
            where = tuple(a for a in every if rows.get((rung, nation, decision, a)) == status)
            if where:
                grouped.setdefault((rung, status, where), []).append(f"{nation} {decision}")
    for (rung, status, where), whose in grouped.items():
        page.line(
            f"{rung}: {status} under {_names(where, every)}, for {'; '.join(whose)}",
            indent=2,
            hang=2,
        )


def _names(arrangements: Sequence[str], every: Sequence[str]) -> str:
    whole = len(every) > 1 and len(arrangements) == len(every)
    return "every arrangement" if whole else ", ".join(arrangements)


def _guarantees(page: Page, checked: CheckedStudy, proofs: Sequence[Proof]) -> None:
    page.line()
    page.line("Guarantees", style="bold")
    for name, guarantee in sorted(checked.study.guarantees.items()):
        mine = [p for p in proofs if p.name == name]
        page.line(f"{guarantee.title} ({guarantee.legal_basis})", indent=1, hang=2)
        by_status: dict[str, list[str]] = {}
        for arrangement in sorted({p.arrangement for p in mine}):
            rows = [p for p in mine if p.arrangement == arrangement]
            words = str(worst(rows)[0].status)
            if words == "broken" and all(p.declared for p in rows if p.status == "broken"):
                words = "broken, as the arrangement declares"
            by_status.setdefault(words, []).append(arrangement)
        for words, names in sorted(by_status.items()):
            everywhere = len(by_status) == 1
            under = "under every arrangement" if everywhere else ", ".join(names)
            page.line(f"{words}: {under}", indent=3, hang=2)


def _ladders(page: Page, checked: CheckedStudy, proofs: Sequence[Proof]) -> None:
    if not proofs:
        return
    page.line()
    page.line("Independence ladder: what each nation can still do for itself", style="bold")
    asked = "; ".join(f"{r}: {w}" for r, w in RUNGS.items())
    page.line(f"{asked}; -: nobody may decide it, or nothing is lent", indent=1, hang=1)
    width = max(cells(p.arrangement) for p in proofs)
    for nation, decision in sorted({(p.nation, p.decision) for p in proofs}):
        page.line()
        page.line(f"{checked.study.nations[nation].title}: {decision}", indent=1)
        head = "".join(f"  {rung:<8}" for rung in RUNGS)
        page.line(f"{'':<{width}}{head}".rstrip(), indent=2, style="dim")
        for arrangement in sorted({p.arrangement for p in proofs}):
            row = ""
            for rung in RUNGS:
                mine = [
                    p for p in proofs
                    if (p.nation, p.decision, p.arrangement, p.name)
                    == (nation, decision, arrangement, rung)
                ]  # fmt: skip
                arises = any(p.arises for p in mine)
                row += f"  {str(worst(mine)[0].status) if arises else '-':<8}"
            page.line(f"{arrangement:<{width}}{row}".rstrip(), indent=2)


def _stories(page: Page, proofs: Proofs, study: str) -> None:
    told: dict[tuple[str, str], list[Proof]] = {}
    for p in (*proofs.guarantees, *proofs.ladder):
        if p.status != "proved":
            what = p.name if not p.decision else f"{p.nation} {p.decision}: {p.name}"
            told.setdefault((f"{what}, {p.status}", p.story), []).append(p)
    if not told:
        return
    page.line()
    page.line("What is not proved, and why", style="bold")
    for (what, words), rows in told.items():
        page.line(f"{what} under {', '.join(dict.fromkeys(p.arrangement for p in rows))}",
                  indent=1, hang=2)  # fmt: skip
        page.line(words, indent=3, hang=0)
        if rows[0].replay is not None:
            page.line(f"See it: {reopen(study, rows[0].replay)}", indent=3, hang=2)
