"""Fire channels: the Erlang loss formula (1917) against printed capacities."""

import pytest

from mantlet.physics import kill
from mantlet.physics.roots import root_between
from published.vectors import rows


@pytest.mark.parametrize(
    "row", rows("erlang_b_capacity.csv"), ids=lambda row: f"{row['channels']} at {row['blocking']}"
)
def test_capacity(row: dict[str, str]) -> None:
    channels, blocking = int(row["channels"]), float(row["blocking"])
    capacity = root_between(lambda offered: kill.erlang_b(offered, channels) - blocking, 1e-9, 1e3)
    digits = len(row["erlang"].partition(".")[2])
    assert f"{capacity:.{digits}f}" == row["erlang"]
