"""An object that drags for longer than it meant to, or for good, while radars have looked ahead to when it turns in.

A jammer is shot down meanwhile, so that they look again and foresee no more than that. Both engines must agree.
"""

import pytest

import worlds
from mantlet.codes import EVENTS
from mantlet.world import World

ANTENNA = {"antenna_gain": "30 dB", "beamwidth": "3 deg", "sidelobe_level": "25 dB", "noise_temperature": "600 K"}
BOMBER = {"object_class": "bomber", "speed": "300 m/s", "height": "9 km", "swerling": 0}
NORTH = {"lat": 31.2, "lon": 75.0}


def radar(sees_km: int, drop_after: int) -> worlds.Part:
    """One that sees nearly everything within so many kilometres, where nobody jams."""
    claim = worlds.CLAIM | {"range": f"{0.95 * sees_km} km", "detection_prob": 0.99, "swerling": 0}
    return ANTENNA | {
        "instrumented_range": f"{sees_km} km",
        "drop_after": drop_after,
        "certain": False,
        "claim": claim,
    }


def dragged(bomber: worlds.Part, sees_km: int, quick_km: float, north: worlds.Part, far: worlds.Part) -> World:
    """A bomber from the north that a slow round has turn away; a jammer from the south, which is shot down meanwhile;
    and a unit in the north, where the bomber comes by again, that is ready late."""
    known = worlds.library(
        sensor=radar(sees_km, 20),
        missile={"max_range": "21 km", "mean_speed": "700 m/s", "kill_prob": {"bomber": 0, "cruise": 1}},
        flyer={"speed": "300 m/s", "swerling": 0},
        more={
            "missiles": {"far": far, "quick": {"max_range": f"{quick_km} km", "kill_prob": {"cruise": 1}}},
            "sensors": {"near": radar(40 if sees_km > 90 else 190, 3)},
            "fire_units": {
                "north": {"engagement_sensor": "near", "load": [{"missile": "far", "share": 1}]},
                "swift": {"load": [{"missile": "quick", "share": 1}]},
            },
            "flyers": {"bomber": BOMBER},
        },
    )
    ways = [{"approach": {"bearing": f"{bearing} deg", "range": "150 km"}} for bearing in (0, 180)]
    jams = {"id": "j", "jammer": {"power_density": "0.000001 W/MHz", "bands": ["S"]}}
    raid = [{"id": "b", "threat": "bomber", "evade": {"warned": 1.0}} | bomber | ways[0], jams | ways[1]]
    bombers, cruise = {"engage": ["bomber"]}, {"engage": ["cruise"]}
    units = [
        {"id": "slow", "doctrine": bombers | {"max_shots": 1}},
        {"id": "fast", "system": "test/swift", "doctrine": cruise},
        {"id": "north", "system": "test/north", "at": NORTH} | north,
    ]
    return worlds.built(worlds.scenario(raid, units, duration="780 s"), known)


GIVES_UP = {"abort": {"share": 1.0, "of": ["j"]}}
FIRES_ONCE = {"ready_after": "420 s", "doctrine": {"engage": ["bomber"], "max_shots": 1}}
SURE = {"max_range": "30 km", "kill_prob": {"bomber": 1}}
LATE = {"max_range": "60 km", "mean_speed": "330 m/s", "kill_prob": {"bomber": 0}}


@pytest.mark.parametrize(
    ("bomber", "sees_km", "quick_km", "north", "far", "told"),
    [
        (GIVES_UP, 100, 25.5, {"ready_after": "300 s", "doctrine": {"engage": ["bomber"]}}, SURE, "hit"),
        (GIVES_UP, 100, 25.5, {"present": False}, SURE, "track_lost"),
        ({}, 75, 27.0, FIRES_ONCE, LATE, "track_lost"),
    ],
)
def test_radars_look_on_when_an_object_flies_back_for_longer(
    bomber: worlds.Part, sees_km: int, quick_km: float, north: worlds.Part, far: worlds.Part, told: str
) -> None:
    """It is seen, shot down or lost on that way, which was not foreseen."""
    made = dragged(bomber, sees_km, quick_km, north, far)
    worlds.fought(made, 3)
    log = worlds.told(made)
    turned = log["tick"][log["kind"] == EVENTS.index("turned_back")]
    bombers = log[(log["object"] == 0) & (log["kind"] == EVENTS.index(told))]
    assert (bombers["tick"] > turned[-1]).any()
