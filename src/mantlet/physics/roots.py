"""Where a monotone formula meets zero: the one place that inverts numerically."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast


def root_between(formula: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a continuous formula between two places where its sign differs, within 1e-12.

    Raises ValueError when the signs are the same.

    Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 4 (through SciPy).

    >>> round(root_between(lambda x: x * x - 2.0, 0.0, 2.0), 9)
    1.414213562
    """
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    return float(cast(Any, optimize).brentq(formula, low, high, xtol=1e-12))
