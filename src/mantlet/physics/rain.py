"""What rain takes from a signal."""

from __future__ import annotations

import math

_MM_PER_H = 3.6e6  # in one metre per second
# Table 1 to 4: (a, b, c) of each bell over log10 of the frequency in GHz, then slope and constant.
_Curve = tuple[tuple[tuple[float, float, float], ...], float, float]
_LOG_K: dict[str, _Curve] = {
    "horizontal": (
        (
            (-5.33980, -0.10008, 1.13098),
            (-0.35351, 1.26970, 0.45400),
            (-0.23789, 0.86036, 0.15354),
            (-0.94158, 0.64552, 0.16817),
        ),
        -0.18961,
        0.71147,
    ),
    "vertical": (
        (
            (-3.80595, 0.56934, 0.81061),
            (-3.44965, -0.22911, 0.51059),
            (-0.39902, 0.73042, 0.11899),
            (0.50167, 1.07319, 0.27195),
        ),
        -0.16398,
        0.63297,
    ),
}
_ALPHA: dict[str, _Curve] = {
    "horizontal": (
        (
            (-0.14318, 1.82442, -0.55187),
            (0.29591, 0.77564, 0.19822),
            (0.32177, 0.63773, 0.13164),
            (-5.37610, -0.96230, 1.47828),
            (16.1721, -3.29980, 3.43990),
        ),
        0.67849,
        -1.95537,
    ),
    "vertical": (
        (
            (-0.07771, 2.33840, -0.76284),
            (0.56727, 0.95545, 0.54039),
            (-0.20238, 1.14520, 0.26809),
            (-48.2991, 0.791669, 0.116226),
            (48.5833, 0.791459, 0.116479),
        ),
        -0.053739,
        0.83433,
    ),
}
_LOWEST_HZ, _HIGHEST_HZ = 1e9, 1e12


def coefficients(frequency_hz: float, elevation_rad: float, tilt_rad: float) -> tuple[float, float]:
    """(k, alpha) of the power law for dB per km over mm per hour.

    `tilt_rad` is the tilt of the polarisation: 0 horizontal, pi/2 vertical, pi/4 circular (where elevation does not
    matter). Raises ValueError outside 1 to 1000 GHz.

    Source: ITU-R P.838-3, equations 2 to 5 and tables 1 to 4.

    >>> k, alpha = coefficients(10e9, 0.0, 0.0)
    >>> round(k, 5), round(alpha, 4)
    (0.01217, 1.2571)
    """
    if not _LOWEST_HZ <= frequency_hz <= _HIGHEST_HZ:
        raise ValueError(f"got frequency {frequency_hz} Hz, expected 1 to 1000 GHz")
    k_h, k_v = (10.0 ** _fitted(_LOG_K[way], frequency_hz) for way in ("horizontal", "vertical"))
    alpha_h, alpha_v = (_fitted(_ALPHA[way], frequency_hz) for way in ("horizontal", "vertical"))
    turned = math.cos(elevation_rad) ** 2 * math.cos(2.0 * tilt_rad)
    k = 0.5 * (k_h + k_v + (k_h - k_v) * turned)
    alpha = 0.5 * (k_h * alpha_h + k_v * alpha_v + (k_h * alpha_h - k_v * alpha_v) * turned) / k
    return k, alpha


def rain_db_per_km(frequency_hz: float, rate_mps: float) -> float:
    """One-way specific attenuation by rain: k R^alpha, halfway between the polarisations (as circular).

    Below 1 GHz, out of the source's range, what it gives at 1 GHz: less than 0.004 dB per km at 200 mm per hour.
    Leaves out what rain scatters back, hail, and cloud.

    Source: ITU-R P.838-3, equation 1.

    >>> round(rain_db_per_km(10e9, 10.0 / 3.6e6), 4), round(rain_db_per_km(3e9, 10.0 / 3.6e6), 4)
    (0.2025, 0.0023)
    """
    if rate_mps <= 0.0:
        return 0.0
    k, alpha = coefficients(max(frequency_hz, _LOWEST_HZ), 0.0, 0.25 * math.pi)
    return k * (rate_mps * _MM_PER_H) ** alpha


def _fitted(curve: _Curve, frequency_hz: float) -> float:
    bells, slope, constant = curve
    place = math.log10(frequency_hz / 1e9)
    return sum(a * math.exp(-(((place - b) / c) ** 2)) for a, b, c in bells) + slope * place + constant
