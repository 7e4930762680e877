"""What answers are promised for: the versions of what computes them, and the package itself to the letter."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

# Packages whose version may move an answer in its last bit, or the bytes of a table.
MATHEMATICS: Final = ("numpy", "llvmlite", "scipy", "pyproj", "pyarrow")
_PACKAGE: Final = Path(__file__).parents[1]


def versions() -> dict[str, str]:
    """The version of mantlet, Python, and of each package of `MATHEMATICS`."""
    found = {name: metadata.version(name) for name in MATHEMATICS}
    return {"mantlet": metadata.version("mantlet"), **found, "python": platform.python_version()}


@cache
def likeness() -> dict[str, str]:
    """What two processes must have in common to fight one run: versions, family of processors, and the package's files.

    Scenarios and the library are left out: a battle travels with its own.
    """
    digest = hashlib.sha256()
    figures = (_PACKAGE / "data" / "physics", _PACKAGE / "data" / "terrain")
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix == ".py" or (path.parent in figures and path.is_file()):
            digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return {**versions(), "machine": platform.machine(), "files of mantlet": digest.hexdigest()[:12]}


def differences(wanted: dict[str, str], got: dict[str, str]) -> str:
    """Where two likenesses differ, in words; empty where they do not.

    >>> differences({"numpy": "2.4.6", "python": "3.11.7"}, {"numpy": "2.3.0", "python": "3.11.7"})
    'numpy 2.3.0 there, 2.4.6 here'
    """
    names = dict.fromkeys([*wanted, *got])
    unlike = [name for name in names if wanted.get(name) != got.get(name)]
    return ", ".join(f"{name} {got.get(name, 'missing')} there, {wanted.get(name, 'missing')} here" for name in unlike)
