"""What stands behind the months: squadrons, serviceability, who stands where, and what really came."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from mantlet.base.errors import Interrupted
from mantlet.posture.backtest import (
    FORECASTS,
    LABEL,
    Hindcast,
    Summary,
    by_start,
    rolling,
    stand_on,
    summary,
    verdict,
)
from mantlet.posture.counted import COUNT_FORECASTS, counted
from mantlet.posture.dates import day_text, month_text
from mantlet.posture.files import Laid, laid
from mantlet.posture.forecast import bundled_outlook
from mantlet.posture.levers import Spares
from mantlet.posture.months.fights import Study
from mantlet.posture.months.file import Posture
from mantlet.posture.months.forces import parts_of
from mantlet.posture.months.season import Column, Season
from mantlet.posture.months.series import Document, rounded
from mantlet.posture.nature import recorded
from mantlet.posture.programme import Programme, programmes
from mantlet.posture.squadrons import Force, Point, Strength, forces, strength
from mantlet.posture.supply.fleet import fleet

_SHARES = (0.05, 0.5, 0.95)
_ROLLED: dict[tuple[int, int, int, Laid], tuple[Hindcast, ...]] = {}


def squadrons(posture: Posture, months: range, seed: int, draws: int) -> Document | None:
    """Strength by what is known today and by what was known on the day of the posture, with the published counts."""
    if posture.force is None:
        return None
    days = (posture.known_until.last, posture.as_of.last)
    return strengths(forces()[posture.force], days, months, seed, draws)


def strengths(force: Force, days: tuple[int, int], months: range, seed: int, draws: int) -> Document:
    """Strength as known on each of two days, today and then, with the published counts."""
    now, then = (strength(force, bundled_outlook(day), months, seed, draws) for day in days)
    return {
        "force": force.id,
        "title": force.title,
        "months": [month_text(month) for month in months],
        "sanctioned": None if force.sanctioned is None else force.sanctioned.central,
        "wanted_more": None if force.wanted_more is None else force.wanted_more.central,
        "per_squadron": list(force.per_squadron.values),
        "known_today": _strength(now),
        "known_then": _strength(then),
        "published": [_point(point) for point in force.points],
    }


def _point(point: Point) -> Document:
    return {
        "date": point.date.text(),
        "what": point.what,
        "of": point.of,
        "unit": point.unit,
        "low": point.count.values[0],
        "best": point.count.central,
        "high": point.count.values[-1],
        "source": point.count.source,
    }


def _strength(found: Strength) -> Document:
    by_type = np.quantile(found.aircraft(), _SHARES, axis=0, method="inverted_cdf").astype(int)
    return {
        "formed": found.quantiles("formed", _SHARES).T.tolist(),
        "effective": found.quantiles("effective", _SHARES).T.tolist(),
        "aircraft": {name: by_type[:, :, at].T.tolist() for at, name in enumerate(found.types)},
    }


def availability(season: Season, posture: Posture, states: list[str]) -> list[Document]:
    """Chance that one of a fleet is fit, by month and state; and if parts were never taken from others, or always."""
    ends = np.array([fought.ends_prob for fought in season.draws])  # [draw, state, entry, end, month]
    fit = np.array([fought.fit_prob for fought in season.draws])  # [draw, state, policy, entry, month]
    found: list[Document] = []
    for at, entry in enumerate(posture.fitness):
        by_state: Document = {}
        for state, name in enumerate(states):
            own = fit[:, state, posture.waits, at]
            none, full = ends[:, state, at].mean(axis=0)
            by_state[name] = _band(own) | {"none": _listed(none), "full": _listed(full)}
        about: Document = {"fleet": entry.name, "what": entry.what, "takes": entry.takes}
        about |= {"squadrons": entry.squadrons, "share": entry.share is not None}
        found.append(about | {"states": by_state})
    return found


def _band(own: Column) -> Document:
    low, high = np.quantile(own, (0.05, 0.95), axis=0)
    return {"mean": _listed(own.mean(axis=0)), "low": _listed(low), "high": _listed(high)}


def reached(ready: Study, season: Season, number: int) -> list[Document]:
    """Of each fleet that a policy buys spares for: how many there are, and how many stand in the raids.

    Counted are places that are filled in any month of any draw, as the record goes on.
    """
    posture, ground = ready.posture, ready.grounds[0]
    parts = parts_of(posture, ground.battle.geometry, ground.battle.world(0, "central", 0))
    filled: list[bool] = season.filled(0, number).max(axis=(0, 1)).astype(bool).tolist()
    found: list[Document] = []
    for name in dict.fromkeys(lever.fleet for lever in posture.policies[number].levers if isinstance(lever, Spares)):
        items = [item for item in parts.items if posture.fitness[item.fitness].fleet == name and filled[item.place]]
        stand = [posture.places[place].name for place in sorted({item.place for item in items})]
        count = sum(item.size for item in items)
        found.append({"fleet": name, "of": fleet(name).count.central, "stand": count, "places": stand})
    return found


def places(season: Season, posture: Posture, states: list[str]) -> list[Document]:
    """Where pieces stand: the share of draws in which each place is filled, by policy, state and month."""
    found: list[Document] = []
    for at, place in enumerate(posture.places):
        filled = {
            name: {
                policy.id: _listed(season.filled(state, number)[:, :, at].mean(axis=0))
                for number, policy in enumerate(posture.policies)
            }
            for state, name in enumerate(states)
        }
        record = {"id": place.id, "name": place.name, "takes": place.takes, "stands": place.stands}
        found.append(record | {"in_raids": bool(place.everything), "filled_share": filled})
    return found


def backtest(posture: Posture, seed: int, draws: int, stopped: threading.Event | None = None) -> Document:
    """The delay model stands on the day of the posture, for its own orders, and on every promise date, for all.

    Raises Interrupted soon after `stopped` is set.
    """
    origin, today = posture.as_of.last, posture.known_until.last
    records = list(programmes().values())
    supplied = {entry.programme for entry in posture.supply}
    every = stand_on(origin, today, records, recorded(), seed, draws)
    cases = [case for case in every if case.programme in supplied]
    rolled = _rolled(today, seed, draws, stopped)
    starts = by_start(rolled)
    return {
        "label": LABEL,
        "origin": day_text(origin),
        "forecasts": list(FORECASTS),
        "cases": [_case(case) for case in cases],
        "summary": _summary(summary(cases)),
        "rolling": _summary(summary(rolled)),
        "by_start": [{"year": year, **_summary(found)} for year, found in starts],
        "verdict": verdict(starts),
        "squadrons": _counted(posture, seed, draws),
        "unknown": list(_unknown(posture, records)),
        "untold": list(_untold(posture, records)),
    }


def _rolled(today: int, seed: int, draws: int, stopped: threading.Event | None) -> tuple[Hindcast, ...]:
    """From every promise date on, by the orders known: the same for all postures, and slow, so kept."""
    key = (today, seed, draws, laid())
    if key not in _ROLLED:
        cases = rolling(0, today, list(programmes().values()), recorded(), seed, draws)
        _ROLLED[key] = tuple(_unless(stopped, cases))
    return _ROLLED[key]


def _unless(stopped: threading.Event | None, cases: Iterator[Hindcast]) -> Iterator[Hindcast]:
    for case in cases:
        if stopped is not None and stopped.is_set():
            raise Interrupted("stopped during the back-test")
        yield case


def _counted(posture: Posture, seed: int, draws: int) -> Document | None:
    """Squadrons as forecast on the day of the posture beside what was counted later; None where nothing was."""
    if posture.force is None:
        return None
    view = bundled_outlook(posture.as_of.last)
    found = counted(forces()[posture.force], view, posture.known_until.last, seed, draws)
    if not found:
        return None
    return {
        "forecasts": list(COUNT_FORECASTS),
        "counts": [
            {
                **_point(one.point),
                "formed": list(one.formed),
                "effective": list(one.effective),
                "score": [rounded(score) for score in one.score],
            }
            for one in found
        ],
        "score": [rounded(float(mean)) for mean in np.mean([one.score for one in found], axis=0)],
    }


def _case(case: Hindcast) -> Document:
    return {
        "programme": case.programme,
        "unit": case.label,
        "promised": case.promised.text(),
        "model": [day_text(day) for day in case.quantile_day],
        "as_promised": day_text(case.naive_day[0]),
        "last_slip": day_text(case.naive_day[1]),
        "came": case.came.text(),
        "score_month": [rounded(score) for score in case.score_month],
    }


def _summary(found: Summary) -> Document:
    record: dict[str, Any] = {
        "cases": found.cases,
        "units": found.units,
        "score_month": [rounded(score) for score in found.score_month],
        "best": found.best,
        "better_units": found.better_units,
        "coverage": found.coverage,
        "model_loses": found.model_loses,
    }
    return record


def _unknown(posture: Posture, records: list[Programme]) -> Iterator[str]:
    """Units of which nothing was promised on the day: they come in no draw, and are not counted as zero."""
    supplied = {entry.programme for entry in posture.supply}
    for record in records:
        if record.id in supplied:
            known = record.known_on(posture.as_of.last)
            for unit in record.tracked:
                if not known.promises_of(unit) and not known.claims(unit):
                    yield f"{record.title}: {record.label(unit)}"


def _untold(posture: Posture, records: list[Programme]) -> Iterator[str]:
    """Orders with units that had fallen due by what is known today and of which nobody has told whether they came: in
    the state that is what came they come as they are forecast today."""
    today = posture.known_until.last
    supplied = {entry.programme for entry in posture.supply}
    for record in (record.known_on(today) for record in records if record.id in supplied):
        silent = [record.label(unit) for unit in record.tracked if _is_silent(record, unit, today)]
        if silent:
            yield f"{record.title}: {', '.join(silent)}"


def _is_silent(record: Programme, unit: int, today: int) -> bool:
    promises = record.promises_of(unit)
    if not promises or record.claims(unit) or promises[-1].by.first > today:
        return False
    return (record.absent_until(unit) or 0) <= promises[-1].asserted.last


def _listed(column: Column) -> list[float]:
    return [rounded(value) for value in column.tolist()]
