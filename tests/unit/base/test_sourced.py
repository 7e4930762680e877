"""Sourced numbers: their distributions against textbook moments, the citing rule, and what is refused."""

import math
from itertools import pairwise
from typing import Annotated

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from mantlet.base.mixture import Part, mixed
from mantlet.base.sourced import DEFAULT_SPREAD, Number, Sourced

READ = {"source": "KEY", "date": "2015-04", "confidence": "press", "verification": "read"}
GRID = (np.arange(20_000) + 0.5) / 20_000


def drawn(number: Sourced) -> np.ndarray:
    return np.array([number.quantile(u) for u in GRID])


def assumed(dimension: str = "length", **fields: object) -> Sourced:
    return Sourced.model_validate({"dimension": dimension, "assumed": "for the test", **fields})


@pytest.mark.parametrize(
    ("low", "best", "high"), [(0.0, 1.0, 4.0), (2.0, 2.0, 5.0), (2.0, 5.0, 5.0), (-3.0, -1.0, 0.0)]
)
def test_low_best_high_is_triangular(low: float, best: float, high: float) -> None:
    found = drawn(assumed(low=low, best=best, high=high))
    mean = (low + best + high) / 3
    variance = (low**2 + best**2 + high**2 - low * best - low * high - best * high) / 18
    assert found.mean() == pytest.approx(mean, abs=1e-3)
    assert found.var() == pytest.approx(variance, rel=1e-3)


def test_without_a_best_it_is_uniform() -> None:
    found = drawn(assumed(low=2.0, high=5.0))
    assert (found.mean(), found.var()) == pytest.approx((3.5, 9 / 12), rel=1e-6)


def test_a_positive_scale_without_a_best_is_log_uniform() -> None:
    number = assumed("area", low=0.01, high=1.0)
    logs = np.log(drawn(number))
    assert (logs.mean(), logs.var()) == pytest.approx((math.log(0.1), math.log(100) ** 2 / 12), rel=1e-6)
    assert number.central == pytest.approx(0.1)


@pytest.mark.parametrize("confidence", DEFAULT_SPREAD)
def test_a_single_figure_gets_the_spread_of_its_confidence(confidence: str) -> None:
    number = Sourced.model_validate({"dimension": "length", "value": 100.0, **READ, "confidence": confidence})
    half = {"official": 5, "brochure": 10, "analyst estimate": 15, "press": 20, "low": 30}[confidence]
    found = drawn(number)
    assert found.min() == pytest.approx(100 - half, abs=0.3)
    assert found.max() == pytest.approx(100 + half, abs=0.3)
    assert found.var() == pytest.approx(half**2 / 6, rel=1e-3)
    assert not number.exact


figure = st.floats(1e-3, 1e6)


def test_an_assumed_figure_is_trusted_no_more_than_the_least_of_sources() -> None:
    alone = drawn(assumed(value=100.0))
    weakest = drawn(Sourced.model_validate({"dimension": "length", "value": 100.0, **READ, "confidence": "low"}))
    assert np.array_equal(alone, weakest)
    assert max(DEFAULT_SPREAD, key=lambda confidence: DEFAULT_SPREAD[confidence]) == "low"


def test_probabilities_stay_within_one() -> None:
    found = drawn(Sourced.model_validate({"dimension": "ratio", "value": 0.95, **READ, "confidence": "low"}))
    assert found.max() == 1.0
    assert found.min() >= 0.6


def test_counts_and_claims_are_taken_whole() -> None:
    counted = drawn(assumed("count", low=6, best=10, high=10))
    assert set(counted) == {6.0, 10.0}
    assert (counted == 6.0).mean() == 0.5
    claims = [{"dimension": "count", "value": value, **READ} for value in (8, 4)]
    number = Sourced.model_validate({"dimension": "count", "alternatives": claims})
    assert set(drawn(number)) == {4.0, 8.0}
    assert number.central == 8.0
    assert number.standing == "cited"


def test_conflicting_intervals_are_taken_whole() -> None:
    near, far = ({"dimension": "length", "low": low, "high": low + 2.0, **READ} for low in (1.0, 10.0))
    point = {"dimension": "length", "value": 5.0, **READ}
    number = Sourced.model_validate({"dimension": "length", "alternatives": [near, far, point]})
    found = drawn(number)
    assert not (((found > 3.0) & (found < 10.0)) & (found != 5.0)).any()
    assert [((found >= low) & (found <= high)).mean() for low, high in ((1, 3), (5, 5), (10, 12))] == pytest.approx(
        [1 / 3] * 3, abs=0.01
    )
    assert found[found <= 3.0].mean() == pytest.approx(2.0, abs=0.01)
    assert number.text() == "1 m / 3 m or 10 m / 12 m or 5 m"
    assert number.values == (1.0, 3.0, 5.0, 10.0, 12.0)
    weighed = Sourced.model_validate({"dimension": "length", "alternatives": [near, far], "weights": [3, 1]})
    assert (drawn(weighed) <= 3.0).mean() == pytest.approx(0.75, abs=0.01)
    counts = [{"dimension": "count", "low": 2, "high": 4, **READ}, {"dimension": "count", "value": 9, **READ}]
    counted = drawn(Sourced.model_validate({"dimension": "count", "alternatives": counts}))
    assert [(counted == figure).mean() for figure in (2, 4, 9)] == pytest.approx([0.25, 0.25, 0.5], abs=0.01)


@example([Part(999999.9999999999, 1e6, 1.0)], True)
@given(
    st.lists(
        st.tuples(figure, figure, st.floats(0.1, 10)).map(lambda part: Part(min(part[:2]), max(part[:2]), part[2])),
        min_size=1,
    ),
    st.booleans(),
)
def test_a_mixture_rises_and_stays_within_its_parts(parts: list[Part], is_log: bool) -> None:
    found = [mixed(u, parts, is_log=is_log) for u in np.linspace(0, 1, 50, endpoint=False)]
    for before, after in pairwise(found):
        assert before <= after * (1 + 1e-9)
    for one in found:
        assert any(part.low * (1 - 1e-9) <= one <= part.high * (1 + 1e-9) for part in parts)


@given(st.lists(st.tuples(figure, st.floats(0.1, 10)), min_size=1, max_size=6), st.data())
def test_a_mixture_of_points_has_their_weights(points: list[tuple[float, float]], data: st.DataObject) -> None:
    parts = [Part(place, place, weight) for place, weight in points]
    one = data.draw(st.sampled_from(parts)).low
    share = sum(part.weight for part in parts if part.low == one) / sum(part.weight for part in parts)
    found = [mixed((step + 0.5) / 2000, parts) for step in range(2000)]
    assert sum(figure == one for figure in found) / 2000 == pytest.approx(share, abs=0.002)


def test_single_counts_definitions_and_set_values_are_exact() -> None:
    exact = [
        Sourced(dimension="count", value=4.0, assumed="x"),
        Sourced(dimension="length", value=4.0, definition="by construction"),
        Sourced(dimension="length", value=4.0, given=True),
    ]
    assert all(number.exact and set(drawn(number)) == {4.0} for number in exact)


@given(st.lists(figure, min_size=3, max_size=3, unique=True).map(sorted), figure.map(lambda x: x / 1e6))
def test_quantiles_rise_and_stay_inside(bounds: list[float], u: float) -> None:
    u = min(u, 0.999)
    for dimension in ("length", "area", "count"):
        for number in (
            assumed(dimension, low=bounds[0], best=bounds[1], high=bounds[2]),
            assumed(dimension, low=bounds[0], high=bounds[2]),
        ):
            here, later = number.quantile(u), number.quantile(min(u + 1e-3, 0.9999))
            assert bounds[0] * (1 - 1e-12) <= here <= later * (1 + 1e-12) <= bounds[2] * (1 + 1e-9)


def test_the_citing_rule() -> None:
    interval = {"dimension": "length", "low": 1.0, "best": 2.0, "high": 3.0, **READ}

    def standing(**fields: object) -> str:
        return Sourced.model_validate({**interval, **fields}).standing

    assert [standing(verification=how) for how in ("read", "seed", "computed")] == ["cited"] * 3
    assert [standing(verification=how) for how in ("recalled", "unverified")] == ["recalled", "unverified"]
    partial = Sourced.model_validate({**interval, "verification": "read_partial", "cited": ["best"]})
    assert partial.standing == "part cited"
    assert [partial.bound_standing(bound) for bound in ("low", "best", "high")] == ["assumed", "cited", "assumed"]
    assert assumed(value=1.0).standing == "assumed"
    mixed = [{"dimension": "length", "value": 1.0, **READ}, {"dimension": "length", "value": 2.0, "assumed": "x"}]
    assert Sourced.model_validate({"dimension": "length", "alternatives": mixed}).standing == "part cited"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"value": 1.0}, "exactly one of"),
        ({"value": 1.0, "assumed": "x", **READ}, "exactly one of"),
        ({"value": 1.0, "assumed": " "}, "empty reason"),
        ({"value": 1.0, "low": 0.0, "high": 2.0, "assumed": "x"}, "give one of"),
        ({"assumed": "x"}, "give one of"),
        ({"low": 1.0, "assumed": "x"}, "both low and high"),
        ({"low": 3.0, "high": 2.0, "assumed": "x"}, "out of order"),
        ({"low": 1.0, "best": 5.0, "high": 2.0, "assumed": "x"}, "out of order"),
        ({"low": 1.0, "high": 1.0, "assumed": "x"}, "out of order"),
        ({"value": 1.0, "source": "KEY"}, "date, confidence, verification"),
        ({"value": 1.0, **READ, "verification": "read_partial"}, "needs cited"),
        ({"value": 1.0, **READ, "verification": "recalled", "cited": ["value"]}, "only a number that was read"),
        ({"value": 1.0, **READ, "cited": ["best"]}, "does not give"),
        ({"value": 1.0, "assumed": "x", "verification": "read"}, "belongs to a source"),
        ({"alternatives": [{"dimension": "length", "value": 1.0, "assumed": "x"}]}, "at least two"),
        (
            {"alternatives": [{"dimension": "length", "low": 1.0, "best": 2.0, "high": 3.0, **READ}] * 2},
            "low with high",
        ),
        ({"value": 1.0, "weights": [1.0], **READ}, "weights are those of alternatives"),
        ({"value": 1.0, "assumed": "x", "claims": ["0123456789ab@01234567"]}, "claims: belongs to a source"),
        ({"value": 1.0, "claims": ["0123456789ab"], **READ}, "pattern"),
        ({"value": 1.0, "assumed": "x\x1b[31m"}, "control character"),
        ({"value": math.inf, "assumed": "x"}, "finite"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        Sourced.model_validate({"dimension": "length", **fields})


class Holder(BaseModel):
    reach: Annotated[Sourced, Number("length", 1.0, 1e6)] | None = None
    chance: Annotated[Sourced, Number("ratio", 0, 1)] | None = None
    rounds: Annotated[Sourced, Number("count", 0, 100)] | None = None
    delay: Annotated[Sourced, Number("time", 0, 100, bare=True)] | None = None


def test_units_are_read_from_text() -> None:
    reach = Holder.model_validate({"reach": {"low": "240 km", "high": "250 km", "assumed": "x"}}).reach
    assert reach is not None
    assert (reach.low, reach.high) == (240e3, 250e3)


def test_a_bare_quantity_is_set_in_the_scenario() -> None:
    delay = Holder.model_validate({"delay": "12 s"}).delay
    assert delay is not None
    assert (delay.value, delay.standing, delay.exact) == (12.0, "set", True)
    interval = Holder.model_validate({"delay": {"low": "1 s", "high": "2 s"}}).delay
    assert interval is not None
    assert (interval.standing, interval.exact) == ("set", False)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ({"reach": "400 km"}, "with its provenance"),
        ({"reach": {"value": 400, "assumed": "x"}}, "bare number"),
        ({"reach": {"value": "400 kg", "assumed": "x"}}, "expected a length"),
        ({"reach": {"value": "2 Mm", "assumed": "x"}}, "unit"),
        ({"reach": {"value": "2000 km", "assumed": "x"}}, "at most 1000 km"),
        ({"reach": {"value": [1], "assumed": "x"}}, "expected a quantity"),
        ({"reach": {"value": "1 km", "assumed": "x", "dimension": "time"}}, "no field 'dimension'"),
        ({"reach": {"value": "1 km", "assumed": "x", "given": True}}, "no field 'given'"),
        ({"chance": {"low": 0.5, "high": 1.2, "assumed": "x"}}, "at most 1"),
        ({"chance": {"value": -0.1, "assumed": "x"}}, "at least 0"),
        ({"rounds": {"value": 2.5, "assumed": "x"}}, "whole number"),
        ({"delay": "12"}, "unit"),
        ({"delay": 12}, "bare number"),
    ],
)
def test_files_are_held_to_units_and_limits(raw: dict[str, object], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        Holder.model_validate(raw)


def test_an_angle_stays_within_a_full_circle() -> None:
    turning = Sourced(dimension="angle", value=2 * math.pi, assumed="turns all round")
    assert turning.quantile(0.2) < turning.quantile(0.7) == 2 * math.pi
