"""Whether what the parts of a scenario say of each other holds: targets, carriers, posts, links and supplies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from mantlet.base.errors import did_you_mean
from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, Sensor
from mantlet.library.parts import DamageKind
from mantlet.scenario.check import OF_LIBRARY, Finding, of_library
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import SensorPlace, SupportPlace, UnitPlace
from mantlet.scenario.raid import Group


def findings(scenario: Scenario, library: Catalog, *, unread: frozenset[str] = frozenset()) -> list[Finding]:
    """Faults and notices about ids that one part of a scenario names and another has.

    `unread` holds ids of parts that were too faulty to be read: references to them are left alone.
    """
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        other = next(side for key, side in scenario.sides.items() if key != name)
        base: Place = ("sides", name)
        found += _posts(base, side, other, unread)
        found += _fusion(base, side, library)
        found += _supplies(base, side, other, unread)
        found += _fighters(base, side, other, library, unread)
        for index, group in enumerate(side.raid):
            found += _aims((*base, "raid", index), group, side, other, unread)
            found += _harmless((*base, "raid", index), group, other, library)
    return found


def unread_part(
    place: Place, fields: Mapping[str, object], scenario: Scenario, library: Catalog, unread: frozenset[str]
) -> Iterator[Finding]:
    """Faults about the names that a part of a side refers to, from its plain fields: it was too faulty to be read."""
    _, name, part, _ = place
    side = scenario.sides.get(str(name))
    if side is None or str(part) not in OF_LIBRARY:
        return
    other = next(other for other in scenario.sides.values() if other is not side)
    field = OF_LIBRARY[str(part)][0]
    ref, post, target = fields.get(field), fields.get("post"), fields.get("target")
    if isinstance(ref, str):
        yield from of_library((*place, field), ref, str(part), library)
    if isinstance(post, str) and part != "posts":
        yield from _post((*place, "post"), post, side, other, unread)
    if part == "raid":
        for goal in cast("list[object]", target) if isinstance(target, list) else [target]:
            if isinstance(goal, str):
                yield from _target((*place, "target"), goal, side, other, unread)


def _post(place: Place, ref: str, side: Side, other: Side, unread: frozenset[str]) -> Iterator[Finding]:
    own, theirs = ([post.id for post in each.posts] for each in (side, other))
    return _known(place, ref, own, theirs, "post of this side", unread)


def _target(place: Place, ref: str, side: Side, other: Side, unread: frozenset[str]) -> Iterator[Finding]:
    return _known(place, ref, list(other.aims), list(side.aims), "target on the other side", unread)


def _posts(base: Place, side: Side, other: Side, unread: frozenset[str]) -> Iterator[Finding]:
    for part, field in (("sensors", "post"), ("units", "post"), ("posts", "superior")):
        for index, item in enumerate(getattr(side, part)):
            place = (*base, part, index)
            post = getattr(item, field)
            if post is not None:
                yield from _post((*place, field), post, side, other, unread)
            elif item.link_reliability is not None:
                yield Finding((*place, "link_reliability"), f"there is no link: expected {field} as well")
    above = {post.id: post.superior for post in side.posts}
    for index, post in enumerate(side.posts):
        way = _way_up(post.id, side)
        if above.get(way[-1]) == post.id:
            yield Finding((*base, "posts", index, "superior"), f"goes in a circle: {' > '.join([*way, post.id])}")


def _fusion(base: Place, side: Side, library: Catalog) -> Iterator[Finding]:
    """Notices about tracks that are to be combined where that makes no cue any better."""
    rules = {post.id: post.fusion for post in side.posts}
    for index, post in enumerate(side.posts):
        place = (*base, "posts", index, "fusion")
        if post.fusion != "combined":
            continue
        radars = list(_radars_below(post.id, side, library))
        for figure, whose in (("track_accuracy", "its tracks are exact"), ("cue_basket", "any cue is good enough")):
            if not any(getattr(part, figure) is not None for radar in radars for part in radar):
                yield Finding(place, f"has no effect: no radar below it has a {figure}, so {whose}", grave=False)
                break
        top = _way_up(post.id, side)[-1]
        if top != post.id and rules.get(top) != "combined":
            message = f"has no effect while it reaches '{top}', which leads the network and combines no tracks"
            yield Finding(place, message, grave=False)


def _radars_below(post: str, side: Side, library: Catalog) -> Iterator[tuple[SensorPlace | UnitPlace, Sensor]]:
    """Radars that report to a post, or to one below it, each with what the scenario says of it."""
    refs: list[tuple[SensorPlace | UnitPlace, str]] = [
        (sensor, sensor.sensor) for sensor in side.sensors if post in _way_up(sensor.post, side)
    ]
    for unit in side.units:
        system = library.find(unit.system)
        if post in _way_up(unit.post, side) and isinstance(system, FireUnit):
            refs += [(unit, ref) for ref in (system.engagement_sensor, *system.sensors)]
    yield from ((stated, item) for stated, ref in refs if isinstance(item := library.find(ref), Sensor))


def _way_up(post: str | None, side: Side) -> list[str]:
    """The ids of a post and of those above it, up to the highest, or once round a circle."""
    above, way = {item.id: item.superior for item in side.posts}, list[str]()
    while post is not None and post not in way:
        way.append(post)
        post = above.get(post)
    return way


def _supplies(base: Place, side: Side, other: Side, unread: frozenset[str]) -> Iterator[Finding]:
    own, theirs = (_served(one) for one in (side, other))
    linked = {item.id for item in (*side.sensors, *side.units) if item.post}
    linked |= {post.id for post in side.posts if post.superior}
    flying = {sensor.id for sensor in side.sensors if sensor.orbit is not None}
    for index, support in enumerate(side.support):
        for n, served in enumerate(support.serves):
            place = (*base, "support", index, "serves", n)
            yield from _known(place, served, own, theirs, "post, sensor or unit of this side", unread)
            if support.kind == "relay" and served in own and served not in linked:
                yield Finding(place, f"'{served}' has no link that a relay could carry")
            if support.kind == "power" and served in flying:
                yield Finding(place, f"'{served}' is in the air, expected something that stands")


def _fighters(base: Place, side: Side, other: Side, library: Catalog, unread: frozenset[str]) -> Iterator[Finding]:
    """Bases, posts and aircraft of fighters, and rules of the air for nobody."""
    posts, their_posts = ([post.id for post in one.posts] for one in (side, other))
    assets, their_assets = ([asset.id for asset in one.assets] for one in (side, other))
    for index, fighters in enumerate(side.fighters):
        place = (*base, "fighters", index)
        if fighters.base is not None:
            yield from _known((*place, "base"), fighters.base, assets, their_assets, "asset of this side", unread)
        if fighters.post is not None:
            yield from _known((*place, "post"), fighters.post, posts, their_posts, "post of this side", unread)
        aircraft = library.find(fighters.aircraft)
        if isinstance(aircraft, Flyer) and aircraft.fighter is None:
            known = [name for name, flyer in library.flyers.items() if flyer.fighter is not None]
            message = f"'{fighters.aircraft}' has no fighter part in the library"
            yield Finding((*place, "aircraft"), f"{message}; those that have one: {', '.join(known)}")
    if side.airspace is not None and not side.fighters:
        yield Finding((*base, "airspace"), "says how fighters and missiles share the air, and there are no fighters")


def _served(side: Side) -> list[str]:
    return [item.id for item in (*side.posts, *side.sensors, *side.units)]


def _aims(place: Place, group: Group, side: Side, other: Side, unread: frozenset[str]) -> Iterator[Finding]:
    for target in group.target:
        yield from _known(
            (*place, "target"), target, list(other.aims), list(side.aims), "target on the other side", unread
        )
    flying = {sensor.id for sensor in other.sensors if sensor.orbit is not None}
    for target in flying & set(group.target):
        yield Finding((*place, "target"), f"'{target}' is in the air, expected something that stands")
    units = {site.id for unit in other.units for site in unit.sites}
    if group.aim is not None and not units & set(group.target):
        yield Finding((*place, "aim"), f"got {group.aim} and no unit among the targets; only a unit has parts")
    carriers = {group.carrier for group in side.raid}
    if not group.target and group.id not in carriers and group.jammer is None:
        message = "expected target: this group carries nothing for others, so it must fly somewhere"
        yield Finding(place, message, rests_on=((*place[:-1],),))
    if group.carrier is not None:
        yield from _release(place, group, side, unread)


def _harmless(place: Place, group: Group, other: Side, library: Catalog) -> Iterator[Finding]:
    """Attacks by something of which the library does not say what it does to such a target: faults for the defence,
    notices for assets, which a raid may as well pass over."""
    flyer = library.find(group.threat)
    if isinstance(flyer, Flyer):
        for kind in dict.fromkeys(damage_kind(target, group, other) for target in group.target):
            if kind is not None and kind not in flyer.damage_prob:
                yield Finding(
                    (*place, "target"), f"{flyer.id} has no damage_prob for a {kind}, so it does no harm there"
                )
        kinds = [asset.kind for asset in other.assets if asset.id in group.target]
        for kind in dict.fromkeys(kinds):
            if kind not in flyer.damage_prob:
                message = f"{flyer.id} has no damage_prob for an asset of kind {kind}, so it does no harm there"
                yield Finding((*place, "target"), message, grave=False)


def damage_kind(target: str, group: Group, other: Side) -> DamageKind | None:
    """As what a part of the defence is hit; None for assets."""
    if target in {site.id for unit in other.units for site in unit.sites}:
        return "launcher" if group.aim == "launchers" else "radar"
    if target in {sensor.id for sensor in other.sensors}:
        return "radar"
    if target in {post.id for post in other.posts}:
        return "command"
    support = next((item for item in other.support if item.id == target), None)
    return None if support is None else supply_kind(support)


def supply_kind(support: SupportPlace) -> DamageKind:
    """As what a power supply or a relay is hit."""
    return "plant" if support.kind == "power" else "command"


def _known(
    place: Place, ref: str, known: Sequence[str], elsewhere: Sequence[str], called: str, unread: frozenset[str]
) -> Iterator[Finding]:
    if ref in known or ref in unread:
        return
    hint = " It belongs to the other side." if ref in elsewhere else did_you_mean(ref, [*known, *unread])
    listed = f" There are: {', '.join(known[:12])}." if known else "" if unread else " There is none."
    yield Finding(place, f"no {called} '{ref}'.{hint}{listed}")


def _release(place: Place, group: Group, side: Side, unread: frozenset[str]) -> Iterator[Finding]:
    carrier = next((other for other in side.raid if other.id == group.carrier), None)
    if carrier is None:
        known = [other.id for other in side.raid if other.route is not None and other.carrier is None]
        yield from _known((*place, "carrier"), group.carrier or "", known, [], "group with a route", unread)
    elif carrier.carrier is not None:
        yield Finding((*place, "carrier"), f"'{carrier.id}' is carried itself, expected a group that starts on its own")
    elif carrier.route is None:
        yield Finding(
            (*place, "carrier"), f"'{carrier.id}' has no route, expected a group that flies a route of points"
        )
    elif group.release is not None and group.release >= len(carrier.route):
        message = f"got {group.release}, expected a waypoint of '{carrier.id}': 0 to {len(carrier.route) - 1}"
        yield Finding((*place, "release"), message, rests_on=((*place[:-1], side.raid.index(carrier), "route"),))
