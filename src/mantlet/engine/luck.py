"""Luck that shots share: one normal for the day, one for the raid on each side's defence, one for each unit.

A shot kills when sqrt(day) z_day + sqrt(raid) z_raid + sqrt(unit) z_unit + sqrt(1 - day - raid - unit) z_shot lies
below the normal quantile of its kill probability. The sum is standard normal whatever the shares, so that probability
holds. Vasicek 1987 has the distribution of such counts (KMV, Probability of loss on loan portfolio).
"""

from __future__ import annotations

import math

import numpy as np

from mantlet.engine.draws import LUCK_DAY, LUCK_RAID, LUCK_UNIT, NOBODY, normal, pair_key
from mantlet.engine.memory import Handle
from mantlet.engine.state import clock_of, crews_of
from mantlet.engine.tables import rules_of, units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def shared_luck(world: Handle, state: Handle, key: np.uint64, side_key: np.uint64) -> float:
    """What all shots of one unit or flight have in common in this fight; 0 where nothing is shared.

    The day is the same for the defences of both sides, the raid for all of one side.
    """
    rules, fight = rules_of(world)[0], clock_of(state)[0].fight
    luck = 0.0
    if rules.luck_raid > 0.0:
        luck += math.sqrt(rules.luck_raid) * normal(fight, pair_key(LUCK_RAID, NOBODY, side_key), 0)
    if rules.luck_unit > 0.0:
        luck += math.sqrt(rules.luck_unit) * normal(fight, pair_key(LUCK_UNIT, key, NOBODY), 0)
    if rules.luck_day > 0.0:
        luck += math.sqrt(rules.luck_day) * normal(fight, pair_key(LUCK_DAY, NOBODY, NOBODY), 0)
    return luck


@inlined
def common_luck(world: Handle, state: Handle) -> None:
    """Before the first tick: what the shots of each unit share."""
    units = units_of(world)
    for u in range(len(units)):
        crews_of(state)[u].luck = shared_luck(world, state, units[u].key, units[u].side_key)


@inlined
def shot_score(world: Handle, state: Handle, luck: float, pair: np.uint64, ordinal: int) -> float:
    """Standard normal score of one shot: shared luck and its own. It kills below the quantile of its probability."""
    rules = rules_of(world)[0]
    own = math.sqrt(max(1.0 - rules.luck_raid - rules.luck_unit - rules.luck_day, 0.0))
    return luck + own * normal(clock_of(state)[0].fight, pair, ordinal)
