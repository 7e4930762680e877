"""The runs and answers that can be looked at, under the names by which a page asks for them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.posture.months import store as answers
from mantlet.run import store

_DEPTH = 3  # folders below the one that was named
_OF_RUN = (store.MANIFEST,)
_OF_ANSWER = (answers.ANSWER, answers.BEGUN)


class Shelf:
    """The runs and answers of postures in a folder, or itself; the folder alone where nothing can be shown.

    Each has a name of its own, which stays with it as long as it is there. A name is a key of a table and never a part
    of a path. UsageError where there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder; fight something first: mantlet run ladakh-2020")
        self.runs: dict[str, Path] = {}
        self.answers: dict[str, Path] = {}
        self._folder = folder
        self._lock = threading.Lock()  # whoever looks names what is new
        self.look()

    def look(self) -> None:
        """Looks again: what came since is named, and what went is left out."""
        with self._lock:
            answered = _below(self._folder, _OF_ANSWER, _DEPTH)
            runs = _below(self._folder, _OF_RUN, _DEPTH) or ([] if answered else [self._folder])
            _renew(self.answers, answered, _OF_ANSWER)
            _renew(self.runs, runs, _OF_RUN)


def _renew(table: dict[str, Path], places: Sequence[Path], files: Sequence[str]) -> None:
    """Leaves out of a table what is gone, also of runs that lie elsewhere, and names what it does not have."""
    for name, place in list(table.items()):
        if place not in places and not _holds(place, files):
            del table[name]
    for place in (one for one in places if one not in list(table.values())):
        name, count = place.resolve().name or "run", 1
        while (key := name if count == 1 else f"{name}-{count}") in table:
            count += 1
        table[key] = place


def _holds(folder: Path, files: Sequence[str]) -> bool:
    return all((folder / file).is_file() for file in files)


def _below(folder: Path, files: Sequence[str], depth: int) -> list[Path]:
    """The folders that hold these files; what lies in one of them is not looked at."""
    try:
        if _holds(folder, files):
            return [folder]
        below = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except (PermissionError, FileNotFoundError):  # somebody else's, or gone meanwhile; what can be read is shown
        return []
    return [found for one in below if depth for found in _below(one, files, depth - 1)]


def told(table: Mapping[str, Path]) -> list[dict[str, Any]]:
    """What a list of runs says of each: its title and size, or what is wrong with it."""
    return [{"run": name, **_told(folder)} for name, folder in list(table.items())]


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
