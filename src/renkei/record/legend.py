"""What the numbers in a trace stand for."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.record.vocabulary import base_and_hop


@dataclass(frozen=True, slots=True)
class Legend:
    """Names and properties of the sites and posts of one case.

    All tuples indexed by base have one entry per base; ``-1`` means none.
    """

    bases: tuple[str, ...]
    """Full names, sorted."""
    step_of: tuple[int, ...]
    """Base of the step that an edge leads to or a role is asked for; a step's own base."""
    source_of: tuple[int, ...]
    """For an edge, base of the step it comes from."""
    deliberation: tuple[bool, ...]
    """Whether work of a step or role is a political judgement."""
    milestone_of: tuple[int, ...]
    """For a step, index of its milestone."""
    posts: tuple[str, ...]
    nation_of_post: tuple[str, ...]
    headquarters_of_post: tuple[str, ...]
    milestones: tuple[str, ...]
    answers: tuple[int, ...]
    """Milestone indexes that are answers of their threads."""
    incidents: tuple[tuple[str, int], ...]
    """Source and ordinal of each incident; incidents count from 1."""
    outcomes: tuple[tuple[str, ...], ...]
    """Outcomes of each step, by base."""
    guarantees: tuple[str, ...] = ()
    """Names of the study's guarantees, sorted."""

    def name(self, site: int) -> str:
        """A site's full name with its hop."""
        base, hop = base_and_hop(site)
        return f"{self.bases[base]}{f' hop {hop}' if hop else ''}"
