"""One draw's figures as the engine's records: what the library says, in SI units and ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.codes import BALLISTIC_CLASSES, CLASSES, NETWORK_TRACK, OWN_TRACK
from mantlet.compile.doctrine import state_rules
from mantlet.compile.nodes import lay_cues, link_delay_s, parts, station_ids
from mantlet.compile.plan import Battery, MissileType, Plan, Radar, Thing, nominal_speed_mps
from mantlet.compile.sight import facing_vector, up_vector
from mantlet.compile.ticks import ticks, ticks_up
from mantlet.engine.draws import name_key
from mantlet.library.models import FireUnit, Load, Missile
from mantlet.library.parts import DamageKind, ObjectClass
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.detection import detection_table
from mantlet.physics.flyout import FlyoutClaim, time_table
from mantlet.physics.kernels import normal_quantile
from mantlet.physics.radar import RangeClaim, anchor_snr_ratio
from mantlet.world import LAUNCHER, MISSILE, OBJECT, SENSOR, SLOT, UNIT, Records

FLYOUT_CELLS = (48, 16)
# As what kind of target the parts of a defence are hit, in the order of NODES.
NODE_DAMAGE: tuple[DamageKind, ...] = ("command", "radar", "launcher", "plant", "command")
# The mean speed to the greatest range is taken to hold at this share of the greatest height.
REFERENCE_HEIGHT_RATIO = 0.5


def object_records(plan: Plan, draw: Draw, tick_s: float, sides: list[str]) -> tuple[Records, NDArray[np.float64]]:
    """(OBJECT records without knots, speed over nominal speed by object)."""
    records = np.zeros(len(plan.things), OBJECT)
    index = {thing.id: o for o, thing in enumerate(plan.things)}
    assets = {asset.id: a for a, asset in enumerate(plan.assets)}
    nodes = {part.id: n for n, part in enumerate(parts(plan))}
    node_kinds = {part.id: NODE_DAMAGE[part.kind] for part in parts(plan)}
    pace = np.ones(len(plan.things))
    for o, thing in enumerate(plan.things):
        pace[o] = _pace(thing, draw)
    for o, thing in enumerate(plan.things):
        record, flyer, name = records[o], thing.flyer, thing.flyer.id
        start_s = thing.start_s
        if thing.carrier is not None:
            start_s += thing.released_s / pace[index[thing.carrier]] + thing.wait_s
        record["key"] = name_key(thing.id)
        record["class_code"] = CLASSES.index(flyer.object_class)
        record["side"] = sides.index(thing.side)
        record["target"] = assets.get(thing.target or "", -1)
        record["node"], kind = -1, None
        if plan.mechanisms.suppression:
            record["node"], kind = nodes.get(thing.target or "", -1), node_kinds.get(thing.target or "")
        record["carrier"] = -1 if thing.carrier is None else index[thing.carrier]
        record["start_tick"] = ticks(start_s, tick_s)
        record["end_tick"] = record["start_tick"] + max(1, ticks_up(thing.path.duration_s / pace[o], tick_s))
        record["end_fate"] = thing.end_fate
        record["threat_tick"] = record["end_tick"]
        record["knots_per_tick"] = tick_s * pace[o] / thing.path.step_s
        rcs_m2 = draw.value(f"group.{thing.group.id}.rcs", thing.group.rcs) if thing.group.rcs else None
        rcs_m2 = draw.value(f"{name}.rcs", flyer.rcs) if rcs_m2 is None else rcs_m2
        record["rcs_db"] = 10.0 * math.log10(rcs_m2)
        record["swerling"] = flyer.swerling
        if plan.mechanisms.bias:
            record["bias_db"] = draw.value(f"{name}.rcs_bias", flyer.rcs_bias)
        record["bias_ticks"] = max(1, ticks(draw.value(f"{name}.rcs_decorrelation", flyer.rcs_decorrelation), tick_s))
        record["ballistic"] = flyer.object_class in BALLISTIC_CLASSES
        if record["target"] >= 0:
            kind = plan.assets[assets[thing.target or ""]].kind
        if kind is not None and kind in flyer.damage_prob:
            record["damage_prob"] = _clipped(draw.value(f"{name}.damage_prob.{kind}", flyer.damage_prob[kind]))
    _threats(plan, records)
    return records, pace


def _threats(plan: Plan, records: Records) -> None:
    """What each object can be expected to cost; while it is laden, a carrier is as urgent and as costly as its load."""
    worth = np.array([asset.value for asset in plan.assets])
    if len(worth):  # the defence rates its own parts as it rates its assets on average
        records["own_value"] = (records["node"] >= 0) * records["damage_prob"] * worth.mean()
    aimed = records["target"] >= 0
    records["own_value"][aimed] = worth[records["target"][aimed]] * records["damage_prob"][aimed]
    records["threat_value"] = records["own_value"]
    for record in records:
        if record["carrier"] >= 0:
            carrier = records[record["carrier"]]
            carrier["threat_tick"] = min(carrier["threat_tick"], record["start_tick"])
            carrier["threat_value"] += record["own_value"]
            carrier["laden_until"] = max(carrier["laden_until"], record["start_tick"])


def _pace(thing: Thing, draw: Draw) -> float:
    """Drawn over nominal speed; a ballistic arc keeps its own time."""
    if thing.flyer.object_class == "srbm":
        return 1.0
    if thing.group.speed is not None:
        speed_mps = draw.value(f"group.{thing.group.id}.speed", thing.group.speed)
    else:
        speed_mps = draw.value(f"{thing.flyer.id}.speed", thing.flyer.speed)
    return speed_mps / nominal_speed_mps(thing.group, thing.flyer)


def link_ticks(plan: Plan, radar: Radar, draw: Draw, tick_s: float) -> int:
    """From a radar over its post to the units: two links. A unit's own radars without a post need none."""
    if radar.post is None:
        return 0
    return ticks(2.0 * link_delay_s(plan, radar.post, draw), tick_s)


def sensor_records(
    plan: Plan, draw: Draw, tick_s: float, gas_at: Callable[[int, float], float], sides: list[str]
) -> tuple[Records, NDArray[np.float64], NDArray[np.int64]]:
    """(SENSOR records, detection tables, their rows by radar and Swerling case).

    `gas_at(radar, range_m)` is the gas loss in dB inside a radar's claim.
    """
    records = np.zeros(len(plan.radars), SENSOR)
    wanted = sorted({thing.flyer.swerling for thing in plan.things})
    tables: dict[tuple[float, int, int], int] = {}
    rows: list[NDArray[np.float64]] = []
    table_rows = np.full((len(plan.radars), 5), -1, np.int64)
    stations, nodes = station_ids(plan), [part.id for part in parts(plan)]
    for r, radar in enumerate(plan.radars):
        record, sensor, ref = records[r], radar.sensor, radar.ref
        x_m, y_m, z_m = geodesy.to_ecef(radar.at.lat_deg, radar.at.lon_deg, radar.height_m)
        record["side"], record["group"] = sides.index(radar.side), plan.networks.index(radar.network)
        record["x_m"], record["y_m"], record["z_m"] = x_m, y_m, z_m
        up = up_vector(radar.at.lat_deg, radar.at.lon_deg)
        record["up_x_ratio"], record["up_y_ratio"], record["up_z_ratio"] = up
        facing = facing_vector(radar.at.lat_deg, radar.at.lon_deg, radar.facing_rad or 0.0)
        record["facing_x_ratio"], record["facing_y_ratio"], record["facing_z_ratio"] = facing
        sector_rad = draw.value(f"{ref}.sector", sensor.sector)
        limited = radar.facing_rad is not None and sector_rad < 2 * math.pi - 1e-6
        record["facing_cos"] = math.cos(sector_rad / 2) if limited else -1.0
        record["max_range_m"] = draw.value(f"{ref}.instrumented_range", sensor.instrumented_range)
        record["elevation_min_sin"] = math.sin(draw.value(f"{ref}.min_elevation", sensor.min_elevation))
        record["elevation_max_sin"] = math.sin(
            min(draw.value(f"{ref}.max_elevation", sensor.max_elevation), 0.5 * math.pi)
        )
        scan = max(1, ticks(draw.value(f"{ref}.scan_period", sensor.scan_period), tick_s))
        record["scan_ticks"] = scan
        record["phase_ticks"] = name_key(radar.id) % scan
        record["confirm_hits"] = draw.value(f"{ref}.confirm_hits", sensor.confirm_hits)
        record["confirm_scans"] = min(32, draw.value(f"{ref}.confirm_scans", sensor.confirm_scans))
        record["drop_after"] = draw.value(f"{ref}.drop_after", sensor.drop_after)
        record["share_ticks"] = link_ticks(plan, radar, draw, tick_s)
        record["autonomous"], record["certain"] = sensor.autonomous, sensor.certain
        record["circuit_scans"] = 1 if radar.facing_rad is not None else math.ceil(2.0 * math.pi / sector_rad - 1e-6)
        record["gas_row"] = r
        record["station"], record["node"] = stations.index(radar.unit or radar.id), nodes.index(radar.id)
        lay_cues(record, radar, plan, draw)
        if sensor.claim is None:
            continue
        claim = _range_claim(radar, draw)
        # Drawn apart, the scale of a display could end short of what the radar is claimed to see on it.
        record["max_range_m"] = max(record["max_range_m"], claim.range_m)
        anchor_db = 10.0 * math.log10(anchor_snr_ratio(claim)) + gas_at(r, claim.range_m)
        record["snr_db"] = anchor_db - 10.0 * math.log10(claim.rcs_m2) + 40.0 * math.log10(claim.range_m)
        for swerling in wanted:
            key = (claim.false_alarm_prob, claim.pulse_count, swerling)
            if key not in tables:
                tables[key] = len(rows)
                rows.append(detection_table(*key))
            table_rows[r, swerling] = tables[key]
    return records, np.stack(rows) if rows else np.zeros((1, 2)), table_rows


def _range_claim(radar: Radar, draw: Draw) -> RangeClaim:
    """The published claim in this draw; one gathered over several scans as the single scan that would give it."""
    claim, ref = radar.sensor.claim, radar.ref
    assert claim is not None
    prob = _clipped(draw.value(f"{ref}.claim.detection_prob", claim.detection_prob), 0.01, 0.999)
    if claim.scans is not None:
        prob = 1.0 - (1.0 - prob) ** (1.0 / draw.value(f"{ref}.claim.scans", claim.scans))
    return RangeClaim(
        range_m=draw.value(f"{ref}.claim.range", claim.range),
        rcs_m2=draw.value(f"{ref}.claim.rcs", claim.rcs),
        detection_prob=prob,
        false_alarm_prob=draw.value(f"{ref}.claim.false_alarm_prob", claim.false_alarm_prob),
        pulse_count=int(draw.value(f"{ref}.claim.pulses", claim.pulses)),
        swerling=claim.swerling,
    )


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


def unit_records(
    plan: Plan, kinds: Sequence[MissileType], draw: Draw, tick_s: float, sides: list[str]
) -> tuple[Records, Records, Records, NDArray[np.int32], NDArray[np.int32]]:
    """(UNIT, SLOT, LAUNCHER records, rounds on each launcher, rounds behind each slot)."""
    units = np.zeros(len(plan.batteries), UNIT)
    slots: list[tuple[int, int, bool, bool]] = []
    launchers: list[tuple[int, int]] = []
    loaded: list[int] = []
    stock: list[int] = []
    radars = [radar.id for radar in plan.radars]
    names = [kind.id for kind in kinds]
    stations, nodes = station_ids(plan), [part.id for part in parts(plan)]
    for u, battery in enumerate(plan.batteries):
        record, kind = units[u], battery.fire_unit
        read = _reader(battery, draw)
        x_m, y_m, z_m = geodesy.to_ecef(battery.place.at.lat_deg, battery.place.at.lon_deg, battery.height_m)
        record["key"], record["side"] = name_key(battery.place.id), sides.index(battery.side)
        record["side_key"] = name_key(battery.side)
        record["group"], record["sensor"] = plan.networks.index(battery.network), radars.index(battery.radar)
        record["x_m"], record["y_m"], record["z_m"], record["height_m"] = x_m, y_m, z_m, battery.height_m
        record["target_channels"] = read("target_channels", kind.target_channels, battery.place.target_channels)
        record["missile_channels"] = read("missile_channels", kind.missile_channels, battery.place.missile_channels)
        for column, field, number, own in (
            ("reaction_ticks", "reaction", kind.reaction, battery.place.reaction),
            ("launch_ticks", "launch_interval", kind.launch_interval, battery.place.launch_interval),
            ("reload_ticks", "reload_time", kind.reload_time, battery.place.reload_time),
            ("assess_ticks", "assess_delay", kind.assess_delay, None),
        ):
            record[column] = ticks(read(field, number, own), tick_s)
        record["miss_called_kill_prob"] = _clipped(read("miss_called_kill_prob", kind.miss_called_kill_prob, None))
        record["kill_called_miss_prob"] = _clipped(read("kill_called_miss_prob", kind.kill_called_miss_prob, None))
        record["station"], record["node"] = stations.index(battery.id), nodes.index(battery.id)
        launches_on = battery.place.launches_on or kind.launches_on
        record["remote"] = NETWORK_TRACK if launches_on == "network_track" else OWN_TRACK
        state_rules(record, battery, plan, draw, tick_s)
        record["slot_first"], record["launcher_first"] = len(slots), len(launchers)
        missiles = [names.index(missile_name(battery, load.missile)) for load in kind.load]
        rounds = _rounds(battery, draw, read)
        for m in missiles:
            missile = kinds[m].missile
            slots.append((u, m, _reserved(battery, missile), _needs_radar(record, missile)))
        for share, (capacity, on_launchers, behind) in enumerate(rounds):
            launchers += [(int(record["slot_first"]) + share, capacity)] * len(on_launchers)
            loaded += on_launchers if battery.site == 0 else [0] * len(on_launchers)
            stock.append(behind if battery.site == 0 else 0)
        record["slot_count"], record["launcher_count"] = len(missiles), len(launchers) - record["launcher_first"]
    return (
        units,
        np.array(slots, SLOT),
        np.array(launchers, LAUNCHER),
        np.array(loaded, np.int32),
        np.array(stock, np.int32),
    )


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
