"""Lowering: from a checked case to the flat tables of a program."""

from renkei.lowering.case import lower
from renkei.program.worlds import world_values

__all__ = ["lower", "world_values"]
