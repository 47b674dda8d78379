"""The engine: the meaning of a simulated day, step by step, in plain Python.

It is the definition that the compiled kernel must agree with, event by event. It has no
clock of its own, no luck of its own and no input or output.
"""
