"""The world an engine fights in: flat structured arrays in SI units, one dtype per kind of thing.

A world holds every unit that may ever stand there. Who is present, fit and stocked is the `Force`, an input of a
replication.
Index letters: t tick, r radar (sensor), u unit, n node, s shot, o object, j jammer, m missile, k replication, d draw.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import CLASSES

Records = Any  # structured arrays and their records: numpy's types say nothing of their fields

OBJECT: Final = np.dtype(
    [
        ("key", "u8"),  # hash of the object's name: its share of every draw
        ("class_code", "i8"),
        ("side", "i8"),
        ("target", "i8"),  # asset, -1 for none
        ("node", "i8"),  # part of the defence it is aimed at, -1 for none
        ("carrier", "i8"),  # object that carries it until start_tick, -1 for none
        ("start_tick", "i8"),
        ("end_tick", "i8"),  # arrival, or the end of the route
        ("threat_tick", "i8"),  # when it does harm: its arrival, or its first weapon's release
        ("threat_value", "f8"),  # value it and its weapons can be expected to cost
        ("laden_until", "i8"),  # tick of its last weapon's release, 0 without any
        ("own_value", "f8"),  # value it can be expected to cost without them
        ("seeming_value", "f8"),  # of a decoy: what a defence rates it at that has not told it apart
        ("end_fate", "i8"),  # what reaching the end of the route means
        ("knot_first", "i8"),
        ("knot_count", "i8"),
        ("knots_per_tick", "f8"),
        ("pace_ratio", "f8"),  # its speed over the nominal one, at which its knots are
        ("rcs_db", "f8"),  # dB over 1 m2, mean
        ("swerling", "i8"),
        ("bias_db", "f8"),  # standard deviation of the persistent cross-section bias
        ("bias_ticks", "i8"),  # how long one bias holds
        ("damage_prob", "f8"),  # that an arrival damages its target
        ("ballistic", "i8"),
    ]
)
# What an object does beside flying its way; no record at all where no object does anything.
CONDUCT: Final = np.dtype(
    [
        ("package", "i8"),  # whose losses turn it back, -1 for none
        ("bound_tick", "i8"),  # of its own time: from then on it has done what it came for, and turns no more
        ("warned_prob", "f8"),  # that it notices a round launched at it and turns away; 0 where it never does
        ("most_turns", "i8"),  # away from rounds; warned once more it flies home; 0: no limit
        ("arrival_prob", "f8"),  # that it finds what it is aimed at
    ]
)
PACKAGE: Final = np.dtype([("losses", "i8")])  # so many killed turn back whoever heeds it
MEMBER: Final = np.dtype([("package", "i8"), ("object", "i8")])
KNOT: Final = np.dtype(
    [("x_m", "f8"), ("y_m", "f8"), ("z_m", "f8"), ("height_m", "f8"), ("above_m", "f8"), ("speed_mps", "f8")]
)
SENSOR: Final = np.dtype(
    [
        ("side", "i8"),
        ("group", "i8"),
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("up_x_ratio", "f8"),
        ("up_y_ratio", "f8"),
        ("up_z_ratio", "f8"),
        ("facing_x_ratio", "f8"),
        ("facing_y_ratio", "f8"),
        ("facing_z_ratio", "f8"),
        ("facing_cos", "f8"),  # cosine of half the sector; -1 sees all round
        ("snr_db", "f8"),  # signal-to-noise of 1 m2 at 1 m without gas
        ("max_range_m", "f8"),
        ("elevation_min_sin", "f8"),
        ("elevation_max_sin", "f8"),
        ("scan_ticks", "i8"),
        ("phase_ticks", "i8"),
        ("confirm_hits", "i8"),
        ("confirm_scans", "i8"),
        ("drop_after", "i8"),
        ("share_ticks", "i8"),  # from its confirmed track to the units of its post
        ("station", "i8"),  # whose link it reports over
        ("node", "i8"),
        ("accuracy_rad", "f8"),  # standard deviation of the direction of its tracks, 0 for exact ones
        ("basket_rad", "f8"),  # how far off a cue may point for it to look at the object, 0 for any cue
        ("knot_first", "i8"),  # of an airborne radar: one leg of its orbit, flown to and fro
        ("knot_count", "i8"),  # 0 for a radar that stands
        ("knots_per_tick", "f8"),
        ("sight_first", "i8"),  # its row of `visible_at` for the first part of that leg, a part from knot to knot
        ("autonomous", "i8"),
        ("circuit_scans", "i8"),  # of one that waits for cues: scans until it has looked all round, searching alone
        ("certain", "i8"),
        ("gas_row", "i8"),
        ("height_m", "f8"),  # of its antenna above the sea
        ("beamwidth_rad", "f8"),
        ("sidelobe_db", "f8"),  # below the main lobe
        ("min_radial_mps", "f8"),  # what it lets pass; 0: all
        ("rain_db_m", "f8"),  # one way
    ]
)
# `jam_m2` of the world says how strong it is.
JAMMER: Final = np.dtype([("object", "i8"), ("first_tick", "i8"), ("last_tick", "i8")])  # both ends included
UNIT: Final = np.dtype(
    [
        ("key", "u8"),
        ("side", "i8"),
        ("side_key", "u8"),
        ("group", "i8"),
        ("sensor", "i8"),
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("height_m", "f8"),
        ("target_channels", "i8"),
        ("missile_channels", "i8"),
        ("reaction_ticks", "i8"),
        ("launch_ticks", "i8"),
        ("reload_ticks", "i8"),
        ("assess_ticks", "i8"),
        ("miss_called_kill_prob", "f8"),
        ("kill_called_miss_prob", "f8"),
        ("slot_first", "i8"),
        ("slot_count", "i8"),
        ("launcher_first", "i8"),
        ("launcher_count", "i8"),
        ("control", "i8"),
        ("identification_ticks", "i8"),
        ("salvo", "i8"),
        ("max_in_flight", "i8"),
        ("max_shots", "i8"),  # 0: no limit
        ("reserve_rounds", "i8"),
        ("reserve_classes", "i8"),  # bit per class that may draw on the reserve
        ("engage_classes", "i8"),
        ("missile_choice", "i8"),
        ("ranking", "i8"),
        ("station", "i8"),  # whose link it is led over
        ("node", "i8"),  # of its launchers
        ("remote", "i8"),  # on whose track it can launch: its own, one of its network, or of all without any
        ("alone_holds", "i8"),  # whether it holds its fire without a post
        ("alone_ticks", "i8"),  # from the loss of its post until it fights alone
        ("class_rank", "i8", len(CLASSES)),  # place of each class in the order of its ranking
        ("assignment", "i8"),
        ("authority", "i8"),
        ("order_ticks", "i8"),  # that an order to fire takes from its post, under whose authority it fires
        ("reach_m", "f8"),  # of its farthest missile: its tier
        ("leaves_lower", "i8"),  # whether it leaves objects to units of a lower tier
        ("urgent_ticks", "i8"),  # to its impact: nearer than that it leaves none
    ]
)
# What can be hit or fail: posts, radars, the launchers of a unit, power supplies and relays.
NODE: Final = np.dtype(
    [
        ("kind", "i8"),
        ("sensor", "i8"),  # -1 unless a radar
        ("unit", "i8"),  # -1 unless launchers
        ("repair_ticks", "i8"),  # 0: not mended before the end
    ]
)
# One end of a link to a post: posts, radars that belong to no unit, and units.
STATION: Final = np.dtype(
    [
        ("key", "u8"),
        ("post", "i8"),  # the station that it is linked to, -1 for none
        ("node", "i8"),  # of a post, -1 for the others
        ("group", "i8"),  # its network while every link holds
        ("hop_ticks", "i8"),  # of a post: the delay of its link to its superior
        ("combined", "i8"),  # of a post: whether it combines the tracks of several radars into a cue
        ("link_prob", "f8"),
    ]
)
# `node` or, where that is -1, the link of `station` works only while `supply` does.
NEED: Final = np.dtype([("node", "i8"), ("station", "i8"), ("supply", "i8")])
# A radar whose emission matters: under a rule, among decoy emitters, or sought by an anti-radiation weapon.
EMITTER: Final = np.dtype(
    [
        ("key", "u8"),
        ("sensor", "i8"),
        ("mode", "i8"),
        ("cue_range_m", "f8"),  # of a cued one: how near a track switches it on
        ("on_ticks", "i8"),  # of a blinking one, in each cycle
        ("cycle_ticks", "i8"),
        ("warning_ticks", "i8"),  # it shuts down for a weapon so near to its arrival, -1 for none
        ("silence_ticks", "i8"),  # and stays silent so long
        ("decoys", "i8"),  # decoy emitters beside it
    ]
)
# An anti-radiation weapon and what it seeks: a radar that fell silent no longer than `memory_ticks` ago it still
# damages, with its damage probability times `memory_ratio`.
HOMER: Final = np.dtype([("object", "i8"), ("emitter", "i8"), ("memory_ticks", "i8"), ("memory_ratio", "f8")])
# A place of a unit that moves, where it is one of UNIT with rounds of its own, or none while it is elsewhere.
# `whole`: the unit of its first place, under whose name all are counted; `next`: the site that it moves to, after so
# many rounds fired here or so much time spent here ready (-1: for none of it), in the times of the last three.
_OF_SITE = ("unit", "whole", "next", "after_shots", "after_ticks", "pack_ticks", "march_ticks", "set_up_ticks")
SITE: Final = np.dtype([(name, "i8") for name in _OF_SITE])
# A radar, or with `sensor` -1 a post, that can tell decoys from what they imitate.
JUDGE: Final = np.dtype(
    [
        ("key", "u8"),
        ("sensor", "i8"),
        ("station", "i8"),
        ("after_ticks", "i8"),  # that a track must have lasted
        ("decoy_prob", "f8"),  # that a decoy is then called one
        ("mistake_prob", "f8"),  # that anything else is
    ]
)
# A slot is one missile type of one unit.
# `reserved`: its missile can be fired at a class that the unit keeps a reserve for.
# `needs_radar`: its rounds leave on a track of their unit's engagement radar, or are guided by it.
SLOT: Final = np.dtype([("unit", "i8"), ("missile", "i8"), ("reserved", "i8"), ("needs_radar", "i8")])
LAUNCHER: Final = np.dtype([("slot", "i8"), ("capacity", "i8")])
MISSILE: Final = np.dtype(
    [
        ("max_range_m", "f8"),
        ("min_range_m", "f8"),
        ("ballistic_range_m", "f8"),
        ("max_height_m", "f8"),
        ("min_height_m", "f8"),
        ("max_target_mps", "f8"),
        ("range_step_m", "f8"),  # of its flyout table
        ("height_step_m", "f8"),
        ("guided", "i8"),  # whether it needs its unit's radar to the end
        ("kill_probit", "f8", len(CLASSES)),  # normal quantile of its kill probability by class; nan: not fired at
    ]
)
ASSET: Final = np.dtype([("value", "f8"), ("hardness", "i8")])
RUN: Final = np.dtype([("first_tick", "i8"), ("last_tick", "i8")])  # both ends included
WINDOW: Final = np.dtype(
    [("launch_first", "i8"), ("launch_last", "i8"), ("intercept_first", "i8"), ("intercept_last", "i8")]
)
RULES: Final = np.dtype(
    [
        ("tick_s", "f8"),
        ("end_tick", "i8"),
        ("luck_raid", "f8"),
        ("luck_unit", "f8"),
        ("luck_day", "f8"),
        ("track_prob", "f8"),
        ("track_per_raid", "i8"),
        ("snr_low_db", "f8"),  # first column of the detection tables
        ("snr_columns_per_db", "f8"),
        ("gas_range_step_m", "f8"),
        ("gas_height_step_m", "f8"),
        ("rain_height_m", "f8"),
        ("ray_radius_m", "f8"),  # of an earth over which rays are straight
    ]
)


class Arrays(NamedTuple):
    """What the engine reads and never writes. Shapes: R sensors, U units, O objects, L slots, M missiles, N nodes,
    S stations, J jammers, F flights of fighters."""

    rules: Records  # (1,) RULES
    objects: Records  # (O,) OBJECT, sorted by name
    knots: Records  # KNOT of all paths at nominal speed, one after the other, then of all orbits
    sensors: Records  # (R,) SENSOR
    units: Records  # (U,) UNIT
    slots: Records  # (L,) SLOT, by unit
    launchers: Records  # LAUNCHER, by unit
    missiles: Records  # (M,) MISSILE
    assets: Records  # ASSET
    nodes: Records  # (N,) NODE, sorted by name
    stations: Records  # (S,) STATION
    needs: Records  # NEED
    emitters: Records  # EMITTER
    homers: Records  # HOMER
    sites: Records  # SITE
    jammers: Records  # (J,) JAMMER, by object
    jam_m2: NDArray[np.float64]  # (R, J) jamming over noise in the main lobe, times square range; 0 where none is heard
    fighters: Records  # (F,) FIGHTER, sorted by name; with the next three in `mantlet.engine.air`
    reaches: Records  # (F, O) REACH
    areas: Records  # AREA
    corners: Records  # CORNER of all areas, one after the other
    conduct: Records  # (O,) CONDUCT, or of length 0
    packages: Records  # PACKAGE
    members: Records  # MEMBER
    judges: Records  # JUDGE
    flyout_s: NDArray[np.float64]  # (M, ranges, heights), inf outside reach
    detection_prob: NDArray[np.float64]  # (rows, columns) single-scan probability over signal-to-noise in dB
    detection_row: NDArray[np.int64]  # (R, 5) row of those tables by Swerling case, -1 where the raid has none
    gas_db: NDArray[np.float64]  # (rows, ranges, heights) two-way
    detect_key: NDArray[np.uint64]  # (R, O) draw key of each pair
    # Rows: the sensors, a moving one with all it sees from anywhere on its leg; then the parts of each leg.
    visible_at: NDArray[np.int64]  # (R + parts, O + 1) where the runs of a pair begin in `visible`
    visible: Records  # RUN, ticks of its own time in which there is a line of sight from there to object o
    window_at: NDArray[np.int64]  # (L, O + 1) where the windows of a pair begin in `windows`
    windows: Records  # WINDOW
    launches: Records  # (U, O) RUN from the first to the last launch any window of the pair holds


class Force(NamedTuple):
    """Who is there for one replication."""

    unit_present: NDArray[np.bool_]  # (U,)
    unit_ready_tick: NDArray[np.int32]  # (U,) from when it can fight
    sensor_present: NDArray[np.bool_]  # (R,)
    sensor_ready_tick: NDArray[np.int64]  # (R,) from when it searches: a unit's radars with the unit
    launcher_rounds: NDArray[np.int32]  # rounds on each launcher at the start; 0 where unfit
    slot_stock: NDArray[np.int32]  # (L,) rounds behind the launchers
    flight_aircraft: NDArray[np.int32]  # (F,) fit aircraft of each flight of fighters; 0 where none flies


class Names(NamedTuple):
    """What the indices mean."""

    object_ids: tuple[str, ...]
    object_groups: tuple[str, ...]
    object_classes: tuple[str, ...]
    object_sides: tuple[str, ...]
    object_targets: tuple[str | None, ...]  # ids of assets, or of nodes
    unit_ids: tuple[str, ...]  # fire units, and after them the flights of fighters
    sensor_ids: tuple[str, ...]
    missile_ids: tuple[str, ...]
    asset_ids: tuple[str, ...]
    node_ids: tuple[str, ...]
    flight_ids: tuple[str, ...] = ()
    node_units: tuple[str | None, ...] = ()  # the fire unit whose engagement radar or launchers it is

    @property
    def can_be_hit(self) -> bool:
        """Whether any object is aimed at a part of the defence."""
        return not set(self.node_ids).isdisjoint(self.object_targets)


class World(NamedTuple):
    """One draw of a scenario: arrays, the force that stands there by default, names, and the numbers drawn."""

    arrays: Arrays
    force: Force
    names: Names
    inputs: dict[str, float]


class Outcomes(NamedTuple):
    """How a chunk of replications ended.

    Shapes: K replications, O objects, A assets, M missiles (air-to-air ones last), N nodes, F flights of fighters.
    """

    fate: NDArray[np.int8]  # (K, O) index into FATES
    cause: NDArray[np.int8]  # (K, O) index into CAUSES, -1 where nothing leaked
    tick: NDArray[np.int32]  # (K, O)
    unit: NDArray[np.int16]  # (K, O) killer, or who got deepest; -1 none; flights after units
    missile: NDArray[np.int16]  # (K, O) the type that killed; -1 none
    shots: NDArray[np.int16]  # (K, O) rounds fired at it
    hits: NDArray[np.int16]  # (K, A) weapons that damaged the asset
    missile_shots: NDArray[np.int32]  # (K, M) rounds fired by type
    node_hits: NDArray[np.int16]  # (K, N) weapons that damaged it
    node_down_tick: NDArray[np.int32]  # (K, N) when it was first down; -1 where it never was
    aircraft_lost: NDArray[np.int16]  # (K, F) to enemy fighters and to own units
    fratricides: NDArray[np.int16]  # (K, F) of these, to own units


EVENT: Final = np.dtype(
    [
        ("tick", "i4"),
        ("kind", "i2"),
        ("sensor", "i2"),
        ("unit", "i2"),
        ("object", "i4"),
        ("missile", "i2"),
        ("value", "f8"),
    ]
)
