"""Small worlds for tests, made the way a user makes them: library text, scenario text, compile, fight.

The parts are definitions that switch the physics off: a radar that sees for certain, a missile that is there one tick
after its launch, objects that come straight in at 1 km/s over a smooth earth. A test says only what differs. Whatever
is fought here is fought by both engines, which must agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import CAUSES, EVENTS, FATES
from mantlet.compile import geometry, world
from mantlet.engine.fights import BATTLE, REFERENCE, fight, fight_logged
from mantlet.library.catalog import Catalog, catalog, restored
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load, loads
from mantlet.world import Outcomes, Records, World

Part = dict[str, Any]

SITE = {"lat": 30.0, "lon": 75.0}
SENSOR: Part = {
    "name": "Eye",
    "role": "engagement",
    "band": "S",
    "frequency": "3 GHz",
    "certain": True,
    "instrumented_range": "400 km",
    "scan_period": "1 s",
    "confirm_hits": 1,
    "confirm_scans": 1,
    "drop_after": 1,
    "min_elevation": "-28 deg",
    "max_elevation": "90 deg",
    "sector": "360 deg",
    "antenna_height": "10 m",
}
CLAIM: Part = {
    "range": "100 km",
    "rcs": "1 m2",
    "detection_prob": 0.5,
    "false_alarm_prob": 1e-6,
    "pulses": 1,
    "swerling": 1,
}
MISSILE: Part = {
    "name": "Round",
    "max_range": "100 km",
    "min_range": "0 m",
    "max_height": "40 km",
    "min_height": "0 m",
    "max_target_speed": "10 km/s",
    "mean_speed": "100 km/s",
    "kill_prob": {"cruise": 0.7},
}
UNIT: Part = {
    "name": "Battery",
    "engagement_sensor": "eye",
    "launchers": 100,
    "rounds_per_launcher": 1,
    "load": [{"missile": "round", "share": 1}],
    "load_basis": "by construction",
    "reload_rounds": 0,
    "target_channels": 1000,
    "missile_channels": 1000,
    "reaction": "0 s",
    "launch_interval": "0 s",
    "reload_time": "0 s",
    "assess_delay": "0 s",
    "miss_called_kill_prob": 0,
    "kill_called_miss_prob": 0,
}
FLYER: Part = {
    "kind": "threat",
    "id": "threat",
    "name": "Threat",
    "summary": "Straight in.",
    "object_class": "cruise",
    "speed": "1 km/s",
    "height": "3 km",
    "height_reference": "msl",
    "rcs": "1 m2",
    "swerling": 1,
    "rcs_bias": "0 dB",
    "rcs_decorrelation": "60 s",
    "damage_prob": {"depot": 1},
}
POST: Part = {"name": "Centre", "link_delay": "0 s", "tracks": 100}
WORDS = {"name", "role", "band", "certain", "autonomous", "engagement_sensor", "sensors", "load", "load_basis"}
WORDS |= {"kind", "id", "summary", "object_class", "height_reference", "swerling", "guided_from", "launches_on"}
WORDS |= {"homing", "missile"}


def library(
    *,
    sensor: Part | None = None,
    missile: Part | None = None,
    unit: Part | None = None,
    flyer: Part | None = None,
    more: dict[str, dict[str, Part]] | None = None,
) -> Catalog:
    """A catalogue of one system `test` (eye, round, battery) and one flyer `threat`, with these fields changed.

    `more` adds items by kind and name, each as changes to the standard one: {"missiles": {"far": {...}}}.
    """
    extra = more or {}
    parts = {
        "sensors": {"eye": SENSOR | (sensor or {})}
        | {name: SENSOR | part for name, part in extra.get("sensors", {}).items()},
        "missiles": {"round": MISSILE | (missile or {})}
        | {name: MISSILE | part for name, part in extra.get("missiles", {}).items()},
        "fire_units": {"battery": UNIT | (unit or {})}
        | {name: UNIT | part for name, part in extra.get("fire_units", {}).items()},
        "posts": {name: POST | part for name, part in extra.get("posts", {}).items()},
    }
    system = {"kind": "system", "id": "test", "name": "Test", "summary": "By construction."} | {
        kind: {name: _defined(part) for name, part in items.items()} for kind, items in parts.items()
    }
    flyers = [FLYER | (flyer or {})] + [FLYER | {"id": name} | part for name, part in extra.get("flyers", {}).items()]
    texts = {"system.yaml": json.dumps(system)}
    texts |= {f"{part['id']}.yaml": json.dumps(_defined(part)) for part in flyers}
    return restored(texts)


def _defined(part: Mapping[str, Any]) -> Part:
    """Every figure with its standing: true by construction."""
    return {key: value if key in WORDS else _figure(value) for key, value in part.items()}


def _figure(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _defined(value)
    return {"value": value, "definition": "by construction"}


def scenario(
    raid: Sequence[Part] | None = None,
    units: Sequence[Part] | None = None,
    *,
    doctrine: Part | None = None,
    blue: Part | None = None,
    **top: Any,
) -> str:
    """Scenario text: groups against the asset `site`, defended by units that stand there unless they say otherwise."""
    groups = [{"count": 1}] if raid is None else raid
    usual_group = {"id": "raid", "threat": "threat", "target": "site"}
    usual_unit = {"id": "unit", "system": "test/battery", "at": SITE}
    side = {
        "name": "Blue",
        "doctrine": {"max_in_flight": 1} | (doctrine or {}),
        "units": [usual_unit | unit for unit in ([{}] if units is None else units)],
        "assets": [{"id": "site", "name": "Site", "kind": "depot", "at": SITE, "value": 1}],
    }
    red = {"name": "Red", "raid": [_inbound(usual_group | group) for group in groups]}
    head = {"schema": "mantlet.scenario/1", "id": "small", "title": "Small", "date": "2020-01"}
    head |= {"positions": "hypothetical", "duration": "60 s"}
    return json.dumps(head | top | {"sides": {"blue": side | (blue or {}), "red": red}})


def _inbound(group: Part) -> Part:
    """A group that says no way of its own comes straight in from 40 km north, fanned a little."""
    if {"route", "approach", "launch", "carrier"} & set(group):
        return {key: value for key, value in group.items() if value is not None}
    return group | {"approach": {"bearing": "0 deg", "spread": "90 deg", "range": "40 km"}}


def built(text: str, known: Catalog | None = None) -> World:
    """The world of the central draw."""
    return world(geometry(loads(text, library=known or library()), known or library()), Draw(0, 0, "central"))


def bundled(name: str, *overrides: str) -> World:
    """The world of the central draw of a bundled scenario, changed by overrides."""
    return world(geometry(load(name, overrides=overrides), catalog()), Draw(0, 0, "central"))


def fought(made: World, count: int, *, seed: int = 1, draw: int = 0, first: int = 0) -> Outcomes:
    """Outcomes of `count` replications, in which both engines agree; in the first one event by event."""
    got, truth = (fight(made.arrays, made.force, seed, draw, first, count, one) for one in (BATTLE, REFERENCE))
    for name, table, true in zip(Outcomes._fields, got, truth, strict=True):
        parted = first + np.flatnonzero((table != true).any(axis=1))
        assert not parted.size, f"the engines part in {name} of replications {parted}, seed {seed}, draw {draw}"
    told(made, first, seed=seed, draw=draw)
    return got


def told(made: World, replication: int = 0, *, seed: int = 1, draw: int = 0) -> Records:
    """The events of one replication, the same by both engines."""
    (got, log), (truth, true) = (
        fight_logged(made.arrays, made.force, seed, draw, replication, one) for one in (BATTLE, REFERENCE)
    )
    both = min(len(log), len(true))
    n = next(iter(np.flatnonzero(log[:both] != true[:both])), both)
    assert np.array_equal(log, true), f"event {n}: battle {log[n : n + 1]}, reference {true[n : n + 1]}"
    assert all(np.array_equal(a, b) for a, b in zip(got, truth, strict=True)), "the same events, other outcomes"
    return log


def leakers(outcomes: Outcomes) -> NDArray[np.int64]:
    """Leakers of each replication."""
    return np.count_nonzero(outcomes.fate == FATES.index("leaked"), axis=1)


def causes(outcomes: Outcomes) -> set[str]:
    """Every cause that came out."""
    return {CAUSES[code] for code in np.unique(outcomes.cause) if code >= 0}


def fates(outcomes: Outcomes) -> set[str]:
    """Every fate that came out."""
    return {FATES[code] for code in np.unique(outcomes.fate)}


def within(sample: NDArray[Any], expected: float, errors: float = 4.0) -> bool:
    """Whether the mean of independent values lies within so many standard errors of what theory expects.

    A sample without scatter must meet it exactly.
    """
    error = float(np.std(sample, ddof=1)) / np.sqrt(len(sample))
    return abs(float(np.mean(sample)) - expected) <= errors * error + 1e-9


def variance_within(sample: NDArray[Any], expected: float, errors: float = 4.0) -> bool:
    """The same for the variance; its standard error from the fourth moment."""
    return within((sample - np.mean(sample)) ** 2 * len(sample) / (len(sample) - 1), expected, errors)


def events(made: World, kind: str, *, replication: int = 0, seed: int = 1) -> list[Any]:
    """The events of one kind of one replication, in order; fields as in `mantlet.world.EVENT`."""
    return [event for event in told(made, replication, seed=seed) if EVENTS[event["kind"]] == kind]
