"""Jammers: what a scan sees against the formula, and that each stops with whatever it needs.

The raid comes straight in from 200 km north at 1 km/s; jammers stand where a test puts them and creep at 1 m/s. They
are fighters, which no missile is fired at unless a test says so. Every object that is tracked is shot down at once.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.engine.draws import name_key
from mantlet.physics import geodesy
from mantlet.physics.detection import detection_prob, required_snr_ratio
from mantlet.physics.propagation import path_gas_db
from mantlet.world import World

REPLICATIONS = 20_000
TABLE_ERROR = 3e-4  # of the engine's lookup
FREQUENCY_HZ, GAIN_DB, BEAM_DEG, SIDE_DB, NOISE_K = 1e8, 20.0, 4.0, 25.0, 500.0
RADAR: dict[str, Any] = {
    "certain": False,
    "claim": worlds.CLAIM,
    "frequency": "100 MHz",
    "drop_after": 99,
    "antenna_gain": f"{GAIN_DB} dB",
    "beamwidth": f"{BEAM_DEG} deg",
    "sidelobe_level": f"{SIDE_DB} dB",
    "noise_temperature": f"{NOISE_K} K",
}
INBOUND = {"approach": {"bearing": "0 deg", "range": "200 km"}}
REACH = {"max_range": "300 km"}
SURE = {"kill_prob": 1.0}


def standing(name: str, bearing_deg: float, range_m: float, power: str, **more: Any) -> dict[str, Any]:
    """A jammer that creeps along there, 9 km up."""
    lat, lon, _ = geodesy.direct(30.0, 75.0, bearing_deg, range_m)
    stops = [{"at": {"lat": lat + step, "lon": lon}, "height": "9 km msl"} for step in (0.0, 0.01)]
    jammer = {"power_density": power, "bands": ["VHF"]} | more.pop("jammer", {})
    usual = {"id": name, "threat": "jammer", "target": None, "speed": "1 m/s", "route": stops, "jammer": jammer}
    return usual | more


def made(*jammers: dict[str, Any], scan_s: int = 1, last: int = 80, raid: Any = None, **rest: Any) -> World:
    """The world where a scan falls on tick `last` of the raid's flight."""
    start = (name_key("unit/eye") % scan_s - last) % scan_s
    flyers = {"jammer": {"object_class": "fighter"} | rest.pop("carrier", {})}
    sensor = RADAR | {"scan_period": f"{scan_s} s"} | rest.pop("sensor", {})
    flyer, missile = rest.pop("flyer", {}), REACH | rest.pop("missile", {})
    known = worlds.library(sensor=sensor, missile=missile, flyer=flyer, more={"flyers": flyers})
    groups = [INBOUND | {"start": f"{start} s"} | (raid or {}), *jammers]
    top: dict[str, Any] = {"duration": f"{start + last + 3} s"} | rest
    text = worlds.scenario(groups, [SURE], **top)
    return worlds.built(text, known)


def seen(world: World) -> np.ndarray:
    """Whether each replication tracked the raid."""
    return worlds.fought(world, REPLICATIONS).fate[:, world.names.object_ids.index("raid-001")] == 0


def place(bearing_deg: float, range_m: float, height_m: float) -> np.ndarray:
    """From the radar to a point, metres."""
    lat, lon, _ = geodesy.direct(30.0, 75.0, bearing_deg, range_m)
    return np.subtract(geodesy.to_ecef(lat, lon, height_m), geodesy.to_ecef(30.0, 75.0, 10.0))


def jam_ratio(power_w_mhz: float, jammer: np.ndarray, height_m: float, target: np.ndarray) -> float:
    """Jamming over noise, in decibels until the last step, as a textbook would."""
    range_m = float(np.linalg.norm(jammer))
    off_deg = math.degrees(math.acos(min(1.0, float(jammer @ target) / range_m / float(np.linalg.norm(target)))))
    gain_db = GAIN_DB - min(12.0 * (off_deg / BEAM_DEG) ** 2, SIDE_DB)
    spread_db = 20.0 * math.log10(4.0 * math.pi * range_m * FREQUENCY_HZ / 299_792_458.0)
    noise_db = 10.0 * math.log10(1.380649e-23 * NOISE_K * 1e6)
    gas_db = path_gas_db(FREQUENCY_HZ, 10.0, height_m, range_m)
    return 10.0 ** ((10.0 * math.log10(power_w_mhz) + gain_db - spread_db - gas_db - noise_db) / 10.0)


def expected(last: int, noise_ratio: float, swerling: int = 1) -> float:
    """Chance of one scan at that tick, its noise so many times what it is without jamming."""
    target = place(0.0, 200e3 - 1000.0 * last, 3000.0)
    gas_db = 2 * path_gas_db(1e8, 10.0, 10e3, 100e3) - 2 * path_gas_db(1e8, 10.0, 3e3, float(np.linalg.norm(target)))
    clear = required_snr_ratio(0.5, 1e-6, 1, 1) * (100e3 / float(np.linalg.norm(target))) ** 4 * 10 ** (gas_db / 10)
    return detection_prob(clear / noise_ratio, 1e-6, 1, swerling)


def meets(sample: np.ndarray, prob: float) -> None:
    assert 0.05 < prob < 0.95
    assert abs(sample.mean() - prob) < 4 * np.sqrt(prob * (1 - prob) / len(sample)) + TABLE_ERROR


@pytest.mark.parametrize(
    ("last", "jammers"),
    [
        (120, [(40.0, 150e3, 3e-2)]),  # in the side lobes
        (120, [(2.0, 180e3, 2e-4)]),  # half a beamwidth off
        (130, [(40.0, 150e3, 8e-3), (-60.0, 120e3, 16e-3), (180.0, 200e3, 32e-3)]),
    ],
)
@pytest.mark.parametrize("swerling", [1, 0])
def test_one_scan_under_jamming(last: int, jammers: list[tuple[float, float, float]], swerling: int) -> None:
    world = made(
        *(standing(f"j{k}", b, r, f"{w} W/MHz") for k, (b, r, w) in enumerate(jammers)),
        scan_s=600,
        last=last,
        flyer={"swerling": swerling},
    )
    target = place(0.0, 200e3 - 1000.0 * last, 3000.0)
    noise_ratio = 1.0 + sum(jam_ratio(w, place(b, r, 9000.0), 9000.0, target) for b, r, w in jammers)
    assert noise_ratio > 2.0  # so that it can be told from none
    meets(seen(world), expected(last, noise_ratio, swerling))


def test_self_protection() -> None:
    last, power_w_mhz = 150, 6e-5
    jammer = {"power_density": f"{power_w_mhz} W/MHz", "frequency": {"from": "90 MHz", "to": "110 MHz"}}
    world = made(scan_s=600, last=last, raid={"jammer": jammer})
    target = place(0.0, 200e3 - 1000.0 * last, 3000.0)
    noise_ratio = 1.0 + jam_ratio(power_w_mhz, target, 3000.0, target)
    assert noise_ratio > 2.0
    meets(seen(world), expected(last, noise_ratio))


LOUD = standing("loud", 40.0, 150e3, "1 W/MHz")


def same(one: World, other: World) -> bool:
    """Whether the raid fares alike, to the tick, in each replication."""
    ends: list[np.ndarray] = []
    for world in (one, other):
        o = world.names.object_ids.index("raid-001")
        outcomes = worlds.fought(world, 300)
        ends.append(np.stack([outcomes.fate[:, o], outcomes.tick[:, o], outcomes.shots[:, o]]))
    return bool((ends[0] == ends[1]).all())


def test_a_jammer_decides() -> None:
    assert not same(made(LOUD), made(LOUD, mechanisms={"jamming": False}))


@pytest.mark.parametrize(
    "mute",
    [
        {"jammer": {"bands": ["S", "X"]}},
        {"jammer": {"bands": [], "frequency": {"from": "101 MHz", "to": "200 MHz"}}},
        {"jammer": {"from": "82 s"}},
        {"start": "82 s"},
    ],
)
def test_out_of_band_or_out_of_time_it_jams_nothing(mute: dict[str, Any]) -> None:
    quiet = standing("loud", 40.0, 150e3, "1 W/MHz", **mute)
    assert same(made(quiet), made(LOUD, mechanisms={"jamming": False}))


def test_below_the_horizon_it_jams_nothing() -> None:
    low = [{**stop, "height": "500 m msl"} for stop in LOUD["route"]]  # the horizon is 105 km away
    assert same(made(LOUD | {"route": low}), made(LOUD, mechanisms={"jamming": False}))


def test_far_beyond_the_display_it_is_heard() -> None:
    """A jammer 300 km away jams a radar that shows 150 km."""
    display = {"instrumented_range": "150 km"}
    far = standing("loud", 40.0, 300e3, "10 W/MHz")
    assert not same(made(far, sensor=display), made(far, sensor=display, mechanisms={"jamming": False}))


def test_of_its_own_side_it_jams_nothing() -> None:
    """The defence flies a jammer among its own radars."""
    own = {"raid": [{key: value for key, value in LOUD.items() if value is not None}]}
    assert same(made(blue=own), made(blue=own, mechanisms={"jamming": False}))


def steady(**more: Any) -> dict[str, Any]:
    """A radar that sees everything in each scan unless it is jammed."""
    return {"flyer": {"swerling": 0, "rcs": "100 m2"}, "sensor": {"drop_after": 1, **more}}


def test_it_is_on_from_and_until() -> None:
    parts = steady()
    world = made(
        standing("loud", 40.0, 150e3, "10 W/MHz", jammer={"from": "10 s", "until": "30 s"}),
        missile={"kill_prob": {"bomber": 1.0}},
        raid={"start": "0 s"},
        **parts,
    )
    of_raid = [e for e in worlds.events(world, "tracked") if world.names.object_ids[e["object"]] == "raid-001"]
    assert [int(event["tick"]) for event in of_raid] == [0, 30]
    lost = [e for e in worlds.events(world, "track_lost") if world.names.object_ids[e["object"]] == "raid-001"]
    assert [int(event["tick"]) for event in lost] == [10]


def test_a_jammer_that_is_shot_down_stops_at_once() -> None:
    """It is so large that it is seen all the same, and alone fired at; the next scan after the hit sees the raid."""
    escort = standing("escort", 60.0, 60e3, "3 W/MHz", start="70 s")
    world = made(
        escort,
        last=125,
        raid={"start": "0 s"},
        carrier={"rcs": "1e5 m2", "swerling": 0},
        missile={"kill_prob": {"fighter": 1.0}},
        **steady(instrumented_range="140 km"),
    )
    raid, jammer = (world.names.object_ids.index(name) for name in ("raid-001", "escort-001"))
    for replication in range(3):
        hit = [e for e in worlds.events(world, "hit", replication=replication) if e["object"] == jammer]
        tracked = [e for e in worlds.events(world, "tracked", replication=replication) if e["object"] == raid]
        lost = [e for e in worlds.events(world, "track_lost", replication=replication) if e["object"] == raid]
        assert len(hit) == 1 and [int(e["tick"]) for e in lost] == [70]
        assert [int(e["tick"]) for e in tracked][-1] == hit[0]["tick"] + 1


def test_order_of_jammers_does_not_matter() -> None:
    many = [standing(f"j{k}", 20.0 * k, 120e3 + 9e3 * k, f"{1e-3 * (k + 1)} W/MHz") for k in range(5)]
    assert same(made(*many), made(*many[::-1]))
