"""Policies: levers, each with a day and a price. What slips is nature's; a lever moves what it moves only partly.

A policy without levers waits. All policies are laid over the same draws of arrivals, so they differ by their levers
alone; a sanction or a supply cut is no lever but a `Cut` of the outlook that all of them face.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, Field, model_validator

from mantlet.base.errors import did_you_mean
from mantlet.base.sourced import STRICT, Number, Prose, Sourced
from mantlet.library.parts import Id, Money, Prob
from mantlet.posture.dates import DAYS_PER_MONTH, When
from mantlet.posture.draws import Array, Counts, Days, Dice, figures, whole_days
from mantlet.posture.files import Finding
from mantlet.posture.forecast import Arrivals, Outlook, inducted, ordered_days
from mantlet.posture.induction import Lead
from mantlet.posture.programme import Programme, Units

AnyMoney = Annotated[Sourced, Number("money", 0, 1e13)]


class Press(BaseModel):
    """Ask for units to come `months` earlier: it yields the share `phi` of that, never before `earliest`."""

    model_config = STRICT

    lever: Literal["press"]
    on: When
    price: AnyMoney | None = None
    programme: Id
    units: Units
    months: Annotated[float, Field(gt=0, le=240)]
    phi: Prob
    earliest: When | None = None


class First(BaseModel):
    """These places are filled first, in this order, by all that becomes ready after the day."""

    model_config = STRICT

    lever: Literal["first"]
    on: When
    price: AnyMoney | None = None
    places: Annotated[tuple[Id, ...], Field(strict=False, min_length=1)]


class Spares(BaseModel):
    """Buy spares for a fleet: what the money does most with, at the depot after `lead`."""

    model_config = STRICT

    lever: Literal["spares"]
    on: When
    spend: AnyMoney
    fleet: Id
    lead: Lead

    @property
    def key(self) -> str:
        """By what its figures are drawn. Levers of one fleet share luck, not figures."""
        return f"spares/{self.fleet}"


class Buy(BaseModel):
    """Buy as many pieces as `spend` pays for at `unit_price`, promised after `lead`: rounds, batteries, fighters.

    `brings` is a system, aircraft or stock by the name that the user of the policy gives it; a piece of it is so many
    `units` of the order `like`, as whose it is counted, slips and works up. What purchases of one day leave over buys
    more of them while there is an open place, those of the first lever first.
    """

    model_config = STRICT

    lever: Literal["buy"]
    on: When
    spend: AnyMoney
    unit_price: Money | None = None
    brings: Prose
    like: Id
    units: Annotated[int, Field(ge=1, le=1000)] = 1
    lead: Lead

    @property
    def key(self) -> str:
        """By what its figures are drawn."""
        return f"buy/{self.brings}"

    @model_validator(mode="after")
    def _counts_something(self) -> Buy:
        if self.unit_price is not None and self.unit_price.quantile(0.0) <= 0:
            raise ValueError("got a unit_price that may be zero, expected one above zero")
        return self


Lever = Annotated[Press | First | Buy | Spares, Field(discriminator="lever")]


class Policy(BaseModel):
    """What is done, and when. `wait` is a policy without levers."""

    model_config = STRICT

    id: Id
    title: Prose
    levers: Annotated[tuple[Lever, ...], Field(strict=False)] = ()


def lever_findings(
    policy: Policy, known: dict[str, Programme], fleets: Collection[str], places: Collection[str]
) -> Iterator[Finding]:
    """Levers that pull at a programme, unit, fleet or place which does not exist, or is not to be moved."""
    for index, lever in enumerate(policy.levers):
        if isinstance(lever, Press):
            yield from ((("levers", index, *place), message) for place, message in _press_findings(lever, known))
        if isinstance(lever, Buy) and lever.like not in known:
            yield ("levers", index, "like"), _no_programme(lever.like, known)
        if isinstance(lever, Spares) and lever.fleet not in fleets:
            yield ("levers", index, "fleet"), f"no fleet '{lever.fleet}'.{did_you_mean(lever.fleet, fleets)}"
        if isinstance(lever, First):
            for at, place in enumerate(lever.places):
                if place not in places:
                    yield ("levers", index, "places", at), f"no place '{place}'.{did_you_mean(place, places)}"
                elif place in lever.places[:at]:
                    yield ("levers", index, "places", at), f"'{place}' stands here twice"


def _press_findings(lever: Press, known: dict[str, Programme]) -> Iterator[Finding]:
    record = known.get(lever.programme)
    if record is None:
        yield ("programme",), _no_programme(lever.programme, known)
        return
    beyond = [unit for unit in lever.units if unit not in record.tracked]
    if beyond:
        yield ("units",), f"{record.id} has no unit {beyond[0]}"
    for unit in (unit for unit in lever.units if not beyond and not record.claims(unit)):
        if not record.promises_of(unit):
            yield ("units",), f"no day is known of unit {unit} of {record.id}: there is nothing to move"
    if len(set(lever.units)) != len(lever.units):
        yield ("units",), "names a unit twice"
    if record.stage == "dropped":
        yield ("programme",), f"{record.id} was dropped: there is nothing to move"


def _no_programme(name: str, known: Collection[str]) -> str:
    return f"no programme '{name}'.{did_you_mean(name, known)} Known: {', '.join(known)}"


def pulled(policy: Policy, came: Arrivals, dice: Dice, as_of_day: int) -> Arrivals:
    """The arrivals of one programme under a policy: the same draws, moved by its levers.

    What has come by the day of a lever, or by `as_of_day`, is not moved. Days are moved as they are without a shock to
    the supplier, which is then laid over them: what is due before it escapes it, and nothing comes within it.
    """
    due = came.hold.lifted(came.days)
    for lever in policy.levers:
        if not isinstance(lever, Press) or lever.programme != came.programme:
            continue
        since = max(lever.on.last, as_of_day)
        columns = [came.units.index(unit) for unit in lever.units if unit in came.units]
        first = since + 1 if lever.earliest is None else max(lever.earliest.first, since + 1)
        earliest = came.hold.lifted(np.full((len(due), 1), first))
        phi = yielded(lever, dice, len(due))
        due[:, columns] = pressed(due[:, columns], lever.months * phi, earliest)
    # What was reported has come, whatever is supposed of its supplier.
    return replace(came, days=np.minimum(came.days, came.hold.laid(due)))


def yielded(lever: Press, dice: Dice, count: int) -> Array:
    """The share of what is asked that a lever yields, by draw; the same for every policy that pulls it."""
    return figures(lever.phi, dice, count, f"phi/{lever.programme}")


def pressed(days: Days, earlier_month: Array, earliest_day: int | Days) -> Days:
    """Days moved earlier by so many months a draw, never before `earliest_day`, and never later than they were.

    `earliest_day` is one day, or a column of one for each draw.

    >>> pressed(np.array([[1000], [1000]]), np.array([0.0, 12.0]), 700).ravel().tolist()
    [1000, 700]
    """
    moved = days - np.rint(earlier_month * DAYS_PER_MONTH).astype(np.int64)[:, None]
    return np.minimum(days, np.maximum(moved, earliest_day))


def spent(lever: Buy | Spares, dice: Dice, draws: int) -> Array:
    """Dollars of a purchase, by draw."""
    return figures(lever.spend, dice, draws, f"{lever.key}/spend")


def bought(lever: Buy, dice: Dice, draws: int) -> Counts:
    """How many pieces a purchase brings, by draw; one where it has no unit price."""
    if lever.unit_price is None:
        return np.ones(draws, np.int64)
    spend = spent(lever, dice, draws)
    each = figures(lever.unit_price, dice, draws, f"{lever.key}/price")
    return np.floor(spend / each + 1e-9).astype(np.int64)


def delivered(lever: Buy, view: Outlook, dice: Dice, draws: int, pieces: int) -> Days:
    """The days by [draw, piece] on which so many pieces of a purchase come: they slip like those of an order."""
    due = lever.on.last + whole_days(lever.lead, dice, draws, f"{lever.key}/lead")
    return ordered_days(view, lever.like, (lever.key, lever.on.last, due), pieces, dice.seed)


def worked_up(lever: Buy, view: Outlook, came: Days, dice: Dice) -> Days:
    """The days on which pieces that came are ready: crews and sites are those of an order of their own."""
    told = view.programmes[lever.like].induction
    return came if told is None else inducted(told, f"{lever.key}/induction", came, dice)
