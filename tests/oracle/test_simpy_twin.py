"""The engines against a SimPy program that tells the same rules as processes and shares no draw with it."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

import worlds
from mantlet.codes import LEAKED
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load


@pytest.mark.parametrize(("name", "raids"), [("cs-1", 300), ("cs-2", 300), ("saturation", 60)])
def test_the_twin_agrees(root: Path, monkeypatch: pytest.MonkeyPatch, name: str, raids: int) -> None:
    """Mean leakers and mean shots lie within 4 standard errors of their difference."""
    monkeypatch.syspath_prepend(root / "bench")
    twin, tables = importlib.import_module("simpy_twin"), importlib.import_module("twin_tables")
    known = catalog()
    made = world(geometry(load(name, library=known), known), Draw(1, 0, "central"))
    fought = worlds.fought(made, 1000)
    engine = np.stack([(fought.fate == LEAKED).sum(axis=1), fought.shots.sum(axis=1)], axis=1).astype(float)
    told = np.array(twin.replicate(tables.tables(made), 1, raids), float)
    error = np.sqrt(engine.var(axis=0, ddof=1) / len(engine) + told.var(axis=0, ddof=1) / len(told))
    assert np.all(np.abs(told.mean(axis=0) - engine.mean(axis=0)) <= 4.0 * error), (told.mean(axis=0), engine.mean(0))
    assert np.all(error > 0.0), "a raid without chance compares nothing"
