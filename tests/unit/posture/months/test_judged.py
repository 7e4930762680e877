"""What may be said of a ranking, in the raid as it is and in larger ones; by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mantlet.posture.months import judged
from mantlet.posture.months.file import Posture
from mantlet.posture.months.season import VIEWS, View
from posture_seasons import NAN, five, fought, season, table, two
from posture_world import plain


def _pair(first: str, second: str, verdict: str, view: str = "fixed", state: str = "record") -> dict[str, Any]:
    shares = (0.75, 0.02) if verdict == "first" else (0.0, 0.6)
    told = {"view": view, "state": state, "first": first, "second": second, "verdict": verdict}
    return told | dict(zip(("first_share", "second_share"), shares, strict=True))


def test_a_sentence_where_nothing_is_told_apart() -> None:
    told = [_pair("wait", "sooner", "indistinguishable"), _pair("wait", "buy", "second", view="worst")]
    found = judged.sentence(plain(), told)
    assert found == f"{judged.UNSUPPORTED} Against waiting, none is told apart by the rule in the raid as it is."


def test_a_sentence_with_a_verdict() -> None:
    told = [
        _pair("wait", "sooner", "second"),
        _pair("wait", "buy", "indistinguishable"),
        _pair("sooner", "buy", "first"),
        _pair("wait", "buy", "second", state="cut"),
    ]
    found = judged.sentence(plain(), told)
    assert found == (
        "In the raid as it is “Asking early” loses less than “Waiting” in 60% of the draws consistent with the "
        "sources, and more in 0%. Of 3 pairs 1 are indistinguishable."
    )


def test_a_sentence_where_waiting_is_better() -> None:
    told = [_pair("wait", "sooner", "first")]
    assert judged.sentence(plain(), told).startswith(
        "In the raid as it is “Waiting” loses less than “Asking early” in 75% of"
    )


def test_only_what_is_told_from_waiting_in_the_raid_as_it_is_is_better() -> None:
    told = [
        _pair("wait", "a", "second"),
        _pair("b", "wait", "first"),
        _pair("wait", "c", "first"),
        _pair("wait", "d", "indistinguishable"),
        _pair("wait", "e", "second", view="worst"),
        _pair("wait", "f", "second", state="cut"),
        _pair("g", "a", "first"),
    ]
    assert judged.better_than_waiting(told, "wait") == {"a", "b"}


def test_losses_by_policy_draw_and_replication() -> None:
    posture = plain().model_copy(update={"policies": plain().policies[:2]})
    found = judged.losses(two(), posture, "fixed", 0)
    assert found.shape == (2, 2, 3) and found[0, 0].tolist() == [2.25, 3.0, 3.75]
    doubled = judged.losses(two(), posture, "fixed", 0, {"town": 2.0, "field": 2.0})
    assert np.array_equal(doubled, 2 * found)


def test_other_weights_judge_and_regret_anew() -> None:
    """Sixty draws in which filling the place saves the town: nothing to choose where the town counts for nothing."""
    (one, _) = two().draws
    posture = plain().model_copy(
        update={"policies": plain().policies[:2], "weights": {"blind": {"town": 0.0}, "double": {"town": 2.0}}}
    )
    found = judged.ranking(season(*[one] * 60), posture, {}, {}, ["record"])
    pair = next(pair for pair in found["pairs"] if pair["view"] == "fixed")
    assert (pair["verdict"], pair["other_weights"]) == ("second", {"blind": "indistinguishable"})
    plainly, blind, double = (found["regret"][name][0]["mean"] for name in found["weights"])
    assert plainly > 0 and blind == 0.0 and double == pytest.approx(2 * plainly)


def test_what_a_number_is_worth_is_withheld_with_few_draws() -> None:
    found = judged.information(np.arange(24.0).reshape(2, 4, 3), {"a": judged.Input(np.arange(4.0), "cited")})
    assert found["withheld"] and found["numbers"] == [] and found["perfect"] is not None


def _two_policies() -> Posture:
    return plain().model_copy(update={"policies": plain().policies[:2], "weights": {}})


def _ranked(larger_empty: float, larger_filled: float) -> dict[str, Any]:
    """Eighty draws in which the second policy saves 4 in one month of the raid as it is; one raid in the menu."""
    usual = table(5, 5, 5, 1, 1, 1)
    large = table(*[larger_empty] * 2, NAN, *[larger_filled] * 2, NAN)
    draw = fought(first=usual, second=usual, menu=table(0, 0, NAN, 0, 0, NAN), most=large)
    told = season(*[draw] * 80)
    with_size = type(told)(told.draws, told.references, told.saturating, (*told.menu, "most"), 3, (False, True))
    return judged.ranking(with_size, _two_policies(), {"a": np.arange(80.0)}, {}, ["record", "cut"])


def test_a_policy_may_be_best_in_one_form_of_raid_and_not_in_another() -> None:
    """Filled saves in the raid as it is, and costs more in the larger one, which the attacker takes."""
    found = _ranked(larger_empty=7.0, larger_filled=9.0)
    views = found["views"]
    assert list(views) == list(VIEWS) and found["same"] is False
    assert [views[view]["best"] for view in VIEWS] == ["sooner", "wait", "wait"]
    assert [views[view]["better_than"] for view in VIEWS] == [["wait"], ["sooner"], ["sooner"]]
    assert [views[view]["turned"] for view in VIEWS] == [[], [["wait", "sooner"]], [["wait", "sooner"]]]
    assert [(views[view]["draws"], views[view]["replications"]) for view in VIEWS] == [(80, 3), (20, 2), (20, 2)]
    assert found["regret"] == views["fixed"]["regret"] and found["information"] == views["fixed"]["information"]
    plainly = found["weights"][0]
    assert [entry["mean"] for entry in views["saturating"]["regret"][plainly]] == [0.0, 1.0]
    assert found["across"] == (
        "No one policy loses least in all forms of raid: what ranks first in one does not in another. In the raid as "
        "it is “Asking early” loses least, 2 less than “Waiting”, told from it by the rule; it loses 1 more in the "
        "raid made larger and 1 more in the raid that costs most. In the raid made larger and the raid that costs most "
        "nothing loses less than “Waiting”."
    )


def test_one_policy_may_be_best_in_all_and_told_from_waiting_only_in_some() -> None:
    found = _ranked(larger_empty=9.0, larger_filled=7.0)
    assert found["same"] is True and all(not found["views"][view]["turned"] for view in VIEWS)
    assert found["across"] == (
        "The same policy loses least in all forms of raid. In the raid as it is, the raid made larger and the raid "
        "that costs most “Asking early” loses least, 2, 1 and 1 less than “Waiting”, told from it by the rule."
    )
    views = found["views"] | {"worst": found["views"]["worst"] | {"better_than": []}}
    saved: dict[View, dict[str, float]] = {view: {"wait": 0.0, "sooner": 1.0} for view in VIEWS}
    words = judged.across(_two_policies(), views, saved)
    assert words.endswith("told from it by the rule only in the raid as it is and the raid made larger.")
    none = {view: one | {"better_than": []} for view, one in views.items()}
    words = judged.across(_two_policies(), none, saved)
    assert words.endswith("in 20 draws of 2 raids: there the sources do not support a ranking.")
    single = {view: one | {"draws": 1, "replications": 1} for view, one in none.items()}
    assert "in 1 draw of 1 raid: there" in judged.across(_two_policies(), single, saved)


def test_what_moves_a_pair_is_told_in_every_form_of_raid() -> None:
    """One number goes with the loss of waiting in both, draw by draw; it is read where the raid was met."""
    draws = [
        fought(first=(one := table(*[5.0 + at] * 3, 5, 5, 5)), second=one, menu=one, most=one) for at in range(-20, 20)
    ]
    told = season(*draws)
    found = judged.ranking(told, _two_policies(), {"a": np.arange(40.0)}, {}, ["record"])
    for pair in found["pairs"]:
        (flip,) = pair["flips"]
        assert (flip["name"], flip["at"]) == ("a", pytest.approx(20.0)), pair["view"]


def test_supposed_states_have_pairs_in_every_form_of_raid() -> None:
    found = judged.ranking(five(), _two_policies(), {}, {}, ["record", "cut"])
    told = [(pair["view"], pair["state"]) for pair in found["pairs"]]
    assert told == [(view, state) for state in ("record", "cut") for view in VIEWS]
