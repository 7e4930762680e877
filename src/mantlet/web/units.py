"""How busy each fire unit was: its rounds under way, its channels and what it had left, moment by moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from mantlet.report.fight import columns
from mantlet.run.arrow import Table
from mantlet.world import World

Step = tuple[float, int]  # from this moment on, so many
_CLOSES = frozenset({"assessed_killed", "assessed_missed", "called_off"})


class Shot(NamedTuple):
    """A round from its launch to where it met its target, or should have."""

    unit: str
    target: str
    missile: str
    start_s: float
    end_s: float
    hit: bool


def shots_of(events: Table, tick_s: float) -> list[Shot]:
    """Every round that left; the event of its launch says when it meets its target."""
    rows = columns(events, "time_s", "kind", "unit_id", "object_id", "missile_id", "value")
    launched: list[tuple[str, str, str, float, float]] = []
    hits: set[tuple[str, str, int]] = set()
    for moment, kind, unit, target, missile, value in rows:
        if kind == "launched":
            launched.append((unit, target, missile, moment, value * tick_s))
        elif kind == "hit":
            hits.add((unit, target, round(moment / tick_s)))
    found: list[Shot] = []
    for unit, target, missile, start_s, end_s in launched:
        key = (unit, target, round(end_s / tick_s))
        found.append(Shot(unit, target, missile, start_s, end_s, key in hits))
        hits.discard(key)
    return found


class Deed(NamedTuple):
    """Something that a unit did or that came of it: when, what, about which object, with what, and how many."""

    moment_s: float
    kind: str
    target: str | None
    missile: str | None
    value: float | None


def deeds_of(events: Table) -> dict[str, list[Deed]]:
    """What each unit did, in order."""
    found: dict[str, list[Deed]] = {}
    for unit, *deed in columns(events, "unit_id", "time_s", "kind", "object_id", "missile_id", "value"):
        if unit is not None:
            found.setdefault(unit, []).append(Deed(*deed))
    return found


def engagements(deeds: Sequence[Deed]) -> list[tuple[str, float, float | None]]:
    """What a unit was engaged with, from when until when: from the order to the look after its last round."""
    since: dict[str, float] = {}
    found: list[tuple[str, float, float | None]] = []
    for deed in deeds:
        if deed.kind == "assigned" and deed.target is not None:
            since.setdefault(deed.target, deed.moment_s)
        elif deed.kind in _CLOSES and deed.target in since:
            found.append((deed.target, since.pop(deed.target), deed.moment_s))
    return [*found, *((target, moment, None) for target, moment in since.items())]


def channels_busy(deeds: Sequence[Deed]) -> list[Step]:
    """How many targets a unit has under engagement."""
    changes: list[tuple[float, int]] = []
    for _, first, last in engagements(deeds):
        changes += [(first, 1)] if last is None else [(first, 1), (last, -1)]
    return _steps(0, changes)


def rounds_guided(deeds: Sequence[Deed]) -> list[Step]:
    """How many rounds a unit has ordered that have neither met their target nor been called off."""
    changes = {"assigned": 1, "hit": -1, "miss": -1, "astray": -1}
    found = [(deed.moment_s, changes[deed.kind]) for deed in deeds if deed.kind in changes]
    return _steps(0, [*found, *((moment, -count) for moment, count in _called_off(deeds))])


def rounds_left(world: World, u: int, deeds: Sequence[Deed]) -> list[Step]:
    """Rounds that a unit has, on its launchers and behind them."""
    stock = int(world.force.slot_stock[world.arrays.slots["unit"] == u].sum())
    slots = np.flatnonzero(world.arrays.slots["unit"] == u).tolist()
    return _steps(_loaded(world, slots) + stock, [(one.moment_s, -1) for one in deeds if one.kind == "launched"])


def rounds_behind(world: World, slots: Sequence[int], deeds: Sequence[Deed]) -> list[Step]:
    """Rounds of some slots of a unit that lie behind its launchers, not loaded."""
    kinds = {world.names.missile_ids[int(world.arrays.slots[slot]["missile"])] for slot in slots}
    loads = [deed for deed in deeds if deed.kind == "reload_done" and deed.missile in kinds]
    stock = int(world.force.slot_stock[list(slots)].sum())
    return _steps(stock, [(deed.moment_s, -round(deed.value or 0)) for deed in loads])


def rounds_ready(world: World, slots: Sequence[int], deeds: Sequence[Deed]) -> list[Step]:
    """Rounds of some slots of a unit that could be ordered: on a launcher, and not spoken for."""
    kinds = {world.names.missile_ids[int(world.arrays.slots[slot]["missile"])] for slot in slots}
    own = [deed for deed in deeds if deed.missile in kinds]
    changes = [(deed.moment_s, -1) for deed in own if deed.kind == "assigned"]
    changes += [(deed.moment_s, round(deed.value or 0)) for deed in own if deed.kind == "reload_done"]
    return _steps(_loaded(world, slots), [*changes, *_called_off(own)])


def _loaded(world: World, slots: Sequence[int]) -> int:
    """Rounds on the launchers of some slots at the start."""
    return int(world.force.launcher_rounds[np.isin(world.arrays.launchers["slot"], slots)].sum())


def _called_off(deeds: Sequence[Deed]) -> list[tuple[float, int]]:
    return [(deed.moment_s, round(deed.value or 0)) for deed in deeds if deed.kind == "called_off"]


def _steps(first: int, changes: Sequence[tuple[float, int]]) -> list[Step]:
    """A count over time, from what it is at the start and how it changes."""
    by_moment: dict[float, int] = {0.0: first}
    for moment, change in sorted(changes):
        by_moment[moment] = by_moment.get(moment, 0) + change
    return list(zip(by_moment, accumulate(by_moment.values()), strict=True))


def count_at(steps: Sequence[Step], moment_s: float) -> int:
    """What a count over time was at a moment.

    >>> count_at([(0.0, 4), (10.0, 3)], 10.0)
    3
    """
    return next(count for moment, count in reversed(steps) if moment <= moment_s)


def unit_courses(world: World, deeds: Mapping[str, Sequence[Deed]]) -> list[dict[str, Any]]:
    """Each fire unit with its channels and rounds over the raid, and how far its missiles reach in this draw."""
    slots, missiles = world.arrays.slots, world.arrays.missiles
    found: list[dict[str, Any]] = []
    for u, record in enumerate(world.arrays.units):
        name = world.names.unit_ids[u]
        ours, own = np.flatnonzero(slots["unit"] == u).tolist(), deeds.get(name, ())
        kinds = slots[ours]["missile"].tolist()
        found.append(
            {
                "id": name,
                "channels": int(record["target_channels"]),
                "busy": channels_busy(own),
                "rounds": rounds_left(world, u, own),
                "ready": rounds_ready(world, ours, own),
                "behind": rounds_behind(world, ours, own),
                "reach_m": float(np.max(missiles[kinds]["max_range_m"], initial=0.0)),
                "missiles": [world.names.missile_ids[kind] for kind in kinds],
            }
        )
    return found
