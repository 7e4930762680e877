"""The C++ twin (twin.cpp): built here where there is g++, and fed with the tables of the SimPy twin."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from twin_tables import Radar, Tables, Unit

SOURCE = Path(__file__).with_name("twin.cpp")
FORMS = ("scans", "skips")
Word = int | float


@dataclass(frozen=True)
class Program:
    """The compiled twin with its tables."""

    binary: Path
    tables: Path

    def fight(self, form: str, raids: int) -> tuple[float, NDArray[np.float64]]:
        """Processor seconds, and leakers and shots of each raid."""
        call = [str(self.binary), str(self.tables), form, str(raids)]
        said = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()
        return float(said[0]), np.array(said[1:], float).reshape(raids, 2)


def built(tables: Tables, folder: Path) -> Program | None:
    """The program, compiled into a folder; None, saying so, where there is no g++."""
    compiler = shutil.which("g++")
    if compiler is None:
        print("no g++ here: the C++ twin is left out")
        return None
    program = Program(folder / "twin", folder / "tables.txt")
    call = [compiler, "-std=c++20", "-O2", "-march=native", "-o", str(program.binary), str(SOURCE)]
    subprocess.run(call, check=True)
    program.tables.write_text("\n".join(map(repr, _words(tables))), encoding="ascii")
    return program


def _words(tables: Tables) -> list[Word]:
    """What `read` of twin.cpp reads."""
    words: list[Word] = [tables.end_tick, len(tables.start_ticks), len(tables.radars), len(tables.units)]
    words += [*tables.start_ticks, *tables.end_ticks]
    for radar in tables.radars:
        words += _radar(radar)
    for unit in tables.units:
        words += _unit(unit)
    return words


def _radar(radar: Radar) -> list[Word]:
    scans = len(radar.detect[0])
    words: list[Word] = [radar.first_tick, radar.scan_ticks, radar.confirm_hits, radar.window.bit_length()]
    words += [radar.drop_after, scans]
    return words + [detect[scan] for scan in range(scans) for detect in radar.detect]


def _unit(unit: Unit) -> list[Word]:
    words: list[Word] = [unit.radar, unit.rounds, unit.target_channels, unit.missile_channels, unit.reaction_ticks]
    words += [unit.launch_ticks, unit.assess_ticks, unit.max_in_flight]
    words += [unit.miss_called_kill_prob, unit.kill_called_miss_prob, *unit.kill_prob]
    if unit.salvo != 1:
        raise ValueError(f"the C++ twin knows no salvos, got one of {unit.salvo}")
    for windows in unit.windows:
        (window,) = windows  # it knows one for each object
        launches = range(window.launch_first, window.launch_last + 1)
        words += [window.launch_first, window.launch_last, *map(window.meeting, launches)]
    return words
