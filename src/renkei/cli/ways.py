"""How a word travels, in sentences: hop by hop, who forwards, who reviews, how long."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from renkei.checks.case import Case, Route
from renkei.checks.cases import View
from renkei.cli.reasons import Reasons
from renkei.cli.wording import about, cited
from renkei.evidence.duration import words as duration
from renkei.model.relationship import MEANING


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop between two headquarters."""

    from_: str
    to: str
    by: str
    """Name of the relationship, or of the link for information."""
    direction: str
    """up, down, across, or over a link."""
    type: str
    at: str

    def words(self) -> str:
        """The hop as part of a sentence."""
        if self.direction == "link":
            return cited(f'over the link "{self.by}" to {self.to}', self.at)
        return cited(f"{self.direction} to {self.to} by {self.type}", self.at)


@dataclass(frozen=True, slots=True)
class Way:
    """A route, told."""

    headquarters: tuple[str, ...]
    hops: tuple[Hop, ...]
    forwards: tuple[dict[str, str], ...]
    """Each headquarters on the way: who handles the word, why it only forwards, where written."""
    reviews: tuple[dict[str, str], ...]
    """Each disclosure review: by which post, before which border."""
    nominal_ms: int

    def row(self) -> dict[str, Any]:
        """The way as part of a JSON document."""
        return {
            "route": list(self.headquarters),
            "relationships": [h.by for h in self.hops],
            "at": [h.at for h in self.hops],
            "hops": [
                {("from" if k == "from_" else k): v for k, v in asdict(h).items()}
                for h in self.hops
            ],
            "nominal_s": round(self.nominal_ms / 1000),
            "forwards": list(self.forwards),
            "reviews": list(self.reviews),
        }

    def sentences(self) -> list[str]:
        """The way in sentences; the first completes "it …"."""
        told: list[str] = []
        start = self.headquarters[0]
        if self.hops:
            steps = ", then ".join(h.words() for h in self.hops)
            nominal = "in no time" if not self.nominal_ms else f"about {duration(self.nominal_ms)}"
            told.append(f"goes from {start} {steps}; nominally {nominal} on the way")
        elif self.reviews:
            told.append(
                f"stays inside {start}, but crosses a border there; nominally "
                f"about {duration(self.nominal_ms)}"
            )
        else:
            told.append(f"stays inside {start}")
        told += [
            cited(f"{f['headquarters']} only forwards ({f['post']}, {f['takes']}): {f['why']}",
                  f["why_at"])
            for f in self.forwards
        ]  # fmt: skip
        told += [
            f"{r['post']} reviews it for disclosure before it passes to {r['to_nation']}, "
            f"{r['takes']}"
            for r in self.reviews
        ]
        return told


def way(case: Case, view: View, reasons: Reasons, route: Route, *, by_links: bool = False) -> Way:
    """A route of a case, told; information goes by links, all else by relationships."""
    hops: list[Hop] = []
    pairs = zip(route.headquarters, route.headquarters[1:], strict=False)
    for (here, there), name in zip(pairs, route.relationships, strict=True):
        origins = view.study.origins
        if by_links:
            at = origins.find("arrangements", view.name, "links", name).cited
            hops.append(Hop(here, there, name, "link", "link", at))
            continue
        r = view.arrangement.relationships[name]
        at = origins.find("arrangements", view.name, "relationships", name).cited
        direction = "across"
        if MEANING[r.type].vertical:
            direction = "down" if r.from_ == here else "up"
        hops.append(Hop(here, there, name, direction, str(r.type), at))
    forwards: list[dict[str, str]] = []
    reviews: list[dict[str, str]] = []
    reached = 0
    for number, segment in enumerate(route.segments):
        post = case.posts[segment.post]
        takes = about(case.estimates[segment.estimate])
        if segment.transit:
            reached += 1
        elif segment.review:
            reviews.append(
                {"post": post.name, "takes": takes, "to_nation": _beyond(case, view, route, number)}
            )
        else:
            why = reasons.forwards(post.headquarters, route.relationships[reached - 1])
            forwards.append(
                {"headquarters": post.headquarters, "post": post.name, "takes": takes,
                 "why": why.words, "why_at": why.at}
            )  # fmt: skip
    return Way(route.headquarters, tuple(hops), tuple(forwards), tuple(reviews), route.nominal_ms)


def _beyond(case: Case, view: View, route: Route, number: int) -> str:
    """The nation on the other side of the border that a review stands before."""
    own = case.posts[route.segments[number].post].nation
    transits = sum(1 for s in route.segments[:number] if s.transit)
    beyond = route.headquarters[min(transits + 1, len(route.headquarters) - 1)]
    nation = view.arrangement.headquarters[beyond].nation
    return nation if nation and nation != own else f"the other nation at {beyond}"


def told(sentences: list[str]) -> str:
    """Sentences as one paragraph."""
    return ". ".join(sentences) + "."
