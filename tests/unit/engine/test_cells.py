"""Cells of pairs: there for those that can meet by the tables of the world, and for nobody else."""

from __future__ import annotations

import numpy as np
import pytest

import worlds
from mantlet.codes import NONE
from mantlet.engine.blank import blank
from mantlet.world import World


def sees(made: World, r: int, o: int) -> bool:
    """Whether a radar has an enemy object in sight at some tick."""
    at, hostile = made.arrays.visible_at, made.arrays.objects[o]["side"] != made.arrays.sensors[r]["side"]
    return bool(hostile and at[r, o + 1] > at[r, o])


def reaches(made: World, u: int, o: int) -> bool:
    """Whether a unit can fire at an object from any of its places."""
    sites, at = made.arrays.sites, made.arrays.window_at
    mine = sites["whole"][sites["unit"] == u]
    places = sites["unit"][np.isin(sites["whole"], mine)] if len(mine) else np.array([u])
    slots = np.flatnonzero(np.isin(made.arrays.slots["unit"], places))
    return bool((at[slots, o + 1] > at[slots, o]).any())


@pytest.mark.parametrize("name", ["lab-moves", "ladakh-2020", "sead-2021", "lab-airborne"])
def test_each_pair_that_can_meet_has_a_cell(name: str) -> None:
    made = worlds.bundled(name)
    tables = blank(made.arrays, made.force, by_calendar=True).tables
    for index, cells, whose, able in (
        (tables["sight_cells"], tables["sights"], "sensor", sees),
        (tables["duel_cells"], tables["duels"], "unit", reaches),
    ):
        count = 0
        for (one, o), cell in np.ndenumerate(index):
            assert (cell != NONE) == able(made, one, o)
            if cell != NONE:
                assert (cells[cell][whose], cells[cell]["object"]) == (one, o)
                count += 1
        assert 0 < count == len(cells)


def test_whoever_meets_nobody_takes_an_index_at_most() -> None:
    post = {"id": "post", "link_delay": "1 s", "at": worlds.SITE}
    far = [{"id": f"far{n}", "at": {"lat": -30.0, "lon": 75.0}, "post": "post"} for n in range(20)]
    sizes: list[int] = []
    for count in (200, 400):
        for units in ([{"post": "post"}], [{"post": "post"}, *far]):
            made = worlds.built(worlds.scenario([{"count": count}], units, blue={"posts": [post]}))
            state = blank(made.arrays, made.force, by_calendar=True)
            sizes.append(sum(table.nbytes for table in state.tables.values()))
    few, few_among, many, many_among = sizes
    assert (many_among - many) - (few_among - few) <= 2 * 4 * len(far) * 200
    assert many - few > 200 * len(far) * 4
