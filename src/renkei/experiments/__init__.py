"""Experiments: studies put to a question, and the answer with its doubts."""
