"""One fight, object by object: when each was tracked, shot at and hit, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mantlet.codes import CAUSES, FATES, KILLED, LEAKED
from mantlet.world import Outcomes, World

_ORDER = {"leaked": 0, "killed": 1}


@dataclass
class Lane:
    """What happened to one object: moments in seconds, and how it ended.

    `reason` is the unit that killed it, the cause of the leak, or which way it was aborted.
    """

    object_id: str
    object_class: str
    start_s: float
    end_s: float
    fate: str
    reason: str = ""
    tracked_s: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    launched_s: list[float] = field(default_factory=list[float])
    missed_s: list[float] = field(default_factory=list[float])


def ended(world: World, outcomes: Outcomes, tick_s: float) -> list[Lane]:
    """A bare lane for every object of the first replication in `outcomes`, in the order of the world."""
    found: list[Lane] = []
    names = world.names
    for o, name in enumerate(names.object_ids):
        fate, cause, unit = (int(part[0, o]) for part in (outcomes.fate, outcomes.cause, outcomes.unit))
        reason = ""
        if fate == KILLED and unit >= 0:
            reason = names.unit_ids[unit]
        elif fate == LEAKED and cause >= 0:
            reason = CAUSES[cause]
        start_s = float(world.arrays.objects["start_tick"][o]) * tick_s
        end_s = max(float(outcomes.tick[0, o]) * tick_s, start_s)
        found.append(Lane(name, names.object_classes[o], start_s, end_s, FATES[fate], reason))
    return found


def place_at_end(world: World, outcomes: Outcomes, o: int) -> float:
    """Share of its path an object of the first replication had flown when it ended, 0 to 1."""
    flyer = world.arrays.objects[o]
    flown = int(outcomes.tick[0, o]) - int(flyer["start_tick"])
    return float(np.clip(flown / max(int(flyer["end_tick"]) - int(flyer["start_tick"]), 1), 0.0, 1.0))


def filled(lanes: Sequence[Lane], events: Any) -> list[Lane]:
    """The lanes with their moments: leakers, then kills, then the rest, each by the moment they ended.

    `events` is the table of the fight. A track is held from the first radar that confirms it to the last that loses
    it, or to the end of the object: what falls may be held a while longer.
    """
    by_name = {lane.object_id: lane for lane in lanes}
    holders: dict[str, set[str]] = {}
    appeared: set[str] = set()
    since_s: dict[str, float] = {}
    for moment, kind, name, sensor in columns(events, "time_s", "kind", "object_id", "sensor_id"):
        lane = by_name.get(name)
        if lane is None:
            continue
        if kind == "appeared":
            appeared.add(name)
        elif kind == "tracked":
            since_s.setdefault(name, moment)
            holders.setdefault(name, set()).add(sensor)
        elif kind == "track_lost":
            holders.get(name, set()).discard(sensor)
            if name in since_s and not holders[name]:
                lane.tracked_s.append((since_s.pop(name), moment))
        elif kind == "launched":
            lane.launched_s.append(moment)
        elif kind == "miss":
            lane.missed_s.append(moment)
    for name, moment in since_s.items():
        by_name[name].tracked_s.append((moment, by_name[name].end_s))
    for lane in lanes:
        lane.tracked_s = [(first, min(last, lane.end_s)) for first, last in lane.tracked_s if first <= lane.end_s]
        if lane.fate == "aborted":
            lane.reason = "gave up" if lane.object_id in appeared else "never left"
    return sorted(lanes, key=lambda lane: (_ORDER.get(lane.fate, 2), lane.end_s, lane.object_id))


def columns(table: Any, *names: str) -> Iterator[tuple[Any, ...]]:
    """Rows of some columns of an Arrow table, as plain values."""
    return zip(*(_plain(table.column(name).combine_chunks()) for name in names), strict=True)


def _plain(column: Any) -> list[Any]:
    """A column as plain values; words are looked up once each, which is ten times as quick for a long fight."""
    if not hasattr(column, "dictionary"):
        return column.to_pylist()
    words = [*column.dictionary.to_pylist(), None]  # the last, at -1, stands for what is not there
    places = np.nan_to_num(column.indices.to_numpy(zero_copy_only=False), nan=-1.0).astype(np.int64)
    return [words[place] for place in places.tolist()]
