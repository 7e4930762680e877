"""Assumed numbers of one policy: whose they are, which go together, and ends that its meaning or the draws settle."""

from __future__ import annotations

import numpy as np

from mantlet.library.catalog import catalog
from mantlet.library.sampling import together
from mantlet.posture.months.answer import inputs_of, season_of
from mantlet.posture.months.numbers import Assumed, adverse_ends, assumed, yields_nothing
from mantlet.run.loops import RECORDED
from posture_world import fought, policy, ready

DRAWS = 60


def _behind(at: int, left_out: frozenset[str] = frozenset(), told: str | None = None) -> Assumed:
    """Numbers behind a policy of the small posture, all but one of them noise."""
    drawn, known = inputs_of(ready(), season_of(ready(), [fought(RECORDED, draw) for draw in range(4)]))
    dice = np.random.default_rng(5)
    inputs = {name: dice.random(DRAWS) for name in drawn}
    known = known | {"cj-10.rcs_bias": known["akash/battery.reload_time"]}  # the raids of this posture assume nothing
    inputs["cj-10.rcs_bias"] = dice.random(DRAWS)
    gain = dice.random(DRAWS) if told is None else inputs[told]
    return assumed(ready(), ready().posture.policies[at], gain, inputs, known, catalog(), left_out)


def test_levers_of_other_policies_are_not_among_them() -> None:
    asking, buying = (set(_behind(at).names) for at in (1, 2))
    assert "phi/india-s400" in asking - buying
    assert {"buy/rounds/lead", "buy/rounds/price", "spares/s-400-launchers/lead"} <= buying - asking
    assert "phi/india-s400" not in _behind(1, frozenset({"phi/india-s400"})).names


def test_a_group_is_one_thing_drawn_together_and_has_an_owner() -> None:
    behind = _behind(2)
    _, known = inputs_of(ready(), season_of(ready(), [fought(RECORDED, draw) for draw in range(4)]))
    for group in behind.groups:
        assert {together(name, known[name]) for name in group.names if name in known} <= {group.family}
        assert all(name.startswith(group.thing) for name in group.names)
    whose = {name: group.whose for group in behind.groups for name in group.names}
    assert whose["akash-round.kill_prob.cruise"] == "defence"
    assert whose["mig-29.parts.engine.removal_every"] == "upkeep"
    assert whose["buy/rounds/lead"] == "lever"
    assert [name for name, owner in whose.items() if owner == "raid"] == ["cj-10.rcs_bias"]
    assert len(whose) == len(behind.names)


def test_everything_stands_at_an_end_that_flatters_its_owner_or_not() -> None:
    behind = _behind(2)
    best, worst = behind.corner({"defence"}), behind.corner(())
    assert set(best) == set(behind.names) and set(best.values()) == {0.0, 1.0}
    assert (best["akash-round.kill_prob.cruise"], worst["akash-round.kill_prob.cruise"]) == (1.0, 0.0)
    assert (best["akash/battery.reload_time"], worst["akash/battery.reload_time"]) == (0.0, 1.0)
    assert best["buy/rounds/lead"] == worst["buy/rounds/lead"] == 1.0


def test_a_sign_of_noise_is_not_told_and_one_of_the_gain_is() -> None:
    assert _behind(1).told == {}
    behind = _behind(1, told="akash-round.kill_prob.cruise")
    assert behind.told == {"akash-round.kill_prob.cruise": 0.0}
    assert behind.corner({"defence"})["akash-round.kill_prob.cruise"] == 0.0


def test_ends_that_go_against_a_policy_by_what_they_mean() -> None:
    number = {"low": 1, "high": 2, "assumed": "for tests"}
    money = {"low": "1 MUSD", "high": "2 MUSD", "assumed": "for tests"}
    lead = {"low": "1 month", "high": "2 month", "assumed": "for tests"}
    asking = {"lever": "press", "programme": "p", "units": [1], "months": 12, "phi": number | {"low": 0, "high": 1}}
    buying = {"lever": "buy", "brings": "b", "like": "p", "spend": money, "unit_price": money, "lead": lead}
    sending = {"lever": "spares", "fleet": "f", "spend": money, "lead": lead}
    assert adverse_ends(policy(asking, buying, sending)) == {
        "phi/p": 0.0,
        "buy/b/spend": 0.0,
        "buy/b/price": 1.0,
        "buy/b/lead": 1.0,
        "buy/b/induction/lead": 1.0,
        "buy/b/induction/at_once": 0.0,
        "buy/b/induction/sites_ready": 0.0,
        "buy/b/induction/site_time": 1.0,
        "spares/f/spend": 0.0,
        "spares/f/lead": 1.0,
    }
    sure = asking | {"phi": number | {"low": 0.2, "high": 1}}
    assert yields_nothing(policy(asking))
    assert not any(map(yields_nothing, (policy(sure), policy(asking, sure), policy(asking, buying))))
