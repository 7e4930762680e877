"""Fighters after their first shot: luck at each target, targets that turn away, and bases that are hit."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.codes import CAUSES, EVENTS, HELD, HIT, KILLED, LEAKED, MISS
from oracle.test_fighters import HAWK, PATROL, far, made, ticks


def test_luck_at_one_target_is_that_whatever_was_shot_at_before() -> None:
    """The first shot at the second target is the same with and without a first target."""

    def first_shots(*groups: worlds.Part) -> list[str]:
        world = made(*groups, fighter={"missiles": 9, "kill_prob": {"cruise": 0.5}})
        name = world.names.object_ids.index("last-001")
        return [
            next(EVENTS[event["kind"]] for event in log if event["object"] == name and event["kind"] in (HIT, MISS))
            for log in (worlds.told(world, k) for k in range(60))
        ]

    last = far(150, id="last", start="60 s")
    alone = first_shots(last)
    assert set(alone) == {"hit", "miss"} and alone == first_shots(far(150), last)


EVADER = {"object_class": "bomber", "speed": "500 m/s"}


def evading(missile_speed: str, *, turns: bool = True, **fighter: Any) -> Any:
    """One shot at a bomber that always notices it, or never; the flight waits 22.2 km out and shoots from 60 km."""
    group = far(150, threat="evader") | ({"evade": {"warned": 1.0, "at_most": 1}} if turns else {})
    return made(
        group,
        fighter={"missiles": 1, "launch_range": "60 km", "missile_speed": missile_speed, "kill_prob": {"bomber": 1.0}}
        | fighter,
        place=PATROL,
        more={"evader": EVADER},
        duration="600 s",
    )


def test_a_target_that_notices_a_missile_turns_away_and_is_caught_later() -> None:
    """60 km apart it takes 60 km over the sum of both speeds head on, over their difference when it flies away."""
    caught, straight = evading("1500 m/s"), evading("1500 m/s", turns=False)
    shot = ticks(straight, "launched")[0]
    assert ticks(caught, "launched") == [shot] and ticks(caught, "turned_back") == [shot + 1]
    assert ticks(straight, "hit")[0] - shot == pytest.approx(60 / 2.0, abs=1)
    assert ticks(caught, "hit")[0] - shot == pytest.approx((60 - 2 * 0.5) / 1.0, abs=1)


def test_a_target_that_outruns_a_missile_is_missed() -> None:
    """At 505 m/s after one at 500 the missile would need hours, and the bomber turns in again where it started."""
    world = evading("505 m/s", turn_round="1 h")
    assert len(ticks(world, "turned_back")) == 1 and ticks(world, "hit") == [] and len(ticks(world, "miss")) == 1
    assert KILLED not in worlds.fought(world, 5).fate


def test_who_chases_a_target_that_turns_away_still_comes_home_in_time() -> None:
    """22.2 km to the station are behind it. The straight target is met in time, the one that turns would not be."""
    straight, turned = (
        evading("1500 m/s", turns=turns, endurance="193 s", turn_round="1 h") for turns in (False, True)
    )
    assert len(ticks(straight, "hit")) == 1 and ticks(turned, "hit") == []
    assert len(ticks(turned, "miss")) == 1 and ticks(turned, "landed") == [193 - 23]


@pytest.mark.parametrize(("hardness", "later"), [(2, 1), (1, 0)])
def test_from_a_base_out_of_action_nobody_takes_off_again(hardness: int, later: int) -> None:
    """The first wave leaks with one damaging hit on the base, while the flight is turned round."""
    site = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1, "hardness": hardness}
    world = made(
        far(60),
        far(60, start="2 s"),
        far(120, start="150 s"),
        fighter={"missiles": 1, "turn_round": "30 s"},
        blue={"assets": [site]},
    )
    outcomes = worlds.fought(world, 3)
    assert (outcomes.hits[:, 0] >= 1).all()
    assert len(ticks(world, "scrambled")) == 1 + later
    assert (outcomes.fate[:, 2] == (KILLED if later else LEAKED)).all()
    if not later:
        assert {CAUSES[code] for code in outcomes.cause[:, 2]} == {"unit_down"}


def test_who_has_not_taken_off_when_the_base_is_hit_stays_there() -> None:
    """Sent at once against the second object, ready to take off after the first has hit the base."""
    site = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1}
    world = made(
        far(30),
        far(150),
        fighter={"scramble": "40 s", "kill_prob": {"cruise": 1.0}},
        blue={"assets": [site]},
    )
    assert ticks(world, "scrambled") == [0] and ticks(world, "launched") == []
    assert (worlds.fought(world, 3).fate == LEAKED).all()


def test_who_could_have_gone_for_anothers_target_has_held_back() -> None:
    """The first flight loses its base before it takes off, too late for the second to go from where it stands."""
    strike = {"object_class": "uav", "speed": "4 km/s"}
    world = made(
        far(65),
        {"id": "strike", "threat": "strike", "target": "site"} | far(40),
        fighter={"scramble": "60 s"},
        blue={"fighters": [HAWK, HAWK | {"id": "other", "base": None, "at": worlds.SITE}]},
        more={"strike": strike},
    )
    outcomes = worlds.fought(world, 3)
    raid = world.names.object_groups.index("raid0")
    assert (outcomes.cause[:, raid] == HELD).all() and (outcomes.unit[:, raid] == 1).all()
