"""Radars that wait for cues: who cues them and how well, and what they do when nobody is left to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import KILLED, LEAKED
from mantlet.compile import geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World
from oracle.test_nodes import FAR, POST, SURE, made, of_raid

TOP = POST | {"id": "top"}
WATCH = {"id": "far", "sensor": "watch", "at": worlds.SITE, "post": "top"}
BLIND = {"instrumented_range": "1 km"}  # stands far from the way of the raid, and sees nothing
CUED: worlds.Part = {"doctrine": {"emission": {"mode": "cued"}}}


def kills(world: World) -> np.ndarray:
    """Whether each of 20,000 raids is stopped."""
    return (worlds.fought(world, 20_000).fate == KILLED).all(axis=1).astype(float)


def waiting(target: str, *, unit: worlds.Part | None = None, **rest: Any) -> World:
    """A unit under a post under a post, which waits for the cues of the one search radar, under the higher post."""
    rest = {"parts": {"sensor": {"autonomous": False}}, "more": {"sensors": {"watch": BLIND}}} | rest
    posts = [TOP, POST | {"superior": "top"}]
    blue = {"posts": posts, "sensors": [WATCH | {"at": FAR}]} | rest.pop("blue", {})
    return made(target, units=[SURE | {"post": "post"} | (unit or {})], blue=blue, **rest)


@pytest.mark.parametrize("waits", ["autonomous", "emission"])
def test_a_radar_waits_for_cues_while_there_is_one_that_could_give_them(waits: str) -> None:
    """The search radar sees nothing. Whatever takes it out of the unit's picture, the unit then looks for itself."""
    rest: dict[str, Any] = {"unit": CUED, "parts": {}} if waits == "emission" else {}
    relay = {"id": "relay", "kind": "relay", "at": FAR, "serves": ["post"]}
    kept = waiting("site", **rest)
    fates, causes = of_raid(worlds.fought(kept, 5), kept)
    assert (fates == LEAKED).all() and causes == {"undetected"}
    gone = [waiting(target, **rest) for target in ("post", "top", "far")]
    gone.append(waiting("relay", blue={"support": [relay]}, **rest))
    gone.append(waiting("site", blue={"sensors": [WATCH | {"at": FAR, "link_reliability": 0.0}]}, **rest))
    gone.append(waiting("site", blue={"sensors": []}, **rest))
    for cut in gone:
        assert (of_raid(worlds.fought(cut, 5), cut)[0] == KILLED).all()


def test_a_radar_that_is_silent_for_a_while_is_still_there_to_give_cues() -> None:
    blinks = {"mode": "blink", "on": "1 s", "off": "300 s"}
    world = waiting("site", blue={"sensors": [WATCH | {"at": FAR, "emission": blinks}]})
    assert (of_raid(worlds.fought(world, 5), world)[0] == LEAKED).all()


def test_where_every_radar_waits_to_be_cued_all_are_on_the_air() -> None:
    """Else none would ever be. The search radar is on the air for want of another; then it cues the unit's."""
    rest: dict[str, Any] = {"unit": CUED, "parts": {}, "more": {"sensors": {"watch": {}}}}
    world = waiting("site", blue={"sensors": [WATCH | {"emission": {"mode": "cued", "radars": "all"}}]}, **rest)
    assert (of_raid(worlds.fought(world, 5), world)[0] == KILLED).all()


def test_a_radar_that_is_mended_gives_cues_again() -> None:
    """In the time between the unit looks for itself, and finds the first object only."""
    more = {"sensors": {"watch": BLIND | {"repair_time": "20 s"}}}
    world = waiting("far", raid={"count": 2, "start": "30 s", "interval": "30 s"}, more=more, duration="120 s")
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == [KILLED, LEAKED]).all() and causes == {"undetected"}


@pytest.mark.parametrize(("facing", "looks_s"), [(None, 12), ("0 deg", 1)])
def test_alone_a_radar_of_a_narrow_sector_takes_its_time_to_look_all_round(facing: str | None, looks_s: int) -> None:
    """Scans of 1 s over 30 degrees: 12 s to look all round, unless it is set up to look one way. What it has detected
    it stays on: the second of two hits is the next scan's."""
    parts = {"sensor": {"autonomous": False, "sector": "30 deg", "confirm_hits": 2, "confirm_scans": 2}}
    unit = {} if facing is None else {"facing": facing}
    alone = waiting("site", unit=unit, parts=parts, raid={"start": "37 s"}, blue={"sensors": []})
    mine = alone.names.object_groups.index("raid")
    detected, tracked = (
        next(int(event["tick"]) for event in worlds.events(alone, kind) if event["object"] == mine)
        for kind in ("detected", "tracked")
    )
    turn = int(alone.arrays.detect_key[alone.names.sensor_ids.index("unit/eye"), mine]) % looks_s
    assert detected == next(tick for tick in range(37, 90) if tick % looks_s == turn)
    assert tracked == detected + 1


@pytest.mark.parametrize("reliability", [1.0, 0.0])
def test_a_crew_that_is_cut_off_hears_of_its_own_search_radar_no_sooner(reliability: float) -> None:
    known = worlds.library(sensor={"autonomous": False}, unit={"sensors": ["watch"]}, more={"sensors": {"watch": {}}})
    unit = SURE | {"post": "post", "link_reliability": reliability}
    text = worlds.scenario([{}], [unit], blue={"posts": [POST | {"link_delay": "4 s"}]})
    world = worlds.built(text, known)
    told = {world.names.sensor_ids[event["sensor"]]: int(event["tick"]) for event in worlds.events(world, "tracked")}
    assert told["unit/eye"] - told["unit/watch"] == 8


@pytest.mark.parametrize("reliability", [None, 0.999999])
def test_a_cue_over_a_superior_post_takes_every_link(reliability: float | None) -> None:
    """Radar - lower post - top - lower post - unit: 2 + 3 + 3 + 2 s after the first scan, whether a link can fail."""
    sensors = {"watch": {"instrumented_range": "400 km"}, "eye": {"autonomous": False}}
    posts = [
        {"id": "top", "link_delay": "3 s", "at": worlds.SITE},
        {"id": "east", "link_delay": "2 s", "at": worlds.SITE, "superior": "top"},
        {"id": "west", "link_delay": "2 s", "at": worlds.SITE, "superior": "top"},
    ]
    known = worlds.library(sensor=sensors["eye"], more={"sensors": {"watch": sensors["watch"]}})
    far = {"id": "far", "sensor": "watch", "at": worlds.SITE, "post": "east"} | (
        {} if reliability is None else {"link_reliability": reliability}
    )
    text = worlds.scenario([{}], [SURE | {"post": "west"}], blue={"posts": posts, "sensors": [far]})
    world = worlds.built(text, known)
    told = {world.names.sensor_ids[event["sensor"]]: int(event["tick"]) for event in worlds.events(world, "tracked")}
    assert told["unit/eye"] - told["far"] == 10


@pytest.mark.parametrize(("coupling", "low_s", "high_s"), [("central", 4, 4), ("independent", 2, 6)])
def test_a_delay_that_is_not_known_is_drawn(coupling: Any, low_s: int, high_s: int) -> None:
    post = POST | {"link_delay": {"low": "2 s", "best": "4 s", "high": "6 s"}}
    known = worlds.library(sensor={"autonomous": False}, more={"sensors": {"watch": {}}})
    text = worlds.scenario(
        [{}], [SURE | {"post": "post"}], blue={"posts": [post], "sensors": [WATCH | {"post": "post"}]}
    )
    laid = geometry(loads(text, library=known), known)
    drawn = [world(laid, Draw(1, draw, coupling)) for draw in range(30)]
    delays = np.array([made.inputs["post.link_delay"] for made in drawn])
    told = np.array([made.arrays.sensors["share_ticks"][list(made.names.sensor_ids).index("far")] for made in drawn])
    assert delays.min() >= low_s and delays.max() <= high_s
    assert len(set(delays)) == (1 if low_s == high_s else 30)
    assert np.array_equal(told, np.rint(2.0 * delays))


@pytest.mark.parametrize("fusion", [None, "combined"])
def test_a_cue_is_as_good_as_the_tracks_behind_it(fusion: str | None) -> None:
    """Two radars beside the unit track to 1 and to 0.75 of a degree: the better, or both by their inverse variances.

    All stand at one place, so ranges cancel: a first look finds the object with 1 - exp(-basket^2 / 2 sigma^2).
    """
    coarse, fine = 1.0, 0.75
    best = fine if fusion is None else (1 / (1 / coarse**2 + 1 / fine**2)) ** 0.5
    known = worlds.library(
        sensor={"autonomous": False, "cue_basket": f"{best} deg", "scan_period": "50 s"},
        more={"sensors": {"coarse": {"track_accuracy": f"{coarse} deg"}, "fine": {"track_accuracy": f"{fine} deg"}}},
    )
    post = POST | ({} if fusion is None else {"fusion": fusion})
    sensors = [{"id": name, "sensor": name, "at": worlds.SITE, "post": "post"} for name in ("coarse", "fine")]
    text = worlds.scenario([{}], [SURE | {"post": "post"}], blue={"posts": [post], "sensors": sensors})
    world = worlds.built(text, known)
    found = (worlds.fought(world, 20_000).fate == KILLED).all(axis=1).astype(float)
    assert worlds.within(found, 1.0 - np.exp(-0.5))


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("fusion", [(None, None), ("combined", None), (None, "combined")])
def test_tracks_are_combined_where_the_highest_post_in_reach_does(
    fusion: tuple[str | None, str | None], cut: bool
) -> None:
    """As above, with both radars and the unit under a post under a post, whose link may be broken."""
    coarse, fine = 1.0, 0.75
    basket = 0.6
    known = worlds.library(
        sensor={"autonomous": False, "cue_basket": f"{basket} deg", "scan_period": "50 s"},
        more={"sensors": {"coarse": {"track_accuracy": f"{coarse} deg"}, "fine": {"track_accuracy": f"{fine} deg"}}},
    )
    top, low = ({} if rule is None else {"fusion": rule} for rule in fusion)
    lower = POST | {"superior": "top", "link_reliability": 0.0 if cut else 1.0} | low
    sensors = [{"id": name, "sensor": name, "at": worlds.SITE, "post": "post"} for name in ("coarse", "fine")]
    text = worlds.scenario([{}], [SURE | {"post": "post"}], blue={"posts": [TOP | top, lower], "sensors": sensors})
    off = (1 / (1 / coarse**2 + 1 / fine**2)) ** 0.5 if fusion[cut] == "combined" else fine
    assert worlds.within(kills(worlds.built(text, known)), 1.0 - np.exp(-(basket**2) / (2.0 * off**2)))
