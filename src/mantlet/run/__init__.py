"""Monte Carlo in two loops, its spreads, and results on disk.

`mantlet.run(...)` is the function of `run.execute`, and this package has the same name: once it is imported, Python
binds it over the function. So the package itself can be called. `help(mantlet.run.execute.run)` tells its options.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from mantlet.run.execute import run

        return run(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage
