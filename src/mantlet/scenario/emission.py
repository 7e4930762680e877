"""Whether rules of emission and anti-radiation weapons have something to hold on to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit
from mantlet.scenario.check import Finding
from mantlet.scenario.doctrine import Emission
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.raid import Group


class Watch(NamedTuple):
    """One radar, or several of one unit under the same rule: where it stands in the file, and in which network."""

    place: Place
    network: str
    cued: bool


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults of what homes on nothing that emits, notices about radars that nobody can cue."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        other = next(side for key, side in scenario.sides.items() if key != name)
        for index, group in enumerate(side.raid):
            found += _aims(("sides", name, "raid", index, "target"), group, other, library)
        if scenario.mechanisms.emission:
            found += _uncued(("sides", name), side, library)
    return found


def _aims(place: Place, group: Group, other: Side, library: Catalog) -> Iterator[Finding]:
    flyer = library.find(group.threat)
    if not isinstance(flyer, Flyer) or flyer.homing is None:
        return
    radars = {item.id for item in other.sensors}
    if group.aim != "launchers":
        radars |= {site.id for unit in other.units for site in unit.sites}
    for target in group.target:
        if target in other.aims and target not in radars:
            yield Finding(place, f"'{group.threat}' homes on radars, expected a sensor, or a unit with aim: radar")


def _uncued(base: Place, side: Side, library: Catalog) -> Iterator[Finding]:
    """Radars that wait for a cue in a network where every radar does."""
    watches = list(_watches(base, side, library))
    searched = {watch.network for watch in watches if not watch.cued}
    for place in dict.fromkeys(watch.place for watch in watches if watch.network not in searched):
        message = "waits for a cue, and no radar of its network searches without one: with nobody to wait for, it emits"
        yield Finding(place, message, grave=False)


def _watches(base: Place, side: Side, library: Catalog) -> Iterator[Watch]:
    for index, sensor in enumerate(side.sensors):
        rule = sensor.emission or side.doctrine.emission
        yield Watch((*base, "sensors", index), side.network_of(sensor.post, sensor.id), _cued(rule, engages=False))
    for index, unit in enumerate(side.units):
        rule, place = unit.doctrine_under(side.doctrine).emission, (*base, "units", index)
        network = side.network_of(unit.post, unit.id)
        yield Watch(place, network, _cued(rule, engages=True))
        system = library.find(unit.system)
        if isinstance(system, FireUnit) and system.sensors:
            yield Watch(place, network, _cued(rule, engages=False))


def _cued(rule: Emission | None, *, engages: bool) -> bool:
    return rule is not None and rule.mode == "cued" and (engages or rule.radars == "all")
