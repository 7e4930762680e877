"""Weapons assignment: Bracken and McCormick 1968; the optimum as listed by CUTEst, COPS and GAMS."""

import json

import numpy as np
import pytest
from scipy.optimize import minimize

from mantlet.physics import kill
from mantlet.run.optimal import best_shots
from published.vectors import DATA


def test_published_optimum_is_the_greatest_value() -> None:
    problem = json.loads((DATA / "weapon_assignment.json").read_text(encoding="utf-8"))
    survival, value = np.array(problem["survival"]), np.array(problem["value"])
    available = np.array(problem["available"])
    kinds, targets = survival.shape
    rate = np.log(survival)

    def lost(flat: np.ndarray) -> float:
        return -kill.expected_value_destroyed(survival, value, flat.reshape(kinds, targets))

    def slope(flat: np.ndarray) -> np.ndarray:
        left = value * np.prod(survival ** flat.reshape(kinds, targets), axis=0)
        return (rate * left).ravel()

    per_kind = np.kron(np.eye(kinds), np.ones(targets))
    per_target = np.kron(np.ones(kinds), np.eye(targets))
    least = np.zeros(targets)
    for target, count in problem["least_on_target"].items():
        least[int(target) - 1] = count
    start = np.repeat(available[:, None] / targets, targets, axis=1).ravel()
    best = minimize(
        lost,
        start,
        jac=slope,
        bounds=[(0, None)] * start.size,
        constraints=[
            {"type": "ineq", "fun": lambda x: available - per_kind @ x, "jac": lambda x: -per_kind},
            {"type": "ineq", "fun": lambda x: per_target @ x - least, "jac": lambda x: per_target},
        ],
        method="SLSQP",
        options={"ftol": 1e-6, "maxiter": 300},
    )
    assert -best.fun == pytest.approx(problem["optimum"], rel=1e-6)


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_solver_of_orders_finds_it(whole: bool) -> None:
    """Whole rounds can do no better than shares of rounds, and here hardly worse."""
    problem = json.loads((DATA / "weapon_assignment.json").read_text(encoding="utf-8"))
    survival, value = np.array(problem["survival"]), np.array(problem["value"])
    available = np.array(problem["available"])
    kinds, targets = survival.shape
    least = np.zeros(targets)
    for place, count in problem["least_on_target"].items():
        least[int(place) - 1] = count
    rows = np.vstack([np.kron(np.eye(kinds), np.ones(targets)), -np.kron(np.ones(kinds), np.eye(targets))])
    x = best_shots(
        value,
        np.tile(np.arange(targets), kinds),
        1.0 - survival.ravel(),
        rows.astype(np.float64),
        np.concatenate([available, -least]),
        np.repeat(available, targets),
        whole,
    ).reshape(kinds, targets)
    assert (x.sum(axis=1) <= available + 1e-6).all() and (x.sum(axis=0) >= least - 1e-6).all()
    assert kill.expected_value_destroyed(survival, value, x) == pytest.approx(problem["optimum"], rel=1e-4)
