"""The bench script as a module."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def bench(root: Path) -> ModuleType:
    """`bench/evidence.py`: it loads the right answers and scores a reading beside them."""
    spec = importlib.util.spec_from_file_location("bench_evidence", root / "bench" / "evidence.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_evidence"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module
