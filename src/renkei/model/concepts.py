"""The concepts of a study, by the word that names their file in every room.

To change how consents work, open every ``consent.py``. A test walks this list and asks every
room of the meaning (checks, lowering, engine, kernel) for a file of the concept's word.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept.

    Attributes:
        word: its file in this room.
        means: what it is.
        also: further words of the field for its files in other rooms.
    """

    word: str
    means: str
    also: tuple[str, ...] = ()


CONCEPTS = (
    Concept("arrangement", "who exists, how they relate, who holds which right and duty"),
    Concept("consent", "rights and duties: who decides, whose consent, who is asked", ("duty",)),
    Concept("disclosure", "what one nation passes to another without a review"),
    Concept("estimate", "a number nobody knows, and its luck", ("estimates", "luck")),
    Concept("force", "a body of troops over which authority is held"),
    Concept("headquarters", "its posts and people: work, queues, reaching", ("work",)),
    Concept("link", "a means by which word travels, and the word on its way", ("word", "routes")),
    Concept("place", "where a headquarters is, and the zone of its clock", ("zones",)),
    Concept("relationship", "typed authority between headquarters", ("authority",)),
    Concept("scenario", "a start, a horizon, and streams of incidents", ("incident",)),
    Concept("schedule", "hours on duty: shifts, holidays, boundaries", ("calendar", "shift")),
    Concept("state", "situations of nations that rights, hours and relationships depend on"),
    Concept("thread", "steps, branches, joins, loops and procedures", ("flow",)),
)
"""All of them; a further noun file in this room is a further concept."""
