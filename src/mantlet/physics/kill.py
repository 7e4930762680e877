"""What shots do to a raid in closed form: barrages, kill chains, shoot-look-shoot, fire channels.

These are the sums the engines are tested against with the physics switched off.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class RaidOutcome:
    """What a raid comes to: mean and variance of leakers, the chance of none, the mean number of shots."""

    leakers_mean_count: float
    leakers_variance: float
    no_leak_prob: float
    shots_mean_count: float


def barrage_kill_prob(single_shot_prob: float, shot_count: int) -> float:
    """Chance that at least one of `shot_count` independent shots kills: 1 - (1 - p)^n.

    Leaves out shared luck and tracking; see `kill_chain_prob`.

    Source: Wilkening 1999, Science & Global Security 8:183, barrage.

    >>> round(barrage_kill_prob(0.7, 2), 12)
    0.91
    """
    _check_prob(single_shot_prob)
    if shot_count < 0:
        raise ValueError(f"got shot_count {shot_count}, expected 0 or more")
    if shot_count == 0 or single_shot_prob == 1.0:
        return float(shot_count > 0)
    return -math.expm1(shot_count * math.log1p(-single_shot_prob))


def kill_chain_prob(track_prob: float, single_shot_prob: float, shot_count: int) -> float:
    """Chance to kill one object when all its shots hang on one track: Ptrack * (1 - (1 - p)^n).

    Source: Wilkening 1999, Science & Global Security 8:183, kill-chain form.

    >>> round(kill_chain_prob(0.9, 0.8, 2), 12)
    0.864
    """
    _check_prob(track_prob)
    return track_prob * barrage_kill_prob(single_shot_prob, shot_count)


def raid_outcome(
    object_count: int, single_shot_prob: float, shot_count: int, track_prob: float = 1.0, track_per_raid: bool = False
) -> RaidOutcome:
    """Leakers of a raid met by `shot_count` shots at each tracked object.

    With `track_per_raid` one draw of the track serves the whole raid: the mean stays, the variance grows several
    times over. Otherwise each object is tracked or not by itself (binomial leakers).

    Source: derived here, in the terms of Wilkening 1999, Science & Global Security 8:183.

    >>> outcome = raid_outcome(20, 0.8, 2, track_prob=0.9, track_per_raid=True)
    >>> round(outcome.no_leak_prob, 6), round(outcome.leakers_mean_count, 6), round(outcome.leakers_variance, 3)
    (0.397802, 2.72, 33.869)
    """
    _check_prob(track_prob)
    _check_count("object_count", object_count)
    barrage = barrage_kill_prob(single_shot_prob, shot_count)
    mean = object_count * (1.0 - track_prob * barrage)
    shots = track_prob * object_count * shot_count
    if not track_per_raid:
        kill = track_prob * barrage
        return RaidOutcome(mean, object_count * kill * (1.0 - kill), kill**object_count, shots)
    leak = 1.0 - barrage
    within = track_prob * object_count * leak * barrage
    between = track_prob * (1.0 - track_prob) * (object_count * barrage) ** 2
    none = track_prob * barrage**object_count + (1.0 - track_prob) * (object_count == 0)
    return RaidOutcome(mean, within + between, none, shots)


def shared_luck_outcome(object_count: int, single_shot_prob: float, shot_count: int, shared_frac: float) -> RaidOutcome:
    """Leakers of a raid met by `shot_count` shots at each object, all of which share luck by a one-factor probit.

    A shot kills when sqrt(s) z + sqrt(1 - s) e < Phi^-1(p), with s the share, z common to all and e its own: each with
    chance p, but together. Given z shots are independent, so this is a mean over z: by Gauss-Legendre over 9 standard
    deviations, good to 1e-9 for shares up to 0.9. Leaves out that a kill spares the other rounds of a salvo.

    Source: Vasicek 1987, Probability of Loss on Loan Portfolio, KMV: the one-factor probit.

    >>> outcome = shared_luck_outcome(16, 0.7, 2, 0.3)
    >>> round(outcome.leakers_mean_count, 4), round(outcome.leakers_variance, 2), round(outcome.no_leak_prob, 3)
    (2.0503, 7.2, 0.39)
    """
    _check_prob(single_shot_prob)
    _check_prob(shared_frac)
    _check_count("object_count", object_count)
    if shared_frac == 0.0 or single_shot_prob in (0.0, 1.0):
        return raid_outcome(object_count, single_shot_prob, shot_count)
    if shared_frac == 1.0:  # one shot decides for all
        once = raid_outcome(object_count, float(shot_count > 0), 1, single_shot_prob, track_per_raid=True)
        return replace(once, shots_mean_count=float(object_count * shot_count))
    limit = statistics.NormalDist().inv_cdf(single_shot_prob)
    nodes, weights = np.polynomial.legendre.leggauss(400)
    luck = 9.0 * nodes
    weights = weights * np.exp(-(luck**2) / 2.0)
    given = (limit - math.sqrt(shared_frac) * luck) / math.sqrt(1.0 - shared_frac)
    leak = np.array([(math.erfc(x / math.sqrt(2.0)) / 2.0) ** shot_count for x in given])
    weights = weights / weights.sum()
    mean = float(weights @ leak)
    within = object_count * float(weights @ (leak * (1.0 - leak)))
    between = object_count**2 * float(weights @ (leak - mean) ** 2)
    none = float(weights @ (1.0 - leak) ** object_count)
    return RaidOutcome(object_count * mean, within + between, none, float(object_count * shot_count))


def expected_shots(single_shot_prob: float, max_shot_count: int) -> float:
    """Mean shots at one object that is shot at until killed, at most `max_shot_count` times: (1 - (1 - p)^n) / p.

    Source: the mean of a geometric distribution cut off at n.

    >>> round(expected_shots(0.7, 2), 12)
    1.3
    """
    if single_shot_prob == 0.0:
        return float(max_shot_count)
    return barrage_kill_prob(single_shot_prob, max_shot_count) / single_shot_prob


def shoot_look_shoot(object_count: int, round_count: int, single_shot_prob: float, look_count: int) -> RaidOutcome:
    """A raid met by one shot at every survivor in each look, with perfect assessment, until the magazine is empty.

    Exact dynamic programme over (survivors, rounds left). When fewer rounds than survivors are left, each goes to a
    different survivor. Cost grows with looks x rounds x objects^2.

    Source: derived here, in the terms of Wilkening 1999, Science & Global Security 8:183.

    >>> outcome = shoot_look_shoot(4, 8, 0.7, 3)
    >>> round(outcome.leakers_mean_count, 8), round(outcome.no_leak_prob, 8), round(outcome.shots_mean_count, 8)
    (0.12766356, 0.88498459, 5.5319092)
    """
    _check_prob(single_shot_prob)
    for name, count in (("object_count", object_count), ("round_count", round_count), ("look_count", look_count)):
        _check_count(name, count)
    state = np.zeros((object_count + 1, round_count + 1))
    state[object_count, round_count] = 1.0
    for _ in range(look_count):
        after = np.zeros_like(state)
        for alive, rounds in np.argwhere(state > 0.0):
            fired = min(alive, rounds)
            after[alive - fired : alive + 1, rounds - fired] += (
                state[alive, rounds] * _binomial(int(fired), single_shot_prob)[::-1]
            )
        state = after
    by_alive, by_rounds = state.sum(axis=1), state.sum(axis=0)
    alive = np.arange(object_count + 1.0)
    mean = float(alive @ by_alive)
    variance = float((alive - mean) ** 2 @ by_alive)
    spent = float((round_count - np.arange(round_count + 1.0)) @ by_rounds)
    return RaidOutcome(mean, variance, float(by_alive[0]), spent)


def erlang_b(offered_erlang: float, channel_count: int) -> float:
    """Share of Poisson arrivals that find every channel busy when none waits (an Erlang loss system).

    `offered_erlang` is arrival rate times mean time a channel is held; the form of that time does not matter.

    Source: Erlang 1917, loss formula; recursion as in Adan and Resing 2015, Queueing Systems, section 11.3.

    >>> round(erlang_b(2.0, 4), 6)
    0.095238
    """
    if not offered_erlang >= 0.0 or math.isinf(offered_erlang):
        raise ValueError(f"got offered_erlang {offered_erlang}, expected a finite number of 0 or more")
    _check_count("channel_count", channel_count)
    blocked = 1.0
    for channel in range(1, channel_count + 1):
        blocked = offered_erlang * blocked / (channel + offered_erlang * blocked)
    return blocked


def expected_value_destroyed(
    survival_prob: npt.NDArray[np.float64], value: npt.NDArray[np.float64], weapon_count: npt.NDArray[np.float64]
) -> float:
    """Expected value destroyed by an allocation of weapons to targets, shots independent.

    `survival_prob[i, j]` is the chance that target j survives one weapon of type i, `weapon_count[i, j]` how many are
    sent (fractions allowed), `value[j]` its worth: sum_j value_j * (1 - prod_i survival_ij ^ count_ij).

    Source: Bracken and McCormick 1968, Selected Applications of Nonlinear Programming, weapons assignment.

    >>> expected_value_destroyed(np.array([[0.5, 1.0]]), np.array([8.0, 3.0]), np.array([[2.0, 1.0]]))
    6.0
    """
    if np.shape(survival_prob) != np.shape(weapon_count) or np.shape(survival_prob)[1:] != np.shape(value):
        shapes = [np.shape(part) for part in (survival_prob, value, weapon_count)]
        raise ValueError(f"got shapes {shapes}, expected (i, j), (j,) and (i, j)")
    return float(value @ (1.0 - np.prod(survival_prob**weapon_count, axis=0)))


def _binomial(count: int, prob: float) -> npt.NDArray[np.float64]:
    """Probabilities of 0 to `count` successes."""
    return np.array([math.comb(count, k) * prob**k * (1.0 - prob) ** (count - k) for k in range(count + 1)])


def _check_prob(prob: float) -> None:
    if not 0.0 <= prob <= 1.0:
        raise ValueError(f"got probability {prob}, expected 0 to 1")


def _check_count(name: str, count: int) -> None:
    if count < 0:
        raise ValueError(f"got {name} {count}, expected 0 or more")
