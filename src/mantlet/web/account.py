"""What a page says of a run as a whole: the answer in words, the raids worth a look, and what stands where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mantlet.compile.nodes import station_ids
from mantlet.report.figures import number
from mantlet.report.reading import findings
from mantlet.report.wording import CAUSE_MEANINGS, CLASS_WORDS, answer, cause_shares, percent, reasons
from mantlet.run.arrow import compute
from mantlet.web.base_map import Box
from mantlet.web.pictures import corners, flat_ground, ground_under
from mantlet.web.spells import clock

if TYPE_CHECKING:
    from mantlet.compile.plan import Plan
    from mantlet.report.findings import Findings
    from mantlet.report.scene import Ground, Scene
    from mantlet.run.result import Result
    from mantlet.scenario.models import Scenario
    from mantlet.scenario.places import Point


class Account:
    """A run read once: what it found, and the ground it was fought over."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.found: Findings = findings(result)
        self.area = Box(*self.found.views[0].frame.bounds_deg)
        laid = result.battle.geometry
        self.ground: Ground | None = ground_under(laid.ground, self.area)

    @property
    def scene(self) -> Scene:
        """Sites and radars as the brief has them on its map."""
        return self.found.views[0].scene

    @property
    def cover_ground(self) -> Ground:
        """The ground for which coverage is shown."""
        return self.ground or flat_ground(self.area)

    def told(self) -> dict[str, Any]:
        """The run as one document."""
        found = self.found
        near = found.views[-1].frame
        return {
            "title": found.title,
            "summary": found.summary,
            "date": found.date,
            "answer": answer(found),
            "reasons": reasons(found.causes),
            "notices": _notices(found),
            "causes": _causes(found.causes),
            "classes": {kind: list(words) for kind, words in CLASS_WORDS.items()},
            "picks": picks(self.result),
            "mean_leakers": found.metrics["leakers"].mean,
            "sites": sites(self.scene, self.result.battle.geometry.plan),
            "friend": _defender(self.result),
            "assets": _assets(self.result),
            "links": links(self.result.battle.scenario, self.result.battle.geometry.plan),
            "units": _places(self.result.battle.geometry.plan),
            "area": self.area._asdict(),
            "closer": Box(*near.bounds_deg)._asdict(),
            "relief": None if self.ground is None else corners(self.ground),
            "cover": corners(self.cover_ground),
            "ground": self.scene.ground_name if self.ground is not None else None,
        }


def _causes(found: Mapping[str, float]) -> list[dict[str, Any]]:
    """Why things get through, the commonest cause first: how many a raid, and which part of all."""
    return [
        {"cause": cause, "leakers": number(found[cause]), "part": part, "share": percent(part)}
        | {"meaning": CAUSE_MEANINGS[cause]}
        for cause, part in cause_shares(found)
    ]


def _notices(found: Findings) -> list[str]:
    said: list[str] = []
    if found.hypothetical:
        said.append("Positions in this scenario are hypothetical.")
    if not found.complete:
        said.append("This run was interrupted: it holds what was finished.")
    if found.mutual:
        said.append("Both sides send objects; leakers are those of both.")
    return said


def picks(result: Result) -> list[dict[str, Any]]:
    """Raids worth a look: typical, bad, worst, mildest, and the one in which each asset was first reached soonest."""
    raids, chosen = result.raids, result.moments()
    columns = ("value_lost", "leakers", "draw", "replication")
    lost, leakers, draw, replication = (raids[name].to_numpy() for name in columns)
    order = np.lexsort((replication, draw, leakers, lost))
    rows = {"worst": int(order[-1]), "mildest": int(order[0])}
    worst, mildest = ((int(draw[row]), int(replication[row])) for row in rows.values())
    named: list[tuple[str, str, tuple[int, int]]] = [
        ("typical", "nearest to the middle of all raids, by value lost and by leakers", chosen["typical"]),
        ("bad", "nearest to the 95th of 100 raids, by value lost and by leakers", chosen["bad"]),
        ("worst", "most value lost", worst),
        ("mildest", "least value lost", mildest),
        *_first_through(result),
    ]
    return [{"name": name, "why": why, "draw": d, "replication": k} for name, why, (d, k) in named]


def _first_through(result: Result) -> list[tuple[str, str, tuple[int, int]]]:
    """For each asset the raid in which something got through to it soonest; needs a row per object."""
    if result.manifest["keep"] != "all":
        return []
    rows = result.rows("outcomes", ("draw", "replication", "fate", "time_s", "asset_id"))
    rows = rows.filter(compute().equal(rows["fate"], "leaked"))
    found: list[tuple[str, str, tuple[int, int]]] = []
    for asset in result.battle.geometry.plan.assets:
        mine = rows.filter(compute().equal(rows["asset_id"], asset.id))
        if mine.num_rows:
            at = int(np.argmin(mine["time_s"].to_numpy()))
            place = int(mine["draw"][at].as_py()), int(mine["replication"][at].as_py())
            soonest = clock(mine["time_s"][at].as_py())
            why = f"of all raids the one in which something got through to it soonest, at {soonest}"
            found.append((f"first through to {asset.name}", why, place))
    return found


def sites(scene: Scene, plan: Plan) -> list[dict[str, Any]]:
    """What stands and flies for a defence at the start; airborne radars are of a kind of their own."""
    further = {battery.id for battery in plan.batteries if battery.site > 0}
    airborne = {radar.id for radar in plan.radars if radar.orbit is not None}
    return [
        vars(site) | ({"kind": "airborne"} if site.kind == "radar" and site.name in airborne else {})
        for site in scene.sites
        if site.kind != "unit" or site.name not in further
    ]


def _defender(result: Result) -> str:
    """The side that is drawn as friendly: blue, or else the first that is attacked."""
    plan = result.battle.geometry.plan
    sides = sorted(result.battle.scenario.sides)
    attacked = [side for side in sides if any(thing.side != side for thing in plan.things)]
    return "blue" if "blue" in sides else (attacked or sides)[0]


def _assets(result: Result) -> list[dict[str, Any]]:
    plan = result.battle.geometry.plan
    return [
        {"id": asset.id, "name": asset.name, "kind": asset.kind, "side": side, "value": asset.value}
        | {"hardness": asset.hardness, "at": _at(asset.at)}
        for asset, side in zip(plan.assets, plan.asset_sides, strict=True)
    ]


def _at(point: Point) -> tuple[float, float]:
    return point.lon_deg, point.lat_deg


def _places(plan: Plan) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of each fire unit, by the name of its site."""
    return {battery.id: _at(battery.place.at) for battery in plan.batteries}


def links(scenario: Scenario, plan: Plan) -> list[dict[str, Any]]:
    """Links to posts: under whose name they break, and the two ends."""
    ends: dict[str, tuple[Point, str | None]] = {
        post.id: (post.at, post.superior) for side in scenario.sides.values() for post in side.posts
    }
    ends |= {radar.id: (radar.at, radar.post) for radar in plan.radars if radar.unit is None}
    ends |= {battery.id: (battery.place.at, battery.place.post) for battery in plan.batteries}
    return [
        {"name": name, "from": _at(ends[name][0]), "to": post}
        for name in station_ids(plan)
        if (post := ends[name][1]) is not None
    ]
