"""One draw of a posture fought: every month of every policy in every state of nature, each distinct force once.

Replications are paired: the luck of a raid, and of what is fit, follows from its number and not from month or policy.
"""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet import compile as compiling
from mantlet.engine.fights import BATTLE, fight_each
from mantlet.library.sampling import Draw
from mantlet.posture.draws import Array, Counts, Dice
from mantlet.posture.levers import Policy
from mantlet.posture.months.file import Posture, Raid, State
from mantlet.posture.months.fitness import Workshop
from mantlet.posture.months.forces import Manning, Parts, Rows, key_of, magazines_of, once, parts_of
from mantlet.posture.months.margins import Members, Package
from mantlet.posture.months.muster import Muster, met_by, numbered
from mantlet.posture.months.presence import Presence
from mantlet.run.battle import CompiledBattle
from mantlet.run.loops import RECORDED, Design
from mantlet.run.raids import Metrics
from mantlet.world import Force, World

Table = NDArray[np.float64]
Places = NDArray[np.int32]  # in the list of distinct forces

# Of so many draws one meets the raids that are not averaged over, and one the largest, for the time that they take.
OTHERS_EVERY: Final = 2
LARGE_EVERY: Final = 4
SATURATING: Final = "saturating"  # behind the id of a raid that is made larger


def half(replications: int) -> int:
    """How many are fought of raids that are not averaged over or made larger, of states supposed, of compositions."""
    return -(-replications // 2)


class Ground(NamedTuple):
    """A raid laid out, its groups `scale_ratio` times as large as the file has them."""

    id: str
    raid: Raid
    scale_ratio: float
    battle: CompiledBattle
    leak_share: float | None = None  # of what its last step of scale adds, with every place filled

    @property
    def is_reference(self) -> bool:
        """Whether it is one of those that results are averaged over, as large as the file has it."""
        return self.raid.role == "reference" and not self.is_saturating

    @property
    def is_saturating(self) -> bool:
        """Whether it is made as large as saturates the whole defence."""
        return self.id != self.raid.id

    @property
    def every(self) -> int:
        """Of so many draws one meets it."""
        return 1 if self.is_reference else LARGE_EVERY if self.is_saturating else OTHERS_EVERY


@dataclass(frozen=True)
class Outlooks:
    """What was drawn for all draws at once, in each state of nature; the first is as the record goes on."""

    states: tuple[State | None, ...]
    presence: tuple[tuple[Presence, ...], ...]  # [state][policy]
    strengths: tuple[dict[str, Counts], ...]  # [state], of a type of aircraft: [draw, month]
    rounds_each: Counts | None  # [draw], with a unit of the order; None where rounds are no stock of their own
    days: tuple[int, ...]  # the last of each month
    first_day: int


class Fought(NamedTuple):
    """One draw. `row` says which distinct force fought: [state, policy, month, replication]."""

    row: NDArray[np.int32]
    margin_row: NDArray[np.int32]  # [composition, replication]
    filled: NDArray[np.bool_]  # [row, place]
    tables: dict[str, Table]  # by ground that was met: [row, column]
    columns: tuple[str, ...]
    fit_prob: Array  # [state, policy, entry of fitness, month]
    ends_prob: Array  # [state, entry, end, month], waiting: parts never taken from what waits, and always
    inputs: dict[str, float]
    fights: int


@dataclass(frozen=True)
class Study:
    """A posture ready to be fought, draw by draw; threads may share it."""

    posture: Posture
    grounds: tuple[Ground, ...]
    columns: tuple[str, ...]
    outlooks: Outlooks
    dice: Dice
    replications: int
    compositions: tuple[Members, ...]  # fought in the last month beside the policies
    mapped: tuple[tuple[Ground, ...], ...] = ()  # some of the raids, each in several sizes, for the sceptic's maps

    @cached_property
    def second(self) -> Study:
        """What the second design of draws fights, which serves `ignorance` alone: the raids that results are averaged
        over, as the record goes on, by half of the replications."""
        looks = self.outlooks
        return replace(
            self,
            posture=self.posture.model_copy(update={"states": ()}),
            grounds=tuple(ground for ground in self.grounds if ground.is_reference),
            outlooks=replace(
                looks, states=looks.states[:1], presence=looks.presence[:1], strengths=looks.strengths[:1]
            ),
            replications=half(self.replications),
            compositions=(),
        )

    def in_design(self, design: Design) -> Study:
        """What is fought in the draws of a design."""
        return self if design == RECORDED else self.second

    def fought(self, design: Design, draw: int) -> Fought:
        """One draw of all raids."""
        grounds = self._met(draw)
        laid = {id(ground.battle): ground.battle for ground in grounds}  # several raids may be one scenario
        built = {key: compiling.world(battle.geometry, self.dice.draw(draw, design)) for key, battle in laid.items()}
        worlds = [built[id(ground.battle)] for ground in grounds]
        parts = parts_of(self.posture, grounds[0].battle.geometry, worlds[0])
        muster = self._muster(parts, draw)
        workshops = self.workshops(design, draw)
        rows, fit_prob = self._months(muster, workshops, draw)
        composed = [self._composed(members, muster, workshops[0], draw) for members in self._compared(draw)]
        margins = np.array(composed, np.int16).reshape(-1, self.replications, parts.width)
        every = np.concatenate([numbered(rows), numbered(margins)])
        few, which = once(row.tobytes() for row in every)
        distinct, place = np.unique(every[few], axis=0, return_inverse=True)
        at, beyond = np.split(place.reshape(-1)[which].astype(np.int32), [rows[..., 0].size])
        at, beyond = at.reshape(rows.shape[:-1]), beyond.reshape(margins.shape[:-1])
        found = [
            self._fight(ground, world, parts, distinct, self._asked(ground, at, beyond), self.dice.draw(draw, design))
            for ground, world in zip(grounds, worlds, strict=True)
        ]
        return Fought(
            row=at,
            margin_row=beyond,
            filled=distinct[:, 1 : 1 + parts.places] > 0,
            tables={ground.id: table for ground, (table, _) in zip(grounds, found, strict=True)},
            columns=self.columns,
            fit_prob=fit_prob,
            ends_prob=self._ends(workshops),
            inputs=self._inputs(grounds, worlds) | dict(workshops[0].draw.known or {}),
            fights=sum(count for _, count in found),
        )

    def manned(
        self, ground: Ground, world: World, workshop: Workshop, draw: int, month: tuple[int, int]
    ) -> list[Force]:
        """Who fights each replication of a raid of a draw, as the record goes on; its first workshop tells who is fit.

        `month` are a policy and a month, by number.
        """
        policy, at = month
        parts = parts_of(self.posture, ground.battle.geometry, world)
        odds = [workshop.fit(entry, self.posture.policies[policy], None) for entry in self.posture.fitness]
        filled, bought = self._held(self.outlooks.presence[0][policy], draw)
        rows = self._muster(parts, draw).rows(filled, bought, [one.held for one in odds])
        return self._forces(ground, world, parts, numbered(rows[at]))[1]

    def _met(self, draw: int) -> list[Ground]:
        """The raids that a draw meets, one to be averaged over first."""
        met = [ground for ground in self.grounds if draw % ground.every == 0]
        return sorted(met, key=lambda ground: not ground.is_reference)

    def _compared(self, draw: int) -> tuple[Members, ...]:
        """The compositions that a draw fights."""
        return self.compositions if draw % OTHERS_EVERY == 0 else ()

    def _asked(self, ground: Ground, at: Places, beyond: Places) -> Places:
        """Which rows a raid fights: half of the replications, and all of them where the answer's intervals rest."""
        few = half(self.replications)
        wanted = [at[..., :few].reshape(-1)]
        if ground.is_reference:
            supposed = np.array([state is not None for state in self.outlooks.states])
            wanted += [at[~supposed].reshape(-1), beyond[..., :few].reshape(-1)]
        return np.unique(np.concatenate(wanted))

    def _inputs(self, grounds: list[Ground], worlds: list[World]) -> dict[str, float]:
        """Figures of the reference raids by path; the first that asks for one tells it."""
        told = [world.inputs for ground, world in zip(grounds, worlds, strict=True) if ground.is_reference]
        return dict(ChainMap(*told))

    def workshops(self, design: Design, draw: int) -> list[Workshop]:
        """One for each state of nature."""
        own = [{name: count[draw] for name, count in types.items()} for types in self.outlooks.strengths]
        figures = replace(self.dice.draw(draw, design), known={})
        first = Workshop(self.posture, figures, self.outlooks.first_day, own[0])
        return [first, *map(first.facing, own[1:])]

    def _months(self, muster: Muster, workshops: list[Workshop], draw: int) -> tuple[Rows, Array]:
        """Rows by [state, policy, month, replication, column], and the chance of each fleet that one is fit."""
        looks, posture = self.outlooks, self.posture
        made: dict[object, Rows] = {}
        rows: list[list[Rows]] = []
        fit: list[list[Array]] = []
        for state, present, workshop in zip(looks.states, looks.presence, workshops, strict=True):
            rows.append([])
            fit.append([])
            for policy, there in zip(posture.policies, present, strict=True):
                odds = [workshop.fit(entry, policy, state) for entry in posture.fitness]
                filled, bought = self._held(there, draw)
                key = (filled.tobytes(), bought.tobytes(), *map(id, odds))
                if key not in made:
                    made[key] = muster.rows(filled, bought, [one.held for one in odds])
                rows[-1].append(made[key])
                fit[-1].append(np.array([one.one_prob for one in odds]).reshape(len(odds), len(looks.days)))
        return np.array(rows), np.array(fit)

    def _muster(self, parts: Parts, draw: int) -> Muster:
        """Makes the rows of a draw."""
        held = None if self.outlooks.rounds_each is None else int(self.outlooks.rounds_each[draw])
        return Muster.of(self.posture, parts, held, (self.dice.seed, draw), self.replications)

    def _held(self, there: Presence, draw: int) -> tuple[NDArray[np.bool_], Counts]:
        """Which places are filled, by [month, place], and how many rounds are bought, by month."""
        days = self.outlooks.days
        return there.filled_day[draw] <= np.array(days)[:, None], there.rounds_bought(days)[draw]

    def _ends(self, workshops: list[Workshop]) -> Array:
        """What would be fit of each fleet at the two ends of taking parts, under waiting."""
        posture, months = self.posture, len(self.outlooks.days)
        waiting = posture.policies[posture.waits]
        ends = [
            [workshop.fit(entry, waiting, state).ends_prob for entry in posture.fitness]
            for state, workshop in zip(self.outlooks.states, workshops, strict=True)
        ]
        return np.array(ends).reshape(len(workshops), len(posture.fitness), 2, months)

    def _composed(self, members: Members, muster: Muster, workshop: Workshop, draw: int) -> Rows:
        """Rows by [replication, column] of a composition, in the last month."""
        looks, posture = self.outlooks, self.posture
        bought = sum(
            int(there.purchase_count[draw].sum())
            for policy, there in zip(posture.policies, looks.presence[0], strict=True)
            if Package("rounds", policy.id) in members
        )
        buyers = [policy for policy in posture.policies if Package("spares", policy.id) in members]
        levers = tuple(lever for policy in buyers for lever in policy.levers)
        buying = Policy(id="composed", title="spares that are bought", levers=levers)
        odds = [workshop.fit(entry, buying, None).last for entry in posture.fitness]
        filled = np.array([place.stands or Package("place", place.id) in members for place in posture.places])
        return muster.rows(filled[None], np.array([bought]), odds)[0]

    def _forces(self, ground: Ground, world: World, parts: Parts, rows: Rows) -> tuple[list[int], list[Force]]:
        """Numbered rows as a raid meets them: the numbers, and the forces."""
        magazines = magazines_of(self.posture, ground.battle.geometry, world, parts)
        met = met_by(rows, parts, magazines, ground.raid.loads_spent)
        return met[:, 0].tolist(), Manning(self.posture, ground.battle.geometry, world, parts).forces(met[:, 1:])

    def _fight(
        self, ground: Ground, world: World, parts: Parts, rows: Rows, asked: Places, draw: Draw
    ) -> tuple[Table, int]:
        """What each numbered row came to against one raid, nan where it is not asked, and how many were fought."""
        numbers, forces = self._forces(ground, world, parts, rows[asked])
        own, which = once((number, *key_of(force)) for number, force in zip(numbers, forces, strict=True))
        fighting, raids = [forces[one] for one in own], [numbers[one] for one in own]
        outcomes = fight_each(world.arrays, fighting, self.dice.seed, draw.index, raids, BATTLE)
        metrics, _ = ground.battle.metrics(world, outcomes, replace(draw, known={}))
        table = np.full((len(rows), len(self.columns)), np.nan)
        told = np.column_stack([_column(metrics, name, len(own)) for name in self.columns])
        table[asked] = told[which]
        return table, len(own)


def _column(metrics: Metrics, name: str, rows: int) -> Array:
    """A metric of a raid; nothing of a class or an asset that it does not have."""
    return np.asarray(metrics.get(name, np.zeros(rows)), float)
