"""Scalar formulas over arrays: one wrapper instead of a second version of every formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def over_arrays(formula: Callable[..., Any]) -> Callable[..., Any]:
    """The broadcast form of a scalar formula: arguments broadcast as in NumPy, results of the broadcast shape.

    A formula that returns a tuple gives a tuple of arrays. Keyword arguments broadcast too. It loops in Python
    (1 us a call and more): meant for tables and plots, not for the engines.

    >>> over_arrays(lambda x, y: x + y)([1.0, 2.0], 10.0)
    array([11., 12.])
    """

    def broadcast(*args: Any, **kwargs: Any) -> Any:
        names = list(kwargs)
        spread = np.broadcast_arrays(*args, *kwargs.values())
        shape = spread[0].shape
        columns = [part.ravel().tolist() for part in spread]
        count = len(args)
        rows = [
            formula(*row[:count], **dict(zip(names, row[count:], strict=True))) for row in zip(*columns, strict=True)
        ]
        if rows and isinstance(rows[0], tuple):
            return tuple(np.array(column).reshape(shape) for column in zip(*rows, strict=True))
        return np.array(rows).reshape(shape)

    broadcast.__name__ = f"{getattr(formula, '__name__', 'formula')}_over_arrays"
    broadcast.__doc__ = formula.__doc__
    return broadcast
