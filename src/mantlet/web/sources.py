"""Where numbers come from: each with its interval, source, date, confidence and claims, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mantlet.base.sourced import STANDING_MEANINGS, Sourced
from mantlet.report.inputs import Input, quantity, words_of

if TYPE_CHECKING:
    from mantlet.evidence.known import Ledgers
    from mantlet.library.parts import Source
    from mantlet.run.battle import CompiledBattle


def number_in(battle: CompiledBattle, drawn: Mapping[str, float], path: str) -> dict[str, Any] | None:
    """A number as a draw has it, in one line; None where nothing of that path is in use."""
    number = battle.geometry.inputs.get(path)
    if number is None:
        return None
    what, owner = words_of(path)
    value = drawn.get(path, number.central)
    return {"words": what, "owner": owner, "value": quantity(value, number.dimension), "path": path}


def numbers(battle: CompiledBattle, ranks: Mapping[str, Input], ledgers: Ledgers) -> list[dict[str, Any]]:
    """Every number that went into a run, those first that are told from chance to move value lost, by how much.

    Then come the others that were drawn, then those that were not, both by name.
    """
    inputs = battle.geometry.inputs

    def place(path: str) -> tuple[float, str]:
        rank = ranks.get(path)
        if rank is None:
            return 1.0, path
        return -abs(rank.correlation) if rank.distinguishable else 0.0, path

    order = sorted(inputs, key=place)
    return [_number(path, inputs[path], ranks.get(path), battle, ledgers) for path in order]


def _number(path: str, number: Sourced, rank: Input | None, battle: CompiledBattle, ledgers: Ledgers) -> dict[str, Any]:
    what, owner = words_of(path)
    return {
        "path": path,
        "words": what,
        "owner": owner,
        "interval": _interval(number),
        "standing": number.standing,
        "meaning": STANDING_MEANINGS[number.standing],
        "fixed": path in battle.geometry.fixed,
        "effect": round(rank.correlation, 2) if rank is not None and rank.distinguishable else None,
        "drawn": rank.drawn_text if rank is not None else None,
        "spread": None if path in battle.geometry.fixed else _spread(number),
        "parts": [_part(one, battle.library.sources, ledgers) for one in number.alternatives or (number,)],
    }


def _part(number: Sourced, sources: Mapping[str, Source], ledgers: Ledgers) -> dict[str, Any]:
    """One claim of a number, or the whole of it where there is one."""
    source = sources.get(number.source) if number.source is not None else None
    return {
        "interval": _interval(number),
        "source": None if source is None else source.title,
        "url": source.url if source is not None and source.url.startswith(("https://", "http://")) else None,
        "date": number.date,
        "confidence": number.confidence,
        "verification": number.verification,
        "assumed": number.assumed,
        "definition": number.definition,
        "given": number.given,
        "note": number.note,
        "cited": list(number.cited),
        "claims": [ledgers.told(ref).words for ref in number.claims or ()],
    }


def _spread(number: Sourced) -> str | None:
    """What is drawn around a single figure that came without an interval."""
    if number.exact or not number.default_spread:
        return None
    return f"around one figure ±{number.default_spread * 100:.0f} %, by its confidence"


def _interval(number: Sourced) -> str:
    if number.alternatives:
        return " or ".join(_interval(claim) for claim in number.alternatives)
    return " / ".join(quantity(float(getattr(number, bound)), number.dimension) for bound in number.bounds)
