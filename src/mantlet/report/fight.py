"""One fight, object by object: which replication to show, and what its events say about each object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

LAUNCHES = frozenset({"launched"})
FINAL_FATES = {"leaked": "leaked", "aborted": "aborted", "went_home": "released", "expired": "expired", "hit": "killed"}


@dataclass(frozen=True)
class Choice:
    """A replication worth showing, and why it was chosen."""

    draw: int
    replication: int
    leakers: float
    value_lost: float


@dataclass
class Lane:
    """What happened to one object: moments in seconds, and how it ended."""

    object_id: str
    object_class: str
    start_s: float
    end_s: float
    fate: str = "expired"
    reason: str = ""
    tracked_s: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    launched_s: list[float] = field(default_factory=list[float])
    missed_s: list[float] = field(default_factory=list[float])
    hit_s: float | None = None


def chosen(raids: pa.Table) -> tuple[Choice, Choice]:
    """A typical and a bad replication: nearest to the median and to the 95 % point of value lost, then of leakers.

    Nearness is judged on both, each in units of its own spread; of equals the first in draw and replication counts.
    """
    draw, replication = (raids.column(name).to_numpy() for name in ("draw", "replication"))
    measures = [np.asarray(raids.column(name).to_numpy(), dtype=np.float64) for name in ("value_lost", "leakers")]
    order = np.lexsort((replication, draw))
    found: list[Choice] = []
    for level in (0.5, 0.95):
        distance = np.zeros(len(order))
        for values in measures:
            goal = np.quantile(values, level, method="inverted_cdf")
            distance += np.abs(values - goal) / (float(values.std()) or 1.0)
        row = int(order[np.argmin(distance[order])])
        found.append(Choice(int(draw[row]), int(replication[row]), float(measures[1][row]), float(measures[0][row])))
    return found[0], found[1]


def lanes(events: pa.Table, classes: Mapping[str, str], reasons: Mapping[str, str]) -> list[Lane]:
    """One lane per object, leakers last, within a fate by the moment it ended.

    `classes` gives each object's class; `reasons` the cause behind each leaker.
    """
    found: dict[str, Lane] = {}
    open_track_s: dict[str, float] = {}
    columns = ("time_s", "kind", "object_id", "unit_id")
    for moment, kind, name, unit in zip(*(events.column(column).to_pylist() for column in columns), strict=True):
        if name is None:
            continue
        lane = found.get(name)
        if lane is None:
            lane = found[name] = Lane(name, classes.get(name, ""), moment, moment)
        _note(lane, kind, moment, unit, open_track_s)
    for name, lane in found.items():
        if name in open_track_s:
            lane.tracked_s.append((open_track_s[name], lane.end_s))
        if lane.fate == "leaked":
            lane.reason = reasons.get(name, "")
    return sorted(found.values(), key=lambda lane: (lane.fate == "leaked", lane.end_s, lane.object_id))


def _note(lane: Lane, kind: str, moment: float, unit: Any, open_track_s: dict[str, float]) -> None:
    ended = lane.hit_s is not None or (lane.end_s > lane.start_s and lane.fate != "expired")
    if kind == "tracked" and not ended:
        open_track_s.setdefault(lane.object_id, moment)
    elif kind == "track_lost" and lane.object_id in open_track_s:
        lane.tracked_s.append((open_track_s.pop(lane.object_id), moment))
    elif kind in LAUNCHES:
        lane.launched_s.append(moment)
    elif kind == "miss":
        lane.missed_s.append(moment)
    if kind in FINAL_FATES and not ended:
        lane.fate, lane.end_s = FINAL_FATES[kind], moment
        if kind == "hit":
            lane.hit_s, lane.reason = moment, str(unit or "")
    elif not ended:
        lane.end_s = max(lane.end_s, moment)
