"""The register of constraints, limitations and assumptions (CLA), the claims and the glossary."""

from __future__ import annotations

from typing import Any

from renkei.model.estimate import Estimate
from renkei.report import evidence_bar
from renkei.report.contents import Contents
from renkei.report.front import STANDING_LIMITS
from renkei.report.markup import Html, items, joined, paragraph, table, tag
from renkei.report.words import duration, percent, percents, span


def section(c: Contents, known: dict[str, list[str]]) -> Html:
    """Constraints, limitations, assumptions."""
    return tag(
        "section",
        tag("h2", "Register of constraints, limitations and assumptions", id="register"),
        tag("h3", "Constraints"),
        _constraints(c),
        tag("h3", "Limitations"),
        items([*c.study.limits, *STANDING_LIMITS, *_LIMITS]),
        tag("h3", "Assumptions"),
        _deadlines(c),
        _estimates(c, known),
    )


_LIMITS = (
    "What is joined or blind between the allies, and what each arrangement would take (statute, "
    "treaty, budget), are not modelled in this version.",
    "Limits on how long an answer is waited for (within), working hours, numbers of people and "
    "levels of word are assumptions of the study; they carry no grade and are alike in all worlds.",
    "No public record tests a difference between arrangements; histories test durations only.",
    "What is not modelled has no effect here; that does not mean that it has none.",
)


def _constraints(c: Contents) -> Html:
    rows: list[list[object]] = [
        [r.title or name, r.nation, ", ".join(r.functions), _sources(c, r.source)]
        for name, r in c.study.reserved.items()
    ]
    bases: dict[tuple[str, str], list[str]] = {}
    for a in c.arrangements:
        for right in c.study.arrangements[a].rights.values():
            if right.legal_basis:
                letters = bases.setdefault((right.function, right.legal_basis), [])
                if c.letter(a) not in letters:
                    letters.append(c.letter(a))
    parts: list[Html] = []
    if rows:
        parts.append(
            table("Reserved decisions", ["Decision", "Nation", "Functions", "Source"], rows)
        )
    if bases:
        parts.append(
            table(
                "Legal bases of rights",
                ["Function", "Legal basis", "Under"],
                [[f, basis, ", ".join(letters)] for (f, basis), letters in bases.items()],
            )
        )
    return joined(parts) if parts else paragraph("The study states none.")


def _deadlines(c: Contents) -> Html:
    rows: list[list[object]] = [
        [c.thread(t), duration(d.marked / 1000),
         ", ".join(duration(ms / 1000) for ms in d.at), d.note or "–"]
        for t, d in c.study.deadlines.items()
        if t in c.threads
    ]  # fmt: skip
    if not rows:
        return paragraph("No deadline is assumed.")
    return table("Deadlines assumed", ["Mission thread", "Marked", "Looked at", "Note"], rows)


def _estimates(c: Contents, known: dict[str, list[str]]) -> Html:
    driving = dict(evidence_bar.driving(c))
    rows: list[list[object]] = []
    for name, e in sorted(c.study.estimates.items(), key=lambda x: (x[0] not in known, x[0])):
        where = ", ".join(c.thread(t) for t in known.get(name, ())) or "not used in these cases"
        rows.append([
            joined([e.title, " ", tag("code", name)]), range_words(e), e.grade, e.fit or "–",
            _basis(c, e), where, "drives the answer" if name in driving else "–",
        ])  # fmt: skip
    return table(
        "Every estimate: its range in words, and what it rests on",
        ["Estimate", "Range", "Grade", "Fit", "Source", "Used in", "Weight"], rows,
    )  # fmt: skip


def range_words(e: Estimate) -> str:
    """A range in words: "20 min to 3 h, likely 45 min"."""
    low, likely, high = e.range()
    if e.unit == "time":
        shown, middle = span(low / 1000, high / 1000), duration(likely / 1000)
    else:
        shown, middle = percents(low, high), percent(likely)
    law = "" if e.law == "fixed" else f"; {e.law} around it"
    return f"{shown}{law}" if low == high else f"{shown}, likely {middle}{law}"


def _basis(c: Contents, e: Estimate) -> Html:
    parts: list[object] = []
    if e.source:
        parts.append(_sources(c, e.source))
    if e.via:
        parts.append(f"via {e.via}")
    if e.asked:
        parts.append(f"asked: {e.asked}")
    if e.note:
        parts.append(e.note)
    if e.verify:
        parts.append(tag("b", "verify before quoting"))
    return joined(parts, "; ") if parts else joined(["none"])


def _sources(c: Contents, keys: tuple[str, ...]) -> str:
    return "; ".join(c.study.sources.get(k, k) for k in keys) or "–"


def claims_section(claims: tuple[Any, ...]) -> Html:
    """Sentences of the debate, and what the model can say to them."""
    rows: list[list[object]] = []
    for claim in claims:
        verdict = getattr(claim, "verdict", None)
        words = getattr(verdict, "words", verdict)
        share = getattr(claim, "share", None)
        shown = percent(share) if isinstance(share, int | float) else "–"
        rows.append([
            f"“{claim.says}”", claim.by, claim.date, words or "nothing this model can say", shown,
            _plain(getattr(claim, "flips", None)), _plain(getattr(claim, "note", None)),
        ])  # fmt: skip
    return tag(
        "section",
        tag("h2", "What the debate says", id="claims"),
        table(
            "Claims put to the model",
            ["Claim", "By", "Date", "Verdict", "Share of worlds", "Would flip it", "Note"], rows,
        ),
    )  # fmt: skip


def _plain(value: object) -> str:
    if not value:
        return "–"
    if isinstance(value, tuple | list):
        return "; ".join(str(v) for v in value)
    return str(value)
