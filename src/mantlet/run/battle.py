"""A compiled scenario: fought chunk by chunk or moment by moment, and kept so that it can be fought again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import numpy as np

from mantlet import compile as compiling
from mantlet.base.sourced import Sourced, Standing, standing_counts
from mantlet.codes import EVENTS
from mantlet.compile.fighters import air_missiles
from mantlet.engine.fights import BATTLE, LEAPING, REFERENCE, Engine, fight, fight_each, fight_logged
from mantlet.library.catalog import Catalog, catalog, restored
from mantlet.library.sampling import Coupling, Draw, together
from mantlet.physics.terrain import BUNDLED
from mantlet.run import optimal, store
from mantlet.run.arrow import Table, pa, pq
from mantlet.run.loops import RECORDED, Design, Task, Terms, Way
from mantlet.run.raids import COSTS, Clock, Damage, Metrics, Prices, damage, raid_metrics, raid_table
from mantlet.run.recorder import Chunk
from mantlet.run.rows import Vocabulary, damage_table, node_table, outcome_bytes, outcome_rows, outcome_table
from mantlet.scenario.load import loads
from mantlet.scenario.models import Scenario
from mantlet.scenario.rules import MOST_SOLVED_RAIDS
from mantlet.world import Force, Outcomes, World

if TYPE_CHECKING:
    from mantlet.compile import Geometry

ENGINE_OF: Final = {Way("battle"): BATTLE, Way("battle", "skip"): LEAPING, Way("reference"): REFERENCE}


# The force of each replication of a draw, from its world.
Forces = Callable[[World, Design, int], Sequence[Force]]


@dataclass(frozen=True)
class CompiledBattle:
    """A scenario, the library it draws from, and their geometry.

    `forces` says who is there in each replication where that is not for the scenario alone to say; no folder keeps it.
    """

    scenario: Scenario
    library: Catalog
    geometry: Geometry
    vocabulary: Vocabulary
    most_raids: int | None  # that may be asked of it; None without a limit
    forces: Forces | None = None

    def about(self) -> dict[str, Any]:
        """What tells it from another battle, by hash."""
        return described(self.scenario, self.library)

    def world(self, seed: int, coupling: Coupling, draw: int) -> World:
        """The world of one outer draw."""
        return compiling.world(self.geometry, Draw(seed, draw, coupling))

    @property
    def families(self) -> tuple[str, ...]:
        """What moves together in a draw of the recorded design: families, sources, and numbers on their own."""
        inputs, fixed = self.geometry.inputs.items(), self.geometry.fixed
        return tuple(sorted({together(path, one) for path, one in inputs if not one.exact and path not in fixed}))

    def prices(self, draw: Draw) -> Prices:
        """What rounds and objects cost in one draw. Prices move no fight, so they are no inputs of one."""
        columns = [
            [np.nan if price is None else draw.value(f"{name}.unit_cost", price) for name, price in priced]
            for priced in self._priced()
        ]
        return Prices(*(np.array(column, float) for column in columns))

    def _priced(self) -> tuple[list[tuple[str, Sourced | None]], list[tuple[str, Sourced | None]]]:
        """The price of each kind of round and of each object, None where the library has none, and whose it is."""
        rounds = [(kind.ref, kind.missile.unit_cost) for kind in self.geometry.missile_types]
        rounds += air_missiles(self.geometry.flights).items()
        return rounds, [(thing.flyer.id, thing.flyer.unit_cost) for thing in self.geometry.plan.things]

    def fought(self, task: Task, terms: Terms) -> Chunk:
        """The replications of a task; rows, and bytes to hash, for the recorded design only."""
        seed, keep_rows, way = terms
        world = self.world(seed, task.coupling, task.draw)
        fit = optimal.fit_engine(world.arrays, ENGINE_OF[way])
        outcomes = self._outcomes(world, task, seed, fit)
        metrics, harm = self.metrics(world, outcomes, Draw(seed, task.draw, task.coupling, known={}))
        if task.coupling != RECORDED:
            return Chunk(metrics, world.inputs, None, {})
        rows = outcome_rows(outcomes, self.vocabulary, task.draw, task.first)
        tables = {
            "raids": raid_table(metrics, task.draw, task.first),
            "damage": damage_table(harm, self.vocabulary, task.draw, task.first),
        }
        if world.names.can_be_hit:
            tables["nodes"] = node_table(outcomes, self.vocabulary, task.draw, task.first)
        if keep_rows:
            tables["outcomes"] = outcome_table(rows, self.vocabulary)
        return Chunk(metrics, world.inputs, outcome_bytes(rows, self.vocabulary), tables)

    def _outcomes(self, world: World, task: Task, seed: int, fit: Engine) -> Outcomes:
        if self.forces is None:
            return fight(world.arrays, world.force, seed, task.draw, task.first, task.raids, fit)
        raids = range(task.first, task.first + task.raids)
        forces = self.forces(world, task.coupling, task.draw)
        return fight_each(world.arrays, [forces[raid] for raid in raids], seed, task.draw, raids, fit)

    def metrics(self, world: World, outcomes: Outcomes, draw: Draw) -> tuple[Metrics, Damage]:
        """What each raid came to, and the damage behind it."""
        harm = damage(outcomes.hits, world.arrays.assets)
        objects, end_tick = world.arrays.objects, int(world.arrays.rules[0]["end_tick"])
        clock = Clock(objects["start_tick"], end_tick, objects["carrier"] >= 0)
        return raid_metrics(outcomes, harm, world.names, self.prices(draw), clock), harm

    def again(self, seed: int, draw: int, replication: int, way: Way) -> tuple[World, Outcomes, Table]:
        """One replication fought again, as it went in the recorded design: where, how it ended, and what happened."""
        world = self.world(seed, RECORDED, draw)
        if self.forces is not None:
            world = world._replace(force=self.forces(world, RECORDED, draw)[replication])
        fit = optimal.fit_engine(world.arrays, ENGINE_OF[way])
        outcomes, events = fight_logged(world.arrays, world.force, seed, draw, replication, fit)
        names = world.names
        texts = {
            "kind": EVENTS,
            "sensor": names.sensor_ids,
            "unit": names.unit_ids,
            "object": names.object_ids,
            "missile": names.missile_ids,
        }
        columns: dict[str, Any] = {"time_s": pa.array(events["tick"] * self.scenario.tick_s)}
        for field, known in texts.items():
            codes = events[field].astype(np.int32)
            coded = pa.array(codes, mask=codes < 0)
            name = field if field == "kind" else f"{field}_id"
            columns[name] = pa.DictionaryArray.from_arrays(coded, pa.array(known, pa.string()))
        columns["value"] = pa.array(events["value"], mask=events["value"] < 0)
        return world, outcomes, pa.table(columns)

    def standings(self) -> dict[str, Any]:
        """How the numbers in use stand: how many there are, how many no draw changes, and how many stand on what.

        `prices` counts those behind each cost; they are no inputs of a fight.
        """
        inputs = self.geometry.inputs
        counts = dict.fromkeys(get_args(Standing), 0) | standing_counts(inputs.values())
        known = {
            cost: standing_counts({name: price for name, price in priced if price is not None}.values())
            for cost, priced in zip(COSTS, self._priced(), strict=True)
        }
        told = {"count": len(inputs), "fixed": len(self.geometry.fixed), "by_standing": counts}
        return {"inputs": told, "prices": known}

    def parcel(self) -> BattleParcel:
        """All that another machine needs to lay it out anew."""
        own = self.scenario.terrain_path
        terrain = None if own is None else (own.name, own.read_bytes())
        return BattleParcel(self.scenario.canonical(), self.library.texts, terrain)

    def write(self, folder: Path) -> None:
        """Scenario, library and the list of numbers in use, as `stored` reads them."""
        (folder / "scenario.json").write_text(self.scenario.canonical() + "\n", encoding="utf-8")
        store.write_json(folder / "library.json", self.library.texts)
        inputs = self.geometry.inputs
        table = {
            "path": pa.array(list(inputs), pa.string()),
            "standing": pa.array([number.standing for number in inputs.values()], pa.string()),
            "source": pa.array([number.source for number in inputs.values()], pa.string()),
            "fixed": pa.array([path in self.geometry.fixed for path in inputs], pa.bool_()),
            "number": pa.array([number.model_dump_json(exclude_none=True) for number in inputs.values()], pa.string()),
        }
        pq.write_table(pa.table(table), folder / "inputs.parquet", compression="zstd")


class BattleParcel(NamedTuple):
    """A battle as it travels: texts, and the user's own terrain file, by name and content."""

    scenario: str
    library: dict[str, str]
    terrain: tuple[str, bytes] | None

    def opened(self) -> CompiledBattle:
        """The same battle, laid out here."""
        library = restored(self.library)
        with tempfile.TemporaryDirectory(prefix="mantlet-") as home:
            place = None
            if self.terrain is not None:
                name, content = self.terrain
                place = str(Path(home, name))
                Path(place).write_bytes(content)
            return _restored(self.scenario, "scenario", library, place)


def described(scenario: Scenario, library: Catalog) -> dict[str, Any]:
    """What tells a battle from another, by hash: known before anything is laid out."""
    own = scenario.terrain_path
    tile = BUNDLED if scenario.environment.terrain == "globe" else own
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "changes": list(scenario.changes),
        "scenario_sha256": scenario.sha256,
        "library_sha256": library.sha256,
        "terrain": str(own.resolve()) if own else None,
        "terrain_sha256": hashlib.sha256(tile.read_bytes()).hexdigest() if tile else None,
        "tick_s": scenario.tick_s,
    }


def prepared(scenario: Scenario, library: Catalog | None = None) -> CompiledBattle:
    """A scenario compiled against a library, the bundled one unless given."""
    known = catalog() if library is None else library
    geometry = compiling.geometry(scenario, known)
    central = compiling.world(geometry, Draw(0, 0, "central"))
    most_raids = MOST_SOLVED_RAIDS if optimal.asks_for_optimum(central.arrays) else None
    return CompiledBattle(scenario, known, geometry, Vocabulary(central.names, scenario.tick_s), most_raids)


def stored(folder: Path, terrain: str | None) -> CompiledBattle:
    """The battle that a result folder holds: nothing else is needed but a terrain file of the user's own."""
    library = restored(store.read_json(folder / "library.json"))
    file = folder / "scenario.json"
    return _restored(store.read_text(file), str(file), library, terrain)


def _restored(text: str, file: str, library: Catalog, terrain: str | None) -> CompiledBattle:
    """The battle of a canonical text, its terrain file where it lies now."""
    overrides = [] if terrain is None else [f"environment.terrain={json.dumps(terrain)}"]
    return prepared(loads(text, file=file, overrides=overrides, library=library), library)
