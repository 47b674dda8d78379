"""The board, told to people: clocks, headquarters by nation, decisions, the day ahead."""

from __future__ import annotations

from collections.abc import Iterable

from renkei.checks.study import CheckedStudy
from renkei.checks.zones import dtg
from renkei.cli.board import Asked, Row
from renkei.cli.page import Page, cells
from renkei.cli.wording import (
    cited,
    clock,
    clock_face,
    condition_in_words,
    listed,
    nation_title,
    states_in_words,
)

LEGEND = "# on duty   + for a part of the hour   ~ off duty, can be reached   . nobody"
_HOUR = 3_600_000
_WIDEST = 36


def tell(page: Page, checked: CheckedStudy, asked: Asked, found: Row) -> None:
    """Prints the board."""
    study = checked.study
    noun = study.arrangements[asked.arrangement]
    page.line(f"It is {clock(asked.at_ms, asked.zone)} by the clock of {asked.zone}", style="bold")
    page.line(f"under {noun.title} ({asked.arrangement})")
    states = "; ".join(states_in_words(study, asked.states))
    if states:
        page.line(f"States: {states}.", hang=2)
    if not found["in_force"]:
        page.line(
            f"Not in force here: it is in force only while {condition_in_words(noun.in_force)}.",
            hang=2,
        )  # fmt: skip
        return
    if asked.thread is not None:
        title = study.threads[asked.thread].title
        page.line(f"Off duty, people are reached for {title} ({found['precedence']}).", hang=2)
    _clocks(page, checked, asked, found)
    _headquarters(page, checked, found)
    _decisions(page, found)
    _day_ahead(page, asked, found)


def _clocks(page: Page, checked: CheckedStudy, asked: Asked, found: Row) -> None:
    page.line()
    page.line("Clocks", style="bold")
    places: dict[str, list[str]] = {}
    for hq in found["headquarters"]:
        places.setdefault(hq["zone"], []).append(hq["place"])
    page.line(f"{dtg(asked.at_ms):<16} Zulu", indent=2)
    for zone, here in sorted(places.items()):
        shown = "; ".join(dict.fromkeys(here))
        page.line(f"{clock_face(asked.at_ms, zone):<16} {shown}", indent=2, hang=17)
    for row in found["holidays"]:
        title = nation_title(checked.study, row["nation"])
        page.line(f"A national holiday of {title} today in {row['zone']}.", indent=2, hang=2)
    for row in found["clock_changes"]:
        minutes = row["minutes_forward"]
        way = "forward" if minutes > 0 else "back"
        page.line(
            f"The clock of {row['zone']} goes {way} by {abs(minutes)} min, to "
            f"{clock(row['utc_ms'], row['zone'])}.", indent=2, hang=2
        )  # fmt: skip


# -- headquarters ------------------------------------------------------------------------


def _headquarters(page: Page, checked: CheckedStudy, found: Row) -> None:
    nations = sorted({hq["nation"] or "" for hq in found["headquarters"]}, key=lambda n: (not n, n))
    for nation in nations:
        page.line()
        heading = nation_title(checked.study, nation) if nation else "Shared by several nations"
        page.line(heading, style="bold")
        for hq in found["headquarters"]:
            if (hq["nation"] or "") == nation:
                _one(page, hq, found["at"]["utc_ms"])


def _one(page: Page, hq: Row, at_ms: int) -> None:
    where = f"{hq['place']}, {clock_face(at_ms, hq['zone'])}"
    page.line(f"{hq['name']}: {hq['title']}; {where}", indent=2, hang=2)
    alike: dict[tuple[str, str], list[str]] = {}
    for post in hq["posts"]:
        people = f"{post['on_duty']} of {post['people']}"
        if post["on_duty"] == post["people"] or not post["on_duty"]:
            people = str(post["people"])
        nation = "" if hq["nation"] else f" ({post['nation']})"
        alike.setdefault((post["state"], _how(post)), []).append(f"{post['post']}{nation} {people}")
    for (state, how), posts in sorted(alike.items(), key=lambda x: (_ORDER.index(x[0][0]), x[0])):
        page.line(f"{state:<8} {', '.join(posts)}: {how}", indent=4, hang=9)


_ORDER = ("on duty", "reach", "nobody")


def _how(post: Row) -> str:
    """Until when, or how long it takes to have somebody."""
    if post["on_duty"]:
        if post["hours"] == "around the clock":
            return "around the clock"
        until = post["changes_at_ms"]
        return "for weeks on end" if until is None else f"until {clock(until, post['zone'])}"
    following = post["next_shift_ms"]
    shift = (
        "no shift within three weeks" if following is None
        else f"next shift {clock(following, post['zone'])}"
    )  # fmt: skip
    reach = post["reach"]
    if reach is None:
        return f"not reached; {shift}"
    if not reach["reached_now"]:
        return f"reached only for {_upward(reach)}; {shift}"
    return f"{reach['about']}, for {_upward(reach)}; {shift}"


def _upward(reach: Row) -> str:
    return reach["from"] if reach["from"] == "FLASH" else f"{reach['from']} and above"


# -- decisions ---------------------------------------------------------------------------


def _decisions(page: Page, found: Row) -> None:
    page.line()
    page.line("Who decides what now", style="bold")
    for row in found["decisions"]:
        if row["decider"] is None:
            continue
        said = f'"{row["function"]}": {_mark(row)}'
        page.line(f"{row['state']:<8} {cited(said, row['at'])}", indent=2, hang=9)
        for asked in row["asks"]:
            kind = "consent of" if asked["kind"] == "consent" else "consulting"
            if asked["decider"] is None:
                page.line(f"{'nobody':<8} {kind} {asked['role']}", indent=4, hang=9)
                continue
            page.line(f"{asked['state']:<8} {kind} {_mark(asked)}", indent=4, hang=9)
    nobody = [row["function"] for row in found["decisions"] if row["decider"] is None]
    if nobody:
        shown = listed(f'"{f}"' for f in nobody)
        page.line(f"{'nobody':<8} may, in these states, decide {shown}", indent=2, hang=9)
    if not found["decisions"]:
        page.line("No right to decide is written down.", indent=2)


def _mark(row: Row) -> str:
    """A post with its nation, and how long it takes to have it."""
    who = f"{row['decider']} ({row['nation_title']})"
    if row["state"] == "reach":
        return f"{who}, {row['reach']['about']}"
    if row["state"] == "nobody":
        following = row["next_shift_ms"]
        shift = "in no shift within three weeks" if following is None else (
            f"from {clock(following, row['zone'])}"
        )  # fmt: skip
        return f"{who}, {shift}"
    return who


# -- the day ahead -----------------------------------------------------------------------


def _day_ahead(page: Page, asked: Asked, found: Row) -> None:
    ahead = found["day_ahead"]
    if not ahead:
        return
    page.line()
    page.line("The next 24 hours of those who decide, hour by hour", style="bold")
    width = min(_WIDEST, max(cells(row["post"]) for row in ahead))
    for name, zone in _rulers(asked, (row["zone"] for row in ahead)):
        marks = [_label(asked.at_ms + i * _HOUR, zone) for i in range(0, 24, 6)]
        label = name if cells(name) <= width else name[: width - 1] + "…"
        page.line(f"{label:<{width}}  {''.join(f'{m:<6}' for m in marks)}", indent=2)
    for row in ahead:
        strip, post = row["hours"], row["post"]
        if cells(post) > width:
            page.line(post, indent=2)
            post = ""
        pad = " " * (width - cells(post))
        page.line(f"{post}{pad}  {strip}  {_hours(strip)}", indent=2, hang=width + 28)
    page.line(LEGEND, indent=2)


def _rulers(asked: Asked, zones: Iterable[str]) -> list[tuple[str, str]]:
    """Which clocks stand above the strips: the one asked in first, Zulu last."""
    others = sorted(set(zones) - {asked.zone, "UTC"})
    found = [asked.zone, *others]
    return [(zone, zone) for zone in found if zone != "UTC"] + [("Zulu", "UTC")]


def _label(utc_ms: int, zone: str) -> str:
    return clock_face(utc_ms, zone).split()[1]


def _hours(strip: str) -> str:
    """A strip in words."""
    if set(strip) == {"#"}:
        return "on duty"
    whole, part = strip.count("#"), strip.count("+")
    off = "reach" if "~" in strip else "nobody"
    if not whole and not part:
        return off
    about = "about " if part else ""
    return f"on duty {about}{whole + (part + 1) // 2} h, else {off}"
