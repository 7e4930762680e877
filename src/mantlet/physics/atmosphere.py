"""The ICAO standard atmosphere by geometric height, with the reference water vapour used for gas loss."""

from __future__ import annotations

import math

GRAVITY_MPS2 = 9.80665
GAS_CONSTANT_J_KG_K = 287.05287
EARTH_RADIUS_M = 6_356_766.0
HEAT_CAPACITY_RATIO = 1.4
LOWEST_M = -5_000.0

# (geopotential base in m, lapse in K/m); the last layer goes on without end.
_LAYERS = (
    (0.0, -0.0065),
    (11_000.0, 0.0),
    (20_000.0, 0.001),
    (32_000.0, 0.0028),
    (47_000.0, 0.0),
    (51_000.0, -0.0028),
    (71_000.0, -0.002),
    (84_852.0, 0.0),
)


def standard(height_m: float) -> tuple[float, float, float]:
    """(temperature_k, pressure_pa, density_kg_m3) at a geometric height above sea level.

    Holds from -5 km to 80 km; above 86 km it goes on at constant temperature, where the density no longer matters.
    Leaves out season, latitude and weather. Raises ValueError below -5 km.

    Source: ICAO 1993, Doc 7488/3, layers of geopotential height (above 80 km: US Standard Atmosphere 1976).

    >>> temperature_k, pressure_pa, density_kg_m3 = standard(11019.0)
    >>> round(temperature_k, 2), round(pressure_pa, 0), round(density_kg_m3, 4)
    (216.65, 22632.0, 0.3639)
    """
    if not LOWEST_M <= height_m < math.inf:
        raise ValueError(f"got height {height_m} m, expected {LOWEST_M:.0f} m or more")
    geopotential_m = EARTH_RADIUS_M * height_m / (EARTH_RADIUS_M + height_m)
    base_m, lapse, base_k, base_pa = _BASES[0]
    for layer in _BASES[1:]:
        if geopotential_m < layer[0]:
            break
        base_m, lapse, base_k, base_pa = layer
    temperature_k, pressure_pa = _within_layer(geopotential_m - base_m, lapse, base_k, base_pa)
    return temperature_k, pressure_pa, pressure_pa / (GAS_CONSTANT_J_KG_K * temperature_k)


def speed_of_sound_mps(height_m: float) -> float:
    """Speed of sound in the standard atmosphere at a geometric height; holds and fails as `standard` does.

    Source: ICAO 1993, Doc 7488/3.

    >>> round(speed_of_sound_mps(0.0), 3)
    340.294
    """
    return math.sqrt(HEAT_CAPACITY_RATIO * GAS_CONSTANT_J_KG_K * standard(height_m)[0])


def vapour_kg_m3(height_m: float) -> float:
    """Water vapour of the mean annual reference atmosphere: 7.5 g/m3 at sea level, halved every 1.4 km.

    Falls no faster than a mixing ratio of 2e-6 in the stratosphere. The Arabian Sea in the monsoon has three times as
    much near the ground.

    Source: ITU-R P.835-6, Annex 1, equation 6 and the mixing ratio it is held to.

    >>> round(1e3 * vapour_kg_m3(2000.0), 3)
    2.759
    """
    wet = 7.5e-3 * math.exp(-height_m / 2000.0)
    temperature_k, pressure_pa, _ = standard(height_m)
    driest = 2e-6 * pressure_pa / temperature_k * 216.7e-5
    return max(wet, driest)


def _within_layer(above_base_m: float, lapse_k_m: float, base_k: float, base_pa: float) -> tuple[float, float]:
    if lapse_k_m == 0.0:
        return base_k, base_pa * math.exp(-GRAVITY_MPS2 * above_base_m / (GAS_CONSTANT_J_KG_K * base_k))
    temperature_k = base_k + lapse_k_m * above_base_m
    return temperature_k, base_pa * (temperature_k / base_k) ** (-GRAVITY_MPS2 / (GAS_CONSTANT_J_KG_K * lapse_k_m))


def _layer_bases() -> list[tuple[float, float, float, float]]:
    bases = [(*_LAYERS[0], 288.15, 101_325.0)]
    for base_m, lapse in _LAYERS[1:]:
        below_m, below_lapse, below_k, below_pa = bases[-1]
        bases.append((base_m, lapse, *_within_layer(base_m - below_m, below_lapse, below_k, below_pa)))
    return bases


_BASES = _layer_bases()
