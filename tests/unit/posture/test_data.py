"""The bundled orders, forces, words and shocks: the citing rule holds over all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.posture.dates import dated
from mantlet.posture.files import Statement
from mantlet.posture.months.file import postures
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


def test_what_was_told_of_induction() -> None:
    """Capacity is given where units come in numbers, and a lead only from what was told by then."""
    told = {name: order.induction for name, order in programmes().items() if order.induction is not None}
    bought = {"india-spyder", "india-mrsam", "india-mig29-21", "india-su30mki-12"}
    abroad = {"lithuania-nasams-2", "lithuania-nasams-3", "turkey-s400"}
    assert set(told) == {"india-s400", "india-akash-7"} | bought | abroad
    limited = {name for name, one in told.items() if one.at_once is not None}
    assert limited == {"india-s400", "india-akash-7"} | bought
    assert {name for name, one in told.items() if one.sites_ready is not None} == {"india-s400", "india-mrsam"}
    ready = {name: order.ready for name, order in programmes().items() if order.ready}
    assert set(ready) == {"india-s400", "lithuania-nasams"}
    for one in (entry for entries in ready.values() for entry in entries):
        assert one.reported.first >= one.date.first, "told of before it was: a forecast"


def test_figures_of_the_fleet_and_of_later_orders() -> None:
    fighters = forces()["india-fighters"]
    seen = [(point.count.source, point.what, point.unit, point.count.values) for point in fighters.points]
    assert ("TURD", "in service", "aircraft", (248.0, 260.0, 272.0)) in seen
    assert ("MS21", "projection", "squadrons", (35.0,)) in seen
    more = programmes()["india-tejas-97"]
    assert more.ordered is not None and more.ordered.central == 97 and not more.promises
    assert "DM21" in [promise.source for promise in programmes()["india-s400"].promises_of(1)]


def _latest_source(number: Sourced) -> int:
    """The first day of the latest publication that a number or its reason names; 0 where it names none."""
    words = " ".join(filter(None, (number.source, number.assumed, number.note)))
    named = [catalog().sources[key] for key in re.findall(r"[A-Z][A-Z0-9_]+", words) if key in catalog().sources]
    return max((published.first for source in named if (published := dated(source.date))), default=0)


def test_no_lead_rests_on_what_was_told_later() -> None:
    """Numbers without a day of their own: the lead of an order by its `said`, those of a force by its postures."""
    for order in programmes().values():
        if order.induction is not None:
            assert order.induction.said is not None, order.id
            assert _latest_source(order.induction.lead) <= order.induction.said.last, order.id
    for name, force in forces().items():
        asked = [posture.as_of.last for posture in postures().values() if posture.force == name]
        for number in (force.forming, force.winding_down, force.per_squadron):
            assert _latest_source(number) <= min(asked), (name, number.assumed)


def test_a_later_source_is_seen() -> None:
    assert _latest_source(Sourced(dimension="count", value=1, assumed="as told later (SPK22)")) > 0
