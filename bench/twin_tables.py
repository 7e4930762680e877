"""A compiled world as a SimPy program likes it: plain lists, with what no draw changes worked out once per world.

Chances of detection by scan and launch times by meeting are computed here with NumPy, by their own formulas, so that
the twin's replications are not charged for them and still check the engine's geometry.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import FREE, LEAKED, TIME_TO_IMPACT
from mantlet.physics.kernels import normal_cdf
from mantlet.world import World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Radar:
    """A radar that finds its own targets."""

    first_tick: int
    scan_ticks: int
    confirm_hits: int
    window: int  # mask of the last scans that count
    drop_after: int
    detect: list[list[float]]  # [object][scan]


@dataclass(frozen=True)
class Unit:
    """A fire unit with one missile type."""

    radar: int
    rounds: int
    target_channels: int
    missile_channels: int
    reaction_ticks: int
    launch_ticks: int
    assess_ticks: int
    miss_called_kill_prob: float
    kill_called_miss_prob: float
    salvo: int
    max_in_flight: int
    kill_prob: list[float]  # [object]
    windows: list[list[Window]]  # [object]


@dataclass(frozen=True)
class Window:
    """A stretch of launches that meet the object inside reach."""

    launch_first: int
    launch_last: int
    intercept_first: int
    latest: list[int]  # latest launch for a meeting at intercept_first, and at each tick after it

    def meeting(self, launch_tick: int) -> int:
        """First tick at which a round launched then can be there."""
        return max(self.intercept_first + bisect_left(self.latest, launch_tick), launch_tick + 1)


@dataclass(frozen=True)
class Tables:
    """One world for the twin."""

    end_tick: int
    start_ticks: list[int]
    end_ticks: list[int]
    radars: list[Radar]
    units: list[Unit]


def tables(world: World) -> Tables:
    """The twin's view of a world. Raises ValueError for one with rules that the twin does not know."""
    a, force = world.arrays, world.force
    rules = a.rules[0]
    plain = {
        "shared luck": rules["luck_raid"] == rules["luck_unit"] == 0.0,
        "common-mode tracking": rules["track_prob"] == 1.0,
        "cross-section bias": not a.objects["bias_db"].any(),
        "carriers": (a.objects["carrier"] < 0).all() and (a.objects["end_fate"] == LEAKED).all(),
        "cued radars": a.sensors["autonomous"].all() and force.sensor_present.all(),
        "several networks": len(set(a.units["group"].tolist())) == 1,
        "several missile types": (a.units["slot_count"] == 1).all(),
        "reloads": not force.slot_stock.any(),
        "absent units": force.unit_present.all() and not force.unit_ready_tick.any(),
        "doctrine": (a.units["control"] == FREE).all()
        and (a.units["ranking"] == TIME_TO_IMPACT).all()
        and not a.units["max_shots"].any()
        and not a.units["reserve_rounds"].any(),
    }
    if unknown := [name for name, is_plain in plain.items() if not is_plain]:
        raise ValueError(f"the twin does not know: {', '.join(unknown)}")
    return Tables(
        int(rules["end_tick"]),
        a.objects["start_tick"].tolist(),
        a.objects["end_tick"].tolist(),
        [_radar(world, r) for r in range(len(a.sensors))],
        [_unit(world, u) for u in range(len(a.units))],
    )


def _radar(world: World, r: int) -> Radar:
    radar = world.arrays.sensors[r]
    return Radar(
        int(radar["phase_ticks"]),
        int(radar["scan_ticks"]),
        int(radar["confirm_hits"]),
        (1 << int(radar["confirm_scans"])) - 1,
        int(radar["drop_after"]),
        [_detection_probs(world, r, o).tolist() for o in range(len(world.arrays.objects))],
    )


def _detection_probs(world: World, r: int, o: int) -> Array:
    """Chance to detect object o in each scan of radar r, 0 where it is not in sight."""
    a = world.arrays
    radar, thing, rules = a.sensors[r], a.objects[o], a.rules[0]
    ticks = np.arange(radar["phase_ticks"], rules["end_tick"] + 1, radar["scan_ticks"])
    in_sight = np.zeros(len(ticks), np.bool_)
    for run in a.visible[a.visible_at[r, o] : a.visible_at[r, o + 1]]:
        in_sight |= (ticks >= run["first_tick"]) & (ticks <= run["last_tick"])
    places, height_m, _ = _places(world, o, ticks)
    offset = places - _at(radar)
    range_m = np.maximum(np.linalg.norm(offset, axis=1), 1.0)
    rise_sin = offset @ _vector(radar, "up") / range_m
    in_sight &= (range_m <= radar["max_range_m"]) & (rise_sin >= radar["elevation_min_sin"])
    in_sight &= rise_sin <= radar["elevation_max_sin"]
    if radar["facing_cos"] > -1.0:
        level_m = range_m * np.sqrt(np.maximum(1.0 - rise_sin**2, 0.0))
        in_sight &= offset @ _vector(radar, "facing") >= radar["facing_cos"] * level_m
    if radar["certain"]:
        return in_sight.astype(np.float64)
    gas = a.gas_db[radar["gas_row"]]
    gas_db = _between(gas, range_m / rules["gas_range_step_m"], height_m / rules["gas_height_step_m"])
    snr_db = radar["snr_db"] + thing["rcs_db"] - 40.0 * np.log10(range_m) - gas_db
    seen = a.detection_prob[a.detection_row[r, thing["swerling"]]]
    column = (snr_db - rules["snr_low_db"]) * rules["snr_columns_per_db"]
    return np.where(in_sight, np.interp(column, np.arange(len(seen)), seen, left=0.0), 0.0)


def _unit(world: World, u: int) -> Unit:
    a = world.arrays
    unit = a.units[u]
    slot = int(unit["slot_first"])
    kill = a.missiles[a.slots[slot]["missile"]]["kill_probit"]
    mine = slice(unit["launcher_first"], unit["launcher_first"] + unit["launcher_count"])
    return Unit(
        radar=int(unit["sensor"]),
        rounds=int(world.force.launcher_rounds[mine].sum()),
        kill_prob=[normal_cdf(float(kill[code])) for code in a.objects["class_code"]],
        windows=[_windows(world, slot, o) for o in range(len(a.objects))],
        miss_called_kill_prob=float(unit["miss_called_kill_prob"]),
        kill_called_miss_prob=float(unit["kill_called_miss_prob"]),
        **{
            name: int(unit[name])
            for name in ("target_channels", "missile_channels", "reaction_ticks", "launch_ticks", "assess_ticks")
        },
        salvo=int(unit["salvo"]),
        max_in_flight=int(unit["max_in_flight"]),
    )


def _windows(world: World, slot: int, o: int) -> list[Window]:
    a = world.arrays
    unit, missile = a.units[a.slots[slot]["unit"]], a.missiles[a.slots[slot]["missile"]]
    flyout_s = a.flyout_s[a.slots[slot]["missile"]]
    found: list[Window] = []
    for window in a.windows[a.window_at[slot, o] : a.window_at[slot, o + 1]]:
        ticks = np.arange(window["intercept_first"], window["intercept_last"] + 1)
        places, height_m, _ = _places(world, o, ticks)
        rise_m = height_m - unit["height_m"]
        range_m = np.sqrt(np.maximum(((places - _at(unit)) ** 2).sum(axis=1) - rise_m**2, 0.0))
        cells = range_m / missile["range_step_m"], np.maximum(rise_m, 0.0) / missile["height_step_m"]
        latest = ticks - np.ceil(_between(flyout_s, *cells) / a.rules[0]["tick_s"]).astype(np.int64)
        first, last = int(window["launch_first"]), int(window["launch_last"])
        found.append(Window(first, last, int(window["intercept_first"]), latest.tolist()))
    return found


def _places(world: World, o: int, ticks: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """(earth-centred places, heights, speeds) of an object at ticks of its flight."""
    a = world.arrays
    thing = a.objects[o]
    knots = a.knots[thing["knot_first"] : thing["knot_first"] + thing["knot_count"]]
    along = np.clip((ticks - thing["start_tick"]) * thing["knots_per_tick"], 0.0, len(knots) - 1.0)
    index = np.arange(len(knots))
    places = np.stack([np.interp(along, index, knots[name]) for name in ("x_m", "y_m", "z_m")], axis=1)
    speeds = thing["pace_ratio"] * knots["speed_mps"][along.astype(np.int64)]
    return places, np.interp(along, index, knots["height_m"]), speeds


def _between(table: Array, row: Array, column: Array) -> Array:
    """Bilinear lookup at fractional places of a table, clamped to its edge."""
    i = np.clip(row.astype(np.int64), 0, table.shape[0] - 2)
    j = np.clip(column.astype(np.int64), 0, table.shape[1] - 2)
    down, along = np.clip(row - i, 0.0, 1.0), np.clip(column - j, 0.0, 1.0)
    # An infinite cell must not spoil a neighbour it has no share in.
    corners = ((i, j, (1 - down) * (1 - along)), (i, j + 1, (1 - down) * along))
    corners += ((i + 1, j, down * (1 - along)), (i + 1, j + 1, down * along))
    return sum(np.where(share > 0.0, share * table[p, q], 0.0) for p, q, share in corners)


def _at(thing: np.void) -> Array:
    return np.array([thing["x_m"], thing["y_m"], thing["z_m"]])


def _vector(radar: np.void, name: str) -> Array:
    return np.array([radar[f"{name}_{axis}_ratio"] for axis in "xyz"])
