"""One draw fought: as each force fought alone, each distinct force once, whatever else was fought before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from mantlet import compile as compiling
from mantlet.engine.fights import BATTLE, fight_each
from mantlet.library.sampling import Draw
from mantlet.posture.dates import last_day
from mantlet.posture.months.fights import Fought, half
from mantlet.posture.months.fitness import Workshop
from mantlet.posture.months.forces import Manning, Rows, magazines_of, parts_of
from mantlet.posture.months.muster import Muster, met_by, numbered
from mantlet.posture.months.season import VALUE
from mantlet.run.loops import CHECK, RECORDED, Design
from posture_world import fought, plain, ready

DRAW = 0  # meets every raid
RAIDS = 4


def _same(one: Fought, other: Fought) -> bool:
    tables = all(np.array_equal(one.tables[name], other.tables[name], equal_nan=True) for name in one.tables)
    arrays = ("row", "margin_row", "filled", "fit_prob")
    alike = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    return tables and alike and one.inputs == other.inputs and one.fights == other.fights


@pytest.mark.parametrize("name", ["raid", "raid/saturating", "second", "second/saturating"])
@pytest.mark.parametrize(("policy", "month"), [(0, 0), (1, 11), (2, 6)])
def test_a_month_is_as_its_force_fought_alone(name: str, policy: int, month: int) -> None:
    """Muster, forces and fights of one cell, step by step and without a list of distinct forces."""
    study, (at,) = ready(), [ground for ground in ready().grounds if ground.id == name]
    draw = Draw(1, DRAW, RECORDED)
    world = compiling.world(at.battle.geometry, draw)
    parts = parts_of(plain(), at.battle.geometry, world)
    held = study.outlooks.rounds_each
    assert held is not None
    muster = Muster.of(plain(), parts, int(held[DRAW]), (1, DRAW), RAIDS)
    shop = Workshop(plain(), draw, study.outlooks.first_day, {})
    there = study.outlooks.presence[0][policy]
    days = [last_day(number) for number in plain().month_numbers]
    odds = [shop.fit(entry, plain().policies[policy], None).held for entry in plain().fitness]
    rows = muster.rows(there.filled(days)[DRAW], there.rounds_bought(days)[DRAW], odds)[month]
    met = met_by(numbered(rows), parts, magazines_of(plain(), at.battle.geometry, world, parts), at.raid.loads_spent)
    forces = Manning(plain(), at.battle.geometry, world, parts).forces(met[:, 1:])
    found = fought(RECORDED, DRAW)
    place = found.row[0, policy, month]
    column = found.columns.index(f"{VALUE}field")
    for k in range(RAIDS if at.is_reference else half(RAIDS)):
        outcomes = fight_each(world.arrays, [forces[k]], 1, DRAW, [k], BATTLE)
        metrics, _ = at.battle.metrics(world, outcomes, draw)
        told = found.tables[at.id][place[k]]
        assert told[column] == metrics[f"{VALUE}field"][0]
        assert told[found.columns.index("shots")] == metrics["shots"][0]


def test_only_what_is_asked_is_fought() -> None:
    found = fought(RECORDED, DRAW)
    supposed = found.row[1]
    for ground in ready().grounds:
        fine: NDArray[np.bool_] = np.all(np.isfinite(found.tables[ground.id]), axis=1)
        assert fine[found.row[..., : half(RAIDS)]].all()
        assert fine[found.row[[0, 2]]].all() or not ground.is_reference
        assert fine[found.margin_row[:, : half(RAIDS)]].all() or not ground.is_reference
    alone = np.setdiff1d(supposed[..., half(RAIDS) :], found.row[[0, 2]])
    assert not np.isfinite(found.tables["raid"][np.setdiff1d(alone, found.margin_row)]).any()


def test_equal_forces_are_fought_once() -> None:
    """West and east stand alike in many months: far fewer fights than months, policies, states and replications."""
    found = fought(RECORDED, DRAW)
    rows = len(found.filled)
    assert found.fights <= rows * len(ready().grounds) < found.row.size
    for policy in (0, 2):  # neither places nor fitness differ before the first purchase comes
        assert np.array_equal(found.row[0, policy, 0], found.row[0, 0, 0])


def test_draws_do_not_know_of_each_other() -> None:
    """Another order, and a study of more draws and of another number of replications, fight the same."""
    fresh = replace(ready())
    last, first = fresh.fought(RECORDED, 1), fresh.fought(RECORDED, DRAW)
    assert _same(first, fought(RECORDED, DRAW)) and _same(last, fought(RECORDED, 1))
    assert _same(ready(7).fought(RECORDED, DRAW), fought(RECORDED, DRAW))
    more, few = ready(4, 6).fought(RECORDED, DRAW), fought(RECORDED, DRAW)
    assert np.array_equal(
        more.tables["raid"][more.row[0, :, :, :RAIDS]], few.tables["raid"][few.row[0]], equal_nan=True
    )


def test_draws_and_designs_differ() -> None:
    designs: tuple[Design, Design] = (RECORDED, CHECK)
    first, second = (fought(design, DRAW).inputs for design in designs)
    assert first.keys() == second.keys() and first != second
    assert first != fought(RECORDED, 1).inputs


def test_the_second_design_fights_the_raids_as_they_are_as_the_record_goes_on() -> None:
    """With the numbers of the first it is the same to the bit, raid for raid, and nothing beside."""
    second = ready().second
    same, whole = second.fought(RECORDED, DRAW), fought(RECORDED, DRAW)
    assert set(same.tables) == {"raid"} and same.row.shape[0] == 1 and not same.margin_row.size
    few = half(RAIDS)
    assert same.row.shape[-1] == few < RAIDS
    found, wanted = (one.tables["raid"][one.row[0, :, :, :few]] for one in (same, whole))
    assert np.array_equal(found, wanted) and np.isfinite(found).all()
    assert ready().in_design(RECORDED) is ready() and ready().in_design(CHECK) is second


def test_pairs_share_what_no_policy_moves() -> None:
    """Until a policy has moved something, replications of all policies are the same fights; in some draw one does."""
    moved = 0
    for draw in range(4):
        found = fought(RECORDED, draw)
        same = (found.row[0, 0] == found.row[0, 2]).all(axis=1)
        assert same[0]
        moved += not same.all()
        losses = found.tables["raid"][:, 0]
        assert np.array_equal(losses[found.row[0, 0][same]], losses[found.row[0, 2][same]])
    assert moved


def test_rounds_and_spares_of_one_policy_are_told_apart() -> None:
    """Composition by composition, in a draw where spares help: rounds change no count that is fit, spares no rounds."""
    study, draw = ready(), 0
    parts = parts_of(plain(), study.grounds[0].battle.geometry, study.grounds[0].battle.world(1, "central", 0))
    muster = Muster.of(plain(), parts, 8, (1, draw), 100)
    shop = Workshop(plain(), Draw(1, draw, RECORDED), study.outlooks.first_day, {})
    whole = max(study.compositions, key=len)

    def rows(kind: str) -> tuple[Rows, Rows]:
        """Counts that are fit, and rounds, of all packages but this kind."""
        members = frozenset(member for member in whole if member.kind != kind)
        assert members in study.compositions
        found = study._composed(members, muster, shop, draw)
        return found[:, 4:-2], found[:, -2:]

    fit, rounds = rows("none of them")
    fit_without_rounds, own_rounds = rows("rounds")
    fit_without_spares, rounds_without_spares = rows("spares")
    assert np.all(own_rounds == 8) and np.all(rounds > 8)
    assert np.array_equal(fit_without_rounds, fit) and np.array_equal(rounds_without_spares, rounds)
    assert np.all(fit_without_spares <= fit) and np.any(fit_without_spares < fit)


def test_inputs_are_those_of_the_raid_and_of_upkeep() -> None:
    inputs = fought(RECORDED, DRAW).inputs
    assert {"mig-29.serviceable", "spares/s-400-launchers/lead"} < set(inputs)
    assert any(".kill_prob" in name for name in inputs)


def test_large_raids_are_met_in_every_fourth_draw_and_the_menu_in_every_second() -> None:
    met = [set(fought(RECORDED, draw).tables) for draw in range(4)]
    every = {"raid", "raid/saturating", "second", "second/saturating"}
    assert met == [every, {"raid"}, {"raid", "second"}, {"raid"}]
