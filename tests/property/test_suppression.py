"""Emission, anti-radiation weapons and decoy emitters: what holds whatever the numbers."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.codes import EVENTS
from mantlet.world import World
from property.battles import FEW

SEEKER: worlds.Part = {
    "kind": "threat",
    "object_class": "fighter",  # no missile is fired at it
    "speed": "1300 m/s",
    "homing": "anti-radiation",
}
SPELLS = st.integers(2, 12)
RULES = st.one_of(
    st.just(None),
    st.builds(lambda on, off: {"mode": "blink", "on": f"{on} s", "off": f"{off} s"}, SPELLS, SPELLS),
    st.builds(
        lambda within, silence: {"shutdown": {"within": f"{within} s", "silence": f"{silence} s"}}, SPELLS, SPELLS
    ),
    st.builds(lambda km: {"mode": "cued", "within": f"{km} km"}, st.integers(5, 60)),
)
ATTACKS = st.fixed_dictionaries({"count": st.integers(1, 9), "interval": st.integers(0, 5).map(lambda s: f"{s} s")})


def made(rule: Any, attack: dict[str, Any], *, decoys: int = 0, harm: float = 0.7, memory: float = 0.0) -> World:
    """One unit under a post with a radar that always searches, anti-radiation weapons at the unit, and a raid."""
    seeker: worlds.Part = SEEKER | {"damage_prob": {"radar": harm}, "memory": "9 s", "memory_ratio": memory}
    known = worlds.library(
        sensor={"scan_period": "2 s", "drop_after": 2}, more={"flyers": {"seeker": seeker}, "sensors": {"watch": {}}}
    )
    blue = {
        "posts": [{"id": "post", "link_delay": "1 s", "at": worlds.SITE}],
        "sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE, "post": "post", "emission": {}}],
    }
    unit: worlds.Part = {"post": "post", "decoy_emitters": decoys} | ({"doctrine": {"emission": rule}} if rule else {})
    groups: list[worlds.Part] = [
        {"id": "sought", "threat": "seeker", "target": "unit"} | attack,
        {"id": "raid", "count": 3},
    ]
    return worlds.built(worlds.scenario(groups, [unit], blue=blue), known)


@FEW
@given(rule=RULES, attack=ATTACKS, decoys=st.integers(0, 6), harm=st.floats(0.1, 1.0), memory=st.floats(0.0, 1.0))
def test_one_more_decoy_emitter_never_costs_the_radar(
    rule: Any, attack: dict[str, Any], decoys: int, harm: float, memory: float
) -> None:
    """Raid by raid, on the same dice: a radar that is lost with one decoy more is lost without it."""
    fewer, more = (made(rule, attack, decoys=n, harm=harm, memory=memory) for n in (decoys, decoys + 1))
    radar = fewer.names.node_ids.index("unit/eye")
    lost = [worlds.fought(world, 200).node_down_tick[:, radar] >= 0 for world in (fewer, more)]
    assert not (lost[1] & ~lost[0]).any()


@FEW
@given(rule=RULES, attack=ATTACKS, decoys=st.integers(0, 3))
def test_a_silent_radar_is_never_hurt_by_what_has_no_memory(rule: Any, attack: dict[str, Any], decoys: int) -> None:
    world = made(rule, attack, decoys=decoys, harm=1.0)
    eye = world.names.sensor_ids.index("unit/eye")
    for replication in range(5):
        log, silent = worlds.told(world, replication), False
        for event in log[log["sensor"] == eye]:
            kind = EVENTS[event["kind"]]
            silent = kind == "radar_silent" or (silent and kind != "radar_emits")
            assert not (silent and kind == "node_hit")


@FEW
@given(attack=ATTACKS, memory=st.floats(0.0, 1.0))
def test_memory_never_helps_the_radar(attack: dict[str, Any], memory: float) -> None:
    rule = {"shutdown": {"within": "6 s", "silence": "20 s"}}
    lost: list[Any] = []
    for ratio in (memory / 2, memory):
        world = made(rule, attack, memory=ratio)
        lost.append(worlds.fought(world, 100).node_down_tick[:, world.names.node_ids.index("unit/eye")] >= 0)
    assert not (lost[0] & ~lost[1]).any()
