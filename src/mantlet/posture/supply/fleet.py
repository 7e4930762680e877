"""A fleet in a file: what is published of its serviceability, and the families of parts that keep it standing.

A fleet is of aircraft, of launchers or of radars; `aircraft` in names stands for any of them. Files of kind `fleet`
lie in `data/fleets`; each figure is sourced or assumed as everywhere in the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mantlet.base.sourced import STRICT, Number, Prose, Sourced
from mantlet.base.units import UNITS
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.parts import Count, Fact, Id, Money, Prob, SomeCount, Source
from mantlet.posture.files import Finding, Laid, gathered, laid, named, read_record, source_findings

_ROUNDED = 0.015  # three shares, each rounded to a percent
_HOUR_S, _YEAR_S = UNITS["time"]["h"], UNITS["time"]["year"]

Flown = Annotated[Sourced, Number("time", 60, 31 * 24 * _HOUR_S)]
Between = Annotated[Sourced, Number("time", _HOUR_S, 30 * _YEAR_S)]
Lead = Annotated[Sourced, Number("time", _HOUR_S, 100 * _YEAR_S)]
Cover = Annotated[Sourced, Number("ratio", 0, 10)]


class PartsFamily(BaseModel):
    """Parts that fail, are mended and are bought alike: so many types of them, each needed so often in an aircraft.

    Of what is removed a share is mended at the base. The rest goes by way of the depot, of that a share to the supplier
    abroad. The depot's stock is told by how much of its planned pipeline it covers.
    """

    model_config = STRICT

    name: Prose
    types: SomeCount
    per_aircraft: SomeCount
    removal_every: Between
    base_repair: Prob
    base_repair_time: Lead
    transport_time: Lead
    home_lead: Lead
    abroad: Prob
    abroad_lead: Lead
    depot_cover: Cover
    base_stock: Count
    unit_price: Money


class Fleet(BaseModel):
    """A file of kind `fleet`. The shares are of the whole fleet, each aircraft counted once.

    `cannibalised` is how far parts are taken from aircraft that wait for others: 0 never, 1 always.
    """

    model_config = STRICT

    kind: Literal["fleet"]
    id: Id
    name: Prose
    summary: Prose
    unit: Literal["aircraft", "launcher", "radar"]
    count: SomeCount
    per_base: SomeCount
    flown_per_month: Flown
    serviceable: Prob
    maintenance: Prob
    overhaul: Prob
    awaiting_spares: Prob
    cannibalised: Prob
    parts: Annotated[dict[Id, PartsFamily], Field(min_length=1)]
    facts: Annotated[tuple[Fact, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}


def parsed(text: str, file: str, library: Catalog | None = None) -> Fleet:
    """The fleet of a YAML text; raises InvalidInput with every fault at its line."""
    return read_record(text, file, Fleet, lambda record: _findings(record, library or catalog()))


def fleets() -> dict[str, Fleet]:
    """The fleets known, by id: bundled ones, and those laid over them."""
    return _fleets(laid())


@cache
def _fleets(over: Laid) -> dict[str, Fleet]:
    return gathered("fleet", parsed, over)


def fleet(name: str) -> Fleet:
    """One of them; raises InvalidInput with the nearest name."""
    return named(name, fleets(), "fleet")


def _findings(record: Fleet, library: Catalog) -> Iterator[Finding]:
    """Unknown sources, shares that no demand for parts can be fitted to, and figures that contradict each other."""
    yield from source_findings(record, library)
    if record.awaiting_spares.quantile(0.0) <= 0.0:
        yield ("awaiting_spares",), "must stay above zero: it is what the demand for parts is fitted to"
    if record.serviceable.values[0] <= 0.0 or record.serviceable.values[-1] >= 1.0:
        yield ("serviceable",), "must stay between 0 and 1, both excluded"
    if record.per_base.values[-1] > record.count.values[0]:
        yield ("per_base",), f"got {record.per_base.text()}, more than there are ({record.count.text()})"
    down = (record.maintenance, record.overhaul, record.awaiting_spares)
    least, most = (sum(share.values[end] for share in down) for end in (0, -1))
    left = [1.0 - share for share in reversed(record.serviceable.values)]
    if least > left[-1] + _ROUNDED or most < left[0] - _ROUNDED:
        told = f"leaves {left[0]:.0%} to {left[-1]:.0%} down, but maintenance, overhaul and awaiting_spares are"
        yield ("serviceable",), f"{told} {least:.0%} to {most:.0%}"
