"""Normal quantile: the check values printed with algorithm AS 241 (Wichura 1988, Applied Statistics 37:477)."""

import pytest

from mantlet.physics import kernels


@pytest.mark.parametrize(
    ("prob", "quantile"),
    [(0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408)],
)
def test_quantile(prob: float, quantile: float) -> None:
    assert kernels.normal_quantile(prob) == pytest.approx(quantile, rel=1e-15)
