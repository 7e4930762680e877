"""Draws what `bench/growth.py` kept: `python docs/pictures/growth.py` writes growth.png beside this file.

Small multiples on logarithmic scales, in the colours of the brief; faint lines grow in proportion, or where the cost of
an event is drawn as the logarithm of how many there are.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from PIL import Image

from mantlet.report.ink import LIGHT

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "bench" / "results" / "growth.json"
WIDTH_IN, HEIGHT_IN, DOTS_PER_IN = 9.6, 9.0, 130
ROOM = 2.2  # how much wider than what was measured each scale is
HEAD = 0.11  # and how much higher for each line of its legend
MEMORY_AIM_MB = 2048

STYLE = {
    "font.size": 9.0,
    "text.color": LIGHT["ink"],
    "axes.edgecolor": LIGHT["soft"],
    "axes.labelcolor": LIGHT["ink"],
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": LIGHT["soft"],
    "ytick.color": LIGHT["soft"],
    "xtick.labelcolor": LIGHT["ink"],
    "ytick.labelcolor": LIGHT["ink"],
}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Points = Sequence[tuple[float, float]]


def power_of_ten(value: float, _: int) -> str:
    """A tick of a logarithmic scale."""
    power = round(math.log10(value))
    return f"{value:g}" if -2 <= power <= 3 else f"10{str(power).translate(SUPERSCRIPTS)}"


def panel(axes: Any, title: str, size: str, cost: str, lines: dict[str, tuple[Points, str]]) -> None:
    """One of the multiples: lines by what stands at their end, with their points and colour."""
    every = [point for points, _ in lines.values() for point in points]
    spans = [(min(ends) / ROOM, max(ends) * ROOM) for ends in zip(*every, strict=True)]
    top = spans[1][1] * (spans[1][1] / spans[1][0]) ** (HEAD * len(lines))
    axes.set(xscale="log", yscale="log", xlim=spans[0], ylim=(spans[1][0], top))
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axes.set(xlabel=size, ylabel=cost)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(power_of_ten)
        axis.set_minor_locator(NullLocator())
    for power in range(-12, 13):
        ends = [(x, 10.0**power * every[0][1] * x / every[0][0]) for x in spans[0]]
        axes.plot(*zip(*ends, strict=True), color=LIGHT["line"], linewidth=0.7, zorder=0)
    for name, (points, colour) in lines.items():
        axes.plot(*zip(*points, strict=True), color=LIGHT[colour], marker="o", markersize=4, linewidth=1.4, label=name)
    axes.legend(loc="upper left", fontsize=8, frameon=True, facecolor="white", framealpha=1.0, edgecolor="none")


def drawn(kept: dict[str, Any]) -> Figure:
    """The figure."""
    rows, powers = kept["rows"], kept["exponents"]

    def line(label: str, name: str, size: str, cost: str, colour: str) -> dict[str, tuple[Points, str]]:
        scale = 1e3 if cost.endswith("_s") and cost != "fought_s" else 1.0
        points = [(row[size], scale * row[cost]) for row in rows[name]]
        return {f"{label}: power {powers[name][cost]['fitted']:.2f}": (points, colour)}

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), facecolor="white")
        (raids, by_objects, by_units), (events, *each), (memory, objects, units) = figure.subplots(3, 3)
        panel(raids, "Raids", "raids", "seconds of processor", line("12 objects", "raids", "raids", "fought_s", "blue"))
        flat = line("flat, 4 units", "objects", "objects", "raid_s", "blue")
        high = line("mountains, 8 units", "terrain", "objects", "raid_s", "vermillion")
        held = line("ruled, 4 units", "ruled objects", "objects", "raid_s", "purple")
        panel(by_objects, "One raid, by objects", "objects", "milliseconds", flat | high | held)
        lines = line("flat, 60 objects", "units", "units", "raid_s", "blue")
        lines |= line("ruled, 60 objects", "ruled units", "units", "raid_s", "purple")
        panel(by_units, "One raid, by units", "units", "milliseconds", lines)
        high = line("mountains", "terrain", "objects", "laid_out_s", "vermillion")
        for axes, name, more in ((objects, "objects", high), (units, "units", {})):
            lines = line("flat", name, name, "laid_out_s", "blue")
            lines |= more | line("a draw, flat", name, name, "draw_s", "green")
            panel(axes, f"Laying out, by {name}", name, "milliseconds", lines)
        flat = line("by objects, 4 units", "objects", "objects", "events", "blue")
        panel(
            events,
            "Events of a raid",
            "objects, or units",
            "looks, gates and dates",
            flat | line("by units, 60 objects", "units", "units", "events", "green"),
        )
        for axes, name in zip(each, ("objects", "units"), strict=True):
            an_event(axes, name, {"blue": rows[name], "purple": rows[f"ruled {name}"]})
        remember(memory, rows)
        figure.tight_layout(h_pad=2.0, w_pad=1.5)
    return figure


def an_event(axes: Any, name: str, found: dict[str, Sequence[Any]]) -> None:
    """The panel of what an event costs: where a line keeps to its faint one, raids cost events times logarithm."""
    most = 0.0
    for colour, rows in found.items():
        sizes, costs = [row[name] for row in rows], [row["event_ns"] for row in rows]
        logs = [math.log(row["events"]) for row in rows]
        axes.plot(sizes, [costs[0] * log / logs[0] for log in logs], color=LIGHT["line"], linewidth=0.7, zorder=0)
        axes.plot(sizes, costs, color=LIGHT[colour], marker="o", markersize=4, linewidth=1.4)
        most = max(most, *costs)
    axes.set(xscale="log", xlabel=name, ylabel="nanoseconds", ylim=(0, 1.5 * most))
    axes.set_title(f"An event, by {name}", loc="left", fontsize=10, fontweight="bold")
    axes.xaxis.set_major_formatter(power_of_ten)
    axes.xaxis.set_minor_locator(NullLocator())


def remember(axes: Any, rows: dict[str, Any]) -> None:
    """The panel of memory: dots, since it hangs on objects and units in two ways."""
    dots = {
        name: ([(row["objects"] * row["units"], row["peak_mb"]) for row in found], colour)
        for name, found, colour in (
            ("by objects, 4 units", rows["objects"], "blue"),
            ("by units, 60 objects", rows["units"], "green"),
            ("2000 against 200", rows["most"], "purple"),
        )
    }
    panel(axes, "Peak memory", "objects times units", "MB of one process", dots)
    axes.set_ylim(50, 16 * MEMORY_AIM_MB)
    axes.axhline(MEMORY_AIM_MB, color=LIGHT["soft"], linewidth=0.8, linestyle="--")
    axes.annotate(
        "2 GB", (axes.get_xlim()[1], MEMORY_AIM_MB), (-4, -11), textcoords="offset points", ha="right", fontsize=8
    )


def main() -> None:
    """Writes growth.png."""
    figure = drawn(json.loads(KEPT.read_text(encoding="utf-8")))
    room = io.BytesIO()
    figure.savefig(room, dpi=DOTS_PER_IN)
    picture = Image.open(room).convert("RGB")
    # By octree: a median cut gives rare colours away, and thin lines are rare.
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(HERE / "growth.png", optimize=True)


if __name__ == "__main__":
    main()
