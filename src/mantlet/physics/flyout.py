"""How long an interceptor takes to a place: even boost, then a coast slowed by drag, in closed form.

Open sources give a top speed, sometimes a burn time, and a reach. The one number they leave out is drag; it is set so
that the mean speed to the reference point comes out as claimed or assumed. Guidance, turning and gravity are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from mantlet.physics.atmosphere import GRAVITY_MPS2, standard
from mantlet.physics.roots import root_between

Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FlyoutClaim:
    """What is known of a missile's flight.

    `mean_speed_mps` is the mean over the way to `reference_range_m` at `reference_height_m`. Without `max_speed_mps`
    (None) the missile flies at its mean speed all the way. `loft_ratio`: on the way to a far target the path climbs to
    at least this share of the ground range, where the air is thin; an assumption, 0 for a straight path.
    """

    mean_speed_mps: float
    reference_range_m: float
    reference_height_m: float
    max_speed_mps: float | None = None
    boost_s: float = 0.0
    loft_ratio: float = 0.1


def flight_s(claim: FlyoutClaim, ground_range_m: float, height_m: float, launch_height_m: float = 0.0) -> float:
    """Seconds from launch to a point `height_m` above the launcher, which stands `launch_height_m` above sea level.

    Boost at constant acceleration to the top speed, then dv/dt = -c r v^2 along the slant distance, r being the mean
    air density on the way as a share of sea level. Against density taken point by point, set to the same claim, the
    time is 0 to 7 % late. Raises ValueError for a claim that cannot be met.

    Source: quadratic drag integrated here in closed form; air of `atmosphere.standard`.

    >>> claim = FlyoutClaim(1000.0, 100e3, 10e3, max_speed_mps=1500.0, boost_s=5.0)
    >>> round(flight_s(claim, 100e3, 10e3), 2), round(flight_s(claim, 50e3, 10e3), 2)
    (100.5, 42.93)
    """
    return float(_grid_s(claim, np.array([ground_range_m]), np.array([height_m]), launch_height_m)[0, 0])


def time_table(
    claim: FlyoutClaim,
    max_range_m: float,
    max_height_m: float,
    range_step_m: float,
    height_step_m: float,
    launch_height_m: float = 0.0,
) -> Table:
    """Seconds to [ground range index, height index], heights above the launcher, for `kernels.table_value`.

    The last finite row and column stand at or just past the reach; one more of +inf follows, so that any lookup more
    than one step past it is out of reach. Raises ValueError for steps or reach of 0 or less.
    """
    if not (max_range_m > 0.0 and max_height_m > 0.0 and range_step_m > 0.0 and height_step_m > 0.0):
        raise ValueError(
            f"got reach {max_range_m} x {max_height_m} m, steps {range_step_m} x {height_step_m} m, all > 0"
        )
    # A step that divides the reach but for rounding must not add a row.
    range_count = math.ceil(max_range_m / range_step_m - 1e-9) + 1
    height_count = math.ceil(max_height_m / height_step_m - 1e-9) + 1
    table = np.full((range_count + 1, height_count + 1), np.inf)
    ranges_m: Table = range_step_m * np.arange(range_count, dtype=np.float64)
    heights_m: Table = height_step_m * np.arange(height_count, dtype=np.float64)
    table[:-1, :-1] = _grid_s(claim, ranges_m, heights_m, launch_height_m)
    return table


@lru_cache(maxsize=1024)
def drag_per_m(claim: FlyoutClaim) -> float:
    """Loss of speed per metre of coast in sea-level air, as a share of the speed, that meets the claimed mean speed.

    Raises ValueError when no drag does: a mean above what flight without drag gives, or a top speed below the mean.
    """
    if not (claim.mean_speed_mps > 0.0 and claim.reference_range_m > 0.0 and claim.boost_s >= 0.0):
        raise ValueError(f"got {claim}, expected mean speed and reference range above 0 and a boost of 0 s or more")
    if claim.max_speed_mps is None:
        return 0.0
    slant_m = math.hypot(claim.reference_range_m, claim.reference_height_m)
    coast_m = slant_m - 0.5 * claim.max_speed_mps * claim.boost_s
    coast_s = slant_m / claim.mean_speed_mps - claim.boost_s
    if coast_m <= 0.0:
        raise ValueError(f"got {claim}, expected a boost that ends before the reference range")
    slowness = coast_s * claim.max_speed_mps / coast_m
    if abs(slowness - 1.0) < 1e-9:
        return 0.0
    if slowness < 1.0:
        fastest_mps = slant_m / (claim.boost_s + coast_m / claim.max_speed_mps)
        raise ValueError(f"got mean speed {claim.mean_speed_mps} m/s, expected at most {fastest_mps:.0f} m/s ({claim})")
    slowing_ratio = root_between(lambda part: float(_stretch(np.array([part]))[0]) - slowness, 0.0, 700.0)
    density_ratio = path_density_ratio(claim, claim.reference_range_m, claim.reference_height_m, 0.0)
    return slowing_ratio / (density_ratio * coast_m)


def path_density_ratio(
    claim: FlyoutClaim, ground_range_m: float, height_m: float, launch_height_m: float = 0.0
) -> float:
    """Mean air density on an even climb to the path's greatest height, as a share of sea level.

    In still air the weight of a column is its pressure difference, so the mean needs no integral.
    """
    return _mean_density_ratio(max(height_m, claim.loft_ratio * ground_range_m, 1.0), launch_height_m)


def _grid_s(claim: FlyoutClaim, ground_range_m: Table, height_m: Table, launch_height_m: float) -> Table:
    """Flight times to every pair of a ground range and a height, as [range index, height index]."""
    slant_m = np.hypot(ground_range_m[:, None], height_m)
    if claim.max_speed_mps is None:
        return slant_m / claim.mean_speed_mps
    # The density hangs on the greater of two climbs: one value per row or column, not one per cell.
    loft_m = np.maximum(claim.loft_ratio * ground_range_m, 1.0)
    of_loft = np.array([_mean_density_ratio(climb_m, launch_height_m) for climb_m in loft_m.tolist()])
    of_height = np.array([_mean_density_ratio(max(climb_m, 1.0), launch_height_m) for climb_m in height_m.tolist()])
    density_ratio = np.where(height_m > loft_m[:, None], of_height, of_loft[:, None])
    coast_m = np.maximum(slant_m - 0.5 * claim.max_speed_mps * claim.boost_s, 0.0)
    coast_s = coast_m / claim.max_speed_mps * _stretch(drag_per_m(claim) * density_ratio * coast_m)
    boosting_s = np.sqrt(2.0 * slant_m * claim.boost_s / claim.max_speed_mps)
    return np.where(coast_m > 0.0, claim.boost_s + coast_s, boosting_s)


def _mean_density_ratio(climb_m: float, launch_height_m: float) -> float:
    lost_pa = standard(launch_height_m)[1] - standard(launch_height_m + climb_m)[1]
    # Geometric for geopotential height: 1.5 % off at 100 km, where no air is left to matter.
    return lost_pa / (GRAVITY_MPS2 * climb_m) / standard(0.0)[2]


def _stretch(slowing_ratio: Table) -> Table:
    """How much longer a coast takes than without drag: (e^x - 1) / x."""
    apart_from_0 = np.maximum(slowing_ratio, 1e-12)
    return np.expm1(apart_from_0) / apart_from_0
