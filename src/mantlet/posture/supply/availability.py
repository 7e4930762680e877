"""Fit aircraft, launchers or radars of a fleet, month by month, as chances of each count under both practices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mantlet.library.sampling import Draw
from mantlet.posture.supply.changes import UNCHANGED, Changes, arrived, monthly
from mantlet.posture.supply.counts import after_maintenance, exchangeable
from mantlet.posture.supply.fleet import Fleet
from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.over_time import before, in_resupply, on_the_way
from mantlet.posture.supply.palm import Floats
from mantlet.posture.supply.strength import Parts, kept_apart, robbed
from mantlet.posture.supply.upkeep import Practice, Upkeep, at_bases, fleet_rates, upkeep


class Availability(NamedTuple):
    """On the first day of each month: chances of each count of fit aircraft (columns 0, 1, ...), their mean, and the
    mean share of the fleet that awaits spares."""

    fit_prob: Floats
    mean_count: Floats
    awaiting_frac: Floats


class Forecast(NamedTuple):
    """The two ends of what a fleet may do with its missing parts."""

    none: Availability
    full: Availability


class Calibrated(NamedTuple):
    """A fleet in one draw, its demand fitted under each practice: what takes longest, and is done once."""

    none: Upkeep
    full: Upkeep


def calibrated(fleet: Fleet, draw: Draw) -> Calibrated:
    """The fleet in this draw; both ends show the published share awaiting spares, and part with what changes."""
    return Calibrated(upkeep(fleet, draw, "none"), upkeep(fleet, draw, "full"))


def forecast(fleet: Calibrated, aircraft_count: Floats, changes: Changes = UNCHANGED) -> Forecast:
    """What stands fit with so many aircraft on strength in each month, and these changes."""
    return Forecast(
        availability(fleet.none, "none", aircraft_count, changes),
        availability(fleet.full, "full", aircraft_count, changes),
    )


def availability(
    kept: Upkeep, practice: Practice, aircraft_count: Floats, changes: Changes = UNCHANGED
) -> Availability:
    """One of the two ends, of a fleet whose demand was fitted under the same practice."""
    if practice == "none":
        return without_cannibalisation(
            kept, parts_over(kept, aircraft_count, changes, kept.transport_month), aircraft_count
        )
    anywhere = np.zeros(len(kept.families))
    return with_cannibalisation(kept, parts_over(kept, aircraft_count, changes, anywhere), aircraft_count)


def parts_over(kept: Upkeep, aircraft_count: Floats, changes: Changes, delay_month: Floats) -> Parts:
    """Pipelines and stocks by month, the depot's pipelines as they were so long before (by family): a base notices what
    the depot lacks when a transport later it does not come. So it does a shipment, which helps when it has gone on.

    Aircraft that join bring their share of the stock; those that retire leave it. A shipment is spread over the types
    of its family; where it does not come out even, some types have one more: such a family has two columns.
    """
    months = len(aircraft_count)
    rates = fleet_rates(kept, aircraft_count * monthly(changes.flying, months))
    speed = np.ones((months, 2 * len(kept.families)))
    speed[:, len(kept.families) :] = monthly(changes.supply, months)[:, None]
    sent = np.hstack([rates.home_per_month, rates.abroad_per_month])
    home, abroad = np.hsplit(in_resupply(sent, speed, np.hstack([kept.home_month, kept.abroad_month])), 2)
    depot = before(home + abroad, delay_month)
    own = on_the_way(rates.base_per_month, kept.base_repair_month)
    own += on_the_way(rates.sent_per_month, kept.transport_month)
    dates = np.arange(months)[:, None] - kept.transport_month
    each, over = np.divmod(arrived(changes.shipments, kept.families, dates), kept.types_count)
    grown = np.maximum.accumulate(aircraft_count) / kept.aircraft_count
    stock: Floats = np.round(grown[:, None] * kept.depot_stock_count) + each
    echelons = at_bases(kept, aircraft_count, own, depot, stock)
    columns = [*range(len(kept.families)), *np.nonzero(over.any(axis=0))[0].tolist()]
    extra = np.arange(len(columns)) >= len(kept.families)
    types = np.where(extra, over[:, columns], (kept.types_count - over)[:, columns])
    fewer = Echelons(*(np.broadcast_to(column, over.shape)[:, columns] for column in echelons))
    spread = fewer._replace(depot_stock_count=fewer.depot_stock_count + extra)
    return Parts(types, kept.per_aircraft_count[columns], spread)


def without_cannibalisation(kept: Upkeep, parts: Parts, aircraft_count: Floats) -> Availability:
    """Every missing part on an aircraft of its own: the most that can lack one."""
    whole = kept_apart(parts, aircraft_count, kept.base_aircraft_count)
    fit = kept.in_hand_prob * whole.one_prob
    chances = exchangeable(aircraft_count, fit, kept.in_hand_prob**2 * whole.pair_prob)
    return Availability(chances, aircraft_count * fit, kept.in_hand_prob * (1.0 - whole.one_prob))


def with_cannibalisation(kept: Upkeep, parts: Parts, aircraft_count: Floats) -> Availability:
    """Missing parts gathered on as few aircraft of the fleet as can be: the least that can lack one."""
    lacking = robbed(parts, aircraft_count)
    chances = after_maintenance(lacking, aircraft_count, kept.in_hand_prob)
    mean: Floats = lacking @ np.arange(lacking.shape[1], dtype=np.float64)
    awaiting: Floats = kept.in_hand_prob * mean / np.maximum(aircraft_count, 1.0)
    return Availability(chances, kept.in_hand_prob * (aircraft_count - mean), awaiting)
