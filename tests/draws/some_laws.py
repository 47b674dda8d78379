"""Laws that the tests of this room look at: every shape, its ends and its middle."""

from __future__ import annotations

from renkei.draws.laws import Law

PERT = Law("pert", low=2 / 5, high=14 / 5)

LAWS = [
    Law("fixed"),
    Law("lognormal", 0.3),
    Law("lognormal", 0.8),
    Law("lognormal", 1.5),
    Law("exponential"),
    Law("erlang", 1),
    Law("erlang", 3),
    Law("erlang", 40),
    Law("hyperexponential", 1),
    Law("hyperexponential", 4),
    Law("hyperexponential", 30),
    Law("uniform", 0.0),
    Law("uniform", 0.5),
    Law("uniform", 1.0),
    Law("normal", 0.0),
    Law("normal", 0.2),
    Law("normal", 0.7),
    PERT,
    Law("pert", low=1.0, high=4.0),
    Law("pert", low=0.0, high=1.0),
]


def name(law: Law) -> str:
    return f"{law.shape}-{law.spread:g}" + (f"-{law.low:g}-{law.high:g}" if law.high else "")
