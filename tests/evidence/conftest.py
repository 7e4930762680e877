"""The bench script as a module."""

from __future__ import annotations

import importlib.util
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def bench(root: Path) -> ModuleType:
    """`bench/evidence.py`: it scores a reading beside right answers."""
    spec = importlib.util.spec_from_file_location("bench_evidence", root / "bench" / "evidence.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "bench")
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def answers(bench: ModuleType) -> ModuleType:
    """`bench/gold.py`: the right answers, in the module that scoring uses."""
    assert "gold" in sys.modules, "the bench imports it"
    return import_module("gold")
