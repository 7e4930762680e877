"""The curated face of the package, and what starting it may load."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

import mantlet

# Worth seconds at start: imported only by the command that needs them.
HEAVY = {"matplotlib", "llvmlite", "pyarrow.dataset", "pyproj", "rasterio", "scipy", "scipy.stats"}


def test_the_face_is_pinned() -> None:
    """Adding a name is a decision; taking one away breaks notebooks."""
    assert sorted(mantlet.__all__) == ["catalog", "compare", "load", "open_result", "posture", "run"]


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in mantlet.__all__:
        assert getattr(getattr(mantlet, name), "__doc__", None), name


def test_run_stays_callable() -> None:
    """`mantlet.run` is the function even after somebody imported the package of the same name."""
    importlib.import_module("mantlet.run")
    assert callable(mantlet.run)


def _fresh_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_nothing_heavy_is_imported_at_start() -> None:
    code = "import json, sys, mantlet, mantlet.cli; json.dump(sorted(sys.modules), sys.stdout)"
    loaded = HEAVY & set(json.loads(_fresh_python(code)))
    assert not loaded, "imported before it is needed"
