"""The lab scenarios show what their pages say: without the mechanism they are about the answer is clearly another."""

import pytest

import worlds


def mean_leakers(name: str, *changes: str) -> float:
    return float(worlds.leakers(worlds.fought(worlds.bundled(name, *changes), 2000)).mean())


@pytest.mark.parametrize(
    ("mechanism", "most_off", "least_on"), [("jamming", 0.5, 2.5), ("notch", 0.2, 8), ("rain", 0.5, 3)]
)
def test_the_mechanism_decides(mechanism: str, most_off: float, least_on: float) -> None:
    assert mean_leakers(f"lab-{mechanism}") >= least_on
    assert mean_leakers(f"lab-{mechanism}", f"mechanisms.{mechanism}=false") <= most_off


def test_no_other_switch_does() -> None:
    """Switches of the other two leave each lab as it is, to the bit."""
    names = ("jamming", "notch", "rain")
    for name in names:
        others = [f"mechanisms.{other}=false" for other in names if other != name]
        assert mean_leakers(f"lab-{name}", *others) == mean_leakers(f"lab-{name}")


def test_low_flight_hides_from_the_same_radar() -> None:
    high, low = (
        mean_leakers("lab-rain", "mechanisms.rain=false", *change)
        for change in ((), ("sides.red.raid.threat.approach.height=30 m agl",))
    )
    assert low > 2 * high
