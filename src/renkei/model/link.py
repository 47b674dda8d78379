"""Links: the means by which word travels."""

from __future__ import annotations

from renkei.model.base import Names, Noun


class Link(Noun):
    """A network: word passes between any two of its members in one transit."""

    title: str = ""
    between: Names
    transit: str
    """Estimate of the time in transit."""
    source: Names = ()
