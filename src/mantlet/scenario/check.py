"""What no single field can tell: whether ids, references and stocks of a scenario fit together.

What its parts say of each other is looked at in `links`, doctrine in `rules`, ground and routes in `layout`. Everything
found comes back at once; nothing is raised here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from mantlet.base.errors import did_you_mean
from mantlet.base.marked import Place, path_text
from mantlet.base.sourced import Sourced
from mantlet.base.units import show
from mantlet.codes import BALLISTIC_CLASSES
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, Item, Missile, Post, Sensor, numbers
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import UnitPlace
from mantlet.scenario.raid import Group

MOST_OBJECTS = 20_000
# What each part of a side names of the library: the field, its kind, and what to call it.
OF_LIBRARY: dict[str, tuple[str, type[Item], str]] = {
    "posts": ("post", Post, "command post"),
    "sensors": ("sensor", Sensor, "sensor"),
    "units": ("system", FireUnit, "fire unit"),
    "fighters": ("aircraft", Flyer, "aircraft"),
    "raid": ("threat", Flyer, "threat or aircraft"),
}
_PARTS = ("posts", "sensors", "units", "support", "fighters", "assets", "raid")


@dataclass(frozen=True)
class Finding:
    """Something about one place of the file: a fault when `grave`, else a notice.

    `rests_on` are the other places it was judged by: where something there could not be read, it would only repeat
    that.
    """

    place: Place
    message: str
    grave: bool = True
    rests_on: tuple[Place, ...] = ()


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about ids, references to the library and stocks."""
    found = [*_ids(scenario), *_numbers_of_objects(scenario), *_sources(scenario, library)]
    for name, side in scenario.sides.items():
        base: Place = ("sides", name)
        found += _references(base, side, library)
        for index, unit in enumerate(side.units):
            found += _moves((*base, "units", index, "moves"), unit, library)
            found += _stock((*base, "units", index), unit, side, library)
            found += _masked((*base, "units", index), unit, library)
        for index, group in enumerate(side.raid):
            found += _flight((*base, "raid", index), group, library)
        found += _idle(base, side, scenario.duration_s)
    return found


def carried_count(group: Group, side: Side) -> int:
    """How many objects a group has; weapons of a carrier count as many as all its carriers bring."""
    carrier = next((other for other in side.raid if other.id == group.carrier), None)
    return group.count if carrier is None else carrier.count * group.each


def _ids(scenario: Scenario) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for name, side in scenario.sides.items():
        for part in _PARTS:
            for index, item in enumerate(getattr(side, part)):
                place: Place = ("sides", name, part, index, "id")
                if item.id in first:
                    yield Finding(place, f"duplicate id '{item.id}', first at {path_text(first[item.id][:-1])}")
                first.setdefault(item.id, place)
        for index, unit in enumerate(side.units):
            for n, site in enumerate(unit.sites[1:]):
                place = ("sides", name, "units", index, "moves", "sites", n, "id")
                if site.id in first:
                    yield Finding(place, f"duplicate id '{site.id}', first at {path_text(first[site.id][:-1])}")
                first.setdefault(site.id, place)


def _numbers_of_objects(scenario: Scenario) -> Iterator[Finding]:
    total = sum(carried_count(group, side) for side in scenario.sides.values() for group in side.raid)
    if total > MOST_OBJECTS:
        yield Finding(("sides",), f"got {total} objects in all raids, expected {MOST_OBJECTS} or fewer")
    if not total:
        yield Finding(("sides",), "no side sends anything; give at least one side a raid", rests_on=(("sides",),))


def _sources(scenario: Scenario, library: Catalog) -> Iterator[Finding]:
    """Settings that name a source the library does not have."""
    for place, number in numbers(scenario):
        for claim in number.alternatives or (number,):
            if claim.source is not None and claim.source not in library.sources:
                hint = did_you_mean(claim.source, library.sources)
                yield Finding(place, f"no source '{claim.source}' in the library.{hint}")


def _references(base: Place, side: Side, library: Catalog) -> Iterator[Finding]:
    for part, (field, _, _) in OF_LIBRARY.items():
        for index, item in enumerate(getattr(side, part)):
            ref = getattr(item, field)
            if ref is not None:
                yield from of_library((*base, part, index, field), ref, part, library)


def of_library(place: Place, ref: str, part: str, library: Catalog) -> Iterator[Finding]:
    """What is wrong with a name that a part of a side takes from the library."""
    _, kind, called = OF_LIBRARY[part]
    item = library.find(ref)
    known = [name for name, other in library.items.items() if isinstance(other, kind)]
    if item is None:
        yield Finding(place, f"no {called} '{ref}'.{did_you_mean(ref, known)} List: mantlet list")
    elif not isinstance(item, kind):
        inside = [name for name in known if name.startswith(f"{ref}/")]
        hint = f" Did you mean '{inside[0]}'?" if inside else ""
        got = type(item).__name__.lower()
        yield Finding(place, f"'{ref}' is a {got}, expected a {called}.{hint} See: mantlet show {ref}")


def _stock(place: Place, unit: UnitPlace, side: Side, library: Catalog) -> Iterator[Finding]:
    system = library.find(unit.system)
    if not isinstance(system, FireUnit):
        return
    launchers = unit.launchers or system.launchers
    held = sum(load.share * system.rounds_of(load).values[-1] for load in system.load)
    behind = system.most_reload_rounds * (1.0 if system.reload_rounds else launchers.values[-1])
    most = math.ceil(launchers.values[-1] * held - 1e-9) + behind
    if unit.magazine is not None and unit.magazine > most:
        message = f"{unit.magazine} rounds are more than launchers and reserve of the library hold ({most:.0f})"
        yield Finding((*place, "magazine"), message, grave=False)
    rounds = unit.magazine or most
    reserve = unit.doctrine_under(side.doctrine).reserve
    if reserve.rounds >= rounds:
        yield Finding(place, f"got a reserve of {reserve.rounds} rounds and {rounds:.0f} rounds in all, expected fewer")
    missiles = [item for load in system.load if isinstance(item := library.find(load.missile), Missile)]
    engaged = {name for missile in missiles for name in missile.kill_prob}
    for name in unit.kill_prob or {}:
        if name != "all" and name not in engaged:
            message = (
                f"no missile of {unit.system} is fired at class {name}, expected {', '.join(sorted(engaged))} or all"
            )
            yield Finding((*place, "kill_prob", name), message)


def _moves(place: Place, unit: UnitPlace, library: Catalog) -> Iterator[Finding]:
    """How long a unit takes to move, where neither the scenario nor the library says it."""
    system = library.find(unit.system)
    if unit.moves is None or not isinstance(system, FireUnit):
        return
    for name in ("pack_time", "set_up_time", "march_speed"):
        if getattr(unit.moves, name) is None and getattr(system, name) is None:
            yield Finding((*place, name), f"the library does not say it of {unit.system}: expected {name} here")
    for before, after in itertools.pairwise([*unit.sites, unit.sites[0]]):
        if before.at == after.at:
            yield Finding((*place, "sites"), f"'{before.id}' and '{after.id}' are one place, expected two")


def _masked(place: Place, unit: UnitPlace, library: Catalog) -> Iterator[Finding]:
    """Settings of a unit that stand before an interval of the library, which is then not drawn."""
    system = library.find(unit.system)
    if not isinstance(system, FireUnit):
        return
    for name in ("launchers", "target_channels", "missile_channels", "reaction", "launch_interval", "reload_time"):
        if getattr(unit, name) is not None:
            yield from _hidden((*place, name), [getattr(system, name)])
    for name in ("pack_time", "set_up_time", "march_speed"):
        known: Sourced | None = getattr(system, name)
        if known is not None and getattr(unit.moves, name, None) is not None:
            yield from _hidden((*place, "moves", name), [known])
    missiles = [item for load in system.load if isinstance(item := library.find(load.missile), Missile)]
    for name in unit.kill_prob or {}:
        probs = [prob for missile in missiles for kind, prob in missile.kill_prob.items() if name in ("all", kind)]
        yield from _hidden((*place, "kill_prob", *(() if name == "all" else (name,))), probs)


def _hidden(place: Place, figures: list[Sourced]) -> Iterator[Finding]:
    """A notice when any of these is an interval; to take one of several conflicting claims is no loss."""
    open_ones = [number for number in figures if number.low is not None]
    if open_ones:
        low, high = min(n.values[0] for n in open_ones), max(n.values[-1] for n in open_ones)
        shown = " to ".join(show(figure, open_ones[0].dimension) for figure in (low, high))
        yield Finding(place, f"set in the scenario: the library's {shown} is not drawn", grave=False)


def _flight(place: Place, group: Group, library: Catalog) -> Iterator[Finding]:
    flyer = library.find(group.threat)
    if not isinstance(flyer, Flyer):
        return
    ballistic = flyer.object_class in BALLISTIC_CLASSES
    if ballistic and group.launch is None:
        yield Finding(place, f"'{group.threat}' flies a ballistic arc, expected launch: a point on the ground")
    if group.launch is not None and not ballistic:
        yield Finding((*place, "launch"), f"'{group.threat}' flies no ballistic arc, expected route or approach")


def _idle(base: Place, side: Side, duration_s: float) -> Iterator[Finding]:
    for index, sensor in enumerate(side.sensors):
        if sensor.post is None:
            message = "has no post, so nobody hears of what it sees"
            yield Finding((*base, "sensors", index), message, grave=False)
    for index, unit in enumerate(side.units):
        if unit.present and unit.ready_after_s >= duration_s:
            yield Finding((*base, "units", index, "ready_after"), "never ready: not before the end", grave=False)
