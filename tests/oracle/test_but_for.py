"""But-for reruns: a gate that is forced open is the cause of nothing any more, and opens only itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.codes import CAUSES, LEAKED
from mantlet.compile.but_for import FORCED
from oracle.test_causes import SITUATIONS
from property.battles import FEW, Battle, battles

GATES = tuple(FORCED)


def test_every_gate_but_outside_can_be_forced() -> None:
    assert CAUSES[1:] == GATES


@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s[0] != "outside"], ids=lambda s: s[0])
def test_forcing_the_gate_that_was_shut_lets_less_through(situation: Any) -> None:
    gate, text, parts = situation
    known = worlds.library(**parts)
    before = worlds.fought(worlds.built(text, known), 50)
    after = worlds.fought(worlds.built(text.replace("{", f'{{"but_for": "{gate}", ', 1), known), 50)
    assert gate in worlds.causes(before)
    assert gate not in worlds.causes(after)
    hopeless = gate == "assessed_killed"  # rounds that never hit: seeing that they missed saves nobody
    saved = worlds.leakers(before) - worlds.leakers(after)
    assert (saved == 0).all() if hopeless else (saved > 0).all()


@FEW
@given(battles(), st.sampled_from(GATES))
def test_a_forced_gate_is_the_cause_of_nothing(battle: Battle, gate: str) -> None:
    text = battle.text().replace("{", f'{{"but_for": "{gate}", ', 1)
    outcomes = worlds.fought(worlds.built(text, battle.known()), 12)
    assert gate not in worlds.causes(outcomes)
    assert np.array_equal(outcomes.fate == LEAKED, outcomes.cause >= 0)
