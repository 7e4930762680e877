"""What a rule holds back is not asked at every tick: how often units look hangs on pairs, not on how long a raid is."""

import pytest

import worlds
from mantlet.engine.blank import blank
from mantlet.engine.fights import BATTLE, empty_outcomes
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.world import World
from oracle.test_airspace import zone
from oracle.test_fighters import far, made

UNITS, OBJECTS = 6, 8
MOST = 30  # times that a pair is looked at; a raid has some hundred ticks
NETWORK = {
    "posts": [
        {"id": "post", "link_delay": "0 s", "at": worlds.SITE, "discrimination": {"after": "40 s", "decoy_prob": 0.5}}
    ]
}


def asked(world: World) -> float:
    """Dates served and gates asked in a raid, for each unit and object."""
    state, tables = blank(world.arrays, world.force, by_calendar=True), world_memory(world.arrays)
    BATTLE.fights(tables, state, Memory(empty_outcomes(world.arrays, 1)._asdict()), 1, 0, 0, 1)
    clock = state.tables["clock"][0]
    return float(clock["gates"] + clock["dates"]) / (len(world.arrays.units) * len(world.arrays.objects))


def held(**doctrine: object) -> World:
    """Units of two tiers under one post, with a rule, against objects that take two minutes to come."""
    known = worlds.library(
        missile={"max_range": "60 km"},
        more={
            "fire_units": {"short": {"load": [{"missile": "near", "share": 1}]}},
            "missiles": {"near": {"max_range": "9 km"}},
        },
    )
    units = [{"id": f"u{n}", "post": "post", "system": f"test/{'short' if n % 2 else 'battery'}"} for n in range(UNITS)]
    raid = [{"count": OBJECTS, "interval": "2 s", "approach": {"bearing": "0 deg", "range": "120 km"}}]
    sensors = [{"id": "search", "sensor": "eye", "at": worlds.SITE, "post": "post"}]
    blue = NETWORK | {"sensors": sensors}
    return worlds.built(worlds.scenario(raid, units, blue=blue, doctrine=dict(doctrine), duration="160 s"), known)


@pytest.mark.parametrize(
    "rule",
    [
        {"weapons_control": "tight", "identification": "90 s"},
        {"leave_for_lower": True, "urgent": "5 s"},
        {"emission": {"mode": "cued", "within": "15 km", "radars": "engagement"}},
    ],
)
def test_rules_of_doctrine_and_emission(rule: dict[str, object]) -> None:
    world = held(**rule)
    worlds.fought(world, 3)
    assert asked(world) < MOST


def test_zones_of_fighters() -> None:
    place = {"post": None, "zone": zone(29.0, 33.0)}
    units = [{"id": f"u{n}"} for n in range(UNITS)]
    world = made(far(100) | {"count": OBJECTS}, place=place, units=units)
    worlds.fought(world, 3)
    assert asked(world) < MOST
