"""Wide battles: two sides with all that a scenario may say thrown together, each a function of a number.

The strategies of `battles` make raids that people could plan. These are at the ends of what may be said: scans of half
a second and of half a minute, radars that see next to nothing or everything, raids that begin on top of their target or
outlast the clock. They are cheap to make, for comparing engines over thousands of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import numpy as np

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.scenario.models import Gate, Mechanisms
from mantlet.world import World
from worlds import Part

AIRCRAFT, MISSILES, ARCS = ("bomber", "hawk"), ("threat", "seeker", "drone", "dummy"), ("scud", "glider")
CLASSES = ("fighter", "bomber", "cruise", "uav", "decoy", "srbm", "quasi_ballistic")
HARM = ("depot", "airfield", "radar", "command", "launcher", "plant")
ANTENNA = {"antenna_gain": "30 dB", "beamwidth": "3 deg", "sidelobe_level": "25 dB", "noise_temperature": "600 K"}
TIMES, PROBS = ("1 s", "3 s", "8 s", "20 s", "60 s"), (0.0, 0.2, 0.6, 1.0)
ABLE = {
    "claim": {"range": ("60 km", "90 km", "150 km"), "detection_prob": (0.5, 0.9, 0.99)},
    "missile": {"mean_speed": ("900 m/s", "1900 m/s", "100 km/s"), "max_range": ("40 km", "60 km", "90 km")},
    "unit": {"launchers": (2, 4, 9), "target_channels": (2, 3, 6), "missile_channels": (3, 6, 12)}
    | {"reaction": ("0 s", "1 s", "4 s"), "launch_interval": ("0 s", "1 s", "3 s")},
}
POOR = {
    "claim": {"range": ("9 km", "30 km", "150 km"), "detection_prob": (0.02, 0.3, 0.9)},
    "missile": {"mean_speed": ("500 m/s", "1200 m/s"), "max_range": ("15 km", "40 km")},
    "unit": {"launchers": (1, 2), "target_channels": (1, 2), "missile_channels": (1, 2, 3)}
    | {"reaction": ("0 s", "3 s", "40 s"), "launch_interval": ("0 s", "9 s")},
}
Skill = Mapping[str, Mapping[str, Sequence[Any]]]


class Dice:
    """Chance from a number, for tests only; with or without units that move, and with objects low over the ground."""

    def __init__(self, number: int, *, moves: bool = True, low: bool = False) -> None:
        self.source, self.moves, self.low = np.random.default_rng(number), moves, low

    def choice(self, values: Sequence[Any]) -> Any:
        return values[int(self.source.integers(len(values)))]

    def some_of(self, values: Sequence[Any]) -> list[Any]:
        """One of these at least, in any order."""
        count = 1 + int(self.source.integers(len(values)))
        return [values[n] for n in self.source.permutation(len(values))[:count]]

    def happens(self, chance: float) -> bool:
        return bool(self.source.random() < chance)

    def between(self, low: float, high: float) -> float:
        return round(float(self.source.uniform(low, high)), 4)

    def each(self, **choices: Sequence[Any]) -> Part:
        """All of these fields, each with one of its values."""
        return self.some(1.0, **choices)

    def some(self, chance: float, **choices: Sequence[Any]) -> Part:
        """Each of these fields by chance."""
        return {name: self.choice(values) for name, values in choices.items() if self.happens(chance)}


def wide(number: int) -> World:
    """The world of a wide battle."""
    dice = Dice(number)
    known = library(dice)
    made = world(geometry(loads(scenario(dice), library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, made)


def library(dice: Dice) -> Catalog:
    """Two systems' worth of radars, missiles and fire units, and a flyer of each kind."""
    skill = ABLE if dice.happens(0.7) else POOR
    half = [{"missile": name, "share": 0.5} for name in ("round", "finder")]
    loads_of = ([{"missile": "round", "share": 1}], half)
    drone = {"object_class": "uav", "height_reference": "agl", "height": "60 m"}
    homes = {"homing": "anti-radiation"} | dice.each(memory=("0 s", "9 s"), memory_ratio=PROBS)
    lower = _unit(dice, skill) | {"engagement_sensor": "lamp", "load": [{"missile": "dart", "share": 1}]}
    return worlds.library(
        sensor=_sensor(dice, skill),
        missile=_missile(dice, skill),
        unit=_unit(dice, skill) | dice.each(load=loads_of) | dice.some(0.4, sensors=[["near"]]),
        flyer=_flyer(dice),
        more={
            "sensors": {name: _sensor(dice, skill) for name in ("lamp", "watch", "near")},
            "missiles": {"finder": _missile(dice, skill) | {"guided_from": "itself"}, "dart": _missile(dice, skill)},
            "fire_units": {"lower": lower},
            "posts": {"centre": dice.each(link_delay=("0 s", "2 s"), repair_time=TIMES)},
            "flyers": {
                "bomber": _flyer(dice) | {"object_class": "bomber"},
                "hawk": _flyer(dice) | {"kind": "aircraft", "object_class": "fighter", "fighter": _fighter(dice)},
                "drone": _flyer(dice) | drone,
                "dummy": _flyer(dice) | {"object_class": "decoy", "damage_prob": dict.fromkeys(HARM, 0)},
                "seeker": _flyer(dice) | homes,
                "scud": _flyer(dice) | {"object_class": "srbm", "apogee": "25 km"},
                "glider": _flyer(dice) | {"object_class": "quasi_ballistic", "apogee": "12 km"},
            },
        },
    )


def _sensor(dice: Dice, skill: Skill) -> Part:
    hits, scans = dice.choice(((1, 1), (2, 2), (2, 3), (3, 5), (1, 3), (5, 9)))
    claim = worlds.CLAIM | dice.each(pulses=(1, 8), swerling=(0, 1, 3), **skill["claim"])
    seen = {"certain": True} if dice.happens(0.2) else {"certain": False, "claim": claim}
    seen |= ANTENNA | {"confirm_hits": hits, "confirm_scans": scans}
    seen |= dice.each(
        scan_period=("0.5 s", "1 s", "1 s", "2 s", "3 s", "7 s", "31 s"),
        drop_after=(1, 2, 3, scans, scans, 9, 25),
        instrumented_range=("30 km", "200 km", "200 km"),
        frequency=("3 GHz", "3 GHz", "9 GHz"),
    )
    seen |= dice.some(0.25, repair_time=TIMES, track_accuracy=("0.3 deg", "3 deg"), min_radial_speed=("60 m/s",))
    seen |= dice.some(0.25, autonomous=[False], cue_basket=("0.5 deg", "3 deg"), sector=("90 deg",))
    seen |= dice.some(0.15, min_elevation=("1 deg", "-2 deg"), max_elevation=("40 deg",))
    return seen | dice.some(0.15, discrimination=[_discrimination(dice)])


def _discrimination(dice: Dice) -> Part:
    return dice.each(after=("0 s", "4 s"), decoy_prob=PROBS, mistake_prob=PROBS)


def _missile(dice: Dice, skill: Skill) -> Part:
    low = dice.each(min_range=("0 m", "0 m", "4 km"), max_height=("5 km", "20 km", "40 km", "40 km"))
    ends = dice.some(
        0.3, ballistic_range=("8 km", "20 km"), max_target_speed=("700 m/s", "5 km/s", "5 km/s"), boost=("2 s",)
    )
    return dice.each(**skill["missile"]) | low | ends | {"kill_prob": _kills(dice, CLASSES)}


def _kills(dice: Dice, classes: Iterable[str]) -> Part:
    """Most of these classes; some of those that fly on arcs and cruise missiles always."""
    always = ("cruise", *CLASSES[-2:])
    return {name: dice.choice(PROBS) for name in classes if name in always or dice.happens(0.9)}


def _unit(dice: Dice, skill: Skill) -> Part:
    found = dice.each(
        rounds_per_launcher=(2, 3),
        reload_rounds=(0, 4, 20),
        reload_time=("0 s", "5 s", "30 s"),
        assess_delay=("0 s", "1 s", "9 s"),
        miss_called_kill_prob=(0, 0.2),
        kill_called_miss_prob=(0, 0.2),
        pack_time=("0 s", "4 s"),
        set_up_time=("0 s", "6 s"),
        march_speed=("20 m/s", "100 m/s"),
    )
    return found | dice.each(**skill["unit"]) | dice.some(0.2, launches_on=["network_track"])


def _flyer(dice: Dice) -> Part:
    found = dice.each(
        speed=("300 m/s", "700 m/s", "1100 m/s"),
        height=("1 km", "3 km", "9 km"),
        rcs=("0.1 m2", "2 m2", "20 m2"),
        swerling=(0, 1, 2, 3, 4),
        rcs_bias=("0 dB", "4 dB"),
        rcs_decorrelation=("1 s", "17 s", "60 s"),
    )
    if dice.low:
        found |= {"height_reference": "agl"} | dice.each(height=("60 m", "300 m", "2 km"))
    harm = {name: dice.choice((0.3, 1)) for name in HARM}
    return found | {"damage_prob": harm} | dice.some(0.2, arrival_prob=PROBS)


def _fighter(dice: Dice) -> Part:
    found = dice.each(
        missiles=(2, 4),
        launch_range=("5 km", "30 km"),
        missile_speed=("500 m/s", "1 km/s"),
        return_kill_prob=(0, 0.4),
        radar_range=("10 km", "60 km"),
        intercept_speed=("300 m/s", "700 m/s"),
        endurance=("260 s", "400 s", "2000 s"),
        scramble=("0 s", "5 s", "30 s"),
        turn_round=("5 s", "60 s"),
    )
    return found | {"missile": "Amraam", "radar_rcs": "1 m2", "kill_prob": _kills(dice, CLASSES[:-2])}


def scenario(dice: Dice) -> str:
    """Two sides, or one that defends and one that attacks; rules, rain, luck, and what is forced or left out."""
    mutual = dice.happens(0.4)
    blue, red = Camp(dice, "b", 30.0, defends=True), Camp(dice, "r", 30.4, defends=mutual)
    sides = {"blue": blue.side(), "red": red.side() | {"raid": red.raid(blue)}}
    if mutual:
        sides["blue"]["raid"] = blue.raid(red)
    head = {"schema": "mantlet.scenario/1", "id": "wide", "title": "Wide", "date": "2020-01", "sides": sides}
    head |= {"positions": "hypothetical"}
    head |= dice.each(
        duration=("12 s", "90 s", "150 s", "150 s", "200 s", "260 s"), tick=("1 s", "1 s", "1 s", "0.5 s", "2 s", "5 s")
    )
    rain, tracking = {"rate": "20 mm/h", "height": "4 km"}, {"common_prob": 0.7} | dice.each(scope=("object", "raid"))
    head |= {"environment": {"terrain": "none"} | dice.some(0.2, rain=[rain])}
    head |= {"luck": dice.some(0.4, raid=(0.1, 0.3), unit=(0.2, 0.4), day=(0.1, 0.3))}
    head |= {"mechanisms": dice.some(0.03, **{one: [False] for one in Mechanisms.model_fields})}
    return json.dumps(head | dice.some(0.1, tracking=[tracking], but_for=get_args(Gate)))


class Camp:
    """One side, as it is laid out: what stands where, who is linked to whom, and what can be aimed at."""

    def __init__(self, dice: Dice, name: str, lat_deg: float, *, defends: bool) -> None:
        self.dice, self.name, self.lat_deg = dice, name, lat_deg
        counts = {"posts": (0, 1, 1, 2, 3), "sensors": (0, 0, 1, 2), "units": (1, 1, 2, 3, 4), "support": (0, 0, 1, 2)}
        count = dice.each(fighters=(0, 0, 0, 1, 2), **counts) if defends else dict.fromkeys((*counts, "fighters"), 0)
        self.assets = [self._asset(n) for n in range(dice.choice((1, 2, 3)))]
        self.posts: list[Part] = []
        for n in range(count["posts"]):
            self.posts.append(self._post(n))
        self.sensors = [self._sensor(n) for n in range(count["sensors"])]
        self.units = [self._unit(n) for n in range(count["units"])]
        self.support = [self._support(n) for n in range(count["support"])]
        self.fighters = [self._fighters(n) for n in range(count["fighters"])]

    def side(self) -> Part:
        """It as a scenario has it."""
        names, dice = ("posts", "assets", "sensors", "units", "support", "fighters"), self.dice
        found: Part = {"name": self.name, "doctrine": self._doctrine(True)} | {one: getattr(self, one) for one in names}
        if self.fighters:
            mixed = {"zones": "mixed", "fratricide": dice.choice(PROBS), "separation": "200 km"}
            found |= dice.some(0.7, airspace=({"shared_targets": True}, {"separation": "3 km"}, mixed))
        return found

    def _at(self, apart_deg: float = 0.12) -> Part:
        """A place of its own or, now and then, one that others share."""
        if self.dice.happens(0.3):
            return {"lat": self.lat_deg, "lon": 75.0}
        north, east = (self.dice.between(-apart_deg, apart_deg) for _ in range(2))
        return {"lat": self.lat_deg + north, "lon": 75.0 + east}

    def _asset(self, n: int) -> Part:
        what = self.dice.each(kind=("depot", "airfield", "command"), hardness=(1, 1, 2), value=(1, 3, 7))
        return {"id": f"{self.name}-a{n}", "name": "A", "at": self._at()} | what

    def _post(self, n: int) -> Part:
        dice = self.dice
        own = dice.each(link_delay=("0 s", "1 s", "5 s")) if dice.happens(0.6) else {"post": "test/centre"}
        if n and dice.happens(0.8):
            own |= {"superior": dice.choice(self.posts)["id"]} | dice.some(0.2, link_reliability=(0.5,))
        judges = dice.some(0.2, discrimination=[_discrimination(dice)], fusion=("best", "combined"))
        return {"id": f"{self.name}-p{n}", "at": self._at()} | own | judges

    def _linked(self, chance: float = 0.7) -> Part:
        """Under one of the posts, over a link that may fail, or under none."""
        if not self.posts or not self.dice.happens(chance):
            return {}
        return {"post": self.dice.choice(self.posts)["id"]} | self.dice.some(0.2, link_reliability=(0.5, 0.9))

    def _emission(self) -> Part:
        """A rule of emission: by itself, and with silence before weapons that home on radars."""
        dice = self.dice
        blink = {"mode": "blink"} | dice.each(on=TIMES, off=TIMES)
        cued = {"mode": "cued"} | dice.some(0.5, within=("3 km", "25 km"))
        down = dice.some(0.4, shutdown=[dice.each(within=TIMES, silence=TIMES)])
        return dice.choice(({}, blink, cued)) | down | dice.some(0.2, radars=["engagement"])

    def _sensor(self, n: int) -> Part:
        dice = self.dice
        found = {"id": f"{self.name}-s{n}", "at": self._at(0.3)} | dice.each(sensor=("watch", "watch", "lamp", "near"))
        found |= self._linked(0.85) | dice.some(0.3, emission=[self._emission()])
        if dice.happens(0.12):
            there = {"lat": self.lat_deg + 0.3, "lon": 75.3}
            return found | {"orbit": {"to": there, "height": "8 km msl", "speed": "200 m/s"}}
        extra = dice.some(0.2, facing=("0 deg", "120 deg"), decoy_emitters=(1, 3), antenna_height=("40 m",))
        return found | extra | dice.some(0.1, discrimination=[_discrimination(dice)])

    def _unit(self, n: int) -> Part:
        name, at, dice = f"{self.name}-u{n}", self._at(), self.dice
        found = {"id": name, "system": dice.choice(("test/battery", "test/lower")), "at": at} | self._linked()
        if "post" in found:
            found |= dice.some(0.25, launches_on=("network_track", "own_track"))
        if dice.happens(0.25) and dice.moves:
            near = [at | {"lat": at["lat"] + 0.003 * (k + 1)} for k in range(dice.choice((1, 1, 2)))]
            sites = [{"id": f"{name}-{k}", "at": place} for k, place in enumerate(near)]
            when = ({"after_shots": 1}, {"after_shots": 3}, {"after": "8 s"}, {"after": "20 s", "after_shots": 4})
            found["moves"] = {"sites": sites} | dice.choice(when)
        found |= dice.some(0.15, ready_after=("20 s", "70 s"), magazine=(2, 4), decoy_emitters=(2,))
        found |= dice.some(0.08, present=[False], kill_prob=PROBS, facing=("30 deg",))
        found |= dice.some(0.08, discrimination=[_discrimination(dice)])
        return found | dice.some(0.6, doctrine=[self._doctrine(False)])

    def _doctrine(self, whole: bool) -> Part:
        """Rules of a side, or what a unit does otherwise."""
        dice, salvo = self.dice, self.dice.choice((1, 1, 2, 3))
        rounds = {"method": "salvo", "salvo": salvo, "max_in_flight": salvo + dice.choice((0, 0, 1, 5))}
        rounds |= {"max_shots": dice.choice((0, 0, salvo, salvo + 3))}
        order = {"ranking": "class", "class_order": dice.some_of(CLASSES)}
        tight = {"weapons_control": "tight"} | dice.each(identification=TIMES)
        found = (rounds if whole or dice.happens(0.5) else {}) | dice.choice(
            ({}, {}, {"ranking": "value-at-risk"}, order)
        )
        found |= dice.choice((*({} for _ in range(8)), {"weapons_control": "hold"}, tight))
        found |= dice.some(0.2, alone=("hold", "fight"), alone_after=TIMES, authority=["post"])
        found |= dice.some(0.2, emission=[self._emission()], engage=[list(_kills(dice, CLASSES))])
        found |= dice.some(0.2, assignment=("greedy", "optimal"), leave_for_lower=[True], urgent=TIMES)
        found |= dice.some(0.2, missile_choice=("highest-kill-prob", "listed"))
        return found | dice.some(0.1, reserve=({"rounds": 0}, {"rounds": 1, "classes": ["cruise"]}))

    def _support(self, n: int) -> Part:
        dice = self.dice
        stand = [one["id"] for one in (*self.posts, *self.sensors, *self.units) if "orbit" not in one]
        linked = [one["id"] for one in (*self.sensors, *self.units) if "post" in one]
        linked += [one["id"] for one in self.posts if "superior" in one]
        relay = bool(linked) and dice.happens(0.5)
        serves = dice.some_of(linked if relay else stand)[:3]
        found = {"id": f"{self.name}-x{n}", "kind": "relay" if relay else "power", "at": self._at(), "serves": serves}
        return found | dice.some(0.4, repair=TIMES)

    def _fighters(self, n: int) -> Part:
        lat, dice = self.lat_deg, self.dice
        zone = [{"lat": lat + y, "lon": 75.0 + x} for y, x in ((0.05, -0.4), (0.05, 0.4), (0.9, 0.4), (0.9, -0.4))]
        station = {"station": {"at": {"lat": lat + 0.1, "lon": 75.0}, "height": "6 km msl"}}
        found = {"id": f"{self.name}-f{n}", "aircraft": "hawk"} | dice.each(count=(1, 2, 3), size=(1, 2))
        found |= {"base": self.assets[0]["id"]} if dice.happens(0.7) else {"at": self._at()}
        found |= dice.choice(({}, station, station | {"mode": "patrol"}))
        found |= {name: one for name, one in self._linked(0.8).items() if name == "post"}
        found |= dice.some(0.3, zone=[zone], corridor=[zone], salvo=(2,), ready_after=("15 s",), on_station=("20 s",))
        return found | dice.some(0.15, tanker=[True], readiness=("0 s", "9 s"), endurance=("250 s",))

    def raid(self, other: Camp) -> list[Part]:
        """What this side sends against the other one."""
        return [part for n in range(self.dice.choice((1, 2, 3, 4, 6))) for part in self._group(n, other)]

    def _group(self, n: int, other: Camp) -> list[Part]:
        dice, threat = self.dice, self.dice.choice((*MISSILES, *MISSILES, *AIRCRAFT, *AIRCRAFT, *ARCS))
        aims = [one["id"] for one in (*other.assets, *other.posts, *other.support, *other.units)]
        radars = [one["id"] for one in (*other.sensors, *other.units) if "orbit" not in one]
        radars += [site["id"] for unit in other.units for site in unit.get("moves", {}).get("sites", [])]
        if threat == "seeker" and not radars:
            threat = "threat"
        target = dice.some_of(radars if threat == "seeker" else aims + radars)[:3]
        found: Part = {"id": f"{self.name}-g{n}", "threat": threat, "target": target} | dice.each(count=(1, 1, 2, 4, 7))
        found |= dice.some(0.4, interval=("0 s", "1 s", "7 s", "7 s", "40 s"), start=("0 s", "5 s", "13 s", "60 s"))
        found |= dice.some(0.2, arrival_prob=PROBS, rcs=("0.01 m2", "9 m2"))
        if threat != "seeker" and {one["id"] for one in other.units} & set(target):
            found |= dice.some(0.3, aim=["launchers"])
        if threat in ARCS:
            return [found | {"launch": {"at": {"lat": 2 * self.lat_deg - other.lat_deg, "lon": 75.1}}}]
        found |= dice.some(0.25, jammer=[self._jammer()]) | dice.some(
            0.2, speed=[{"low": "300 m/s", "high": "800 m/s"}]
        )
        if threat in AIRCRAFT:
            warned = ({"warned": 0.4}, {"warned": 1.0}, {"warned": 1.0, "at_most": 1}, {"warned": 0.7, "at_most": 3})
            found |= dice.some(0.4, abort=({"share": 0.2}, {"share": 0.6}), evade=warned)
        if dice.happens(0.45):
            return self._routed(found, aims)
        way = {"bearing": f"{dice.choice(range(360))} deg", "spread": f"{dice.choice((0, 40, 350))} deg"}
        way |= dice.each(range=("2 km", "15 km", "30 km", "30 km", "45 km", "70 km"))
        return [found | {"approach": way}]

    def _routed(self, found: Part, aims: Sequence[str]) -> list[Part]:
        """Along a route and, now and then, home again after letting weapons go."""
        dice = self.dice
        ways = [(30.2 + dice.between(-0.4, 0.6), 75.0 + dice.between(-0.4, 0.4)) for _ in range(dice.choice((2, 3, 4)))]
        found |= {"route": [{"at": {"lat": lat, "lon": lon}} for lat, lon in ways]} | dice.some(0.3, lateral=("500 m",))
        laden = dice.happens(0.5)
        if (laden or "jammer" in found) and dice.happens(0.6):
            found = {one: value for one, value in found.items() if one not in ("target", "arrival_prob", "aim")}
        bombs = {"id": f"{found['id']}-w", "carrier": found["id"], "target": dice.some_of(aims)[:2]}
        bombs |= dice.each(threat=("threat", "drone", "dummy"), release=range(len(ways)))
        bombs |= dice.some(0.4, each=(1, 2, 3), interval=("0 s", "2 s"), jammer=[self._jammer()])
        return [found, bombs] if laden else [found]

    def _jammer(self) -> Part:
        power = self.dice.each(power_density=("0.01 W/MHz", "1 W/MHz", "100 W/MHz"))
        times = {"from": self.dice.choice(("0 s", "5 s"))} | self.dice.some(0.4, until=("40 s", "80 s"))
        return {"bands": ["S"]} | power | times


def short_of_something(dice: Dice, made: World) -> World:
    """The same with launchers that are unfit, no stock, absent radars, or no channel at all."""
    arrays, force = made.arrays, made.force
    if dice.happens(0.1):
        empty = np.array([dice.happens(0.5) for _ in force.launcher_rounds], bool)
        force = force._replace(launcher_rounds=np.where(empty, 0, force.launcher_rounds).astype(np.int32))
    if dice.happens(0.1):
        force = force._replace(slot_stock=np.zeros_like(force.slot_stock))
    if dice.happens(0.1):
        there = np.array([dice.happens(0.6) for _ in force.sensor_present], bool)
        force = force._replace(sensor_present=force.sensor_present & there)
    if dice.happens(0.05) and len(arrays.units):
        arrays.units[dice.choice(("target_channels", "missile_channels"))][0] = 0
    return made._replace(force=force)
