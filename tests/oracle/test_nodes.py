"""Parts of the defence that are hit or fail: what follows, one thing at a time, in the smallest raid that shows it.

`strike` is a weapon that no missile is fired at. It comes in ahead of the raid, at twice its speed, and is sure to
damage what it meets, unless a test says otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.codes import CAUSES, KILLED, LEAKED
from mantlet.world import Outcomes

FAR = {"lat": 30.2, "lon": 75.0}
HARM = dict.fromkeys(("depot", "radar", "command", "launcher", "plant"), 1.0)
STRIKE = {"kind": "threat", "id": "strike", "object_class": "fighter", "speed": "2 km/s", "damage_prob": HARM}
POST = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
SURE: worlds.Part = {"kill_prob": 1.0}
FAR_AWAY = {"bearing": "0 deg", "range": "70 km"}
LATER: worlds.Part = {"start": "30 s"}  # the raid appears after the strike was there, at 20 s


def made(
    target: str,
    *,
    units: list[worlds.Part] | None = None,
    raid: worlds.Part | None = None,
    strike: worlds.Part | None = None,
    harm: float = 1.0,
    parts: dict[str, worlds.Part] | None = None,
    more: dict[str, dict[str, worlds.Part]] | None = None,
    **rest: Any,
) -> Any:
    """The world of one strike at `target` and a raid at the site after it."""
    flyers = {"strike": STRIKE | {"damage_prob": dict.fromkeys(HARM, harm)}}
    known = worlds.library(**(parts or {}), more={"flyers": flyers, **(more or {})})
    groups = [LATER | (raid or {}), {"id": "strike", "threat": "strike", "target": target} | (strike or {})]
    top: dict[str, Any] = {"duration": "90 s"} | rest
    text = worlds.scenario(groups, [SURE] if units is None else units, **top)
    return worlds.built(text, known)


def of_raid(outcomes: Outcomes, world: Any) -> tuple[np.ndarray, set[str]]:
    """(fates, causes) of the objects that are not the strike."""
    mine = [o for o, group in enumerate(world.names.object_groups) if group == "raid"]
    causes = {CAUSES[code] for code in np.unique(outcomes.cause[:, mine]) if code >= 0}
    return outcomes.fate[:, mine], causes


def test_without_a_strike_the_raid_is_stopped() -> None:
    world = made("site")
    fates, _ = of_raid(worlds.fought(world, 20), world)
    assert (fates == KILLED).all()


def test_a_unit_whose_radar_is_hit_lets_everything_through() -> None:
    world = made("unit", raid={"count": 4})
    outcomes = worlds.fought(world, 20)
    fates, causes = of_raid(outcomes, world)
    assert (fates == LEAKED).all() and causes == {"unit_down"}
    radar = world.names.node_ids.index("unit/eye")
    assert (outcomes.node_hits[:, radar] == 1).all() and (outcomes.node_down_tick[:, radar] == 20).all()
    assert outcomes.node_hits.sum() == 20


def test_what_could_have_been_fired_at_before_the_hit_was_not_for_a_dead_unit() -> None:
    world = made("unit", units=[SURE | {"reaction": "30 s"}], raid={"start": "5 s"})
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == LEAKED).all() and causes != {"unit_down"}


def test_a_radar_that_is_mended_fights_again() -> None:
    gone, mended = made("unit"), made("unit", parts={"sensor": {"repair_time": "15 s"}})
    assert (of_raid(worlds.fought(gone, 5), gone)[0] == LEAKED).all()
    outcomes = worlds.fought(mended, 5)
    assert (of_raid(outcomes, mended)[0] == KILLED).all()
    assert [int(event["tick"]) for event in worlds.events(mended, "node_down")] == [20]
    assert [int(event["tick"]) for event in worlds.events(mended, "node_up")] == [35]


def test_a_supply_is_mended_after_its_time_or_never() -> None:
    """Its time may be an interval, drawn like any other; the central draw takes the middle."""
    supply: worlds.Part = {"id": "supply", "kind": "power", "at": FAR, "serves": ["unit"]}
    times: tuple[Any, ...] = (None, "15 s", {"low": "9 s", "best": "15 s", "high": "30 s"})
    for repair, fate, mended in zip(times, (LEAKED, KILLED, KILLED), ([], [35], [35]), strict=True):
        world = made("supply", blue={"support": [supply | ({} if repair is None else {"repair": repair})]})
        assert (of_raid(worlds.fought(world, 5), world)[0] == fate).all()
        node = world.names.node_ids.index("supply")
        ups = [int(event["tick"]) for event in worlds.events(world, "node_up") if event["value"] == node]
        assert ups == mended
        assert ("supply.repair_time" in world.inputs) == (repair is not None)


def test_a_repair_that_takes_no_time_is_refused() -> None:
    with pytest.raises(InvalidInput, match="repair_time"):
        worlds.library(sensor={"repair_time": "0 s"})


@pytest.mark.parametrize("mechanism", ["suppression", "network"])
def test_a_mechanism_that_is_switched_off_decides_nothing(mechanism: str) -> None:
    units = [SURE | {"post": "post", "link_reliability": 0.0}]
    rules: dict[str, Any] = {"doctrine": {"alone": "hold"}, "blue": {"posts": [POST]}}
    target = "unit" if mechanism == "suppression" else "site"
    off = made(target, units=units, mechanisms={"network": False, mechanism: False}, **rules)
    assert (of_raid(worlds.fought(off, 5), off)[0] == KILLED).all()


@pytest.mark.parametrize("harm", [0.3, 0.8])
def test_a_strike_damages_with_its_probability(harm: float) -> None:
    world = made("unit", harm=harm)
    outcomes = worlds.fought(world, 20_000)
    down = (outcomes.node_down_tick >= 0).any(axis=1)
    assert worlds.within(down.astype(float), harm)
    assert np.array_equal(down, (of_raid(outcomes, world)[0] == LEAKED).all(axis=1))


@pytest.mark.parametrize("strikes", [1, 2, 3, 5])
def test_each_hit_on_the_launchers_takes_one_with_its_rounds(strikes: int) -> None:
    units = [SURE | {"launchers": 3, "magazine": 6}]
    world = made(
        "unit",
        units=units,
        raid={"count": 8},
        strike={"count": strikes, "aim": "launchers"},
        parts={"unit": {"launchers": 3, "rounds_per_launcher": 2, "reload_rounds": 0}},
    )
    outcomes = worlds.fought(world, 50)
    fates, causes = of_raid(outcomes, world)
    left = max(0, 3 - strikes) * 2
    assert ((fates == KILLED).sum(axis=1) == left).all()
    assert causes == ({"no_missile"} if left else {"unit_down"})
    assert (outcomes.node_hits.sum(axis=1) == strikes).all()


def test_which_launcher_is_hit_is_chance() -> None:
    """Of two launchers one holds the only missile that can stop the raid: it is hit in half of the raids."""
    load = [{"missile": "round", "share": 0.5}, {"missile": "other", "share": 0.5}]
    world = made(
        "unit",
        units=[{}],
        strike={"aim": "launchers"},
        parts={"unit": {"launchers": 2, "load": load}, "missile": {"kill_prob": {"cruise": 1.0}}},
        more={"missiles": {"other": {"kill_prob": {"bomber": 1.0}}}},
    )
    stopped = (of_raid(worlds.fought(world, 20_000), world)[0] == KILLED).all(axis=1)
    assert worlds.within(stopped.astype(float), 0.5)


@pytest.mark.parametrize(("guided_from", "fate"), [("radar", LEAKED), ("itself", KILLED)])
def test_rounds_under_way_need_the_radar_that_guides_them(guided_from: str, fate: int) -> None:
    """The only round is on its way when the radar is hit."""
    world = made(
        "unit",
        raid={"start": "10 s"},
        units=[SURE | {"magazine": 1}],
        parts={
            "missile": {"mean_speed": "800 m/s", "guided_from": guided_from},
            "sensor": {"instrumented_range": "36 km"},
        },
    )
    outcomes = worlds.fought(world, 3)
    launch, down = worlds.events(world, "launched")[0], worlds.events(world, "node_down")[0]
    assert launch["tick"] < down["tick"] < launch["value"]
    assert (of_raid(outcomes, world)[0] == fate).all()


def test_rounds_of_a_network_are_shared_until_its_post_is_hit() -> None:
    """Two units under one post fire one round between them; each alone fires its own. Nothing is ever killed."""
    units = [{"id": name, "post": "post", "kill_prob": 0.0} for name in ("first", "second")]
    rules = {"max_in_flight": 1, "max_shots": 1}
    blue = {"posts": [POST]}
    whole = made("site", units=units, doctrine=rules, blue=blue)
    cut = made("post", units=units, doctrine=rules, blue=blue)
    for world, rounds in ((whole, 1), (cut, 2)):
        assert (worlds.fought(world, 5).missile_shots.sum(axis=1) == rounds).all()


@pytest.mark.parametrize(
    ("rules", "cause"),
    [({"alone": "hold"}, "held"), ({"alone_after": "60 s"}, "unit_down"), ({"alone": "fight"}, None)],
)
def test_what_a_unit_does_without_its_post_is_doctrine(rules: worlds.Part, cause: str | None) -> None:
    world = made(
        "post", units=[SURE | {"post": "post"}], doctrine=rules, blue={"posts": [POST]}, raid={"start": "30 s"}
    )
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == (LEAKED if cause else KILLED)).all()
    assert causes == ({cause} if cause else set())


@pytest.mark.parametrize(("look_s", "rounds"), [(0, 1), (10, 2)])
@pytest.mark.parametrize("reliability", [1.0, 0.0])
def test_who_is_cut_off_knows_of_a_kill_no_sooner_than_its_network(
    look_s: int, rounds: int, reliability: float
) -> None:
    """The second unit's round leaves 5 s after the first has killed, unless that has been looked at by then."""
    known = worlds.library(unit={"assess_delay": f"{look_s} s"})
    link = {"post": "post", "link_reliability": reliability, "kill_prob": 1.0}
    units = [link | {"id": "first"}, link | {"id": "second", "reaction": "5 s"}]
    text = worlds.scenario([{}], units, doctrine={"max_in_flight": 2}, blue={"posts": [POST]})
    assert (worlds.fought(worlds.built(text, known), 5).missile_shots.sum(axis=1) == rounds).all()


@pytest.mark.parametrize(("outage_s", "fate"), [(1, KILLED), (None, LEAKED)])
def test_who_waits_to_fight_alone_waits_no_longer_once_the_link_is_back(outage_s: int | None, fate: int) -> None:
    relay = {"id": "relay", "kind": "relay", "at": FAR, "serves": ["unit"]}
    relay |= {} if outage_s is None else {"repair": f"{outage_s} s"}
    rules = {"alone_after": "200 s"}
    blue = {"posts": [POST], "support": [relay]}
    world = made("relay", units=[SURE | {"post": "post"}], doctrine=rules, blue=blue)
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == fate).all() and causes == (set() if outage_s else {"unit_down"})


def test_a_unit_that_is_hit_before_it_is_ready_could_never_have_fired() -> None:
    world = made("unit", units=[SURE | {"ready_after": "40 s"}], raid={"start": "5 s", "approach": FAR_AWAY})
    assert of_raid(worlds.fought(world, 5), world)[1] == {"unit_down"}


@pytest.mark.parametrize("reliability", [0.25, 0.9])
def test_a_link_holds_with_its_probability(reliability: float) -> None:
    units = [SURE | {"post": "post", "link_reliability": reliability}]
    world = made("site", units=units, doctrine={"alone": "hold"}, blue={"posts": [POST]})
    stopped = (of_raid(worlds.fought(world, 20_000), world)[0] == KILLED).all(axis=1)
    assert worlds.within(stopped.astype(float), reliability)


@pytest.mark.parametrize(("kind", "cause"), [("power", "unit_down"), ("relay", "held")])
def test_what_a_supply_serves_goes_with_it(kind: str, cause: str) -> None:
    support = {"id": "supply", "kind": kind, "at": FAR, "serves": ["unit"]}
    world = made(
        "supply",
        units=[SURE | {"post": "post"}],
        doctrine={"alone": "hold"},
        blue={"posts": [POST], "support": [support]},
    )
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == LEAKED).all() and causes == {cause}


def test_posts_under_one_superior_fight_as_one() -> None:
    """Two units under two posts fire two rounds; under a common superior one, and two again once that is hit."""
    units = [{"id": name, "post": f"{name}-post", "kill_prob": 0.0} for name in ("first", "second")]
    rules = {"max_in_flight": 1, "max_shots": 1}
    apart = [POST | {"id": f"{unit['id']}-post"} for unit in units]
    joined = [POST | {"id": "top"}, *(post | {"superior": "top"} for post in apart)]
    for target, posts, rounds in (("site", apart, 2), ("site", joined, 1), ("top", joined, 2)):
        world = made(target, units=units, doctrine=rules, blue={"posts": posts})
        assert (worlds.fought(world, 5).missile_shots.sum(axis=1) == rounds).all()


def test_a_unit_that_changes_pictures_takes_its_rounds_along() -> None:
    """Its round is under way when the post is hit: it waits for that round's look and does not fire a second one."""
    units = [{"id": "unit", "post": "post", "kill_prob": 0.0, "magazine": 9}]
    world = made(
        "post",
        units=units,
        doctrine={"max_in_flight": 1, "max_shots": 1},
        blue={"posts": [POST]},
        raid={"start": "5 s"},
        parts={"missile": {"mean_speed": "800 m/s"}, "sensor": {"instrumented_range": "36 km"}},
    )
    assert worlds.events(world, "launched")[0]["tick"] < 20 < worlds.events(world, "miss")[0]["tick"]
    assert (worlds.fought(world, 3).missile_shots.sum(axis=1) == 1).all()


@pytest.mark.parametrize(
    ("launches_on", "guided_from", "seen_m", "fate", "cause"),
    [
        ("own_track", "itself", 3e3, LEAKED, "undetected"),
        ("network_track", "itself", 3e3, KILLED, None),
        ("network_track", "radar", 3e3, LEAKED, "missed"),
        ("network_track", "radar", 30e3, KILLED, None),
    ],
)
def test_who_can_launches_on_the_track_of_another(
    launches_on: str, guided_from: str, seen_m: float, fate: int, cause: str | None
) -> None:
    """The unit's radar detects late what a radar of its post has from the start; rounds need 20 s to their meeting.

    A round that its radar has to guide misses unless that radar has a track of its own when they meet.
    """
    claim = worlds.CLAIM | {"range": f"{seen_m} m", "swerling": 0, "detection_prob": 0.999}
    known = worlds.library(
        sensor={"certain": False, "claim": claim},
        missile={"mean_speed": "1 km/s", "guided_from": guided_from},
        unit={"launches_on": launches_on},
        flyer={"swerling": 0},
        more={"sensors": {"watch": {}}},
    )
    blue = {"posts": [POST], "sensors": [{"id": "far", "sensor": "watch", "at": worlds.SITE, "post": "post"}]}
    units = [SURE | {"post": "post", "magazine": 1}]
    world = worlds.built(worlds.scenario([{}], units, blue=blue), known)
    outcomes = worlds.fought(world, 20)
    assert (outcomes.fate == fate).all()
    assert worlds.causes(outcomes) == ({cause} if cause else set())
