"""From a result to findings: the one place that knows how a run stores its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mantlet.base.sourced import standing_counts
from mantlet.codes import FATES, KILLED, NODES, RELEASED
from mantlet.compile.nodes import parts, station_ids
from mantlet.report.fight import Lane, ended, filled, place_at_end
from mantlet.report.findings import (
    AssetRow,
    ClassRow,
    Fight,
    Findings,
    FlightRow,
    Inputs,
    MissileRow,
    NodeRow,
    spread_of,
)
from mantlet.report.inputs import GROUPS, Input, explained, group_of
from mantlet.report.scene import Floats
from mantlet.report.strips import Strip, strips
from mantlet.report.survey import views_of
from mantlet.report.wording import assumed_prices, corrections
from mantlet.run.answer import over_draws
from mantlet.run.loops import CHECK, RECORDED
from mantlet.run.metrics import without_noise

if TYPE_CHECKING:
    from mantlet.compile import Geometry
    from mantlet.run.battle import CompiledBattle
    from mantlet.run.result import Result

_FATE = ("object_class", "fate")
# moment -> heading, and what it was chosen by
_HEADINGS = {
    "typical": ("A typical raid", "nearest to the middle of all raids by value lost and leakers"),
    "bad": ("A bad raid", "nearest to the 95th of 100 raids by value lost and leakers"),
}


def findings(result: Result) -> Findings:
    """Everything the brief prints of a run, partial runs included; compiles the scenario and fights two raids again."""
    battle: CompiledBattle = result.battle
    scenario, plan = battle.scenario, battle.geometry.plan
    moments = result.moments()
    fought = {place: _fought(result, battle, *place) for place in dict.fromkeys(moments.values())}
    views = views_of(battle.geometry, result.by_asset, fought[moments["typical"]].kills)
    attacked = {side for thing in plan.things for side in scenario.sides if side != thing.side}
    metrics = {name: spread_of(entry) for name, entry in result.metrics.items() if entry is not None}
    return Findings(
        scenario_id=scenario.id,
        title=scenario.title,
        summary=scenario.summary,
        date=str(scenario.date),
        changes=tuple(result.manifest["changes"]),
        hypothetical=scenario.positions == "hypothetical",
        mutual=len({thing.side for thing in plan.things}) > 1,
        complete=result.complete,
        object_count=len(plan.things),
        decoy_count=sum(thing.flyer.object_class == "decoy" for thing in plan.things),
        carrier_count=sum(thing.end_fate == RELEASED for thing in plan.things),
        value_total=sum(
            asset.value for asset, side in zip(plan.assets, plan.asset_sides, strict=True) if side in attacked
        ),
        draws=result.manifest["finished"]["draws"],
        replications=result.manifest["finished"]["replications"],
        metrics=metrics,
        corrected=corrections(result.metrics),
        until=result.until,
        assumed_prices=assumed_prices(result.answer["prices"]),
        causes=result.causes,
        classes=_classes(result),
        assets=_assets(result, battle.geometry),
        nodes=_nodes(result, battle.geometry),
        flights=_flights(result),
        missiles=_missiles(result, battle.geometry),
        leakers=_numbers(result.raids, "leakers"),
        draw_means=_draw_means(result, metrics["leakers"].ignorance_coupling),
        fights=[fought[place].told(*_HEADINGS[moment], *place) for moment, place in moments.items()],
        inputs=_inputs(result, battle),
        views=views,
        repeat=_repeat(result.manifest),
    )


def _draw_means(result: Result, coupling: str | None) -> Floats:
    """Mean leakers of each draw with the chance within it taken out, of the design or designs that give the range."""
    designs = (RECORDED, CHECK) if coupling == "both" else (coupling or RECORDED,)
    return np.concatenate([without_noise(over_draws(result.summaries, design)["leakers"]) for design in designs])


def _numbers(table: Any, name: str) -> Floats:
    """One column of an Arrow table."""
    return np.asarray(table.column(name).to_numpy(), dtype=np.float64)


def _classes(result: Result) -> list[ClassRow]:
    raids = len(_numbers(result.raids, "draw"))
    counted: dict[tuple[str, str], float] = {}  # without a row per object, killed and leaked are all that is known
    if result.manifest["keep"] == "all":
        counted = {pair: count / raids for pair, count in _tally(result.rows("outcomes", _FATE)).items()}
    found: list[ClassRow] = []
    for kind, entry in result.by_class.items():
        fates = {fate: counted[kind, fate] for fate in FATES if (kind, fate) in counted}
        known = {"killed": entry["killed"]["mean"], "leaked": entry["leakers"]["mean"]}
        found.append(ClassRow(kind, entry["objects"], spread_of(entry["leakers"]), fates or known))
    return found


def _tally(rows: Any) -> dict[tuple[str, str], int]:
    """How many rows have which texts in two columns."""
    first, second = (column.unify_dictionaries().combine_chunks() for column in rows.columns)
    texts = first.dictionary.to_pylist(), second.dictionary.to_pylist()
    pairs = first.indices.to_numpy().astype(np.int64) * len(texts[1]) + second.indices.to_numpy()
    counts = np.bincount(pairs).tolist()
    return {(texts[0][n // len(texts[1])], texts[1][n % len(texts[1])]): k for n, k in enumerate(counts) if k}


def _assets(result: Result, laid: Geometry) -> list[AssetRow]:
    found: list[AssetRow] = []
    for asset, side in zip(laid.plan.assets, laid.plan.asset_sides, strict=True):
        entry = result.by_asset[asset.id]
        spreads = (spread_of(entry[name]) for name in ("hits", "value_lost", "out_of_action_prob"))
        found.append(AssetRow(asset.name, asset.kind, laid.scenario.sides[side].name, asset.value, *spreads))
    return found


def _nodes(result: Result, laid: Geometry) -> list[NodeRow]:
    """Parts of the defence that were down in some raid."""
    found: list[NodeRow] = []
    for part in parts(laid.plan):
        entry = result.by_node.get(part.id)
        if entry is not None and entry["down_prob"]["mean"] + entry["hits"]["mean"] > 0:
            kind = NODES[part.kind]
            found.append(NodeRow(part.id, kind, spread_of(entry["hits"]), spread_of(entry["down_prob"])))
    return found


def _flights(result: Result) -> list[FlightRow]:
    names = ("killed", "lost", "fratricides")
    return [
        FlightRow(flight, *(spread_of(entry[name]) for name in names)) for flight, entry in result.by_flight.items()
    ]


def _missiles(result: Result, laid: Geometry) -> list[MissileRow]:
    shots, drawn = result.shots_by_missile, over_draws(result.summaries, RECORDED)
    found: list[MissileRow] = []
    for kind in laid.missile_types:
        name, missile = kind.id, kind.missile
        spent = drawn.get(f"missile:cost_usd:{name}")
        total = None if spent is None else float(np.mean(spent.mean))
        found.append(MissileRow(name, missile.name, shots.get(name, 0.0), missile.unit_cost, total))
    for name, flight in {flight.missile: flight for flight in laid.flights}.items():
        fighter, words = flight.fighter, f"{flight.fighter.missile} ({flight.flyer.name})"
        spent = drawn.get(f"missile:cost_usd:{name}")
        total = None if spent is None else float(np.mean(spent.mean))
        found.append(MissileRow(name, words, shots.get(name, 0.0), fighter.unit_cost, total))
    return found


def _repeat(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a person needs to run it again and see that it is the same; no dates, so the page does not change."""
    told = ("command", "scenario", "seed", "draws", "replications", "engine", "sampling")
    hashes = ("scenario_sha256", "library_sha256", "terrain_sha256", "outcome_sha256")
    most = ("draws", "replications") if manifest["until"] else ()
    rows = [
        (f"{name}, at most" if name in most else name, str(manifest[name]))
        for name in (*told, *hashes)
        if manifest.get(name) is not None
    ]
    versions: Mapping[str, str] = manifest.get("versions", {})
    return [*rows, ("versions", ", ".join(f"{name} {version}" for name, version in versions.items()))]


def _inputs(result: Result, battle: CompiledBattle) -> Inputs:
    numbers = battle.geometry.inputs
    found = result.influence("value_lost")
    drawn = result.drawn(CHECK) if found else {}
    ranked: list[Input] = []
    for row in found:
        low, high = np.quantile(drawn[row.path], [0.05, 0.95]).tolist()
        ranked.append(Input(row.path, numbers[row.path], low, high, row.rank_correlation, row.distinguishable))
    ranked.sort(key=lambda one: (-abs(one.correlation), one.path))
    draw_count = len(next(iter(drawn.values()), ()))
    groups = {name: [one for one in ranked if group_of(one.number) == name] for name in GROUPS}
    return Inputs(
        ranked=ranked,
        counts=standing_counts(numbers.values()),
        shares={name: explained(members, draw_count) for name, members in groups.items() if members},
        sources=battle.library.sources,
        draw_count=draw_count,
        fixed=battle.geometry.fixed,
    )


class _Fought(NamedTuple):
    """One replication fought again."""

    value_lost: float
    lanes: list[Lane]
    strips: list[Strip]
    kills: Floats  # rows of latitude and longitude

    def told(self, heading: str, chosen: str, draw: int, replication: int) -> Fight:
        """Under a heading, with what it was chosen by."""
        return Fight(heading, chosen, draw, replication, self.value_lost, self.lanes, self.strips)


def _fought(result: Result, battle: CompiledBattle, draw: int, replication: int) -> _Fought:
    world, outcomes, events = result.again(draw, replication)
    plan = battle.geometry.plan
    lanes = filled(ended(world, outcomes, battle.scenario.tick_s), events)
    end_s = max((lane.end_s for lane in lanes), default=0.0)
    befell = strips(events, end_s, world.names.node_ids, station_ids(plan))
    raids = result.raids
    place = (_numbers(raids, "draw") == draw) & (_numbers(raids, "replication") == replication)
    kills: list[tuple[float, float]] = []
    for o, thing in enumerate(plan.things):
        if outcomes.fate[0, o] == KILLED:
            path = thing.path
            at = place_at_end(world, outcomes, o) * (len(path.lat_deg) - 1)
            steps = np.arange(len(path.lat_deg))
            kills.append((float(np.interp(at, steps, path.lat_deg)), float(np.interp(at, steps, path.lon_deg))))
    return _Fought(float(_numbers(raids, "value_lost")[place][0]), lanes, befell, np.array(kills).reshape(-1, 2))
