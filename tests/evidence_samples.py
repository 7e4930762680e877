"""A report of our own and a reading of it made by hand, for tests of what is made of readings."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from mantlet.evidence.claims import Claim, Reading, Span, Value, claim_id
from mantlet.evidence.intake import origin_of, proposals
from mantlet.evidence.ledger import Accepted, AnyEvent
from mantlet.evidence.text import report_of

NAME = "ruritania.txt"
DATED = date(2021, 3, 4)
WHEN = "2021-03-05T10:00:00Z"
TEXT = (
    " date 2021-03-04 STRELSAU - Ruritania will pay $3.2 billion for its Lance batteries, the ministry said.\n\n"
    "Four of them came last year, in 11 ships; an officer who asked not to be named spoke of five.\n"
)
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ORIGINS = {NAME: origin_of(report_of(NAME, TEXT))}


def span(words: str, text: str = TEXT, report: str = NAME) -> Span:
    start = text.index(words)
    return Span(report=report, start=start, end=start + len(words), text=words)


def claim(words: str, kind: str, value: Value, unit: str | None, **said: Any) -> Claim:
    place = span(words)
    fields: dict[str, Any] = {
        **place.model_dump(),
        "id": claim_id(SHA, place.start, place.end, kind),
        "kind": kind,
        "subject": "Lance → Ruritania",
        "value": value,
        "unit": unit,
        "event_time": None,
        "date_asserted": DATED,
        "attribution": "on_record",
        "modality": "done",
        "rule": "by hand",
    }
    return Claim.model_validate(fields | said)


def exactly(figure: float, half_width: float = 0.0) -> Value:
    return Value(low=figure - half_width, high=figure + half_width, op="eq")


PRICE = claim("$3.2 billion", "contract_value", exactly(3.2e9, 5e7), "USD", modality="planned")
CAME = claim("Four", "quantity_delivered", exactly(4), "battery", event_time="2020", attribution="report_voice")
SPOKE = claim("five", "quantity_delivered", exactly(5), "battery", event_time="2020", attribution="anonymous")
SHIPS = span("11")
SHIPS_ID = claim_id(SHA, SHIPS.start, SHIPS.end, "unassigned")
READING = Reading(
    claims=(PRICE, CAME, SPOKE),
    unassigned=(SHIPS,),
    relations=(),
)


def proposed(by: str = "anna") -> list[AnyEvent]:
    """The events with which a ledger of this reading begins."""
    return [event.model_copy(update={"when": WHEN}) for event in proposals(READING, ORIGINS, (), by)]


def accepting(*ids: str, by: str = "anna") -> list[AnyEvent]:
    return [Accepted(by=by, id=name, when=WHEN) for name in ids]


def numbered(*events: AnyEvent) -> list[tuple[int, AnyEvent]]:
    """Events as a ledger has them, at their lines."""
    return list(enumerate(events, 2))


def written(path: Path) -> Path:
    """The report as a file."""
    path.write_text(TEXT, encoding="utf-8")
    return path
