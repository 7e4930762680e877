"""Orders, how late they come, squadrons, spares, and what policies buy month by month.

`mantlet.posture(...)` asks a posture; as this package has the same name, it can be called itself.
`help(mantlet.posture.months.ask.posture)` tells its options.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from mantlet.posture.months.ask import posture

        return posture(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage
