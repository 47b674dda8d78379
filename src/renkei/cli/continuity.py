"""Continuity in words: what leaves nobody able to finish a thread, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from renkei.cli.page import Page
from renkei.cli.wording import cited, listed
from renkei.model.place import named

if TYPE_CHECKING:
    from renkei.checks.study import CheckedStudy
    from renkei.explorer.amendment import Remedy
    from renkei.explorer.continuity import Finishers, Stop, Waiting

KINDS = {
    "headquarters": "headquarters",
    "link": "links",
    "post": "posts",
}
DONE_BY = {"work": "to do", "decision": "to decide", "consent": "to consent to",
           "advice": "for advice on"}  # fmt: skip


def tell_continuity(
    page: Page, checked: CheckedStudy, stops: Sequence[Stop], finishers: Sequence[Finishers]
) -> None:
    """Per thread: what stops it, the same for all arrangements once; remedies for the baseline."""
    if not finishers:
        return
    page.line()
    page.line("Continuity: unavailable from the start, it leaves nobody able to finish",
              style="bold")  # fmt: skip
    page.line(
        "Everybody who is there is willing; limits strike where no answer comes. Not a ranking: "
        "the model knows no damage, only what is waited for.",
        indent=1,
    )
    for thread in sorted({f.thread for f in finishers}):
        page.line()
        page.line(f"{thread}: {checked.study.threads[thread].title}", indent=1, style="bold")
        here = [f for f in finishers if f.thread == thread]
        mine = [s for s in stops if s.thread == thread]
        every = sorted(f.arrangement for f in here)
        for kind, title in KINDS.items():
            _names(page, title, [s for s in mine if s.kind == kind], every)
        _together(page, [s for s in mine if s.kind == "several"], every)
        _alone(page, checked, here)
        told = checked.study.baseline if checked.study.baseline in every else every[0]
        _remedies(page, [s for s in mine if s.arrangement == told], told)


def _names(page: Page, title: str, stops: Sequence[Stop], every: Sequence[str]) -> None:
    by_name: dict[str, list[Stop]] = {}
    for stop in stops:
        by_name.setdefault(stop.unavailable[0].name, []).append(stop)
    grouped: dict[tuple[str, ...], list[str]] = {}
    for name, rows in sorted(by_name.items()):
        partly = any(k < n for k, n in (s.combinations for s in rows))
        some = " (in some states)" if partly else ""
        grouped.setdefault(_under(rows, every), []).append(f"{name}{some}")
    _lines(page, title, {u: [", ".join(names)] for u, names in grouped.items()}, every)


def _under(stops: Iterable[Stop], every: Sequence[str]) -> tuple[str, ...]:
    return tuple(a for a in every if any(s.arrangement == a for s in stops))


def _lines(
    page: Page, title: str, grouped: dict[tuple[str, ...], list[str]], every: Sequence[str]
) -> None:
    for under, said in sorted(grouped.items(), key=lambda g: (-len(g[0]), g[0])):
        page.line(f"{title}, {_where(under, every)}: {'; '.join(said)}", indent=3, hang=2)


def _where(under: Sequence[str], every: Sequence[str]) -> str:
    """ "under every arrangement but combined-command"."""
    others = [a for a in every if a not in under]
    if not others:
        return "under every arrangement"
    if len(others) < len(under):
        return f"under every arrangement but {listed(others)}"
    return f"under {listed(sorted(under))}"


def _together(page: Page, stops: Sequence[Stop], every: Sequence[str]) -> None:
    """Pairs, those with the same partners in one go."""
    partners: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for stop in stops:
        first, *rest = (u.name for u in stop.unavailable)
        same = [s for s in stops if s.unavailable == stop.unavailable]
        partners.setdefault((first, _under(same, every)), set()).add(" and ".join(rest))
    grouped: dict[tuple[str, ...], list[str]] = {}
    for (first, under), others in sorted(partners.items()):
        grouped.setdefault(under, []).append(f"{first} with {listed(sorted(others), 'or')}")
    _lines(page, "two together of which neither alone does it", grouped, every)


def _alone(page: Page, checked: CheckedStudy, finishers: Sequence[Finishers]) -> None:
    every = sorted(f.arrangement for f in finishers)
    grouped: dict[str, list[str]] = {}
    for found in finishers:
        for nation, waits in found.nations:
            title = named(checked.study.nations[nation])
            said = f"{title} alone is able to finish it"
            if waits:
                said = f"{title} alone is not; it waits for {_waits(waits)}"
            said = said[:1].upper() + said[1:]
            grouped.setdefault(said, []).append(found.arrangement)
    for said, under in grouped.items():
        some = "" if len(under) == len(every) else f" ({_where(under, every)})"
        page.line(f"{said}{some}", indent=3, hang=2)
    enough: dict[tuple[str, ...], list[str]] = {}
    for found in finishers:
        enough.setdefault(found.headquarters, []).append(found.arrangement)
    for names, under in enough.items():
        page.line(
            f"enough {_where(under, every)}, and none of them can be left out: {', '.join(names)}",
            indent=3, hang=2,
        )  # fmt: skip


def _waits(waits: Sequence[Waiting]) -> str:
    """Who is waited for, each post once."""
    posts = list(dict.fromkeys(w.post for w in waits))
    shown = posts if len(posts) <= 4 else [*posts[:3], f"{len(posts) - 3} more posts"]
    return listed(shown)


def _remedies(page: Page, stops: Sequence[Stop], under: str) -> None:
    single = [s for s in stops if s.kind in ("headquarters", "link")]
    if not single:
        return
    page.line(
        f"What would help, tried with it still unavailable, in all its combinations of states "
        f"if nothing else is said (under {under}; --json has all):",
        indent=3, hang=2,
    )  # fmt: skip
    for stop in single:
        name = stop.unavailable[0].name
        if stop.remedy is None:
            because = f": {stop.refused}" if stop.refused else ""
            said = f"nothing found{because}; {_wanted(stop)}"
        else:
            said = "; and ".join(cited(c.words, c.place) for c in stop.remedy.changes)
            said += _helps(stop.remedy)
        page.line(f"without {name}: {said}", indent=5, hang=2)
        for change in () if stop.remedy is None else stop.remedy.changes:
            for line in change.writes:
                page.line(f"write: {line}", indent=7, hang=2, style="dim")


def _helps(remedy: Remedy) -> str:
    """In how many combinations of states a remedy helps; nothing where it does in all."""
    some, every = remedy.helps
    return "" if some == every else f"; helps only in {some} of {every} combinations of states"


def _who(waiting: Waiting) -> str:
    if waiting.how == "word":
        return f"word to {waiting.post} for"
    return f"{waiting.post} {DONE_BY[waiting.how]}"


def _wanted(stop: Stop) -> str:
    """What is waited for in vain, the first few."""
    said = [f"{_who(w)} {w.step}" for w in stop.why]
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return f"waited for: {', '.join(said[:3])}{more}"
