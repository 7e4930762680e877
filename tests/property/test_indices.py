"""Compiled code does not check its indices: here it does, in a process of its own that stops at the first bad one."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World
from property.plain import plain
from property.relayed import relayed
from property.ruled import ruled
from property.wide import wide

FIGHT = """
import sys
from mantlet.engine.fights import BATTLE, LEAPING, REFERENCE, fight, fight_logged
from property import test_indices

for made in getattr(test_indices, sys.argv[1])():
    for engine in (BATTLE, REFERENCE, LEAPING):
        fight(made.arrays, made.force, 3, 1, 0, 20, engine)
        fight_logged(made.arrays, made.force, 3, 1, 0, engine)
"""


def bundled_worlds() -> Iterator[World]:
    for name in sorted(bundled()):
        yield world(geometry(load(name, library=catalog()), catalog()), Draw(3, 1, "independent"))


def generated_worlds() -> Iterator[World]:
    yield wide(690)  # radars are looked at twice in one tick
    for number in range(12):
        yield from (made(number) for made in (wide, plain, relayed, ruled))


def out_of_sight_for_good_when_a_radar_is_ready() -> Iterator[World]:
    """It flies on, and the radar falls silent now and then, so that the engine asks what was seen up to there."""
    way = [{"at": {"lat": 30.0, "lon": lon}} for lon in (75.0, 75.5)]
    town = {"id": "town", "name": "Town", "kind": "depot", "at": {"lat": 30.0, "lon": 75.9}, "value": 1}
    blinks = {"ready_after": "50 s", "doctrine": {"emission": {"mode": "blink", "on": "7 s", "off": "3 s"}}}
    raid = [{"target": "town", "route": way}]
    text = worlds.scenario(raid, [blinks], blue={"assets": [town]}, duration="90 s")
    yield worlds.built(text, worlds.library(flyer={"height": "10 m"}))


def ended(code: str, *names: str) -> int:
    checked = {**os.environ, "MANTLET_CHECKED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code, *names], env=checked, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize(
    "worlds_of", ["bundled_worlds", "generated_worlds", "out_of_sight_for_good_when_a_radar_is_ready"]
)
def test_no_index_leaves_its_array(worlds_of: str) -> None:
    assert ended(FIGHT, worlds_of) == 0


def test_one_that_does_stops_the_process() -> None:
    tick = "import numpy as np\nfrom mantlet.physics.kernels import table_value\n"
    assert ended(f"{tick}table_value(np.zeros((4, 4)), 1e3, 1.0, 0.0, 1.0)") == 0  # kept inside the table
    assert ended(f"{tick}table_value(np.zeros((0, 0)), 1.0, 1.0, 0.0, 1.0)") < 0
