"""The command line: one module per verb, and what the verbs share."""
