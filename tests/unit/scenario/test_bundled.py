"""The scenarios that come along: they load without a notice, and say what they claim to say."""

from __future__ import annotations

import functools
import itertools
import shlex
from pathlib import Path

import pytest

from mantlet.library.catalog import catalog
from mantlet.library.flyers import Flyer
from mantlet.physics import terrain
from mantlet.scenario.check import carried_count
from mantlet.scenario.load import bundled, load
from mantlet.scenario.models import Scenario


@functools.cache
def scenario(name: str) -> Scenario:
    return load(name)


def objects(name: str) -> int:
    return sum(carried_count(group, side) for side in scenario(name).sides.values() for group in side.raid)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_loads_without_a_notice(name: str) -> None:
    assert scenario(name).id == name
    assert scenario(name).notices == ()
    assert scenario(name).positions == "hypothetical"


def test_2021_differs_from_2020_by_one_regiment() -> None:
    before, after = scenario("ladakh-2020"), scenario("ladakh-2021")
    assert before.sides["raider"] == after.sides["raider"]
    old, new = before.sides["india"], after.sides["india"]
    assert (old.doctrine, old.assets) == (new.doctrine, new.assets)
    assert set(old.units) < set(new.units)
    assert [unit.system for unit in new.units if unit not in old.units] == ["s-400/battalion"] * 2
    assert [post.post for post in new.posts if post not in old.posts] == ["s-400/55K6E"]
    assert [sensor.sensor for sensor in new.sensors] == ["91N6E"]
    assert (before.environment, before.luck, before.duration_s) == (after.environment, after.luck, after.duration_s)


def test_the_coordinated_raid_meets_the_same_defence_on_one_minute() -> None:
    """Decoys come a minute ahead of missiles, drones and a bomber's weapons, fighters a minute behind them."""
    before, after = scenario("ladakh-2021"), scenario("coordinated-2021")
    assert before.sides["india"] == after.sides["india"]
    raid = {group.id: group for group in after.sides["raider"].raid if group.carrier is None}
    assert {group.arrive_s for group in raid.values()} == {1140.0, 1200.0, 1260.0}
    flyers = {group.id: catalog().find(group.threat) for group in raid.values()}
    for name, flyer in flyers.items():
        assert isinstance(flyer, Flyer)
        if flyer.object_class == "fighter":
            assert raid[name].abort is not None and raid[name].evade is not None
        else:
            assert raid[name].arrive_s == 1200.0


def test_the_text_of_the_raid_is_the_same_to_the_letter() -> None:
    raids = [
        Path(bundled()[name]).read_text(encoding="utf-8").split("\n  raider:\n")[1]
        for name in ("ladakh-2020", "ladakh-2021")
    ]
    assert raids[0] == raids[1]
    assert len(raids[0].splitlines()) > 100


def test_the_raid_behind_the_wave_is_that_of_2021_eight_minutes_later() -> None:
    before, after = scenario("ladakh-2021").sides, scenario("sead-2021").sides
    ahead = {"sead-east", "seekers-east", "sead-north", "seekers-north", "at-posts", "at-radars"}
    later = [group for group in after["raider"].raid if group.id not in ahead]
    shifted = [
        group if group.carrier else group.model_copy(update={"start_s": group.start_s + 480.0})
        for group in before["raider"].raid
    ]
    assert later == shifted and len(after["raider"].raid) == len(later) + len(ahead)
    assert before["india"].assets == after["india"].assets
    places = [(unit.id, unit.system, unit.at) for unit in before["india"].units]
    assert places == [(unit.id, unit.system, unit.at) for unit in after["india"].units]


def test_2020_holds_what_stood_there() -> None:
    systems = {unit.system.split("/")[0] for unit in scenario("ladakh-2020").sides["india"].units}
    assert systems == {"pechora", "akash", "spyder"}


def test_fighters_join_the_batteries_of_2020() -> None:
    before, after = scenario("ladakh-2020").sides["india"], scenario("air-superiority-2020").sides["india"]
    assert (before.units, before.assets, before.doctrine) == (after.units, after.assets, after.doctrine)
    flown = {(place.aircraft, place.mode) for place in after.fighters}
    assert flown == {("su-30mki", "patrol"), ("mig-29", "alert")}
    assert {place.base for place in after.fighters} - {None} <= {asset.id for asset in after.assets}


def test_the_raid_uses_every_class() -> None:
    library = catalog()
    flyers = [library.find(group.threat) for group in scenario("ladakh-2020").sides["raider"].raid]
    classes = {flyer.object_class for flyer in flyers if isinstance(flyer, Flyer)}
    assert classes == {"fighter", "bomber", "cruise", "srbm", "quasi_ballistic", "uav", "decoy"}
    assert 40 <= objects("ladakh-2020") <= 50
    assert scenario("ladakh-2020").duration_s <= 1500


def test_the_neighbours_battalions_have_four_launchers_by_a_cited_report() -> None:
    units = scenario("strike-2020").sides["china"].units
    assert [unit.launchers.central for unit in units if unit.launchers] == [4.0, 4.0]
    assert all(unit.launchers is not None and unit.launchers.standing == "cited" for unit in units)
    assert {group.threat for group in scenario("strike-2020").sides["india"].raid} >= {"su-30mki", "decoy"}


def test_saturation_has_the_size_that_is_timed() -> None:
    study = scenario("saturation")
    assert (objects("saturation"), len(study.sides["blue"].units), study.duration_s) == (60, 4, 1200.0)
    assert study.environment.terrain == "none"


def test_the_first_rung_is_the_one_of_the_formula() -> None:
    rung = scenario("cs-1")
    unit, group = rung.sides["blue"].units[0], rung.sides["red"].raid[0]
    assert objects("cs-1") == 12
    assert unit.kill_prob is not None
    assert unit.kill_prob["all"].value == 0.7
    assert unit.at == rung.sides["blue"].assets[0].at
    assert unit.doctrine_under(rung.sides["blue"].doctrine).max_in_flight == 1
    flyer = catalog().find(group.threat)
    assert isinstance(flyer, Flyer)
    assert flyer.speed.central == 250.0
    assert load("cs-1", overrides=["sides.blue.units.site.magazine=24"]).sides["blue"].units[0].magazine == 24


@pytest.mark.parametrize(
    ("name", "side", "group", "unit"),
    [
        ("ladakh-2020", "raider", "cm-indus", "leh-pechora"),
        ("ladakh-2020", "raider", "cm-shyok", "leh-akash"),
        ("ladakh-2021", "raider", "cm-indus", "s400-leh"),
        ("strike-2020", "india", "low", "ridge"),
        ("cs-3", "red", "low-valley", "west"),
    ],
)
def test_ridges_hide_low_flyers(name: str, side: str, group: str, unit: str) -> None:
    """From a 10 m mast, most of a low way is out of sight, and the same way at 9 km above sea is not."""
    sides = scenario(name).sides
    way = next(item for item in sides[side].raid if item.id == group).route
    place = next(item for other in sides.values() for item in other.units if item.id == unit)
    assert way is not None
    ground = terrain.load()
    mast_m = ground.height_m(place.at.lat_deg, place.at.lon_deg) + 10.0
    seen = {"low": 0, "high": 0}
    for point in way:
        at = (point.at.lat_deg, point.at.lon_deg)
        for level, height_m in (("low", ground.height_m(*at) + 100.0), ("high", 12_000.0)):
            seen[level] += ground.visible(place.at.lat_deg, place.at.lon_deg, mast_m, *at, height_m)
    assert seen["low"] <= len(way) // 4
    assert seen["high"] > seen["low"]


def test_the_changes_shown_in_the_documentation_work(root: Path) -> None:
    page = (root / "docs" / "scenario.md").read_text(encoding="utf-8")
    calls = [shlex.split(line) for line in page.splitlines() if line.startswith("mantlet run ")]
    assert len(calls) == 4
    for call in calls:
        changes = [word for option, word in itertools.pairwise(call) if option == "--set"]
        assert changes
        assert load(call[2], overrides=changes).sha256 != scenario(call[2]).sha256
