"""Commands run inside a test, as a terminal would run them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mantlet.cli import main

Call = Callable[..., tuple[int, str, str]]


def caller(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int = 80) -> Call:
    """Runs a command: exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["mantlet", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    monkeypatch.setenv("COLUMNS", str(width))
    return run
