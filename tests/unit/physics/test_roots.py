"""The zero of a formula: exact ones, SciPy's, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from mantlet.physics.roots import root_between

PART = st.floats(-3.0, 3.0)


@given(PART, PART, PART)
def test_as_brent_s_method_of_scipy_to_the_bit(bend: float, slope: float, level: float) -> None:
    def formula(x: float) -> float:
        return bend * abs(bend) * x * abs(x) + slope * x + math.expm1(x) - level

    if (formula(-4.0) < 0.0) == (formula(5.0) < 0.0):
        return
    assert root_between(formula, -4.0, 5.0) == optimize.brentq(formula, -4.0, 5.0, xtol=1e-12)


@given(PART)
def test_a_steep_place_is_found(zero: float) -> None:
    found = root_between(lambda x: math.copysign(abs(x - zero) ** 0.2, x - zero), -4.0, 5.0)
    assert found == pytest.approx(zero, abs=1e-11)


def test_an_end_may_be_the_zero() -> None:
    assert root_between(lambda x: x - 1.0, 1.0, 2.0) == 1.0
    assert root_between(lambda x: x - 2.0, 1.0, 2.0) == 2.0


def test_refuses_ends_of_one_sign() -> None:
    with pytest.raises(ValueError, match="expected opposite signs"):
        root_between(lambda x: x * x + 1.0, 0.0, 2.0)
