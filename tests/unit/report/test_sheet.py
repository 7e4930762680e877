"""The frame of a page."""

from __future__ import annotations

from mantlet.report.drawing import Drawing
from mantlet.report.sheet import picture


def test_a_picture_stands_alone() -> None:
    text = picture(Drawing(10, 10).svg("dot", "A dot", "Nothing but a dot"))
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert text.count("<style>") == 1
    assert "--ink:" in text
