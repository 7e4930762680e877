"""Reading and printing quantities: `"400 km"` in files, SI floats inside.

One table of our own, because a general units package costs more to import than a whole `--help`.
"""

from __future__ import annotations

import math
import re

# dimension -> {unit: factor to SI}; the first unit of a row is the SI one. Affine units (°C) have no place here.
UNITS: dict[str, dict[str, float]] = {
    "length": {"m": 1.0, "km": 1e3, "ft": 0.3048, "nmi": 1852.0, "mi": 1609.344},
    "area": {"m2": 1.0, "cm2": 1e-4},
    "speed": {"m/s": 1.0, "km/h": 1 / 3.6, "km/s": 1e3, "kn": 1852 / 3600},
    "time": {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0, "day": 86400.0, "month": 2629746.0, "year": 31556952.0},
    "frequency": {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    "angle": {"rad": 1.0, "deg": math.pi / 180},
    "mass": {"kg": 1.0, "t": 1e3},
    "power": {"W": 1.0, "kW": 1e3, "MW": 1e6},
    "money": {"USD": 1.0, "kUSD": 1e3, "MUSD": 1e6},
    "density": {"kg/m3": 1.0, "g/m3": 1e-3},
    "ratio": {"": 1.0, "%": 0.01},
    "level": {"dB": 1.0},
    "temperature": {"K": 1.0},
    "power density": {"W/Hz": 1.0, "W/MHz": 1e-6, "kW/MHz": 1e-3},
    "rain rate": {"m/s": 1.0, "mm/h": 1e-3 / 3600},
    "count": {"": 1.0},
}
# One `0*` before the digits and no alternation inside a repeat: matching stays linear on hostile text.
_QUANTITY = re.compile(r"^\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*([A-Za-z/%][A-Za-z0-9/]{0,7})?\s*$")


def parse(text: str | float | int, dimension: str) -> float:
    """SI value of a quantity such as `"400 km"`.

    A bare number is taken only where the dimension needs no unit (`ratio`, `count`).
    Raises ValueError with what was got and what is allowed.

    >>> parse("400 km", "length")
    400000.0
    >>> parse("15 %", "ratio")
    0.15
    """
    units = UNITS[dimension]
    if isinstance(text, bool):
        raise ValueError(f"got {str(text).lower()}, expected {_expected(dimension)}")
    if isinstance(text, int | float):
        if "" not in units:
            raise ValueError(f"got the bare number {text!r}, expected {_expected(dimension)}")
        return _finite(float(text), text)
    match = _QUANTITY.match(text) if len(text) <= 64 else None
    if match is None:
        raise ValueError(f"got {text[:64]!r}, expected {_expected(dimension)}")
    number, unit = match.group(1), match.group(2) or ""
    if unit not in units:
        got = f"unit {unit!r}" if unit else f"no unit in {text!r}"
        raise ValueError(f"{got}, expected {_expected(dimension)}")
    return _finite(float(number) * units[unit], text)


def show(value: float, dimension: str, digits: int = 4) -> str:
    """A quantity as a person writes it: the unit that keeps the number short.

    >>> show(400000.0, "length"), show(0.15, "ratio"), show(600.0, "time")
    ('400 km', '0.15', '10 min')
    """
    units = UNITS[dimension]
    si = next(iter(units))
    shown = si
    if dimension == "length" and abs(value) >= 1e4:
        shown = "km"
    elif dimension == "time" and abs(value) >= 2 * units["month"]:
        shown = "month"
    elif dimension == "time" and abs(value) >= 600 and value % 60 == 0:
        shown = "min" if abs(value) < 7200 else "h"
    elif dimension == "frequency":
        shown = "GHz" if abs(value) >= 1e9 else "MHz"
    elif dimension == "angle":
        shown = "deg"
    elif dimension == "power density":
        shown = "W/MHz"
    elif dimension == "rain rate":
        shown = "mm/h"
    elif dimension == "money":
        shown = "MUSD" if abs(value) >= 1e6 else "kUSD" if abs(value) >= 1e3 else "USD"
    return f"{value / units[shown]:.{digits}g} {shown}".strip()


def with_article(word: str) -> str:
    """A word with its indefinite article.

    >>> with_article("angle"), with_article("speed")
    ('an angle', 'a speed')
    """
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _expected(dimension: str) -> str:
    names = [name for name in UNITS[dimension] if name]
    if not names:
        return f"a plain {dimension}"
    plain = "a plain number or " if "" in UNITS[dimension] else ""
    return f'{plain}{with_article(dimension)} with its unit ({", ".join(names)}), such as "{_EXAMPLE[dimension]}"'


def _finite(value: float, text: object) -> float:
    if not math.isfinite(value):
        raise ValueError(f"got {text!r}, expected a finite number")
    return value


_EXAMPLE = {
    "length": "400 km",
    "area": "0.1 m2",
    "speed": "250 m/s",
    "time": "10 s",
    "frequency": "3 GHz",
    "angle": "60 deg",
    "mass": "500 kg",
    "power": "10 kW",
    "money": "30 kUSD",
    "density": "7.5 g/m3",
    "ratio": "15 %",
    "level": "3 dB",
    "temperature": "500 K",
    "power density": "20 W/MHz",
    "rain rate": "10 mm/h",
}
