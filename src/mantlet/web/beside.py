"""Two runs side by side: what `mantlet compare` tells of them, and the paired raids that are worth a look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from mantlet.report.figures import COMPARED, ROWS, Row, compared_rows, compared_words, dice
from mantlet.run.compare import compared
from mantlet.run.result import MOMENTS, off_place

if TYPE_CHECKING:
    from mantlet.run.result import Result

Column = NDArray[np.float64]
WORDS: Final = {name: words for name, words, _ in ROWS}
MOST_BARS: Final = 41  # of the differences of single raids


def beside(first: Result, second: Result, names: tuple[str, str]) -> dict[str, Any]:
    """The comparison as one document, second less first; UsageError where nothing pairs the two."""
    found = compared(first, second)
    rows = _rows(found)
    places, leakers, lost = _changes(first, second, found["draws"], found["replications"])
    return {
        "names": list(names),
        "heads": _heads(found, rows),
        "words": _with_minus(compared_words(found, *names)),
        "legend": f"{' '.join(COMPARED)} From {dice(found)}.",
        "changes": [found[side]["changes"] for side in ("first", "second")],
        "draws": found["draws"],
        "replications": found["replications"],
        "rows": [row._asdict() for row in rows],
        "picks": _picks(places, leakers, lost),
        "bars": _bars(places, leakers),
    }


def _rows(found: Mapping[str, Any]) -> list[Row]:
    """The table of the terminal."""
    return [Row(*map(_with_minus, row)) for row in compared_rows(found)]


def _with_minus(words: str) -> str:
    """A page has a minus where a terminal has a hyphen.

    >>> _with_minus("as-it-is-2: a change of -1 to 2")
    'as-it-is-2: a change of −1 to 2'
    """
    return re.sub(r"(?<!\w)-(?=\d)", "−", words)


def _heads(found: Mapping[str, Any], table: list[Row]) -> list[dict[str, Any]]:
    """What stands first: by how much leakers and value lost change, and how well that is known."""
    rows = {row.words: row for row in table}
    heads: list[dict[str, Any]] = []
    for name, words in (("leakers", "get through"), ("value_lost", "value lost")):
        if (row := rows.get(WORDS[name])) is None:
            continue
        entry = found["metrics"][name]
        error = entry["error"]
        isnt_told = error is not None and error[0] <= 0.0 <= error[1]
        known = [["not told from none, error" if isnt_told else "error", row.error]] * (error is not None)
        label = f"{words}, {row.first} before and {row.second} after"
        way, share = ("more in", row.more_in) if entry["difference"] > 0 else ("less in", row.less_in)
        heads.append({"label": label, "figure": row.change, "lines": [*known, [way, f"{share} of draws"]]})
    return heads


def _changes(first: Result, second: Result, draws: int, replications: int) -> tuple[NDArray[np.int64], Column, Column]:
    """Of the raids that both have: draw and replication, and by how much leakers and value lost change."""
    sides: list[Column] = []
    for result in (first, second):
        raids = result.raids
        rows = np.column_stack([raids[name].to_numpy() for name in ("draw", "replication", "leakers", "value_lost")])
        rows = rows[(rows[:, 0] < draws) & (rows[:, 1] < replications)]
        sides.append(np.asarray(rows[np.lexsort((rows[:, 1], rows[:, 0]))], np.float64))
    before, after = sides
    return before[:, :2].astype(np.int64), after[:, 2] - before[:, 2], after[:, 3] - before[:, 3]


def _picks(places: NDArray[np.int64], leakers: Column, lost: Column) -> list[dict[str, Any]]:
    """A pair in the middle of all, as a typical raid is found, and those at the ends by value lost, then by leakers."""
    order, middle = np.lexsort((leakers, lost)), np.argmin(off_place((lost, leakers), MOMENTS["typical"]))
    rows = (
        ("typical change", "nearest to the middle of all pairs, by value lost and by leakers", middle),
        ("second at its best", "the pair in which the second loses least value beside the first", order[0]),
        ("second at its worst", "the pair in which the second loses most value beside the first", order[-1]),
    )
    return [{"name": name, "why": why, **_place(places[row])} for name, why, row in rows]


def _bars(places: NDArray[np.int64], change: Column) -> list[dict[str, Any]]:
    """How many pairs have which change of leakers, several in one bar where there are many, and the first of each."""
    step = -(-int(np.ptp(change) + 1) // MOST_BARS)
    bars = np.floor(change / step).astype(np.int64)
    found: list[dict[str, Any]] = []
    for bar in np.unique(bars).tolist():
        rows = np.flatnonzero(bars == bar)
        found.append({"from": bar * step, "to": bar * step + step - 1, "count": len(rows), **_place(places[rows[0]])})
    return found


def _place(place: NDArray[np.int64]) -> dict[str, int]:
    return {"draw": int(place[0]), "replication": int(place[1])}
