"""A posture made ready: its raids laid out, the saturating ones found, and all draws of arrivals made."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from mantlet.base.errors import Fault, InvalidInput
from mantlet.codes import CLASSES
from mantlet.engine.fights import fight
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import Draw
from mantlet.posture.dates import last_day
from mantlet.posture.draws import Counts, Dice, whole
from mantlet.posture.files import alike
from mantlet.posture.forecast import Outlook, bundled_outlook
from mantlet.posture.months.fights import Ground, Outlooks, Study
from mantlet.posture.months.file import Posture, Raid, State
from mantlet.posture.months.forces import parts_of
from mantlet.posture.months.margins import compositions
from mantlet.posture.months.overlay import scenario_of
from mantlet.posture.months.presence import Presence, expected, presence
from mantlet.posture.nature import Cut
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import forces, strength
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.run.raids import DECOY

SATURATING: Final = "saturating"
_SCOUTED: Final = 60  # raids by which the saturating size is found


def study(posture: Posture, library: Catalog, dice: Dice, draws: int, replications: int) -> Study:
    """Everything that does not differ from draw to draw; raises InvalidInput where the raids do not fit together."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        given_up = threading.Event()
        lay_out = alike(_grounds)
        laid = [pool.submit(lay_out, posture, raid, library, dice.seed, given_up) for raid in posture.raids]
        try:
            grounds = tuple(ground for own in laid for ground in own.result())
        except BaseException:  # after Ctrl-C, or a fault, nobody waits for the rest
            given_up.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    _refuse_different(posture, grounds)
    return Study(
        posture, grounds, _columns(grounds), outlooks(posture, dice, draws), dice, replications, compositions(posture)
    )


def outlooks(posture: Posture, dice: Dice, draws: int) -> Outlooks:
    """Arrivals, places and strength in each state of nature, and as it came by what is known today."""
    found = foreseen(posture, dice, draws)
    today = bundled_outlook(posture.known_until.last)
    waiting = posture.policies[posture.waits]
    came = presence(posture, waiting, today, expected(posture, today, dice.seed, draws), dice)
    return replace(
        found,
        states=(*found.states, None),
        presence=(*found.presence, (came,) * len(posture.policies)),
        strengths=(*found.strengths, _strengths(posture, today, dice.seed, draws)),
    )


def foreseen(posture: Posture, dice: Dice, draws: int) -> Outlooks:
    """The same without what came."""
    days = tuple(last_day(month) for month in posture.month_numbers)
    then = bundled_outlook(posture.as_of.last)
    states: list[State | None] = [None, *posture.states]
    views = [then, *(_cut(then, state) for state in posture.states)]
    there = [_present(posture, view, dice, draws) for view in views]
    rounds = None
    if posture.rounds is not None:
        each = programmes()[posture.rounds.programme].rounds_each
        assert each is not None  # else the file is refused
        rounds = whole(each, dice, draws, f"{posture.rounds.programme}/rounds_each")
    counted = [_strengths(posture, view, dice.seed, draws) for view in views]
    first_day = last_day(posture.month_numbers[0] - 1) + 1
    return Outlooks(tuple(states), tuple(there), tuple(counted), rounds, days, first_day)


def _cut(then: Outlook, state: State) -> Outlook:
    return replace(then, cuts=(Cut(state.suppliers, state.on.first, state.months),))


def _present(posture: Posture, view: Outlook, dice: Dice, draws: int) -> tuple[Presence, ...]:
    came = expected(posture, view, dice.seed, draws)
    return tuple(presence(posture, policy, view, came, dice) for policy in posture.policies)


def _strengths(posture: Posture, view: Outlook, seed: int, draws: int) -> dict[str, Counts]:
    wanted = {entry.squadrons for entry in posture.fitness if entry.squadrons is not None}
    if posture.force is None or not wanted:
        return {}
    found = strength(forces()[posture.force], view, posture.month_numbers, seed, draws)
    aircraft = found.aircraft()
    return {name: aircraft[:, :, found.types.index(name)] for name in sorted(wanted)}


def _grounds(posture: Posture, raid: Raid, library: Catalog, seed: int, given_up: threading.Event) -> list[Ground]:
    """A raid as the file has it, and a reference raid also as large as it takes to saturate the whole defence."""
    battle = prepared(scenario_of(posture, raid, library), library)
    plain = Ground(raid.id, raid, 1.0, battle)
    if raid.role != "reference":
        return [plain]
    scales = (scale for scale in posture.scales if not given_up.is_set())
    larger = ((scale, prepared(scenario_of(posture, raid, library, scale), library)) for scale in scales)
    return [plain, _saturating(posture, plain, larger, seed)]


def _saturating(posture: Posture, plain: Ground, larger: Iterable[tuple[float, CompiledBattle]], seed: int) -> Ground:
    """The least scale at which so much of what is added leaks with every place filled; the largest where none does."""
    ground = Ground(f"{plain.raid.id}/{SATURATING}", plain.raid, 1.0, plain.battle)
    leaked, launched = _leaked(plain.battle, seed)
    for scale, battle in larger:
        more_leaked, more_launched = _leaked(battle, seed)
        added = more_launched - launched
        leak_share = (more_leaked - leaked) / added if added > 0 else None
        ground = ground._replace(scale_ratio=scale, battle=battle, leak_share=leak_share)
        if leak_share is not None and leak_share >= posture.saturated_share:
            return ground
        leaked, launched = more_leaked, more_launched
    return ground


def _leaked(battle: CompiledBattle, seed: int) -> tuple[float, float]:
    draw = Draw(seed, 0, "central")
    world = battle.world(seed, "central", 0)
    metrics, _ = battle.metrics(world, fight(world.arrays, world.force, seed, 0, 0, _SCOUTED), draw)
    return float(metrics["leakers"].mean()), float(metrics["launched"].mean())


def _columns(grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """What is kept of each fight: value lost by asset, leakers by class, and what was launched and fired."""
    names = [ground.battle.geometry.names for ground in grounds]
    assets = dict.fromkeys(asset for one in names for asset in one.asset_ids)
    kinds = {kind for one in names for kind in one.object_classes}
    return (
        *(f"asset:value_lost:{asset}" for asset in assets),
        *(f"class:leakers:{kind}" for kind in CLASSES if kind in kinds and kind != DECOY),
        "launched",
        "shots",
    )


def _refuse_different(posture: Posture, grounds: tuple[Ground, ...]) -> None:
    """The same assets at the same values, and the same parts at the places, in all raids: or they do not add up."""
    first = grounds[0]
    said = _told(posture, first)
    for ground in grounds[1:]:
        if _told(posture, ground) != said:
            message = f"{ground.raid.scenario} has other assets, values or parts at places than {first.raid.scenario}"
            raise InvalidInput([Fault(posture.id, 0, f"raids.{ground.raid.id}", message)])


def _told(posture: Posture, ground: Ground) -> object:
    assets = [(asset.id, asset.value) for asset in ground.battle.geometry.plan.assets]
    parts = parts_of(posture, ground.battle.geometry, ground.battle.world(0, "central", 0))
    return assets, parts.items, parts.stocked
