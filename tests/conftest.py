"""What holds for every test."""

from hypothesis import settings

# The same examples on every machine, and no clock on them: a test fails by what it reads alone.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
