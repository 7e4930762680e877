"""mantlet: open, mission-level simulation of layered air and missile defence.

scenario = mantlet.load("ladakh-2020")
result = mantlet.run(scenario, replications=100, draws=100, seed=1)
result.metrics["leakers"]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mantlet.library.catalog import catalog
    from mantlet.posture.months.ask import posture
    from mantlet.run.execute import run
    from mantlet.run.pairs import compare
    from mantlet.run.result import open_result
    from mantlet.scenario.load import load

__version__ = "0.1.0"
__all__ = ["catalog", "compare", "load", "open_result", "posture", "run"]

# Imported when first used: `import mantlet` costs nothing.
_HOME = {
    "catalog": "mantlet.library.catalog",
    "compare": "mantlet.run.pairs",
    "load": "mantlet.scenario.load",
    "open_result": "mantlet.run.result",
    "posture": "mantlet.posture.months.ask",
    "run": "mantlet.run.execute",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mantlet' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
