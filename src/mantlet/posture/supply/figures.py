"""A fleet in a file: what is published of its serviceability, and the families of parts that keep it standing.

A fleet is of aircraft, of launchers or of radars; `aircraft` in names stands for any of them. Files of kind `fleet`
lie in `data/fleets`; each figure is sourced or assumed as everywhere in the library.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError, model_validator

from mantlet.base.errors import Fault, InvalidInput, did_you_mean
from mantlet.base.faults import faults_of
from mantlet.base.marked import Marked, short, skim_file
from mantlet.base.sourced import STRICT, Number, Prose, Sourced
from mantlet.library.catalog import BUNDLED, Catalog, catalog
from mantlet.library.models import numbers
from mantlet.library.parts import Count, Fact, Id, Money, Prob, SomeCount, Source

FLEETS = BUNDLED / "fleets"
_YEARS_S = 100 * 31556952.0

Flown = Annotated[Sourced, Number("time", 60, 2678400)]
Between = Annotated[Sourced, Number("time", 3600, 1e9)]
Lead = Annotated[Sourced, Number("time", 3600, _YEARS_S)]
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
    """A file of kind `fleet`. The shares are of the whole fleet, each aircraft counted once."""

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
    parts: Annotated[dict[Id, PartsFamily], Field(min_length=1)]
    facts: Annotated[tuple[Fact, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}

    @model_validator(mode="after")
    def _something_to_calibrate(self) -> Fleet:
        if self.awaiting_spares.quantile(0.0) <= 0.0:
            raise ValueError("awaiting_spares must stay above zero: it is what the demand for parts is fitted to")
        if self.serviceable.values[0] <= 0.0 or self.serviceable.values[-1] >= 1.0:
            raise ValueError("serviceable must stay between 0 and 1, both excluded")
        return self


def bundled_fleets() -> tuple[str, ...]:
    """Ids of the fleets that come with the package."""
    return tuple(sorted(path.stem for path in FLEETS.glob("*.yaml")))


def read_fleet(ref: str | Path, known: Catalog | None = None) -> Fleet:
    """A fleet by the id of a bundled one or the path of a file; raises InvalidInput with every fault at its line."""
    path = Path(ref)
    if path.suffix not in (".yaml", ".yml"):
        if str(ref) not in bundled_fleets():
            hint = did_you_mean(str(ref), bundled_fleets())
            message = f"no fleet is called so.{hint} Bundled: {', '.join(bundled_fleets())}; or give a file (name.yaml)"
            raise InvalidInput([Fault(short(ref), 0, "", message)])
        path = FLEETS / f"{ref}.yaml"
    marked = skim_file(path)
    try:
        fleet = Fleet.model_validate(marked.data)
    except ValidationError as error:
        raise InvalidInput([*marked.faults, *faults_of(error, marked, Fleet)]) from error
    faults = [*marked.faults, *_source_faults(fleet, marked, known or catalog())]
    if faults:
        raise InvalidInput(faults)
    return fleet


def _source_faults(fleet: Fleet, marked: Marked, known: Catalog) -> list[Fault]:
    names = [*known.sources, *fleet.sources]
    return [
        marked.fault(place, f"no source '{claim.source}'.{did_you_mean(claim.source, names)} Add it under sources:")
        for place, number in numbers(fleet)
        for claim in number.alternatives or (number,)
        if claim.source is not None and claim.source not in names
    ]
