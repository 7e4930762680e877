"""What a radar does not see though nothing stands between: rain, and what moves across; and what the horizon hides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.engine.draws import name_key
from mantlet.physics import geodesy
from mantlet.physics.detection import detection_prob, required_snr_ratio
from mantlet.physics.propagation import horizon_m, path_gas_db
from mantlet.world import World

REPLICATIONS = 20_000
TABLE_ERROR = 3e-4  # of the engine's lookup
HOLD = {"weapons_control": "hold"}
# Table 5 of ITU-R P.838-3 at 10 GHz, halfway between the polarisations.
K = 0.5 * (0.01217 + 0.01129)
ALPHA = 0.5 * (0.01217 * 1.2571 + 0.01129 * 1.2156) / K


def rained_on(rate_mm_h: float, rain_height_m: float, target_m: float, distance_m: float) -> float:
    """Two-way loss, summed point by point along the ray over a 4/3 earth."""
    along_m = np.linspace(0.0, distance_m, 20_001)
    bulge_m = along_m * (distance_m - along_m) / (2.0 * 4.0 / 3.0 * 6_371_000.0)
    height_m = 10.0 + (target_m - 10.0) * along_m / distance_m - bulge_m
    wet_km = 1e-3 * distance_m * float(np.mean(height_m < rain_height_m))
    return 2.0 * K * rate_mm_h**ALPHA * wet_km


@pytest.mark.parametrize(("target_m", "last"), [(3000.0, 130), (9000.0, 140)])
def test_one_scan_through_rain(target_m: float, last: int) -> None:
    """The claim holds in clear air: nothing of the rain is inside it."""
    rate_mm_h, rain_height_m, frequency_hz = 5.0, 4000.0, 1e10
    sensor = {"certain": False, "claim": worlds.CLAIM, "frequency": "10 GHz", "scan_period": "600 s"}
    start = (name_key("unit/eye") % 600 - last) % 600
    inbound = {"approach": {"bearing": "0 deg", "range": "200 km", "height": f"{target_m} m msl"}}
    rain = {"rate": f"{rate_mm_h} mm/h", "height": f"{rain_height_m} m"}
    known = worlds.library(sensor=sensor, missile={"max_range": "300 km"}, flyer={})

    def seen(**top: Any) -> np.ndarray:
        group = inbound | {"start": f"{start} s"}
        text = worlds.scenario(
            [group], [{"kill_prob": 1.0}], duration=f"{start + last + 3} s", environment={"rain": rain}, **top
        )
        return worlds.fought(worlds.built(text, known), REPLICATIONS).fate[:, 0] == 0

    lat, lon, _ = geodesy.direct(30.0, 75.0, 0.0, 200e3 - 1000.0 * last)
    there, here = geodesy.to_ecef(lat, lon, target_m), geodesy.to_ecef(30.0, 75.0, 10.0)
    range_m = float(np.linalg.norm(np.subtract(there, here)))
    gas_db = 2 * path_gas_db(frequency_hz, 10.0, 10e3, 100e3) - 2 * path_gas_db(frequency_hz, 10.0, target_m, range_m)
    for loss_db, sample in (
        (rained_on(rate_mm_h, rain_height_m, target_m, range_m), seen()),
        (0.0, seen(mechanisms={"rain": False})),
    ):
        snr = required_snr_ratio(0.5, 1e-6, 1, 1) * (100e3 / range_m) ** 4 * 10 ** ((gas_db - loss_db) / 10)
        prob = detection_prob(snr, 1e-6, 1, 1)
        assert 0.05 < prob < 0.99
        # The gas table between its cells is good to 0.1 dB here.
        slack = abs(detection_prob(snr * 10**0.01, 1e-6, 1, 1) - prob)
        assert abs(sample.mean() - prob) < 4 * np.sqrt(prob * (1 - prob) / len(sample)) + TABLE_ERROR + slack


CROSSING = [{"at": {"lat": 30.3, "lon": 74.5}}, {"at": {"lat": 30.3, "lon": 75.5}}]


def crossing(set_here: bool = True, **top: Any) -> World:
    """Past the radar, 33 km north of it, at 1 km/s; slower than 300 m/s radially it is not seen."""
    slow = {"min_radial_speed": "300 m/s"}
    known = worlds.library(sensor={} if set_here else slow)
    unit: dict[str, Any] = slow if set_here else {}
    group = {"route": CROSSING}  # and then to the site, after the end
    return worlds.built(worlds.scenario([group], [unit], doctrine=HOLD, duration="95 s", **top), known)


def hidden_ticks() -> list[int]:
    """Ticks of radial speed below 300 m/s, from ranges half a second before and after."""
    length_m, azimuth_deg, _ = geodesy.inverse(30.3, 74.5, 30.3, 75.5)

    def range_m(tick: float) -> float:
        lat, lon, _ = geodesy.direct(30.3, 74.5, azimuth_deg, 1000.0 * tick)
        return float(np.linalg.norm(np.subtract(geodesy.to_ecef(lat, lon, 3000.0), geodesy.to_ecef(30.0, 75.0, 10.0))))

    return [tick for tick in range(1, int(length_m / 1000)) if abs(range_m(tick + 0.5) - range_m(tick - 0.5)) < 300.0]


@pytest.mark.parametrize("set_here", [True, False])
def test_what_moves_across_is_lost_and_found_again(set_here: bool) -> None:
    hidden, world = hidden_ticks(), crossing(set_here)
    assert 18 <= len(hidden) <= 24
    ticks = {kind: [int(event["tick"]) for event in worlds.events(world, kind)] for kind in ("tracked", "track_lost")}
    assert ticks == {"tracked": [0, hidden[-1] + 1], "track_lost": [hidden[0]]}


def test_without_the_mechanism_it_is_seen_all_along() -> None:
    assert worlds.events(crossing(mechanisms={"notch": False}), "track_lost") == []


@pytest.mark.parametrize("height_m", [50.0, 400.0])
def test_low_flight_is_seen_from_the_horizon_on(height_m: float) -> None:
    """Nothing of the above: geometry alone hides what flies low."""
    inbound = {"approach": {"bearing": "0 deg", "range": "150 km", "height": f"{height_m} m msl"}}
    world = worlds.built(worlds.scenario([inbound], doctrine=HOLD, duration="160 s"))
    first = worlds.events(world, "tracked")[0]["tick"]
    assert abs(1000.0 * (150 - first) - horizon_m(10.0, height_m)) <= 2000.0  # a look and a tick
