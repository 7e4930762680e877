"""When the units of an order come, draw by draw. All policies face the same slips, and each draw stands by itself.

What has come is taken from its reports, conflicting ones whole; what is promised from the delay model, given that it
had not come by the last day that is known; what is neither is unknown and left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from mantlet.posture.dates import DAYS_PER_MONTH, Span
from mantlet.posture.delay import Case, Drawn, Fit, case_of, fit, shocked, unshocked
from mantlet.posture.draws import Array, Days, Dice, day_within, shares, whole, whole_days
from mantlet.posture.files import Laid, laid
from mantlet.posture.induction import Induction, ready_days, site_days
from mantlet.posture.nature import Cut, Shock, known_on, recorded
from mantlet.posture.programme import Programme, programmes

NEVER = 3_000_000  # a day that does not come

_MOST_MONTHS = 1200.0
# Shocks in a supplier's future come as in its past: one more than the record has, in ten years more than it spans.
_ONE_MORE, _YEARS_MORE = 1.0, 10.0


@dataclass(frozen=True)
class Outlook:
    """What was known on `day`, and the model fitted to it: all that a forecast of any programme needs."""

    day: int
    programmes: dict[str, Programme]
    shocks: tuple[Shock, ...]
    fit: Fit
    cuts: tuple[Cut, ...] = ()

    def shock_rate_per_year(self, supplier: str) -> tuple[float, float]:
        """Shape and rate of what is known of a supplier's shocks: a gamma distribution."""
        signed = [record.signature.date.first for record in self.programmes.values() if record.signature is not None]
        years = (self.day - min(signed, default=self.day)) / 365.2425
        met = sum(supplier in shock.suppliers for shock in self.shocks)
        return _ONE_MORE + met, _YEARS_MORE + years


@dataclass(frozen=True)
class Hold:
    """A shock to a supplier: nothing that is due after `day` comes by the day `over`. All are columns, [draw, 1].

    `since` is the day from which it counts, where it began before that is known: what came by then did not wait.
    """

    day: Days
    since: Days
    over: Days

    def laid(self, due: Days) -> Days:
        """When what is due on these days by [draw, unit] comes: the time that is left of the shock later."""
        late = np.maximum(due, self.since + 1) + self.over - self.since
        return np.where(due > self.day, late, due)

    def lifted(self, days: Days) -> Days:
        """When it would be due that comes on these days; within the shock the clock stands."""
        return np.where(days > self.day, np.maximum(days - self.over, 1) + self.since, days)


UNHELD = Hold(*[np.full((1, 1), NEVER)] * 3)


@dataclass(frozen=True)
class Arrivals:
    """Days on which units come: `days` by draw and unit; `unknown` are the units of which nothing is promised.

    `hold` is what has been laid over them.
    """

    programme: str
    units: tuple[int, ...]
    days: Days
    unknown: tuple[int, ...]
    hold: Hold = UNHELD

    def of(self, unit: int) -> Days:
        """The days of one unit over the draws."""
        return self.days[:, self.units.index(unit)]


def outlook(
    day: int, programmes: Iterable[Programme], shocks: tuple[Shock, ...], cuts: tuple[Cut, ...] = ()
) -> Outlook:
    """Stands on a day: only what had been said by then is read, and the model is fitted to that."""
    known = {record.id: record.known_on(day) for record in programmes}
    seen = known_on(shocks, day)
    return Outlook(day, known, seen, fit(known.values(), seen), cuts)


def bundled_outlook(day: int) -> Outlook:
    """By the orders and shocks known: what takes longest of a forecast, and is asked for again and again."""
    return _outlook(day, laid())


@cache
def _outlook(day: int, _: Laid) -> Outlook:
    return outlook(day, programmes().values(), recorded())


def arrivals(view: Outlook, name: str, seed: int, count: int, *, leave_out: bool = False) -> Arrivals:
    """Draws 0 to `count - 1` of when each unit of a programme comes, as seen from the day of the outlook.

    `leave_out` forecasts it as if its own record of slips were not known. Where units come in order, those of one
    promise are sorted, since the first of them is the first to come, and none comes before the one ahead of it.
    """
    record = view.programmes[name]
    drawn = view.fit.draw(name, seed, count, leave_out=leave_out)
    hold = _hold(view, record.supplier, drawn, seed, view.day)
    found: dict[int, Days] = {}
    alike: dict[tuple[Span, Span], list[int]] = {}
    for unit in record.tracked:
        if record.claims(unit):
            found[unit] = _reported(record.claims(unit), f"{name}/{unit}", seed, count)
            continue
        promises = record.promises_of(unit)
        if promises:
            base = _promised(view, record, unit, drawn, _luck(name, unit, seed, count))
            found[unit] = hold.laid(base[:, None])[:, 0]
            alike.setdefault((promises[-1].asserted, promises[-1].by), []).append(len(found) - 1)
    units = tuple(found)
    days = np.column_stack(list(found.values())) if found else np.empty((count, 0), np.int64)
    if record.in_sequence and units:
        for columns in alike.values():
            days[:, columns] = np.sort(days[:, columns], axis=1)
        days = np.maximum.accumulate(days, axis=1)
    return Arrivals(name, units, days, tuple(unit for unit in record.tracked if unit not in found), hold)


def ready(record: Programme, came: Arrivals, dice: Dice) -> Days:
    """Days on which the units that come are ready, by draw and unit: as reported, or after their induction.

    Where the order says nothing of either, what has come is ready.
    """
    found = came.days.copy()
    if record.induction is not None:
        found = inducted(record.induction, f"induction/{record.id}", came.days, dice)
    for column, unit in enumerate(came.units):
        claims = tuple(entry.date for entry in record.ready if unit in entry.units)
        if claims:
            seen = _reported(claims, f"ready/{record.id}/{unit}", dice.seed, len(found))
            found[:, column] = np.maximum(seen, came.days[:, column])
    return found


def inducted(told: Induction, key: str, came: Days, dice: Dice) -> Days:
    """Days by [draw, unit] on which what came is ready by crews and sites; `key` is what their figures are drawn by.

    Sites beyond those that stand are built one by one from the first arrival on.
    """
    count, units = came.shape
    lead = whole_days(told.lead, dice, count, f"{key}/lead")
    at_once = None if told.at_once is None else whole(told.at_once, dice, count, f"{key}/at_once")
    found = np.empty_like(came)
    sites: list[Days] | None = None
    if told.sites_ready is not None and told.site_time is not None and units:
        stand = whole(told.sites_ready, dice, count, f"{key}/sites_ready").tolist()
        each = whole_days(told.site_time, dice, count, f"{key}/site_time").tolist()
        begun = came.min(axis=1).tolist()
        sites = [site_days(units, *one) for one in zip(begun, stand, each, strict=True)]
    for draw, row in enumerate(came):
        crews = None if at_once is None else int(at_once[draw])
        found[draw] = ready_days(row, int(lead[draw]), crews, None if sites is None else sites[draw])
    return found


def ordered_days(view: Outlook, like: str, order: tuple[str, int, Days], units: int, seed: int) -> Days:
    """Days by [draw, unit] on which units come that are ordered later.

    `order` is its name, the day on which it is made, and the day by draw for which all of its units are promised.

    They slip as those of the programme `like` would, in the same draws: by its record, if it has one, with units of one
    order slipping alike, and held up by the same shocks to its supplier, by what is left of one that began before.
    """
    name, on, due = order
    count = len(due)
    drawn = view.fit.draw(like, seed, count)
    due_month = (due - on) / DAYS_PER_MONTH
    case = Case(like, 0, (due_month - 1 / DAYS_PER_MONTH, due_month), (), max(view.day - on, 0) / DAYS_PER_MONTH, ())
    month = [come_month(case, drawn, _luck(name, unit, seed, count)) for unit in range(1, units + 1)]
    days = on + np.maximum(np.ceil(np.array(month).reshape(units, count).T * DAYS_PER_MONTH), 1.0).astype(np.int64)
    hold = _hold(view, view.programmes[like].supplier, drawn, seed, max(view.day, on))
    return np.sort(hold.laid(days), axis=1)


def plan_days(view: Outlook, order: str, part: int, plan: tuple[Span, Span], by: tuple[int, int]) -> Days:
    """When something `(said, on)` happens that no programme stands behind: it slips like a programme without a record.

    `order` is what it is part of, and parts of one order slip alike; `by` are seed and count. Shocks are left out.
    """
    (said, on), (seed, count) = plan, by
    due = max(on.first - 1 - said.last, 0) / DAYS_PER_MONTH, max(on.last - said.last, 0) / DAYS_PER_MONTH
    case = Case(order, part, due, (), max(view.day - said.last, 0) / DAYS_PER_MONTH, ())
    month = come_month(case, view.fit.draw(order, seed, count), _luck(order, part, seed, count))
    return said.last + np.maximum(np.ceil(month * DAYS_PER_MONTH), 1.0).astype(np.int64)


def coming_shocks(view: Outlook, supplier: str, drawn: Drawn, seed: int) -> tuple[Days, Array]:
    """By draw, the day of the supplier's next shock and the months it costs; a supposed cut stands for the drawn one.

    More than one shock to a supplier is left out.
    """
    from scipy.special import gammaincinv  # pyright: ignore[reportMissingTypeStubs]

    count = len(drawn.new_shock_month)
    for cut in view.cuts:
        if supplier in cut.suppliers:
            return np.full(count, cut.day), np.full(count, cut.hold_month)
    shape, rate = view.shock_rate_per_year(supplier)
    often = np.asarray(gammaincinv(shape, shares(seed, count, f"shock/{supplier}/rate"))) / rate
    years = -np.log(shares(seed, count, f"shock/{supplier}")) / often
    day = view.day + 1 + np.minimum(years * 365.2425, NEVER - view.day - 1)
    return day.astype(np.int64), drawn.new_shock_month


def _hold(view: Outlook, supplier: str, drawn: Drawn, seed: int, known_day: int) -> Hold:
    """The supplier's next shock for what had not come by `known_day`: of one that began before, what is left."""
    day, month = coming_shocks(view, supplier, drawn, seed)
    over = day + np.rint(month * DAYS_PER_MONTH).astype(np.int64)
    since = np.minimum(np.maximum(day, known_day), over)
    return Hold(day[:, None], since[:, None], over[:, None])


def _reported(claims: tuple[Span, ...], key: str, seed: int, count: int) -> Days:
    """A day within one of the claims, each as likely."""
    which = (shares(seed, count, f"claim/{key}") * len(claims)).astype(np.int64)
    first = np.array([claim.first for claim in claims])[which]
    last = np.array([claim.last for claim in claims])[which]
    return day_within(first, last, shares(seed, count, f"day/{key}"))


def _promised(view: Outlook, record: Programme, unit: int, drawn: Drawn, luck: Array) -> Days:
    """The day by the model: that of the latest promise, given that the unit had not come by the last day known."""
    promise = record.promises_of(unit)[-1]
    case = case_of(record, unit, promise, view.shocks)
    start = promise.asserted.last
    month = come_month(case, drawn, luck)
    return (start + np.maximum(np.ceil(month * DAYS_PER_MONTH), 1.0)).astype(np.int64)


def come_month(case: Case, drawn: Drawn, luck: Array) -> Array:
    """Months after the promise at which a unit comes: the `luck`-quantile, given that it had not by `absent_month`."""
    since = unshocked(np.full_like(luck, max(case.absent_month, 0.0)), case, drawn.shock_month)
    target = drawn.slip.remaining(since, case) * (1.0 - luck)
    low, high = since, np.full_like(luck, _MOST_MONTHS)
    for _ in range(48):
        middle = 0.5 * (low + high)
        still = drawn.slip.remaining(middle, case) > target
        low, high = np.where(still, middle, low), np.where(still, high, middle)
    return shocked(high, case, drawn.shock_month)


def _luck(name: str, unit: int, seed: int, count: int) -> Array:
    """Uniform numbers of one unit. How far units of one order slip together is not known, and open in each draw."""
    from scipy.special import ndtr, ndtri  # pyright: ignore[reportMissingTypeStubs]

    together = shares(seed, count, f"slip/{name}/together")
    common, own = ndtri(shares(seed, count, f"slip/{name}")), ndtri(shares(seed, count, f"slip/{name}/{unit}"))
    return np.asarray(ndtr(np.sqrt(together) * common + np.sqrt(1.0 - together) * own))
