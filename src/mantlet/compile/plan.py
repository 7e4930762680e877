"""Who stands where and what flies: a scenario with its library references resolved and its networks made out.

Everything here is the same in every draw. Lists are sorted by id, so the order of a file decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from mantlet.base.sourced import Sourced
from mantlet.codes import EXPIRED, LEAKED, RELEASED
from mantlet.compile.paths import Path, Ways, ground_m
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, Missile, Post, Sensor
from mantlet.physics import geodesy
from mantlet.physics.terrain import Terrain
from mantlet.scenario.doctrine import Doctrine
from mantlet.scenario.fields import Height
from mantlet.scenario.models import Mechanisms, Scenario, Side
from mantlet.scenario.places import Asset, Orbit, Point, SensorPlace, SupportPlace, UnitPlace
from mantlet.scenario.raid import Group, Waypoint

DESCENT_RATIO = 4.0  # way flown per height lost when a weapon is let go


@dataclass(frozen=True)
class Radar:
    """A radar. `ref` names its library item, `unit` the fire unit it belongs to, `orbit` where it flies, if any.

    `place` is what the scenario says of it, or of its unit; `mast` is the library's figure behind its
    height, None where the scenario sets the height itself.
    """

    id: str
    ref: str
    sensor: Sensor
    side: str
    network: str
    at: Point
    height_m: float  # antenna above sea level
    mast: Sourced | None
    facing_rad: float | None
    unit: str | None
    post: str | None
    reliability: Sourced | None
    place: SensorPlace | UnitPlace
    orbit: Orbit | None = None

    def figure(self, field: Literal["min_radial_speed", "track_accuracy", "cue_basket"]) -> tuple[str, Sourced | None]:
        """(path, number) of one of its figures: the scenario's own where it sets one, else the library's."""
        own: Sourced | None = getattr(self.place, field)
        if own is not None:
            return f"{self.place.id}.{field}", own
        return f"{self.ref}.{field}", getattr(self.sensor, field)


@dataclass(frozen=True)
class Centre:
    """A command post on the ground. `post` is the library's, None for a plain post with a delay of `plain`."""

    id: str
    ref: str
    post: Post | None
    plain: Sourced | None
    side: str
    network: str
    superior: str | None
    reliability: Sourced | None
    combined: bool


@dataclass(frozen=True)
class Battery:
    """A fire unit on the ground, once for each of its sites. `radar` is the id of its engagement radar there.

    `site` counts the sites from 0; `place` has the id of the unit and the point of the site.
    """

    id: str
    site: int
    ref: str
    fire_unit: FireUnit
    place: UnitPlace
    side: str
    network: str
    height_m: float
    radar: str
    doctrine: Doctrine


@dataclass(frozen=True)
class MissileType:
    """A missile type in play. `ref` is its id in the library, `owner` the unit that sets its kill probability."""

    id: str
    ref: str
    missile: Missile
    owner: Battery | None


@dataclass(frozen=True)
class Thing:
    """One object of a raid. `target` is an asset or a part of the defence (see `nodes`).

    `released_s`: when its carrier is at the release point, nominal time from the carrier's start; `wait_s`: how long
    the weapon stays aboard after that.
    """

    id: str
    group: Group
    flyer: Flyer
    side: str
    path: Path
    start_s: float
    carrier: str | None
    released_s: float
    wait_s: float
    target: str | None
    end_fate: int


@dataclass(frozen=True)
class Plan:
    """Everything that stands and flies, sorted by id."""

    radars: tuple[Radar, ...]
    batteries: tuple[Battery, ...]
    things: tuple[Thing, ...]
    assets: tuple[Asset, ...]
    asset_sides: tuple[str, ...]
    networks: tuple[str, ...]
    posts: dict[str, Centre]
    supports: tuple[SupportPlace, ...]
    mechanisms: Mechanisms


def planned(scenario: Scenario, catalog: Catalog, ground: Terrain | None) -> Plan:
    """The scenario with every reference followed. The scenario must have passed its check."""
    radars: list[Radar] = []
    batteries: list[Battery] = []
    things: list[Thing] = []
    posts: dict[str, Centre] = {}
    ways = Ways(ground)
    for name, side in scenario.sides.items():
        for post in side.posts:
            item = cast(Post, catalog.item(post.post)) if post.post else None
            posts[post.id] = Centre(
                post.id,
                post.post or "",
                item,
                post.link_delay,
                name,
                side.network_of(post.id, post.id),
                post.superior,
                post.link_reliability,
                post.fusion == "combined",
            )
        radars += _radars(name, side, catalog, ground)
        units, own = _batteries(name, side, catalog, ground)
        batteries += units
        radars += own
        foe = next(other for key, other in scenario.sides.items() if key != name)
        things += _things(name, side, foe, catalog, ways)
    assets = sorted(((a, n) for n, s in scenario.sides.items() for a in s.assets), key=lambda pair: pair[0].id)
    return Plan(
        radars=tuple(sorted(radars, key=lambda radar: radar.id)),
        batteries=tuple(sorted(batteries, key=lambda battery: battery.id)),
        things=tuple(sorted(things, key=lambda thing: thing.id)),
        assets=tuple(asset for asset, _ in assets),
        asset_sides=tuple(side for _, side in assets),
        networks=tuple(sorted({radar.network for radar in radars})),
        posts=posts,
        mechanisms=scenario.mechanisms,
        supports=tuple(support for side in scenario.sides.values() for support in side.support),
    )


def fixed_figures(plan: Plan) -> dict[str, Sourced]:
    """Library numbers by path that stand behind paths, lines of sight and gas loss: read once, at their central value.

    The speeds at which paths are laid out are not among them: each draw reads them again.
    """
    found: dict[str, Sourced] = {}
    for radar in plan.radars:
        if radar.mast is not None:
            found[f"{radar.ref}.antenna_height"] = radar.mast
        if radar.sensor.claim is not None:  # without a claim there is no signal that gas could weaken
            found[f"{radar.ref}.frequency"] = radar.sensor.frequency
    for thing in plan.things:
        group, flyer = thing.group, thing.flyer
        if group.launch is None and _flies_at_own_height(group):
            found[f"{flyer.id}.height"] = flyer.height
        if group.launch is not None and flyer.apogee is not None:
            found[f"{flyer.id}.apogee"] = flyer.apogee
    return found


def _flies_at_own_height(group: Group) -> bool:
    """Whether any point of the way leaves the height to the flyer; weapons always go down to their own."""
    if group.approach is not None:
        return group.approach.height is None
    return group.carrier is not None or any(stop.height is None for stop in group.route or ())


def _antenna_m(sensor: Sensor, at: Point, ground: Terrain | None, override_m: float | None = None) -> float:
    above_m = sensor.antenna_height.central if override_m is None else override_m
    return float(ground_m(ground, at.lat_deg, at.lon_deg)) + above_m


def _radars(name: str, side: Side, catalog: Catalog, ground: Terrain | None) -> list[Radar]:
    """Radars that belong to no unit."""
    found: list[Radar] = []
    for place in side.sensors:
        sensor = cast(Sensor, catalog.item(place.sensor))
        height_m = _antenna_m(sensor, place.at, ground, place.antenna_height_m)
        if place.orbit is not None:
            height_m = place.orbit.height.height_m
        network = side.network_of(place.post, place.id)
        mast = sensor.antenna_height if place.antenna_height_m is None and place.orbit is None else None
        ref = place.sensor.rpartition("/")[2]
        rest = (place.facing_rad, None, place.post, place.link_reliability, place, place.orbit)
        found.append(Radar(place.id, ref, sensor, name, network, place.at, height_m, mast, *rest))
    return found


def _batteries(name: str, side: Side, catalog: Catalog, ground: Terrain | None) -> tuple[list[Battery], list[Radar]]:
    """Fire units with the radars they bring along: `unit/92N6E`."""
    units: list[Battery] = []
    radars: list[Radar] = []
    sites = [(unit, number, site) for unit in side.units for number, site in enumerate(unit.sites)]
    for unit, number, site in sites:
        place = unit.model_copy(update={"at": site.at})
        fire_unit = cast(FireUnit, catalog.item(place.system))
        network = side.network_of(place.post, place.id)
        for ref in (fire_unit.engagement_sensor, *fire_unit.sensors):
            sensor = catalog.sensors[ref]
            height_m = _antenna_m(sensor, place.at, ground)
            radars.append(
                Radar(
                    f"{site.id}/{ref}",
                    ref,
                    sensor,
                    name,
                    network,
                    place.at,
                    height_m,
                    sensor.antenna_height,
                    place.facing_rad,
                    site.id,
                    place.post,
                    place.link_reliability,
                    place,
                )
            )
        units.append(
            Battery(
                id=site.id,
                site=number,
                ref=place.system,
                fire_unit=fire_unit,
                place=place,
                side=name,
                network=network,
                height_m=float(ground_m(ground, place.at.lat_deg, place.at.lon_deg)),
                radar=f"{site.id}/{fire_unit.engagement_sensor}",
                doctrine=place.doctrine_under(side.doctrine),
            )
        )
    return units, radars


def nominal_speed_mps(group: Group, flyer: Flyer) -> float:
    """The speed its path is laid out at."""
    return group.speed.central if group.speed else flyer.speed.central


def _things(name: str, side: Side, foe: Side, catalog: Catalog, ways: Ways) -> list[Thing]:
    """Objects of a side's raid; carriers first, since their weapons start on their paths."""
    places, hit = foe.aims, _hits(foe, catalog)
    carriers = {group.carrier for group in side.raid if group.carrier}
    made: dict[str, list[Thing]] = {}
    waiting = list(side.raid)
    while waiting:
        group = next(g for g in waiting if g.carrier is None or g.carrier in made)
        waiting.remove(group)
        flyer = cast(Flyer, catalog.item(group.threat))
        if group.carrier is not None:
            released = _released(name, group, flyer, made[group.carrier], places, ways)
            made[group.id] = [replace(thing, target=hit(thing.target, group)) for thing in released]
            continue
        speed_mps = nominal_speed_mps(group, flyer)
        targets: list[Point | None] = [places[target] for target in group.target]
        paths = ways.members(group, flyer, targets or [None], speed_mps)
        at_home = RELEASED if group.id in carriers or group.jammer is not None else EXPIRED
        end_fate = LEAKED if group.target else at_home
        made[group.id] = [
            Thing(
                id=member_id(group, member),
                group=group,
                flyer=flyer,
                side=name,
                path=path,
                start_s=group.start_s + member * group.interval_s,
                carrier=None,
                released_s=0.0,
                wait_s=0.0,
                target=hit(group.target[member % len(group.target)], group) if group.target else None,
                end_fate=end_fate,
            )
            for member, path in enumerate(paths)
        ]
    return [thing for group in made.values() for thing in group]


def _hits(foe: Side, catalog: Catalog) -> Callable[[str | None, Group], str | None]:
    """What an object aimed at a target damages: of a unit its engagement radar, unless its launchers are meant."""
    radars = {
        site.id: f"{site.id}/{cast(FireUnit, catalog.item(unit.system)).engagement_sensor}"
        for unit in foe.units
        for site in unit.sites
    }

    def hit(target: str | None, group: Group) -> str | None:
        return target if group.aim == "launchers" else radars.get(target or "", target)

    return hit


def member_id(group: Group, member: int) -> str:
    """Stable name of one object of a group: adding members renames nobody."""
    return f"{group.id}-{member + 1:03d}"


def _released(
    name: str, group: Group, flyer: Flyer, carriers: list[Thing], places: dict[str, Point], ways: Ways
) -> list[Thing]:
    """Weapons that start where and when their carrier passes its release point, one interval after the other."""
    assert group.release is not None
    made: list[Thing] = []
    speed_mps = nominal_speed_mps(group, flyer)
    for carrier in carriers:
        lat, lon, height_m = carrier.path.point(group.release)
        start = Waypoint(at=Point.model_construct(lat_deg=lat, lon_deg=lon), height=Height(height_m, "msl"))
        for _ in range(group.each):
            member = len(made)
            target = group.target[member % len(group.target)]
            way = _let_down(start, list(group.route or ()), places[target], height_m)
            path = ways.flown(way, places[target], flyer, speed_mps)
            wait_s = (member % group.each) * group.interval_s
            made.append(
                Thing(
                    member_id(group, member),
                    group,
                    flyer,
                    name,
                    path,
                    carrier.start_s,
                    carrier.id,
                    carrier.path.leg_s[group.release],
                    wait_s,
                    target,
                    LEAKED,
                )
            )
    return made


def _let_down(start: Waypoint, route: list[Waypoint], target: Point, height_m: float) -> list[Waypoint]:
    """From the release point down to the weapon's own height over DESCENT_RATIO times the height, then its route."""
    ahead = route[0].at if route else target
    here = (start.at.lat_deg, start.at.lon_deg)
    leg_m, azimuth_deg, _ = geodesy.inverse(*here, ahead.lat_deg, ahead.lon_deg)
    lat, lon, _ = geodesy.direct(*here, azimuth_deg, min(DESCENT_RATIO * height_m, 0.5 * leg_m))
    return [start, Waypoint(at=Point.model_construct(lat_deg=lat, lon_deg=lon)), *route]
