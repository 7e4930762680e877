"""The command that makes numbers of the claims that hold."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from mantlet.base.errors import UsageError, did_you_mean
from mantlet.base.whole import write_whole
from mantlet.cli.ledger import existing_ledger, fields_of, print_json
from mantlet.cli.screen import complain, paper
from mantlet.evidence import fuse as fusing
from mantlet.evidence import review as deciding
from mantlet.evidence import sheet as sheets
from mantlet.evidence.claims import Attribution, Claim
from mantlet.evidence.settings import reviewer


def fuse(call: Namespace) -> int:
    """Makes numbers of the claims that hold, and writes them as a library file."""
    by = reviewer(call.by)
    state = deciding.review(existing_ledger(call).events, by)
    items = sheets.holding(state, call.ids)
    claims = [item.claim for item in items if item.claim is not None]
    weights = _weights(call.weight, claims) if call.weight else None
    found = fusing.fused(claims, state.relations, weights, latest=call.latest)
    ends = _ends(call)
    for one in found:
        _tell_of(one, ends)
    if call.json:
        print_json({"schema": "mantlet.fused/1", "by": by, "numbers": [_number(one) for one in found]})
        return 0
    head = sheets.Head(call.out.stem if call.out is not None else "evidence", call.name or "Figures of reports")
    text = sheets.sheet(head, found, items, _publications(), ends)
    _checked(text)
    if call.out is None:
        sys.stdout.write(text)
    else:
        _write(call.out, text)
        paper().print(f"wrote {call.out}; look: mantlet show {head.id} --library {call.out.parent}", soft_wrap=True)
    return 0


def _tell_of(one: fusing.Fused, ends: sheets.Ends | None) -> None:
    """Complains of a fused entry that conflicts or makes no number."""
    if (said := one.left or one.warning) is not None:
        complain(f"{one.label}: {said}")
    if (end := sheets.missing_end(one, ends)) is not None:
        said = " or ".join(one.text(*part[:2]) for part in one.parts)
        complain(f"{one.label}: {said}; left out, as no {end} end is claimed: assume one with --{end} and --why")


def _weights(words: Sequence[str], claims: Sequence[Claim]) -> dict[str, float]:
    known = (*get_args(Attribution), *dict.fromkeys(claim.report for claim in claims))
    found: dict[str, float] = {}
    for who, text in fields_of(words).items():
        if who not in known:
            raise UsageError(f"--weight: nobody is '{who}'.{did_you_mean(who, known)} There are: {', '.join(known)}")
        try:
            found[who] = float(text)
        except ValueError:
            found[who] = 0.0
        if not 0 < found[who] < float("inf"):
            raise UsageError(f"--weight: got {text!r} for {who}, expected a number above zero")
    return found


def _ends(call: Namespace) -> sheets.Ends | None:
    if call.low is None and call.high is None:
        return None
    if not call.why:
        raise UsageError("an end that you assume needs its reason (--why)")
    return sheets.Ends(call.low, call.high, call.why)


def _publications() -> dict[str, sheets.Origin]:
    """Reports that are publications of the library, by the hash of their text."""
    from mantlet.library.catalog import catalog

    return {
        source.sha256: sheets.Origin(key, source.confidence, source.verification)
        for key, source in catalog().sources.items()
        if source.sha256 is not None
    }


def _checked(text: str) -> None:
    from mantlet.base.marked import read as read_yaml
    from mantlet.library.models import FactSheet

    FactSheet.model_validate(read_yaml(text, "fused").data)


def _write(path: Path, text: str) -> None:
    """Writes a sheet whole or not at all; replaces no other file."""
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith("kind: facts\n"):
        raise UsageError(f"{path}: exists and is no sheet of facts; it stays as it is. Choose another --out")
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another --out") from None


def _number(one: fusing.Fused) -> Mapping[str, Any]:
    """One entry of `fuse --json`; ends in SI units, or dates; null where open."""
    return {
        "subject": one.subject,
        "kind": one.kind,
        "dimension": one.measure.dimension,
        "thing": one.measure.thing,
        "parts": [
            {"text": one.text(*part[:2]), "claims": [claim.id for claim in part.claims], "weight": part.weight}
            for part in one.parts
        ],
        "hull": one.text(*one.hull),
        "bounds": [claim.id for claim in one.bounds],
        "replaced": [claim.id for claim in one.replaced],
        "warning": one.warning,
        "left": one.left,
    }
