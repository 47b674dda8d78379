"""The whole report: one HTML file that asks nothing of anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from renkei import __version__
from renkei.experiments.compare import Comparison
from renkei.report import (
    construction,
    curves,
    dependence,
    evidence_bar,
    front,
    glossary,
    options,
    register,
    rights,
    timespent,
    wire,
)
from renkei.report.contents import Contents
from renkei.report.markup import Html, items, paragraph, plain, tag
from renkei.report.style import CSS, PRINT

if TYPE_CHECKING:
    from renkei.explorer.proofs import Proved

_PARTS = (
    ("options", "Options compared"),
    ("curves", "In time, by deadline"),
    ("time", "Where the time went"),
    ("dependence", "What each nation gives up"),
    ("ladder", "Who can commit whose forces"),
    ("arrangements", "The arrangements"),
    ("rights", "Who decides what"),
    ("construction", "By construction, and found"),
    ("claims", "What the debate says"),
    ("register", "Register"),
    ("glossary", "Glossary"),
)


def html(
    comparison: Comparison, claims: Iterable[Any] = (), *, proved: Proved | None = None,
    study: str = "",
) -> str:  # fmt: skip
    """The report of a comparison, as one self-contained HTML file.

    The same comparison gives the same bytes; the only date in it is the study's.

    Args:
        comparison: what was compared.
        claims: answers to the study's claims, each with ``name``, ``says``, ``by``, ``date``,
            ``verdict``, ``share``, ``worlds``, ``flips`` and ``note``; may be empty.
        proved: guarantees and independence ladder of the arrangements compared; None if they
            were not asked for, and then the report does not speak of them.
        study: the study as one types it, for the commands that reopen a run; its name if empty.
    """
    c = Contents(comparison)
    answered = tuple(claims)
    known = evidence_bar.used(c)
    ladder = None
    if proved is not None:
        from renkei.report.ladder import Ladder  # without proofs, no explorer is loaded

        ladder = Ladder(c, proved, study or c.study.study)
    sections = [
        front.page(c, answered, known, None if ladder is None else ladder.sentence()),
        options.section(c),
        curves.section(c),
        timespent.section(c),
        dependence.detail(c),
        *([] if ladder is None else [ladder.section()]),
        wire.section(c),
        rights.section(c),
        construction.section(c),
        *([register.claims_section(answered)] if answered else []),
        register.section(c, known),
        glossary.section(c),
    ]
    there = {"claims": bool(answered), "ladder": ladder is not None}
    contents = [(key, words) for key, words in _PARTS if there.get(key, True)]
    body = tag(
        "body",
        tag("a", "Skip to the answer", href="#question", class_="skip"),
        tag("main", sections[0], _contents(contents), *sections[1:]),
        tag("footer", _colophon(c), class_="colophon"),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content=f"Renkei {__version__}"),
        tag("title", plain(f"{c.study.question} – {c.study.title}")),
        tag("style", Html(CSS + PRINT)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _contents(parts: list[tuple[str, str]]) -> Html:
    links = [tag("a", words, href=f"#{key}") for key, words in parts]
    return tag("nav", items(links), class_="contents", aria_label="Contents")


def _colophon(c: Contents) -> Html:
    return paragraph(
        f"Made by Renkei {__version__} from the study “{c.study.title}” (",
        tag("code", c.identity),
        "). Not affiliated with any government; public sources. Not a forecast: a ranking that "
        "the evidence cannot carry is undecided.",
    )
