"""Fights in which the two engines once parted: each asks for something that is easily forgotten when looking ahead."""

from __future__ import annotations

import worlds


def test_a_gate_that_stays_shut_is_reached_by_the_clock() -> None:
    """Tracked before anything can reach it, by a unit that may not fire and that would be late by the time it could."""
    far = {"approach": {"bearing": "0 deg", "range": "70 km"}}
    held = {"reaction": "50 s", "doctrine": {"weapons_control": "hold"}}
    text = worlds.scenario([far], [held], duration="90 s")
    made = worlds.built(text, worlds.library(sensor={"instrumented_range": "45 km"}, missile={"max_range": "40 km"}))
    assert worlds.causes(worlds.fought(made, 1)) == {"late"}
