"""How many are fit: counts over a fleet, over a part of it, and over what maintenance leaves of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.posture.supply.palm import Floats


def exchangeable(total_count: Floats, one_prob: Floats, pair_prob: Floats) -> Floats:
    """Chances of 0, 1, ... fit of so many, from the chance of one and of two at once: rows as given, columns counts.

    A beta-binomial has both right; with `pair_prob` the square of `one_prob` it is the binomial. What two of them share
    can only widen it: a lesser chance of two is taken as the square.

    Source: Skellam 1948, Journal of the Royal Statistical Society B 10:257.

    >>> exchangeable(np.array([2.0]), np.array([0.5]), np.array([0.25])).round(6).tolist()
    [[0.25, 0.5, 0.25]]
    >>> exchangeable(np.array([2.0]), np.array([0.5]), np.array([0.4])).round(6).tolist()
    [[0.4, 0.2, 0.4]]
    """
    fit = np.clip(one_prob, 1e-12, 1.0 - 1e-12)[:, None]
    shared = np.clip((pair_prob[:, None] - fit**2) / (fit * (1.0 - fit)), 0.0, 1.0 - 1e-9)
    pull = shared / (1.0 - shared)
    n, k = total_count[:, None], np.arange(int(np.max(total_count)))
    inside = k < n
    grows = np.where(inside, (n - k) * (k * pull + fit), 1.0)
    shrinks = np.where(inside, (k + 1.0) * ((n - k - 1.0) * pull + 1.0 - fit), 1.0)
    logs = np.zeros((len(n), k.size + 1))
    logs[:, 1:] = np.cumsum(np.log(grows) - np.log(shrinks), axis=1)
    logs[:, 1:][~inside] = -np.inf
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def after_maintenance(lacking_prob: Floats, total_count: Floats, in_hand_prob: float) -> Floats:
    """Chances of 0, 1, ... fit where so many lack parts (columns) and each other one is in hand with this chance."""
    left: NDArray[np.int64] = (total_count[:, None] - np.arange(lacking_prob.shape[1], dtype=np.float64)).astype(
        np.int64
    )
    possible = left >= 0
    least = int(np.min(left[possible]))
    whole = np.zeros((len(lacking_prob), int(np.max(left)) - least + 1))
    whole[np.nonzero(possible)[0], left[possible] - least] = lacking_prob[possible]
    every = least + np.arange(whole.shape[1], dtype=np.float64)
    prob = np.full(every.size, in_hand_prob)
    return whole @ exchangeable(every, prob, prob**2)


def count_at(fit_prob: Floats, share: float) -> NDArray[np.int64]:
    """The least count that this share of all outcomes does not pass, of each row: with a uniform share, a count drawn.

    >>> [int(count_at(np.array([0.2, 0.5, 0.3]), share)) for share in (0.1, 0.5, 0.9)]
    [0, 1, 2]
    """
    below: NDArray[np.bool_] = np.cumsum(fit_prob, axis=-1) < share
    return np.minimum(below.sum(axis=-1), fit_prob.shape[-1] - 1)


def among(fit_prob: Floats, total_count: int, some_count: int) -> Floats:
    """Chances of 0, 1, ... fit among so many of the fleet, any of which may be the fit ones.

    >>> among(np.array([0.0, 1.0, 0.0]), 2, 1).round(6).tolist()
    [0.5, 0.5]
    """
    from scipy import special  # pyright: ignore[reportMissingTypeStubs]

    functions: Any = special
    fit, k = np.arange(total_count + 1)[:, None], np.arange(some_count + 1)
    ways = functions.binom(fit, k) * functions.binom(total_count - fit, some_count - k)
    possible = (k <= fit) & (some_count - k <= total_count - fit)
    share = np.where(possible, ways / functions.binom(total_count, some_count), 0.0)
    return fit_prob[..., : total_count + 1] @ share
