"""The document: complete, of numbers that JSON has, paired against waiting, as long as the months."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mantlet.posture.dates import month_text
from mantlet.posture.months import backdrop, store
from mantlet.posture.months.answer import inputs_of, lever_text, season_of, squadron_months
from mantlet.posture.months.file import postures
from mantlet.posture.supply.fleet import fleets
from mantlet.run.loops import CHECK, RECORDED
from posture_world import fought, plain, ready, small

MONTHS = 12
STATES = ["record", "cut", "came"]
POLICIES = ["wait", "sooner", "buy"]
KEYS = {
    *("schema", "posture", "call", "posture_sha256", "raids_sha256", "data_sha256", "library_sha256", "outcome_sha256"),
    *("seed", "draws", "replications", "checked_draws", "fights", "versions", "title", "summary", "positions"),
    *("as_of", "known_until", "months", "raid_per_month", "value_at_stake", "assets", "raids", "states", "policies"),
    *("call", "together", "places", "margins", "sceptic", "ranking", "squadrons", "availability", "backtest", "claims"),
}


@pytest.fixture
def document(answered: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return answered[1]


def test_all_that_is_told_is_json_and_no_number_is_missing(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_keys(document: dict[str, Any]) -> None:
    assert set(document) == KEYS
    assert document["schema"] == "mantlet.posture/1"
    assert document["claims"] == sorted(set(document["claims"])) and "@" in document["claims"][0]
    assert [entry["id"] for entry in document["states"]] == STATES
    assert [entry["id"] for entry in document["policies"]] == POLICIES
    assert [entry["id"] for entry in document["places"]] == ["west", "east", "middle", "sky"]
    assert (document["months"][0], document["months"][-1], len(document["months"])) == ("2021-09", "2022-08", MONTHS)
    assert (document["assets"], document["value_at_stake"]) == ({"field": 10.0}, 10.0)
    assert document["squadrons"] is None


def test_raids_are_those_of_the_file_and_the_saturating_one(document: dict[str, Any]) -> None:
    told = [(raid["id"], raid["scale"], raid["saturating"], raid["objects"]) for raid in document["raids"]]
    (plain_raid, largest, second, larger_second) = told
    assert plain_raid == ("raid", 1.0, False, 24) and second == ("second", 1.5, False, 36)
    assert largest[0] == "raid/saturating" and largest[1] in (2.0, 3.0) and largest[3] == 24 * largest[1]
    assert larger_second[0] == "second/saturating" and larger_second[1] in (3.0, 4.5)
    assert [raid["draws"] for raid in document["raids"]] == [4, 1, 2, 1]
    lost = document["policies"][0]["lost"]["record"]["fixed"]
    assert document["raids"][0]["lost"]["mean"] == lost["mean"]


def _series(node: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Every list that stands for months."""
    if isinstance(node, dict):
        for name, below in node.items():
            yield from _series(below, f"{path}/{name}")
    elif isinstance(node, list):
        yield path, node


def test_series_are_as_long_as_the_months(document: dict[str, Any]) -> None:
    for policy in document["policies"]:
        wanted = STATES if policy["id"] == "wait" else STATES[:-1]
        assert list(policy["series"]) == wanted
        found = list(_series(policy["series"]))
        assert len(found) > 20
        assert {path: len(entries) for path, entries in found} == dict.fromkeys(dict(found), MONTHS)
    for place in document["places"]:
        assert {len(entries) for _, entries in _series(place["filled_share"])} == {MONTHS}
    for fleet in document["availability"]:
        assert {len(entries) for _, entries in _series(fleet["states"])} == {MONTHS}


def test_spares_say_how_many_of_their_fleet_stand_in_the_raids(document: dict[str, Any]) -> None:
    """Four launchers at each of two places, both filled in one draw or another, of what the fleet counts."""
    wait, sooner, buy = document["policies"]
    count = fleets()["s-400-launchers"].count.central
    assert wait["reached"] == sooner["reached"] == []
    assert buy["reached"] == [{"fleet": "s-400-launchers", "of": count, "stand": 8, "places": ["West", "East"]}]


def test_views_of_each_state(document: dict[str, Any]) -> None:
    """Every form of raid is fought in every state, with leakers, and their classes as the record goes on."""
    for policy in document["policies"]:
        for views in policy["series"].values():
            assert set(views) == {"fixed", "saturating", "worst"} and all("leakers" in one for one in views.values())
        for one in policy["series"]["record"].values():
            (cruise,) = one["by_class"].values()
            assert cruise["mean"] == one["leakers"]["mean"]
        for state, views in policy["saved"].items():
            assert set(views) == set(policy["series"][state])


def test_waiting_saves_nothing_against_itself(document: dict[str, Any]) -> None:
    wait = document["policies"][0]
    for views in wait["saved"].values():
        for told in views.values():
            assert (told["mean"], told["error"]) == (0.0, [0.0, 0.0])
    assert (wait["expected_saved"]["mean"], wait["drivers"], wait["levers"]) == (0.0, [], [])
    assert all(entry == {"mean": 0.0, "range": [0.0, 0.0]} for entry in wait["exposure_months"].values())


def test_what_is_saved_is_lost_less(document: dict[str, Any]) -> None:
    wait = document["policies"][0]
    for policy in document["policies"][1:]:
        for state, views in policy["saved"].items():
            for view, told in views.items():
                less = wait["lost"][state][view]["mean"] - policy["lost"][state][view]["mean"]
                assert told["mean"] == pytest.approx(less, abs=2e-5)


def test_totals_are_means_of_the_series(document: dict[str, Any]) -> None:
    for policy in document["policies"]:
        for state, views in policy["lost"].items():
            for view, told in views.items():
                means = policy["series"][state][view]["value_lost"]["mean"]
                assert told["mean"] == pytest.approx(sum(means) / MONTHS, abs=1e-5)
        fixed = policy["series"]["record"]["fixed"]
        assert fixed["by_asset"]["field"]["mean"] == fixed["value_lost"]["mean"]
        assert fixed["by_class"]["cruise"]["mean"] == fixed["leakers"]["mean"]


def test_places_that_stand_are_full_and_shares_only_rise(document: dict[str, Any]) -> None:
    for place in document["places"]:
        for by_policy in place["filled_share"].values():
            for shares in by_policy.values():
                assert shares == sorted(shares) and 0.0 <= shares[0] <= shares[-1] <= 1.0
                assert not place["stands"] or shares == [1.0] * MONTHS


def test_every_pair_in_every_view(document: dict[str, Any]) -> None:
    pairs = document["ranking"]["pairs"]
    assert len(pairs) == 3 * 3 * 2  # pairs, views, and states: as the record goes, and under the cut
    assert set(document["ranking"]["views"]) == {"fixed", "saturating", "worst"}
    ours = [one for one in pairs if (one["view"], one["state"]) == ("fixed", "record")]
    assert [(one["first"], one["second"]) for one in ours] == [("wait", "sooner"), ("wait", "buy"), ("sooner", "buy")]
    assert all({"flips", "other_weights"} <= set(one) for one in ours)
    for one in ours[:2]:
        saved = next(policy for policy in document["policies"] if policy["id"] == one["second"])
        assert one["mean"] == saved["saved"]["record"]["fixed"]["mean"]
    assert document["ranking"]["weights"][1:] == ["airfields"]
    assert set(document["ranking"]["regret"]) == set(document["ranking"]["weights"])


def test_every_number_that_is_drawn_has_a_standing() -> None:
    """But for how late units come, which is no number of a file; and so have those of upkeep and of levers."""
    inputs, known = inputs_of(ready(), season_of(ready(), [fought(RECORDED, draw) for draw in range(4)]))
    assert {name for name in inputs if name not in known} == {name for name in inputs if name.startswith("delay/")}
    assert {"mig-29.serviceable", "spares/s-400-launchers/spend", "phi/india-s400", "buy/rounds/lead"} <= set(inputs)
    assert all(len(set(column.tolist())) > 1 for column in inputs.values())


def test_the_sceptic_asks_about_the_pair_and_weighs_chances_to_kill(document: dict[str, Any]) -> None:
    found = document["sceptic"][0]
    assert found["pair"]["second"] == "wait" and found["pair"]["first"] in POLICIES[1:]
    assert (found["saves_most"], found["question"]) == (True, False)
    width = len(found["map"]["scales"])
    assert found["map"]["scales"][-1] == document["raids"][1]["scale"], "as large as saturates the defence"
    for what in ("saved", "standard_error", "verdict"):
        assert [len(row) for row in found["map"][what]] == [width] * 3
    assert (found["adverse"] is None) is not found["told"]
    bests = [one["best"] for one in document["ranking"]["views"].values()]
    assert {one["pair"]["first"] for one in document["sceptic"]} == {found["pair"]["first"], *bests} - {"wait"}


def test_counts_and_hash_are_those_of_the_draws(document: dict[str, Any]) -> None:
    recorded = [fought(RECORDED, draw) for draw in range(4)]
    checked = [fought(CHECK, draw) for draw in range(4)]
    assert document["outcome_sha256"] == store.outcome_sha256(recorded)
    assert document["fights"] == sum(one.fights for one in (*recorded, *checked))
    assert (document["draws"], document["checked_draws"]) == (4, 4)


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("2020-06:2026-12", ("2014-01", "2030-12")),
        ("2030-11:2031-02", ("2014-01", "2031-02")),
        ("2013-12:2020-07", ("2013-12", "2030-12")),
    ],
)
def test_squadrons_are_told_of_every_month_that_is_asked_about(asked: str, ends: tuple[str, str]) -> None:
    posture = postures()["india-2020"].over(asked)
    told = backdrop.squadrons(posture, squadron_months(posture), 1, 2)
    assert told is not None
    assert (told["months"][0], told["months"][-1]) == ends
    assert {month_text(month) for month in posture.month_numbers} <= set(told["months"])
    assert len(told["known_today"]["formed"]) == len(told["months"])


def test_levers_in_words() -> None:
    told = [lever_text(lever) for policy in plain().policies for lever in policy.levers]
    assert told == [
        "2020-07-01: ask for units 1, 2 of india-s400 12 months earlier",
        "2020-07-01: fill east first",
        "2020-07-01: buy rounds",
        "2020-07-01: buy spares for the fleet s-400-launchers",
    ]


def test_a_lever_of_one_unit_in_words() -> None:
    lever = small(("units: [1, 2]", "units: [2]")).policies[1].levers[0]
    assert lever_text(lever) == "2020-07-01: ask for unit 2 of india-s400 12 months earlier"


def test_the_ends_of_taking_parts_bracket_what_is_fit() -> None:
    season = season_of(ready(), [fought(RECORDED, draw) for draw in range(4)])
    (launchers, *_) = backdrop.availability(season, plain(), STATES)
    for state in STATES:
        told = launchers["states"][state]
        never, mean, always = (np.array(told[name]) for name in ("none", "mean", "full"))
        assert np.all(never <= mean) and np.all(mean <= always)
    own = np.mean([fought.ends_prob[0, 0] for fought in season.draws], axis=0)
    assert np.allclose(own, [launchers["states"]["record"][end] for end in ("none", "full")], atol=1e-5)
