"""Figures and dates copied from claims by hand are held against what the claims say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from evidence_samples import CAME, PRICE, claim
from mantlet.base.sourced import Sourced
from mantlet.evidence.claims import Claim, Value
from mantlet.evidence.quoted import misdated, misquoted


def number(dimension: str = "money", **fields: Any) -> Sourced:
    said = {"source": "R", "date": "2021", "confidence": "press", "verification": "read"}
    return Sourced.model_validate({"dimension": dimension, **said, **fields})


@pytest.mark.parametrize(
    ("fields", "claims"),
    [
        ({"low": 3.15e9, "high": 3.25e9}, [PRICE]),
        ({"value": 3.2e9}, [PRICE]),
        ({"low": 3.15e9, "high": 9e9, "verification": "read_partial", "cited": ["low"]}, [PRICE]),
        ({"value": 7e9, "verification": "computed"}, [PRICE]),
        ({"dimension": "count", "value": 4}, [CAME]),
        ({"value": 7e9}, []),
    ],
)
def test_what_claims_give(fields: dict[str, Any], claims: list[Claim]) -> None:
    assert misquoted(number(**fields), claims) is None


SIZE = claim("five", "squadron_size", Value(low=16, high=18, op="range"), "aircraft")


@pytest.mark.parametrize(
    ("fields", "claims", "said"),
    [
        ({"value": 7e9}, [PRICE], "value is 7000 MUSD"),
        ({"low": 3.1e9, "high": 3.25e9}, [PRICE], "low is 3100 MUSD"),
        ({"dimension": "length", "value": 4}, [CAME], "4 battery"),
        ({"dimension": "count", "low": 16, "best": 17, "high": 18}, [SIZE], "best is 17"),
        ({"dimension": "count", "value": 4}, [claim("Four", "meeting", Value(op="unknown"), None)], "value is 4"),
    ],
)
def test_what_they_do_not(fields: dict[str, Any], claims: list[Claim], said: str) -> None:
    found = misquoted(number(**fields), claims)
    assert found is not None and said in found and claims[0].id in found


def test_dates() -> None:
    month = claim("last year", "delivery_date", Value(op="unknown"), None, event_time="2021-12")
    whole = (date(2021, 12, 1).toordinal(), date(2021, 12, 31).toordinal())
    assert misdated([(0, 1), whole], [month]) is None
    assert "2021-12" in str(misdated([(0, 1)], [month]))
    assert misdated([(0, 1)], [CAME]) is None and misdated([], [month]) is None
