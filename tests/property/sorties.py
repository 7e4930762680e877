"""Battles in the air: many flights and few objects, one after the other; bases that are hit, and several sorties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from property.battles import CONDUCT, ZONE, Battle, full_battles

ALOFT = {"station": {"at": {"lat": 30.06, "lon": 75.05}, "height": "6 km msl"}}
FAR = {"bearing": "10 deg", "spread": "60 deg", "range": "65 km"}


def _flights() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    parts = (
        ({"base": "site"}, {"base": "other"}, {"at": {"lat": 30.1, "lon": 75.05}}),
        ({}, ALOFT, ALOFT | {"mode": "patrol"}),
        ({}, {"post": "post"}, {"post": "post"}),
        ({}, {}, {}, {"zone": ZONE}),
        ({}, {}, {"endurance": "60 s"}, {"endurance": "115 s"}, {"on_station": "20 s"}),
        ({}, {"readiness": "0 s"}, {"readiness": "30 s"}, {"ready_after": "12 s"}, {"salvo": 2}),
    )
    size = st.fixed_dictionaries({"count": st.integers(1, 6), "size": st.integers(1, 2)})
    place = st.builds(_united, size, *map(st.sampled_from, parts))
    return st.lists(place, min_size=1, max_size=3).map(
        lambda found: tuple(part | {"aircraft": "hawk", "id": f"f{n}"} for n, part in enumerate(found))
    )


def _united(*parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


def _raids() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    group = st.fixed_dictionaries(
        {
            "threat": st.sampled_from(["bomber", "bomber", "hawk", "threat"]),
            "count": st.integers(1, 4),
            "interval": st.sampled_from(["0 s", "5 s", "40 s"]),
            "target": st.sampled_from(["site", "other", "post"]),
            "start": st.sampled_from(["0 s", "13 s", "90 s"]),
            "approach": st.just(FAR),
        }
    )
    return st.lists(st.tuples(group, CONDUCT), min_size=1, max_size=3).map(
        lambda found: tuple(
            part | {"id": f"g{n}"} | ({} if part["threat"] == "threat" else _own(conduct))
            for n, (part, conduct) in enumerate(found)
        )
    )


def _own(conduct: dict[str, Any]) -> dict[str, Any]:
    """Only aircraft turn; here they count their own losses alone."""
    return conduct | ({"abort": {"share": 0.2}} if "abort" in conduct else {})


def _quiet(unit: dict[str, Any]) -> dict[str, Any]:
    return unit | {"doctrine": unit.get("doctrine", {}) | {"weapons_control": "hold"}}


@st.composite
def air_battles(draw: st.DrawFn) -> Battle:
    """Full battles in which fighters have the most to do."""
    zones = [None, {"separation": "3 km"}, {"separation": "60 km"}, {"zones": "mixed", "separation": "60 km"}]
    hawk = st.fixed_dictionaries(
        {
            "missiles": st.integers(2, 3),
            "radar_range": st.sampled_from(["10 km", "40 km"]),
            "intercept_speed": st.sampled_from(["500 m/s", "900 m/s"]),
            "scramble": st.sampled_from(["0 s", "5 s"]),
            "turn_round": st.just("5 s"),
            "return_kill_prob": st.sampled_from([0.1, 0.9]),
        }
    )
    full, quiet = draw(full_battles()), draw(st.booleans())
    return replace(
        full,
        units=tuple(_quiet(unit) if quiet else unit for unit in full.units),
        raid=draw(_raids()),
        fighters=draw(_flights()),
        airspace=draw(st.sampled_from([*zones, {"shared_targets": True}])),
        hawk=draw(hawk),
        duration="260 s",
    )
