"""What happened: the vocabulary of events, the trace, and what is read from it."""
