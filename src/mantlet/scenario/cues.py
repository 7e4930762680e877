"""Whether there are tracks of others to launch on, and whether cues have an accuracy that anything depends on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mantlet.base.marked import Place
from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.library.models import FireUnit, Sensor
from mantlet.scenario.check import Finding
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import SensorPlace, UnitPlace

EXACT = "every other track of its network is exact, and any cue good enough: nothing there has a track_accuracy"
IDLE = "no radar of its network waits for cues and has a cue_basket, so nothing depends on it"


class Eyes(NamedTuple):
    """The radars of one part of a side, with what the scenario says of them, and their network."""

    place: Place
    stated: SensorPlace | UnitPlace
    sensors: tuple[Sensor, ...]
    network: str

    def waits(self) -> bool:
        """Whether one of them looks only where it is told to, and not at just any cue."""
        return any(
            not sensor.autonomous and _figure(self.stated.cue_basket, sensor.cue_basket) for sensor in self.sensors
        )

    def errs(self) -> bool:
        """Whether one of them has tracks that are not exact."""
        return any(_figure(self.stated.track_accuracy, sensor.track_accuracy) for sensor in self.sensors)


def _figure(stated: Sourced | None, known: Sourced | None) -> bool:
    return stated is not None or known is not None


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults of what waits for tracks or cues that cannot come, notices about figures that change nothing."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        eyes = list(_eyes(("sides", name), side, library))
        for one in eyes:
            if isinstance(one.stated, UnitPlace):
                found += _remote(one, one.stated, eyes)
            found += _cued(one, eyes)
    return found


def _eyes(base: Place, side: Side, library: Catalog) -> Iterator[Eyes]:
    for index, place in enumerate(side.sensors):
        sensor = library.find(place.sensor)
        if isinstance(sensor, Sensor):
            yield Eyes((*base, "sensors", index), place, (sensor,), side.network_of(place.post, place.id))
    for index, unit in enumerate(side.units):
        system = library.find(unit.system)
        if isinstance(system, FireUnit):
            sensors = tuple(library.sensors[ref] for ref in (system.engagement_sensor, *system.sensors))
            yield Eyes((*base, "units", index), unit, sensors, side.network_of(unit.post, unit.id))


def _remote(one: Eyes, unit: UnitPlace, eyes: list[Eyes]) -> Iterator[Finding]:
    """A unit that the scenario lets launch on tracks of a network it is not in, or of a network without others."""
    place = (*one.place, "launches_on")
    if unit.launches_on != "network_track":
        return
    if unit.post is None:
        yield Finding(place, "there is no network whose tracks it could fire at: expected post as well")
    elif sum(len(other.sensors) for other in eyes if other.network == one.network) == 1:
        yield Finding(place, "its network has no other radar, so there is no track of another", grave=False)


def _cued(one: Eyes, eyes: list[Eyes]) -> Iterator[Finding]:
    """Figures of cues that a scenario states of radars that need none, or for nobody."""
    fellows = [other for other in eyes if other.network == one.network and (other is not one or len(one.sensors) > 1)]
    if one.stated.cue_basket is not None:
        place = (*one.place, "cue_basket")
        if all(sensor.autonomous for sensor in one.sensors):
            yield Finding(
                place,
                "its radar searches without a cue, whatever its rule of emission: expected one that is not autonomous",
            )
        elif not any(other.errs() for other in fellows):
            yield Finding(place, EXACT, grave=False)
    if one.stated.track_accuracy is not None and not any(other.waits() for other in fellows):
        yield Finding((*one.place, "track_accuracy"), IDLE, grave=False)
