"""Fought draws in a folder: each written whole once it is done, so that a study can be gone on with.

draws/comonotone-00000.npz  one draw of a design       begun.json  what the study is, by which it is known again
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.base.marked import short
from mantlet.base.whole import write_whole
from mantlet.posture.months.fights import Fought
from mantlet.run import store
from mantlet.run.loops import Design

BEGUN: Final = "begun.json"
ANSWER: Final = "answer.json"
BRIEF: Final = "brief.html"
_OURS: Final = frozenset({BEGUN, ANSWER, BRIEF, "draws"})
_TABLE: Final = "table:"
_PLAIN: Final = ("row", "margin_row", "filled", "fit_prob", "ends_prob")
_OTHER: Final = "choose another folder with --out"


def partial(target: Path) -> Path:
    """Where a study that is not finished is kept."""
    whole = target.resolve()
    return whole.with_name(f"{whole.name}.partial")


def open_study(target: Path, about: Mapping[str, Any]) -> Path:
    """The folder of a study that is not refused: new, or with what the very same one has finished."""
    folder = partial(target)
    if not folder.exists():
        (folder / "draws").mkdir(parents=True)
        store.write_json(folder / BEGUN, dict(about))
    return folder


def _refuse_other(folder: Path, about: Mapping[str, Any]) -> None:
    if not (folder / BEGUN).is_file():
        raise UsageError(f"{folder}: nothing to resume there; run without --resume")
    begun = store.read_json(folder / BEGUN)
    for name, wanted in about.items():
        if begun.get(name) != wanted:
            raise UsageError(f"{folder}: was begun with another {name}; give the same call, or run without --resume")


def refuse_foreign(target: Path, posture: str) -> None:
    """UsageError unless `target` is free, or an earlier answer of the same posture, which a new one may replace."""
    if not target.exists():
        return
    try:
        owner = store.read_json(target / ANSWER).get("posture")
    except InvalidInput:
        raise UsageError(f"{target}: exists and holds no answer of a posture; {_OTHER}") from None
    if owner != posture:
        raise UsageError(f"{target}: holds the answer of {short(owner)}, which stays; {_OTHER}")
    strange = sorted(path.name for path in target.iterdir() if path.name not in _OURS)
    if strange:
        raise UsageError(f"{target}: holds {short(strange[0])} beside an earlier answer; move it, or {_OTHER}")


def refuse_unfit(target: Path, about: Mapping[str, Any], resume: bool) -> None:
    """UsageError where there is nothing to resume, or another study than this one is begun."""
    folder = partial(target)
    if resume:
        _refuse_other(folder, about)
    elif folder.exists():
        raise UsageError(f"{folder}: holds an interrupted study; go on with --resume, or remove it")


def path_of(folder: Path, design: Design, draw: int) -> Path:
    """File of a draw."""
    return folder / "draws" / f"{design}-{draw:05d}.npz"


def keep(folder: Path, design: Design, draw: int, fought: Fought) -> None:
    """Writes a draw whole or not at all."""
    plain: dict[str, Any] = {name: getattr(fought, name) for name in _PLAIN}
    plain |= {f"{_TABLE}{name}": table for name, table in fought.tables.items()}
    rest = {
        "columns": fought.columns,
        "inputs": fought.inputs,
        "fights": fought.fights,
    }
    file = BytesIO()
    np.savez_compressed(file, rest=np.array(json.dumps(rest)), **plain)
    write_whole(path_of(folder, design, draw), file.getvalue())


def kept(folder: Path, design: Design, draw: int) -> Fought:
    """A draw that was kept."""
    with np.load(path_of(folder, design, draw), allow_pickle=False) as arrays:
        rest = json.loads(str(arrays["rest"]))
        return Fought(
            row=arrays["row"],
            margin_row=arrays["margin_row"],
            filled=arrays["filled"],
            tables={name.removeprefix(_TABLE): arrays[name] for name in arrays.files if name.startswith(_TABLE)},
            columns=tuple(rest["columns"]),
            fit_prob=arrays["fit_prob"],
            ends_prob=arrays["ends_prob"],
            inputs=rest["inputs"],
            fights=rest["fights"],
        )


def outcome_sha256(draws: list[Fought]) -> str:
    """Hash of all outcomes, the same whoever fought them and in which order they were finished."""
    digest = hashlib.sha256()
    for fought in draws:
        for name, table in sorted(fought.tables.items()):
            digest.update(name.encode() + np.ascontiguousarray(table).tobytes())
        digest.update(np.ascontiguousarray(fought.row).tobytes())
        digest.update(np.ascontiguousarray(fought.margin_row).tobytes())
    return digest.hexdigest()
