"""The record of shocks."""

from __future__ import annotations

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.posture.dates import day
from mantlet.posture.nature import known_on, parsed, recorded


def test_shocks_are_known_from_their_report() -> None:
    assert [shock.id for shock in recorded()] == ["pandemic", "war"]
    assert [shock.id for shock in known_on(recorded(), day("2020-06-21"))] == []
    assert [shock.id for shock in known_on(recorded(), day("2020-06-22"))] == ["pandemic"]
    assert "France" not in recorded()[1].suppliers


def test_a_shock_reported_before_it_began() -> None:
    text = "kind: shocks\nshocks:\n  - {id: x, suppliers: [Russia], began: 2021-05, reported: 2021-04, assumed: t}\n"
    with pytest.raises(InvalidInput, match=r"s.yaml:3: shocks\[0\].reported: was reported 2021-04, before"):
        parsed(text, "s.yaml")


def test_a_shock_twice_or_to_nobody() -> None:
    text = (
        "kind: shocks\nshocks:\n"
        "  - {id: x, suppliers: [Rusia], began: 2021-05, reported: 2021-05, assumed: t}\n"
        "  - {id: x, suppliers: [Russia], began: 2021-06, reported: 2021-06, assumed: t}\n"
    )
    with pytest.raises(InvalidInput) as told:
        parsed(text, "s.yaml")
    first, second = str(told.value).splitlines()
    assert first.startswith(
        "s.yaml:3: shocks[0].suppliers[0]: no order names a supplier 'Rusia'. Did you mean 'Russia'"
    )
    assert second == "s.yaml:4: shocks[1].id: 'x' stands here twice"
