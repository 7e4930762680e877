"""Small battles of every kind for properties: some units, some groups, chance in detection, kill and assessment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

import worlds
from mantlet.library.catalog import Catalog
from mantlet.world import World

FEW = settings(max_examples=20, derandomize=True, database=None)


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
    full: bool = False
    missile: dict[str, Any] = field(default_factory=dict[str, Any])
    sensors: tuple[dict[str, Any], ...] = ()
    fighters: tuple[dict[str, Any], ...] = ()
    support: tuple[dict[str, Any], ...] = ()
    airspace: dict[str, Any] | None = None
    rain: dict[str, Any] | None = None
    hawk: dict[str, Any] = field(default_factory=dict[str, Any])
    duration: str = "105 s"

    def known(self) -> Catalog:
        """Its library: a steady bomber beside the usual threat, which fluctuates and is biased."""
        bomber = {"object_class": "bomber", "speed": "610 m/s", "swerling": 0, "rcs": "3 m2", "damage_prob": HARM}
        others = OTHERS | {"flyers": OTHERS["flyers"] | {"hawk": HAWK | self._hawk()}} if self.full else {"flyers": {}}
        return worlds.library(
            sensor=self.sensor,
            unit=self.unit,
            missile={"mean_speed": "1900 m/s", "max_range": "37 km", "kill_prob": KILLS} | self.missile,
            flyer={"rcs_bias": "3 dB", "rcs_decorrelation": "17 s", "speed": "930 m/s", "damage_prob": HARM},
            more=others | {"flyers": {"bomber": bomber} | others["flyers"]},
        )

    def _hawk(self) -> dict[str, Any]:
        return {"fighter": HAWK["fighter"] | self.hawk}

    def text(self) -> str:
        """Its scenario file."""
        return worlds.scenario(
            list(self.raid),
            list(self.units),
            doctrine=self.doctrine,
            blue=self._blue(),
            duration=self.duration,
            luck=self.luck,
            environment={"terrain": "none"} | ({} if self.rain is None else {"rain": self.rain}),
        )

    def _blue(self) -> dict[str, Any]:
        parts = {name: list(getattr(self, name)) for name in BLUE if getattr(self, name) or name in ("posts", "assets")}
        return parts | ({} if self.airspace is None else {"airspace": self.airspace})

    def built(self) -> World:
        """Its world."""
        return worlds.built(self.text(), self.known())

    def reversed(self) -> Battle:
        """The same things in another order."""
        return replace(self, **{name: getattr(self, name)[::-1] for name in LISTS})

    def moved(self, lon_deg: float) -> Battle:
        """The same battle elsewhere on the same parallel."""
        parts = {name: tuple(_moved(part, lon_deg) for part in getattr(self, name)) for name in LISTS}
        return replace(self, **parts)


def _moved(part: Any, lon_deg: float) -> Any:
    if isinstance(part, dict):
        return {key: value + lon_deg if key == "lon" else _moved(value, lon_deg) for key, value in part.items()}
    return [_moved(item, lon_deg) for item in part] if isinstance(part, list) else part


BLUE = ("posts", "assets", "sensors", "fighters", "support")
LISTS = ("raid", "units", *BLUE)
KILLS = {"cruise": 0.6, "bomber": 0.8}

PLACES = st.sampled_from([{"lat": 30.013, "lon": 75.021}, {"lat": 30.094, "lon": 74.951}, {"lat": 29.6, "lon": 75.087}])
ASSETS = (
    {"id": "site", "name": "Site", "kind": "depot", "at": {"lat": 30.0, "lon": 75.0}, "value": 1},
    {"id": "other", "name": "Other", "kind": "depot", "at": {"lat": 30.05, "lon": 75.11}, "value": 3},
)
HARM = {"depot": 0.7, "radar": 0.6, "command": 0.5, "launcher": 0.8, "plant": 0.9}
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
                [
                    {"weapons_control": "hold"},
                    {"weapons_control": "tight", "identification": "9 s"},
                    {"engage": ["bomber"]},
                    {"alone": "hold"},
                    {"alone_after": "9 s"},
                ]
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


# What only a full battle has. Of its library: a weapon that homes on radars, an aircraft that fights on either side,
# a radar in the air, and figures of antennas, which jammers need.
SEEKER = {"speed": "1300 m/s", "damage_prob": HARM, "homing": "anti-radiation"}
HAWK = {
    "kind": "aircraft",
    "object_class": "fighter",
    "speed": "400 m/s",
    "damage_prob": HARM,
    "fighter": {
        "missile": "dart",
        "missiles": 2,
        "launch_range": "20 km",
        "missile_speed": "1 km/s",
        "kill_prob": {"cruise": 0.6, "bomber": 0.7, "fighter": 0.5},
        "return_kill_prob": 0.4,
        "radar_range": "30 km",
        "radar_rcs": "1 m2",
        "intercept_speed": "500 m/s",
        "endurance": "130 s",
        "scramble": "5 s",
        "turn_round": "9 s",
    },
}
ANTENNA = {
    "antenna_gain": "30 dB",
    "beamwidth": "3 deg",
    "sidelobe_level": "25 dB",
    "noise_temperature": "600 K",
    "repair_time": "20 s",
}
OTHERS: dict[str, dict[str, Any]] = {
    "flyers": {"seeker": SEEKER | {"memory": "9 s", "memory_ratio": 0.5}, "hawk": HAWK},
    "sensors": {
        "watch": {"instrumented_range": "200 km", "confirm_hits": 2, "confirm_scans": 3, "track_accuracy": "2 deg"}
        | ANTENNA
    },
    "missiles": {
        "finder": {"guided_from": "itself", "mean_speed": "1500 m/s", "max_range": "29 km", "kill_prob": KILLS}
    },
}
BOTH = {"load": [{"missile": "round", "share": 0.5}, {"missile": "finder", "share": 0.5}]}
ZONE = [{"lat": lat, "lon": lon} for lat, lon in ((30.3, 74.6), (30.3, 75.4), (31.0, 75.4), (31.0, 74.6))]
TOP = {"id": "top", "link_delay": "2 s", "at": {"lat": 29.9, "lon": 75.02}}
ORBIT = {"to": {"lat": 29.7, "lon": 75.4}, "height": "8 km msl", "speed": "200 m/s"}
AIR = {"id": "air", "sensor": "watch", "post": "post", "at": {"lat": 29.7, "lon": 74.7}, "orbit": ORBIT}
PLANT = {"id": "plant", "kind": "power", "at": {"lat": 30.0, "lon": 75.01}, "repair": "15 s"}
WAYS_TO_SEARCH = (
    {},
    {},
    {"autonomous": False, "sector": "60 deg"},
    {"autonomous": False, "cue_basket": "2 deg", "track_accuracy": "1 deg"},
)
MOVES = {"pack_time": "2 s", "set_up_time": "3 s", "march_speed": "100 m/s"}
EMISSIONS = st.sampled_from(
    [
        {"mode": "cued", "within": "25 km"},
        {"mode": "blink", "on": "7 s", "off": "3 s"},
        {"shutdown": {"within": "9 s", "silence": "12 s"}},
        {"mode": "cued", "shutdown": {"within": "9 s", "silence": "12 s"}},
    ]
)


def _in_full(
    unit: dict[str, Any], moves: dict[str, Any] | None, emission: dict[str, Any] | None, remote: bool
) -> dict[str, Any]:
    found = dict(unit)
    if remote and "post" in unit:
        found["launches_on"] = "network_track"
    if moves is not None:
        near = unit["at"] | {"lat": unit["at"]["lat"] + 0.004}
        found["moves"] = MOVES | moves | {"sites": [{"id": f"{unit['id']}b", "at": near}]}
    if emission is not None:
        found["doctrine"] = unit.get("doctrine", {}) | {"emission": emission}
        found["decoy_emitters"] = 1
    return found


def _fighters() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    place = st.fixed_dictionaries(
        {"aircraft": st.just("hawk"), "count": st.integers(1, 3), "size": st.integers(1, 2), "base": st.just("site")},
        optional={
            "post": st.just("post"),
            "mode": st.just("patrol"),
            "zone": st.just(ZONE),
            "corridor": st.just(ZONE),
            "salvo": st.just(2),
            "endurance": st.just("115 s"),
            "ready_after": st.just("12 s"),
        },
    )
    station = {"station": {"at": {"lat": 30.2, "lon": 75.0}, "height": "6 km msl"}}
    return st.lists(place, min_size=1, max_size=2).map(
        lambda found: tuple(part | station | {"id": f"f{n}"} for n, part in enumerate(found))
    )


def _more_of_a_raid() -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    jammer = {
        "id": "jammers",
        "threat": "hawk",
        "count": 2,
        "target": None,
        "route": [{"at": {"lat": 30.6, "lon": 74.7}}, {"at": {"lat": 30.3, "lon": 75.1}}],
        "jammer": {"power_density": "1 W/MHz", "bands": ["S"], "from": "5 s", "until": "80 s"},
        "evade": {"warned": 0.6},
        "abort": {"share": 0.5},
    }
    far = {"bearing": "10 deg", "spread": "60 deg", "range": "60 km"}
    seekers = {"id": "seekers", "threat": "seeker", "count": 3, "interval": "7 s", "target": "u0", "approach": far}
    escort = {"id": "escort", "threat": "hawk", "count": 2, "target": "site", "approach": far}
    strike = {"id": "strike", "threat": "bomber", "count": 2, "target": ["plant", "post"], "approach": far}
    return st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, unique=True).map(
        lambda found: tuple((jammer, seekers, escort, strike)[n] for n in sorted(found))
    )


@st.composite
def full_battles(draw: st.DrawFn) -> Battle:
    """The same with jammers, rain, weapons that home on radars, emission control, moves, fighters and a fragile net."""
    plain = draw(battles())
    moves = st.sampled_from([None, {"after_shots": 2}, {"after": "20 s"}])
    units = tuple(_in_full(unit, draw(moves), draw(st.none() | EMISSIONS), draw(st.booleans())) for unit in plain.units)
    tall = draw(st.booleans())
    served = draw(st.sampled_from([["post"], ["u0"], ["u0", "post"]]))
    relay = tall and draw(st.booleans())
    post = POST | draw(st.sampled_from([{}, {"fusion": "combined"}]))
    return replace(
        plain,
        full=True,
        raid=(*plain.raid, *draw(_more_of_a_raid())),
        units=units,
        sensor=plain.sensor
        | ANTENNA
        | {"min_radial_speed": draw(st.sampled_from(["0 m/s", "60 m/s"]))}
        | draw(st.sampled_from(WAYS_TO_SEARCH)),
        unit=plain.unit | draw(st.sampled_from([{}, BOTH, BOTH | {"launches_on": "network_track"}])),
        missile={"guided_from": draw(st.sampled_from(["radar", "itself"])), "kill_prob": KILLS | {"fighter": 0.5}},
        posts=(post | {"superior": "top"}, TOP) if tall else (post,),
        sensors=draw(st.sampled_from([(), (AIR,), (AIR | {"link_reliability": 0.6},)])),
        fighters=draw(_fighters()),
        support=(PLANT | ({"kind": "relay", "serves": ["post"]} if relay else {"serves": served}),),
        airspace=draw(st.sampled_from([None, {"zones": "mixed", "fratricide": 0.3}, {"shared_targets": True}])),
        rain=draw(st.sampled_from([None, {"rate": "20 mm/h", "height": "4 km"}])),
    )


def all_battles() -> st.SearchStrategy[Battle]:
    """Plain battles, and full ones."""
    return st.one_of(battles(), full_battles())
