"""From a scenario, the library and a draw to the flat world an engine fights in.

    scenario + catalog --geometry--> paths, lines of sight, gas (once) --world(draw)--> arrays in SI units and ticks

`geometry` holds what no draw changes. A draw changes figures: how far radars see and missiles reach, how fast objects
fly along their paths, how many launchers there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.codes import NONE
from mantlet.compile.but_for import forced
from mantlet.compile.conduct import Manners, conduct_records, manners
from mantlet.compile.doctrine import Judge, judge_records, judges, rate
from mantlet.compile.emission import emitter_records, homer_records, homers
from mantlet.compile.fighters import (
    Flight,
    air_missiles,
    area_records,
    fighter_records,
    planned_flights,
    reach_records,
)
from mantlet.compile.figures import (
    Units,
    lay_units,
    missile_name,
    missile_records,
    unit_records,
)
from mantlet.compile.masking import falling, jam_strengths_m2, jammer_records
from mantlet.compile.moves import site_records
from mantlet.compile.nodes import (
    Hierarchy,
    lay_hierarchy,
    node_records,
    node_units,
    parts,
    station_ids,
    station_records,
)
from mantlet.compile.objects import Raid, object_records, raid
from mantlet.compile.orbits import orbit_knots
from mantlet.compile.plan import MissileType, Plan, fixed_figures, planned
from mantlet.compile.sensors import GAS_HEIGHT_STEP_M, GAS_RANGE_STEP_M, Radars, lay_radars, sensor_records
from mantlet.compile.sight import Sightings, sightings
from mantlet.compile.ticks import WHOLE, ticks_up
from mantlet.compile.timing import timed
from mantlet.engine.draws import DETECT, name_key, pair_keys
from mantlet.engine.windows import launch_windows
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.sampling import Draw
from mantlet.physics import terrain as ground_heights
from mantlet.physics.detection import TABLE_LOWEST_DB, TABLE_STEP_DB
from mantlet.physics.propagation import EARTH_RADIUS_M
from mantlet.physics.terrain import Terrain
from mantlet.scenario import otherwise
from mantlet.scenario.models import Scenario
from mantlet.world import ASSET, RULES, RUN, WINDOW, Arrays, Force, Names, Records, World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Geometry:
    """What is the same in every draw of a scenario."""

    scenario: Scenario
    plan: Plan
    ground: Terrain | None
    sightings: Sightings
    radars: Radars
    units: Units
    hierarchy: Hierarchy
    judges: tuple[Judge, ...]
    emitters: Records  # EMITTER
    homers: tuple[Records, tuple[Flyer, ...]]
    jammers: Records  # JAMMER
    raid: Raid
    manners: Manners
    knots: Records  # KNOT of the raid, then of orbits
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

    @cached_property
    def names(self) -> Names:
        """What the indices of any world of it mean."""
        plan = self.plan
        return Names(
            object_ids=tuple(thing.id for thing in plan.things),
            object_groups=tuple(thing.group.id for thing in plan.things),
            object_classes=tuple(thing.flyer.object_class for thing in plan.things),
            object_sides=tuple(thing.side for thing in plan.things),
            object_targets=tuple(thing.target for thing in plan.things),
            unit_ids=(*(battery.id for battery in plan.batteries), *(flight.id for flight in self.flights)),
            sensor_ids=tuple(radar.id for radar in plan.radars),
            missile_ids=(*(kind.id for kind in self.missile_types), *air_missiles(self.flights)),
            asset_ids=tuple(asset.id for asset in plan.assets),
            node_ids=tuple(part.id for part in parts(plan)),
            flight_ids=tuple(flight.id for flight in self.flights),
            node_units=node_units(plan),
        )

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
    scenario, catalog, _ = otherwise.laid(scenario, catalog)
    ground = None
    if scenario.environment.terrain != "none":
        ground = ground_heights.load(scenario.terrain_path)
    plan = timed(planned(scenario, catalog, ground), scenario.tick_s)
    objects, missile_types = raid(plan, sorted(scenario.sides), ground), _missile_types(plan, catalog)
    return Geometry(
        scenario=scenario,
        plan=plan,
        ground=ground,
        sightings=sightings(plan, ground, scenario.environment.earth_ratio),
        radars=lay_radars(scenario, plan, len(objects.knots)),
        units=lay_units(plan, missile_types, scenario.tick_s, sorted(scenario.sides)),
        hierarchy=lay_hierarchy(plan),
        judges=judges(scenario, plan),
        emitters=emitter_records(plan, scenario),
        homers=homers(plan, scenario),
        jammers=jammer_records(plan, scenario.tick_s),
        raid=objects,
        manners=manners(plan),
        knots=np.concatenate([objects.knots, orbit_knots(plan)]),
        detect_key=_detect_keys(plan),
        missile_types=missile_types,
        flights=planned_flights(scenario, catalog, ground),
    )


def world(laid: Geometry, draw: Draw) -> World:
    """The world of one draw: every figure read, every table built. Threads may call it side by side.

    Figures that the draw knows already by path are kept.
    """
    drawn = dict(draw.known or {})
    arrays, force = _figures(laid, replace(draw, known=drawn))
    return World(arrays, force, laid.names, drawn)


def _figures(laid: Geometry, draw: Draw) -> tuple[Arrays, Force]:
    plan, tick_s = laid.plan, laid.scenario.tick_s
    objects = object_records(laid.raid, plan, draw, tick_s)
    sensors, tables, table_rows = sensor_records(laid.radars, plan, draw, tick_s)
    missiles, flyouts = missile_records(laid.missile_types, draw)
    units, launchers, loaded, stock = unit_records(laid.units, plan, draw, tick_s)
    bare = Arrays(
        rules=_rules(laid, draw),
        objects=objects,
        knots=laid.knots,
        sensors=sensors,
        units=units,
        slots=laid.units.slots,
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
        gas_db=laid.radars.gas_db,
        detect_key=laid.detect_key,
        visible_at=laid.sightings.starts,
        visible=_visible(laid, objects),
        window_at=np.zeros((len(laid.units.slots), len(objects) + 1), np.int64),
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
        "nodes": node_records(laid.hierarchy, draw, tick_s),
        "stations": station_records(laid.hierarchy, plan, draw, tick_s),
        "needs": laid.hierarchy.needs,
        "judges": judge_records(laid.judges, draw, tick_s),
        "emitters": laid.emitters.copy(),
        "homers": homer_records(laid.homers, draw, tick_s),
        "sites": site_records(plan, draw, tick_s),
        "jammers": laid.jammers,
        "jam_m2": jam_strengths_m2(plan, laid.jammers, draw, sensors),
    }


def _raid(laid: Geometry, draw: Draw, objects: Records) -> dict[str, Any]:
    """How objects of a raid react: tables of `Arrays` by name."""
    conduct = conduct_records(laid.manners, objects, draw)
    return {"conduct": conduct, "packages": laid.manners.packages, "members": laid.manners.members}


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
        flight_aircraft=np.array([flight.aircraft for flight in laid.flights], np.int32),
    )


def _visible(laid: Geometry, objects: Records) -> Records:
    """Lines of sight in ticks: nominal flight time stretched by each object's pace."""
    starts = laid.sightings.starts
    whose = np.repeat(np.tile(np.arange(len(objects)), len(starts)), np.diff(starts).ravel())
    spans = (
        objects["start_tick"][whose, None]
        + laid.sightings.runs_s / objects["pace_ratio"][whose, None] / laid.scenario.tick_s
    )
    found = np.zeros(len(spans), RUN)
    found["first_tick"], found["last_tick"] = np.ceil(spans[:, 0] - WHOLE), np.floor(spans[:, 1] + WHOLE)
    return found


def _detect_keys(plan: Plan) -> NDArray[np.uint64]:
    keys = np.zeros((len(plan.radars), len(plan.things)), np.uint64)
    radars, things = (np.array([name_key(one.id) for one in ones], np.uint64) for ones in (plan.radars, plan.things))
    pair_keys(DETECT, radars, things, keys)
    return keys


def _missile_types(plan: Plan, catalog: Catalog) -> tuple[MissileType, ...]:
    found: dict[str, MissileType] = {}
    for battery in plan.batteries:
        for load in battery.fire_unit.load:
            name = missile_name(battery, load.missile)
            owner = None if name == load.missile else battery
            found[name] = MissileType(name, load.missile, catalog.missiles[load.missile], owner)
    return tuple(found[name] for name in sorted(found))
