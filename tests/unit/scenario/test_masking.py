"""Jammers that cannot do what they are there for, and rain and slowness that make no sense."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import Catalog
from mantlet.scenario.load import loads
from mantlet.scenario.models import Scenario

ANTENNA = {"antenna_gain": "30 dB", "beamwidth": "3 deg", "sidelobe_level": "25 dB", "noise_temperature": "500 K"}
SEEING = {"certain": False, "claim": worlds.CLAIM}
JAMMER = {"power_density": "20 W/MHz", "bands": ["S"]}


def read(jammer: Any = None, sensor: Any = None, **top: Any) -> Scenario:
    known: Catalog = worlds.library(sensor=SEEING | ANTENNA if sensor is None else sensor)
    unit = top.pop("unit", {})
    return loads(worlds.scenario([{"jammer": jammer}] if jammer else [{}], [unit], **top), library=known)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"jammer": {"power_density": "20 W/MHz"}}, "expected either bands, such as [S, X], or frequency"),
        ({"jammer": JAMMER | {"frequency": {"from": "2 GHz", "to": "4 GHz"}}}, "expected either bands"),
        ({"jammer": {"bands": ["S"]}}, "power_density"),
        ({"jammer": JAMMER | {"power_density": "20 W"}}, "W/MHz"),
        ({"jammer": JAMMER | {"bands": ["Q"]}}, "bands"),
        ({"jammer": JAMMER | {"bands": [], "frequency": {"from": "4 GHz", "to": "2 GHz"}}}, "expected from below to"),
        ({"jammer": JAMMER | {"from": "20 s", "until": "20 s"}}, "expected later than from (20 s)"),
        ({"jammer": JAMMER, "sensor": SEEING}, "jams 'eye', which has no antenna_gain, beamwidth"),
        ({"environment": {"rain": {"rate": "10 mm", "height": "4 km"}}}, "mm/h"),
        ({"environment": {"rain": {"rate": "10 mm/h"}}}, "height"),
        ({"unit": {"min_radial_speed": "30 km"}}, "m/s"),
    ],
)
def test_what_does_not_fit(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(**changes)
    assert what in str(caught.value)


def test_half_an_antenna_is_refused() -> None:
    with pytest.raises(InvalidInput, match="belong together"):
        worlds.library(sensor=SEEING | {"antenna_gain": "30 dB"})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"jammer": JAMMER | {"bands": ["X"]}}, "no radar of the other side works in its bands"),
        ({"jammer": JAMMER, "sensor": {}}, "'eye' sees for certain, by its definition"),
        ({"jammer": JAMMER | {"from": "60 s"}}, "never switched on: not before the end"),
    ],
)
def test_what_is_probably_not_meant(changes: dict[str, Any], what: str) -> None:
    assert any(what in notice for notice in read(**changes).notices)


def test_what_fits_is_written_back() -> None:
    spread = {"low": "5 W/MHz", "best": "20 W/MHz", "high": "80 W/MHz"}
    rain = {"rate": "12 mm/h", "height": "4 km"}
    unit = {"min_radial_speed": {"low": "20 m/s", "high": "40 m/s"}}
    scenario = read(JAMMER | {"power_density": spread, "until": "40 s"}, environment={"rain": rain}, unit=unit)
    again = loads(scenario.canonical(), library=worlds.library(sensor=SEEING | ANTENNA))
    assert scenario.notices == () and again.sha256 == scenario.sha256
    assert scenario.environment.rain is not None
    assert scenario.environment.rain.rate_mps == pytest.approx(0.012 / 3600)


def test_a_band_begins_with_its_first_frequency_and_ends_before_its_last() -> None:
    group = read(JAMMER).sides["red"].raid[0]
    assert group.jammer is not None
    assert [group.jammer.covers(hz) for hz in (1.99e9, 2e9, 3.99e9, 4e9)] == [False, True, True, False]
