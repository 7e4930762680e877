"""But-for reruns: the same fight with one gate forced open in every unit, to see what would have helped.

What comes out is no battle that could be: rounds without end, or a reaction in no time. A cause says where a leaker was
counted; only the difference that a forced gate makes says what it was worth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mantlet.codes import ALWAYS, CLASSES, FREE, KNOWS_ALL, LAUNCHERS_NODE, NONE
from mantlet.world import Arrays, Force

Forced = tuple[Arrays, Force]

WITHOUT_END = 1_000_000  # channels
ROUNDS_PER_OBJECT = 4  # of each missile type of each unit


def forced(arrays: Arrays, force: Force, gate: str | None) -> Forced:
    """The world with a gate of CAUSES forced open in every unit that is there; unchanged without one.

    `outside` cannot be forced: what no missile can meet would need another missile, or another place.
    """
    return (arrays, force) if gate is None else FORCED[gate](arrays, force)


def _unit_down(arrays: Arrays, force: Force) -> Forced:
    arrays.units["alone_ticks"] = 0
    arrays.objects["node"] = NONE
    _stay(arrays)
    arrays.fighters["ready_tick"], arrays.fighters["turn_ticks"], arrays.fighters["base"] = 0, 0, NONE
    arrays.fighters["return_prob"], arrays.fighters["astray_prob"] = 0.0, 0.0
    ready = force._replace(
        unit_ready_tick=np.zeros_like(force.unit_ready_tick), sensor_ready_tick=np.zeros_like(force.sensor_ready_tick)
    )
    return arrays, ready


def _stay(arrays: Arrays) -> None:
    """No unit leaves its first site."""
    arrays.sites["after_shots"], arrays.sites["after_ticks"] = 0, -1


def _undetected(arrays: Arrays, force: Force) -> Forced:
    arrays.units["remote"], arrays.fighters["knows_all"] = KNOWS_ALL, 1
    return arrays, force


def _late(arrays: Arrays, force: Force) -> Forced:
    arrays.units["reaction_ticks"], arrays.units["order_ticks"] = 0, 0
    arrays.fighters["scramble_ticks"], arrays.fighters["endurance_ticks"] = 0, 0
    return arrays, force


def _held(arrays: Arrays, force: Force) -> Forced:
    units = arrays.units
    units["control"], units["alone_holds"] = FREE, 0
    units["engage_classes"] = (1 << len(CLASSES)) - 1
    units["reserve_rounds"], units["max_shots"] = 0, 0
    units["max_in_flight"], units["leaves_lower"] = WITHOUT_END, 0
    arrays.judges["decoy_prob"], arrays.judges["mistake_prob"] = 0.0, 0.0
    arrays.emitters["mode"], arrays.emitters["warning_ticks"] = ALWAYS, -1
    fighters = arrays.fighters
    fighters["engage_classes"], fighters["zone"] = (1 << len(CLASSES)) - 1, NONE
    fighters["separate"], fighters["shared"] = 0, 1
    _stay(arrays)
    return arrays, force


def _no_missile(arrays: Arrays, force: Force) -> Forced:
    """The first launcher of each missile type of a unit, and each aircraft, holds enough for everything that flies."""
    enough = ROUNDS_PER_OBJECT * max(len(arrays.objects), 1)
    rounds = force.launcher_rounds.copy()
    _, firsts = np.unique(arrays.launchers["slot"], return_index=True)
    rounds[firsts] = np.maximum(rounds[firsts], enough)
    arrays.fighters["missiles"] = np.maximum(arrays.fighters["missiles"], enough)
    aimed = arrays.objects["node"]
    aimed[(aimed >= 0) & (arrays.nodes["kind"][aimed] == LAUNCHERS_NODE)] = NONE
    return arrays, force._replace(launcher_rounds=rounds)


def _no_channel(arrays: Arrays, force: Force) -> Forced:
    arrays.units["target_channels"], arrays.units["missile_channels"] = WITHOUT_END, WITHOUT_END
    arrays.units["launch_ticks"] = 0
    return arrays, force


def _assessed_killed(arrays: Arrays, force: Force) -> Forced:
    arrays.units["miss_called_kill_prob"] = 0.0
    return arrays, force


def _missed(arrays: Arrays, force: Force) -> Forced:
    """Every round that meets what it was fired at kills it, whatever guides it."""
    probits = arrays.missiles["kill_probit"]
    probits[~np.isnan(probits)] = np.inf
    arrays.missiles["guided"] = 0
    probits = arrays.fighters["kill_probit"]
    probits[~np.isnan(probits)] = np.inf
    arrays.fighters["astray_prob"] = 0.0
    return arrays, force


FORCED: dict[str, Callable[[Arrays, Force], Forced]] = {
    "unit_down": _unit_down,
    "undetected": _undetected,
    "late": _late,
    "held": _held,
    "no_missile": _no_missile,
    "no_channel": _no_channel,
    "assessed_killed": _assessed_killed,
    "missed": _missed,
}
