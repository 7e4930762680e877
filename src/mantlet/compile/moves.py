"""Where units move to and how long that takes, as the engine's records."""

from __future__ import annotations

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.compile.plan import Battery, Plan
from mantlet.compile.ticks import ticks_up
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.world import SITE, Records


def site_records(plan: Plan, draw: Draw, tick_s: float) -> Records:
    """SITE records of units that move, in the order of the plan's batteries.

    Where the mechanism is switched off the sites are there, and nothing makes a unit leave its first.
    """
    movers = [(u, battery) for u, battery in enumerate(plan.batteries) if battery.place.moves is not None]
    records = np.zeros(len(movers), SITE)
    index = {battery.id: (u, h) for h, (u, battery) in enumerate(movers)}
    places = {battery.id: battery.place.at for _, battery in movers}
    for record, (u, battery) in zip(records, movers, strict=True):
        rules, sites = battery.place.moves, battery.place.sites
        assert rules is not None
        following = sites[(battery.site + 1) % len(sites)]
        record["unit"], record["whole"], record["next"] = u, index[sites[0].id][0], index[following.id][1]
        record["after_shots"], record["after_ticks"] = -1, -1
        if plan.mechanisms.moves:
            record["after_shots"] = rules.after_shots or -1
            record["after_ticks"] = -1 if rules.after_s is None else ticks_up(rules.after_s, tick_s)
        here, there = battery.place.at, places[following.id]
        way_m, _, _ = geodesy.inverse(here.lat_deg, here.lon_deg, there.lat_deg, there.lon_deg)
        speed_mps = _figure(battery, "march_speed", rules.march_speed, draw)
        record["march_ticks"] = max(1, ticks_up(way_m / speed_mps, tick_s))
        record["pack_ticks"] = ticks_up(_figure(battery, "pack_time", rules.pack_time, draw), tick_s)
        record["set_up_ticks"] = ticks_up(_figure(battery, "set_up_time", rules.set_up_time, draw), tick_s)
    return records


def _figure(battery: Battery, name: str, own: Sourced | None, draw: Draw) -> float:
    """The scenario's figure where it sets one, else the library's."""
    if own is not None:
        return draw.value(f"unit.{battery.place.id}.{name}", own)
    number: Sourced | None = getattr(battery.fire_unit, name)
    assert number is not None
    return draw.value(f"{battery.ref}.{name}", number)
