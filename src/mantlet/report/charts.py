"""How many get through: the figure of all raids and of the three spreads. Labels stand at the marks themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.report.findings import Spread
from mantlet.report.ink import LIGHT, Axes, drawing, inline_svg
from mantlet.report.markup import Html
from mantlet.report.wording import SPREAD_MEANINGS, between, short

MOST_BARS = 60
_GROUND = {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1.5}


def distribution_svg(leakers: NDArray[np.float64], spread: Spread, draw_means: NDArray[np.float64]) -> Html:
    """Share of raids by number of leakers, and below it on one scale what one raid and what the mean may be."""
    from matplotlib.ticker import MaxNLocator

    edges = _edges(leakers)
    shares = np.histogram(leakers, edges)[0] / len(leakers) * 100
    spreads = (spread.error, spread.chance, spread.ignorance)
    ends = [float(edges[0]), float(edges[-1]), *(bound for interval in spreads if interval for bound in interval)]
    left, right = min(ends), max(ends)
    with drawing(8.6, 4.5) as figure:
        top = figure.add_axes((0.07, 0.46, 0.91, 0.50))
        top.bar((edges[:-1] + edges[1:]) / 2, shares, width=np.diff(edges) * 0.9, color=LIGHT["sky"])
        top.set_ylabel("raids, %")
        top.set_xlim(left - 0.02 * (right - left), right + 0.02 * (right - left))
        top.grid(axis="y")
        top.set_axisbelow(True)
        top.axvline(spread.mean, color=LIGHT["ink"], linewidth=1.2)
        top.set_ylim(0, float(shares.max()) * 1.16)
        top.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        text = f"average {short(spread.mean)}"
        top.annotate(text, (spread.mean, 1), xycoords=("data", "axes fraction"), va="top", fontsize=9, bbox=_GROUND)
        top.tick_params(labelbottom=False, length=0)
        low = figure.add_axes((0.07, 0.11, 0.91, 0.33), sharex=top)
        _draw_bands(low, spread, draw_means)
        low.set_xlabel("leakers in a raid (decoys not counted)")
        return inline_svg(
            figure,
            "leakers",
            "How many get through",
            f"Histogram of leakers per raid around a mean of {spread.mean:.1f}",
        )


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bins centred on whole numbers, several numbers wide where one each would be too many."""
    low, high = int(values.min()), int(values.max())
    step = -(-(high - low + 1) // MOST_BARS)
    return np.arange(low, high + step + 1, step, dtype=np.float64) - 0.5


def _draw_bands(axes: Axes, spread: Spread, draw_means: NDArray[np.float64]) -> None:
    axes.set_ylim(0, 3)
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False, labelleft=False)
    axes.axvline(spread.mean, color=LIGHT["ink"], linewidth=1.2)
    middle = sum(axes.get_xlim()) / 2
    bands = (
        (2.25, spread.chance, "sky", "chance"),
        (1.25, spread.ignorance, "orange", "ignorance"),
        (0.25, spread.error, "ink", "error"),
    )
    for height, interval, colour, term in bands:
        if interval is None:
            continue
        axes.plot(interval, [height, height], color=LIGHT[colour], linewidth=7, solid_capstyle="butt", zorder=3)
        text = f"{term}, {between(interval)}: {SPREAD_MEANINGS[term].partition(':')[0]}"
        end, side = (interval[1], "right") if interval[0] > middle else (interval[0], "left")
        axes.text(end, height + 0.27, text, fontsize=8, ha=side, va="bottom", zorder=4, bbox=_GROUND)
        if colour == "orange" and len(draw_means) > 1:
            shown = np.sort(draw_means)[:: max(1, len(draw_means) // 200)]
            axes.plot(shown, np.full(len(shown), height), "|", color=LIGHT["ink"], markersize=7, alpha=0.55, zorder=4)
