"""A posture made ready: its raids laid out, the saturating sizes found, and all draws of arrivals made."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, NamedTuple

from mantlet.base.errors import Fault, InvalidInput
from mantlet.codes import CLASSES
from mantlet.engine.fights import fight
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import Draw
from mantlet.posture.dates import last_day
from mantlet.posture.draws import Counts, Dice, whole
from mantlet.posture.files import alike
from mantlet.posture.forecast import Outlook, bundled_outlook
from mantlet.posture.months.fights import SATURATING, Ground, Outlooks, Study
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

_SCOUTED: Final = 60  # raids by which the saturating size is found
_LESS: Final = 0.5  # size of the smallest raid of a map


class Sizes(NamedTuple):
    """A scenario laid out, by how many times it is as large as the file has it; `scale_ratio` is the saturating size.

    `leak_share` is that of what the last step of scale adds.
    """

    battles: dict[float, CompiledBattle]
    scale_ratio: float
    leak_share: float | None


def study(posture: Posture, library: Catalog, dice: Dice, draws: int, replications: int) -> Study:
    """Everything that does not differ from draw to draw; raises InvalidInput where the raids do not fit together."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        given_up = threading.Event()
        lay_out = alike(_sizes)
        kinds = {_kind(raid): raid for raid in posture.raids}  # several raids may be one scenario
        laid = {kind: pool.submit(lay_out, posture, raid, library, dice.seed, given_up) for kind, raid in kinds.items()}
        try:
            sizes = {kind: own.result() for kind, own in laid.items()}
        except BaseException:  # after Ctrl-C, or a fault, nobody waits for the rest
            given_up.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    grounds = tuple(ground for raid in posture.raids for ground in _grounds(raid, sizes[_kind(raid)]))
    _refuse_different(posture, grounds)
    return Study(
        posture,
        grounds,
        _columns(grounds),
        outlooks(posture, dice, draws),
        dice,
        replications,
        compositions(posture),
        tuple(_mapped(raid, sizes[_kind(raid)]) for raid in posture.raids_mapped),
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


def _kind(raid: Raid) -> tuple[str, float]:
    """What raids have in common that are fought on one and the same ground."""
    return raid.scenario, raid.scale


def _sizes(posture: Posture, raid: Raid, library: Catalog, seed: int, given_up: threading.Event) -> Sizes:
    """A raid as the file has it, as large as it takes to saturate the whole defence, and as a map asks for it."""

    def laid(times_ratio: float) -> CompiledBattle:
        return prepared(scenario_of(posture, raid, library, times_ratio), library)

    larger = ((scale, laid(scale)) for scale in posture.scales if not given_up.is_set())
    found = _saturating(posture, laid(1.0), larger, seed)
    if _kind(raid) in map(_kind, posture.raids_mapped) and not given_up.is_set():
        found.battles[_LESS] = laid(_LESS)
    return found


def _saturating(
    posture: Posture, plain: CompiledBattle, larger: Iterable[tuple[float, CompiledBattle]], seed: int
) -> Sizes:
    """The least scale at which so much of what is added leaks with every place filled; the largest where none does."""
    found = Sizes({1.0: plain}, 1.0, None)
    leaked, launched = _leaked(plain, seed)
    for scale, battle in larger:
        more_leaked, more_launched = _leaked(battle, seed)
        added = more_launched - launched
        leak_share = (more_leaked - leaked) / added if added > 0 else None
        found = Sizes(found.battles | {scale: battle}, scale, leak_share)
        if leak_share is not None and leak_share >= posture.saturated_share:
            return found
        leaked, launched = more_leaked, more_launched
    return found


def _grounds(raid: Raid, sizes: Sizes) -> tuple[Ground, Ground]:
    """A raid as the file has it, and made larger."""
    larger, leak_share = sizes.scale_ratio, sizes.leak_share
    return (
        Ground(raid.id, raid, 1.0, sizes.battles[1.0]),
        Ground(f"{raid.id}/{SATURATING}", raid, larger, sizes.battles[larger], leak_share),
    )


def _mapped(raid: Raid, sizes: Sizes) -> tuple[Ground, ...]:
    """A raid in the sizes of a map: half, as it is, by the least step larger, and as large as saturates the defence."""
    least = min((scale for scale in sizes.battles if scale > 1.0), default=1.0)

    def sized(times_ratio: float) -> Ground:
        name = raid.id if times_ratio == 1.0 else f"{raid.id} x {times_ratio:g}"
        return Ground(name, raid.model_copy(update={"id": name}), times_ratio, sizes.battles[times_ratio])

    return tuple(map(sized, sorted({_LESS, 1.0, least, sizes.scale_ratio})))


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
