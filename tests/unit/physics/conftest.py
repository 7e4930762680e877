"""Property tests here call code that compiles or imports on first use, so a time limit per example says nothing."""

from hypothesis import settings

settings.register_profile("untimed")
settings.load_profile("untimed")
