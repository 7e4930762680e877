"""Memory for one replication, made once per thread and wiped between fights.

Pairs that can meet have a cell each, the others nothing (`cells`).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import CUED, NEAREST, NONE
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
from mantlet.world import EVENT, RUN, Arrays, Force, Records


def blank(
    world: Arrays, force: Force, log_events: bool = False, by_calendar: bool = False, leaping: bool = False
) -> Memory:
    """Memory for one replication with the force that fights it; `begin` wipes it.

    `by_calendar`: with what the event-driven engine needs besides; `leaping`: and with the sums that it leaps by.
    """
    objects = len(world.objects)
    pictures = int(max(world.units["group"].max(initial=-1), world.sensors["group"].max(initial=-1))) + 1
    can_fail = bool((world.objects["node"] >= 0).any() or (world.stations["link_prob"] < 1.0).any())
    differ = (world.stations["hop_ticks"] > 0) | (world.stations["combined"] > 0)
    linked = can_fail or len(world.sites) > 0 or differ.any()
    stations = len(world.stations) if linked else 0
    rounds = int(force.launcher_rounds.sum() + force.slot_stock.sum())
    standings = np.zeros(len(world.nodes), STANDING)
    standings["works"] = 1
    rows = 2 * rounds + 1 if by_calendar else rounds + 1
    flights = np.zeros(objects, FLIGHT)
    flights["stride_m"], flights["homer"] = _strides_m(world.knots, world.objects), NONE
    flights["homer"][world.homers["object"]] = np.arange(len(world.homers))
    met = _sensing_memory(world, leaping) | _shooting_memory(world)
    seen, taken = len(met["sights"]), len(met["duels"])
    # A track can come and go with every other scan; a scan is a tick at least.
    event_room = 8 * (objects + rounds) + seen * 64 if log_events else 0
    tables: dict[str, NDArray[Any]] = {
        "clock": np.zeros(1, CLOCK),
        "flights": flights,
        "told": np.zeros((pictures, objects), RUN),
        "knowledge": np.zeros((pictures + stations, objects), KNOWLEDGE),
        "rails": np.zeros(len(world.launchers), RAIL),
        "stores": _stores(world),
        "standings": standings,
        "links": np.zeros(stations, LINK),
        "beams": np.zeros(len(world.emitters), BEAM),
        "nears": np.zeros((len(world.emitters), objects if (world.emitters["mode"] == CUED).any() else 0), np.uint8),
        "threats": np.zeros(len(world.homers), np.uint8),
        "halts": np.zeros(len(world.sites), HALT),
        "judged": np.zeros((len(world.judges), objects), np.int64),
        "hits": np.zeros(len(world.assets), np.int64),
        "missile_shots": np.zeros(missile_types(world), np.int64),
        "shots": np.zeros(rows, SHOT),
        "pairs": np.zeros(max(taken, len(world.fighters) * objects) + 1, CANDIDATE),
        "sorties": np.zeros(len(world.fighters), SORTIE),
        "chases": np.zeros((len(world.fighters), objects), CHASE),
        "overs": _over_memory(world),
        "stays": _no_stays(world),
        "events": np.zeros(event_room, EVENT),
    }
    tables["clock"]["leaping"] = leaping
    tables["clock"]["by_gain"] = (world.units["assignment"] != NEAREST).any()
    tables |= met | _meeting_memory(world) | _calendar_memory(world, seen, taken, rows, by_calendar)
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
    sights = _sights(world)
    cells, echoes = len(sights), _echo_memory(world, sights)
    watches, summed = _watches(world), len(echoes) if leaping else 0
    watches["first"], watches["ever_seen"] = _rows(sights["sensor"], len(watches))
    seer_at, seers = _by_object(sights["sensor"], sights["object"], len(world.objects))
    return {
        "rays": _ray_memory(world, watches) if len(world.jammers) else np.zeros(1, RAY),
        "watches": watches,
        "sights": sights,
        "looks": np.zeros(cells, LOOK),
        "watched": np.zeros(cells, np.int64),
        "tracks": np.zeros(cells, np.int64),
        "track_counts": np.zeros(len(watches), np.int64),
        "echoes": echoes,
        "miss_sums": np.full(summed, np.nan),
        "hit_sums": np.full(summed, np.nan),
        "biases": _bias_memory(world),
        "seer_at": seer_at,
        "seers": seers,
        "sight_cells": _index(sights["sensor"], sights["object"], (len(watches), len(world.objects))),
    }


def _shooting_memory(world: Arrays) -> dict[str, NDArray[Any]]:
    """Who can fire at whom. What a unit has fired goes along with it, so all its sites have cells for the same."""
    able = world.launches["last_tick"] >= world.launches["first_tick"]
    for whole in np.unique(world.sites["whole"]):
        sites = world.sites["unit"][world.sites["whole"] == whole]
        able[sites] = able[sites].any(axis=0)
    units, objects = np.nonzero(able)
    duels, crews = np.zeros(len(units), DUEL), np.zeros(len(able), CREW)
    duels["unit"], duels["object"] = units, objects
    crews["picture"] = world.units["group"]
    crews["first"], crews["can_reach"] = _rows(units, len(crews))
    crews["halt"] = NONE
    crews["halt"][world.sites["unit"]] = np.arange(len(world.sites))
    taker_at, takers = _by_object(units, objects, len(world.objects))
    index = _index(units, objects, able.shape)
    return {"crews": crews, "duels": duels, "taker_at": taker_at, "takers": takers, "duel_cells": index}


def _meeting_memory(world: Arrays) -> dict[str, NDArray[Any]]:
    """Meetings of rounds with objects on their routes, and latest launches for them."""
    meet_at, meets = _window_memory(world.windows["launch_first"], world.windows["launch_last"])
    leave_at, leaves = _window_memory(world.windows["intercept_first"], world.windows["intercept_last"])
    return {"meet_at": meet_at, "meets": meets, "leave_at": leave_at, "leaves": leaves}


def _calendar_memory(world: Arrays, seen: int, taken: int, rounds: int, by_calendar: bool) -> dict[str, NDArray[Any]]:
    """What comes next and when, for the event-driven engine."""
    units, objects, ticks = len(world.units), len(world.objects), int(world.rules[0]["end_tick"]) + 1
    weighed, networks = objects if len(world.fighters) else 0, int(world.sensors["group"].max(initial=-1)) + 1
    emitters, homers, judges = len(world.emitters), len(world.homers), len(world.judges)
    cued = emitters if (world.emitters["mode"] == CUED).any() else 0
    counts = [seen, objects, rounds, taken, units, weighed, networks * objects]
    counts = np.array([*counts, emitters, cued * objects, homers, judges * objects, len(world.sites)])
    if not by_calendar:
        seen, taken, ticks, counts = 0, 0, 0, np.zeros(DATE_KINDS, np.int64)
    dates = np.zeros(int(counts.sum()), DATE)
    dates["due"] = NEVER
    return {
        "outlooks": np.zeros(seen, OUTLOOK),
        "openings": np.zeros(taken, OPENING),
        "queues": np.zeros(2 * taken, np.int32),
        "dates": dates,
        "date_bases": np.cumsum(counts) - counts,
        "first_dates": np.full((DATE_KINDS, ticks), NONE, np.int32),
        "marks": np.zeros(ticks, np.int32),
        "agenda": np.zeros(int(counts.max(initial=0)), ITEM),
    }


def _rows(whose: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of cells in the order of whose they are: where those of each begin, and how many they are."""
    counts = np.bincount(whose, minlength=count)
    return np.cumsum(counts) - counts, counts


def _index(whose: NDArray[np.int64], objects: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Which cell is whose, and with which object, NONE for none."""
    index = np.full(shape, NONE, np.int32)
    index[whose, objects] = np.arange(len(whose))
    return index


def _by_object(
    whose: NDArray[np.int64], objects: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where those begin that have a cell with each object, and who they are."""
    order = np.lexsort((whose, objects))
    return np.searchsorted(objects[order], np.arange(count + 1)), whose[order]


def missile_types(world: Arrays) -> int:
    """How many types of missile can be fired: surface-to-air ones, then those of the fighters."""
    return int(max(world.fighters["missile"].max(initial=-1) + 1, len(world.missiles)))


def _strides_m(knots: Records, movers: Records) -> NDArray[np.float64]:
    """The farthest that each object or radar comes in a tick."""
    places = np.stack([knots[f"{axis}_m"] for axis in "xyz"], axis=1)
    ways_m = np.linalg.norm(np.diff(places, axis=0), axis=1)
    firsts, counts = movers["knot_first"], movers["knot_count"]
    ends = firsts + np.maximum(counts - 1, 0)
    most_m = [ways_m[first:end].max(initial=0.0) for first, end in zip(firsts, ends, strict=True)]
    return np.array(most_m) * movers["knots_per_tick"]


def _stores(world: Arrays) -> Records:
    """What lies in each slot, and how long a round of it can be under way: the longest time in its flyout table."""
    stores = np.zeros(len(world.slots), STORE)
    for slot, missile in enumerate(world.slots["missile"]):
        flights_s = world.flyout_s[missile]
        longest_s = flights_s[np.isfinite(flights_s)].max(initial=0.0)
        stores["longest_ticks"][slot] = math.ceil(longest_s / float(world.rules[0]["tick_s"]))
    return stores


def _over_memory(world: Arrays) -> NDArray[np.uint8]:
    """Room for whether an object is over an area, by its own time, if there is enough for all."""
    areas, objects, ticks = len(world.areas), len(world.objects), int(world.rules[0]["end_tick"]) + 1
    return np.zeros((areas, objects, ticks if areas * objects * ticks <= OVER_ROOM else 0), np.uint8)


def _no_stays(world: Arrays) -> Records:
    """Room for when an object is over an area: no time of its own yet."""
    stays = np.zeros((len(world.areas), len(world.objects)), RUN)
    stays["first_tick"], stays["last_tick"] = 0, NEVER
    return stays


def _watches(world: Arrays) -> Records:
    """Whose radars they are, and whom they tell."""
    watches, radars = np.zeros(len(world.sensors), WATCH), world.sensors
    watches["on"], watches["picture"], watches["share_ticks"] = 1, radars["group"], radars["share_ticks"]
    watches["unit"], watches["beam"], watches["judge"] = NONE, NONE, NONE
    watches["stride_m"] = _strides_m(world.knots, radars)
    watches["beam"][world.emitters["sensor"]] = np.arange(len(world.emitters))
    judging = np.flatnonzero(world.judges["sensor"] >= 0)
    watches["judge"][world.judges["sensor"][judging]] = judging
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


def _sights(world: Arrays) -> Records:
    """Whom each radar can ever have in sight, in the order in which it can."""
    rows: list[Records] = []
    for r, radar in enumerate(world.sensors):
        starts = world.visible_at[r]
        seen = np.flatnonzero((np.diff(starts) > 0) & (world.objects["side"] != radar["side"]))
        first, last = world.visible["first_tick"][starts[seen]], world.visible["last_tick"][starts[seen + 1] - 1]
        row = np.zeros(len(seen), SIGHT)
        row["sensor"], row["object"] = r, seen
        row["first_scan"] = np.maximum(-((radar["phase_ticks"] - first) // radar["scan_ticks"]), 0)
        row["last_scan"] = (last - radar["phase_ticks"]) // radar["scan_ticks"]
        row["visible_first"], row["visible_last"] = first, last
        row = row[row["first_scan"] <= world.rules["end_tick"]]
        rows.append(row[np.argsort(row["first_scan"], kind="stable")])
    sights = np.concatenate([np.zeros(0, SIGHT), *rows])
    radars, objects = sights["sensor"], sights["object"]
    jammed: NDArray[np.bool_] = np.any(world.jam_m2 > 0.0, axis=1)
    sights["plain"] = (world.objects["bias_db"][objects] == 0.0) & ~jammed[radars]
    sights["row"], sights["leap_scan"] = world.detection_row[radars, world.objects["swerling"][objects]], NEVER
    return sights


def _echo_memory(world: Arrays, sights: Records) -> NDArray[np.float64]:
    """Room for the echoes of each pair, by scan and, of who may turn, by its own time; none beyond ECHO_ROOM."""
    counts = np.maximum(sights["last_scan"] - sights["first_scan"] + 1, 0)
    ends = np.cumsum(counts)
    sights["echo_first"] = np.where(ends <= ECHO_ROOM, ends - counts, NONE)
    kept = int(counts[ends <= ECHO_ROOM].sum())
    late = (world.sensors["knot_count"][sights["sensor"]] == 0) & _may_turn(world)[sights["object"]]
    counts = (sights["visible_last"] - sights["visible_first"] + 1) * late
    ends = kept + np.cumsum(counts)
    sights["late_first"] = np.where((counts > 0) & (ends <= ECHO_ROOM), ends - counts, NONE)
    return np.full(max(kept, int(ends[sights["late_first"] != NONE].max(initial=0))), np.nan)


def _may_turn(world: Arrays) -> NDArray[np.bool_]:
    """Objects that can turn from their way, or are carried by one that can."""
    turns = np.zeros(len(world.objects), bool)
    if len(world.conduct):
        turns = (world.conduct["package"] >= 0) | (world.conduct["warned_prob"] > 0.0)
    return turns | ((world.objects["carrier"] >= 0) & turns[world.objects["carrier"]])
