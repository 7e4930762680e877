"""Compiled scalars against SciPy and against their own definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from mantlet.physics import kernels


@given(st.floats(-8.0, 8.0))
def test_normal_cdf_matches_scipy(x: float) -> None:
    assert kernels.normal_cdf(x) == pytest.approx(special.ndtr(x), rel=1e-13)


@given(st.floats(1e-300, 1.0 - 1e-12))
def test_normal_quantile_matches_scipy(prob: float) -> None:
    assert kernels.normal_quantile(prob) == pytest.approx(special.ndtri(prob), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(("prob", "value"), [(0.0, -math.inf), (1.0, math.inf), (0.5, 0.0)])
def test_normal_quantile_at_the_ends(prob: float, value: float) -> None:
    assert kernels.normal_quantile(prob) == value


@pytest.mark.parametrize("prob", [-0.1, 1.1, math.nan])
def test_normal_quantile_outside(prob: float) -> None:
    assert math.isnan(kernels.normal_quantile(prob))


@given(st.floats(-5.0, 15.0), st.floats(-5.0, 15.0))
def test_table_value_is_exact_for_a_bilinear_function(x: float, y: float) -> None:
    i, j = np.arange(5.0)[:, None], np.arange(4.0)[None, :]
    table = 1.0 + 2.0 * i + 3.0 * j + 0.5 * i * j
    a, b = min(max(x / 2.0, 0.0), 4.0), min(max(y / 3.0, 0.0), 3.0)
    assert kernels.table_value(table, x, 2.0, y, 3.0) == pytest.approx(1.0 + 2.0 * a + 3.0 * b + 0.5 * a * b)


def test_infinity_stays_in_its_cells() -> None:
    table = np.array([[0.0, 1.0, np.inf], [1.0, 2.0, np.inf], [np.inf, np.inf, np.inf]])
    assert kernels.table_value(table, 1.0, 1.0, 1.0, 1.0) == 2.0
    assert kernels.table_value(table, 0.5, 1.0, 0.5, 1.0) == 1.0
    assert kernels.table_value(table, 1.0, 1.0, 1.001, 1.0) == math.inf
    assert kernels.table_value(table, 9.0, 1.0, 9.0, 1.0) == math.inf
