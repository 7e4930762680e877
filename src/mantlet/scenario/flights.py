"""Whether fighters can do what a scenario says of them: stations in reach, shots they can carry, areas that are areas.

Whom and what they name is looked at in `links`, the ground under them in `layout`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from mantlet.base.marked import Place
from mantlet.base.units import show
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.physics import geodesy
from mantlet.scenario.check import Finding
from mantlet.scenario.fighters import Area, FighterPlace
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.ways import leg_m


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about fighters and the air they share."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        for index, fighters in enumerate(side.fighters):
            place: Place = ("sides", name, "fighters", index)
            found += _idle(place, fighters, side, scenario.duration_s)
            found += _areas(place, fighters)
            flyer = library.find(fighters.aircraft)
            if isinstance(flyer, Flyer) and flyer.fighter is not None:
                found += _salvo(place, fighters, flyer)
                found += _station(place, fighters, side, flyer)
        rules = side.airspace
        if rules is not None and rules.zones == "separate" and "fratricide" in rules.model_fields_set:
            message = "has no effect under separate zones: expected zones: mixed"
            found.append(Finding(("sides", name, "airspace", "fratricide"), message, grave=False))
    return found


def _idle(place: Place, fighters: FighterPlace, side: Side, duration_s: float) -> Iterator[Finding]:
    """Notices about what is said of fighters and changes nothing."""
    told, patrols = fighters.model_fields_set, fighters.mode == "patrol"
    mixed = side.airspace is not None and side.airspace.zones == "mixed"
    for field, idle, why in (
        ("readiness", patrols, "on a patrol, which waits in the air"),
        ("on_station_s", not patrols, "on a flight on alert"),
        ("endurance", fighters.tanker, "with a tanker near"),
        ("corridor", not mixed, "under separate zones: expected zones: mixed"),
    ):
        if idle and field in told:
            yield Finding((*place, field.removesuffix("_s")), f"has no effect {why}", grave=False)
    if fighters.ready_after_s >= duration_s:
        yield Finding((*place, "ready_after"), "never ready: not before the end", grave=False)
    if fighters.post is None and not patrols:
        yield Finding(place, "on alert without a post: nobody tells it of anything, so it never takes off", grave=False)


def _salvo(place: Place, fighters: FighterPlace, flyer: Flyer) -> Iterator[Finding]:
    """Shots of more missiles than there are."""
    assert flyer.fighter is not None
    one = int(flyer.fighter.missiles.values[-1])
    whole = one * min(fighters.size, fighters.count)
    if fighters.salvo > whole:
        yield Finding((*place, "salvo"), f"got {fighters.salvo}, expected {whole} or less: all that a flight carries")
    elif fighters.salvo > one:
        message = f"more than one aircraft carries ({one}): a shot takes several, or what is left"
        yield Finding((*place, "salvo"), message, grave=False)


def _station(place: Place, fighters: FighterPlace, side: Side, flyer: Flyer) -> Iterator[Finding]:
    """Stations too far to be reached and left again on the fuel there is."""
    assert flyer.fighter is not None
    base_at = fighters.at or next((asset.at for asset in side.assets if asset.id == fighters.base), None)
    if fighters.station is None or fighters.tanker or base_at is None:
        return
    way_m, endurance = leg_m(base_at, fighters.station.at), fighters.endurance or flyer.fighter.endurance
    least_s, most_s = (2.0 * way_m / flyer.speed.values[end] for end in (-1, 0))
    there = f"is {show(way_m, 'length')} from its base, there and back"
    if least_s > endurance.values[-1]:
        message = f"{there} {show(least_s, 'time')} or more; expected {show(endurance.values[-1], 'time')} at most"
        yield Finding((*place, "station", "at"), f"{message}, the endurance, or tanker: true")
    elif most_s > endurance.values[0]:
        message = f"{there} up to {show(most_s, 'time')}: in some draws more than the endurance"
        yield Finding((*place, "station", "at"), message, grave=False)


def _areas(place: Place, fighters: FighterPlace) -> Iterator[Finding]:
    """Areas of which nobody can say what lies inside."""
    for field in ("zone", "corridor"):
        area: Area | None = getattr(fighters, field)
        if area is None:
            continue
        _, plane = geodesy.gnomonic([point.lat_deg for point in area], [point.lon_deg for point in area])
        if np.isnan(plane).any():
            yield Finding((*place, field), "reaches round half of the earth, expected less")
            continue
        crossing = _first_crossing(plane)
        if crossing is not None:
            first, second = (f"{n + 1} to {(n + 1) % len(area) + 1}" for n in crossing)
            message = f"its edges from corner {first} and from corner {second} cross: expected corners in order"
            yield Finding((*place, field), message)


def _first_crossing(plane: geodesy.Array) -> tuple[int, int] | None:
    """The first two edges of a polygon, by their first corners, that cross; edges that only touch do not."""
    edges = list(zip(plane, np.roll(plane, -1, axis=0), strict=True))

    def side(start: geodesy.Array, end: geodesy.Array, corner: geodesy.Array) -> float:
        (along_e, along_n), (off_e, off_n) = end - start, corner - start
        return float(along_e * off_n - along_n * off_e)

    for (i, (a, b)), (j, (c, d)) in itertools.combinations(enumerate(edges), 2):
        if side(a, b, c) * side(a, b, d) < 0.0 and side(c, d, a) * side(c, d, b) < 0.0:
            return i, j
    return None
