"""What a raid is told to be agrees with its world, its events and the force that stood there."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import mantlet
from mantlet.codes import KILLED
from mantlet.report.fight import columns, place_at_end
from mantlet.run.result import Result
from mantlet.web.replay import replayed
from mantlet.web.units import Deed, channels_busy, count_at, engagements, rounds_guided


def deed(moment_s: float, kind: str, target: str | None = None, value: float | None = None) -> Deed:
    return Deed(moment_s, kind, target, None, value)


def test_channels_are_busy_from_the_order_to_the_look() -> None:
    deeds = [
        deed(10, "assigned", "a", 12),
        deed(10, "assigned", "a", 14),
        deed(20, "assigned", "b", 21),
        deed(30, "hit", "a"),
        deed(31, "miss", "a"),
        deed(33, "assessed_killed", "a"),
        deed(33, "assigned", "c", 40),
        deed(35, "called_off", "c", 1),
    ]
    assert engagements(deeds) == [("a", 10, 33), ("c", 33, 35), ("b", 20, None)]
    assert channels_busy(deeds) == [(0, 0), (10, 1), (20, 2), (33, 2), (35, 1)]
    assert rounds_guided(deeds) == [(0, 0), (10, 2), (20, 3), (30, 2), (31, 1), (33, 2), (35, 1)]


def test_counts_of_units_stay_within_what_they_have(suppressed: Result) -> None:
    for k in range(4):
        replay = replayed(suppressed, 1, k)
        told = {unit["id"]: unit for unit in replay.told()["units"]}
        for unit in told.values():
            busy = [count for _, count in unit["busy"]]
            assert min(busy) >= 0 and max(busy) <= unit["channels"], unit["id"]
            left = [count for _, count in unit["rounds"]]
            fired = sum(shot.unit == unit["id"] for shot in replay.shots)
            assert left[0] - left[-1] == fired and left[-1] >= 0
            parts = [unit["ready"], unit["behind"]]
            assert sum(steps[0][1] for steps in parts) == left[0], "loaded, or behind the launchers"
            for moment, count in unit["rounds"]:
                now = [count_at(steps, moment) for steps in parts]
                assert min(now) >= 0 and sum(now) <= count, "what is ordered and has not left is in neither"


def test_every_kill_by_a_round_is_a_round_that_hit(suppressed: Result) -> None:
    replay = replayed(suppressed, 0, 3)
    hits = [shot.target for shot in replay.shots if shot.hit]
    killed = np.flatnonzero(replay.outcomes.fate[0] == KILLED)
    assert sorted(hits) == sorted(replay.world.names.object_ids[o] for o in killed)


def test_what_was_killed_lies_where_the_brief_marks_it(valley: Result) -> None:
    replay = replayed(valley, 0, 2)
    for o, thing in enumerate(valley.battle.geometry.plan.things):
        if replay.outcomes.fate[0, o] != KILLED:
            continue
        at = place_at_end(replay.world, replay.outcomes, o) * (len(thing.path.lat_deg) - 1)
        lat = np.interp(at, np.arange(len(thing.path.lat_deg)), thing.path.lat_deg)
        assert replay.place(o, float("inf"))[1] == pytest.approx(lat, abs=0.02)


def test_who_turns_back_flies_back() -> None:
    """The track of an object that turns goes back over the way it came."""
    result = mantlet.run(mantlet.load("lab-evade"), draws=1, replications=3, threads=1)
    turned = 0
    for k in range(3):
        replay = replayed(result, 0, k)
        back = {name for kind, name in columns(replay.events, "kind", "object_id") if kind == "turned_back"}
        table = replay.tracks()
        for name in back:
            o = replay.index[name]
            assert len(replay.legs[o]) > 1
            first = replay.legs[o][0]
            tick_s, half = replay.tick_s, (first.last_tick - first.first_tick) // 4
            ahead = replay.place(o, (first.last_tick - half) * tick_s)
            behind = replay.place(o, (first.last_tick + half) * tick_s)
            if replay.legs[o][1].last_tick >= first.last_tick + half:
                assert ahead == pytest.approx(behind)
                turned += 1
            mine = table.filter(np.asarray(table["object"]) == o)["time_s"].to_numpy()
            assert (np.diff(mine) >= 0).all()
    assert turned > 0


def test_events_name_what_was_hit_or_cut_off(suppressed: Result) -> None:
    """As the strips have it, and each hit on an asset the asset that the object flew at."""
    counted = [0, 0, 0]
    for draw, k in product(range(2), range(4)):
        replay = replayed(suppressed, draw, k)
        names = ("time_s", "kind", "sensor_id", "unit_id", "object_id", "about_id")
        rows = list(columns(replay.happened(), *names))
        hit = {(one.name, moment) for one in replay.strips for moment in one.hit_s}
        cut = {(one.name, first) for one in replay.strips for first, _ in one.spells_s.get("alone", [])}
        target = {one["id"]: one["target"] for one in replay.told()["objects"]}
        assets = [(target[name], about) for _, kind, _, _, name, about in rows if kind == "asset_hit"]
        assert hit == {
            (s or u or about, t) for t, kind, s, u, _, about in rows if kind in ("node_hit", "aircraft_lost")
        }
        assert cut == {(about, t) for t, kind, _, _, _, about in rows if kind == "link_lost"}
        assert all(flown_at == about for flown_at, about in assets)
        counted = [one + len(found) for one, found in zip(counted, (hit, cut, assets), strict=True)]
    assert min(counted) > 0


def test_who_is_left_out_is_not_shown() -> None:
    scenario = mantlet.load("cs-3", overrides=["sides.blue.units.0.present=false"])
    replay = replayed(mantlet.run(scenario, draws=1, replications=1), 0, 0)
    assert replay.absent == ["west"]
    assert {name.partition("/")[0] for name, watch in replay.standing.watches.items() if watch.on} == {"east"}
    assert [unit["id"] for unit in replay.told()["units"]] == ["east"]


def test_who_is_not_fit_is_absent_whatever_it_is() -> None:
    replay = replayed(mantlet.run(mantlet.load("lab-airspace"), draws=1, replications=1), 0, 0)
    assert replay.absent == []
    force = replay.world.force
    nobody = force._replace(
        unit_present=force.unit_present & False,
        sensor_present=force.sensor_present & False,
        flight_aircraft=force.flight_aircraft * 0,
    )
    empty = replace(replay, world=replay.world._replace(force=nobody))
    flights = [flight.id for flight in replay.battle.geometry.flights]
    assert empty.absent == ["battery", "watch", *flights, "patrol"]
    assert not any(watch.on or watch.off for watch in empty.standing.watches.values()) and not any(
        empty.standing.able.values()
    )
