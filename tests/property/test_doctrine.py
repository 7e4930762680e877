"""Rules of assignment, tiers and authority in battles of every kind: order of lists, causes and forced gates hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.codes import CAUSES, LEAKED
from mantlet.world import World
from property.battles import FEW, HARM, Battle, battles

RULES = st.fixed_dictionaries(
    {
        "assignment": st.sampled_from(["nearest", "greedy"]),
        "authority": st.sampled_from(["unit", "post"]),
        "leave_for_lower": st.booleans(),
        "urgent": st.sampled_from(["0 s", "15 s"]),
    },
    optional={"ranking": st.just("class")},
)


def ruled(battle: Battle, rules: dict[str, Any]) -> Battle:
    """The battle under these rules; its first unit, `u0`, is of a lower tier."""
    order = {"class_order": ["bomber", "cruise"]} if "ranking" in rules else {}
    units = tuple(unit | ({"system": "test/short"} if unit["id"] == "u0" else {}) for unit in battle.units)
    return replace(battle, units=units, doctrine=battle.doctrine | rules | order)


def built(battle: Battle, but_for: str = "") -> World:
    """Its world, with a forced gate if one is named."""
    round_: worlds.Part = {"mean_speed": "1900 m/s", "max_range": "37 km", "kill_prob": {"cruise": 0.6, "bomber": 0.8}}
    known = worlds.library(
        sensor=battle.sensor,
        unit=battle.unit,
        missile=round_,
        flyer={"speed": "930 m/s", "damage_prob": HARM},
        more={
            "flyers": {"bomber": {"object_class": "bomber", "speed": "610 m/s", "damage_prob": HARM}},
            "missiles": {"near": round_ | {"max_range": "15 km"}},
            "fire_units": {"short": battle.unit | {"load": [{"missile": "near", "share": 1}]}},
        },
    )
    head = f'{{"but_for": "{but_for}", ' if but_for else "{"
    return worlds.built(battle.text().replace("{", head, 1), known)


@FEW
@given(battles(), RULES)
def test_the_order_of_lists_decides_nothing(battle: Battle, rules: dict[str, Any]) -> None:
    one, other = built(ruled(battle, rules)), built(ruled(battle.reversed(), rules))
    first, second = worlds.fought(one, 12), worlds.fought(other, 12)
    assert np.array_equal(first.fate, second.fate) and np.array_equal(first.shots, second.shots)
    assert np.array_equal(first.fate == LEAKED, first.cause >= 0)


@FEW
@given(battles(), RULES, st.sampled_from(["undetected", "late", "held"]))
def test_a_forced_gate_is_the_cause_of_nothing(battle: Battle, rules: dict[str, Any], gate: str) -> None:
    outcomes = worlds.fought(built(ruled(battle, rules), gate), 12)
    assert CAUSES.index(gate) not in outcomes.cause
