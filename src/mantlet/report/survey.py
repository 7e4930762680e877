"""From a compiled scenario to the scene of the map: sites, radars, ways, ground and what the radars see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mantlet.compile.masking import jammer_of
from mantlet.compile.orbits import leg_points
from mantlet.report.coverage import HIGH_M, LOW_M, ground_of, reach_m, seen
from mantlet.report.scene import Cover, Floats, Frame, Radar, Scene, Site, Track, View, frame_around

if TYPE_CHECKING:
    from mantlet.compile import Geometry
    from mantlet.compile.plan import Radar as Emitter

KILLS_CAPTION = "kill, in the typical raid"
_TRACK_POINTS = 80
_CLOSER = 0.6  # a second map is worth it where it shows things this much larger
_CLOSEST = 1 / 8  # and no more of the first is cut away
_GAP = 0.1  # of the map's breadth: sites farther apart than that do not stand together


def views_of(laid: Geometry, by_asset: Mapping[str, Mapping[str, Any]], kills: Floats) -> list[View]:
    """The map that holds everything and, where they are small on it, one of the sites of which most stand together.

    `by_asset` has the damaging hits, `kills` rows of latitude and longitude.
    """
    tracks = _tracks(laid)
    sites = _sites(laid, by_asset)
    here = np.array([(site.lat_deg, site.lon_deg) for site in sites]).reshape(-1, 2)
    ways = [np.column_stack([track.lat_deg, track.lon_deg]) for track in tracks]
    whole = frame_around(np.concatenate([here, *ways]))
    near = frame_around(_together(here, whole), margin=0.2, least_km=max(30.0, 2 * _CLOSEST * whole.half_height_km))
    frames = [whole, near] if near.half_width_km < _CLOSER * whole.half_width_km else [whole]
    return [View(_scene(laid, frame, sites, tracks, kills), frame) for frame in frames]


def _together(places: Floats, frame: Frame) -> Floats:
    """Of places (rows of latitude and longitude) the most that stand together, each within a gap of another."""
    if len(places) < 2:
        return places
    east_km, north_km = frame.east_km(places[:, 1]), frame.north_km(places[:, 0])
    apart_km = np.hypot(east_km[:, None] - east_km, north_km[:, None] - north_km)
    beside = apart_km <= 2 * _GAP * frame.half_width_km
    group, before = np.arange(len(places)), None
    while before is None or (group != before).any():  # the name of a group is the first that stands in it
        group, before = np.where(beside, group, len(places)).min(axis=1), group
    return places[group == np.argmax(np.bincount(group))]


def searchers(laid: Geometry) -> list[Radar]:
    """Radars that search by themselves, all where none does; of a unit that moves once for each of its sites."""
    searching = [radar for radar in laid.plan.radars if radar.sensor.role == "acquisition"]
    return [_radar(radar) for radar in searching or laid.plan.radars]


def _scene(laid: Geometry, frame: Frame, sites: list[Site], tracks: list[Track], kills: Floats) -> Scene:
    further = {battery.id for battery in laid.plan.batteries if battery.site > 0}  # nobody stands there at the start
    present = {radar.id for radar in laid.plan.radars if radar.unit not in further}
    radars = [radar for radar in searchers(laid) if radar.name in present]
    ground = None if laid.ground is None else ground_of(laid.ground, frame.bounds_deg)
    covers: list[Cover] = []
    ratio = laid.scenario.environment.earth_ratio
    if laid.ground is not None and ground is not None:
        covers = [Cover(height_m, seen(laid.ground, ground, radars, height_m, ratio)) for height_m in (LOW_M, HIGH_M)]
    terrain = laid.scenario.environment.terrain
    name = "GLOBE, NOAA" if terrain == "globe" else terrain
    return Scene(sites, radars, tracks, kills, KILLS_CAPTION, ground, name, covers, ratio)


def _sites(laid: Geometry, by_asset: Mapping[str, Mapping[str, Any]]) -> list[Site]:
    """Assets, units, free-standing radars, posts and fighters; radars of a unit stand where the unit stands."""
    plan = laid.plan
    found: list[Site] = []
    for asset, side in zip(plan.assets, plan.asset_sides, strict=True):
        hits = float(by_asset[asset.id]["hits"]["mean"]) if asset.id in by_asset else 0.0
        found.append(Site("asset", asset.name, side, asset.at.lat_deg, asset.at.lon_deg, hits))
    for battery in plan.batteries:
        at = battery.place.at
        found.append(Site("unit", battery.id, battery.side, at.lat_deg, at.lon_deg))
    alone = [radar for radar in plan.radars if radar.unit is None]
    found += [Site("radar", radar.id, radar.side, radar.at.lat_deg, radar.at.lon_deg) for radar in alone]
    for name, side in laid.scenario.sides.items():
        found += [Site("post", post.id, name, post.at.lat_deg, post.at.lon_deg) for post in side.posts]
    assets = {asset.id: asset.at for asset in plan.assets}
    for name, side in laid.scenario.sides.items():
        for flight in side.fighters:
            at = flight.station.at if flight.station is not None else flight.at or assets[flight.base or ""]
            found.append(Site("fighters", flight.id, name, at.lat_deg, at.lon_deg))
    return found


def _tracks(laid: Geometry) -> list[Track]:
    """Every object's way, thinned to what a picture can show."""
    found: list[Track] = []
    for thing in laid.plan.things:
        path = thing.path
        count = len(path.lat_deg)
        kept = np.unique(np.linspace(0, count - 1, min(count, _TRACK_POINTS)).astype(int))
        jams = jammer_of(laid.plan, thing) is not None
        kind = thing.flyer.object_class
        found.append(Track(thing.id, thing.group.id, kind, path.lat_deg[kept], path.lon_deg[kept], jams))
    return found


def _radar(emitter: Emitter) -> Radar:
    """A radar with its reach on the reference target, by the central figures of its claim."""
    sensor, at = emitter.sensor, emitter.at
    instrumented = sensor.instrumented_range.central
    reach = instrumented
    if sensor.claim is not None:
        reach = reach_m(sensor.claim.range.central, sensor.claim.rcs.central, instrumented)
    leg = None if emitter.orbit is None else leg_points(emitter)[0][:, :2]
    sector = sensor.sector.central
    return Radar(
        emitter.id, emitter.side, at.lat_deg, at.lon_deg, emitter.height_m, reach, emitter.facing_rad, sector, leg
    )
