"""The runs and answers that can be looked at: found once, under the names by which a page asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.posture.months import store as answers
from mantlet.run import store

_DEPTH = 3  # folders below the one that was named
_OF_RUN = (store.MANIFEST,)
_OF_ANSWER = (answers.ANSWER, answers.BEGUN)


def found(folder: Path) -> Mapping[str, Path]:
    """The folders of runs in a folder, or itself, each under a name of its own; itself where nothing can be shown.

    A name is a key of this table and never a part of a path.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; fight something first: mantlet run ladakh-2020")
    return _named(_below(folder, _OF_RUN, _DEPTH) or ([] if postures(folder) else [folder]))


def postures(folder: Path) -> Mapping[str, Path]:
    """The folders of answers of postures in a folder, or itself, each under a name of its own."""
    return _named(_below(folder, _OF_ANSWER, _DEPTH))


def _named(places: Sequence[Path]) -> Mapping[str, Path]:
    table: dict[str, Path] = {}
    for place in places:
        name, count = place.resolve().name or "run", 1
        while (key := name if count == 1 else f"{name}-{count}") in table:
            count += 1
        table[key] = place
    return table


def _below(folder: Path, files: Sequence[str], depth: int) -> list[Path]:
    """The folders that hold these files; what lies in one of them is not looked at."""
    try:
        if all((folder / file).is_file() for file in files):
            return [folder]
        below = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except PermissionError:  # somebody else's; what can be read is shown
        return []
    return [found for one in below if depth for found in _below(one, files, depth - 1)]


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
