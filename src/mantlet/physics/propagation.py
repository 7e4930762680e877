"""What the way between radar and object takes from the signal: horizon, knife edge, atmospheric gas.

Losses are one-way unless the name says otherwise; a radar pays them twice.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mantlet.physics.atmosphere import standard, vapour_kg_m3

Array = npt.NDArray[np.float64]

EARTH_RADIUS_M = 6_371_000.0
GAS_TOP_M = 80_000.0
_GAS_STEP_M = 100.0
_LINES = Path(__file__).resolve().parent.parent / "data" / "physics"


def horizon_m(radar_height_m: float, target_height_m: float, earth_ratio: float = 4.0 / 3.0) -> float:
    """Ground distance at which a smooth earth hides the target: sqrt(2 k a h1) + sqrt(2 k a h2).

    Heights above the smooth earth, in metres. With k = 4/3 good to 1 % for targets below 10 km in a normal
    atmosphere; ducts over warm sea reach farther and are left out. Raises ValueError for heights below 0.

    Source: ITU-R P.310 and P.834, effective earth radius; Skolnik 2001, Introduction to Radar Systems, chapter 8.

    >>> round(horizon_m(20.0, 50.0))
    47579
    """
    if not (radar_height_m >= 0.0 and target_height_m >= 0.0 and earth_ratio > 0.0):
        raise ValueError(f"got ({radar_height_m}, {target_height_m}, {earth_ratio}), expected (>= 0, >= 0, > 0)")
    return float(tangent_m(radar_height_m, earth_ratio) + tangent_m(target_height_m, earth_ratio))


def tangent_m(height_m: Any, earth_ratio: float = 4.0 / 3.0) -> Any:
    """Ground distance from a height to where its ray touches a smooth earth, sqrt(2 k a h): a float or an array."""
    return np.sqrt(2.0 * earth_ratio * EARTH_RADIUS_M * height_m)


def earth_ratio(index_gradient_per_m: float) -> float:
    """Effective over true earth radius where the refractive index changes evenly with height: 1 / (1 + a dn/dh).

    -39e-9 per metre (39 N-units per km) gives the usual 4/3. Raises ValueError in a duct, where rays turn down faster
    than the ground.

    Source: ITU-R P.834-9, Annex 1, effective radius of the Earth.

    >>> round(earth_ratio(-39e-9), 4)
    1.3306
    """
    inverse = 1.0 + EARTH_RADIUS_M * index_gradient_per_m
    if not inverse > 0.0:
        raise ValueError(f"got {index_gradient_per_m} per m, expected above {-1.0 / EARTH_RADIUS_M:.3g} (a duct)")
    return 1.0 / inverse


def knife_edge_nu(obstacle_m: float, to_radar_m: float, to_target_m: float, wavelength_m: float) -> float:
    """Fresnel parameter of an edge `obstacle_m` above (or, negative, below) the straight ray.

    Source: ITU-R P.526-15, equation 26.

    >>> round(knife_edge_nu(100.0, 10e3, 10e3, 0.1), 3)
    6.325
    """
    return obstacle_m * math.sqrt(2.0 * (to_radar_m + to_target_m) / (wavelength_m * to_radar_m * to_target_m))


def knife_edge_db(nu: float) -> float:
    """One-way diffraction loss over a single sharp edge; 0 for nu at or below -0.78.

    Within 0.13 dB of the exact Fresnel integral for nu of -0.7 to 10. Several edges and round ridges lose more.

    Source: ITU-R P.526-15, equation 31.

    >>> round(knife_edge_db(0.0), 4)
    6.0329
    """
    if nu <= -0.78:
        return 0.0
    return 6.9 + 20.0 * math.log10(math.sqrt((nu - 0.1) ** 2 + 1.0) + nu - 0.1)


def gas_db_per_km(frequency_hz: float, dry_pressure_pa: float, temperature_k: float, vapour_kg_m3: float) -> float:
    """One-way specific attenuation by oxygen and water vapour, line by line, 1 to 1000 GHz.

    Takes the pressure of dry air, without vapour. Leaves out rain, cloud and dust. Answered down to 30 MHz, below the
    range of the source, where less than 0.006 dB per km is lost. Raises ValueError out of range.

    Source: ITU-R P.676-13, Annex 1, equations 1 to 9.

    >>> round(gas_db_per_km(10e9, 101325.0, 288.15, 7.5e-3), 6)
    0.014199
    """
    if not 3e7 <= frequency_hz <= 1e12:
        raise ValueError(f"got frequency {frequency_hz} Hz, expected 30 MHz to 1000 GHz")
    if not (dry_pressure_pa >= 0.0 and temperature_k > 0.0 and vapour_kg_m3 >= 0.0):
        raise ValueError(f"got ({dry_pressure_pa}, {temperature_k}, {vapour_kg_m3}), expected (>= 0, > 0, >= 0)")
    air = (np.array([[part]]) for part in (dry_pressure_pa, temperature_k, vapour_kg_m3))
    return float(_specific_db(frequency_hz, *air)[0])


def _specific_db(frequency_hz: float, dry_pa: Array, temperature_k: Array, vapour_kg_m3: Array) -> Array:
    """`gas_db_per_km` of several states of the air, each given as a column."""
    f, theta = frequency_hz / 1e9, 300.0 / temperature_k
    dry, wet = dry_pa / 100.0, 1e3 * vapour_kg_m3 * temperature_k / 216.7
    oxygen, water = _lines("p676_oxygen.csv"), _lines("p676_water.csv")

    strength = oxygen[1] * 1e-7 * dry * theta**3 * np.exp(oxygen[2] * (1.0 - theta))
    width = oxygen[3] * 1e-4 * (dry * theta ** (0.8 - oxygen[4]) + 1.1 * wet * theta)
    width = np.sqrt(width**2 + 2.25e-6)
    mixing = (oxygen[5] + oxygen[6] * theta) * 1e-4 * (dry + wet) * theta**0.8
    refractivity = (strength * _line_shape(f, oxygen[0], width, mixing)).sum(axis=1)

    strength = water[1] * 0.1 * wet * theta**3.5 * np.exp(water[2] * (1.0 - theta))
    width = water[3] * 1e-4 * (dry * theta ** water[4] + water[5] * wet * theta ** water[6])
    width = 0.535 * width + np.sqrt(0.217 * width**2 + 2.1316e-12 * water[0] ** 2 / theta)
    refractivity += (strength * _line_shape(f, water[0], width, np.zeros_like(width))).sum(axis=1)

    dry, wet, theta = dry[:, 0], wet[:, 0], theta[:, 0]
    debye = 5.6e-4 * (dry + wet) * theta**0.8
    nitrogen = 1.4e-12 * dry * theta**1.5 / (1.0 + 1.9e-5 * f**1.5)
    refractivity += f * dry * theta**2 * (6.14e-5 * debye / (debye**2 + f**2) + nitrogen)
    return 0.1820 * f * refractivity


def path_gas_db(frequency_hz: float, radar_height_m: float, target_height_m: float, ground_range_m: float) -> float:
    """One-way gas loss between two points in the standard atmosphere, along the refracted ray over a round earth.

    Nothing is lost above 80 km, so the loss stops growing for objects in space. Past the horizon the loss of the
    grazing ray is scaled up with range; heights below 0 count as 0. Within 1 % of a ray traced in thin shells.

    Source: ITU-R P.676-13, Annex 1, equations 13 to 19; refractivity of ITU-R P.453-14.

    >>> round(path_gas_db(3e9, 20.0, 10e3, 200e3), 2)
    0.72
    """
    table = two_way_gas_db(frequency_hz, radar_height_m, np.array([ground_range_m]), np.array([target_height_m]))
    return 0.5 * float(table[0, 0])


def two_way_gas_db(frequency_hz: float, radar_height_m: float, range_m: Array, target_height_m: Array) -> Array:
    """Two-way gas loss as a table [ground range, target height] for one radar; see `path_gas_db`.

    Its cost goes with the number of heights, whatever that of ranges.
    """
    loss_db = np.empty((len(range_m), len(target_height_m)))
    for j, height_m in enumerate(target_height_m):
        low_m, high_m = sorted((max(radar_height_m, 0.0), max(float(height_m), 0.0)))
        # The way is the same in both directions, so rays always start at the lower end.
        ground_m, way_db = _ray_fan(frequency_hz, low_m, high_m)
        loss_db[:, j] = 2.0 * np.interp(range_m, ground_m, way_db) * np.maximum(range_m / max(ground_m[-1], 1.0), 1.0)
    return loss_db


def _ray_fan(frequency_hz: float, low_m: float, high_m: float) -> tuple[Array, Array]:
    """(ground range, loss) of rays between two heights, from the shortest way to the one that grazes the sea."""
    elevation = 0.5 * math.pi * np.linspace(1.0, 0.0, 96) ** 2
    constant_m = np.cos(elevation) * _level_constant(frequency_hz, low_m)
    # Farther off, the ray first sinks from the lower end to a tangent height, then climbs past both.
    dip_constant, dip_ground, dip_loss = _dips(frequency_hz, low_m)
    ground, loss = _climb(frequency_hz, low_m, high_m, np.concatenate([constant_m, dip_constant]))
    ground[constant_m.size :] += dip_ground
    loss[constant_m.size :] += dip_loss
    return np.maximum.accumulate(ground), loss


@lru_cache(maxsize=256)
def _dips(frequency_hz: float, height_m: float) -> tuple[Array, Array, Array]:
    """(Bouguer constant, ground range, loss) of rays that leave a height downward and come back to it."""
    tangents = height_m * np.linspace(1.0, 0.0, 25)[1:] if height_m > 0.0 else np.zeros(0)
    constant_m = np.array([_level_constant(frequency_hz, float(tangent_m)) for tangent_m in tangents])
    ground, loss = np.zeros_like(constant_m), np.zeros_like(constant_m)
    for i, tangent_m in enumerate(tangents):
        half_ground, half_loss = _climb(frequency_hz, float(tangent_m), height_m, constant_m[i : i + 1])
        ground[i], loss[i] = 2.0 * half_ground[0], 2.0 * half_loss[0]
    return constant_m, ground, loss


def _level_constant(frequency_hz: float, height_m: float) -> float:
    """Bouguer constant n r of the ray that runs level at a height."""
    index = float(np.interp(height_m / _GAS_STEP_M, *_over_steps(_air(frequency_hz)[0])))
    return index * (EARTH_RADIUS_M + height_m)


def _climb(frequency_hz: float, low_m: float, high_m: float, constant_m: Array) -> tuple[Array, Array]:
    """(ground range, loss) of rays with Bouguer constants n r cos(elevation), climbing through 120 shells."""
    index, curve = _air(frequency_hz)
    bounds = low_m + (high_m - low_m) * np.linspace(0.0, 1.0, 121) ** 2
    middle = 0.5 * (bounds[1:] + bounds[:-1]) / _GAS_STEP_M
    inside = constant_m[:, None] / np.interp(middle, *_over_steps(index))
    loss_per_km = np.exp(np.interp(middle, *_over_steps(curve))) * (middle * _GAS_STEP_M < GAS_TOP_M)
    # Within a shell the ray is straight: its square distance from the centre is inside^2 + along^2.
    along_low = np.sqrt(np.maximum((EARTH_RADIUS_M + bounds[:-1]) ** 2 - inside**2, 0.0))
    along_high = np.sqrt(np.maximum((EARTH_RADIUS_M + bounds[1:]) ** 2 - inside**2, 0.0))
    turned = np.arctan2(along_high, inside) - np.arctan2(along_low, inside)
    return EARTH_RADIUS_M * turned.sum(axis=1), 1e-3 * (along_high - along_low) @ loss_per_km


def _line_shape(f: float, centre: Array, width: Array, mixing: Array) -> Array:
    below, above = centre - f, centre + f
    return (
        f
        / centre
        * ((width - mixing * below) / (below**2 + width**2) + (width - mixing * above) / (above**2 + width**2))
    )


@lru_cache(maxsize=64)
def _air(frequency_hz: float) -> tuple[Array, Array]:
    """(refractive index, natural logarithm of dB per km) of the standard atmosphere, every 100 m from sea level up."""
    heights_m = [step * _GAS_STEP_M for step in range(int(GAS_TOP_M / _GAS_STEP_M) + 1)]
    temperature_k, pressure_pa, _ = np.array([standard(height_m) for height_m in heights_m]).T
    vapour = np.array([vapour_kg_m3(height_m) for height_m in heights_m])
    vapour_pa = vapour * temperature_k / 216.7e-5
    dry_pa = pressure_pa - vapour_pa
    refractivity = (0.776 * dry_pa + 0.72 * vapour_pa + 3.75e3 * vapour_pa / temperature_k) / temperature_k
    curve = np.log(_specific_db(frequency_hz, dry_pa[:, None], temperature_k[:, None], vapour[:, None]))
    return 1.0 + 1e-6 * refractivity, curve


def _over_steps(values: Array) -> tuple[Array, Array]:
    return np.arange(float(values.size)), values


@lru_cache(maxsize=2)
def _lines(name: str) -> Array:
    """Columns of a line table: centre frequency in GHz, then the six coefficients."""
    return np.loadtxt(_LINES / name, delimiter=",", skiprows=2).T.copy()
