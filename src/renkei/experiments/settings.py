"""How an experiment is run."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.runs.simulate import By


@dataclass(frozen=True, slots=True)
class Settings:
    """How a comparison is run; all of it decides the answer but for ``by`` and ``workers``."""

    worlds: int = 64
    replications: int = 50
    seed: int = 1
    by: By = "kernel"
    workers: int = 1
