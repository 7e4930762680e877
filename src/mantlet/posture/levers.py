"""Policies: levers, each with a day and a price. What slips is nature's; a lever moves what it moves only partly.

A policy without levers waits. All policies are laid over the same draws of arrivals, so they differ by their levers
alone; a sanction or a supply cut is no lever but a `Cut` of the outlook that all of them face.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, Field, model_validator

from mantlet.base.sourced import STRICT, Number, Prose, Sourced
from mantlet.library.parts import Id, Money, Prob
from mantlet.posture.dates import DAYS_PER_MONTH, When
from mantlet.posture.draws import Array, Counts, Days, figures, whole_days
from mantlet.posture.files import Finding
from mantlet.posture.forecast import Arrivals
from mantlet.posture.induction import Lead
from mantlet.posture.programme import Programme, Units

AnyMoney = Annotated[Sourced, Number("money", 0, 1e13)]


class OnOrder(BaseModel):
    """What is done `on` some day about `units` of an order. The root of levers that move deliveries."""

    model_config = STRICT

    on: When
    price: AnyMoney | None = None
    programme: Id
    units: Units


class Press(OnOrder):
    """Ask for the units to come `months` earlier: it yields the share `phi` of that, never before `earliest`."""

    lever: Literal["press"]
    months: Annotated[float, Field(gt=0, le=240)]
    phi: Prob
    earliest: When | None = None


class First(OnOrder):
    """Take the units first of the supplier's deliveries, in this order; those that stood before them move back."""

    lever: Literal["first"]


class Buy(BaseModel):
    """Buy as many pieces as `spend` pays for at `unit_price`, there after `lead`: rounds, batteries, fighters, spares.

    `brings` is a system, aircraft or stock by the name that the user of the policy gives it.
    """

    model_config = STRICT

    lever: Literal["buy"]
    on: When
    spend: AnyMoney
    unit_price: Money | None = None
    brings: Prose
    lead: Lead

    @model_validator(mode="after")
    def _counts_something(self) -> Buy:
        if self.unit_price is not None and self.unit_price.quantile(0.0) <= 0:
            raise ValueError("got a unit_price that may be zero, expected one above zero")
        return self


Lever = Annotated[Press | First | Buy, Field(discriminator="lever")]


class Policy(BaseModel):
    """What is done, and when. `wait` is a policy without levers."""

    model_config = STRICT

    id: Id
    title: Prose
    levers: Annotated[tuple[Lever, ...], Field(strict=False)] = ()


def findings(policy: Policy, known: dict[str, Programme]) -> Iterator[Finding]:
    """Levers that pull at a programme or unit which does not exist, or is not to be moved."""
    for index, lever in enumerate(policy.levers):
        if isinstance(lever, Buy):
            continue
        record = known.get(lever.programme)
        if record is None:
            yield ("levers", index, "programme"), f"no programme '{lever.programme}'. Known: {', '.join(known)}"
            continue
        beyond = [unit for unit in lever.units if unit not in record.tracked]
        if beyond:
            yield ("levers", index, "units"), f"{record.id} has no unit {beyond[0]}"
        if record.stage == "dropped":
            yield ("levers", index, "programme"), f"{record.id} was dropped: there is nothing to move"


def pulled(policy: Policy, came: Arrivals, seed: int, as_of_day: int) -> Arrivals:
    """The arrivals of one programme under a policy: the same draws, moved by its levers.

    What has come by the day of a lever, or by `as_of_day`, is not moved.
    """
    days = came.days.copy()
    for lever in policy.levers:
        if isinstance(lever, Buy) or lever.programme != came.programme:
            continue
        since = max(lever.on.last, as_of_day)
        columns = [came.units.index(unit) for unit in lever.units if unit in came.units]
        if isinstance(lever, Press):
            earliest = since + 1 if lever.earliest is None else max(lever.earliest.first, since + 1)
            phi = yielded(lever, seed, len(days))
            days[:, columns] = pressed(days[:, columns], lever.months * phi, earliest)
        else:
            days = put_first(days, columns, since)
    return Arrivals(came.programme, came.units, days, came.unknown)


def yielded(lever: Press, seed: int, count: int) -> Array:
    """The share of what is asked that a lever yields, by draw; the same for every policy that pulls it."""
    return figures(lever.phi, seed, count, f"phi/{lever.programme}")


def pressed(days: Days, earlier_month: Array, earliest_day: int) -> Days:
    """Days moved earlier by so many months a draw, never before `earliest_day`, and never later than they were.

    >>> pressed(np.array([[1000], [1000]]), np.array([0.0, 12.0]), 700).ravel().tolist()
    [1000, 700]
    """
    moved = days - np.rint(earlier_month * DAYS_PER_MONTH).astype(np.int64)[:, None]
    return np.minimum(days, np.maximum(moved, earliest_day))


def put_first(days: Days, columns: list[int], since_day: int) -> Days:
    """The open days of each draw dealt out anew, the named columns served first and in their order.

    >>> put_first(np.array([[10, 20, 30]]), [2], 0).tolist()
    [[20, 30, 10]]
    """
    order = [*columns, *(column for column in range(days.shape[1]) if column not in columns)]
    dealt = days.copy()
    for draw, row in enumerate(days):
        still = [column for column in order if row[column] > since_day]
        dealt[draw, still] = np.sort(row[still])
    return dealt


def bought(lever: Buy, seed: int, draws: int) -> tuple[Counts, Days]:
    """How many pieces a purchase brings and the day they are there, by draw; one piece where it has no unit price.

    The count follows from prices, the day from the lead: both as far open as their sources leave them.
    """
    key = f"buy/{lever.brings}"
    there = lever.on.last + whole_days(lever.lead, seed, draws, f"{key}/lead")
    if lever.unit_price is None:
        return np.ones(draws, np.int64), there
    spend = figures(lever.spend, seed, draws, f"{key}/spend")
    each = figures(lever.unit_price, seed, draws, f"{key}/price")
    return np.floor(spend / each + 1e-9).astype(np.int64), there
