"""The frame of a page, and how it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.report.drawing import Drawing
from mantlet.report.sheet import picture, write_page


def test_the_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "brief.html"
    assert write_page("first", target) == target
    assert target.read_text() == "first"

    def broken(self: Path, other: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write_page("second", target)
    assert target.read_text() == "first"
    assert [path.name for path in target.parent.iterdir()] == ["brief.html"]


def test_a_picture_stands_alone() -> None:
    text = picture(Drawing(10, 10).svg("dot", "A dot", "Nothing but a dot"))
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert text.count("<style>") == 1
    assert "--ink:" in text
