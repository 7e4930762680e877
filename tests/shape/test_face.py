"""The curated face of the package, and how fast it answers."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys

import mantlet

HELP_CPU_S = 0.35
# Worth seconds at start: imported only by the command that needs them.
HEAVY = {"matplotlib", "numba", "pyarrow.dataset", "pyproj", "rasterio", "scipy", "scipy.stats"}


def test_the_face_is_pinned() -> None:
    """Adding a name is a decision; taking one away breaks notebooks."""
    assert sorted(mantlet.__all__) == ["catalog", "load", "open_result", "run"]


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


def test_help_is_quick() -> None:
    """CPU seconds of `mantlet --help`, best of five: the promise is about the program, not the machine's load."""
    code = "import sys; sys.argv = ['mantlet', '--help']; from mantlet.cli import main; sys.exit(main())"

    def cpu_s() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _fresh_python(code)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cpu_s() for _ in range(5)) <= HELP_CPU_S
