"""Pictures: pixels that come back, words that stay words, places where they belong, round ticks."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from mantlet.report.drawing import Drawing, Letters, Scale, Sign, Stroke, png, round_step
from mantlet.report.ink import COLOURS
from unit.report.test_markup import Reader


def test_a_picture_comes_back_pixel_by_pixel() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (7, 5, 3)).astype(np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png(pixels)))), pixels)


@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e4), st.integers(3, 12))
@example(1.0, 0.1, 5)
def test_ticks_are_round_inside_and_about_as_many_as_asked(low: float, span: float, pieces: int) -> None:
    scale = Scale(low, low + span, 0.0, 100.0)
    ticks = scale.ticks(pieces)
    assert len(ticks) <= pieces + 1
    assert len(ticks) >= pieces // 3
    assert all(-1e-3 <= scale(tick) <= 100.0 + 1e-3 for tick in ticks)
    step = round_step(span, pieces)
    assert f"{step:e}"[0] in "125"
    assert all(tick / step == pytest.approx(round(tick / step), rel=1e-9) for tick in ticks)


def test_what_is_cut_off_stays_inside_and_what_comes_later_does_not() -> None:
    drawing = Drawing(100, 60)
    drawing.lines([[(-50, 10), (150, 80)]], Stroke("orange", 1))
    drawing.cut(40)
    drawing.words((5, 50), "key")
    inside, after = drawing.svg("map", "", "").split("</svg>", 1)
    assert '<svg role="presentation" width="100" height="40">\n<path d="M-50 10L150 80"' in inside
    assert "key" in after


def test_everything_drawn_is_there_in_order_and_in_colours_of_the_page() -> None:
    drawing = Drawing(100.0, 50.0)
    drawing.boxes([(1.0, 2.0, 30.0, 4.0)], "sky")
    drawing.lines([[(0.0, 0.04), (10.0, 20.0)], [(5.5, 6.0), (7.0, 8.0)]], Stroke("ink", 1.2, (3, 1), 0.5))
    drawing.marks([(1.0, 1.0), (2.0, 2.0)], Sign("disc", 4.0, "#123456", "blue"))
    drawing.words((3.0, 4.0), "a < b & c", Letters(8, side="end", halo=True))
    drawing.lines([], Stroke("ink", 1.0))
    drawing.marks([], Sign("bar", 4.0, "none", "ink"))
    text = drawing.svg("name", "T<itle", "what it shows")
    assert re.findall(r"<(path|g|circle|text)\b", text) == ["path", "path", "g", "circle", "circle", "text"]
    assert 'd="M0 0L10 20M5.5 6L7 8"' in text
    assert set(re.findall(r"var\(--(\w+)\)", text)) <= set(COLOURS)
    read = Reader(text)
    assert "a < b & c" in read.text
    assert "T<itle" in read.text
    assert ("aria-labelledby", "name-title name-desc") in read.attributes
