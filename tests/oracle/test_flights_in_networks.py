"""Fighters in a network that is wide, falls apart, or tells decoys: what a flight and what others are told."""

from __future__ import annotations

import worlds
from oracle.test_fighters import POST, WATCH, far, made, ticks


def test_a_cue_over_a_superior_post_takes_every_link() -> None:
    """Radar - lower post - top - the flight's post - flight: 2 + 3 + 3 + 2 s after the first scan."""
    top = POST | {"id": "top", "link_delay": "3 s"}
    posts = [top, *(POST | {"id": name, "link_delay": "2 s", "superior": "top"} for name in ("post", "east"))]
    world = made(far(150), blue={"posts": posts, "sensors": [WATCH | {"post": "east"}]})
    assert ticks(world, "committed") == [10]


def test_its_claim_goes_along_when_its_network_falls_apart() -> None:
    """The superior post is hit after the flight was sent: its own post and the unit under it go on as one."""
    strike = {"object_class": "uav", "speed": "4 km/s", "damage_prob": {"command": 1.0}}
    posts = [POST | {"superior": "top"}, POST | {"id": "top"}]
    rules = {"zones": "mixed", "fratricide": 0.0}
    world = made(
        far(140),
        {"id": "strike", "threat": "strike", "target": "top"} | far(40),
        fighter={"missile_speed": "100 m/s", "missiles": 1, "launch_range": "90 km"},
        units=[{"post": "post", "kill_prob": 0.0}],
        blue={"airspace": rules, "doctrine": {"max_shots": 1}, "posts": posts},
        parts={"missile": {"max_range": "45 km"}},
        more={"strike": strike},
    )
    assert len(ticks(world, "node_down")) == 1
    assert (worlds.fought(world, 3).missile_shots == [0, 1]).all()


def test_what_its_network_calls_a_decoy_it_lets_go() -> None:
    telling = {"after": "5 s", "decoy_prob": 1.0, "mistake_prob": 0.0}
    kills = {"kill_prob": {"decoy": 1.0}}
    shots = [
        worlds.fought(
            made(
                far(150),
                flyer={"object_class": "decoy", "damage_prob": {"depot": 0}},
                fighter=kills,
                blue={"posts": [post], "doctrine": {"engage": ["decoy"]}},
            ),
            3,
        ).shots.sum()
        for post in (POST, POST | {"discrimination": telling})
    ]
    assert shots == [3, 0]
