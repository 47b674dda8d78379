"""Rights: who decides a function, whose consent and consultation it needs."""

from __future__ import annotations

from renkei.model.base import Flag, Milliseconds, Names, Noun
from renkei.model.relationship import Authority, Scheme
from renkei.model.state import ALWAYS, When


class Consent(Noun):
    """A post that is asked before a decision stands."""

    of: str
    """The post asked: "cabinet of Kantei" or "commander of holder of OPCON over …"."""
    takes: str
    """Estimate of the work of answering."""
    refuses: str | None = None
    """Estimate of the probability that the answer is no; left out, it never is."""
    within: Milliseconds | None = None
    """The limit of its answer, counted from the sending; consent not given by then is refused,
    a consultation not answered by then is passed over."""
    level: str | None = None
    """Level of the word of request and answer; left out, the step's."""
    deliberation: Flag = False
    """Whether answering is a political judgement."""
    eased_by: str | None = None
    """Estimate of a share of the answering time that is saved."""


class Needs(Noun):
    """The authority over forces without which an act cannot be ordered."""

    authority: Authority
    """This, or what implies it."""
    over: str
    """A force or force set, all of which must be covered."""
    scheme: Scheme | None = None
    """Whose doctrine the authority must be of; left out, anyone's."""


class Right(Noun):
    """Who may do what, in which states."""

    function: str
    when: When = ALWAYS
    decides: str
    consent: dict[str, Consent] = {}
    consult: dict[str, Consent] = {}
    needs: Needs | None = None
    """The authority that the act itself needs; whoever decides must hold it."""
    inform: Names = ()
    """Who is told; told after the verdict, it costs the decision no time."""
    legal_basis: str = ""
    source: Names = ()
    verify: Flag = False


class Duty(Noun):
    """A named function that an arrangement gives to a post."""

    title: str = ""
    post: str
    when: When = ALWAYS
    otherwise: str | None = None
    """The post that has it while the condition does not hold."""
    source: Names = ()
