"""Common-mode tracking, shared luck and errors of assessment: the engine against closed forms and quadrature."""

import math

import numpy as np
import pytest

import worlds
from mantlet.physics.kernels import normal_cdf, normal_quantile
from mantlet.physics.kill import raid_outcome
from mantlet.world import Outcomes

REPLICATIONS = 20_000
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(120)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def one_salvo(objects: int, kill_prob: float, salvo: int, units: int = 1, **top: object) -> Outcomes:
    """Each unit stands at its own asset's side of the map and fires one salvo at each of its own objects."""
    doctrine = {"method": "salvo", "salvo": salvo, "max_in_flight": salvo, "max_shots": salvo}
    places = [{"lat": 30.0 + 5.0 * n, "lon": 75.0} for n in range(units)]
    sites = [{"id": f"site{n}", "name": "Site", "kind": "depot", "at": at, "value": 1} for n, at in enumerate(places)]
    text = worlds.scenario(
        [{"id": f"raid{n}", "count": objects, "target": f"site{n}"} for n in range(units)],
        [{"id": f"unit{n}", "at": at, "kill_prob": kill_prob} for n, at in enumerate(places)],
        doctrine=doctrine,
        blue={"assets": sites},
        duration="42 s",
        **top,
    )
    return worlds.fought(worlds.built(text), REPLICATIONS)


@pytest.mark.parametrize(("scope", "none", "variance"), [("raid", 0.397802, 33.869), ("object", 0.053737, 2.350)])
def test_common_mode_tracking(scope: str, none: float, variance: float) -> None:
    """20 objects, p 0.8, two shots each, track 0.9 per raid or per object."""
    outcomes = one_salvo(20, 0.8, 2, tracking={"common_prob": 0.9, "scope": scope})
    leakers = worlds.leakers(outcomes)
    expected = raid_outcome(20, 0.8, 2, track_prob=0.9, track_per_raid=scope == "raid")
    assert worlds.within(leakers, expected.leakers_mean_count)
    assert worlds.within(leakers == 0, none)
    assert worlds.variance_within(leakers, variance)
    assert worlds.within(outcomes.shots.sum(axis=1), expected.shots_mean_count)


def both_hit_prob(kill_prob: float, correlation: float) -> float:
    """Chance that two shots hit whose normal scores have this correlation: quadrature over what they share."""
    if correlation == 1.0:
        return kill_prob
    limit = normal_quantile(kill_prob)
    given = [normal_cdf((limit - math.sqrt(correlation) * z) / math.sqrt(1.0 - correlation)) for z in NODES]
    return float(WEIGHTS @ np.square(given))


@pytest.mark.parametrize(("raid", "unit"), [(0.0, 0.0), (0.2, 0.0), (0.0, 0.35), (0.15, 0.25), (0.5, 0.5)])
def test_shared_luck(raid: float, unit: float) -> None:
    """The single-shot probability stays; shots of one unit share raid + unit, shots of two units share raid."""
    objects, kill_prob = 8, 0.7
    outcomes = one_salvo(objects, kill_prob, 1, units=2, luck={"raid": raid, "unit": unit})
    hits = outcomes.fate == 0
    assert worlds.within(hits.mean(axis=1), kill_prob)
    first, second = hits[:, :objects].sum(axis=1), hits[:, objects:].sum(axis=1)
    together = both_hit_prob(kill_prob, raid + unit) - kill_prob**2
    variance = objects * kill_prob * (1 - kill_prob) + objects * (objects - 1) * together
    apart = objects**2 * (both_hit_prob(kill_prob, raid) - kill_prob**2)
    for count in (first, second):
        assert worlds.within(count, objects * kill_prob)
        assert worlds.variance_within(count, variance)
    assert worlds.within((first - first.mean()) * (second - second.mean()), apart)
    if raid + unit == 1.0:
        assert set(np.unique(first)) == {0, objects}


def duel_course(kill_prob: float, miss_called_kill: float, kill_called_miss: float, most: int) -> tuple[float, float]:
    """(chance to leak, mean shots) of one object shot at until believed dead, at most so many times."""
    alive, dead = 1.0, 0.0  # and believed to fly
    leaked = shots = 0.0
    for _ in range(most):
        shots += alive + dead
        missed = alive * (1 - kill_prob)
        leaked += missed * miss_called_kill
        dead = (dead + alive * kill_prob) * kill_called_miss
        alive = missed * (1 - miss_called_kill)
    return leaked + alive, shots


@pytest.mark.parametrize(
    ("miss_called_kill", "kill_called_miss"), [(0.0, 0.0), (0.25, 0.0), (0.0, 0.4), (0.1, 0.3), (1.0, 0.0), (0.0, 1.0)]
)
def test_errors_of_assessment(miss_called_kill: float, kill_called_miss: float) -> None:
    kill_prob, most = 0.6, 8
    text = worlds.scenario([{"count": 4}], [{"kill_prob": kill_prob}], doctrine={"max_shots": most})
    errors = {"miss_called_kill_prob": miss_called_kill, "kill_called_miss_prob": kill_called_miss}
    outcomes = worlds.fought(worlds.built(text, worlds.library(unit=errors)), 10_000)
    leak, shots = duel_course(kill_prob, miss_called_kill, kill_called_miss, most)
    assert worlds.within(worlds.leakers(outcomes) / 4, leak)
    assert worlds.within(outcomes.shots.mean(axis=1), shots)


def test_closed_forms_of_assessment() -> None:
    """With shots without limit: a call of 'kill' on a miss leaks m a / (1 - m (1 - a)); overspend is b / (1 - b)."""
    kill_prob, called = 0.6, 0.25
    missed = 1 - kill_prob
    leak, _ = duel_course(kill_prob, called, 0.0, 200)
    assert leak == pytest.approx(missed * called / (1 - missed * (1 - called)), rel=1e-12)
    _, shots = duel_course(kill_prob, 0.0, called, 200)
    assert shots == pytest.approx(1 / kill_prob + called / (1 - called), rel=1e-12)
