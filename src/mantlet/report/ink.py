"""How figures look, and how they become inline SVG that follows the colours of the page.

Figures are drawn in the light colours of `COLOURS`; on the way out each becomes a CSS variable, so that one drawing
serves light, dark and print. The hues are those of Okabe and Ito, which stay apart for colour-blind readers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeAlias

from mantlet.report.markup import Html, escaped

# Matplotlib's own types are half unknown, which a strict checker refuses: to it these are anything.
Figure: TypeAlias = Any
Axes: TypeAlias = Any

# name -> (light, dark). Source of the hues: Okabe, Ito 2008, "Color Universal Design".
COLOURS: dict[str, tuple[str, str]] = {
    "ink": ("#1c2430", "#e4e7eb"),
    "soft": ("#5a6472", "#a3adba"),
    "line": ("#d5d9df", "#3a424d"),
    "faint": ("#eef0f3", "#20262e"),
    "paper": ("#fffffe", "#151a20"),
    "blue": ("#0072b2", "#4aa8e0"),
    "sky": ("#56b4e9", "#7cc7f2"),
    "green": ("#009e73", "#2fc79c"),
    "orange": ("#e69f00", "#f0b429"),
    "vermillion": ("#d55e00", "#f27d2e"),
    "purple": ("#a8487c", "#e29cc2"),
    "yellow": ("#f0e442", "#f0e442"),
}
LIGHT = {name: light for name, (light, _) in COLOURS.items()}

_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mantlet",
    "svg.id": None,
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.parse_math": False,
    "text.color": LIGHT["ink"],
    "axes.edgecolor": LIGHT["soft"],
    "axes.labelcolor": LIGHT["ink"],
    "axes.facecolor": "none",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "xtick.color": LIGHT["soft"],
    "ytick.color": LIGHT["soft"],
    "xtick.labelcolor": LIGHT["ink"],
    "ytick.labelcolor": LIGHT["ink"],
    "grid.color": LIGHT["line"],
    "grid.linewidth": 0.5,
    "path.simplify": True,
}
# The drawing's own fonts are those of the page; text was measured in a wide face, so a narrower one cannot collide.
_FONT = re.compile(r"font: ?([^;\"]*?)([\d.]+)px [^;\"]*")
_HEAD = re.compile(r"<svg\b[^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.S)


@contextmanager
def drawing(width_in: float, height_in: float) -> Generator[Figure]:
    """An empty figure of that size in the style of the brief; no window system and no global state are touched."""
    matplotlib: Any = import_module("matplotlib")
    figures: Any = import_module("matplotlib.figure")
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, "backend": "agg", **_STYLE}):
        yield figures.Figure(figsize=(width_in, height_in))


def inline_svg(figure: Figure, name: str, title: str, description: str, *, themed: bool = True) -> Html:
    """The figure as inline SVG: ids prefixed by `name`, titled for screen readers, free of dates and fonts.

    With `themed` the colours of `COLOURS` follow the page; without, they stay as drawn (for light cards).
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue().decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<g id=\"(?:text|line2d|patch|xtick|ytick|PathCollection|matplotlib\.axis)_[^\"]*\">", "<g>", text)
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text)
    text = _FONT.sub(r"font: \g<1>\g<2>px var(--sans)", text)
    text = re.sub(r"<!--.*?-->\n?|\n\s*(?=\n)", "", text, flags=re.S)
    text = re.sub(r"\n\s+", "\n", text)
    if themed:
        for colour, light in LIGHT.items():
            text = text.replace(light, f"var(--{colour})")
    opening = (
        f'<svg viewBox="\\1" role="img" aria-labelledby="{name}-title {name}-desc" xmlns:xlink='
        f'"http://www.w3.org/1999/xlink">\n<title id="{name}-title">{escaped(title)}</title>\n'
    )
    closing = f'<desc id="{name}-desc">{escaped(description)}</desc>\n'
    return Html(_HEAD.sub(lambda found: opening.replace("\\1", found.group(1)) + closing, text, count=1))


def style_variables() -> str:
    """The colours as CSS custom properties: light, and dark where the reader asks for it."""
    light = "".join(f"--{name}:{values[0]};" for name, values in COLOURS.items())
    dark = "".join(f"--{name}:{values[1]};" for name, values in COLOURS.items())
    return (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f".on-light{{{light}}}"
    )
