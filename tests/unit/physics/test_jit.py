"""How functions are compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from mantlet.physics.jit import compiled


def _half(x: int, up: bool) -> int:
    return (x + 1) // 2 if up else x // 2


def test_one_function_whatever_constants_it_is_called_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numba by itself makes one for each."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    half = compiled(_half)

    def user(x: int, up: bool) -> int:
        return half(x, up) + half(3, True) + half(x, False) + half(4, up=False)

    assert compiled(user)(7, True) == 4 + 2 + 3 + 2
    assert len(cast(Any, half).signatures) == 1
