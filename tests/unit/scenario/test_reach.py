"""Whether what flies can get there: distances that no missile flies, arrivals after the end, ways off the map."""

from __future__ import annotations

import textwrap

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.compile import geometry
from mantlet.library.catalog import catalog
from mantlet.scenario.load import loads
from mantlet.scenario.models import Scenario

TEXT = """\
schema: mantlet.scenario/1
id: far
title: One site and what is sent there
date: 2020-01
positions: hypothetical
duration: {duration}
environment: {{terrain: {terrain}}}
sides:
  blue:
    name: Defender
    assets:
      - {{id: asset, name: A, kind: depot, at: {{lat: {lat}, lon: {lon}}}, value: 1}}
      - {{id: other, name: B, kind: depot, at: {{lat: 30.5, lon: 75.0}}, value: 1}}
  red:
    name: Raider
    raid:
"""
CARRIED = """\
- {id: c, threat: h-6k, count: 3, lateral: %s, route: [{at: {lat: 31, lon: %s}}, {at: {lat: 30, lon: %s}}]}
- {id: w, threat: %s, carrier: c, release: 1, target: asset}
"""


def sent(raid: str, at: tuple[float, float] = (30.0, 75.0), terrain: str = "none", duration: str = "2 h") -> Scenario:
    text = TEXT.format(duration=duration, terrain=terrain, lat=at[0], lon=at[1]) + textwrap.indent(raid, " " * 6)
    return loads(text, file="x.yaml")


def launched(threat: str, lat: float, lon: float = 75.0, more: str = "") -> str:
    return f"- {{id: a, threat: {threat}, target: asset, launch: {{at: {{lat: {lat}, lon: {lon}}}}}{more}}}"


@pytest.mark.parametrize(
    ("raid", "at", "terrain", "what"),
    [
        (launched("df-15", 30.0), (30.0, 75.0), "none", "launch.at: is the place of the target 'asset'"),
        (launched("iskander-class", 30.0), (30.0, 75.0), "none", "launch.at: is the place of the target 'asset'"),
        (launched("df-15", 30.0, -180.0), (30.0, 180.0), "none", "is the place of the target 'asset'"),
        (
            launched("df-15", 30.0001),
            (30.0, 75.0),
            "none",
            "is 11.09 m from the target 'asset', expected 60 km or more",
        ),
        (launched("iskander-class", 30.3), (30.0, 75.0), "none", "expected 45 km or more: 'iskander-class' cannot"),
        (launched("df-15", 59.9), (30.0, 75.0), "none", "expected 900 km or less, the range of 'df-15'"),
        (
            "- {id: a, threat: df-15, count: 2, target: [asset, other], launch: {at: {lat: 30.5, lon: 75}}}",
            (31.5, 75.0),
            "none",
            "is the place of the target 'other'",
        ),
        (
            "- {id: a, threat: cj-10, target: [asset, other], route: [{at: {lat: 30.5, lon: 75}}]}",
            (30.0, 75.0),
            "none",
            "route[0].at: is the same place as the next point",
        ),
        (
            "- {id: a, threat: shahed-136, target: asset, approach: {bearing: 0 deg, range: 2600 km}}",
            (30.0, 75.0),
            "none",
            "flies a way of 2600 km, expected 2500 km or less, the range of 'shahed-136'",
        ),
        (CARRIED % ("0 m", 75, 75, "cj-10"), (30.0, 75.0), "none", "release: is the place of the target 'asset'"),
        (CARRIED % ("0 m", 76, 76, "df-15"), (30.0, 75.0), "none", "flies a ballistic arc, expected launch"),
        (
            "- {id: a, threat: cj-10, target: asset, approach: {bearing: 0 deg, range: 300 km}}",
            (84.9, 75.0),
            "none",
            "one of it is at 87.59 N 75.00 E, expected 85 N to 85 S",
        ),
        (
            "- {id: a, threat: cj-10, count: 9, lateral: 100 km, target: asset,"
            " route: [{at: {lat: 84.9, lon: 10}}, {at: {lat: 84.9, lon: 30}}]}",
            (80.0, 75.0),
            "none",
            "expected 85 N to 85 S",
        ),
        (
            "- {id: a, threat: h-6k, target: asset, route: [{at: {lat: 31, lon: 75}, height: -400 m msl}]}",
            (30.0, 75.0),
            "none",
            "height: got -400 m msl, expected more than the ground there (0 m)",
        ),
        (
            "- {id: a, threat: cj-10, target: asset, approach: {bearing: 0 deg, range: 1500 km}}",
            (30.0, 75.0),
            "globe",
            "one of it passes 43.52 N 75.00 E, outside the terrain",
        ),
        (
            "- {id: a, threat: h-6k, target: asset, route: [{at: {lat: 39.99, lon: 62}}, {at: {lat: 39.99, lon: 88}}]}",
            (30.0, 75.0),
            "globe",
            "outside the terrain",
        ),
        (launched("df-15", 39.999, 70.0), (39.999, 76.0), "globe", "outside the terrain"),
        (CARRIED % ("100 km", 89.9, 89.9, "cj-10"), (30.0, 75.0), "globe", "outside the terrain"),
        (
            "- {id: a, threat: cj-10, target: asset, approach: {bearing: 0 deg, range: 300 km, height: 100 m msl}}",
            (34.5, 77.0),
            "globe",
            "approach.height: got 100 m msl, expected more than the ground there",
        ),
    ],
)
def test_impossible(raid: str, at: tuple[float, float], terrain: str, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        sent(raid, at, terrain)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("raid", "at"),
    [
        (launched("df-15", 38.0), (30.0, 75.0)),
        (launched("df-15", 30.6), (30.0, 75.0)),
        (launched("iskander-class", 30.5), (30.0, 75.0)),
        (launched("df-15", 30.0, -178.0), (30.0, 179.9)),
        ("- {id: a, threat: cj-10, target: asset, route: [{at: {lat: 84, lon: -105}}]}", (80.0, 75.0)),
        ("- {id: a, threat: cj-10, target: asset, approach: {bearing: 90 deg, range: 300 km}}", (30.0, 179.9)),
        (CARRIED % ("20 km", 75, 75.01, "cj-10"), (30.0, 75.0)),
        (
            CARRIED.replace("lat: 30,", "lat: 84.999,").replace("lat: 31,", "lat: 84,") % ("0 m", 75, 75, "cj-10"),
            (84.99, -105.0),
        ),
        ("- {id: a, threat: cj-10, speed: 8000 m/s, target: asset, approach: {bearing: 0 deg, range: 1 m}}", (30, 75)),
    ],
)
def test_possible_if_odd(raid: str, at: tuple[float, float]) -> None:
    """What the check lets pass becomes paths, over the pole and the date line too."""
    laid = geometry(sent(raid, at), catalog())
    assert len(laid.plan.things) > 0


@pytest.mark.parametrize(
    ("raid", "duration", "what"),
    [
        ("approach: {bearing: 0 deg, range: 60 km}, threat: textbook-threat, count: 12", "100 s", "all 12 cannot"),
        ("approach: {bearing: 0 deg, range: 60 km}, threat: textbook-threat", "100 s", "needs 240 s"),
        ("start: 4000 s, approach: {bearing: 0 deg, range: 60 km}, threat: textbook-threat", "300 s", "needs 70.7 min"),
        # 240 s to fly, so of starts at 0, 30, 60, 90 s the last two arrive after 290 s.
        (
            "count: 4, interval: 30 s, approach: {bearing: 0 deg, range: 60 km}, threat: textbook-threat",
            "290 s",
            "2 of 4 cannot arrive before the end (290 s) and will expire; the last one needs 330 s",
        ),
        # Least energy over 332.6 km: 264.8 s by the formula.
        ("threat: df-15, launch: {at: {lat: 33.0, lon: 75.0}}", "100 s", "needs 265 s"),
    ],
)
def test_what_cannot_arrive_is_counted(raid: str, duration: str, what: str) -> None:
    scenario = sent(f"- {{id: a, target: asset, {raid}}}", duration=duration)
    (notice,) = scenario.notices
    assert what in notice and notice.startswith("x.yaml:")
    assert sent(f"- {{id: a, target: asset, {raid}}}", duration="2 h").notices == ()
