"""Runs: many days of one case, by the kernel or by the engine, as the same columns."""
