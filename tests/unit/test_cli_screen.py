"""What a person sees of a wait on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from mantlet.cli import screen


def test_no_time_is_left_for_what_is_done_but_the_answer_is_still_made(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(screen, "aside", lambda: Console(file=shown, force_terminal=True, width=100))
    with screen.counted("some: 4 draws") as show:
        assert show is not None
        show(3, 4, 12.0)
    assert "3/4" in shown.getvalue() and "12 s left" in shown.getvalue() and screen.ANSWERING not in shown.getvalue()
    with screen.counted("some: 4 draws") as show:
        assert show is not None
        show(4, 4, 0.0)
    assert "4/4" in shown.getvalue() and screen.ANSWERING in shown.getvalue() and "0 s left" not in shown.getvalue()
