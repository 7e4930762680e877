"""Memory for one replication, made once per thread and wiped between fights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import NONE
from mantlet.engine.ahead import DATE, DATE_KINDS, ITEM, OPENING, OUTLOOK
from mantlet.engine.air import CHASE, SORTIE
from mantlet.engine.memory import Memory
from mantlet.engine.state import (
    BEAM,
    BIAS,
    BIASES,
    CANDIDATE,
    CLOCK,
    CREW,
    DUEL,
    ECHO_ROOM,
    FLIGHT,
    HALT,
    KNOWLEDGE,
    LINK,
    LOOK,
    MEET_ROOM,
    NEVER,
    OVER_ROOM,
    RAIL,
    RAY,
    RAY_ROOM,
    SHOT,
    SIGHT,
    STANDING,
    STORE,
    TABLES,
    WATCH,
)
from mantlet.world import EVENT, Arrays, Force, Records


def blank(
    world: Arrays, force: Force, log_events: bool = False, by_calendar: bool = False, leaping: bool = False
) -> Memory:
    """Memory for one replication with the force that fights it; `begin` wipes it.

    `by_calendar`: with what the event-driven engine needs besides; `leaping`: and with the sums that it leaps by.
    """
    sensors, units, objects = len(world.sensors), len(world.units), len(world.objects)
    pictures = int(max(world.units["group"].max(initial=-1), world.sensors["group"].max(initial=-1))) + 1
    can_fail = bool((world.objects["node"] >= 0).any() or (world.stations["link_prob"] < 1.0).any())
    differ = (world.stations["hop_ticks"] > 0) | (world.stations["combined"] > 0)
    linked = can_fail or len(world.sites) > 0 or differ.any()
    stations = len(world.stations) if linked else 0
    rounds = int(force.launcher_rounds.sum() + force.slot_stock.sum())
    crews = np.zeros(units, CREW)
    crews["picture"] = world.units["group"]
    standings = np.zeros(len(world.nodes), STANDING)
    standings["works"] = 1
    # A track can come and go with every other scan; a scan is a tick at least.
    event_room = 8 * (objects + rounds) + sensors * objects * 64 if log_events else 0
    rows = 2 * rounds + 1 if by_calendar else rounds + 1
    flights = np.zeros(objects, FLIGHT)
    flights["stride_m"] = _strides_m(world)
    tables: dict[str, NDArray[Any]] = {
        "clock": np.zeros(1, CLOCK),
        "flights": flights,
        "knowledge": np.zeros((pictures + stations, objects), KNOWLEDGE),
        "duels": np.zeros(units * objects, DUEL),
        "crews": crews,
        "rails": np.zeros(len(world.launchers), RAIL),
        "stores": np.zeros(len(world.slots), STORE),
        "standings": standings,
        "links": np.zeros(stations, LINK),
        "beams": np.zeros(len(world.emitters), BEAM),
        "halts": np.zeros(len(world.sites), HALT),
        "judged": np.zeros((len(world.judges), objects), np.int64),
        "hits": np.zeros(len(world.assets), np.int64),
        "missile_shots": np.zeros(missile_types(world), np.int64),
        "shots": np.zeros(rows, SHOT),
        "pairs": np.zeros(max(units, len(world.fighters)) * objects + 1, CANDIDATE),
        "sorties": np.zeros(len(world.fighters), SORTIE),
        "chases": np.zeros((len(world.fighters), objects), CHASE),
        "overs": _over_memory(world),
        "events": np.zeros(event_room, EVENT),
    }
    tables["clock"]["leaping"] = leaping
    tables |= _sensing_memory(world, leaping) | _meeting_memory(world)
    tables |= _calendar_memory(world, tables["sights"], rows, by_calendar)
    memory = Memory({name: tables[name] for name in TABLES})
    enlist(memory, world, force)
    return memory


def enlist(memory: Memory, world: Arrays, force: Force) -> None:
    """Another force that fights next in this memory; it has no more rounds than the one that the memory was made for.

    A radar that is not there would scan first after the end only.
    """
    crews, rails, stores = (memory.tables[name] for name in ("crews", "rails", "stores"))
    crews["present"], crews["stands_tick"] = force.unit_present, force.unit_ready_tick
    rails["loaded"], stores["stored"] = force.launcher_rounds, force.slot_stock
    memory.tables["sorties"]["fit"] = force.flight_aircraft
    radars, watches = world.sensors, memory.tables["watches"]
    since = np.where(force.sensor_present, force.sensor_ready_tick, world.rules["end_tick"] + 1)
    scans = -((radars["phase_ticks"] - since) // radars["scan_ticks"])
    watches["first_tick"] = radars["phase_ticks"] + np.maximum(scans, 0) * radars["scan_ticks"]


def _sensing_memory(world: Arrays, leaping: bool) -> dict[str, NDArray[Any]]:
    """What radars look at, and what they make of it."""
    sensors, objects = len(world.sensors), len(world.objects)
    sights, echoes = _echo_memory(world)
    watches = _watches(world)
    watches["ever_seen"] = (sights["first_scan"] <= world.rules["end_tick"]).sum(axis=1)
    summed = len(echoes) if leaping else 0
    return {
        "rays": _ray_memory(world, watches) if len(world.jammers) else np.zeros(1, RAY),
        "watches": watches,
        "coming": np.argsort(sights["first_scan"], axis=1, kind="stable"),
        "watched": np.zeros((sensors, objects), np.int64),
        "looks": np.zeros(sensors * objects, LOOK),
        "tracks": np.zeros((sensors, objects), np.int64),
        "track_counts": np.zeros(sensors, np.int64),
        "sights": sights.ravel(),
        "echoes": echoes,
        "miss_sums": np.full(summed, np.nan),
        "hit_sums": np.full(summed, np.nan),
        "biases": _bias_memory(world),
    }


def _meeting_memory(world: Arrays) -> dict[str, NDArray[Any]]:
    """Meetings of rounds with objects on their routes, and latest launches for them."""
    meet_at, meets = _window_memory(world.windows["launch_first"], world.windows["launch_last"])
    leave_at, leaves = _window_memory(world.windows["intercept_first"], world.windows["intercept_last"])
    return {"meet_at": meet_at, "meets": meets, "leave_at": leave_at, "leaves": leaves}


def _calendar_memory(world: Arrays, sights: Records, rounds: int, by_calendar: bool) -> dict[str, NDArray[Any]]:
    """Who can see and reach whom and, for the event-driven engine, what comes next and when."""
    sensors, units, objects = len(world.sensors), len(world.units), len(world.objects)
    ticks = int(world.rules[0]["end_tick"]) + 1
    seer_at, seers = _by_object((sights["first_scan"] < ticks).reshape(sensors, objects))
    taker_at, takers = _by_object(world.launches["last_tick"] >= world.launches["first_tick"])
    weighed = objects if len(world.fighters) else 0
    networks = int(world.sensors["group"].max(initial=-1)) + 1
    shapes = [(sensors, objects), (1, objects), (1, rounds), (units, objects), (1, units), (1, weighed)]
    shapes += [(networks, objects)]
    if not by_calendar:
        sensors, units, ticks, shapes = 0, 0, 0, [(0, 0)] * DATE_KINDS
    counts = np.array([rows * columns for rows, columns in shapes])
    dates = np.zeros(int(counts.sum()), DATE)
    dates["due"] = NEVER
    dates["row"], dates["column"] = np.hstack([np.indices(shape).reshape(2, -1) for shape in shapes])
    return {
        "outlooks": np.zeros(sensors * objects, OUTLOOK),
        "openings": np.zeros(units * objects, OPENING),
        "queues": np.zeros((units, objects), np.int64),
        "dates": dates,
        "date_bases": np.cumsum(counts) - counts,
        "first_dates": np.full((ticks, DATE_KINDS), NONE, np.int32),
        "marks": np.zeros(ticks, np.uint8),
        "agenda": np.zeros(int(counts.max(initial=0)), ITEM),
        "seer_at": seer_at,
        "seers": seers,
        "taker_at": taker_at,
        "takers": takers,
    }


def _by_object(able: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of (who, O): where the rows of each object begin, and who they are."""
    _, who = np.nonzero(able.T)
    return np.concatenate([[0], np.cumsum(able.sum(axis=0))]).astype(np.int64), who.astype(np.int64)


def missile_types(world: Arrays) -> int:
    """How many types of missile can be fired: surface-to-air ones, then those of the fighters."""
    return int(max(world.fighters["missile"].max(initial=-1) + 1, len(world.missiles)))


def _strides_m(world: Arrays) -> NDArray[np.float64]:
    """The farthest that each object comes in a tick."""
    knots = np.stack([world.knots[f"{axis}_m"] for axis in "xyz"], axis=1)
    ways_m = np.linalg.norm(np.diff(knots, axis=0), axis=1)
    firsts, counts = world.objects["knot_first"], world.objects["knot_count"]
    most_m = [ways_m[first : first + count - 1].max() for first, count in zip(firsts, counts, strict=True)]
    return np.array(most_m) * world.objects["knots_per_tick"]


def _over_memory(world: Arrays) -> NDArray[np.uint8]:
    """Room for whether an object is over an area, by its own time, if there is enough for all."""
    areas, objects, ticks = len(world.areas), len(world.objects), int(world.rules[0]["end_tick"]) + 1
    return np.zeros((areas, objects, ticks if areas * objects * ticks <= OVER_ROOM else 0), np.uint8)


def _watches(world: Arrays) -> Records:
    """Whose radars they are, and whom they tell."""
    watches, radars = np.zeros(len(world.sensors), WATCH), world.sensors
    watches["on"], watches["picture"], watches["share_ticks"] = 1, radars["group"], radars["share_ticks"]
    watches["unit"] = NONE
    watches["unit"][world.units["sensor"]] = np.arange(len(world.units))
    return watches


def _window_memory(first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Room for one tick for each tick of a window, as far as there is any: where that of a window begins, and all."""
    counts = last - first + 1
    ends = np.cumsum(counts)
    kept = ends <= MEET_ROOM
    return np.where(kept, ends - counts, NONE), np.full(int(counts[kept].sum()), NEVER, np.int32)


def _bias_memory(world: Arrays) -> Records:
    """Room for the cross-sections of the latest decorrelation times."""
    blocks = world.rules["end_tick"] // np.maximum(world.objects["bias_ticks"], 1) + 1
    biases = np.zeros((len(world.objects), min(int(blocks.max(initial=1)), BIASES)), BIAS)
    biases["block"] = NONE
    return biases


def _ray_memory(world: Arrays, watches: Records) -> Records:
    """Room for the rays of each radar that hears a jammer, as far as there is any, and one to work in."""
    heard = (world.jam_m2 > 0.0).any(axis=1)
    watches["ray_scans"] = (world.rules["end_tick"] - world.sensors["phase_ticks"]) // world.sensors["scan_ticks"] + 1
    counts = watches["ray_scans"] * len(world.jammers) * heard
    ends = np.cumsum(counts)
    watches["ray_first"] = np.where(heard & (ends <= RAY_ROOM), ends - counts, NONE)
    rays = np.zeros(int(counts[ends <= RAY_ROOM].sum()) + 1, RAY)
    rays["jam_ratio"] = np.nan
    return rays


def _echo_memory(world: Arrays) -> tuple[Records, NDArray[np.float64]]:
    """(SIGHT of each pair, cells for their echoes); pairs beyond ECHO_ROOM get none."""
    sights = np.zeros((len(world.sensors), len(world.objects)), SIGHT)
    sights["first_scan"], sights["last_scan"] = world.rules["end_tick"] + 1, NEVER
    sights["visible_last"], late = NEVER, np.zeros(sights.shape, bool)
    for r, radar in enumerate(world.sensors):
        starts = world.visible_at[r]
        seen = np.flatnonzero((np.diff(starts) > 0) & (world.objects["side"] != radar["side"]))
        first, last = world.visible["first_tick"][starts[seen]], world.visible["last_tick"][starts[seen + 1] - 1]
        sights["first_scan"][r, seen] = np.maximum(-((radar["phase_ticks"] - first) // radar["scan_ticks"]), 0)
        sights["last_scan"][r, seen] = (last - radar["phase_ticks"]) // radar["scan_ticks"]
        sights["visible_first"][r, seen], sights["visible_last"][r, seen] = first, last
        late[r, seen] = radar["knot_count"] == 0
    counts = np.maximum(sights["last_scan"] - sights["first_scan"] + 1, 0)
    ends = np.cumsum(counts).reshape(counts.shape)
    sights["cell"] = np.where(ends <= ECHO_ROOM, ends - counts, NONE)
    kept = int(counts[ends <= ECHO_ROOM].sum())
    counts = (sights["visible_last"] - sights["visible_first"] + 1) * (late & _may_turn(world))
    ends = kept + np.cumsum(counts).reshape(counts.shape)
    sights["late_cell"] = np.where((counts > 0) & (ends <= ECHO_ROOM), ends - counts, NONE)
    kept = max(kept, int(ends[sights["late_cell"] != NONE].max(initial=0)))
    sights["plain"] = (world.objects["bias_db"] == 0.0) & ~(world.jam_m2 > 0.0).any(axis=1, keepdims=True)
    sights["row"], sights["leap_scan"] = world.detection_row[:, world.objects["swerling"]], NEVER
    return sights, np.full(kept, np.nan)


def _may_turn(world: Arrays) -> NDArray[np.bool_]:
    """Objects that can turn from their way, or are carried by one that can."""
    turns = np.zeros(len(world.objects), bool)
    if len(world.conduct):
        turns = (world.conduct["package"] >= 0) | (world.conduct["warned_prob"] > 0.0)
    return turns | ((world.objects["carrier"] >= 0) & turns[world.objects["carrier"]])
