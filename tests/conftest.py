"""Settings for every test: generated cases are the same on every machine and have no clock."""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
