"""VARI-METRIC: the same depot and bases with the spread of what waits at the depot carried on to the bases."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.palm import Backorders, Floats, Shortage, backorders, holes, shortage


class Pipeline(NamedTuple):
    """Number in resupply of one base: mean and variance."""

    mean_count: Floats
    count_variance: Floats


class Missing(NamedTuple):
    """Parts missing at one base, and what their number has in common with that of another base like it."""

    mean_count: Floats
    count_variance: Floats
    common_variance: Floats


def base_pipeline(echelons: Echelons, waiting: Shortage) -> Pipeline:
    """What a base waits for, with its share of the depot's backorders: each of them is its own with that chance.

    Mean and variance are exact for Poisson demand, requests served in turn and one transport time. The same formula
    takes the backorders of modules on to the assembly they belong to (Sherbrooke's indenture).

    Source: Graves 1985, Management Science 31:1247; Sherbrooke 1986, VARI-METRIC, Operations Research 34:311.
    """
    mean = echelons.base_own_count + echelons.base_frac * waiting.first_count
    return Pipeline(mean, mean + echelons.base_frac**2 * (waiting.second_count - waiting.first_count**2))


def vari_metric(echelons: Echelons) -> Backorders:
    """Backorders of each base, their pipelines taken as negative binomials of that mean and variance."""
    found = base_pipeline(echelons, shortage(echelons.depot_mean_count, echelons.depot_stock_count))
    return backorders(found.mean_count, found.count_variance, echelons.base_stock_count)


def missing_at_one(echelons: Echelons, places_count: Floats, waiting: Shortage | None = None) -> Backorders:
    """The same where a base has so many places for the part; `waiting` at the depot, if it is known."""
    found = base_pipeline(echelons, waiting or shortage(echelons.depot_mean_count, echelons.depot_stock_count))
    return holes(found.mean_count, found.count_variance, echelons.base_stock_count, places_count)


def missing_at_bases(echelons: Echelons, places_count: Floats) -> Missing:
    """The same, and what bases have in common.

    Given the state of the depot, bases are independent. Two states, with the first three factorial moments of the
    depot's backorders, stand for all of them: the covariance of two bases is that of their means in these.

    Source: the two states are the Gauss rule of two points for those moments; its use here is ours.
    """
    waiting, stock = shortage(echelons.depot_mean_count, echelons.depot_stock_count), echelons.base_stock_count
    missing = missing_at_one(echelons, places_count, waiting)
    variance = np.maximum(waiting.second_count - waiting.first_count**2, 1e-14)
    third = waiting.third_count - 3.0 * waiting.first_count * waiting.second_count + 2.0 * waiting.first_count**3
    lean = third / variance**1.5 / 2.0
    width = np.sqrt(1.0 + lean**2)
    low, high = (waiting.first_count + np.sqrt(variance) * (lean + side * width) for side in (-1.0, 1.0))
    pipelines = [echelons.base_own_count + echelons.base_frac * np.maximum(state, 0.0) for state in (low, high)]
    scarce, short = (holes(mean, mean, stock, places_count).mean_count for mean in pipelines)
    return Missing(missing.mean_count, missing.count_variance, ((short - scarce) / (2.0 * width)) ** 2)
