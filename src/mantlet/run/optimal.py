"""Fights in which the orders of each moment are the best there are: the engine halfway through a tick, and a solver.

Best for what is on offer at that moment, with no thought of what comes later: a yardstick for quicker rules.
"""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from mantlet.base.errors import RunFailed
from mantlet.codes import NONE, OPTIMAL
from mantlet.engine.causes import settle
from mantlet.engine.fights import Engine
from mantlet.engine.memory import Memory
from mantlet.engine.reference import act, perceive, start
from mantlet.physics.kernels import normal_cdf
from mantlet.world import Arrays, Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Masks = NDArray[np.bool_]

GAP: Final = 1e-6  # of all value, between what a solution loses and the least that any could lose
MOST_ROUNDS: Final = 60
SURE_PROB: Final = 1.0 - 1e-9  # a certain kill as the nearest there is to one: its logarithm is finite
TANGENTS: Final = 8  # to begin with
LIGHT: Final = 16.0  # exp(-16) of a target's worth is nothing: no tangents beyond it
BETWEEN_EQUALS: Final = 1e-3  # of its worth: what the most urgent target is taken to be worth more than the least
WORTHLESS: Final = 1e-6  # of the worthiest target: what costs nothing is fired at last, not never


def asks_for_optimum(world: Arrays) -> bool:
    """Whether any unit is to be given the best orders there are."""
    return bool((world.units["assignment"] == OPTIMAL).any())


def fit_engine(world: Arrays, engine: Engine) -> Engine:
    """What fights in a world: an engine by itself, or tick by tick with a solver between the halves of a tick."""
    return Engine(optimal_fights) if asks_for_optimum(world) else engine


def optimal_fights(
    tables: Memory, state: Memory, outcomes: Memory, seed: int, draw: int, first: int, count: int
) -> None:
    """As `tick_by_tick`, with the offers of each tick thinned out to the best orders before any is given."""
    world = Arrays(**tables.tables)
    for k in range(count):
        start(tables.handle, state.handle, seed, draw, first + k)
        for _ in range(int(world.rules[0]["end_tick"]) + 1):
            perceive(tables.handle, state.handle)
            choose(world, state.tables)
            act(tables.handle, state.handle)
        settle(tables.handle, state.handle, outcomes.handle, k)


def choose(world: Arrays, state: dict[str, Records]) -> None:
    """Leave on the table the best orders to units that ask for them, with the rounds of each; take the others off."""
    pairs = state["pairs"][: state["clock"][0]["pair_count"]]
    offers = np.flatnonzero(world.units["assignment"][pairs["unit"]] == OPTIMAL)
    if len(offers) < 2:
        return
    asked = pairs[offers]
    unit, thing, slot = (asked[name] for name in ("unit", "object", "slot"))
    keys, target = np.unique(state["crews"]["picture"][unit] * len(world.objects) + thing, return_inverse=True)
    probits = world.missiles["kill_probit"][world.slots["missile"][slot], world.objects["class_code"][thing]]
    prob = np.array([normal_cdf(float(probit)) for probit in probits])
    worth = np.zeros(len(keys))
    np.maximum.at(worth, target, np.divide(-asked["rank"], prob, out=np.zeros(len(prob)), where=prob > 0.0))
    urgency = np.full(len(keys), np.inf)
    np.minimum.at(urgency, target, asked["urgency"])
    worth *= 1.0 + BETWEEN_EQUALS * (1.0 - np.unique(urgency, return_inverse=True)[1] / len(keys))
    worth = np.maximum(worth, WORTHLESS * worth.max() if worth.max() > 0.0 else 1.0)
    most = most_rounds(world, state, asked)
    of = np.repeat(np.arange(len(asked)), most)  # every number of rounds of every order is a choice of its own
    rounds: Ints = np.arange(len(of)) - np.repeat(np.cumsum(most) - most, most) + 1
    limits = gates(world, state, asked, of, rounds, target)
    taken = best_shots(worth, target[of], 1.0 - (1.0 - prob[of]) ** rounds, *limits, np.ones(len(of))) > 0.5
    pairs["unit"][np.delete(offers, of[taken])] = NONE
    given = offers[of[taken]]
    pairs["rounds"][given] = rounds[taken]
    put_in_order(world, pairs, given)


def put_in_order(world: Arrays, pairs: Records, given: Ints) -> None:
    """See that orders which fit together are all filled: first those that leave room for the rest, then by rank."""
    units = world.units[pairs["unit"][given]]
    draws_on_reserve = (units["reserve_classes"] >> world.objects["class_code"][pairs["object"][given]]) & 1
    names = ("unit", "object", "urgency", "rank")
    order = np.lexsort((*(pairs[name][given] for name in names), units["max_in_flight"], draws_on_reserve))
    pairs["rank"][given[order]] = np.sort(pairs["rank"][given])
    pairs["urgency"][given[order]] = np.arange(len(given))


def most_rounds(world: Arrays, state: dict[str, Records], pairs: Records) -> Ints:
    """The most rounds that each order could fire: a salvo, or as many as are left and allowed."""
    units, crews = world.units[pairs["unit"]], state["crews"][pairs["unit"]]
    known = state["knowledge"][crews["picture"], pairs["object"]]
    room: Ints = np.minimum(units["salvo"], units["max_in_flight"] - known["committed"])
    room = np.minimum(room, units["missile_channels"] - crews["guided"])
    room = np.minimum(room, state["stores"]["ready"][pairs["slot"]])
    limited = units["max_shots"] > 0
    return np.where(limited, np.minimum(room, units["max_shots"] - known["fired"]), room)


def gates(
    world: Arrays, state: dict[str, Records], offers: Records, of: Ints, rounds: Ints, targets: Ints
) -> tuple[Floats, Floats]:
    """What choices taken together use, and have, of channels, rounds and room under the rules, one row for each.

    A choice is an offer, `of`, and its rounds; `targets` are those of the offers.
    """
    pairs, target, ready = offers[of], targets[of], state["stores"]["ready"]
    units, crews = world.units[pairs["unit"]], state["crews"][pairs["unit"]]
    known = state["knowledge"][crews["picture"], pairs["object"]]
    found: list[tuple[Floats | Masks, float]] = []
    for u in np.unique(pairs["unit"]):
        mine = pairs["unit"] == u
        one, crew = world.units[u], state["crews"][u]
        found.append((mine, float(one["target_channels"] - crew["channels"])))
        found.append((mine * rounds, float(one["missile_channels"] - crew["guided"])))
        if one["reserve_rounds"] > 0:
            kept = world.slots["reserved"].astype(bool) & (world.slots["unit"] == u)
            may = (one["reserve_classes"] >> world.objects["class_code"][pairs["object"]]) & 1
            bound = mine * rounds * kept[pairs["slot"]] * (may == 0)
            found.append((bound, float(ready[kept].sum() - one["reserve_rounds"])))
    found += [((pairs["slot"] == slot) * rounds, float(ready[slot])) for slot in np.unique(pairs["slot"])]
    for limit, spent in (("max_in_flight", known["committed"]), ("max_shots", known["fired"])):
        for j, most in np.unique(np.stack([target, units[limit]])[:, units[limit] > 0], axis=1).T:
            here = (target == j) & (units[limit] > 0) & (units[limit] <= most)
            found.append((here * rounds, float(most - spent[here][0])))
    found += [(of == k, 1.0) for k in np.flatnonzero(np.bincount(of) > 1)]
    return np.array([row for row, _ in found], np.float64), np.maximum([room for _, room in found], 0.0)


def best_shots(
    value: Floats,
    target: Ints,
    kill_prob: Floats,
    taken_count: Floats,
    room_count: Floats,
    most: Floats,
    whole: bool = True,
) -> Floats:
    """How often to take each shot i so that least is lost: sum_j value_j prod over the shots at j of (1 - p_i)^x_i.

    `target` is the j of a shot; taken_count @ x <= room_count, 0 <= x <= most, x whole unless told otherwise. What a
    target costs is convex in what is fired at it, so it is bounded below by its tangents, and
    for whole x by its worth less what each shot would save alone: a mixed-integer linear programme, solved again with
    a tangent where it was last too low, until less than `GAP` of all value is between the two. Raises RunFailed where
    no x keeps to the room.

    Source: weapon-target assignment as in Ahuja, Kumar, Jha and Orlin 2007, Operations Research 55:1136; the tangents
    are the outer approximation of Duran and Grossmann 1986, Mathematical Programming 36:307; solved by HiGHS.
    """
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    solver = cast(Any, optimize)
    shots, targets = len(kill_prob), len(value)
    at = np.zeros((targets, shots))
    at[target, np.arange(shots)] = -np.log1p(-np.minimum(kill_prob, SURE_PROB))
    weight = value / value.max()
    cost = np.concatenate([np.zeros(shots), np.ones(targets)])
    kinds = np.concatenate([np.full(shots, float(whole)), np.zeros(targets)])
    kept = solver.LinearConstraint(np.hstack([taken_count, np.zeros((len(taken_count), targets))]), ub=room_count)
    bounds = solver.Bounds(0.0, np.concatenate([most, weight]))
    slopes: list[Floats] = [weight[:, None] * -np.expm1(-at)] if whole else []
    above: list[Floats] = [weight] if whole else []
    points = [] if whole else [np.minimum(at @ most, LIGHT) * share for share in np.linspace(0.0, 1.0, TANGENTS)]
    x: Floats = np.zeros(shots)
    for _ in range(MOST_ROUNDS):
        slopes += [(weight * np.exp(-point))[:, None] * at for point in points]
        above += [weight * np.exp(-point) * (1.0 + point) for point in points]
        lines = np.hstack([np.vstack(slopes), np.tile(np.eye(targets), (len(slopes), 1))])
        below = solver.LinearConstraint(lines, lb=np.concatenate(above))
        options = {"mip_rel_gap": GAP}
        found = solver.milp(cost, integrality=kinds, bounds=bounds, constraints=[kept, below], options=options)
        if found.x is None:
            raise RunFailed(f"no orders could be worked out: {found.message}")
        x = np.asarray(found.x[:shots], np.float64)
        x = np.round(x) if whole else x
        points = [np.minimum(at @ x, LIGHT)]
        if float((weight * np.exp(-at @ x)).sum() - found.fun) <= GAP * float(weight.sum()):
            break
    return x
