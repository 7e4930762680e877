"""Draws over ignorance: pure, named, order-free; one family moves together, for or against its owner."""

import numpy as np
import pytest
from scipy import stats

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import Discrimination, Sensor, System, numbers
from mantlet.library.sampling import OPTIMISM, Draw, optimism


def number(**fields: object) -> Sourced:
    return Sourced.model_validate({"dimension": "length", "low": 10.0, "high": 20.0, "assumed": "x", **fields})


def test_a_draw_depends_on_nothing_but_its_name() -> None:
    first = [Draw(1, index, "independent").value("a.reach", number()) for index in range(50)]
    again = [Draw(1, index, "independent").value("a.reach", number()) for index in reversed(range(80))]
    assert again[::-1][:50] == first
    assert len(set(first)) == 50
    assert Draw(2, 0, "independent").value("a.reach", number()) != first[0]
    assert Draw(1, 0, "independent").value("b.reach", number()) != first[0]


def test_independent_draws_are_uniform_and_uncorrelated() -> None:
    draws = [Draw(7, index, "independent") for index in range(3000)]
    one = [draw.value("a.reach", number()) for draw in draws]
    two = [draw.value("b.reach", number()) for draw in draws]
    assert stats.kstest(one, stats.uniform(10, 10).cdf).pvalue > 0.001
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / 3000**0.5


@pytest.mark.parametrize(
    "together",
    [
        {"family": "reach"},
        {"source": "KEY", "date": "2020", "confidence": "press", "verification": "read", "assumed": None},
    ],
)
def test_comonotone_numbers_move_together(together: dict[str, object]) -> None:
    shared = number(**together)
    for index in range(30):
        draw = Draw(3, index, "comonotone")
        far, slow = draw.value("a.max_range", shared), draw.value("b.reaction", shared)
        assert far == draw.value("c.max_range", shared)
        assert far + slow == pytest.approx(30.0)


def test_a_family_reaches_over_sources() -> None:
    read = {"date": "2020", "confidence": "press", "verification": "read", "assumed": None}
    one, other = number(family="reach", source="ONE", **read), number(family="reach", source="OTHER", **read)
    draw = Draw(3, 0, "comonotone")
    assert draw.value("a.max_range", one) == draw.value("b.max_range", other)


def test_numbers_without_family_or_source_stand_alone() -> None:
    draw = Draw(3, 0, "comonotone")
    assert draw.value("a.max_range", number()) != draw.value("b.max_range", number())


def test_the_central_draw_is_the_central_figure() -> None:
    item = catalog().item("s-400/battalion")
    for place, figure in numbers(item):
        assert Draw(1, 5, "central").value(str(place), figure) == figure.central


def test_every_draw_of_the_library_stays_inside_its_figures() -> None:
    found = catalog()
    for record in [*found.systems.values(), *found.flyers.values()]:
        for place, figure in numbers(record):
            for coupling in ("independent", "comonotone"):
                drawn = Draw(11, 4, coupling).value(f"{record.id}.{place}", figure)
                least, most = figure.values[0], figure.values[-1]
                slack = figure.default_spread * abs(most)
                assert least - slack <= drawn <= most + slack


def test_what_was_drawn_is_recorded() -> None:
    seen: dict[str, float] = {}
    draw = Draw(1, 0, "independent", record=lambda path, _, figure: seen.__setitem__(path, figure))
    assert draw.value("a.reach", number()) == seen["a.reach"]


def test_optimism_flatters_the_owner() -> None:
    assert optimism("s-400/battalion.reaction") == "low"
    assert optimism("91N6E.claim.range") == "high"
    assert optimism("cj-10.damage_prob.town") == "high"
    assert optimism("91N6E.frequency") is None
    leaves = {str(step) for record in catalog().systems.values() for place, _ in numbers(record) for step in place}
    leaves |= {str(step) for record in catalog().flyers.values() for place, _ in numbers(record) for step in place}
    fields = set(System.model_fields) | set(Flyer.model_fields) | set(Sensor.model_fields)
    fields |= set(Discrimination.model_fields)
    assert set(OPTIMISM) <= leaves | fields


def test_optimism_follows_the_kind_of_a_number() -> None:
    """Whatever the name: farther, higher and more flatter the owner, waiting does not, and a least is better small."""
    for record in [*catalog().systems.values(), *catalog().flyers.values()]:
        for place, figure in numbers(record):
            name = str(place[-1])
            direction = optimism(".".join(map(str, place)))
            if place[0] == "facts" or direction is None:
                continue
            if name in ("memory", "endurance"):  # times that are better long
                assert direction == "high", place
            elif figure.dimension == "time" or name.startswith("min_"):
                assert direction == "low", place
            elif name.startswith("max_") or figure.dimension == "speed":
                assert direction == "high", place
            elif figure.dimension == "count":
                assert (direction == "high") == (name != "confirm_hits"), place
