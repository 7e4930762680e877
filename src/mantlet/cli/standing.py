"""What the commands say of the claims behind numbers: where each was read, and whether one has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from mantlet.cli.screen import complain
from mantlet.run.result import Result


def told(refs: Sequence[str], folders: Iterable[Path]) -> dict[str, str]:
    """Words for each claim, by the ledgers that are known; complains of those that do not stand as they were used."""
    if not refs:
        return {}
    from mantlet.evidence.known import ledgers

    known = ledgers(folders)
    if (notice := known.notice(refs)) is not None:
        complain(notice)
    return {ref: known.told(ref).words for ref in refs}


def claims_of(result: Result) -> list[str]:
    """The claims behind the numbers that went into a run."""
    found: dict[str, None] = {}
    for text in result.inputs["number"].to_pylist():
        if '"claims"' in text:
            found |= dict.fromkeys(_claims(json.loads(text)))
    return list(found)


def _claims(number: dict[str, Any]) -> list[str]:
    own = cast("list[str]", number.get("claims", []))
    return own + [ref for one in number.get("alternatives", []) for ref in _claims(one)]
