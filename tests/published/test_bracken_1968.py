"""Weapons assignment: Bracken and McCormick 1968; the optimum as listed by CUTEst, COPS and GAMS."""

import json

import numpy as np
import pytest
from scipy.optimize import minimize

from mantlet.physics import kill
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
