"""The answer of a posture, as the `mantlet.posture/1` document."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.posture.dates import month_text
from mantlet.posture.draws import Array, figures
from mantlet.posture.levers import Buy, First, Lever, Press, Spares
from mantlet.posture.months import backdrop, fitness, judged, worth
from mantlet.posture.months.again import Again, Fights
from mantlet.posture.months.fights import Fought, Ground, Study
from mantlet.posture.months.file import Posture
from mantlet.posture.months.sceptic import sceptic
from mantlet.posture.months.season import VALUE, Column, Season
from mantlet.posture.months.series import Document, Seasons, policy_series, rounded
from mantlet.posture.months.store import outcome_sha256

SCHEMA: Final = "mantlet.posture/1"
RECORD, CAME = "record", "came"
SQUADRON_YEARS: Final = (2014, 2030)


def answer(
    ready: Study,
    about: Mapping[str, Any],
    recorded: list[Fought],
    checked: list[Fought],
    backtest: Document,
    library: Catalog,
    fights: Fights,
) -> Document:
    """Everything that is told, from draws of both designs; `fights` fights more for the sceptic."""
    posture = ready.posture
    season, other = season_of(ready, recorded), season_of(ready.second, checked)
    states = state_names(posture)
    dice, draws, waits = ready.dice, len(recorded), posture.waits
    inputs, known = inputs_of(ready, season)
    raid_prob = figures(posture.raid_per_month, dice, draws, "raid_per_month")
    gains = {policy.id: worth.saving(season, number, waits) for number, policy in enumerate(posture.policies)}
    alike = worth.together(inputs)
    apart = {name: inputs[name] for name in alike}
    ranking = judged.ranking(season, posture, apart, known, states[:-1])
    better = judged.better_than_waiting(ranking["pairs"], posture.policies[waits].id)
    costs = worth.costs(posture, gains, better, dice)
    bests = {view: one["best"] for view, one in ranking["views"].items()}
    fixed = judged.losses(season, posture, "fixed", 0)
    return {
        "schema": SCHEMA,
        **about,
        "title": posture.title,
        "summary": posture.summary,
        "positions": posture.positions,
        "as_of": posture.as_of.text(),
        "known_until": posture.known_until.text(),
        "outcome_sha256": outcome_sha256(recorded),
        "fights": sum(fought.fights for fought in (*recorded, *checked)),
        "checked_draws": len(checked),
        "months": [month_text(month) for month in posture.month_numbers],
        "raid_per_month": [rounded(value) for value in posture.raid_per_month.values],
        "value_at_stake": rounded(_stake(ready)),
        "assets": dict(_assets(ready)),
        "raids": [
            _raid(ground, posture) | worth.raid_lost(season, ground.id, posture.waits) for ground in ready.grounds
        ],
        "states": [{"id": name, "title": title} for name, title in zip(states, _titles(posture), strict=True)],
        "policies": [
            _policy(ready, (season, other), number, costs[policy.id], raid_prob)
            | {"drivers": worth.drivers(gains[policy.id].mean(axis=1), apart, known, alike) if policy.levers else []}
            for number, policy in enumerate(posture.policies)
        ],
        "together": {name: others for name, others in alike.items() if others},
        "places": backdrop.places(season, posture, states),
        "margins": worth.margins(season, posture),
        "sceptic": sceptic(Again(ready, fights), fixed, inputs, known, library, bests),
        "ranking": ranking,
        "squadrons": backdrop.squadrons(posture, squadron_months(posture), dice.seed, draws),
        "availability": backdrop.availability(season, posture, states),
        "backtest": backtest,
    }


def _policy(ready: Study, seasons: Seasons, number: int, cost: Document, raid_prob: Array) -> Document:
    """All that is told of one policy, from seasons of both designs."""
    posture, season = ready.posture, seasons[0]
    policy, waits, states = posture.policies[number], posture.waits, state_names(posture)
    return {
        "id": policy.id,
        "title": policy.title,
        "levers": [lever_text(lever) for lever in policy.levers],
        "series": {
            name: policy_series(seasons, state, number, waits, states)
            for state, name in enumerate(states)
            if name != CAME or number == waits
        },
        "lost": {
            name: worth.totals(seasons, at, number) for at, name in enumerate(states) if name != CAME or number == waits
        },
        "saved": {name: worth.saved(seasons, at, number, waits) for at, name in enumerate(states[:-1])},
        "saved_by_raid": worth.saved_by_raid(season, number, waits),
        "moved": worth.moved(season, posture, number),
        "reached": backdrop.reached(ready, season, number),
        "expected_saved": worth.expected(season, raid_prob, 0, number, waits),
        "exposure_months": worth.exposure(season, posture, 0, number),
        "cost": cost,
    }


def season_of(ready: Study, draws: list[Fought]) -> Season:
    """Draws as a season of the study's raids."""
    references = tuple(ground.id for ground in ready.grounds if ground.is_reference)
    saturating = tuple(
        ground.id for ground in ready.grounds if ground.is_saturating and ground.raid.role == "reference"
    )
    menu = tuple(ground.id for ground in ready.grounds)
    supposed = tuple(state is not None for state in ready.outlooks.states)
    return Season(draws, references, saturating, menu, ready.replications, supposed)


def state_names(posture: Posture) -> list[str]:
    """Ids of the states of nature: the record goes on, those of the file, and as it came."""
    return [RECORD, *(state.id for state in posture.states), CAME]


def _titles(posture: Posture) -> list[str]:
    came = f"As it came, by what is known on {posture.known_until.text()}"
    return ["Slips as the record has them", *(state.title for state in posture.states), came]


def inputs_of(ready: Study, season: Season) -> tuple[dict[str, Column], dict[str, Sourced]]:
    """Every number drawn, by draw, and what those behind which a number stands are."""
    told = ready.dice.told or {}
    raids = [ground.battle.geometry.inputs for ground in ready.grounds if ground.is_reference]
    known = (
        {name: number for name, (number, _) in told.items()} | fitness.numbers(ready.posture) | dict(ChainMap(*raids))
    )
    found = season.inputs() | {name: column for name, (_, column) in told.items()}
    found |= worth.dated_inputs(ready.posture, ready.outlooks)
    return {name: column for name, column in found.items() if np.ptp(column) > 0}, known


def squadron_months(posture: Posture) -> range:
    """The months of `SQUADRON_YEARS`, and all those that are asked about."""
    first, last = SQUADRON_YEARS
    asked = posture.month_numbers
    return range(min(12 * first, asked[0]), max(12 * last + 11, asked[-1]) + 1)


def lever_text(lever: Lever) -> str:
    """A lever in words."""
    on = lever.on.text()
    if isinstance(lever, Press):
        units = f"unit{'s' if len(lever.units) > 1 else ''} {', '.join(map(str, lever.units))}"
        return f"{on}: ask for {units} of {lever.programme} {lever.months:g} months earlier"
    if isinstance(lever, First):
        return f"{on}: fill {', '.join(lever.places)} first"
    if isinstance(lever, Buy):
        return f"{on}: buy {lever.brings}"
    assert isinstance(lever, Spares)
    return f"{on}: buy spares for the fleet {lever.fleet}"


def _raid(ground: Ground, posture: Posture) -> Document:
    return {
        "id": ground.id,
        "scenario": ground.raid.scenario,
        "role": ground.raid.role,
        "scale": ground.raid.scale * ground.scale_ratio,
        "saturating": ground.is_saturating,
        "leak_share": None if ground.leak_share is None else rounded(ground.leak_share),
        "saturated": ground.leak_share is not None and ground.leak_share >= posture.saturated_share,
        "loads_spent": ground.raid.loads_spent,
        "objects": len(ground.battle.geometry.names.object_ids),
    }


def _assets(ready: Study) -> list[tuple[str, float]]:
    return [(asset.id, asset.value) for asset in ready.grounds[0].battle.geometry.plan.assets]


def _stake(ready: Study) -> float:
    valued = {name.removeprefix(VALUE) for name in ready.columns if name.startswith(VALUE)}
    return sum(value for name, value in _assets(ready) if name in valued)
