"""What of a defence works, moment by moment of one raid: radars on the air, units that could shoot, and marches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from mantlet.compile.plan import Battery
from mantlet.report.fight import columns
from mantlet.web.spells import Spell, joined, outside_of, overlaps

if TYPE_CHECKING:
    from mantlet.web.replay import Replay


class Watch(NamedTuple):
    """When a radar emitted, and when it stood there and was silent or down."""

    on: list[Spell]
    off: list[Spell]


def watches(replay: Replay) -> dict[str, Watch]:
    """Every radar; of one of a unit that moves there is one for each site."""
    plan, force, tick_s = replay.battle.geometry.plan, replay.world.force, replay.tick_s
    batteries = {battery.id: battery for battery in plan.batteries}
    found: dict[str, Watch] = {}
    rows = zip(plan.radars, force.sensor_present.tolist(), force.sensor_ready_tick.tolist(), strict=True)
    for radar, there, ready_tick in rows:
        gone = [] if radar.unit is None else away(replay, batteries[radar.unit])
        shut = joined(_spells(replay, radar.id, ("silent", "down")), (0.0, replay.end_s))
        stands = _rest(replay, gone, ready_tick * tick_s) if there else []
        found[radar.id] = Watch(overlaps(stands, outside_of(shut, (0.0, replay.end_s))), overlaps(stands, shut))
    return found


def able(replay: Replay) -> dict[str, list[Spell]]:
    """By fire unit, once for each of its sites: when it could have shot, had it had a missile, a target and leave to.

    It is ready and set up there, has a launcher, and its radar is on the air or some of its rounds need none.
    """
    plan, arrays, force = replay.battle.geometry.plan, replay.world.arrays, replay.world.force
    radars, found = watches(replay), dict[str, list[Spell]]()
    for u, battery in enumerate(plan.batteries):
        shut = [*_spells(replay, battery.id, ("down",)), *away(replay, battery)]
        ready = _rest(replay, shut, float(force.unit_ready_tick[u]) * replay.tick_s)
        if arrays.slots["needs_radar"][arrays.slots["unit"] == u].all():
            ready = overlaps(ready, radars[battery.radar].on)
        found[battery.id] = ready if force.unit_present[u] else []
    return found


def away(replay: Replay, battery: Battery) -> list[Spell]:
    """When a unit was not set up at this one of its sites."""
    spells = [*_spells(replay, battery.id, ("not set up",))]
    return [(0.0, replay.end_s)] if battery.site > 0 and not spells else spells


def marches(replay: Replay) -> dict[str, Any]:
    """By unit that can move: the way it went, as `courses` has it: rows of seconds, longitude, latitude, metres up."""
    sites, names = replay.world.arrays.sites, replay.world.names.unit_ids
    batteries = {battery.id: battery for battery in replay.battle.geometry.plan.batteries}
    halts = [batteries[names[u]] for u in sites["unit"].tolist()]
    found = {halt.place.id: [_point(halt, 0.0)] for halt in halts if halt.site == 0}
    for moment_s, kind, unit in columns(replay.events, "time_s", "kind", "unit_id"):
        if kind == "unit_leaves":
            h = halts.index(batteries[unit])
            there, took_s = halts[int(sites[h]["next"])], float(sites[h]["march_ticks"]) * replay.tick_s
            found[there.place.id] += [_point(halts[h], moment_s), _point(there, moment_s + took_s)]
    return {name: {"points": points, "gone_s": None} for name, points in found.items()}


def _point(battery: Battery, moment_s: float) -> list[float]:
    at = battery.place.at
    return [moment_s, at.lon_deg, at.lat_deg, battery.height_m]


def _spells(replay: Replay, name: str, which: Iterable[str]) -> Iterable[Spell]:
    strip = next((one for one in replay.strips if one.name == name), None)
    return () if strip is None else (spell for what in which for spell in strip.spells_s.get(what, ()))


def _rest(replay: Replay, shut: Iterable[Spell], since_s: float) -> list[Spell]:
    """The raid from a moment on, without some spells."""
    life = min(since_s, replay.end_s), replay.end_s
    return joined(outside_of(shut, life), life)
