"""By day and by night text stands out from its ground by 4.5 to 1, and what a picture says by 3 to 1 (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mantlet.report.ink import COLOURS
from mantlet.web.app import BRIEF, STATIC

TEXT, PICTURE = 4.5, 3.0
DAY, NIGHT = 0, 1
# Shades behind lines, which are told in words beside them; the edge of a notice; and the key of the map, which has the
# colours of the map.
SHADES = re.compile(r"\.band|\.notice|data-map")
LETTERS = re.compile(r"text|mark-words|\.unit")
QUIET = {"line", "faint", "paper"}  # edges and grounds, which say nothing


def luminance(colour: str) -> float:
    """Of a colour as #rrggbb, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str, scheme: int) -> float:
    """Of two colours of the palette."""
    low, high = sorted(luminance(COLOURS[name][scheme]) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def rules() -> list[tuple[str, dict[str, str]]]:
    """What the page's own style and that of the brief say, by selector: each property with the colour it has."""
    text = "".join(path.read_text(encoding="utf-8") for path in (BRIEF / "style.css", STATIC / "viewer.css"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    named = re.compile(r"([\w-]+):[^;]*?var\(--(\w+)\)")
    return [
        (selector.strip(), {name: colour for name, colour in named.findall(body) if colour in COLOURS})
        for selector, body in found
    ]


def test_the_formula_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Black on white is 21 to 1, and #767676 the palest grey that may be text there."""
    shades = {"black": "#000000", "grey": "#767676", "white": "#ffffff"}
    monkeypatch.setattr("unit.web.test_contrast.COLOURS", {name: (one, one) for name, one in shades.items()})
    assert contrast("black", "white", DAY) == pytest.approx(21.0)
    assert contrast("grey", "white", DAY) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", [DAY, NIGHT])
def test_text_can_be_read(scheme: int) -> None:
    faint = list[str]()
    for selector, said in rules():
        text = said.get("color") or (said.get("fill") if LETTERS.search(selector) else None)
        for ground in [said["background"]] if "background" in said else ["paper", "faint"]:
            if text is not None and contrast(text, ground, scheme) < TEXT:
                faint.append(f"{selector}: {text} on {ground}")
    assert not faint


@pytest.mark.parametrize("scheme", [DAY, NIGHT])
def test_pictures_can_be_read(scheme: int) -> None:
    seen = [
        (selector, {colour for name, colour in said.items() if name != "color"} - QUIET)
        for selector, said in rules()
        if not SHADES.search(selector)
    ]
    assert sum(bool(colours) for _, colours in seen) > 20, "the style is not read any more"
    faint = [
        f"{selector}: {', '.join(colours)}"
        for selector, colours in seen
        if colours and max(contrast(colour, "paper", scheme) for colour in colours) < PICTURE
    ]
    assert not faint


def test_every_colour_named_is_there() -> None:
    path: Path = STATIC / "viewer.css"
    named = set(re.findall(r"var\(--(\w+)\)", path.read_text(encoding="utf-8")))
    assert named - {"sans", "serif"} <= COLOURS.keys()
