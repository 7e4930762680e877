"""What the commands say of the claims behind numbers: where each was read, whether it has changed, if it says that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from mantlet.base.marked import Place, path_text
from mantlet.base.sourced import Sourced
from mantlet.cli.screen import complain
from mantlet.evidence.known import NO_CLAIMS, Ground, Ledgers, ledgers
from mantlet.evidence.quoted import misdated, misquoted
from mantlet.evidence.values import period_of
from mantlet.library.models import below, claims_behind
from mantlet.library.parts import Day
from mantlet.posture.dates import Span
from mantlet.run.battle import CompiledBattle
from mantlet.run.result import Result


def told(refs: Sequence[str], folders: Iterable[Path]) -> Ground:
    """What the claims say by the ledgers that are known; complains of those that do not stand as they were used."""
    if not refs:
        return NO_CLAIMS
    ground = ledgers(folders).ground(refs)
    if ground.notice is not None:
        complain(ground.notice)
    return ground


def told_of(record: BaseModel, folders: Iterable[Path]) -> Ground:
    """The same of all claims behind a record; complains as well of figures that are not what their claims say."""
    refs, places = claims_behind(record), list(folders)
    if not refs:
        return NO_CLAIMS
    for place, said in differing(record, places):
        complain(f"{path_text(place)}: {said}")
    return told(refs, places)


def differing(record: BaseModel, folders: Iterable[Path]) -> list[tuple[Place, str]]:
    """What of a record is not what its claims say, where a ledger that is known has all of them."""
    known = ledgers(folders) if claims_behind(record) else Ledgers(())
    found: list[tuple[Place, str]] = []
    for place, part in below(record):
        named: object = getattr(part, "claims", None)
        refs = cast("tuple[str, ...]", named) if isinstance(named, tuple) else ()
        claims = [claim for ref in refs if (claim := known.claim(ref)) is not None]
        if claims and len(claims) == len(refs):
            said = misquoted(part, claims) if isinstance(part, Sourced) else misdated(_periods(part), claims)
            found += [(place, said)] if said is not None else []
    return found


def _periods(part: BaseModel) -> list[tuple[float, float]]:
    """The dates that a statement gives, as days."""
    if isinstance(part, Day):
        return [period_of(part.when)]
    spans = (getattr(part, name) for name in type(part).model_fields)
    return [(span.first, span.last) for span in spans if isinstance(span, Span)]


def told_beside(document: Mapping[str, Any], refs: Sequence[str], ground: Ground) -> dict[str, Any]:
    """A document of a run with the claims behind its numbers, and what is to be said of them today."""
    return {**document, "claims": list(refs), "claims_notice": ground.notice}


def claims_of(*sides: Result | CompiledBattle) -> list[str]:
    """The claims behind the numbers that went into runs, or would."""
    found: dict[str, None] = {}
    for side in sides:
        if isinstance(side, Result):
            texts: list[str] = side.inputs["number"].to_pylist()
            numbers = [Sourced.model_validate_json(text) for text in texts if '"claims"' in text]
        else:
            numbers = list(side.geometry.inputs.values())
        found |= dict.fromkeys(ref for number in numbers for ref in claims_behind(number))
    return list(found)
