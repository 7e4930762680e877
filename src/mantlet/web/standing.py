"""What of a defence works, moment by moment of one raid: radars on the air, units that could shoot, and marches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from mantlet.compile.plan import Battery, Plan
from mantlet.report.fight import columns
from mantlet.report.strips import Strip
from mantlet.web.spells import Spell, joined, outside_of, overlaps
from mantlet.world import World


class Watch(NamedTuple):
    """When a radar emitted, and when it stood there and was silent or down."""

    on: list[Spell]
    off: list[Spell]


@dataclass(frozen=True)
class Standing:
    """A defence in one raid, by what befell its parts up to the end."""

    plan: Plan
    world: World
    strips: Sequence[Strip]
    tick_s: float
    end_s: float

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Every radar; of one of a unit that moves there is one for each site."""
        force, batteries = self.world.force, {battery.id: battery for battery in self.plan.batteries}
        found: dict[str, Watch] = {}
        rows = zip(self.plan.radars, force.sensor_present.tolist(), force.sensor_ready_tick.tolist(), strict=True)
        for radar, there, ready_tick in rows:
            gone = [] if radar.unit is None else self.away(batteries[radar.unit])
            shut = joined(self._spells(radar.id, ("silent", "down")), (0.0, self.end_s))
            stands = self._rest(gone, ready_tick) if there else []
            found[radar.id] = Watch(overlaps(stands, outside_of(shut, (0.0, self.end_s))), overlaps(stands, shut))
        return found

    @cached_property
    def able(self) -> dict[str, list[Spell]]:
        """By fire unit, once for each of its sites: when it could have shot, with a missile, a target and leave to.

        It is ready and set up there, has a launcher, and its radar is on the air or some of its rounds need none.
        """
        slots, force, found = self.world.arrays.slots, self.world.force, dict[str, list[Spell]]()
        for u, battery in enumerate(self.plan.batteries):
            ready = self.ready(u)
            if slots["needs_radar"][slots["unit"] == u].all():
                ready = overlaps(ready, self.watches[battery.radar].on)
            found[battery.id] = ready if force.unit_present[u] else []
        return found

    def ready(self, u: int) -> list[Spell]:
        """When a unit that is there was ready, set up at this one of its sites, and not down."""
        battery = self.plan.batteries[u]
        shut = [*self._spells(battery.id, ("down",)), *self.away(battery)]
        return self._rest(shut, int(self.world.force.unit_ready_tick[u]))

    def works(self, u: int) -> list[Spell]:
        """When it was, and its engagement radar was not down either."""
        down = joined(self._spells(self.plan.batteries[u].radar, ("down",)), (0.0, self.end_s))
        return overlaps(self.ready(u), outside_of(down, (0.0, self.end_s)))

    def away(self, battery: Battery) -> list[Spell]:
        """When a unit was not set up at this one of its sites."""
        spells = [*self._spells(battery.id, ("not set up",))]
        return [(0.0, self.end_s)] if battery.site > 0 and not spells else spells

    def _spells(self, name: str, which: Iterable[str]) -> Iterable[Spell]:
        strip = next((one for one in self.strips if one.name == name), None)
        return () if strip is None else (spell for what in which for spell in strip.spells_s.get(what, ()))

    def _rest(self, shut: Iterable[Spell], since_tick: int) -> list[Spell]:
        """The raid from a tick on, without some spells."""
        life = min(since_tick * self.tick_s, self.end_s), self.end_s
        return joined(outside_of(shut, life), life)


def marches(plan: Plan, world: World, events: Any, tick_s: float) -> dict[str, Any]:
    """By unit that can move: the way it went, as `courses` has it: rows of seconds, longitude, latitude, metres up."""
    sites, names = world.arrays.sites, world.names.unit_ids
    batteries = {battery.id: battery for battery in plan.batteries}
    halts = [batteries[names[u]] for u in sites["unit"].tolist()]
    found = {halt.place.id: [_point(halt, 0.0)] for halt in halts if halt.site == 0}
    for moment_s, kind, unit in columns(events, "time_s", "kind", "unit_id"):
        if kind == "unit_leaves":
            h = halts.index(batteries[unit])
            there, took_s = halts[int(sites[h]["next"])], float(sites[h]["march_ticks"]) * tick_s
            found[there.place.id] += [_point(halts[h], moment_s), _point(there, moment_s + took_s)]
    return {name: {"points": points, "gone_s": None} for name, points in found.items()}


def _point(battery: Battery, moment_s: float) -> list[float]:
    at = battery.place.at
    return [moment_s, at.lon_deg, at.lat_deg, 0.0]  # the map has the ground at no height
