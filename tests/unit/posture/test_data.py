"""The bundled orders, forces, words and shocks: the citing rule holds over all of them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.posture.files import Statement
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import forces
from mantlet.posture.words import words

RECORDS: list[BaseModel] = [*programmes().values(), *forces().values(), words(), *recorded()]


def _said(part: object) -> Iterator[Statement | Sourced]:
    if isinstance(part, Statement | Sourced):
        yield part
    if isinstance(part, BaseModel):
        part = tuple(getattr(part, name) for name in type(part).model_fields)
    if isinstance(part, tuple):
        for below in part:
            yield from _said(below)


def test_nothing_is_better_checked_than_its_publication() -> None:
    known = catalog().sources
    sourced = [said for record in RECORDS for said in _said(record) if said.source is not None]
    assert len(sourced) > 100
    for said in sourced:
        assert said.source is not None
        published = known[said.source]
        assert published.verification in ("read", "seed") or said.verification == published.verification, said.source
        if said.verification == "seed":
            assert published.verification == "seed"


def test_dates_lie_in_the_days_that_are_written_about() -> None:
    for order in programmes().values():
        for arrival in order.arrivals:
            assert "1996" <= arrival.date.text()[:4] <= "2026"
        for promise in order.promises:
            assert promise.asserted.first <= promise.by.last


def test_every_order_is_counted_in_a_word_of_its_system() -> None:
    for order in programmes().values():
        assert order.pieces_each.values[0] >= 1
