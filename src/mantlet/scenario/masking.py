"""Whether jammers of a scenario can do what they are there for: radars in their bands, with the figures it takes."""

from __future__ import annotations

from collections.abc import Iterator

from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.models import FireUnit, Sensor
from mantlet.scenario.check import Finding
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.raid import Group


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about jammers."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        other = next(side for key, side in scenario.sides.items() if key != name)
        radars = _radars(other, library)
        for index, group in enumerate(side.raid):
            if group.jammer is not None:
                place: Place = ("sides", name, "raid", index, "jammer")
                found += _jammer(place, group, radars, scenario.duration_s)
    return found


def _jammer(place: Place, group: Group, radars: dict[str, Sensor], duration_s: float) -> Iterator[Finding]:
    assert group.jammer is not None
    heard = {ref: radar for ref, radar in radars.items() if group.jammer.covers(radar.frequency.central)}
    if not heard:
        yield Finding(place, "no radar of the other side works in its bands, so it jams nothing", grave=False)
    for ref, radar in heard.items():
        if radar.certain:
            yield Finding(place, f"'{ref}' sees for certain, by its definition: it is not jammed", grave=False)
        elif radar.antenna_gain is None:
            figures = "antenna_gain, beamwidth, sidelobe_level and noise_temperature"
            yield Finding(place, f"jams '{ref}', which has no {figures} in the library, expected all of them")
    if (group.jammer.from_s or 0.0) >= duration_s:
        yield Finding((*place, "from"), "never switched on: not before the end", grave=False)


def _radars(side: Side, library: Catalog) -> dict[str, Sensor]:
    """Radars of a side by their name in the library."""
    refs = [place.sensor for place in side.sensors]
    for unit in side.units:
        system = library.find(unit.system)
        if isinstance(system, FireUnit):
            refs += [system.engagement_sensor, *system.sensors]
    items = {ref: library.find(ref) for ref in refs}
    return {ref: item for ref, item in items.items() if isinstance(item, Sensor)}
