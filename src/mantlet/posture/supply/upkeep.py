"""What one draw makes of a fleet's supply, with the demand for parts fitted to what is published of its serviceability.

Neither the demand for parts nor the stocks of these fleets are published; the shares of a fleet in maintenance, in
overhaul and awaiting spares are. Stocks are taken as planned for the assumed demand, and the demand is found that makes
as many aircraft await spares as the draw says. How far crews take parts from aircraft that wait for others is not
published either: each draw lies somewhere between never and always, and its demand is found for that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.base.units import UNITS
from mantlet.library.sampling import Draw
from mantlet.physics.roots import root_between
from mantlet.posture.supply.fleet import Fleet
from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.palm import Floats
from mantlet.posture.supply.strength import Parts, one_kept_apart, robbed

_MONTH_S = UNITS["time"]["month"]
_MOST_DEMAND = 1e3  # times what was planned for


class Upkeep(NamedTuple):
    """A fleet and its supply in one draw; arrays count the families of parts. Removals are of one type of part in one
    aircraft, `demand_ratio` times as many as stocks were planned for."""

    families: tuple[str, ...]
    types_count: Floats
    per_aircraft_count: Floats
    removals_per_month: Floats
    base_repair_frac: Floats
    base_repair_month: Floats
    transport_month: Floats
    home_month: Floats
    abroad_month: Floats
    abroad_frac: Floats
    depot_stock_count: Floats
    base_stock_count: Floats
    price_usd: Floats
    aircraft_count: int
    base_aircraft_count: int
    maintenance_frac: float
    overhaul_frac: float
    awaiting_frac: float
    cannibalised_frac: float
    demand_ratio: float

    @property
    def in_hand_prob(self) -> float:
        """Chance that an aircraft is in neither maintenance nor overhaul: what no spares can raise."""
        return 1.0 - self.maintenance_frac - self.overhaul_frac


class Rates(NamedTuple):
    """Parts removed in the whole fleet, of one type: mended at bases, sent home, sent abroad, a month."""

    base_per_month: Floats
    home_per_month: Floats
    abroad_per_month: Floats

    @property
    def sent_per_month(self) -> Floats:
        """What bases ask of the depot."""
        return self.home_per_month + self.abroad_per_month


def upkeep(fleet: Fleet, draw: Draw) -> Upkeep:
    """The fleet in this draw, its demand fitted; raises ValueError where no demand gives the share awaiting spares."""
    planned = _planned(fleet, draw)

    def excess(log_ratio: float) -> float:
        return awaiting_frac(demanding(planned, float(np.exp(log_ratio)))) - planned.awaiting_frac

    most = float(np.log(_MOST_DEMAND))
    try:
        found = root_between(excess, -most, most)
    except ValueError:
        share = f"{planned.awaiting_frac:.3g}"
        raise ValueError(f"fleet {fleet.id}: no demand for its parts makes {share} await spares") from None
    return demanding(planned, float(np.exp(found)))


def demanding(planned: Upkeep, ratio: float) -> Upkeep:
    """The same fleet and stocks with so many times the removals that stocks were planned for."""
    removals = planned.removals_per_month / planned.demand_ratio * ratio
    return planned._replace(removals_per_month=removals, demand_ratio=ratio)


def awaiting_frac(kept: Upkeep) -> float:
    """Share of the fleet that awaits spares in the long run and is in neither maintenance nor overhaul."""
    count = np.array([float(kept.aircraft_count)])
    parts = in_the_long_run(kept)
    most = 1.0 - float(one_kept_apart(parts, count, kept.base_aircraft_count)[0])
    chances = robbed(parts, count)[0]
    least = float(np.sum(chances * np.arange(chances.size, dtype=np.float64))) / kept.aircraft_count
    return kept.in_hand_prob * (most + kept.cannibalised_frac * (least - most))


def in_the_long_run(kept: Upkeep) -> Parts:
    """Its parts as they stand when nothing has changed for long: one row."""
    count = np.array([float(kept.aircraft_count)])
    rates = fleet_rates(kept, count)
    depot = rates.home_per_month * kept.home_month + rates.abroad_per_month * kept.abroad_month
    own = rates.base_per_month * kept.base_repair_month + rates.sent_per_month * kept.transport_month
    echelons = at_bases(kept, count, own, depot, kept.depot_stock_count)
    return Parts(kept.types_count[None], kept.per_aircraft_count, echelons)


def fleet_rates(kept: Upkeep, flying_count: Floats) -> Rates:
    """Removals where so many aircraft fly as usual, by month; one that flies twice as much counts twice."""
    removed = flying_count[:, None] * kept.removals_per_month
    to_depot = removed * (1.0 - kept.base_repair_frac)
    abroad = to_depot * kept.abroad_frac
    return Rates(removed - to_depot, to_depot - abroad, abroad)


def at_bases(
    kept: Upkeep, aircraft_count: Floats, own_count: Floats, depot_count: Floats, depot_stock_count: Floats
) -> Echelons:
    """The depot and one of the like bases that the fleet fills, by month; `own_count` is what all bases mend and what
    is on its way to them."""
    base_frac = 1.0 / np.maximum(aircraft_count / kept.base_aircraft_count, 1.0)[:, None]
    return Echelons(depot_count, depot_stock_count, base_frac * own_count, kept.base_stock_count, base_frac)


def _planned(fleet: Fleet, draw: Draw) -> Upkeep:
    """The draw's figures: stocks as planned for the assumed demand, shares scaled to what is not serviceable."""

    def one(name: str, number: Sourced) -> float:
        return draw.value(f"{fleet.id}.{name}", number)

    def each(name: str) -> Floats:
        drawn = [one(f"parts.{key}.{name}", getattr(family, name)) for key, family in fleet.parts.items()]
        return np.array(drawn)

    count, base_count = int(one("count", fleet.count)), int(one("per_base", fleet.per_base))
    removals = each("per_aircraft") * one("flown_per_month", fleet.flown_per_month) / each("removal_every")
    home, abroad, abroad_frac = each("home_lead") / _MONTH_S, each("abroad_lead") / _MONTH_S, each("abroad")
    lead = (1.0 - abroad_frac) * home + abroad_frac * abroad
    depot = count * removals * (1.0 - each("base_repair")) * lead
    down = [one(name, getattr(fleet, name)) for name in ("maintenance", "overhaul", "awaiting_spares")]
    scale = (1.0 - one("serviceable", fleet.serviceable)) / sum(down)
    return Upkeep(
        families=tuple(fleet.parts),
        types_count=each("types"),
        per_aircraft_count=each("per_aircraft"),
        removals_per_month=removals,
        base_repair_frac=each("base_repair"),
        base_repair_month=each("base_repair_time") / _MONTH_S,
        transport_month=each("transport_time") / _MONTH_S,
        home_month=home,
        abroad_month=abroad,
        abroad_frac=abroad_frac,
        depot_stock_count=np.round(each("depot_cover") * depot),
        base_stock_count=each("base_stock"),
        price_usd=each("unit_price"),
        aircraft_count=count,
        base_aircraft_count=base_count,
        maintenance_frac=down[0] * scale,
        overhaul_frac=down[1] * scale,
        awaiting_frac=down[2] * scale,
        cannibalised_frac=one("cannibalised", fleet.cannibalised),
        demand_ratio=1.0,
    )
