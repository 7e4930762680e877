"""What the commands say of the claims behind numbers: where each was read, and whether one has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from mantlet.cli.screen import complain
from mantlet.evidence.known import NO_CLAIMS, Ground, ledgers
from mantlet.run.result import Result


def told(refs: Sequence[str], folders: Iterable[Path]) -> Ground:
    """What the claims say by the ledgers that are known; complains of those that do not stand as they were used."""
    if not refs:
        return NO_CLAIMS
    ground = ledgers(folders).ground(refs)
    if ground.notice is not None:
        complain(ground.notice)
    return ground


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
