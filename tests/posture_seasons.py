"""Draws of a posture made by hand: two states, two policies, two months, three replications and four places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.posture.months.fights import Fought
from mantlet.posture.months.season import Season

NAN = float("nan")
COLUMNS = ("asset:value_lost:town", "asset:value_lost:field", "class:leakers:cruise", "launched", "shots")
# Forces 0 to 5: replications 0, 1, 2 with the place empty, then the same with it filled.
ROWS = np.array([[[[0, 1, 2], [3, 4, 5]], [[3, 4, 5], [3, 4, 5]]], [[[0, 1, 2], [0, 1, 2]], [[3, 4, 5], [3, 4, 5]]]])


def table(*town: float, field: float = 0.0) -> NDArray[np.float64]:
    """Losses by force; leakers are twice the town's loss."""
    lost = np.array(town)
    return np.column_stack([lost, lost * 0 + field, 2 * lost, lost * 0 + 9, lost + 1])


def fought(**tables: NDArray[np.float64]) -> Fought:
    """A draw of these tables by raid."""
    return Fought(
        row=ROWS.astype(np.int32),
        margin_row=np.array([[0, 1, 2], [3, 4, 5]], np.int32),
        filled=np.array([[False, False, True, True]] * 3 + [[True, False, True, True]] * 3),
        tables=tables,
        columns=COLUMNS,
        fit_prob=np.zeros((2, 2, 0, 2)),
        ends_prob=np.zeros((2, 0, 2, 2)),
        inputs={"a": 1.0},
        fights=6,
    )


def season(*draws: Fought) -> Season:
    """Of two references, one that saturates and one of the menu; the second state is supposed."""
    return Season(draws, ("first", "second"), ("most",), ("first", "second", "menu"), 3, (False, True))


def _unmet(draw: Fought) -> Fought:
    """The same as a draw in which only the reference raids were met, and nothing was composed."""
    return draw._replace(
        margin_row=np.zeros((0, 3), np.int32), tables={name: draw.tables[name] for name in ("first", "second")}
    )


def two() -> Season:
    """Empty: `menu` costs most in the mean of both draws, though `first` does in the second. Filled: `second`."""
    one = fought(
        first=table(1, 2, 3, 1, 1, 1),
        second=table(3, 4, 5, 2, 3, 4, field=1.0),
        menu=table(20, 20, NAN, 0, 0, NAN),
        most=table(7, 8, NAN, 5, 6, NAN),
    )
    other = fought(
        first=table(9, 9, 9, 0, 0, 0),
        second=table(1, 1, 1, 6, 6, 6),
        menu=table(8, 8, NAN, 1, 1, NAN),
        most=table(0, 0, NAN, 0, 0, NAN),
    )
    return season(one, other)


def three() -> Season:
    """The same two, and between them one that is read for the reference raids alone."""
    one, other = two().draws
    return season(one, _unmet(one), other)


def five() -> Season:
    """The same two as far apart as draws are that meet the raids that are made larger."""
    one, other = two().draws
    return season(one, *[_unmet(one)] * 3, other)
