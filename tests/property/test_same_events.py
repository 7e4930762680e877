"""The event-driven engine against the reference engine: the same events, one by one, and the same outcomes."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings

import worlds
from mantlet.codes import CAUSES, EVENTS
from mantlet.compile import geometry, world
from mantlet.engine.fights import fight_logged
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World
from property.battles import FEW, Battle, all_battles
from property.hilly import hidden, hilly
from property.plain import is_unasked, plain
from property.ruled import ruled
from property.sorties import air_battles
from property.tiered import tiered
from property.wide import wide

WIDE, PLAIN, RULED, HILLY, TIERED = range(160), range(300), range(150), range(80), range(200)
NEVER_SEEN = {"expired"}  # of who has neither a target nor a load nor a jammer: scenarios refuse that
wide_battle = functools.cache(wide)


def agree(made: World, logged: int, unlogged: int) -> None:
    """Event by event, and without a log, where radars are not asked before somebody wants to know."""
    worlds.fought(made, unlogged, seed=7)
    for k in range(1, logged):
        worlds.told(made, k, seed=7)


@settings(FEW, max_examples=300)
@given(all_battles())
def test_generated_battles(battle: Battle) -> None:
    agree(battle.built(), 3, 12)


@settings(FEW, max_examples=150)
@given(air_battles())
def test_battles_in_the_air(battle: Battle) -> None:
    agree(battle.built(), 2, 12)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_bundled_scenarios(name: str) -> None:
    known = catalog()
    agree(world(geometry(load(name, library=known), known), Draw(7, 1, "comonotone")), 3, 60)


@pytest.mark.parametrize("number", WIDE)
def test_wide_battles(number: int) -> None:
    agree(wide_battle(number), 3, 6)


@pytest.mark.parametrize("number", RULED)
def test_ruled_battles(number: int) -> None:
    agree(ruled(number), 3, 6)


@pytest.mark.parametrize("number", TIERED)
def test_tiered_battles(number: int) -> None:
    agree(tiered(number), 2, 6)


@pytest.mark.parametrize("number", HILLY)
def test_hilly_battles(number: int) -> None:
    agree(hilly(number), 2, 6)


def test_in_hilly_battles_ridges_come_between() -> None:
    assert np.mean([hidden(hilly(number)) for number in HILLY[:20]]) > 0.3


@pytest.mark.parametrize("number", PLAIN)
def test_plain_battles(number: int) -> None:
    agree(plain(number), 1, 6)


def test_in_most_plain_battles_radars_are_left_unasked() -> None:
    """And in some they are not, so that what decides it is tested as well."""
    unasked = sum(is_unasked(plain(number)) for number in PLAIN)
    assert 0.6 < unasked / len(PLAIN) < 0.9


def test_in_wide_battles_everything_happens_that_can() -> None:
    """Every kind of event and every cause of a leak: if one is missing, nobody will notice that engines part there."""
    happened: set[str] = set()
    blamed: set[str] = set()
    for made in map(wide_battle, WIDE):
        outcomes, log = fight_logged(made.arrays, made.force, 7, 0, 1)
        happened |= {EVENTS[code] for code in np.unique(log["kind"])}
        blamed |= worlds.causes(outcomes)
    assert happened == set(EVENTS) - NEVER_SEEN
    assert blamed == set(CAUSES)


def test_a_radar_that_was_not_asked_keeps_the_track_of_what_was_shot_down() -> None:
    """Before its unit can fire, another shoots the object down and takes that for a miss: it fires at it later."""
    looking = "sides.lithuania.doctrine={weapons_control: free, method: shoot-look-shoot, max_in_flight: 2}"
    worlds.fought(worlds.bundled("baltic-2024", looking), 1, first=144)


def test_a_track_from_long_before_anybody_wants_it_is_held() -> None:
    """It is confirmed more than a minute before its unit can fire, and hits are rare since, but never rare enough."""
    known = worlds.library(
        sensor={"certain": False, "claim": worlds.CLAIM | {"range": "10 km"}, "drop_after": 60}
        | {"confirm_hits": 2, "confirm_scans": 2},
        flyer={"speed": "60 m/s"},
        missile={"max_range": "12 km"},
    )
    way = {"bearing": "0 deg", "spread": "90 deg", "range": "25 km"}
    made = worlds.built(worlds.scenario([{"approach": way, "count": 5}], duration="420 s"), known)
    assert is_unasked(made)
    worlds.fought(made, 60)
