"""Several intervals and points of which one holds, as one distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Part(NamedTuple):
    """An interval, even from end to end, or a point where both ends are one; so likely beside the others."""

    low: float
    high: float
    weight: float


def mixed(u: float, parts: Sequence[Part], *, is_log: bool = False) -> float:
    """The figure up to which a share `u` in [0, 1) of all parts lies; never falls as `u` grows, never between parts.

    With `is_log` an interval is even on a logarithmic scale; its ends then lie above zero.

    >>> [mixed(u, [Part(0, 2, 1), Part(8, 8, 1)]) for u in (0.0, 0.25, 0.49, 0.5, 0.9)]
    [0.0, 1.0, 1.96, 8.0, 8.0]
    """
    scale, back = (math.log, math.exp) if is_log else (float, float)
    left = u * sum(part.weight for part in parts)
    ends = sorted({end for part in parts for end in part[:2]})
    wide = [scale(part.low) < scale(part.high) for part in parts]  # the logarithms of two neighbours may be one
    for end, after in pairwise([*ends, ends[-1]]):
        left -= sum(part.weight for part, is_wide in zip(parts, wide, strict=True) if not is_wide and part.low == end)
        if left < 0:
            return float(end)
        density = sum(
            part.weight / (scale(part.high) - scale(part.low))
            for part, is_wide in zip(parts, wide, strict=True)
            if is_wide and part.low <= end < part.high
        )
        width = scale(after) - scale(end)
        if left < density * width:
            return back(scale(end) + left / density)
        left -= density * width
    return float(ends[-1])
