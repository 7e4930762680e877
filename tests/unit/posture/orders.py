"""Orders made for tests: units with promises and arrivals by day."""

from __future__ import annotations

from datetime import date
from typing import Any

from mantlet.posture.dates import day
from mantlet.posture.programme import Programme


def order(name: str, promises: list[dict[str, Any]], arrivals: list[dict[str, Any]], **more: Any) -> Programme:
    """A programme of these statements, each an assumption."""
    told = {
        "promises": [{**entry, "assumed": "test"} for entry in promises],
        "arrivals": [{"reported": entry["date"], **entry, "assumed": "test"} for entry in arrivals],
    }
    return Programme.model_validate(
        {
            "kind": "programme",
            "id": name,
            "title": name,
            "buyer": "A",
            "supplier": "B",
            "stage": "signed",
            "system": "s-400",
            "unit": "regiment set",
            "in_sequence": False,
            **told,
            **more,
        }
    )


def on(start: str, later: float) -> str:
    """The day so many days later, as a file writes it."""
    return date.fromordinal(day(start) + round(later)).isoformat()
