"""The runs that can be looked at: found once, under the names by which a page asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.run import store

_DEPTH = 3  # folders below the one that was named


def found(folder: Path) -> Mapping[str, Path]:
    """The folders of runs in a folder, or itself, each under a name of its own; the folder itself where there is none.

    A name is a key of this table and never a part of a path.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; fight something first: mantlet run ladakh-2020")
    places = _runs(folder, _DEPTH) or [folder]
    table: dict[str, Path] = {}
    for place in places:
        name, count = place.resolve().name or "run", 1
        while (key := name if count == 1 else f"{name}-{count}") in table:
            count += 1
        table[key] = place
    return table


def _runs(folder: Path, depth: int) -> list[Path]:
    try:
        if (folder / store.MANIFEST).is_file():
            return [folder]
        below = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except PermissionError:  # somebody else's; what can be read is shown
        return []
    return [run for one in below if depth for run in _runs(one, depth - 1)]


def told(table: Mapping[str, Path]) -> list[dict[str, Any]]:
    """What a list of runs says of each: its title and size, or what is wrong with it."""
    return [{"run": name, **_told(folder)} for name, folder in table.items()]


def _told(folder: Path) -> dict[str, Any]:
    try:
        manifest = store.read_manifest(folder)
        finished = manifest["finished"]
        return {
            "title": manifest["title"],
            "scenario": manifest["scenario"],
            "raids": finished["draws"] * finished["replications"],
            "created": manifest["created"],
        }
    except (InvalidInput, KeyError, TypeError) as fault:
        return {"fault": str(fault) if isinstance(fault, InvalidInput) else f"{folder}: its manifest is not whole"}
