"""HTML and SVG as values: whatever is not marked as markup is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_JAPANESE = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]+")
_KOREAN = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+")
_EMPTY = {"meta", "rect", "line", "path", "circle", "polygon", "br"}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def text(value: object) -> Html:
    """Escapes plain text, and says which runs of it are Japanese or Korean."""
    if isinstance(value, Html):
        return value
    safe = escape(str(value))
    safe = _JAPANESE.sub(lambda m: f'<span lang="ja">{m[0]}</span>', safe)
    return Html(_KOREAN.sub(lambda m: f'<span lang="ko">{m[0]}</span>', safe))


def plain(value: object) -> Html:
    """Escapes plain text for places that hold no elements: SVG text, titles."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Several pieces in a row."""
    return Html(text(between).join(text(p) for p in parts))


def tag(name: str, /, *children: object, **attributes: str | float | None) -> Html:
    """An element. ``class_`` gives ``class``, ``aria_label`` gives ``aria-label``."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(text(c) for c in children)
    if name in _EMPTY and not inner:
        return Html(f"<{name}{shown}>" if name in ("meta", "br") else f"<{name}{shown}/>")
    return Html(f"<{name}{shown}>{inner}</{name}>")


def paragraph(*children: object, class_: str | None = None) -> Html:
    """A paragraph."""
    return tag("p", *children, class_=class_)


def items(entries: Iterable[object], class_: str | None = None) -> Html:
    """A list without order."""
    return tag("ul", *(tag("li", e) for e in entries), class_=class_)


def table(
    caption: object, head: Sequence[object], rows: Sequence[Sequence[object]], *,
    class_: str | None = None, row_heads: int = 1,
) -> Html:  # fmt: skip
    """A table that scrolls in its own frame; the first cells of each row are its heads."""
    shown = text(caption)
    header = tag("tr", *(tag("th", h, scope="col") for h in head))
    body = [
        tag(
            "tr",
            *(
                tag("th", cell, scope="row") if i < row_heads else tag("td", cell)
                for i, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    whole = tag(
        "table", tag("caption", shown), tag("thead", header), tag("tbody", *body), class_=class_
    )
    return scroll(whole, without_tags(shown))


def scroll(inner: Html, label: str) -> Html:
    """A frame that scrolls sideways, reachable by keyboard."""
    return tag("div", inner, class_="scroll", tabindex=0, role="group", aria_label=label)


def without_tags(markup: str) -> str:
    """The text of markup, for labels."""
    bare = re.sub(r"<[^>]*>", "", markup)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        bare = bare.replace(entity, sign)
    return bare.replace("&amp;", "&")


def details(summary: object, *inner: object) -> Html:
    """Something folded away, opened on paper."""
    return tag("details", tag("summary", summary), *inner)


def figure(
    drawing: Html, finding: object, behind: Html, *, class_: str | None = None,
    summary: str = "The numbers behind",
) -> Html:  # fmt: skip
    """A chart with its finding below, and what is behind it."""
    return tag(
        "figure", drawing, tag("figcaption", finding), details(summary, behind), class_=class_
    )


def svg(
    key: str, width: float, height: float, title: object, description: object, *inner: Html,
    class_: str | None = None,
) -> Html:  # fmt: skip
    """A drawing with a name and a description."""
    return tag(
        "svg",
        tag("title", plain(title), id=f"{key}-t"), tag("desc", plain(description), id=f"{key}-d"),
        *inner,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}",
        height=f"{height:g}", role="img", aria_labelledby=f"{key}-t {key}-d", class_=class_,
    )  # fmt: skip


def label(x: float, y: float, words: object, **attributes: str | float | None) -> Html:
    """Text in a drawing."""
    return tag("text", plain(words), x=f"{x:g}", y=f"{y:g}", **attributes)
