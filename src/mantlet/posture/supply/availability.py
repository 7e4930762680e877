"""Fit aircraft, launchers or radars of a fleet, month by month, as chances of each count.

Parts may be taken from aircraft that wait for others never, always, or so far: the two ends have one demand for parts
and so bracket what lies between them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mantlet.posture.supply.changes import UNCHANGED, Changes, arrived, monthly
from mantlet.posture.supply.counts import after_maintenance, exchangeable
from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.over_time import before, in_resupply, on_the_way
from mantlet.posture.supply.palm import Floats
from mantlet.posture.supply.strength import Parts, kept_apart, robbed
from mantlet.posture.supply.upkeep import Upkeep, at_bases, fleet_rates


class Availability(NamedTuple):
    """On the first day of each month: chances of each count of fit aircraft (columns 0, 1, ...), their mean, and the
    mean share of the fleet that awaits spares."""

    fit_prob: Floats
    mean_count: Floats
    awaiting_frac: Floats


class Forecast(NamedTuple):
    """Parts never taken from others, always, and as far as the draw has it."""

    none: Availability
    full: Availability
    drawn: Availability


def forecast(kept: Upkeep, aircraft_count: Floats, changes: Changes = UNCHANGED) -> Forecast:
    """What stands fit with so many aircraft on strength in each month, and these changes."""
    none = without_cannibalisation(
        kept, parts_over(kept, aircraft_count, changes, kept.transport_month), aircraft_count
    )
    anywhere = np.zeros(len(kept.families))
    full = with_cannibalisation(kept, parts_over(kept, aircraft_count, changes, anywhere), aircraft_count)
    return Forecast(none, full, _between(none, full, kept.cannibalised_frac, aircraft_count))


def _between(none: Availability, full: Availability, share: float, aircraft_count: Floats) -> Availability:
    """So far from one end to the other: what is fit, what waits, and how alike two aircraft fare."""

    def mixed(none_prob: Floats, full_prob: Floats) -> Floats:
        return (1.0 - share) * none_prob + share * full_prob

    (one, pair), (other, both) = (moments(end, aircraft_count) for end in (none, full))
    fit = mixed(one, other)
    chances = exchangeable(aircraft_count, fit, fit**2 + mixed(pair - one**2, both - other**2))
    return Availability(chances, aircraft_count * fit, mixed(none.awaiting_frac, full.awaiting_frac))


def moments(found: Availability, aircraft_count: Floats) -> tuple[Floats, Floats]:
    """The chance that one is fit, and that two are, by month."""
    count = np.arange(found.fit_prob.shape[1], dtype=np.float64)
    others = np.maximum(aircraft_count - 1.0, 1.0)
    one: Floats = found.fit_prob @ count / np.maximum(aircraft_count, 1.0)
    pair: Floats = found.fit_prob @ (count * (count - 1.0)) / (np.maximum(aircraft_count, 1.0) * others)
    return one, pair


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
