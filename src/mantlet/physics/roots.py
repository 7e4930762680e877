"""Where a monotone formula meets zero: the one place that inverts numerically."""

from __future__ import annotations

import math
from collections.abc import Callable

_WITHIN = 1e-12
_WITHIN_RATIO = 4 * 2.0**-52


def root_between(formula: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a continuous formula between two places where its sign differs, within 1e-12.

    Raises ValueError when the signs are the same.

    Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 4.

    >>> round(root_between(lambda x: x * x - 2.0, 0.0, 2.0), 9)
    1.414213562
    """
    last, best = low, high
    at_last, at_best = formula(last), formula(best)
    if at_last == 0.0 or at_best == 0.0:
        return last if at_last == 0.0 else best
    if (at_last < 0.0) == (at_best < 0.0):
        raise ValueError(f"got {at_last:g} at {low:g} and {at_best:g} at {high:g}, expected opposite signs")
    across, at_across, before, step = last, at_last, 0.0, 0.0
    while True:
        if at_last != 0.0 and (at_last < 0.0) != (at_best < 0.0):
            across, at_across = last, at_last  # the zero lies between here and the best
            before = step = best - last
        if abs(at_across) < abs(at_best):
            last, best, across = best, across, best
            at_last, at_best, at_across = at_best, at_across, at_best
        within, half = (_WITHIN + _WITHIN_RATIO * abs(best)) / 2, (across - best) / 2
        if at_best == 0.0 or abs(half) < within:
            return best
        bold = math.inf
        if abs(before) > within and abs(at_best) < abs(at_last):
            bold = _aimed((last, at_last), (best, at_best), (across, at_across))
        before, step = (step, bold) if 2 * abs(bold) < min(abs(before), 3 * abs(half) - within) else (half, half)
        last, at_last = best, at_best
        best += step if abs(step) > within else math.copysign(within, half)
        at_best = formula(best)


_Point = tuple[float, float]


def _aimed(last: _Point, best: _Point, across: _Point) -> float:
    """Step from the best point to where the curve through all three, or the line through two, meets zero."""
    (x0, y0), (x1, y1), (x2, y2) = last, best, across
    if x0 == x2:
        return -y1 * (x1 - x0) / (y1 - y0)
    first, second = (y0 - y1) / (x0 - x1), (y2 - y1) / (x2 - x1)
    return -y1 * (y2 * second - y0 * first) / (second * first * (y2 - y0))
