"""What one raid came to: a metric is one entry of `raid_metrics`, a column with one number per replication."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import ABORTED, CAUSES, CLASSES, EXPIRED, KILLED, LEAKED
from mantlet.run.arrow import Table, pa
from mantlet.world import Names, Outcomes, Records

Metrics = dict[str, NDArray[Any]]  # name -> (replications,); `kind:field:id` where there is one per class, asset, ...

DECOY: Final = "decoy"
AIR_TO_AIR: Final = "/aam"  # how names of the fighters' missiles end; ids of the library have no stroke
# Columns of the stored table of raids, beside leakers by class; the rest is found again in the outcome rows.
RAID_COUNTS: Final = (
    "leakers",
    "decoys_leaked",
    "shots",
    "killed",
    "launched",
    "assets_out",
    "nodes_down",
    "units_down",
    "killed_unpriced",
)
COSTS: Final = ("shots_cost_usd", "killed_cost_usd")


class Damage(NamedTuple):
    """What arrived, by replication and asset: (replications, assets)."""

    hits: NDArray[np.int16]
    value_lost: NDArray[Any]  # in the scenario's unit of value
    out_of_action: NDArray[np.bool_]


class Prices(NamedTuple):
    """What one costs, nan where the library has no price."""

    missile_usd: NDArray[np.float64]  # (missiles,)
    object_usd: NDArray[np.float64]  # (objects,)


class Clock(NamedTuple):
    """When objects set out, and when the scenario is over."""

    start_tick: NDArray[np.int64]  # (objects,)
    end_tick: int
    carried: NDArray[np.bool_]  # (objects,) whether they set out aboard another


def damage(hits: NDArray[np.int16], assets: Records) -> Damage:
    """Damage by hits: value is lost in proportion until `hardness` hits, and then the asset is out of action.

    `assets` are `mantlet.world.ASSET` records.
    """
    share = np.minimum(hits / assets["hardness"], 1.0)
    return Damage(hits, share * assets["value"], hits >= assets["hardness"])


def raid_metrics(outcomes: Outcomes, harm: Damage, names: Names, prices: Prices, clock: Clock) -> Metrics:
    """Every metric of every replication of a chunk.

    Leakers are objects that arrived and could do harm: decoys are counted apart. Launched are the objects that could
    leak (not decoys, not carriers that go home) and did leave; a weapon that its carrier never let go did not, nor what
    gave up or was cut off before it set out. Expired are all that had not ended when time ran out, whether they had set
    out or not.
    """
    real = np.array([kind != DECOY for kind in names.object_classes], bool)
    threat = real & np.array([asset is not None for asset in names.object_targets], bool)
    leaked = outcomes.fate == LEAKED
    killed = outcomes.fate == KILLED
    leakers = (leaked & real).sum(axis=1)
    cut_off = (outcomes.fate == EXPIRED) & (outcomes.tick >= clock.end_tick)
    unreleased = clock.carried | (outcomes.tick <= clock.start_tick)
    stayed = ((outcomes.fate == ABORTED) & unreleased) | (cut_off & (clock.start_tick > clock.end_tick))
    launched = (threat & ~stayed).sum(axis=1)
    metrics: Metrics = {
        "objects": np.full(len(leakers), len(real)),
        "launched": launched,
        "leakers": leakers,
        "decoys_leaked": (leaked & ~real).sum(axis=1),
        "leak_share_launched": leakers / np.maximum(launched, 1),
        "expired": cut_off.sum(axis=1),
        "killed": killed.sum(axis=1),
        "value_lost": harm.value_lost.sum(axis=1),
        "no_leak_prob": np.equal(leakers, 0),
        "asset_out_prob": np.asarray(harm.out_of_action.any(axis=1)),
        "assets_out": harm.out_of_action.sum(axis=1),
        "shots": outcomes.missile_shots.sum(axis=1),
    }
    metrics |= _costs(killed, outcomes.missile_shots, prices) | _by_class(leaked, killed, names)
    metrics |= _by_side(leaked & real, killed, names)
    for code, cause in enumerate(CAUSES):
        metrics[f"cause:leakers:{cause}"] = (leaked & real & (outcomes.cause == code)).sum(axis=1)
    for place, asset in enumerate(names.asset_ids):
        metrics[f"asset:hits:{asset}"] = harm.hits[:, place]
        metrics[f"asset:value_lost:{asset}"] = harm.value_lost[:, place]
        metrics[f"asset:out_of_action_prob:{asset}"] = harm.out_of_action[:, place]
    metrics |= _by_node(outcomes, names) | _by_flight(outcomes, names)
    for place, missile in enumerate(names.missile_ids):
        shots = outcomes.missile_shots[:, place]
        metrics[f"missile:shots:{missile}"] = shots
        if np.isfinite(prices.missile_usd[place]):
            metrics[f"missile:cost_usd:{missile}"] = shots * prices.missile_usd[place]
    return metrics


def raid_table(metrics: Metrics, draw: int, first: int) -> Table:
    """One row per replication: the headline numbers, small enough to keep when no row per object is kept."""
    replications = len(metrics["leakers"])
    columns: dict[str, Any] = {
        "draw": pa.array(np.full(replications, draw, np.int32)),
        "replication": pa.array(np.arange(first, first + replications, dtype=np.int32)),
        "value_lost": pa.array(metrics["value_lost"].astype(np.float64)),
    }
    columns |= {name: pa.array(metrics[name].astype(np.int32)) for name in RAID_COUNTS if name in metrics}
    columns |= {name: pa.array(metrics[name].astype(np.float64)) for name in COSTS if name in metrics}
    for name, column in metrics.items():
        if name.startswith("class:leakers:"):
            columns[f"leakers_{name.rsplit(':', 1)[1]}"] = pa.array(column.astype(np.int32))
    return pa.table(columns)


def joined(chunks: list[Metrics]) -> Metrics:
    """The metrics of one draw from those of its chunks."""
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def _summed(counts: NDArray[Any], usd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Row by row, not as a matrix product: that rounds a row by how many others are reckoned with it."""
    return np.sum(counts * usd, axis=1)


def _costs(killed: NDArray[np.bool_], missile_shots: NDArray[np.integer], prices: Prices) -> Metrics:
    """Price of the rounds fired, where each type has one, and of what was killed; how many of these had none."""
    metrics: Metrics = {}
    if len(prices.missile_usd) and np.isfinite(prices.missile_usd).all():
        metrics["shots_cost_usd"] = _summed(missile_shots, prices.missile_usd)
    priced = np.isfinite(prices.object_usd)
    if priced.any():
        metrics["killed_cost_usd"] = _summed(killed, np.nan_to_num(prices.object_usd))
        metrics["killed_unpriced"] = killed[:, ~priced].sum(axis=1)
    return metrics


def _by_node(outcomes: Outcomes, names: Names) -> Metrics:
    """What became of the parts of the defence, where something is aimed at any of them."""
    if not names.can_be_hit:
        return {}
    down = outcomes.node_down_tick >= 0
    units = dict.fromkeys(unit for unit in names.node_units if unit is not None)
    lost = [down[:, [owner == unit for owner in names.node_units]].any(axis=1) for unit in units]
    metrics: Metrics = {
        "nodes_down": down.sum(axis=1),
        "units_down": np.reshape(lost, (len(units), len(down))).sum(axis=0).astype(np.int64),
    }
    for place, node in enumerate(names.node_ids):
        metrics[f"node:hits:{node}"] = outcomes.node_hits[:, place]
        metrics[f"node:down_prob:{node}"] = down[:, place]
    return metrics


def _by_side(leakers: NDArray[np.bool_], killed: NDArray[np.bool_], names: Names) -> Metrics:
    """Whose they were, where both sides send something."""
    metrics: Metrics = {}
    sides = np.array(names.object_sides)
    for side in sorted(set(names.object_sides)):
        metrics[f"side:objects:{side}"] = np.full(len(leakers), (sides == side).sum())
        metrics[f"side:leakers:{side}"] = (leakers & (sides == side)).sum(axis=1)
        metrics[f"side:killed:{side}"] = (killed & (sides == side)).sum(axis=1)
    return metrics if len(set(names.object_sides)) > 1 else {}


def _by_flight(outcomes: Outcomes, names: Names) -> Metrics:
    """What became of the fighters of the defence, where there are any; air-to-air missiles are the last types."""
    if not names.flight_ids:
        return {}
    lost, own = outcomes.aircraft_lost, outcomes.fratricides
    first = len(names.unit_ids) - len(names.flight_ids)
    air = [place for place, missile in enumerate(names.missile_ids) if missile.endswith(AIR_TO_AIR)]
    metrics: Metrics = {
        "aircraft_lost": lost.sum(axis=1),
        "fratricides": own.sum(axis=1),
        "air_shots": outcomes.missile_shots[:, air].sum(axis=1),
    }
    for place, flight in enumerate(names.flight_ids):
        metrics[f"flight:killed:{flight}"] = ((outcomes.fate == KILLED) & (outcomes.unit == first + place)).sum(axis=1)
        metrics[f"flight:lost:{flight}"] = lost[:, place]
        metrics[f"flight:fratricides:{flight}"] = own[:, place]
    return metrics


def _by_class(leaked: NDArray[np.bool_], killed: NDArray[np.bool_], names: Names) -> Metrics:
    """Of classes that fly in this raid, in the order of CLASSES; of decoys, leakers are those that arrived."""
    metrics: Metrics = {}
    for kind in CLASSES:
        members = np.array([found == kind for found in names.object_classes], bool)
        if members.any():
            metrics[f"class:objects:{kind}"] = np.full(len(leaked), members.sum())
            metrics[f"class:leakers:{kind}"] = (leaked & members).sum(axis=1)
            metrics[f"class:killed:{kind}"] = (killed & members).sum(axis=1)
    return metrics
