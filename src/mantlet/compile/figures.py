"""Missiles and fire units as the engine's records: what the library says, in SI units and ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.codes import AT_POST, BALLISTIC_CLASSES, CLASSES, NETWORK_TRACK, OWN_TRACK
from mantlet.compile.doctrine import state_rules
from mantlet.compile.nodes import indexed, link_delay_s, parts, station_ids
from mantlet.compile.plan import Battery, MissileType, Plan
from mantlet.compile.ticks import ticks
from mantlet.engine.draws import name_key
from mantlet.library.models import FireUnit, Load, Missile
from mantlet.library.parts import ObjectClass
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.flyout import FlyoutClaim, time_table
from mantlet.physics.kernels import normal_quantile
from mantlet.world import LAUNCHER, MISSILE, SLOT, UNIT, Records

FLYOUT_CELLS = (48, 16)
# The mean speed to the greatest range is taken to hold at this share of the greatest height.
REFERENCE_HEIGHT_RATIO = 0.5


def missile_records(kinds: Sequence[MissileType], draw: Draw) -> tuple[Records, NDArray[np.float64]]:
    """(MISSILE records, flyout tables in seconds)."""
    records = np.zeros(len(kinds), MISSILE)
    tables = np.zeros((len(kinds), FLYOUT_CELLS[0] + 2, FLYOUT_CELLS[1] + 2))
    for m, kind in enumerate(kinds):
        record, missile, ref = records[m], kind.missile, kind.ref
        reach_m = draw.value(f"{ref}.max_range", missile.max_range)
        record["max_range_m"] = reach_m
        record["min_range_m"] = draw.value(f"{ref}.min_range", missile.min_range)
        record["max_height_m"] = draw.value(f"{ref}.max_height", missile.max_height)
        record["min_height_m"] = draw.value(f"{ref}.min_height", missile.min_height)
        record["max_target_mps"] = draw.value(f"{ref}.max_target_speed", missile.max_target_speed)
        if missile.ballistic_range is not None:
            record["ballistic_range_m"] = min(reach_m, draw.value(f"{ref}.ballistic_range", missile.ballistic_range))
        record["range_step_m"] = reach_m / FLYOUT_CELLS[0]
        record["height_step_m"] = max(record["max_height_m"], 1.0) / FLYOUT_CELLS[1]
        record["guided"] = missile.guided_from == "radar"
        for code, object_class in enumerate(CLASSES):
            record["kill_probit"][code] = normal_quantile(_kill_prob(kind, object_class, draw))
        tables[m] = _flyout_table(ref, missile, record, draw)
    return records, tables


def _kill_prob(kind: MissileType, object_class: ObjectClass, draw: Draw) -> float:
    """Single-shot kill probability against a class; nan for a class the missile is not fired at."""
    number = kind.missile.kill_prob.get(object_class)
    if number is None:
        return math.nan
    path = f"{kind.ref}.kill_prob.{object_class}"
    if kind.owner is not None and kind.owner.place.kill_prob is not None:
        own = kind.owner.place.kill_prob
        if object_class in own:
            number, path = own[object_class], f"unit.{kind.owner.place.id}.kill_prob.{object_class}"
        elif "all" in own:
            number, path = own["all"], f"unit.{kind.owner.place.id}.kill_prob"  # one number, drawn once for all classes
    return _clipped(draw.value(path, number))


def _flyout_table(ref: str, missile: Missile, record: Any, draw: Draw) -> NDArray[np.float64]:
    """Seconds to each (ground range, height) of the table's grid."""
    mean_mps = draw.value(f"{ref}.mean_speed", missile.mean_speed)
    max_mps = draw.value(f"{ref}.max_speed", missile.max_speed) if missile.max_speed is not None else None
    boost_s = draw.value(f"{ref}.boost", missile.boost) if missile.boost is not None else 0.0
    reach_m, height_m = float(record["max_range_m"]), REFERENCE_HEIGHT_RATIO * float(record["max_height_m"])
    if max_mps is not None:
        slant_m = math.hypot(reach_m, height_m)
        boost_s = min(boost_s, slant_m / max_mps)
        fastest_mps = slant_m / (boost_s + (slant_m - 0.5 * max_mps * boost_s) / max_mps)
        mean_mps = min(mean_mps, fastest_mps)
    claim = FlyoutClaim(mean_mps, reach_m, height_m, max_mps, boost_s)
    steps = (float(record["range_step_m"]), float(record["height_step_m"]))
    return time_table(claim, reach_m, steps[1] * FLYOUT_CELLS[1], *steps)


@dataclass(frozen=True)
class Units:
    """Fire units as far as no draw changes them."""

    records: Records  # UNIT
    slots: Records  # SLOT


def lay_units(plan: Plan, kinds: Sequence[MissileType], tick_s: float, sides: list[str]) -> Units:
    """What of the fire units is the same in every draw."""
    records = np.zeros(len(plan.batteries), UNIT)
    slots: list[tuple[int, int, bool, bool]] = []
    radars, names = indexed(radar.id for radar in plan.radars), indexed(kind.id for kind in kinds)
    stations, nodes = indexed(station_ids(plan)), indexed(part.id for part in parts(plan))
    for u, (record, battery) in enumerate(zip(records, plan.batteries, strict=True)):
        kind, at = battery.fire_unit, battery.place.at
        x_m, y_m, z_m = geodesy.to_ecef(at.lat_deg, at.lon_deg, battery.height_m)
        record["key"], record["side"] = name_key(battery.place.id), sides.index(battery.side)
        record["side_key"] = name_key(battery.side)
        record["group"], record["sensor"] = plan.networks.index(battery.network), radars[battery.radar]
        record["x_m"], record["y_m"], record["z_m"], record["height_m"] = x_m, y_m, z_m, battery.height_m
        record["station"], record["node"] = stations[battery.id], nodes[battery.id]
        launches_on = battery.place.launches_on or kind.launches_on
        record["remote"] = NETWORK_TRACK if launches_on == "network_track" else OWN_TRACK
        state_rules(record, battery, plan, tick_s)
        record["slot_first"], record["slot_count"] = len(slots), len(kind.load)
        for load in kind.load:
            m = names[missile_name(battery, load.missile)]
            flags = _reserved(battery, kinds[m].missile), _needs_radar(record, kinds[m].missile)
            slots.append((u, m, *flags))
    return Units(records, np.array(slots, SLOT))


def unit_records(
    laid: Units, plan: Plan, draw: Draw, tick_s: float
) -> tuple[Records, Records, NDArray[np.int32], NDArray[np.int32]]:
    """(UNIT, LAUNCHER records, rounds on each launcher, rounds behind each slot) of one draw."""
    units = laid.records.copy()
    launchers: list[tuple[int, int]] = []
    loaded: list[int] = []
    stock: list[int] = []
    for record, battery in zip(units, plan.batteries, strict=True):
        kind, place = battery.fire_unit, battery.place
        read = _reader(battery, draw)
        record["target_channels"] = read("target_channels", kind.target_channels, place.target_channels)
        record["missile_channels"] = read("missile_channels", kind.missile_channels, place.missile_channels)
        for column, field, number, own in (
            ("reaction_ticks", "reaction", kind.reaction, place.reaction),
            ("launch_ticks", "launch_interval", kind.launch_interval, place.launch_interval),
            ("reload_ticks", "reload_time", kind.reload_time, place.reload_time),
            ("assess_ticks", "assess_delay", kind.assess_delay, None),
        ):
            record[column] = ticks(read(field, number, own), tick_s)
        record["miss_called_kill_prob"] = _clipped(read("miss_called_kill_prob", kind.miss_called_kill_prob, None))
        record["kill_called_miss_prob"] = _clipped(read("kill_called_miss_prob", kind.kill_called_miss_prob, None))
        if record["authority"] == AT_POST:
            assert place.post is not None
            record["order_ticks"] = ticks(link_delay_s(plan, place.post, draw), tick_s)
        record["launcher_first"] = len(launchers)
        for slot, (capacity, on_launchers, behind) in enumerate(_rounds(battery, draw, read), record["slot_first"]):
            launchers += [(slot, capacity)] * len(on_launchers)
            loaded += on_launchers if battery.site == 0 else [0] * len(on_launchers)
            stock.append(behind if battery.site == 0 else 0)
        record["launcher_count"] = len(launchers) - record["launcher_first"]
    return units, np.array(launchers, LAUNCHER), np.array(loaded, np.int32), np.array(stock, np.int32)


def _reserved(battery: Battery, missile: Missile) -> bool:
    """Whether a missile can be fired at a class that the unit's doctrine keeps a reserve for."""
    return any(
        name in missile.kill_prob and (name not in BALLISTIC_CLASSES or missile.ballistic_range is not None)
        for name in battery.doctrine.reserve.classes
    )


def _needs_radar(unit: Any, missile: Missile) -> bool:
    """Whether a missile of this unit leaves on a track of the unit's own radar, or is guided by it."""
    return unit["remote"] != NETWORK_TRACK or missile.guided_from == "radar"


def missile_name(battery: Battery, missile: str) -> str:
    """A missile whose kill probability a unit overrides is a type of its own: `48N6E3@leh`."""
    return missile if battery.place.kill_prob is None else f"{missile}@{battery.place.id}"


def _reader(battery: Battery, draw: Draw) -> Callable[[str, Sourced, Sourced | None], float]:
    """Reads a unit's figure: the scenario's own where it sets one, else the library's."""

    def read(field: str, number: Sourced, own: Sourced | None) -> float:
        if own is not None:
            return draw.value(f"unit.{battery.place.id}.{field}", own)
        return draw.value(f"{battery.ref}.{field}", number)

    return read


def _rounds(battery: Battery, draw: Draw, read: Any) -> list[tuple[int, list[int], int]]:
    """By missile of the load: (capacity of a launcher, rounds on each launcher, rounds kept for reloading).

    Launchers go to missiles by largest remainder of their shares, other rounds in proportion to what those launchers
    hold. A `magazine` in the scenario is every round the unit has: launchers are filled first, the rest is behind them.
    """
    kind, place = battery.fire_unit, battery.place
    count = int(read("launchers", kind.launchers, place.launchers))
    capacities = [_held(kind, load, read) for load in kind.load]
    by_share = _apportioned(count, [load.share for load in kind.load])
    full = [n * capacity for n, capacity in zip(by_share, capacities, strict=True)]
    carried = [n / sum(full) for n in full]  # rounds of a type without a launcher could never be fired
    if place.magazine is None:
        spare = _apportioned(_behind(kind, count, read), carried)
        return [(capacity, [capacity] * n, rest) for capacity, n, rest in zip(capacities, by_share, spare, strict=True)]
    shares = _apportioned(place.magazine, carried)
    parts: list[tuple[int, list[int], int]] = []
    for capacity, n, rounds in zip(capacities, by_share, shares, strict=True):
        on_launchers = [min(capacity, max(0, rounds - capacity * launcher)) for launcher in range(n)]
        parts.append((capacity, on_launchers, rounds - sum(on_launchers)))
    return parts


def _behind(kind: FireUnit, launchers: int, read: Any) -> int:
    """Rounds behind the launchers: the unit's number, or so many for each launcher that this draw has."""
    if kind.reload_rounds_per_launcher is not None:
        return launchers * int(read("reload_rounds_per_launcher", kind.reload_rounds_per_launcher, None))
    return int(read("reload_rounds", kind.reload_rounds, None))


def _held(kind: FireUnit, load: Load, read: Any) -> int:
    """Rounds of one missile on a full launcher: the load's own number where it has one, else the unit's."""
    owner = "" if load.rounds_per_launcher is None else f"load.{load.missile}."
    return int(read(f"{owner}rounds_per_launcher", kind.rounds_of(load), None))


def _apportioned(total: int, shares: list[float]) -> list[int]:
    """Whole numbers that sum to `total`, by largest remainder; ties to the first."""
    exact = [total * share for share in shares]
    whole = [int(math.floor(part + 1e-9)) for part in exact]
    order = sorted(range(len(shares)), key=lambda k: (whole[k] - exact[k], k))
    for k in order[: total - sum(whole)]:
        whole[k] += 1
    return whole


def _clipped(prob: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(max(prob, low), high)
