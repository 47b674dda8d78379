"""What a number rests on: estimates, grades, sources."""
