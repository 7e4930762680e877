"""Who is on the air when, and what seeks whom, as the engine's records."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mantlet.codes import EMISSIONS
from mantlet.compile.plan import Plan, Thing
from mantlet.engine.draws import name_key
from mantlet.library.flyers import Flyer
from mantlet.library.sampling import Draw
from mantlet.scenario.doctrine import Emission
from mantlet.scenario.models import Scenario
from mantlet.world import EMITTER, HOMER, Records


class Habit(NamedTuple):
    """How one radar emits: its rule and the decoy emitters beside it."""

    rule: Emission
    decoys: int


def emitters(plan: Plan, scenario: Scenario) -> dict[str, Habit]:
    """Radars whose emission matters, by id in the order of the plan: none where the mechanism is switched off."""
    if not plan.mechanisms.emission:
        return {}
    habits: dict[str, Habit] = {}
    for side in scenario.sides.values():
        for place in side.sensors:
            habits[place.id] = _habit(place.emission or side.doctrine.emission, place.decoy_emitters, False)
    batteries = {battery.id: battery for battery in plan.batteries}
    for radar in plan.radars:
        if radar.unit is not None:
            battery = batteries[radar.unit]
            engages = radar.id == battery.radar
            decoys = battery.place.decoy_emitters if engages else None
            habits[radar.id] = _habit(battery.doctrine.emission, decoys, engages)
    sought = {thing.target for thing in seekers(plan)}
    return {
        radar.id: habits[radar.id]
        for radar in plan.radars
        if radar.id in sought or habits[radar.id] != Habit(Emission(), 0)
    }


def _habit(rule: Emission | None, decoys: int | None, engages: bool) -> Habit:
    """The rule where it holds for this kind of radar, else none."""
    holds = rule is not None and (engages or rule.radars == "all")
    return Habit(rule if holds and rule is not None else Emission(), decoys or 0)


def seekers(plan: Plan) -> list[Thing]:
    """Anti-radiation weapons that are aimed at a radar."""
    radars = {radar.id for radar in plan.radars}
    return [thing for thing in plan.things if thing.flyer.homing is not None and thing.target in radars]


def emitter_records(plan: Plan, scenario: Scenario) -> Records:
    """EMITTER records in the order of `emitters`."""
    known, tick_s = emitters(plan, scenario), scenario.tick_s
    radars = [radar.id for radar in plan.radars]
    records = np.zeros(len(known), EMITTER)
    for record, (name, habit) in zip(records, known.items(), strict=True):
        rule = habit.rule
        record["key"], record["sensor"], record["mode"] = name_key(name), radars.index(name), EMISSIONS.index(rule.mode)
        record["cue_range_m"] = math.inf if rule.within_m is None else rule.within_m
        on, off = (_spell(spell_s, tick_s) for spell_s in (rule.on_s, rule.off_s))
        record["on_ticks"], record["cycle_ticks"] = on, on + off
        record["warning_ticks"] = -1
        if rule.shutdown is not None:
            record["warning_ticks"] = _spell(rule.shutdown.within_s, tick_s)
            record["silence_ticks"] = _spell(rule.shutdown.silence_s, tick_s)
        record["decoys"] = habit.decoys
    return records


def _spell(seconds: float | None, tick_s: float) -> int:
    """Whole ticks, one at least."""
    return max(1, int(math.floor((seconds or 0.0) / tick_s + 0.5)))


def homers(plan: Plan, scenario: Scenario) -> tuple[Records, tuple[Flyer, ...]]:
    """HOMER records of the anti-radiation weapons, by name, without what is drawn of them, and what each of them is."""
    known = list(emitters(plan, scenario))
    sought = seekers(plan) if known else []
    objects = {thing.id: o for o, thing in enumerate(plan.things)}
    records = np.zeros(len(sought), HOMER)
    for record, thing in zip(records, sought, strict=True):
        record["object"], record["emitter"] = objects[thing.id], known.index(thing.target or "")
    return records, tuple(thing.flyer for thing in sought)


def homer_records(laid: tuple[Records, tuple[Flyer, ...]], draw: Draw, tick_s: float) -> Records:
    """HOMER records of one draw."""
    records = laid[0].copy()
    for record, flyer in zip(records, laid[1], strict=True):
        assert flyer.memory is not None and flyer.memory_ratio is not None
        memory_s = draw.value(f"{flyer.id}.memory", flyer.memory)
        record["memory_ticks"] = math.floor(memory_s / tick_s + 0.5)
        record["memory_ratio"] = min(draw.value(f"{flyer.id}.memory_ratio", flyer.memory_ratio), 1.0)
    return records
