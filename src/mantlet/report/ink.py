"""The colours of the page and of its pictures: by day, by night and on paper.

Each is a CSS variable, so that one drawing serves light, dark and print. The hues are those of Okabe and Ito, which
stay apart for colour-blind readers.
"""

from __future__ import annotations

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
    "rust": ("#b34e00", "#f27d2e"),  # vermillion where it is text, which by day is too pale for that
    "purple": ("#a8487c", "#e29cc2"),
    "yellow": ("#f0e442", "#f0e442"),
}
LIGHT = {name: light for name, (light, _) in COLOURS.items()}


def style_variables() -> str:
    """The colours as CSS custom properties: light, and dark where the reader asks for it."""
    light = "".join(f"--{name}:{values[0]};" for name, values in COLOURS.items())
    dark = "".join(f"--{name}:{values[1]};" for name, values in COLOURS.items())
    return (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f".on-light{{{light}}}"
    )
