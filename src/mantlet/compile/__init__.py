"""From a scenario, the library and a draw to the flat world an engine fights in.

    scenario + catalog --geometry--> paths, lines of sight, gas (once) --world(draw)--> arrays in SI units and ticks

`geometry` holds what no draw changes. A draw changes figures: how far radars see and missiles reach, how fast objects
fly along their paths, how many launchers there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.codes import NONE
from mantlet.compile.but_for import forced
from mantlet.compile.conduct import conduct_records
from mantlet.compile.doctrine import judge_records, rate
from mantlet.compile.emission import emitter_records, homer_records
from mantlet.compile.fighters import (
    Flight,
    air_missiles,
    area_records,
    fighter_records,
    planned_flights,
    reach_records,
)
from mantlet.compile.figures import (
    missile_name,
    missile_records,
    object_records,
    sensor_records,
    unit_records,
)
from mantlet.compile.masking import falling, jam_strengths_m2, jammer_of, jammer_records, mask
from mantlet.compile.moves import site_records
from mantlet.compile.nodes import need_records, node_records, node_units, parts, station_ids, station_records
from mantlet.compile.orbits import LEG_KNOTS, lay_orbits, leg_middles, orbit_knots
from mantlet.compile.paths import Path, ground_m
from mantlet.compile.plan import MissileType, Plan, Radar, Thing, fixed_figures, planned
from mantlet.compile.sight import seen_runs, seen_runs_along
from mantlet.compile.ticks import WHOLE, ticks_up
from mantlet.compile.timing import timed
from mantlet.engine.draws import DETECT, name_key, pair_key
from mantlet.engine.windows import launch_windows
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics import terrain as ground_heights
from mantlet.physics.detection import TABLE_LOWEST_DB, TABLE_STEP_DB
from mantlet.physics.kernels import table_value
from mantlet.physics.propagation import EARTH_RADIUS_M, two_way_gas_db
from mantlet.physics.terrain import Terrain
from mantlet.scenario.models import Scenario
from mantlet.world import ASSET, KNOT, RULES, RUN, WINDOW, Arrays, Force, Names, Records, World

GAS_RANGE_STEP_M = 20_000.0
GAS_HEIGHT_STEP_M = 2_500.0
GAS_CELLS = (33, 13)
# A published range says nothing of the height it holds at; this one fixes the gas loss inside the claim.
CLAIM_HEIGHT_M = 10_000.0

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Geometry:
    """What is the same in every draw of a scenario."""

    scenario: Scenario
    plan: Plan
    ground: Terrain | None
    seen_at: NDArray[np.int64]  # (R + parts of legs, O + 1) where the runs of a pair begin
    seen_s: Array  # (runs, 2) nominal flight time with a line of sight
    gas_db: Array  # (R, ranges, heights) two-way
    knots: Records  # KNOT of all paths end to end, at nominal speed, then of orbits
    knot_counts: NDArray[np.int64]  # (O,)
    detect_key: NDArray[np.uint64]  # (R, O) draw key of each pair
    missile_types: tuple[MissileType, ...]  # by id
    flights: tuple[Flight, ...]

    @cached_property
    def inputs(self) -> dict[str, Sourced]:
        """Every number that goes in, by its stable path: what a draw reads, and what is fixed for all of them."""
        return self.drawn | self.fixed

    @cached_property
    def fixed(self) -> dict[str, Sourced]:
        """The numbers that no draw changes, since what is laid out once stands on their central value."""
        return fixed_figures(self.plan)

    @cached_property
    def drawn(self) -> dict[str, Sourced]:
        """The numbers a draw reads."""
        found: dict[str, Sourced] = {}
        central = Draw(0, 0, "central", lambda path, number, _: found.__setitem__(path, number))
        _figures(self, central)
        return found

    def paths(self) -> dict[str, tuple[Array, Array, Array, Array]]:
        """(time_s, lat_deg, lon_deg, height_m) of every object at its nominal speed, for maps."""
        drawn: dict[str, tuple[Array, Array, Array, Array]] = {}
        for thing in self.plan.things:
            path = thing.path
            time_s: Array = (
                thing.start_s
                + thing.released_s
                + thing.wait_s
                + path.step_s * np.arange(len(path.lat_deg), dtype=np.float64)
            )
            drawn[thing.id] = (time_s, path.lat_deg, path.lon_deg, path.height_m)
        return drawn


def geometry(scenario: Scenario, catalog: Catalog) -> Geometry:
    """Lay out paths, lines of sight and gas losses of a checked scenario: the slow part, done once."""
    ground = None
    if scenario.environment.terrain != "none":
        ground = ground_heights.load(scenario.terrain_path)
    plan = timed(planned(scenario, catalog, ground), scenario.tick_s)
    ratio = scenario.environment.earth_ratio
    ranges_m: Array = GAS_RANGE_STEP_M * np.arange(GAS_CELLS[0], dtype=np.float64)
    heights_m: Array = GAS_HEIGHT_STEP_M * np.arange(GAS_CELLS[1], dtype=np.float64)
    gas = [two_way_gas_db(radar.sensor.frequency.central, radar.height_m, ranges_m, heights_m) for radar in plan.radars]
    rows = _sight_rows(plan, ground, ratio)
    seen = [np.zeros((0, 2)), *(runs for row in rows for runs in row)]
    knots = [_knots(thing.path, ground) for thing in plan.things]
    ends = np.cumsum([len(runs) for runs in seen])
    pairs = np.arange(len(rows))[:, None] * len(plan.things) + np.arange(len(plan.things) + 1)
    return Geometry(
        scenario=scenario,
        plan=plan,
        ground=ground,
        seen_at=ends[pairs],
        seen_s=np.concatenate(seen),
        gas_db=np.array(gas) if gas else np.zeros((1, *GAS_CELLS)),
        knots=np.concatenate([np.zeros(0, KNOT), *knots, orbit_knots(plan)]),
        knot_counts=np.array([len(part) for part in knots], np.int64),
        detect_key=_detect_keys(plan),
        missile_types=_missile_types(plan, catalog),
        flights=planned_flights(scenario, catalog, ground),
    )


def _sight_rows(plan: Plan, ground: Terrain | None, ratio: float) -> list[list[Array]]:
    """By row of `visible_at` and object: the radars, then the parts of the legs of those that move."""
    whole: list[list[Array]] = []
    parts: list[list[Array]] = []
    for radar in plan.radars:
        within_m = max(radar.sensor.instrumented_range.values) * 1.5
        rows: list[list[Array]] = [[] for _ in range(1 if radar.orbit is None else LEG_KNOTS)]
        for thing in plan.things:
            reach_m = within_m if jammer_of(plan, thing) is None else math.inf  # jammers are heard from afar
            unseen = [np.zeros((0, 2))] * len(rows)
            seen = unseen if thing.side == radar.side else _seen(radar, thing, ground, (ratio, reach_m))
            for row, runs in zip(rows, seen, strict=True):
                row.append(runs)
        whole.append(rows[0])
        parts += rows[1:]
    return whole + parts


def _seen(radar: Radar, thing: Thing, ground: Terrain | None, reach: tuple[float, float]) -> list[Array]:
    """Runs of nominal flight time in which a radar has a line of sight to an object, and then each part of its leg."""
    if radar.orbit is not None:
        return seen_runs_along(leg_middles(radar), thing.path, ground, reach)
    return [seen_runs((radar.at.lat_deg, radar.at.lon_deg, radar.height_m), thing.path, ground, *reach)]


def world(laid: Geometry, draw: Draw) -> World:
    """The world of one draw: every figure read, every table built. Threads may call it side by side."""
    drawn: dict[str, float] = {}
    arrays, force = _figures(laid, replace(draw, known=drawn))
    return World(arrays, force, _names(laid), drawn)


def _figures(laid: Geometry, draw: Draw) -> tuple[Arrays, Force]:
    plan, tick_s = laid.plan, laid.scenario.tick_s
    sides = sorted(laid.scenario.sides)
    objects, pace_ratio = object_records(plan, draw, tick_s, sides)

    def gas_at(r: int, range_m: float) -> float:
        return table_value(laid.gas_db[r], range_m, GAS_RANGE_STEP_M, CLAIM_HEIGHT_M, GAS_HEIGHT_STEP_M)

    sensors, tables, table_rows = sensor_records(plan, draw, tick_s, gas_at, sides)
    mask(laid.scenario, plan, draw, sensors)
    lay_orbits(plan, sensors, tick_s, int(laid.knot_counts.sum()))
    missiles, flyouts = missile_records(laid.missile_types, draw)
    units, slots, launchers, loaded, stock = unit_records(plan, laid.missile_types, draw, tick_s, sides)
    bare = Arrays(
        rules=_rules(laid, draw),
        objects=objects,
        knots=_knot_records(laid, objects, pace_ratio),
        sensors=sensors,
        units=units,
        slots=slots,
        launchers=launchers,
        missiles=missiles,
        assets=np.array(
            [(asset.value, asset.hardness if plan.mechanisms.damage else 1) for asset in plan.assets], ASSET
        ),
        **_defence(laid, draw, sensors),
        **_flights(laid, draw, objects),
        **_raid(laid, draw, objects),
        flyout_s=flyouts,
        detection_prob=tables,
        detection_row=table_rows,
        gas_db=laid.gas_db,
        detect_key=laid.detect_key,
        visible_at=laid.seen_at,
        visible=_visible(laid, objects, pace_ratio),
        window_at=np.zeros((len(slots), len(objects) + 1), np.int64),
        windows=np.zeros(0, WINDOW),
        launches=np.zeros((len(units), len(objects)), RUN),
    )
    rate(bare)
    bare, force = forced(bare, _force(laid, loaded, stock), laid.scenario.but_for)
    window_at, windows, launches = launch_windows(bare)
    return bare._replace(window_at=window_at, windows=windows, launches=launches), force


def _defence(laid: Geometry, draw: Draw, sensors: Records) -> dict[str, Any]:
    """What of the defence can fail, fall silent, move or be jammed: tables of `Arrays` by name."""
    plan, tick_s = laid.plan, laid.scenario.tick_s
    return {
        "nodes": node_records(plan, draw, tick_s),
        "stations": station_records(plan, draw, tick_s),
        "needs": need_records(plan),
        "judges": judge_records(laid.scenario, plan, draw, tick_s),
        "emitters": emitter_records(plan, laid.scenario),
        "homers": homer_records(plan, laid.scenario, draw),
        "sites": site_records(plan, draw, tick_s),
        "jammers": jammer_records(plan, tick_s),
        "jam_m2": jam_strengths_m2(plan, draw, sensors),
    }


def _raid(laid: Geometry, draw: Draw, objects: Records) -> dict[str, Any]:
    """How objects of a raid react: tables of `Arrays` by name."""
    conduct, packages, members = conduct_records(laid.plan, objects, draw)
    return {"conduct": conduct, "packages": packages, "members": members}


def _flights(laid: Geometry, draw: Draw, objects: Records) -> dict[str, Any]:
    """Fighters of the defence and their airspace: tables of `Arrays` by name; their missiles come after the others."""
    sides, stations = sorted(laid.scenario.sides), station_ids(laid.plan)
    fighters = fighter_records(laid.flights, draw, laid.scenario.tick_s, sides, stations)
    fighters["missile"] += len(laid.missile_types)
    assets = [asset.id for asset in laid.plan.assets]
    fighters["base"] = [NONE if one.place.base is None else assets.index(one.place.base) for one in laid.flights]
    areas, corners = area_records(laid.flights, fighters)
    reaches = reach_records(laid.flights, fighters, objects, draw)
    return {"fighters": fighters, "reaches": reaches, "areas": areas, "corners": corners}


def _rules(laid: Geometry, draw: Draw) -> Records:
    scenario = laid.scenario
    end_tick = int(np.floor(scenario.duration_s / scenario.tick_s + WHOLE))
    tracking = (scenario.tracking.common_prob, scenario.tracking.scope == "raid")
    tables = (TABLE_LOWEST_DB, 1.0 / TABLE_STEP_DB, GAS_RANGE_STEP_M, GAS_HEIGHT_STEP_M)
    rain = falling(scenario)
    wet = (0.0 if rain is None else rain.height_m, EARTH_RADIUS_M * scenario.environment.earth_ratio)
    return np.array([(scenario.tick_s, end_tick, *_luck(scenario, draw), *tracking, *tables, *wet)], RULES)


def _luck(scenario: Scenario, draw: Draw) -> tuple[float, float, float]:
    """Shares of luck of raid, unit and day; that of the day is a number of those scenarios only that have one."""
    if not scenario.mechanisms.luck:
        return 0.0, 0.0, 0.0
    raid = draw.value("luck.raid", scenario.luck.raid)
    unit = draw.value("luck.unit", scenario.luck.unit)
    day = draw.value("luck.day", scenario.luck.day) if any(scenario.luck.day.values) else 0.0
    return raid, unit, day


def _force(laid: Geometry, loaded: NDArray[np.int32], stock: NDArray[np.int32]) -> Force:
    """Who stands there by the scenario: a radar is as present as the unit it belongs to."""
    plan, tick_s = laid.plan, laid.scenario.tick_s
    here = {battery.id: battery.place.present for battery in plan.batteries}
    ready = [ticks_up(battery.place.ready_after_s, tick_s) for battery in plan.batteries]
    since = {battery.id: tick for battery, tick in zip(plan.batteries, ready, strict=True)}
    return Force(
        unit_present=np.array([battery.place.present for battery in plan.batteries], np.bool_),
        unit_ready_tick=np.array(ready, np.int32),
        sensor_ready_tick=np.array([since.get(radar.unit or "", 0) for radar in plan.radars], np.int64),
        sensor_present=np.array([here.get(radar.unit or "", True) for radar in plan.radars], np.bool_),
        launcher_rounds=loaded,
        slot_stock=stock,
    )


def _knots(path: Path, ground: Terrain | None) -> Records:
    knots = np.zeros(len(path.lat_deg), KNOT)
    place = geodesy.to_ecef(path.lat_deg, path.lon_deg, path.height_m)
    knots["x_m"], knots["y_m"], knots["z_m"] = place
    knots["height_m"] = path.height_m
    knots["above_m"] = path.height_m - ground_m(ground, path.lat_deg, path.lon_deg)
    knots["speed_mps"][:-1] = np.linalg.norm(np.diff(np.stack(place, axis=1), axis=0), axis=1) / path.step_s
    knots["speed_mps"][-1] = knots["speed_mps"][-2]
    return knots


def _knot_records(laid: Geometry, objects: Records, pace_ratio: Array) -> Records:
    """All paths at each object's pace; says in `objects` where each begins."""
    objects["knot_count"] = laid.knot_counts
    objects["knot_first"] = np.cumsum(laid.knot_counts) - laid.knot_counts
    records = laid.knots.copy()
    records["speed_mps"][: laid.knot_counts.sum()] *= np.repeat(pace_ratio, laid.knot_counts)
    return records


def _visible(laid: Geometry, objects: Records, pace_ratio: Array) -> Records:
    """Lines of sight in ticks: nominal flight time stretched by each object's pace."""
    whose = np.repeat(np.tile(np.arange(len(objects)), len(laid.seen_at)), np.diff(laid.seen_at).ravel())
    spans = objects["start_tick"][whose, None] + laid.seen_s / pace_ratio[whose, None] / laid.scenario.tick_s
    found = np.zeros(len(spans), RUN)
    found["first_tick"], found["last_tick"] = np.ceil(spans[:, 0] - WHOLE), np.floor(spans[:, 1] + WHOLE)
    return found


def _detect_keys(plan: Plan) -> NDArray[np.uint64]:
    keys = np.zeros((len(plan.radars), len(plan.things)), np.uint64)
    things = [np.uint64(name_key(thing.id)) for thing in plan.things]
    for r, radar in enumerate(plan.radars):
        own = np.uint64(name_key(radar.id))
        keys[r] = [pair_key(DETECT, own, thing) for thing in things]
    return keys


def _missile_types(plan: Plan, catalog: Catalog) -> tuple[MissileType, ...]:
    found: dict[str, MissileType] = {}
    for battery in plan.batteries:
        for load in battery.fire_unit.load:
            name = missile_name(battery, load.missile)
            owner = None if name == load.missile else battery
            found[name] = MissileType(name, load.missile, catalog.missiles[load.missile], owner)
    return tuple(found[name] for name in sorted(found))


def _names(laid: Geometry) -> Names:
    plan = laid.plan
    return Names(
        object_ids=tuple(thing.id for thing in plan.things),
        object_groups=tuple(thing.group.id for thing in plan.things),
        object_classes=tuple(thing.flyer.object_class for thing in plan.things),
        object_sides=tuple(thing.side for thing in plan.things),
        object_targets=tuple(thing.target for thing in plan.things),
        unit_ids=(*(battery.id for battery in plan.batteries), *(flight.id for flight in laid.flights)),
        sensor_ids=tuple(radar.id for radar in plan.radars),
        missile_ids=(*(kind.id for kind in laid.missile_types), *air_missiles(laid.flights)),
        asset_ids=tuple(asset.id for asset in plan.assets),
        node_ids=tuple(part.id for part in parts(plan)),
        flight_ids=tuple(flight.id for flight in laid.flights),
        node_units=node_units(plan),
    )
