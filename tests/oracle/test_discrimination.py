"""Decoys told apart, rightly and wrongly: exact fates, chances within four standard errors, paired raids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.codes import CAUSES, KILLED, LEAKED
from mantlet.world import Outcomes, World
from property.battles import FEW, HARM, Battle, battles

NO_HARM = dict.fromkeys(("depot", "radar", "command", "launcher"), 0.0)
DECOY: worlds.Part = {"object_class": "decoy", "damage_prob": NO_HARM}
BOTH: worlds.Part = {"kill_prob": {"cruise": 1.0, "decoy": 1.0}}
SEES: worlds.Part = {"after": "0 s", "decoy_prob": 1.0}


def world(
    *,
    real: int = 3,
    decoys: int = 3,
    unit: worlds.Part | None = None,
    blue: worlds.Part | None = None,
    parts: worlds.Part | None = None,
    **top: Any,
) -> World:
    """Real objects and decoys that look alike and come together; kills are certain, rounds may be few."""
    known = worlds.library(missile=BOTH, more={"flyers": {"fake": DECOY}}, **(parts or {}))
    raid = [{"count": real}] if real else []
    raid += [{"id": "fakes", "threat": "fake", "count": decoys}] if decoys else []
    return worlds.built(worlds.scenario(raid, [unit or {}], blue=blue, **top), known)


def of(outcomes: Outcomes, made: World, group: str) -> np.ndarray:
    """Fates of the objects of one group."""
    return outcomes.fate[:, [o for o, name in enumerate(made.names.object_groups) if name == group]]


def test_without_discrimination_a_decoy_costs_a_round_like_anything_else() -> None:
    made = world(unit={"magazine": 6})
    outcomes = worlds.fought(made, 5)
    assert (outcomes.shots == 1).all() and (outcomes.fate == KILLED).all()


def test_who_sees_through_every_decoy_fires_at_none() -> None:
    made = world(unit={"magazine": 3, "discrimination": SEES})
    outcomes = worlds.fought(made, 5)
    assert (of(outcomes, made, "raid") == KILLED).all() and (of(outcomes, made, "fakes") == LEAKED).all()
    assert outcomes.shots.sum() == 5 * 3 and worlds.causes(outcomes) == {"held"}
    assert len(worlds.events(made, "called_decoy")) == 3
    off = world(unit={"magazine": 3, "discrimination": SEES}, mechanisms={"discrimination": False})
    assert not worlds.events(off, "called_decoy")


@pytest.mark.parametrize("prob", [0.25, 0.8])
def test_a_decoy_is_told_with_its_probability(prob: float) -> None:
    made = world(real=0, decoys=4, unit={"discrimination": SEES | {"decoy_prob": prob}})
    outcomes = worlds.fought(made, 20_000)
    assert worlds.within((outcomes.fate == LEAKED).mean(axis=1), prob)
    assert np.array_equal(outcomes.fate == LEAKED, outcomes.shots == 0)


@pytest.mark.parametrize("prob", [0.1, 0.5])
def test_what_is_taken_for_a_decoy_is_held_and_leaks(prob: float) -> None:
    made = world(real=4, decoys=0, unit={"discrimination": SEES | {"mistake_prob": prob}})
    outcomes = worlds.fought(made, 20_000)
    assert worlds.within(worlds.leakers(outcomes) / 4, prob)
    assert worlds.causes(outcomes) == {"held"}


def test_judgement_comes_after_its_time_on_track() -> None:
    telling = SEES | {"after": "7 s"}
    made = world(real=0, decoys=1, unit={"discrimination": telling, "ready_after": "20 s"})
    (seen,), (called,) = worlds.events(made, "tracked"), worlds.events(made, "called_decoy")
    assert called["tick"] - seen["tick"] == 7
    early = world(real=0, decoys=1, unit={"discrimination": telling})
    assert (worlds.fought(early, 3).shots == 1).all()


def test_an_order_at_what_turns_out_a_decoy_is_called_off() -> None:
    made = world(real=0, decoys=1, unit={"discrimination": SEES | {"after": "3 s"}, "reaction": "5 s"})
    outcomes = worlds.fought(made, 3)
    assert len(worlds.events(made, "called_off")) == 1
    assert (outcomes.shots == 0).all() and worlds.causes(outcomes) == {"held"}


def test_a_post_tells_all_its_units_and_nobody_once_it_is_hit() -> None:
    strike = {"object_class": "fighter", "speed": "2 km/s", "damage_prob": {"command": 1}}
    known = worlds.library(missile=BOTH, more={"flyers": {"fake": DECOY, "strike": strike}})
    post = {"id": "post", "link_delay": "2 s", "at": worlds.SITE, "discrimination": SEES | {"after": "1 s"}}
    raid = [
        {"id": "fakes", "threat": "fake", "count": 2, "start": "30 s"},
        {"id": "strike", "threat": "strike", "target": "post"},
    ]
    units = [{"id": name, "post": "post", "reaction": "8 s"} for name in ("a", "b")]
    for suppression, rounds in ((False, 0), (True, 4)):
        text = worlds.scenario(
            raid, units, blue={"posts": [post]}, duration="90 s", mechanisms={"suppression": suppression}
        )
        made = worlds.built(text, known)
        called = worlds.events(made, "called_decoy")
        assert worlds.fought(made, 3).shots.sum() == 3 * rounds
        assert [int(event["tick"]) for event in called] == ([] if suppression else [35, 35])


def test_a_library_figure_does_for_every_radar_of_its_kind() -> None:
    parts = {"sensor": {"discrimination": {"after": "0 s", "decoy_prob": 1, "mistake_prob": 0}}}
    made = world(real=0, decoys=2, parts=parts)
    assert (worlds.fought(made, 3).shots == 0).all()
    own = world(real=0, decoys=2, parts=parts, unit={"discrimination": SEES | {"decoy_prob": 0.0}})
    assert (worlds.fought(own, 3).shots == 1).all()


FAKES = {"id": "fakes", "threat": "fake", "count": 4, "approach": {"bearing": "40 deg", "range": "33 km"}}


def with_decoys(battle: Battle, telling: worlds.Part | None) -> tuple[str, Any]:
    """The battle's text with decoys in it, and its library with a decoy."""
    units = tuple(unit | ({"discrimination": telling} if telling else {}) for unit in battle.units)
    raid = (*battle.raid, {"target": "site"} | FAKES)
    changed = Battle(**{**battle.__dict__, "units": units, "raid": raid})
    bomber = {"object_class": "bomber", "speed": "610 m/s", "damage_prob": HARM}
    kills = {"cruise": 0.6, "bomber": 0.8, "decoy": 0.7}
    return changed.text(), worlds.library(
        sensor=battle.sensor,
        unit=battle.unit,
        missile={"mean_speed": "1900 m/s", "max_range": "37 km", "kill_prob": kills},
        flyer={"speed": "930 m/s", "damage_prob": HARM},
        more={"flyers": {"bomber": bomber, "fake": DECOY}},
    )


@FEW
@given(battles())
def test_who_sees_through_every_decoy_at_once_fights_as_if_there_were_none(battle: Battle) -> None:
    """Fates and causes of everything that is no decoy, in every replication: luck is paired by name."""
    text, known = with_decoys(battle, SEES)
    made = worlds.built(text, known)
    plain = worlds.built(battle.text(), known)
    real = [o for o, group in enumerate(made.names.object_groups) if group != "fakes"]
    assert [made.names.object_ids[o] for o in real] == list(plain.names.object_ids)
    told, alone = worlds.fought(made, 12), worlds.fought(plain, 12)
    for name in ("fate", "cause", "tick", "shots"):
        assert np.array_equal(getattr(told, name)[:, real], getattr(alone, name))
    assert np.array_equal(told.hits, alone.hits)


@FEW
@given(battles(), st.sampled_from([None, {"after": "2 s", "decoy_prob": 0.5, "mistake_prob": 0.2}]))
def test_a_decoy_does_no_harm_and_every_leaker_has_a_cause(battle: Battle, telling: worlds.Part | None) -> None:
    text, known = with_decoys(battle, telling)
    made = worlds.built(text, known)
    outcomes = worlds.fought(made, 12)
    real = [o for o, kind in enumerate(made.names.object_classes) if kind != "decoy"]
    assert (outcomes.hits.sum(axis=1) <= (outcomes.fate[:, real] == LEAKED).sum(axis=1)).all()
    assert np.array_equal(outcomes.fate == LEAKED, outcomes.cause >= 0)
    forced = worlds.built(text.replace("{", '{"but_for": "held", ', 1), known)
    assert CAUSES.index("held") not in worlds.fought(forced, 12).cause


def test_a_decoy_with_a_warhead_is_refused() -> None:
    with pytest.raises(Exception, match="a decoy carries nothing"):
        worlds.library(more={"flyers": {"fake": DECOY | {"damage_prob": {"depot": 0.1}}}})


def test_a_post_that_is_mended_judges_what_its_network_has_known_of_meanwhile() -> None:
    """It is down from before decoys have been tracked for long enough until after; its superior went on meanwhile."""
    known = worlds.library(
        more={"flyers": {"fake": DECOY}, "posts": {"centre": {"link_delay": "0 s", "repair_time": "20 s"}}},
        flyer={"damage_prob": NO_HARM | {"command": 1.0}},
    )
    raid = [
        {"target": "low", "approach": {"bearing": "0 deg", "range": "10 km"}},
        {"id": "fakes", "threat": "fake", "count": 3, "approach": {"bearing": "0 deg", "range": "100 km"}},
    ]
    low = {"id": "low", "post": "test/centre", "superior": "top", "at": worlds.SITE}
    blue = {
        "posts": [
            {"id": "top", "link_delay": "0 s", "at": worlds.SITE},
            low | {"discrimination": SEES | {"after": "15 s"}},
        ],
        "sensors": [{"id": "search", "sensor": "eye", "at": worlds.SITE, "post": "top"}],
    }
    made = worlds.built(worlds.scenario(raid, [{"doctrine": {"weapons_control": "hold"}}], blue=blue), known)
    (mended,) = (int(event["tick"]) for event in worlds.events(made, "node_up"))
    assert [int(event["tick"]) for event in worlds.events(made, "called_decoy")] == 3 * [mended]
