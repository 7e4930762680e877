"""Whether what flies can get there: legs that lead somewhere, ways within its range, arrivals before the end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mantlet.base.marked import Place
from mantlet.base.units import show
from mantlet.codes import BALLISTIC_CLASSES
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.scenario.arrival import FARTHEST_LEG_M, NEAREST_M, first_arrival_s, first_start_s, way_s
from mantlet.scenario.check import Finding
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import Point
from mantlet.scenario.raid import Group
from mantlet.scenario.ways import carrier_of, leg_m, length_m, middle_way, released_at, speed_mps

# Of the range that a published apogee belongs to, four times as far as it is high: a solid motor cannot burn less.
_LEAST_SHARE = 0.1


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about distances and times of arrival."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        other = next(side for key, side in scenario.sides.items() if key != name)
        targets = other.aims
        for index, group in enumerate(side.raid):
            place: Place = ("sides", name, "raid", index)
            flyer = library.find(group.threat)
            if not isinstance(flyer, Flyer):
                continue
            aims: dict[str, Point | None] = {name: targets[name] for name in group.target if name in targets}
            aims = aims or {"": None}
            flown = [*_legs(place, group, aims), *_release(place, group, side, aims)]
            flown += _launch(place, group, flyer, aims) if group.launch else _range(place, group, side, flyer, aims)
            found += [replace(finding, rests_on=((*place, "route"),)) for finding in flown]
            found += _too_soon(place, group, side, targets, library)
            found += _arrival(place, group, side, (scenario.duration_s, aims, targets), library)
    return found


def _legs(place: Place, group: Group, aims: dict[str, Point | None]) -> Iterator[Finding]:
    """Legs of no length, or longer than anything flies."""
    route = [waypoint.at for waypoint in group.route or ()]
    said: set[int] = set()
    for aim in aims.values():
        way = [*route, aim] if route and aim is not None else route
        for index, (start, end) in enumerate(itertools.pairwise(way)):
            length_m = leg_m(start, end)
            if index in said or NEAREST_M <= length_m <= FARTHEST_LEG_M:
                continue
            said.add(index)
            message = "is the same place as the next point of the way, expected another place"
            if length_m > FARTHEST_LEG_M:
                most = f"expected {FARTHEST_LEG_M / 1e3:.0f} km or less"
                message = f"is {length_m / 1e3:.0f} km from the next point, {most}"
            yield Finding((*place, "route", index, "at"), message)


def _release(place: Place, group: Group, side: Side, aims: dict[str, Point | None]) -> Iterator[Finding]:
    """Weapons let go on the spot that they are to hit."""
    start = None if group.route else released_at(group, side)
    for name, aim in aims.items():
        if start is not None and aim is not None and leg_m(start, aim) < NEAREST_M:
            yield Finding((*place, "release"), f"is the place of the target '{name}', expected another waypoint")


def _launch(place: Place, group: Group, flyer: Flyer, aims: dict[str, Point | None]) -> Iterator[Finding]:
    """Ballistic launches at their target, or nearer or farther than the missile can fly."""
    assert group.launch is not None
    if flyer.object_class not in BALLISTIC_CLASSES:
        return
    least_m = least_range_m(flyer)
    for name, aim in aims.items():
        if aim is None:
            continue
        range_m = leg_m(group.launch.at, aim)
        at, got = (*place, "launch", "at"), f"is {show(range_m, 'length')} from the target '{name}'"
        if range_m < NEAREST_M:
            yield Finding(at, f"is the place of the target '{name}', expected another place")
        elif range_m < least_m:
            yield Finding(at, f"{got}, expected {show(least_m, 'length')} or more: '{flyer.id}' cannot fly so short")
        elif flyer.range is not None and range_m > flyer.range.values[-1]:
            yield Finding(at, f"{got}, expected {_most(flyer)}")
        elif range_m > FARTHEST_LEG_M:
            yield Finding(at, f"{got}, expected {show(FARTHEST_LEG_M, 'length')} or less")


def least_range_m(flyer: Flyer) -> float:
    """The shortest shot of a ballistic missile that the model takes for possible, from its apogee; 0 for the rest.

    A tenth of the range that the apogee belongs to by least energy; a quasi-ballistic missile, whose apogee is the same
    at every range, flies at least as far as it rises. A choice of the model: least ranges are seldom published.
    """
    if flyer.apogee is None:
        return 0.0
    apogee_m = flyer.apogee.central
    return apogee_m if flyer.object_class == "quasi_ballistic" else _LEAST_SHARE * 4.0 * apogee_m


def _range(place: Place, group: Group, side: Side, flyer: Flyer, aims: dict[str, Point | None]) -> Iterator[Finding]:
    """Ways longer than the published range of what flies them."""
    if flyer.range is None:
        return
    way_m = max(length_m(middle_way(group, side, aim)) for aim in aims.values())
    if way_m > flyer.range.values[-1]:
        yield Finding(place, f"flies a way of {show(way_m, 'length')}, expected {_most(flyer)}")


def _most(flyer: Flyer) -> str:
    assert flyer.range is not None
    return f"{show(flyer.range.values[-1], 'length')} or less, the range of '{flyer.id}'"


def _too_soon(place: Place, group: Group, side: Side, targets: dict[str, Point], library: Catalog) -> Iterator[Finding]:
    """A time on target that lies before the first could be there, or one of what arrives nowhere."""
    if group.arrive_s is None:
        return
    if not group.target and group.id not in {other.carrier for other in side.raid}:
        message = "got a time on target and no target, nor weapons of its own that have one; expected start"
        yield Finding((*place, "arrive"), message)
        return
    needed_s = first_arrival_s(group, side, targets, library)
    if math.isfinite(needed_s) and needed_s > group.arrive_s:
        message = f"got {_clock(group.arrive_s)}, expected {_clock(needed_s)} or more: so long is its way"
        yield Finding((*place, "arrive"), message)


def _arrival(
    place: Place,
    group: Group,
    side: Side,
    until: tuple[float, dict[str, Point | None], dict[str, Point]],
    library: Catalog,
) -> Iterator[Finding]:
    """A notice of how many cannot arrive before the scenario ends, and how long they would need."""
    duration_s, aims, targets = until
    starts_s = _starts_s(group, side, targets, library)
    flights_s = np.array([way_s(length_m(middle_way(group, side, aim)), group, library) for aim in aims.values()])
    arrivals_s = starts_s + flights_s[np.arange(len(starts_s)) % len(flights_s)]
    late = int(np.sum(arrivals_s > duration_s))
    if late:
        who = f"{late} of {len(starts_s)}" if late < len(starts_s) else f"all {late}" if late > 1 else "it"
        last_s = float(arrivals_s.max())
        yield Finding(
            place,
            f"{who} cannot arrive before the end ({_clock(duration_s)}) and will expire; the last one needs "
            f"{_clock(last_s)}: lengthen duration or start earlier",
            grave=False,
        )


def _starts_s(group: Group, side: Side, targets: dict[str, Point], library: Catalog) -> np.ndarray:
    """When each of a group starts on its own way; weapons start when they are released."""
    carrier = carrier_of(group, side)
    if carrier is None or carrier.route is None or group.release is None:
        return first_start_s(group, side, targets, library) + np.arange(group.count) * group.interval_s
    flown = [waypoint.at for waypoint in carrier.route[: group.release + 1]]
    carried_s = first_start_s(carrier, side, targets, library) + np.arange(carrier.count) * carrier.interval_s
    carried_s = carried_s + length_m(flown) / speed_mps(carrier, library)
    return (carried_s[:, None] + np.arange(group.each) * group.interval_s).ravel()


def _clock(time_s: float) -> str:
    return f"{time_s:.0f} s" if time_s < 600 else f"{time_s / 60:.1f} min"
