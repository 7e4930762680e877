"""Formulas and compiled kernels of physics, each with its source."""

from mantlet.base import code_cache

code_cache.prepare()
