"""Why one object got through: gate by gate, when each stood open at one fire unit, and which one stayed shut.

A gate is open in spells of seconds, or has none where events do not tell them. Its name is that of the cause under
which a leaker is counted where it stays shut; those of `tracked` and `engaged` are no causes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mantlet.codes import CAUSES, CLASSES, CONTROLS, NONE, OWN_TRACK
from mantlet.compile.plan import MissileType
from mantlet.physics import geodesy
from mantlet.report.fight import columns
from mantlet.report.wording import CAUSE_MEANINGS
from mantlet.web.replay import Replay
from mantlet.web.sources import number_in
from mantlet.web.spells import Spell, clock, joined, overlaps
from mantlet.web.tracks import moments
from mantlet.web.units import Deed, channels_busy, count_at, engagements, rounds_behind, rounds_guided, rounds_ready

# Cause -> what the gate asks.
QUESTIONS: dict[str, str] = {
    "tracked": "Tracked by any radar?",
    "outside": "In reach?",
    "unit_down": "Unit ready?",
    "undetected": "Tracked for the unit?",
    "late": "Time enough?",
    "held": "Do the rules allow it?",
    "no_missile": "A missile ready?",
    "no_channel": "A channel free?",
    "engaged": "Shot at?",
    "missed": "Hit?",
}
_TOLD_AT: dict[str, str] = {"assessed_killed": "missed"}  # no round hit it, whatever the unit believed
# Why a flight of fighters did not stop what it got deepest with.
FLIGHT_MEANINGS: dict[str, str] = {
    "outside": "even known from its start it could not have been met, or is of a class that flight does not engage",
    "unit_down": "the flight was not ready, or lost, for as long as the object flew",
    "undetected": "neither its post nor its own radar told the flight of the object",
    "late": "the flight knew of it, and could no longer meet it in time, or not on its fuel",
    "held": "the flight knew of it, and might not, or left it to others",
    "no_missile": "the flight had no missile left",
    "no_channel": "the flight was engaging another object",
    "assessed_killed": "the flight missed, but took it for a kill and let it go",
    "missed": "the flight shot at it, and missed",
}


@dataclass(frozen=True)
class Case:
    """One object against one fire unit."""

    replay: Replay
    o: int
    u: int

    @property
    def object_id(self) -> str:
        """The name of the object."""
        return self.replay.world.names.object_ids[self.o]

    @property
    def unit_id(self) -> str:
        """The name of the unit."""
        return self.replay.world.names.unit_ids[self.u]

    @property
    def cause(self) -> str | None:
        """The cause under which it is counted, where this is the unit that got deepest, or none did."""
        cause, deepest = int(self.replay.outcomes.cause[0, self.o]), int(self.replay.outcomes.unit[0, self.o])
        return CAUSES[cause] if cause >= 0 and deepest in (self.u, NONE) else None

    @property
    def life(self) -> Spell:
        """When it set out and when it had its fate."""
        legs, tick_s = self.replay.legs[self.o], self.replay.tick_s
        return legs[0].first_tick * tick_s, legs[-1].last_tick * tick_s

    def tracks(self, sensors: Sequence[str] | None) -> list[Spell]:
        """When some radar, or one of these, held a track of it."""
        since: dict[str, float] = {}
        found: list[Spell] = []
        for moment, kind, sensor, name in columns(self.replay.events, "time_s", "kind", "sensor_id", "object_id"):
            if name != self.object_id or (sensors is not None and sensor not in sensors):
                continue
            if kind == "tracked":
                since.setdefault(sensor, moment)
            elif kind == "track_lost" and sensor in since:
                found.append((since.pop(sensor), moment))
        return joined([*found, *((moment, self.life[1]) for moment in since.values())], self.life)

    def fitting_slots(self) -> list[int]:
        """The slots of the unit whose missiles can ever meet it."""
        arrays = self.replay.world.arrays
        slots = np.flatnonzero(arrays.slots["unit"] == self.u).tolist()
        return [slot for slot in slots if arrays.window_at[slot, self.o] < arrays.window_at[slot, self.o + 1]]

    def in_reach(self) -> list[Spell]:
        """When a round of the unit could have left to meet it."""
        arrays, found = self.replay.world.arrays, list[Spell]()
        for slot in self.fitting_slots():
            first, last = arrays.window_at[slot, self.o : self.o + 2].tolist()
            for window in arrays.windows[first:last]:
                ends = int(window["launch_first"]), int(window["launch_last"])
                found += moments(self.replay.legs[self.o], *ends, self.replay.tick_s)
        return joined(found, self.life)


def why(replay: Replay, object_id: str, unit_id: str | None = None) -> dict[str, Any]:
    """The gates of one object at a unit, at the one that got deepest with it unless another is asked for.

    `cause` is told at the unit that got deepest, `counted` and its `meaning` always: that may be a flight of fighters,
    which has no gates.
    """
    o = replay.index[object_id]
    names = replay.world.names
    deepest = int(replay.outcomes.unit[0, o])
    fire_units = len(replay.world.arrays.units)
    if unit_id is not None:
        u = replay.fire_units[unit_id]
    else:
        u = deepest if 0 <= deepest < fire_units else _nearest(replay, o)
    case = Case(replay, o, u)
    counted = CAUSES[cause] if (cause := int(replay.outcomes.cause[0, o])) >= 0 else None
    meanings = FLIGHT_MEANINGS if deepest >= fire_units else CAUSE_MEANINGS
    return {
        "object": object_id,
        "unit": case.unit_id if u >= 0 else None,
        "deepest": names.unit_ids[deepest] if deepest >= 0 else None,
        "flight": deepest >= fire_units,
        "units": list(replay.fire_units),
        "life": case.life,
        "cause": case.cause,
        "counted": counted,
        "meaning": meanings[counted] if counted else None,
        "holds": _holds(replay, object_id) if deepest >= fire_units and counted == "held" else None,
        "shut": _TOLD_AT.get(case.cause, case.cause) if case.cause else None,
        "gates": _gates(case) if u >= 0 else [],
        "shots": [shot._asdict() for shot in replay.shots if shot.target == object_id],
    }


def _holds(replay: Replay, object_id: str) -> list[dict[str, Any]]:
    """What held the flight that got deepest, and when; nothing where that cannot be told."""
    found = (replay.holds or {}).get(object_id, {})
    return [{"words": words, "open": spells} for words, spells in found.items()]


def _nearest(replay: Replay, o: int) -> int:
    """The fire unit of those there that it came nearest to; NONE where there is none."""
    return min(replay.fire_units.values(), key=lambda u: _closest(Case(replay, o, u))[0], default=NONE)


def _closest(case: Case) -> tuple[float, float]:
    """How near it came to the unit over the ground, in metres, and when."""
    first, last = case.life
    at = case.replay.battle.geometry.plan.batteries[case.u].place.at
    steps = np.linspace(first, last, 60).tolist()
    return min((_ground_m(case, moment, at), moment) for moment in steps)


def _ground_m(case: Case, moment_s: float, at: Any) -> float:
    lon, lat, _ = case.replay.place(case.o, moment_s)
    return geodesy.inverse(at.lat_deg, at.lon_deg, lat, lon)[0]


def _gates(case: Case) -> list[dict[str, Any]]:
    """Each gate with its question, when it was open, and the numbers behind it."""
    replay, life = case.replay, case.life
    battery = replay.battle.geometry.plan.batteries[case.u]
    unit, deeds = replay.world.arrays.units[case.u], replay.deeds.get(case.unit_id, [])
    tracked = case.tracks(None)
    own = case.tracks([battery.radar]) if unit["remote"] == OWN_TRACK else tracked
    reach = case.in_reach()
    reaction_s = int(unit["reaction_ticks"]) * replay.tick_s
    due = [(first + reaction_s, last) for first, last in own if first + reaction_s <= last]
    in_time = [(max(a, c), min(b, d)) for a, b in due for c, d in reach if max(a, c) <= min(b, d)]
    mine = [(a, life[1] if b is None else b) for target, a, b in engagements(deeds) if target == case.object_id]
    free = joined([*_channel_free(deeds, unit, life), *mine], life)
    ready = [(moment, -count) for moment, count in rounds_ready(replay.world, case.fitting_slots(), deeds)]
    left = joined([*_below(ready, 0, life), *mine], life)
    works = overlaps(replay.standing.works(case.u), [life])
    spells = {"tracked": tracked, "outside": reach, "unit_down": works, "undetected": own}
    spells |= {"late": joined(in_time, life), "no_missile": left, "no_channel": free}
    spells |= {"engaged": joined(mine, life), "missed": _hits(case)}
    return [
        {"gate": gate, "asks": asks, "open": spells.get(gate), "numbers": _numbers(case, gate)}
        for gate, asks in QUESTIONS.items()
    ]


def _hits(case: Case) -> list[Spell]:
    """The moments at which a round of the unit hit it."""
    own = [shot for shot in case.replay.shots if (shot.unit, shot.target) == (case.unit_id, case.object_id)]
    return joined([(shot.end_s, shot.end_s) for shot in own if shot.hit], case.life)


def _channel_free(deeds: Sequence[Deed], unit: Any, life: Spell) -> list[Spell]:
    """When a unit could take on another target, and guide another round."""
    targets = _below(channels_busy(deeds), int(unit["target_channels"]), life)
    rounds = _below(rounds_guided(deeds), int(unit["missile_channels"]), life)
    return [(max(a, c), min(b, d)) for a, b in targets for c, d in rounds if max(a, c) < min(b, d)]


def _below(steps: Sequence[tuple[float, int]], limit: int, life: Spell) -> list[Spell]:
    """When a count was below a limit."""
    ends = [*(moment for moment, _ in steps[1:]), max(life[1], steps[-1][0])]
    spells = [(moment, end) for (moment, count), end in zip(steps, ends, strict=True) if count < limit]
    return joined([spell for spell in spells if spell[0] < life[1] and spell[1] > life[0]], life)


def _numbers(case: Case, gate: str) -> list[dict[str, Any]]:
    """The numbers of this draw that a gate hangs on, each with the path under which its sources are found."""
    plan = case.replay.battle.geometry.plan
    battery, thing = plan.batteries[case.u], plan.things[case.o]
    slots = case.replay.world.arrays.slots
    kinds = slots[slots["unit"] == case.u]["missile"].tolist()
    types: Sequence[MissileType] = case.replay.battle.geometry.missile_types
    rounds = [types[int(kind)].ref for kind in kinds]
    radar = next(radar for radar in plan.radars if radar.id == battery.radar)
    kind: str = thing.flyer.object_class
    reach = "ballistic_range" if kind in ("srbm", "quasi_ballistic") else "max_range"
    wanted = {
        "tracked": [f"group.{thing.group.id}.rcs", f"{thing.flyer.id}.rcs"],
        "outside": [f"{one}.{field}" for one in rounds for field in (reach, "min_height", "max_height")],
        "undetected": [f"{radar.ref}.{field}" for field in ("claim.range", "claim.rcs", "scan_period")],
        "late": [*_of_unit(battery, "reaction"), *(f"{one}.mean_speed" for one in rounds)],
        "no_missile": [*_of_unit(battery, "launchers"), *_of_unit(battery, "reload_time")],
        "no_channel": [*_of_unit(battery, "target_channels"), *_of_unit(battery, "launch_interval")],
        "missed": [
            f"unit.{battery.place.id}.kill_prob.{kind}",
            f"unit.{battery.place.id}.kill_prob",
            *(f"{one}.kill_prob.{kind}" for one in rounds),
            *_of_unit(battery, "miss_called_kill_prob"),
        ],
    }.get(gate, [])
    found = [number_in(case.replay.battle, case.replay.world.inputs, path) for path in dict.fromkeys(wanted)]
    told = [number for number in found if number is not None]
    return [*_facts(case, gate), *told]


def _of_unit(battery: Any, field: str) -> list[str]:
    """Where a figure of a unit may stand: in the scenario, or in the library."""
    return [f"unit.{battery.place.id}.{field}", f"{battery.ref}.{field}"]


def _facts(case: Case, gate: str) -> list[dict[str, Any]]:
    """What is known of this raid alone: no source stands behind it."""
    if gate == "outside":
        nearest_m, moment = _closest(case)
        height_m = case.replay.place(case.o, moment)[2]
        near = _fact("came nearest to it", f"{nearest_m / 1e3:.0f} km, {height_m:.0f} m up, at {clock(moment)}")
        if _is_made_for(case):
            return [near]
        return [near, _fact("missiles made for such a target", "none")]
    if gate == "tracked":
        events = columns(case.replay.events, "time_s", "kind", "sensor_id", "object_id")
        first = next(((t, s) for t, kind, s, name in events if kind == "detected" and name == case.object_id), None)
        return [_fact("first detected", f"at {clock(first[0])} by {first[1]}" if first else "never")]
    return _rules(case) if gate == "held" else _rounds(case) if gate == "no_missile" else []


def _rounds(case: Case) -> list[dict[str, Any]]:
    """How few rounds for it were ready while it was in reach, and how many lay behind the launchers then."""
    world, deeds = case.replay.world, case.replay.deeds.get(case.unit_id, [])
    slots, reach = case.fitting_slots(), case.in_reach()
    if not reach:
        return []
    ready, behind = rounds_ready(world, slots, deeds), rounds_behind(world, slots, deeds)
    begins = [first for first, _ in reach]
    changes = [moment for moment, _ in ready if any(first <= moment <= last for first, last in reach)]
    least, moment_s = min((count_at(ready, moment), moment) for moment in [*begins, *changes])
    return [
        _fact("fit for it and ready, at the least while it was in reach", f"{least} at {clock(moment_s)}"),
        _fact("behind the launchers then, not loaded", str(count_at(behind, moment_s))),
    ]


def _rules(case: Case) -> list[dict[str, Any]]:
    """The rules of fire of the unit as they bear on the object, and whether they held it."""
    unit, code = case.replay.world.arrays.units[case.u], int(case.replay.world.arrays.objects[case.o]["class_code"])
    fires = (int(unit["engage_classes"]) >> code) & 1
    found = [_fact("rules of fire", "held it")] if case.cause == "held" else []
    found += [
        _fact("weapons control", CONTROLS[int(unit["control"])]),
        _fact(f"fires at {CLASSES[code].replace('_', '-')} objects", "yes" if fires else "no"),
        _fact("most rounds in the air at one target, over its network", str(int(unit["max_in_flight"]))),
    ]
    limits = {"max_shots": "most rounds spent on one target", "reserve_rounds": "last rounds kept for chosen classes"}
    return found + [_fact(words, str(int(unit[field]))) for field, words in limits.items() if unit[field] > 0]


def _is_made_for(case: Case) -> bool:
    """Whether the unit has a missile that is fired at such objects at all."""
    arrays = case.replay.world.arrays
    kinds = arrays.slots[arrays.slots["unit"] == case.u]["missile"]
    code = int(arrays.objects[case.o]["class_code"])
    return bool(np.isfinite(arrays.missiles[kinds]["kill_probit"][:, code]).any())


def _fact(words: str, value: str) -> dict[str, Any]:
    return {"words": words, "owner": "", "value": value, "path": None}
