"""Small battles of every kind for properties: some units, some groups, chance in detection, kill and assessment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

import worlds
from mantlet.library.catalog import Catalog
from mantlet.world import World

FEW = settings(max_examples=20, derandomize=True, database=None, deadline=None)


@dataclass(frozen=True)
class Battle:
    """A scenario in parts, and what its library says differently."""

    raid: tuple[dict[str, Any], ...]
    units: tuple[dict[str, Any], ...]
    doctrine: dict[str, Any]
    sensor: dict[str, Any]
    unit: dict[str, Any]
    luck: dict[str, float]
    posts: tuple[dict[str, Any], ...]
    assets: tuple[dict[str, Any], ...]

    def known(self) -> Catalog:
        """Its library: a steady bomber beside the usual threat, which fluctuates and is biased."""
        bomber = {"object_class": "bomber", "speed": "610 m/s", "swerling": 0, "rcs": "3 m2", "damage_prob": HARM}
        return worlds.library(
            sensor=self.sensor,
            unit=self.unit,
            missile={"mean_speed": "1900 m/s", "max_range": "37 km", "kill_prob": {"cruise": 0.6, "bomber": 0.8}},
            flyer={"rcs_bias": "3 dB", "rcs_decorrelation": "17 s", "speed": "930 m/s", "damage_prob": HARM},
            more={"flyers": {"bomber": bomber}},
        )

    def text(self) -> str:
        """Its scenario file."""
        return worlds.scenario(
            list(self.raid),
            list(self.units),
            doctrine=self.doctrine,
            blue={"posts": list(self.posts), "assets": list(self.assets)},
            duration="105 s",
            luck=self.luck,
        )

    def built(self) -> World:
        """Its world."""
        return worlds.built(self.text(), self.known())

    def reversed(self) -> Battle:
        """The same things in another order."""
        return replace(
            self, raid=self.raid[::-1], units=self.units[::-1], posts=self.posts[::-1], assets=self.assets[::-1]
        )

    def moved(self, lon_deg: float) -> Battle:
        """The same battle elsewhere on the same parallel."""
        parts = {
            name: tuple(_moved(part, lon_deg) for part in getattr(self, name))
            for name in ("raid", "units", "posts", "assets")
        }
        return replace(self, **parts)


def _moved(part: Any, lon_deg: float) -> Any:
    if isinstance(part, dict):
        return {key: value + lon_deg if key == "lon" else _moved(value, lon_deg) for key, value in part.items()}
    return [_moved(item, lon_deg) for item in part] if isinstance(part, list) else part


PLACES = st.sampled_from([{"lat": 30.013, "lon": 75.021}, {"lat": 30.094, "lon": 74.951}, {"lat": 29.6, "lon": 75.087}])
ASSETS = (
    {"id": "site", "name": "Site", "kind": "depot", "at": {"lat": 30.0, "lon": 75.0}, "value": 1},
    {"id": "other", "name": "Other", "kind": "depot", "at": {"lat": 30.05, "lon": 75.11}, "value": 3},
)
HARM = {"depot": 0.7, "radar": 0.6, "command": 0.5, "launcher": 0.8}
POST = {"id": "post", "link_delay": "1 s", "at": {"lat": 30.0, "lon": 75.0}}


def _units() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    unit = st.fixed_dictionaries(
        {"at": PLACES},
        optional={
            "post": st.just("post"),
            "link_reliability": st.just(0.7),
            "magazine": st.integers(1, 9),
            "target_channels": st.integers(1, 3),
            "reaction": st.sampled_from(["1 s", "4 s", "50 s"]),
            "launch_interval": st.sampled_from(["2 s"]),
            "ready_after": st.sampled_from(["20 s", "100 s"]),
            "doctrine": st.sampled_from(
                [{"weapons_control": "hold"}, {"engage": ["bomber"]}, {"alone": "hold"}, {"alone_after": "9 s"}]
            ),
        },
    )
    named = st.lists(unit, min_size=1, max_size=3)
    return named.map(lambda found: tuple(_linked(part) | {"id": f"u{n}"} for n, part in enumerate(found)))


def _linked(unit: dict[str, Any]) -> dict[str, Any]:
    """Without a post there is no link that could fail."""
    return unit if "post" in unit else {name: value for name, value in unit.items() if name != "link_reliability"}


CONDUCT: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "abort": st.sampled_from([{"share": 0.2}, {"share": 0.2, "of": ["g0"]}]),
        "evade": st.sampled_from([{"warned": 0.4}, {"warned": 1.0}, {"warned": 1.0, "at_most": 1}]),
        "arrival_prob": st.sampled_from([0.6]),
    },
)


def _with_conduct(group: dict[str, Any], conduct: dict[str, Any]) -> dict[str, Any]:
    """Only aircraft turn, and only what has a target can miss it."""
    left_out = set() if group["threat"] == "bomber" else {"abort", "evade"}
    left_out |= set() if group.get("target", "site") else {"arrival_prob"}
    return group | {name: value for name, value in conduct.items() if name not in left_out}


def _raids() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    approach = st.builds(
        lambda bearing, spread, range_km: {
            "bearing": f"{bearing}.3 deg",
            "spread": f"{spread}.1 deg",
            "range": f"{range_km}.37 km",
        },
        st.integers(0, 350),
        st.integers(0, 90),
        st.integers(35, 70),
    )
    group = st.fixed_dictionaries(
        {"approach": approach, "count": st.integers(1, 5), "threat": st.sampled_from(["threat", "bomber"])},
        optional={
            "start": st.sampled_from(["0 s", "13 s"]),
            "interval": st.sampled_from(["3 s"]),
            "target": st.sampled_from(["site", "other", ["site", "other"], "u0", "post", ["u0", "post", "site"]]),
        },
    )
    groups = st.lists(st.builds(_with_conduct, group, CONDUCT), min_size=1, max_size=3)
    carrier = {
        "id": "bombers",
        "threat": "bomber",
        "count": 2,
        "target": None,
        "route": [
            {"at": {"lat": 30.45, "lon": 74.8}},
            {"at": {"lat": 30.31, "lon": 75.02}},
            {"at": {"lat": 30.5, "lon": 75.3}},
        ],
    }
    carried = {"id": "bombs", "carrier": "bombers", "release": 1, "each": 2, "interval": "2 s"}
    return st.builds(
        lambda found, with_bombers, conduct: (
            *(part | {"id": f"g{n}"} for n, part in enumerate(found)),
            *((_with_conduct(carrier, conduct), carried) if with_bombers else ()),
        ),
        groups,
        st.booleans(),
        CONDUCT,
    )


def battles() -> st.SearchStrategy[Battle]:
    """Battles of up to three units and nineteen objects."""
    doctrine = st.builds(
        lambda salvo, extra, shots: {
            "method": "salvo",
            "salvo": salvo,
            "max_in_flight": salvo + extra,
            "max_shots": 0 if shots == 0 else salvo + shots,
        },
        st.integers(1, 2),
        st.integers(0, 2),
        st.integers(0, 3),
    )
    sensor = {
        "certain": False,
        "claim": worlds.CLAIM | {"range": "45 km", "pulses": 8, "detection_prob": 0.6},
        "scan_period": "2 s",
        "confirm_hits": 2,
        "confirm_scans": 3,
        "drop_after": 3,
        "instrumented_range": "61 km",
    }
    unit = {
        "miss_called_kill_prob": 0.1,
        "kill_called_miss_prob": 0.1,
        "assess_delay": "1 s",
        "launchers": 2,
        "rounds_per_launcher": 3,
        "reload_rounds": 4,
        "reload_time": "11 s",
    }
    return st.builds(
        Battle,
        raid=_raids(),
        units=_units(),
        doctrine=doctrine,
        sensor=st.sampled_from(["45 km", "14 km"]).map(
            lambda far: sensor | {"claim": sensor["claim"] | {"range": far}}
        ),
        unit=st.just(unit),
        luck=st.sampled_from([{}, {"raid": 0.1, "unit": 0.2}]),
        posts=st.just((POST,)),
        assets=st.just(ASSETS),
    )
