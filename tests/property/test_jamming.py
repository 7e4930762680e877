"""More jamming never helps the defence: one unit, paired draws, beyond noise."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import worlds

RADAR: dict[str, Any] = {
    "certain": False,
    "claim": worlds.CLAIM | {"range": "90 km"},
    "scan_period": "2 s",
    "confirm_hits": 2,
    "confirm_scans": 4,
    "drop_after": 3,
    "antenna_gain": "34 dB",
    "beamwidth": "3 deg",
    "sidelobe_level": "28 dB",
    "noise_temperature": "500 K",
}
FAR = [
    {"at": {"lat": 31.2, "lon": 74.9}, "height": "9 km msl"},
    {"at": {"lat": 31.2, "lon": 75.1}, "height": "9 km msl"},
]


def leakers(power_w_mhz: float, way: str) -> np.ndarray:
    """Of twelve against one unit that has to react and has rounds for some; 0 W/MHz is no jammer at all."""
    known = worlds.library(
        sensor=RADAR,
        missile={"mean_speed": "1 km/s", "max_range": "35 km"},
        unit={"reaction": "4 s", "assess_delay": "1 s", "target_channels": 3},
        flyer={"rcs_bias": "3 dB", "rcs_decorrelation": "15 s"},
        more={"flyers": {"jammer": {"object_class": "fighter"}}},
    )
    jammer = {"power_density": f"{max(power_w_mhz, 1e-6)} W/MHz", "bands": ["S"]}
    raid: dict[str, Any] = {"count": 12, "interval": "2 s"}
    groups = [
        raid,
        {"id": "jam", "threat": "jammer", "target": None, "speed": "100 m/s", "route": FAR, "jammer": jammer},
    ]
    if way == "self-protection":
        groups = [raid | {"jammer": jammer}]
    text = worlds.scenario(groups, duration="70 s", mechanisms={"jamming": power_w_mhz > 0.0})
    return worlds.leakers(worlds.fought(worlds.built(text, known), 1000))


@pytest.mark.parametrize(("way", "top_w_mhz"), [("stand-off", 1e3), ("self-protection", 10.0)])
def test_more_power_never_helps_the_defence(way: str, top_w_mhz: float) -> None:
    by_power = [leakers(share * top_w_mhz, way) for share in (0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0)]
    for less, more in pairwise(by_power):
        gain = (more - less).astype(float)
        assert gain.mean() >= -4 * gain.std() / np.sqrt(len(gain))
    assert by_power[-1].mean() - by_power[0].mean() > 2
