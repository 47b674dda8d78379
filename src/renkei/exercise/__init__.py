"""The exercise: people sit in posts of the same engine that defines the simulation."""
