"""What a sceptic asks: numbers held and drawn again, the same luck, the right policies, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from mantlet import compile as compiling
from mantlet.base.sourced import Sourced, Standing
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.posture.draws import Dice
from mantlet.posture.months import judged, sceptic
from mantlet.posture.months.again import Again
from mantlet.posture.months.answer import inputs_of, season_of
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.fitness import numbers
from mantlet.posture.months.prepare import study
from mantlet.posture.months.season import View
from mantlet.posture.verdicts import pair
from mantlet.run.loops import RECORDED
from mantlet.world import World
from posture_world import fought, ready, small

DRAWS = 4
# Nothing that slips, and a lever that yields nothing; batteries that are definitions, so that no kill is in doubt.
IDLE = ("phi: {low: 0, high: 1, assumed: for tests}", "phi: {value: 0, definition: for tests}")
NO_ORDER = ("      - {lever: first, on: 2020-07-01, places: [east]}\n", "")
PLAIN = [("system: akash/battery", "system: textbook-radar-battery/battery")] * 2


def _fights(tested: Study, draws: range) -> list[Fought]:
    return [tested.fought(RECORDED, draw) for draw in draws]


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
    again = Again(ready(), _fights)
    for asked in ([1], [2], [2, 1]):
        assert np.array_equal(again.losses(asked, Dice(1), range(DRAWS)), losses[[*asked, 0]])
    assert np.array_equal(again.losses([2], Dice(1), range(1, 3)), losses[[2, 0], 1:3])


def _idle() -> Study:
    """A second policy that asks for what it does not get, and no third."""
    text = small(IDLE, NO_ORDER)
    two = text.model_copy(update={"policies": text.policies[:2], "states": ()})
    return study(two, catalog(), Dice(1, told={}), DRAWS, 4)


def test_a_policy_that_changes_nothing_saves_exactly_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sceptic, "CELL_DRAWS", 2)
    idle = _idle()
    season = season_of(idle, _fights(idle, range(DRAWS)))
    losses = judged.losses(season, idle.posture, "fixed", 0)
    assert np.array_equal(losses[0], losses[1])
    inputs, known = inputs_of(idle, season)
    (found,) = sceptic.sceptic(Again(idle, _fights), losses, inputs, known, catalog(), {})
    assert (found["told"], found["adverse"]) == (False, None)
    assert all(value == 0.0 for row in (*found["map"]["saved"], *found["map"]["standard_error"]) for value in row)
    assert (found["variance"]["cited"], found["variance"]["assumed"]) == (None, None)
    assert found["sentence"].endswith(
        "is not told from waiting in the raid as it is, even with the numbers as they are drawn."
    )


def test_the_map_where_no_chance_to_kill_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows are alike, the second column is the raid as it is, and the last one that which saturates."""
    monkeypatch.setattr(sceptic, "CELL_DRAWS", 2)
    posture = small(*PLAIN)
    sure = study(posture.model_copy(update={"states": ()}), catalog(), Dice(1, told={}), 2, 4)
    asks = _questions(sure, [1, 2])
    assert [name for name in asks.known if ".kill_prob" in name]
    found = sceptic._maps(asks)
    losses = asks.again.losses([1, 2], Dice(1), range(2))
    (largest,) = [ground for ground in sure.grounds if ground.id == "raid/saturating"]
    for place, (one,) in enumerate(found):
        assert all(one[what][row] == one[what][0] for what in ("saved", "standard_error", "verdict") for row in (1, 2))
        saved = losses[2] - losses[place]
        assert one["saved"][1][1] == pytest.approx(saved.mean(), rel=1e-5, abs=1e-9)
        half_apart = abs(float(saved[0].mean() - saved[1].mean())) / 2  # of two draws, over the root of two
        assert one["standard_error"][1][1] == pytest.approx(half_apart, rel=1e-5, abs=1e-9)
        assert (one["raid"], one["draws"]) == ("raid", 2)
        assert one["scales"] == sorted({0.5, 1.0, 2.0, largest.scale_ratio})


def test_maps_are_of_the_raids_that_the_posture_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sceptic, "CELL_DRAWS", 2)
    third = "  - {id: third, scenario: lab-airspace, scale: 0.5}\nscales: [2.0, 3.0]\nmapped: [raid, third]\n"
    two = study(small(("scales: [2.0, 3.0]\n", third)), catalog(), Dice(1, told={}), 2, 4)
    (found,) = sceptic._maps(_questions(two, [1]))
    assert [one["raid"] for one in found] == ["raid", "third"]
    assert len({str(one["saved"]) for one in found}) == 2, "raids of another size"


def test_verdicts_have_draws_enough_for_their_rule() -> None:
    """With one of them worse a policy may still be better; with one draw fewer it may not."""
    for draws, verdict in ((sceptic.RULED_DRAWS, "first"), (sceptic.RULED_DRAWS - 1, "indistinguishable")):
        losses = np.zeros((2, draws, 4))
        losses[1] = 1.0
        losses[1, 0] = -1.0
        assert pair(losses, 0, 1).verdict == verdict
    assert sceptic.VERDICT_DRAWS == sceptic.RULED_DRAWS


def _questions(tested: Study, policies: Sequence[int]) -> sceptic.Questions:
    season = season_of(tested, _fights(tested, range(2)))
    inputs, known = inputs_of(tested, season)
    losses = judged.losses(season, tested.posture, "fixed", 0)
    return sceptic.Questions(Again(tested, _fights), tuple(policies), losses, inputs, known, catalog())


class Scripted(Again):
    """Draws that save what `saves` says, whatever is fought."""

    def __init__(self, saves: Any) -> None:
        super().__init__(ready(), _fights)
        self.__dict__["saves"] = saves

    def losses(self, policies: Sequence[int], dice: Dice, draws: range) -> np.ndarray:
        found = np.zeros((len(policies) + 1, len(draws), 4))
        found[-1] += np.array([self.__dict__["saves"](dice, draw) for draw in draws])[:, None]
        return found


def _scripted(saves: Any, draws: int = 40) -> sceptic.Questions:
    """Questions about the second policy, all of whose draws are scripted."""
    asks = _questions(ready(), [1])
    again = Scripted(saves)
    losses = np.zeros((3, draws, 4))
    losses[0] = again.losses([1], Dice(1), range(draws))[-1]
    dice = np.random.default_rng(3)
    inputs = {name: dice.random(draws) for name in asks.inputs}
    return replace(asks, again=again, losses=losses, inputs=inputs)


def test_shares_of_variance_are_of_what_was_drawn_again() -> None:
    """Where only assumed numbers move the gain, the whole of it is theirs and nothing that of cited ones."""
    known = _questions(ready(), [1]).known
    names = {name for name, number in known.items() if number.standing in sceptic.GUESSED}

    def saves(dice: Dice, draw: int) -> float:
        return float((-1) ** (draw // 2 if names & dice.drawn_again else draw))

    (found,) = sceptic._variances(_scripted(saves))
    for other in ("cited", "recalled"):
        assert (found[other]["share"], found[other]["standard_error"]) == (0.0, 0.0)
    assert found["assumed"]["share"] == 1.0


def test_what_was_not_read_is_not_called_cited() -> None:
    """Every standing is in one group; a guess for which no publication could be named is assumed."""
    every = [standing for group in sceptic.GROUPS.values() for standing in group]
    assert sorted(every) == sorted(get_args(Standing))
    assert sceptic.GROUPS["recalled"] == {"recalled"} and sceptic.GROUPS["assumed"] == {"assumed", "unverified"}
    asks = _questions(ready(), [1])
    names = {name for name, number in asks.known.items() if number.standing == "recalled"}
    assert names, "the small posture has some"

    def saves(dice: Dice, draw: int) -> float:
        return float((-1) ** (draw // 2 if names & dice.drawn_again else draw))

    (found,) = sceptic._variances(_scripted(saves))
    assert [found[group]["share"] for group in sceptic.GROUPS] == [0.0, 1.0, 0.0]


def test_guesses_are_held_against_a_policy_like_assumptions() -> None:
    asks = _questions(ready(), [1])
    guessed = {name for name in asks.inputs if name in asks.known and asks.known[name].standing == "unverified"}
    assert guessed, "the small posture has some"
    own = ready().posture.policies[1]
    held = sceptic.assumed(ready(), own, asks.gain(1), asks.inputs, asks.known, asks.library, set())
    assert guessed <= set(held.names)


@pytest.mark.parametrize(("draws", "shared"), [(8, 8), (40, 16), (200, 50)])
def test_more_draws_tell_shares_of_variance_better(draws: int, shared: int) -> None:
    (found,) = sceptic._variances(_scripted(lambda _, draw: float(draw % 3), draws))
    assert found["draws"] == shared


def _asked_in_short(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any, Any]:
    """Losses, the last policy's the least, and inputs; maps and corners, which take long, are not asked for."""
    monkeypatch.setattr(sceptic, "_maps", lambda asks: [[{}]] * len(asks.policies))
    monkeypatch.setattr(sceptic, "_adverse", lambda *_: {"undone": False, "tried": 4})
    season = season_of(ready(), [fought(RECORDED, draw) for draw in range(DRAWS)])
    losses = np.full((3, DRAWS, 4), 5.0)
    losses[2] = 1.0
    return losses, *inputs_of(ready(), season)


def test_the_question_of_the_posture_is_asked_beside_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    losses, inputs, known = _asked_in_short(monkeypatch)
    for question, wanted in ((None, ["buy"]), ("buy", ["buy"]), ("sooner", ["buy", "sooner"])):
        posture = ready().posture.model_copy(update={"question": question})
        again = Again(replace(ready(), posture=posture), _fights)
        found = sceptic.sceptic(again, losses, inputs, known, catalog(), {"fixed": "buy", "worst": "wait"})
        assert [one["pair"]["first"] for one in found] == wanted
        assert [one["saves_most"] for one in found] == [True, False][: len(wanted)]
        assert [one["question"] for one in found] == [question == name for name in wanted]
        assert [one["told"] for one in found] == [True, False][: len(wanted)]
        assert [one["loses_least_in"] for one in found] == [["fixed"], []][: len(wanted)]


def test_what_loses_least_in_another_form_of_raid_is_asked_about_too(monkeypatch: pytest.MonkeyPatch) -> None:
    losses, inputs, known = _asked_in_short(monkeypatch)
    bests: dict[View, str] = {"fixed": "buy", "saturating": "sooner", "worst": "sooner"}
    found = sceptic.sceptic(Again(ready(), _fights), losses, inputs, known, catalog(), bests)
    assert [one["pair"]["first"] for one in found] == ["buy", "sooner"]
    assert [one["loses_least_in"] for one in found] == [["fixed"], ["saturating", "worst"]]


def test_without_another_policy_nothing_is_asked() -> None:
    alone = ready().posture.model_copy(update={"policies": ready().posture.policies[:1]})
    assert (
        sceptic.sceptic(Again(replace(ready(), posture=alone), _fights), np.zeros((1, 4, 4)), {}, {}, catalog(), {})
        == []
    )


def test_a_verdict_that_numbers_undo_is_undone_and_they_are_named() -> None:
    """Two numbers at given ends take the whole saving, each of them half: neither could be told from the draws."""
    asks = _scripted(lambda dice, draw: 1.0)
    culprits = {"akash-round.kill_prob.cruise": 0.0, "akash/battery.reload_time": 1.0}
    assert culprits.keys() <= asks.inputs.keys()

    def saves(dice: Dice, draw: int) -> float:
        return 1.0 - sum(dice.ends.get(name) == end for name, end in culprits.items()) / 2

    found = sceptic._adverse(replace(asks, again=Scripted(saves)), 1)
    assert (found["undone"], found["pair"]["verdict"], found["as_drawn"]["verdict"]) == (
        True,
        "indistinguishable",
        "first",
    )
    told = {name: end for kind in found["few"]["kinds"] for name, end in kind["numbers"].items()}
    assert {name: told[name] for name in culprits} == {
        "akash-round.kill_prob.cruise": "low",
        "akash/battery.reload_time": "high",
    }
    assert found["few"]["numbers"] == len(told) < found["held"]
    assert all(kind["assumed"] for kind in found["few"]["kinds"])
    words = sceptic._sentence("Asking", True, False, found)
    assert "the sources do not support a ranking." in words
    assert f"Of {found['held']} such numbers {len(told)} are enough: " in words
    found["few"]["numbers"] = found["held"]
    assert "No small part" in sceptic._sentence("Asking", True, False, found)


def test_every_number_has_reasons_also_one_of_several_claims() -> None:
    claims = Sourced(
        dimension="count",
        alternatives=tuple(Sourced(dimension="count", value=at, assumed=why) for at, why in ((3, "x"), (4, "y"))),
    )
    assert sceptic._reasons(claims) == ["x", "y"]
    recalled = Sourced(dimension="count", value=3, source="S", date="2020", confidence="press", verification="recalled")
    assert sceptic._reasons(recalled) == ["S, not read in it"]
    _, known = inputs_of(ready(), season_of(ready(), [fought(RECORDED, draw) for draw in range(2)]))
    assert all(isinstance(reason, str) for number in known.values() for reason in sceptic._reasons(number))


def test_a_verdict_that_nothing_undoes_stands_as_far_as_it_was_tried() -> None:
    found = sceptic._adverse(_scripted(lambda dice, draw: 1.0), 1)
    assert (found["undone"], found["few"]) == (False, None)
    words = sceptic._sentence("Asking", True, False, found)
    assert f"none of {found['tried']} corners that were tried undoes it" in words


def test_draws_too_few_to_tell_what_is_drawn_undo_nothing() -> None:
    """A third of the draws show a saving, and the sceptic has draws that do not: no corner is blamed for that."""
    asks = _scripted(lambda dice, draw: float(draw >= 25), 60)
    found = sceptic._adverse(asks, 1)
    assert (found["undone"], found["tried"], found["draws"]) == (None, 0, 20)
    assert "too few" in sceptic._sentence("Asking", True, False, found)


def test_asking_that_may_yield_nothing_is_said_and_not_held() -> None:
    pressing = ready().posture.policies[1]
    only = pressing.model_copy(update={"levers": pressing.levers[:1]})
    asks = _scripted(lambda dice, draw: 1.0 - 2.0 * ("phi/india-s400" in dice.ends))
    posture = ready().posture.model_copy(update={"policies": (ready().posture.policies[0], only)})
    again = Scripted(lambda dice, draw: 1.0 - 2.0 * ("phi/india-s400" in dice.ends))
    again.__dict__["ready"] = replace(ready(), posture=posture)
    assert sceptic._adverse(replace(asks, again=again), 1)["undone"] is False
    assert sceptic._adverse(asks, 1)["undone"] is True  # with another lever asking is held like all else
    words = sceptic._sentence("Asking", True, True, {"undone": False, "tried": 9})
    assert words.startswith("“Asking” saves nothing where asking yields nothing. ")


def test_held_draws_are_those_of_the_library_elsewhere() -> None:
    number = ready().grounds[0].battle.geometry.inputs[_open()[0]]
    told = Dice(1, ends={"x": 1.0}).draw(3, "independent")
    assert told.value("y", number) == Draw(1, 3, "independent").value("y", number)
    assert told.value("x", number) == number.quantile(1.0)
