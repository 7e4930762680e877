"""Result folders: written whole or not at all, streamed by chunk, read again with clear errors.

manifest.json      what was run, with what, and whether it is complete
scenario.json      the scenario as fought          library.json      the library items, with provenance
result.json        the answer (mantlet.run/1)      draws.parquet     every library number drawn
inputs.parquet     all that went in, and whence   summaries.parquet each metric of each outer draw
raids/             one row per replication
nodes/             one row per replication and part of the defence, where something is aimed at one
damage/            one row per replication, asset  outcomes/         one row per replication, object (--keep all)
"""

from __future__ import annotations

import glob
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

from mantlet.base.errors import Fault, InvalidInput, RunFailed, UsageError
from mantlet.run.arrow import Table, pa, pq

MANIFEST: Final = "manifest.json"
SCHEMA: Final = "mantlet.manifest/1"
TABLES: Final = ("outcomes", "damage", "raids", "nodes")
# A part ends with a draw, so that what an interrupted draw has written can be left out.
PART_ROWS: Final = 1_000_000
_UNFINISHED: Final = ".unfinished"
_ABANDONED_S: Final = 600.0


class PartWriter:
    """Streams the tables of a run into Parquet parts that begin and end with an outer draw."""

    def __init__(self, folder: Path, part: int = 0) -> None:
        self._folder = folder
        self._part = part
        self._rows = 0
        self._open: dict[str, Any] = {}

    def write(self, table: str, rows: Table) -> None:
        """Appends rows to the part that is open."""
        if table not in self._open:
            path = self._folder / table / f"part-{self._part:05d}.parquet"
            path.parent.mkdir(exist_ok=True)
            self._open[table] = pq.ParquetWriter(path, rows.schema, compression="zstd")
        self._open[table].write_table(rows)
        self._rows += rows.num_rows

    def end_draw(self, alone: bool) -> None:
        """Marks the end of a draw; the next one begins a new part when this is full, or when draws stand `alone`."""
        if alone or self._rows >= PART_ROWS:
            self.close()

    def close(self) -> None:
        """Ends the part that is open."""
        for writer in self._open.values():
            writer.close()
        if self._open:
            self._part += 1
        self._open, self._rows = {}, 0

    def drop(self) -> None:
        """Ends the part that is open and takes it back."""
        for table, writer in self._open.items():
            writer.close()
            (self._folder / table / f"part-{self._part:05d}.parquet").unlink()
        self._open, self._rows = {}, 0


def begin(target: Path) -> Path:
    """A new empty folder beside `target`, to be renamed to it once it is whole; refuses targets that are no results."""
    refuse_foreign(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(target)
        mine = f"{_begun_here(target)}{os.getpid()}-"
        return Path(tempfile.mkdtemp(prefix=mine, suffix=_UNFINISHED, dir=target.parent))
    except OSError as fault:
        raise RunFailed(f"{target}: cannot be written ({fault.strerror}); choose another folder with --out") from None


def _remove_abandoned(target: Path) -> None:
    """Removes what runs to the same target have left that were killed on this machine; others may still be writing."""
    for left in target.parent.glob(f"{glob.escape(_begun_here(target))}*{_UNFINISHED}"):
        owner = left.name.removeprefix(_begun_here(target)).partition("-")[0]
        if os.name == "posix" and owner.isdecimal() and not _runs(int(owner)) and _untouched_s(left) > _ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)


def _begun_here(target: Path) -> str:
    """How the names of folders begin that this machine writes for a target; the process follows."""
    return f".{target.name}-{platform.node()}-"


def _untouched_s(folder: Path) -> float:
    """How long ago anything in a folder was written last; names and numbers alone could be those of a container's."""
    return time.time() - max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and sends nothing
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def finish(folder: Path, target: Path) -> None:
    """Puts a whole folder in the place of `target`, or of an earlier result there."""
    refuse_foreign(target)
    replace(folder, target)


def replace(folder: Path, target: Path) -> None:
    """Puts a folder in the place of another, which goes only once the new one stands."""
    folder.chmod(0o755)
    before = None
    if target.exists():
        before = folder.with_suffix(".replaced")
        target.replace(before)
    folder.replace(target)
    if before is not None:
        shutil.rmtree(before)


def refuse_unfit(target: Path) -> None:
    """UsageError unless a result could be put at `target`: asked before anything is compiled or fought."""
    try:
        refuse_foreign(target)
        there = next(above for above in target.absolute().parents if above.exists())
        Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=_UNFINISHED, dir=there)).rmdir()
    except OSError as fault:
        raise UsageError(f"{target}: cannot be written ({fault.strerror}); choose another --out") from None


def refuse_foreign(target: Path) -> None:
    """UsageError unless `target` is free, an empty folder, or an earlier result of mantlet."""
    if not target.exists() and not target.is_symlink():
        return
    empty = target.is_dir() and not any(target.iterdir())
    if target.is_symlink() or not (empty or is_result(target)):
        raise UsageError(f"{target}: exists and is not a result of mantlet; it stays as it is. Choose another --out")


def is_result(folder: Path) -> bool:
    """Whether the folder holds a manifest of ours."""
    try:
        return read_json(folder / MANIFEST).get("schema") == SCHEMA
    except InvalidInput:
        return False


def write_json(path: Path, document: object) -> None:
    """One document, as `json_text` has it."""
    path.write_text(json_text(document), encoding="utf-8")


def json_text(document: object) -> str:
    """A document, readable, with a newline at its end."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_text(path: Path) -> str:
    """A text of a result folder; InvalidInput when it is missing or cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InvalidInput([Fault(str(path), 0, "", "missing; is this the folder of a finished run?")]) from None
    except (OSError, ValueError) as fault:
        raise InvalidInput([Fault(str(path), 0, "", f"cannot be read: {fault}; run the scenario again")]) from None


def read_json(path: Path) -> dict[str, Any]:
    """A document of a result folder; InvalidInput when it is missing or broken."""
    try:
        found: Any = json.loads(read_text(path))
    except ValueError as fault:
        raise InvalidInput([Fault(str(path), 0, "", f"cannot be read: {fault}; run the scenario again")]) from None
    if not isinstance(found, dict):
        raise InvalidInput([Fault(str(path), 0, "", "got no JSON object; run the scenario again")])
    return cast("dict[str, Any]", found)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a result folder; InvalidInput when there is none or it is of another kind."""
    if not folder.is_dir():
        raise InvalidInput(
            [Fault(str(folder), 0, "", "no such folder; expected the folder of a run, such as out/cs-1")]
        )
    found = read_json(folder / MANIFEST)
    if found.get("schema") != SCHEMA:
        message = f"got {found.get('schema')!r}, expected {SCHEMA!r}; written by another version of mantlet?"
        raise InvalidInput([Fault(str(folder / MANIFEST), 0, "schema", message)])
    return found


def read_table(path: Path, columns: Sequence[str] | None = None) -> Table:
    """One file of a table of a result folder, or some columns of it; InvalidInput when it is missing or broken."""
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns)
    except (OSError, pa.ArrowInvalid) as fault:
        raise InvalidInput([Fault(str(path), 0, "", f"cannot be read: {fault}; run the scenario again")]) from None


def copy_parts(source: Path, folder: Path) -> int:
    """Copies the Parquet parts of an earlier folder; how many parts there are."""
    parts = 0
    for table in TABLES:
        for path in sorted((source / table).glob("part-*.parquet")):
            (folder / table).mkdir(exist_ok=True)
            shutil.copyfile(path, folder / table / path.name)
            parts = max(parts, int(path.stem.removeprefix("part-")) + 1)
    return parts
