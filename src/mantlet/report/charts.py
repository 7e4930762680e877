"""How many get through: the figure of all raids and of the three spreads. Labels stand at the marks themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.report.drawing import Drawing, Letters, Scale, Sign, Stroke
from mantlet.report.findings import Spread
from mantlet.report.markup import Html
from mantlet.report.wording import SPREAD_MEANINGS, between, short

MOST_BARS = 60
_BROAD, _TALL = 620.0, 324.0
_LEFT, _RIGHT, _TOP, _FOOT = 44.0, 608.0, 13.0, 175.0  # of the bars
_BANDS, _BAND = 181.0, 36.0  # where the bands begin, and how high each is
_END = _BANDS + 3 * _BAND
_AXIS, _GRID, _MEAN = Stroke("soft", 0.6), Stroke("line", 0.5), Stroke("ink", 1.2)


def distribution_svg(leakers: NDArray[np.float64], spread: Spread, draw_means: NDArray[np.float64]) -> Html:
    """Share of raids by number of leakers, and below it on one scale what one raid and what the mean may be."""
    edges = _edges(leakers)
    shares = np.histogram(leakers, edges)[0] / len(leakers) * 100
    spreads = (spread.error, spread.chance, spread.ignorance)
    ends = [float(edges[0]), float(edges[-1]), *(bound for interval in spreads if interval for bound in interval)]
    margin = 0.02 * (max(ends) - min(ends))
    along = Scale(min(ends) - margin, max(ends) + margin, _LEFT, _RIGHT)
    up = Scale(0.0, float(shares.max()) * 1.16, _FOOT, _TOP)
    drawing, mean = Drawing(_BROAD, _TALL), along(spread.mean)
    for share in up.ticks(7):
        drawing.lines([[(_LEFT, up(share)), (_RIGHT, up(share))]], _GRID)
        drawing.words((_LEFT - 4, up(share)), f"{share:g}", Letters(side="end", height="middle"))
    gap = 0.05 * (along(edges[1]) - along(edges[0]))
    bars = zip(edges[:-1].tolist(), edges[1:].tolist(), shares.tolist(), strict=True)
    drawing.boxes(
        [(along(a) + gap, up(tall), along(b) - along(a) - 2 * gap, _FOOT - up(tall)) for a, b, tall in bars if tall],
        "sky",
    )
    drawing.lines([[(_LEFT, _TOP), (_LEFT, _FOOT), (_RIGHT, _FOOT)]], _AXIS)
    drawing.lines([[(mean, _TOP), (mean, _FOOT)], [(mean, _BANDS), (mean, _END)]], _MEAN)
    drawing.words((mean + 2, _TOP), f"average {short(spread.mean)}", Letters(height="below", halo=True))
    drawing.words((12, (_TOP + _FOOT) / 2), "raids, %", Letters(side="middle"), turned=True)
    _draw_bands(drawing, along, spread, draw_means)
    drawing.lines([[(_LEFT, _END), (_RIGHT, _END)]], _AXIS)
    for count in along.ticks(12, least=1.0):
        drawing.lines([[(along(count), _END), (along(count), _END + 3)]], _AXIS)
        drawing.words((along(count), _END + 5), f"{count:g}", Letters(side="middle", height="below"))
    drawing.words(((_LEFT + _RIGHT) / 2, _TALL - 4), "leakers in a raid (decoys not counted)", Letters(side="middle"))
    about = f"Histogram of leakers per raid around a mean of {spread.mean:.1f}"
    return drawing.svg("leakers", "How many get through", about)


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bins centred on whole numbers, several numbers wide where one each would be too many."""
    low, high = int(values.min()), int(values.max())
    step = -(-(high - low + 1) // MOST_BARS)
    return np.arange(low, high + step + 1, step, dtype=np.float64) - 0.5


def _draw_bands(drawing: Drawing, along: Scale, spread: Spread, draw_means: NDArray[np.float64]) -> None:
    middle = (along.low + along.high) / 2
    bands = (
        (spread.chance, "sky", "chance"),
        (spread.ignorance, "orange", "ignorance"),
        (spread.error, "ink", "error"),
    )
    for row, (interval, colour, term) in enumerate(bands):
        if interval is None:
            continue
        low, high = map(along, interval)
        y = _BANDS + (row + 0.75) * _BAND
        drawing.lines([[(low, y), (high, y)]], Stroke(colour, 7))
        text = f"{term}, {between(interval)}: {SPREAD_MEANINGS[term].partition(':')[0]}"
        if interval[0] > middle:
            drawing.words((high, y - 9), text, Letters(8, side="end", halo=True))
        else:
            drawing.words((low, y - 9), text, Letters(8, halo=True))
        if colour == "orange" and len(draw_means) > 1:
            shown = np.sort(draw_means)[:: max(1, len(draw_means) // 200)].tolist()
            drawing.marks([(along(mean), y) for mean in shown], Sign("bar", 7, "none", "ink"), 0.55)
