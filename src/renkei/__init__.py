"""Renkei checks, simulates and compares the command arrangements of an alliance."""

__version__ = "0.1.0"
