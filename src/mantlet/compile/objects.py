"""Objects of a raid as the engine's records: what no draw changes once, and of a draw what is alike but once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import BALLISTIC_CLASSES, CLASSES
from mantlet.compile.nodes import indexed, parts
from mantlet.compile.paths import Path, ground_m
from mantlet.compile.plan import Plan, Thing, nominal_speed_mps
from mantlet.compile.ticks import ticks, ticks_each, ticks_up_each
from mantlet.engine.draws import name_key
from mantlet.library.parts import DamageKind
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.terrain import Terrain
from mantlet.world import KNOT, OBJECT, Records

Array = NDArray[np.float64]

# As what kind of target the parts of a defence are hit, in the order of NODES.
NODE_DAMAGE: tuple[DamageKind, ...] = ("command", "radar", "launcher", "plant", "command")


@dataclass(frozen=True)
class Raid:
    """Objects as far as no draw changes them. Objects of one kind are of one group and hit one kind of target.

    Times are nominal: what is drawn is how much faster a kind flies.
    """

    records: Records  # OBJECT
    knots: Records  # KNOT of all ways, one after the other; who flies the same way shares it
    kinds: tuple[tuple[Thing, DamageKind | None], ...]  # one object of each, and what it hits
    kind: NDArray[np.int64]  # (O,)
    start_s: Array  # (O,) of its carrier where it has one
    released_s: Array  # (O,) nominal flight time of its carrier until then
    wait_s: Array  # (O,)
    duration_s: Array  # (O,)
    step_s: Array  # (O,) from knot to knot


def raid(plan: Plan, sides: list[str], ground: Terrain | None) -> Raid:
    """What of the objects is the same in every draw."""
    things = plan.things
    records = np.zeros(len(things), OBJECT)
    index, assets = indexed(thing.id for thing in things), indexed(asset.id for asset in plan.assets)
    nodes = indexed(part.id for part in parts(plan)) if plan.mechanisms.suppression else {}
    damages: dict[str | None, DamageKind | None] = {part.id: NODE_DAMAGE[part.kind] for part in parts(plan) if nodes}
    damages |= {asset.id: asset.kind for asset in plan.assets}
    kinds: dict[tuple[str, DamageKind | None], int] = {}
    firsts: list[tuple[Thing, DamageKind | None]] = []
    for record, thing in zip(records, things, strict=True):
        damage = damages.get(thing.target)
        if (thing.group.id, damage) not in kinds:
            kinds[thing.group.id, damage] = len(firsts)
            firsts.append((thing, damage))
        record["key"] = name_key(thing.id)
        record["class_code"] = CLASSES.index(thing.flyer.object_class)
        record["side"] = sides.index(thing.side)
        record["target"] = assets.get(thing.target or "", -1)
        record["node"] = nodes.get(thing.target or "", -1)
        record["carrier"] = -1 if thing.carrier is None else index[thing.carrier]
        record["end_fate"] = thing.end_fate
        record["swerling"] = thing.flyer.swerling
        record["ballistic"] = thing.flyer.object_class in BALLISTIC_CLASSES
    return Raid(
        records=records,
        knots=_lay_knots(records, [thing.path for thing in things], ground),
        kinds=tuple(firsts),
        kind=np.array([kinds[thing.group.id, damages.get(thing.target)] for thing in things], np.int64),
        start_s=np.array([thing.start_s for thing in things]),
        released_s=np.array([thing.released_s for thing in things]),
        wait_s=np.array([thing.wait_s for thing in things]),
        duration_s=np.array([thing.path.duration_s for thing in things]),
        step_s=np.array([thing.path.step_s for thing in things]),
    )


def _lay_knots(records: Records, paths: list[Path], ground: Terrain | None) -> Records:
    """KNOT records of the ways; says in `records` where that of each object lies among them."""
    known: dict[int, int] = {}
    laid = [np.zeros(0, KNOT)]
    count = 0
    for record, path in zip(records, paths, strict=True):
        if id(path) not in known:
            known[id(path)] = count
            laid.append(_knots(path, ground))
            count += len(laid[-1])
        record["knot_first"], record["knot_count"] = known[id(path)], len(path.lat_deg)
    return np.concatenate(laid)


def _knots(path: Path, ground: Terrain | None) -> Records:
    knots = np.zeros(len(path.lat_deg), KNOT)
    place = geodesy.to_ecef(path.lat_deg, path.lon_deg, path.height_m)
    knots["x_m"], knots["y_m"], knots["z_m"] = place
    knots["height_m"] = path.height_m
    knots["above_m"] = path.height_m - ground_m(ground, path.lat_deg, path.lon_deg)
    knots["speed_mps"][:-1] = np.linalg.norm(np.diff(np.stack(place, axis=1), axis=0), axis=1) / path.step_s
    knots["speed_mps"][-1] = knots["speed_mps"][-2]
    return knots


def object_records(laid: Raid, plan: Plan, draw: Draw, tick_s: float) -> Records:
    """OBJECT records of one draw."""
    records, pace, carrier = laid.records.copy(), _paces(laid, draw), laid.records["carrier"]
    start_s, borne = laid.start_s.copy(), carrier >= 0
    start_s[borne] += laid.released_s[borne] / pace[carrier[borne]] + laid.wait_s[borne]
    records["pace_ratio"] = pace
    records["start_tick"] = ticks_each(start_s, tick_s)
    records["end_tick"] = records["start_tick"] + np.maximum(1, ticks_up_each(laid.duration_s / pace, tick_s))
    records["threat_tick"] = records["end_tick"]
    records["knots_per_tick"] = tick_s * pace / laid.step_s
    figures = np.zeros(len(laid.kinds), OBJECT)
    for record, (thing, damage) in zip(figures, laid.kinds, strict=True):
        _figures(record, thing, damage, plan, draw, tick_s)
    for name in ("rcs_db", "bias_db", "bias_ticks", "damage_prob"):
        records[name] = figures[name][laid.kind]
    _threats(plan, records)
    return records


def _paces(laid: Raid, draw: Draw) -> Array:
    return np.array([_pace(thing, draw) for thing, _ in laid.kinds], np.float64)[laid.kind]


def _pace(thing: Thing, draw: Draw) -> float:
    """Drawn over nominal speed; a ballistic arc keeps its own time."""
    if thing.flyer.object_class == "srbm":
        return 1.0
    if thing.group.speed is not None:
        speed_mps = draw.value(f"group.{thing.group.id}.speed", thing.group.speed)
    else:
        speed_mps = draw.value(f"{thing.flyer.id}.speed", thing.flyer.speed)
    return speed_mps / nominal_speed_mps(thing.group, thing.flyer)


def _figures(record: Records, thing: Thing, damage: DamageKind | None, plan: Plan, draw: Draw, tick_s: float) -> None:
    """What one kind of object is drawn to be: how it looks to a radar, and what it does to what it hits."""
    flyer, name = thing.flyer, thing.flyer.id
    rcs_m2 = draw.value(f"group.{thing.group.id}.rcs", thing.group.rcs) if thing.group.rcs else None
    rcs_m2 = draw.value(f"{name}.rcs", flyer.rcs) if rcs_m2 is None else rcs_m2
    record["rcs_db"] = 10.0 * math.log10(rcs_m2)
    if plan.mechanisms.bias:
        record["bias_db"] = draw.value(f"{name}.rcs_bias", flyer.rcs_bias)
    record["bias_ticks"] = max(1, ticks(draw.value(f"{name}.rcs_decorrelation", flyer.rcs_decorrelation), tick_s))
    if damage is not None and damage in flyer.damage_prob:
        prob = draw.value(f"{name}.damage_prob.{damage}", flyer.damage_prob[damage])
        record["damage_prob"] = min(max(prob, 0.0), 1.0)


def _threats(plan: Plan, records: Records) -> None:
    """What each object can be expected to cost; while it is laden, a carrier is as urgent and as costly as its load."""
    worth = np.array([asset.value for asset in plan.assets])
    if len(worth):  # the defence rates its own parts as it rates its assets on average
        records["own_value"] = (records["node"] >= 0) * records["damage_prob"] * worth.mean()
    aimed = records["target"] >= 0
    records["own_value"][aimed] = worth[records["target"][aimed]] * records["damage_prob"][aimed]
    records["threat_value"] = records["own_value"]
    load = records[records["carrier"] >= 0]
    np.minimum.at(records["threat_tick"], load["carrier"], load["start_tick"])
    np.add.at(records["threat_value"], load["carrier"], load["own_value"])
    np.maximum.at(records["laden_until"], load["carrier"], load["start_tick"])
