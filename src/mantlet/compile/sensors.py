"""Radars as the engine's records: what no draw changes once, and of a draw what is alike but once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.masking import falling
from mantlet.compile.nodes import indexed, lay_cues, link_delay_s, parts, station_ids
from mantlet.compile.orbits import lay_orbits
from mantlet.compile.plan import Plan, Radar
from mantlet.compile.sight import facing_vector, up_vector
from mantlet.compile.ticks import ticks
from mantlet.engine.draws import name_key
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.detection import detection_table
from mantlet.physics.propagation import two_way_gas_db
from mantlet.physics.radar import RangeClaim, anchor_snr_ratio
from mantlet.physics.rain import rain_db_per_km
from mantlet.scenario.models import Scenario
from mantlet.world import SENSOR, Records

GAS_RANGE_STEP_M = 20_000.0
GAS_HEIGHT_STEP_M = 2_500.0
GAS_CELLS = (33, 13)
# A published range says nothing of the height it holds at; this row of heights fixes the gas loss inside the claim.
CLAIM_HEIGHT = 4
# What a draw says of a radar, by column of SENSOR.
DRAWN = (
    *("facing_cos", "circuit_scans", "max_range_m", "elevation_min_sin", "elevation_max_sin", "scan_ticks"),
    *("confirm_hits", "confirm_scans", "drop_after", "share_ticks", "accuracy_rad", "basket_rad", "min_radial_mps"),
)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Radars:
    """Radars as far as no draw changes them. Those of one kind have all figures in common that a draw says of them."""

    records: Records  # SENSOR
    keys: NDArray[np.uint64]  # (R,) of their names
    kinds: tuple[Radar, ...]  # one of each
    kind: NDArray[np.int64]  # (R,)
    gas_db: Array  # (rows, ranges, heights) two-way; radars of one frequency and height share a row
    swerlings: tuple[int, ...]  # ways in which objects fluctuate


def lay_radars(scenario: Scenario, plan: Plan, first_knot: int) -> Radars:
    """What of the radars is the same in every draw; knots of orbits begin at `first_knot`."""
    records = np.zeros(len(plan.radars), SENSOR)
    sides, rain = sorted(scenario.sides), falling(scenario)
    stations, nodes = indexed(station_ids(plan)), indexed(part.id for part in parts(plan))
    kinds: dict[object, int] = {}
    firsts: list[Radar] = []
    kind: list[int] = []
    gas: dict[tuple[float, float], int] = {}
    for record, radar in zip(records, plan.radars, strict=True):
        sensor, at = radar.sensor, radar.at
        record["side"], record["group"] = sides.index(radar.side), plan.networks.index(radar.network)
        record["station"], record["node"] = stations[radar.unit or radar.id], nodes[radar.id]
        record["x_m"], record["y_m"], record["z_m"] = geodesy.to_ecef(at.lat_deg, at.lon_deg, radar.height_m)
        record["height_m"] = radar.height_m
        up = up_vector(at.lat_deg, at.lon_deg)
        record["up_x_ratio"], record["up_y_ratio"], record["up_z_ratio"] = up
        facing = facing_vector(at.lat_deg, at.lon_deg, radar.facing_rad or 0.0)
        record["facing_x_ratio"], record["facing_y_ratio"], record["facing_z_ratio"] = facing
        record["autonomous"], record["certain"] = sensor.autonomous, sensor.certain
        record["gas_row"] = gas.setdefault((sensor.frequency.central, radar.height_m), len(gas))
        if rain is not None and sensor.claim is not None:
            record["rain_db_m"] = rain_db_per_km(sensor.frequency.central, rain.rate_mps) / 1e3
        kind.append(kinds.setdefault(_alike(radar), len(kinds)))
        firsts += [radar] if kind[-1] == len(firsts) else []
    lay_orbits(plan, records, scenario.tick_s, first_knot)
    return Radars(
        records=records,
        keys=np.array([name_key(radar.id) for radar in plan.radars], np.uint64),
        kinds=tuple(firsts),
        kind=np.array(kind, np.int64),
        gas_db=_gas_db(gas),
        swerlings=tuple(sorted({thing.flyer.swerling for thing in plan.things})),
    )


def _alike(radar: Radar) -> object:
    """What tells the kind of a radar: all that its figures are read by."""
    own = ("min_radial_speed", "track_accuracy", "cue_basket")
    return radar.ref, radar.facing_rad is None, radar.post, *(radar.figure(name)[0] for name in own)


def _gas_db(places: Iterable[tuple[float, float]]) -> Array:
    """Two-way gas loss by frequency and height of a radar."""
    found = [_gas_at_db(*place) for place in places]
    return np.array(found) if found else np.zeros((1, *GAS_CELLS))


@lru_cache(maxsize=256)
def _gas_at_db(frequency_hz: float, height_m: float) -> Array:
    """Of one radar: the same in every scenario in which it stands."""
    ranges_m: Array = GAS_RANGE_STEP_M * np.arange(GAS_CELLS[0], dtype=np.float64)
    heights_m: Array = GAS_HEIGHT_STEP_M * np.arange(GAS_CELLS[1], dtype=np.float64)
    return two_way_gas_db(frequency_hz, height_m, ranges_m, heights_m)


def sensor_records(laid: Radars, plan: Plan, draw: Draw, tick_s: float) -> tuple[Records, Array, NDArray[np.int64]]:
    """(SENSOR records, detection tables, their rows by radar and Swerling case) of one draw."""
    records, figures = laid.records.copy(), np.zeros(len(laid.kinds), SENSOR)
    rows: dict[tuple[float, int, int], int] = {}
    kind_rows = np.full((len(laid.kinds), 5), -1, np.int64)
    anchor_db, of_claim_db, range_m = np.zeros((3, len(laid.kinds)))
    for k, radar in enumerate(laid.kinds):
        _figures(figures[k], radar, plan, draw, tick_s)
        if radar.sensor.claim is None:
            continue
        claim = _range_claim(radar, draw)
        # Drawn apart, the scale of a display could end short of what the radar is claimed to see on it.
        figures[k]["max_range_m"] = max(figures[k]["max_range_m"], claim.range_m)
        anchor_db[k], range_m[k] = 10.0 * math.log10(anchor_snr_ratio(claim)), claim.range_m
        of_claim_db[k] = 10.0 * math.log10(claim.rcs_m2)
        for swerling in laid.swerlings:
            key = (claim.false_alarm_prob, claim.pulse_count, swerling)
            kind_rows[k, swerling] = rows.setdefault(key, len(rows))
    for name in DRAWN:
        records[name] = figures[name][laid.kind]
    records["phase_ticks"] = laid.keys % records["scan_ticks"].astype(np.uint64)
    claimed = range_m[laid.kind] > 0.0
    far_db = 40.0 * np.array([math.log10(reach_m) if reach_m > 0.0 else 0.0 for reach_m in range_m])
    snr_db = anchor_db[laid.kind] + _claim_gas_db(laid, range_m[laid.kind]) - of_claim_db[laid.kind] + far_db[laid.kind]
    records["snr_db"] = np.where(claimed, snr_db, 0.0)
    tables = np.stack([detection_table(*key) for key in rows]) if rows else np.zeros((1, 2))
    return records, tables, kind_rows[laid.kind]


def _claim_gas_db(laid: Radars, range_m: Array) -> Array:
    """Gas loss of each radar inside a claim of such a range."""
    losses_db = laid.gas_db[laid.records["gas_row"], :, CLAIM_HEIGHT]
    place = np.minimum(range_m / GAS_RANGE_STEP_M, GAS_CELLS[0] - 1.0)
    cell, radar = np.minimum(place.astype(np.int64), GAS_CELLS[0] - 2), np.arange(len(range_m))
    near_db, far_db = losses_db[radar, cell], losses_db[radar, cell + 1]
    return near_db + (place - cell) * (far_db - near_db)


def _figures(record: Records, radar: Radar, plan: Plan, draw: Draw, tick_s: float) -> None:
    """What of one kind of radar is drawn but its claim."""
    sensor, ref = radar.sensor, radar.ref
    sector_rad = draw.value(f"{ref}.sector", sensor.sector)
    limited = radar.facing_rad is not None and sector_rad < 2 * math.pi - 1e-6
    record["facing_cos"] = math.cos(sector_rad / 2) if limited else -1.0
    record["circuit_scans"] = 1 if radar.facing_rad is not None else math.ceil(2.0 * math.pi / sector_rad - 1e-6)
    record["max_range_m"] = draw.value(f"{ref}.instrumented_range", sensor.instrumented_range)
    record["elevation_min_sin"] = math.sin(draw.value(f"{ref}.min_elevation", sensor.min_elevation))
    highest_rad = min(draw.value(f"{ref}.max_elevation", sensor.max_elevation), 0.5 * math.pi)
    record["elevation_max_sin"] = math.sin(highest_rad)
    record["scan_ticks"] = max(1, ticks(draw.value(f"{ref}.scan_period", sensor.scan_period), tick_s))
    record["confirm_hits"] = draw.value(f"{ref}.confirm_hits", sensor.confirm_hits)
    record["confirm_scans"] = min(32, draw.value(f"{ref}.confirm_scans", sensor.confirm_scans))
    record["drop_after"] = draw.value(f"{ref}.drop_after", sensor.drop_after)
    record["share_ticks"] = link_ticks(plan, radar, draw, tick_s)
    lay_cues(record, radar, plan, draw)
    path, number = radar.figure("min_radial_speed")
    if number is not None and plan.mechanisms.notch:
        record["min_radial_mps"] = draw.value(path, number)


def link_ticks(plan: Plan, radar: Radar, draw: Draw, tick_s: float) -> int:
    """From a radar over its post to the units: two links. A unit's own radars without a post need none."""
    if radar.post is None:
        return 0
    return ticks(2.0 * link_delay_s(plan, radar.post, draw), tick_s)


def _range_claim(radar: Radar, draw: Draw) -> RangeClaim:
    """The published claim in this draw; one gathered over several scans as the single scan that would give it."""
    claim, ref = radar.sensor.claim, radar.ref
    assert claim is not None
    prob = min(max(draw.value(f"{ref}.claim.detection_prob", claim.detection_prob), 0.01), 0.999)
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
