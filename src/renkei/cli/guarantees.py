"""``renkei check --guarantees``: what is proved on every path, and the story of what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.cli.continuity import tell_continuity
from renkei.cli.page import Page, cells
from renkei.cli.wording import listed
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
    unavailable: int = 0
    """How many headquarters or links might be unavailable together, for *recall* and *alone*."""

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """For the JSON document."""
        return Proved.rows(self) | {
            "continuity": [s.as_row() for s in self.continuity],
            "able_alone": [f.as_row() for f in self.able_alone],
        }


def prove(checked: CheckedStudy, *, unavailable: int, arrangements: Sequence[str] = ()) -> Proofs:
    """Explores every path of every thread in every state, under these arrangements or under all."""
    from renkei.explorer.continuity import TOGETHER, examine
    from renkei.explorer.survey import Survey

    survey = Survey(checked)
    asked = sorted(set(arrangements or checked.study.arrangements))
    proved = prove_all(survey, asked, unavailable=unavailable)
    return Proofs(
        proved.guarantees, proved.ladder,
        *examine(survey, asked, most=max(TOGETHER, unavailable)), unavailable,
    )  # fmt: skip


def tell(checked: CheckedStudy, proofs: Proofs, study: str) -> None:
    """For people: guarantees, ladders, and the stories of all that is not proved."""
    page = Page()
    states = sum(p.states_explored for p in (*proofs.guarantees, *proofs.ladder))
    asked = sorted({p.arrangement for p in (*proofs.guarantees, *proofs.ladder)})
    page.line()
    page.line(
        f"On every path of every thread, in every combination of states ({states:,} states "
        "explored); time is abstract, so nothing here says how long anything takes.",
    )
    if asked and len(asked) < len(checked.study.arrangements):
        page.line(f"Asked only of {', '.join(asked)}; of no other arrangement is anything said.")
    page.line()
    in_short(page, proofs)
    if proofs.guarantees:
        _guarantees(page, checked, proofs.guarantees)
    _ladders(page, proofs.ladder)
    _lost(page, proofs)
    _stories(page, proofs, study)
    tell_continuity(page, checked, proofs.continuity, proofs.able_alone)


def in_short(page: Page, proofs: Proved, title: str = "In short") -> None:
    """First what is not proved, by guarantee and by rung; the rest is one count."""
    page.line(title, style="bold")
    every = sorted({p.arrangement for p in (*proofs.guarantees, *proofs.ladder)})
    _guarantees_in_short(page, proofs.guarantees, every)
    if not proofs.guarantees and not proofs.ladder:
        page.line("The study states no guarantee and reserves no decision.", indent=1)
    rungs = {(p.name, p.decision, p.arrangement) for p in proofs.ladder}
    arise = {(p.name, p.decision, p.arrangement) for p in proofs.ladder if p.arises}
    less = {(p.name, p.decision, p.arrangement) for p in proofs.ladder if p.status != "proved"}
    if rungs:
        page.line(
            f"{len(arise - less)} of {len(arise)} rungs of the independence ladder proved; "
            f"{len(rungs) - len(arise)} do not arise.",
            indent=1, hang=1,
        )  # fmt: skip
    for rung in RUNGS:
        whose: dict[tuple[Status, str], list[str]] = {}
        for decision in dict.fromkeys(p.decision for p in proofs.ladder):
            rows = [p for p in proofs.ladder if (p.name, p.decision) == (rung, decision)]
            for status in WORST_FIRST[:-1]:
                for where in _in_threads(rows, status, every):
                    whose.setdefault((status, where), []).append(decision)
        for (status, where), decisions in whose.items():
            page.line(f"{rung}: {status} {where}, for {'; '.join(decisions)}", indent=2, hang=2)


def _guarantees_in_short(page: Page, proofs: Sequence[Proof], every: Sequence[str]) -> None:
    named = {p.name for p in proofs}
    less = sorted({p.name for p in proofs if p.status != "proved"})
    if named:
        page.line(
            f"{len(named) - len(less)} of {len(named)} guarantees proved under every arrangement.",
            indent=1, hang=1,
        )  # fmt: skip
    for name in less:
        by_words: dict[str, list[str]] = {}
        for arrangement in every:
            rows = [p for p in proofs if (p.name, p.arrangement) == (name, arrangement)]
            if rows and (least := worst(rows))[0].status != "proved":
                declares = ", as declared" if all(p.declared for p in least) else ""
                by_words.setdefault(f"{least[0].status} under {{}}{declares}", []).append(
                    arrangement
                )
        said = [words.format(_names(where, every)) for words, where in by_words.items()]
        page.line(f"{name}: {'; '.join(sorted(said))}", indent=2, hang=2)


def _in_threads(rows: Sequence[Proof], status: Status, every: Sequence[str]) -> list[str]:
    """Where a rung stands so, "in counterstrike under every arrangement"; threads that do under
    the same arrangements in one go."""
    under: dict[str, list[str]] = {}
    for p in rows:
        if p.status == status and p.arises:
            under.setdefault(p.thread, []).append(p.arrangement)
    threads: dict[tuple[str, ...], list[str]] = {}
    for thread, arrangements in under.items():
        threads.setdefault(tuple(sorted(set(arrangements))), []).append(thread)
    return [
        f"{f'in {listed(names)} ' if any(names) else ''}under {_names(where, every)}"
        for where, names in threads.items()
    ]


def _names(arrangements: Sequence[str], every: Sequence[str]) -> str:
    """ "every arrangement but combined-command", where that is shorter than the names."""
    others = [a for a in every if a not in arrangements]
    if len(every) > 1 and len(others) < len(arrangements):
        return f"every arrangement{f' but {listed(others)}' if others else ''}"
    return ", ".join(arrangements)


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


def _ladders(page: Page, proofs: Sequence[Proof]) -> None:
    if not proofs:
        return
    page.line()
    page.line("Independence ladder: what each nation can still do for itself", style="bold")
    asked = "; ".join(f"{r}: {w}" for r, w in RUNGS.items())
    page.line(
        f"{asked}; -: nobody may decide it, or nothing is lent. Of several threads the worst is "
        "shown, and below in which it is.",
        indent=1, hang=1,
    )  # fmt: skip
    every = sorted({p.arrangement for p in proofs})
    width = max(map(cells, every))
    for nation, decision in sorted({(p.nation, p.decision) for p in proofs}):
        whole = [p for p in proofs if (p.nation, p.decision) == (nation, decision)]
        page.line()
        page.line(f"{decision} ({nation})", indent=1)
        head = "".join(f"  {rung:<8}" for rung in RUNGS)
        page.line(f"{'':<{width}}{head}".rstrip(), indent=2, style="dim")
        for arrangement in every:
            row = ""
            for rung in RUNGS:
                mine = [p for p in whole if (p.arrangement, p.name) == (arrangement, rung)]
                arises = any(p.arises for p in mine)
                row += f"  {str(worst(mine)[0].status) if arises else '-':<8}"
            page.line(f"{arrangement:<{width}}{row}".rstrip(), indent=2)
        for rung in RUNGS:
            mine = [p for p in whole if p.name == rung]
            less = {p.arrangement for p in mine if p.status != "proved"}
            if less:
                here = [p for p in mine if p.arrangement in less]
                found = [(s, _in_threads(here, s, every)) for s in WORST_FIRST]
                said = "; ".join(f"{s} {' and '.join(where)}" for s, where in found if where)
                page.line(f"{rung}: {said}", indent=2, hang=2)


def _lost(page: Page, proofs: Proofs) -> None:
    """Which absence loses a rung that is proved with everything there."""
    whose: dict[tuple[str, str, str], list[str]] = {}
    every = sorted({p.arrangement for p in proofs.ladder})
    by_absence: dict[tuple[str, str, str], list[Proof]] = {}
    for p in proofs.ladder:
        if p.name in ("recall", "alone") and p.status == "proved" and p.arises:
            lost = ", ".join(" with ".join(names) for names in p.lost_if)
            by_absence.setdefault((p.name, lost or "nothing", p.decision), []).append(p)
    for (rung, lost, decision), rows in by_absence.items():
        where = " and ".join(_in_threads(rows, rows[0].status, every))
        whose.setdefault((rung, lost, where), []).append(decision)
    if not whose or not proofs.unavailable:
        return
    page.line()
    together = f" (up to {proofs.unavailable} together)" if proofs.unavailable > 1 else ""
    page.line(f"Lost if unavailable from the start{together}", style="bold")
    for (rung, lost, where), decisions in sorted(whose.items()):
        page.line(f"{rung}: {lost} ({where}, for {'; '.join(decisions)})", indent=1, hang=2)


def _stories(page: Page, proofs: Proofs, study: str) -> None:
    told: dict[tuple[str, str], list[Proof]] = {}
    for p in (*proofs.guarantees, *proofs.ladder):
        if p.status != "proved":
            what = p.name if not p.decision else f"{p.decision}: {p.name}"
            where = f" in {p.thread}" if p.thread else ""
            told.setdefault((f"{what}, {p.status}{where}", p.story), []).append(p)
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
