"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.whole import write_whole


def test_the_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "brief.html"
    assert write_whole(target, b"first\r\n") == target
    assert target.read_bytes() == b"first\r\n"

    def broken(self: Path, other: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"second")
    assert target.read_bytes() == b"first\r\n"
    assert [path.name for path in target.parent.iterdir()] == ["brief.html"]
