"""What a sceptic asks: numbers held and drawn again, the same luck, and nothing saved by what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mantlet import compile as compiling
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.posture.draws import Dice
from mantlet.posture.months import judged, sceptic
from mantlet.posture.months.answer import inputs_of, season_of
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.fitness import numbers
from mantlet.posture.months.prepare import study
from mantlet.posture.months.sceptic import Sceptic
from mantlet.run.loops import RECORDED
from mantlet.world import World
from posture_world import fought, ready, small

DRAWS = 4
# Nothing that slips, and a lever that yields nothing; batteries that are definitions, so that no kill is in doubt.
IDLE = ("phi: {low: 0, high: 1, assumed: for tests}", "phi: {value: 0, definition: for tests}")
NO_ORDER = ("      - {lever: first, on: 2020-07-01, places: [east]}\n", "")
PLAIN = [("system: akash/battery", "system: textbook-radar-battery/battery")] * 2


def _fights(tested: Study, draws: int) -> list[Fought]:
    return [tested.fought(RECORDED, draw) for draw in range(draws)]


def _world(dice: Dice, draw: int = 1) -> World:
    return compiling.world(ready().grounds[0].battle.geometry, dice.draw(draw, RECORDED))


def _open() -> list[str]:
    """Paths of the numbers of the first raid that are not exact and are asked for in a draw."""
    known = ready().grounds[0].battle.geometry.inputs
    return [name for name in _world(Dice(1)).inputs if not known[name].exact]


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_numbers_at_their_ends_are_what_the_world_has(share: float) -> None:
    known = ready().grounds[0].battle.geometry.inputs
    held = _open()
    assert len(held) > 20
    found = _world(Dice(1, ends=dict.fromkeys(held, share))).inputs
    assert {name: found[name] for name in held} == {name: known[name].quantile(share) for name in held}
    rest = set(found).difference(held)
    plain = _world(Dice(1)).inputs
    assert {name: found[name] for name in rest} == {name: plain[name] for name in rest}


def test_chances_to_kill_at_their_ends_are_fought_with() -> None:
    kills = [name for name in _open() if ".kill_prob" in name]
    low, high = (_world(Dice(1, ends=dict.fromkeys(kills, share))).arrays for share in (0.0, 1.0))
    assert kills
    differing = [name for name in low._fields if not np.array_equal(getattr(low, name), getattr(high, name))]
    assert differing


def test_drawn_again_is_another_draw_of_these_numbers_alone() -> None:
    again, rest = frozenset(_open()[::2]), set(_open()[1::2])
    found, plain, other = (_world(dice).inputs for dice in (Dice(1, drawn_again=again), Dice(1), Dice(2)))
    assert {name: found[name] for name in again} == {name: other[name] for name in again}
    assert {name: found[name] for name in rest} == {name: plain[name] for name in rest}
    assert any(found[name] != plain[name] for name in again)


def test_numbers_of_upkeep_are_held_as_well() -> None:
    known = numbers(ready().posture)
    names = [name for name, number in known.items() if number.standing == "assumed" and not number.exact]
    tested = replace(ready(), dice=Dice(1, ends=dict.fromkeys(names, 1.0)))
    found = tested.fought(RECORDED, 1).inputs
    assert {name: found[name] for name in names} == {name: known[name].quantile(1.0) for name in names}


def test_with_nothing_held_it_fights_what_was_fought() -> None:
    """The same losses to the bit, though only two policies and one state of nature are fought."""
    season = season_of(ready(), [fought(RECORDED, draw) for draw in range(DRAWS)])
    losses = judged.losses(season, ready().posture, "fixed", 0)
    for best in (1, 2):
        found = Sceptic(ready(), best, _fights).saving(Dice(1), DRAWS)
        assert np.array_equal(found, losses[[best, 0]])


def _idle() -> Study:
    """A second policy that asks for what it does not get, and no third."""
    text = small(IDLE, NO_ORDER)
    two = text.model_copy(update={"policies": text.policies[:2], "states": ()})
    return study(two, catalog(), Dice(1, told={}), DRAWS, 4)


def test_a_policy_that_changes_nothing_saves_exactly_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sceptic, "CELL_DRAWS", 2)
    idle = _idle()
    season = season_of(idle, _fights(idle, DRAWS))
    losses = judged.losses(season, idle.posture, "fixed", 0)
    assert np.array_equal(losses[0], losses[1])
    inputs, known = inputs_of(idle, season)
    found = sceptic.sceptic(idle, losses, inputs, known, catalog(), _fights)
    assert found is not None
    for asked in (found["adverse"], found["adverse_but_asking"] or found["adverse"]):
        assert (asked["saved"], asked["verdict_holds"]) == (0.0, False)
        assert (asked["pair"]["verdict"], asked["pair"]["unseen_share"]) == ("indistinguishable", 1.0)
    assert found["map"]["saved"] == [[0.0] * 3] * 3
    assert (found["variance"]["cited"], found["variance"]["assumed"]) == (None, None)
    assert found["sentence"].startswith("No policy is told from waiting")


def test_the_map_where_no_chance_to_kill_is_in_doubt() -> None:
    """All rows are alike, and the middle column is the raid as it is."""
    posture = small(*PLAIN)
    sure = study(posture.model_copy(update={"states": ()}), catalog(), Dice(1, told={}), 2, 4)
    asks = Sceptic(sure, 1, _fights)
    _, known = inputs_of(sure, season_of(sure, _fights(sure, 2)))
    found = sceptic._map(asks, 2, known, catalog())
    assert [name for name in known if ".kill_prob" in name]
    assert found["saved"][0] == found["saved"][1] == found["saved"][2]
    assert found["verdict"][0] == found["verdict"][1] == found["verdict"][2]
    losses = asks.saving(Dice(1), 2)
    assert found["saved"][1][1] == pytest.approx((losses[1] - losses[0]).mean(), rel=1e-5, abs=1e-9)
    assert (found["raid"], found["scales"], found["draws"]) == ("raid", [0.5, 1.0, 2.0], 2)


def test_without_another_policy_nothing_is_asked() -> None:
    alone = ready().posture.model_copy(update={"policies": ready().posture.policies[:1]})
    assert sceptic.sceptic(replace(ready(), posture=alone), np.zeros((1, 4, 4)), {}, {}, catalog(), _fights) is None


def test_adverse_is_the_end_that_goes_with_less_saved() -> None:
    """A number that rises with the gain is held at its low end, another at its high one, cited and exact ones not."""
    _, known = inputs_of(ready(), season_of(ready(), [fought(RECORDED, draw) for draw in range(DRAWS)]))
    names = [name for name, number in known.items() if number.standing == "assumed" and not number.exact]
    cited = next(name for name, number in known.items() if number.standing != "assumed")
    gain = np.array([0.0, 1.0, 2.0, 3.0])
    inputs = {names[0]: 2 * gain, names[1]: -gain, cited: gain}
    held: list[Dice] = []

    class Noted(Sceptic):
        def saving(self, dice: Dice, draws: int, grounds: object = ()) -> np.ndarray:
            held.append(dice)
            return np.zeros((2, draws, 4))

    found = sceptic._adverse(Noted(ready(), 1, _fights), gain, inputs, known)
    assert dict(held[0].ends) == {names[0]: 0.0, names[1]: 1.0}
    assert (found["held"], found["draws"]) == (2, 4)


def test_held_draws_are_those_of_the_library_elsewhere() -> None:
    number = ready().grounds[0].battle.geometry.inputs[_open()[0]]
    told = Dice(1, ends={"x": 1.0}).draw(3, "independent")
    assert told.value("y", number) == Draw(1, 3, "independent").value("y", number)
    assert told.value("x", number) == number.quantile(1.0)
