"""A library and a scenario of the smallest kind, for tests that must not move when a figure of the real ones does."""

from __future__ import annotations

from typing import Any

from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import System

BASIS = {"definition": "test figure"}


def _number(value: str | float) -> dict[str, Any]:
    return {"value": value, **BASIS}


def _sensor(role: str, sector: str) -> dict[str, Any]:
    return {
        "name": f"Test {role} radar",
        "role": role,
        "band": "S",
        "frequency": _number("3 GHz"),
        "certain": True,
        "instrumented_range": _number("100 km"),
        "scan_period": _number("5 s"),
        "confirm_hits": _number(2),
        "confirm_scans": _number(3),
        "drop_after": _number(5),
        "min_elevation": _number("0 deg"),
        "max_elevation": _number("70 deg"),
        "sector": _number(sector),
        "antenna_height": _number("10 m"),
    }


def _system() -> System:
    missile = {
        "name": "Test round",
        "max_range": _number("30 km"),
        "min_range": _number("2 km"),
        "max_height": _number("20 km"),
        "min_height": _number("0 m"),
        "max_target_speed": _number("1 km/s"),
        "mean_speed": _number("600 m/s"),
        "kill_prob": {"cruise": _number(0.7), "fighter": _number(0.6)},
    }
    unit = {
        "name": "Test battery",
        "engagement_sensor": "T2",
        "sensors": ["T1"],
        "launchers": _number(4),
        "rounds_per_launcher": _number(3),
        "load": [{"missile": "TM", "share": 1.0}],
        "load_basis": "test",
        "reload_rounds": _number(0),
        "target_channels": _number(4),
        "missile_channels": _number(8),
        "reaction": _number("8 s"),
        "launch_interval": _number("3 s"),
        "reload_time": _number("10 min"),
        "assess_delay": _number("2 s"),
        "miss_called_kill_prob": _number(0),
        "kill_called_miss_prob": _number(0),
    }
    return System.model_validate(
        {
            "kind": "system",
            "id": "test",
            "name": "Test system",
            "summary": "Exists for tests.",
            "sensors": {
                "T1": _sensor("acquisition", "360 deg"),
                "T2": _sensor("engagement", "360 deg"),
                "T3": _sensor("engagement", "90 deg"),
            },
            "missiles": {"TM": missile},
            "posts": {"TP": {"name": "Test post", "link_delay": _number("2 s"), "tracks": _number(100)}},
            "fire_units": {"battery": unit, "sector-battery": unit | {"engagement_sensor": "T3"}},
        }
    )


def _flyer(name: str, object_class: str, speed: str, height: str, reference: str) -> Flyer:
    apogee = {"apogee": _number("100 km")} if object_class == "srbm" else {}
    return Flyer.model_validate(
        {
            "kind": "threat",
            "id": name,
            "name": name,
            "summary": "Exists for tests.",
            "object_class": object_class,
            "speed": _number(speed),
            "height": _number(height),
            "height_reference": reference,
            "rcs": _number("0.1 m2"),
            "swerling": 1,
            "rcs_bias": _number("0 dB"),
            "rcs_decorrelation": _number("60 s"),
            "damage_prob": {"airfield": _number(1)},
            **apogee,
        }
    )


FLYERS = (
    _flyer("test-cruise", "cruise", "250 m/s", "100 m", "agl"),
    _flyer("test-bomber", "bomber", "220 m/s", "9 km", "msl"),
    _flyer("test-srbm", "srbm", "2 km/s", "0 m", "agl"),
)
LIBRARY = Catalog(
    systems={"test": _system()}, flyers={flyer.id: flyer for flyer in FLYERS}, sheets={}, sources={}, texts={}
)

SCENARIO = """\
schema: mantlet.scenario/1
id: tiny
title: One battery against six
date: 2020-06
positions: hypothetical
duration: 20 min
sides:
  blue:
    name: Defender
    posts:
      - {id: post, link_delay: 2 s, at: {lat: 30.0, lon: 75.0}}
    units:
      - id: first
        system: test/battery
        at: {lat: 30.0, lon: 75.0}
        post: post
        magazine: 12
      - id: second
        system: test/battery
        at: {lat: 30.1, lon: 75.0}
    assets:
      - {id: field, name: Field, kind: airfield, at: {lat: 30.0, lon: 75.0}, value: 10}
  red:
    name: Raider
    raid:
      - id: low
        threat: test-cruise
        count: 4
        interval: 20 s
        target: field
        route:
          - {at: {lat: 31.0, lon: 75.0}, height: 100 m agl}
          - {at: {lat: 30.5, lon: 75.2}}
      - id: bombers
        threat: test-bomber
        count: 2
        route:
          - {at: {lat: 31.5, lon: 75.0}}
          - {at: {lat: 31.0, lon: 75.0}}
      - {id: bombs, threat: test-cruise, target: field, carrier: bombers, release: 1, each: 2}
"""
