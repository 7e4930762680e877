"""Airborne radars: one leg of each orbit, flown to and fro for as long as the scenario lasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.plan import Plan, Radar
from mantlet.physics import geodesy
from mantlet.world import KNOT, Records

Array = NDArray[np.float64]

LEG_KNOTS = 65


def leg_points(radar: Radar) -> tuple[Array, float]:
    """(rows of latitude, longitude, height along one leg; seconds it takes)."""
    assert radar.orbit is not None
    to = radar.orbit.to
    length_m, azimuth_deg, _ = geodesy.inverse(radar.at.lat_deg, radar.at.lon_deg, to.lat_deg, to.lon_deg)
    along_m = np.linspace(0.0, length_m, LEG_KNOTS)
    lat, lon, _ = geodesy.direct_many(radar.at.lat_deg, radar.at.lon_deg, azimuth_deg, along_m)
    return np.stack([lat, lon, np.full(LEG_KNOTS, radar.height_m)], axis=1), length_m / radar.orbit.speed_mps


def leg_middles(radar: Radar) -> Array:
    """Middles of the parts of its leg, as rows (lat_deg, lon_deg, height_m): from there it sees what it sees."""
    points, _ = leg_points(radar)
    return 0.5 * (points[:-1] + points[1:])


def orbit_knots(plan: Plan) -> Records:
    """KNOT records of the legs of all orbits, in the order of the radars."""
    legs = [np.zeros(0, KNOT)]
    for radar in plan.radars:
        if radar.orbit is not None:
            leg = np.zeros(LEG_KNOTS, KNOT)
            leg["x_m"], leg["y_m"], leg["z_m"] = geodesy.to_ecef(*leg_points(radar)[0].T)
            legs.append(leg)
    return np.concatenate(legs)


def lay_orbits(plan: Plan, sensors: Records, tick_s: float, first: int) -> None:
    """Say in SENSOR records where knots and lines of sight of each orbit begin, and how fast its knots are passed.

    Knots begin at `first`, lines of sight after those of all radars.
    """
    row = len(plan.radars)
    for record, radar in zip(sensors, plan.radars, strict=True):
        if radar.orbit is not None:
            record["knot_first"], record["knot_count"], record["sight_first"] = first, LEG_KNOTS, row
            record["knots_per_tick"] = (LEG_KNOTS - 1) * tick_s / leg_points(radar)[1]
            first, row = first + LEG_KNOTS, row + LEG_KNOTS - 1
