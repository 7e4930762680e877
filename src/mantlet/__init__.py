"""mantlet: open, mission-level simulation of layered air and missile defence."""

__version__ = "0.1.0"
