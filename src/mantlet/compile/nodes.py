"""What of a defence can be hit or fail, and how its parts hang together, as the engine's records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.codes import LAUNCHERS_NODE, POST_NODE, POWER_NODE, RADAR_NODE, RELAY_NODE
from mantlet.compile.plan import Plan, Radar
from mantlet.compile.ticks import ticks, ticks_up
from mantlet.engine.draws import name_key
from mantlet.library.sampling import Draw
from mantlet.world import NEED, NODE, STATION, Records


class Part(NamedTuple):
    """One thing that can be hit. `repair` is how long it is out, with its path, None where nothing mends it."""

    id: str
    kind: int
    repair: tuple[str, Sourced] | None


def parts(plan: Plan) -> tuple[Part, ...]:
    """Posts, radars, launchers of units, power supplies and relays, by id."""
    found = [
        Part(
            post.id, POST_NODE, None if post.post is None else _figure(f"{post.ref}.repair_time", post.post.repair_time)
        )
        for post in plan.posts.values()
    ]
    found += [Part(r.id, RADAR_NODE, _figure(f"{r.ref}.repair_time", r.sensor.repair_time)) for r in plan.radars]
    found += [Part(battery.id, LAUNCHERS_NODE, None) for battery in plan.batteries]
    found += [
        Part(
            item.id, POWER_NODE if item.kind == "power" else RELAY_NODE, _figure(f"{item.id}.repair_time", item.repair)
        )
        for item in plan.supports
    ]
    return tuple(sorted(found))


def _figure(path: str, number: Sourced | None) -> tuple[str, Sourced] | None:
    return None if number is None else (path, number)


def node_units(plan: Plan) -> tuple[str | None, ...]:
    """For each of `parts` the fire unit whose engagement radar or launchers it is, by the one name of all its sites."""
    owners = {battery.radar: battery.place.id for battery in plan.batteries}
    owners |= {battery.id: battery.place.id for battery in plan.batteries}
    return tuple(owners.get(part.id) for part in parts(plan))


def station_ids(plan: Plan) -> tuple[str, ...]:
    """Whatever has a link of its own: posts, radars that belong to no unit, and units."""
    alone = [radar.id for radar in plan.radars if radar.unit is None]
    return (*sorted(plan.posts), *alone, *(battery.id for battery in plan.batteries))


@dataclass(frozen=True)
class Hierarchy:
    """Parts of a defence and their links as far as no draw changes them; figures by the record they belong to."""

    nodes: Records  # NODE, in the order of `parts`
    stations: Records  # STATION, in the order of `station_ids`
    needs: Records  # NEED
    repairs: tuple[tuple[int, tuple[str, Sourced]], ...]  # of parts that something is aimed at
    links: tuple[tuple[int, tuple[str, Sourced]], ...]  # of stations whose link chance may break
    hops: tuple[tuple[int, str], ...]  # of posts to their superiors


def lay_hierarchy(plan: Plan) -> Hierarchy:
    """What of posts, parts and links is the same in every draw."""
    aimed = {thing.target for thing in plan.things} if plan.mechanisms.suppression else set[str]()
    radars, units = indexed(radar.id for radar in plan.radars), indexed(battery.id for battery in plan.batteries)
    known = parts(plan)
    nodes = np.zeros(len(known), NODE)
    for record, part in zip(nodes, known, strict=True):
        record["kind"] = part.kind
        record["sensor"] = radars[part.id] if part.kind == RADAR_NODE else -1
        record["unit"] = units[part.id] if part.kind == LAUNCHERS_NODE else -1
    repairs = tuple((n, part.repair) for n, part in enumerate(known) if part.repair is not None and part.id in aimed)
    ids, places = station_ids(plan), indexed(part.id for part in known)
    ends = _ends(plan)
    stations = np.zeros(len(ids), STATION)
    links: list[tuple[int, tuple[str, Sourced]]] = []
    hops: list[tuple[int, str]] = []
    for s, (record, station) in enumerate(zip(stations, ids, strict=True)):
        whole, post, network, reliability = ends[station]
        record["key"] = name_key(whole)
        record["post"] = -1 if post is None else ids.index(post)
        record["node"] = -1
        if station in plan.posts:
            record["node"], record["combined"] = places[station], plan.posts[station].combined
            hops += [] if post is None else [(s, post)]
        record["group"] = plan.networks.index(network) if network in plan.networks else -1
        record["link_prob"] = 1.0
        if reliability is not None and plan.mechanisms.network:
            links.append((s, (f"{whole}.link_reliability", reliability)))
    return Hierarchy(nodes, stations, need_records(plan), repairs, tuple(links), tuple(hops))


def _ends(plan: Plan) -> dict[str, tuple[str, str | None, str, Sourced | None]]:
    """Of each station: by what name its link goes (a unit has one, wherever it stands), post, network, reliability."""
    ends = {post.id: (post.id, post.superior, post.network, post.reliability) for post in plan.posts.values()}
    ends |= {r.id: (r.id, r.post, r.network, r.reliability) for r in plan.radars if r.unit is None}
    return ends | {b.id: (b.place.id, b.place.post, b.network, b.place.link_reliability) for b in plan.batteries}


def indexed(names: Iterable[str]) -> dict[str, int]:
    """Where each name stands."""
    return {name: place for place, name in enumerate(names)}


def node_records(laid: Hierarchy, draw: Draw, tick_s: float) -> Records:
    """NODE records of one draw."""
    records = laid.nodes.copy()
    for n, repair in laid.repairs:
        records[n]["repair_ticks"] = ticks_up(draw.value(*repair), tick_s)
    return records


def station_records(laid: Hierarchy, plan: Plan, draw: Draw, tick_s: float) -> Records:
    """STATION records of one draw."""
    records = laid.stations.copy()
    for s, reliability in laid.links:
        records[s]["link_prob"] = draw.value(*reliability)
    for s, post in laid.hops:
        records[s]["hop_ticks"] = ticks(link_delay_s(plan, post, draw), tick_s)
    return records


def link_delay_s(plan: Plan, post: str, draw: Draw) -> float:
    """Delay of one link to a post."""
    centre = plan.posts[post]
    if centre.plain is not None:
        return draw.value(f"{centre.id}.link_delay", centre.plain)
    assert centre.post is not None
    return draw.value(f"{centre.ref}.link_delay", centre.post.link_delay)


def lay_cues(record: Any, radar: Radar, plan: Plan, draw: Draw) -> None:
    """Of a SENSOR record: how accurate its tracks are, and how accurate a cue it needs. Read where both matter."""
    for column, (path, number) in (
        ("accuracy_rad", radar.figure("track_accuracy")),
        ("basket_rad", radar.figure("cue_basket")),
    ):
        if number is not None and plan.mechanisms.network:
            record[column] = draw.value(path, number)


def need_records(plan: Plan) -> Records:
    """NEED records: what stops with each power supply, and whose link with each relay."""
    nodes, stations = [part.id for part in parts(plan)], station_ids(plan)
    found: list[tuple[int, int, int]] = []
    for support in plan.supports:
        supply = nodes.index(support.id)
        sites = [b.id for served in support.serves for b in plan.batteries if b.place.id == served != b.id]
        for served in (*support.serves, *sites):
            if support.kind == "relay":
                found.append((-1, stations.index(served), supply))
            else:
                fed = [served, *(radar.id for radar in plan.radars if radar.unit == served)]
                found += [(nodes.index(node), -1, supply) for node in fed]
    return np.array(found, NEED)
