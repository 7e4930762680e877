"""Rules of the defence as the engine's records: what each unit fires at first, who decides, and who tells decoys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.codes import ASSIGNMENTS, AUTHORITIES, CHOICES, CLASSES, CONTROLS, DECOY, RANKINGS
from mantlet.compile.nodes import station_ids
from mantlet.compile.plan import Battery, Plan
from mantlet.compile.ticks import ticks
from mantlet.engine.draws import name_key
from mantlet.library.sampling import Draw
from mantlet.scenario.doctrine import PLAIN_RULES
from mantlet.scenario.models import Scenario
from mantlet.world import JUDGE, Arrays, Records


class Telling(Protocol):
    """How well decoys are told apart: by the library, or by the scenario in its place."""

    @property
    def after(self) -> Sourced:
        """How long a track must have lasted."""
        ...

    @property
    def decoy_prob(self) -> Sourced:
        """Chance that a decoy is then called one."""
        ...

    @property
    def mistake_prob(self) -> Sourced:
        """Chance that anything else is."""
        ...


def state_rules(record: Any, battery: Battery, plan: Plan, tick_s: float) -> None:
    """Write a unit's doctrine into its record."""
    rules = battery.doctrine
    if not plan.mechanisms.doctrine:
        rules = rules.model_copy(update=PLAIN_RULES)
    record["control"] = CONTROLS.index(rules.weapons_control)
    record["identification_ticks"] = ticks(rules.identification_s, tick_s)
    record["salvo"] = rules.salvo
    record["max_in_flight"], record["max_shots"] = rules.max_in_flight, rules.max_shots
    record["reserve_rounds"] = rules.reserve.rounds
    record["reserve_classes"] = sum(1 << CLASSES.index(name) for name in rules.reserve.classes)
    record["engage_classes"] = sum(1 << CLASSES.index(name) for name in rules.engage)
    record["missile_choice"] = CHOICES.index(rules.missile_choice)
    record["ranking"] = RANKINGS.index(rules.ranking)
    record["class_rank"] = len(rules.class_order)  # those that are not named come last
    for place, name in enumerate(rules.class_order):
        record["class_rank"][CLASSES.index(name)] = place
    record["alone_holds"], record["alone_ticks"] = rules.alone == "hold", ticks(rules.alone_after_s or 0.0, tick_s)
    record["assignment"] = ASSIGNMENTS.index(rules.assignment)
    record["leaves_lower"], record["urgent_ticks"] = rules.leave_for_lower, ticks(rules.urgent_s, tick_s)
    if battery.place.post is not None:
        record["authority"] = AUTHORITIES.index(rules.authority)


def rate(arrays: Arrays) -> None:
    """Write what follows from other records: the reach of each unit, and what each decoy seems to be worth."""
    far = arrays.missiles["max_range_m"][arrays.slots["missile"]]
    np.maximum.at(arrays.units["reach_m"], arrays.slots["unit"], far)
    objects = arrays.objects
    decoys = objects["class_code"] == DECOY
    for side in np.unique(objects["side"]):
        real = objects["own_value"][~decoys & (objects["side"] == side)]
        if len(real):
            objects["seeming_value"][decoys & (objects["side"] == side)] = real.mean()


class Judge(NamedTuple):
    """Who can tell decoys: its key, the radar or the station (-1 for none), and by which figures, under what name."""

    key: int
    sensor: int
    station: int
    name: str
    telling: Telling


def judges(scenario: Scenario, plan: Plan) -> tuple[Judge, ...]:
    """Radars and posts that can tell decoys, by id: as the scenario states it of them, else as the library does."""
    if not plan.mechanisms.discrimination:
        return ()
    sides = scenario.sides.values()
    own: dict[str, Telling | None] = {}
    own |= {item.id: item.discrimination for side in sides for item in (*side.posts, *side.sensors)}
    engaging = {battery.id: battery.radar for battery in plan.batteries}
    own |= {engaging[unit.id]: unit.discrimination for side in sides for unit in side.units}
    stations = station_ids(plan)
    found: list[Judge] = []
    for r, radar in enumerate(plan.radars):
        stated = (radar.id, own.get(radar.id)), (radar.ref, radar.sensor.discrimination)
        found += [Judge(name_key(radar.id), r, -1, name, how) for name, how in stated if how is not None][:1]
    for post in sorted(plan.posts.values(), key=lambda post: post.id):
        stated = (post.id, own[post.id]), (post.ref, None if post.post is None else post.post.discrimination)
        station = stations.index(post.id)
        found += [Judge(name_key(post.id), -1, station, name, how) for name, how in stated if how is not None][:1]
    return tuple(found)


def judge_records(known: Sequence[Judge], draw: Draw, tick_s: float) -> Records:
    """JUDGE records of one draw."""
    found: list[tuple[int, int, int, int, float, float]] = []
    for judge in known:
        after_s = draw.value(f"{judge.name}.discrimination.after", judge.telling.after)
        decoy_prob = draw.value(f"{judge.name}.discrimination.decoy_prob", judge.telling.decoy_prob)
        mistake_prob = draw.value(f"{judge.name}.discrimination.mistake_prob", judge.telling.mistake_prob)
        found.append((judge.key, judge.sensor, judge.station, ticks(after_s, tick_s), decoy_prob, mistake_prob))
    return np.array(found, JUDGE)
