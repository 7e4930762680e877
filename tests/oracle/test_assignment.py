"""Who fires at what: gain against urgency, and the optimum of a moment, in worlds small enough to count out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import EVENTS
from mantlet.engine.fights import Engine, fight, fight_logged
from mantlet.run.optimal import asks_for_optimum, best_shots, optimal_fights
from mantlet.world import World

POST = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}


def world(
    values: list[float],
    units: list[worlds.Part],
    *,
    doctrine: worlds.Part | None = None,
    raid: list[worlds.Part] | None = None,
    **parts: worlds.Part,
) -> World:
    """One object at each of some depots, which differ in value only; units on one post with one round each."""
    assets = [
        {"id": f"a{n}", "name": "A", "kind": "depot", "at": worlds.SITE, "value": v} for n, v in enumerate(values)
    ]
    groups = [{"id": f"o{n}", "target": f"a{n}"} | (raid[n] if raid else {}) for n in range(len(values))]
    placed = [{"id": f"u{n}", "post": "post", "magazine": 1} | unit for n, unit in enumerate(units)]
    rules = {"max_in_flight": 64} | (doctrine or {})
    text = worlds.scenario(groups, placed, doctrine=rules, blue={"assets": assets, "posts": [POST]})
    kinds = ("cruise", "bomber", "uav")
    flyers = {name: {"object_class": name} for name in kinds}
    missile = {"kill_prob": dict.fromkeys((*kinds, "decoy"), 0.7)} | parts.get("missile", {})
    return worlds.built(text, worlds.library(**(parts | {"missile": missile}), more={"flyers": flyers}))


def orders(made: World) -> list[tuple[str, str]]:
    """(unit, object) of every round of the first fight, in the order of launches."""
    log = worlds.told(made)
    if asks_for_optimum(made.arrays):
        _, log = fight_logged(made.arrays, made.force, 1, 0, 0, Engine(optimal_fights))
    launched = [event for event in log if EVENTS[event["kind"]] == "launched"]
    return [(made.names.unit_ids[event["unit"]], made.names.object_ids[event["object"]][:2]) for event in launched]


@pytest.mark.parametrize(("assignment", "first"), [("nearest", "o0"), ("greedy", "o1"), ("optimal", "o1")])
def test_the_only_round_goes_where_it_saves_most(assignment: str, first: str) -> None:
    late: list[worlds.Part] = [{}, {"approach": {"bearing": "0 deg", "range": "41 km"}}]
    made = world([1.0, 5.0], [{}], doctrine={"assignment": assignment}, raid=late)
    assert [thing for _, thing in orders(made)] == [first]


def test_between_equal_gains_the_more_urgent_comes_first() -> None:
    late: list[worlds.Part] = [{"approach": {"bearing": "0 deg", "range": "41 km"}}, {}]
    made = world([2.0, 2.0], [{}], doctrine={"assignment": "greedy"}, raid=late)
    assert orders(made) == [("u0", "o1")]


@pytest.mark.parametrize(("values", "rounds"), [([1, 2, 5], 4), ([3, 3, 3, 3], 6), ([10, 1, 1], 5), ([7, 4, 2, 1], 7)])
def test_greedy_is_optimal_for_identical_weapons(values: list[float], rounds: int) -> None:
    """Den Broeder, Ellison and Emerling 1959: the greatest marginal return first, against all that could be done."""
    prob = 0.7
    made = world(values, [{}] * rounds, doctrine={"assignment": "greedy"})
    outcomes = worlds.fought(made, 20_000)
    shares = itertools.product(range(rounds + 1), repeat=len(values))
    least = min(sum(v * (1 - prob) ** x for v, x in zip(values, s, strict=True)) for s in shares if sum(s) == rounds)
    given = sum(v * (1 - prob) ** x for v, x in zip(values, outcomes.shots[0], strict=True))
    assert given == pytest.approx(least, rel=1e-12)
    assert (outcomes.shots == outcomes.shots[0]).all()
    assert worlds.within((outcomes.fate == 1) @ np.array(values), least)


MIXED: list[worlds.Part] = [
    {"kill_prob": {"cruise": 0.9, "bomber": 0.8}},
    {"kill_prob": {"cruise": 0.85, "bomber": 0.1}},
]
CLASSES: list[worlds.Part] = [{"threat": "cruise"}, {"threat": "bomber"}]


@pytest.mark.parametrize(
    ("assignment", "given", "lost"),
    [
        ("greedy", {("u0", "o0"), ("u1", "o1")}, 10 * 0.1 + 9 * 0.9),
        ("optimal", {("u0", "o1"), ("u1", "o0")}, 10 * 0.15 + 9 * 0.2),
    ],
)
def test_the_optimum_sees_what_greed_does_not(assignment: str, given: set[tuple[str, str]], lost: float) -> None:
    """The better unit is the only one that can do much about the second object, though it saves less there itself."""
    made = world([10.0, 9.0], MIXED, doctrine={"assignment": assignment}, raid=CLASSES)
    assert set(orders(made)) == given
    outcomes = fight(made.arrays, made.force, 1, 0, 0, 400, Engine(optimal_fights))
    assert worlds.within((outcomes.fate == 1) @ np.array([10.0, 9.0]), lost)


def test_rounds_under_way_count_for_what_they_may_do() -> None:
    """0.9 is in the air for the dearer object: the next round saves more at the cheaper one."""
    units: list[worlds.Part] = [{"kill_prob": 0.9}, {"kill_prob": 0.9, "ready_after": "3 s"}]
    slow: worlds.Part = {"mean_speed": "2 km/s"}
    made = world([5.0, 1.0], units, doctrine={"assignment": "greedy"}, missile=slow)
    assert orders(made) == [("u0", "o0"), ("u1", "o1")]
    dear = world([5.0, 0.1], units, doctrine={"assignment": "greedy"}, missile=slow)
    assert orders(dear) == [("u0", "o0"), ("u1", "o0")]


def test_a_salvo_of_the_optimum_keeps_to_channels_and_limits() -> None:
    units: list[worlds.Part] = [{"magazine": 9, "target_channels": 2, "missile_channels": 5}]
    rules: Any = {"assignment": "optimal", "method": "salvo", "salvo": 2, "max_in_flight": 2}
    given = orders(world([4.0, 3.0, 2.0, 1.0], units, doctrine=rules, missile={"mean_speed": "900 m/s"}))
    assert given[:4] == [("u0", "o0"), ("u0", "o0"), ("u0", "o1"), ("u0", "o1")]


def first_orders(made: World) -> dict[tuple[int, int], int]:
    """Rounds by (unit, object) that the first moment with any orders gives."""
    _, log = fight_logged(made.arrays, made.force, 1, 0, 0, Engine(optimal_fights))
    given = [event for event in log if EVENTS[event["kind"]] == "assigned"]
    first = [event for event in given if event["tick"] == given[0]["tick"]]
    return Counter((int(event["unit"]), int(event["object"])) for event in first)


def left(given: Mapping[tuple[int, int], int], probs: list[float], values: list[float]) -> float:
    """Value expected to be lost after these orders; object o is the one at asset o."""
    misses = [[(1 - probs[u]) ** n for (u, o), n in given.items() if o == target] for target in range(len(values))]
    return float(sum(value * np.prod(missed) for value, missed in zip(values, misses, strict=True)))


def least_left(units: list[worlds.Part], probs: list[float], values: list[float], most: int, at_once: int) -> float:
    """The least that any orders could leave, by counting out every number of rounds of every unit at every object."""
    pairs = list(itertools.product(range(len(units)), range(len(values))))
    found = np.inf
    for rounds in itertools.product(range(most + 1), repeat=len(pairs)):
        given = dict(zip(pairs, rounds, strict=True))
        own = [[n for (v, _), n in given.items() if v == u] for u in range(len(units))]
        fits = all(
            sum(n) <= min(unit["magazine"], unit["missile_channels"])
            and sum(k > 0 for k in n) <= unit["target_channels"]
            for n, unit in zip(own, units, strict=True)
        )
        if fits and all(sum(n for (_, o), n in given.items() if o == t) <= at_once for t in range(len(values))):
            found = min(found, left(given, probs, values))
    return found


@pytest.mark.parametrize("at_once", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_the_optimum_cuts_salvos_where_that_is_best(seed: int, at_once: int) -> None:
    """Odd stocks, odd guidance channels and an odd room in flight, against everything that could be ordered."""
    luck = np.random.default_rng(seed)
    values = luck.integers(1, 10, 3).astype(float).tolist()
    probs: list[float] = luck.choice([0.3, 0.5, 0.9], 2).tolist()
    units: list[worlds.Part] = [
        {
            "kill_prob": prob,
            "magazine": int(luck.integers(1, 6)),
            "missile_channels": int(luck.integers(1, 6)),
            "target_channels": int(luck.integers(1, 4)),
        }
        for prob in probs
    ]
    rules: worlds.Part = {"method": "salvo", "salvo": 2, "max_in_flight": at_once}
    best, greedy = (
        left(first_orders(world(values, units, doctrine=rules | {"assignment": rule})), probs, values)
        for rule in ("optimal", "greedy")
    )
    assert best == pytest.approx(least_left(units, probs, values, 2, at_once), rel=2e-3)
    assert best <= greedy * 1.002


def test_three_rounds_in_salvos_of_two_all_go_where_they_save_most() -> None:
    rules: worlds.Part = {"assignment": "optimal", "method": "salvo", "salvo": 2, "max_in_flight": 2}
    given = first_orders(world([4.0, 3.9], [{"magazine": 3}], doctrine=rules))
    assert given == {(0, 0): 2, (0, 1): 1}


def test_orders_that_leave_room_for_others_are_filled_first() -> None:
    """The cheap object may not draw on the two rounds that are kept; the dear one may, but not before."""
    rules: worlds.Part = {"assignment": "optimal", "reserve": {"rounds": 2, "classes": ["bomber"]}}
    both = {"cruise": 0.7, "bomber": 0.7}
    made = world([1.0, 9.0], [{"magazine": 3}], doctrine=rules, raid=CLASSES, missile={"kill_prob": both})
    assert first_orders(made) == {(0, 0): 1, (0, 1): 1}


@pytest.mark.parametrize("seed", range(5))
def test_the_solver_finds_the_best_of_all(seed: int) -> None:
    """Every way of giving five unlike rounds to four unlike targets, or not, against the solver's."""
    luck = np.random.default_rng(seed)
    shots, targets = 5, 4
    worth, prob = luck.uniform(1.0, 9.0, targets), luck.uniform(0.05, 1.0, (shots, targets))
    prob[0, 0] = 1.0
    rows = np.kron(np.eye(shots), np.ones(targets)).astype(np.float64)
    target = np.tile(np.arange(targets), shots)
    x = best_shots(worth, target, prob.ravel(), rows, np.ones(shots), np.ones(shots * targets))
    assert set(np.unique(x)) <= {0.0, 1.0} and (rows @ x <= 1.0).all()
    lost = float((worth * np.prod((1.0 - prob) ** x.reshape(shots, targets), axis=0)).sum())
    every = itertools.product(range(targets), repeat=shots)
    least = min(
        sum(w * np.prod([1.0 - prob[i, j] for i, j in enumerate(way) if j == t]) for t, w in enumerate(worth))
        for way in every
    )
    assert lost == pytest.approx(least, rel=1e-4)


def test_without_a_solver_the_optimum_is_asked_of_greed() -> None:
    """The engine by itself knows no solver."""
    greedy, plain = (
        worlds.fought(world([10.0, 9.0], MIXED, doctrine={"assignment": name}, raid=CLASSES), 50)
        for name in ("greedy", "optimal")
    )
    assert np.array_equal(greedy.fate, plain.fate)


@pytest.mark.parametrize(
    ("order", "given"),
    [
        (["bomber", "cruise"], ["o2", "o1", "o0", "o3"]),
        (["uav"], ["o3", "o1", "o0", "o2"]),
        (["cruise"], ["o1", "o0", "o2", "o3"]),
    ],
)
def test_ranking_by_class(order: list[str], given: list[str]) -> None:
    """The order of classes; within one class, and beyond the order, that of arrival. One channel."""
    kinds = (("cruise", 41), ("cruise", 40), ("bomber", 42), ("uav", 43))
    raid: list[worlds.Part] = [
        {"threat": kind, "approach": {"bearing": "0 deg", "range": f"{range_km} km"}} for kind, range_km in kinds
    ]
    units: list[worlds.Part] = [{"magazine": 4, "target_channels": 1, "kill_prob": 1.0}]
    made = world([1.0] * 4, units, doctrine={"ranking": "class", "class_order": order}, raid=raid)
    assert [thing for _, thing in orders(made)] == given
