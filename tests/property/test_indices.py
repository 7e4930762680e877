"""Compiled code does not check its indices: here it does, in a process of its own that stops at the first bad one."""

import os
import subprocess
import sys

import pytest

from mantlet.scenario.load import bundled

FIGHT = """
import sys
from mantlet.compile import geometry, world
from mantlet.engine.fights import BATTLE, REFERENCE, fight, fight_logged
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load

for name in sys.argv[1:]:
    made = world(geometry(load(name, library=catalog()), catalog()), Draw(3, 1, "independent"))
    for engine in (BATTLE, REFERENCE):
        fight(made.arrays, made.force, 3, 1, 0, 20, engine)
        fight_logged(made.arrays, made.force, 3, 1, 0, engine)
"""


def fought(code: str, *names: str) -> int:
    checked = {**os.environ, "MANTLET_CHECKED": "1"}
    return subprocess.run([sys.executable, "-c", code, *names], env=checked, check=False).returncode


@pytest.mark.slow
def test_no_index_leaves_its_array() -> None:
    assert fought(FIGHT, *sorted(bundled())) == 0


def test_one_that_does_stops_the_process() -> None:
    tick = "import numpy as np\nfrom mantlet.physics.kernels import table_value\n"
    assert fought(f"{tick}table_value(np.zeros((4, 4)), 1e3, 1.0, 0.0, 1.0)") == 0  # kept inside the table
    assert fought(f"{tick}table_value(np.zeros((0, 0)), 1.0, 1.0, 0.0, 1.0)") < 0
