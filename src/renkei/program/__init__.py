"""Flat tables: the only place where compiler (lowering) and kernel meet.

``tables`` holds one table per concept, ``program`` bundles them, ``worlds`` draws what each
world holds the estimates to be, ``outcomes`` is what the kernel gives back.
"""

from renkei.program.outcomes import Outcomes
from renkei.program.program import Program
from renkei.program.worlds import world_values

__all__ = ["Outcomes", "Program", "world_values"]
