"""What the money of a policy buys: whole pieces of each purchase, then more of them from what is left over."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from mantlet.posture.draws import Array, Counts, Dice, figures
from mantlet.posture.levers import Buy, Policy, bought, spent
from mantlet.posture.months.file import Posture

_NO_LIMIT: Final = 10**9  # rounds have a store, not a place


class Purchases(NamedTuple):
    """Pieces of each purchase in the order of the file, dollars spent on them, and dollars left over, by draw."""

    counts: tuple[Counts, ...]
    spent_usd: Array
    left_usd: Array


def purchases(posture: Posture, policy: Policy, dice: Dice, draws: int) -> Purchases:
    """Each purchase takes the whole pieces that its own money pays for. What purchases of one day leave over then buys
    more, in the order of the file, of what still has an open place; one without a unit price leaves nothing.
    """
    buys = [lever for lever in policy.levers if isinstance(lever, Buy)]
    counts = [bought(lever, dice, draws) for lever in buys]
    money, left = np.zeros(draws), {lever.on.last: np.zeros(draws) for lever in buys}
    prices: list[Array | None] = []
    for lever, count in zip(buys, counts, strict=True):
        given = spent(lever, dice, draws)
        money += given
        each = None if lever.unit_price is None else figures(lever.unit_price, dice, draws, f"{lever.key}/price")
        prices.append(each)
        if each is not None:
            left[lever.on.last] += np.maximum(given - count * each, 0.0)
    for at, (lever, each) in enumerate(zip(buys, prices, strict=True)):
        if each is None:
            continue
        held = sum(count for one, count in zip(buys, counts, strict=True) if one.brings == lever.brings)
        pays = np.floor(left[lever.on.last] / each + 1e-9).astype(np.int64)
        more = np.minimum(pays, np.maximum(_room(posture, lever) - held, 0))
        counts[at] = counts[at] + more
        left[lever.on.last] = np.maximum(left[lever.on.last] - more * each, 0.0)
    over = sum(left.values(), np.zeros(draws))
    return Purchases(tuple(counts), money - over, over)


def brings_rounds(posture: Posture, lever: Buy) -> bool:
    """Whether a purchase is of rounds, which need no place."""
    return posture.rounds is not None and lever.brings == posture.rounds.bought_as


def _room(posture: Posture, lever: Buy) -> int:
    """How many pieces of a purchase have a place that is not filled from the start."""
    if brings_rounds(posture, lever):
        return _NO_LIMIT
    return sum(place.takes == lever.brings and not place.stands for place in posture.places)
