"""Lower tiers first, and orders from the post: exact times and rounds in the smallest worlds that show them."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.world import World

POST = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
UPPER: worlds.Part = {"id": "upper", "post": "post", "kill_prob": 1.0}
LOWER: worlds.Part = {"id": "lower", "post": "post", "system": "test/short", "kill_prob": 1.0}


def layered(
    doctrine: worlds.Part, lower: worlds.Part | None = None, raid: worlds.Part | None = None, **sensor: Any
) -> World:
    """A unit that reaches 100 km and one that reaches 20 km, under one post; an object comes in from 40 km."""
    known = worlds.library(
        more={
            "missiles": {"near": {"max_range": "20 km", "kill_prob": {"cruise": 0.7, "bomber": 0.7}}},
            "sensors": {"second": sensor},
            "fire_units": {"short": {"engagement_sensor": "second", "load": [{"missile": "near", "share": 1}]}},
        }
    )
    units = [UPPER, LOWER | (lower or {})]
    return worlds.built(worlds.scenario([raid or {}], units, doctrine=doctrine, blue={"posts": [POST]}), known)


def rounds(made: World) -> dict[str, int]:
    """Rounds fired in the first fight, by unit."""
    fired = dict.fromkeys(made.names.unit_ids, 0)
    for event in worlds.events(made, "launched"):
        fired[made.names.unit_ids[event["unit"]]] += 1
    return fired


@pytest.mark.parametrize(
    ("doctrine", "fired"),
    [
        ({}, {"upper": 1, "lower": 0}),
        ({"leave_for_lower": True}, {"upper": 0, "lower": 1}),
        ({"leave_for_lower": True, "urgent": "50 s"}, {"upper": 1, "lower": 0}),
        ({"leave_for_lower": True, "urgent": "10 s"}, {"upper": 0, "lower": 1}),
    ],
)
def test_the_lower_tier_shoots_first(doctrine: worlds.Part, fired: dict[str, int]) -> None:
    assert rounds(layered(doctrine)) == fired


@pytest.mark.parametrize(
    "lower",
    [
        {"present": False},
        {"ready_after": "50 s"},
        {"doctrine": {"weapons_control": "hold"}},
        {"doctrine": {"engage": ["bomber"]}},
        {"post": None},
        {"reaction": "41 s"},
    ],
    ids=lambda lower: next(iter(lower)),
)
def test_nothing_is_left_to_a_unit_that_cannot_take_it(lower: worlds.Part) -> None:
    assert rounds(layered({"leave_for_lower": True}, lower)) == {"upper": 1, "lower": 0}


def test_the_upper_tier_takes_over_once_the_lower_has_nothing_left() -> None:
    made = layered({"leave_for_lower": True}, {"kill_prob": 0.0, "magazine": 2})
    assert rounds(made) == {"upper": 1, "lower": 2}
    assert worlds.fates(worlds.fought(made, 5)) == {"killed"}


def test_what_was_left_to_a_unit_that_never_sees_it_was_held() -> None:
    blind = {"certain": False, "claim": worlds.CLAIM | {"range": "10 m"}}
    outcomes = worlds.fought(layered({"leave_for_lower": True}, **blind), 5)
    assert worlds.causes(outcomes) == {"held"}
    late = worlds.fought(layered({"leave_for_lower": True, "urgent": "3 s"}, **blind), 5)
    assert worlds.fates(late) == {"killed"}


def test_switched_off_it_is_left_to_nobody() -> None:
    text = worlds.scenario(
        [{}], [UPPER, LOWER | {"system": "test/battery"}], doctrine={"leave_for_lower": True}, blue={"posts": [POST]}
    )
    for top in ("", '"mechanisms": {"doctrine": false}, '):
        made = worlds.built(text.replace("{", "{" + top, 1))
        assert sum(rounds(made).values()) == 1  # tiers are reaches: of two alike neither is the lower
    off = layered({"leave_for_lower": True})
    assert rounds(off)["upper"] == 0


def ordered(authority: str, link_delay: str, **rest: Any) -> list[tuple[int, int]]:
    """(tick of its track, tick of the launch) of the first fight: 2 s of reaction, one unit under one post."""
    post = POST | {"link_delay": link_delay}
    units = [UPPER | {"reaction": "2 s"}]
    text = worlds.scenario(units=units, doctrine={"authority": authority}, blue={"posts": [post]}, **rest)
    made = worlds.built(text)
    tracked, launched = worlds.events(made, "tracked"), worlds.events(made, "launched")
    return [(int(seen["tick"]), int(shot["tick"])) for seen, shot in zip(tracked, launched, strict=True)]


@pytest.mark.parametrize(
    ("authority", "link_delay", "after"),
    [("unit", "3 s", 2), ("post", "3 s", 8), ("post", "0 s", 2), ("post", "1 s", 4)],
)
def test_an_order_from_the_post_takes_the_way_there_and_back(authority: str, link_delay: str, after: int) -> None:
    """The track goes up one link, the order down one; the unit then reacts as ever."""
    ((seen, shot),) = ordered(authority, link_delay)
    assert shot - seen == after


def test_without_the_mechanism_the_unit_decides() -> None:
    ((seen, shot),) = ordered("post", "3 s", mechanisms={"doctrine": False})
    assert shot - seen == 2


def test_identification_begins_when_the_post_knows() -> None:
    post = POST | {"link_delay": "3 s"}
    rules = {"authority": "post", "weapons_control": "tight", "identification": "5 s"}
    made = worlds.built(worlds.scenario(units=[UPPER], doctrine=rules, blue={"posts": [post]}))
    (seen,), (shot,) = worlds.events(made, "tracked"), worlds.events(made, "launched")
    assert shot["tick"] - seen["tick"] == 3 + 5 + 3


def test_a_unit_that_has_lost_its_post_decides_for_itself() -> None:
    strike = {
        "kind": "threat",
        "id": "strike",
        "object_class": "fighter",
        "speed": "2 km/s",
        "damage_prob": {"command": 1},
    }
    known = worlds.library(more={"flyers": {"strike": strike}})
    raid = [{"start": "30 s"}, {"id": "strike", "threat": "strike", "target": "post"}]
    units = [UPPER | {"reaction": "2 s"}]
    post = POST | {"link_delay": "3 s"}
    for suppression, after in ((True, 2), (False, 8)):
        text = worlds.scenario(
            raid,
            units,
            doctrine={"authority": "post"},
            blue={"posts": [post]},
            duration="90 s",
            mechanisms={"suppression": suppression},
        )
        made = worlds.built(text, known)
        (shot,) = worlds.events(made, "launched")
        seen = next(event for event in worlds.events(made, "tracked") if event["object"] == shot["object"])
        assert shot["tick"] - seen["tick"] == after
