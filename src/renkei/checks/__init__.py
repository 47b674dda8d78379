"""What can be judged of a study before it runs: calendars and faults."""
